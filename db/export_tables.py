"""The tidy tables of an export, as rows: what each holds, in an order that two exports share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from db.database import Database, fetch_dicts
from db.export_values import VALUE_COLUMNS, value_rows
from db.plain import Cell
from db.status import visit_proofs

Row = tuple[Cell, ...]
Rows = Callable[[Database], Iterator[Row]]
WORDING = {1: "未检索到公开", 0: "栏目中未检索到"}  # of the newest due year, and of an earlier one

_SLOT = ("body_id", "body", "region", "class", "kind", "year")
_OF_REPORT = """
    JOIN reports r ON r.current_version_id = x.version_id JOIN bodies b ON b.id = r.body_id
    ORDER BY r.body_id, r.kind, r.year"""
_SLOT_SQL = "r.body_id, b.name, b.region, b.class, r.kind, r.year"

_SQL = {
    "bodies": """
        SELECT id, name, region, routing_region, class, parent_id, watched, since, until FROM bodies ORDER BY id""",
    "reports": """
        WITH slots AS (SELECT body_id, kind, year FROM expectations UNION SELECT body_id, kind, year FROM reports)
        SELECT s.body_id, b.name, b.region, b.class, s.kind, s.year, coalesce(e.state, 'not_expected'), e.due_on,
            CASE WHEN e.state = 'late'
                THEN CAST(julianday(coalesce(r.published_on, r.signed_on)) - julianday(e.due_on) AS INTEGER) END,
            r.published_on, r.published_basis, r.signed_on, r.first_seen_at, r.state, r.title,
            (SELECT group_concat(value, '、') FROM json_each(r.issuers)), r.doc_number, r.url, v.method, v.quality,
            (SELECT count(*) FROM report_versions n WHERE n.report_id = r.id),
            (SELECT count(*) FROM figures f WHERE f.version_id = v.id), v.text_sha256, v.parser_version, e.reason, r.id
        FROM slots s JOIN bodies b ON b.id = s.body_id
        LEFT JOIN expectations e ON e.body_id = s.body_id AND e.kind = s.kind AND e.year = s.year
        LEFT JOIN reports r ON r.body_id = s.body_id AND r.kind = s.kind AND r.year = s.year
        LEFT JOIN report_versions v ON v.id = r.current_version_id
        ORDER BY s.body_id, s.kind, s.year""",
    "figures": f"""
        SELECT {_SLOT_SQL}, x.id, x.label, x.qualifier, x.value, x.unit, x.kind, x.tense, x.period, x.part, x.metric,
            x.quote, x.start, x."end", x.page, x.confidence, x.version_id, x.capture_id, c.url, c.fetched_at, c.sha256
        FROM figures x LEFT JOIN captures c ON c.id = x.capture_id {_OF_REPORT}, x.start, x.id""",
    "parts": f"SELECT {_SLOT_SQL}, x.role, x.form, x.heading, r.id FROM parts x {_OF_REPORT}, x.start, x.role",
    "findings": f"""
        SELECT {_SLOT_SQL}, x.rule, x.verdict, x.severity, x.metric, x.expected, x.nearest, x.text, r.id
        FROM findings x {_OF_REPORT}, x.id""",
    "edits": """
        SELECT e.body_id, b.name, b.region, b.class, e.kind, e.year, e.url, e.number, e.change, e.previous_at,
            e.observed_at, e.version_id, e.report_id
        FROM silent_edits e JOIN bodies b ON b.id = e.body_id ORDER BY e.body_id, e.kind, e.year, e.url, e.number""",
    "cases": """
        SELECT a.body_id, b.name, b.region, b.class, a.kind, a.year, a.id, a.rule, a.severity, a.state, a.metric,
            a.title, a.explanation, a.opened_at, a.last_seen_at, a.closed_at
        FROM alerts a LEFT JOIN bodies b ON b.id = a.body_id ORDER BY a.id""",
    "sections": """
        SELECT h.body_id, h.body, b.region, b.class, h.section_id, h.url, h.family, h.state, h.state_reason,
            h.last_good_at, h.last_whole_at, h.rows_seen, h.family_before, h.family_since, h.undated_since
        FROM source_health h JOIN bodies b ON b.id = h.body_id ORDER BY h.section_id""",
}


@dataclass(frozen=True, slots=True)
class Table:
    """One table of an export: ``rows`` reads it, whole and in order."""

    name: str
    columns: tuple[str, ...]
    rows: Rows


def _plain(name: str, *columns: str) -> Table:
    return Table(name, columns, lambda db: iter(db.conn.execute(_SQL[name])))


_DECIDED = ("case_id", "case_state", "decided_by", "decided_at", "decided_why")


def _overdue_rows(db: Database) -> Iterator[Row]:
    """The due reports that were not found, the newest due year first; each with the visits that prove it."""
    as_of = judged_on(db)
    rows = fetch_dicts(
        db,
        """
        SELECT e.body_id, b.name AS body, b.region, b.class, e.kind, e.year, e.due_on, e.visit_ids, e.reason,
            CAST(julianday(:day) - julianday(e.due_on) AS INTEGER) AS days_overdue,
            NOT EXISTS (SELECT 1 FROM expectations n WHERE n.body_id = e.body_id AND n.kind = e.kind AND n.year > e.year
                AND n.due_on < :day AND n.state <> 'exempt') AS newest_due,
            a.id AS case_id, a.state AS case_state, v.by AS decided_by, v.at AS decided_at, v.why AS decided_why,
            coalesce(a.explanation, (SELECT g.explanation FROM alerts g WHERE g.body_id = e.body_id
                AND g.kind = e.kind AND g.rule = 'history_gap' ORDER BY g.id DESC LIMIT 1)) AS said
        FROM expectations e JOIN bodies b ON b.id = e.body_id
        LEFT JOIN alerts a ON a.rule = 'report_missing' AND a.body_id = e.body_id AND a.kind = e.kind
            AND a.year = e.year
        LEFT JOIN alert_events v ON a.state <> 'open'
            AND v.id = (SELECT max(id) FROM alert_events WHERE alert_id = a.id AND by IS NOT NULL)
        WHERE e.state = 'missing'
        ORDER BY newest_due DESC, e.year DESC, e.due_on, b.region IS NULL, b.region, e.body_id, e.kind
        """,
        {"day": as_of},
    )
    addresses = dict(db.conn.execute("SELECT id, url FROM sections").fetchall())
    for row in rows:
        proofs = visit_proofs(db, json.loads(row["visit_ids"]))
        yield (
            *(row[name] for name in _SLOT), row["due_on"], row["days_overdue"], as_of,
            row["newest_due"], WORDING[row["newest_due"]],
            _joined(addresses.get(proof["section_id"]) for proof in proofs),
            *(_joined(proof[name] for proof in proofs) for name in ("seen_at", "pages", "rows_seen")),
            _joined(proof["first_page_sha256"] for proof in proofs), row["reason"], _basis(row["said"] or ""),
            *(row[name] for name in _DECIDED),
        )  # fmt: skip


def _basis(explanation: str) -> str | None:
    """The legal basis and how certain it is, as a case's explanation words them."""
    for line in explanation.splitlines():
        for lead in ("依据：", "Basis: "):
            if line.startswith(lead):
                return line.removeprefix(lead)
    return None


