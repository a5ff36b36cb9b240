"""Which bodies have changed since they were judged: a stamp of all rows that judging reads, without reading them all.

Contents of a version are known by the newest of their metric values: these are written anew whenever a version is
read again (`db.versions.put_contents`), under ids that are never used twice.
"""

from __future__ import annotations

import hashlib
from typing import Any

from db.database import Database, write
from parsers.vocabulary import Decision

# Each query gives the body's id first.
_SOURCES = {
    "body": "SELECT id, name, region, routing_region, class, parent_id, watched, since, until FROM bodies",
    "section": "SELECT body_id, id, url, kinds, state, state_reason, last_good_at, "
    "(SELECT max(v.id) FROM visits v WHERE v.section_id = sections.id) AS visit FROM sections WHERE configured = 1",
    "pending": "SELECT s.body_id, d.url, d.title, d.decision, d.kind, d.year, d.reason FROM sections s "
    "JOIN documents_seen d ON d.section_id = s.id AND d.decision IN (:unsure, :unread) "
    "WHERE d.candidate = 1 AND d.listed = 1",
    "report": "SELECT body_id, id, title, published_on, published_basis, signed_on, first_seen_at, state, url, "
    "current_version_id, notes, baseline, (SELECT max(m.id) FROM metric_values m WHERE m.report_id = reports.id), "
    "(SELECT max(v.id) FROM report_versions v WHERE v.report_id = reports.id) FROM reports",
    "place": "SELECT r.body_id, p.id, p.section_id, p.url, p.published_on, p.state, p.state_since "
    "FROM report_places p JOIN reports r ON r.id = p.report_id",
}


def current_stamps(db: Database, judged_by: str) -> dict[str, str]:
    """Every body's stamp as its rows are now; ``judged_by`` is all else that a verdict depends on."""
    start = hashlib.blake2b(judged_by.encode(), digest_size=16)
    hashes: dict[str, Any] = {}
    params = {"unsure": Decision.UNSURE, "unread": Decision.UNREAD}
    for name, sql in _SOURCES.items():
        for body_id, *rest in db.conn.execute(f"{sql} ORDER BY 1, 2", params):
            if body_id not in hashes:
                hashes[body_id] = start.copy()
            hashes[body_id].update(f"{name}{rest!r}".encode())
    return {body_id: digest.hexdigest() for body_id, digest in hashes.items()}


def judged_stamps(db: Database) -> dict[str, str]:
    """The stamps that bodies were judged by last."""
    return dict(db.conn.execute("SELECT body_id, stamp FROM judged"))


def mark_judged(db: Database, body_id: str, stamp: str) -> None:
    """Note by which stamp a body was judged."""
    with write(db):
        db.conn.execute(
            "INSERT INTO judged (body_id, stamp) VALUES (?, ?) "
            "ON CONFLICT (body_id) DO UPDATE SET stamp = excluded.stamp",
            [body_id, stamp],
        )
