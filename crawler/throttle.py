"""AutoThrottle that keeps to what robots.txt asks for."""

from __future__ import annotations

from scrapy.core.downloader import Slot
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response


class PoliteThrottle(AutoThrottle):
    """Scrapy's AutoThrottle, never quicker than a host's Crawl-delay; where no delay is set, only that counts."""

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        if self.mindelay > 0:
            super()._adjust_delay(slot, latency, response)
        asked: float = getattr(self.crawler.spider, "crawl_delay", _no_delay)(response.url)
        slot.delay = max(slot.delay, asked)


def _no_delay(url: str) -> float:
    return 0.0
