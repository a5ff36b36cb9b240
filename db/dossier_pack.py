"""The dossier of one case as a zip: same rows, same bytes; every file in SHA256SUMS; refused if an original fails."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, Template

from db.archive import ArchiveProblem, parse_record, read_bytes
from db.database import Database, snapshot
from db.dossier import Dossier, Row, chain_lines, gather
from db.dossier_cover import cover_page
from db.dossier_proof import prove
from db.dossier_sign import NAMESPACE, SIGNER, allowed_signer, sign
from db.export_words import STAMP, origin_of
from db.ledger import ROWS
from db.new_file import new_file
from db.plain import csv_lines
from db.problems import DatabaseProblem

_WARC = "originals.warc.gz"
_ENDINGS = {
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/ofd": "ofd",
    "application/zip": "zip",
    "image/jpeg": "jpg",
    "image/png": "png",
}
_COLUMNS = {
    "reports": ("id", "body_id", "body", "kind", "year", "title", "issuers", "doc_number", "published_on",
                "published_basis", "signed_on", "first_seen_at", "state", "url", "current_version_id"),
    "figures": ("id", "version_id", "named", "label", "qualifier", "value", "unit", "kind", "tense", "period", "part",
                "metric", "quote", "start", "end", "at_start", "at_end", "page", "capture_id", "confidence"),
    "values": ("id", "report_id", "version_id", "metric", "scope", "period", "value", "unit", "basis", "numerator",
               "denominator", "base", "includes_carried_in", "low", "high", "figure_ids"),
    "parts": ("version_id", "role", "form", "heading", "start", "end"),
    "findings": ("id", "version_id", "rule", "verdict", "severity", "metric", "expected", "nearest", "text"),
    "expectations": ("body_id", "body", "kind", "year", "due_on", "state", "reason", "visit_ids"),
    "visits": ("id", "section_id", "url", "seen_at", "started_at", "ended_at", "outcome", "whole", "unchanged", "pages",
               "rows_seen", "declared_total", "newest_row_on", "reach", "reason"),
    "history": ("at", "event", "severity", "by", "why", "os_user", "host"),
    "captures": ("id", "packed", "role", "url", "final_url", "document_url", "label", "fetched_at", "http_status",
                 "verdict", "reason", "media_type", "size", "sha256", "rendered", "visit_id", "offset", "length",
                 "record_sha256", "file", "archive_file", "archive_offset", "previous_hash", "chain_hash"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Packed:
    """What was written."""

    file: Path
    size: int
    files: int
    originals: int
    captures: int
    head: str
    signed: bool
    simulation: bool

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {name: getattr(self, name) if name != "file" else str(self.file) for name in Packed.__slots__}


def pack_dossier(
    db: Database,
    archive: Path,
    subject: str,
    target: Path,
    *,
    head: str | None = None,
    key: Path | None = None,
    force: bool = False,
) -> Packed:
    """Write the dossier of ``report:ID`` or ``alert:ID``; ``key`` is an ssh key that signs SHA256SUMS.

    Raises `NoSuchCase`, `OutputExists`, `OutputProblem`, and `DatabaseProblem` for an original, a reading or any other
    row that is not as recorded and for a key that does not sign: then nothing is written.
    """
    with snapshot(db), new_file(target, force=force) as partial:
        case = gather(db, subject, head=head)
        prove(db, case)
        with zipfile.ZipFile(partial, "w", compression=zipfile.ZIP_DEFLATED, compresslevel=6) as opened:
            book = _Book(opened, f"fazhi-{subject.replace(':', '-')}", _moment(case))
            _fill(book, db, archive, case, key)
            book.sums(key)
        packed = [row for row in case.captures if row["packed"]]
        size = partial.stat().st_size
    return Packed(
        target, size, len(book.hashes), len(packed), len(case.captures), case.head, key is not None, case.simulation
    )


class _Book:
    """A zip whose entries have one fixed time, and the sha256 of each."""

    def __init__(self, opened: zipfile.ZipFile, folder: str, at: datetime) -> None:
        self._zip = opened
        self._folder = folder
        self._at = at.timetuple()[:6]
        self.hashes: dict[str, str] = {}

    def add(self, name: str, chunks: Iterable[bytes], *, stored: bool = False) -> None:
        info = zipfile.ZipInfo(f"{self._folder}/{name}", self._at)
        info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        info.create_system = 3  # the same bytes on every system
        info.external_attr = 0o100644 << 16
        digest = hashlib.sha256()
        with self._zip.open(info, "w", force_zip64=True) as entry:
            for chunk in chunks:
                digest.update(chunk)
                entry.write(chunk)
        self.hashes[name] = digest.hexdigest()

    def add_text(self, name: str, text: str) -> None:
        self.add(name, [text.encode()])

    def add_table(self, name: str, rows: Iterable[Row], columns: Sequence[str], origin: str) -> None:
        lines = csv_lines((*columns, "origin"), ([*(row[column] for column in columns), origin] for row in rows))
        self.add(name, (line.encode() for line in lines))

    def sums(self, key: Path | None) -> None:
        """SHA256SUMS over everything so far, and its signature."""
        text = "".join(f"{digest}  {name}\n" for name, digest in sorted(self.hashes.items())).encode()
        self.add("SHA256SUMS", [text])
        if key is not None:
            self.add("SHA256SUMS.sig", [sign(text, key)])


def _moment(case: Dossier) -> datetime:
    """The newest time in the case's own rows: what its files are dated, whenever they are written."""
    times = [row["fetched_at"] for row in case.captures] + [row["at"] for row in case.events]
    times += [row["observed_at"] for row in case.versions] + [row["seen_at"] for row in case.visits]
    newest = max((datetime.fromisoformat(at) for at in times), default=datetime(2000, 1, 1, tzinfo=UTC))
    return max(newest.astimezone(UTC), datetime(1980, 1, 1, tzinfo=UTC))  # a zip knows no earlier year


