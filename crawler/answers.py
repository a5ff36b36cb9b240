"""What is asked of a portal, and what its answer means, or the failure that came instead of one."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from gzip import BadGzipFile

from brotli import error as BrotliError  # type: ignore[import-untyped]
from OpenSSL.SSL import Error as SSLError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from twisted.internet.error import ConnectError, ConnectionClosed
from twisted.web.client import ResponseFailed

from crawler.clock import now
from crawler.handlers import Via
from parsers.records import Page
from parsers.vocabulary import Verdict

RETRIED = frozenset({408, 429, 500, 502, 503, 504, 522, 524})  # 521 is 加速乐's challenge, not a fault

NO_ANSWER = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ConnectError,
    ConnectionClosed,
    ResponseFailed,
    OSError,
)
TOO_LARGE = (DownloadCancelledError, IgnoreRequest)
BROKEN = (ResponseDataLossError, BadGzipFile, zlib.error, BrotliError, EOFError, ValueError)


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to fetch. ``etag`` and ``last_modified`` make it a conditional request; ``render`` = by the browser."""

    url: str
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    via: Via = Via.STRICT
    render: bool = False
    seconds: float = 30.0  # for the whole transfer, not between two bytes: a slow drip ends too
    etag: str | None = None
    last_modified: str | None = None
    referer: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of an `Ask`. ``verdict`` is set when the transfer itself decides; else the ``page`` is to be judged."""

    ask: Ask
    fetched_at: str  # the real clock
    page: Page | None = None
    verdict: Verdict | None = None
    reason: str = ""
    final_url: str | None = None
    status: int | None = None
    original: Page | None = None  # rendered pages: the response that the browser made it of
    headers: Mapping[str, str] = field(default_factory=dict)  # of the answer, a 304 included


def received(ask: Ask, response: Response) -> Fetched:
    at = now()
    final, headers = response.url, headers_of(response)
    if response.status == 304:
        reason = "answered 304 Not Modified"
        return Fetched(
            ask, at, verdict=Verdict.NOT_MODIFIED, reason=reason, final_url=final, status=304, headers=headers
        )
    page = Page(
        url=ask.url,
        final_url=final,
        status=response.status,
        headers=headers,
        body=response.body,
        fetched_at=at,
        rendered=ask.render,
        complete="partial" not in response.flags,  # Scrapy's word for a body that ends with its connection
    )
    original = response.meta.get("original") if ask.render else None
    return Fetched(ask, at, page=page, final_url=final, status=response.status, original=original, headers=headers)


def failed(
    ask: Ask, verdict: Verdict, reason: str, *, final_url: str | None = None, status: int | None = None
) -> Fetched:
    return Fetched(ask, now(), verdict=verdict, reason=reason, final_url=final_url, status=status)


def headers_of(response: Response) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }


def retry_after(response: Response) -> float:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3: seconds or a date); 0 if none or unreadable."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(min(int(text[:9]), 10**9))
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def words_of(error: BaseException) -> str:
    """A short plain sentence of what went wrong on the line, with the innermost cause."""
    cause: BaseException = error
    while cause.__cause__ is not None:
        cause = cause.__cause__
    reasons = getattr(cause, "reasons", None)
    if reasons:
        cause = reasons[-1].value
    if isinstance(cause, SSLError):
        queue = cause.args[0] if cause.args and isinstance(cause.args[0], list) else []
        return f"TLS: {', '.join(str(part[-1]) for part in queue) or 'broken off'}"[:300]
    text = " ".join(str(cause).split()) or " ".join(str(error).split())
    name = type(cause).__name__
    return f"{name}: {text}"[:300]
