"""Each computed rate beside the one before it, kept by triggers, so that asking for regressions needs no self-join.

A pair is the same metric of one body over the same scope and base, both with carried-in cases or both without, in a
report and in the newest earlier one of the three years before.
"""

from __future__ import annotations

_COLUMNS = (
    "body_id, kind, year, metric, scope, base, includes_carried_in, old_year, old_value, old_numerator, "
    "old_denominator, value, numerator, denominator, low, high"
)
_DERIVED = f"""SELECT {_COLUMNS} FROM (
        SELECT r.body_id, r.kind, r.year, m.metric, m.scope, m.base, m.includes_carried_in, m.value, m.numerator,
            m.denominator, m.low, m.high, lag(r.year) OVER earlier AS old_year, lag(m.value) OVER earlier AS old_value,
            lag(m.numerator) OVER earlier AS old_numerator, lag(m.denominator) OVER earlier AS old_denominator
        FROM reports r JOIN metric_values m ON m.version_id = r.current_version_id
        WHERE {{which}} AND m.basis = 'computed' AND m.denominator > 0 AND m.period = CAST(r.year AS TEXT)
        WINDOW earlier AS (
            PARTITION BY r.body_id, r.kind, m.metric, m.scope, m.base, m.includes_carried_in ORDER BY r.year, m.id)
    ) WHERE old_year BETWEEN year - 3 AND year - 1"""
_FILL = f"""
    INSERT INTO rate_changes ({_COLUMNS})
    {_DERIVED};"""
# Rows that stand there and do not follow from the values, and the other way round.
STRAYED = f"""
    WITH derived AS ({_DERIVED.format(which="1")}),
        added AS (SELECT {_COLUMNS} FROM rate_changes EXCEPT SELECT * FROM derived),
        lost AS (SELECT * FROM derived EXCEPT SELECT {_COLUMNS} FROM rate_changes)
    SELECT body_id, kind, year, metric FROM added UNION SELECT body_id, kind, year, metric FROM lost
    UNION SELECT body_id, kind, year, metric FROM rate_changes GROUP BY {_COLUMNS} HAVING count(*) > 1
"""


def _again(rows: str) -> str:
    """Work out anew what concerns the bodies of a changed report."""
    return f"DELETE FROM rate_changes WHERE body_id IN ({rows}) AND kind = OLD.kind;" + _FILL.format(
        which=f"r.body_id IN ({rows}) AND r.kind = OLD.kind"
    )


SCHEMA = f"""
CREATE TABLE rate_changes (
    body_id TEXT NOT NULL REFERENCES bodies(id),
    kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    metric TEXT NOT NULL,
    scope TEXT NOT NULL,
    base TEXT,
    includes_carried_in INTEGER,
    old_year INTEGER NOT NULL,
    old_value REAL NOT NULL,
    old_numerator REAL,
    old_denominator REAL NOT NULL,
    value REAL NOT NULL,
    numerator REAL,
    denominator REAL NOT NULL,
    change REAL NOT NULL GENERATED ALWAYS AS (value - old_value),
    low REAL,
    high REAL
) STRICT;
CREATE INDEX rate_changes_body ON rate_changes(body_id, kind);
CREATE INDEX rate_changes_year ON rate_changes(year);
-- Storing a reading ends by deriving its report's row anew (db/reports.py): both triggers see the new values.
CREATE TRIGGER rate_changes_follow AFTER UPDATE OF body_id, current_version_id ON reports
BEGIN {_again("OLD.body_id, NEW.body_id")} END;
CREATE TRIGGER rate_changes_lose AFTER DELETE ON reports BEGIN {_again("OLD.body_id")} END;
{_FILL.format(which="1")}
"""
