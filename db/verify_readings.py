"""Texts, quotes and all that was read from them, held against each other and against their seals."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from db.database import Database, fetch_dicts
from db.seals import Broken, broken_seals
from db.verify_failures import Failure
from parsers.vocabulary import Decision

_REREAD = "the originals decide: fazhi reread --all stores text and figures anew from the archive"
_ROWS = {
    "figures": "figure", "metric_values": "metric value", "parts": "part", "findings": "finding",
    "report_places": "place",
}  # fmt: skip
# What is shown of a row that was changed: the leading facts, as `db.seals` selects them.
_SHOWN = {"figures": 3, "metric_values": 5, "parts": 3, "findings": 2, "report_places": 6}
# A report's row takes each of these from one of its places (db/reports.py), whichever speaks for it.
_TAKEN = ("title", "issuers", "doc_number", "published_on", "signed_on", "url")


def check_reports(db: Database) -> Iterator[Failure]:
    """What reports say that none of their places says; values of another report, documents whose report is gone."""
    yield from _check_belonging(db)
    for column in _TAKEN:
        known = f"SELECT 1 FROM report_places p WHERE p.report_id = r.id AND p.{column} <> ''"
        unsaid = f"NOT EXISTS ({known} AND p.{column} = r.{column})"
        rows = db.conn.execute(
            f"SELECT r.id, r.url, r.{column} FROM reports r "
            f"WHERE CASE WHEN r.{column} <> '' THEN {unsaid} ELSE EXISTS ({known}) END ORDER BY r.id"
        )
        for report_id, url, value in rows:
            problem = f"the {column} of report {report_id} ({url}) is {value!r}, which none of its places says"
            yield Failure("reading", problem, _REREAD)


def _check_belonging(db: Database) -> Iterator[Failure]:
    strayed = db.conn.execute(
        "SELECT m.id, m.report_id, v.report_id, v.id FROM metric_values m "
        "JOIN report_versions v ON v.id = m.version_id WHERE m.report_id <> v.report_id ORDER BY m.id"
    )
    for value_id, claimed, report_id, version_id in strayed:
        problem = (
            f"metric value {value_id} is said to be of report {claimed}, its version {version_id} is of {report_id}"
        )
        yield Failure("reading", problem, _REREAD)
    # One that a person decided and that is still to be read has no parser_version, and no report yet.
    lost = db.conn.execute(
        "SELECT DISTINCT url FROM documents_seen d WHERE decision = ? AND parser_version IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM report_places p WHERE p.url = d.url) ORDER BY url",
        [Decision.REPORT],
    )
    for (url,) in lost:
        yield Failure("reading", f"{url} was read as a report, and there is no report of it", _REREAD)


def check_version(db: Database, version_id: int) -> tuple[int, list[Failure]]:
    """How many quotes of a version were checked, and what failed; nothing of one that is gone by now."""
    row = db.conn.execute(
        "SELECT v.text, v.text_sha256, p.url, v.read_captures FROM report_versions v "
        "JOIN report_places p ON p.id = v.place_id WHERE v.id = ?",
        [version_id],
    ).fetchone()
    if row is None:
        return 0, []
    text, digest, url, read_captures = row
    where = f"version {version_id} of {url}"
    failures = [*_check_text(where, text, digest), *_check_captures(db, version_id, where, read_captures)]
    figures = fetch_dicts(
        db, 'SELECT id, quote, start, "end", capture_id FROM figures WHERE version_id = ?', [version_id]
    )
    for figure in figures:
        failures += _check_quote(figure, text, where)
    for broken in broken_seals(db.conn, version_id):
        failures += _check_readings(broken, where)
    return len(figures), failures


def _check_text(where: str, text: str, digest: str) -> Iterator[Failure]:
    if hashlib.sha256(text.encode()).hexdigest() != digest:
        yield Failure("text", f"the text of {where} is not the one that was stored", _REREAD)


def _check_captures(db: Database, version_id: int, where: str, read_captures: str) -> Iterator[Failure]:
    rows = db.conn.execute(
        "SELECT vc.capture_id, c.archive_file FROM version_captures vc LEFT JOIN captures c ON c.id = vc.capture_id "
        "WHERE vc.version_id = ?",
        [version_id],
    ).fetchall()
    if not rows:
        advice = "crawl its section again; until then its figures are without proof"
        yield Failure("version", f"{where} stands on no capture", advice)
        return
    linked = {capture_id for capture_id, _ in rows}
    for capture_id, file in rows:
        if file is None:
            problem = f"{where} stands on a capture that is not there, or has no original"
            yield Failure("version", problem, "compare with a backup", capture_id)
    for word in filter(None, read_captures.split(",")):
        if int(word) not in linked:
            problem = f"{where} was read from this capture, and is no longer tied to it"
            yield Failure("version", problem, "compare with a backup", int(word))


def _check_quote(figure: dict[str, Any], text: str, where: str) -> Iterator[Failure]:
    found = text[figure["start"] : figure["end"]]
    if found != figure["quote"]:
        problem = (
            f"the quote of figure {figure['id']} ({where}, characters {figure['start']}-{figure['end']}) is "
            f"{figure['quote']!r}, the text there says {found!r}"
        )
        yield Failure("quote", problem, _REREAD, figure["capture_id"], figure_id=figure["id"])


def _check_readings(broken: Broken, where: str) -> Iterator[Failure]:
    name = _ROWS[broken.table]
    for row_id, facts in broken.changed:
        shown = " ".join(str(fact) for fact in facts[: _SHOWN[broken.table]] if fact is not None)
        problem = f"{name} {row_id} of {where} is not as it was read; it now says {shown!r}"
        yield Failure("reading", problem, _REREAD, figure_id=row_id if broken.table == "figures" else None)
    if gone := broken.lost - len(broken.changed):
        change = f"{gone} removed" if gone > 0 else f"{-gone} added"
        yield Failure("reading", f"{name}s of {where}: {change} after it was read", _REREAD)
