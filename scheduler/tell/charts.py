"""A trend as a picture for a mail: points, intervals, gaps as gaps, and the stamp of a simulation in the picture."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.judge.wording.texts import amount
from scheduler.tell.views import Trend

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties

_LEAST_POINTS = 10.0  # percentage points on a scale: a rate that hardly moves must look so
_INK, _SOFT, _LINE = "#1b2430", "#5b6675", "#1a56a8"
# File names of fonts with the Han characters of simplified Chinese, the best first.
_FONT_FILES = (
    "notosanscjk", "notosanssc", "sourcehansans", "pingfang", "msyh", "wqy", "simhei", "droidsansfallback",
    "notoserifcjk", "sourcehanserif", "simsun", "stheiti", "arplsungti", "uming", "ukai",
)  # fmt: skip


@cache
def cjk_font() -> Path | None:
    """A font of this machine that can write Chinese; None = charts are replaced by tables."""
    from matplotlib.font_manager import findSystemFonts

    found = sorted(Path(path) for path in findSystemFonts())
    plain = [path for path in found if "bold" not in path.stem.lower() and "black" not in path.stem.lower()]
    for stem in _FONT_FILES:
        for path in (*plain, *found):
            if path.stem.lower().replace("-", "").replace("_", "").startswith(stem):
                return path
    return None


def alt_text(trend: Trend, language: str, spoken: Mapping[str, Any]) -> str:
    """What the picture shows, in words."""
    form = spoken["chart"]
    points = [
        form["point"].format(year=year, value=amount(trend.values[year].value, trend.unit, language))
        if year in trend.values
        else form["gap"].format(year=year, why=trend.gaps[year])
        for year in trend.years
    ]
    return str(form["alt"].format(metric=trend.metric, points=spoken["joiner"].join(points)))


def headline(trend: Trend, language: str, spoken: Mapping[str, Any]) -> str:
    """The metric with its unit, which English has none for where things are counted (件, 次, 人)."""
    if language == "en" and trend.unit not in ("%", "元"):
        return trend.metric
    return str(spoken["chart"]["title"].format(metric=trend.metric, unit=trend.unit))


def draw_trend(trend: Trend, language: str, spoken: Mapping[str, Any], *, stamp: str | None) -> bytes | None:
    """The picture as PNG, twice as dense as it is shown; None where no font can write it."""
    path = cjk_font()
    if path is None:
        return None
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    font = FontProperties(fname=str(path), size=9)
    figure = Figure(figsize=(4.0, 2.0), dpi=240, facecolor="white")
    axes = figure.add_axes((0.07, 0.14, 0.9, 0.6))
    _draw_points(axes, trend, language, font)
    _draw_gaps(axes, trend, font)
    _dress(axes, trend, font)
    form = spoken["chart"]
    figure.text(0.03, 0.9, headline(trend, language, spoken), fontproperties=font, color=_INK)
    if trend.has_intervals:
        figure.text(0.97, 0.9, form["bars"], fontproperties=font, color=_SOFT, ha="right")
    if stamp:
        figure.text(0.5, 0.81, stamp, fontproperties=font, color="#b3470b", ha="center")
    out = io.BytesIO()
    FigureCanvasAgg(figure)
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _draw_points(axes: Axes, trend: Trend, language: str, font: FontProperties) -> None:
    years = sorted(trend.values)
    for before, after in pairwise(years):
        if after == before + 1:  # a line through a gap would claim what nobody knows
            pair = [trend.values[before].value, trend.values[after].value]
            axes.plot([before, after], pair, color=_LINE, linewidth=1.6)
    for year in years:
        value = trend.values[year]
        if value.low is not None and value.high is not None:
            axes.plot([year, year], [value.low, value.high], color=_LINE, linewidth=1.2, marker="_", markersize=8)
        axes.plot([year], [value.value], color=_LINE, marker="o", markersize=6)
        top = value.value if value.high is None else value.high
        label = amount(value.value, trend.unit, language)
        axes.annotate(
            label, (year, top), (0, 5), textcoords="offset points", fontproperties=font, color=_INK, ha="center"
        )


def _draw_gaps(axes: Axes, trend: Trend, font: FontProperties) -> None:
    """A grey band with the reason; a Han character is as wide as two Latin ones."""
    room = 38 // len(trend.years)
    for year, why in trend.gaps.items():
        axes.axvspan(year - 0.35, year + 0.35, facecolor="#eef1f5", edgecolor="none")
        lines = textwrap.fill(why, room if why.isascii() else room // 2)
        middle = (year, 0.5)
        axes.annotate(
            lines,
            middle,
            xycoords=("data", "axes fraction"),
            fontproperties=font,
            color=_SOFT,
            ha="center",
            va="center",
        )


def _dress(axes: Axes, trend: Trend, font: FontProperties) -> None:
    from matplotlib.ticker import MaxNLocator

    low, high = reach(trend)
    axes.set_ylim(low, high + 0.25 * (high - low))  # room for the uppermost label
    axes.set_xlim(trend.years[0] - 0.5, trend.years[-1] + 0.5)
    axes.set_xticks(trend.years, [str(year) for year in trend.years], fontproperties=font, color=_INK)
    # Where a scale begins at zero, its numbers stand at the points; elsewhere it must show where it begins.
    ticks = MaxNLocator(nbins=3, steps=[1, 2, 5, 10]).tick_values(low, high)
    marks = [0.0] if low == 0 else [mark for mark in ticks if low <= mark <= high]
    axes.set_yticks(marks, [f"{mark:g}" for mark in marks], fontproperties=font, color=_SOFT)
    axes.grid(axis="y", color="#e6eaf0", linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    # A line at the bottom says "nothing": it stands where it is true.
    axes.spines["bottom"].set(color="#c5ccd6", visible=low == 0)
    axes.tick_params(length=0)


def reach(trend: Trend) -> tuple[float, float]:
    """The scale's two ends: a count and its noise look small beside zero, a rate needs its own neighbourhood."""
    bounds = [bound for value in trend.values.values() for bound in (value.value, value.low, value.high)]
    known = [bound for bound in bounds if bound is not None]
    low, high = min(known), max(known)
    if trend.unit != "%":
        return min(0.0, low), max(high, 1.0)
    room = max((high - low) * 0.2, (_LEAST_POINTS - (high - low)) / 2)
    return max(0.0, low - room), high + room
