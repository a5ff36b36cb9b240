"""A small world for the tests of the store: one county with one section, real SQLite, real WARC files."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from db import documents, visits
from db.archive import Archive, archive_name
from db.database import Database, open_database
from db.intake_records import BodyEntry, CaptureDraft, SectionEntry, SeenRow, Stored, VisitSummary
from db.ledger import ROWS
from db.vocabulary import BodyClass, VisitOutcome
from parsers.pages.reach import ALL
from parsers.records import Block, Figure, Finding, FindingNumber, MetricValue, Part, Reading, Report, Text
from parsers.vocabulary import (
    BlockKind,
    DateBasis,
    Decision,
    FigureKind,
    IdentityVerdict,
    Kind,
    Method,
    PartForm,
    PartRole,
    Qualifier,
    Role,
    Scope,
    Tense,
    ValueBasis,
    Verdict,
)

PARSER = "1"
BODIES = (
    BodyEntry("qinghe-city", "清河市人民政府", BodyClass.PREFECTURE_GOVERNMENT, region="990000", watched=False),
    BodyEntry(
        "heping",
        "清河市和平区人民政府",
        BodyClass.COUNTY_GOVERNMENT,
        aliases=("中共清河市和平区委全面依法治区委员会办公室",),
        region="990101",
        parent="qinghe-city",
        since=2022,
    ),
)
SECTIONS = (SectionEntry("heping-fazhi", "heping", "http://heping.example/fz/", (Kind.FAZHI_ANNUAL,)),)
URL = "http://heping.example/fz/2024.html"
TITLE = "和平区人民政府2024年度法治政府建设情况报告"


def day(date: str, clock: str = "01:30:00") -> str:
    return f"{date}T{clock}+08:00"


class World:
    """Plays crawler and reading against the store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.db: Database = open_database(folder, create=True)
        self.archive_folder = folder / "archive"
        self.section = "heping-fazhi"
        visits.sync_register(self.db, BODIES, SECTIONS)

    def crawl(
        self,
        date: str,
        rows: Mapping[str, str],
        pages: Mapping[str, tuple[bytes, Mapping[str, bytes]]],
        *,
        whole: bool = True,
        outcome: VisitOutcome = VisitOutcome.OK,
        reason: str | None = None,
        section: str | None = None,
    ) -> int:
        """One run with one visit: ``rows`` url -> title, ``pages`` url -> (body, attachments); its visit id."""
        section = section or self.section
        at = day(date)
        run = visits.begin_run(self.db, "crawl", date, at=at)
        visit = visits.begin_visit(self.db, run, section, at, at)
        with Archive(self.archive_folder, archive_name(run, at)) as archive:
            seen = [SeenRow(url, title, None, "报告" in title, "title") for url, title in rows.items()]
            visits.record_rows(self.db, section, seen, at)
            for url, (body, attachments) in pages.items():
                self.capture(archive, run, visit, Role.DETAIL, url, url, body, at)
                for attachment, content in attachments.items():
                    self.capture(archive, run, visit, Role.ATTACHMENT, attachment, url, content, at)
                visits.document_fetched(self.db, url, at, at)
        if whole:
            visits.mark_unlisted(self.db, section, list(rows), at)
        summary = VisitSummary(
            outcome, whole, False, 1, len(rows), None, None, "generic", reason, reach=ALL if whole else None
        )
        visits.end_visit(self.db, visit, summary, at)
        return visit

    def capture(
        self, archive: Archive, run: int, visit: int, role: Role, url: str, document: str, body: bytes, at: str
    ) -> int:
        record = archive.append(url, 200, {"content-type": "text/html"}, body, at)
        draft = CaptureDraft(
            run_id=run, visit_id=visit, section_id=self.section, role=role, url=url, document_url=document,
            fetched_at=at, verdict=Verdict.OK, http_status=200, media_type="text/html", record=record,
        )  # fmt: skip
        return visits.record_capture(self.db, draft)

    def read(self, date: str, *, parser: str = PARSER, **fields: object) -> list[Stored]:
        """Reads all that is pending: a page's text is its body, a figure is what `read_text` finds."""
        stored = []
        while pending := documents.pending_documents(self.db, parser):
            for document in pending:
                bundle = documents.load_bundle(self.db, self.archive_folder, document.url, document.capture_ids)
                text = "\n".join(source.body.decode() for source in bundle.sources)
                report = {"title": bundle.row_title, **fields}
                if bundle.decided is not None:
                    report["decision"] = bundle.decided
                reading = read_text(document.url, text, parser=parser, **report)
                stored.append(
                    documents.store_reading(
                        self.db, reading, capture_ids=document.capture_ids, seen_at=day(date, "02:00:00")
                    )
                )
        return stored


