"""How long judging takes at full size: 3,200 bodies, 9 years, 60 metrics a report, in a database of its own.

    python -m benchmarks.bench_check [--bodies 3200] [--keep FOLDER]

Prints one JSON line: seconds (of the clock, and of work alone) and peak memory, both processes together, of a full
check, of a second one with nothing new, and of one after a single new report. The numbers are drawn with a fixed seed;
nothing in them is real.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from db.database import Database, open_database, write
from db.versions import pack_clauses
from parsers.metrics import catalogue
from parsers.vocabulary import FigureKind, PartRole
from scheduler.config import Config
from scheduler.passes.check import check
from scheduler.passes.crawl import register
from scheduler.passes.site import Site

YEARS = range(2017, 2026)
METRICS = 60
CLAUSES = 150
VISITS = 60
TODAY = date(2026, 6, 1)
TEXT = "依法行政工作取得新的成效，行政执法监督进一步加强。" * 200


def config_of(folder: Path, bodies: int) -> Config:
    return Config.model_validate(
        {
            "data_dir": str(folder),
            "bodies": [
                {
                    "id": f"b{number:04d}",
                    "name": f"第{number}县人民政府",
                    "class": "county_government",
                    "since": YEARS[0],
                }
                for number in range(bodies)
            ],
            "sections": [
                {"id": f"s{number:04d}", "body": f"b{number:04d}", "url": f"http://b{number}.example/list/"}
                for number in range(bodies)
            ],
            "path": folder / "fazhi.yaml",
        }
    )


def build(folder: Path, bodies: int) -> None:
    config = config_of(folder, bodies)
    db = open_database(folder, create=True)
    register(Site(config, db, TODAY, f"{TODAY}T08:00:00+08:00", simulation=False))
    chance = random.Random(7)
    with write(db):
        db.conn.execute("INSERT INTO runs (id, command, started_at) VALUES (1, 'crawl', '2026-06-01T00:00:00+08:00')")
        for number in range(bodies):
            _visits(db, number)
            levels = [chance.lognormvariate(4, 1.5) for _ in range(METRICS)]
            for year in YEARS:
                if chance.random() > 0.03:
                    add_report(db, number, year, chance, levels)
    db.close()


def _visits(db: Database, number: int) -> None:
    rows = [(f"s{number:04d}", f"2026-{4 + day // 30:02d}-{1 + day % 30:02d}T01:30:00+08:00") for day in range(VISITS)]
    db.conn.executemany(
        "INSERT INTO visits (run_id, section_id, seen_at, started_at, ended_at, outcome, whole, pages, rows_seen, "
        "reach) VALUES (1, ?, ?2, ?2, ?2, 'ok', 1, 3, 60, 'all')",
        rows,
    )


def add_report(db: Database, number: int, year: int, chance: random.Random, levels: list[float]) -> None:
    """One report with its version, parts, figures, metric values and findings, straight into the tables."""
    body, url, posted = (
        f"b{number:04d}",
        f"http://b{number}.example/{year}.html",
        f"{year + 1}-03-{chance.randint(1, 31):02d}",
    )
    at = f"{posted}T01:30:00+08:00"
    report = db.conn.execute(
        "INSERT INTO reports (body_id, kind, year, title, issuers, published_on, published_basis, first_seen_at, "
        "state, url) VALUES (?, 'fazhi_annual', ?, '报告', '[]', ?, 'label', ?, 'listed', ?) RETURNING id",
        [body, year, posted, at, url],
    ).fetchone()[0]
    place = db.conn.execute(
        "INSERT INTO report_places (report_id, section_id, url, title, published_on, published_basis, first_seen_at, "
        "last_seen_at, state, state_since) VALUES (?, ?, ?, '报告', ?, 'label', ?, ?, 'listed', ?) RETURNING id",
        [report, f"s{number:04d}", url, posted, at, at, at],
    ).fetchone()[0]
    clauses = pack_clauses(sorted(chance.getrandbits(64) for _ in range(CLAUSES)))
    version = db.conn.execute(
        "INSERT INTO report_versions (report_id, place_id, number, observed_at, text, text_sha256, clauses, method, "
        "quality, change, parser_version, read_captures) VALUES (?, ?, 1, ?, ?, '', ?, 'html', 1, 'first', '1', '') "
        "RETURNING id",
        [report, place, at, TEXT, clauses],
    ).fetchone()[0]
    db.conn.execute("UPDATE reports SET current_version_id = ? WHERE id = ?", [version, report])
    db.conn.executemany(
        'INSERT INTO parts (version_id, role, heading, form, start, "end") VALUES (?, ?, ?, ?, 0, 1)',
        [(version, role, "标题", "present") for role in PartRole],
    )
    for metric, value, numerator, denominator, base in _numbers(chance, levels):
        figure = db.conn.execute(
            "INSERT INTO figures (version_id, label, value, unit, kind, qualifier, tense, metric, quote, start, "
            '"end", at_start, at_end) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 1, 0, 1) RETURNING id',
            [version, metric.zh, value, metric.unit, metric.kind, "eq", "actual", metric.key, TEXT[:60]],
        ).fetchone()[0]
        db.conn.execute(
            "INSERT INTO metric_values (report_id, version_id, metric, scope, period, value, unit, basis, numerator, "
            "denominator, base, figure_id, figure_ids) VALUES (?, ?, ?, 'body', ?, ?, ?, 'stated', ?, ?, ?, ?, ?)",
            [
                report,
                version,
                metric.key,
                str(year),
                value,
                metric.unit,
                numerator,
                denominator,
                base,
                figure,
                f"[{figure}]",
            ],
        )
    db.conn.executemany(
        "INSERT INTO findings (version_id, rule, verdict, severity, metric, numbers, expected, nearest, text) "
        "VALUES (?, ?, 'holds', 'info', NULL, '[]', '', '', '相符。')",
        [(version, f"identity_{index}") for index in range(12)],
    )


def _numbers(chance: random.Random, levels: list[float]) -> Iterator[tuple]:  # type: ignore[type-arg]
    """Sixty metrics, tier 1 first: counts around the body's own level, rates around 90 % of a count."""
    metrics = sorted(catalogue().metrics.values(), key=lambda metric: metric.tier)[:METRICS]
    for metric, level in zip(metrics, levels, strict=True):
        count = max(0, round(chance.gauss(level, level**0.5)))
        if metric.kind is FigureKind.RATE:
            total = max(1, round(level))
            k = sum(chance.random() < 0.9 for _ in range(min(total, 300))) * total // min(total, 300)
            yield metric, 100 * k / total, k, total, metric.denominator
        elif chance.random() > 0.05:
            yield metric, count, None, None, None


