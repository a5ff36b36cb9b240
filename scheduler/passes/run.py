"""The passes as commands run them: locks, one row in `runs`, and a summary that says what was done and what failed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from db.database import chain_head
from db.runs import begin_run, end_run, last_played_day
from db.vocabulary import RunOutcome
from scheduler.config import Config
from scheduler.passes.check import check
from scheduler.passes.crawl import crawl, register, require_sections
from scheduler.passes.progress import Progress
from scheduler.passes.reading import read_pending
from scheduler.passes.send import send
from scheduler.passes.site import Site, locked, open_site


@dataclass
class Summary:
    """What one command did, step by step; ``failures`` are new ones only (they set the exit code)."""

    command: str
    today: str
    simulation: bool
    steps: dict[str, dict[str, Any]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    chain_head: str = ""

    def lines(self) -> Iterator[str]:
        if self.simulation:
            yield f"simulation, played as of {self.today} (演示数据，不代表真实门户)"
        for step, counts in self.steps.items():
            words = ", ".join(f"{value} {name.replace('_', ' ')}" for name, value in counts.items() if value)
            yield f"{step}: {words or 'nothing to do'}"
        yield from self.changes
        for failure in self.failures:
            yield f"failed: {failure}"

    def document(self) -> dict[str, Any]:
        return {
            "command": self.command,
            "today": self.today,
            "simulation": self.simulation,
            "steps": self.steps,
            "changes": self.changes,
            "failures": self.failures,
            "chain_head": self.chain_head,
        }


def nightly_pass(config: Config, progress: Progress, *, today: date | None = None) -> Summary:
    """Crawl, read, check, send. Crawling is locked apart from judging: a long crawl never holds up the morning mail."""
    require_sections(config)
    with _run("run", "crawl", config, today) as (site, summary, run_id):
        _crawl_and_read(site, run_id, summary, progress)
        with locked(site.data, "judge"):
            _check(site, summary)
            _send(site, summary)
    return summary


def crawl_pass(
    config: Config,
    progress: Progress,
    *,
    only: Sequence[str] = (),
    since: int | None = None,
    today: date | None = None,
    time_limit: float | None = None,
) -> Summary:
    """Crawl and read; ``time_limit`` is of the crawling alone, in seconds."""
    require_sections(config)
    with _run("crawl", "crawl", config, today) as (site, summary, run_id):
        _crawl_and_read(site, run_id, summary, progress, only=only, since=since, time_limit=time_limit)
    return summary


def reread_pass(config: Config, progress: Progress, *, everything: bool = False, dry_run: bool = False) -> Summary:
    """Read from the archive what is due; with ``dry_run`` the file is only looked at, and not even the run noted."""
    if dry_run:
        site = open_site(config, create=False, read_only=True)
        with closing(site.db):
            summary = Summary("reread", site.today.isoformat(), site.simulation)
            _read(site, summary, progress, everything=everything, dry_run=True)
        return summary
    with _run("reread", "crawl", config, None, create=False) as (site, summary, _):
        _read(site, summary, progress, everything=everything)
    return summary


def check_pass(config: Config, *, today: date | None = None, as_of: date | None = None) -> Summary:
    """Judge; ``as_of``, a played day on a real file and one that a simulation has left behind only print."""
    require_sections(config)
    if as_of is not None or today is not None:  # else nothing is opened before the schema may be upgraded
        site = open_site(config, create=False, read_only=True)
        with closing(site.db):
            played = last_played_day(site.db) if site.simulation else None
            if as_of is not None or not site.simulation or (today and played and today < played):
                return _rehearse(replace(site, today=today or as_of or site.today), as_of)
    with _run("check", "judge", config, today, create=False) as (site, summary, _):
        _check(site, summary)
        _send(site, summary, only_critical=True)
    return summary


def _rehearse(site: Site, as_of: date | None) -> Summary:
    summary = Summary("check", site.today.isoformat(), site.simulation)
    result = check(site, as_of=as_of, rehearse=True)
    summary.steps["check, nothing written"] = result.counts()
    summary.changes += result.lines()
    return summary


def send_pass(config: Config) -> Summary:
    with _run("send", "judge", config, None, create=False) as (site, summary, _):
        _send(site, summary)
    return summary


def _crawl_and_read(
    site: Site,
    run_id: int,
    summary: Summary,
    progress: Progress,
    *,
    only: Sequence[str] = (),
    since: int | None = None,
    time_limit: float | None = None,
) -> None:
    with progress("crawl") as tick:
        result, failures = crawl(site, run_id, only=only, since=since, time_limit=time_limit, tick=tick)
    summary.steps["crawl"] = {
        "sections": result.visits,
        "blind": result.blind,
        "partial": result.partial,
        "requests": result.requests,
        "captures": result.captures,
        "candidates": result.candidates,
    }
    summary.failures += failures
    _read(site, summary, progress)


def _read(site: Site, summary: Summary, progress: Progress, *, everything: bool = False, dry_run: bool = False) -> None:
    with progress("read") as tick:
        result = read_pending(site, everything=everything, dry_run=dry_run, tick=tick)
    summary.steps["read"] = {"documents": result.read, "reports": result.reports}
    summary.failures += result.failures
    summary.changes += result.changes


def _check(site: Site, summary: Summary) -> None:
    result = check(site)
    summary.steps["check"] = result.counts()
    summary.failures += result.failures


def _send(site: Site, summary: Summary, *, only_critical: bool = False) -> None:
    result = send(site, only_critical=only_critical)
    summary.steps["send"] = result.counts()
    summary.failures += result.failures


@contextmanager
def _run(
    command: str, lock: str, config: Config, today: date | None, *, create: bool = True
) -> Iterator[tuple[Site, Summary, int]]:
    """One command under its lock, with one row in `runs`, ended with its outcome whatever happens."""
    site = open_site(config, today=today, create=create)
    summary = Summary(command, site.today.isoformat(), site.simulation)
    with closing(site.db), locked(site.data, lock):
        register(site)
        run_id = begin_run(site.db, command, site.today.isoformat())
        try:
            yield site, summary, run_id
        except BaseException:
            end_run(site.db, run_id, RunOutcome.FAILED, summary.document())
            raise
        summary.chain_head = chain_head(site.db)
        outcome = RunOutcome.PARTIAL if summary.failures else RunOutcome.OK
        end_run(site.db, run_id, outcome, summary.document())
