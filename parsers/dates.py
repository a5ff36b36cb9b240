"""Dates and years as Chinese official texts write them.

Dates come out as ISO strings, years as integers. Nothing here knows what day it is: an impossible date
(2026年2月30日) or one without a year is None, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_DIGIT_CLASS = "〇○零ＯO0０一二三四五六七八九"  # 二0二四年, too
_DIGITS = dict(zip(_DIGIT_CLASS, "0000000123456789", strict=True))
_SLIPS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})
_EARLIEST, _LATEST = 1980, 2099

# 二〇二三年, 二○二三年度, 二零二三 年
_CHINESE_YEAR = re.compile(rf"(?<![{_DIGIT_CLASS}])[二一][{_DIGIT_CLASS}]{{3}}(?=\s?年)")
_SMALL = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
# 2025年2月27日, 2025年元月十日, 2025-02-27, 2025.2.27, 2025/2/27, 2025年 2 月 27 日, 二〇二五年二月二十七日
_DATE = re.compile(
    rf"(?<!\d)(?P<y>(?:19|20)\d\d)\s?(?:年|[-./])\s?(?P<m>{_SMALL}|元)\s?(?:月|[-./])\s?(?P<d>{_SMALL})(?!\d)\s?日?"
)
# 2024年度, 2024 年, 2024年度内; not 2024年度 of 12024
_YEAR = re.compile(r"(?<![\d./-])(?P<y>(?:19|20)\d\d)\s?年(?P<annual>度)?")


# 1—12月, 1月至12月份, 一至十二月, 1月1日至2025年12月31日, 一至四季度: the whole year
_SPAN = r"\s?[-－—–~～至到、]{1,2}\s?"
_WHOLE_YEAR = re.compile(
    rf"(?<![\d十])(?:1|一)月?(?:1日|份)?{_SPAN}(?:20\d\d年)?(?:12|十二)月(?:31日|份|底)?|第?(?:1|一)(?:季度)?{_SPAN}第?(?:4|四)季度"
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and its place in the text it was found in."""

    iso: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FoundYear:
    """A year and its place; ``annual`` when written 年度."""

    year: int
    start: int
    end: int
    annual: bool


def arabic_years(text: str) -> str:
    """The same text with 二〇二三年 written 2023年; the length does not change, so offsets stay true."""
    return _CHINESE_YEAR.sub(lambda match: "".join(_DIGITS[char] for char in match.group()), text)


def without_whole_years(text: str) -> str:
    """The text without spans from January to December, which say no more than the year before them."""
    return _WHOLE_YEAR.sub("", text)


def mend_digits(text: str) -> str:
    """A date as OCR may give it, mended: 2O23年2月2 0日 -> 2023年2月20日. Only for a line that is a date alone."""
    text = re.sub(r"(?<=[\dOolI])\s+(?=[\dOolI])", "", text)
    return re.sub(r"[OolI]+", lambda match: match.group().translate(_SLIPS), text)


def small_number(text: str) -> int | None:
    """The value of 0-99 in Arabic or Chinese numerals (27, 二十七, 廿七, 十); None if it is not one."""
    if text.isdigit():
        return int(text)
    if text == "元":  # 元月十日
        return 1
    tens, mark, ones = text.replace("廿", "二十").replace("卅", "三十").partition("十")
    if not mark:
        return _ones(text)
    high, low = _ones(tens) if tens else 1, _ones(ones) if ones else 0
    return None if high is None or low is None else high * 10 + low


def _ones(text: str) -> int | None:
    return int(_DIGITS[text]) if len(text) == 1 and text in _DIGITS else None


def find_dates(text: str) -> tuple[FoundDate, ...]:
    """Every whole and possible date in a text, in order."""
    found = []
    for match in _DATE.finditer(arabic_years(text)):
        month, day = small_number(match["m"]), small_number(match["d"])
        if month is None or day is None:
            continue
        try:
            value = date(int(match["y"]), month, day)
        except ValueError:
            continue
        found.append(FoundDate(value.isoformat(), match.start(), match.end()))
    return tuple(found)


def parse_date(text: str) -> str | None:
    """The first date in a text as ISO; None when there is none."""
    dates = find_dates(text[:4000])
    return dates[0].iso if dates else None


def find_years(text: str) -> tuple[FoundYear, ...]:
    """Every year written with 年, in order; those of whole dates too."""
    return tuple(
        FoundYear(int(match["y"]), match.start(), match.end(), match["annual"] is not None)
        for match in _YEAR.finditer(arabic_years(text))
        if _EARLIEST <= int(match["y"]) <= _LATEST
    )
