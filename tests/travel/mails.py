"""Mails as a reader skims them: subject, and a line for each case with what happened to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from email.message import EmailMessage
from typing import Any

from tests.travel.world import Received

_NUMBER = r"(?:编号 |case )\d+"
_UNDER = re.compile(rf"{_NUMBER} · (.*)")  # below a case's title, in full
_BESIDE = re.compile(rf"  (.*?) · {_NUMBER}(?: · (.*))?")  # one line a case: further ones, and those that cleared


def as_golden(received: Iterable[Received], port: int) -> dict[date, dict[str, Any]]:
    """Mails by day and address, as mails.yaml has them; the mail server's port is left out."""
    days: dict[date, dict[str, Any]] = {}
    for item in received:
        name = item.to.partition("@")[0]
        subject, *cases = (
            line.replace(f":{port}", "") for line in (str(item.message["Subject"]).strip(), *cases_of(item.message))
        )
        mail = {"subject": subject, "cases": cases}
        days.setdefault(item.day, {}).setdefault(name, []).append(mail)
    return days


def plain_text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    text: str = body.get_content()
    return text.replace("\r\n", "\n")


def cases_of(message: EmailMessage) -> Iterator[str]:
    """One line a case: its title with severity, state, what happened and why."""
    lines = plain_text(message).splitlines()
    for before, line in zip(["", *lines], lines, strict=False):
        if under := _UNDER.fullmatch(line):
            yield f"{before} | {under[1]}"
        elif beside := _BESIDE.fullmatch(line):
            yield " | ".join(part for part in beside.groups() if part)
