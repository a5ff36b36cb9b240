"""Expectations: two kinds of silence, three dates, and the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records import BodyFacts, Expectation, ReportFact, SectionFact
from db.vocabulary import Rule, Severity
from parsers.vocabulary import DateBasis, Kind
from tests.scheduler.judge.build import body, document, judge, place, report, section, visit

AFTER = date(2026, 4, 2)


def standing(facts: BodyFacts, today: date = AFTER, year: int = 2025, **more: Any) -> Expectation:
    (found,) = [item for item in judge(facts, today, **more).expectations if item.year == year]
    return found


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 1, 1), "expected"),
        (date(2026, 3, 16), "expected"),
        (date(2026, 3, 17), "due_soon"),
        (date(2026, 3, 31), "due_soon"),  # the last good day itself
        (date(2026, 4, 1), "missing"),
    ],
)
def test_before_and_after_the_due_date(today: date, state: str) -> None:
    facts = body(sections=[section(visit("2026-01-05"), visit(today))])
    found = standing(facts, today)
    assert (found.state, found.due_on) == (state, "2026-03-31")


def test_a_list_without_an_end_proves_what_it_goes_back_to() -> None:
    """Reports of a year are published from its December on."""
    short = body(since=2023, sections=[section(visit("2026-04-01", reach="2024-12-01"))])
    states = [standing(short, year=year).state for year in (2023, 2024, 2025)]
    assert states == ["cannot_tell", "missing", "missing"]
    rules = {judgement.rule: judgement for judgement in judge(short, AFTER).judgements}
    assert rules["history_gap"].data["years"] == [2024]


def test_missing_names_its_proof() -> None:
    first, second = section(visit("2026-04-01"), id="one"), section(visit("2026-04-02"), id="two")
    found = standing(body(sections=[first, second]))
    assert found.state == "missing"
    assert found.visit_ids == (first.visits[0].id, second.visits[0].id)


@pytest.mark.parametrize(("published", "state"), [("2026-03-01", "on_time"), ("2026-04-01", "late")])
def test_a_joint_report_that_counts_for_another_body_is_not_missing(published: str, state: str) -> None:
    joint = report(2025, published_on=published, first_seen=published, title="甲区、乙区联合报告")
    facts = replace(body(sections=[section(visit(AFTER))]), joint=(joint,))
    found = standing(facts)
    assert found.state == state
    assert found.reason.startswith("联合发布的《甲区、乙区联合报告》：公开日期 " + published)
    rules = {judgement.rule: judgement for judgement in judge(facts, AFTER).judgements}
    assert "report_missing" not in rules
    assert ("report_late" in rules) == (state == "late")


SIGHT: dict[str, tuple[SectionFact, str]] = {
    "never visited": (section(), "尚未读取"),
    "not since the due date": (section(visit("2026-03-30")), "自期限之后尚未读取"),
    "on the last good day": (section(visit("2026-03-31")), "自期限之后尚未读取"),
    "blind since": (section(visit("2026-03-30"), visit("2026-04-01", "blind")), "不能读取：网站在规定时间内没有应答"),
    "in part only": (section(visit("2026-04-01", "partial")), "未能完整读取"),
    "good but not whole": (section(visit("2026-04-01", whole=False)), "未能完整读取"),
    "unchanged since before the due date": (
        section(visit("2026-03-30"), visit("2026-04-01", unchanged=True)),
        "首页未变，但期限之后尚未逐页读取",
    ),
    "copies of an earlier day only": (
        section(visit("2026-04-01", shown_at="2026-03-31T20:00:00+08:00")),
        "所得页面是 2026-03-31 的缓存副本",
    ),
    "a box of the newest rows": (section(visit("2026-04-01", reach="2026-01-04")), "只能证明 2026-01-04 以来公开的"),
    "a visit of which nobody knows how far back it saw": (section(visit("2026-04-01", reach=None)), "没有显示终点"),
    "an unsure document": (section(visit("2026-04-01"), pending=[document("法治报告")]), "待判定"),
    "an unsure document whose title bears the year of its posting": (
        section(visit("2026-04-01"), pending=[document("2026年报告", year=2026, row_date="2026-03-12")]),
        "待判定",
    ),
    "an unsure document whose title was left at the year before": (
        section(visit("2026-04-01"), pending=[document("2024年报告", year=2024, row_date="2026-03-12")]),
        "待判定",
    ),
    "an unsure document named two years back": (
        section(visit("2026-04-01"), pending=[document("2023年报告", year=2023, row_date="2026-03-12")]),
        "待判定",
    ),
    "an unsure document in a list that proves nothing besides": (
        section(visit("2026-04-01", reach="2026-03-05"), pending=[document("法治报告", year=2025)]),
        "有待判定的文件，可能就是该报告：法治报告 (http://a.gov.cn/法治报告.html)",
    ),
    "an unsure document in a list that cannot be read": (
        section(visit("2026-03-30"), visit("2026-04-01", "blind"), pending=[document("法治报告", year=2025)]),
        "待判定",
    ),
    "an unread document in a list that cannot be read": (
        section(visit("2026-03-30"), visit("2026-04-01", "blind"), pending=[document("报告", "unread", 2025)]),
        "不能读取",
    ),
    "an unread document of that year": (
        section(visit("2026-04-01"), pending=[document("报告", "unread", 2025)]),
        "待判定",
    ),
}


@pytest.mark.parametrize("name", SIGHT)
def test_what_was_not_seen_is_not_called_missing(name: str) -> None:
    doubtful, words = SIGHT[name]
    found = standing(body(sections=[doubtful]))
    assert found.state == "cannot_tell"
    assert words in found.reason


@pytest.mark.parametrize(
    "pending",
    [
        document("旧报告", "unsure", 2023),
        document("去年的", "unsure", 2024, row_date="2025-03-12"),
        document("公开年报", "unsure", kind=Kind.DISCLOSURE_ANNUAL),
        document("新闻", "not_a_report"),
    ],
    ids=lambda item: item.title,
)
def test_a_document_that_cannot_be_the_report_is_no_doubt(pending: Any) -> None:
    assert standing(body(sections=[section(visit("2026-04-01"), pending=[pending])])).state == "missing"


def test_a_compilation_of_the_parent_may_hold_the_report() -> None:
    facts = body(sections=[section(visit("2026-04-01"))])
    held = document("全县各部门2025年度法治政府建设情况报告汇编", "unsure", 2025)
    found = standing(replace(facts, compiled=(held,)))
    assert (found.state, "汇编" in found.reason) == ("cannot_tell", True)
    assert standing(replace(facts, compiled=(document("2023年汇编", "unsure", 2023),))).state == "missing"


def test_every_section_of_the_kind_has_to_be_seen() -> None:
    seen, unseen = section(visit("2026-04-01"), id="one"), section(visit("2026-03-01"), id="two")
    assert standing(body(sections=[seen, unseen])).state == "cannot_tell"
    other_kind = section(id="three", kinds=["disclosure_annual"])
    found = [
        item for item in judge(body(sections=[seen, other_kind]), AFTER).expectations if item.kind == "fazhi_annual"
    ]
    assert [item.state for item in found] == ["missing"]


def test_an_unchanged_page_carries_a_walk_that_was_made_after_the_due_date() -> None:
    facts = body(sections=[section(visit("2026-04-01"), visit("2026-04-02", unchanged=True))])
    found = standing(facts)
    assert found.state == "missing"
    assert found.visit_ids == tuple(visit.id for visit in facts.sections[0].visits), "the walk and what carries it"


@pytest.mark.parametrize("outcome", ["blind", "partial"])
@pytest.mark.parametrize(("today", "state"), [(date(2026, 4, 8), "missing"), (date(2026, 4, 9), "cannot_tell")])
def test_a_proof_is_fresh_for_a_week_once_the_list_is_not_seen_whole(today: date, state: str, outcome: str) -> None:
    facts = body(sections=[section(visit("2026-04-01"), visit("2026-04-03", outcome))])
    assert standing(facts, today).state == state


@pytest.mark.parametrize(("today", "state"), [(date(2026, 4, 15), "missing"), (date(2026, 4, 16), "cannot_tell")])
def test_a_proof_is_fresh_for_a_fortnight_where_nobody_looked_again(today: date, state: str) -> None:
    """What was published since is not known, and the days of a case must not be counted without looking."""
    found = standing(body(sections=[section(visit("2026-04-01"))]), today)
    assert (found.state, "自 2026-04-01 之后未再读取" in found.reason) == (state, state == "cannot_tell")


def test_copies_prove_as_of_their_time() -> None:
    walked = visit("2026-04-05", shown_at="2026-04-02T09:00:00+08:00")
    seen = section(walked, visit("2026-04-09", unchanged=True, shown_at="2026-04-02T09:00:00+08:00"))
    assert standing(body(sections=[seen]), date(2026, 4, 16)).state == "missing"
    later = standing(body(sections=[seen]), date(2026, 4, 17))
    assert (later.state, "2026-04-02 的缓存副本" in later.reason) == ("cannot_tell", True)


def test_without_a_section_nothing_is_expected() -> None:
    assert judge(body(sections=[]), AFTER).expectations == ()


def test_an_unwatched_body_is_not_judged() -> None:
    verdict = judge(body(report(2025, {"head_appearance_rate": "4/5"}), watched=False), AFTER)
    assert (verdict.expectations, verdict.judgements) == ((), ())


DATES: dict[str, tuple[dict[str, Any], str]] = {
    "published in time": ({"published_on": "2026-03-31", "first_seen": "2026-05-01"}, "on_time"),
    "updated in time": (
        {"published_on": "2026-03-01", "published_basis": DateBasis.UPDATED_LABEL, "first_seen": "2026-05-01"},
        "on_time",
    ),
    "seen in time, though dated later": ({"published_on": "2026-04-05", "first_seen": "2026-03-30"}, "on_time"),
    "published late": ({"published_on": "2026-04-02", "first_seen": "2026-04-02"}, "late"),
    "published late, signed in time": (
        {"published_on": "2026-04-10", "signed_on": "2026-02-10", "first_seen": "2026-04-11"},
        "late",
    ),
    "on the border": ({"published_on": "2026-04-01", "first_seen": "2026-04-02"}, "late"),
    "updated later, signed in time": (
        {"published_on": "2026-04-20", "published_basis": DateBasis.UPDATED_LABEL, "first_seen": "2026-04-21"},
        "found_undated",
    ),
    "updated later, signed late": (
        {
            "published_on": "2026-04-20",
            "published_basis": DateBasis.UPDATED_LABEL,
            "signed_on": "2026-04-15",
            "first_seen": "2026-04-21",
        },
        "late",
    ),
    "no date, signed late": (
        {
            "published_on": None,
            "published_basis": DateBasis.NONE,
            "signed_on": "2026-04-05",
            "first_seen": "2026-04-21",
        },
        "late",
    ),
    "no date, signed in time": (
        {
            "published_on": None,
            "published_basis": DateBasis.NONE,
            "signed_on": "2026-02-05",
            "first_seen": "2026-04-21",
        },
        "found_undated",
    ),
    "no date at all": (
        {"published_on": None, "published_basis": DateBasis.NONE, "signed_on": None, "first_seen": "2026-04-21"},
        "found_undated",
    ),
    "signed after it was seen": (
        {
            "published_on": None,
            "published_basis": DateBasis.NONE,
            "signed_on": "2026-12-20",
            "first_seen": "2026-04-21",
        },
        "found_undated",
    ),
    "published before it could be written": (
        {"published_on": "2025-03-10", "signed_on": "2026-04-15", "first_seen": "2026-04-21"},
        "late",
    ),
    "published in its own December": ({"published_on": "2025-12-05", "first_seen": "2026-04-21"}, "on_time"),
    "made anew, its address says an earlier day": (
        {
            "published_on": "2026-04-15",
            "first_seen": "2026-04-21",
            "places": (place("http://a.gov.cn/202603/t20260312_1.html", first="2026-04-21"),),
        },
        "found_undated",
    ),
    "its address is as late as its date": (
        {
            "published_on": "2026-04-15",
            "first_seen": "2026-04-21",
            "places": (place("http://a.gov.cn/202604/t20260415_1.html", first="2026-04-21"),),
        },
        "late",
    ),
    "dated after it was seen": (
        {"published_on": "2026-05-20", "signed_on": None, "first_seen": "2026-04-21"},
        "found_undated",
    ),
}


@pytest.mark.parametrize("name", DATES)
def test_three_dates(name: str) -> None:
    fields, state = DATES[name]
    assert standing(body(report(2025, **fields)), date(2026, 6, 1)).state == state


def test_undated_makes_no_case() -> None:
    fields, _ = DATES["no date at all"]
    rules = {item.rule for item in judge(body(report(2025, **fields)), date(2026, 6, 1)).judgements}
    assert not rules & {"report_late", "report_missing", "cannot_tell"}


def test_years_from_since_to_until() -> None:
    verdict = judge(body(since=2021, until=2023), date(2026, 4, 2))
    assert [item.year for item in verdict.expectations] == [2021, 2022, 2023]


def test_without_since_only_the_newest_due_year_and_after() -> None:
    assert [item.year for item in judge(body(since=None), date(2026, 2, 1)).expectations] == [2024, 2025]
    assert [item.year for item in judge(body(since=None), date(2026, 4, 2)).expectations] == [2025]


def test_years_without_a_due_date_are_not_expected() -> None:
    assert [item.year for item in judge(body(since=2015), date(2020, 1, 1)).expectations] == [2018, 2019]


def test_exempt_says_why() -> None:
    duties = [{"body": "a", "years": [2025], "exempt": True, "why": "机构改革"}]
    found = standing(body(), duties=duties)
    assert (found.state, found.due_on) == ("exempt", None)
    assert "机构改革" in found.reason


@pytest.mark.parametrize("usual", [[], [{"class": "county_government", "due": "02-28", "why": "省里规定"}]])
def test_before_an_exempt_year_nothing_is_chased_as_the_newest(usual: list[dict[str, Any]]) -> None:
    duties = [*usual, {"body": "a", "years": [2025], "exempt": True, "why": "机构改革"}]
    facts = body(since=2023, sections=[section(visit("2026-06-01"))])
    found = {item.rule: item for item in judge(facts, date(2026, 6, 1), duties=duties).judgements}
    assert found.keys() == {"history_gap"}
    assert found[Rule.HISTORY_GAP].severity is Severity.WARNING
    assert found[Rule.HISTORY_GAP].history
    # Until the exempt year's own day has passed, the year before it is the newest that was due.
    before = body(since=2023, sections=[section(visit("2026-02-01"))])
    assert "report_missing" in {item.rule for item in judge(before, date(2026, 2, 1), duties=duties).judgements}


def test_a_local_due_date() -> None:
    duties = [{"class": "county_government", "due": "02-28", "why": "省里规定"}]
    found = standing(body(sections=[section(visit("2026-03-01"))]), date(2026, 3, 1), duties=duties)
    assert (found.state, found.due_on) == ("missing", "2026-02-28")


def test_severity_is_capped_where_the_duty_is_unverified() -> None:
    zone = body(sections=[section(visit("2026-06-01"))], cls="management_zone")
    (missing,) = [item for item in judge(zone, date(2026, 6, 1)).judgements if item.rule == "report_missing"]
    assert missing.severity == "warning"


@pytest.mark.parametrize(
    ("today", "rule", "severity"),
    [
        (date(2026, 4, 1), "report_missing", "warning"),
        (date(2026, 4, 29), "report_missing", "warning"),
        (date(2026, 4, 30), "report_missing", "critical"),
        (date(2027, 3, 31), "report_missing", "critical"),
        (date(2027, 4, 1), "history_gap", "warning"),  # 2026 is the newest due year now
    ],
)
def test_escalation_and_the_end_of_the_chase(today: date, rule: str, severity: str) -> None:
    facts = body(sections=[section(visit(today))])
    found = [(item.rule, item.severity) for item in judge(facts, today).judgements if item.year == 2025]
    assert found == [(rule, severity)]


def test_reminders_count_up() -> None:
    def reminders(today: date) -> int:
        (case,) = [
            item for item in judge(body(sections=[section(visit(today))]), today).judgements if item.year == 2025
        ]
        return int(case.data["reminders"])

    assert [reminders(date(2026, month, 29)) for month in (4, 6, 9, 12)] == [0, 1, 2, 3]


reports = st.builds(
    lambda year, published, seen: report(year, published_on=published, first_seen=seen),
    st.integers(2022, 2025),
    st.sampled_from([None, "2024-03-01", "2026-04-01", "2026-05-01"]),
    st.sampled_from(["2026-01-05", "2026-04-20"]),
)


@given(st.lists(reports, max_size=3, unique_by=lambda item: item.year), st.dates(date(2023, 1, 1), date(2027, 12, 31)))
def test_never_missing_when_found_and_never_twice(found: list[ReportFact], today: date) -> None:
    expectations = judge(body(*found, since=2022), today).expectations
    years = [item.year for item in expectations]
    assert years == sorted(set(years))
    missing = {item.year for item in expectations if item.state in ("missing", "cannot_tell", "due_soon", "expected")}
    assert not missing & {item.year for item in found}
