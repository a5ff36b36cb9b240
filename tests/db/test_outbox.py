"""Cases and messages as rows: what the telling room builds on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db import cases, outbox
from db.cases import AlertDraft
from db.catalogue import MetricRow, RuleRow, put_catalogue
from db.expectations import fetch_expectations, replace_expectations
from db.records import Expectation
from db.vocabulary import AlertEvent, AlertState, ExpectationState, MessageState, Rule, Severity
from parsers.vocabulary import FigureKind, Kind
from tests.db.world import World, day

DRAFT = AlertDraft(
    "f1", Rule.COUNT_CHANGE, Severity.WARNING, "heping", Kind.FAZHI_ANNUAL, 2024, "legal_aid_cases",
    "法律援助案件553→347件", "说明", {"metrics": ["legal_aid_cases"], "figures": [1]}, "d1",
)  # fmt: skip
AT = day("2025-04-02")


def test_a_case_is_opened_updated_and_closed(world: World) -> None:
    db = world.db
    alert_id = cases.upsert_alert(db, DRAFT, AT)
    cases.add_event(db, alert_id, AlertEvent.OPENED, AT, severity=Severity.WARNING)
    cases.set_state(db, alert_id, AlertState.ACKNOWLEDGED, at=AT)
    later = day("2025-04-03")
    assert cases.upsert_alert(db, replace(DRAFT, title="新", digest="d2", severity=Severity.NOTICE), later) == alert_id
    (alert,) = cases.fetch_alerts(db, states=[AlertState.ACKNOWLEDGED])
    assert (alert.title, alert.digest, alert.severity, alert.opened_at, alert.last_seen_at) == (
        "新", "d2", Severity.NOTICE, AT, later,
    )  # fmt: skip
    assert alert.evidence == {"metrics": ["legal_aid_cases"], "figures": [1]}
    cases.set_state(db, alert_id, AlertState.DISMISSED, at=later)
    cases.add_event(db, alert_id, AlertEvent.DISMISSED, later, by="李四", why="误报", os_user="op", host="h")
    assert cases.fetch_alerts(db, ids=[alert_id])[0].closed_at == later
    assert [event.event for event in cases.fetch_events(db, [alert_id])] == ["opened", "dismissed"]
    assert cases.fetch_events(db)[1].by == "李四"
    cases.set_state(db, alert_id, AlertState.OPEN, at=later)
    (again,) = cases.fetch_alerts(db, fingerprints=["f1"], body_id="heping")
    assert again.closed_at is None
    cases.touch_alerts(db, [alert_id], day("2025-04-04"))
    assert cases.fetch_alerts(db)[0].last_seen_at == day("2025-04-04")
    assert cases.fetch_alerts(db, states=[]) == []
    with pytest.raises(LookupError):
        cases.set_state(db, 99, AlertState.OPEN, at=AT)


@pytest.fixture
def event(world: World) -> tuple[int, int]:
    alert_id = cases.upsert_alert(world.db, DRAFT, AT)
    return alert_id, cases.add_event(world.db, alert_id, AlertEvent.OPENED, AT, severity=Severity.WARNING)


def queue(world: World, event: tuple[int, int], name: str = "督察科", channel: str = "mail") -> int:
    return outbox.queue_message(
        world.db, supervisor=name, channel=channel, message_id=f"<{name}.{channel}@fazhi>", subject="【预警】",
        content=b"From: x\r\n\r\ny", created_at=AT, deliveries=[event],
    )  # fmt: skip


def test_an_event_is_told_once_to_each_supervisor_and_channel(world: World, event: tuple[int, int]) -> None:
    row = queue(world, event)
    assert outbox.deliveries_of(world.db, row) == [event]
    assert outbox.told_events(world.db, failed_since=AT) == {("督察科", "mail", None): {event[1]}}
    queue(world, event, channel="FAZHI_WECOM_URL")
    assert outbox.told_events(world.db, failed_since=AT).keys() == {
        ("督察科", "mail", None),
        ("督察科", "FAZHI_WECOM_URL", None),
    }


def claim(world: World, *rows: int) -> list[outbox.Message]:
    return outbox.claim_messages(world.db, [outbox.fetch_message(world.db, row) for row in rows])


def test_a_message_goes_out_once(world: World, event: tuple[int, int]) -> None:
    row = queue(world, event)
    assert outbox.due_messages(world.db, AT) == [row]
    (message,) = claim(world, row)
    assert message == outbox.fetch_message(world.db, row)
    assert (message.state, message.attempts, message.content) == (MessageState.SENDING, 1, b"From: x\r\n\r\ny")
    assert claim(world, row) == []
    assert outbox.due_messages(world.db, AT) == []
    outbox.mark_sent(world.db, row, AT)
    assert outbox.fetch_message(world.db, row).state is MessageState.SENT
    assert outbox.recover_sending(world.db) == []


def test_a_failure_is_retried_when_its_time_comes_or_given_up(world: World, event: tuple[int, int]) -> None:
    row = queue(world, event)
    claim(world, row)
    outbox.mark_failed(world.db, row, "451 greylisted", retry_at="2025-04-02T03:00:00+00:00")
    assert outbox.due_messages(world.db, "2025-04-02T10:59:00+08:00") == []
    assert outbox.due_messages(world.db, "2025-04-02T11:00:00+08:00") == [row]
    claim(world, row)
    outbox.mark_failed(world.db, row, "550 no such user", retry_at=None)
    assert [m.error for m in outbox.fetch_messages(world.db, states=[MessageState.FAILED])] == ["550 no such user"]
    assert outbox.due_messages(world.db, day("2026-01-01")) == []


def test_a_message_found_sending_is_sent_once_more_and_said_to_be_uncertain(
    world: World, event: tuple[int, int]
) -> None:
    row = queue(world, event)
    claim(world, row)  # and the process dies here
    assert outbox.recover_sending(world.db) == [row]
    (message,) = claim(world, row)
    assert (message.uncertain, message.attempts) == (True, 2)


def test_messages_claimed_together_that_never_began_are_as_if_they_had_not_been(
    world: World, event: tuple[int, int]
) -> None:
    rows = [queue(world, event), queue(world, event, channel="FAZHI_WECOM_URL")]
    before = outbox.fetch_messages(world.db)
    assert [message.id for message in claim(world, *reversed(rows))] == rows[::-1]
    outbox.release_messages(world.db, rows)
    assert outbox.fetch_messages(world.db) == before


def test_a_message_and_its_deliveries_are_queued_together_or_not_at_all(world: World, event: tuple[int, int]) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"):
        queue(world, (event[0], 999))
    assert outbox.fetch_messages(world.db, supervisor="督察科") == []


def test_expectations_are_replaced_only_when_they_change(world: World) -> None:
    wanted = [
        Expectation("heping", Kind.FAZHI_ANNUAL, 2024, "2025-03-31", ExpectationState.MISSING, "1 day", (3, 4)),
        Expectation("heping", Kind.FAZHI_ANNUAL, 2023, None, ExpectationState.EXEMPT, "merged"),
    ]
    assert replace_expectations(world.db, "heping", wanted)
    assert not replace_expectations(world.db, "heping", reversed(wanted))
    assert fetch_expectations(world.db) == wanted[::-1]
    assert replace_expectations(world.db, "heping", wanted[1:])
    assert fetch_expectations(world.db, "heping") == wanted[1:]
    with pytest.raises(ValueError, match="given for qinghe-city"):
        replace_expectations(world.db, "qinghe-city", wanted)


def test_the_catalogue_is_rows_in_the_file(world: World) -> None:
    names = ("legal_aid_cases", "法律援助案件数", "Legal aid cases", "法律援助")
    metric = MetricRow(*names, FigureKind.COUNT, "件", "neutral", "none", None, None, 1, None)
    rule = RuleRow(Rule.COUNT_CHANGE, "数量变化", "Count changed", None, None)
    assert put_catalogue(world.db, [metric], [rule])
    assert not put_catalogue(world.db, [metric], [rule])
    assert put_catalogue(world.db, [replace(metric, unit="宗")], [rule])
    assert world.db.conn.execute("SELECT unit FROM metrics").fetchall() == [("宗",)]
