"""One connection to the mail server, kept for many messages; what each failure means for the message and the pass."""

from __future__ import annotations

import contextlib
import os
import smtplib
import ssl
import time
from types import TracebackType

from scheduler.config.addresses import wire_address
from scheduler.config.model import MailConfig

PASSWORD = "FAZHI_MAIL_PASSWORD"
_SECONDS = 30.0
# A server may close a connection after some messages; a fresh one each so many keeps clear of such limits.
_MESSAGES_A_CONNECTION = 500
_IDLE_SECONDS = 5.0


class ServerProblem(Exception):
    """The server cannot be used now, for any message: unreachable, no login, no TLS, our sender refused."""


class Refused(Exception):
    """The server refused this message. ``final``: asking again is in vain (5xx)."""

    def __init__(self, reason: str, *, final: bool) -> None:
        super().__init__(reason)
        self.final = final


class Stalled(Exception):
    """The connection fell silent or broke at this message's recipient: nothing of the message has left."""


class Unsure(Exception):
    """The connection broke after the message's last byte: it may have been accepted."""


class MailServer:
    """Sends messages over one connection at a time, opened when the first is sent. A context manager."""

    def __init__(self, config: MailConfig, *, seconds: float = _SECONDS, context: ssl.SSLContext | None = None) -> None:
        self._config = config
        self._seconds = seconds
        self._context = context
        self._connection: smtplib.SMTP | None = None
        self._sent = 0
        self._used = 0.0
        self._sender = config.sender

    def __enter__(self) -> MailServer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def connect(self) -> None:
        """Make sure of a connection that answers. Raises ServerProblem."""
        idle = time.monotonic() - self._used > _IDLE_SECONDS
        if self._connection is not None and (self._sent >= _MESSAGES_A_CONNECTION or (idle and not self._answers())):
            self.close()
        if self._connection is None:
            try:
                self._sender = wire_address(self._config.sender)
                self._connection = self._open()
            except (OSError, smtplib.SMTPException) as error:
                raise ServerProblem(describe(error)) from error
            self._sent = 0
        self._used = time.monotonic()

    def _answers(self) -> bool:
        assert self._connection is not None
        try:
            return self._connection.noop()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def _open(self) -> smtplib.SMTP:
        config = self._config
        assert config.host is not None
        if config.tls == "ssl":
            context = self._context or ssl.create_default_context()
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                config.host, config.port, timeout=self._seconds, context=context
            )
        else:
            connection = smtplib.SMTP(config.host, config.port, timeout=self._seconds)
        try:
            if config.tls == "starttls":
                connection.starttls(context=self._context or ssl.create_default_context())
            if config.username:
                password = os.environ.get(PASSWORD)
                if password is None:
                    raise smtplib.SMTPException(f"the environment variable {PASSWORD} is not set")
                connection.login(config.username, password)
        except BaseException:
            connection.close()
            raise
        return connection

    def send(self, recipient: str, content: bytes) -> None:
        """Hand one message over. Raises Refused, Stalled, Unsure or ServerProblem; no exception = accepted."""
        connection = self._connection
        assert connection is not None
        try:
            self._envelope(connection, recipient)
        except Refused:
            self._reset(connection)
            raise
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise ServerProblem(describe(error)) from error
        self._data(connection, content)
        self._sent += 1

    def _envelope(self, connection: smtplib.SMTP, recipient: str) -> None:
        connection.ehlo_or_helo_if_needed()
        code, answer = connection.mail(self._sender)
        if code != 250:
            # Our own address does not depend on the message: no other message would fare better.
            self._reset(connection)
            raise ServerProblem(f"sender {self._config.sender}: {_spoken(code, answer)}")
        try:
            code, answer = connection.rcpt(wire_address(recipient))
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Stalled(describe(error)) from error
        if code not in (250, 251):
            raise Refused(_spoken(code, answer), final=code >= 500)

    def _data(self, connection: smtplib.SMTP, content: bytes) -> None:
        try:
            code, answer = connection.data(content)
        except smtplib.SMTPDataError as error:
            self._reset(connection)
            raise Refused(_spoken(error.smtp_code, error.smtp_error), final=error.smtp_code >= 500) from error
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Unsure(describe(error)) from error
        if code != 250:
            self._reset(connection)
            raise Refused(_spoken(code, answer), final=code >= 500)

    def _reset(self, connection: smtplib.SMTP) -> None:
        try:
            connection.rset()
        except (OSError, smtplib.SMTPException):
            self.close()

    def close(self) -> None:
        """Take leave; a server that does not answer is left without one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                connection.quit()
            connection.close()


def describe(error: Exception) -> str:
    """What went wrong in one line, without anything that we sent."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _spoken(error.smtp_code, error.smtp_error)
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return " ".join(str(error).split()) or type(error).__name__


def _spoken(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(text.split())}"[:300]
