"""The home page: the coverage matrix, open cases, blind sources, and what changed in the last week."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from db.console.load.frame import last_day
from db.database import Database, fetch_dicts
from db.vocabulary import AlertState, ExpectationState, Severity

PAGE = 50
MOST_YEARS = 10
_SHORT_LIST = 8
STANDING = (AlertState.OPEN, AlertState.ACKNOWLEDGED)  # a case that was put off is not asked for on the home page
PUBLISHED = (ExpectationState.ON_TIME, ExpectationState.LATE, ExpectationState.FOUND_UNDATED)
DUE = (*PUBLISHED, ExpectationState.MISSING, ExpectationState.CANNOT_TELL)

_BODIES = """
FROM bodies b
WHERE (EXISTS (SELECT 1 FROM expectations e WHERE e.body_id = b.id AND e.kind = :kind
               AND (:state = '' OR e.state = :state) AND (:year IS NULL OR e.year = :year))
    OR (:state = '' AND EXISTS (SELECT 1 FROM reports r WHERE r.body_id = b.id AND r.kind = :kind
               AND (:year IS NULL OR r.year = :year))))
  AND (:region = '' OR coalesce(b.region, b.routing_region) LIKE :region || '%')
  AND (:class = '' OR b.class = :class)
  AND (:name = '' OR b.name LIKE :name ESCAPE '!' OR b.aliases LIKE :name ESCAPE '!')
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the matrix shows; "" or None = not limited."""

    kind: str
    region: str = ""
    cls: str = ""
    name: str = ""
    state: str = ""
    year: int | None = None
    page: int = 1

    def params(self) -> dict[str, Any]:
        named = "".join(f"!{char}" if char in "%_!" else char for char in self.name)
        return {
            "kind": self.kind, "region": self.region, "class": self.cls, "state": self.state, "year": self.year,
            "name": f"%{named}%" if named else "",
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Matrix:
    """Bodies by years, the newest first; ``cells`` by (body, year).

    ``published`` and ``due`` count all bodies of the choice by year.
    """

    bodies: Sequence[Mapping[str, Any]]
    years: Sequence[int]
    hidden_years: int
    cells: Mapping[tuple[str, int], Mapping[str, Any]]
    count: int
    published: Mapping[int, int]
    due: Mapping[int, int]


def load_matrix(db: Database, choice: Choice) -> Matrix:
    """One page of the matrix, by region code."""
    params = choice.params()
    count = db.conn.execute(f"SELECT count(*) {_BODIES}", params).fetchone()[0]
    bodies = fetch_dicts(
        db,
        f"SELECT b.id, b.name, coalesce(b.region, '') AS region, b.class {_BODIES} "
        "ORDER BY coalesce(b.region, b.routing_region, '~'), b.region IS NULL, b.id LIMIT :limit OFFSET :skip",
        {**params, "limit": PAGE, "skip": (choice.page - 1) * PAGE},
    )
    years = _years(db, choice.kind)
    published, due = _totals(db, choice)
    return Matrix(
        bodies, years[:MOST_YEARS], max(len(years) - MOST_YEARS, 0), _cells(db, bodies, choice.kind), count,
        published, due,
    )  # fmt: skip


def _years(db: Database, kind: str) -> list[int]:
    rows = db.conn.execute(
        "SELECT year FROM expectations WHERE kind = ? UNION SELECT year FROM reports WHERE kind = ?", [kind, kind]
    )
    return sorted((row[0] for row in rows), reverse=True)


def _cells(db: Database, bodies: Sequence[Mapping[str, Any]], kind: str) -> dict[tuple[str, int], dict[str, Any]]:
    params = {"kind": kind, "ids": json.dumps([body["id"] for body in bodies])}
    reports = fetch_dicts(
        db,
        "SELECT body_id, year, id AS report_id, published_on, signed_on FROM reports "
        "WHERE kind = :kind AND body_id IN (SELECT value FROM json_each(:ids))",
        params,
    )
    expected = fetch_dicts(
        db,
        "SELECT body_id, year, state, due_on, reason FROM expectations "
        "WHERE kind = :kind AND body_id IN (SELECT value FROM json_each(:ids))",
        params,
    )
    cells: dict[tuple[str, int], dict[str, Any]] = {}
    for row in reports:
        cells[row["body_id"], row["year"]] = {**row, "state": "found", "due_on": None, "reason": "", "days": None}
    for row in expected:
        cell = cells.setdefault((row["body_id"], row["year"]), {"report_id": None})
        cell.update(row)
        cell["days"] = days_late(cell)
    return cells


def days_late(cell: Mapping[str, Any]) -> int | None:
    """Days after the last good day, of a late one."""
    day = cell.get("published_on") or cell.get("signed_on")
    if cell["state"] != ExpectationState.LATE or not day or not cell["due_on"]:
        return None
    days = (date.fromisoformat(day) - date.fromisoformat(cell["due_on"])).days
    return days if days > 0 else None


def _totals(db: Database, choice: Choice) -> tuple[dict[int, int], dict[int, int]]:
    limited = choice != Choice(choice.kind, page=choice.page)  # else all that are expected, without asking whose
    among = f"AND e.body_id IN (SELECT b.id {_BODIES})" if limited else ""
    rows = db.conn.execute(
        f"SELECT e.year, e.state, count(*) FROM expectations e WHERE e.kind = :kind {among} GROUP BY e.year, e.state",
        choice.params(),
    )
    published: dict[int, int] = defaultdict(int)
    due: dict[int, int] = defaultdict(int)
    for year, state, count in rows:
        published[year] += count if state in PUBLISHED else 0
        due[year] += count if state in DUE else 0
    return published, due


@dataclass(frozen=True, slots=True)
class News:
    """What stands beside the matrix. ``first`` and ``last`` are the days of the week that ends with the last pass."""

    cases: Sequence[Mapping[str, Any]]
    case_counts: Mapping[str, int]
    blind: Sequence[Mapping[str, Any]]
    blind_count: int
    section_count: int
    first: str | None
    last: str | None
    reports: Sequence[Mapping[str, Any]]
    report_count: int
    edits: Sequence[Mapping[str, Any]]
    events: Sequence[Mapping[str, Any]]
    event_counts: Mapping[str, int]


def load_news(db: Database) -> News:
    """Open cases (the worst first), blind sections, and the last seven days up to the last pass's day."""
    last = last_day(db)
    first = (date.fromisoformat(last) - timedelta(days=6)).isoformat() if last else None
    blind = "FROM sections s JOIN bodies b ON b.id = s.body_id WHERE s.configured = 1 AND s.state = 'blind'"
    counts = dict(db.conn.execute(_COUNTS).fetchall())
    reports, report_count = _new_reports(db, first)
    events, event_counts = _events(db, first)
    return News(
        cases=_worst(db, counts),
        case_counts=counts,
        blind=fetch_dicts(
            db,
            f"SELECT s.id, s.body_id, b.name AS body, s.state_reason, s.last_good_at {blind} "
            f"ORDER BY s.last_good_at DESC LIMIT {_SHORT_LIST}",
        ),
        blind_count=db.conn.execute(f"SELECT count(*) {blind}").fetchone()[0],
        section_count=db.conn.execute("SELECT count(*) FROM sections WHERE configured = 1").fetchone()[0],
        first=first,
        last=last,
        reports=reports,
        report_count=report_count,
        edits=_edits(db, first),
        events=events,
        event_counts=event_counts,
    )


