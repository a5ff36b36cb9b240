"""Texts, quotes and all that was read from them, held against each other and against the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from db.database import Database, fetch_dicts
from db.verify_failures import Failure
from db.verify_ledger import check_readings

_REREAD = "the originals decide: fazhi reread --all stores text and figures anew from the archive"


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
    failures += check_readings(db, version_id, where)
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
