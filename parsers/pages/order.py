"""In which order does a list show its rows? Who reads only its top assumes: the newest first, each row once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from parsers.records import Row

_BLOCKS = 3  # runs of rows that pages may share: rows pinned on top, another column's list, what slipped onto the next
_RISES = 5  # one rise of the dates to so many rows is allowed: rows pinned on top, another list on the page


def newest_first(rows: Sequence[Row], newest: str | None) -> bool:
    """Are the rows seen to be sorted by date, and is the newest one that is known of the list (``newest``) among them?

    Rows without dates, or all of one date, show no order.
    """
    dates = [row.date for row in rows if row.date]
    if len(dates) * 2 < len(rows) or len(set(dates)) < 2:
        return False
    rises = sum(later > earlier for earlier, later in pairwise(dates))
    return rises * _RISES <= len(dates) and max(dates) >= (newest or "")


def is_jumbled(keys: Sequence[str], places: Mapping[str, tuple[int, int]]) -> bool:
    """Does a page show rows of earlier pages again, and in another order? ``places`` are their page and index there.

    A list that is drawn in random order does so, and whoever walks it misses rows. Pinned rows, other lists and rows
    that slipped down while we walked come again in runs, as they stood.
    """
    runs, last = 0, (0, 0)
    for key in keys:
        page, index = places.get(key, (0, 0))
        if page and (page, index - 1) != last:
            runs += 1
        last = (page, index) if page else (0, 0)
    return runs > _BLOCKS
