"""A town of made-up reports for the tests of canned queries, and what its rows say when read with plain Python."""

from __future__ import annotations

from pathlib import Path

from benchmarks.make_large import make
from db.database import Database, write

BODIES, YEARS = 24, 4


def build(folder: Path) -> Database:
    """24 bodies, 4 years, 5 visits of each section; some rows are made what the generator does not draw."""
    db = make(folder, BODIES, YEARS, 5)
    with write(db):
        for sql in _ODD_ROWS:
            db.conn.execute(sql)
    return db


_ODD_ROWS = (
    "UPDATE reports SET state = 'withdrawn' WHERE body_id = 'b0003' AND year = 2024",
    "UPDATE report_places SET state = 'gone', state_since = '2026-04-04T01:30:00+08:00' WHERE report_id = "
    "(SELECT id FROM reports WHERE body_id = 'b0003' AND year = 2024)",
    "UPDATE expectations SET state = 'cannot_tell', reason = 'challenge' WHERE body_id = 'b0000' AND year = 2025",
    "UPDATE documents_seen SET candidate = 1, decision = 'unsure', reason = 'two years in the title' "
    "WHERE section_id = 'b0005-fz' AND url LIKE '%/n3.html'",
    "UPDATE alerts SET rule = 'recycled_text', year = 2025 WHERE id = 1",
    "UPDATE expectations SET state = 'missing' WHERE body_id = 'b0007' AND year = 2025",
    # the generator draws too few missing ones to rely on: one of an earlier year, whose newest was found
    "UPDATE expectations SET state = 'missing' WHERE body_id = 'b0009' AND year = 2023",
    # an earlier version said another number: nothing but `edits` may tell of it
    "UPDATE metric_values SET value = 1e9 WHERE version_id NOT IN (SELECT current_version_id FROM reports)",
)
