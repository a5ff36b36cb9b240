"""Canned audit queries: one SQL file each, with titles and parameters in its head; also plain input for sqlite-utils.

A file begins with a comment: lines of ``zh: …``, ``en: …`` and one ``param NAME TYPE DEFAULT: zh / en`` per parameter
(TYPE integer, real or text; DEFAULT a value, or null for "all"). Queries only read, and stop at a time limit.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from db.database import Database, file_of
from db.problems import DatabaseProblem, explain
from db.queries.allowed import check_values

SECONDS = 20.0
_HEAD = re.compile(r"/\* (.*?) \*/\n", re.DOTALL)
_TITLE = re.compile(r"(zh|en): (.+)")  # "zh: 逾期未公开的报告"
# "param year integer null: 报告年度 / report year"
_PARAM = re.compile(r"param (\w+) (integer|real|text) (\S+): ([^/]+) / (.+)")
_TYPES = {"integer": int, "real": float, "text": str}

Value = int | float | str | None


class QueryProblem(DatabaseProblem):
    """A query cannot be run as asked: the message says why and what would do."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; ``default`` None means "all"."""

    name: str
    type: str  # integer | real | text
    default: Value
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Query:
    """A canned query as its file says."""

    name: str
    zh: str
    en: str
    takes: tuple[Parameter, ...]
    sql: str

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of its parameters."""
        return tuple(parameter.name for parameter in self.takes)


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query, in its order."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@cache
def list_queries() -> tuple[Query, ...]:
    """All canned queries by name."""
    folder = files(__name__)
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return tuple(_parse(name.removesuffix(".sql"), folder.joinpath(name).read_text(encoding="utf-8")) for name in names)


@cache
def column_heads() -> Mapping[str, tuple[str, str]]:
    """What the columns of canned queries are called, by name: Chinese, English."""
    read = yaml.safe_load(files(__name__).joinpath("columns.yaml").read_text(encoding="utf-8"))
    return {name: (text.partition(" | ")[0], text.partition(" | ")[2]) for name, text in read.items()}


def _parse(name: str, sql: str) -> Query:
    head = _HEAD.match(sql)
    if head is None:
        raise ValueError(f"{name}.sql does not begin with its head")
    lines = [line.strip() for line in head.group(1).splitlines()]
    titles = {match.group(1): match.group(2) for match in map(_TITLE.fullmatch, lines) if match}
    takes = tuple(_parameter(match) for match in map(_PARAM.fullmatch, lines) if match)
    return Query(name, titles["zh"], titles["en"], takes, sql)


def _parameter(match: re.Match[str]) -> Parameter:
    name, kind, default, zh, en = match.groups()
    return Parameter(name, kind, None if default == "null" else _typed(name, kind, default), zh.strip(), en.strip())


def _typed(name: str, kind: str, value: str) -> int | float | str:
    try:
        typed: int | float | str = _TYPES[kind](value)
        value.encode()
    except ValueError:
        raise QueryProblem(f"parameter {name}: {value!r} is no {kind}") from None
    if not isinstance(typed, str) and not -(2**63) <= typed < 2**63:  # also: not a number
        raise QueryProblem(f"parameter {name}: {value} is out of range")
    return typed


def query_named(name: str) -> Query:
    """One canned query. Raises `QueryProblem` for a name that there is not."""
    query = next((query for query in list_queries() if query.name == name), None)
    if query is None:
        known = ", ".join(query.name for query in list_queries())
        raise QueryProblem(f"no query {name!r}; there are {known}")
    return query


def run_query(db: Database, name: str, params: Mapping[str, str] | None = None, *, seconds: float = SECONDS) -> Answer:
    """Run a canned query; ``params`` are as a user types them, the others take their defaults.

    Raises `QueryProblem` for an unknown query or parameter, a value of the wrong type, and a query that takes longer
    than ``seconds``; `WrongValue` for a value that names nothing there is.
    """
    query = query_named(name)
    given = dict(params or {})
    if unknown := sorted(given.keys() - set(query.parameters)):
        takes = ", ".join(query.parameters) or "no parameters"
        raise QueryProblem(f"query {name} has no parameter {', '.join(unknown)}; it takes {takes}")
    values = {
        parameter.name: _typed(parameter.name, parameter.type, given[parameter.name])
        if given.get(parameter.name)
        else parameter.default
        for parameter in query.takes
    }
    check_values(db, {name: values[name] for name in query.parameters if given.get(name)})
    return _run(db, query.sql, values, seconds)


def _run(db: Database, sql: str, values: Mapping[str, Value], seconds: float) -> Answer:
    deadline = time.monotonic() + seconds
    db.conn.execute("PRAGMA query_only = ON")
    db.conn.set_progress_handler(lambda: int(time.monotonic() > deadline), 10_000)
    try:
        cursor = db.conn.execute(sql, dict(values))
        return Answer(tuple(column[0] for column in cursor.description), tuple(cursor.fetchall()))
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise QueryProblem(f"the query took longer than {seconds:g} s and was stopped") from error
        problem = explain(error, file_of(db))  # a damaged page is met where it is read
        if problem is error:
            raise
        raise problem from error
    finally:
        db.conn.set_progress_handler(None, 0)
        db.conn.execute("PRAGMA query_only = OFF")
