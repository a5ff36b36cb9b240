"""Originals for ever: one WARC file a run, each record its own gzip member, each on disk before it is spoken of.

A `response` record holds the portal's status line, its headers and the body *after* transfer and content decoding;
the record says so, and the header fields that no longer fit the bytes keep their values under ``X-Archive-Orig-``
(the usage of webrecorder's tools). What a browser made of a page is a `conversion` record (WARC 1.1, 6.8) that
refers to the response. Any WARC tool reads the files (``warcio index``, ``warcio check``).
"""

# mypy: disable-error-code="no-untyped-call"
from __future__ import annotations

import fcntl
import hashlib
import io
import os
import re
import uuid
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import BinaryIO
from urllib.parse import quote

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from db.database import DatabaseProblem
from db.records import ArchiveRecord

PAYLOAD = "body after transfer and content decoding"
_DECODED = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}")  # a header field's name (RFC 9110): "Last-Modified"
_CHUNK = 1 << 20


class ArchiveProblem(DatabaseProblem):
    """An original cannot be written or read back: the message names file, place and cause."""


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


def archive_name(run_id: int, at: str) -> str:
    """The file of one run below the archive folder: ``2026/fazhi-20260320-run-000012.warc.gz``."""
    day = datetime.fromisoformat(at)
    return f"{day:%Y}/fazhi-{day:%Y%m%d}-run-{run_id:06d}.warc.gz"


def record_id(file: str, offset: int, sha256: str) -> str:
    """The WARC-Record-ID of a record, from its place and digest, so that a capture's row leads to it."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{file}#{offset}:{sha256}')}>"


class Archive:
    """Writes one run's originals to ``folder/name``; only one process may have a file open.

    Opening cuts a torn last record off (a process killed while writing). Raises `ArchiveProblem` when the file is
    held by another process, and for a full disk.
    """

    def __init__(self, folder: str | Path, name: str) -> None:
        self.folder = Path(folder)
        self.name = name
        self.path = self.folder / name
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO = self.path.open("ab+", buffering=0)
        except OSError as error:
            raise ArchiveProblem(f"cannot write the archive file {self.path}: {error.strerror}") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise ArchiveProblem(f"another process is writing {self.path}") from error
        self.cut = _cut_torn_tail(self._file, 0)  # bytes

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; a file without a record is removed."""
        empty = self._file.tell() == 0
        if empty:
            self.path.unlink(missing_ok=True)
        self._file.close()

    def append(
        self,
        url: str,
        status: int,
        headers: Mapping[str, str] | Iterable[tuple[str, str]],
        body: bytes,
        fetched_at: str,
        *,
        method: str = "GET",
        request_body: bytes = b"",
        rendered: bool = False,
        rendered_of: ArchiveRecord | None = None,
        sync: bool = True,
    ) -> ArchiveRecord:
        """Archive one answer; when this returns, the record is on the disk.

        ``body`` is what is left after transfer and content decoding; a ``url`` that is not http(s) is a file put in
        by hand. ``rendered`` says that it is what a browser made of ``rendered_of`` (None = that was not archived). A
        request that is not a GET is kept beside its answer. With ``sync`` false the record is on the disk only after
        `sync`. Raises `ArchiveProblem` (full disk) and then leaves no partial record behind.
        """
        digest = hashlib.sha256(body).hexdigest()
        begin = self._file.seek(0, os.SEEK_END)
        buffer = io.BytesIO()
        writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
        if not begin:
            writer.write_record(writer.create_warcinfo_record(self.path.name, _WARCINFO))
        offset = begin + buffer.tell()
        fields = _warc_fields(record_id(self.name, offset, digest), fetched_at, digest)
        pairs = list(headers.items() if isinstance(headers, Mapping) else headers)
        if rendered or rendered_of is not None:
            fields["X-Http-Status"] = str(status)
            if rendered_of is not None:
                fields["WARC-Refers-To"] = record_id(rendered_of.file, rendered_of.offset, rendered_of.sha256)
            record = _without_http(writer, "conversion", url, pairs, body, fields)
        elif url.startswith(("http://", "https://")):
            record = _response(writer, url, status, pairs, body, fields)
        else:
            fields["X-Http-Status"] = str(status)
            record = _without_http(writer, "resource", url, pairs, body, fields)
        writer.write_record(record)
        if method.upper() != "GET":
            writer.write_record(_request(writer, url, method.upper(), request_body, fields))
        data = buffer.getvalue()
        self._put(begin, data, sync)
        record_bytes = data[offset - begin :]
        record_digest = hashlib.sha256(record_bytes).hexdigest()
        return ArchiveRecord(self.name, offset, len(record_bytes), digest, len(body), record_digest)

    def _put(self, offset: int, data: bytes, sync: bool) -> None:
        rest = memoryview(data)
        try:
            while rest:  # unbuffered: a nearly full disk takes a part, and what failed is not tried again on closing
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            self._file.truncate(offset)
            raise ArchiveProblem(f"cannot write to {self.path}: {error.strerror}") from error
        if sync:
            self.sync()

    def sync(self) -> None:
        """Have everything appended so far on the disk. Raises `ArchiveProblem`."""
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            raise ArchiveProblem(f"cannot write to {self.path}: {error.strerror}") from error

    def read(self, file: str, offset: int) -> ArchivedResponse:
        """Read back any original of this archive folder."""
        return read_record(self.folder, file, offset)


def read_record(folder: str | Path, file: str, offset: int) -> ArchivedResponse:
    """The original at a place of an archive file. Raises `ArchiveProblem` when there is none, or a damaged one."""
    path = Path(folder) / file
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            return _parse_record(stream, f"{path} at byte {offset}")
    except OSError as error:
        raise ArchiveProblem(f"cannot read {path}: {error.strerror or error}") from error


def read_bytes(folder: str | Path, file: str, offset: int, length: int) -> bytes:
    """The bytes of a range of an archive file, as they are. Raises `ArchiveProblem` when the file ends before."""
    path = Path(folder) / file
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            data = stream.read(length)
    except OSError as error:
        raise ArchiveProblem(f"cannot read {path}: {error.strerror or error}") from error
    if len(data) < length:
        raise ArchiveProblem(f"{path} ends at byte {offset + len(data)}")
    return data


def parse_record(data: bytes) -> ArchivedResponse:
    """The original in the bytes of a record (`read_bytes`). Raises `ArchiveProblem` when they are damaged."""
    return _parse_record(io.BytesIO(data), "the record")


def _parse_record(stream: BinaryIO, where: str) -> ArchivedResponse:
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(_inflate_one(stream)))), None)
        if record is None:
            raise ArchiveProblem(f"{where}: no record")
        body = record.raw_stream.read()
    except (ArchiveLoadFailed, zlib.error, EOFError, ValueError) as error:
        raise ArchiveProblem(f"{where}: no readable record ({error})") from error
    if record.rec_type not in ("response", "conversion", "resource"):
        raise ArchiveProblem(f"{where}: a {record.rec_type} record, not an original")
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


# --- records ---------------------------------------------------------------------------------------------------

_WARCINFO = {
    "software": "fazhi-watch (warcio)",
    "format": "WARC File Format 1.1",
    "description": f"payloads are the {PAYLOAD}; X-Archive-Orig- fields keep what the server said of its own coding",
}


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


def _response(
    writer: WARCWriter, url: str, status: int, pairs: list[tuple[str, str]], body: bytes, fields: dict[str, str]
) -> ArcWarcRecord:
    kept = [(_original_name(name), _one_line(value)) for name, value in pairs if _TOKEN.fullmatch(name)]
    kept.append(("Content-Length", str(len(body))))
    record: ArcWarcRecord = writer.create_warc_record(
        _uri(url),
        "response",
        payload=io.BytesIO(body),
        length=len(body),
        http_headers=_Headers(f"{status} {_phrase(status)}", kept, protocol="HTTP/1.1"),
        warc_headers_dict=fields,
    )
    return record


def _without_http(
    writer: WARCWriter, kind: str, url: str, pairs: list[tuple[str, str]], body: bytes, fields: dict[str, str]
) -> ArcWarcRecord:
    """A record of bytes that no HTTP answer holds: a rendered page (conversion), a file put in by hand (resource)."""
    declared = next((value for name, value in pairs if name.lower() == "content-type"), "")
    record: ArcWarcRecord = writer.create_warc_record(
        _uri(url),
        kind,
        payload=io.BytesIO(body),
        length=len(body),
        warc_content_type=_one_line(declared) or "application/octet-stream",
        warc_headers_dict=fields,
        http_headers=StatusAndHeaders("", [], ""),
    )
    return record


def _request(writer: WARCWriter, url: str, method: str, body: bytes, answer: Mapping[str, str]) -> ArcWarcRecord:
    record: ArcWarcRecord = writer.create_warc_record(
        _uri(url),
        "request",
        payload=io.BytesIO(body),
        length=len(body),
        http_headers=_Headers(f"{method} {_uri(url)} HTTP/1.1", [], is_http_request=True),
        warc_headers_dict={"WARC-Concurrent-To": answer["WARC-Record-ID"], "WARC-Date": answer["WARC-Date"]},
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


# --- torn tails ------------------------------------------------------------------------------------------------


def cut_torn_tail(path: str | Path, start: int = 0) -> int:
    """Cut an incomplete last record off a file that nobody is writing; the bytes cut (0 = it was whole).

    ``start`` is the end of a record that is known to be whole. Raises `ArchiveProblem` when the damage is not at the
    end: such a file is left as it is, for `fazhi verify` to say what is lost.
    """
    with Path(path).open("rb+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return 0  # its writer is alive
        return _cut_torn_tail(file, start)


def _cut_torn_tail(file: BinaryIO, start: int) -> int:
    size = file.seek(0, os.SEEK_END)
    whole = _end_of_last_whole_member(file, start, size)
    if whole == size:
        return 0
    if _another_record_after(file, whole + 1, size):
        raise ArchiveProblem(f"{file.name} is damaged at byte {whole}, before its end; it was left as it is")
    file.truncate(whole)
    file.seek(0, os.SEEK_END)
    os.fsync(file.fileno())
    return size - whole


def _end_of_last_whole_member(file: BinaryIO, start: int, size: int) -> int:
    """The offset after the last complete gzip member at or after ``start``."""
    whole = start
    while whole < size:
        length = _member_length(file, whole)
        if length is None:
            break
        whole += length
    return whole


def _member_length(file: BinaryIO, offset: int) -> int | None:
    """The bytes of the gzip member at ``offset``; None if it is torn or no member."""
    file.seek(offset)
    decompressor = zlib.decompressobj(zlib.MAX_WBITS | 16)
    taken = 0
    while chunk := file.read(_CHUNK):
        try:
            decompressor.decompress(chunk)
        except zlib.error:
            return None
        taken += len(chunk)
        if decompressor.eof:
            return taken - len(decompressor.unused_data)
    return None


def _another_record_after(file: BinaryIO, offset: int, size: int) -> bool:
    """Does a readable WARC record begin at or after ``offset``? Then the damage before it is no torn tail."""
    file.seek(offset)
    tail = file.read(size - offset)
    at = tail.find(b"\x1f\x8b\x08")
    while at >= 0:
        try:
            opened = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(tail[at : at + 512], 5)
        except zlib.error:
            opened = b""
        if opened == b"WARC/":
            return True
        at = tail.find(b"\x1f\x8b\x08", at + 1)
    return False
