"""What belongs to one case: the report or alert, all that was read, the originals, and the chain that binds them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from db.chain import FACTS, facts_text, stored_facts
from db.database import Database, chain_head, fetch_dicts, is_simulation
from db.problems import DatabaseProblem
from parsers.vocabulary import Role, Verdict

Row = dict[str, Any]
_IN = "IN (SELECT value FROM json_each(:ids))"


class NoSuchCase(DatabaseProblem):
    """The report, alert or chain head asked for is not in this file."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Dossier:
    """One case. ``captures`` are all looks at its documents; those with ``packed`` = 1 come with their original.

    ``chain_from`` and ``chain_to`` are capture ids: the segment that binds all of them to ``head`` (None: there is
    no capture).
    """

    subject: str  # "report:3", "alert:5"
    simulation: bool
    alert: Row | None
    events: list[Row]
    rule: Row | None
    body: Row | None
    expectations: list[Row]
    reports: list[Row]
    versions: list[Row]
    parts: list[Row]
    figures: list[Row]
    values: list[Row]
    findings: list[Row]
    visits: list[Row]
    captures: list[Row]
    head: str
    chain_from: int | None
    chain_to: int | None


def gather(db: Database, subject: str, *, head: str | None = None) -> Dossier:
    """All that belongs to ``report:ID`` or ``alert:ID``. ``head`` ends the chain at that capture, else at the newest.

    Raises `NoSuchCase` for an unknown report, alert or head.
    """
    kind, _, word = subject.partition(":")
    if kind not in ("report", "alert") or not re.fullmatch(r"[0-9]{1,18}", word):
        raise NoSuchCase(f"{subject!r} is neither report:ID nor alert:ID, such as alert:12")
    number = int(word)
    found = _first(fetch_dicts(db, f"SELECT * FROM {kind}s WHERE id = ?", [number]))
    if found is None:
        where = "`fazhi alerts list --all`" if kind == "alert" else "report_id in the view `coverage`"
        raise NoSuchCase(f"{subject}: there is none in this file; {where} shows what there is")
    alert = found if kind == "alert" else None
    evidence = json.loads(alert["evidence"]) if alert else {}
    report_ids = [number] if alert is None else _reports_of(db, alert, evidence)
    reports = _rows(db, f"SELECT r.*, b.name AS body FROM reports r JOIN bodies b ON b.id = r.body_id WHERE r.id {_IN} "
                        "ORDER BY r.body_id, r.kind, r.year", report_ids)  # fmt: skip
    versions = _versions(db, report_ids)
    version_ids = [row["id"] for row in versions]
    packed = _packed(db, version_ids, evidence)
    chain_to, reached = _end(db, packed, head)
    captures = [row for row in _captures(db, report_ids, packed) if row["id"] <= chain_to]
    body_id = alert["body_id"] if alert else reports[0]["body_id"]
    return Dossier(
        subject=subject,
        simulation=is_simulation(db),
        alert=alert,
        events=_rows(db, 'SELECT at, event, severity, "by", why, os_user, host FROM alert_events '
                         f"WHERE alert_id {_IN} ORDER BY id", [number] if alert else []),
        rule=_first(fetch_dicts(db, "SELECT * FROM rules WHERE rule = ?", [alert["rule"]])) if alert else None,
        body=_first(fetch_dicts(db, "SELECT * FROM bodies WHERE id = ?", [body_id])),
        expectations=_expectations(db, alert, reports),
        reports=reports,
        versions=versions,
        parts=_of_versions(db, 'version_id, role, form, heading, start, "end"', "parts", version_ids, "start"),
        figures=_figures(db, version_ids, evidence),
        values=_of_versions(db, "*", "metric_values", version_ids, "metric, scope, id"),
        findings=_of_versions(db, "*", "findings", version_ids, "id"),
        visits=_visits(db, evidence, captures),
        captures=captures,
        head=reached,
        chain_from=captures[0]["id"] if captures else None,
        chain_to=chain_to if captures else None,
    )  # fmt: skip


def chain_lines(db: Database, first: int, last: int) -> Iterator[str]:
    """The captures of a segment, one a line: chain_hash, previous_hash, and the facts that the hash covers."""
    sql = f"SELECT {', '.join(FACTS)}, previous_hash, chain_hash FROM captures WHERE id BETWEEN ? AND ? ORDER BY id"
    for row in db.conn.execute(sql, [first, last]):
        yield f"{row[-1]} {row[-2]} {facts_text(stored_facts(row))}\n"


# --- what belongs to it ----------------------------------------------------------------------------------------


def _first(rows: list[Row]) -> Row | None:
    return rows[0] if rows else None


def _rows(db: Database, sql: str, ids: Iterable[object]) -> list[Row]:
    return fetch_dicts(db, sql, {"ids": json.dumps(list(ids))})


def _reports_of(db: Database, alert: Row, evidence: Row) -> list[int]:
    """The reports that an alert speaks of: its own, and those whose figures or originals it names."""
    rows = db.conn.execute(
        """
        SELECT id FROM reports WHERE body_id = :body AND kind = :kind AND year = :year
        UNION SELECT v.report_id FROM figures f JOIN report_versions v ON v.id = f.version_id
            WHERE f.id IN (SELECT value FROM json_each(:figures))
        UNION SELECT v.report_id FROM version_captures c JOIN report_versions v ON v.id = c.version_id
            WHERE c.capture_id IN (SELECT value FROM json_each(:captures))
        """,
        {
            "body": alert["body_id"], "kind": alert["kind"], "year": alert["year"],
            "figures": json.dumps(evidence.get("figures", [])), "captures": json.dumps(evidence.get("captures", [])),
        },
    )  # fmt: skip
    return sorted(row[0] for row in rows)


