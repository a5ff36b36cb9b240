"""Looks at one address through the crawler, with its guards, in a child process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from loguru import logger

from crawler.addresses import AddressRules
from crawler.job import Limits, LookJob, LookResult, LookStep
from parsers.pages.urls import canonical_url
from parsers.records import Page
from scheduler.config import Config
from scheduler.errors import FazhiError, UsageProblem

_LONGEST = 600.0  # seconds; a few transfers with retries and a browser


def look_at(config: Config | None, url: str, *, allow: Sequence[str] = (), family: str = "auto") -> LookResult:
    """Fetch a page as a visit would; a host that only speaks old TLS is asked again without its certificate checked.

    Raises UsageProblem for an address or an ``allow`` entry that is none, FazhiError if the look itself failed.
    """
    address = canonical_url(url)
    if not address.startswith(("http://", "https://")):
        raise UsageProblem(f"{url}: write the whole address, starting with http:// or https://")
    try:
        AddressRules.parse(allow)
    except ValueError as error:
        raise UsageProblem(str(error).replace("network.allow", "--allow")) from error
    job = LookJob(
        url=address,
        family=family,
        limits=Limits(**config.crawl.model_dump()) if config else Limits(),
        allow=(*(config.network.allow if config else ()), *allow),
    )
    result = _look(job)
    if _is_old_tls(result):
        legacy = _look(job.model_copy(update={"tls": "legacy"}))
        if legacy.steps and legacy.steps[0].body is not None:
            return legacy
    return result


def page_of(step: LookStep) -> Page | None:
    """What was received in a step, as the parsers take it."""
    if step.body is None or step.status is None:
        return None
    return Page(
        url=step.url,
        final_url=step.final_url or step.url,
        status=step.status,
        headers=step.headers,
        body=step.body,
        fetched_at=step.fetched_at,
        rendered=step.rendered,
    )


def _is_old_tls(result: LookResult) -> bool:
    return bool(result.steps) and result.steps[0].body is None and "TLS:" in result.steps[0].reason


def _look(job: LookJob) -> LookResult:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "crawler", "look"],
            input=job.model_dump_json(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=_LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FazhiError(f"{job.url}: no result after {_LONGEST:.0f} s") from None
    logger.debug("the look's log:\n{}", done.stderr)
    lines = done.stdout.strip().splitlines()
    if done.returncode != 0 or not lines:
        why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise FazhiError(f"{job.url} could not be looked at: {why}")
    result = LookResult.model_validate_json(lines[-1])
    if result.error or not result.steps:
        raise FazhiError(f"{job.url} could not be looked at: {result.error or 'nothing was fetched'}")
    return result
