"""One pass in a process of its own: ``python -m scheduler.daemon.child``, with an `Order` as JSON on stdin.

The configuration comes with the order: a pass goes by what the daemon has checked, whatever the file says by now.
SIGTERM ends a crawl in good order; the other passes are short and go on to their end. Exit code: see `Ending`.
"""

from __future__ import annotations

import signal
import sqlite3
import sys
from collections.abc import Callable
from datetime import datetime
from enum import IntEnum
from pathlib import Path
from types import FrameType
from typing import Any, Literal, NoReturn

from loguru import logger
from pydantic import BaseModel, ConfigDict

from crawler.streams import speak_chinese
from db.problems import DatabaseProblem
from scheduler.config import Config
from scheduler.errors import FazhiError, LockHeld
from scheduler.logs import set_up_logs
from scheduler.passes.missed import settle_missed
from scheduler.passes.progress import silent
from scheduler.passes.run import Summary, check_pass, crawl_pass, send_pass
from scheduler.passes.send import send
from scheduler.passes.site import locked, open_site

Task = Literal["crawl", "check", "send", "missed"]


class Ending(IntEnum):
    """How a pass ended, as its exit code. 1 stays free: it is what any death of Python comes to."""

    WELL = 0
    LOCKED = 3  # another process holds the lock
    FAILED = 4
    PARTIAL = 5  # done, but something new failed


class Order(BaseModel):
    """What one child is to do."""

    model_config = ConfigDict(frozen=True)

    task: Task
    config: dict[str, Any]
    path: Path
    crawling_seconds: float
    debug: bool = False

    @classmethod
    def of(cls, task: Task, config: Config, *, crawling_seconds: float, debug: bool) -> Order:
        values = config.model_dump(mode="json", by_alias=True)
        return cls(task=task, config=values, path=config.path, crawling_seconds=crawling_seconds, debug=debug)

    def configuration(self) -> Config:
        return Config.model_validate({**self.config, "path": self.path})


def main() -> int:
    """Carry out the order on stdin; the exit code says how it went, the log what was done."""
    order = Order.model_validate_json(sys.stdin.buffer.read())
    speak_chinese()
    set_up_logs(debug=order.debug)
    _mind_signals(order.task)
    try:
        return _carry_out(order)
    except LockHeld as error:
        logger.warning("{}: {}; tried again at its next time", order.task, error)
        return Ending.LOCKED
    except (FazhiError, DatabaseProblem, OSError, sqlite3.Error) as error:
        logger.opt(exception=order.debug).error("{} failed: {}", order.task, error)
        return Ending.FAILED


def _mind_signals(task: Task) -> None:
    if task == "crawl":
        signal.signal(signal.SIGTERM, _leave)
    else:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for other in (signal.SIGINT, signal.SIGHUP):
        signal.signal(other, signal.SIG_IGN)


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough: the crawler drains meanwhile
    raise SystemExit(Ending.FAILED)


def _carry_out(order: Order) -> Ending:
    config = order.configuration()
    if order.task == "missed":
        return _tell_missed(config)
    passes: dict[Task, Callable[[], Summary]] = {
        "crawl": lambda: crawl_pass(config, silent, time_limit=order.crawling_seconds),
        "check": lambda: check_pass(config),
        "send": lambda: send_pass(config),
    }
    summary = passes[order.task]()
    for line in summary.lines():
        logger.info("{}", line)
    return Ending.PARTIAL if summary.failures else Ending.WELL


def _tell_missed(config: Config) -> Ending:
    """Bring the operator's cases about missed passes to what is so, and tell of a change at once."""
    site = open_site(config, create=False)
    with locked(site.data, "judge"):
        changes = settle_missed(site, datetime.now(config.zone))
        for change in changes:
            logger.warning("{}", change)
        if changes:
            send(site, only_critical=True)
    return Ending.WELL


if __name__ == "__main__":
    sys.exit(main())
