"""A site with all that a page can show: real archives, silent edits, every state, and texts that mean harm."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

import pytest
import yaml

from db import cases, visits
from db.cases import AlertDraft
from db.catalogue import MetricRow, RuleRow, put_catalogue
from db.database import stamp_simulation
from db.expectations import replace_expectations
from db.intake_records import BodyEntry, SectionEntry
from db.records import Expectation
from db.vocabulary import AlertEvent, BodyClass, ExpectationState, Rule, Severity, VisitOutcome
from parsers.vocabulary import FigureKind, Kind
from scheduler.cli import main
from tests.db.world import BODIES, SECTIONS, World, day

TODAY = "2026-03-20"
RLO = "\u202e"
HOSTILE = f"<img src=x onerror=window.harm=1>{RLO}=HYPERLINK(1)\x07</bdi></a><script>window.harm=1</script>"
URLS = {year: f"http://heping.example/fz/{year}.html" for year in (2022, 2023, 2024, 2025)}
TITLES = {year: f"和平区人民政府{year}年度法治政府建设情况报告" for year in URLS}
TEXTS = {
    2022: "全年受理行政复议案件35件。\n审结行政复议案件25件。",
    2024: "全年受理行政复议案件162件，同比持平。\n办理行政应诉案件17件；一审审结15件。",
    2025: f"全年受理行政复议案件100件。\n{HOSTILE}又受理案件7件。",
}
EDITED = "全年受理行政复议案件151件，同比持平。\n办理行政应诉案件17件；一审审结15件。"
ROOT = Path(__file__).parents[3]


def build(folder: Path) -> Path:
    """Writes the site and returns its configuration's path."""
    world = World(folder / "data")
    stamp_simulation(world.db)
    bodies = (
        *BODIES,
        BodyEntry("hostile", f"{HOSTILE}政府", BodyClass.DEPARTMENT, region="990102", parent="qinghe-city"),
        *(
            BodyEntry(f"zone-{n}", f"清河第{n}开发区", BodyClass.MANAGEMENT_ZONE, routing_region="990200")
            for n in range(60)
        ),
    )
    sections = (
        *SECTIONS,
        SectionEntry("hostile-fazhi", "hostile", "http://hostile.example/", (Kind.FAZHI_ANNUAL,)),
    )
    visits.sync_register(world.db, bodies, sections)
    _catalogue(world)
    _reports(world)
    _expectations(world)
    _cases(world)
    world.db.close()
    config = folder / "fazhi.yaml"
    config.write_text(yaml.safe_dump(_config(bodies, sections), allow_unicode=True), encoding="utf-8")
    return config


def _catalogue(world: World) -> None:
    metrics = [
        MetricRow("reconsideration_accepted", "行政复议受理数", "Reconsideration cases accepted", "行政复议",
                  FigureKind.COUNT, "件", "neutral", "none", None, None, 1, "受理的行政复议案件"),
    ]  # fmt: skip
    rules = [RuleRow(rule, f"规则 {rule}", f"Rule {rule}", "依据", "basis") for rule in Rule]
    put_catalogue(world.db, metrics, rules)


def _reports(world: World) -> None:
    pages = {url: (TEXTS[year].encode(), {}) for year, url in URLS.items() if year in TEXTS}
    rows = {url: TITLES[year] for year, url in URLS.items() if year in TEXTS}
    world.crawl("2026-03-01", rows, pages)
    _read(world, "2026-03-01")
    world.crawl("2026-03-18", rows, {**pages, URLS[2024]: (EDITED.encode(), {})})
    _read(world, "2026-03-18")
    world.section = "hostile-fazhi"
    world.crawl("2026-03-19", {}, {}, whole=False, outcome=VisitOutcome.BLIND, reason=f"challenge {HOSTILE}")
    visits.begin_run(world.db, "check", TODAY, at=day(TODAY))


def _read(world: World, date: str) -> None:
    """Each page in turn, under the year of its address."""
    from db import documents
    from tests.db.world import read_text

    while pending := documents.pending_documents(world.db, "1"):
        for document in pending:
            bundle = documents.load_bundle(world.db, world.archive_folder, document.url, document.capture_ids)
            year = int(re.search(r"\d{4}", document.url)[0])  # type: ignore[index]
            text = bundle.sources[0].body.decode()
            reading = read_text(document.url, text, title=TITLES[year], year=year, published_on=f"{year + 1}-04-12")
            documents.store_reading(world.db, reading, capture_ids=document.capture_ids, seen_at=day(date, "02:00:00"))


