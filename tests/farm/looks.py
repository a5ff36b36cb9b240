"""Looks at many portals by one process, as `fazhi doctor URL` looks at one: the same spider, the same guards."""

from __future__ import annotations

import json
import multiprocessing
import sys
from collections.abc import Sequence
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess

from crawler.job import Limits, LookJob, LookResult
from crawler.look import LookSpider
from crawler.settings import scrapy_settings

_FORKS = multiprocessing.get_context("spawn")


def look_at_all(folder: Path, urls: Sequence[str], allow: Sequence[str], *, timeout: float = 10.0) -> list[LookResult]:
    """What a look at each address came to."""
    limits = Limits(per_host_delay=0.0, timeout=timeout)
    jobs = [LookJob(url=url, limits=limits, allow=tuple(allow)) for url in urls]
    (folder / "jobs").write_text(json.dumps([job.model_dump_json() for job in jobs]), encoding="utf-8")
    process = _FORKS.Process(target=_look, args=(str(folder),))
    process.start()
    process.join(300)
    if process.exitcode is None:
        process.kill()
    assert process.exitcode == 0, f"the looks did not end well: exit code {process.exitcode}"
    found = json.loads((folder / "looks").read_text(encoding="utf-8"))
    return [LookResult.model_validate_json(each) for each in found]


def _look(folder: str) -> None:
    jobs = [LookJob.model_validate_json(each) for each in json.loads(Path(folder, "jobs").read_text(encoding="utf-8"))]
    outcomes: list[list[LookResult]] = [[] for _ in jobs]
    process = AsyncCrawlerProcess(scrapy_settings(jobs[0].limits))
    for job, outcome in zip(jobs, outcomes, strict=True):
        process.crawl(process.create_crawler(LookSpider), job=job, outcome=outcome)
    process.start(install_signal_handlers=False)
    text = json.dumps([outcome[0].model_dump_json() for outcome in outcomes])
    Path(folder, "looks").write_text(text, encoding="utf-8")
    sys.exit(0)
