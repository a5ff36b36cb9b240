"""A large database of made-up reports: 3,200 bodies, 9 years, 4 million figures, with texts that can be searched.

    python -m benchmarks.make_large FOLDER [--bodies 3200] [--years 9] [--visits 30]

Writes FOLDER/fazhi.db through the real schema, triggers included; there is no archive beside it. Every number is drawn
with a fixed seed, so that two files of one size hold the same rows.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.large_cases import add_cases, put, put_all
from benchmarks.large_text import compose
from db.chain import FACTS, link
from db.database import GENESIS, Database, open_database, set_meta, stamp_simulation, write
from db.intake_records import BodyEntry, SectionEntry
from db.ledger import enter_reading
from db.versions import pack_clauses, text_digest
from db.visits import sync_register
from db.vocabulary import BodyClass
from parsers.metrics import Metric, catalogue
from parsers.vocabulary import FigureKind, Kind

LAST_YEAR = 2025
KIND = Kind.FAZHI_ANNUAL
OTHERS = 87  # figures of a report that no metric knows
STATED = 44
CLAUSES = 120
_NAMES = "安宁和平清河长兴东海西山南湖北川金沙石门新田永丰大通广德昌邑临江武乡文水太谷云阳龙泉凤台白水青田玉山丰城"
_CLASSES = (
    BodyClass.COUNTY_GOVERNMENT,
    BodyClass.DEPARTMENT,
    BodyClass.COUNTY_GOVERNMENT,
    BodyClass.TOWNSHIP_GOVERNMENT,
)


def make(folder: Path, bodies: int, years: int, visits: int = 30) -> Database:
    """Build the database; the open file."""
    db = open_database(folder, create=True)
    db.conn.execute("PRAGMA synchronous = OFF")
    db.conn.execute("PRAGMA cache_size = -400000")
    stamp_simulation(db)
    register = list(_bodies(bodies, LAST_YEAR - years + 1))
    sections = [
        SectionEntry(f"{body.id}-fz", body.id, f"http://www.{body.id}.example/fz/", (Kind.FAZHI_ANNUAL,))
        for body in register
    ]
    sync_register(db, register, sections)
    maker = _Maker(db, years, visits)
    for number, body in enumerate(register):
        with write(db):
            maker.add_body(number, body)
    with write(db):
        add_cases(db, random.Random(11), LAST_YEAR)
        set_meta(db, "chain_head", maker.head)
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return db


def _bodies(count: int, since: int) -> Iterator[BodyEntry]:
    """Provinces of a hundred bodies, with ten prefectures each; below them counties, departments, townships."""
    for number in range(count):
        province, place = divmod(number, 100)
        prefecture, county = divmod(place, 10)
        region = f"{11 + province:02d}{prefecture:02d}{county:02d}"
        city = f"{_name(province)}省{_name(number // 10 + 40)}市"
        if place == 0:
            name, cls, parent, region = f"{_name(province)}省人民政府", BodyClass.PROVINCE, None, f"{region[:2]}0000"
        elif county == 0:
            name, cls, parent = f"{city}人民政府", BodyClass.PREFECTURE_GOVERNMENT, f"b{province * 100:04d}"
            region = f"{region[:4]}00"
        else:
            cls, parent = _CLASSES[county % 4], f"b{number - county if prefecture else province * 100:04d}"
            name = (
                f"{city}{_name(number)}县"
                + {"county": "人民政府", "depart": "司法局", "townsh": "城关镇人民政府"}[cls[:6]]
            )
        yield BodyEntry(f"b{number:04d}", name, cls, region=region, parent=parent, since=since)


def _name(number: int) -> str:
    """A place name of two characters, another for each number below some thousands."""
    return _NAMES[number % len(_NAMES)] + _NAMES[(number // len(_NAMES) * 7 + number * 3 + 1) % len(_NAMES)]


class _Maker:
    """Adds body after body; ids are counted here, so that rows can point to each other without asking."""

    def __init__(self, db: Database, years: int, visits: int) -> None:
        self.db = db
        self.years = range(LAST_YEAR - years + 1, LAST_YEAR + 1)
        self.visits = visits
        self.chance = random.Random(7)
        self.figure = self.version = self.report = self.visit = self.capture = 0
        self.head = GENESIS
        metrics = catalogue().metrics
        self.rates = [metric for metric in metrics.values() if metric.numerator and metric.denominator]
        first = {key for rate in self.rates for key in (rate.numerator, rate.denominator)}
        counts = [metric for metric in metrics.values() if metric.kind is FigureKind.COUNT]
        self.counts = sorted(counts, key=lambda metric: (metric.key not in first, metric.tier))[:STATED]
        for day in range(self.visits):
            ended = _time(day)
            put(db, "runs", id=day + 1, command="run", today=_day(day), started_at=ended, ended_at=ended, outcome="ok")

    def add_body(self, number: int, body: BodyEntry) -> None:
        chance = self.chance
        blind = number % 29 == 0
        self._add_visits(body, blind)
        levels = [chance.lognormvariate(4, 1.2) for _ in self.counts]
        causes = chance.random() > 0.3
        for year in self.years:
            published, state = self._fate(year, blind)
            due = f"{year + 1}-03-31"
            put(self.db, "expectations", body_id=body.id, year=year, due_on=due, state=state, kind=KIND, reason="")
            if published:
                self._add_report(body, year, published, levels, causes)
        self._add_seen(body)
        # as storing the last reading would: the triggers put each rate beside the one before
        self.db.conn.execute(
            "UPDATE reports SET current_version_id = current_version_id WHERE id = ? AND body_id = ?",
            [self.report, body.id],
        )

    def _fate(self, year: int, blind: bool) -> tuple[str | None, str]:
        luck = self.chance.random()
        if luck < 0.03:
            return None, "cannot_tell" if blind else "missing"
        if luck < 0.15:
            return f"{year + 1}-04-{self.chance.randint(2, 30):02d}", "late"
        return f"{year + 1}-03-{self.chance.randint(1, 31):02d}", "on_time"

    def _add_visits(self, body: BodyEntry, blind: bool) -> None:
        for day in range(self.visits):
            self.visit += 1
            at, lost = _time(day), blind and day > self.visits // 2
            put(
                self.db, "visits", id=self.visit, run_id=day + 1, section_id=f"{body.id}-fz", seen_at=at, started_at=at,
                ended_at=at, outcome="blind" if lost else "ok", whole=int(not lost), pages=2, rows_seen=30,
                reason="challenge" if lost else None,
            )  # fmt: skip
            self._capture(day, body, "list", f"http://www.{body.id}.example/fz/", None, "challenge" if lost else "ok")
        good = _time(self.visits // 2 if blind else self.visits - 1)
        self.db.conn.execute(
            "UPDATE sections SET state = ?, state_reason = ?, last_good_at = ?, family = 'generic' WHERE id = ?",
            ["blind" if blind else "ok", "challenge" if blind else None, good, f"{body.id}-fz"],
        )

    def _capture(self, day: int, body: BodyEntry, role: str, url: str, document: str | None, verdict: str) -> int:
        self.capture += 1
        facts: dict[str, object] = dict.fromkeys(FACTS)
        facts |= {
            "id": self.capture, "run_id": day + 1, "visit_id": self.visit, "section_id": f"{body.id}-fz", "role": role,
            "url": url, "final_url": url, "document_url": document, "fetched_at": _time(day), "http_status": 200,
            "verdict": verdict, "media_type": "text/html", "sha256": text_digest(f"{url}{day}"), "size": 20_000,
            "rendered": 0, "archive_file": f"2026/{day:03d}.warc.gz", "archive_offset": self.capture * 5000,
            "archive_length": 5000, "record_sha256": text_digest(f"{day}{url}"),
        }  # fmt: skip
        previous, self.head = self.head, link(self.head, facts)
        put(self.db, "captures", **facts, previous_hash=previous, chain_hash=self.head)
        return self.capture

    def _add_seen(self, body: BodyEntry) -> None:
        for item in range(20):
            waits = item == 0 and self.chance.random() < 0.05
            self._seen(body, f"n{item}", f"关于开展第{item}次法治宣传活动的通知", "unsure" if waits else "not_a_report")

    def _seen(self, body: BodyEntry, page: str, title: str, decision: str, year: int | None = None) -> None:
        put(
            self.db, "documents_seen", url=f"http://www.{body.id}.example/fz/{page}.html", section_id=f"{body.id}-fz",
            title=title, candidate=int(decision != "not_a_report"), decision=decision, kind=KIND if year else None,
            year=year, reason="title", first_seen_at=_time(0), last_seen_at=_time(0),
        )  # fmt: skip

    def _add_report(self, body: BodyEntry, year: int, published: str, levels: list[float], causes: bool) -> None:
        self.report += 1
        url, title = f"http://www.{body.id}.example/fz/{year}.html", f"{body.name}{year}年度法治政府建设情况报告"
        versions = 2 if self.chance.random() < 0.02 else 1
        detail = self._capture(0, body, "detail", url, url, "ok")
        said = {
            "id": self.report, "url": url, "title": title, "issuers": json.dumps([body.name], ensure_ascii=False),
            "published_on": published, "published_basis": "label", "first_seen_at": _time(0), "baseline": 1,
            "state": "listed",
        }  # fmt: skip
        current = self.version + versions
        put(self.db, "reports", **said, body_id=body.id, kind=KIND, year=year, current_version_id=current)
        place = {"report_id": self.report, "section_id": f"{body.id}-fz"}
        put(self.db, "report_places", **said, **place, last_seen_at=_time(0), state_since=_time(0))
        self._seen(body, str(year), title, "report", year)
        for number in range(1, versions + 1):
            self._add_version(number, title, year, detail, levels, causes)

    def _add_version(self, number: int, title: str, year: int, capture: int, levels: list[float], causes: bool) -> None:
        self.version += 1
        chance, values = self.chance, list(self._values(levels, year))
        numbers = [(metric.zh, value, metric.unit) for metric, value, _, _ in values]
        draft = compose(chance, title, numbers, OTHERS, causes=causes)
        text = draft.text
        put(
            self.db, "report_versions", id=self.version, report_id=self.report, place_id=self.report, number=number,
            observed_at=_time(number), title=title, text=text, text_sha256=text_digest(text), blocks=_blocks(text),
            clauses=pack_clauses(sorted(chance.getrandbits(64) for _ in range(CLAUSES))), method="html", quality=1.0,
            change="first" if number == 1 else chance.choice(("figures", "text", "cosmetic")), parser_version="1",
            read_captures=str(capture),
        )  # fmt: skip
        put(self.db, "version_captures", version_id=self.version, capture_id=capture, role="detail")
        for role, heading, form, start, end in draft.parts:
            put(self.db, "parts", version_id=self.version, role=role, heading=heading, form=form, start=start, end=end)
        first = self.figure + 1
        self.figure += len(draft.placed)
        put_all(
            self.db, "figures", ("id", "version_id", "label", "value", "unit", "kind", "qualifier", "tense", "period",
            "part", "metric", "quote", "start", "end", "at_start", "at_end", "capture_id"),
            [
                (first + index, self.version, spot.name, spot.value, spot.unit, "rate" if spot.unit == "%" else "count",
                 "eq", "actual", str(year), spot.part, values[index][0].key if index < len(values) else None,
                 spot.quote, spot.start, spot.end, spot.at_start, spot.at_end, capture)
                for index, spot in enumerate(draft.placed)
            ],
        )  # fmt: skip
        self._add_values(year, first, values)
        self._add_findings(draft.placed[0].at_start, values[0][0])
        enter_reading(self.db.conn, self.version)

    def _values(self, levels: list[float], year: int) -> Iterator[tuple[Metric, float, float | None, float | None]]:
        """The metrics that a report states: counts around the body's own level, and rates of some of them."""
        chance, counted = self.chance, {}
        for metric, level in zip(self.counts, levels, strict=True):
            if chance.random() > 0.03:
                counted[metric.key] = float(max(1, round(chance.gauss(level * 1.03 ** (year - 2017), level**0.5))))
                yield metric, counted[metric.key], None, None
        for rate in self.rates:
            whole = counted.get(rate.denominator or "")
            if whole and chance.random() < 0.75:
                part = min(whole, float(round(whole * chance.gauss(0.85, 0.07))))
                yield rate, round(100 * part / whole, 2), part, whole

    def _add_values(
        self, year: int, first: int, values: Sequence[tuple[Metric, float, float | None, float | None]]
    ) -> None:
        rows = []
        for index, (metric, value, part, whole) in enumerate(values):
            common = (self.report, self.version, metric.key, str(year), "body")
            figure, ids = first + index, f"[{first + index}]"
            rows.append((*common, value, metric.unit, "stated", None, None, None, None, None, figure, ids))
            if part is not None and whole is not None:
                value, spread = 100 * part / whole, 100 / whole**0.5
                rows.append(
                    (*common, value, "%", "computed", part, whole, metric.denominator, max(0.0, value - spread),
                     min(100.0, value + spread), None, ids)
                )  # fmt: skip
        put_all(
            self.db, "metric_values", ("report_id", "version_id", "metric", "period", "scope", "value", "unit", "basis",
            "numerator", "denominator", "base", "low", "high", "figure_id", "figure_ids"), rows,
        )  # fmt: skip

    def _add_findings(self, at: int, metric: Metric) -> None:
        chance = self.chance
        numbers = json.dumps([{"metric": metric.key, "value": 1, "start": at, "end": at + 1}])
        columns = ("version_id", "rule", "verdict", "severity", "metric", "numbers", "expected", "nearest", "text")
        rows = [
            (self.version, f"identity_{index}", "disagrees" if chance.random() < 0.01 else "holds", "notice",
             metric.key, numbers, "", "", f"{metric.zh}与分项合计相差")
            for index in range(12)
        ]  # fmt: skip
        put_all(self.db, "findings", columns, rows)


def _day(day: int) -> str:
    return f"2026-{4 + day // 28:02d}-{1 + day % 28:02d}"


def _time(day: int) -> str:
    return f"{_day(day)}T01:30:00+08:00"


def _blocks(text: str) -> str:
    blocks, start = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(["paragraph", start, start + len(line), None, 0, None, None])
        start += len(line) + 1
    return json.dumps(blocks, separators=(",", ":"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bodies", type=int, default=3200)
    parser.add_argument("--years", type=int, default=9)
    parser.add_argument("--visits", type=int, default=30, help="visits of each section")
    options = parser.parse_args()
    if (options.folder / "fazhi.db").exists():
        parser.error(f"{options.folder} holds a database already")
    started = time.process_time()
    db = make(options.folder, options.bodies, options.years, options.visits)
    counts = {table: db[table].count for table in ("bodies", "reports", "figures", "metric_values", "alerts", "visits")}
    size = (options.folder / "fazhi.db").stat().st_size
    print(json.dumps({**counts, "bytes": size, "cpu_seconds": round(time.process_time() - started, 1)}))


if __name__ == "__main__":
    main()
