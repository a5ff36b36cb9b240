"""A metric of a body over the years, over one base only; years without a value are gaps that say why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.case_evidence import YearValue, metric_over_years, report_years
from db.cases import Alert
from db.database import Database
from db.vocabulary import Rule
from parsers.metrics import catalogue
from scheduler.tell.views import Trend
from scheduler.tell.words import words

_MOST_YEARS = 8


def read_trend(db: Database, alert: Alert, language: str) -> Trend | None:
    """The trend behind a statistical case; None for other cases, and with fewer than two years.

    The two years that the case compares stand as it compared them; an earlier year joins them only if its value
    stands on the same base, whatever its report states.
    """
    compared = alert.evidence.get("compared") or {}
    metric = catalogue().metrics.get(alert.metric or "")
    if alert.rule not in (Rule.RATE_REGRESSION, Rule.COUNT_CHANGE) or metric is None:
        return None
    if alert.body_id is None or alert.kind is None or not {"old", "new"} <= compared.keys():
        return None
    values = {side["year"]: _as_compared(side, metric.unit) for side in (compared["old"], compared["new"])}
    stored = metric_over_years(db, alert.body_id, alert.kind, metric.key)
    known = {value.year: value for value in stored if value.year in values}
    before = min(values)
    for value in stored:
        if value.year < before and _same_ground(value, values[compared["new"]["year"]], known):
            values[value.year] = value
    years = report_years(db, alert.body_id, alert.kind)
    return Trend(
        metric=metric.en if language == "en" else metric.zh.removesuffix("(计算)"),
        unit=metric.unit,
        values=values,
        gaps=_gaps(values, years, words(language)["chart"]),
    )


def _as_compared(side: Mapping[str, Any], unit: str) -> YearValue:
    return YearValue(
        year=side["year"],
        value=side["value"],
        unit=unit,
        basis="compared",
        numerator=side.get("numerator"),
        denominator=side.get("denominator"),
        base=side.get("base"),
        includes_carried_in=None,
        low=side.get("low"),
        high=side.get("high"),
    )


def _same_ground(value: YearValue, newest: YearValue, known: Mapping[int, YearValue]) -> bool:
    """Whether an earlier year's value may stand in one line with the compared ones."""
    if newest.denominator:
        return value.base == newest.base and bool(value.denominator)
    flags = {bool(item.includes_carried_in) for item in (value, *known.values())}
    return len(flags) == 1


def _gaps(values: Mapping[int, YearValue], reported: set[int], spoken: Mapping[str, str]) -> dict[int, str]:
    """The years up to the newest value that have none: their report was not found, or does not state it."""
    newest = max(values)
    first = max(min({*values, *(year for year in reported if year < newest)}), newest - _MOST_YEARS + 1)
    return {
        year: spoken["unstated"] if year in reported else spoken["unfound"]
        for year in range(first, newest)
        if year not in values
    }
