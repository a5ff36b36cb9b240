"""Crawls and readings of a travelled day: the real crawler in a child, the real parsers, at little cost a day."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from crawler.job import CrawlJob, CrawlResult
from parsers.reading import read_bundle
from parsers.records import Bundle, Reading
from tests.travel.forked import run_on

# Forked off a server that has Scrapy loaded: a crawl then costs its work, not the import.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["crawler.__main__", "tests.travel.forked"])
_SECONDS = 60


def crawl_forked(folder: Path) -> Callable[..., CrawlResult]:
    """What stands in for `crawl_in_child`: the same job in a forked child whose clock shows the travelled day."""
    folder.mkdir()

    def crawl(job: CrawlJob, **_: Any) -> CrawlResult:
        (folder / "in").write_text(job.model_dump_json(), encoding="utf-8")
        process = _FORKS.Process(target=run_on, args=(job.seen_at, str(folder)))
        process.start()
        process.join(_SECONDS)
        if process.exitcode != 0:
            process.kill()
            raise AssertionError(f"the crawl of {job.seen_at} ended with {process.exitcode}: {folder / 'log'}")
        return CrawlResult.model_validate_json((folder / "out").read_text(encoding="utf-8").strip())

    return crawl


def read_here(bundles: Iterable[tuple[str, Callable[[], Bundle]]], *, workers: int | None = None) -> Iterator[Reading]:
    """What stands in for the pool of reading workers: the same reading in this process."""
    for _, load in bundles:
        yield read_bundle(load())
