"""Seals: a short hash of each row that was read from a document, so that a row changed by hand is found and named.

A seal is the first eight bytes of the sha256 of the row's facts as a JSON list. Whoever can write the file can renew
seals too: what decides in the end is the archive (`fazhi reread --all --dry-run`). docs/evidence.md says so.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

LENGTH = 8  # bytes of a seal
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

# Each selects what names a row, then the facts that its seal covers.
_ROWS = {
    "figures": """
        SELECT id, label, value, unit, kind, qualifier, tense, period, part, metric, quote, start, "end", at_start,
            at_end, page, capture_id, confidence
        FROM figures WHERE version_id = ? ORDER BY id""",
    "metric_values": """
        SELECT id, metric, scope, period, value, unit, basis, numerator, denominator, base, includes_carried_in, low,
            high, figure_id, figure_ids
        FROM metric_values WHERE version_id = ? ORDER BY id""",
    "parts": 'SELECT rowid, role, heading, form, start, "end" FROM parts WHERE version_id = ? ORDER BY rowid',
    "findings": """
        SELECT id, rule, verdict, severity, metric, numbers, expected, nearest, text
        FROM findings WHERE version_id = ? ORDER BY id""",
    # what the page says of the report: read last with the newest version of its place
    "report_places": """
        SELECT p.id, r.kind, r.year, p.published_on, p.published_basis, p.signed_on, p.title, p.issuers, p.doc_number,
            p.notes, p.url
        FROM report_versions v JOIN report_places p ON p.id = v.place_id JOIN reports r ON r.id = p.report_id
        WHERE v.id = ? AND v.number = (SELECT max(w.number) FROM report_versions w WHERE w.place_id = p.id)""",
}


@dataclass(frozen=True, slots=True)
class Broken:
    """Rows of one table that are not as they were read: ``changed`` names those that stand there, with their facts."""

    table: str
    changed: tuple[tuple[int, tuple[object, ...]], ...]
    lost: int  # rows that were read, and that no row that stands there matches


def seal_version(conn: sqlite3.Connection, version_id: int) -> None:
    """Seal the rows of a version as they stand now; part of the transaction that stored them."""
    conn.execute("DELETE FROM seals WHERE version_id = ?", [version_id])
    for table in _ROWS.keys() - {"report_places"}:
        _put_seals(conn, version_id, table)
    seal_place(conn, version_id)


def seal_place(conn: sqlite3.Connection, version_id: int) -> None:
    """Seal what was read of a report beside its text (kind, year, dates, title), with the newest version there."""
    conn.execute(
        "DELETE FROM seals WHERE kind = 'report_places' AND version_id IN (SELECT id FROM report_versions "
        "WHERE place_id = (SELECT place_id FROM report_versions WHERE id = ?))",
        [version_id],
    )
    _put_seals(conn, version_id, "report_places")


def _put_seals(conn: sqlite3.Connection, version_id: int, table: str) -> None:
    sealed = b"".join(_seal(facts) for _, *facts in conn.execute(_ROWS[table], [version_id]))
    if sealed:
        conn.execute("INSERT INTO seals (version_id, kind, seals) VALUES (?, ?, ?)", [version_id, table, sealed])


def broken_seals(conn: sqlite3.Connection, version_id: int) -> Iterator[Broken]:
    """The tables of a version of which a row is not as it was sealed."""
    kept = dict(conn.execute("SELECT kind, seals FROM seals WHERE version_id = ?", [version_id]).fetchall())
    for table, sql in _ROWS.items():
        sealed = kept.get(table, b"")
        left = Counter(sealed[at : at + LENGTH] for at in range(0, len(sealed), LENGTH))
        changed = []
        for row_id, *facts in conn.execute(sql, [version_id]):
            seal = _seal(facts)
            if left[seal]:
                left[seal] -= 1
            else:
                changed.append((row_id, tuple(facts)))
        lost = left.total()
        if changed or lost:
            yield Broken(table, tuple(changed), lost)


def _seal(facts: list[object]) -> bytes:
    return hashlib.sha256(_as_json(facts).encode("utf-8", "surrogatepass")).digest()[:LENGTH]
