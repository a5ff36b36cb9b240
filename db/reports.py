"""Reports and their places: one row per (body, kind, year), derived anew from its places whenever one changes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from db.database import Database, fetch_dicts, stored_id
from db.vocabulary import PlaceState, ReportState
from parsers.records import Report
from parsers.vocabulary import DateBasis, Method

_RANK = {PlaceState.LISTED: 0, PlaceState.UNLISTED: 1, PlaceState.GONE: 2}


class Ranked(Protocol):
    """What ranks a place: its state, whether it is on the issuer's own portal, and its newest version."""

    @property
    def id(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def own(self) -> int: ...
    @property
    def observed_at(self) -> str | None: ...
    @property
    def readable(self) -> int: ...


P = TypeVar("P", bound=Ranked)


@dataclass(frozen=True, slots=True)
class _Place:
    """A place with all that it can lend its report."""

    id: int
    url: str
    title: str
    issuers: str
    doc_number: str | None
    published_on: str | None
    published_basis: str
    signed_on: str | None
    notes: str
    first_seen_at: str
    baseline: int
    state: str
    own: int
    version_id: int | None
    observed_at: str | None
    readable: int


_PLACES = f"""
SELECT p.id, p.url, p.title, p.issuers, p.doc_number, p.published_on, p.published_basis, p.signed_on, p.notes,
       p.first_seen_at, p.baseline, p.state, coalesce(s.body_id = r.body_id, 0) AS own,
       v.id AS version_id, v.observed_at, coalesce(v.method <> '{Method.NONE}', 0) AS readable
FROM report_places p JOIN reports r ON r.id = p.report_id
LEFT JOIN sections s ON s.id = p.section_id
LEFT JOIN report_versions v ON v.id = (
    SELECT id FROM report_versions WHERE place_id = p.id ORDER BY method = '{Method.NONE}', number DESC LIMIT 1)
WHERE p.report_id = ? ORDER BY p.id
"""


def refresh_report(db: Database, report_id: int) -> None:
    """Derive a report's row from its places; a report without a place is removed.

    The best place speaks for it: readable, on the issuer's own portal, listed, newest. A date or number that the best
    place lacks is taken from the next one that has it.
    """
    places = _ranked_places(db, report_id)
    if not places:
        db.conn.execute("DELETE FROM reports WHERE id = ?", [report_id])
        return
    best = places[0]
    earliest = min(places, key=lambda place: (place.first_seen_at, place.id))
    dated = next((place for place in places if place.published_on), best)
    db.conn.execute(
        "UPDATE reports SET title = ?, issuers = ?, doc_number = ?, published_on = ?, published_basis = ?, "
        "signed_on = ?, first_seen_at = ?, baseline = ?, state = ?, url = ?, current_version_id = ?, notes = ? "
        "WHERE id = ?",
        [
            best.title,
            best.issuers,
            next((place.doc_number for place in places if place.doc_number), None),
            dated.published_on,
            dated.published_basis,
            next((place.signed_on for place in places if place.signed_on), None),
            earliest.first_seen_at,
            earliest.baseline,
            report_state(places),
            best.url,
            best.version_id,
            best.notes,
            report_id,
        ],
    )


def _ranked_places(db: Database, report_id: int) -> list[_Place]:
    places = [_Place(**row) for row in fetch_dicts(db, _PLACES, [report_id])]
    return rank_places(places)


def rank_places(places: Iterable[P]) -> list[P]:
    """Places of one report, the one that speaks for it first."""
    newest_first = sorted(places, key=lambda place: (place.observed_at or "", place.id), reverse=True)
    return sorted(newest_first, key=lambda place: (not place.readable, not place.own, _RANK[PlaceState(place.state)]))


def report_state(places: Iterable[Ranked]) -> ReportState:
    """What a report's places make of it: withdrawn when all are gone, unreadable when none has a text."""
    places = list(places)
    states = {place.state for place in places}
    if states == {PlaceState.GONE}:
        return ReportState.WITHDRAWN
    if not any(place.readable for place in places):
        return ReportState.UNREADABLE
    return ReportState.LISTED if PlaceState.LISTED in states else ReportState.UNLISTED


def refresh_reports_at(db: Database, url: str) -> None:
    """Derive anew every report that has a place at ``url``."""
    for (report_id,) in db.conn.execute("SELECT report_id FROM report_places WHERE url = ?", [url]).fetchall():
        refresh_report(db, report_id)


def set_place_state(db: Database, url: str, state: PlaceState, at: str, among: Sequence[PlaceState]) -> bool:
    """Put the places at ``url`` that are in one of the states ``among`` into ``state``; did any change?"""
    marks = ", ".join("?" * len(among))
    changed = db.conn.execute(
        f"UPDATE report_places SET state = ?, state_since = ? WHERE url = ? AND state IN ({marks})",
        [state, at, url, *among],
    )
    return changed.rowcount > 0


# --- storing ---------------------------------------------------------------------------------------------------


def find_or_make_report(db: Database, body_id: str, report: Report, url: str, first_seen_at: str) -> tuple[int, bool]:
    """The row of a report's identity (body, kind, year), and whether it is new. Its other columns come later."""
    assert report.kind is not None and report.year is not None
    found = db.conn.execute(
        "SELECT id FROM reports WHERE body_id = ? AND kind = ? AND year = ?", [body_id, report.kind, report.year]
    ).fetchone()
    if found:
        return found[0], False
    made = db.conn.execute(
        "INSERT INTO reports (body_id, kind, year, title, issuers, published_basis, first_seen_at, state, url) "
        "VALUES (?, ?, ?, ?, '[]', ?, ?, ?, ?) RETURNING id",
        [body_id, report.kind, report.year, report.title, DateBasis.NONE, first_seen_at, ReportState.LISTED, url],
    ).fetchone()
    return stored_id(made, "reports"), True


@dataclass(frozen=True, slots=True)
class PlaceSeen:
    """Where and since when a document is seen, from `documents_seen`."""

    section_id: str | None
    first_seen_at: str
    listed: bool
    baseline: bool


def put_place(db: Database, report_id: int, url: str, report: Report, seen: PlaceSeen, seen_at: str) -> int:
    """The place of a report at ``url`` with what its page says, made if need be; its id."""
    state = PlaceState.LISTED if seen.listed else PlaceState.UNLISTED
    row = db.conn.execute(
        """
        INSERT INTO report_places (report_id, section_id, url, title, issuers, doc_number, published_on,
            published_basis, signed_on, notes, first_seen_at, last_seen_at, baseline, state, state_since)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (report_id, url) DO UPDATE SET
            section_id = excluded.section_id, title = excluded.title, issuers = excluded.issuers,
            doc_number = excluded.doc_number, published_on = excluded.published_on,
            published_basis = excluded.published_basis, signed_on = excluded.signed_on, notes = excluded.notes
        RETURNING id
        """,
        [
            report_id,
            seen.section_id,
            url,
            report.title,
            json.dumps(list(report.issuers), ensure_ascii=False),
            report.doc_number,
            report.published_on,
            report.published_basis,
            report.signed_on,
            json.dumps(list(report.notes), ensure_ascii=False),
            seen.first_seen_at,
            seen_at,
            int(seen.baseline),
            state,
            seen.first_seen_at if seen.listed else seen_at,
        ],
    ).fetchone()
    return stored_id(row, "report_places")


def move_or_drop_places(db: Database, url: str, report_id: int | None) -> None:
    """Take the document at ``url`` away from every report but ``report_id`` (None: from all).

    A document that turns out to be another report takes its history along; one that is no report leaves none.
    """
    places = db.conn.execute("SELECT id, report_id FROM report_places WHERE url = ?", [url]).fetchall()
    at_home = any(owner == report_id for _, owner in places)
    for place_id, owner in places:
        if owner == report_id:
            continue
        if report_id is None or at_home:
            db.conn.execute("DELETE FROM report_places WHERE id = ?", [place_id])
        else:
            _move_place(db, place_id, report_id)
            at_home = True
        refresh_report(db, owner)


def _move_place(db: Database, place_id: int, report_id: int) -> None:
    db.conn.execute("UPDATE report_places SET report_id = ? WHERE id = ?", [report_id, place_id])
    db.conn.execute("UPDATE report_versions SET report_id = ? WHERE place_id = ?", [report_id, place_id])
    db.conn.execute(
        "UPDATE metric_values SET report_id = ? "
        "WHERE version_id IN (SELECT id FROM report_versions WHERE place_id = ?)",
        [report_id, place_id],
    )


def adopt_reports(db: Database, old_body: str, new_body: str) -> None:
    """Give a body's reports to another body; where that one has the same report, their places are joined."""
    for report_id, kind, year in db.conn.execute(
        "SELECT id, kind, year FROM reports WHERE body_id = ?", [old_body]
    ).fetchall():
        twin = db.conn.execute(
            "SELECT id FROM reports WHERE body_id = ? AND kind = ? AND year = ?", [new_body, kind, year]
        ).fetchone()
        if twin is None:
            db.conn.execute("UPDATE reports SET body_id = ? WHERE id = ?", [new_body, report_id])
            refresh_report(db, report_id)
            continue
        urls = db.conn.execute("SELECT url FROM report_places WHERE report_id = ?", [report_id]).fetchall()
        for (url,) in urls:
            move_or_drop_places(db, url, twin[0])
        refresh_report(db, twin[0])
