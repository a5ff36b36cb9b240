"""What people say of documents: what one is, and those that no list shows."""

from __future__ import annotations

from db.database import Database, write
from db.register import BY_HAND_PREFIX, by_hand_section
from db.reports import move_or_drop_places
from parsers.vocabulary import Decision, Kind


def decide(
    db: Database, url: str, decision: Decision, kind: Kind | None, year: int | None, by: str, why: str, at: str
) -> None:
    """Settle what a document is; a person's word outranks every reading of it, now and later.

    A document that is declared no report loses its report at once; else the next reading stores it. Raises
    `LookupError` for a url that no list showed, and `ValueError` for a decision that settles nothing.
    """
    if decision in (Decision.UNSURE, Decision.UNREAD):
        raise ValueError(f"{decision} settles nothing")
    with write(db):
        if db.conn.execute("SELECT 1 FROM documents_seen WHERE url = ?", [url]).fetchone() is None:
            raise LookupError(f"no list that was visited shows {url}")
        db.conn.execute(
            'INSERT INTO decisions (url, decision, kind, year, "by", why, at) VALUES (?, ?, ?, ?, ?, ?, ?) '
            "ON CONFLICT (url) DO UPDATE SET decision = excluded.decision, kind = excluded.kind, "
            'year = excluded.year, "by" = excluded."by", why = excluded.why, at = excluded.at',
            [url, decision, kind, year, by, why, at],
        )
        db.conn.execute(
            "UPDATE documents_seen SET decision = ?, kind = coalesce(?, kind), year = coalesce(?, year), reason = ?, "
            "candidate = 1, parser_version = NULL WHERE url = ?",
            [decision, kind, year, f"decided by {by}: {why}", url],
        )
        if decision is not Decision.REPORT:
            move_or_drop_places(db, url, None)


def enter_by_hand(db: Database, body_id: str, url: str, title: str, seen_at: str) -> str:
    """A document that no list shows (a newspaper, a letter), entered for a body; the id of the section it gets.

    Its captures, `document_fetched` and `decide` follow as for any other document.
    """
    with write(db):
        section_id = by_hand_section(db, body_id)
        db.conn.execute(
            "INSERT INTO documents_seen (url, section_id, title, candidate, listed, decision, reason, first_seen_at, "
            "last_seen_at) VALUES (?, ?, ?, 1, 1, ?, 'entered by hand', ?, ?) ON CONFLICT (url, section_id) "
            "DO UPDATE SET title = excluded.title, last_seen_at = excluded.last_seen_at",
            [url, section_id, title, Decision.UNREAD, seen_at, seen_at],
        )
    return section_id


def leave_out_by_hand(db: Database, url: str) -> None:
    """Take back an entry by hand that nothing was fetched for; its captures stay."""
    with write(db):
        db.conn.execute(
            "DELETE FROM documents_seen WHERE url = ? AND fetched_at IS NULL AND substr(section_id, 1, ?) = ?",
            [url, len(BY_HAND_PREFIX), BY_HAND_PREFIX],
        )
