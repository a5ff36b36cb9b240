"""Short messages through group robots and webhooks, by Apprise. Addresses are secrets and stay in the environment."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

from scheduler.tell.routing import MAIL
from scheduler.tell.views import CaseView, LetterView

# 企业微信 takes 2,048 bytes of text; 钉钉 and 飞书 take more. One limit for all keeps a message the same everywhere.
LONGEST_BYTES = 2000


class ChannelDown(Exception):
    """The channel cannot be used for any message: its address is not set, or makes no sense. Holds no secret."""


class ChannelProblem(Exception):
    """The channel did not take this message; the text holds no secret."""


def compose_short(view: LetterView) -> str:
    """The message's counts and its cases' titles, worst first, as many as fit; the stamp of a simulation first."""
    head = [view.words["simulation"]] if view.simulation else []
    head.append(view.subject if len(view.ranked) > 1 else view.words["name"])
    lines = [_line(case, view) for case in view.ranked]
    tail = [view.words["closing"]]
    count = len(lines) + view.unlisted
    for kept in range(len(lines), -1, -1):
        more = [view.words["short"]["more"].format(count=count - kept)] if kept < count else []
        text = "\n".join([*head, *lines[:kept], *more, *tail])
        if len(text.encode()) <= LONGEST_BYTES:
            return text
    return "\n".join([*head, *tail])


def _line(case: CaseView, view: LetterView) -> str:
    spoken = view.words
    tag = spoken["tag"].format(text="·".join(filter(None, (case.severity_word, case.event_word))))
    number = spoken["aside"].format(text=spoken["case"]["number"].format(id=case.id))
    link = f" {case.link}" if view.has_console else ""
    return f"{tag}{case.title}{number}{link}"


class Robot:
    """The other side of a channel, as the environment names it. Raises ChannelDown where it names none."""

    def __init__(self, channel: str) -> None:
        import apprise

        self._address = os.environ.get(channel, "")
        if channel == MAIL or not self._address:
            raise ChannelDown(f"the environment variable {channel} is not set")
        self._robot = apprise.Apprise()
        with _quiet():
            if not self._robot.add(self._address):
                raise ChannelDown(f"the environment variable {channel} holds no address that Apprise knows")

    def tell(self, text: str) -> None:
        """Hand one text over. Raises ChannelProblem."""
        import apprise

        with _quiet() as complaints:
            if not self._robot.notify(body=text, body_format=apprise.NotifyFormat.TEXT):
                raise ChannelProblem(_reason(complaints, self._address) or "not accepted")


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@contextmanager
def _quiet() -> Iterator[list[str]]:
    """Keep the libraries' own lines out of the log: their debug lines hold addresses. What went wrong is collected."""
    loggers = [logging.getLogger(name) for name in ("apprise", "urllib3", "requests")]
    before = [(logger.level, logger.propagate) for logger in loggers]
    collector = _Collector()
    for logger in loggers:
        logger.setLevel(logging.WARNING)
        logger.propagate = False
        logger.addHandler(collector)
    try:
        yield collector.lines
    finally:
        for logger, (level, propagate) in zip(loggers, before, strict=True):
            logger.removeHandler(collector)
            logger.setLevel(level)
            logger.propagate = propagate


def _reason(lines: list[str], address: str) -> str:
    """The last complaint, with every longer piece of the address struck out."""
    if not lines:
        return ""
    reason = lines[-1]
    for secret in sorted(re.split(r"[/:?&=@]+", address), key=len, reverse=True):
        if len(secret) >= 4:
            reason = reason.replace(secret, "***")
    return reason[:300]
