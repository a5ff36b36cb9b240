"""Bodies and sections: the configuration's, and issuers that documents name and nobody configured."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence

from db.database import Database, write
from db.intake_records import BodyEntry, SectionEntry
from db.reports import adopt_reports
from parsers.records import Report
from parsers.vocabulary import COMMITTEE

UNKNOWN_PREFIX = "issuer-"  # the ids of bodies that nobody configured
BY_HAND_PREFIX = "by-hand-"  # the ids of the sections that hold what `fazhi add` entered
# A shorter name must still be a name: "芦淞区司法局" (6) for "株洲市芦淞区司法局", never "人民政府" alone.
_SHORTEST_SUFFIX = 6

_BODY = """
INSERT INTO bodies (id, name, aliases, region, routing_region, class, parent_id, since, until, successor_id, watched)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, aliases = excluded.aliases, region = excluded.region,
    routing_region = excluded.routing_region, class = excluded.class, parent_id = excluded.parent_id,
    since = excluded.since, until = excluded.until, successor_id = excluded.successor_id, watched = excluded.watched
"""
_SECTION = """
INSERT INTO sections (id, body_id, url, kinds, configured) VALUES (?, ?, ?, ?, 1)
ON CONFLICT (id) DO UPDATE SET
    body_id = excluded.body_id, url = excluded.url, kinds = excluded.kinds, configured = 1
"""


def sync_register(db: Database, bodies: Iterable[BodyEntry], sections: Iterable[SectionEntry]) -> None:
    """Make the rows of bodies and sections those of the configuration; all history stays.

    What the configuration no longer names stays as a row: a body unwatched, a section with ``configured`` 0. Reports
    stored for an issuer that nobody knew go over to the body that now bears its name.
    """
    with write(db):
        body_ids, section_ids = set(), set()
        for body in bodies:
            body_ids.add(body.id)
            aliases = json.dumps(list(body.aliases), ensure_ascii=False)
            db.conn.execute(
                _BODY,
                [body.id, body.name, aliases, body.region, body.routing_region, body.cls, body.parent, body.since,
                 body.until, body.successor, int(body.watched)],
            )  # fmt: skip
            _put_names(db, body.id, [body.name, *body.aliases])
        for section in sections:
            section_ids.add(section.id)
            kinds = json.dumps([str(kind) for kind in section.kinds])
            db.conn.execute(_SECTION, [section.id, section.body, section.url, kinds])
        _retire(db, "bodies", "watched", body_ids)
        kept = json.dumps(sorted(body_ids))
        db.conn.execute("DELETE FROM body_names WHERE body_id NOT IN (SELECT value FROM json_each(?))", [kept])
        _retire(db, "sections", "configured", section_ids)
        _adopt_unknown_issuers(db)


def _retire(db: Database, table: str, flag: str, kept: Collection[str]) -> None:
    stale = [row[0] for row in db.conn.execute(f"SELECT id FROM {table} WHERE {flag} = 1") if row[0] not in kept]
    db.conn.executemany(f"UPDATE {table} SET {flag} = 0 WHERE id = ?", [[key] for key in stale])


def _put_names(db: Database, body_id: str, names: Iterable[str]) -> None:
    wanted = sorted({name for name in names if name})
    known = db.conn.execute("SELECT name FROM body_names WHERE body_id = ? ORDER BY name", [body_id]).fetchall()
    if [name for (name,) in known] == wanted:
        return
    db.conn.execute("DELETE FROM body_names WHERE body_id = ?", [body_id])
    db.conn.executemany("INSERT INTO body_names (name, body_id) VALUES (?, ?)", [(name, body_id) for name in wanted])


def _adopt_unknown_issuers(db: Database) -> None:
    unknown = db.conn.execute(
        "SELECT id, name, region FROM bodies "
        "WHERE id GLOB ? AND EXISTS (SELECT 1 FROM reports WHERE body_id = bodies.id)",
        [UNKNOWN_PREFIX + "*"],
    ).fetchall()
    for body_id, name, region in unknown:
        owner = resolve_body(db, name, region)
        if owner is not None:
            adopt_reports(db, body_id, owner)


def resolve_report(db: Database, report: Report, hints: Sequence[str] = ()) -> str | None:
    """The configured body that a report counts for, by its issuers' names, the chief one's first.

    A name that more than one body bears decides nothing, and no further name is asked then.
    """
    for name in dict.fromkeys(name for name in (report.issuer, *report.issuers) if name):
        bearers = _bearers_of(db, name, report.region, hints)
        if bearers:
            return bearers.pop() if len(bearers) == 1 else None
    return None


def resolve_body(db: Database, name: str, region: str | None) -> str | None:
    """The configured body that an issuer's name means; None if none, or more than one, bears it."""
    bearers = _bearers_of(db, name, region, ())
    return bearers.pop() if len(bearers) == 1 else None


def _bearers_of(db: Database, name: str, region: str | None, hints: Sequence[str]) -> set[str]:
    """The bodies that a name may mean.

    A full name or alias decides, with the region where several bear it (鼓楼区 exists in four cities). A name without
    its places in front (芦淞区司法局 for 株洲市芦淞区司法局), or a zone's for its committee's, counts within the same
    region, or for one of ``hints`` (bodies whose sections list the document), since other provinces have districts of
    the same name.
    """
    full = [bearer for bearer in _bearers(db, "n.name = ?", [name]) if _compatible(region, bearer[1])]
    if len(full) > 1:
        full = [body for body in full if body[1] == region] or [body for body in full if body[0] in hints] or full
    if full:
        return {body_id for body_id, _, _ in full}
    hinted = f"b.id IN ({', '.join('?' * len(hints))})"
    if region:
        near = _bearers(db, f"b.region = ? OR b.region IS NULL AND {hinted}", [region, *hints])
    else:
        near = _bearers(db, hinted, hints)
    return {body_id for body_id, _, other in near if _same_tail(name, other) or name == other + COMMITTEE}


def _bearers(db: Database, where: str, values: Sequence[str]) -> list[tuple[str, str | None, str]]:
    """Body, its region and its name, for each name that meets a condition."""
    return db.conn.execute(
        "SELECT b.id, b.region, n.name FROM body_names n JOIN bodies b ON b.id = n.body_id "
        f"WHERE {where} ORDER BY b.id",
        values,
    ).fetchall()


def _compatible(region: str | None, other: str | None) -> bool:
    return region is None or other is None or region == other


def _same_tail(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORTEST_SUFFIX and long.endswith(short)


def unknown_body(db: Database, name: str, region: str | None) -> str:
    """The row of an issuer that nobody configured, made if need be; its id says so."""
    body_id = unknown_id(name, region)
    db.conn.execute(
        "INSERT INTO bodies (id, name, region, watched) VALUES (?, ?, ?, 0) ON CONFLICT (id) DO NOTHING",
        [body_id, name, region],
    )
    return body_id


def unknown_id(name: str, region: str | None) -> str:
    """The id of an issuer that nobody configured."""
    return UNKNOWN_PREFIX + hashlib.sha256(f"{name}|{region or ''}".encode()).hexdigest()[:12]


def by_hand_section(db: Database, body_id: str) -> str:
    """The section, never crawled, that holds the documents entered by hand for a body."""
    section_id = BY_HAND_PREFIX + body_id
    db.conn.execute(
        "INSERT INTO sections (id, body_id, url, kinds, configured) VALUES (?, ?, '', '[]', 0) "
        "ON CONFLICT (id) DO NOTHING",
        [section_id, body_id],
    )
    return section_id
