"""One original as a WARC record and back: the bytes only, no files.

A `response` record holds the portal's status line, its headers and the body *after* transfer and content decoding;
the record says so, and the header fields that no longer fit the bytes keep their values under ``X-Archive-Orig-``
(the usage of webrecorder's tools). What a browser made of a page is a `conversion` record (WARC 1.1, 6.8) that
refers to the response; a file put in by hand is a `resource`.
"""

# mypy: disable-error-code="no-untyped-call"
from __future__ import annotations

import hashlib
import io
import re
import uuid
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import BinaryIO
from urllib.parse import quote

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from db.intake_records import ArchiveRecord

PAYLOAD = "body after transfer and content decoding"
_DECODED = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}")  # a header field's name (RFC 9110): "Last-Modified"
_CHUNK = 1 << 20
GZIP_HEAD = 10  # bytes
# What differs between two opening records: "WARC-Date: 2026-03-20T01:02:03.000004Z"
_FREE = re.compile(rb"(?m)^(?:WARC-Record-ID: <urn:uuid:[0-9a-f-]{36}>|WARC-Date: [0-9T:.-]{19,26}Z)\r$")
# `is_info` holds the opening records of old files against these words too: another wording needs this one kept there.
_WARCINFO = {
    "software": "fazhi-watch (warcio)",
    "format": "WARC File Format 1.1",
    "description": f"payloads are the {PAYLOAD}; X-Archive-Orig- fields keep what the server said of its own coding",
}


class DamagedRecord(ValueError):
    """These bytes are no whole record of an original."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One fetched original, before it is archived; see `db.archive.Archive.append`."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: str
    method: str = "GET"
    request_body: bytes = b""
    rendered: bool = False
    rendered_of: ArchiveRecord | None = None


@dataclass(frozen=True, slots=True)
class ArchivedResponse:
    """One original as it was archived; header names in lower case, ``body`` as `ArchiveRecord.sha256` hashes it."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: str
    record_id: str
    rendered: bool = False
    refers_to: str | None = None  # the response's record id, for a rendered page


def record_id(file: str, offset: int, sha256: str) -> str:
    """The WARC-Record-ID of a record, from its place and digest, so that a capture's row leads to it."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{file}#{offset}:{sha256}')}>"


def encode_info(file_name: str) -> bytes:
    """The record that opens an archive file: what wrote it, and what its payloads are."""
    return _encoded(lambda writer: [writer.create_warcinfo_record(file_name, _WARCINFO)])


def is_info(member: bytes, file_name: str, next_member: bytes) -> bool:
    """Are these bytes what `encode_info` wrote for this file, whole, and nothing behind it? Id and date are free.

    ``next_member`` begins as the record behind it does: one zlib wrote both, so that their heads are alike.
    """
    if member[:GZIP_HEAD] != next_member[:GZIP_HEAD]:  # its checksum does not cover the head
        return False
    known = encode_info(file_name)
    decompressor = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        opened = decompressor.decompress(member, _CHUNK)
    except zlib.error:
        return False
    whole = decompressor.eof and not decompressor.unused_data
    return whole and _FREE.sub(b"", opened) == _FREE.sub(b"", _inflate_one(io.BytesIO(known)))


def encode(answer: Answer, file: str, offset: int) -> bytes:
    """The record (with its request, unless that was a plain GET) of an answer that will stand at a place of a file."""
    digest = hashlib.sha256(answer.body).hexdigest()
    fields = _warc_fields(record_id(file, offset, digest), answer.fetched_at, digest)

    def records(writer: WARCWriter) -> list[ArcWarcRecord]:
        made = [_original(writer, answer, fields)]
        if answer.method.upper() != "GET":
            made.append(_request(writer, answer, fields))
        return made

    return _encoded(records)


def _encoded(records: Callable[[WARCWriter], list[ArcWarcRecord]]) -> bytes:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
    for record in records(writer):
        writer.write_record(record)
    return buffer.getvalue()


def decode(stream: BinaryIO) -> ArchivedResponse:
    """The original in the record that begins here, its checksum proved. Raises `DamagedRecord`."""
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(_inflate_one(stream)))), None)
        if record is None:
            raise DamagedRecord("no record")
        body = record.raw_stream.read()
    except (ArchiveLoadFailed, zlib.error, EOFError) as error:
        raise DamagedRecord(f"no readable record ({error})") from error
    if record.rec_type not in ("response", "conversion", "resource"):
        raise DamagedRecord(f"a {record.rec_type} record, not an original")
    return _as_response(record, body)


def _inflate_one(stream: BinaryIO) -> bytes:
    """The content of the gzip member that begins here, its checksum proved. Raises EOFError when it is torn."""
    decompressor = zlib.decompressobj(zlib.MAX_WBITS | 16)
    parts = []
    while not decompressor.eof:
        chunk = stream.read(_CHUNK)
        if not chunk:
            raise EOFError("it ends too early")
        parts.append(decompressor.decompress(chunk))
    return b"".join(parts)


class _Headers(StatusAndHeaders):
    """HTTP header fields kept as they came: warcio's own writer would percent-encode a Chinese file name."""

    def to_ascii_bytes(self, filter_func: object = None) -> bytes:
        data: bytes = self.to_bytes(filter_func)
        return data


