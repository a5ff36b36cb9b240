"""Logs go to stderr through loguru: plain lines for cron, nothing on stdout, which belongs to the answer."""

from __future__ import annotations

import logging
import sys

from loguru import logger

_FORMAT = "{time:YYYY-MM-DD HH:mm:ss} {level: <7} {message}"


class _Bridge(logging.Handler):
    """Hands the standard library's log records (APScheduler, Apprise) to loguru."""

    def emit(self, record: logging.LogRecord) -> None:
        logger.opt(exception=record.exc_info).log(record.levelname, "{}: {}", record.name, record.getMessage())


def set_up_logs(*, debug: bool, quiet: bool = False) -> None:
    """Send logs of this level and above to stderr: DEBUG, else INFO, else (quiet) WARNING."""
    logger.remove()
    level = "DEBUG" if debug else "WARNING" if quiet else "INFO"
    logger.add(sys.stderr, level=level, format=_FORMAT, backtrace=debug, diagnose=False)
    logging.basicConfig(handlers=[_Bridge()], level=logging.DEBUG if debug else logging.WARNING, force=True)
