"""The large database and what measures it: small, but the same code."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.bench_queries import bench
from benchmarks.make_large import make
from db.database import Database, fetch_dicts
from db.queries import list_queries


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return make(tmp_path_factory.mktemp("small"), 6, 2, 2)


def test_what_is_made_is_as_if_it_had_been_read(town: Database) -> None:
    (quotes,) = fetch_dicts(
        town,
        'SELECT count(*) AS n, sum(substr(v.text, f.start + 1, f."end" - f.start) <> f.quote) AS wrong, '
        "sum(CAST(substr(v.text, f.at_start + 1, f.at_end - f.at_start) AS REAL) <> f.value) AS other "
        "FROM figures f JOIN report_versions v ON v.id = f.version_id",
    )
    assert quotes["n"] / town["report_versions"].count > 120
    assert (quotes["wrong"], quotes["other"]) == (0, 0)
    (length,) = town.conn.execute("SELECT avg(length(text)) FROM report_versions").fetchone()
    assert 3_500 < length < 6_000
    assert town.conn.execute("PRAGMA foreign_key_check").fetchall() == []
    assert all(town[table].count for table in ("alerts", "captures", "visits", "rate_changes", "ledger", "deliveries"))


def test_two_files_of_one_size_hold_the_same_rows(town: Database, tmp_path: Path) -> None:
    again = make(tmp_path, 6, 2, 2)
    for table in ("reports", "figures", "metric_values", "alerts", "captures"):
        assert list(again[table].rows) == list(town[table].rows)
    again.close()


def test_each_query_and_search_is_measured(town: Database) -> None:
    yardstick, *lines = bench(town, 4)
    assert str(yardstick["name"]).startswith("yardstick")
    names = [line["name"] for line in lines]
    assert names[: len(list_queries())] == [query.name for query in list_queries()]
    assert any(str(name).startswith("search(") for name in names)
    assert all(0 <= line["cpu_p50"] <= line["cpu_p95"] for line in lines)  # type: ignore[operator]
    assert sum(line["rows"] for line in lines) > 1000  # type: ignore[misc]
