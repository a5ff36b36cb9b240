"""The one SQLite file: opening it safely, writing to it in short transactions, and what its `meta` rows say.

Every refusal is a `DatabaseProblem` whose message names what is wrong, where, and what to do. A file that is not
ours, or that is damaged, is never written to.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, cast

from sqlite_utils import Database

from db.ledger import add_seals
from db.migrations import migrations, upgrade
from db.problems import DatabaseProblem, explain
from db.refusals import (
    APPLICATION_ID,
    has_originals,
    make_folder,
    refuse_folder,
    refuse_newer,
    refuse_stranger,
    refuse_unwritable,
)
from db.search_index import add_words

__all__ = [
    "FILE_NAME",
    "GENESIS",
    "Database",
    "chain_head",
    "database_path",
    "fetch_dicts",
    "file_of",
    "get_meta",
    "has_real_passes",
    "is_simulation",
    "open_copy",
    "open_database",
    "set_meta",
    "snapshot",
    "stamp_simulation",
    "stored_id",
    "write",
]

FILE_NAME = "fazhi.db"
GENESIS = "0" * 64  # the hash before the first capture
BUSY_SECONDS = 60.0


def database_path(data_dir: str | Path) -> Path:
    """Where the database of a data folder lies."""
    return Path(data_dir) / FILE_NAME


def open_database(
    data_dir: str | Path, *, create: bool = False, read_only: bool = False, simulation: bool = False
) -> Database:
    """Open ``data_dir/fazhi.db``, migrated to this program's schema.

    With ``create`` a missing folder and file are made, with ``simulation`` as one from its first moment.
    ``read_only`` never writes, not even a migration.
    Raises `DatabaseProblem` for a missing, foreign, damaged, newer or unwritable file and for a full disk.
    """
    path = database_path(data_dir)
    if not path.exists() and (read_only or not create):
        raise DatabaseProblem(f"no database at {path}: check data_dir, or run a first pass (fazhi run) to make one")
    if not path.exists() and not read_only and has_originals(path.parent):
        raise DatabaseProblem(
            f"no database at {path}, while originals lie in archive/ beside it: restore a backup, or move archive/ "
            "away as well to begin anew"
        )
    refuse_folder(path)
    # Nothing but SQLite itself may open the file: when any other handle is closed, the system drops all locks that this
    # process holds on it (POSIX), and another process would take the log away from under an open connection.
    if create:
        make_folder(path.parent)
    if not read_only:
        refuse_unwritable(path)
    try:
        return _open_reader(path) if read_only else _open_writer(path, create=create, simulation=simulation)
    except sqlite3.Error as error:
        raise explain(error, path) from error


def open_copy(path: Path) -> Database:
    """Open one of our files for reading as it is, of whatever schema: to copy it, or to prove a copy.

    Raises `DatabaseProblem` for a missing, foreign or damaged file.
    """
    if not path.exists():
        raise DatabaseProblem(f"no database at {path}: check data_dir")
    refuse_folder(path)
    try:
        conn = _connect_reading(path)
        try:
            refuse_stranger(conn, path)
        except BaseException:
            conn.close()
            raise
    except sqlite3.Error as error:
        raise explain(error, path) from error
    return _wrap(conn)


def _open_writer(path: Path, *, create: bool, simulation: bool) -> Database:
    conn = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        refuse_stranger(conn, path, empty_is_new=create and not has_originals(path.parent))
        _enable_wal(conn)
        conn.execute("PRAGMA synchronous = NORMAL")
        add_words(conn)
        add_seals(conn)
        db = _wrap(conn)
        refuse_newer(db, path)
        if migrations.pending(db):
            with write(db):  # two processes may open a new file at once: the second finds nothing left to do
                is_new = not migrations.applied(db)
                conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                upgrade(db)
                if is_new and simulation:
                    set_meta(db, "simulation", "1")
    except BaseException:
        conn.close()
        raise
    return db


def _open_reader(path: Path) -> Database:
    conn = _connect_reading(path)
    try:
        refuse_stranger(conn, path)
        db = _wrap(conn)
        refuse_newer(db, path)
        if pending := migrations.pending(db):
            names = ", ".join(migration.name for migration in pending)
            raise DatabaseProblem(
                f"{path} has an older schema (it lacks {names}): let a writing command, such as fazhi check, upgrade it"
            )
    except BaseException:
        conn.close()
        raise
    return db


def _connect_reading(path: Path) -> sqlite3.Connection:
    uri = path.resolve().as_uri()
    try:
        conn = sqlite3.connect(f"{uri}?mode=ro", timeout=BUSY_SECONDS, isolation_level=None, uri=True)
        conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        # A WAL file on a read-only medium cannot make its -shm file. With no log beside it, it cannot change either.
        log = path.with_name(path.name + "-wal")
        if os.access(path.parent, os.W_OK) or (log.exists() and log.stat().st_size):
            raise
        conn = sqlite3.connect(f"{uri}?immutable=1", isolation_level=None, uri=True)
    return conn


def _wrap(conn: sqlite3.Connection) -> Database:
    conn.execute("PRAGMA foreign_keys = ON")
    return Database(conn, execute_plugins=False)


def _enable_wal(conn: sqlite3.Connection) -> None:
    if conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    deadline = time.monotonic() + BUSY_SECONDS
    while True:  # the change of mode does not wait for another process that makes it at the same moment
        try:
            conn.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


# --- reading and writing ---------------------------------------------------------------------------------------


def write(db: Database, *, durable: bool = False) -> AbstractContextManager[None]:
    """One short write transaction; it waits for other writers and rolls back on any error.

    Within another one it is a part of that.

    ``durable`` puts it on the disk before going on (a message that is about to be sent); other transactions
    survive a killed process, but the last ones may be undone by a power cut, as a whole and in order.
    """
    return _PART if db.conn.in_transaction else _transaction(db, durable)


_PART = nullcontext()


@contextmanager
def _transaction(db: Database, durable: bool) -> Iterator[None]:
    try:
        if durable:
            db.conn.execute("PRAGMA synchronous = FULL")
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise
        finally:
            if durable:
                db.conn.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.Error as error:
        problem = explain(error, file_of(db))
        if problem is error:
            raise
        raise problem from error


@contextmanager
def snapshot(db: Database) -> Iterator[None]:
    """Several queries that see one state of the file, whatever other processes write meanwhile."""
    if db.conn.in_transaction:
        yield
        return
    db.conn.execute("BEGIN")
    try:
        yield
    finally:
        db.rollback()  # nothing was written


def fetch_dicts(db: Database, sql: str, params: Sequence[object] | Mapping[str, object] = ()) -> list[dict[str, Any]]:
    """All rows of a query as dictionaries."""
    cursor = db.conn.execute(sql, cast("Any", params))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def stored_id(row: tuple[int] | None, table: str) -> int:
    """The id that an INSERT returned; raises `DatabaseProblem` where the file itself kept the row out."""
    if row is None:
        raise DatabaseProblem(
            f"the database did not keep a row of {table}: something in the file, such as a trigger that is not the "
            "program's own, throws it away. Run fazhi verify, which names what differs; restore a backup, or remove it"
        )
    return row[0]


def file_of(db: Database) -> str:
    """The path of an open database file."""
    return db.conn.execute("PRAGMA database_list").fetchone()[2] or ":memory:"


# --- meta ------------------------------------------------------------------------------------------------------


def get_meta(db: Database, key: str) -> str | None:
    """One value of `meta`; None if it was never set."""
    row = db.conn.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
    return row[0] if row else None


def set_meta(db: Database, key: str, value: str) -> None:
    """Set one value of `meta`."""
    db.conn.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [key, value],
    )


def is_simulation(db: Database) -> bool:
    """Is this file, for ever, a simulation (its passes are told their date)?"""
    return get_meta(db, "simulation") == "1"


def has_real_passes(db: Database) -> bool:
    """Has this file seen a pass of the real clock? Such a file can never become a simulation."""
    return not is_simulation(db) and db.conn.execute("SELECT 1 FROM runs LIMIT 1").fetchone() is not None


def stamp_simulation(db: Database) -> None:
    """Make this file a simulation for ever. Raises `DatabaseProblem` if it has real passes."""
    with write(db):
        if has_real_passes(db):
            raise DatabaseProblem(
                "this database holds passes of the real clock and cannot become a simulation: "
                "use another data_dir for --today"
            )
        set_meta(db, "simulation", "1")


def chain_head(db: Database) -> str:
    """The hash of the newest capture: whoever holds it can prove that no capture up to it was changed."""
    return get_meta(db, "chain_head") or GENESIS
