"""Every canned query runs, reads only, and says what it takes."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from db.cases import AlertDraft, add_event, upsert_alert
from db.database import open_database, write
from db.outbox import queue_message
from db.problems import DatabaseProblem
from db.queries import Query, QueryProblem, column_heads, list_queries, run_query
from db.vocabulary import AlertEvent, Rule, Severity
from tests.db.world import TITLE, URL, World, day

EXAMPLES = {
    "kind": "fazhi_annual", "class": "province", "part": "causes", "change": "figures", "verdict": "disagrees",
    "severity": "notice", "closed": "1", "digits": "2", "body": "heping", "section": "heping-fazhi", "case": "1",
    "metric": "reconsideration_accepted", "figure": "1", "name": "reports", "url": URL, "supervisor": "督察科",
    "region": "99", "since": "2025-03-01", "today": "2025-03-01",
}  # fmt: skip


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
    given = {p.name: EXAMPLES.get(p.name, {"integer": "2024", "real": "2.5", "text": "x"}[p.type]) for p in query.takes}
    draft = AlertDraft("k", Rule.PASS_MISSED, Severity.NOTICE, None, None, None, None, "t", "e", {})
    assert upsert_alert(full.db, draft, day("2025-03-02")) == int(EXAMPLES["case"])
    told = (1, add_event(full.db, 1, AlertEvent.OPENED, day("2025-03-02"), severity=Severity.NOTICE))
    queue_message(
        full.db, supervisor=EXAMPLES["supervisor"], channel="mail", message_id="<1@fazhi>", subject="s", content=b"b",
        created_at=day("2025-03-02"), deliveries=[told],
    )  # fmt: skip
    assert run_query(full.db, query.name, given).columns == answer.columns


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
        ("edits", {"year": "20255"}, "parameter year cannot be '20255': it is a year from 1950 to 2199, as 2024"),
        (
            "search",
            {"text": "法治", "count": "-5"},
            "parameter count cannot be '-5': it is a whole number from 1 to 9999",
        ),
        ("absent_parts", {"part": "cause"}, "part cannot be 'cause': it is one of results, shortcomings, causes, lead"),
        ("edits", {"change": "figure"}, "parameter change cannot be 'figure': it is one of figures, text, cosmetic"),
        ("contradictions", {"verdict": "disagree"}, "cannot be 'disagree': it is one of disagrees, truncation, base_u"),
        ("contradictions", {"verdict": "holds"}, "cannot be 'holds': it is one of disagrees, truncation, base_unclear"),
        ("told", {"supervisor": "nobody"}, "supervisor cannot be 'nobody': this database has none of that id, nor any"),
        ("captures", {"url": "nothere"}, f"url cannot be 'nothere': this database has none of that id; there is {URL}"),
        ("ranking", {"region": "65"}, "region cannot be '65': this database has none of that id; there is 9900, 9901"),
        ("coverage", {"kind": "fazhi"}, "parameter kind cannot be 'fazhi': it is one of fazhi_annual, enforcement_st"),
        ("ranking", {"metric": "nope"}, "metric cannot be 'nope': this database has none of that id"),
        ("ranking", {"class": "county"}, "parameter class cannot be 'county': it is one of province, prefecture_gov"),
        (
            "ranking",
            {"region": "湘"},
            "parameter region cannot be '湘': it is the first digits of a region code, as 43",
        ),
        (
            "dossier",
            {"body": "hepin"},
            "parameter body cannot be 'hepin': this database has none of that id; there is heping",
        ),
        ("visits", {"section": "x"}, "section cannot be 'x': this database has none of that id; there is heping-fazhi"),
        (
            "dictionary",
            {"name": "report"},
            "name cannot be 'report': this database has none of that id; there is reports",
        ),
        ("told", {"case": "99"}, "parameter case cannot be '99': this database has none of that id, nor any other"),
        ("provenance", {"figure": "99"}, "parameter figure cannot be '99': this database has none of that id; there"),
        ("open_cases", {"severity": "bad"}, "severity cannot be 'bad': it is one of info, notice, warning, critical"),
        ("recent", {"since": "xx"}, "parameter since cannot be 'xx': it is a date, written as 2026-03-20"),
        ("overdue", {"today": "2026-02-30"}, "parameter today cannot be '2026-02-30': it is a date"),
        ("overdue", {"closed": "no"}, "parameter closed cannot be 'no': it is one of 1"),
        ("coverage_by_region", {"digits": "5"}, "parameter digits cannot be '5': it is one of 2, 4, 6"),
    ],
)
def test_a_wrong_request_is_told_what_would_do(full: World, name: str, params: dict[str, str], message: str) -> None:
    with pytest.raises(DatabaseProblem, match=re.escape(message)) as told:
        run_query(full.db, name, params)
    assert told.value.exit_code == 2


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
