"""How the site stands, for the operator: sections, waiting documents, last passes, what is due for a second look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from db.database import Database, fetch_dicts

# A published report is looked at again: this and last year's weekly, older ones monthly (a silent edit is an event).
_RECHECK_RECENT = timedelta(days=7)
_RECHECK_OLD = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class SectionSight:
    """Whether a section can be seen, and if not, why."""

    state: str
    reason: str | None


def section_sights(db: Database) -> dict[str, SectionSight]:
    """The configured sections' states by id."""
    rows = db.conn.execute("SELECT id, state, state_reason FROM sections WHERE configured = 1")
    return {name: SectionSight(state, reason) for name, state, reason in rows}


def section_status(db: Database) -> list[dict[str, Any]]:
    """One row a configured section: id, body, url, state, last_good_at, reports, waiting (unsure or unread), why."""
    return fetch_dicts(
        db,
        """
        SELECT s.id, s.body_id AS body, s.url, s.state, s.last_good_at, s.family,
               (SELECT count(DISTINCT p.report_id) FROM report_places p WHERE p.section_id = s.id) AS reports,
               (SELECT count(*) FROM documents_seen d
                WHERE d.section_id = s.id AND d.decision IN ('unsure', 'unread')) AS waiting,
               CASE WHEN s.state = 'ok' THEN NULL ELSE s.state_reason END AS why
        FROM sections s WHERE s.configured = 1 ORDER BY s.state = 'ok', s.id
        """,
    )


def last_ended_run(db: Database, step: str) -> str | None:
    """When a pass that did this step (crawl, check, send) last ended without failing; `run` does all of them."""
    row = db.conn.execute(
        "SELECT max(ended_at) FROM runs WHERE command IN (?, 'run') AND outcome IN ('ok', 'partial')", [step]
    ).fetchone()
    ended: str | None = row[0]
    return ended


def due_rechecks(db: Database, section_id: str, seen_at: str) -> list[str]:
    """The published reports of a section whose pages are due for a light second look, longest unseen first."""
    today = date.fromisoformat(seen_at[:10])
    recent, old = (today - _RECHECK_RECENT).isoformat(), (today - _RECHECK_OLD).isoformat()
    rows = db.conn.execute(
        """
        SELECT d.url FROM documents_seen d
        WHERE d.section_id = :section AND d.decision = 'report' AND d.fetched_at IS NOT NULL
          AND substr(coalesce(d.checked_at, d.first_seen_at), 1, 10)
              <= CASE WHEN coalesce(d.year, 0) >= :year THEN :recent ELSE :old END
        ORDER BY coalesce(d.checked_at, d.first_seen_at), d.url
        """,
        {"section": section_id, "year": today.year - 2, "recent": recent, "old": old},
    )
    return [row[0] for row in rows]