def timed_check(folder: Path, bodies: int) -> dict[str, float]:
    config = config_of(folder, bodies)
    started, worked = time.perf_counter(), sum(os.times()[:4])
    db = open_database(folder)
    result = check(Site(config, db, TODAY, f"{TODAY}T08:00:00+08:00", simulation=False))
    seconds, cpu = time.perf_counter() - started, sum(os.times()[:4]) - worked
    return {
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu, 2),
        "bodies": result.bodies,
        "events": sum(result.events.values()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bodies", type=int, default=3200)
    parser.add_argument("--keep", type=Path, help="build here, or use what was built here before")
    parser.add_argument("--once", action="store_true", help="one check of the folder of --keep, no more")
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="check-scale-"))
    if options.once:
        answer = timed_check(folder, options.bodies)
        both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)  # of its own process and of the one that judges
        peak = sum(resource.getrusage(who).ru_maxrss for who in both)
        print(json.dumps({**answer, "peak_mb": round(peak / 1024)}))
        return
    if not (folder / "fazhi.db").exists():
        build(folder, options.bodies)
    answers = {"full": _child(folder, options.bodies), "again": _child(folder, options.bodies)}
    db = open_database(folder)
    with write(db):
        db.conn.execute("DELETE FROM reports WHERE body_id = 'b0001' AND year = 2025")
        add_report(db, 1, 2025, random.Random(8), [50.0] * METRICS)
    db.close()
    answers["one_new_report"] = _child(folder, options.bodies)
    print(json.dumps({"bodies": options.bodies, **answers}))
    if options.keep is None:
        shutil.rmtree(folder)


def _child(folder: Path, bodies: int) -> dict[str, float]:
    """A check in a process of its own, so that its peak memory is its own."""
    command = [sys.executable, "-m", "benchmarks.bench_check", "--once", "--keep", str(folder), "--bodies", str(bodies)]
    answer: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return answer


if __name__ == "__main__":
    main()
