"""Pairs of values that may be compared: same metric and scope in a report and in the newest earlier one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from db.records import ReportFact, ValueFact
from parsers.metrics import Metric
from parsers.vocabulary import Qualifier, Scope, ValueBasis
from scheduler.judge.context import Case
from scheduler.judge.statistics import change_p, count_z
from scheduler.judge.telling import is_up_to_now
from scheduler.judge.watched import Values

_CLOSURE = "reconsideration_closure_rate"
_CLOSED = "reconsideration_closed"
_ACCEPTED = "reconsideration_accepted"
_CARRIED_IN = "reconsideration_carried_in"
_WORKLOAD = "reconsideration_workload"
_PENDING = "reconsideration_pending"


class Sample(NamedTuple):
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
class Line:
    """A count beside a rate, shown with it: what was it before, what is it now."""

    metric: str
    old: float
    new: float


class RatePair(NamedTuple):
    metric: Metric
    scope: str
    old: Sample
    new: Sample
    lines: tuple[Line, ...] = ()

    @property
    def change(self) -> float:
        """In percentage points."""
        return self.new.rate - self.old.rate

    @property
    def least(self) -> int:
        return min(self.old.n, self.new.n)

    @property
    def p(self) -> float:
        """How probable so large a change is by chance alone."""
        return change_p(self.old.k, self.old.n, self.new.k, self.new.n)

    @property
    def why_not(self) -> str:
        """Why the two are not comparable (base | carried_in | cut_off); empty where they are."""
        if self.old.base != self.new.base:
            return "base"
        carried = _carried_differ(self.old.carried_in, self.new.carried_in)
        return carried or _cut_off(*self.old.values, *self.new.values)


class CountPair(NamedTuple):
    metric: Metric
    scope: str
    old: ValueFact
    new: ValueFact

    @property
    def z(self) -> float:
        """How many standard errors the two lie apart."""
        return count_z(self.old.value, self.new.value)

    @property
    def why_not(self) -> str:
        carried = _carried_differ(self.old.includes_carried_in, self.new.includes_carried_in)
        return carried or _cut_off(self.old, self.new)


def _carried_differ(old: bool | None, new: bool | None) -> str:
    """A count that may hold last year's cases is not the one that surely does; one not said to hold them does not."""
    return "carried_in" if bool(old) != bool(new) else ""


def _cut_off(*values: ValueFact) -> str:
    return "cut_off" if any(map(is_up_to_now, values)) else ""


def pairs_of_reports(case: Case) -> Iterator[tuple[ReportFact, ReportFact]]:
    """Each report with the newest earlier one of its kind that states figures; it may state none itself."""
    for reports in case.reports.values():
        before = None
        for report in reports:
            if before is not None:
                yield before, report
            if report.values:
                before = report


def count_pairs(case: Case, old: Values, new: Values) -> Iterator[CountPair]:
    """Counts of both years that can be good or bad; of several readings of one the comparable ones first.

    Of several comparable ones the two that lie closest: what each counts is not said, and only like is compared.
    """
    counts = case.context.alarming_counts
    for key in sorted(key for key in old.keys() & new.keys() if key[0] in counts):
        pairs = [CountPair(counts[key[0]], key[1], one, other) for one in old[key] for other in new[key]]
        yield pairs[0] if len(pairs) == 1 else min(pairs, key=lambda pair: (bool(pair.why_not), abs(pair.z)))


def rate_pairs(case: Case, old: Values, new: Values, step: int) -> Iterator[RatePair]:
    """Rates that can be good or bad, as k of n of both years, recomputed from counts; the only stated are not tested.

    ``step`` is the number of years between the two reports.
    """
    # The closure rate follows from its counts, whether a report states it or not.
    closures = {(_CLOSURE, scope) for name, scope in new if name == _CLOSED}
    rates = case.context.alarming_rates
    for key in sorted(key for key in (old.keys() & new.keys()) | closures if key[0] in rates):
        metric = rates[key[0]]
        if metric.key == _CLOSURE and _pending_contradicted(key[1], old, new, step):
            continue
        pair = _flow_pair(metric, key[1], old, new, step) if metric.key == _CLOSURE else None
        pair = pair or _plain_pair(metric, key[1], old.get(key, ()), new.get(key, ()))
        if pair is not None:
            yield pair


def scope_pairs(case: Case, old: Values, new: Values) -> Iterator[RatePair | CountPair]:
    """Metrics that both reports give, but for no scope in common (全区 in one, 区政府 in the other)."""
    both = {name for name, _ in old} & {name for name, _ in new}
    for name in sorted(both - {name for name, _ in old.keys() & new.keys()}):
        before = min(scope for key, scope in old if key == name)
        after = min(scope for key, scope in new if key == name)
        one, other = old[name, before], new[name, after]
        if metric := case.context.alarming_counts.get(name):
            yield CountPair(metric, after, one[0], other[0])
        elif (metric := case.context.alarming_rates.get(name)) and (pair := _plain_pair(metric, after, one, other)):
            yield pair


