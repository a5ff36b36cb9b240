"""Rules about a body's figures against its newest earlier report: statistics that small counts bear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from db.records import Expectation, Judgement, ReportFact, ValueFact
from db.vocabulary import Rule, Severity
from parsers.metrics import Metric
from parsers.vocabulary import FigureKind, Kind, ValueBasis
from scheduler.judge.context import Case
from scheduler.judge.pairs import RatePair, count_pairs, pairs_of_reports, rate_pairs
from scheduler.judge.statistics import benjamini_hochberg, count_z, fisher_exact, wilson


def check_rate_regression(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """A rate is worse than in the newest earlier report, over the same base and beyond what chance explains."""
    del expectations
    for before, after in pairs_of_reports(case):
        pairs = [pair for pair in rate_pairs(case, before, after) if pair.comparable]
        tested = [pair for pair in pairs if pair.least >= case.context.thresholds.rate.small_sample]
        p_values = [fisher_exact(pair.old.k, pair.old.n, pair.new.k, pair.new.n) for pair in tested]
        q_values = benjamini_hochberg(p_values)
        for pair, p, q in zip(tested, p_values, q_values, strict=True):
            severity = _rate_severity(case, pair, p, q)
            if severity is not None:
                yield _rate_judgement(case, before, after, pair, severity, p, q)


def _is_bad(metric: Metric, change: float) -> bool:
    if metric.regression == "fall":
        return change < 0
    if metric.regression == "rise":
        return change > 0
    return metric.regression == "two_sided"


def _rate_severity(case: Case, pair: RatePair, p: float, q: float) -> Severity | None:
    limits = case.context.thresholds.rate
    points = abs(pair.change)
    if not _is_bad(pair.metric, pair.change):
        return None
    if p < limits.warning_p and points >= limits.warning_points and q <= limits.warning_q:
        return Severity.NOTICE if pair.metric.regression == "two_sided" else Severity.WARNING
    if p < limits.notice_p and points >= limits.notice_points:
        return Severity.NOTICE
    return None


def _rate_judgement(
    case: Case, before: ReportFact, after: ReportFact, pair: RatePair, severity: Severity, p: float, q: float
) -> Judgement:
    old, new = pair.old, pair.new
    compared = {
        "old": {"year": before.year, "value": old.rate, "numerator": old.k, "denominator": old.n, "base": old.base},
        "new": {"year": after.year, "value": new.rate, "numerator": new.k, "denominator": new.n, "base": new.base},
        "base_inferred": old.inferred or new.inferred,
        "p": round(p, 4),
        "q": round(q, 4),
        "old_interval": wilson(old.k, old.n),
        "new_interval": wilson(new.k, new.n),
    }
    return _judgement(
        case,
        Rule.RATE_REGRESSION,
        severity,
        before,
        after,
        pair.metric,
        compared,
        (*old.values, *new.values),
        pair.related,
    )


def check_count_change(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """A count moved the bad way against the newest earlier report, far outside the noise of counts."""
    del expectations
    limits = case.context.thresholds.count
    for before, after in pairs_of_reports(case):
        bundled = _bundled_metrics(case, before, after)
        for pair in count_pairs(case, before, after):
            if not pair.comparable or pair.metric.key in bundled or pair.metric.regression == "none":
                continue
            old, new = pair.old.value, pair.new.value
            z = count_z(old, new)
            if abs(z) > limits.z and abs(new - old) >= limits.share * old and _is_bad(pair.metric, new - old):
                severity = Severity.NOTICE if pair.metric.regression == "two_sided" else Severity.WARNING
                compared = {
                    "old": {"year": before.year, "value": old},
                    "new": {"year": after.year, "value": new},
                    "z": round(z, 2),
                    "share": round((new - old) / old, 4) if old else None,
                }
                yield _judgement(
                    case, Rule.COUNT_CHANGE, severity, before, after, pair.metric, compared, (pair.old, pair.new), ()
                )


def _bundled_metrics(case: Case, before: ReportFact, after: ReportFact) -> set[str]:
    """Counts that a rate's own case already shows as a line (the pending stock beside the closure rate)."""
    return {
        line["metric"]
        for judgement in check_rate_regression(case, ())
        if judgement.year == after.year and judgement.data["before_year"] == before.year
        for line in judgement.data["related"]
    }


