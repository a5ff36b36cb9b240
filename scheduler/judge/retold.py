"""What a report says itself of the year before, beside a count: that number, or how far the count moved."""

from __future__ import annotations

import re

from db.records import ReportFact, ValueFact

_NEAR = 16  # characters between a count and last year's beside it: 330件（2024年为275件）
_ROUNDED = 0.02  # of the number: a printed change is rounded
_YEAR_BEFORE = r"(?:同比|[较比与]?(?:上一?年度?|去年|(?P<year>20\d\d)\s?年度?)(?:同期)?(?:相比)?)"
_WAYS = {"增": 1, "上": 1, "提": 1, "升": 1, "下": -1, "减": -1, "降": -1}
# 330件，同比增长20%; 办理法律援助案件同比增长20%，达330件
_CHANGE = re.compile(
    _YEAR_BEFORE
    + r"(?P<way>增长|增加|上升|提升|提高|升高|下降|减少|降低)了?[约近]?\s?(?P<by>\d+(?:\.\d+)?)\s?(?P<unit>[%％件起])"
)
_BEHIND = re.compile(r"[件起宗人]?(?:次|余件)?\s?[，,（(]\s?")
_AHEAD = re.compile(r"[，,]?\s?(?:[达为至]到?|共|共计)?\s?")


def year_before_retold(report: ReportFact, value: ValueFact, year: int) -> float | None:
    """What a count was in ``year`` by the words of the later report that states ``value``; None where it says nothing.

    Of a change in percent the number that it stands on, which rounding leaves open by less than one in fifty.
    """
    for told in report.prior:
        if told.period == str(year) and told.quote in value.quotes:
            beside = told.metric is None and _stands_beside(told.quote, value.value, told.value)
            if told.metric == value.metric or beside:
                return told.value
    if report.year != year + 1:
        return None
    changes = (_before_change(quote, value.value, year) for quote in value.quotes)
    return next((number for number in changes if number is not None), None)


def contradicts(told: float, stated: float) -> bool:
    """Whether two numbers of one year differ by more than rounding."""
    return abs(told - stated) > max(1.0, _ROUNDED * stated)


def _places(quote: str, number: float) -> list[tuple[int, int]]:
    """Where a number stands in a sentence, as it is usually printed."""
    return [match.span() for match in re.finditer(rf"(?<![\d.]){number:.0f}(?![\d.%％])", quote)]


def _stands_beside(quote: str, number: float, other: float) -> bool:
    ends = [end for _, end in _places(quote, number)]
    return any(0 <= start - end <= _NEAR for start, _ in _places(quote, other) for end in ends)


def _before_change(quote: str, number: float, year: int) -> float | None:
    for change in _CHANGE.finditer(quote):
        if change["year"] not in (None, str(year)) or not _governs(quote, change, number):
            continue
        by = _WAYS[change["way"][0]] * float(change["by"])
        before = number - by if change["unit"] in "件起" else number / (1 + by / 100) if by > -100 else None
        if before is not None and before >= 0:
            return before
    return None


def _governs(quote: str, change: re.Match[str], number: float) -> bool:
    """Whether the change stands right behind the number, or the number right behind the change."""
    for start, end in _places(quote, number):
        if _BEHIND.fullmatch(quote, end, change.start()) or _AHEAD.fullmatch(quote, change.end(), start):
            return True
    return False
