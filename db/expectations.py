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
    known = fetch_expectations(db, body_id)
    if known == wanted:
        return False
    names = {(expectation.kind, expectation.year) for expectation in wanted}
    with write(db):
        db.conn.executemany(
            "DELETE FROM expectations WHERE body_id = ? AND kind = ? AND year = ?",
            [(e.body_id, e.kind, e.year) for e in known if (e.kind, e.year) not in names],
        )
        db.conn.executemany(
            f"INSERT INTO expectations ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (body_id, kind, year) "
            "DO UPDATE SET due_on = excluded.due_on, state = excluded.state, reason = excluded.reason, "
            "visit_ids = excluded.visit_ids",
            [
                (e.body_id, e.kind, e.year, e.due_on, e.state, e.reason, json.dumps(list(e.visit_ids)))
                for e in wanted
                if e not in known
            ],
        )
    return True
