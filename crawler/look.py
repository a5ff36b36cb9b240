"""A look at one address, for `fazhi doctor`: fetched like a list's first page, judged, and stored nowhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from crawler.answers import Ask, Fetched
from crawler.fetch import Fetcher, Stopped
from crawler.folders import TRIES
from crawler.handlers import Via
from crawler.job import LookJob, LookResult, LookStep
from crawler.pages import FOLLOWS
from crawler.spider import PortalSpider
from crawler.visit_log import NO_BROWSER, About, judge_fetched
from parsers.pages.folders import folder_year, may_be_folder
from parsers.pages.listing import parse_listing
from parsers.pages.verdict import stub_target
from parsers.records import Page, PageRequest, PageVerdict
from parsers.vocabulary import Role, Verdict

_ABOUT = About(Role.LIST)


class LookSpider(PortalSpider):
    """Runs a `LookJob`; ``outcome`` takes its `LookResult` for whoever started the process."""

    name = "look"

    def __init__(self, job: LookJob, outcome: list[LookResult], **kwargs: Any) -> None:
        super().__init__(job.limits, job.allow, **kwargs)
        self.job = job
        self._outcome = outcome
        self._via = Via.LEGACY if job.tls == "legacy" else Via.STRICT

    async def start(self) -> AsyncIterator[Any]:
        """Look, and answer; requests go through the engine's downloader, so none is yielded."""
        steps: list[LookStep] = []
        async with self.reaching() as fetcher:
            try:
                page = await self._look(fetcher, steps)
                behind = await self._behind(fetcher, page) if page is not None else ()
                self._outcome.append(await self._result(fetcher, steps, behind))
            except Stopped:
                self._outcome.append(LookResult(steps=tuple(steps), agent=self.agent, error="interrupted"))
        for _ in ():
            yield _

    async def _look(self, fetcher: Fetcher, steps: list[LookStep]) -> Page | None:
        """The page with the rows, if one was found."""
        request = PageRequest(self.job.url)
        referer = None
        for _ in range(FOLLOWS + 1):
            fetched, verdict = await self._fetch(fetcher, request, referer, steps)
            onward = self._onward(fetched, verdict)
            if onward is None:
                return fetched.page if verdict.verdict is Verdict.OK else None
            referer, request = request.url, onward
        return None

    async def _behind(self, fetcher: Fetcher, page: Page) -> tuple[LookStep, ...]:
        """What few rows lead to that may be folders of reports."""
        steps: list[LookStep] = []
        rows = [row for row in parse_listing(page, self.job.family).rows if may_be_folder(row, page.url, ())]
        for row in sorted(rows, key=lambda row: -(folder_year(row.title) or 0))[:TRIES]:
            await self._fetch(fetcher, PageRequest(row.url), page.url, steps)
        return tuple(steps)

    async def _fetch(
        self, fetcher: Fetcher, request: PageRequest, referer: str | None, steps: list[LookStep]
    ) -> tuple[Fetched, PageVerdict]:
        ask = Ask(
            url=request.url,
            method=request.method,
            body=request.body,
            headers=request.headers,
            via=self._via,
            render=self.job.render == "browser" and request.method == "GET" and self.found is not None,
            seconds=self.job.limits.timeout,
            referer=referer,
        )
        fetched = await fetcher.fetch(ask)
        verdict = _judge(fetched, steps)
        if verdict.verdict is Verdict.SHELL and self.job.render == "auto" and not ask.render:
            if self.found is None:
                steps[-1] = steps[-1].model_copy(update={"reason": f"{verdict.reason}; {NO_BROWSER}"})
            else:
                fetched = await fetcher.fetch(replace(ask, render=True))
                verdict = _judge(fetched, steps)
        return fetched, verdict

    def _onward(self, fetched: Fetched, verdict: PageVerdict) -> PageRequest | None:
        """Where the rows are if they are elsewhere."""
        page = fetched.page
        if page is None:
            return None
        if verdict.verdict is Verdict.REDIRECT_STUB:
            target = stub_target(page)
            return PageRequest(target) if target else None
        return parse_listing(page, self.job.family).follow if verdict.verdict is Verdict.OK else None

    async def _result(self, fetcher: Fetcher, steps: list[LookStep], behind: tuple[LookStep, ...]) -> LookResult:
        return LookResult(
            steps=tuple(steps),
            behind=behind,
            agent=self.agent,
            robots=await self._robots(fetcher, steps),
            crawl_delay=fetcher.crawl_delay(self.job.url),
            browser=self.found.executable if self.found else None,
            tls=self.job.tls,
            requests=fetcher.requests,
        )

    async def _robots(self, fetcher: Fetcher, steps: list[LookStep]) -> str:
        if not self.job.limits.respect_robots:
            return "not asked (crawl.respect_robots is off)"
        if steps[0].verdict in (Verdict.FORBIDDEN_ADDRESS, Verdict.UNREACHABLE):
            return "not known"
        robots = await fetcher.robots(self.job.url, self._via)
        refusal = robots.refusal(self.job.url)
        if refusal is not None:
            return refusal[1]
        return (
            "allows this address" if robots.rules is not None else "has no rules (no such file, or a page in its place)"
        )


def _judge(fetched: Fetched, steps: list[LookStep]) -> PageVerdict:
    verdict, _ = judge_fetched(fetched, _ABOUT)
    page = fetched.page
    steps.append(
        LookStep(
            url=fetched.ask.url,
            method=fetched.ask.method,
            verdict=verdict.verdict,
            reason=verdict.reason,
            final_url=fetched.final_url,
            status=page.status if page else fetched.status,
            headers=dict(page.headers) if page else {},
            body=page.body if page else None,
            fetched_at=fetched.fetched_at,
            rendered=fetched.ask.render,
        )
    )
    return verdict
