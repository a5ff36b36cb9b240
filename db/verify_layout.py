"""Whose are the bytes of an archive file that no capture's hash covers? Only the opening record's may be there."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from db.archive import ArchiveProblem, read_bytes
from db.database import Database
from db.runs import LEFT_OVER
from db.verify_failures import Failure
from db.verify_originals import size_of
from db.vocabulary import RunOutcome
from db.warc import GZIP_HEAD, is_info

_PLACES = """
    SELECT c.archive_file, c.archive_offset, c.archive_length, r.outcome, r.summary
    FROM captures c LEFT JOIN runs r ON r.id = c.run_id WHERE c.archive_file IS NOT NULL ORDER BY 1, 2
"""
_INFO_BYTES = 4096  # far more than an opening record takes


def check_layout(db: Database, folder: Path) -> Iterator[Failure]:
    """The byte ranges of each archive file that belong neither to its opening record nor to a capture's record.

    Reads the opening records alone, and what a killed writer left behind: that was noted when the run's end was noted.
    What a living one has not yet spoken of is no failure.
    """
    folder = folder.resolve()
    size_of.cache_clear()
    yield from _check_strangers(db, folder)
    for file, rows in groupby(db.conn.execute(_PLACES), key=lambda row: row[0]):
        places = list(rows)
        try:
            size = size_of(folder, file)
        except ArchiveProblem:
            continue  # `check_originals` names it
        sound = all(offset is not None and length is not None and offset >= 0 for _, offset, length, *_ in places)
        if size is not None and sound:
            yield from _check_file(folder, file, size, places)


def _check_file(folder: Path, file: str, size: int, places: list[Any]) -> Iterator[Failure]:
    advice = f"restore {file} from a copy of the archive folder"
    first = places[0][1]
    if not _opens(folder, file, min(first, size), size):
        problem = "these bytes are not the record that opens an archive file, as it was written"
        yield Failure("archive", problem, advice, None, file, 0, min(first, size))
    end = first
    for _, offset, length, *_ in places:
        if offset > end:
            yield Failure("archive", "these bytes belong to no capture", advice, None, file, end, offset)
        end = max(end, offset + length)
    if size > end and not _is_left_over(folder, file, end, size, *places[-1][3:]):
        problem = "these bytes after the last capture of its run belong to no capture"
        yield Failure("archive", problem, advice, None, file, end, size)


def _is_left_over(folder: Path, file: str, end: int, size: int, outcome: str | None, summary: str | None) -> bool:
    """Is this what was left there when the run's end was noted? Runs of before the ledger noted nothing."""
    if outcome in (None, RunOutcome.OK):
        return outcome is None
    return _noted(folder, file, end, size, summary)


def _noted(folder: Path, file: str, end: int, size: int, summary: str | None) -> bool:
    noted = json.loads(summary or "{}").get(LEFT_OVER)
    if noted is None:
        return True
    return bool(noted.get(file) == hashlib.sha256(read_bytes(folder, file, end, size - end)).hexdigest())


def _check_strangers(db: Database, folder: Path) -> Iterator[Failure]:
    """Archive files that no capture speaks of, but for those of a run that ended badly before it had recorded any."""
    known = {file for (file,) in db.conn.execute("SELECT DISTINCT archive_file FROM captures")}
    runs = {number: rest for number, *rest in db.conn.execute("SELECT id, outcome, summary FROM runs")}
    for path in sorted(folder.rglob("*")):
        file = path.relative_to(folder).as_posix()
        run = re.search(r"-run-(\d{6,})\.warc\.gz$", file)
        if path.is_dir() or file in known:
            continue
        outcome, summary = runs.get(int(run[1]), (RunOutcome.OK, None)) if run else (RunOutcome.OK, None)
        size = path.stat().st_size
        if path.is_file() and _is_left_over(folder, file, 0, size, outcome, summary):
            continue
        if path.is_file() and outcome != RunOutcome.OK and size == 0:
            continue  # opened by a crawler that was killed before it had anything to keep
        yield Failure("archive", "no capture speaks of this file", "find out who put it there", None, file)


def _opens(folder: Path, file: str, length: int, size: int) -> bool:
    """Are the first bytes the opening record of this file, whole, and nothing else?"""
    if not 0 < length <= _INFO_BYTES:
        return False
    try:
        data = read_bytes(folder, file, 0, min(length + GZIP_HEAD, size))
    except ArchiveProblem:
        return False
    return is_info(data[:length], Path(file).name, data[length:])
