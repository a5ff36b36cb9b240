"""What the identities stand on: this year's stated values of one report, with their figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from parsers.metrics.catalogue import catalogue
from parsers.metrics.compute import Known
from parsers.records import Figure, FindingNumber, MetricValue
from parsers.vocabulary import Qualifier, Scope, ValueBasis


class Term(NamedTuple):
    """One stated number: its value, what its printing may hide (``high`` excluded bound), and its figure."""

    key: str
    label: str
    value: float
    high: float
    figure: Figure

    def number(self) -> FindingNumber:
        return FindingNumber(self.key or self.label, self.value, *self.figure.at)


class Facts:
    """The stated values of one scope, and what is known from them."""

    def __init__(self, figures: Sequence[Figure], values: Sequence[MetricValue], scope: Scope) -> None:
        own = [value for value in values if value.scope is scope]
        self.figures = figures
        self.values = own
        stated = [value for value in own if value.basis is ValueBasis.STATED]
        self.stated_known = Known(stated, scope)
        self._terms = {
            value.metric: term_of(figures[value.figure], value.metric) for value in stated if value.figure is not None
        }

    def term(self, key: str) -> Term | None:
        """The stated number of a metric; None when the report does not state it."""
        return self._terms.get(key)

    def terms(self, keys: Sequence[str]) -> list[Term]:
        return [self._terms[key] for key in keys if key in self._terms]


def term_of(figure: Figure, key: str = "") -> Term:
    label = catalogue()[key].zh if key else figure.label
    vague = figure.qualifier in (Qualifier.GT, Qualifier.GE, Qualifier.APPROX)
    return Term(key, label, figure.value, figure.value + (figure.step if vague else 0.0), figure)


def plain(value: float) -> str:
    """A number as a person writes it: 25, 4986.9."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def severity_of(difference: float, whole: float, *, points: bool = False) -> str:
    """A disagreement of more than 5 % (or 2 percentage points) is a warning, a smaller one a notice."""
    large = abs(difference) > 2 if points else abs(difference) > 0.05 * abs(whole)
    return "warning" if large else "notice"
