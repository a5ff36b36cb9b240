"""A copy of the database while others write, and of the originals that it speaks of; proved before it counts as one."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from db.database import Database, database_path, open_copy
from db.migrations import migrations
from db.new_file import OutputExists, OutputProblem, cannot_write, new_file
from db.problems import DatabaseProblem, explain
from db.verify import Failure, verify, verify_file
from db.verify_chain import check_chain
from db.verify_originals import check_originals

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """What was copied, and what of it could not be proved (a fault of the source: the copy is what stands there)."""

    file: Path
    size: int
    captures: int
    head: str
    archive_files: int = 0
    archive_bytes: int = 0  # copied now; what an earlier backup brought is not copied again
    failures: tuple[Failure, ...] = field(default=())

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "file": str(self.file),
            "bytes": self.size,
            "captures": self.captures,
            "chain_head": self.head,
            "archive_files": self.archive_files,
            "archive_bytes": self.archive_bytes,
            "failures": [failure.document() for failure in self.failures],
        }


def back_up(data_dir: str | Path, target: Path, *, archive_to: Path | None = None) -> Backup:
    """Copy ``data_dir/fazhi.db`` to ``target``, and with ``archive_to`` the originals that the copy speaks of there.

    One state of the file, whoever writes meanwhile; no writer waits. The copy is checked page by page and its chain
    walked; with the originals it is verified whole. Nothing is replaced: an existing ``target`` raises `OutputExists`;
    the archive folder may hold an earlier backup's files, which are only appended to. Raises `DatabaseProblem`.
    """
    source = database_path(data_dir)
    if archive_to is not None and _same(archive_to, Path(data_dir) / "archive"):
        raise OutputExists(f"{archive_to} is the archive itself; name another folder for its copy")
    with new_file(target) as partial:
        _copy(source, partial)
        copy = open_copy(partial)
        try:
            answer = _prove(copy, source, target)
            if archive_to is not None:
                answer = _with_archive(copy, answer, Path(data_dir) / "archive", archive_to)
        finally:
            copy.close()
    return answer


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def _copy(source: Path, partial: Path) -> None:
    origin = open_copy(source)
    try:
        into = sqlite3.connect(partial, isolation_level=None)
        try:
            origin.conn.backup(into)
            into.execute("PRAGMA journal_mode = DELETE")  # one file: the next writer makes it WAL again
        finally:
            into.close()
    except sqlite3.Error as error:
        raise _problem(error, source, partial) from error
    finally:
        origin.close()


def _problem(error: sqlite3.Error, source: Path, partial: Path) -> Exception:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
        return OutputProblem(
            f"cannot write the backup in {partial.parent}: {error} (a full disk, or no access); nothing was left there"
        )
    return explain(error, source)


def _prove(copy: Database, source: Path, target: Path) -> Backup:
    damage = list(verify_file(copy))
    if any(failure.what == "database" and "damaged" in failure.problem for failure in damage):
        raise DatabaseProblem(f"{source} is damaged, so that no backup was made of it: {damage[0].problem}")
    walked = check_chain(copy, None)
    size = os.stat(copy.conn.execute("PRAGMA database_list").fetchone()[2]).st_size
    return Backup(target, size, walked.captures, walked.head, failures=(*damage, *walked.failures))


def _with_archive(copy: Database, answer: Backup, archive: Path, target: Path) -> Backup:
    rows = copy.conn.execute(
        "SELECT archive_file, max(archive_offset + archive_length) FROM captures WHERE archive_file IS NOT NULL "
        "GROUP BY archive_file ORDER BY archive_file"
    ).fetchall()
    copied = sum(_append(archive / file, target / file, end) for file, end in rows)
    return replace(answer, archive_files=len(rows), archive_bytes=copied, failures=_prove_whole(copy, answer, target))


def _prove_whole(copy: Database, answer: Backup, archive: Path) -> tuple[Failure, ...]:
    if not migrations.pending(copy):
        return verify(copy, archive).failures
    last = copy.conn.execute("SELECT max(id) FROM captures").fetchone()[0] or 0  # of an older schema: what all have
    return (*answer.failures, *chain.from_iterable(check_originals(copy, archive, last)))


def _append(origin: Path, target: Path, end: int) -> int:
    """Copy what the target lacks of an archive file's first ``end`` bytes; how many. A missing one is for `verify`."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        have = target.stat().st_size if target.exists() else 0
        if have >= end or not origin.is_file():
            return 0
        with origin.open("rb") as source, target.open("ab") as into:
            source.seek(have)
            left = end - have
            while left and (chunk := source.read(min(_CHUNK, left))):
                into.write(chunk)
                left -= len(chunk)
            into.flush()
            os.fsync(into.fileno())
    except OSError as error:
        raise cannot_write(target, error) from error
    return end - have - left
