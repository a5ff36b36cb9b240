"""Values that follow from stated ones: sums, stocks and rates, each with its numerator, denominator and base.

A blank is never a zero: a sum is given only where every term is stated, or where the report's own total shows that
what is not stated is nothing. Intervals are Wilson's, 95 % (E. B. Wilson, JASA 22, 1927).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from functools import cache
from math import sqrt

from parsers.metrics.catalogue import Metric, catalogue
from parsers.metrics.rounding import fits
from parsers.records import MetricValue
from parsers.vocabulary import RATE, Scope, ValueBasis

_Z = 1.959963984540054
_OUTCOMES = (
    "reconsideration_upheld",
    "reconsideration_rejected",
    "reconsideration_revoked",
    "reconsideration_changed",
    "reconsideration_illegal",
    "reconsideration_ordered",
    "reconsideration_terminated",
    "reconsideration_settled",
)
_WORKLOAD = "reconsideration_carried_in + reconsideration_accepted"
_DECIDED = "reconsideration_accepted + reconsideration_not_accepted"
_CORRECTIONS = (
    "reconsideration_revoked",
    "reconsideration_changed",
    "reconsideration_illegal",
    "reconsideration_ordered",
)


def wilson(successes: float, total: float) -> tuple[float, float]:
    """The 95 % Wilson interval of a share, in percent; ``total`` must be positive."""
    share = successes / total
    square = _Z * _Z
    middle = share + square / (2 * total)
    spread = _Z * sqrt(share * (1 - share) / total + square / (4 * total * total))
    scale = 1 + square / total
    return round(100 * max(0.0, (middle - spread) / scale), 4), round(100 * min(1.0, (middle + spread) / scale), 4)


class Known:
    """The values known of one scope, by metric: stated before computed."""

    def __init__(self, values: Iterable[MetricValue], scope: Scope) -> None:
        self.values: dict[str, MetricValue] = {}
        for value in values:
            if value.scope is scope:
                held = self.values.get(value.metric)
                if held is None or (held.basis is ValueBasis.COMPUTED and value.basis is ValueBasis.STATED):
                    self.values[value.metric] = value

    def number(self, key: str) -> float | None:
        value = self.values.get(key)
        return None if value is None else value.value

    def base(self, expression: str) -> float | None:
        """The number of a base such as ``reconsideration_carried_in + reconsideration_accepted``; None if unknown."""
        total, sign = 0.0, 1
        if expression == _WORKLOAD and self.accepted_holds_carried():
            return self.number("reconsideration_accepted")
        for word in expression.split():
            if word in "+-":
                sign = 1 if word == "+" else -1
                continue
            number = self.number(word)
            if number is None:
                return None
            total += sign * number
        return total

    def accepted_holds_carried(self) -> bool:
        """Whether the cases accepted are said to hold those carried in, which are then not to be added."""
        accepted = self.values.get("reconsideration_accepted")
        return accepted is not None and accepted.includes_carried_in is True

    def figures(self, *keys: str) -> tuple[int, ...]:
        found = [figure for key in keys if key in self.values for figure in self.values[key].figures]
        return tuple(dict.fromkeys(found))


def plausible_bases(metric: Metric, known: Known) -> list[tuple[str, float]]:
    """The bases that this rate may stand on and whose numbers are known, the catalogue's own first."""
    found = []
    for expression in metric.bases:
        number = known.base(expression)
        if number is not None and number > 0:
            found.append((expression, number))
    return found


def base_key(expression: str) -> str | None:
    """The metric under which a base is stored: the workload for carried in plus accepted, else its first term.

    None for what was decided on (accepted plus not accepted), of which the catalogue has no count.
    """
    if expression.startswith("reconsideration_carried_in +"):
        return "reconsideration_workload"
    return None if expression == _DECIDED else expression.split()[0]


def with_bases(values: Sequence[MetricValue], unlike: Set[str] = frozenset()) -> list[MetricValue]:
    """The stated rates with the numerator, denominator and base that give the printed value, where counts do.

    ``unlike``: counts of something else than their metric's rates are of; no rate stands on these.
    """
    bases = [value for value in values if value.metric not in unlike]
    scopes = {scope: Known(bases, scope) for scope in dict.fromkeys(value.scope for value in values)}
    return [_with_base(value, scopes[value.scope]) for value in values]


def _with_base(value: MetricValue, known: Known) -> MetricValue:
    metric = catalogue()[value.metric]
    if metric.kind is not RATE or value.basis is not ValueBasis.STATED or metric.numerator is None:
        return value
    numerator = known.number(metric.numerator)
    if numerator is None:
        return value
    for expression, number in plausible_bases(metric, known):
        if numerator <= number and fits(value.value, 100 * numerator / number, _step(value.value)):
            low, high = wilson(numerator, number)
            return value._replace(
                numerator=numerator, denominator=number, base=base_key(expression), low=low, high=high
            )
    return value


def _step(value: float) -> float:
    digits = f"{value:.6f}".rstrip("0").partition(".")[2]
    return float(10.0 ** -len(digits))


