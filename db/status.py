"""How sections and passes stand, for `fazhi status` and for planning the next crawl."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from db.case_evidence import FIRST_PAGE
from db.database import Database, fetch_dicts
from db.vocabulary import PlaceState, ReportState, RunOutcome
from parsers.vocabulary import Decision

# Published reports are looked at again: this and last year's, those not readable (any more) and those gone weekly, all
# others at least monthly; at every visit what a list shows although its page was gone, or under a title without a year:
# behind such a row the next year's report may take the place of the last one's.
_EACH_VISIT = timedelta(0)
_RECENT = timedelta(days=7)
_NAMES_YEAR = re.compile(r"(?:19|20)\d\d|二[〇○Ｏ零０0]")
_OLD = timedelta(days=28)
_NEWS = timedelta(days=30)  # so long a new layout is told


@dataclass(frozen=True, slots=True)
class SectionStanding:
    """A section's state and, unless it is fine, why."""

    state: str
    reason: str | None


def section_states(db: Database) -> dict[str, SectionStanding]:
    """The state of each configured section, by id."""
    rows = db.conn.execute("SELECT id, state, state_reason FROM sections WHERE configured = 1")
    return {section_id: SectionStanding(state, reason) for section_id, state, reason in rows}


def section_status(db: Database) -> list[dict[str, Any]]:
    """Per configured section: id, state, last_good_at, reports, waiting (unsure or unread candidates), why.

    ``why`` of a section that is read well says how its layout drifted (`_drift`), or is None.
    """
    rows = fetch_dicts(
        db,
        "SELECT section_id AS id, state, last_good_at, reports, waiting, state_reason AS why, family, family_before, "
        "family_since, undated_since FROM source_health ORDER BY section_id",
    )
    drifted = ("family", "family_before", "family_since", "undated_since")
    return [
        {key: value for key, value in row.items() if key not in drifted} | {"why": row["why"] or _drift(row)}
        for row in rows
    ]


def _drift(row: Mapping[str, Any]) -> str | None:
    """What of a list that is read is not as it was: another portal family in the last 30 days, rows without dates."""
    said = []
    since, last = row["family_since"], row["last_good_at"]
    if since and last and datetime.fromisoformat(last) - datetime.fromisoformat(since) <= _NEWS:
        said.append(f"another layout since {since[:10]}: {row['family']}, before {row['family_before']}")
    if row["undated_since"]:
        said.append(f"rows bear no dates since {row['undated_since'][:10]}")
    return "; ".join(said) or None


def last_ended_run(db: Database, command: str) -> str | None:
    """When a pass of this kind (`crawl`, `check`, `send`; `run` does all three) last ended without failing."""
    row = db.conn.execute(
        "SELECT max(ended_at) FROM runs WHERE command IN (?, 'run') AND outcome <> ?", [command, RunOutcome.FAILED]
    ).fetchone()
    at: str | None = row[0]
    return at


def due_rechecks(db: Database, section_id: str, seen_at: str) -> list[str]:
    """The published reports of a section that are due for a light re-check at ``seen_at``, the longest unseen first."""
    now = datetime.fromisoformat(seen_at)
    rows = db.conn.execute(
        "SELECT d.url, d.title, d.year, d.checked_at, max(r.state = ? OR p.state = ? OR d.decision = ?), "
        "d.listed, max(p.state = ?) "
        "FROM documents_seen d JOIN report_places p ON p.url = d.url JOIN reports r ON r.id = p.report_id "
        "WHERE d.section_id = ? AND d.checked_at IS NOT NULL GROUP BY d.url ORDER BY d.checked_at, d.url",
        [ReportState.UNREADABLE, PlaceState.GONE, Decision.UNSURE, PlaceState.GONE, section_id],
    )
    return [
        url
        for url, title, year, checked_at, amiss, listed, gone in rows
        if now - datetime.fromisoformat(checked_at)
        >= _pause(amiss or _is_recent(year, now), listed and (gone or not _NAMES_YEAR.search(title)))
    ]


def _pause(often: bool, each_visit: bool) -> timedelta:
    if each_visit:
        return _EACH_VISIT
    return _RECENT if often else _OLD


def _is_recent(report_year: int | None, now: datetime) -> bool:
    return report_year is None or report_year >= now.year - 1


def reports_found(db: Database) -> list[dict[str, Any]]:
    """Every report: body, kind, year, title, issuers (JSON), number, dates and their basis, method, figures."""
    return fetch_dicts(
        db,
        """
        SELECT b.name AS body, r.body_id, r.kind, r.year, r.title, r.issuers, r.doc_number, r.signed_on,
               r.published_on, r.published_basis, r.state, v.method, v.quality, r.url,
               (SELECT count(*) FROM figures f WHERE f.version_id = v.id) AS figures,
               (SELECT count(*) FROM metric_values m WHERE m.version_id = v.id) AS metric_values
        FROM reports r JOIN bodies b ON b.id = r.body_id
        LEFT JOIN report_versions v ON v.id = r.current_version_id
        ORDER BY b.watched DESC, r.body_id, r.kind, r.year
        """,
    )


def documents_refused(db: Database) -> list[dict[str, Any]]:
    """The documents that were opened and read, and are no report of the three kinds, each with the reason."""
    return fetch_dicts(
        db,
        """
        SELECT title, decision, reason, url FROM documents_seen
        WHERE candidate = 1 AND decision IN ('not_a_report', 'other_kind', 'unsure') ORDER BY decision, title
        """,
    )


def absences(db: Database) -> list[dict[str, Any]]:
    """The expected reports that were not found: body, kind, year, state, due date, reason, and the proving visits."""
    return fetch_dicts(
        db,
        """
        SELECT b.name AS body, e.body_id, e.kind, e.year, e.due_on, e.state, e.reason, e.visit_ids
        FROM expectations e JOIN bodies b ON b.id = e.body_id
        WHERE e.state IN ('missing', 'cannot_tell', 'due_soon') ORDER BY e.body_id, e.kind, e.year
        """,
    )


def visit_proofs(db: Database, visit_ids: Iterable[int]) -> list[dict[str, Any]]:
    """What these visits saw: section, when, pages and rows read, whole or not, only found unchanged or not, how far
    back, and the archived first page's digest.

    A visit that found the list unchanged stands on the page that was archived before it.
    """
    marks = ", ".join(str(int(visit_id)) for visit_id in visit_ids) or "NULL"
    return fetch_dicts(
        db,
        f"""
        SELECT v.section_id, v.seen_at, v.pages, v.rows_seen, v.whole, v.unchanged, v.reach,
               {FIRST_PAGE} AS first_page_sha256
        FROM visits v WHERE v.id IN ({marks}) ORDER BY v.id
        """,
    )


def open_cases(db: Database) -> list[dict[str, Any]]:
    """The cases that are open: worst first, then by body and year."""
    return fetch_dicts(
        db,
        """
        SELECT id, severity, rule, body_id, year, metric, title FROM alerts WHERE state = 'open'
        ORDER BY CASE severity WHEN 'critical' THEN 0 WHEN 'warning' THEN 1 WHEN 'notice' THEN 2 ELSE 3 END,
                 body_id, year DESC, rule
        """,
    )
