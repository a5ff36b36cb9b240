"""The canonical dump: what "the same result" means, as text that two runs can be compared by.

Everything is named by natural keys and sorted. Left out is what may differ between two runs that came to the same
result: row ids, times, archive offsets and the chain, attempts at sending, and texts that quote any of these.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from db.database import Database, fetch_dicts, snapshot

_REPORT = "b.id || ' ' || r.kind || ' ' || r.year"
_VERSION = f"{_REPORT} || ' ' || p.url || ' #' || v.number"
_FROM_VERSION = """
    JOIN report_versions v ON v.id = x.version_id JOIN report_places p ON p.id = v.place_id
    JOIN reports r ON r.id = v.report_id JOIN bodies b ON b.id = r.body_id
"""

# Each query gives the natural key first; its rows are printed in the order of all their columns.
_QUERIES = {
    "bodies": "SELECT id, name, region, class, watched FROM bodies",
    "documents_seen": "SELECT url, section_id, title, row_date, candidate, listed, decision, kind, year, reason "
    "FROM documents_seen",
    "decisions": 'SELECT url, decision, kind, year, "by", why FROM decisions',
    "reports": f"""
        SELECT {_REPORT} AS report, r.title, r.issuers, r.doc_number, r.published_on, r.published_basis, r.signed_on,
            r.baseline, r.state, r.url, r.notes,
            (SELECT p.url || ' #' || v.number FROM report_versions v JOIN report_places p ON p.id = v.place_id
             WHERE v.id = r.current_version_id) AS current
        FROM reports r JOIN bodies b ON b.id = r.body_id""",
    "report_places": f"""
        SELECT {_REPORT} AS report, p.url, p.section_id, p.title, p.issuers, p.doc_number, p.published_on,
            p.published_basis, p.signed_on, p.state
        FROM report_places p JOIN reports r ON r.id = p.report_id JOIN bodies b ON b.id = r.body_id""",
    "report_versions": f"""
        SELECT {_VERSION} AS version, v.change, v.method, v.quality, v.text_sha256, length(v.text) AS characters,
            hex(v.clauses) AS clauses, v.parser_version,
            (SELECT group_concat(c.sha256, ' ') FROM (SELECT DISTINCT c.sha256 FROM version_captures vc
             JOIN captures c ON c.id = vc.capture_id WHERE vc.version_id = v.id ORDER BY c.sha256) c) AS originals
        FROM report_versions v JOIN report_places p ON p.id = v.place_id
        JOIN reports r ON r.id = v.report_id JOIN bodies b ON b.id = r.body_id""",
    "parts": f'SELECT {_VERSION} AS version, x.start, x."end", x.role, x.heading, x.form FROM parts x {_FROM_VERSION}',
    "figures": f"""
        SELECT {_VERSION} AS version, x.start, x."end", x.at_start, x.at_end, x.label, x.value, x.unit, x.kind,
            x.qualifier, x.tense, x.period, x.part, x.metric, x.page, x.confidence, x.quote
        FROM figures x {_FROM_VERSION}""",
    "metric_values": f"""
        SELECT {_VERSION} AS version, x.metric, x.scope, x.period, x.basis, x.value, x.unit, x.numerator,
            x.denominator, x.base, x.includes_carried_in, x.low, x.high,
            (SELECT group_concat(place, ' ') FROM (
                SELECT f.at_start || '-' || f.at_end AS place FROM figures f
                WHERE f.id IN (SELECT value FROM json_each(x.figure_ids)) ORDER BY f.at_start, f.at_end)) AS figures
        FROM metric_values x {_FROM_VERSION}""",
    "findings": f"""
        SELECT {_VERSION} AS version, x.rule, x.metric, x.verdict, x.severity, x.numbers, x.expected, x.nearest, x.text
        FROM findings x {_FROM_VERSION}""",
    "expectations": "SELECT body_id, kind, year, due_on, state, reason FROM expectations",
    "alerts": "SELECT fingerprint, rule, severity, body_id, kind, year, metric, state, title, history, evidence "
    "FROM alerts",
    "alert_events": """
        SELECT a.fingerprint, group_concat(e.event || coalesce(' ' || e.severity, '')
            || coalesce(' by ' || e."by", '') || coalesce(': ' || e.why, ''), '; ') AS history
        FROM alerts a JOIN (SELECT * FROM alert_events ORDER BY id) e ON e.alert_id = a.id GROUP BY a.id""",
    "messages": """
        SELECT m.supervisor, m.channel, m.subject, m.state,
            (SELECT group_concat(told, '; ') FROM (
                SELECT a.fingerprint || ' ' || e.event AS told FROM deliveries d JOIN alerts a ON a.id = d.alert_id
                JOIN alert_events e ON e.id = d.event WHERE d.message_id = m.id ORDER BY a.fingerprint, e.id)) AS tells
        FROM messages m""",
}


def canonical_dump(db: Database) -> str:
    """All results in one text: a heading per table, one line per row (JSON), in an order that no run changes."""
    return "".join(f"{line}\n" for line in dump_lines(db))


def dump_lines(db: Database) -> Iterator[str]:
    """The lines of the canonical dump."""
    with snapshot(db):
        tables = {table: fetch_dicts(db, sql) for table, sql in _QUERIES.items()}
    for table, rows in tables.items():
        yield f"== {table}"
        yield from sorted(_line(table, row) for row in rows)


def _line(table: str, row: dict[str, Any]) -> str:
    if table == "alerts":
        row["evidence"] = _lasting(json.loads(row["evidence"]))
    return json.dumps(row, ensure_ascii=False)


def _lasting(evidence: dict[str, Any]) -> dict[str, Any]:
    """What of an alert's evidence is not ids: the metrics, the parts, and the numbers that were compared."""
    return {key: evidence[key] for key in sorted(evidence) if key in ("metrics", "parts", "compared")}
