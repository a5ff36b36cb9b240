"""The page of a capture, and the archived bytes it speaks of: never from outside the archive folder."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.archive import ArchiveProblem, read_record
from db.database import Database, fetch_dicts


class OutsideArchive(Exception):
    """A row names a place that does not lie in the archive folder."""


@dataclass(frozen=True, slots=True)
class CapturePage:
    capture: Mapping[str, Any]
    reports: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Bytes:
    """An original as archived. ``matches``: it has the recorded SHA-256; ``problem`` says why there is no body."""

    body: bytes | None
    headers: Mapping[str, str]
    matches: bool
    problem: str = ""


def load_capture(db: Database, capture_id: int) -> CapturePage | None:
    """What the chain says of it, and the reports that stand on it; None for an unknown capture."""
    found = fetch_dicts(
        db,
        "SELECT c.*, s.body_id, b.name AS body FROM captures c LEFT JOIN sections s ON s.id = c.section_id "
        "LEFT JOIN bodies b ON b.id = s.body_id WHERE c.id = ?",
        [capture_id],
    )
    if not found:
        return None
    reports = fetch_dicts(
        db,
        "SELECT DISTINCT r.id, r.title FROM documents_seen d JOIN report_places p ON p.url = d.url "
        "JOIN reports r ON r.id = p.report_id WHERE d.url = ? ORDER BY r.id",
        [found[0]["document_url"]],
    )
    return CapturePage(found[0], reports)


def load_place(db: Database, capture_id: int) -> Mapping[str, Any] | None:
    """Where its bytes lie; None for an unknown capture."""
    found = fetch_dicts(
        db,
        "SELECT id, url, label, media_type, sha256, archive_file, archive_offset FROM captures WHERE id = ?",
        [capture_id],
    )
    return found[0] if found else None


def read_bytes(archive: Path, capture: Mapping[str, Any]) -> Bytes:
    """The original's bytes, hashed again. Raises `OutsideArchive`."""
    if capture["archive_file"] is None:
        return Bytes(None, {}, False)
    path = (archive / capture["archive_file"]).resolve()
    if not path.is_relative_to(archive.resolve()):
        raise OutsideArchive(capture["archive_file"])
    try:
        record = read_record(archive, capture["archive_file"], capture["archive_offset"])
    except ArchiveProblem as error:
        return Bytes(None, {}, False, str(error))
    matches = hashlib.sha256(record.body).hexdigest() == capture["sha256"]
    return Bytes(record.body, record.headers, matches)