_STANDING = " OR ".join(f"state = '{state}'" for state in STANDING)
_COUNTS = f"SELECT severity, count(*) FROM alerts WHERE {_STANDING} GROUP BY severity"


def _worst(db: Database, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for severity in reversed(Severity):  # a few of one severity, never a sort of all
        if counts.get(severity) and len(found) < _SHORT_LIST:
            found += fetch_dicts(
                db,
                f"SELECT id, severity, state, title, body_id, opened_at FROM alerts WHERE severity = ? "
                f"AND ({_STANDING}) ORDER BY opened_at DESC, id DESC LIMIT ?",
                [severity, _SHORT_LIST - len(found)],
            )
    return found


def _new_reports(db: Database, first: str | None) -> tuple[list[dict[str, Any]], int]:
    """What appeared on portals; what a section's first whole visit found is no news."""
    if first is None:
        return [], 0
    where = "r.first_seen_at >= ? AND r.baseline = 0"
    rows = fetch_dicts(
        db,
        "SELECT r.id, r.body_id, b.name AS body, r.kind, r.year, r.title, r.first_seen_at FROM reports r "
        f"JOIN bodies b ON b.id = r.body_id WHERE {where} ORDER BY r.first_seen_at DESC, r.id DESC LIMIT {_SHORT_LIST}",
        [first],
    )
    return rows, db.conn.execute(f"SELECT count(*) FROM reports r WHERE {where}", [first]).fetchone()[0]


def _edits(db: Database, first: str | None) -> list[dict[str, Any]]:
    if first is None:
        return []
    return fetch_dicts(
        db,
        "SELECT v.id AS version_id, v.report_id, v.change, v.observed_at, r.body_id, b.name AS body, r.kind, r.year "
        # later versions are few, and the index of (place_id, number) alone tells which they are
        "FROM (SELECT place_id, number FROM report_versions WHERE number > 1) later "
        "CROSS JOIN report_versions v ON v.place_id = later.place_id AND v.number = later.number "
        "JOIN reports r ON r.id = v.report_id JOIN bodies b ON b.id = r.body_id WHERE v.observed_at >= ? "
        f"ORDER BY v.observed_at DESC, v.id DESC LIMIT {_SHORT_LIST}",
        [first],
    )


def _events(db: Database, first: str | None) -> tuple[list[dict[str, Any]], dict[str, int]]:
    if first is None:
        return [], {}
    rows = fetch_dicts(
        db,
        "SELECT e.alert_id, e.at, e.event, e.by, a.severity, a.title FROM alert_events e "
        f"JOIN alerts a ON a.id = e.alert_id WHERE e.at >= ? ORDER BY e.at DESC, e.id DESC LIMIT {_SHORT_LIST}",
        [first],
    )
    counts = db.conn.execute("SELECT event, count(*) FROM alert_events WHERE at >= ? GROUP BY event", [first])
    return rows, dict(counts.fetchall())
