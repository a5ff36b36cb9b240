"""Visits of sections, and what a next visit needs to know of the last one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from db.chain import record_capture
from db.database import Database, stored_id, write
from db.intake_records import Validator, VisitSummary
from db.records import VisitFact
from db.register import sync_register
from db.rows import (
    document_checked,
    document_failed,
    document_fetched,
    document_gone,
    document_opened,
    known_documents,
    mark_unlisted,
    record_rows,
)
from db.runs import begin_run, end_run
from db.status import due_rechecks, section_states
from db.vocabulary import SectionState, VisitOutcome

__all__ = [
    "begin_run",
    "begin_visit",
    "document_checked",
    "document_failed",
    "document_fetched",
    "document_gone",
    "document_opened",
    "due_rechecks",
    "end_run",
    "end_visit",
    "known_documents",
    "last_whole_visit",
    "mark_unlisted",
    "record_capture",
    "record_rows",
    "remember_validator",
    "section_states",
    "sync_register",
    "validators",
]


def begin_visit(db: Database, run_id: int, section_id: str, seen_at: str, started_at: str) -> int:
    """Note that the visit of a section begins; its id. ``seen_at`` is the time judging goes by."""
    with write(db):
        row = db.conn.execute(
            "INSERT INTO visits (run_id, section_id, seen_at, started_at) VALUES (?, ?, ?, ?) RETURNING id",
            [run_id, section_id, seen_at, started_at],
        ).fetchone()
    return stored_id(row, "visits")


def end_visit(
    db: Database, visit_id: int, summary: VisitSummary, ended_at: str, *, validators: Iterable[Validator] = ()
) -> None:
    """Note what a visit saw, and what that makes of the section's state.

    A good visit makes the section `ok` as of the visit's ``seen_at``; a partial one `ok` with its reason, without
    counting as a good visit; a blind one `blind`. ``validators`` become valid with the end of the visit, so that a
    visit that was cut short is never taken for unchanged.
    """
    with write(db):
        row = db.conn.execute(
            "UPDATE visits SET ended_at = ?, outcome = ?, whole = ?, unchanged = ?, pages = ?, rows_seen = ?, "
            "declared_total = ?, newest_row_on = ?, family = ?, reason = ?, shown_at = ?, reach = ? WHERE id = ? "
            "RETURNING section_id, seen_at",
            [
                ended_at, summary.outcome, int(summary.whole), int(summary.unchanged), summary.pages,
                summary.rows_seen, summary.declared_total, summary.newest_row_on, summary.family, summary.reason,
                summary.shown_at, summary.reach, visit_id,
            ],
        ).fetchone()  # fmt: skip
        if row is None:
            raise ValueError(f"no visit {visit_id}")
        section_id, seen_at = row
        blind = summary.outcome is VisitOutcome.BLIND
        good = summary.outcome is VisitOutcome.OK
        db.conn.execute(
            "UPDATE sections SET state = ?, state_reason = ?, family = coalesce(?, family), "
            "last_good_at = CASE WHEN ? THEN ? ELSE last_good_at END WHERE id = ?",
            [
                SectionState.BLIND if blind else SectionState.OK,
                None if good else summary.reason,
                summary.family,
                int(good),
                seen_at,
                section_id,
            ],
        )
        for validator in validators:
            remember_validator(db, section_id, validator)


_OUTCOMES = {str(outcome): outcome for outcome in VisitOutcome}
VISIT_COLUMNS = (
    "id, section_id, seen_at, outcome, whole, unchanged, pages, rows_seen, declared_total, newest_row_on, reason, "
    "shown_at, reach"
)


def visit_fact(row: tuple[Any, ...]) -> VisitFact:
    """The record of a row selected as `VISIT_COLUMNS`."""
    visit_id, section_id, seen_at, outcome, whole, unchanged, *rest = row
    return VisitFact(visit_id, section_id, seen_at, _OUTCOMES[outcome], whole == 1, unchanged == 1, *rest)


def last_whole_visit(db: Database, section_id: str) -> VisitFact | None:
    """The newest ended visit that saw the whole list of a section."""
    row = db.conn.execute(
        f"SELECT {VISIT_COLUMNS} FROM visits WHERE section_id = ? AND whole = 1 AND ended_at IS NOT NULL "
        "ORDER BY id DESC LIMIT 1",
        [section_id],
    ).fetchone()
    return visit_fact(row) if row else None


def validators(db: Database, section_id: str) -> dict[str, Validator]:
    """What conditional requests of a section's pages need, by url."""
    rows = db.conn.execute(
        "SELECT url, etag, last_modified, sha256, capture_id FROM validators WHERE section_id = ?", [section_id]
    )
    return {row[0]: Validator(*row) for row in rows}


def remember_validator(db: Database, section_id: str, validator: Validator) -> None:
    """Keep what a page's next conditional request needs, in place of what was kept before."""
    with write(db):
        db.conn.execute(
            "INSERT INTO validators (section_id, url, etag, last_modified, sha256, capture_id) "
            "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (section_id, url) DO UPDATE SET etag = excluded.etag, "
            "last_modified = excluded.last_modified, sha256 = excluded.sha256, capture_id = excluded.capture_id",
            [
                section_id,
                validator.url,
                validator.etag,
                validator.last_modified,
                validator.sha256,
                validator.capture_id,
            ],
        )
