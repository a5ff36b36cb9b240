"""The data dictionary says what every table, view and column is, inside the file and in the docs, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from db.catalogue import MetricRow, RuleRow, put_catalogue
from db.database import Database, open_database
from db.dictionary import described, dictionary_page, entries, put_dictionary
from db.migrations import memory_database
from db.queries import run_query
from db.views import VIEWS
from db.vocabulary import Rule
from parsers.vocabulary import FigureKind

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return open_database(tmp_path, create=True)


def schema(db: Database) -> set[tuple[str, str]]:
    """Every table, view and column of a file, as SQLite itself tells them."""
    names = [*db.view_names(), *(name for name in db.table_names() if not name.startswith(("sqlite_", "_sqlite_")))]
    own = [name for name in names if not re.match("report_search_", name)]
    columns = {(name, row[1]) for name in own for row in db.conn.execute(f"PRAGMA table_xinfo({name})") if row[6] != 1}
    return {(name, "") for name in own} | columns


def test_every_table_view_and_column_is_described_in_the_file(db: Database) -> None:
    rows = db.conn.execute('SELECT "table", "column", zh, en FROM dictionary').fetchall()
    assert {(table, column) for table, column, _, _ in rows} == schema(db)
    assert {"reports", "coverage", "rate_changes"} <= {table for table, _, _, _ in rows}
    for table, column, zh, en in rows:
        assert re.search(r"[一-龥]", zh), f"{table}.{column}: no Chinese"
        assert re.search(r"[A-Za-z]{2}", en), f"{table}.{column}: no English"


def test_nothing_is_described_that_is_not_there(db: Database) -> None:
    there = schema(db)
    named = {(table, column) for table, column in described() if table != "everywhere"}
    assert named <= there
    columns = {column for _, column in there}
    assert {column for table, column in described() if table == "everywhere"} <= columns
    assert {table for table, _ in named} == {table for table, _ in there}


def test_a_column_that_nobody_described_is_noticed(db: Database) -> None:
    db.conn.execute("ALTER TABLE reports ADD COLUMN colour TEXT")
    with pytest.raises(KeyError, match=r"reports\.colour"):
        entries(db.conn)


def test_what_others_added_keeps_no_file_from_its_upgrade(db: Database) -> None:
    told = db.conn.execute("SELECT * FROM dictionary").fetchall()
    db.conn.execute("CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)")
    db.conn.execute("ALTER TABLE reports ADD COLUMN colour TEXT")
    put_dictionary(db.conn)
    assert db.conn.execute("SELECT * FROM dictionary").fetchall() == told


def test_the_docs_are_what_the_program_says() -> None:
    """After a change: python -m db.dictionary > docs/dictionary.md"""
    page = dictionary_page(memory_database().conn)
    assert (DOCS / "dictionary.md").read_text(encoding="utf-8") == page
    assert all(f"\n## `{view}`\n" in page for view in VIEWS)


def test_closed_vocabularies_are_told_word_for_word(db: Database) -> None:
    """The words that a CHECK allows stand in the column's description (kinds and roles of figures too)."""
    rows = {(table, column): zh + en for table, column, zh, en in db.conn.execute("SELECT * FROM dictionary")}
    checked = 0
    for table, sql in db.conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"):
        for check in re.findall(r"CHECK \((\w+ = '[^)]*)\)", sql or ""):
            words = set(re.findall(r"'(\w+)'", check))
            column = check.split()[0]
            if column in ("method", "event") or (table, column) in [("alerts", "rule"), ("rules", "rule")]:
                continue  # said in the vocabulary's own place
            said = set(re.findall(r"\w+", re.sub(r"[一-龥]", " ", rows[table, column])))
            if table == "decisions":
                said |= set(re.findall(r"\w+", re.sub(r"[一-龥]", " ", rows["documents_seen", column])))
            assert words <= said, f"{table}.{column}: {words - said}"
            checked += 1
    assert checked > 20


def test_the_query_tells_columns_metrics_and_rules(db: Database) -> None:
    metric = MetricRow(
        "x_rate", "某率", "some rate", "t", FigureKind.RATE, "%", "higher", "fall", "a", "b", 1, "甲除以乙"
    )
    put_catalogue(db, [metric], [RuleRow(Rule.REPORT_LATE, "迟公开", "late", "条例", "law")])

    def told(**params: str) -> list[tuple]:
        return [row[:4] for row in run_query(db, "dictionary", params).rows]

    assert told(name="x_rate") == [("metric", "x_rate", "", "某率：甲除以乙")]
    assert told(name="report_late") == [("rule", "report_late", "", "迟公开（条例）")]
    assert [row[:3] for row in told(name="meta")] == [("table", "meta", ""), ("column", "meta", "key"),
                                                     ("column", "meta", "value")]  # fmt: skip
    assert ("column", "reports", "current_version_id", "该处最新可读版本") in told(name="current_version_id")
    assert len(told()) == db["dictionary"].count + 2
