"""Every canned query runs, reads only, and says what it takes."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from db.database import DatabaseProblem, open_database, write
from db.queries import Query, QueryProblem, column_heads, list_queries, run_query
from tests.db.world import TITLE, URL, World


@pytest.fixture
def full(world: World) -> World:
    world.crawl("2025-03-02", {URL: TITLE}, {URL: ("全区受理行政复议案件162件。".encode(), {})})
    world.read("2025-03-02")
    return world


@pytest.mark.parametrize("query", list_queries(), ids=lambda query: query.name)
def test_each_query_runs_with_its_defaults_and_with_every_parameter(full: World, query: Query) -> None:
    answer = run_query(full.db, query.name)
    assert len(set(answer.columns)) == len(answer.columns)
    assert set(answer.columns) <= column_heads().keys()
    examples = {"integer": "2024", "real": "2.5", "text": "x"}
    assert run_query(full.db, query.name, {p.name: examples[p.type] for p in query.takes}).columns == answer.columns


@pytest.mark.parametrize("query", list_queries(), ids=lambda query: query.name)
def test_no_query_goes_through_all_years_of_a_metric_for_each_row(full: World, query: Query) -> None:
    plan = full.db.conn.execute(f"EXPLAIN QUERY PLAN {query.sql}", dict.fromkeys(query.parameters)).fetchall()
    again_and_again = {step for step, *_, words in plan if words.startswith("CORRELATED")}
    assert not [words for _, parent, _, words in plan if parent in again_and_again and words.endswith(" (metric=?)")]


@pytest.mark.parametrize("query", list_queries(), ids=lambda query: query.name)
def test_each_query_declares_what_it_takes(query: Query) -> None:
    head, _, code = query.sql.partition("*/")
    assert set(re.findall(r":(\w+)", code)) == set(query.parameters)
    assert re.search(r"[一-龥]", query.zh)
    assert query.en.isascii()
    assert "page" not in query.parameters, "the console's own"
    assert len(query.takes) == len(re.findall(r"^ +param ", head, re.MULTILINE))


def test_a_query_answers_from_the_rows(full: World) -> None:
    answer = run_query(full.db, "figures", {"body": "heping", "year": "2024"})
    row = dict(zip(answer.columns, answer.rows[0], strict=True))
    assert (row["value"], row["quote"], row["url"]) == (162.0, "全区受理行政复议案件162件。", URL)


def test_queries_run_in_plain_sqlite_utils(full: World) -> None:
    (query,) = (query for query in list_queries() if query.name == "dossier")
    command = [sys.executable, "-m", "sqlite_utils", str(full.folder / "fazhi.db"), query.sql, "-p", "body", "heping"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert '"year": 2024' in run.stdout


@pytest.mark.parametrize(
    ("name", "params", "message"),
    [
        ("nothing", {}, "no query 'nothing'"),
        ("trend", {"colour": "red"}, "no parameter colour; it takes metric, body"),
        ("edits", {"year": "last"}, "parameter year: 'last' is no integer"),
    ],
)
def test_a_wrong_request_is_told_what_would_do(full: World, name: str, params: dict[str, str], message: str) -> None:
    with pytest.raises(QueryProblem, match=re.escape(message)):
        run_query(full.db, name, params)


def test_a_query_that_takes_too_long_is_stopped_and_leaves_the_file_writable(
    full: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = Query("endless", "无尽", "endless", (), "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n) "
                                                   "SELECT count(*) FROM n")  # fmt: skip
    monkeypatch.setattr("db.queries.list_queries", lambda: (endless,))
    with pytest.raises(QueryProblem, match=r"longer than 0\.05 s"):
        run_query(full.db, "endless", seconds=0.05)
    with write(full.db):
        full.db.conn.execute("INSERT INTO meta (key, value) VALUES ('x', 'y')")


def test_a_query_cannot_write(full: World, monkeypatch: pytest.MonkeyPatch) -> None:
    thief = Query("thief", "贼", "thief", (), "DELETE FROM figures RETURNING id")
    monkeypatch.setattr("db.queries.list_queries", lambda: (thief,))
    with pytest.raises(Exception, match="readonly"):
        run_query(full.db, "thief")
    assert full.db.conn.execute("SELECT count(*) FROM figures").fetchone()[0] == 1


def test_a_page_that_is_damaged_is_said_and_left_alone(full: World) -> None:
    """Only what reads the damaged page fails; nothing is written over it."""
    full.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (page,) = full.db.conn.execute("SELECT rootpage FROM sqlite_master WHERE name = 'figures'").fetchone()
    (size,) = full.db.conn.execute("PRAGMA page_size").fetchone()
    full.db.close()
    path = full.folder / "fazhi.db"
    data = bytearray(path.read_bytes())
    data[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(data)
    db = open_database(full.folder, read_only=True)
    assert run_query(db, "blind").columns
    with pytest.raises(
        DatabaseProblem, match=r"fazhi\.db: the file is damaged; nothing more is written to it\. Restore"
    ):
        run_query(db, "figures")
    db.close()
    assert path.read_bytes() == data


@pytest.mark.parametrize("value", ["9" * 40, "-" + "9" * 40])
def test_a_number_that_no_database_holds_is_told(full: World, value: str) -> None:
    with pytest.raises(QueryProblem, match=r"parameter year: .* is out of range"):
        run_query(full.db, "edits", {"year": value})


@pytest.mark.parametrize("value", ["nan", "inf", "1e999"])
def test_what_is_no_number_is_told(full: World, value: str) -> None:
    with pytest.raises(QueryProblem, match=f"parameter points: {value} is out of range"):
        run_query(full.db, "regressions", {"points": value})
