"""Whose business a case is, and on which day a digest is due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import Severity
from scheduler.config import Config
from scheduler.tell.routing import MAIL, OPERATOR, BodyPlace, Occasion, Recipient, concerns, is_due, recipients

COUNTY = BodyPlace("heping", "和平区人民政府", "990101", None)
ZONE = BodyPlace("zone", "经济开发区", None, "990200")
NOWHERE = BodyPlace("x", "某委员会", None, None)


def supervisor(**settings: object) -> Recipient:
    config = Config.model_validate({"supervisors": [{"name": "甲", "email": "a@example.org", **settings}]})
    return next(recipients(config))


@pytest.mark.parametrize(
    ("settings", "heard"),
    [
        ({}, {"heping", "zone", "x"}),
        ({"bodies": ["heping"]}, {"heping"}),
        ({"regions": ["99"]}, {"heping", "zone"}),
        ({"regions": ["9901"]}, {"heping"}),
        ({"regions": ["990200"]}, {"zone"}),
        ({"regions": ["9902"], "bodies": ["x"]}, {"zone", "x"}),
        ({"regions": ["11"]}, set()),
    ],
)
def test_routing_by_body_and_by_region(settings: dict[str, object], heard: set[str]) -> None:
    told = supervisor(**settings)
    assert {body.id for body in (COUNTY, ZONE, NOWHERE) if concerns(told, body)} == heard
    assert not concerns(told, None), "the running of the system is the operator's"


def test_the_operator_hears_of_the_running_only() -> None:
    config = Config.model_validate({"operator": {"email": "op@example.org"}})
    (operator,) = recipients(config)
    assert (operator.name, operator.channel, operator.digest) == (OPERATOR, MAIL, Occasion.IMMEDIATE)
    assert concerns(operator, None) and not concerns(operator, COUNTY)


def test_each_channel_is_told_by_itself() -> None:
    config = Config.model_validate(
        {"supervisors": [{"name": "甲", "email": "a@example.org", "notify": ["env:WECOM", "env:FEISHU"]}]}
    )
    assert [(item.channel, item.address) for item in recipients(config)] == [
        (MAIL, "a@example.org"),
        ("WECOM", None),
        ("FEISHU", None),
    ]


FRIDAY = date(2026, 3, 20)
MONDAY = date(2026, 3, 23)


@pytest.mark.parametrize(
    ("today", "last", "due"),
    [
        (FRIDAY, None, False),  # day one is quiet: the first digest waits for its day
        (MONDAY, None, True),
        (MONDAY, FRIDAY, True),
        (MONDAY, MONDAY, False),  # once a day, however often `send` runs
        (MONDAY + timedelta(1), FRIDAY, True),  # the machine was off on Monday
        (MONDAY + timedelta(1), MONDAY, False),
        (MONDAY + timedelta(7), MONDAY, True),
        (MONDAY + timedelta(1), MONDAY + timedelta(400), False),  # a clock that had jumped ahead does not silence
        (MONDAY, MONDAY + timedelta(400), True),
    ],
)
def test_a_weekly_digest_is_due_on_its_day_or_on_the_next_day_that_can(
    today: date, last: date | None, due: bool
) -> None:
    assert is_due(supervisor(digest="weekly", digest_day="mon"), today, last) is due


@pytest.mark.parametrize(("last", "due"), [(None, True), (FRIDAY, False), (FRIDAY - timedelta(1), True)])
def test_a_daily_digest_is_due_once_a_day(last: date | None, due: bool) -> None:
    assert is_due(supervisor(digest="daily"), FRIDAY, last) is due


@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.sampled_from(["mon", "wed", "sun"]))
def test_over_any_year_there_is_one_digest_a_week_on_its_day(start: date, day: str) -> None:
    told, last, sent = supervisor(digest="weekly", digest_day=day), start, []
    for number in range(1, 71):
        today = start + timedelta(number)
        if is_due(told, today, last):
            sent.append(today)
            last = today
    assert len(sent) == 10
    assert {found.weekday() for found in sent} == {told.digest_day}


def test_severities_and_history_are_as_configured() -> None:
    told = supervisor(minimum_severity="warning", history=True)
    assert (told.minimum, told.history) == (Severity.WARNING, True)
