"""How long each canned query and searching take on a large database, and how large it is.

    python -m benchmarks.bench_queries FOLDER [--rounds 20]     (FOLDER: made by benchmarks.make_large)

Prints one JSON line a query: p50 and p95 of milliseconds (CPU, and by the clock) over calls with its defaults and with
parameters drawn with a fixed seed, and the most rows that one answered; first a yardstick to compare machines by, last
the file's size and bytes a report.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from statistics import quantiles

from db.database import Database, open_database
from db.queries import Query, list_queries, run_query
from db.search import search

WORDS = (
    "法治", "行政", "行政复议", "法律援助", "渔业执法", "渔业执法 投诉举报办理", "安宁省", "水利建设不断规范综合",
    "2025年度", "复议收案数", "全年 组织 开展", "区块链", "短板弱项加快补齐",
)  # fmt: skip


class _Draw:
    """Draws parameters that a user of this database might ask for."""

    def __init__(self, db: Database) -> None:
        self.chance = random.Random(3)

        def column(sql: str) -> list[str]:
            return [str(value) for (value,) in db.conn.execute(sql)]

        bodies = column("SELECT id FROM bodies")
        self.choices: dict[str, list[str]] = {
            "body": bodies,
            "region": sorted({region[:digits] for region in column("SELECT region FROM bodies") for digits in (2, 4)}),
            "year": column("SELECT DISTINCT year FROM reports ORDER BY 1"),
            "metric": column("SELECT DISTINCT metric FROM metric_values"),
            "class": column("SELECT DISTINCT class FROM bodies"),
            "figure": column("SELECT max(id) / 2 FROM figures UNION SELECT max(id) FROM figures"),
            "url": column("SELECT url FROM reports LIMIT 20"),
            "section": column("SELECT id FROM sections"),
            "case": column("SELECT id FROM alerts LIMIT 50"),
            "text": list(WORDS),
            "points": ["0", "5"],
            "digits": ["2", "6"],
            "since": ["2026-04-20"],
        }

    def params(self, query: Query) -> dict[str, str]:
        known = [name for name in query.parameters if name in self.choices]
        asked = [name for name in known if self.chance.random() < 0.5 or name == "text"]
        return {name: self.chance.choice(self.choices[name]) for name in asked}


def measure(name: str, calls: Iterator[Callable[[], int]]) -> dict[str, object]:
    """p50 and p95 of some calls, each of which answers how many rows it got."""
    cpu, clock, rows = [], [], 0
    for call in calls:
        started, ticks = time.perf_counter(), time.process_time()
        rows = max(rows, call())
        cpu.append(1000 * (time.process_time() - ticks))
        clock.append(1000 * (time.perf_counter() - started))
    return {"name": name, **percentiles("cpu", cpu), **percentiles("clock", clock), "rows": rows}


def percentiles(what: str, times: list[float]) -> Mapping[str, float]:
    """p50 and p95 of some times, named for what they are of."""
    cuts = quantiles(times, n=20, method="inclusive")
    return {f"{what}_p50": round(cuts[9], 1), f"{what}_p95": round(cuts[18], 1)}


def bench(db: Database, rounds: int, only: str = "") -> Iterator[dict[str, object]]:
    """A line for each canned query whose name begins with ``only``, and for each search."""
    draw = _Draw(db)
    yield measure("yardstick: counting to a million", (_yardstick(db) for _ in range(rounds)))
    for query in list_queries():
        if not query.name.startswith(only):
            continue
        params = [{}] * (rounds // 4) + [draw.params(query) for _ in range(rounds - rounds // 4)]
        yield measure(query.name, (_call(db, query.name, given) for given in params))
    for words in WORDS if "search".startswith(only) else ():
        yield measure(f"search({words})", (_search(db, words) for _ in range(rounds)))


def _yardstick(db: Database) -> Callable[[], int]:
    """What this machine, as busy as it is, takes for a task that never changes."""
    sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT count(*) FROM n"
    return lambda: len(db.conn.execute(sql).fetchall())


def _call(db: Database, name: str, params: dict[str, str]) -> Callable[[], int]:
    return lambda: len(run_query(db, name, params).rows)


def _search(db: Database, words: str) -> Callable[[], int]:
    return lambda: search(db, words).total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", default="", help="queries whose names begin so")
    options = parser.parse_args()
    db = open_database(options.folder, read_only=True)
    for line in bench(db, options.rounds, options.only):
        print(json.dumps(line, ensure_ascii=False), flush=True)
    reports = db["reports"].count
    size = (options.folder / "fazhi.db").stat().st_size
    print(json.dumps({"bytes": size, "reports": reports, "bytes_per_report": round(size / max(1, reports))}))


if __name__ == "__main__":
    main()
