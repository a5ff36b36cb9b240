"""The list of sources: each configured section, what was last seen of it, and what waits for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.database import Database, fetch_dicts

PAGE = 50


@dataclass(frozen=True, slots=True)
class SourceList:
    sources: Sequence[Mapping[str, Any]]
    count: int


def load_sources(db: Database, state: str, region: str, page: int) -> SourceList:
    """One page of sections, those that cannot be seen first."""
    where = """FROM sections s JOIN bodies b ON b.id = s.body_id WHERE s.configured = 1
        AND (:state = '' OR s.state = :state)
        AND (:region = '' OR coalesce(b.region, b.routing_region) LIKE :region || '%')"""
    params = {"state": state, "region": region, "limit": PAGE, "skip": (page - 1) * PAGE}
    count = db.conn.execute(f"SELECT count(*) {where}", params).fetchone()[0]
    order = "ORDER BY s.state = 'ok', s.state = 'new', coalesce(b.region, b.routing_region, '~'), s.id"
    rows = fetch_dicts(
        db,
        f"""SELECT s.*, b.name AS body, b.region,
            (SELECT v.seen_at FROM visits v WHERE v.section_id = s.id AND v.whole = 1 ORDER BY v.id DESC LIMIT 1)
                AS last_whole_at,
            (SELECT count(*) FROM documents_seen d WHERE d.section_id = s.id AND d.decision = 'report') AS reports,
            (SELECT count(*) FROM documents_seen d WHERE d.section_id = s.id AND d.candidate = 1
                AND d.decision IN ('unsure', 'unread')) AS waiting
        FROM (SELECT s.id {where} {order} LIMIT :limit OFFSET :skip) chosen
        JOIN sections s ON s.id = chosen.id JOIN bodies b ON b.id = s.body_id {order}""",
        params,
    )
    return SourceList(rows, count)