def _warc_fields(ident: str, fetched_at: str, digest: str) -> dict[str, str]:
    return {
        "WARC-Record-ID": ident,
        "WARC-Date": _utc(fetched_at),
        "WARC-Payload-Digest": f"sha256:{digest}",
        "X-Payload": PAYLOAD,
        "X-Fetched-At": fetched_at,
    }


def _utc(at: str) -> str:
    moment = datetime.fromisoformat(at)
    if moment.tzinfo is None:
        raise ValueError(f"a fetch time needs its offset: {at}")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _original(writer: WARCWriter, answer: Answer, fields: dict[str, str]) -> ArcWarcRecord:
    if answer.rendered or answer.rendered_of is not None:
        return _without_http(writer, "conversion", answer, fields)
    if answer.url.startswith(("http://", "https://")):
        return _response(writer, answer, fields)
    return _without_http(writer, "resource", answer, fields)


def _response(writer: WARCWriter, answer: Answer, fields: dict[str, str]) -> ArcWarcRecord:
    kept = [(_original_name(name), _one_line(value)) for name, value in answer.headers if _TOKEN.fullmatch(name)]
    kept.append(("Content-Length", str(len(answer.body))))
    record: ArcWarcRecord = writer.create_warc_record(
        _uri(answer.url),
        "response",
        payload=io.BytesIO(answer.body),
        length=len(answer.body),
        http_headers=_Headers(f"{answer.status} {_phrase(answer.status)}", kept, protocol="HTTP/1.1"),
        warc_headers_dict=fields,
    )
    return record


def _without_http(writer: WARCWriter, kind: str, answer: Answer, fields: dict[str, str]) -> ArcWarcRecord:
    declared = next((value for name, value in answer.headers if name.lower() == "content-type"), "")
    more = {"X-Http-Status": str(answer.status)}
    if answer.rendered_of is not None:
        of = answer.rendered_of
        more["WARC-Refers-To"] = record_id(of.file, of.offset, of.sha256)
    record: ArcWarcRecord = writer.create_warc_record(
        _uri(answer.url),
        kind,
        payload=io.BytesIO(answer.body),
        length=len(answer.body),
        warc_content_type=_one_line(declared) or "application/octet-stream",
        warc_headers_dict=fields | more,
        http_headers=StatusAndHeaders("", [], ""),
    )
    return record


def _request(writer: WARCWriter, answer: Answer, fields: Mapping[str, str]) -> ArcWarcRecord:
    line = f"{answer.method.upper()} {_uri(answer.url)} HTTP/1.1"
    record: ArcWarcRecord = writer.create_warc_record(
        _uri(answer.url),
        "request",
        payload=io.BytesIO(answer.request_body),
        length=len(answer.request_body),
        http_headers=_Headers(line, [], is_http_request=True),
        warc_headers_dict={"WARC-Concurrent-To": fields["WARC-Record-ID"], "WARC-Date": fields["WARC-Date"]},
    )
    return record


def _original_name(name: str) -> str:
    return f"X-Archive-Orig-{name}" if name.lower() in _DECODED else name


def _one_line(value: str) -> str:
    return "".join(char if char.isprintable() else " " for char in value).strip()


def _uri(url: str) -> str:
    """A url for one header line: spaces and control characters percent-encoded, Chinese paths as they are."""
    return "".join(
        char if char.isprintable() and not char.isspace() else quote(char.encode("utf-8", "surrogatepass"))
        for char in url
    )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:  # 521 of an anti-bot service
        return "Unknown"


def _as_response(record: ArcWarcRecord, body: bytes) -> ArchivedResponse:
    warc = record.rec_headers
    if record.rec_type != "response":
        status = int(warc.get_header("X-Http-Status"))
        pairs = [("content-type", warc.get_header("Content-Type"))]
    else:
        status = int(record.http_headers.get_statuscode())
        pairs = record.http_headers.headers
    headers: dict[str, str] = {}
    for name, value in pairs:
        key = name.lower().removeprefix("x-archive-orig-")
        headers[key] = f"{headers[key]}, {value}" if key in headers and key not in _DECODED else value
    return ArchivedResponse(
        url=warc.get_header("WARC-Target-URI"),
        status=status,
        headers=headers,
        body=body,
        fetched_at=warc.get_header("X-Fetched-At"),
        record_id=warc.get_header("WARC-Record-ID"),
        rendered=record.rec_type == "conversion",
        refers_to=warc.get_header("WARC-Refers-To"),
    )