def _versions(db: Database, report_ids: list[int]) -> list[Row]:
    return _rows(
        db,
        f"""
        SELECT v.id, v.report_id, p.url, v.number, v.observed_at, v.text, v.text_sha256, v.method, v.quality, v.change,
            v.parser_version, v.read_captures, v.id = r.current_version_id AS current
        FROM report_versions v JOIN report_places p ON p.id = v.place_id JOIN reports r ON r.id = v.report_id
        WHERE v.report_id {_IN} ORDER BY v.id
        """,
        report_ids,
    )


def _of_versions(db: Database, columns: str, table: str, version_ids: list[int], order: str) -> list[Row]:
    return _rows(db, f"SELECT {columns} FROM {table} WHERE version_id {_IN} ORDER BY version_id, {order}", version_ids)


def _figures(db: Database, version_ids: list[int], evidence: Row) -> list[Row]:
    named = set(evidence.get("figures", []))
    rows = _of_versions(db, "*", "figures", version_ids, "start, id")
    return [{**row, "named": int(row["id"] in named)} for row in rows]


def _expectations(db: Database, alert: Row | None, reports: list[Row]) -> list[Row]:
    keys = {(row["body_id"], row["kind"], row["year"]) for row in reports}
    if alert is not None:
        keys.add((alert["body_id"], alert["kind"], alert["year"]))
    found = []
    for key in sorted(key for key in keys if None not in key):
        found += fetch_dicts(
            db, "SELECT e.*, b.name AS body FROM expectations e JOIN bodies b ON b.id = e.body_id "
            "WHERE e.body_id = ? AND e.kind = ? AND e.year = ?", key,
        )  # fmt: skip
    return found


# --- originals -------------------------------------------------------------------------------------------------


def _packed(db: Database, version_ids: list[int], evidence: Row) -> set[int]:
    """The captures whose originals come along: read for a version, named by the case, or the lists that prove it."""
    rows = db.conn.execute(
        "SELECT capture_id FROM version_captures WHERE version_id IN (SELECT value FROM json_each(:versions)) "
        "UNION SELECT value FROM json_each(:named)",
        {"versions": json.dumps(version_ids), "named": json.dumps(evidence.get("captures", []))},
    ).fetchall()
    ids = {row[0] for row in rows}
    for visit_id in evidence.get("visits", []):
        ids |= _lists_of(db, visit_id)
    return ids | _behind_rendered(db, ids)


def _lists_of(db: Database, visit_id: int) -> set[int]:
    """The list pages of a visit, and for one found unchanged the page that was archived before it."""
    rows = db.conn.execute(
        """
        SELECT seen.id, (SELECT max(c.id) FROM captures c WHERE c.url = seen.url AND c.id <= seen.id
            AND (c.id = seen.id OR seen.verdict = ?) AND c.archive_file IS NOT NULL)
        FROM captures seen WHERE seen.visit_id = ? AND seen.role = ?
        """,
        [Verdict.NOT_MODIFIED, visit_id, Role.LIST],
    ).fetchall()
    return {number for row in rows for number in row if number is not None}


def _behind_rendered(db: Database, ids: set[int]) -> set[int]:
    """The portal's own answer behind each page that a browser rendered."""
    rows = db.conn.execute(
        """
        SELECT (SELECT max(c.id) FROM captures c WHERE c.run_id = r.run_id AND c.url = r.url AND c.id < r.id
            AND c.rendered = 0 AND c.archive_file IS NOT NULL)
        FROM captures r WHERE r.rendered = 1 AND r.id IN (SELECT value FROM json_each(?))
        """,
        [json.dumps(sorted(ids))],
    ).fetchall()
    return {row[0] for row in rows if row[0] is not None}


def _captures(db: Database, report_ids: list[int], packed: set[int]) -> list[Row]:
    rows = fetch_dicts(
        db,
        """
        SELECT * FROM captures WHERE id IN (SELECT value FROM json_each(:packed)) OR document_url IN (
            SELECT url FROM report_places WHERE report_id IN (SELECT value FROM json_each(:reports))) ORDER BY id
        """,
        {"packed": json.dumps(sorted(packed)), "reports": json.dumps(report_ids)},
    )
    return [{**row, "packed": int(row["id"] in packed and row["archive_file"] is not None)} for row in rows]


def _visits(db: Database, evidence: Row, captures: list[Row]) -> list[Row]:
    ids = {*evidence.get("visits", []), *(row["visit_id"] for row in captures if row["packed"] and row["visit_id"])}
    return _rows(
        db,
        f"""
        SELECT v.id, v.section_id, s.url, v.seen_at, v.started_at, v.ended_at, v.outcome, v.whole, v.unchanged, v.pages,
            v.rows_seen, v.declared_total, v.newest_row_on, v.reach, v.reason
        FROM visits v JOIN sections s ON s.id = v.section_id WHERE v.id {_IN} ORDER BY v.id
        """,
        sorted(ids),
    )


def _end(db: Database, packed: set[int], head: str | None) -> tuple[int, str]:
    """The capture that the chain of the case ends with (0: there is none), and its hash."""
    if head is None:
        return db.conn.execute("SELECT max(id) FROM captures").fetchone()[0] or 0, chain_head(db)
    row = db.conn.execute("SELECT id FROM captures WHERE chain_hash = ?", [head]).fetchone()
    if row is None:
        raise NoSuchCase(f"the head {head} is nowhere in this chain; `fazhi verify --head` says more")
    if packed and row[0] < max(packed):
        raise NoSuchCase(f"the head {head} is of capture {row[0]}, before capture {max(packed)} of this case; give one "
                         "from a later mail")  # fmt: skip
    return row[0], head
