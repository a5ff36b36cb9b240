"""The rule about figures that a body used to publish and no longer does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from db.records import Judgement, ReportFact, ValueFact
from db.vocabulary import Rule, Severity
from parsers.metrics import Metric
from parsers.vocabulary import FigureKind, ValueBasis
from scheduler.judge.context import Case, is_recognised, originals, quotes_of
from scheduler.judge.pairs import pairs_of_reports


def check_metric_dropped(case: Case) -> Iterator[Judgement]:
    """Key figures of the newest earlier report are neither stated nor computable any more."""
    for before, after in pairs_of_reports(case):
        if not case.readable(after):
            continue
        topics: dict[str, list[Metric]] = {}
        for metric in _dropped(case, before, after):
            topics.setdefault(metric.topic, []).append(metric)
        singles: list[Metric] = []
        for topic, metrics in topics.items():
            if independent(metrics) >= case.context.thresholds.dropped_block:
                yield _judgement(case, before, after, metrics, block=topic)
            else:
                singles += metrics
        if singles:
            yield _judgement(case, before, after, singles)


def _dropped(case: Case, before: ReportFact, after: ReportFact) -> list[Metric]:
    """Tier-1 metrics stated in the earlier report of which the later one says nothing, in the catalogue's order."""
    gone = _stated(before).keys() - _known(case, after)
    return [metric for key, metric in case.context.metrics.items() if key in gone and metric.tier == 1]


def _known(case: Case, report: ReportFact) -> set[str]:
    """What a report states, or lets be computed: a rate and one of its two counts give the other, and so on."""
    known = {value.metric for value in report.values}
    rates = [
        {count for count in (metric.numerator, metric.denominator) if count is not None}
        for key in known
        if (metric := case.context.metrics.get(key)) is not None and metric.kind == FigureKind.RATE
    ]
    while new := [counts for counts in rates if counts & known and not counts <= known]:
        known = known.union(*new)
    return known


def _stated(report: ReportFact) -> dict[str, ValueFact]:
    found: dict[str, ValueFact] = {}
    for value in report.values:
        if value.basis == ValueBasis.STATED and value.period == str(report.year):
            found.setdefault(value.metric, value)
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


def _judgement(case: Case, before: ReportFact, after: ReportFact, metrics: list[Metric], block: str = "") -> Judgement:
    stated = _stated(before)
    norms = case.context.thresholds.norms
    # A rate with a norm leads, then rates that can be good or bad: what is dropped of these is asked about first.
    metrics.sort(
        key=lambda metric: (metric.key not in norms, metric.kind != FigureKind.RATE or metric.regression == "none")
    )
    leading = metrics[0].key
    values = [stated[metric.key] for metric in metrics]
    return case.about(
        after,
        Rule.METRIC_DROPPED,
        Severity.WARNING if block else Severity.NOTICE,
        {
            "metric": leading,
            "block": block,
            "dropped": [{"metric": value.metric, "value": value.value} for value in values],
            "before_year": before.year,
            "step": after.year - before.year,
            "recognised": is_recognised(before, after),
            "quotes": quotes_of(before, values),
        },
        metric=leading,
        key=block,
        evidence={
            "metrics": [metric.key for metric in metrics],
            "figures": list(dict.fromkeys(figure for value in values for figure in value.figure_ids)),
            "captures": originals(before, after),
        },
    )