def check_base_changed(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """Two years' values stand on different bases or definitions, so they were not compared."""
    del expectations
    limits = case.context.thresholds.count
    for before, after in pairs_of_reports(case):
        found: list[tuple[Metric, str, ValueFact, ValueFact]] = []
        for rate in rate_pairs(case, before, after):
            if not rate.comparable and rate.why_not and _would_alarm(case, rate):
                found.append((rate.metric, rate.why_not, rate.old.values[0], rate.new.values[0]))
        for count in count_pairs(case, before, after):
            old, new = count.old.value, count.new.value
            alarming = abs(count_z(old, new)) > limits.z and abs(new - old) >= limits.share * old
            if not count.comparable and alarming and _is_bad(count.metric, new - old):
                found.append((count.metric, count.why_not, count.old, count.new))
        if found:
            lines = [
                {"metric": metric.key, "zh": metric.zh, "en": metric.en, "why": why} for metric, why, _, _ in found
            ]
            values = tuple(value for _, _, old_value, new_value in found for value in (old_value, new_value))
            yield _judgement(
                case, Rule.BASE_CHANGED, Severity.INFO, before, after, found[0][0], {}, values, tuple(lines)
            )


def _would_alarm(case: Case, pair: RatePair) -> bool:
    """Whether comparing all the same would have said something: else there is nothing to explain."""
    limits = case.context.thresholds.rate
    if pair.least < limits.small_sample or not _is_bad(pair.metric, pair.change):
        return False
    p = fisher_exact(pair.old.k, pair.old.n, pair.new.k, pair.new.n)
    return p < limits.notice_p and abs(pair.change) >= limits.notice_points


def check_below_norm(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """A rate that has a norm of its own lies below it; said once, never as a trend."""
    del expectations
    norms = case.context.thresholds.norms
    for kind in case.kinds:
        for report in case.reports(kind):
            seen: set[str] = set()
            for value in sorted(report.values, key=lambda item: item.basis != ValueBasis.STATED):
                metric = case.context.metrics.get(value.metric)
                norm = norms.get(value.metric)
                if metric is None or norm is None or value.value >= norm or value.metric in seen:
                    continue
                if metric.kind != FigureKind.RATE or value.period != str(report.year):
                    continue
                seen.add(value.metric)
                yield Judgement(
                    rule=Rule.BELOW_NORM,
                    severity=Severity.NOTICE,
                    body_id=case.facts.id,
                    kind=kind,
                    year=report.year,
                    metric=value.metric,
                    data={
                        "value": value.value,
                        "norm": norm,
                        "numerator": value.numerator,
                        "denominator": value.denominator,
                        "quotes": list(value.quotes),
                        "url": report.url,
                    },
                    evidence={"metrics": [value.metric], "figures": list(value.figure_ids)},
                    history=case.is_history(kind, report.year),
                )


def _judgement(
    case: Case,
    rule: Rule,
    severity: Severity,
    before: ReportFact,
    after: ReportFact,
    metric: Metric,
    compared: dict[str, Any],
    values: Sequence[ValueFact],
    related: Sequence[dict[str, Any]],
) -> Judgement:
    figures = [figure for value in values for figure in value.figure_ids]
    old_quotes = [quote for value in values if value in before.values for quote in value.quotes]
    new_quotes = [quote for value in values if value in after.values for quote in value.quotes]
    return Judgement(
        rule=rule,
        severity=severity,
        body_id=case.facts.id,
        kind=Kind(after.kind),
        year=after.year,
        metric=metric.key,
        data={
            "metric": {"key": metric.key, "zh": metric.zh, "en": metric.en, "unit": metric.unit},
            "compared": compared,
            "before_year": before.year,
            "step": after.year - before.year,
            "old_quotes": list(dict.fromkeys(old_quotes)),
            "new_quotes": list(dict.fromkeys(new_quotes)),
            "old_url": before.url,
            "new_url": after.url,
            "related": list(related),
        },
        evidence={
            "metrics": [metric.key, *(line["metric"] for line in related)],
            "figures": list(dict.fromkeys(figures)),
            "compared": compared,
        },
        history=case.is_history(Kind(after.kind), after.year),
    )
