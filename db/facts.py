"""All that judging needs of a body, as records: sections with visits, reports with what was read from them.

Built batch by batch with a fixed number of queries each, so that thousands of bodies stream through in little memory.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from db.database import Database, fetch_dicts, snapshot
from db.others import compiled_of, others_of, strays_of
from db.records import BodyFacts, DocumentFact, SectionFact, VisitFact
from db.report_facts import joint_reports_of, reports_of, succeeded_reports_of
from db.visits import VISIT_COLUMNS, visit_fact
from db.vocabulary import SectionState, VisitOutcome
from parsers.vocabulary import Decision

_BATCH = 50  # bodies
_WINDOW = timedelta(days=120)


def body_ids(db: Database, *, watched_only: bool = False) -> list[str]:
    """The ids of all bodies, or of the watched ones."""
    where = "WHERE watched = 1" if watched_only else ""
    return [row[0] for row in db.conn.execute(f"SELECT id FROM bodies {where} ORDER BY id")]


def body_facts(db: Database, body_id: str, *, as_of: str | None = None) -> BodyFacts:
    """All that judging needs of one body. Raises `LookupError` for an unknown one. ``as_of``: see `iter_body_facts`."""
    found = next(iter_body_facts(db, as_of=as_of, body_ids=[body_id]), None)
    if found is None:
        raise LookupError(f"no body {body_id}")
    return found


def iter_body_facts(
    db: Database, *, as_of: str | None = None, body_ids: Sequence[str] | None = None
) -> Iterator[BodyFacts]:
    """All bodies, or those named, one by one in the order of their ids.

    ``as_of`` is a day, or a time with offset (judging times are all written in one zone): what was seen after it is
    hidden, and what changed after it is as it was. What reading came to is always today's parser's.
    """
    limit = _limit(as_of)
    window = _window_start(db, as_of)
    every = body_ids_of(db, body_ids)
    for start in range(0, len(every), _BATCH):
        with snapshot(db):
            batch = _batch(db, every[start : start + _BATCH], limit, window)
        yield from batch


def body_ids_of(db: Database, wanted: Iterable[str] | None) -> list[str]:
    """The wanted bodies in order (None: all of them)."""
    return body_ids(db) if wanted is None else sorted(set(wanted))


def _limit(as_of: str | None) -> str:
    """The last moment that may be seen, as a string that times compare with: a day counts to its end."""
    if as_of is None:
        return "~"
    return f"{as_of}~" if len(as_of) == len("2026-03-20") else as_of


def _window_start(db: Database, as_of: str | None) -> str:
    """The first day whose visits are all told: 120 days before the given day, else before the newest visit."""
    newest = as_of
    if newest is None:
        row = db.conn.execute("SELECT seen_at FROM visits ORDER BY id DESC LIMIT 1").fetchone()
        newest = row[0] if row else "1970-05-01"
    return (datetime.fromisoformat(newest) - _WINDOW).date().isoformat()


def _batch(db: Database, ids: Sequence[str], limit: str, window: str) -> list[BodyFacts]:
    params = {"ids": json.dumps(list(ids)), "limit": limit, "window": window}
    bodies = fetch_dicts(
        db,
        "SELECT id, name, region, routing_region, class AS cls, parent_id, watched, since, until FROM bodies "
        "WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id",
        params,
    )
    sections = _sections(db, params)
    reports, joint = reports_of(db, ids, limit), joint_reports_of(db, ids, limit)
    succeeded = succeeded_reports_of(db, ids, limit)
    compiled, strays = compiled_of(db, params), strays_of(db, params)
    return [
        BodyFacts(
            **{**body, "watched": bool(body["watched"])},
            sections=tuple(sections.get(body["id"], ())),
            reports=tuple(reports.get(body["id"], ())),
            joint=tuple(joint.get(body["id"], ())),
            compiled=tuple(compiled.get(body["id"], ())),
            succeeded=tuple(succeeded.get(body["id"], ())),
            strays=tuple(strays.get(body["id"], ())),
        )
        for body in bodies
    ]


def _sections(db: Database, params: dict[str, Any]) -> dict[str, list[SectionFact]]:
    rows = fetch_dicts(
        db,
        "SELECT id, body_id, url, kinds, state, state_reason, last_good_at, family FROM sections "
        "WHERE configured = 1 AND body_id IN (SELECT value FROM json_each(:ids)) ORDER BY body_id, id",
        params,
    )
    named = {**params, "sections": json.dumps([row["id"] for row in rows])}
    visits, pending, others = _visits(db, named), _pending(db, named), others_of(db, named)
    found: dict[str, list[SectionFact]] = defaultdict(list)
    for row in rows:
        row["kinds"] = tuple(json.loads(row["kinds"]))
        seen = tuple(visits.get(row["id"], ()))
        if params["limit"] != "~":
            row.update(_state_then(seen))
        held, theirs = tuple(pending.get(row["id"], ())), tuple(others.get(row["id"], ()))
        found[row["body_id"]].append(SectionFact(**row, visits=seen, pending=held, others=theirs))
    return found


def _state_then(visits: Sequence[VisitFact]) -> dict[str, str | None]:
    """A section's state as the visits up to then make it (`db.visits.end_visit`)."""
    if not visits:
        return {"state": SectionState.NEW, "state_reason": None, "last_good_at": None}
    last = visits[-1]
    good = [visit.seen_at for visit in visits if visit.outcome is VisitOutcome.OK]
    return {
        "state": SectionState.BLIND if last.outcome is VisitOutcome.BLIND else SectionState.OK,
        "state_reason": None if last.outcome is VisitOutcome.OK else last.reason,
        "last_good_at": good[-1] if good else None,
    }


