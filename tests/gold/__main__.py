"""``make gold``: precision and recall of reading, by report, metric, format and style, and the list of errors."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial

from parsers.metrics import catalogue
from tests.gold.gold import (
    AUTHORS,
    Document,
    author_documents,
    portal_documents,
    read,
    seed_documents,
    written_documents,
)
from tests.gold.score import Score, score_document, share, total

_MAX_ERRORS = 2000


def main(arguments: Sequence[str]) -> int:
    groups = {
        "seeds": seed_documents,
        "portals": portal_documents,
        "written": written_documents,
        **{name: partial(author_documents, name) for name in AUTHORS},
    }
    chosen = [name for name in groups if name in arguments] or list(groups)
    for name in chosen:
        documents = groups[name]()
        if documents:
            _print_group(name, documents)
    return 0


def _print_group(name: str, documents: Sequence[Document]) -> None:
    scores: dict[str, Score] = {}
    started = time.perf_counter()
    for document in documents:
        scores[document.id] = score_document(document, read(document))
    spent = time.perf_counter() - started
    pooled = total(scores.values())
    print(f"\n== {name}: {len(documents)} documents, {1000 * spent / len(documents):.1f} ms each")
    print(_line("pooled", pooled))
    by_document = lambda document: document.id  # noqa: E731 - three keys of one table
    _print_table("by report", documents, scores, by_document)
    elsewhere = " (page, text PDF, scan and Word file of the same reports: portals)" if name == "seeds" else ""
    _print_table(f"by format{elsewhere}", documents, scores, lambda document: document.format)
    _print_table("by style", documents, scores, lambda document: document.style)
    _print_metrics(pooled)
    print("\n-- figures kept, by role")
    for role in sorted(set(pooled.figures_found) | set(pooled.figures_missed)):
        good, bad = pooled.figures_found[role], pooled.figures_missed[role]
        print(f"{role:>12}  {good}/{good + bad}  {share(good, bad):.3f}")
    print("\n-- fields")
    for field in sorted(set(pooled.fields_right) | set(pooled.fields_wrong)):
        good, bad = pooled.fields_right[field], pooled.fields_wrong[field]
        print(f"{field:>12}  {good}/{good + bad}  {share(good, bad):.3f}")
    print(f"\n-- verdicts: {pooled.verdicts_right} as expected, {len(pooled.verdicts_wrong)} not")
    print(f"-- quotes: {pooled.quotes}, {len(pooled.bad_quotes)} not equal to their slice")
    print(f"-- must_not values taken: {len(pooled.taken)}")
    for line in [*pooled.taken, *pooled.bad_quotes, *pooled.verdicts_wrong, *pooled.errors][:_MAX_ERRORS]:
        print(f"   {line}")


def _print_table(
    title: str, documents: Sequence[Document], scores: dict[str, Score], key: Callable[[Document], str]
) -> None:
    groups: dict[str, list[Score]] = defaultdict(list)
    for document in documents:
        groups[key(document)].append(scores[document.id])
    print(f"\n-- {title}")
    for name, members in groups.items():
        print(_line(name, total(members)))


def _line(name: str, score: Score) -> str:
    right, found = score.right.total(), score.found.total()
    given, wanted = right + score.wrong.total(), found + score.missed.total()
    return (
        f"{name:>28}  precision {score.precision:.3f} ({right}/{given})  recall {score.recall:.3f} ({found}/{wanted})"
    )


def _print_metrics(score: Score) -> None:
    print("\n-- by metric (of those that stand in these documents)")
    for key in catalogue().metrics:
        if score.found[key] or score.missed[key] or score.wrong[key]:
            print(
                f"{key:>36}  precision {share(score.right[key], score.wrong[key]):.2f} "
                f"recall {share(score.found[key], score.missed[key]):.2f} "
                f"(right {score.right[key]}, wrong {score.wrong[key]}, missed {score.missed[key]})"
            )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
