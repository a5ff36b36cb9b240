"""Columns that hold the words of a closed vocabulary, and the CHECKs that say so in the file.

A CHECK is written with OR: SQLite builds a temporary index for each IN of more than two words and each row that it
stores, which makes storing a report five times slower. **A new word needs a migration that calls `renew_checks`**:
files that were made before refuse it until then.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from enum import StrEnum

from db import vocabulary as v
from parsers import vocabulary as p

WORDS: dict[tuple[str, str], type[StrEnum]] = {
    ("bodies", "class"): v.BodyClass,
    ("sections", "state"): v.SectionState,
    ("runs", "outcome"): v.RunOutcome,
    ("visits", "outcome"): v.VisitOutcome,
    ("captures", "role"): p.Role,
    ("captures", "verdict"): p.Verdict,
    ("documents_seen", "decision"): p.Decision,
    ("documents_seen", "kind"): p.Kind,
    ("decisions", "decision"): p.Decision,
    ("reports", "kind"): p.Kind,
    ("reports", "published_basis"): p.DateBasis,
    ("reports", "state"): v.ReportState,
    ("report_places", "published_basis"): p.DateBasis,
    ("report_places", "state"): v.PlaceState,
    ("report_versions", "method"): p.Method,
    ("report_versions", "change"): v.Change,
    ("version_captures", "role"): p.Role,
    ("parts", "role"): p.PartRole,
    ("parts", "form"): p.PartForm,
    ("metrics", "kind"): p.FigureKind,
    ("rules", "rule"): v.Rule,
    ("figures", "kind"): p.FigureKind,
    ("figures", "qualifier"): p.Qualifier,
    ("figures", "tense"): p.Tense,
    ("metric_values", "scope"): p.Scope,
    ("metric_values", "basis"): p.ValueBasis,
    ("findings", "verdict"): p.IdentityVerdict,
    ("findings", "severity"): v.Severity,
    ("expectations", "kind"): p.Kind,
    ("expectations", "state"): v.ExpectationState,
    ("alerts", "rule"): v.Rule,
    ("alerts", "severity"): v.Severity,
    ("alerts", "state"): v.AlertState,
    ("alert_events", "event"): v.AlertEvent,
    ("messages", "state"): v.MessageState,
}


def check(column: str, words: Iterable[str]) -> str:
    """The CHECK that holds a column to these words."""
    alternatives = " OR ".join(f"{column} = '{word}'" for word in words)
    return f"CHECK ({alternatives})"


def renew_checks(conn: sqlite3.Connection) -> None:
    """Bring every CHECK to its vocabulary's words of today, within the caller's transaction; rows stay as they are.

    By SQLite's own recipe for a change of a constraint (https://www.sqlite.org/lang_altertable.html, section 7): the
    schema's text is replaced, which takes no longer for a file of gigabytes.
    """
    changed = [(new, table) for table, old in _texts(conn) if (new := _renewed(table, old)) != old]
    if not changed:
        return
    version = conn.execute("PRAGMA schema_version").fetchone()[0]
    conn.execute("PRAGMA writable_schema = ON")
    try:
        conn.executemany("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", changed)
        conn.execute(f"PRAGMA schema_version = {version + 1}")  # this and other connections read the schema again
    finally:
        conn.execute("PRAGMA writable_schema = OFF")


def _texts(conn: sqlite3.Connection) -> list[tuple[str, str]]:
    tables = {table for table, _ in WORDS}
    rows = conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    return [(name, sql) for name, sql in rows if name in tables]


def _renewed(table: str, sql: str) -> str:
    for (of, column), words in WORDS.items():
        if of == table:
            # CHECK (state = 'new' OR state = 'ok'), in files of the first hours CHECK (state IN ('new', 'ok'))
            old = rf"CHECK \({column} (?:IN \('[^()]*'\)|= '[^()]*')\)"
            sql, found = re.subn(old, check(column, words), sql)
            if found != 1:
                raise ValueError(f"the text of {table} has {found} CHECKs of {column}")
    return sql
