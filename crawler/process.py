"""One crawl in this process: Scrapy's reactor around the spider, and the signals that end it in good order."""

from __future__ import annotations

import asyncio
import resource
import signal

from loguru import logger
from scrapy.crawler import AsyncCrawlerProcess, Crawler

from crawler.job import CrawlJob, CrawlResult
from crawler.settings import scrapy_settings
from crawler.spider import SectionsSpider

_OPEN_FILES = 16_384


def run_job(job: CrawlJob) -> CrawlResult:
    """Run a crawl to its end; to be called once in a process, since a reactor cannot be started twice.

    SIGTERM and SIGINT drain it; a second one ends the process at once. A crawl that could not begin says why in
    ``errors``.
    """
    _allow_many_connections()
    process = AsyncCrawlerProcess(scrapy_settings(job.limits))
    crawler = process.create_crawler(SectionsSpider)
    outcome: list[CrawlResult] = []
    process.crawl(crawler, job=job, outcome=outcome)
    _drain_on_signals(crawler)
    process.start(install_signal_handlers=False)
    return outcome[0] if outcome else CrawlResult(errors=("the crawl could not begin; its log says why",))


def _allow_many_connections() -> None:
    """A connection a host is kept for a while: the usual 1,024 open files are too few for thousands of hosts."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(_OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _drain_on_signals(crawler: Crawler) -> None:
    loop = asyncio.get_event_loop()

    def drain(number: signal.Signals) -> None:
        logger.warning("{}: ending the crawl in good order", number.name)
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(each)
        if isinstance(crawler.spider, SectionsSpider):
            crawler.spider.drain()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, drain, number)
