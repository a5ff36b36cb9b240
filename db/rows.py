"""The documents that lists show: what was seen, when, what it was judged to be, and whether it was fetched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from db.database import Database, write
from db.intake_records import KnownDocument, SeenRow
from db.originals import bundle_digest, document_originals
from db.reports import refresh_reports_at, set_place_state
from db.vocabulary import PlaceState
from parsers.vocabulary import Decision

# A row that was read, or that a person decided, keeps its decision: lists know titles only.
_SETTLED = """(parser_version IS NOT NULL
    OR EXISTS (SELECT 1 FROM decisions WHERE decisions.url = documents_seen.url))"""
_UPSERT = f"""
INSERT INTO documents_seen
    (url, section_id, title, row_date, candidate, listed, decision, reason, first_seen_at, last_seen_at)
VALUES (:url, :section, :title, :row_date, :candidate, 1, :decision, :reason, :at, :at)
ON CONFLICT (url, section_id) DO UPDATE SET
    title = excluded.title,
    row_date = coalesce(excluded.row_date, row_date),
    candidate = CASE WHEN {_SETTLED} THEN max(candidate, excluded.candidate) ELSE excluded.candidate END,
    decision = CASE WHEN {_SETTLED} THEN decision ELSE excluded.decision END,
    reason = CASE WHEN {_SETTLED} THEN reason ELSE excluded.reason END,
    listed = 1,
    last_seen_at = excluded.last_seen_at
"""
_READ = (
    "decision, kind, year, reason, fetched_at, checked_at, fetched_through, bundle_sha256, parser_version, "
    "read_captures, read_sha256"
)
_SHARE = f"""
UPDATE documents_seen SET ({_READ}) = (
    SELECT {_READ} FROM documents_seen AS twin
    WHERE twin.url = documents_seen.url AND twin.fetched_through IS NOT NULL LIMIT 1)
WHERE section_id = :section AND url = :url AND fetched_through IS NULL
  AND EXISTS (SELECT 1 FROM documents_seen AS twin
              WHERE twin.url = documents_seen.url AND twin.fetched_through IS NOT NULL)
