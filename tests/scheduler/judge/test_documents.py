"""Reports as documents: their places, versions, parts, and texts that repeat each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records import RevisionFact
from db.vocabulary import ReportState, Rule
from parsers.metrics import catalogue
from parsers.vocabulary import DateBasis, Kind, Method
from scheduler.judge import names_of, put_into_words
from scheduler.judge.recycled import ClauseIndex, Clauses
from tests.scheduler.judge.build import body, config_of, document, found, parts, place, report, section, version, visit
from tests.scheduler.judge.examples import packed

TODAY = date(2026, 5, 1)


def test_a_zone_s_withdrawn_report_is_capped_by_its_duty() -> None:
    facts = body(report(2025, state=ReportState.WITHDRAWN), cls="management_zone")
    assert [item.severity for item in found(facts, Rule.REPORT_WITHDRAWN, TODAY)] == ["warning"]


def test_a_change_in_a_recognised_scan_is_a_notice() -> None:
    made = report(2025)
    before = made.versions[0]
    after = version(before.place_id, number=2, method=Method.PDF_OCR)
    change = {"label": "受理", "metric": None, "old": 100.0, "new": 160.0, "old_quote": "a", "new_quote": "b"}
    revision = RevisionFact(after.id, before.id, made.url, after.observed_at, (change,))
    made = replace(made, versions=(before, after), current_version_id=after.id, revisions=(revision,))
    (case,) = found(body(made), Rule.REPORT_REVISED, TODAY)
    assert case.severity == "notice"
    assert set(case.evidence["captures"]) == {*before.capture_ids, *after.capture_ids}


@pytest.mark.parametrize(
    ("posted", "severity"),
    [
        ("2026-04-19", "notice"),  # between the two texts: posted anew
        ("2026-01-05", "warning"),  # the day of the earlier text
        ("2026-04-25", "warning"),  # a later posting does not explain this change
        (None, "warning"),
    ],
)
def test_a_posting_date_that_moved_is_said(posted: str | None, severity: str) -> None:
    made = report(2025)
    at = replace(made.places[0], published_on=posted)
    before = made.versions[0]
    after = version(at.id, number=2, observed_at="2026-04-20T08:00:00+08:00")
    change = {"label": "受理", "metric": None, "old": 1.0, "new": 2.0, "old_quote": "", "new_quote": ""}
    revision = RevisionFact(after.id, before.id, at.url, after.observed_at, (change,))
    made = replace(made, places=(at,), versions=(before, after), current_version_id=after.id, revisions=(revision,))
    facts = body(made)
    (case,) = found(facts, Rule.REPORT_REVISED, TODAY)
    names = names_of(config_of(facts), catalogue().metrics)
    said = put_into_words(case, "zh-CN", names).explanation
    assert case.severity == severity
    assert ("2026年4月19日，晚于" in said, "未见重新发布" in said) == (severity == "notice", severity != "notice")


def test_two_changes_of_one_day_at_two_times_are_two_cases() -> None:
    made = report(2025)
    first = made.versions[0]
    change = {"label": "受理", "metric": None, "old": 1.0, "new": 2.0, "old_quote": "", "new_quote": ""}
    revisions = tuple(
        RevisionFact(first.id, first.id, made.url, f"2026-04-20T{hour:02d}:00:00+08:00", (change,)) for hour in (1, 13)
    )
    cases = found(body(replace(made, revisions=revisions)), Rule.REPORT_REVISED, TODAY)
    assert len({case.key for case in cases}) == 2


def test_places_of_a_scan_and_a_text_differ_for_information_only() -> None:
    one, other = place("http://a.gov.cn/1"), place("http://a.gov.cn/2")
    versions = (version(one.id, values_key="x"), version(other.id, values_key="y", method=Method.PDF_OCR))
    made = replace(report(2025), places=(one, other), versions=versions, current_version_id=versions[0].id)
    assert [item.severity for item in found(body(made), Rule.TEXTS_DIFFER, TODAY)] == ["info"]


BACKDATED: dict[str, Any] = {"published_on": "2026-03-30", "first_seen": "2026-04-11", "baseline": False}
SEEN = section(visit("2026-01-05"), visit("2026-04-10"), visit("2026-04-11"))


def test_backdated_stays_when_its_proof_leaves_the_window() -> None:
    (case,) = found(body(report(2025, **BACKDATED), sections=[SEEN]), Rule.REPORT_BACKDATED, TODAY)
    assert case.final
    assert case.evidence["visits"] == [SEEN.visits[1].id]


def test_an_unchanged_first_page_backdates_nothing() -> None:
    walked = section(visit("2026-03-20"), visit("2026-04-10", unchanged=True), visit("2026-04-11"))
    assert found(body(report(2025, **BACKDATED), sections=[walked]), Rule.REPORT_BACKDATED, TODAY) == []


@pytest.mark.parametrize(
    "change",
    [
        {"baseline": True},
        {"published_basis": DateBasis.UPDATED_LABEL},
        {"published_on": None, "published_basis": DateBasis.NONE},
        {"published_on": "2026-04-05"},  # within the margin
    ],
    ids=str,
)
def test_not_backdated(change: dict[str, Any]) -> None:
    made = report(2025, **{**BACKDATED, **change})
    assert found(body(made, sections=[SEEN]), Rule.REPORT_BACKDATED, TODAY) == []


def test_backdated_is_told_by_the_section_that_shows_it() -> None:
    other = section(visit("2026-01-05"), visit("2026-04-10"), id="other")
    own = section(visit("2026-04-11"))
    assert found(body(report(2025, **BACKDATED), sections=[own, other]), Rule.REPORT_BACKDATED, TODAY) == []


def test_parts_of_a_badly_read_or_unread_report_are_not_called_absent() -> None:
    absent = parts(causes="absent")
    assert found(body(report(2025, parts=absent, quality=0.5)), Rule.PART_ABSENT) == []
    assert found(body(report(2025, parts=())), Rule.PART_ABSENT) == []
    assert found(body(report(2025, kind=Kind.DISCLOSURE_ANNUAL, parts=absent)), Rule.PART_ABSENT) == []


def test_one_document_in_two_sections_is_one_case() -> None:
    same = document("法治报告", year=2025)
    sections = [section(visit("2026-03-19"), id=name, pending=[same]) for name in ("one", "two")]
    assert len(found(body(sections=sections), Rule.DOCUMENT_UNSURE)) == 1


def test_an_old_unsure_document_is_history() -> None:
    old, dated = document("旧", year=2019), document("新", year=2025)
    cases = found(body(sections=[section(visit("2026-03-19"), pending=[old, dated])]), Rule.DOCUMENT_UNSURE)
    assert [case.history for case in cases] == [True, False]
    posted = document("写错年度", year=2024, row_date="2026-03-12")  # may be the report of 2025
    (case,) = found(body(sections=[section(visit("2026-03-19"), pending=[posted])]), Rule.DOCUMENT_UNSURE)
    assert not case.history


def test_a_section_that_is_read_in_part_only_is_a_notice() -> None:
    partly = section(visit("2026-03-17"), visit("2026-03-18", "partial"), visit("2026-03-19", "partial"))
    assert [item.severity for item in found(body(sections=[partly]), Rule.SOURCE_BROKEN)] == ["notice"]


def test_history_is_before_the_newest_due_year() -> None:
    facts = body(*(report(year, {"head_appearance_rate": "4/5"}) for year in (2023, 2024, 2025)))
    before_april = {item.year: item.history for item in found(facts, Rule.BELOW_NORM, date(2026, 3, 31))}
    after = {item.year: item.history for item in found(facts, Rule.BELOW_NORM, date(2026, 4, 1))}
    assert before_april == {2023: True, 2024: False, 2025: False}
    assert after == {2023: True, 2024: True, 2025: False}


# --- texts that repeat each other ------------------------------------------------------------------------------


def index(*reports: Clauses, common: int = 20) -> ClauseIndex:
    return ClauseIndex(lambda: reports, common)


def held(body_id: str, first: int, last: int, year: int = 2025, day: str | None = "2026-01-01") -> Clauses:
    return Clauses(body_id, year, day, packed([first, last]))


def test_the_report_that_shares_most() -> None:
    nearest = index(held("a", 1, 40), held("b", 31, 60), held("c", 21, 90)).nearest_other(
        "a", 2025, "2026-02-01", range(1, 41)
    )
    assert nearest is not None
    assert (nearest.body_id, nearest.share) == ("c", 0.5)


def test_a_body_does_not_repeat_itself_here() -> None:
    assert index(held("a", 1, 40), held("a", 1, 40, year=2024)).nearest_other("a", 2025, None, range(1, 41)) is None


@pytest.mark.parametrize(
    ("year", "day", "repeats"),
    [
        (2025, "2026-02-01", True),
        (2025, "2026-02-02", False),
        (2025, None, True),
        (2024, "2026-12-31", True),
        (2026, None, False),
    ],
)
def test_the_later_text_repeats_the_earlier(year: int, day: str | None, repeats: bool) -> None:
    nearest = index(held("b", 1, 40, year, day)).nearest_other("a", 2025, "2026-02-01", range(1, 41))
    assert (nearest is not None) is repeats


def test_stock_phrases_say_nothing() -> None:
    others = [held(f"b{number}", 1, 30) for number in range(21)]
    assert index(held("a", 1, 40), *others).nearest_other("a", 2025, "2026-02-01", range(1, 41)) is None
    few = index(held("a", 1, 40), *others[:5]).nearest_other("a", 2025, "2026-02-01", range(1, 41))
    assert few is not None and few.share == 0.75


def test_an_empty_index() -> None:
    assert index().nearest_other("a", 2025, None, [1, 2, 3]) is None


spans = st.lists(
    st.tuples(st.sampled_from("bcde"), st.integers(0, 30), st.integers(0, 30), st.integers(2024, 2026)), max_size=12
)


@given(spans, st.integers(0, 30), st.integers(0, 30))
def test_the_index_is_that_of_counting_by_hand(texts: list[tuple[str, int, int, int]], first: int, length: int) -> None:
    own = range(first, first + length + 1)
    held_by = [held(name, low, low + more, year) for name, low, more, year in texts]
    telling = [n for n in own if len({t[0] for t in texts if t[1] <= n <= t[1] + t[2]}) <= 2]
    shares = [sum(low <= n <= low + more for n in telling) for _, low, more, year in texts if year <= 2025]
    expected = max(shares, default=0) / len(telling) if any(shares) else None
    asked = index(*held_by, common=2)
    answers = [asked.nearest_other("a", 2025, "2026-02-01", own) for _ in range(40)]  # sorted on the way
    assert {answer.share if answer else None for answer in answers} == {expected}


def test_an_unlisted_report_whose_page_does_not_open_is_not_said_to_open() -> None:
    def told(*shut: bool) -> object:
        places = tuple(place(f"http://a.example/{n}", state="unlisted", shut=is_shut) for n, is_shut in enumerate(shut))
        facts = body(report(2025, state=ReportState.UNLISTED, places=places))
        return [item.data["now"]["shut"] for item in found(facts, Rule.REPORT_UNLISTED, TODAY)]

    assert told(False) == [False]
    assert told(True) == [True]
    assert told(True, False) == [False]
