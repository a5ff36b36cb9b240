"""Which captures make up a document: its newest good detail page and the attachments that belong to that page."""

from __future__ import annotations

from db.database import Database
from parsers.vocabulary import Role, Verdict

Original = tuple[int, str, str, str]  # capture id, role, url, sha256

_GOOD = f"verdict = '{Verdict.OK}' AND archive_file IS NOT NULL"


def document_originals(db: Database, url: str, through: int | None) -> list[Original]:
    """The originals of a document as of capture ``through`` (its last complete fetch), the detail page first.

    The attachments are those spoken of since the page had its present bytes: fetched, found not modified, or tried in
    vain; of each the newest good original counts. In the order of the page, then of their first capture.
    """
    if through is None:
        return []
    pages = db.conn.execute(
        f"SELECT id, role, url, sha256 FROM captures WHERE document_url = ? AND id <= ? AND role = ? AND {_GOOD} "
        "ORDER BY id DESC",
        [url, through, Role.DETAIL],
    ).fetchall()
    if not pages:
        return []
    newest: Original = pages[0]
    since = newest[0]
    for capture_id, _, _, sha256 in pages:
        if sha256 != newest[3]:
            break
        since = capture_id
    return [newest, *_attachments(db, url, since, through)]


def _attachments(db: Database, url: str, since: int, through: int) -> list[Original]:
    spoken_of = db.conn.execute(
        "SELECT url, max(position), min(id) FROM captures WHERE document_url = ? AND id > ? AND id <= ? AND role = ? "
        "GROUP BY url ORDER BY 2 IS NULL, 2, 3",
        [url, since, through, Role.ATTACHMENT],
    ).fetchall()
    found: list[Original] = []
    for attachment, _, _ in spoken_of:
        row = db.conn.execute(
            f"SELECT id, role, url, sha256 FROM captures WHERE document_url = ? AND url = ? AND id <= ? AND role = ? "
            f"AND {_GOOD} ORDER BY id DESC LIMIT 1",
            [url, attachment, through, Role.ATTACHMENT],
        ).fetchone()
        if row:
            found.append(row)
    return found