"""


def record_rows(db: Database, section_id: str, rows: Iterable[SeenRow], seen_at: str) -> None:
    """Note the rows of one list page as listed in this section at ``seen_at``.

    A candidate is `unread` until read, any other row what its title says, with its reason; a decision made by reading
    or by a person stays. What another section already fetched counts as fetched here too.
    """
    with write(db):
        urls = []
        for row in rows:
            decision = Decision.UNREAD if row.candidate else row.decision
            values = {
                "url": row.url, "section": section_id, "title": row.title, "row_date": row.row_date, "at": seen_at,
                "candidate": int(row.candidate), "decision": str(decision), "reason": row.reason,
            }  # fmt: skip
            db.conn.execute(_UPSERT, values)
            db.conn.execute(_SHARE, {"section": section_id, "url": row.url})
            urls.append(row.url)
        _places_seen(db, urls, seen_at)


def _places_seen(db: Database, urls: Sequence[str], seen_at: str) -> None:
    for url in urls:
        touched = db.conn.execute(
            "UPDATE report_places SET last_seen_at = ? WHERE url = ? AND state <> ?", [seen_at, url, PlaceState.GONE]
        )
        if touched.rowcount and set_place_state(db, url, PlaceState.LISTED, seen_at, among=(PlaceState.UNLISTED,)):
            refresh_reports_at(db, url)


def mark_unlisted(db: Database, section_id: str, seen_urls: Collection[str], seen_at: str) -> list[str]:
    """After a whole visit: every document of the section that the visit did not see is no longer listed here.

    The urls that this made unlisted. A report's place is unlisted when no section lists it any more.
    """
    with write(db):
        listed = db.conn.execute("SELECT url FROM documents_seen WHERE section_id = ? AND listed = 1", [section_id])
        seen = set(seen_urls)
        lost = sorted(url for (url,) in listed if url not in seen)
        for url in lost:
            db.conn.execute("UPDATE documents_seen SET listed = 0 WHERE section_id = ? AND url = ?", [section_id, url])
            if _listed_somewhere(db, url):
                continue
            if set_place_state(db, url, PlaceState.UNLISTED, seen_at, among=(PlaceState.LISTED,)):
                refresh_reports_at(db, url)
    return lost


def _listed_somewhere(db: Database, url: str) -> bool:
    found = db.conn.execute("SELECT 1 FROM documents_seen WHERE url = ? AND listed = 1 LIMIT 1", [url])
    return found.fetchone() is not None


def known_documents(db: Database, section_id: str) -> dict[str, KnownDocument]:
    """All documents ever seen in a section, by url, in the order in which they were first noted."""
    rows = db.conn.execute(
        "SELECT url, title, row_date, candidate, listed, decision, fetched_at, checked_at, first_seen_at, "
        "coalesce(reason, '') FROM documents_seen WHERE section_id = ? ORDER BY rowid",
        [section_id],
    )
    return {
        url: KnownDocument(url, title, row_date, bool(candidate), bool(listed), Decision(decision), *rest)
        for url, title, row_date, candidate, listed, decision, *rest in rows
    }


def document_fetched(db: Database, url: str, fetched_at: str, seen_at: str) -> None:
    """The document is fetched whole: its detail page and each of its attachments have their captures.

    To be called after the last of them, so that a fetch that was cut short is never read as if it were the document.
    Nothing changes for reading if the originals are those that were read already. A page that was gone is back.
    """
    with write(db):
        through = db.conn.execute("SELECT max(id) FROM captures WHERE document_url = ?", [url]).fetchone()[0]
        digest = bundle_digest(db, document_originals(db, url, through))
        db.conn.execute(
            "UPDATE documents_seen SET fetched_at = ?, checked_at = ?, fetched_through = ?, bundle_sha256 = ? "
            "WHERE url = ?",
            [fetched_at, seen_at, through, digest, url],
        )
        _page_is_there(db, url, seen_at)


def document_opened(db: Database, section_id: str, url: str) -> None:
    """A section's row that was set aside, because its link led nowhere, was fetched after all: it is to be read."""
    with write(db):
        db.conn.execute(
            "UPDATE documents_seen SET candidate = 1, decision = ? "
            f"WHERE section_id = ? AND url = ? AND candidate = 0 AND NOT {_SETTLED}",
            [Decision.UNREAD, section_id, url],
        )


def document_checked(db: Database, url: str, checked_at: str) -> None:
    """A re-check found the document unchanged (not modified, or the same bytes); a page that was gone is back."""
    with write(db):
        db.conn.execute("UPDATE documents_seen SET checked_at = ? WHERE url = ?", [checked_at, url])
        _page_is_there(db, url, checked_at)


def _page_is_there(db: Database, url: str, at: str) -> None:
    state = PlaceState.LISTED if _listed_somewhere(db, url) else PlaceState.UNLISTED
    db.conn.execute("UPDATE report_places SET last_seen_at = ? WHERE url = ?", [at, url])
    if set_place_state(db, url, state, at, among=(PlaceState.GONE,)):
        refresh_reports_at(db, url)


def document_failed(db: Database, url: str, reason: str, *, aside: bool = False) -> None:
    """A document that was never fetched whole could not be fetched this time either: why, for whoever asks.

    ``aside``: nothing speaks for a report behind it any more, until it is fetched (`document_opened`).
    """
    with write(db):
        if aside:
            db.conn.execute(
                "UPDATE documents_seen SET candidate = 0, decision = ? "
                f"WHERE url = ? AND fetched_at IS NULL AND NOT {_SETTLED}",
                [Decision.NOT_A_REPORT, url],
            )
        db.conn.execute(
            f"UPDATE documents_seen SET reason = ? WHERE url = ? AND fetched_at IS NULL AND NOT {_SETTLED}",
            [reason, url],
        )


def document_gone(db: Database, url: str, checked_at: str) -> None:
    """A re-check found the page removed (verdict `gone` or `soft_404`); what was read of it stays."""
    with write(db):
        db.conn.execute("UPDATE documents_seen SET checked_at = ? WHERE url = ?", [checked_at, url])
        among = (PlaceState.LISTED, PlaceState.UNLISTED)
        if set_place_state(db, url, PlaceState.GONE, checked_at, among=among):
            refresh_reports_at(db, url)
