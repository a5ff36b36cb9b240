"""The data dictionary: what tables, views and columns mean, for the file itself and for docs/dictionary.md.

    python -m db.dictionary > docs/dictionary.md

Metrics and rules explain themselves in their own tables; the canned query `dictionary` shows all of it.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

SCHEMA = """
CREATE TABLE dictionary (
    "table" TEXT NOT NULL,
    "column" TEXT NOT NULL,             -- '' = the table itself
    zh TEXT NOT NULL,
    en TEXT NOT NULL,
    PRIMARY KEY ("table", "column")
) STRICT, WITHOUT ROWID;
"""
_ABOUT = "about"  # no table has a column of this name
_EVERYWHERE = "everywhere"
# The schema's own tables: not those of SQLite, of the migrations, and inside the full-text index.
_TABLES = r"""
SELECT name FROM sqlite_master WHERE type IN ('table', 'view')
AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE '\_sqlite\_%' ESCAPE '\'
AND name NOT LIKE 'report\_search\_%' ESCAPE '\'
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a table or view (``column`` empty) or one of its columns means."""

    table: str
    column: str
    zh: str
    en: str


@cache
def _texts() -> dict[str, dict[str, str]]:
    """What dictionary.yaml says: by table (or "everywhere"), by column."""
    read = yaml.safe_load(files("db").joinpath("dictionary.yaml").read_text(encoding="utf-8"))
    return {_EVERYWHERE: read[_EVERYWHERE], **read["tables"]}


def described() -> Iterator[tuple[str, str]]:
    """Every table and column that dictionary.yaml names under its table, in its order (the table itself: "")."""
    for table, columns in _texts().items():
        for column in columns:
            yield table, "" if column == _ABOUT else column


def entries(conn: sqlite3.Connection) -> list[Entry]:
    """Each table, view and column that the file has, in the dictionary's order. Raises `KeyError` for one it lacks."""
    found = _found(conn)
    for table, column in found:
        if not _text(table, column):
            raise KeyError(f"db/dictionary.yaml does not say what {table}.{column} is")
    return [_entry(table, column) for table, column in found]


def _found(conn: sqlite3.Connection) -> list[tuple[str, str]]:
    there = {name for (name,) in conn.execute(_TABLES)}
    order = [table for table in _texts() if table in there] + sorted(there - set(_texts()))
    return [(table, column) for table in order for column in (_ABOUT, *_columns(conn, table))]


def _columns(conn: sqlite3.Connection, table: str) -> Iterator[str]:
    for _, column, *_, hidden in conn.execute(f'PRAGMA table_xinfo("{table}")').fetchall():
        if hidden != 1:  # a virtual table's own
            yield column


def _text(table: str, column: str) -> str:
    """What dictionary.yaml says of a column; nothing of one that it does not know."""
    texts = _texts()
    return (texts[table].get(column) or texts[_EVERYWHERE].get(column, "")) if table in texts else ""


def _entry(table: str, column: str) -> Entry:
    zh, _, en = _text(table, column).partition(" | ")
    return Entry(table, "" if column == _ABOUT else column, zh, en)


def put_dictionary(conn: sqlite3.Connection) -> None:
    """Make the file's own dictionary what this program says of its tables; of what others added it says nothing."""
    conn.execute("DELETE FROM dictionary")
    told = [_entry(*place) for place in _found(conn) if _text(*place)]
    rows = [(entry.table, entry.column, entry.zh, entry.en) for entry in told]
    conn.executemany("INSERT INTO dictionary VALUES (?, ?, ?, ?)", rows)


def dictionary_page(conn: sqlite3.Connection) -> str:
    """docs/dictionary.md, from the tables of this file."""
    lines = [
        "# Data dictionary (数据字典)",
        "",
        "Made from `db/dictionary.yaml` by `python -m db.dictionary`; the same texts stand in the file's table",
        "`dictionary`. How to read them (clocks, empty values, offsets): [data.md](data.md).",
    ]
    for entry in entries(conn):
        if not entry.column:
            lines += ["", f"## `{entry.table}`", "", f"{entry.zh}。{entry.en}.", ""]
            lines += ["| column | 含义 | meaning |", "|---|---|---|"]
        else:
            lines.append(f"| `{entry.column}` | {entry.zh} | {entry.en} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print docs/dictionary.md."""
    from db.migrations import memory_database

    sys.stdout.write(dictionary_page(memory_database().conn))


if __name__ == "__main__":
    main()
