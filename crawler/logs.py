"""Logging of the crawl process: loguru on stderr, with Scrapy's, Twisted's and Playwright's own records bridged in."""

from __future__ import annotations

import logging
import sys
from typing import Any

from loguru import logger
from scrapy.logformatter import LogFormatter

_FORMAT = "{time:YYYY-MM-DD HH:mm:ss} {level: <7} {message}"


class _Bridge(logging.Handler):
    """Hands records of the standard library's logging on to loguru."""

    def emit(self, record: logging.LogRecord) -> None:
        logger.opt(exception=record.exc_info).log(
            record.levelname if record.levelno in _LEVELS else record.levelno,
            "{}: {}",
            record.name,
            record.getMessage(),
        )


_LEVELS = frozenset({logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL})


class QuietFormatter(LogFormatter):
    """Says nothing of each single request: captures do."""

    def crawled(self, *args: Any, **kwargs: Any) -> Any:
        return None


def configure_logs(level: str = "INFO") -> None:
    """Send all logs of this process to stderr; libraries from warnings up."""
    logger.remove()
    logger.add(sys.stderr, level=level, format=_FORMAT, colorize=False, backtrace=False, diagnose=False)
    logging.basicConfig(handlers=[_Bridge()], level=logging.WARNING, force=True)
    logging.disable(logging.INFO)  # for good: Scrapy sets its loggers' levels anew at each start
