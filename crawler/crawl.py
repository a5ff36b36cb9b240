"""What all visits of one crawl share, and the order in which sections are visited."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from loguru import logger

from crawler.fetch import Fetcher
from crawler.job import CrawlJob, CrawlResult, SectionJob
from crawler.journal import Journal, JournalProblem
from crawler.known import Library
from crawler.progress import Progress
from crawler.visit import Visit
from db.vocabulary import VisitOutcome

_DRAIN_SECONDS = 15.0  # for what is on the line when the crawl is told to end


@dataclass(slots=True)
class Crawl:
    """One crawl: its job, its tools, and what it came to so far."""

    job: CrawlJob
    fetcher: Fetcher
    journal: Journal
    library: Library
    progress: Progress
    has_browser: bool = False
    documents: set[str] = field(default_factory=set)  # fetched in this crawl, by whichever section came first
    outcomes: Counter[VisitOutcome] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    async def run(self) -> None:
        """Visit all sections: hosts side by side, the sections of a host in their order."""
        self.journal.on_problem = self.fetcher.stopping.set
        lanes = [asyncio.create_task(self._lane(sections)) for sections in _by_host(self.job.sections)]
        end = asyncio.create_task(self._end_of(lanes))
        if lanes:
            await asyncio.wait(lanes)
        end.cancel()

    async def _end_of(self, lanes: list[asyncio.Task[None]]) -> None:
        """Once the crawl is told to end, what is on the line has a little time; then its visits end as they are."""
        await self.fetcher.stopping.wait()
        await asyncio.wait(lanes, timeout=_DRAIN_SECONDS)
        for lane in lanes:
            lane.cancel()

    async def _lane(self, sections: list[SectionJob]) -> None:
        """The sections of one host, as many at a time as the host may be asked."""
        waiting = iter(sections)

        async def work() -> None:
            for section in waiting:
                if self.fetcher.stopping.is_set():
                    return
                await self._visit(section)

        await asyncio.gather(*(work() for _ in range(min(self.job.limits.per_host_concurrency, len(sections)))))

    async def _visit(self, section: SectionJob) -> None:
        visit = Visit(self, section)
        try:
            summary = await visit.run()
        except JournalProblem:
            return
        except Exception as error:  # noqa: BLE001 - the one boundary: a fault of ours ends one visit only
            logger.exception("{}: the visit failed", section.id)
            self.errors.append(f"{section.id}: {type(error).__name__}: {error}"[:500])
            summary = visit.fail(f"internal error: {type(error).__name__}: {error}"[:300])
        if summary is not None:
            self.outcomes[summary.outcome] += 1
            self.progress.visited(section.id, summary)

    def result(self) -> CrawlResult:
        """What the crawl came to, for the parent."""
        errors = list(self.errors)
        if self.journal.problem:
            errors.append(str(self.journal.problem))
        return CrawlResult(
            visits=self.outcomes.total(),
            ok=self.outcomes[VisitOutcome.OK],
            partial=self.outcomes[VisitOutcome.PARTIAL],
            blind=self.outcomes[VisitOutcome.BLIND],
            requests=self.fetcher.requests,
            captures=self.journal.captures,
            candidates=len(self.documents),
            errors=tuple(errors),
        )


def _by_host(sections: Iterable[SectionJob]) -> list[list[SectionJob]]:
    lanes: dict[str, list[SectionJob]] = {}
    for section in sections:
        lanes.setdefault(urlsplit(section.url).hostname or "", []).append(section)
    return list(lanes.values())
