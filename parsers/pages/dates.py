"""Dates as portals write them, without a clock.

A date is whole or it is not one: month-only and year-less forms never become a day. Relative forms (今天, 3天前)
are computed only from the time of the fetch, where that is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

BEIJING = timezone(timedelta(hours=8))
FIRST_YEAR, LAST_YEAR = 1990, 2099

_WIDE = str.maketrans("０１２３４５６７８９－／．：〇", "0123456789-/.:0")
# `2025-02-28`, `2025/2/8 09:30`, `2025.02.08`, `2025 年 03 月 16 日`, `2026-07-12-09:37:43`
_FULL = re.compile(
    r"(?<!\d)(\d{4})\s{0,2}([-/.年])\s{0,2}(\d{1,2})\s{0,2}[-/.月]\s{0,2}(\d{1,2})(?!\d|\.\d)(?:\s{0,2}日)?"
)
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)")
_SHORT_YEAR = re.compile(r"\W{0,3}(\d\d)([-/.])(\d\d)\2(\d\d)\W{0,3}")  # whole text only: `[25-02-28]`
_YEARLESS = re.compile(r"(?<![\d.:/-])(\d{1,2})\s{0,2}[-/.月]\s{0,2}(\d{1,2})(?![\d.:/%-])\s{0,2}日?")  # `(01-25)`
_DAY_FIRST = re.compile(r"\W{0,3}(\d{1,2})\s{1,9}(20\d\d)[-/.年]\s?(\d{1,2})\s?月?\W{0,3}")  # a card: `28 2025-02`
_CARD = re.compile(r"\W{0,3}(\d{1,2})\s{1,9}(20\d\d)[-/.年](\d{1,2})月?(?![-/.\w])")  # `28 2025-02 全县…`
_YEAR_LAST = re.compile(r"\W{0,3}(\d{1,2})[-/.月](\d{1,2})日?\s{1,9}(20\d\d)\s?年?\W{0,3}")  # `02-28 2025`
_YEAR_APART = re.compile(r"\W{0,3}(20\d\d)\s?年?\s{1,9}(\d{1,2})[-/.月](\d{1,2})日?\W{0,3}")  # `2025 02-28`
# a card the other way: `2025-02 28`
_DAY_LAST = re.compile(r"\W{0,3}(20\d\d)[-/.年]\s?(\d{1,2})\s?月?\s{1,9}(\d{1,2})(?![\d:.%])\W{0,3}")
_MONTH = re.compile(r"(?<!\d)20\d\d\s?(?:年\s?\d{1,2}\s?月(?!\s?\d)|[-/.](?:0[1-9]|1[0-2])(?![-/.\d]))")  # `2026年3月`
_RELATIVE = re.compile(r"本日|今[天日]|昨[天日]|前[天日]|刚刚|(\d{1,3})\s?(?:天|日|小时|分钟)前")
_TELLS = re.compile(r"[\d〇本今昨前刚]")  # one of them is in each of these
_TOLD_FROM_NOW = re.compile(r"[本今昨前刚]")  # one of them is in each relative form
_LONGEST_KEPT = 60  # characters of what is read once: a date's cell, beside row after row on page after page
_BEFORE, _AFTER = frozenset(" [(（【|:：>"), frozenset(" ])）】|T-，,")
_ISO_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})?\s?(Z|[+-]\d\d:?\d\d)")


@dataclass(frozen=True, slots=True)
class Found:
    """A date found in a text: ``iso`` is None if what stands there (``raw``) is no whole, possible day."""

    iso: str | None
    raw: str
    start: int = 0
    end: int = 0


def make_date(year: int | str, month: int | str, day: int | str) -> str | None:
    """ISO date, or None if there is no such day (2026-02-30) or the year is out of bounds."""
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return made.isoformat() if FIRST_YEAR <= made.year <= LAST_YEAR else None


def find_dates(text: str) -> list[Found]:
    """All dates with a year in a text, in order; impossible ones have ``iso`` None."""
    found = []
    text = text.translate(_WIDE)
    for match in _FULL.finditer(text):
        year, _, month, day = match.groups()
        if FIRST_YEAR <= int(year) <= LAST_YEAR:
            found.append(Found(make_date(year, month, day), match.group().strip(), match.start(), match.end()))
    return found


def read_date(text: str, fetched_at: str | None = None) -> Found | None:
    """The one date that a short text (a date cell, the rest of a row) shows, or None if it shows none.

    ``iso`` is None for year-less and impossible dates; ``fetched_at`` lets 今天 and 3天前 be computed.
    """
    if not _TELLS.search(text):
        return None
    if len(text) <= _LONGEST_KEPT:
        return _read_cell(text, fetched_at if _TOLD_FROM_NOW.search(text) else None)
    return _read_date(text, fetched_at)


def _read_date(text: str, fetched_at: str | None) -> Found | None:
    text = text.translate(_WIDE).strip()
    if (card := _CARD.match(text)) and (iso := make_date(card[2], card[3], card[1])):
        return Found(iso, card.group().strip(" -./|()[]（）【】，。、；：·年月"))
    dates = find_dates(text)
    if len(dates) == 1:
        return dates[0]
    if dates:
        return _standing_alone(text, dates)
    for pattern, order in (
        (_DAY_FIRST, (2, 3, 1)),
        (_YEAR_LAST, (3, 1, 2)),
        (_YEAR_APART, (1, 2, 3)),
        (_DAY_LAST, (1, 2, 3)),
    ):
        if "20" in text and (match := pattern.search(text[-60:])):
            year, month, day = (match.group(index) for index in order)
            return Found(make_date(year, month, day), match.group().strip(" -./|()[]（）【】，。、；：·年月"))
    if (match := _COMPACT.search(text)) and (iso := make_date(*match.groups())) is not None:
        return Found(iso, match.group())
    if match := _SHORT_YEAR.fullmatch(text):
        return Found(make_date(f"20{match.group(1)}", match.group(3), match.group(4)), text)
    if match := _RELATIVE.search(text):
        return Found(_relative(match, fetched_at), match.group())
    if (match := _YEARLESS.search(text)) and make_date(2000, match.group(1), match.group(2)):
        return Found(None, match.group().strip())
    month = _MONTH.search(text)
    return Found(None, month.group()) if month else None


_read_cell = lru_cache(maxsize=4000)(_read_date)


def _standing_alone(text: str, dates: list[Found]) -> Found:
    """Of several dates the last that stands for itself: a date inside a sentence is about something else."""
    alone = [
        date
        for date in dates
        if (date.end == len(text) or text[date.end] in _AFTER) and (date.start == 0 or text[date.start - 1] in _BEFORE)
    ]
    return (alone or dates)[-1]


def _relative(match: re.Match[str], fetched_at: str | None) -> str | None:
    if not fetched_at:
        return None
    try:
        when = datetime.fromisoformat(fetched_at)
    except ValueError:
        return None
    if when.tzinfo is not None:
        when = when.astimezone(BEIJING)
    word = match.group()
    if "小时" in word or "分钟" in word:
        unit = "hours" if "小时" in word else "minutes"
        return (when - timedelta(**{unit: int(match.group(1))})).date().isoformat()
    days = int(match.group(1)) if match.group(1) else {"昨": 1, "前": 2}.get(word[0], 0)
    return (when - timedelta(days=days)).date().isoformat()


def read_moment(value: object) -> Found | None:
    """A date out of a data field: a date text, an ISO time (converted to Beijing's day), epoch seconds or ms."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float) or (isinstance(value, str) and re.fullmatch(r"\d{10}|\d{13}", value.strip())):
        number = float(value)
        seconds = number / 1000 if number > 1e11 else number
        if not 6.3e8 < seconds < 4.1e9:  # 1990 to 2099; a bare year or an id is no moment
            return read_date(str(value)) if isinstance(value, int) and 19_900_101 <= value <= 20_991_231 else None
        return Found(datetime.fromtimestamp(seconds, UTC).astimezone(BEIJING).date().isoformat(), str(value))
    if not isinstance(value, str):
        return None
    if match := _ISO_TIME.search(value[:80]):
        day, clock, zone = match.groups()
        zone = "+00:00" if zone == "Z" else zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
        try:
            moment = datetime.fromisoformat(f"{day}T{clock}{zone}")
        except ValueError:
            return Found(None, match.group())
        return Found(moment.astimezone(BEIJING).date().isoformat(), match.group())
    return read_date(value[:80])


@dataclass(frozen=True, slots=True)
class UrlDate:
    """What an article's address says of its date: a day, or a month only (``day`` None, ``month`` = 2024-03)."""

    day: str | None
    month: str | None = None


_URL_DAY = (
    re.compile(r"/t(20\d\d)(\d\d)(\d\d)_\d"),  # TRS `/202403/t20240328_6583952.html`
    re.compile(r"/art/(20\d\d)/(\d{1,2})/(\d{1,2})/"),  # JCMS `/art/2024/3/28/art_123_456.html`
    re.compile(r"/(20\d\d)-(\d\d)-(\d\d)/"),  # `/2024-03-28/123.html`
    re.compile(r"/(20\d\d)-(\d\d)/(\d\d)/"),  # `/2024-03/28/content_123.shtml`
    re.compile(r"/(20\d\d)/(\d{1,2})[-/](\d{1,2})/"),  # `/2019/1/30/<hex>.shtml`, `/2016/11-04/237098.html`
    re.compile(r"/(20\d\d)(\d\d)/(\d\d)/"),  # Hebei `/202403/28/<uuid>.html`
    re.compile(r"/(20\d\d)(\d\d)(\d\d)/"),  # `/20240328/<hex>/c.html`, `/c14692/20250228/i2290123.html`
    re.compile(r"/(20\d\d)(\d\d)(\d\d)\d{4,12}/(?:index|c)\."),  # Liaoning `/20240328091233…/index.shtml`
)
_URL_MONTH = re.compile(r"/(20\d\d)-?(0[1-9]|1[0-2])/[^/]{1,80}$")  # UCAP `/202403/<32hex>.shtml`


def url_date(url: str) -> UrlDate:
    """The date in an article's address: a hint only (an address may be older or newer than the posting)."""
    path = url.split("?", 1)[0][:500]
    for pattern in _URL_DAY:
        if (match := pattern.search(path)) and (day := make_date(*match.groups())):
            return UrlDate(day, day[:7])
    if match := _URL_MONTH.search(path):
        return UrlDate(None, f"{match.group(1)}-{match.group(2)}")
    return UrlDate(None)


def days_apart(one: str, other: str) -> int:
    """Days between two ISO dates, never negative."""
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
