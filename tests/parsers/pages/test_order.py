"""Is a list sorted by date, so that its top tells of new rows?"""

from __future__ import annotations

import random

import pytest

from parsers.pages.order import newest_first
from parsers.records import Row


def rows(*days: str | None) -> list[Row]:
    return [Row(f"/{number}", "标题", day) for number, day in enumerate(days)]


@pytest.mark.parametrize(
    ("days", "newest", "sorted_by_date"),
    [
        (("2026-03-05", "2026-03-01", "2025-12-01"), "2026-03-05", True),
        (("2026-03-05", "2026-03-01", "2025-12-01"), "2026-03-09", False),  # the newest is elsewhere
        (("2024-01-01", "2026-03-05", "2026-03-01", "2025-12-01", "2025-11-01"), "2026-03-05", True),  # pinned on top
        (("2025-12-01", "2026-03-01", "2026-03-05"), "2026-03-05", False),  # oldest first
        (("2026-03-01", "2026-03-01", "2026-03-01"), "2026-03-01", False),  # moved in one day
        ((None, None, None), None, False),
        (("2026-03-05", None, None, None, "2026-03-01"), "2026-03-05", False),  # too few dates
        (("2026-03-05", "2026-03-01"), None, True),
    ],
)
def test_orders(days: tuple[str | None, ...], newest: str | None, sorted_by_date: bool) -> None:
    assert newest_first(rows(*days), newest) is sorted_by_date


def test_rows_at_random_hardly_ever_look_sorted() -> None:
    days = [f"2026-{month:02}-01" for month in range(1, 13)]
    chance = random.Random(1)
    taken = sum(newest_first(rows(*chance.sample(days, 12)), None) for _ in range(500))
    assert taken < 15
