"""What a case stands on, as a reader is shown it: originals, visits, and a metric over the years."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from db.database import Database
from parsers.vocabulary import Role, Verdict

# The digest of the first list page of a visit v: of its own bytes, or of those archived before where they were answered
# as not modified. A visit that was refused has none.
FIRST_PAGE = f"""
(SELECT c.sha256 FROM captures c JOIN captures seen ON seen.url = c.url AND c.id <= seen.id
 WHERE seen.visit_id = v.id AND seen.role = '{Role.LIST}' AND c.sha256 IS NOT NULL
 AND (c.id = seen.id OR seen.verdict = '{Verdict.NOT_MODIFIED}') ORDER BY seen.id, c.id DESC LIMIT 1)
"""


_LIST_PAGES = f"""
SELECT visit_id, url, sha256 FROM (
    SELECT seen.id, seen.visit_id, seen.url, CASE WHEN seen.verdict = '{Verdict.NOT_MODIFIED}' AND seen.sha256 IS NULL
        THEN (SELECT c.sha256 FROM captures c WHERE c.url = seen.url AND c.id < seen.id AND c.sha256 IS NOT NULL
              ORDER BY c.id DESC LIMIT 1)
        ELSE seen.sha256 END AS sha256
    FROM captures seen WHERE seen.role = '{Role.LIST}' AND seen.visit_id IN (SELECT value FROM json_each(?))
) WHERE sha256 IS NOT NULL ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Original:
    """An archived response. ``fetched_at`` is the real clock; ``sha256`` of the decoded body."""

    capture_id: int
    role: str
    url: str
    label: str | None
    fetched_at: str
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Visited:
    """A visit that proves something: what it read, and the digests of the list pages that it was shown, in order.

    ``unchanged``: it asked for the first page only, which the portal answered as not modified.
    """

    visit_id: int
    section_id: str
    url: str
    seen_at: str
    pages: int
    rows_seen: int
    whole: bool
    unchanged: bool
    page_sha256: tuple[str, ...]

    @property
    def first_page_sha256(self) -> str | None:
        return self.page_sha256[0] if self.page_sha256 else None

    @property
    def manner(self) -> str:
        """`unchanged`, `whole`, `part` or `none` (not one page could be read)."""
        if not (self.pages or self.whole or self.unchanged):
            return "none"
        return "unchanged" if self.unchanged else "whole" if self.whole else "part"


@dataclass(frozen=True, slots=True)
class Watched:
    """A body's section and when it was last read well."""

    section_id: str
    url: str
    state: str
    reason: str | None
    last_good_at: str | None


@dataclass(frozen=True, slots=True)
class YearValue:
    """A metric's value in one report; ``low`` and ``high`` are a rate's 95 % interval."""

    year: int
    value: float
    unit: str
    basis: str
    numerator: float | None
    denominator: float | None
    base: str | None
    includes_carried_in: bool | None
    low: float | None
    high: float | None


def fetch_originals(db: Database, capture_ids: Collection[int]) -> list[Original]:
    """These captures, oldest first."""
    rows = db.conn.execute(
        "SELECT id, role, url, label, fetched_at, sha256 FROM captures "
        "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        [json.dumps(list(capture_ids))],
    )
    return [Original(*row) for row in rows]


def fetch_visits(db: Database, visit_ids: Collection[int]) -> list[Visited]:
    """What these visits read, oldest first; a page answered as not modified is the one archived before."""
    rows = db.conn.execute(
        """
        SELECT v.id, v.section_id, s.url, v.seen_at, v.pages, v.rows_seen, v.whole, v.unchanged
        FROM visits v JOIN sections s ON s.id = v.section_id
        WHERE v.id IN (SELECT value FROM json_each(?)) ORDER BY v.id
        """,
        [json.dumps(list(visit_ids))],
    )
    pages = _list_pages(db, visit_ids)
    return [
        Visited(*row[:6], bool(row[6]), bool(row[7]), tuple(pages.get(row[0], {}).values()))  # type: ignore[call-arg]
        for row in rows
    ]


def _list_pages(db: Database, visit_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """The digest of each list page of these visits by its address, in the order in which they were fetched."""
    found: dict[int, dict[str, str]] = {}
    for visit_id, url, sha256 in db.conn.execute(_LIST_PAGES, [json.dumps(list(visit_ids))]):
        found.setdefault(visit_id, {}).setdefault(url, sha256)
    return found


def fetch_watched(db: Database, body_ids: Collection[str]) -> dict[str, list[Watched]]:
    """The configured sections of these bodies, by body."""
    rows = db.conn.execute(
        "SELECT body_id, id, url, state, state_reason, last_good_at FROM sections "
        "WHERE configured = 1 AND body_id IN (SELECT value FROM json_each(?)) ORDER BY body_id, id",
        [json.dumps(list(body_ids))],
    )
    watched: dict[str, list[Watched]] = {}
    for body_id, *rest in rows:
        watched.setdefault(body_id, []).append(Watched(*rest))
    return watched


def metric_over_years(db: Database, body_id: str, kind: str, metric: str) -> list[YearValue]:
    """The metric's own-year value in each report of a body, oldest first; a computed value before a stated one."""
    rows = db.conn.execute(
        """
        SELECT r.year, x.value, x.unit, x.basis, x.numerator, x.denominator, x.base, x.includes_carried_in,
            x.low, x.high
        FROM metric_values x JOIN reports r ON r.current_version_id = x.version_id
        WHERE r.body_id = ? AND r.kind = ? AND x.metric = ? AND x.period = CAST(r.year AS TEXT) AND x.scope <> 'head'
        ORDER BY r.year, x.basis <> 'computed', x.scope <> 'body', x.id
        """,
        [body_id, kind, metric],
    )
    first: dict[int, YearValue] = {}
    for row in rows:
        first.setdefault(row[0], YearValue(*row))
    return list(first.values())


def report_years(db: Database, body_id: str, kind: str) -> set[int]:
    """The years of which a body's report of this kind was found and read."""
    rows = db.conn.execute(
        "SELECT year FROM reports WHERE body_id = ? AND kind = ? AND current_version_id IS NOT NULL", [body_id, kind]
    )
    return {row[0] for row in rows}


def body_names(db: Database, body_ids: Sequence[str]) -> dict[str, tuple[str, str | None]]:
    """Name and region code of these bodies, by id."""
    rows = db.conn.execute(
        "SELECT id, name, region FROM bodies WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(list(body_ids))]
    )
    return {body_id: (name, region) for body_id, name, region in rows}
