"""How far back a list goes: what was published before may have left it, unless it shows its end.

A box of the newest rows, and any list without pager and totals, looks like a whole one. Its own rows say what it can
prove: nothing that was published before the oldest of them.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence

from parsers.pages.dates import url_date
from parsers.records import Row
from parsers.titles import parse_title
from parsers.vocabulary import Decision

ALL = "all"  # a list whose end was seen: nothing has left it
_ORDER = 3  # different days that rise from row to row: a list that shows the oldest first


def oldest_shown(rows: Sequence[Row]) -> str | None:
    """The day (ISO) from which on the rows of one list show what was published; None where nothing tells.

    A row's day is the one beside it, else the one in its address, else the last on which the yearly report that it
    names is usually out. It is the last row that counts: one above it that is older is pinned there, or its date is
    wrong; the first one where the list rises from row to row.
    """
    days = [day for row in rows if (day := _day_of(row))]
    if len(days) * 2 < len(rows) or not days:
        return None
    rises = len(set(days)) >= _ORDER and days == sorted(days)
    return days[0] if rises else days[-1]


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
