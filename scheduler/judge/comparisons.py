"""Two reports of one body side by side: which rates and counts may be compared, and which of them are worse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from db.records import Judgement, ReportFact, ValueFact
from db.vocabulary import Rule, Severity
from parsers.metrics import Metric
from scheduler.judge.context import Case, is_recognised, originals, quotes_of
from scheduler.judge.pairs import (
    CountPair,
    Line,
    RatePair,
    Sample,
    count_pairs,
    pairs_of_reports,
    rate_pairs,
    scope_key,
    scope_pairs,
)
from scheduler.judge.retold import contradicts, year_before_retold
from scheduler.judge.statistics import benjamini_hochberg
from scheduler.judge.telling import leaves_out
from scheduler.judge.watched import Values, watched_values

# What is left at the year's end follows from what came in and what was closed: a line beside the closure rate.
_NEVER_ALONE = frozenset({"reconsideration_pending", "reconsideration_workload"})


@dataclass(frozen=True, slots=True)
class Finding:
    """A rate that is worse, with how surely."""

    pair: RatePair
    severity: Severity
    p: float
    q: float


@dataclass(frozen=True)
class Comparison:
    """Two reports of one body, newest earlier against later, and all that may be compared between them."""

    case: Case
    before: ReportFact
    after: ReportFact
    old: Values
    new: Values

    @cached_property
    def rates(self) -> list[RatePair]:
        return list(rate_pairs(self.case, self.old, self.new, self.after.year - self.before.year))

    @cached_property
    def counts(self) -> list[CountPair]:
        pairs = count_pairs(self.case, self.old, self.new)
        return [pair for pair in pairs if pair.metric.key not in _NEVER_ALONE]

    @cached_property
    def of_other_scopes(self) -> list[RatePair | CountPair]:
        """What each report counts for other bodies only than the other does: never compared, but named."""
        return list(scope_pairs(self.case, self.old, self.new))

    @property
    def worse_rates(self) -> list[Finding]:
        """The worse rates that make a case: of two that add up to the whole (won and lost) the first says it all."""
        return _without_complements(self._all_worse_rates)

    @cached_property
    def _all_worse_rates(self) -> list[Finding]:
        """Rates over the same base that are worse beyond chance; false discoveries controlled over all of them."""
        limits = self.case.context.thresholds.rate
        tested = [pair for pair in self.rates if pair.least >= limits.small_sample and not self.why_not(pair)]
        # Most reports hold nothing that could be said: only where something may be is the whole family tested.
        if not any(self.would_alarm(pair) for pair in tested):
            return []
        p_values = [pair.p for pair in tested]
        q_values = benjamini_hochberg(p_values)
        return [
            Finding(pair, severity, p, q)
            for pair, p, q in zip(tested, p_values, q_values, strict=True)
            if (severity := self._severity(pair, p, q)) is not None
        ]

    def _severity(self, pair: RatePair, p: float, q: float) -> Severity | None:
        limits = self.case.context.thresholds.rate
        points = abs(pair.change)
        if not is_bad(pair.metric, pair.change):
            return None
        if p < limits.warning_p and points >= limits.warning_points and q <= limits.warning_q:
            return severity_of(pair.metric)
        return Severity.NOTICE if p < limits.notice_p and points >= limits.notice_points else None

    @cached_property
    def told(self) -> frozenset[tuple[str, str]]:
        """Counts (metric, scope) that the case of a worse rate shows already: they make none of their own."""
        return frozenset(
            (key, item.pair.scope)
            for item in self._all_worse_rates
            for key in (
                item.pair.metric.numerator,
                item.pair.metric.denominator,
                *(line.metric for line in item.pair.lines),
            )
            if key is not None
        )

    def moved(self, pair: CountPair) -> bool:
        """Whether a count moved the bad way, far outside the noise of counts."""
        limits = self.case.context.thresholds.count
        old, new = pair.old.value, pair.new.value
        far = abs(pair.z) > limits.z and abs(new - old) >= limits.share * old
        return far and is_bad(pair.metric, new - old)

    def why_not(self, pair: RatePair | CountPair) -> str:
        """Why two values are not comparable (as the pair says, or part, or retold); empty where they are.

        Whether a number is of a part only is asked where comparing it would say something.
        """
        if (why := pair.why_not) or not self.would_alarm(pair):
            return why
        if isinstance(pair, CountPair) and leaves_out(pair.old) != leaves_out(pair.new):
            return "part"
        sides = ((self.before, pair.old), (self.after, pair.new))
        if any(self._is_of_a_part(report, side) for report, side in sides):
            return "part"
        return "retold" if self.retold(pair) is not None else ""

    def retold(self, pair: RatePair | CountPair) -> float | None:
        """What the later report says that an earlier count was, where the earlier report states another."""
        if not isinstance(pair, CountPair):
            return None
        told = year_before_retold(self.after, pair.new, self.before.year)
        return told if told is not None and contradicts(told, pair.old.value) else None

    def _is_of_a_part(self, report: ReportFact, side: Sample | ValueFact) -> bool:
        values = side.values if isinstance(side, Sample) else (side,)
        return any(self.case.is_of_a_part(report, value) for value in values)

    def would_alarm(self, pair: RatePair | CountPair) -> bool:
        """Whether comparing all the same would have said something: else there is nothing to explain."""
        if isinstance(pair, CountPair):
            return self.moved(pair)
        limits = self.case.context.thresholds.rate
        if pair.least < limits.small_sample or not is_bad(pair.metric, pair.change):
            return False
        points = min(limits.notice_points, limits.warning_points)
        return abs(pair.change) >= points and pair.p < max(limits.notice_p, limits.warning_p)

    def judgement(
        self,
        rule: Rule,
        severity: Severity,
        metric: Metric,
        scope: str,
        old: Sequence[ValueFact],
        new: Sequence[ValueFact],
        data: Mapping[str, Any],
        *,
        lines: Sequence[Line] = (),
    ) -> Judgement:
        """A judgement about the later report, with both years' sentences (of the values ``old`` and ``new``)."""
        compared = data.get("compared", {})
        return self.case.about(
            self.after,
            rule,
            severity,
            {
                "metric": metric.key,
                "scope": scope,
                "before_year": self.before.year,
                "step": self.after.year - self.before.year,
                "recognised": is_recognised(self.before, self.after),
                "lines": [{"metric": line.metric, "old": line.old, "new": line.new} for line in lines],
                "quotes": [*quotes_of(self.before, old), *quotes_of(self.after, new)],
                **data,
            },
            metric=metric.key,
            key=scope_key(scope),
            evidence={
                "captures": originals(self.before, self.after),
                "metrics": [metric.key, *(line.metric for line in lines if line.metric != metric.key)],
                "figures": list(dict.fromkeys(figure for value in (*old, *new) for figure in value.figure_ids)),
                "compared": compared,
            },
        )


