"""Pairs of values that may be compared: same metric and scope in a report and in the newest earlier one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from db.records import ReportFact, ValueFact
from parsers.metrics import Metric
from parsers.vocabulary import FigureKind, ValueBasis
from scheduler.judge.context import Case


@dataclass(frozen=True, slots=True)
class Sample:
    """k of n; ``base`` is the metric n counts, ``inferred`` says that n was worked out from the other year's report."""

    k: int
    n: int
    base: str | None
    carried_in: bool | None
    values: tuple[ValueFact, ...]
    inferred: bool = False

    @property
    def rate(self) -> float:
        return 100 * self.k / self.n


@dataclass(frozen=True, slots=True)
class RatePair:
    metric: Metric
    old: Sample
    new: Sample
    related: tuple[dict[str, Any], ...] = ()

    @property
    def change(self) -> float:
        """In percentage points."""
        return self.new.rate - self.old.rate

    @property
    def least(self) -> int:
        return min(self.old.n, self.new.n)

    @property
    def comparable(self) -> bool:
        return not self.why_not

    @property
    def why_not(self) -> str:
        return _why_not(self.old.base, self.new.base, self.old.carried_in, self.new.carried_in)


@dataclass(frozen=True, slots=True)
class CountPair:
    metric: Metric
    old: ValueFact
    new: ValueFact

    @property
    def comparable(self) -> bool:
        return not self.why_not

    @property
    def why_not(self) -> str:
        return _why_not(None, None, self.old.includes_carried_in, self.new.includes_carried_in)


def _why_not(old_base: str | None, new_base: str | None, old_carried: bool | None, new_carried: bool | None) -> str:
    """Why two values are not comparable, as a word of the wording; empty where they are.

    A flag that is unknown on one side only is a difference too: a count that may hold last year's cases is not
    the count that surely does.
    """
    if old_base != new_base:
        return "base"
    if bool(old_carried) != bool(new_carried):
        return "carried_in"
    return ""


def pairs_of_reports(case: Case) -> Iterator[tuple[ReportFact, ReportFact]]:
    """Each report of a kind with the newest earlier one that was found and read."""
    for kind in case.kinds:
        reports = [report for report in case.reports(kind) if report.values]
        yield from pairwise(reports)


def _own_values(case: Case, report: ReportFact) -> dict[tuple[str, str], ValueFact]:
    """The report's own-year values by metric and scope; a computed value before a stated one."""
    chosen: dict[tuple[str, str], ValueFact] = {}
    for value in report.values:
        if value.period != str(report.year) or value.metric not in case.context.metrics:
            continue
        key = (value.metric, value.scope)
        if key not in chosen or _prefers(value, chosen[key]):
            chosen[key] = value
    return chosen


def _prefers(value: ValueFact, other: ValueFact) -> bool:
    return value.basis == ValueBasis.COMPUTED and other.basis != ValueBasis.COMPUTED


def count_pairs(case: Case, before: ReportFact, after: ReportFact) -> Iterator[CountPair]:
    old, new = _own_values(case, before), _own_values(case, after)
    for key in sorted(old.keys() & new.keys()):
        metric = case.context.metrics[key[0]]
        if metric.kind in (FigureKind.COUNT, FigureKind.AMOUNT):
            yield CountPair(metric, old[key], new[key])


def rate_pairs(case: Case, before: ReportFact, after: ReportFact) -> Iterator[RatePair]:
    """Rates of both years as k of n, recomputed from counts; rates that are only stated cannot be tested."""
    old, new = _own_values(case, before), _own_values(case, after)
    for key in sorted(old.keys() | new.keys()):
        metric = case.context.metrics[key[0]]
        if metric.kind != FigureKind.RATE:
            continue
        if metric.key == "reconsideration_closure_rate":
            pair = _closure_pair(metric, key[1], old, new, after.year - before.year)
        else:
            pair = _plain_pair(metric, old.get(key), new.get(key))
        if pair is not None:
            yield pair


def _plain_pair(metric: Metric, old: ValueFact | None, new: ValueFact | None) -> RatePair | None:
    old_sample, new_sample = _sample(old), _sample(new)
    return RatePair(metric, old_sample, new_sample) if old_sample and new_sample else None


def _sample(value: ValueFact | None) -> Sample | None:
    if value is None or value.numerator is None or not value.denominator:
        return None
    k, n = round(value.numerator), round(value.denominator)
    if not 0 <= k <= n:
        return None
    return Sample(k, n, value.base, value.includes_carried_in, (value,))


Values = dict[tuple[str, str], ValueFact]


def _closure_pair(metric: Metric, scope: str, old: Values, new: Values, step: int) -> RatePair | None:
    """Closed cases over the workload (carried in + accepted), the only base that two years share.

    Where the earlier report does not state what it carried in, this year's carried-in tells: what was closed and what
    was left over make up last year's workload. That is an inference, and is said.
    """

    def value(values: Values, name: str) -> ValueFact | None:
        return values.get((f"reconsideration_{name}", scope))

    new_sample = _workload_sample(value(new, "closed"), value(new, "accepted"), value(new, "carried_in"))
    old_sample = _workload_sample(value(old, "closed"), value(old, "accepted"), value(old, "carried_in"))
    carried, closed, accepted = value(new, "carried_in"), value(old, "closed"), value(old, "accepted")
    if old_sample is None and step == 1 and carried and closed and accepted:
        workload = closed.value + carried.value
        if workload >= accepted.value:
            values = (closed, accepted)
            old_sample = Sample(round(closed.value), round(workload), metric.denominator, False, values, inferred=True)
    if old_sample is None or new_sample is None:
        return None
    related: tuple[dict[str, Any], ...] = ()
    if carried is not None:
        related = (
            {
                "metric": "reconsideration_pending",
                "old": carried.value,
                "new": new_sample.n - new_sample.k,
            },
        )
    return RatePair(metric, old_sample, replace(new_sample, carried_in=old_sample.carried_in), related)


def _workload_sample(
    closed: ValueFact | None, accepted: ValueFact | None, carried_in: ValueFact | None
) -> Sample | None:
    if closed is None or accepted is None or carried_in is None:
        return None
    workload = round(carried_in.value + accepted.value)
    if not 0 <= closed.value <= workload or workload == 0:
        return None
    values = (closed, accepted, carried_in)
    return Sample(round(closed.value), workload, "reconsideration_workload", False, values)
