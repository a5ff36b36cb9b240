"""Documents between archive and store: what is to be read, its originals, and what its reading came to.

One transaction a reading. A document is read again when its originals or its reader changed; the same reading twice
changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from db.archive import read_record
from db.compare import compare_reading
from db.database import Database, write
from db.intake_records import PendingDocument, ReadingDifference, Stored
from db.originals import bundle_digest, document_originals
from db.register import resolve_report, unknown_body, unknown_id
from db.reports import find_or_make_report, move_or_drop_places, put_place, refresh_report
from db.seen import place_seen, sections_of
from db.standing import as_it_stood
from db.versions import newest_version, put_version
from parsers.records import Bundle, Reading, Report, Source
from parsers.vocabulary import Decision, Kind, Method, Role

__all__ = [
    "load_bundle",
    "pending_documents",
    "preview_reading",
    "store_reading",
]

# --- what is to be read ----------------------------------------------------------------------------------------


def pending_documents(
    db: Database, parser_version: str, *, everything: bool = False, or_by: str = ""
) -> list[PendingDocument]:
    """The fetched candidates that this parser version has not read as they are now; with ``everything``, all.

    What ``or_by`` has read counts as read by it, too.

    Where both the originals and the parser changed, the originals that were read before come first, and the document
    stays pending afterwards: so a change of the parser is never taken for a change of the portal. Ask again after
    storing until the list is empty.
    """
    stale = (
        ""
        if everything
        else "AND (bundle_sha256 IS NOT read_sha256 OR coalesce(parser_version, '') NOT IN (:parser, :or_by))"
    )
    rows = db.conn.execute(
        f"""
        SELECT url, max(fetched_through), max(bundle_sha256), max(parser_version), max(read_sha256)
        FROM documents_seen
        WHERE bundle_sha256 IS NOT NULL AND candidate = 1 {stale}
        GROUP BY url ORDER BY min(first_seen_at), url
        """,
        {"parser": parser_version, "or_by": or_by or parser_version},
    ).fetchall()
    found = []
    for url, through, digest, reader, read_digest in rows:
        read_by = parser_version if reader and reader == or_by else reader
        tried = read_digest if read_by == parser_version else None
        captures = _read_by_older_parser(db, url, digest, parser_version, tried)
        why = "parser"
        if captures is None:
            captures = tuple(document_originals(db, url, through))
            why = _why(digest, read_by, read_digest, parser_version)
        sections = sections_of(db, url)
        ids = tuple(section["section_id"] for section in sections)
        found.append(PendingDocument(url, ids, sections[0]["body_id"], captures, why))
    return found


def _read_by_older_parser(
    db: Database, url: str, digest: str, parser_version: str, tried_digest: str | None
) -> tuple[int, ...] | None:
    """The originals of the newest version, if they differ from today's and only an older parser has read them."""
    row = db.conn.execute(
        "SELECT v.read_captures, v.bundle_sha256 FROM report_places p JOIN report_versions v ON v.place_id = p.id "
        "WHERE p.url = ? AND v.parser_version <> ? ORDER BY v.number DESC LIMIT 1",
        [url, parser_version],
    ).fetchone()
    if row is None or row[1] in (digest, tried_digest):
        return None
    return tuple(int(number) for number in row[0].split(","))


def _why(digest: str, read_by: str | None, read_digest: str | None, parser: str) -> str:
    if read_digest is None:
        return "new"
    if read_by is None:
        return "decision"
    if digest != read_digest:
        return "changed"
    return "asked" if read_by == parser else "parser"


def load_bundle(
    db: Database, archive_folder: str | Path, url: str, capture_ids: Sequence[int], *, ocr: bool = True
) -> Bundle:
    """The originals of a document from the archive, with what list, section and people say of it.

    ``capture_ids`` are those of `PendingDocument`: not always the newest ones, and to be given to `store_reading` as
    they are. Raises `ArchiveProblem` when an original cannot be read back.
    """
    sections = sections_of(db, url)
    first = sections[0] if sections else None
    decided = db.conn.execute("SELECT decision, kind, year FROM decisions WHERE url = ?", [url]).fetchone()
    kinds = {kind for section in sections for kind in json.loads(section["kinds"])}
    return Bundle(
        url=url,
        sources=tuple(_load_source(db, archive_folder, capture_id) for capture_id in capture_ids),
        row_title=first["title"] if first else "",
        row_date=first["row_date"] if first else None,
        section_kinds=tuple(kind for kind in Kind if kind in kinds),
        body_name=first["name"] if first else None,
        body_region=(first["region"] or first["routing_region"]) if first else None,
        body_parent=first["parent"] if first else None,
        decided=Decision(decided[0]) if decided else None,
        decided_kind=Kind(decided[1]) if decided and decided[1] else None,
        decided_year=decided[2] if decided else None,
        ocr=ocr,
    )


def _load_source(db: Database, archive_folder: str | Path, capture_id: int) -> Source:
    role, url, media_type, label, file, offset = db.conn.execute(
        "SELECT role, coalesce(final_url, url), media_type, label, archive_file, archive_offset FROM captures "
        "WHERE id = ?",
        [capture_id],
    ).fetchone()
    original = read_record(archive_folder, file, offset)
    return Source(
        role=Role(role),
        url=url,
        body=original.body,
        media_type=media_type,
        label=label or "",
        headers=original.headers,
        capture_id=capture_id,
    )