@lru_cache(maxsize=1)
def comparisons(case: Case) -> tuple[Comparison, ...]:
    """Each report of the body with the newest earlier one, made once for all rules that ask in turn.

    What was read badly is not compared: a digit that was misread would be a change.
    """
    values = {report.id: watched_values(case, report) for report in case.all_reports()}
    return tuple(
        Comparison(case, before, after, values[before.id], values[after.id])
        for before, after in pairs_of_reports(case)
        if after.values and case.readable(before) and case.readable(after)
    )


def is_bad(metric: Metric, change: float) -> bool:
    """Whether a metric that moved so moved the bad way; either way is a question where it is two-sided."""
    if metric.regression == "fall":
        return change < 0
    if metric.regression == "rise":
        return change > 0
    return metric.regression == "two_sided" and change != 0


def severity_of(metric: Metric) -> Severity:
    return Severity.NOTICE if metric.regression == "two_sided" else Severity.WARNING


def _without_complements(found: Sequence[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for finding in found:
        if not any(_complements(finding.pair, other.pair) for other in kept):
            kept.append(finding)
    return kept


def _complements(one: RatePair, other: RatePair) -> bool:
    return all(
        mine.base == its.base and mine.n == its.n and mine.k + its.k == mine.n
        for mine, its in ((one.old, other.old), (one.new, other.new))
    )
