"""The one spider: it visits the sections of a job, whatever portal they are on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from loguru import logger
from scrapy import Spider

from crawler.addresses import Addresses, AddressRules
from crawler.browser import find_browser
from crawler.clock import now
from crawler.crawl import Crawl
from crawler.fetch import Fetcher
from crawler.job import CrawlJob, CrawlResult
from crawler.journal import Journal
from crawler.known import Library
from crawler.progress import Progress
from crawler.rendering import Browser
from crawler.resolver import GuardedResolver
from crawler.robots import agent_token
from crawler.settings import user_agent
from db.archive import ArchiveProblem
from db.database import DatabaseProblem


class SectionsSpider(Spider):
    """Runs a `CrawlJob`. ``outcome`` collects its `CrawlResult` for whoever started the process."""

    name = "sections"

    def __init__(self, job: CrawlJob, outcome: list[CrawlResult], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = job
        self._outcome = outcome
        self._fetcher: Fetcher | None = None
        self.browser: Browser | None = None  # what the download handler renders with

    async def start(self) -> AsyncIterator[Any]:
        """Visit all sections. Requests go through the engine's downloader one by one, so none is yielded."""
        try:
            self._outcome.append(await self._crawl())
        except (ArchiveProblem, DatabaseProblem, ValueError) as error:
            logger.error("the crawl cannot begin: {}", error)
            self._outcome.append(CrawlResult(errors=(str(error),)))
        for _ in ():
            yield _

    async def _crawl(self) -> CrawlResult:
        from twisted.internet import reactor  # the reactor is installed by now, and not before

        data_dir = Path(self.job.data_dir)
        addresses = Addresses(AddressRules.parse(self.job.allow))
        reactor.installNameResolver(GuardedResolver(addresses))
        agent = user_agent(self.job.limits)
        self._fetcher = Fetcher(self.crawler.engine, addresses, self.job.limits, agent_token(agent))
        found = find_browser(self.job.limits.browser_path)
        async with AsyncExitStack() as stack:
            stack.callback(addresses.close)
            journal = Journal(data_dir, self.job.run_id, now())
            await journal.open()
            stack.push_async_callback(journal.close)
            library = Library(data_dir)
            stack.callback(library.close)
            if found is not None:
                self.browser = Browser(self.crawler, found, addresses, self.job.limits, agent)
                stack.push_async_callback(self.browser.close)
            progress = Progress(len(self.job.sections), enabled=self.job.progress)
            crawl = Crawl(self.job, self._fetcher, journal, library, progress, self.browser)
            await crawl.run()
        return crawl.result()

    def drain(self) -> None:
        """End the crawl in good order: what is on the line is finished, open visits end as partial."""
        if self._fetcher is not None:
            self._fetcher.stopping.set()

    def crawl_delay(self, url: str) -> float:
        """Seconds between two requests that the host of ``url`` asks for in its robots.txt."""
        return self._fetcher.crawl_delay(url) if self._fetcher else 0.0
