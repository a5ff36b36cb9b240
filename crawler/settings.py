"""Scrapy's settings for a crawl: what is politeness and limits, and what is switched off because we do it ourselves."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from crawler.job import Limits


def user_agent(limits: Limits) -> str:
    """Who we say we are: an honest name, a version, and where to complain.

    ``FazhiWatch/0.1.0 (government report monitor; contact: x@example.org)``; a configured ``crawl.user_agent``
    replaces it as a whole.
    """
    if limits.user_agent:
        return limits.user_agent
    contact = f"; contact: {limits.contact}" if limits.contact else ""
    return f"FazhiWatch/{version('fazhi-watch')} (government report monitor{contact})"


def scrapy_settings(limits: Limits) -> dict[str, Any]:
    """The settings of one crawl. No delay configured means no AutoThrottle either (one's own test portal)."""
    middlewares = "scrapy.downloadermiddlewares."
    return {
        "BOT_NAME": "FazhiWatch",
        "USER_AGENT": user_agent(limits),
        "DEFAULT_REQUEST_HEADERS": {"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"},
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        # transfers: the downloader's slots, one a host
        "CONCURRENT_REQUESTS": limits.concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": limits.per_host_concurrency,
        "DOWNLOAD_DELAY": limits.per_host_delay,
        "DOWNLOAD_DELAY_JITTER": 0,  # the configured delay is a promise, and we have nothing to disguise
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": limits.per_host_delay,
        "AUTOTHROTTLE_MAX_DELAY": 30.0,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(limits.per_host_concurrency),
        "DOWNLOAD_TIMEOUT": limits.timeout,
        "DOWNLOAD_MAXSIZE": limits.max_bytes,  # of the bytes on the line, and again of what they decode to
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_HANDLERS": {
            "http": "crawler.handlers.PortalHandler",
            "https": "crawler.handlers.PortalHandler",
            "file": None,
            "data": None,
            "ftp": None,
            "s3": None,
        },
        # robots, redirects and retries are `crawler.fetch`: each hop is checked, each failure becomes a capture. No
        # proxy of the environment either: it would resolve names behind our guard.
        "DOWNLOADER_MIDDLEWARES_BASE": {
            middlewares + "downloadtimeout.DownloadTimeoutMiddleware": 350,
            middlewares + "defaultheaders.DefaultHeadersMiddleware": 400,
            middlewares + "useragent.UserAgentMiddleware": 500,
            middlewares + "httpcompression.HttpCompressionMiddleware": 590,
            "crawler.cookies.HostCookies": 700,
        },
        "SPIDER_MIDDLEWARES_BASE": {},
        "EXTENSIONS_BASE": {"crawler.throttle.PoliteThrottle": 0},
        "LOG_INSTALL_ROOT_HANDLER": False,
        "LOG_FORMATTER": "crawler.logs.QuietFormatter",
        "STATS_DUMP": False,
    }
