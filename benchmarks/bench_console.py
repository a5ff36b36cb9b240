"""How long each page of the console takes over HTTP on a large database.

    python -m benchmarks.bench_console FOLDER [--rounds 10]     (FOLDER: made by benchmarks.make_large)

Starts `fazhi serve` on it and asks for each page with ids drawn with a fixed seed. Prints one JSON line a page: p50 and
p95 of milliseconds by the clock, and of the server's CPU time (Linux; in steps of 10 ms), and the largest answer.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import yaml

from benchmarks.bench_queries import WORDS, percentiles
from db.console.load.tables import load_tables
from db.database import Database, open_database
from db.queries import list_queries

_TICK = 1000 / os.sysconf("SC_CLK_TCK")
_SERVE = "from scheduler.cli import main; main()"


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, int]]:
    """The console of this folder: its address and process number."""
    config = folder / "console.yaml"
    config.write_text(yaml.safe_dump(_CONFIG), encoding="utf-8")
    command = [sys.executable, "-c", _SERVE, "--config", str(config), "serve", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if found := re.search(r"http://[\d.]+:\d+/", line):
                yield found.group(), process.pid
                return
        raise SystemExit("the console did not start")
    finally:
        process.terminate()
        process.wait()
        config.unlink()


_CONFIG = {
    "data_dir": ".",
    "bodies": [{"id": "b0001", "name": "某县人民政府", "region": "110001", "class": "county_government"}],
    "sections": [{"id": "b0001-fz", "body": "b0001", "url": "http://www.b0001.example/fz/"}],
}


def paths(db: Database) -> dict[str, Callable[[], str]]:
    """The pages, each with another example at every call."""
    chance = random.Random(5)

    def one_of(sql: str) -> Callable[[], str]:
        found = [str(row[0]) for row in db.conn.execute(sql)]
        return lambda: quote(chance.choice(found), safe="")

    body, report = one_of("SELECT id FROM bodies"), one_of("SELECT id FROM reports")
    case, metric = one_of("SELECT id FROM alerts"), one_of("SELECT DISTINCT metric FROM metric_values")
    capture = one_of("SELECT id FROM captures WHERE id % 97 = 0")
    pages: dict[str, Callable[[], str]] = {
        "/": lambda: "",
        "/body": lambda: f"body/{body()}",
        "/report": lambda: f"report/{report()}",
        "/case": lambda: f"case/{case()}",
        "/cases": lambda: "cases",
        "/metric": lambda: f"metric/{metric()}",
        "/metrics": lambda: "metrics",
        "/sources": lambda: "sources",
        "/search": lambda: f"search?q={quote(chance.choice(WORDS))}",
        "/queries": lambda: "queries",
        "/capture": lambda: f"capture/{capture()}",
        "/fazhi": lambda: "fazhi",
    }
    for row in load_tables(db):
        pages[f"/fazhi/{row['name']}"] = lambda found=row: f"fazhi/{found['name']}{found['args']}"  # type: ignore[misc]
    for query in list_queries():
        pages[f"/fazhi/query-{query.name}"] = lambda name=query.name: f"fazhi/query-{name}"  # type: ignore[misc]
    return pages


def measure(name: str, base: str, server: int, path: Callable[[], str], rounds: int) -> dict[str, object]:
    clock, cpu, size, status = [], [], 0, set()
    for _ in range(rounds):
        ticks, started = _ticks(server), time.perf_counter()
        try:
            with urllib.request.urlopen(base + path()) as answer:
                size = max(size, len(answer.read()))
                status.add(answer.status)
        except urllib.error.HTTPError as error:
            status.add(error.code)
        clock.append(1000 * (time.perf_counter() - started))
        cpu.append(_TICK * (_ticks(server) - ticks))
    return {
        "page": name,
        **percentiles("clock", clock),
        **percentiles("cpu", cpu),
        "bytes": size,
        "status": sorted(status),
    }


def _ticks(server: int) -> int:
    """CPU time of a process so far (user and system), in the system's ticks."""
    fields = Path(f"/proc/{server}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    db = open_database(options.folder, read_only=True)
    with serving(options.folder) as (base, server):
        for name, path in paths(db).items():
            print(json.dumps(measure(name, base, server, path, options.rounds)), flush=True)


if __name__ == "__main__":
    main()
