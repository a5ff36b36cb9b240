"""How well a reading agrees with the gold: what was found, missed, taken wrongly, and whether quotes hold.

Matching is on (metric, value, period), as in seeds/README.md. Only stated values of the report's own year count as
given; optional facts are neither rewarded nor punished, under whatever name, nor are values of the principal heads
alone (scope ``head``), which the gold does not tell apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from parsers.metrics import catalogue
from parsers.records import Figure, MetricValue, Reading
from parsers.vocabulary import FigureKind, Kind, Scope, ValueBasis
from tests.gold.gold import Document, Expected, Fact

_SHORTEST = 6
_JUDGED = ("disagrees", "truncation")


@dataclass
class Score:
    """Of one document, or of many added up."""

    found: Counter[str] = field(default_factory=Counter)  # required facts, by metric
    missed: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)  # given values, by metric
    wrong: Counter[str] = field(default_factory=Counter)
    figures_found: Counter[str] = field(default_factory=Counter)  # facts kept as figures, by role
    figures_missed: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)  # must_not values that became metric values
    quotes: int = 0
    bad_quotes: list[str] = field(default_factory=list)
    verdicts_right: int = 0
    verdicts_wrong: list[str] = field(default_factory=list)
    fields_right: Counter[str] = field(default_factory=Counter)
    fields_wrong: Counter[str] = field(default_factory=Counter)
    documents: int = 0

    def add(self, other: Score) -> None:
        for name in (
            "found",
            "missed",
            "right",
            "wrong",
            "figures_found",
            "figures_missed",
            "fields_right",
            "fields_wrong",
        ):
            getattr(self, name).update(getattr(other, name))
        for name in ("errors", "taken", "bad_quotes", "verdicts_wrong"):
            getattr(self, name).extend(getattr(other, name))
        self.quotes += other.quotes
        self.verdicts_right += other.verdicts_right
        self.documents += other.documents

    @property
    def precision(self) -> float:
        return share(self.right.total(), self.wrong.total())

    @property
    def recall(self) -> float:
        return share(self.found.total(), self.missed.total())


def share(good: int, bad: int) -> float:
    """good of all; 1 when there is nothing."""
    return good / (good + bad) if good + bad else 1.0


def total(scores: Iterable[Score]) -> Score:
    summed = Score()
    for score in scores:
        summed.add(score)
    return summed


def score_document(document: Document, reading: Reading) -> Score:
    """Everything that is counted of one document."""
    score = Score(documents=1)
    _score_fields(document, reading, score)
    _score_quotes(document, reading, score)
    if document.truth.get("decision", "report") == "report":
        _score_values(document, reading, score)
        _score_figures(document, reading, score)
        _score_verdicts(document, reading, score)
    elif reading.metric_values and reading.report.decision.value == "report":
        score.errors.append(f"{document.id}: {len(reading.metric_values)} values of what is not a report")
        score.wrong.update(value.metric for value in reading.metric_values if value.basis is ValueBasis.STATED)
    return score


def same(given: float, true: float) -> bool:
    """Equal but for the last digit of a share such as 66.67 of 2/3."""
    return abs(given - true) <= max(0.006 if abs(true) <= 100 and true != int(true) else 0.0, 1e-6 * abs(true))


def _score_values(document: Document, reading: Reading, score: Score) -> None:
    given = [value for value in reading.metric_values if value.basis is ValueBasis.STATED]
    required = [fact for fact in document.facts if fact.role == "required"]
    for fact in required:
        if any(_is(value, fact) for value in given):
            score.found[str(fact.metric)] += 1
        else:
            score.missed[str(fact.metric)] += 1
            score.errors.append(f"{document.id}: missed {fact.metric} = {fact.value:g} in {fact.sentence[:90]!r}")
    neutral = [
        fact
        for fact in document.facts
        if fact.role in ("optional", "figure") and (fact.accept or fact.metric in catalogue())
    ]
    for value in given:
        if any(_is(value, fact) for fact in required):
            score.right[value.metric] += 1
        elif not (
            value.scope is Scope.HEAD
            or any(_is(value, fact) for fact in neutral)
            or any(_stands_in(value, reading, fact) for fact in document.facts if fact.role == "optional")
        ):
            score.wrong[value.metric] += 1
            quote = reading.figures[value.figure].quote if value.figure is not None else ""
            score.errors.append(f"{document.id}: wrong {value.metric} = {value.value:g} from {quote[:140]!r}")
    for fact in document.facts:
        if fact.role in ("must_not", "multi_year"):
            for value in given:
                if value.scope is not Scope.HEAD and _stands_in(value, reading, fact):
                    score.taken.append(
                        f"{document.id}: took {value.metric} = {value.value:g} from {fact.sentence[:80]!r}"
                    )


def _is(value: MetricValue, fact: Fact) -> bool:
    return (
        value.metric in (fact.metric, *fact.accept)
        and same(value.value, fact.value)
        and (fact.period is None or value.period == fact.period)
    )


def _stands_in(value: MetricValue, reading: Reading, fact: Fact) -> bool:
    """Whether the value was taken from the sentence of a fact that must not become one."""
    if value.figure is None or not same(value.value, fact.value):
        return False
    if fact.metric in catalogue() and value.metric != fact.metric:
        return False
    if len(fact.sentence) < _SHORTEST:  # a table's cell: its column's year decides, not its text
        return False
    return _overlaps(squeeze(fact.sentence), squeeze(reading.figures[value.figure].quote))


def squeeze(text: str) -> str:
    """Text without blanks and the width of punctuation, to find a sentence again after reading."""
    return re.sub(r"\s", "", text).translate(_WIDTHS)


_WIDTHS = str.maketrans(
    {"，": ",", "；": ";", "：": ":", "（": "(", "）": ")", "％": "%", "“": '"', "”": '"', "．": "."}
)


def _score_figures(document: Document, reading: Reading, score: Score) -> None:
    quotes = [(squeeze(figure.quote), figure) for figure in reading.figures]
    for fact in document.facts:
        if fact.role == "optional":
            continue
        sentence = squeeze(fact.sentence)
        if any(_overlaps(sentence, quote) and _is_figure(figure, fact) for quote, figure in quotes):
            score.figures_found[fact.role] += 1
        else:
            score.figures_missed[fact.role] += 1
            if fact.role != "required":
                score.errors.append(f"{document.id}: no figure {fact.value:g} ({fact.raw}) of {fact.sentence[:80]!r}")


def _is_figure(figure: Figure, fact: Fact) -> bool:
    """Whether a figure is the fact's; a fall (下降33.6%) is kept as a negative change, which the gold tells without."""
    value = abs(figure.value) if figure.kind is FigureKind.CHANGE else figure.value
    return same(value, fact.value if value is figure.value else abs(fact.value))


