"""The rule about figures that a body used to publish and no longer does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from db.records import Expectation, Judgement, ReportFact
from db.vocabulary import Rule, Severity
from parsers.metrics import Metric
from parsers.vocabulary import Kind
from scheduler.judge.context import Case
from scheduler.judge.pairs import pairs_of_reports


def check_metric_dropped(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """Key figures of the newest earlier report are neither stated nor computable any more; one case a report."""
    del expectations
    for before, after in pairs_of_reports(case):
        dropped = _dropped(case, before, after)
        if not dropped:
            continue
        topics: dict[str, list[Metric]] = {}
        for metric in dropped:
            topics.setdefault(metric.topic, []).append(metric)
        blocks = [
            topic for topic, metrics in topics.items() if _independent(metrics) >= case.context.thresholds.dropped_block
        ]
        leading = topics[blocks[0]][0] if blocks else dropped[0]
        yield Judgement(
            rule=Rule.METRIC_DROPPED,
            severity=Severity.WARNING if blocks else Severity.NOTICE,
            body_id=case.facts.id,
            kind=Kind(after.kind),
            year=after.year,
            metric=leading.key,
            data={
                "topics": {topic: [_named(metric, before) for metric in metrics] for topic, metrics in topics.items()},
                "blocks": blocks,
                "before_year": before.year,
                "step": after.year - before.year,
                "old_url": before.url,
                "new_url": after.url,
            },
            evidence={
                "metrics": [metric.key for metric in dropped],
                "figures": [
                    figure
                    for value in before.values
                    if value.metric in {metric.key for metric in dropped}
                    for figure in value.figure_ids
                ],
            },
            history=case.is_history(Kind(after.kind), after.year),
        )


def _dropped(case: Case, before: ReportFact, after: ReportFact) -> list[Metric]:
    """Tier-1 metrics stated in the earlier report of which the later one says nothing, in the catalogue's order."""
    old = {value.metric for value in before.values if value.basis == "stated" and value.period == str(before.year)}
    new = {value.metric for value in after.values}
    return [
        metric for key, metric in case.context.metrics.items() if metric.tier == 1 and key in old and key not in new
    ]


def _independent(metrics: Sequence[Metric]) -> int:
    """How many separate things these are: a count, its parts and their rate say one thing, and count once."""
    keys = {metric.key: metric.key for metric in metrics}

    def root(key: str) -> str:
        while keys[key] != key:
            key = keys[key]
        return key

    for metric in metrics:
        for other in (metric.numerator, metric.denominator):
            if other in keys:
                keys[root(metric.key)] = root(other)
    return len({root(key) for key in keys})


def _named(metric: Metric, before: ReportFact) -> Mapping[str, object]:
    value = next(value for value in before.values if value.metric == metric.key and value.basis == "stated")
    return {
        "metric": metric.key,
        "zh": metric.zh,
        "en": metric.en,
        "value": value.value,
        "unit": metric.unit,
        "quote": value.quotes[0] if value.quotes else "",
    }
