"""One crawl in this process: Scrapy's reactor around the spider, and the signals that end it in good order."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
from typing import Any

from loguru import logger
from scrapy.crawler import AsyncCrawlerProcess, Crawler

from crawler.job import CrawlJob, CrawlResult, Limits, LookJob, LookResult
from crawler.look import LookSpider
from crawler.settings import scrapy_settings
from crawler.spider import PortalSpider, SectionsSpider

_OPEN_FILES = 16_384
_PARENT_SECONDS = 1.0


def run_job(job: CrawlJob) -> CrawlResult:
    """Run a crawl to its end; to be called once in a process, since a reactor cannot be started twice.

    SIGTERM and SIGINT drain it; a second one ends the process at once. A crawl that could not begin says why in
    ``errors``.
    """
    _allow_many_connections()
    outcome: list[CrawlResult] = []
    _run(SectionsSpider, job.limits, job=job, outcome=outcome)
    return outcome[0] if outcome else CrawlResult(errors=("the crawl could not begin; its log says why",))


def run_look(job: LookJob) -> LookResult:
    """Look at one address; to be called once in a process, like `run_job`."""
    outcome: list[LookResult] = []
    _run(LookSpider, job.limits, job=job, outcome=outcome)
    return outcome[0] if outcome else LookResult(error="the look could not begin; its log says why")


def _run(spider: type[PortalSpider], limits: Limits, **arguments: Any) -> None:
    process = AsyncCrawlerProcess(scrapy_settings(limits))
    crawler = process.create_crawler(spider)
    process.crawl(crawler, **arguments)
    _drain_on_signals(crawler)
    _drain_when_orphaned(crawler)
    process.start(install_signal_handlers=False)


def _allow_many_connections() -> None:
    """A connection a host is kept for a while: the usual 1,024 open files are too few for thousands of hosts."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(_OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _drain_on_signals(crawler: Crawler) -> None:
    loop = asyncio.get_event_loop()

    def drain(number: signal.Signals) -> None:
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(each)
        _drain(crawler, number.name)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, drain, number)


def _drain_when_orphaned(crawler: Crawler) -> None:
    """End with whoever started this process: its lock is free by then, and the next crawl may begin at any moment.

    A parent that was killed can tell nobody. But its children get another one, which any POSIX system shows.
    """
    loop, parent = asyncio.get_event_loop(), os.getppid()

    def look() -> None:
        if os.getppid() == parent:
            loop.call_later(_PARENT_SECONDS, look)
        else:
            _drain(crawler, "the process that started this crawl is gone")

    loop.call_later(_PARENT_SECONDS, look)


def _drain(crawler: Crawler, why: str) -> None:
    logger.warning("{}: ending the crawl in good order", why)
    if isinstance(crawler.spider, PortalSpider):
        crawler.spider.drain()