def _plain_pair(metric: Metric, scope: str, old: Sequence[ValueFact], new: Sequence[ValueFact]) -> RatePair | None:
    """The pair over the same base if there is one, the catalogue's own base before others; of several the closest."""
    if not old or not new:
        return None
    if len(old) == len(new) == 1:  # as most are
        one, other = _sample(old[0]), _sample(new[0])
        return RatePair(metric, scope, one, other) if one and other else None
    pairs = [
        RatePair(metric, scope, one, other)
        for one in map(_sample, old)
        for other in map(_sample, new)
        if one is not None and other is not None
    ]
    return min(
        pairs,
        key=lambda pair: (bool(pair.why_not), pair.new.base != metric.denominator, abs(pair.change)),
        default=None,
    )


def _sample(value: ValueFact) -> Sample | None:
    """A rate as k of n; None where it is not known or not exact: no test bears a count of "more than 12 000"."""
    exact = value.qualifier == Qualifier.EQ
    if not exact or value.numerator is None or not value.denominator or not 0 <= value.numerator <= value.denominator:
        return None
    return Sample(round(value.numerator), round(value.denominator), value.base, value.includes_carried_in, (value,))


def _flow_pair(metric: Metric, scope: str, old: Values, new: Values, step: int) -> RatePair | None:
    """Closed cases over the workload (carried in + accepted): the base that a stock of cases can be judged over.

    Where the earlier report does not state what it carried in, this year's carried-in tells: what was closed and what
    was left over make up last year's workload. That is an inference, and is said.
    """
    after = _flow(scope, new)
    if after is None:
        return None
    before = _flow(scope, old)
    earlier = before.sample if before else _workload_left(scope, old)
    if earlier is None and step == 1:
        earlier = _workload_backwards(scope, old, after.carried)
    if earlier is None:
        return None
    lines = (Line(_PENDING, after.carried.value if step == 1 else earlier.n - earlier.k, after.pending),)
    return RatePair(metric, scope, earlier, after.sample, lines)


def _pending_contradicted(scope: str, old: Values, new: Values, step: int) -> bool:
    """Whether a stated pending number is another than its report's flow, or than what the next report carries in.

    Then one of them counts something else, and no workload made of them bears a comparison.
    """
    left, carried = _stated_pending(old, scope), _named(new, scope, _CARRIED_IN)
    if step == 1 and left is not None and carried is not None and left.value != carried.value:
        return True
    flows = ((_flow(scope, values), _stated_pending(values, scope)) for values in (old, new))
    return any(flow and stated and flow.pending != stated.value for flow, stated in flows)


@dataclass(frozen=True, slots=True)
class _Flow:
    sample: Sample
    carried: ValueFact

    @property
    def pending(self) -> float:
        return self.sample.n - self.sample.k


def _flow(scope: str, values: Values) -> _Flow | None:
    closed, accepted = _named(values, scope, _CLOSED), _named(values, scope, _ACCEPTED)
    carried = _named(values, scope, _CARRIED_IN)
    if closed is None or accepted is None or carried is None:
        return None
    sample = _workload_sample(closed, accepted.value + carried.value, (closed, accepted, carried))
    return _Flow(sample, carried) if sample else None


def _workload_left(scope: str, values: Values) -> Sample | None:
    """The workload as what was closed and what the same report states to be pending."""
    closed, accepted = _named(values, scope, _CLOSED), _named(values, scope, _ACCEPTED)
    pending = _stated_pending(values, scope)
    if closed is None or accepted is None or pending is None or closed.value + pending.value < accepted.value:
        return None
    return _workload_sample(closed, closed.value + pending.value, (closed, accepted, pending))


def _workload_backwards(scope: str, old: Values, carried: ValueFact) -> Sample | None:
    """Last year's workload as what it closed and what this year's report says it left over."""
    closed, accepted = _named(old, scope, _CLOSED), _named(old, scope, _ACCEPTED)
    if closed is None or accepted is None or closed.value + carried.value < accepted.value:
        return None
    return _workload_sample(closed, closed.value + carried.value, (closed, accepted), inferred=True)


def _workload_sample(
    closed: ValueFact, workload: float, values: tuple[ValueFact, ...], *, inferred: bool = False
) -> Sample | None:
    k, n = round(closed.value), round(workload)
    return Sample(k, n, _WORKLOAD, None, values, inferred) if 0 <= k <= n and n > 0 else None


def _named(values: Values, scope: str, name: str) -> ValueFact | None:
    """An exact count of reconsideration cases that holds no carried-in cases besides, as stated."""
    held = values.get((name, scope), ())
    found = [value for value in held if not value.includes_carried_in and value.qualifier == Qualifier.EQ]
    return next((value for value in found if value.basis == ValueBasis.STATED), found[0] if found else None)


def _stated_pending(values: Values, scope: str) -> ValueFact | None:
    found = _named(values, scope, _PENDING)
    return found if found is not None and found.basis == ValueBasis.STATED else None


def scope_key(scope: str) -> str:
    """What tells cases of one metric but another scope apart; the body's own needs no mark."""
    return "" if scope == Scope.BODY else scope
