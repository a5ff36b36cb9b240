"""What is expected of each body, as judged last."""

from __future__ import annotations

import json
from collections.abc import Iterable

from db.database import Database, write
from db.records import Expectation
from db.vocabulary import ExpectationState
from parsers.vocabulary import Kind

_COLUMNS = "body_id, kind, year, due_on, state, reason, visit_ids"


def fetch_expectations(db: Database, body_id: str | None = None) -> list[Expectation]:
    """The expectations of one body, or of all, by body, kind and year."""
    where, params = ("WHERE body_id = ?", [body_id]) if body_id is not None else ("", [])
    rows = db.conn.execute(f"SELECT {_COLUMNS} FROM expectations {where} ORDER BY body_id, kind, year", params)
    return [
        Expectation(body, Kind(kind), year, due_on, ExpectationState(state), reason, tuple(json.loads(visits)))
        for body, kind, year, due_on, state, reason, visits in rows
    ]


def replace_expectations(db: Database, body_id: str, expectations: Iterable[Expectation]) -> bool:
    """Make a body's expectations these and no others; did anything change? Nothing is written if not."""
    wanted = sorted(expectations, key=lambda expectation: (expectation.kind, expectation.year))
    if strangers := {expectation.body_id for expectation in wanted} - {body_id}:
        raise ValueError(f"expectations of {', '.join(sorted(strangers))} given for {body_id}")
    if fetch_expectations(db, body_id) == wanted:
        return False
    with write(db):
        db.conn.execute("DELETE FROM expectations WHERE body_id = ?", [body_id])
        db.conn.executemany(
            f"INSERT INTO expectations ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(e.body_id, e.kind, e.year, e.due_on, e.state, e.reason, json.dumps(list(e.visit_ids))) for e in wanted],
        )
    return True
