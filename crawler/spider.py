"""The spiders: what both need to reach portals, and the one that visits the sections of a job."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loguru import logger
from scrapy import Request, Spider
from scrapy.http import Response

from crawler.addresses import Addresses, AddressRules
from crawler.browser import find_browser
from crawler.clock import now
from crawler.crawl import Crawl
from crawler.fetch import Fetcher
from crawler.job import CrawlJob, CrawlResult, Limits
from crawler.journal import Journal
from crawler.known import Library
from crawler.progress import Progress
from crawler.resolver import GuardedResolver
from crawler.robots import agent_token
from crawler.settings import user_agent
from db.archive import ArchiveProblem
from db.problems import DatabaseProblem

if TYPE_CHECKING:
    from crawler.rendering import Browser


class PortalSpider(Spider):
    """Reaches portals through one fetcher and, where a page needs it, one browser; subclasses say what for."""

    def __init__(self, limits: Limits, allow: Sequence[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.found = find_browser(limits.browser_path)
        self.agent = user_agent(limits)
        self._limits = limits
        self._addresses = Addresses(AddressRules.parse(allow))
        self._fetcher: Fetcher | None = None
        self._browser: Browser | None = None

    @asynccontextmanager
    async def reaching(self) -> AsyncIterator[Fetcher]:
        """The fetcher, as long as the block runs; the browser ends with it."""
        from twisted.internet import reactor  # the reactor is installed by now, and not before

        reactor.installNameResolver(GuardedResolver(self._addresses))
        self._fetcher = Fetcher(self.crawler.engine, self._addresses, self._limits, agent_token(self.agent))
        async with AsyncExitStack() as stack:
            stack.callback(self._addresses.close)
            stack.callback(self._fetcher.close)
            stack.push_async_callback(self._close_browser)
            yield self._fetcher

    def drain(self) -> None:
        """End the crawl in good order: what is on the line is finished, open visits end as partial."""
        if self._fetcher is not None:
            self._fetcher.stopping.set()

    def crawl_delay(self, url: str) -> float:
        """Seconds between two requests that the host of ``url`` asks for in its robots.txt."""
        return self._fetcher.crawl_delay(url) if self._fetcher else 0.0

    async def render(self, request: Request) -> Response:
        """The page of a request as a browser makes it; the browser is started by the first page that needs it."""
        if self._browser is None:
            from crawler.rendering import Browser  # Playwright's import costs half a second

            assert self.found is not None
            self._browser = Browser(self.crawler, self.found, self._addresses, self._limits, self.agent)
        return await self._browser.download(request)

    async def _close_browser(self) -> None:
        if self._browser is not None:
            await self._browser.close()


class SectionsSpider(PortalSpider):
    """Runs a `CrawlJob`; ``outcome`` takes its `CrawlResult` for whoever started the process."""

    name = "sections"

    def __init__(self, job: CrawlJob, outcome: list[CrawlResult], **kwargs: Any) -> None:
        super().__init__(job.limits, job.allow, **kwargs)
        self.job = job
        self._outcome = outcome

    async def start(self) -> AsyncIterator[Any]:
        """Visit all sections. Requests go through the engine's downloader one by one, so none is yielded."""
        try:
            self._outcome.append(await self._crawl())
        except (ArchiveProblem, DatabaseProblem) as error:
            logger.error("the crawl cannot begin: {}", error)
            self._outcome.append(CrawlResult(errors=(str(error),)))
        for _ in ():
            yield _

    async def _crawl(self) -> CrawlResult:
        data_dir = Path(self.job.data_dir)
        progress = Progress(len(self.job.sections), enabled=self.job.progress)
        async with AsyncExitStack() as stack:
            fetcher = await stack.enter_async_context(self.reaching())
            journal = Journal(data_dir, self.job.run_id, now())
            await journal.open()
            stack.push_async_callback(journal.close)
            library = Library(data_dir)
            stack.callback(library.close)
            crawl = Crawl(self.job, fetcher, journal, library, progress, has_browser=self.found is not None)
            await crawl.run()
        return crawl.result()