def _joined(items: Iterable[Cell]) -> Cell:
    """One item as it is, several as one text."""
    found = list(items)
    if len(found) < 2:
        return found[0] if found else None
    return " | ".join("NA" if item is None else str(item) for item in found)


def judged_on(db: Database) -> str | None:
    """The day by which the rows were judged: that of the newest pass."""
    row = db.conn.execute("SELECT max(today) FROM runs").fetchone()
    day: str | None = row[0]
    return day


TABLES = {
    table.name: table
    for table in (
        _plain(
            "bodies", "body_id", "body", "region", "routing_region", "class", "parent_id", "watched", "since", "until",
        ),
        _plain(
            "reports", *_SLOT, "state", "due_on", "days_late", "published_on", "published_basis", "signed_on",
            "first_seen_at", "report_state", "title", "issuers", "doc_number", "url", "method", "quality", "versions",
            "figures", "text_sha256", "parser_version", "reason", "report_id",
        ),
        Table("values", VALUE_COLUMNS, value_rows),
        _plain(
            "figures", *_SLOT, "figure_id", "label", "qualifier", "value", "unit", "figure_kind", "tense", "period",
            "part", "metric", "quote", "start", "end", "page", "confidence", "version_id", "capture_id", "original",
            "fetched_at", "sha256",
        ),
        _plain("parts", *_SLOT, "role", "form", "heading", "report_id"),
        _plain(
            "findings", *_SLOT, "rule", "verdict", "severity", "metric", "expected", "nearest", "text", "report_id"
        ),
        _plain(
            "edits", *_SLOT, "url", "number", "change", "previous_at", "observed_at", "version_id", "report_id"
        ),
        _plain(
            "cases", *_SLOT, "case_id", "rule", "severity", "case_state", "metric", "title", "explanation",
            "opened_at", "last_seen_at", "closed_at",
        ),
        _plain(
            "sections", "body_id", "body", "region", "class", "section_id", "url", "family", "section_state",
            "state_reason", "last_good_at", "last_whole_at", "rows_seen", "family_before", "family_since",
            "undated_since",
        ),
        Table(
            "overdue",
            (*_SLOT, "due_on", "days_overdue", "as_of", "newest_due", "wording", "sections", "visited_at", "pages",
             "rows", "first_page_sha256", "reason", "basis_of_duty", *_DECIDED),
            _overdue_rows,
        ),
    )
}  # fmt: skip
