"""Proving the evidence again: the file itself, archive against captures, captures against their chain, every sentence
and figure against its text and its seal, and reports against what was read of them."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from db.accepted import Acceptance, acceptances
from db.database import Database, snapshot
from db.verify_chain import check_chain
from db.verify_failures import RESTORE, Failure, grouped
from db.verify_layout import check_layout
from db.verify_ledger import check_ledger
from db.verify_originals import check_originals
from db.verify_readings import check_version
from db.verify_schema import check_schema

__all__ = ["Failure", "Verification", "verify", "verify_file"]

Progress = Callable[[int, int], object]
_EVERY = 200
_SHOWN = 20  # damaged places of the file itself that are named one by one


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked, and all that failed; ``head`` is the chain's as recomputed, ``size`` the originals' bytes.

    ``accepted``: what fails too, but was looked into by a person and accepted as it stands.
    """

    captures: int
    originals: int
    quotes: int
    head: str
    size: int = 0
    failures: tuple[Failure, ...] = field(default=())
    accepted: tuple[tuple[Failure, Acceptance], ...] = field(default=())

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "captures": self.captures,
            "originals": self.originals,
            "archive_bytes": self.size,
            "quotes": self.quotes,
            "chain_head": self.head,
            "failures": [failure.document() for failure in self.failures],
            "accepted": [failure.document() | asdict(by) | {"failure": str(failure)} for failure, by in self.accepted],
        }


def verify(
    db: Database,
    archive_folder: str | Path,
    *,
    head: str | None = None,
    deep: bool = False,
    progress: Progress | None = None,
) -> Verification:
    """Re-hash every archived original, walk the chain, and hold every quote and figure against text and seal.

    ``head`` is a chain head held elsewhere (a mail, another machine): only with it a rewritten chain or a removed
    last capture can be told. ``deep`` also unpacks each original. ``progress(done, total)`` counts
    originals, then versions.
    """
    failures = list(verify_file(db))
    try:
        with snapshot(db):
            in_ledger, wrong_rows = check_ledger(db, head)
            chain = check_chain(db, None if head and in_ledger else head)
            versions = [row[0] for row in db.conn.execute("SELECT id FROM report_versions ORDER BY id")]
    except sqlite3.DatabaseError as error:
        return Verification(0, 0, 0, "", failures=(*failures, _damage(error, "the chain cannot be read")))
    failures += [*chain.failures, *wrong_rows, *check_schema(db)]
    failures += _layout(db, Path(archive_folder))
    quotes = done = 0

    def advance() -> None:
        nonlocal done
        done += 1
        if progress and done % _EVERY == 0:
            progress(done, chain.originals + len(versions))

    for found in check_originals(db, Path(archive_folder), chain.last, deep=deep):
        failures += found
        advance()
    for version_id in versions:
        try:
            with snapshot(db):
                count, found = check_version(db, version_id)
        except sqlite3.DatabaseError as error:
            count, found = 0, [_damage(error, f"version {version_id} cannot be read")]
        failures += found
        quotes += count
        advance()
    known = acceptances(db)
    told = grouped(failures)
    return Verification(
        chain.captures, chain.originals, quotes, chain.head, chain.size,
        failures=tuple(failure for failure in told if failure.mark not in known),
        accepted=tuple((failure, known[failure.mark]) for failure in told if failure.mark in known),
    )  # fmt: skip


def _layout(db: Database, folder: Path) -> list[Failure]:
    try:
        with snapshot(db):
            return list(check_layout(db, folder))
    except sqlite3.DatabaseError as error:
        return [_damage(error, "what the archive's bytes belong to cannot be read")]


def _damage(error: sqlite3.DatabaseError, what: str) -> Failure:
    """What a damaged page hides. Any other error (a lock that another process holds) goes on to its user."""
    if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        raise error
    return Failure("database", f"{what}: {error}", RESTORE)


def verify_file(db: Database) -> Iterator[Failure]:
    """What is wrong with the SQLite file itself.

    Damaged pages, indexes that say otherwise than their tables (which hides rows), rows that lead nowhere.
    """
    try:
        for (line,) in db.conn.execute(f"PRAGMA integrity_check({_SHOWN})"):
            if line != "ok":
                yield Failure("database", f"the file is damaged: {' '.join(line.split())}", RESTORE)
        dangling = Counter((table, parent) for table, _, parent, _ in db.conn.execute("PRAGMA foreign_key_check"))
    except sqlite3.DatabaseError as error:
        yield _damage(error, "the file is damaged")
        return
    for (table, parent), count in sorted(dangling.items()):
        yield Failure("database", f"{count} rows of {table} speak of rows of {parent} that are not there", RESTORE)
