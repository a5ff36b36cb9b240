"""The clauses of every report that now counts, for finding texts that repeat each other."""

from __future__ import annotations

from collections.abc import Iterator

from db.database import Database
from parsers.vocabulary import Kind

# (body, report year, day published or signed, packed hashes as `report_versions.clauses` keeps them)
ClauseRow = tuple[str, int, str | None, bytes]


def iter_clauses(db: Database, kind: Kind) -> Iterator[ClauseRow]:
    """One row for each report of a kind whose current version has clauses, in the order of their ids."""
    yield from db.conn.execute(
        "SELECT r.body_id, r.year, coalesce(r.published_on, r.signed_on), v.clauses FROM reports r "
        "JOIN report_versions v ON v.id = r.current_version_id "
        "WHERE r.kind = ? AND length(v.clauses) > 0 ORDER BY r.id",
        [kind],
    )