def _fill(book: _Book, db: Database, archive: Path, case: Dossier, key: Path | None) -> None:
    _add_originals(book, archive, case)
    for version in case.versions:
        book.add_text(f"texts/version-{version['id']}.txt", version["text"])
    for name, rows in _tables(case).items():
        if rows:
            book.add_table(f"{name}.csv", rows, _COLUMNS[name], origin_of(case.simulation))
    if case.chain_from is not None and case.chain_to is not None:
        book.add("chain.txt", (line.encode() for line in chain_lines(db, case.chain_from, case.chain_to)))
    book.add_text("case.json", json.dumps(_document(case), ensure_ascii=False, indent=1) + "\n")
    book.add_text("HOW-TO-VERIFY.txt", _how_to_verify(case, signed=key is not None))
    book.add_text("index.html", cover_page(db, case, signed=key is not None))
    if key is not None:
        book.add_text("allowed_signers", allowed_signer(key))


def _how_to_verify(case: Dossier, *, signed: bool) -> str:
    """The steps that apply to this case."""
    text = files("db").joinpath("templates", "how-to-verify.txt").read_text(encoding="utf-8")
    how = Template(text, undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True)
    packed = any(row["packed"] for row in case.captures)
    stamp = STAMP if case.simulation else ""
    made: str = how.render(case=case, signed=signed, packed=packed, stamp=stamp, signer=SIGNER, namespace=NAMESPACE)
    return made


def _tables(case: Dossier) -> dict[str, list[Row]]:
    return {
        "reports": case.reports,
        "expectations": case.expectations,
        "figures": case.figures,
        "values": case.values,
        "parts": case.parts,
        "findings": case.findings,
        "visits": case.visits,
        "captures": case.captures,
        "history": case.events,
    }


def _add_originals(book: _Book, archive: Path, case: Dossier) -> None:
    """The records one behind the other, byte for byte as they were archived, and beside them the bodies as files."""
    packed = [row for row in case.captures if row["packed"]]
    offset = 0
    for row in case.captures:
        row |= {"offset": None, "length": None, "file": None}
        if row["packed"]:
            name = f"originals/capture-{row['id']:06d}.{_ending(row['media_type'])}"
            row |= {"offset": offset, "length": row["archive_length"], "file": name}
            offset += row["archive_length"] or 0
    if packed:
        book.add(_WARC, (_record(archive, row) for row in packed), stored=True)
    for row in packed:
        book.add(row["file"], [parse_record(_record(archive, row)).body])


def _ending(media_type: str | None) -> str:
    """Pages and all that could run open as text: a portal's scripts must not run from an auditor's disk."""
    return _ENDINGS.get(media_type or "", "txt")


def _record(archive: Path, row: Row) -> bytes:
    place = f"capture {row['id']} ({row['archive_file']} from byte {row['archive_offset']})"
    if row["archive_offset"] is None or row["archive_length"] is None:
        raise DatabaseProblem(f"the row of capture {row['id']} names no byte range: no dossier was made; fazhi verify")
    try:
        data = read_bytes(archive, row["archive_file"], row["archive_offset"], row["archive_length"])
    except ArchiveProblem as error:
        raise DatabaseProblem(f"the original of {place} is not there ({error}): no dossier was made") from error
    if hashlib.sha256(data).hexdigest() != row["record_sha256"]:
        raise DatabaseProblem(f"the original of {place} is not as it was recorded: no dossier was made; fazhi verify")
    return data


def _document(case: Dossier) -> dict[str, Any]:
    """The case in one JSON: what the tables hold, but the figures' and values' own rows."""
    alert = None
    if case.alert:  # what the ledger holds of it
        alert = {name: case.alert[name] for name in ROWS["alerts"].names}
        alert["evidence"] = json.loads(alert["evidence"])
    versions = [{name: value for name, value in row.items() if name != "text"} for row in case.versions]
    return {
        "subject": case.subject,
        "simulation": case.simulation,
        "stamp": STAMP if case.simulation else None,
        "chain_head": case.head,
        "chain_segment": [case.chain_from, case.chain_to],
        "alert": alert,
        "rule": case.rule,
        "body": case.body,
        "expectations": case.expectations,
        "reports": case.reports,
        "versions": versions,
        "history": case.events,
        "visits": case.visits,
    }
