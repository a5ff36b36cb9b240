"""What is not opened, or not written to: no folder for it, no access, another program's file, a newer one."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sqlite_utils import Database

from db.migrations import migrations
from db.problems import DatabaseProblem

APPLICATION_ID = 0x46415A48  # "FAZH", the file's own mark (PRAGMA application_id)


def refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise DatabaseProblem(f"{path} is a folder, not a database: move it away or set another data_dir")


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseProblem(f"cannot make the folder {folder}: {error.strerror}; check data_dir") from error


def refuse_unwritable(path: Path) -> None:
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise DatabaseProblem(
            f"no write access to the folder {path.parent} (SQLite also keeps its log there): check its permissions"
        )
    if path.exists() and not os.access(path, os.W_OK):
        raise DatabaseProblem(f"no write access to {path}: check its owner and permissions")


def has_originals(data_dir: Path) -> bool:
    return any((data_dir / "archive").rglob("*.warc.gz"))


def refuse_stranger(conn: sqlite3.Connection, path: Path, *, empty_is_new: bool = False) -> None:
    if not conn.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        if empty_is_new:
            return
        originals = has_originals(path.parent)
        beside = ", while originals lie in archive/ beside it" if originals else ""
        away = "it and archive/" if originals else "the file"
        raise DatabaseProblem(
            f"{path} is empty{beside}: restore a backup, or take {away} away to begin anew (fazhi run); "
            "nothing was written to it"
        )
    if conn.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise DatabaseProblem(
            f"{path} is an SQLite database of another program; nothing was written to it. Set another data_dir"
        )


def refuse_newer(db: Database, path: Path) -> None:
    own = {migration.name for migration in migrations.pending(Database(memory=True, execute_plugins=False))}
    if unknown := [migration.name for migration in migrations.applied(db) if migration.name not in own]:
        raise DatabaseProblem(
            f"{path} was written by a newer version of this program (schema {', '.join(unknown)}); "
            "upgrade the program, or restore an older backup"
        )
