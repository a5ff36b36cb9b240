"""One fetch, from asking to an answer: address and robots checks, redirects, retries, limits; nothing is parsed here.

Scrapy's engine does the transfer (downloader slots, AutoThrottle, cookies, decompression); this module decides what
may be asked for, and turns whatever happens into a `Fetched`. Only `Stopped` is raised: the crawl is ending.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import urldefrag, urljoin, urlsplit

from loguru import logger
from scrapy import Request
from scrapy.http import Response

from crawler.addresses import Addresses, ForbiddenAddress, UnknownHost, host_and_port
from crawler.answers import (
    BROKEN,
    NO_ANSWER,
    RETRIED,
    TOO_LARGE,
    Ask,
    Fetched,
    failed,
    headers_of,
    received,
    retry_after,
    words_of,
)
from crawler.handlers import Via
from crawler.job import Limits
from crawler.robots import Robots, parse_robots, robots_url
from parsers.vocabulary import Verdict

MAX_REDIRECTS = 8
ATTEMPTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LONGEST_WAIT = 120.0  # seconds; a Retry-After beyond it is left to the next pass
_GIVE_UP_AFTER = 3  # fetches of one host that ended without any answer
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class Stopped(Exception):
    """The crawl has been told to end; no further request is made."""


_Answer: TypeAlias = Response | Fetched  # what was received, or why nothing was


@dataclass(slots=True)
class _Host:
    """What is known of one host and port in this crawl."""

    not_before: float = 0.0  # the loop's clock: Retry-After
    closed: str = ""  # why nothing more is asked of it in this crawl
    unanswered: int = 0
    robots: asyncio.Task[Robots] | None = None


@dataclass(slots=True)
class Fetcher:
    """Fetches for one crawl. ``engine`` is Scrapy's; ``requests`` counts what was sent, robots.txt included."""

    engine: Any
    addresses: Addresses
    limits: Limits
    agent: str  # the product token that robots.txt knows us by
    requests: int = 0
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _hosts: dict[str, _Host] = field(default_factory=dict)

    async def fetch(self, ask: Ask) -> Fetched:
        """Fetch, following redirects; each hop is checked like a first request."""
        answer = await self._follow(ask, self._refusal)
        if answer is None:
            return failed(ask, Verdict.ERROR, f"more than {MAX_REDIRECTS} redirects")
        return answer if isinstance(answer, Fetched) else received(ask, answer)

    async def robots(self, url: str, via: Via = Via.STRICT) -> Robots:
        """The rules of the host of ``url``: asked for once in a crawl."""
        host = self._host(url, via)
        if host.robots is None:
            host.robots = asyncio.ensure_future(self._robots_of(host, url, via))
        return await asyncio.shield(host.robots)

    def crawl_delay(self, url: str) -> float:
        """The delay in seconds that the robots.txt of a host asks for; 0 while it is unknown."""
        asked = (host.robots for via in (Via.STRICT, Via.LEGACY) if (host := self._hosts.get(_key(url, via))))
        known = (robots for robots in asked if robots and robots.done() and not robots.cancelled())
        return max((robots.result().delay for robots in known if robots.exception() is None), default=0.0)

    def permission(self, url: str, via: Via) -> str:
        """What the robots.txt of a visited host said, with its digest; "" if it was not asked for."""
        known = host.robots if (host := self._hosts.get(_key(url, via))) else None
        answered = known is not None and known.done() and not known.cancelled() and known.exception() is None
        return known.result().permission if known is not None and answered else ""

    def close(self) -> None:
        """Let go of look-ups that nobody waits for any more."""
        for host in self._hosts.values():
            if host.robots is not None:
                host.robots.cancel()

    async def pause(self, seconds: float) -> None:
        """Sleep, but not beyond the end of the crawl."""
        try:
            async with asyncio.timeout(seconds):
                await self.stopping.wait()
        except TimeoutError:
            return
        raise Stopped

    # --- what may be asked for ---------------------------------------------------------------------------------

    async def _refusal(self, ask: Ask, url: str) -> Fetched | None:
        final = url if url != ask.url else None
        if refused := await self._address_refusal(ask, url):
            return refused
        if self.limits.respect_robots:
            refusal = (await self.robots(url, ask.via)).refusal(url)
            if refusal:
                return failed(ask, refusal[0], refusal[1], final_url=final)
        return None

    async def _address_refusal(self, ask: Ask, url: str) -> Fetched | None:
        final = url if url != ask.url else None
        try:
            await self.addresses.resolve(*host_and_port(url))
        except ForbiddenAddress as error:
            return failed(ask, Verdict.FORBIDDEN_ADDRESS, str(error), final_url=final)
        except UnknownHost as error:
            return failed(ask, Verdict.UNREACHABLE, str(error), final_url=final)
        host = self._host(url, ask.via)
        return failed(ask, Verdict.UNREACHABLE, host.closed, final_url=final) if host.closed else None

    async def _robots_of(self, host: _Host, url: str, via: Via) -> Robots:
        """Ask for the rules; the delay that they wish for counts from this very request on."""
        robots = await self._fetch_robots(url, via)
        host.not_before = max(host.not_before, asyncio.get_running_loop().time() + robots.delay)
        return robots

    async def _fetch_robots(self, url: str, via: Via) -> Robots:
        ask = Ask(robots_url(url), via=via, seconds=self.limits.timeout, headers={"Accept": "text/plain,*/*;q=0.5"})
        answer = await self._follow(ask, self._address_refusal)
        if answer is None:
            return Robots(self.agent)  # RFC 9309, 2.3.1.2: too many redirects count as an absent file
        if not isinstance(answer, Fetched):
            return parse_robots(answer.status, headers_of(answer), answer.body, self.agent)
        if answer.verdict is Verdict.TOO_LARGE:
            return Robots(self.agent)
        return Robots(self.agent, closed=f"robots.txt: {answer.reason}", closed_verdict=answer.verdict or Verdict.ERROR)

    # --- one transfer, with retries ----------------------------------------------------------------------------

    async def _follow(self, ask: Ask, refusal: Callable[[Ask, str], Awaitable[Fetched | None]]) -> _Answer | None:
        """The answer at the end of the redirects, each hop asked for by `refusal` first; None if they do not end."""
        url, method, body = ask.url, ask.method, ask.body
        for _ in range(MAX_REDIRECTS + 1):
            answer = await refusal(ask, url) or await self._transfer(ask, url, method, body)
            if isinstance(answer, Fetched) or answer.status not in _REDIRECTS:
                return answer
            location = answer.headers.get("Location")
            if not location:
                return answer
            if answer.status == 303 or (answer.status in (301, 302) and method == "POST"):
                method, body = "GET", b""
            there = location.decode("utf-8", "replace").strip()
            try:
                url = urldefrag(urljoin(url, there))[0]
                _ = urlsplit(url).port  # a host or a port that is none is found out here
            except ValueError:
                return failed(ask, Verdict.ERROR, f"redirected to what is no address: {there[:200]}", final_url=url)
        return None

    async def _transfer(self, ask: Ask, url: str, method: str, body: bytes) -> _Answer:
        host = self._host(url, ask.via)
        failure = failed(ask, Verdict.UNREACHABLE, "not tried")
        attempts = 2 if ask.render else ATTEMPTS
        for attempt in range(1, attempts + 1):
            await self._wait_turn(host)
            try:
                response = await self._send(ask, url, method, body)
            except ForbiddenAddress as error:  # met by the browser on its way
                return failed(ask, Verdict.FORBIDDEN_ADDRESS, str(error), final_url=url)
            except TOO_LARGE as error:
                host.unanswered = 0
                logger.info("{}: cut off at the size limit ({})", url, error)
                return failed(ask, Verdict.TOO_LARGE, f"more than {self.limits.max_bytes} bytes", final_url=url)
            except BROKEN as error:
                host.unanswered = 0
                failure = failed(ask, Verdict.ERROR, f"broken answer: {words_of(error)}", final_url=url)
            except NO_ANSWER as error:
                failure = failed(ask, Verdict.UNREACHABLE, words_of(error), final_url=url if url != ask.url else None)
            else:
                host.unanswered = 0
                wait = retry_after(response) if response.status in RETRIED else 0.0
                if wait > _LONGEST_WAIT:
                    host.closed = f"it asked to be left alone for {wait:.0f} s (status {response.status})"
                if response.status not in RETRIED or attempt == attempts or host.closed:
                    return response
                host.not_before = max(host.not_before, asyncio.get_running_loop().time() + wait)
                failure = failed(ask, Verdict.ERROR, f"status {response.status}", final_url=url)
            logger.debug("{}: attempt {} of {}: {}", url, attempt, attempts, failure.reason)
            if attempt < attempts:
                await self.pause(self._back_off(attempt))
        if failure.verdict == Verdict.UNREACHABLE:
            host.unanswered += 1
            if host.unanswered >= _GIVE_UP_AFTER:
                host.closed = (
                    f"given up for this pass after {_GIVE_UP_AFTER} fetches without an answer: {failure.reason}"
                )
        return failure

    async def _wait_turn(self, host: _Host) -> None:
        if self.stopping.is_set():
            raise Stopped
        wait = host.not_before - asyncio.get_running_loop().time()
        if wait > 0:
            await self.pause(wait)

    def _back_off(self, attempt: int) -> float:
        base = min(self.limits.per_host_delay, 5.0) * 2.0**attempt
        return base * random.uniform(0.75, 1.25)

    async def _send(self, ask: Ask, url: str, method: str, body: bytes) -> Response:
        headers = {"Accept": _ACCEPT, **ask.headers}
        if ask.etag:
            headers["If-None-Match"] = ask.etag
        if ask.last_modified:
            headers["If-Modified-Since"] = ask.last_modified
        if ask.referer:
            headers["Referer"] = ask.referer
        meta = {"via": ask.via, "render": ask.render, "download_timeout": ask.seconds}
        request = Request(url, method=method, headers=headers, body=body, meta=meta, dont_filter=True)
        self.requests += 1
        response: Response = await self.engine.download_async(request)
        return response

    def _host(self, url: str, via: Via) -> _Host:
        return self._hosts.setdefault(_key(url, via), _Host())


def _key(url: str, via: Via) -> str:
    """A host as one kind of client sees it: what strict TLS cannot reach, legacy TLS may."""
    parts = urlsplit(url)
    return f"{'legacy ' if via is Via.LEGACY else ''}{parts.scheme}://{parts.netloc.lower()}"
