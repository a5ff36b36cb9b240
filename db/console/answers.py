"""What one answer may hold: SQL of a few words makes a thousand rows of megabytes, and all would lie in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.database import Database

from db.console.words import LANGUAGES, words

MOST_BYTES = 16_000_000  # of all texts and blobs of one answer
_MOST_OF_A_VALUE = 2_000_000  # forty times the text of a long report
_MOST_COLUMNS = 100  # blobs of a row are counted when it is there; the widest view has half of that


class TooLarge(Exception):
    """An answer holds more than anybody is sent; its text says so in every language."""

    def __init__(self) -> None:
        super().__init__(" / ".join(told(words(language)) for language in LANGUAGES))


def told(spoken: Any) -> str:
    """The sentence about it, in the language of these words."""
    value = _MOST_OF_A_VALUE // 1_000_000
    sentence: str = spoken["error"]["large"].format(megabytes=MOST_BYTES // 1_000_000, value=value)
    return sentence


class FileGone(Exception):
    """The database file is no longer where it was, or another one: what an open connection still reads is history."""


class Answers(Database):
    """The database as Datasette asks it, each answer within bounds; our own pages use `read`."""

    def __init__(self, datasette: Datasette, path: str, *, is_mutable: bool) -> None:
        super().__init__(datasette, path, is_mutable=is_mutable)  # type: ignore[no-untyped-call]
        self._file = _identity(path)

    def _look(self) -> None:
        if _identity(str(self.path)) != self._file:
            raise FileGone

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """What ``fn`` makes of a reading connection. Raises `TooLarge` and `FileGone`."""
        self._look()
        return await super().execute_fn(lambda conn: _bounded(conn, fn))  # type: ignore[no-untyped-call]

    async def read(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """What one of our own pages makes of a reading connection: they take what is stored, however long.

        Raises `FileGone`.
        """
        self._look()
        return await super().execute_fn(fn)  # type: ignore[no-untyped-call]


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


class _Count:
    def __init__(self) -> None:
        self._left = MOST_BYTES

    def text(self, raw: bytes) -> str:
        self._take(len(raw))
        return str(raw, "utf-8", "replace")

    def row(self, cursor: sqlite3.Cursor, values: Sequence[Any]) -> sqlite3.Row:
        self._take(sum(len(value) for value in values if isinstance(value, bytes)))
        return sqlite3.Row(cursor, tuple(values))

    def _take(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise TooLarge


def _bounded(conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], Any]) -> Any:
    count, factories = _Count(), (conn.text_factory, conn.row_factory)
    limits = {sqlite3.SQLITE_LIMIT_LENGTH: _MOST_OF_A_VALUE, sqlite3.SQLITE_LIMIT_COLUMN: _MOST_COLUMNS}
    before = {limit: conn.setlimit(limit, most) for limit, most in limits.items()}
    conn.text_factory, conn.row_factory = count.text, count.row
    try:
        return fn(conn)
    except sqlite3.DataError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_TOOBIG:
            raise TooLarge from error
        raise
    finally:
        conn.text_factory, conn.row_factory = factories
        for limit, most in before.items():
            conn.setlimit(limit, most)