# "受理行政复议案件162件": a label of Han characters before a count of cases
COUNT = re.compile(r"([一-龥]{2,20}?)(\d{1,6})件")


def read_text(
    url: str,
    text: str,
    *,
    parser: str = PARSER,
    decision: Decision = Decision.REPORT,
    kind: Kind | None = Kind.FAZHI_ANNUAL,
    year: int | None = 2024,
    issuer: str | None = "清河市和平区人民政府",
    region: str | None = "990101",
    title: str = TITLE,
    published_on: str | None = "2025-03-01",
    published_basis: DateBasis = DateBasis.META,
    method: Method = Method.HTML,
    notes: Sequence[str] = (),
) -> Reading:
    """A reading with a figure and a metric value for each count, and a finding that adds them up."""
    figures: list[Figure] = []
    values: list[MetricValue] = []
    for line in re.finditer(r"[^\n]+", text):
        for hit in COUNT.finditer(line.group()):
            number = float(hit.group(2))
            at = (line.start() + hit.start(2), line.start() + hit.end(2))
            figures.append(
                Figure(
                    hit.group(1), number, "件", FigureKind.COUNT, Qualifier.EQ, Tense.ACTUAL, str(year),
                    PartRole.RESULTS, "reconsideration_accepted", line.group(), line.start(), line.end(), at,
                )
            )  # fmt: skip
            values.append(
                MetricValue(
                    "reconsideration_accepted", Scope.AREA, str(year), number, "件", ValueBasis.STATED,
                    includes_carried_in=False, figure=len(figures) - 1,
                )
            )  # fmt: skip
    finding = Finding(
        "sum", IdentityVerdict.HOLDS, "info", "reconsideration_accepted",
        tuple(FindingNumber("reconsideration_accepted", figure.value, *figure.at) for figure in figures),
        "all", "all", "各项相加无误",
    )  # fmt: skip
    blocks = tuple(Block(BlockKind.PARAGRAPH, line.start(), line.end()) for line in re.finditer(r"[^\n]+", text))
    return Reading(
        url=url,
        text=Text(text, blocks, method, 1.0 if method is not Method.NONE else 0.0),
        report=Report(
            decision=decision, kind=kind, reason="title", title=title, year=year, issuer=issuer,
            issuers=(issuer,) if issuer else (), region=region, published_on=published_on,
            published_basis=published_basis, notes=tuple(notes),
        ),
        parts=(Part(PartRole.RESULTS, "一、", PartForm.PRESENT, 0, len(text)),) if figures else (),
        figures=tuple(figures),
        metric_values=tuple(values),
        findings=(finding,) if figures else (),
        clauses=tuple(sorted(hash(line) % 2**64 for line in text.splitlines())),
        parser_version=parser,
    )  # fmt: skip


def without_ledger(conn: sqlite3.Connection) -> None:
    """Makes the file what it was before migration 0017: seals of what was read, and no ledger."""
    for table in ROWS:
        for when in ("new", "changed", "gone"):
            conn.execute(f"DROP TRIGGER ledger_{table}_{when}")
    conn.execute(files("db").joinpath("schema", "0005_seals.sql").read_text(encoding="utf-8"))
    conn.execute(
        'INSERT INTO seals SELECT CAST("key" AS INTEGER), "table", seals FROM ledger '
        "WHERE \"table\" IN ('figures', 'metric_values', 'parts', 'findings') AND seals <> x''"
    )
    conn.execute("DROP TABLE ledger")
    conn.execute("DELETE FROM _sqlite_migrations WHERE name = '0017_ledger'")
