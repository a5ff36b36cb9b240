"""The rule about figures that a body used to publish and no longer does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from db.records import Judgement, PartlyFact, ReportFact, ValueFact
from db.vocabulary import Rule, Severity
from parsers.metrics import Metric
from parsers.vocabulary import FigureKind, PartForm, ValueBasis
from scheduler.judge.context import Case, is_recognised, originals, quotes_of
from scheduler.judge.pairs import pairs_of_reports


def check_metric_dropped(case: Case) -> Iterator[Judgement]:
    """Key figures of the newest earlier report are neither stated for the whole year nor computable any more."""
    for before, after in pairs_of_reports(case):
        if not case.readable(after) or (not after.values and not _has_contents(after)):
            continue
        stated = _stated(case, before)
        dropped, partly = _dropped(case, stated, after), {item.metric for item in _partly(after)}
        if not after.values and not partly:
            if dropped:
                yield _judgement(case, before, after, stated, dropped, nothing=True)
            continue
        topics: dict[str, list[Metric]] = {}
        for metric in dropped:
            if metric.key not in partly:
                topics.setdefault(metric.topic, []).append(metric)
        singles = [metric for metric in dropped if metric.key in partly]
        for topic, metrics in topics.items():
            if independent(metrics) >= case.context.thresholds.dropped_block:
                yield _judgement(case, before, after, stated, metrics, block=topic)
            else:
                singles += metrics
        if singles:
            yield _judgement(case, before, after, stated, singles)


def _has_contents(report: ReportFact) -> bool:
    """Whether a report in which no figure was found was read whole: parts of it were told apart, and nothing is broken.

    Else (a page whose attachment could not be had) it is our sight that lacks, not the report.
    """
    found = any(part.form != PartForm.ABSENT for part in report.parts)
    return found and not any(place.broken for place in report.places)


def _partly(report: ReportFact) -> list[PartlyFact]:
    """What it states for some months of its year only."""
    return [item for item in report.partly if item.period.startswith(str(report.year))]


def _dropped(case: Case, stated: Mapping[str, ValueFact], after: ReportFact) -> list[Metric]:
    """Those of the stated metrics of which the later report says nothing, in the catalogue's order."""
    known = {value.metric for value in after.values}
    if stated.keys() <= known:
        return []
    gone = stated.keys() - _with_computable(case, known)
    return [metric for key, metric in case.context.key_metrics.items() if key in gone]


def _with_computable(case: Case, known: set[str]) -> set[str]:
    """What is known, and what it lets be computed: a rate and one of its two counts give the other, and so on."""
    rates = [counts for key, counts in case.context.counts_of_rates.items() if key in known]
    while new := [counts for counts in rates if counts & known and not counts <= known]:
        known = known.union(*new)
    return known


def _stated(case: Case, report: ReportFact) -> dict[str, ValueFact]:
    """The report's own-year tier-1 metrics, as stated."""
    wanted, found = case.context.key_metrics, {}
    for metric, values in case.own_year(report).items():
        if metric not in wanted:
            continue
        for value in values:
            if value.basis == ValueBasis.STATED:
                found[metric] = value
                break
    return found


def independent(metrics: Sequence[Metric]) -> int:
    """How many separate things these are: a whole, its parts and their rates say one thing, and count once."""
    above: dict[str, str] = {}

    def top(key: str) -> str:
        while above.get(key, key) != key:
            key = above[key]
        return key

    for metric in metrics:
        for other in (metric.numerator, metric.denominator):
            if other is not None:
                above[top(metric.key)] = top(other)
    return len({top(metric.key) for metric in metrics})


def _judgement(
    case: Case,
    before: ReportFact,
    after: ReportFact,
    stated: Mapping[str, ValueFact],
    metrics: list[Metric],
    *,
    block: str = "",
    nothing: bool = False,
) -> Judgement:
    """``block``: the topic that was dropped; ``nothing``: the later report states no figure at all."""
    large = block or (nothing and independent(metrics) >= case.context.thresholds.dropped_block)
    norms = case.context.thresholds.norms
    # A rate with a norm leads, then rates that can be good or bad: what is dropped of these is asked about first.
    metrics.sort(
        key=lambda metric: (metric.key not in norms, metric.kind != FigureKind.RATE or metric.regression == "none")
    )
    leading = metrics[0].key
    values = [stated[metric.key] for metric in metrics]
    gone = {metric.key for metric in metrics}
    partly = [item for item in _partly(after) if item.metric in gone]
    return case.about(
        after,
        Rule.METRIC_DROPPED,
        Severity.WARNING if large else Severity.NOTICE,
        {
            "metric": leading,
            "block": block,
            "nothing": nothing,
            "months_only": gone <= {item.metric for item in partly},
            "dropped": [{"metric": value.metric, "value": value.value} for value in values],
            "before_year": before.year,
            "step": after.year - before.year,
            "recognised": is_recognised(before, after),
            "quotes": [*quotes_of(before, values), *_sentences(after, partly)],
            **({"partly": [_months(item) for item in partly]} if partly else {}),
        },
        metric=leading,
        key=block,
        evidence={
            "metrics": [metric.key for metric in metrics],
            "figures": [
                *dict.fromkeys(figure for value in values for figure in value.figure_ids),
                *(item.figure_id for item in partly),
            ],
            "captures": originals(before, after),
        },
    )


def _months(item: PartlyFact) -> dict[str, Any]:
    """What is stated for some months: their numbers from 1 to 12, first and last."""
    first, _, last = item.period.partition("/")
    return {"metric": item.metric, "value": item.value, "first": int(first[-2:]), "last": int(last[-2:])}


def _sentences(report: ReportFact, partly: Sequence[PartlyFact]) -> list[dict[str, Any]]:
    return [{"year": report.year, "text": text, "url": report.url} for text in dict.fromkeys(p.quote for p in partly)]
