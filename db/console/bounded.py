"""SQL functions that cannot hold up the console: SQLite looks at its clock between steps, never inside a function."""

from __future__ import annotations

import sqlite3

Value = str | bytes | int | float | None

# They build a value of any length in one step, whatever the limit says.
_REFUSED = frozenset({"printf", "format"})


def bound_functions(conn: sqlite3.Connection) -> None:
    """Give a connection `instr` and `replace` in linear time, and refuse functions whose one step may take minutes.

    SQLite's own take the product of both lengths: 10 MB in 10 MB is hours.
    """
    conn.create_function("instr", 2, _instr, deterministic=True)
    conn.create_function("replace", 3, _replace, deterministic=True)
    conn.set_authorizer(_authorise)


def _authorise(action: int, _first: str | None, second: str | None, *_: str | None) -> int:
    refused = action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _REFUSED
    return sqlite3.SQLITE_DENY if refused else sqlite3.SQLITE_OK


def _instr(text: Value, part: Value) -> int | None:
    """As SQLite's: the place of the first occurrence from 1, 0 for none, NULL for NULL; bytes in bytes only."""
    if text is None or part is None:
        return None
    if isinstance(text, bytes) and isinstance(part, bytes):
        return text.find(part) + 1
    return _text(text).find(_text(part)) + 1


def _replace(text: Value, part: Value, by: Value) -> Value:
    """As SQLite's: every occurrence of a part; an empty part changes nothing."""
    if text is None or part is None or by is None:
        return None
    old = _text(part)
    return _text(text).replace(old, _text(by)) if old else _text(text)


def _text(value: Value) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
