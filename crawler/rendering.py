"""Pages made by a browser: scrapy-playwright behind our checking proxy, started when the first page needs it."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from loguru import logger
from playwright.async_api import Error as BrowserError
from playwright.async_api import Page as Tab
from playwright.async_api import Request as TabRequest
from playwright.async_api import Response as TabResponse
from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError, DownloadTimeoutError
from scrapy.http import Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from crawler.addresses import Addresses, ForbiddenAddress
from crawler.browser import BrowserFound
from crawler.clock import now
from crawler.handlers import Via
from crawler.job import Limits
from crawler.proxy import FORBIDDEN, REFUSED_HEADER, CheckingProxy
from parsers.pages.urls import route_of
from parsers.records import Page

TABS = 2  # pages at once: a tab costs a CPU and some 150 MB
_QUIET_MS = 8_000.0  # for the network to fall silent
_SETTLE_SECONDS = 6.0  # for the page to stop changing
_POLL_SECONDS = 0.2
_UNWANTED = frozenset({"image", "media", "font", "manifest", "eventsource", "websocket", "ping", "beacon"})
_OF_THE_TRANSFER = frozenset({"content-encoding", "content-length", "transfer-encoding", "etag", "last-modified"})
_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--dns-prefetch-disable",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy",
    "--disable-features=ServiceWorker,WebRtcHideLocalIpsWithMdns",
)
_SIZE = "() => [document.querySelectorAll('a[href]').length, document.body ? document.body.innerText.length : 0]"


def unwanted(request: TabRequest) -> bool:
    """Is a browser's request for something that no parser reads?"""
    return request.resource_type in _UNWANTED


def launch_options(found: BrowserFound, proxy: str) -> dict[str, Any]:
    """How Chromium is started; its sandbox stays on except for root, who cannot have one."""
    flags = [*_FLAGS, "--proxy-bypass-list=<-loopback>"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")
    return {"executable_path": found.executable, "headless": True, "args": flags, "proxy": {"server": proxy}}


@dataclass(slots=True)
class Browser:
    """Renders pages, at most `TABS` at a time. ``crawler`` is Scrapy's."""

    crawler: Any
    found: BrowserFound
    addresses: Addresses
    limits: Limits
    user_agent: str
    _handler: ScrapyPlaywrightDownloadHandler | None = None
    _proxy: CheckingProxy | None = None
    _agent: str = ""
    _starting: asyncio.Lock = field(default_factory=asyncio.Lock)
    _tabs: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(TABS))

    async def download(self, request: Request) -> Response:
        """Load a page and let it settle; its ``meta["original"]`` is the response that it was made of.

        Raises `DownloadFailedError`, `DownloadTimeoutError`, `DownloadCancelledError` (too large), `ForbiddenAddress`.
        """
        async with self._tabs:
            handler = await self._start()
            tabs: list[Tab] = []
            documents: list[TabResponse] = []
            request.meta.update(self._meta(request, tabs, documents))
            loading = asyncio.ensure_future(handler.download_request(request))
            seconds = request.meta["download_timeout"] + _QUIET_MS / 1000 + _SETTLE_SECONDS
            done, _ = await asyncio.wait([loading], timeout=seconds)
            if not done:
                for tab in tabs:
                    with suppress(BrowserError):
                        await tab.close()
                await asyncio.wait([loading], timeout=5.0)
                loading.cancel()
                await asyncio.gather(loading, return_exceptions=True)
                raise DownloadTimeoutError(f"the page did not settle within {seconds:.0f} s")
        try:
            return self._checked(loading.result(), request)
        except BrowserError as error:
            raise DownloadFailedError(f"browser: {error.message.splitlines()[0]}") from None

    def _checked(self, response: Response, request: Request) -> Response:
        """The rendered page under the address, status and headers of the document that a reader ends up on."""
        original: Page | None = request.meta.get("original")
        if original is None:
            raise DownloadFailedError("browser: no document was received")
        if refused := original.headers.get(REFUSED_HEADER.lower()):
            reason = original.body.decode("utf-8", "replace")
            raise (ForbiddenAddress if refused == FORBIDDEN else DownloadFailedError)(reason)
        if len(response.body) > self.limits.max_bytes:
            raise DownloadCancelledError(f"rendered page of {len(response.body)} bytes")
        kept = {name: value for name, value in original.headers.items() if name not in _OF_THE_TRANSFER}
        url = original.final_url.partition("#")[0] + route_of(request.meta.get("shown_at", ""))
        return response.replace(url=url, status=original.status, headers=kept)

    def _meta(self, request: Request, tabs: list[Tab], documents: list[TabResponse]) -> dict[str, Any]:
        async def opened(tab: Tab, _: Request) -> None:
            tabs.append(tab)

        def answered(response: TabResponse) -> None:
            if response.request.is_navigation_request() and response.frame.parent_frame is None:
                documents.append(response)

        return {
            "playwright": True,
            "playwright_context": request.meta["via"],
            "playwright_context_kwargs": {
                "user_agent": self._agent,
                "locale": "zh-CN",
                "service_workers": "block",
                "accept_downloads": False,
                "ignore_https_errors": request.meta["via"] is Via.LEGACY,
            },
            "playwright_page_init_callback": opened,
            "playwright_page_event_handlers": {"response": answered},
            "playwright_page_methods": [PageMethod(partial(_settle, request=request, documents=documents))],
            "playwright_page_goto_kwargs": {
                "wait_until": "domcontentloaded",
                "timeout": request.meta["download_timeout"] * 1000,
            },
            "autothrottle_dont_adjust_delay": True,
        }

    async def _start(self) -> ScrapyPlaywrightDownloadHandler:
        async with self._starting:
            if self._handler is None:
                logger.info("starting the browser {} ({})", self.found.executable, self.found.source)
                self._proxy = CheckingProxy(self.addresses, self.limits.max_bytes)
                handler = ScrapyPlaywrightDownloadHandler(self.crawler)
                handler.config.launch_options = launch_options(self.found, await self._proxy.start())
                handler.config.target_closed_max_retries = 0
                handler.abort_request = unwanted
                handler.process_request_headers = None
                await handler._launch()
                await handler._maybe_launch_browser()
                self._agent = (
                    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
                    f"Chrome/{handler.browser.version} Safari/537.36 {self.user_agent}"
                )
                self._handler = handler
            return self._handler

    async def close(self) -> None:
        """End the browser and its proxy."""
        if self._handler is not None:
            with suppress(BrowserError):
                await self._handler.close()
        if self._proxy is not None:
            await self._proxy.close()


async def _settle(tab: Tab, *, request: Request, documents: list[TabResponse]) -> None:
    """Wait until scripts have filled the page: the network is silent, then text and links stop growing."""
    with suppress(BrowserError):
        await tab.wait_for_load_state("networkidle", timeout=_QUIET_MS)
    last: Any = None
    steady = 0
    for _ in range(int(_SETTLE_SECONDS / _POLL_SECONDS)):
        size = await tab.evaluate(_SIZE)
        steady = steady + 1 if size == last else 0
        if steady >= 2:
            break
        last = size
        await asyncio.sleep(_POLL_SECONDS)
    request.meta["shown_at"] = tab.url
    if documents:
        with suppress(BrowserError):
            request.meta["original"] = await _original(documents[-1], request.url)


async def _original(response: TabResponse, url: str) -> Page:
    headers = await response.all_headers()
    return Page(url, response.url, response.status, headers, await response.body(), now())
