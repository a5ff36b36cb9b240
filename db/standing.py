"""A report that was read once stands: a page that changed and now reads otherwise does not take it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from db.database import Database
from db.originals import bundle_digest
from db.versions import newest_version
from parsers.records import Report
from parsers.vocabulary import Decision, Kind


def as_it_stood(
    db: Database, report: Report, url: str, capture_ids: Sequence[int], body_id: str | None
) -> Report | None:
    """The `unsure` document that a changed page is, where a report was read before; None where nothing stands so.

    ``report`` is what the page reads as now, ``body_id`` the body whose it would be. Mojibake, an error page, a new
    title: whether the report was replaced, withdrawn or only badly served, a person must see. What another report
    would be (the same address, next year's text) keeps its kind and year, so that nobody calls that one missing.
    """
    row = db.conn.execute(
        "SELECT p.id, r.body_id, r.kind, r.year, r.title FROM report_places p JOIN reports r ON r.id = p.report_id "
        "WHERE p.url = ? ORDER BY p.id LIMIT 1",
        [url],
    ).fetchone()
    if row is None or report.decision is Decision.UNREAD or _is_decided(db, url):
        return None
    place_id, *identity, title = row
    if report.decision is Decision.REPORT and [body_id, report.kind, report.year] == identity:
        return None
    last = newest_version(db, place_id)
    if last is None or last.bundle_sha256 == bundle_digest(db, capture_ids):
        return None  # another reading of the same bytes
    _, kind, year = identity
    other = report.decision is Decision.REPORT
    return replace(
        report,
        decision=Decision.UNSURE,
        kind=report.kind if other else Kind(kind),
        year=report.year if other else year,
        reason=f"此前读为“{title}”，其网页已变，现在读作：{report.reason}；此前所读仍然保留",
    )


def _is_decided(db: Database, url: str) -> bool:
    return db.conn.execute("SELECT 1 FROM decisions WHERE url = ?", [url]).fetchone() is not None