def _expectations(world: World) -> None:
    states = {2022: "on_time", 2023: "missing", 2024: "late", 2025: "found_undated"}
    rows = [
        Expectation("heping", Kind.FAZHI_ANNUAL, year, f"{year + 1}-03-31", ExpectationState(state), state, (1,))
        for year, state in states.items()
    ]  # fmt: skip
    replace_expectations(world.db, "heping", rows)
    others = ("cannot_tell", "due_soon", "expected", "exempt")
    replace_expectations(
        world.db, "hostile",
        [Expectation("hostile", Kind.FAZHI_ANNUAL, 2022 + n, "2026-03-31", ExpectationState(state), HOSTILE)
         for n, state in enumerate(others)],
    )  # fmt: skip
    for n in range(60):
        due = Expectation(f"zone-{n}", Kind.FAZHI_ANNUAL, 2025, "2026-03-31", ExpectationState.DUE_SOON, "未到期")
        replace_expectations(world.db, f"zone-{n}", [due])


def _cases(world: World) -> None:
    figures = [row[0] for row in world.db.conn.execute("SELECT id FROM figures ORDER BY id")]
    captures = [row[0] for row in world.db.conn.execute("SELECT id FROM captures ORDER BY id LIMIT 3")]
    side = {"base": None, "denominator": 112, "numerator": 92, "low": 74.0, "high": 88.1, "stated": None}
    compared = {
        "old": {**side, "year": 2024, "value": 92.31}, "new": {**side, "year": 2025, "value": 82.14}, "p": 0.0133,
    }  # fmt: skip
    evidence = {"figures": figures, "captures": captures, "visits": [1], "compared": compared, "metrics": []}
    drafts = (
        (
            "a",
            Rule.RATE_REGRESSION,
            Severity.WARNING,
            "heping",
            "和平区2025年度：结案率92.31%（144/156）→82.14%（92/112）",
            evidence,
        ),
        ("b", Rule.REPORT_MISSING, Severity.CRITICAL, "hostile", HOSTILE, {"visits": [1], "captures": []}),
        ("c", Rule.PASS_MISSED, Severity.NOTICE, None, "按计划应进行的采集未进行", {}),
    )
    for key, rule, severity, body, title, found in drafts:
        said = f"{title}\n建议：核实。{HOSTILE}"
        alert = cases.upsert_alert(
            world.db,
            AlertDraft(key, rule, severity, body, Kind.FAZHI_ANNUAL if body else None, 2025 if body else None,
                       "reconsideration_accepted" if key == "a" else None, title, said, found),
            day(TODAY, "08:00:00"),
        )  # fmt: skip
        cases.add_event(world.db, alert, AlertEvent.OPENED, day(TODAY, "08:00:00"), severity=severity)
    cases.add_event(world.db, 1, AlertEvent.ACKNOWLEDGED, day(TODAY, "09:00:00"), by=HOSTILE, why=HOSTILE)


def _config(bodies: tuple[BodyEntry, ...], sections: tuple[SectionEntry, ...]) -> Mapping[str, object]:
    return {
        "data_dir": "data",
        "console": {"url": "http://console.example/console"},
        "bodies": [{"id": "heping", "name": "清河市和平区人民政府", "region": "990101", "class": "county_government"}],
        "sections": [{"id": "heping-fazhi", "body": "heping", "url": sections[0].url}],
    }


@contextmanager
def served(config: Path, *words: str, **environment: str) -> Iterator[str]:
    """`fazhi serve` on a free port: its address, until the block ends; it must then end well."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from scheduler.cli import main; main()",
         "--config", str(config), "serve", "--port", "0", *words],
        stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=ROOT, env={**os.environ, **environment},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        found = re.search(r"http://\S+:\d+", line)
        assert found, f"no address in {line!r}"
        yield found[0]
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
    assert process.returncode == 0


def refused(config: Path, *words: str) -> tuple[int, str]:
    """Exit code and message of a `fazhi serve` that does not start."""
    out = io.StringIO()
    with redirect_stdout(out), pytest.raises(SystemExit) as ended:
        main(["--config", str(config), "--json", "serve", "--port", "0", *words])
    return int(ended.value.code or 0), json.loads(out.getvalue())["error"]
