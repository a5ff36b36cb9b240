"""What others' documents have to do with a body: joint reports, those under its other name, compilations, strays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db.database import Database
from db.records import Bearer, DocumentFact
from db.register import UNKNOWN_PREFIX
from parsers.vocabulary import COMPILED, Decision

# Joint reports (r) with each further body that bears the name of one of their issuers (n).
JOINT = (
    "reports r JOIN json_each(r.issuers) issuer JOIN body_names n ON n.name = issuer.value "
    "WHERE r.issuers LIKE '%\", \"%' AND n.body_id <> r.body_id "
    "AND NOT EXISTS (SELECT 1 FROM body_names o WHERE o.name = n.name AND o.body_id <> n.body_id)"
)

# Reports (r) that count for another name of a body, with the body (n.body_id) that owes them: those of years after a
# body's last one are its successor's, where that succeeds no other; those that a successor gave for years before its
# own first one are its predecessor's.
SUCCEEDED = """
(SELECT old.id AS given_by, new.id AS body_id, old.until + 1 AS first, 9999 AS last
 FROM bodies old JOIN bodies new ON new.id = old.successor_id
 WHERE NOT EXISTS (SELECT 1 FROM bodies x WHERE x.successor_id = new.id AND x.id <> old.id)
 UNION ALL
 SELECT new.id, old.id, 0, min(old.until, new.since - 1)
 FROM bodies old JOIN bodies new ON new.id = old.successor_id) n
JOIN reports r ON r.body_id = n.given_by AND r.year BETWEEN n.first AND n.last
"""

# Unsettled documents of a body's parent that hold several reports.
COMPILATIONS = f"""
bodies b JOIN sections s ON s.body_id = b.parent_id JOIN documents_seen d ON d.section_id = s.id
WHERE d.decision = '{Decision.UNSURE}' AND d.candidate = 1 AND d.listed = 1 AND d.reason LIKE '{COMPILED}%'
"""


def compiled_of(db: Database, params: Mapping[str, Any]) -> dict[str, list[DocumentFact]]:
    """Others' documents that may hold the reports of the bodies ``ids`` (JSON), seen up to ``limit``, by body."""
    rows = db.conn.execute(
        "SELECT b.id, d.url, d.section_id, d.title, d.decision, d.kind, d.year, d.reason, d.row_date, d.first_seen_at "
        f"FROM {COMPILATIONS} AND b.id IN (SELECT value FROM json_each(:ids)) AND d.first_seen_at <= :limit "
        "ORDER BY b.id, d.url",
        params,
    )
    return _by_body(rows)


# Reports (r) that a body's own sections list, of an issuer (o) that nobody configured, or that was no more by then.
STRAYS = f"""
bodies o JOIN reports r ON r.body_id = o.id JOIN report_places p ON p.report_id = r.id
JOIN documents_seen d ON d.url = p.url AND d.listed = 1
JOIN sections s ON s.id = d.section_id AND s.configured = 1 AND s.body_id <> o.id
WHERE (o.id GLOB '{UNKNOWN_PREFIX}*' OR o.until < r.year)
"""


def strays_of(db: Database, params: Mapping[str, Any]) -> dict[str, list[DocumentFact]]:
    """The strays in the sections of the bodies ``ids`` (JSON), seen up to ``limit``, by body."""
    rows = db.conn.execute(
        "SELECT s.body_id, d.url, d.section_id, r.title, d.decision, r.kind, r.year, o.name, d.row_date, "
        f"d.first_seen_at FROM {STRAYS} AND s.body_id IN (SELECT value FROM json_each(:ids)) "
        "AND d.first_seen_at <= :limit ORDER BY s.body_id, d.url, d.section_id",
        params,
    )
    return _by_body(rows)


_OTHERS = """
WITH held AS (
    SELECT DISTINCT s.id, s.body_id AS own, r.kind, r.body_id
    FROM sections s JOIN documents_seen d ON d.section_id = s.id AND d.first_seen_at <= :limit
    JOIN report_places p ON p.url = d.url JOIN reports r ON r.id = p.report_id
    WHERE s.id IN (SELECT value FROM json_each(:sections))
)
SELECT h.id, h.kind, b.name, b.class, b.region FROM held h JOIN bodies b ON b.id = h.body_id
WHERE NOT EXISTS (SELECT 1 FROM held o WHERE o.id = h.id AND o.kind = h.kind AND o.body_id = o.own)
ORDER BY h.id, h.kind, b.id
"""


def others_of(db: Database, params: Mapping[str, Any]) -> dict[str, list[Bearer]]:
    """Whose reports the ``sections`` (JSON) list, seen up to ``limit``, by section: of kinds of which none lists one of
    its own body's."""
    found: dict[str, list[Bearer]] = defaultdict(list)
    for section_id, *rest in db.conn.execute(_OTHERS, params):
        found[section_id].append(Bearer(*rest))
    return found


def _by_body(rows: Iterable[Sequence[Any]]) -> dict[str, list[DocumentFact]]:
    found: dict[str, list[DocumentFact]] = defaultdict(list)
    for body_id, url, section_id, title, decision, *rest in rows:
        found[body_id].append(DocumentFact(url, section_id, title, Decision(decision), *rest))
    return found
