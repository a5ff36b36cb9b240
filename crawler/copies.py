"""Answers that are copies: a cache on the way handed out what the portal showed at an earlier time.

What a copy lacks may have been published since. So a visit that met one is evidence as of the copy's time
(`visits.shown_at`), however late it was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from parsers.records import Page

SLACK = timedelta(hours=1)  # clocks go wrong, and a pass takes its time
_SAME = timedelta(minutes=2)
_DRIFT = 1e-4  # of the time that passed: nine seconds a day


def copy_age(headers: Mapping[str, str], fetched_at: str, earlier: Iterable[Page] = ()) -> timedelta:
    """How old an answer was when it came: by its Age (RFC 9111, 5.1), or by its Date, more than an hour ago.

    A server's clock may be wrong, and then it is always wrong by as much: ``earlier`` answers of the same address say
    so. A copy's Date stands still instead.
    """
    lag = _lag(headers, fetched_at)
    if lag > SLACK and any(_same_clock(page, lag, fetched_at) for page in earlier):
        lag = timedelta()
    return max(_stated_age(headers), lag if lag > SLACK else timedelta())


def is_older(last_modified: str | None, known: str | None) -> bool:
    """Does a Last-Modified date say that a page is older than one that was seen at its address before?"""
    now, before = _moment(last_modified), _moment(known)
    return now is not None and before is not None and now < before - SLACK


def shown_by(seen_at: str, age: timedelta) -> str | None:
    """When the portal showed what was seen at ``seen_at`` in a copy of that age; None if it was no copy."""
    if age < timedelta(minutes=1):
        return None
    return (datetime.fromisoformat(seen_at) - age).isoformat(timespec="seconds")


def is_before(shown_at: str, known: str | None) -> bool:
    """Was something shown before what is known already?"""
    return known is not None and datetime.fromisoformat(shown_at) < datetime.fromisoformat(known) - SLACK


def _stated_age(headers: Mapping[str, str]) -> timedelta:
    stated = headers.get("age", "").split(",")[0].strip()
    return timedelta(seconds=int(stated)) if stated.isascii() and stated.isdigit() and len(stated) < 10 else timedelta()


def _lag(headers: Mapping[str, str], fetched_at: str) -> timedelta:
    dated = _moment(headers.get("date"))
    return datetime.fromisoformat(fetched_at) - dated if dated is not None else timedelta()


def _same_clock(page: Page, lag: timedelta, fetched_at: str) -> bool:
    if page.fetched_at is None:
        return False
    passed = datetime.fromisoformat(fetched_at) - datetime.fromisoformat(page.fetched_at)
    return passed >= SLACK and abs(_lag(page.headers, page.fetched_at) - lag) <= _SAME + passed * _DRIFT


def _moment(text: str | None) -> datetime | None:
    """The moment that a header names (RFC 9110, 5.6.7); None for none, or for one that cannot be read."""
    try:
        moment = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment
