"""Originals for ever: one WARC file a run, each record its own gzip member, each on disk before it is spoken of.

Any WARC tool reads the files (``warcio index``, ``warcio check``); what their records hold: `db.warc`.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from db.intake_records import ArchiveRecord
from db.problems import DatabaseProblem
from db.warc import Answer, ArchivedResponse, DamagedRecord, decode, encode, encode_info

__all__ = [
    "Archive",
    "ArchiveProblem",
    "ArchivedResponse",
    "archive_name",
    "cut_torn_tail",
    "parse_record",
    "read_bytes",
    "read_record",
]

_CHUNK = 1 << 20


class ArchiveProblem(DatabaseProblem):
    """An original cannot be written or read back: the message names file, place and cause."""


def archive_name(run_id: int, at: str) -> str:
    """The file of one run below the archive folder: ``2026/fazhi-20260320-run-000012.warc.gz``."""
    day = datetime.fromisoformat(at)
    return f"{day:%Y}/fazhi-{day:%Y%m%d}-run-{run_id:06d}.warc.gz"


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
        if not _take(self._file):
            self._file.close()
            raise ArchiveProblem(f"another process is writing {self.path}")
        try:
            self.cut = _cut_torn_tail(self._file, 0)  # bytes
        except ArchiveProblem:
            self._file.close()
            raise

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
        begin = self._file.seek(0, os.SEEK_END)
        opening = b"" if begin else encode_info(self.path.name)
        offset = begin + len(opening)
        pairs = tuple(headers.items() if isinstance(headers, Mapping) else headers)
        answer = Answer(url, status, pairs, body, fetched_at, method, request_body, rendered, rendered_of)
        record = encode(answer, self.name, offset)
        self._put(begin, opening + record, sync)
        sha256, record_sha256 = (hashlib.sha256(data).hexdigest() for data in (body, record))
        return ArchiveRecord(self.name, offset, len(record), sha256, len(body), record_sha256)

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
            return decode(stream)
    except OSError as error:
        raise ArchiveProblem(f"cannot read {path}: {error.strerror or error}") from error
    except DamagedRecord as error:
        raise ArchiveProblem(f"{path} at byte {offset}: {error}") from error


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
    try:
        return decode(io.BytesIO(data))
    except DamagedRecord as error:
        raise ArchiveProblem(f"the record is damaged: {error}") from error


# --- torn tails ------------------------------------------------------------------------------------------------


def cut_torn_tail(path: str | Path, start: int = 0) -> int:
    """Cut an incomplete last record off a file that nobody is writing; the bytes cut (0 = it was whole).

    A file without a record is removed, as its writer would have done on closing it.

    ``start`` is the end of a record that is known to be whole. Raises `ArchiveProblem` when the damage is not at the
    end: such a file is left as it is, for `fazhi verify` to say what is lost.
    """
    with Path(path).open("rb+") as file:
        if not _take(file):
            return 0  # its writer is alive
        cut = _cut_torn_tail(file, start)
        if file.tell() == 0:
            Path(path).unlink(missing_ok=True)
        return cut


def is_held(path: str | Path) -> bool:
    """Is somebody writing this archive file?"""
    with Path(path).open("rb") as file:
        return not _take(file)


def _take(file: BinaryIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


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
