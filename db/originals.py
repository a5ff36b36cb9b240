"""Which captures make up a document: its newest good detail page and the attachments that belong to that page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from db.database import Database
from parsers.vocabulary import Role, Verdict

_GOOD = f"verdict = '{Verdict.OK}' AND archive_file IS NOT NULL"


def document_originals(db: Database, url: str, through: int | None) -> list[int]:
    """The captures of a document's originals as of capture ``through`` (its last complete fetch), the page first.

    The attachments are those spoken of since the page had its present bytes: fetched, found not modified, or tried in
    vain; of each the newest good original counts. In the order of the page, then of their first capture.
    """
    if through is None:
        return []
    pages = db.conn.execute(
        f"SELECT id, sha256 FROM captures WHERE document_url = ? AND id <= ? AND role = ? AND {_GOOD} ORDER BY id DESC",
        [url, through, Role.DETAIL],
    ).fetchall()
    if not pages:
        return []
    newest, digest = pages[0]
    since = newest
    for capture_id, sha256 in pages:
        if sha256 != digest:
            break
        since = capture_id
    return [newest, *_attachments(db, url, since, through)]


def _attachments(db: Database, url: str, since: int, through: int) -> list[int]:
    spoken_of = db.conn.execute(
        "SELECT url, max(position), min(id) FROM captures WHERE document_url = ? AND id > ? AND id <= ? AND role = ? "
        "GROUP BY url ORDER BY 2 IS NULL, 2, 3",
        [url, since, through, Role.ATTACHMENT],
    ).fetchall()
    found: list[int] = []
    for attachment, _, _ in spoken_of:
        row = db.conn.execute(
            f"SELECT id FROM captures WHERE document_url = ? AND url = ? AND id <= ? AND role = ? AND {_GOOD} "
            "ORDER BY id DESC LIMIT 1",
            [url, attachment, through, Role.ATTACHMENT],
        ).fetchone()
        if row:
            found.append(row[0])
    return found


def bundle_digest(db: Database, capture_ids: Iterable[int]) -> str | None:
    """One digest over originals (role, url, sha256 of each): equal digests are equal bytes; None if there is none."""
    lines = []
    for capture_id in capture_ids:
        row = db.conn.execute("SELECT role, url, sha256 FROM captures WHERE id = ?", [capture_id]).fetchone()
        lines.append(" ".join(row))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest() if lines else None
