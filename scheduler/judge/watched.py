"""The values of a report that are held against another year's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.records import ReportFact, ValueFact
from parsers.vocabulary import Qualifier, ValueBasis
from scheduler.judge.context import Case

# What is said to be at least or at most so much was not counted.
_MEASURED = frozenset({Qualifier.EQ, Qualifier.GT, Qualifier.LT, Qualifier.APPROX})
# What the closure rate is worked out from.
_FLOW = frozenset(f"reconsideration_{name}" for name in ("closed", "accepted", "carried_in", "pending"))
# Percentage points: a rate that is printed without decimals, or cut, is no other one.
_ROUNDED = 1.0

Values = Mapping[tuple[str, str], Sequence[ValueFact]]


def watched_values(case: Case, report: ReportFact) -> Values:
    """The report's own-year values that comparisons ask for, by metric and scope; computed ones first."""
    found: dict[tuple[str, str], list[ValueFact]] = {}
    wanted = case.context.compared_metrics
    for metric, own in case.own_year(report).items():
        if metric in wanted or metric in _FLOW:
            for value in own:
                if value.qualifier in _MEASURED:
                    found.setdefault((metric, value.scope), []).append(value)
    for key, values in found.items():
        if len(values) > 1:
            values.sort(key=lambda item: item.basis != ValueBasis.COMPUTED)
            found[key] = _without_contradicted(values)
    return _as_exact_as_counts(case, report, found)


def _without_contradicted(values: list[ValueFact]) -> list[ValueFact]:
    """Without what was computed of a rate that the report states otherwise, on counts that do not give it.

    评查案卷120份，优秀率85%，其中处罚案卷优秀76份: 76 of 120 is nothing that the report says.
    """
    loose = [
        value.value
        for value in values
        if value.basis == ValueBasis.STATED and value.denominator is None and value.qualifier == Qualifier.EQ
    ]
    return [
        value
        for value in values
        if value.basis != ValueBasis.COMPUTED
        or value.denominator is None
        or not any(abs(value.value - stated) > _ROUNDED for stated in loose)
    ]


def _as_exact_as_counts(case: Case, report: ReportFact, found: dict[tuple[str, str], list[ValueFact]]) -> Values:
    """Marks the stated rates that were held against round counts (1.2万余件): they are no k of n either.

    A computed rate stands on its counts' figures, and has their qualifier already.
    """
    rough = {
        (metric, value.scope)
        for metric, own in case.own_year(report).items()
        for value in own
        if value.qualifier != Qualifier.EQ
    }
    if not rough:  # as most are
        return found
    for (name, scope), values in found.items():
        top = case.context.metrics[name].numerator
        for index, value in enumerate(values):
            if value.denominator and ((top, scope) in rough or (value.base, scope) in rough):
                values[index] = value._replace(qualifier=Qualifier.APPROX)
    return found
