"""What SQL of readers may call: functions that are known to be harmless, none of which holds up the console.

SQLite looks at its clock between steps, never inside a function.
"""

from __future__ import annotations

import sqlite3
import sys
from functools import partial

Value = str | bytes | int | float | None

MOST_BYTES = 10_000_000  # of one value that a page reads or a query makes
_LONGEST_PATTERN = 200  # bytes of what LIKE and GLOB compare with, at each place of a text

# What is not named is refused: of SQLite's own, `fts3_tokenizer` takes a pointer and jumps to it, `printf` and
# `zeroblob` make a value of any length in one step, `json_patch` compares each key with each.
_FUNCTIONS = """
    -> ->> abs char coalesce concat concat_ws glob hex if ifnull iif instr length like likelihood likely lower ltrim
    match max min nullif octet_length quote random replace round rtrim sign soundex sqlite_version substr substring trim
    typeof unhex unicode unlikely upper
    avg count group_concat median percentile string_agg sum total
    cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number
    current_date current_time current_timestamp date datetime julianday strftime time timediff unixepoch
    json json_array json_array_length json_error_position json_extract json_group_array json_group_object json_insert
    json_object json_pretty json_quote json_remove json_replace json_set json_type json_valid
    acos acosh asin asinh atan atan2 atanh ceil ceiling cos cosh degrees exp floor ln log log10 log2 mod pi pow power
    radians sin sinh sqrt tan tanh trunc
    bm25 highlight snippet
"""
# Datasette's own pages ask these of the schema, FTS5 the last one.
_PRAGMAS = """
    database_list foreign_key_list function_list index_info index_list index_xinfo page_count page_size schema_version
    table_info table_list table_xinfo data_version
"""
_MAY_CALL, _MAY_ASK = frozenset(_FUNCTIONS.split()), frozenset(_PRAGMAS.split())
# SQLite's own tables are there without a line in the schema; what a module of it shows is refused but for these.
_TABLES = frozenset({"json_each", "json_tree", *(f"pragma_{name}" for name in _MAY_ASK)})
_READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_TRANSACTION})
_SCHEMA = frozenset({"sqlite_master", "sqlite_temp_master"})


def bound_functions(conn: sqlite3.Connection) -> None:
    """Give a connection `instr`, `replace` and `trim` in linear time, and refuse all SQL that is not known as harmless.

    SQLite's own take the product of both lengths: 2 MB in 2 MB is hours. So do LIKE and GLOB with long patterns.
    """
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)
    conn.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, _LONGEST_PATTERN)
    conn.create_function("instr", 2, _instr, deterministic=True)
    conn.create_function("replace", 3, _replace, deterministic=True)
    for name, left, right in (("ltrim", True, False), ("rtrim", False, True), ("trim", True, True)):
        conn.create_function(name, 2, partial(_trim, left, right), deterministic=True)
    if sys.version_info >= (3, 12):
        conn.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, False)
    modules = frozenset(name.lower() for (name,) in conn.execute("SELECT name FROM pragma_module_list").fetchall())
    conn.set_authorizer(partial(_authorise, modules - _TABLES))


def _authorise(modules: frozenset[str], action: int, first: str | None, second: str | None, *_: str | None) -> int:
    name, function = (first or "").lower(), (second or "").lower()
    if action == sqlite3.SQLITE_READ:
        may = name in _TABLES or not (name in modules or name.startswith("pragma_"))
    elif action == sqlite3.SQLITE_FUNCTION:
        may = function in _MAY_CALL
    elif action == sqlite3.SQLITE_PRAGMA:
        may = name in _MAY_ASK
    elif action == sqlite3.SQLITE_UPDATE:  # so a virtual table declares itself; the connection itself never writes
        may = name in _SCHEMA
    else:
        may = action in _READING
    return sqlite3.SQLITE_OK if may else sqlite3.SQLITE_DENY


def _instr(text: Value, part: Value) -> int | None:
    """As SQLite's: the place of the first occurrence from 1, 0 for none, NULL for NULL; bytes in bytes only."""
    if text is None or part is None:
        return None
    if isinstance(text, bytes) and isinstance(part, bytes):
        return text.find(part) + 1
    return _text(text).find(_text(part)) + 1


def _replace(text: Value, part: Value, by: Value) -> Value:
    """As SQLite's: every occurrence of a part; an empty part changes nothing. OverflowError if it is too long."""
    if text is None or part is None or by is None:
        return None
    whole, old, new = _text(text), _text(part), _text(by)
    if not old:
        return whole
    if len(whole) + whole.count(old) * (len(new) - len(old)) > MOST_BYTES:
        raise OverflowError  # SQLite's "too big", before it is made
    return whole.replace(old, new)


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
