"""Cases in the database: what a check writes, what it does not, and the history that stays."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.cases import fetch_alerts, fetch_events
from db.database import Database
from db.expectations import replace_expectations
from db.problems import DatabaseProblem
from db.records import Expectation
from db.vocabulary import AlertEvent, AlertState, ExpectationState, Rule, Severity
from parsers.vocabulary import Kind
from scheduler.errors import UsageProblem
from scheduler.judge import WordedJudgement
from scheduler.passes.send import send
from scheduler.passes.site import Site
from scheduler.tell.cases import propose, settle, settle_operator
from scheduler.tell.desk import case_text, decide_case, describe_case, list_cases
from scheduler.tell.life import Why
from scheduler.tell.news import TOLD
from scheduler.tell.operator import delivery_findings
from tests.scheduler.tell.desk import at, desk_site, finding

DAY = date(2026, 3, 20)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return desk_site(tmp_path, DAY.isoformat())


def check(db: Database, *worded: WordedJudgement, day: date = DAY, body: str = "heping") -> list[AlertEvent]:
    return [change.event for change in settle(db, body, worded, at=at(day), today=day)]


def history(db: Database) -> list[tuple[AlertEvent, str | None]]:
    return [(event.event, event.why) for event in fetch_events(db)]


def test_a_file_that_throws_events_away_is_said_to_do_so(site: Site) -> None:
    """A trigger that a hand put into the file: nothing is half written, and the message names the way on."""
    swallow = "CREATE TRIGGER away BEFORE INSERT ON alert_events BEGIN SELECT RAISE(IGNORE); END"
    site.db.conn.execute(swallow)
    with pytest.raises(DatabaseProblem, match=r"a row of alert_events.*fazhi verify") as raised:
        check(site.db, finding())
    assert raised.value.exit_code == 1
    assert fetch_alerts(site.db) == []
    site.db.conn.execute("DROP TRIGGER away")
    assert check(site.db, finding()) == [AlertEvent.OPENED]


def test_a_case_from_opening_to_recovery(site: Site) -> None:
    db = site.db
    assert check(db, finding()) == [AlertEvent.OPENED]
    assert check(db, finding(digest="2", explanation="另一个说法。")) == [AlertEvent.UPDATED]
    assert check(db, finding(digest="2", severity=Severity.CRITICAL)) == [AlertEvent.WORSENED]
    assert check(db) == [AlertEvent.RESOLVED]
    (alert,) = fetch_alerts(db)
    assert (alert.state, alert.closed_at, alert.severity) == (AlertState.RESOLVED, at(DAY), Severity.CRITICAL)
    assert check(db, finding(digest="2")) == [AlertEvent.REOPENED]
    (alert,) = fetch_alerts(db)
    assert (alert.state, alert.closed_at, alert.opened_at) == (AlertState.OPEN, None, at(DAY))
    assert history(db)[-2:] == [(AlertEvent.RESOLVED, Why.NOT_FOUND_AGAIN), (AlertEvent.REOPENED, Why.FOUND_AGAIN)]


def test_a_second_check_writes_nothing(site: Site) -> None:
    worded = [finding(evidence={"figures": (1, 2), "compared": {"old": {"value": 1.5}}}), finding(Rule.PART_ABSENT)]
    check(site.db, *worded)
    before = site.db.conn.total_changes
    assert check(site.db, *worded) == []
    assert site.db.conn.total_changes == before
    # On the next day it is noted once that they were found.
    check(site.db, *worded, day=DAY + timedelta(1))
    assert {alert.last_seen_at for alert in fetch_alerts(site.db)} == {at(DAY + timedelta(1))}
    before = site.db.conn.total_changes
    check(site.db, *worded, day=DAY + timedelta(1))
    assert site.db.conn.total_changes == before


def test_words_that_move_from_day_to_day_are_stored_without_an_event(site: Site) -> None:
    check(site.db, finding(explanation="已逾期3日。"))
    assert check(site.db, finding(explanation="已逾期4日。"), day=DAY + timedelta(1)) == []
    assert fetch_alerts(site.db)[0].explanation == "已逾期4日。"


def test_what_only_new_rules_say_otherwise_is_no_news(site: Site) -> None:
    compared = {"compared": {"old": {"value": 553}, "new": {"value": 347}}}
    check(site.db, finding(evidence=compared), finding(Rule.PART_ABSENT))
    decide_case(site, 2, AlertState.RESOLVED, by="李", why="已补")
    said_otherwise = [finding(digest="2", evidence=compared), finding(Rule.PART_ABSENT, digest="2")]

    def settled(worded: list[WordedJudgement], **how: bool) -> list[AlertEvent]:
        return [change.event for change in settle(site.db, "heping", worded, at=at(DAY), today=DAY, **how)]

    assert settled(said_otherwise, new_rules=True) == []
    assert {alert.digest for alert in fetch_alerts(site.db)} == {"2"}
    assert settled(said_otherwise) == [], "nor is it on the next day"
    other = finding(digest="3", evidence={"compared": {"old": {"value": 553}, "new": {"value": 12}}})
    assert settled([other, said_otherwise[1]], new_rules=True) == [AlertEvent.UPDATED]


def test_findings_of_one_fingerprint_are_one_case_and_the_most_severe_speaks(site: Site) -> None:
    assert check(site.db, finding(severity=Severity.NOTICE), finding(severity=Severity.WARNING)) == [AlertEvent.OPENED]
    assert [alert.severity for alert in fetch_alerts(site.db)] == [Severity.WARNING]


def test_a_check_of_one_body_leaves_the_others_alone(site: Site) -> None:
    check(site.db, finding(body="zone"), body="zone")
    assert check(site.db) == []
    assert fetch_alerts(site.db)[0].state is AlertState.OPEN


def test_what_would_be_done_is_proposed_and_not_written(site: Site) -> None:
    check(site.db, finding())
    before = site.db.conn.total_changes
    changes = propose(site.db, "heping", [finding(Rule.PART_ABSENT)], today=DAY)
    assert [(change.event, change.alert_id) for change in changes] == [
        (AlertEvent.OPENED, None),
        (AlertEvent.RESOLVED, 1),
    ]
    assert str(changes[1]) == "resolved warning count_change: #1 和平区2025年度：法律援助案件553→347件"
    assert site.db.conn.total_changes == before


def expect(db: Database, state: ExpectationState) -> None:
    replace_expectations(db, "heping", [Expectation("heping", Kind.FAZHI_ANNUAL, 2025, "2026-03-31", state, "")])


def test_a_missing_report_is_held_while_we_are_blind_and_resolved_when_it_is_found(site: Site) -> None:
    missing = finding(Rule.REPORT_MISSING)
    expect(site.db, ExpectationState.MISSING)
    check(site.db, missing)
    expect(site.db, ExpectationState.CANNOT_TELL)
    assert check(site.db, finding(Rule.CANNOT_TELL)) == [AlertEvent.OPENED]
    expect(site.db, ExpectationState.ON_TIME)
    assert check(site.db) == [AlertEvent.RESOLVED, AlertEvent.RESOLVED]
    assert history(site.db)[-1] == (AlertEvent.RESOLVED, Why.PUBLISHED)


def test_reminders_are_told_as_they_fall_due_and_a_late_start_reminds_once(site: Site) -> None:
    check(site.db, finding(Rule.REPORT_MISSING, remind=2))
    assert check(site.db, finding(Rule.REPORT_MISSING, remind=2), day=DAY + timedelta(1)) == []
    assert check(site.db, finding(Rule.REPORT_MISSING, remind=3), day=DAY + timedelta(2)) == [AlertEvent.ESCALATED]
    assert check(site.db, finding(Rule.REPORT_MISSING, remind=3), day=DAY + timedelta(3)) == []


def test_a_fact_about_a_moment_stays(site: Site) -> None:
    check(site.db, finding(Rule.REPORT_REVISED, final=True))
    assert check(site.db) == []
    assert fetch_alerts(site.db)[0].state is AlertState.OPEN


def test_a_person_decides_with_name_and_reason(site: Site) -> None:
    check(site.db, finding())
    alert = decide_case(site, 1, AlertState.DISMISSED, by="王\n敏", why="口径\x1b[31m不同\u202e")
    assert (alert.state, alert.closed_at) == (AlertState.DISMISSED, site.seen_at)
    event = fetch_events(site.db)[-1]
    assert (event.event, event.by, event.why) == (AlertEvent.DISMISSED, "王 敏", "口径 [31m不同")
    assert event.os_user and event.host
    assert check(site.db, finding(digest="2")) == []
    assert check(site.db, finding(severity=Severity.CRITICAL)) == [AlertEvent.WORSENED]


@pytest.mark.parametrize(
    ("number", "by", "why", "until"),
    [
        (9, "王敏", "属实", None),
        (1, " \u200b", "属实", None),
        (1, "王敏", "\t", None),
        (1, "王" * 101, "属实", None),
        (1, "王敏", "由" * 2001, None),
        (1, "王敏", None, DAY),
    ],
)
def test_a_decision_that_says_nothing_is_refused(
    site: Site, number: int, by: str, why: str | None, until: date | None
) -> None:
    check(site.db, finding())
    with pytest.raises(UsageProblem):
        decide_case(site, number, AlertState.SNOOZED, by=by, why=why, until=until)
    assert fetch_alerts(site.db)[0].state is AlertState.OPEN
    assert len(fetch_events(site.db)) == 1


def test_what_is_resolved_can_only_be_called_a_false_alarm(site: Site) -> None:
    check(site.db, finding())
    check(site.db)
    for state in (AlertState.ACKNOWLEDGED, AlertState.RESOLVED, AlertState.SNOOZED):
        with pytest.raises(UsageProblem, match="resolved"):
            decide_case(site, 1, state, by="王敏", why="核过", until=DAY + timedelta(1))
    assert decide_case(site, 1, AlertState.DISMISSED, by="王敏", why="误报").state is AlertState.DISMISSED
    assert decide_case(site, 1, AlertState.ACKNOWLEDGED, by="王敏", why="并非误报").state is AlertState.ACKNOWLEDGED


def test_a_snoozed_case_sleeps_until_its_day(site: Site) -> None:
    check(site.db, finding())
    decide_case(site, 1, AlertState.SNOOZED, by="王敏", why=None, until=DAY + timedelta(2))
    assert check(site.db, finding(), day=DAY + timedelta(1)) == []
    assert check(site.db, finding(), day=DAY + timedelta(2)) == [AlertEvent.REOPENED]
    alert = fetch_alerts(site.db)[0]
    assert (alert.state, alert.snoozed_until) == (AlertState.OPEN, None)


def test_a_case_is_listed_worst_first_and_shown_with_its_history(site: Site) -> None:
    check(site.db, finding(Rule.PART_ABSENT, severity=Severity.NOTICE, title="未见\x1b[2J原因"), finding())
    decide_case(site, 2, AlertState.ACKNOWLEDGED, by="王敏", why="属实")
    found = list_cases(site.db, body_id=None, states=None, least=Severity.INFO)
    assert [alert.severity for alert in found] == [Severity.WARNING, Severity.NOTICE]
    assert len(list_cases(site.db, body_id=None, states=None, least=Severity.WARNING)) == 1
    text = "\n".join(case_text(describe_case(site, 2)))
    assert "演示数据" in text and "\x1b" not in text and "王敏" in text and "属实" in text
    assert describe_case(site, 2).document()["events"][1]["by"] == "王敏"


def test_what_the_program_closed_is_not_called_put_right(site: Site) -> None:
    check(site.db, finding(Rule.PART_ABSENT), finding())
    check(site.db, finding(), day=DAY + timedelta(1))
    decide_case(site, 2, AlertState.RESOLVED, by="王敏", why="已补")
    closed, put_right = ("\n".join(case_text(describe_case(site, number))) for number in (1, 2))
    assert "已消除" in closed and "已整改" not in closed
    assert "已整改" in put_right and "已消除" not in put_right


def test_the_operators_cases_are_settled_by_rule(site: Site) -> None:
    findings = delivery_findings(site.db, site.config, [], {"mail.example:25": "refused"})
    changes = settle_operator(site.db, Rule.DELIVERY_FAILED, findings, at=site.seen_at, today=DAY)
    assert [change.event for change in changes] == [AlertEvent.OPENED]
    check(site.db, finding())
    assert settle_operator(site.db, Rule.DELIVERY_FAILED, [], at=site.seen_at, today=DAY)[0].event == "resolved"
    assert [alert.state for alert in fetch_alerts(site.db)] == [AlertState.RESOLVED, AlertState.OPEN]


# --- any life of two cases, told as it goes ----------------------------------------------------------------------

steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("check"),
            st.dictionaries(st.sampled_from("ab"), st.tuples(st.sampled_from(Severity), st.sampled_from("12"))),
        ),
        st.tuples(st.just("decide"), st.tuples(st.sampled_from("ab"), st.sampled_from(AlertState))),
        st.tuples(st.just("send"), st.none()),
    ),
    max_size=14,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_no_event_is_lost_or_told_twice(plan: list[tuple[str, object]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = desk_site(Path(folder), DAY.isoformat())
        for number, (step, detail) in enumerate([*plan, ("send", None)]):
            today = DAY + timedelta(number)
            site = replace(site, today=today, seen_at=at(today))
            play(site, step, detail)
            if step == "send":
                assert send(site).counts()["queued"] == 0, "a second send has nothing to say"
        told = Counter(row[0] for row in site.db.conn.execute("SELECT event FROM deliveries"))
        assert set(told.values()) <= {1}
        for alert in fetch_alerts(site.db, states=[AlertState.OPEN, AlertState.ACKNOWLEDGED]):
            events = [event.id for event in fetch_events(site.db, [alert.id]) if event.event in TOLD]
            assert alert.severity is Severity.INFO or set(events) <= set(told), "told of all that happened to it"
        site.db.close()


def play(site: Site, step: str, detail: object) -> None:
    if step == "check":
        assert isinstance(detail, dict)
        worded = [finding(key=key, severity=severity, digest=digest) for key, (severity, digest) in detail.items()]
        settle(site.db, "heping", worded, at=site.seen_at, today=site.today)
        before = site.db.conn.total_changes
        assert settle(site.db, "heping", worded, at=site.seen_at, today=site.today) == []
        assert site.db.conn.total_changes == before
    elif step == "decide":
        assert isinstance(detail, tuple)
        key, state = detail
        for alert in fetch_alerts(site.db, fingerprints=[finding(key=key).fingerprint]):
            closed = alert.state is AlertState.RESOLVED and state is not AlertState.DISMISSED
            if state is not AlertState.OPEN and not closed:
                until = site.today + timedelta(2) if state is AlertState.SNOOZED else None
                decide_case(site, alert.id, state, by="王敏", why="核过", until=until)
    else:
        send(site)