def _overlaps(sentence: str, quote: str) -> bool:
    """Whether the gold's sentence and the reading's overlap: either may be cut more finely than the other."""
    return sentence in quote or quote in sentence or sentence[:12] in quote or sentence[-12:] in quote


def _score_quotes(document: Document, reading: Reading, score: Score) -> None:
    text = reading.text.text
    for figure in reading.figures:
        score.quotes += 1
        if text[figure.start : figure.end] != figure.quote or not _number_in_quote(figure):
            score.bad_quotes.append(f"{document.id}: {figure.quote[:60]!r}")


def _number_in_quote(figure: Figure) -> bool:
    return figure.start <= figure.at[0] < figure.at[1] <= figure.end


def _score_verdicts(document: Document, reading: Reading, score: Score) -> None:
    for expected in document.findings:
        if any(_agrees(expected, finding.verdict.value, finding.numbers) for finding in reading.findings):
            score.verdicts_right += 1
        else:
            score.verdicts_wrong.append(
                f"{document.id}: {expected.id} should be {expected.verdict} {sorted(expected.numbers)}"
            )
    listed = [expected for expected in document.findings if expected.verdict in _JUDGED]
    if not document.findings:
        return
    for finding in reading.findings:
        verdict = finding.verdict.value
        if verdict in _JUDGED and not any(_agrees(expected, verdict, finding.numbers) for expected in listed):
            score.verdicts_wrong.append(f"{document.id}: says {verdict}: {finding.text}")


def _agrees(expected: Expected, verdict: str, numbers: Iterable[object]) -> bool:
    values = {round(number.value, 4) for number in numbers}  # type: ignore[attr-defined]
    wanted = {round(number, 4) for number in expected.numbers}
    return verdict in (expected.verdict, *expected.accept) and bool(values) and values <= wanted


def _score_fields(document: Document, reading: Reading, score: Score) -> None:
    report, truth = reading.report, document.truth
    given: dict[str, object] = {
        "decision": report.decision.value,
        "kind": report.kind.value if report.kind else None,
        "year": report.year,
        "issuers": sorted(report.issuers),
        "region": report.region,
        "doc_number": report.doc_number,
        "signed_on": report.signed_on,
        "published_on": report.published_on,
        "parts": {part.role.value: part.form.value for part in reading.parts},
    }
    is_report = truth.get("decision", "report") == "report"
    for name, value in given.items():
        if name not in truth or (not is_report and name not in ("decision", "kind")):
            continue
        wanted = truth[name]
        if name == "issuers":
            wanted = sorted(wanted or [])
        elif name == "parts":
            _score_parts(document, wanted, value, score)
            continue
        elif name == "decision" and isinstance(wanted, list):  # careful readers differ
            wanted = value if value in wanted else wanted[0]
        elif wanted is not None and name != "year":
            wanted = str(wanted)
        if wanted == value:
            score.fields_right[name] += 1
        else:
            score.fields_wrong[name] += 1
            score.errors.append(f"{document.id}: {name} is {wanted}, read {value}")


def _score_parts(document: Document, wanted: object, given: object, score: Score) -> None:
    """The parts of annual reports: of tables and disclosure reports, whose parts are other ones, the law asks none."""
    if not isinstance(wanted, dict) or not isinstance(given, dict):
        return
    if document.truth.get("kind") in (Kind.ENFORCEMENT_STATS.value, Kind.DISCLOSURE_ANNUAL.value):
        return
    for role, form in wanted.items():
        if given.get(role, "absent") == form:
            score.fields_right["parts"] += 1
        else:
            score.fields_wrong["parts"] += 1
            score.errors.append(f"{document.id}: part {role} is {form}, read {given.get(role, 'absent')}")