_VISITS = f"""
WITH section AS (SELECT value AS id FROM json_each(:sections)),
-- what is not well now (its newest visit), and the last visits that were well, or not well in the same way
newest AS (
    SELECT v.id, v.section_id, v.outcome FROM section JOIN visits v ON v.id = (
        SELECT n.id FROM visits n WHERE n.section_id = section.id AND n.ended_at IS NOT NULL AND n.seen_at <= :limit
        ORDER BY n.seen_at DESC, n.id DESC LIMIT 1)
    WHERE v.whole = 0
),
turn AS (
    SELECT newest.section_id, (SELECT v.id FROM visits v WHERE v.section_id = newest.section_id
        AND v.ended_at IS NOT NULL AND v.seen_at <= :limit AND v.outcome <> newest.outcome
        ORDER BY v.seen_at DESC, v.id DESC LIMIT 1) AS id
    FROM newest
    UNION
    SELECT newest.section_id, (SELECT v.id FROM visits v WHERE v.section_id = newest.section_id
        AND v.ended_at IS NOT NULL AND v.seen_at <= :limit AND v.outcome = 'ok'
        ORDER BY v.seen_at DESC, v.id DESC LIMIT 1)
    FROM newest
),
edge AS (
    SELECT id FROM turn
    UNION
    SELECT (SELECT v.id FROM visits v WHERE v.section_id = turn.section_id AND v.ended_at IS NOT NULL
            AND v.id > coalesce(turn.id, 0) ORDER BY v.id LIMIT 1)
    FROM turn
    UNION
    SELECT (SELECT v.id FROM visits v WHERE v.section_id = p.section_id AND v.whole = 1 AND v.unchanged = 0
            AND v.ended_at IS NOT NULL AND v.seen_at < r.first_seen_at
            ORDER BY coalesce(v.shown_at, v.seen_at) DESC LIMIT 1)
    FROM section JOIN report_places p ON p.section_id = section.id JOIN reports r ON r.id = p.report_id
    WHERE r.baseline = 0 AND r.published_on < substr(r.first_seen_at, 1, 10)
    UNION
    SELECT (SELECT v.id FROM visits v WHERE v.section_id = section.id AND v.whole = 1 ORDER BY v.id LIMIT 1) AS id
    FROM section
    UNION
    SELECT (SELECT v.id FROM visits v WHERE v.section_id = section.id AND v.whole = 1 AND v.seen_at <= :limit
            ORDER BY v.id DESC LIMIT 1)
    FROM section
    UNION
    SELECT (SELECT v.id FROM visits v WHERE v.section_id = section.id AND v.ended_at IS NOT NULL
            AND v.seen_at <= :limit ORDER BY v.seen_at DESC LIMIT 1)
    FROM section
    UNION
    SELECT v.id FROM section JOIN visits v ON v.section_id = section.id
    WHERE v.seen_at >= :window AND v.seen_at <= :limit
)
SELECT {VISIT_COLUMNS} FROM visits
WHERE id IN (SELECT id FROM edge) AND ended_at IS NOT NULL AND seen_at <= :limit ORDER BY section_id, id
"""


def _visits(db: Database, params: dict[str, Any]) -> dict[str, list[VisitFact]]:
    found: dict[str, list[VisitFact]] = defaultdict(list)
    for row in db.conn.execute(_VISITS, params):
        fact = visit_fact(row)
        found[fact.section_id].append(fact)
    return found


def _pending(db: Database, params: dict[str, Any]) -> dict[str, list[DocumentFact]]:
    """Candidates still listed that nobody could settle."""
    rows = db.conn.execute(
        "SELECT url, section_id, title, decision, kind, year, reason, row_date, first_seen_at FROM documents_seen "
        "WHERE section_id IN (SELECT value FROM json_each(:sections)) AND decision IN (:unsure, :unread) "
        "AND candidate = 1 AND listed = 1 AND first_seen_at <= :limit ORDER BY section_id, first_seen_at, url",
        {**params, "unsure": Decision.UNSURE, "unread": Decision.UNREAD},
    )
    found: dict[str, list[DocumentFact]] = defaultdict(list)
    for url, section_id, title, decision, *rest in rows:
        found[section_id].append(DocumentFact(url, section_id, title, Decision(decision), *rest))
    return found
