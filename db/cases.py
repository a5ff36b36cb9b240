"""Alerts as rows: what a case is, what happened to it. When a case opens or closes is decided by `scheduler.tell`.

Each verb is one short transaction; several make one inside ``with write(db):``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from db.database import Database, fetch_dicts, stored_id, write
from db.vocabulary import AlertEvent, AlertState, Rule, Severity
from parsers.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class AlertDraft:
    """What judging and wording make of a case. ``digest`` is of what a reader would see: a change is an update."""

    fingerprint: str
    rule: Rule
    severity: Severity
    body_id: str | None
    kind: Kind | None
    year: int | None
    metric: str | None
    title: str
    explanation: str
    evidence: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""
    history: bool = False
    final: bool = False


@dataclass(frozen=True, slots=True)
class Alert:
    """A case as stored."""

    id: int
    fingerprint: str
    rule: Rule
    severity: Severity
    body_id: str | None
    kind: Kind | None
    year: int | None
    metric: str | None
    state: AlertState
    title: str
    explanation: str
    evidence: Mapping[str, Any]
    digest: str
    history: bool
    final: bool
    snoozed_until: str | None
    opened_at: str
    last_seen_at: str
    closed_at: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a case: who is the name a person gave, ``os_user`` and ``host`` where it was typed."""

    id: int
    alert_id: int
    at: str
    event: AlertEvent
    severity: Severity | None
    by: str | None
    why: str | None
    os_user: str | None
    host: str | None


_COLUMNS = (
    "id, fingerprint, rule, severity, body_id, kind, year, metric, state, title, explanation, evidence, digest, "
    "history, final, snoozed_until, opened_at, last_seen_at, closed_at"
)


def fetch_alerts(
    db: Database,
    *,
    states: Collection[AlertState] | None = None,
    body_id: str | None = None,
    ids: Collection[int] | None = None,
    fingerprints: Collection[str] | None = None,
    rules: Collection[Rule] | None = None,
) -> list[Alert]:
    """The cases that meet all given conditions, by id; all cases if none is given."""
    conditions: list[str] = []
    params: list[object] = []
    for column, wanted in (("state", states), ("id", ids), ("fingerprint", fingerprints), ("rule", rules)):
        if wanted is not None:
            conditions.append(f"{column} IN (SELECT value FROM json_each(?))")
            params.append(json.dumps(list(wanted)))
    if body_id is not None:
        conditions.append("body_id = ?")
        params.append(body_id)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    return [_alert(row) for row in fetch_dicts(db, f"SELECT {_COLUMNS} FROM alerts {where} ORDER BY id", params)]


def _alert(row: dict[str, Any]) -> Alert:
    row["rule"] = Rule(row["rule"])
    row["severity"] = Severity(row["severity"])
    row["kind"] = Kind(row["kind"]) if row["kind"] else None
    row["state"] = AlertState(row["state"])
    row["evidence"] = json.loads(row["evidence"])
    row["history"] = bool(row["history"])
    row["final"] = bool(row["final"])
    return Alert(**row)


def upsert_alert(db: Database, draft: AlertDraft, at: str) -> int:
    """Store what a case now says; its id. A new one is `open` since ``at``; a known one keeps its state and opening."""
    with write(db):
        row = db.conn.execute(
            """
            INSERT INTO alerts (fingerprint, rule, severity, body_id, kind, year, metric, state, title, explanation,
                evidence, digest, history, final, opened_at, last_seen_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (fingerprint) DO UPDATE SET
                rule = excluded.rule, severity = excluded.severity, body_id = excluded.body_id, kind = excluded.kind,
                year = excluded.year, metric = excluded.metric, title = excluded.title,
                explanation = excluded.explanation, evidence = excluded.evidence, digest = excluded.digest,
                history = excluded.history, final = excluded.final, last_seen_at = excluded.last_seen_at
            RETURNING id
            """,
            [
                draft.fingerprint, draft.rule, draft.severity, draft.body_id, draft.kind, draft.year, draft.metric,
                AlertState.OPEN, draft.title, draft.explanation,
                json.dumps(dict(draft.evidence), ensure_ascii=False, sort_keys=True), draft.digest,
                int(draft.history), int(draft.final), at, at,
            ],
        ).fetchone()  # fmt: skip
    return stored_id(row, "alerts")


def touch_alerts(db: Database, ids: Iterable[int], at: str) -> None:
    """Note that these cases were found again, unchanged."""
    with write(db):
        db.conn.executemany("UPDATE alerts SET last_seen_at = ? WHERE id = ?", [(at, alert_id) for alert_id in ids])


def set_state(db: Database, alert_id: int, state: AlertState, *, at: str, snoozed_until: str | None = None) -> None:
    """Put a case into a state. Resolved and dismissed ones are closed at ``at``; any other state opens them again.

    Raises `LookupError` for a case that does not exist.
    """
    closed_at = at if state in (AlertState.RESOLVED, AlertState.DISMISSED) else None
    with write(db):
        changed = db.conn.execute(
            "UPDATE alerts SET state = ?, snoozed_until = ?, closed_at = ? WHERE id = ?",
            [state, snoozed_until, closed_at, alert_id],
        )
        if not changed.rowcount:
            raise LookupError(f"no alert {alert_id}")


def add_event(
    db: Database,
    alert_id: int,
    event: AlertEvent,
    at: str,
    *,
    severity: Severity | None = None,
    by: str | None = None,
    why: str | None = None,
    os_user: str | None = None,
    host: str | None = None,
) -> int:
    """Note what happened to a case; the event's id."""
    with write(db):
        row = db.conn.execute(
            'INSERT INTO alert_events (alert_id, at, event, severity, "by", why, os_user, host) '
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            [alert_id, at, event, severity, by, why, os_user, host],
        ).fetchone()
    return stored_id(row, "alert_events")


def fetch_events(db: Database, alert_ids: Sequence[int] | None = None) -> list[Event]:
    """The history of these cases (None: of all), oldest first."""
    where, params = "", []
    if alert_ids is not None:
        where, params = "WHERE alert_id IN (SELECT value FROM json_each(?))", [json.dumps(list(alert_ids))]
    return [
        as_event(row)
        for row in db.conn.execute(f"SELECT {EVENT_COLUMNS} FROM alert_events e {where} ORDER BY id", params)
    ]


EVENT_COLUMNS = 'e.id, e.alert_id, e.at, e.event, e.severity, e."by", e.why, e.os_user, e.host'


def as_event(row: Sequence[Any]) -> Event:
    """The record of a row selected as `EVENT_COLUMNS`."""
    event_id, alert_id, at, event, severity, *rest = row
    return Event(*(event_id, alert_id, at, AlertEvent(event), Severity(severity) if severity else None, *rest))


@dataclass(frozen=True, slots=True)
class CaseHead:
    """What decides whom a case is told: no words, no evidence."""

    id: int
    fingerprint: str
    rule: Rule
    severity: Severity
    body_id: str | None
    year: int | None
    state: AlertState
    history: bool


def fetch_heads(db: Database) -> dict[int, CaseHead]:
    """Every case by id, without its words and evidence."""
    rows = db.conn.execute(
        "SELECT id, fingerprint, rule, severity, body_id, year, state, history FROM alerts ORDER BY id"
    )
    return {
        number: CaseHead(
            number, fingerprint, Rule(rule), Severity(severity), body_id, year, AlertState(state), bool(history)
        )
        for number, fingerprint, rule, severity, body_id, year, state, history in rows
    }
