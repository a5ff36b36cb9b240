"""Deadlines are data: by kind, class and year, with local rules over them."""

from datetime import date
from typing import Any

import pytest

from db.vocabulary import BodyClass, Severity
from parsers.vocabulary import Kind
from scheduler.config import Config
from scheduler.judge.deadlines import Deadlines


def config(cls: str = "county_government", duties: list[dict[str, Any]] | None = None) -> Config:
    body = {"id": "a", "name": "示例区人民政府", "class": cls}
    return Config.model_validate({"bodies": [body], "duties": duties or []})


def test_last_good_day_is_the_day_before() -> None:
    site = config()
    duty = Deadlines.of(site).duty(site.bodies[0], Kind.FAZHI_ANNUAL, 2025)
    assert duty is not None
    assert (duty.due_on, duty.borderline_on) == (date(2026, 3, 31), date(2026, 4, 1))
    assert duty.cap is Severity.CRITICAL


@pytest.mark.parametrize(
    ("cls", "kind", "year", "due", "cap"),
    [
        ("county_government", Kind.FAZHI_ANNUAL, 2018, date(2019, 3, 31), Severity.NOTICE),  # first year of the rule
        ("management_zone", Kind.FAZHI_ANNUAL, 2024, date(2025, 3, 31), Severity.WARNING),  # duty unverified
        ("subdistrict_office", Kind.FAZHI_ANNUAL, 2024, date(2025, 3, 31), Severity.NOTICE),
        ("department", Kind.ENFORCEMENT_STATS, 2024, date(2025, 1, 31), Severity.WARNING),
        ("department", Kind.DISCLOSURE_ANNUAL, 2024, date(2025, 1, 31), Severity.CRITICAL),
        ("county_government", Kind.DISCLOSURE_ANNUAL, 2024, date(2025, 3, 31), Severity.CRITICAL),
    ],
)
def test_by_class_kind_and_year(cls: str, kind: Kind, year: int, due: date, cap: Severity) -> None:
    site = config(cls)
    duty = Deadlines.of(site).duty(site.bodies[0], kind, year)
    assert duty is not None
    assert (duty.due_on, duty.cap) == (due, cap)


@pytest.mark.parametrize(
    ("cls", "kind", "year"),
    [
        ("county_government", Kind.FAZHI_ANNUAL, 2016),  # no day was fixed before the rule of 2019
        ("county_government", Kind.FAZHI_ANNUAL, 2014),
        ("department", Kind.FAZHI_ANNUAL, 2016),
        ("subdistrict_office", Kind.ENFORCEMENT_STATS, 2024),
    ],
)
def test_no_rule_no_expectation(cls: str, kind: Kind, year: int) -> None:
    site = config(cls)
    assert Deadlines.of(site).duty(site.bodies[0], kind, year) is None


def test_the_most_specific_local_rule_wins() -> None:
    duties: list[dict[str, Any]] = [
        {"class": "county_government", "due": "03-15", "why": "省里规定"},
        {"body": "a", "due": "03-10", "why": "市里规定"},
        {"body": "a", "years": [2024], "exempt": True, "why": "机构改革"},
    ]
    site = config(duties=duties)
    calendar = Deadlines.of(site)
    year_2023 = calendar.duty(site.bodies[0], Kind.FAZHI_ANNUAL, 2023)
    year_2024 = calendar.duty(site.bodies[0], Kind.FAZHI_ANNUAL, 2024)
    assert year_2023 is not None and year_2023.due_on == date(2024, 3, 10)
    assert year_2024 is not None and year_2024.exempt and year_2024.basis == "机构改革"


def test_29_february_in_a_common_year() -> None:
    site = config(duties=[{"body": "a", "due": "02-29", "why": "x"}])
    calendar = Deadlines.of(site)
    assert [calendar.duty(site.bodies[0], Kind.FAZHI_ANNUAL, year).due_on for year in (2023, 2024)] == [  # type: ignore[union-attr]
        date(2024, 2, 29),
        date(2025, 2, 28),
    ]


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 3, 31), date(2025, 3, 31)),  # the last good day itself has not passed
        (date(2026, 4, 1), date(2026, 3, 31)),
        (date(2027, 1, 1), date(2026, 3, 31)),
    ],
)
def test_newest_due(today: date, due: date) -> None:
    site = config()
    assert Deadlines.of(site).newest_due(site.bodies[0], [Kind.FAZHI_ANNUAL], today) == due


def test_every_class_has_a_row() -> None:
    for cls in BodyClass:
        site = config(cls)
        assert Deadlines.of(site).duty(site.bodies[0], Kind.FAZHI_ANNUAL, 2025) is not None
