"""A file of any earlier schema, with rows in every table, comes up to today's and keeps every row.

`schemas/first.sql` is the schema as the first files had it. `schemas/newest.sql` is what all migrations make: when it
changes, there must be a new migration, then `python -m tests.db.test_upgrade > tests/db/schemas/newest.sql`.
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pytest

from benchmarks.make_large import make
from db.checks import WORDS, check
from db.database import Database, open_database, write
from db.ledger import add_seals
from db.migrations import memory_database, migrations
from db.queries import list_queries, run_query
from db.search_index import add_words
from db.verify_ledger import check_ledger
from tests.db.test_search import index_words

SCHEMAS = Path(__file__).parent / "schemas"
STEPS = [migration.name for migration in migrations.pending(Database(memory=True))]
# Filled from other tables, by triggers or at the upgrade itself.
DERIVED = {"report_search", "rate_changes", "dictionary", "ledger"}
_MORE = (
    "INSERT INTO decisions VALUES ('http://x/', 'report', NULL, 2024, '王', '据原件', '2026-04-01')",
    "INSERT INTO validators VALUES ('b0001-fz', 'http://x/', 'e', 'm', 's', 1)",
    "INSERT INTO judged VALUES ('b0001', 'stamp')",
)


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Database:
    db = make(tmp_path_factory.mktemp("today"), 4, 3, 2)
    with write(db):
        for sql in _MORE:
            db.conn.execute(sql)
    return db


def tables(db: Database) -> list[str]:
    return [name for name in db.table_names() if not name.startswith(("sqlite_", "_sqlite_", "report_search"))]


def as_it_was(folder: Path, step: str | None, today: Database) -> dict[str, tuple[str, list[tuple]]]:
    """Makes a file of the schema before ``step`` (None: of today's) with today's rows; what was put where."""
    then = Database(sqlite3.connect(folder / "fazhi.db", isolation_level=None), execute_plugins=False)
    then.execute(f"PRAGMA application_id = {today.execute('PRAGMA application_id').fetchone()[0]}")
    add_words(then.conn)
    add_seals(then.conn)
    then.execute("BEGIN")
    if step == STEPS[1]:  # as it was, not as the migration of that name would make it now
        then.executescript((SCHEMAS / "first.sql").read_text(encoding="utf-8"))
        migrations.ensure_migrations_table(then)
        migrations._record_applied(then, STEPS[0])
    else:
        migrations.apply(then, stop_before=step)
    put = {}
    # a version is indexed by its report's year, so its report comes first
    wanted = set(tables(then)) & set(tables(today)) - (DERIVED - {"rate_changes"})
    for table in sorted(wanted, key=lambda name: (name == "report_versions", name)):
        columns = ", ".join(f'"{row[1]}"' for row in then.execute(f"PRAGMA table_info({table})"))
        rows = today.execute(f"SELECT {columns} FROM {table}").fetchall()
        marks = ", ".join("?" * (columns.count(",") + 1))
        then.conn.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
        put[table] = (columns, rows)
    then.execute("COMMIT")
    then.close()
    return put


def schema(db: Database) -> str:
    """The text of all tables, indexes, triggers and views; a column that was added stands last in its table's."""
    made = db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%sqlite%' ORDER BY name")
    return "".join(f"{sql};\n" for (sql,) in made)


def test_a_schema_that_changes_has_its_migration() -> None:
    """Files of the schema before are there: what only new files get is lacking in them."""
    assert schema(memory_database()) == (SCHEMAS / "newest.sql").read_text(encoding="utf-8")


@pytest.mark.parametrize("step", STEPS[1:])
def test_every_row_comes_through(tmp_path: Path, step: str, today: Database) -> None:
    put = as_it_was(tmp_path, step, today)
    assert len(put) >= 23
    assert all(rows for _, rows in put.values()), "a table without rows proves nothing"
    now = open_database(tmp_path)
    assert not migrations.pending(now)
    for table, (columns, rows) in put.items():
        kept = now.execute(f"SELECT {columns} FROM {table}").fetchall()
        assert sorted(map(repr, kept)) == sorted(map(repr, rows)), table
    assert now.execute("PRAGMA foreign_key_check").fetchall() == []
    assert now.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    now.close()


@pytest.mark.parametrize("step", [STEPS[1], STEPS[-1]])
def test_an_upgraded_file_is_like_one_of_today(tmp_path: Path, step: str, today: Database) -> None:
    as_it_was(tmp_path, step, today)
    now = open_database(tmp_path)
    assert check_ledger(now, None) == check_ledger(today, None) == (True, [])
    for table in sorted(DERIVED - {"report_search", "ledger"}):
        rows = [sorted(map(repr, db.execute(f"SELECT * FROM {table}"))) for db in (today, now)]
        assert rows[0] == rows[1] and rows[0], table
    assert index_words(now) == index_words(today)

    assert schema(now) == schema(today)
    for query in list_queries():
        assert run_query(now, query.name) == run_query(today, query.name)
    assert now["body_names"].count == today["body_names"].count > 0
    now.close()


def test_a_rate_that_does_not_follow_from_the_values_is_named(today: Database) -> None:
    assert today.conn.execute("SELECT count(*) FROM rate_changes").fetchone()[0] > 1
    for sql in (
        "UPDATE rate_changes SET old_value = old_value + 20 WHERE rowid = 1",
        "DELETE FROM rate_changes WHERE rowid = 1",
        "INSERT INTO rate_changes (body_id, kind, year, metric, scope, old_year, old_value, old_denominator, value, "
        "denominator) SELECT body_id, kind, year, metric, 'head', old_year, 90, 10, 10, 10 FROM rate_changes LIMIT 1",
    ):
        today.conn.execute("BEGIN")
        today.conn.execute(sql)
        _, (failure,) = check_ledger(today, None)
        today.rollback()
        assert failure.what == "row" and failure.problem.startswith("rate_changes of "), sql


def test_an_upgraded_file_takes_the_words_of_today(tmp_path: Path, today: Database) -> None:
    """Among the words of the first files there was no `xls`."""
    as_it_was(tmp_path, STEPS[1], today)
    assert "'xls'" not in (SCHEMAS / "first.sql").read_text(encoding="utf-8")
    now = open_database(tmp_path)
    now.execute("UPDATE report_versions SET method = 'xls' WHERE id = 1")
    with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed"):
        now.execute("UPDATE report_versions SET method = 'xlz' WHERE id = 1")
    texts = dict(now.execute("SELECT name, sql FROM sqlite_master").fetchall())
    for (table, column), words in WORDS.items():
        assert check(column, words) in texts[table]
    now.close()


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, today: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_it_was(tmp_path, STEPS[3], today)

    def fails(conn: sqlite3.Connection) -> None:
        raise RuntimeError("the machine is pulled from the wall")

    monkeypatch.setattr("db.migrations.put_dictionary", fails)
    with pytest.raises(RuntimeError):
        open_database(tmp_path)
    monkeypatch.undo()
    then = Database(sqlite3.connect(tmp_path / "fazhi.db"))
    assert [migration.name for migration in migrations.pending(then)] == STEPS[3:]
    assert "report_search" not in then.table_names()
    then.close()
    now = open_database(tmp_path)
    assert now["figures"].count == today["figures"].count
    now.close()


def test_reading_only_says_what_an_older_file_lacks(tmp_path: Path, today: Database) -> None:
    as_it_was(tmp_path, STEPS[3], today)
    before = (tmp_path / "fazhi.db").read_bytes()
    with pytest.raises(Exception, match=rf"older schema \(it lacks {STEPS[3]}, .*{STEPS[-1]}\)"):
        open_database(tmp_path, read_only=True)
    assert (tmp_path / "fazhi.db").read_bytes() == before


if __name__ == "__main__":
    sys.stdout.write(schema(memory_database()))