# --- what its reading came to ----------------------------------------------------------------------------------


def preview_reading(
    db: Database, reading: Reading, *, capture_ids: Sequence[int], body_id: str | None = None
) -> list[ReadingDifference]:
    """What `store_reading` would change with the same words, without storing anything."""
    if _keeps_what_was_read(db, reading):
        return [ReadingDifference(reading.url, "reading", "", "what was read before stays", reading.error)]
    report = _storable(reading.report)
    stood = as_it_stood(db, reading, report, capture_ids, body_id or _issuer_id(db, report, reading.url))
    return compare_reading(db, replace(reading, report=stood or report), stands=stood is not None)


def store_reading(
    db: Database,
    reading: Reading,
    *,
    capture_ids: Sequence[int],
    seen_at: str,
    body_id: str | None = None,
    section_ids: Sequence[str] = (),
) -> Stored:
    """Store all that a document's reading came to, in one transaction.

    ``capture_ids`` are the captures of the bundle's sources, in their order. ``body_id`` names the body the report
    counts for; None = the body that bears the issuer's name, else a new, unwatched one. A document that could not be
    read this time (`unread`) keeps what was read before. So does one that was read as a report and whose page has
    changed since so that it reads as something else: it is `unsure`, and the report stands as it was read. Only a
    person's word and another reading of the same bytes take a report away.
    ``section_ids`` are sections that list it, beside those in `documents_seen`. ``seen_at`` is the time judging goes
    by.
    """
    report = _storable(reading.report)
    with write(db):
        kept = _keeps_what_was_read(db, reading)
        owner = body_id or _issuer_id(db, report, reading.url)
        stood = as_it_stood(db, reading, report, capture_ids, owner)
        report = stood or report
        _note_reading(db, reading, report, capture_ids)
        if report.decision is Decision.UNREAD:
            return Stored(report.decision, kept=kept)
        if report.decision is not Decision.REPORT:
            if stood is None:
                move_or_drop_places(db, reading.url, None)
            return Stored(report.decision)
        assert owner is not None and report.issuer is not None  # `_storable` makes a report without one unsure
        if owner == unknown_id(report.issuer, report.region):
            unknown_body(db, report.issuer, report.region)
        seen = place_seen(db, reading.url, owner, seen_at, section_ids)
        report_id, is_new = find_or_make_report(db, owner, report, reading.url, seen.first_seen_at)
        move_or_drop_places(db, reading.url, report_id)
        place_id = put_place(db, report_id, reading.url, report, seen, seen_at)
        version_id, change = put_version(db, report_id, place_id, reading, capture_ids, seen_at)
        refresh_report(db, report_id)
    return Stored(report.decision, report_id, version_id, change, is_new, kept)


def _keeps_what_was_read(db: Database, reading: Reading) -> bool:
    """Whether a reading came to nothing where an earlier one could read: that one's text and figures stay."""
    if reading.text.method is not Method.NONE:
        return False
    places = db.conn.execute("SELECT id FROM report_places WHERE url = ?", [reading.url]).fetchall()
    versions = (newest_version(db, place_id) for (place_id,) in places)
    return any(version is not None and version.method != Method.NONE for version in versions)


def _storable(report: Report) -> Report:
    """A report without kind, year or issuer has no identity: a person must look at it."""
    if report.decision is not Decision.REPORT:
        return report
    lacking = [name for name in ("kind", "year", "issuer") if getattr(report, name) is None]
    if not lacking:
        return report
    return replace(report, decision=Decision.UNSURE, reason=f"{report.reason}; no {', '.join(lacking)} found")


def _note_reading(db: Database, reading: Reading, report: Report, capture_ids: Sequence[int]) -> None:
    """Note decision and reader in `documents_seen`. What could not be read this time keeps an earlier decision."""
    reason = f"{report.reason}; {reading.error}" if reading.error and report.reason else report.reason or reading.error
    undecided = report.decision is Decision.UNREAD and _is_report_already(db, reading.url)
    what = [] if undecided else [("decision", report.decision), ("kind", report.kind), ("year", report.year)]
    columns: list[tuple[str, object]] = [
        *what,
        ("reason", reason),
        ("parser_version", reading.parser_version),
        ("read_captures", ",".join(str(capture_id) for capture_id in capture_ids)),
        ("read_sha256", bundle_digest(db, capture_ids)),
    ]
    db.conn.execute(
        f"UPDATE documents_seen SET {', '.join(f'{name} = ?' for name, _ in columns)} WHERE url = ?",
        [*(value for _, value in columns), reading.url],
    )


def _is_report_already(db: Database, url: str) -> bool:
    return db.conn.execute("SELECT 1 FROM report_places WHERE url = ? LIMIT 1", [url]).fetchone() is not None


def _issuer_id(db: Database, report: Report, url: str) -> str | None:
    """The body that bears the issuer's name, else the id of an unwatched one; None where no issuer was read."""
    hints = [section["body_id"] for section in sections_of(db, url)]
    known = resolve_report(db, report, hints)
    return known or (unknown_id(report.issuer, report.region) if report.issuer else None)
