"""What a file holds besides rows: tables, indexes, views and triggers, held against those that the migrations make."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from db.database import Database
from db.migrations import memory_database
from db.verify_failures import RESTORE, Failure

_SQL = "SELECT type, name, sql FROM sqlite_master WHERE NOT (type IN ('table', 'index') AND name GLOB 'sqlite_*')"
# Made by SQLite and sqlite-utils in the words of their own versions: that they are there is what can be held.
_OF_LIBRARIES = re.compile(r"_sqlite_migrations|report_search_\w+")
_STRANGE = "find out who put it there and why, then drop it"
# A comment, a string, a quoted name, a word, or any one character.
_TOKEN = re.compile(r"""--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|"[^"]*"|\[[^\]]*\]|`[^`]*`|\w+|\S""", re.DOTALL)

_QUOTED_NAME = re.compile(r"""["`\[][a-z_][a-z0-9_]*["`\]]""")


def check_schema(db: Database) -> Iterator[Failure]:
    """What is missing, not as this program makes it, or none of this program's.

    A trigger can change rows unseen by the ledger or suppress them, a view mislead its readers, and a table that is
    defined otherwise lose rows that are yet to come.
    """
    found, own = ({(kind, name): text for kind, name, text in one.execute(_SQL)} for one in (db, memory_database()))
    for kind, name in sorted(own):
        text = found.get((kind, name))
        if kind == "table" and text is not None:
            if not _OF_LIBRARIES.fullmatch(name) and (said := _otherwise(text, own[kind, name])):
                yield Failure("database", f"the table {name} is not as this program made it: {said}", RESTORE)
        elif text != own[kind, name]:
            yield Failure("database", f"the {kind} {name} is missing, or not as this program made it", RESTORE)
    for kind, name in sorted(found.keys() - own.keys()):
        yield Failure("database", f"the {kind} {name} is none of this program's", _STRANGE)


def _otherwise(found: str, own: str) -> str:
    """What of a table's definition came or went; in any order, as columns that a migration adds stand last."""
    there, ours = Counter(_clauses(found)), Counter(_clauses(own))
    changes = [*(f"it has {clause!r}" for clause in there - ours), *(f"it lacks {clause!r}" for clause in ours - there)]
    return ", ".join(changes)


def _clauses(sql: str) -> Iterator[str]:
    """Head, columns and constraints of a CREATE TABLE, and its options in brackets, each with one space between tokens.

    A quoted name loses its quotes where it can be none of SQL's words, which this program writes in capitals.
    """
    depth, clause, form = 0, list[str](), "{}"
    for token in _TOKEN.findall(sql):
        if token.startswith(("--", "/*")):
            continue
        depth += (token == "(") - (token == ")")
        edge = (token, depth) in ((",", 0), (",", 1), ("(", 1), (")", 0))
        if not edge:
            clause.append(token[1:-1] if _QUOTED_NAME.fullmatch(token) else token)
        elif clause:
            yield form.format(" ".join(clause))
            clause = []
        if (token, depth) == (")", 0):
            form = "({})"
    if clause:
        yield form.format(" ".join(clause))
