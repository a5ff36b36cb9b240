"""The outbox emptied: each message handed over once, by SMTP, into a folder, or to a channel.

A message is claimed (`sending`, on the disk) before its first byte leaves and marked `sent` after it was accepted. Of
one found `sending` by the next pass nobody knows whether it arrived: it is sent once more under its own Message-ID and
marked uncertain. Mails are claimed a few at a time, since each claim waits for the disk; at most one of them has left
unnoted. A file needs no such care: written again under its name, it is the same file.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from loguru import logger

from db.database import Database
from db.outbox import (
    Message,
    claim_messages,
    due_messages,
    fetch_messages,
    mark_failed,
    mark_sent,
    recover_sending,
    release_messages,
)
from scheduler.config import Config
from scheduler.tell.channels import ChannelDown, ChannelProblem, Robot
from scheduler.tell.routing import MAIL
from scheduler.tell.smtp import MailServer, Refused, ServerProblem, Stalled, Unsure

# After the first, second, … failed attempt; the last one for all further.
_BACK_OFF = (
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
_MOST_ATTEMPTS = 14  # about five days of them
_MOST_UNSURE = 3
# So many troubles of the connection in a row mean the server, not the message.
_PATIENCE = 2
# Mails that are claimed together.
_AT_ONCE = 10


@dataclass
class Delivered:
    """What a round came to; ``down`` names the transports that cannot be used, with the reason."""

    sent: int = 0
    later: int = 0
    refused: int = 0
    down: dict[str, str] = field(default_factory=dict)


def deliver(db: Database, config: Config, *, without: Collection[str] = ()) -> Delivered:
    """Deliver every message that is due by the real clock, but by transports ``without`` (known to be down).

    For the holder of the lock for sending only.
    """
    for row in recover_sending(db):
        logger.warning("message {} may have left before the last pass was killed; it is sent once more", row)
    round_ = _Round(db, config, without)
    due = due_messages(db, round_.now(), round_.now(_BACK_OFF[-1]))
    with round_.server:
        for start in range(0, len(due), _AT_ONCE):
            rows = due[start : start + _AT_ONCE]
            round_.take(sorted(fetch_messages(db, ids=rows), key=lambda message: rows.index(message.id)))
    return round_.result


class _Round:
    """One pass over the due messages; transports that fail are left alone for the rest of it."""

    def __init__(self, db: Database, config: Config, without: Collection[str]) -> None:
        self.db, self.config = db, config
        self.result = Delivered()
        self.server = MailServer(config.mail)
        self._without = without
        self._troubles = 0

    def now(self, wait: timedelta = timedelta()) -> str:
        """The real clock, and so long after."""
        return (datetime.now(self.config.zone) + wait).isoformat(timespec="seconds")

    def take(self, messages: Sequence[Message]) -> None:
        """Try to hand these over in turn, but those whose transport is down."""
        mails = []
        for message in messages:
            if not self._usable(message.channel):
                continue
            if message.channel != MAIL:
                self._push(message)
            elif self.config.mail.host is None:
                self._file(message)
            else:
                mails.append(message)
        if mails:
            self._mails(mails)

    def _usable(self, channel: str) -> bool:
        transport = transport_of(self.config, channel)
        return transport not in self._without and transport not in self.result.down

    def _sent(self, message: Message) -> None:
        mark_sent(self.db, message.id, self.now())
        self.result.sent += 1

    def _failed(self, message: Message, error: str, *, final: bool, unsure: bool = False) -> None:
        """Note a failed attempt: tried again later, or given up. ``message`` is as claimed, its attempts counted."""
        final = final or message.attempts >= (_MOST_UNSURE if unsure else _MOST_ATTEMPTS)
        wait = _BACK_OFF[min(message.attempts, len(_BACK_OFF)) - 1]
        retry_at = None if final else self.now(wait)
        mark_failed(self.db, message.id, error, retry_at=retry_at, uncertain=unsure)
        logger.warning("message {} to {}: {}{}", message.id, message.supervisor, error, "" if final else "; later")
        if final:
            self.result.refused += 1
        else:
            self.result.later += 1

    def _down(self, channel: str, error: str) -> None:
        transport = transport_of(self.config, channel)
        logger.warning("{}: {}", transport, error)
        self.result.down[transport] = error

    # --- into a folder -------------------------------------------------------------------------------------------

    def _file(self, message: Message) -> None:
        path = self.config.data / "outbox" / file_name(message)
        try:
            write_file(path, message.content)
        except OSError as error:
            self._down(MAIL, f"{error.filename or path}: {error.strerror}")  # a full disk names no file
            return
        self._sent(message)

    # --- by SMTP -------------------------------------------------------------------------------------------------

    def _mails(self, messages: Sequence[Message]) -> None:
        if not self._connected():
            return
        claimed = deque(claim_messages(self.db, messages))
        try:
            while claimed and self._usable(MAIL) and self._connected():
                self._mail(claimed.popleft())
        finally:
            if claimed:  # nothing of these has left
                release_messages(self.db, [message.id for message in claimed])

    def _connected(self) -> bool:
        try:
            self.server.connect()
        except ServerProblem as error:
            self._down(MAIL, str(error))
            return False
        return True

    def _mail(self, claimed: Message) -> None:
        try:
            self.server.send(claimed.recipient or "", claimed.content)
        except Refused as error:
            self._failed(claimed, str(error), final=error.final)
            self._troubles = 0
        except Stalled as error:
            self._failed(claimed, str(error), final=False)
            self._trouble(str(error))
        except Unsure as error:
            self._failed(claimed, str(error), final=False, unsure=True)
            self._trouble(str(error))
        except ServerProblem as error:
            release_messages(self.db, [claimed.id], str(error))  # nothing of the message itself has left
            self._trouble(str(error))
        else:
            self._sent(claimed)
            self._troubles = 0

    def _trouble(self, error: str) -> None:
        self._troubles += 1
        if self._troubles >= _PATIENCE:
            self._down(MAIL, error)

    # --- to a channel --------------------------------------------------------------------------------------------

    def _push(self, message: Message) -> None:
        try:
            robot = Robot(message.channel)
        except ChannelDown as error:
            self._down(message.channel, str(error))
            return
        claims = claim_messages(self.db, [message])
        if not claims:
            return
        (claimed,) = claims
        try:
            robot.tell(claimed.content.decode())
        except ChannelProblem as error:
            self._failed(claimed, str(error), final=False)
        else:
            self._sent(claimed)


def transport_of(config: Config, channel: str) -> str:
    """What a channel's messages go through; messages that share it share its fate."""
    if channel != MAIL:
        return f"env:{channel}"
    return "outbox" if config.mail.host is None else f"{config.mail.host}:{config.mail.port}"


def file_name(message: Message) -> str:
    """The message's own name in the outbox folder, the same at every attempt: 2026-03-20-督察科-12.eml.

    Without the supervisor's name where the machine's file names cannot hold it.
    """
    supervisor = re.sub(r"[^\w-]+", "-", message.supervisor).strip("-")[:40] or "supervisor"
    try:
        os.fsencode(supervisor)
    except UnicodeEncodeError:
        supervisor = "supervisor"
    return f"{message.created_at[:10]}-{supervisor}-{message.id}.eml"


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and onto the disk; writing it again changes nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
