"""Archived bytes hashed again, on all cores: reading, hashing and unpacking let other threads run meanwhile."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

from db.archive import ArchiveProblem, parse_record, read_bytes
from db.chain import FACTS, stored_facts
from db.database import Database
from db.verify_failures import Failure

_THREADS = min(8, os.cpu_count() or 1)
_AHEAD = 4 * _THREADS  # originals in memory at once


def check_originals(db: Database, folder: Path, last: int, *, deep: bool = False) -> Iterator[list[Failure]]:
    """What is wrong with each original of the captures up to ``last``, in their order; empty for a sound one.

    The hash of the bytes as they lie there finds every change since they were recorded. ``deep`` unpacks each record
    too and hashes the body in it: that finds a record that was wrong from the beginning.
    """
    sql = f"SELECT {', '.join(FACTS)} FROM captures WHERE archive_file IS NOT NULL AND id <= ? ORDER BY id"
    rows = (stored_facts(row) for row in db.conn.execute(sql, [last]))
    folder = folder.resolve()
    size_of.cache_clear()
    with ThreadPoolExecutor(_THREADS) as pool:
        yield from _in_order(pool, lambda facts: list(_check_original(folder, facts, deep)), rows)


def _in_order(
    pool: ThreadPoolExecutor, check: Callable[[dict[str, Any]], list[Failure]], rows: Iterable[dict[str, Any]]
) -> Iterator[list[Failure]]:
    waiting: deque[Future[list[Failure]]] = deque()
    for row in rows:
        waiting.append(pool.submit(check, row))
        if len(waiting) >= _AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _check_original(folder: Path, facts: dict[str, Any], deep: bool) -> Iterator[Failure]:
    file, offset, length = facts["archive_file"], facts["archive_offset"], facts["archive_length"]
    if offset is None or length is None or offset < 0 or length <= 0:
        yield Failure("original", f"its row names no byte range of {file}", "compare with a backup", facts["id"])
        return
    where = (facts["id"], file, offset, offset + length)
    advice = f"restore {file} from a copy of the archive folder"
    try:
        data = _read(folder, file, offset, length)
        digest = hashlib.sha256(data).hexdigest()
        if digest != facts["record_sha256"]:
            problem = f"these bytes hash to {digest[:16]}…, recorded was {str(facts['record_sha256'])[:16]}…"
            yield Failure("original", problem, advice, *where)
            return
        if not deep:
            return
        body = hashlib.sha256(parse_record(data).body).hexdigest()
    except ArchiveProblem as error:
        yield Failure("original", str(error), advice, *where)
        return
    if body != facts["sha256"]:
        problem = f"the body in it hashes to {body[:16]}…, recorded was {str(facts['sha256'])[:16]}…"
        yield Failure("original", problem, advice, *where)


def _read(folder: Path, file: str, offset: int, length: int) -> bytes:
    size = size_of(folder, file)
    if size is None:
        raise ArchiveProblem(f"{folder / file} is not there")
    if offset + length > size:
        raise ArchiveProblem(f"{folder / file} ends at byte {size}")
    return read_bytes(folder, file, offset, length)


@lru_cache(maxsize=64)  # a run's captures lie in one file
def size_of(folder: Path, file: str) -> int | None:
    """The size of an archive file, None if it is not there.

    A row that was tampered with must not lead out of the folder, or into a device: raises `ArchiveProblem`.
    """
    path = (folder / file).resolve()
    if not path.is_relative_to(folder):
        raise ArchiveProblem(f"{file} lies outside the archive folder")
    if not path.exists():
        return None
    if not path.is_file():
        raise ArchiveProblem(f"{path} is not a file")
    return path.stat().st_size
