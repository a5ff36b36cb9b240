"""Archived originals over HTTP: as downloads, or in isolation, never as pages of the console."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from datasette.utils.asgi import BadRequest, Response
from datasette.views.base import DatasetteError

from db.console.load.capture import Bytes, OutsideArchive, load_capture, load_place, read_bytes
from db.console.visit import Visit, visited

# What a browser shows without running anything; a PDF viewer does not start in a sandbox, so PDFs are downloaded.
VIEWABLE = {"text/html", "text/plain", "image/png", "image/jpeg", "image/gif"}
# No scripts, no forms, no origin, nothing loaded from anywhere; inline styles only, as archived pages have them.
_ISOLATION = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'"
_LONGEST_NAME = 120


@visited
async def capture(visit: Visit) -> Response:
    """One capture: what was fetched when, its hash computed again, its place in the chain."""
    key = visit.number("no_capture")
    found = await visit.find("no_capture", key, lambda db: load_capture(db, key))
    original = await _bytes(visit, found.capture)
    return await visit.page(
        "capture.html",
        {"it": found, "original": original, "viewable": found.capture["media_type"] in VIEWABLE,
         "headers": sorted(original.headers.items())},
    )  # fmt: skip


@visited
async def original(visit: Visit) -> Response:
    """The archived bytes as a download."""
    return await _send(visit, inline=False)


@visited
async def view(visit: Visit) -> Response:
    """The archived page in isolation: no script runs, nothing is loaded."""
    return await _send(visit, inline=True)


async def _send(visit: Visit, *, inline: bool) -> Response:
    key = visit.number("no_capture")
    found = await visit.find("no_capture", key, lambda db: load_place(db, key))
    read = await _bytes(visit, found)
    if read.body is None:
        raise visit.not_found("no_bytes", key)
    if not read.matches:
        raise DatasetteError(visit.words["capture"]["differs"], status=409)
    if inline and found["media_type"] not in VIEWABLE:
        raise BadRequest(visit.words["error"]["not_viewable"].format(type=found["media_type"]))
    kind = _declared(found["media_type"], read) if inline else "application/octet-stream"
    name = f"capture-{key}-{_name(found)}"
    return Response(
        read.body,
        headers={
            "content-disposition": f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(name, safe='')}",
            "content-security-policy": _ISOLATION,
            "cache-control": "no-cache",
            "x-sha256": found["sha256"],
        },
        content_type=kind,
    )


async def _bytes(visit: Visit, found: Mapping[str, Any]) -> Bytes:
    """Read in a thread: an original may be fifty megabytes."""
    try:
        return await asyncio.to_thread(read_bytes, Path(visit.settings.archive), found)
    except OutsideArchive:
        return Bytes(None, {}, False, visit.words["error"]["outside"])


def _declared(media_type: str, read: Bytes) -> str:
    """The type found in the bytes, with the charset that the portal declared (old pages are in GBK)."""
    declared = read.headers.get("content-type", "")
    charset = next((part.strip() for part in declared.split(";")[1:] if "charset=" in part.lower()), "")
    if not media_type.startswith("text/") or read.body is None:
        return media_type
    if charset.isascii() and charset.isprintable() and 0 < len(charset) < 40:
        return f"{media_type}; {charset}"
    if b"charset" in read.body[:2048].lower():  # the page says so itself
        return media_type
    return f"{media_type}; charset={'utf-8' if _is_utf8(read.body) else 'gb18030'}"


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _name(found: Mapping[str, Any]) -> str:
    last = found["label"] or PurePosixPath(unquote(urlsplit(found["url"]).path)).name or "index"
    kept = "".join(char if char.isalnum() or char in "-._" else "_" for char in last)
    return kept.lstrip(".")[-_LONGEST_NAME:] or "original"