def computed_values(values: Sequence[MetricValue], unlike: Set[str] = frozenset()) -> list[MetricValue]:
    """What follows from the stated values, scope by scope; ``unlike`` as in `with_bases`."""
    found = []
    for scope in dict.fromkeys(value.scope for value in values):
        own = [value for value in values if value.scope is scope and value.metric not in unlike]
        added = _counts(own, scope)
        found += added + _rates(own + added, scope)
    return found


def _counts(values: Sequence[MetricValue], scope: Scope) -> list[MetricValue]:
    known = Known(values, scope)
    found: list[MetricValue] = []

    def add(
        key: str, number: float, terms: Sequence[str], base: str | None = None, *, carried: bool | None = None
    ) -> None:
        period = values[0].period
        found.append(
            MetricValue(
                metric=key,
                scope=scope,
                period=period,
                value=number,
                unit=catalogue()[key].unit,
                basis=ValueBasis.COMPUTED,
                base=base,
                includes_carried_in=carried,
                figures=known.figures(*terms),
            )
        )

    carried, accepted = known.number("reconsideration_carried_in"), known.number("reconsideration_accepted")
    received, closed = known.values.get("reconsideration_received"), known.number("reconsideration_closed")
    if received is not None and received.includes_carried_in and carried is not None and carried <= received.value:
        terms = ("reconsideration_received", "reconsideration_carried_in")
        add("reconsideration_received", received.value - carried, terms, carried=False)
    whole = known.accepted_holds_carried()
    if whole and accepted is not None and carried is not None and carried <= accepted:
        terms = ("reconsideration_accepted", "reconsideration_carried_in")
        add("reconsideration_accepted", accepted - carried, terms, carried=False)
    workload = known.base(_WORKLOAD)
    if workload is not None and "reconsideration_workload" not in known.values:
        add("reconsideration_workload", workload, ("reconsideration_carried_in", "reconsideration_accepted"))
    if accepted is not None and closed is not None and "reconsideration_pending" not in known.values:
        stock = (accepted if workload is None else workload) - closed
        flow = ("reconsideration_carried_in", "reconsideration_accepted", "reconsideration_closed")
        if stock >= 0:
            base = "reconsideration_accepted" if workload is None else "reconsideration_workload"
            add("reconsideration_pending", stock, flow, base)
    if "reconsideration_corrected" not in known.values and closed is not None:
        parts = [key for key in _CORRECTIONS if key in known.values]
        outcomes = sum(known.values[key].value for key in _OUTCOMES if key in known.values)
        if parts and (abs(outcomes - closed) < 1e-9 or len(parts) == len(_CORRECTIONS)):
            add(
                "reconsideration_corrected",
                sum(known.values[key].value for key in parts),
                parts,
                "reconsideration_closed",
            )
    halves = ("penalties_simple", "penalties_ordinary")
    if "penalties_total" not in known.values and all(key in known.values for key in halves):
        add("penalties_total", sum(known.values[key].value for key in halves), halves)
    return found


def _rates(values: Sequence[MetricValue], scope: Scope) -> list[MetricValue]:
    known = Known(values, scope)
    found = []
    for metric, numerator in _shares():
        top = _numerator(numerator, known)
        if top is None:
            continue
        base, bottom, carried = _denominator(metric, known)
        if base is None or bottom is None or bottom <= 0 or top > bottom:
            continue
        low, high = wilson(top, bottom)
        found.append(
            MetricValue(
                metric=metric.key,
                scope=scope,
                period=known.values[numerator].period,
                value=round(100 * top / bottom, 4),
                unit=metric.unit,
                basis=ValueBasis.COMPUTED,
                numerator=top,
                denominator=bottom,
                base=base,
                includes_carried_in=carried,
                low=low,
                high=high,
                figures=known.figures(numerator, str(metric.denominator)),
            )
        )
    return found


@cache
def _shares() -> tuple[tuple[Metric, str], ...]:
    """The catalogue's rates that are of two of its counts, each with its numerator."""
    return tuple(
        (metric, metric.numerator)
        for metric in catalogue().metrics.values()
        if metric.kind is RATE and metric.numerator is not None and metric.denominator is not None
    )


def _numerator(key: str, known: Known) -> float | None:
    """What a rate counts, without the cases carried in that another year took in."""
    if key != "reconsideration_accepted" or not known.accepted_holds_carried():
        return known.number(key)
    carried, accepted = known.number("reconsideration_carried_in"), known.number(key)
    return None if carried is None or accepted is None or carried > accepted else accepted - carried


def _denominator(metric: Metric, known: Known) -> tuple[str | None, float | None, bool | None]:
    """(base, number, whether carried-in cases are in it) that a rate is computed over."""
    key = metric.denominator
    if key == "reconsideration_received":
        received = known.values.get(key)
        if received is None:
            return None, None, None
        if received.includes_carried_in:
            carried = known.number("reconsideration_carried_in")
            return (key, received.value - carried, False) if carried is not None else (None, None, None)
        return key, received.value, received.includes_carried_in
    if key == "reconsideration_workload" and key not in known.values:
        return "reconsideration_accepted", known.number("reconsideration_accepted"), None
    value = known.values.get(key) if key else None
    return (key, value.value, value.includes_carried_in) if value is not None else (None, None, None)
