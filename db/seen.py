"""Where lists show a document: its rows in `documents_seen`, with their sections and bodies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from db.database import Database, fetch_dicts
from db.register import BY_HAND_PREFIX
from db.reports import PlaceSeen
from db.vocabulary import VisitOutcome

_SECTIONS = """
SELECT d.section_id, d.title, d.row_date, d.listed, d.first_seen_at, s.kinds, s.body_id,
       b.name, b.region, b.routing_region, p.name AS parent
FROM documents_seen d JOIN sections s ON s.id = d.section_id JOIN bodies b ON b.id = s.body_id
LEFT JOIN bodies p ON p.id = b.parent_id
WHERE d.url = ? ORDER BY s.configured DESC, d.listed DESC, d.candidate DESC, d.first_seen_at, d.section_id
"""


def sections_of(db: Database, url: str) -> list[dict[str, Any]]:
    """The document's rows in all sections with section and body, the section that speaks for it first."""
    return fetch_dicts(db, _SECTIONS, [url])


def place_seen(db: Database, url: str, body_id: str, seen_at: str, section_ids: Sequence[str]) -> PlaceSeen:
    """Since when and how lists show a document; one that no list shows was seen first now.

    A section of the body ``body_id`` comes before others. ``section_ids`` list a document that has no row.
    """
    sections = sections_of(db, url)
    if not sections:
        return PlaceSeen(next(iter(section_ids), None), seen_at, listed=True, baseline=False)
    own = [section for section in sections if section["body_id"] == body_id]
    earliest = min(sections, key=lambda section: section["first_seen_at"])
    return PlaceSeen(
        section_id=(own or sections)[0]["section_id"],
        first_seen_at=earliest["first_seen_at"],
        listed=any(section["listed"] for section in sections),
        baseline=_in_baseline(db, earliest["section_id"], earliest["first_seen_at"]),
    )


def _in_baseline(db: Database, section_id: str, first_seen_at: str) -> bool:
    """Was a document seen no later than the first whole visit of its section?"""
    if section_id.startswith(BY_HAND_PREFIX):
        return False
    first_whole = db.conn.execute(
        "SELECT min(seen_at) FROM visits WHERE section_id = ? AND whole = 1 AND outcome = ?",
        [section_id, VisitOutcome.OK],
    ).fetchone()[0]
    return first_whole is None or first_seen_at <= first_whole
