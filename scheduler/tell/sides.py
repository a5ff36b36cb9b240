"""Old and new of a comparison, side by side: value, counts, base, interval, and the sentences that they stand on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db.cases import Alert
from parsers.metrics import catalogue
from scheduler.judge.wording.texts import amount, number
from scheduler.tell.paragraphs import Quote
from scheduler.tell.views import Side


def sides_of(alert: Alert, quotes: Sequence[Quote], language: str, spoken: Mapping[str, Any]) -> tuple[Side, ...]:
    """The two years that a case compares; none for a case that compares nothing."""
    compared = alert.evidence.get("compared") or {}
    if not {"old", "new"} <= compared.keys() or alert.metric is None:
        return ()
    inferred = bool(compared.get("base_inferred"))
    return (
        _side(compared["old"], alert.metric, inferred, quotes, language, spoken["case"]),
        _side(compared["new"], alert.metric, False, quotes, language, spoken["case"]),
    )


def _side(
    side: Mapping[str, Any],
    metric: str,
    inferred: bool,
    quotes: Sequence[Quote],
    language: str,
    spoken: Mapping[str, str],
) -> Side:
    """``inferred``: the base is not in this year's report but follows from the other's."""
    known = catalogue().metrics
    unit = known[metric].unit if metric in known else ""
    notes = []
    if side.get("low") is not None and side.get("high") is not None:
        notes.append(spoken["interval"].format(low=f"{side['low']:.1f}", high=f"{side['high']:.1f}"))
    if base := known.get(side.get("base") or ""):
        name = base.en if language == "en" else base.zh.removesuffix("(计算)")
        notes.append(spoken["base_inferred" if inferred else "base"].format(base=name))
    if side.get("stated") is not None:
        other = known.get(side.get("stated_base") or "") if side.get("stated_base") != side.get("base") else None
        form = spoken["stated_over"] if other else spoken["stated"]
        name = "" if other is None else other.en if language == "en" else other.zh.removesuffix("(计算)")
        notes.append(form.format(value=amount(side["stated"], unit, language), base=name))
    return Side(
        year=spoken["compared_year"].format(year=side["year"]),
        value=amount(side["value"], unit, language),
        fraction=_fraction(side, spoken["fraction"]),
        notes=tuple(notes),
        quotes=tuple(found for found in quotes if found.year == side["year"]),
    )


def _fraction(side: Mapping[str, Any], form: str) -> str:
    if not side.get("denominator"):
        return ""
    return form.format(numerator=number(side["numerator"]), denominator=number(side["denominator"]))


def told_by_sides(line: str, alert: Alert) -> bool:
    """Whether a line of the explanation ("2024年：144/156 = 92.31%…") says what the two sides show anyway."""
    compared = alert.evidence.get("compared") or {}
    return any(
        line.startswith(str(side["year"])) and f"{number(side['numerator'])}/{number(side['denominator'])} =" in line
        for side in (compared.get("old"), compared.get("new"))
        if side and side.get("denominator")
    )
