"""Whose are the bytes of an archive file that no capture's hash covers? Only the opening record's may be there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from db.archive import ArchiveProblem, read_bytes
from db.database import Database
from db.verify_failures import Failure
from db.verify_originals import size_of
from db.vocabulary import RunOutcome
from db.warc import is_info

_PLACES = """
    SELECT c.archive_file, c.archive_offset, c.archive_length, r.outcome
    FROM captures c LEFT JOIN runs r ON r.id = c.run_id WHERE c.archive_file IS NOT NULL ORDER BY 1, 2
"""
_INFO_BYTES = 4096  # far more than an opening record takes


def check_layout(db: Database, folder: Path) -> Iterator[Failure]:
    """The byte ranges of each archive file that belong neither to its opening record nor to a capture's record.

    Reads the opening records alone. What stands after the last capture of a run that did not end well is what a killed
    writer leaves behind, or what a living one has not yet spoken of: no failure.
    """
    folder = folder.resolve()
    size_of.cache_clear()
    for file, rows in groupby(db.conn.execute(_PLACES), key=lambda row: row[0]):
        places = list(rows)
        try:
            size = size_of(folder, file)
        except ArchiveProblem:
            continue  # `check_originals` names it
        sound = all(offset is not None and length is not None and offset >= 0 for _, offset, length, _ in places)
        if size is not None and sound:
            yield from _check_file(folder, file, size, places)


def _check_file(folder: Path, file: str, size: int, places: list[Any]) -> Iterator[Failure]:
    advice = f"restore {file} from a copy of the archive folder"
    first = places[0][1]
    if not _opens(folder, file, min(first, size)):
        problem = "these bytes are not the record that opens an archive file, as it was written"
        yield Failure("archive", problem, advice, None, file, 0, min(first, size))
    end = first
    for _, offset, length, _ in places:
        if offset > end:
            yield Failure("archive", "these bytes belong to no capture", advice, None, file, end, offset)
        end = max(end, offset + length)
    if size > end and places[-1][3] == RunOutcome.OK:
        problem = "these bytes after the last capture of a run that ended well belong to no capture"
        yield Failure("archive", problem, advice, None, file, end, size)


def _opens(folder: Path, file: str, length: int) -> bool:
    """Are the first bytes the opening record of this file, whole, and nothing else?"""
    if not 0 < length <= _INFO_BYTES:
        return False
    try:
        return is_info(read_bytes(folder, file, 0, length), Path(file).name)
    except ArchiveProblem:
        return False
