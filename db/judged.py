"""Which bodies have changed since they were judged: a stamp of all rows that judging reads, without reading them all.

A stamp is the version of the rules that judged and a digest of everything, with a colon between.

Contents of a version are known by the newest of their metric values: these are written anew whenever a version is
read again (`db.versions.put_version`), under ids that are never used twice.
"""

from __future__ import annotations

import hashlib
from typing import Any

from db.database import Database, write
from db.others import COMPILATIONS, JOINT, STRAYS, SUCCEEDED
from parsers.vocabulary import Decision

_OF_OTHERS = "r.id, r.kind, r.year, r.published_on, r.published_basis, r.signed_on, r.first_seen_at, r.title, r.url"
# What judging reads of a body's rows: the body's id, the columns, and where they stand. SQLite makes one line of JSON a
# body of each: thousands of bodies have tens of thousands of rows.
_SOURCES = {
    "body": ("id", "name, region, routing_region, class, parent_id, watched, since, until", "bodies"),
    "section": (
        "body_id",
        "id, url, kinds, state, state_reason, last_good_at, "
        "(SELECT max(v.id) FROM visits v WHERE v.section_id = sections.id)",
        "sections WHERE configured = 1",
    ),
    "pending": (
        "s.body_id",
        "d.url, d.title, d.decision, d.kind, d.year, d.reason",
        "sections s JOIN documents_seen d ON d.section_id = s.id AND d.decision IN (:unsure, :unread) "
        "WHERE d.candidate = 1 AND d.listed = 1",
    ),
    "compiled": ("b.id", "d.url, d.title, d.kind, d.year", COMPILATIONS),
    "stray": ("s.body_id", "d.url, r.title, r.kind, r.year, o.name", STRAYS),
    "report": (
        "body_id",
        "id, title, published_on, published_basis, signed_on, first_seen_at, state, url, current_version_id, notes, "
        "baseline, (SELECT max(m.id) FROM metric_values m WHERE m.report_id = reports.id), "
        "(SELECT max(v.id) FROM report_versions v WHERE v.report_id = reports.id)",
        "reports",
    ),
    "joint": ("n.body_id", _OF_OTHERS, JOINT),
    "succeeded": ("n.body_id", _OF_OTHERS, SUCCEEDED),
    "place": (
        "r.body_id",
        "p.id, p.section_id, p.url, p.published_on, p.state, p.state_since, "
        "(SELECT max(d.read_sha256) FROM documents_seen d WHERE d.url = p.url)",
        "reports r JOIN report_places p ON p.report_id = r.id",
    ),
}


def current_stamps(db: Database, judged_by: str, version: str = "") -> dict[str, str]:
    """Every body's stamp as its rows are now; ``judged_by`` is all else that a verdict depends on besides the rules."""
    start = hashlib.blake2b(f"{judged_by}\n{version}".encode(), digest_size=16)
    hashes: dict[str, Any] = {}
    params = {"unsure": Decision.UNSURE, "unread": Decision.UNREAD}
    for name, (body, columns, rows) in _SOURCES.items():
        sql = f"SELECT {body}, json_group_array(json_array({columns})) FROM {rows} GROUP BY 1 ORDER BY 1"
        for body_id, line in db.conn.execute(sql, params):
            if body_id not in hashes:
                hashes[body_id] = start.copy()
            hashes[body_id].update(f"{name}{line}".encode())
    return {body_id: f"{version}:{digest.hexdigest()}" for body_id, digest in hashes.items()}


def judged_stamps(db: Database) -> dict[str, str]:
    """The stamps that bodies were judged by last."""
    return dict(db.conn.execute("SELECT body_id, stamp FROM judged"))


def by_other_rules(judged: str | None, current: str) -> bool:
    """Whether a body was judged before, and by another version of the rules."""
    return judged is not None and judged.partition(":")[0] != current.partition(":")[0]


def mark_judged(db: Database, body_id: str, stamp: str) -> None:
    """Note by which stamp a body was judged."""
    with write(db):
        db.conn.execute(
            "INSERT INTO judged (body_id, stamp) VALUES (?, ?) "
            "ON CONFLICT (body_id) DO UPDATE SET stamp = excluded.stamp",
            [body_id, stamp],
        )
