"""What canned queries say in Chinese words of their own, in English; what reports and cases say stays as written."""

from __future__ import annotations

from db.database import Database
from db.queries import Answer, Value

# A column of names: by which column, and in which table, each is called what.
_NAMES = {
    "rule_name": ("rule", "SELECT rule, en FROM rules"),
    "metric_name": ("metric", "SELECT key, en FROM metrics"),
    "name": ("metric", "SELECT key, en FROM metrics"),
}
_PHRASES = {
    "临界：规定“之前”所指当日公开": "borderline: published on the very day that the rule says “before”",
    "迟于期限公开": "published after the due date",
    "未检索到公开": "not found",
    "较早年度，栏目中未检索到，仅供核查": "an earlier year, not found in its section: to be checked only",
    "分母未载明": "denominator not stated",
}
_SAID = ("wording", "fraction")


def in_english(db: Database, answer: Answer) -> Answer:
    """The same rows, with the names of rules and metrics and the queries' own phrases in English."""
    columns = answer.columns
    named = {
        columns.index(name): (columns.index(by), dict(db.conn.execute(sql).fetchall()))
        for name, (by, sql) in _NAMES.items()
        if name in columns and by in columns
    }
    said = {columns.index(name) for name in _SAID if name in columns}

    def cell(row: tuple[Value, ...], place: int) -> Value:
        if place in named:
            by, names = named[place]
            return names.get(row[by]) or row[place]
        return _PHRASES.get(str(row[place]), row[place]) if place in said else row[place]

    return Answer(columns, tuple(tuple(cell(row, place) for place in range(len(columns))) for row in answer.rows))
