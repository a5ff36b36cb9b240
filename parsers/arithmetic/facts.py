"""What the identities stand on: this year's stated values of one report, with their figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from parsers.metrics.catalogue import catalogue
from parsers.metrics.compute import Known
from parsers.records import Figure, FindingNumber, MetricValue
from parsers.vocabulary import AMOUNT, EQ, Qualifier, Scope, ValueBasis


class Term(NamedTuple):
    """One stated number, its figure, and between what it lies: 1.2万 is 11,500 to 12,500, 320余 is 320 to 330."""

    key: str
    label: str
    value: float
    low: float
    high: float
    figure: Figure

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    def number(self) -> FindingNumber:
        return FindingNumber(self.key or self.label, self.value, *self.figure.at)


class Facts:
    """The stated values of one scope, and what is known from them."""

    def __init__(self, figures: Sequence[Figure], values: Sequence[MetricValue], scope: Scope) -> None:
        own = [value for value in values if value.scope is scope]
        self.figures = figures
        self._by_sentence: dict[int, list[Figure]] = {}
        self.values = own
        stated = [value for value in own if value.basis is ValueBasis.STATED]
        self.stated_known = Known(stated, scope)
        self._stated = {value.metric: figures[value.figure] for value in stated if value.figure is not None}
        if self.stated_known.accepted_holds_carried():  # 受理88件（其中上年结转10件）: they are never added again
            self._stated.pop("reconsideration_carried_in", None)
        self._terms: dict[str, Term] = {}

    def beside(self, figure: Figure) -> Sequence[Figure]:
        """The figures of the same sentence, this one among them."""
        if not self._by_sentence:
            for other in self.figures:
                self._by_sentence.setdefault(other.start, []).append(other)
        return self._by_sentence.get(figure.start, ())

    def term(self, key: str) -> Term | None:
        """The stated number of a metric; None when the report does not state it."""
        found = self._terms.get(key)
        if found is None and key in self._stated:
            found = self._terms[key] = term_of(self._stated[key], key)
        return found

    def terms(self, keys: Sequence[str]) -> list[Term]:
        return [term for key in keys if key in self._stated and (term := self.term(key)) is not None]


def term_of(figure: Figure, key: str = "") -> Term:
    label = catalogue()[key].zh if key else figure.label
    return Term(key, label, figure.value, *_bounds(figure), figure)


def _bounds(figure: Figure) -> tuple[float, float]:
    value, step = figure.value, figure.step
    if figure.qualifier is EQ:
        rounded = figure.kind is AMOUNT or step > 1
        return (value - step / 2, value + step / 2) if rounded else (value, value)
    above = figure.qualifier in (Qualifier.GT, Qualifier.GE, Qualifier.APPROX)
    below = figure.qualifier in (Qualifier.LT, Qualifier.LE, Qualifier.APPROX)
    return value - (step if below else 0.0), value + (step if above else 0.0)


def plain(value: float) -> str:
    """A number as a person writes it: 25, 4986.9."""
    return f"{value:.0f}" if value % 1 == 0 else f"{value:.4f}".rstrip("0").rstrip(".")


def severity_of(difference: float, whole: float, *, points: bool = False) -> str:
    """A disagreement of more than 5 % (or 2 percentage points) is a warning, a smaller one a notice."""
    large = abs(difference) > 2 if points else abs(difference) > 0.05 * abs(whole)
    return "warning" if large else "notice"
