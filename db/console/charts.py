"""Small charts as inline SVG: coloured by the style sheet, readable without it, silent where nothing is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markupsafe import Markup, escape

from db.console.load.body import Trend
from db.console.shown import number

_WIDTH, _HEIGHT = 300, 96
_TOP, _BOTTOM, _SIDE = 18, 18, 14
_LEAST_SPAN = 10.0  # percentage points: a rate that hardly moves must look so
# Plain texts, not Markup: it takes ten times as long to fill, and a page holds two thousand of these.
_DOT = '<circle class="{0}" cx="{1:.1f}" cy="{2:.1f}" r="3.6"/>'
_LINE = '<line class="{0}" x1="{1:.1f}" y1="{2:.1f}" x2="{3:.1f}" y2="{4:.1f}"/>'
_TEXT = '<text class="{0}" x="{1:.1f}" y="{2:.1f}">{3}</text>'
_BOX = '<rect class="{0}" x="{1:.1f}" y="{2:.1f}" width="{3:.1f}" height="{4:.1f}"/>'
_FRAME = Markup(
    '<svg class="chart" role="img" aria-label="{0}" viewBox="0 0 {1} {2}" width="{1}" height="{2}" '
    'preserveAspectRatio="xMidYMid meet"><title>{0}</title>{3}</svg>'
)


@dataclass(frozen=True, slots=True)
class _Scale:
    years: Sequence[int]
    low: float
    high: float

    def x(self, year: int) -> float:
        return _SIDE + self.step * (year - self.years[0] + 0.5)

    def y(self, value: float) -> float:
        span = (self.high - self.low) or 1.0
        return _HEIGHT - _BOTTOM - 4 - (value - self.low) / span * (_HEIGHT - _BOTTOM - _TOP - 8)

    @property
    def step(self) -> float:
        return (_WIDTH - 2 * _SIDE) / len(self.years)


def draw_trend(trend: Trend, label: str, amount: Callable[[float, str], str]) -> Markup:
    """A metric over the years: dots with stored intervals, lines between neighbours only, gaps hatched.

    A value on another base is a hollow dot without lines. ``label`` says the same in words.
    """
    scale = _scale(trend)
    parts = [_BOX.format("gap", scale.x(year) - scale.step / 2 + 1, _TOP, scale.step - 2, _HEIGHT - _TOP - _BOTTOM)
             for year in trend.gaps]  # fmt: skip
    parts.append(_LINE.format("axis", _SIDE, _HEIGHT - _BOTTOM, _WIDTH - _SIDE, _HEIGHT - _BOTTOM))
    together = [year for year in trend.values if year not in trend.apart]
    for before, after in pairwise(sorted(together)):
        if after == before + 1:
            parts.append(_LINE.format("line", scale.x(before), scale.y(trend.values[before]["value"]),
                                      scale.x(after), scale.y(trend.values[after]["value"])))  # fmt: skip
    for year, value in trend.values.items():
        parts += _point(scale, year, value, year in trend.apart)
    for year in _labelled(trend):
        value = trend.values[year]
        top = value["high"] if value["high"] is not None else value["value"]
        parts.append(
            _TEXT.format("value", scale.x(year), scale.y(top) - 6, escape(amount(value["value"], value["unit"])))
        )
    every = 1 if scale.step >= 28 else 2
    for year in reversed(trend.years):
        if (trend.years[-1] - year) % every == 0:
            parts.append(_TEXT.format("year", scale.x(year), _HEIGHT - 4, year))
    return _FRAME.format(label, _WIDTH, _HEIGHT, Markup("".join(parts)))


def _scale(trend: Trend) -> _Scale:
    reach = [
        bound
        for value in trend.values.values()
        for bound in (value["value"], value["low"], value["high"])
        if bound is not None
    ]
    low, high = min(reach), max(reach)
    if trend.metric["unit"] != "%":
        return _Scale(trend.years, min(0.0, low), max(0.0, high))  # a count that changes a little must look so
    room = max(0.0, _LEAST_SPAN - (high - low)) / 2
    low, high = low - room, high + room
    above, below = max(0.0, high - 100) if room else 0.0, max(0.0, -low)
    return _Scale(trend.years, low - above + below, high - above + below)


def _point(scale: _Scale, year: int, value: Mapping[str, Any], apart: bool) -> list[str]:
    x = scale.x(year)
    parts = []
    if value["low"] is not None and value["high"] is not None:
        low, high = scale.y(value["low"]), scale.y(value["high"])
        parts.append(_LINE.format("bar", x, low, x, high))
        parts += [_LINE.format("bar", x - 3, end, x + 3, end) for end in (low, high)]
    parts.append(_DOT.format("dot apart" if apart else "dot", x, scale.y(value["value"])))
    return parts


def _labelled(trend: Trend) -> list[int]:
    """The years whose value is written: all where there is room, else the first and the last."""
    years = sorted(trend.values)
    return years if len(trend.years) <= 5 else sorted({years[0], years[-1]})


def draw_histogram(bins: Sequence[tuple[float, float, int]], label: str) -> Markup:
    """Counts between bounds, each written on its bar."""
    most = max(count for _, _, count in bins)
    width, height, foot = 560, 150, 20
    step = (width - 2 * _SIDE) / len(bins)
    parts = []
    for place, (_, _, count) in enumerate(bins):
        tall = (height - foot - 20) * count / most
        x = _SIDE + place * step
        parts.append(_BOX.format("pillar", x + 1, height - foot - tall, step - 2, tall))
        if count:
            parts.append(_TEXT.format("value", x + step / 2, height - foot - tall - 4, count))
    parts.append(_LINE.format("axis", _SIDE, height - foot, width - _SIDE, height - foot))
    edges = [bins[0][0], *(high for _, high, _ in bins)]
    every = max(1, -(-len(edges) // 8))
    for place, edge in enumerate(edges):
        if place % every == 0:
            parts.append(_TEXT.format("year", _SIDE + place * step, height - 5, number(edge)))
    return _FRAME.format(label, width, height, Markup("".join(parts)))
