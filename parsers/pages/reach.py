"""How far back a list goes: what was published before may have left it, unless it shows its end.

A box of the newest rows, and any list without pager and totals, looks like a whole one. Its own rows say what it can
prove: nothing that was published before the oldest of them. Rows that stand in no order of days prove nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from parsers.pages.dates import url_date
from parsers.records import Row
from parsers.titles import parse_title
from parsers.vocabulary import Decision

ALL = "all"  # a list whose end was seen: nothing has left it
_ORDER = 3  # different days that rise from row to row: a list that shows the oldest first
_STICKY = 5  # rows that may be pinned on top
_SLIPS = 10  # of so many rows one may stand out of order
_SLIPS_WALKED = 5  # likewise, in a list of many pages
_GAP = 550  # days: a row so much older than all above it is kept there for good
_YEAR = 300  # days
_KEPT = 3  # rows that may be
_Day = tuple[str, bool]  # of a row, and whether its title is that of a yearly report


def oldest_shown(rows: Sequence[Row], *, walked: bool = False) -> str | None:
    """The day (ISO) from which on the rows of one list show what was published; None where nothing tells.

    A row's day is the one beside it, else the one in its address, else the last on which the yearly report that it
    names is usually out. The rows must be seen to fall from row to row, or to rise: rows pinned on top and single slips
    of the pen apart; in a list that was ``walked`` to its last page, more may stand out of order. Papers that are kept
    at the end for good (a plan of five years) reach no farther than what stands before them.
    """
    days = [(day, _is_report(row)) for row in rows if (day := _day_of(row))]
    if not is_dated(rows):
        return None
    if len({day for day, _ in days}) >= _ORDER and days == sorted(days, key=lambda day: day[0]):
        return _before_the_kept(days[::-1])
    for sticky in range(min(_STICKY, len(days) // 2) + 1):
        top = days[sticky][0]
        if all(day < top for day, _ in days[:sticky]) and (
            falling := _falling(days[sticky:], _SLIPS_WALKED if walked else _SLIPS)
        ):
            return _before_the_kept(falling)
    return None


def is_dated(rows: Sequence[Row]) -> bool:
    """Do most rows show a day, or name one in their address or title?"""
    days = [day for row in rows if (day := _day_of(row))]
    return bool(days) and len(days) * 2 >= len(rows)


def _falling(days: Sequence[_Day], one_of: int) -> list[_Day] | None:
    """The days without those out of order; None if too many are. One of another year is a slip of the pen."""
    ends: list[int] = []
    before: list[int | None] = []
    tops: list[int] = []
    keys = [-date.fromisoformat(day).toordinal() for day, _ in days]
    for index, key in enumerate(keys):
        at = bisect_right(ends, key)
        before.append(tops[at - 1] if at else None)
        ends[at : at + 1], tops[at : at + 1] = [key], [index]
    slips = len(days) - len(ends)
    chain: list[int] = []
    at_row = tops[-1] if tops else None
    while at_row is not None:
        chain.append(at_row)
        at_row = before[at_row]
    if slips * one_of > len(days):
        wrong = next(index for index in range(len(days)) if index not in chain)
        beside = (abs(keys[wrong] - key) for key in keys[max(0, wrong - 1) : wrong + 2 : 2] if wrong)
        if slips > 1 or len(days) <= _ORDER or min(beside, default=0) < _YEAR:
            return None
    return [days[index] for index in reversed(chain)] or None


def _before_the_kept(days: Sequence[_Day]) -> str:
    """The last day of a falling list, but for papers other than reports that stand far below all others."""
    for at in range(max(1, len(days) - _KEPT), len(days)):
        (above, _), (below, _) = days[at - 1], days[at]
        far = (date.fromisoformat(above) - date.fromisoformat(below)).days > _GAP
        if far and not any(report for _, report in days[at:]):
            return above
    return days[-1][0]


def farthest(*reaches: str | None) -> str | None:
    """Of days and `ALL`, the one that goes back farthest."""
    known = [reach for reach in reaches if reach]
    return ALL if ALL in known else min(known, default=None)


def goes_back_to(reach: str | None, day: str) -> bool:
    """Does a list of this reach show what was published on ``day`` and since?"""
    return reach is not None and (reach == ALL or reach <= day)


def _day_of(row: Row) -> str | None:
    if row.date:
        return row.date
    hint = url_date(row.url)
    if hint.day:
        return hint.day
    if hint.month:
        year, month = map(int, hint.month.split("-"))
        return f"{hint.month}-{monthrange(year, month)[1]}"
    title = parse_title(row.title)
    return f"{title.year + 1}-11-30" if title.decision is Decision.REPORT and title.year else None


def _is_report(row: Row) -> bool:
    return parse_title(row.title).decision is Decision.REPORT
