"""The download handler: one client for strict TLS, one for hosts with old TLS, a browser when a page needs one.

Which one serves a request is the request's own choice (``via`` and ``render`` in its meta), so that a section's
``tls: legacy`` reaches its redirects and attachments and nobody else's.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Response

from crawler.gate import Gate
from crawler.tls import LegacyTLS


class Via(StrEnum):
    """How a request leaves."""

    STRICT = "strict"
    LEGACY = "legacy"  # old TLS, certificate not checked


_IDLE_SECONDS = 20  # a crawl visits thousands of hosts; Twisted would keep each connection for four minutes


def _client(crawler: Any) -> HTTP11DownloadHandler:
    client = HTTP11DownloadHandler(crawler)
    client._pool.cachedConnectionTimeout = _IDLE_SECONDS
    return client


class PortalHandler:
    """Scrapy's handler for http and https; both schemes share one set of clients and one gate."""

    lazy = False

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        self._gate = Gate(crawler.settings.getint("CONCURRENT_REQUESTS"))
        self._strict = _client(crawler)
        self._legacy: HTTP11DownloadHandler | None = None

    @classmethod
    def from_crawler(cls, crawler: Any) -> PortalHandler:
        """The crawler's one handler, whichever scheme asks first."""
        if not hasattr(crawler, "portal_handler"):
            crawler.portal_handler = cls(crawler)
        handler: PortalHandler = crawler.portal_handler
        return handler

    async def download_request(self, request: Request) -> Response:
        async with self._gate.passing():
            if request.meta.get("render"):
                rendered: Response = await self._crawler.spider.render(request)
                return rendered
            client = self._legacy_client() if request.meta.get("via") is Via.LEGACY else self._strict
            return await client.download_request(request)

    def _legacy_client(self) -> HTTP11DownloadHandler:
        if self._legacy is None:
            self._legacy = _client(self._crawler)
            self._legacy._contextFactory = LegacyTLS()  # type: ignore[assignment]
        return self._legacy

    async def close(self) -> None:
        await self._strict.close()
        if self._legacy is not None:
            await self._legacy.close()
            self._legacy = None
