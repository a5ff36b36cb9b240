"""Cases, their history and mails for a large database."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence

from db.catalogue import MetricRow, RuleRow, put_catalogue
from db.database import Database, fetch_dicts
from db.vocabulary import Rule
from parsers.metrics import catalogue
from scheduler.judge.wording.rule_texts import rule_texts

_ABOUT_METRICS = (Rule.RATE_REGRESSION, Rule.COUNT_CHANGE, Rule.METRIC_DROPPED, Rule.BELOW_NORM, Rule.BASE_CHANGED)
_ABOUT_TEXTS = (Rule.RECYCLED_TEXT, Rule.FIGURES_DISAGREE, Rule.REPORT_REVISED)
_STATES = ("open", "open", "acknowledged", "snoozed", "resolved", "resolved", "dismissed")


def put(db: Database, table: str, **row: object) -> int:
    """Add one row; its rowid."""
    return put_all(db, table, tuple(row), [tuple(row.values())])


def put_all(db: Database, table: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> int:
    """Add rows of these columns; the last one's rowid."""
    names, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
    db.conn.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
    last: int = db.conn.execute("SELECT last_insert_rowid()").fetchone()[0]
    return last


def add_cases(db: Database, chance: random.Random, last_year: int) -> None:
    """The catalogue's texts; a case for each report that is late or not found; two a report of the newest years."""
    _put_texts(db)
    keys = sorted(catalogue().metrics)
    for row in fetch_dicts(db, "SELECT body_id, year, state FROM expectations WHERE state IN ('late', 'missing')"):
        rule = Rule.REPORT_LATE if row["state"] == "late" else Rule.REPORT_MISSING
        _add(db, chance, row["body_id"], row["year"], rule, None)
    for row in fetch_dicts(db, "SELECT body_id, year FROM reports WHERE year >= ?", [last_year - 2]):
        _add(db, chance, row["body_id"], row["year"], chance.choice(_ABOUT_METRICS), chance.choice(keys))
        _add(db, chance, row["body_id"], row["year"], chance.choice(_ABOUT_TEXTS), None)
    _add_mails(db)


def _put_texts(db: Database) -> None:
    metrics = (
        MetricRow(
            m.key, m.zh, m.en, m.topic, m.kind, m.unit, m.direction, m.regression, m.numerator, m.denominator, m.tier,
            m.definition or None,
        )
        for m in catalogue().metrics.values()
    )  # fmt: skip
    rules = (RuleRow(rule, text.zh, text.en, text.basis_zh, text.basis_en) for rule, text in rule_texts().items())
    put_catalogue(db, metrics, rules)


def _add(db: Database, chance: random.Random, body: str, year: int, rule: Rule, metric: str | None) -> None:
    state, severity = chance.choice(_STATES), chance.choice(("info", "notice", "notice", "warning", "critical"))
    at = f"2026-04-{chance.randint(1, 28):02d}T06:00:00+08:00"
    closed = at if state in ("resolved", "dismissed") else None
    alert = put(
        db, "alerts", fingerprint=f"{rule} {body} {year} {metric}", rule=rule, severity=severity, body_id=body,
        kind="fazhi_annual", year=year, metric=metric, state=state, title=f"{year}年度{rule}",
        explanation="与上年度同一口径相比变化明显，建议核实原文。" * 3, digest="",
        evidence=json.dumps({"metrics": [metric], "figures": [1, 2]}), opened_at=at, last_seen_at=at, closed_at=closed,
    )  # fmt: skip
    for event in ("opened", *(("resolved",) if closed else ())):
        put(db, "alert_events", alert_id=alert, at=at, event=event, severity=severity)


def _add_mails(db: Database) -> None:
    """A mail for each fifty events."""
    events = db.conn.execute("SELECT id, alert_id FROM alert_events ORDER BY id").fetchall()
    for start in range(0, len(events), 50):
        at, address = "2026-05-04T07:00:00+08:00", "ducha@example.org"
        message = put(
            db, "messages", supervisor="督察科", channel="mail", recipient=address, subject="本周变化",
            message_id=f"<{start}@large.example>", content=b"", state="sent", attempts=1, created_at=at, sent_at=at,
        )  # fmt: skip
        told = [(alert, message, event) for event, alert in events[start : start + 50]]
        put_all(db, "deliveries", ("alert_id", "message_id", "event"), told)
