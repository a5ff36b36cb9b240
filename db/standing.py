"""A report that was read once stands: a page that changed and now reads otherwise does not take it away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from db.database import Database
from db.originals import bundle_digest
from db.versions import Version, newest_version
from parsers.records import Reading, Report
from parsers.vocabulary import Decision, Kind, Method, PartForm

_ENOUGH = 50  # pairs of characters, for shares of them to say something
_KEPT = 0.1  # of them stay in any text that is rewritten about the same year
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s?年")
_PAIR = re.compile(r"(?=([一-鿿]{2}))")


def as_it_stood(
    db: Database, reading: Reading, report: Report, capture_ids: Sequence[int], body_id: str | None
) -> Report | None:
    """The `unsure` document that a changed page is, where a report was read before; None where nothing stands so.

    ``report`` is what the page reads as now, ``body_id`` the body whose it would be. Mojibake, an error page, a new
    title: whether the report was replaced, withdrawn or only badly served, a person must see. What another report
    would be (the same address, next year's text) keeps its kind and year, so that nobody calls that one missing; what
    says neither (mojibake) has those of the one that stood there.
    """
    row = db.conn.execute(
        "SELECT p.id, r.body_id, r.kind, r.year, r.title FROM report_places p JOIN reports r ON r.id = p.report_id "
        "WHERE p.url = ? ORDER BY p.id LIMIT 1",
        [reading.url],
    ).fetchone()
    if row is None or report.decision is Decision.UNREAD or _is_decided(db, reading.url):
        return None
    place_id, *identity, title = row
    last = newest_version(db, place_id)
    if last is None or last.bundle_sha256 == bundle_digest(db, capture_ids):
        return None  # another reading of the same bytes
    is_report = report.decision is Decision.REPORT
    same = is_report and [body_id, report.kind, report.year] == identity
    if same and not _has_lost_its_contents(db, last, reading):
        return None
    _, kind, year = identity
    named = {int(found) for found in _YEAR.findall(report.title)}
    said = report.year or (named.pop() if len(named) == 1 else None)  # what its other words and dates contradict
    now = "没有此前的各部分和数字" if same else report.reason
    return replace(
        report,
        decision=Decision.UNSURE,
        kind=report.kind or Kind(kind),
        year=said or year,
        reason=f"此前读为“{title}”，其网页已变，现在读作：{now}；此前所读仍然保留",
    )


def _has_lost_its_contents(db: Database, last: Version, reading: Reading) -> bool:
    """Has a page under a report's title words, but none of those that were there before, or no figures and parts?"""
    if reading.text.method is Method.NONE or last.method == Method.NONE:
        return False
    words = _pairs(last.text)
    if len(words) >= _ENOUGH and len(words & _pairs(reading.text.text)) < _KEPT * len(words):
        return True
    if reading.figures or any(part.form is not PartForm.ABSENT for part in reading.parts):
        return False
    (had,) = db.conn.execute(
        "SELECT EXISTS (SELECT 1 FROM figures WHERE version_id = :id) "
        "OR EXISTS (SELECT 1 FROM parts WHERE version_id = :id AND form <> :absent)",
        {"id": last.id, "absent": PartForm.ABSENT},
    ).fetchone()
    return bool(had)


def _pairs(text: str) -> set[str]:
    """The pairs of Chinese characters that stand beside each other."""
    return set(_PAIR.findall(text))


def _is_decided(db: Database, url: str) -> bool:
    return db.conn.execute("SELECT 1 FROM decisions WHERE url = ?", [url]).fetchone() is not None
