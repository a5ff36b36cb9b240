"""How old is an answer? By its Age and its Date, and clocks that go wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from crawler.copies import copy_age, is_before, is_older, shown_by
from parsers.records import Page

NOW = datetime(2026, 4, 2, 1, 30, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def dated(moment: datetime) -> dict[str, str]:
    return {"date": format_datetime(moment, usegmt=True)}


def answer(fetched: datetime, date: datetime) -> Page:
    return Page("u", "u", 200, dated(date), b"", fetched_at=fetched.isoformat())


@pytest.mark.parametrize(
    ("headers", "age"),
    [
        ({}, timedelta()),
        ({"age": "0"}, timedelta()),
        ({"age": "1036800"}, 12 * DAY),
        ({"age": "86400, 3"}, DAY),
        ({"age": "-5"}, timedelta()),
        ({"age": "soon", "date": "yesterday"}, timedelta()),
        ({"age": "9" * 30}, timedelta()),
        (dated(NOW - timedelta(minutes=50)), timedelta()),
        (dated(NOW + 8 * HOUR), timedelta()),  # local time for UTC: a clock that is ahead makes no copy
        (dated(NOW - 12 * DAY), 12 * DAY),
        ({"age": "3600", **dated(NOW - 2 * DAY)}, 2 * DAY),
    ],
)
def test_an_answers_age(headers: dict[str, str], age: timedelta) -> None:
    assert copy_age(headers, NOW.isoformat()) == age


def test_a_wrong_clock_is_always_wrong_by_as_much_and_a_copys_date_stands_still() -> None:
    wrong = dated(NOW - 3 * DAY)
    week_ago = NOW - 7 * DAY
    assert copy_age(wrong, NOW.isoformat(), [answer(week_ago, week_ago - 3 * DAY)]) == timedelta()
    copy = [answer(NOW - DAY, NOW - 3 * DAY)]
    assert copy_age(wrong, NOW.isoformat(), copy) == 3 * DAY
    assert copy_age(wrong, NOW.isoformat(), [answer(NOW - timedelta(seconds=5), NOW - 3 * DAY)]) == 3 * DAY, "no time"
    assert copy_age({"age": "7200", **wrong}, NOW.isoformat(), [answer(week_ago, week_ago - 3 * DAY)]) == 2 * HOUR


def test_what_a_copy_shows_is_of_its_own_time() -> None:
    seen_at = "2026-04-01T01:30:00+08:00"
    assert shown_by(seen_at, timedelta(seconds=30)) is None
    assert shown_by(seen_at, 2 * HOUR) == "2026-03-31T23:30:00+08:00"
    assert is_before("2026-03-30T23:00:00+08:00", "2026-03-31T01:30:00+08:00")
    assert not is_before("2026-03-31T01:00:00+08:00", "2026-03-31T01:30:00+08:00")
    assert not is_before(seen_at, None)


def test_a_page_is_older_by_its_last_modified() -> None:
    newer, older = "Thu, 02 Apr 2026 01:00:00 GMT", "Mon, 30 Mar 2026 01:00:00 GMT"
    assert is_older(older, newer)
    assert not is_older(newer, older)
    assert not is_older(None, newer)
    assert not is_older("Thu, 02 Apr 2026 00:30:00 GMT", newer), "two servers of one portal"
