"""SQL functions that cannot hold up the console: SQLite looks at its clock between steps, never inside a function."""

from __future__ import annotations

import sqlite3
from functools import partial

Value = str | bytes | int | float | None

# They build a value of any length in one step, whatever the limit says.
_REFUSED = frozenset({"printf", "format"})
_LONGEST_PATTERN = 200  # bytes of what LIKE and GLOB compare with, at each place of a text


def bound_functions(conn: sqlite3.Connection) -> None:
    """Give a connection `instr`, `replace` and `trim` in linear time, and refuse what may take minutes in one step.

    SQLite's own take the product of both lengths: 10 MB in 10 MB is hours. So do LIKE and GLOB with long patterns.
    """
    conn.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, _LONGEST_PATTERN)
    conn.create_function("instr", 2, _instr, deterministic=True)
    conn.create_function("replace", 3, _replace, deterministic=True)
    for name, left, right in (("ltrim", True, False), ("rtrim", False, True), ("trim", True, True)):
        conn.create_function(name, 2, partial(_trim, left, right), deterministic=True)
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


def _trim(left: bool, right: bool, text: Value, chars: Value) -> Value:
    """As SQLite's: without those of the characters that stand at the ends."""
    if text is None or chars is None:
        return None
    whole, cut = _text(text), set(_text(chars))
    start, end = 0, len(whole)
    while left and start < end and whole[start] in cut:
        start += 1
    while right and end > start and whole[end - 1] in cut:
        end -= 1
    return whole[start:end]


def _text(value: Value) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
