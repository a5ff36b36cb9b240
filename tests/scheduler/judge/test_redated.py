"""A portal that moves dates its pages anew: what such a date proves, and what it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from db.records import ReportFact
from db.vocabulary import Rule
from parsers.metrics import catalogue
from scheduler.judge import names_of, put_into_words
from tests.scheduler.judge.build import body, config_of, found, judge, place, report, section, visit

TODAY = date(2026, 6, 1)
MOVED = {"published_on": "2026-05-20", "first_seen": "2026-05-25"}


def listed_with(made: ReportFact, *years: int, day: str = "2026-05-20") -> ReportFact:
    """The report at a place whose list dates reports of these years on one day."""
    places = tuple(replace(place, published_on=day, alike=years) for place in made.places)
    return replace(made, places=places)


@pytest.mark.parametrize(
    ("made", "state", "says"),
    [
        (report(2025, **MOVED), "late", "晚于期限"),
        (report(2025, **{**MOVED, "first_seen": "2026-03-20"}), "on_time", "已检索到并存档，在期限之内；页面现标注"),
        (listed_with(report(2025, **MOVED), 2025), "late", "晚于期限"),
        (listed_with(report(2025, **MOVED), 2023, 2025), "found_undated", "落款日期 2026-02-20 在"),
        (listed_with(report(2025, signed_on=None, **MOVED), 2023), "found_undated", "与2023年度的报告相同"),
        (listed_with(report(2025, signed_on="2026-04-15", **MOVED), 2023), "late", "落款日期 2026-04-15，晚于期限"),
        (listed_with(report(2025, signed_on=None, **MOVED), 2023, day="2026-05-19"), "late", "晚于期限"),
    ],
)  # fmt: skip
def test_a_day_that_other_years_bear_proves_nothing(made: ReportFact, state: str, says: str) -> None:
    facts = body(made, sections=[section(visit("2026-05-25"), visit("2026-05-31"))])
    (found_,) = judge(facts, TODAY).expectations
    assert (found_.state, says in found_.reason) == (state, True), found_.reason


@pytest.mark.parametrize(
    ("days", "state"),
    [
        ((("2026-03-26", "2026-04-02"), ("2026-04-12", "2026-04-13")), "on_time"),  # moved and dated anew
        ((("2026-04-26", "2026-04-28"), ("2026-05-12", "2026-05-13")), "late"),
        ((("2024-03-26", "2026-04-02"), ("2026-04-12", "2026-04-13")), "found_undated"),  # before it could be written
    ],
)
def test_a_report_that_is_posted_again_keeps_what_proved_it_punctual(
    days: tuple[tuple[str, str], ...], state: str
) -> None:
    published, first = days[-1][0], days[0][1]
    made = report(2025, signed_on=None, published_on=published, first_seen=first)
    places = tuple(
        place(f"{made.url}/{n}", first=seen, published_on=day, published_basis="label")
        for n, (day, seen) in enumerate(days)
    )
    facts = body(replace(made, places=places), sections=[section(visit("2026-05-25"), visit("2026-05-31"))])
    (found_,) = judge(facts, TODAY).expectations
    assert found_.state == state, found_.reason


def test_a_whole_visit_without_the_report_does_prove_it() -> None:
    made = listed_with(report(2025, baseline=False, **{**MOVED, "first_seen": "2026-05-20"}), 2023)
    seen = section(visit("2026-01-05"), visit("2026-05-10"), visit("2026-05-20"))
    assert judge(body(made, sections=[seen]), TODAY).expectations[0].state == "late"
    before_due = section(visit("2026-01-05"), visit("2026-05-20"))
    assert judge(body(made, sections=[before_due]), TODAY).expectations[0].state == "found_undated"


@pytest.mark.parametrize(("signed", "names"), [("2026-02-20", True), ("2026-04-15", False), (None, False)])
def test_a_late_page_names_the_timely_signature(signed: str | None, names: bool) -> None:
    facts = body(report(2025, signed_on=signed, published_on="2026-04-20", first_seen="2026-04-21"))
    (judgement,) = found(facts, Rule.REPORT_LATE, TODAY)
    called = names_of(config_of(facts), catalogue().metrics)
    assert ("落款日期为2026年2月20日，在期限之内" in put_into_words(judgement, "zh-CN", called).explanation) == names
    assert ("is signed 2026-02-20, in time" in put_into_words(judgement, "en", called).explanation) == names


@pytest.mark.parametrize(
    ("days", "alike"), [(("2026-05-20",) * 3, True), (("2026-05-18", "2026-05-19", "2026-05-20"), False)]
)
def test_reports_added_on_one_day_are_late_and_said_to_bear_one_date(days: tuple[str, ...], alike: bool) -> None:
    seen = section(visit("2025-06-05"), visit("2026-05-10"), visit("2026-05-21"))
    made = [
        report(year, published_on=day, signed_on=None, first_seen="2026-05-21", baseline=False)
        for year, day in zip((2023, 2024, 2025), days, strict=True)
    ]
    facts = body(*made, sections=[seen], since=2023)
    verdict = judge(facts, TODAY)
    assert [item.state for item in verdict.expectations] == ["late"] * 3
    assert ["同一日期" in item.reason for item in verdict.expectations] == [alike] * 3
    names = names_of(config_of(facts), catalogue().metrics)
    cases = [item for item in verdict.judgements if item.rule is Rule.REPORT_LATE]
    said = {item.year: put_into_words(item, "zh-CN", names).explanation for item in cases}
    assert ["年度的报告也标注同一日期" in said[year] for year in (2023, 2024, 2025)] == [alike] * 3
    assert ("2023、2024年度的报告也标注同一日期，可能是集中补录" in said[2025]) == alike
    english = put_into_words(cases[-1], "en", names).explanation
    assert ("bear the same date" in english) == alike
