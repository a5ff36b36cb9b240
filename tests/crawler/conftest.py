"""One data folder with its register, and crawls of it by real child processes.

Children are forked off a server that has the crawler's modules loaded: a crawl then costs its work, not the import of
Scrapy. `House.command` is the real command line.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from crawler.job import CrawlJob, CrawlResult, Limits, SectionJob
from db.database import open_database
from db.intake_records import BodyEntry, SectionEntry
from db.register import sync_register
from db.visits import begin_run
from db.vocabulary import BodyClass
from parsers.vocabulary import Kind
from tests.crawler.forked import run_forked
from tests.crawler.portal import Portal

DAY = datetime(2026, 3, 20, 1, 30, tzinfo=UTC)


@dataclass
class Outcome:
    result: CrawlResult
    log: str
    code: int


def outcome(out: str, log: str, code: int) -> Outcome:
    lines = out.strip().splitlines()
    assert len(lines) == 1, f"one JSON line on stdout, not {out!r}; log:\n{log}"
    return Outcome(CrawlResult.model_validate(json.loads(lines[0])), log, code)


_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["__main__", "crawler.__main__", "tests.crawler.forked"])


@dataclass
class Child:
    """A crawl under way."""

    process: BaseProcess
    folder: Path

    def signal(self, number: int) -> None:
        assert self.process.pid
        os.kill(self.process.pid, number)

    def kill(self) -> None:
        self.process.kill()
        self.process.join()

    def finish(self, timeout: float = 60) -> Outcome:
        self.process.join(timeout)
        if self.process.exitcode is None:
            self.kill()
            raise AssertionError(f"the crawl did not end in {timeout} s; its log:\n{self.read('log')}")
        return outcome(self.read("out"), self.read("log"), self.process.exitcode)

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")


@dataclass
class House:
    """A data folder. ``crawl`` runs one crawl as the parent would, on simulated days."""

    folder: Path
    allow: tuple[str, ...] = ("127.0.0.0/8",)
    limits: dict[str, Any] = field(default_factory=dict)
    sections: dict[str, SectionJob] = field(default_factory=dict)

    def __post_init__(self) -> None:
        open_database(self.folder, create=True).close()

    def section(self, section_id: str, url: str, **more: Any) -> SectionJob:
        job = SectionJob(id=section_id, body_id="lusong", url=url, kinds=(str(Kind.FAZHI_ANNUAL),), **more)
        self.sections[section_id] = job
        return job

    def job(self, *, day: int = 0, sections: Sequence[str] | None = None, **more: Any) -> CrawlJob:
        db = open_database(self.folder)
        body = BodyEntry("lusong", "株洲市芦淞区人民政府", BodyClass.COUNTY_GOVERNMENT)
        entries = [SectionEntry(s.id, "lusong", s.url, (Kind.FAZHI_ANNUAL,)) for s in self.sections.values()]
        sync_register(db, [body], entries)
        seen_at = (DAY + timedelta(days=day)).isoformat()
        run_id = begin_run(db, "crawl", seen_at)
        db.close()
        limits = {"per_host_delay": 0.0, "per_host_concurrency": 4, "timeout": 5.0, **self.limits}
        chosen = [self.sections[name] for name in sections] if sections else list(self.sections.values())
        return CrawlJob(
            data_dir=str(self.folder),
            run_id=run_id,
            seen_at=seen_at,
            sections=tuple(chosen),
            limits=Limits(**limits),
            allow=self.allow,
            **more,
        )

    def start(self, job: CrawlJob, *, largest_file: int | None = None) -> Child:
        """Begin a crawl; with ``largest_file`` (bytes) its files cannot grow beyond, as on a full disk."""
        folder = self.folder / "child"
        folder.mkdir(exist_ok=True)
        (folder / "in").write_text(job.model_dump_json(), encoding="utf-8")
        process = _FORKS.Process(target=run_forked, args=(str(folder), largest_file))
        process.start()
        return Child(process, folder)

    def crawl(self, **options: Any) -> Outcome:
        return self.start(self.job(**options)).finish()

    def memory_mb(self) -> float:
        """The greatest size of the last crawl's process."""
        return int((self.folder / "child" / "memory").read_text()) / 1024

    def command(self, job: CrawlJob) -> Outcome:
        """The same crawl by ``python -m crawler``."""
        done = subprocess.run(
            [sys.executable, "-m", "crawler"], input=job.model_dump_json(), capture_output=True, text=True, timeout=60
        )
        return outcome(done.stdout, done.stderr, done.returncode)

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        db = open_database(self.folder, read_only=True)
        try:
            return list(db.query(sql, list(values)))
        finally:
            db.close()

    def visit(self, section_id: str) -> dict[str, Any]:
        """The newest visit of a section."""
        return self.rows("SELECT * FROM visits WHERE section_id = ? ORDER BY id DESC LIMIT 1", section_id)[0]

    def captures(self, section_id: str) -> list[dict[str, Any]]:
        """The captures of the newest visit of a section."""
        return self.rows("SELECT * FROM captures WHERE visit_id = ? ORDER BY id", self.visit(section_id)["id"])


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as portal:
        yield portal
