"""What changed between versions: figures that a silent edit replaced, and whether two places show the same numbers."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from db.database import Database, fetch_dicts
from db.records import RevisionFact, VersionFact
from db.vocabulary import Change
from parsers.vocabulary import Tense

_FIGURES = (
    "SELECT label, metric, value, unit, kind, qualifier, tense, period, quote FROM figures WHERE version_id = ? "
    "ORDER BY start, at_start, id"
)


def values_keys(db: Database, versions: Sequence[VersionFact], year: int) -> list[VersionFact]:
    """The versions, each with a digest of its actual figures of the report's own year: equal keys, equal numbers."""
    return [replace(version, values_key=_values_key(db, version.id, year)) for version in versions]


def _values_key(db: Database, version_id: int, year: int) -> str:
    rows = db.conn.execute(
        "SELECT kind, value, unit, qualifier FROM figures WHERE version_id = ? AND tense = ? "
        "AND (period IS NULL OR period = ?) ORDER BY kind, value, unit, qualifier",
        [version_id, Tense.ACTUAL, str(year)],
    ).fetchall()
    return hashlib.sha256(repr(rows).encode()).hexdigest() if rows else ""


def revisions_of(
    db: Database, places: Iterable[dict[str, Any]], versions: Sequence[VersionFact]
) -> tuple[RevisionFact, ...]:
    """The edits of figures at each place, oldest first."""
    found = []
    for place in places:
        own = [version for version in versions if version.place_id == place["id"]]
        for before, after in pairwise(own):
            if after.change == Change.FIGURES:
                changes = tuple(changed_figures(db, before.id, after.id))
                found.append(RevisionFact(after.id, before.id, place["url"], after.observed_at, changes))
    return tuple(found)


def changed_figures(db: Database, old_version: int, new_version: int) -> list[dict[str, Any]]:
    """The figures that differ between two versions: label, metric, old, new, old_quote, new_quote (None = not there).

    A figure that was replaced and one that replaced it belong together when they share metric (else label), unit,
    kind, tense and period, in the order of the text.
    """
    return diff_figures(fetch_dicts(db, _FIGURES, [old_version]), fetch_dicts(db, _FIGURES, [new_version]))


def diff_figures(old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """As `changed_figures`, of figures given as rows."""
    gone, come = _without(old, new), _without(new, old)
    waiting: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for figure in come:
        waiting[_subject(figure)].append(figure)
    changes = []
    for figure in gone:
        match = waiting[_subject(figure)]
        changes.append(_change(figure, match.pop(0) if match else None))
    changes += [_change(None, figure) for figures in waiting.values() for figure in figures]
    return changes


def _without(figures: Sequence[dict[str, Any]], others: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The figures that have no equal among the others, each of which is the equal of one only."""
    left: dict[tuple[Any, ...], int] = defaultdict(int)
    for other in others:
        left[_claim(other)] += 1
    kept = []
    for figure in figures:
        if left[_claim(figure)]:
            left[_claim(figure)] -= 1
        else:
            kept.append(figure)
    return kept


def _subject(figure: dict[str, Any]) -> tuple[Any, ...]:
    return (figure["metric"] or figure["label"], figure["unit"], figure["kind"], figure["tense"], figure["period"])


def _claim(figure: dict[str, Any]) -> tuple[Any, ...]:
    return (figure["metric"], figure["value"], figure["qualifier"], *_subject(figure)[1:])


def _change(old: dict[str, Any] | None, new: dict[str, Any] | None) -> dict[str, Any]:
    one = new or old
    assert one is not None
    return {
        "label": one["label"],
        "metric": one["metric"],
        "old": old["value"] if old else None,
        "new": new["value"] if new else None,
        "old_quote": old["quote"] if old else None,
        "new_quote": new["quote"] if new else None,
    }
