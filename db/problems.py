"""What can be wrong with a database file, said to its user."""

from __future__ import annotations

import sqlite3
from pathlib import Path


class DatabaseProblem(Exception):
    """The database cannot be used: the message says what is wrong, where, and what to do."""

    exit_code = 1


class DatabaseBusy(DatabaseProblem):
    """Another process has held the database for longer than anybody waits."""

    exit_code = 3


_ADVICE = {
    sqlite3.SQLITE_FULL: "the disk is full; free some space and run again, what was stored stays",
    sqlite3.SQLITE_READONLY: "no write access; check the permissions of the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check the permissions of the file and its folder",
    sqlite3.SQLITE_BUSY: "another process has held it for too long; find it (fuser names it), and run again",
    sqlite3.SQLITE_LOCKED: "another process has held it for too long; find it (fuser names it), and run again",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; nothing more is written to it. Restore a backup",
    sqlite3.SQLITE_NOTADB: "it is not an SQLite database, or damaged; nothing is written to it. Restore a backup",
    sqlite3.SQLITE_IOERR: "the disk cannot be read or written (or is full); check it and run again",
}


def explain(error: sqlite3.Error, path: str | Path) -> Exception:
    """The `DatabaseProblem` that an SQLite error means for its user; the error itself if it is a fault of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    advice = _ADVICE.get(code & 0xFF) if code is not None else None
    if code is None or advice is None:
        return error
    held = code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return (DatabaseBusy if held else DatabaseProblem)(f"{path}: {advice} ({error})")
