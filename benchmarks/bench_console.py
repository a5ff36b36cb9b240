"""How long each page of the console takes over HTTP on a large database.

    python -m benchmarks.bench_console FOLDER [--rounds 20]     (FOLDER: made by benchmarks.make_large)

Starts `fazhi serve` on it and asks for each page with ids drawn with a fixed seed. First each page once, the file on
disk alone (the system is told to forget it before each), which measures the disk; then, after the file was read whole,
each page so many times. Prints one JSON line a page and turn: milliseconds (of many calls p50 and p95) of the server's
processor time (Linux) and by the clock, and the largest answer.
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


def measure(page: str, base: str, server: int, path: Callable[[], str], rounds: int) -> dict[str, object]:
    """One page's line: times of the server's processor and by the clock, the largest answer, and what it answered."""
    clock, cpu, size, status = [], [], 0, set()
    for _ in range(rounds):
        used, started = _used(server), time.perf_counter()
        try:
            with urllib.request.urlopen(base + path()) as answer:
                size = max(size, len(answer.read()))
                status.add(answer.status)
        except urllib.error.HTTPError as error:
            status.add(error.code)
        clock.append(1000 * (time.perf_counter() - started))
        cpu.append(1000 * (_used(server) - used))
    times = {**percentiles("cpu", cpu), **percentiles("clock", clock)} if rounds > 1 else _once(cpu[0], clock[0])
    return {"page": page, **times, "bytes": size, "status": sorted(status)}


def _once(cpu: float, clock: float) -> dict[str, float]:
    return {"cpu": round(cpu, 1), "clock": round(clock, 1)}


def _used(server: int) -> float:
    """Seconds of processor time of a process so far: Linux numbers its clock so (clock_getcpuclockid(3))."""
    return time.clock_gettime((~server << 3) | 2)


def _forget(file: Path) -> None:
    """Has the system forget what it holds of a file in memory."""
    with file.open("rb") as opened:
        os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _remember(file: Path) -> float:
    """Seconds that reading a file whole took."""
    started = time.perf_counter()
    with file.open("rb") as opened:
        while opened.read(1 << 20):
            pass
    return time.perf_counter() - started


def bench(folder: Path, rounds: int, only: str) -> Iterator[dict[str, object]]:
    """The lines: each page once with the file on disk alone, then each page with the file in memory."""
    with open_database(folder, read_only=True) as db:
        pages = {page: path for page, path in paths(db).items() if re.search(only, page)}
    file = folder / "fazhi.db"
    with serving(folder) as (base, server):
        for page, path in pages.items():
            _forget(file)
            yield {"file": "on disk", **measure(page, base, server, path, 1)}
        yield {"reading the file whole, seconds": round(_remember(file), 1), "bytes": file.stat().st_size}
        for page, path in pages.items():
            yield {"file": "in memory", **measure(page, base, server, path, rounds)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", default="", help="pages whose names this regular expression finds")
    options = parser.parse_args()
    for line in bench(options.folder, options.rounds, options.only):
        print(json.dumps(line, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
