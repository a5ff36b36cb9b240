"""What columns, codes, metrics and rules of an export mean, from `export.yaml` and the file's own catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from db.database import Database

STAMP = "演示数据，不代表真实门户"
DICTIONARY = ("entry", "table", "name", "zh", "en", "unit", "definition")


def origin_of(simulation: bool) -> str:
    """The last column of every table: where its rows come from."""
    return STAMP if simulation else "real"


@dataclass(frozen=True, slots=True)
class Words:
    """``tables`` and ``codes`` hold (Chinese, English); ``columns`` also the code list of a column, or None."""

    tables: Mapping[str, tuple[str, str]]
    columns: Mapping[str, tuple[str, str, str | None]]
    codes: Mapping[str, Mapping[str, tuple[str, str]]]


@cache
def words() -> Words:
    """The words of `export.yaml`."""
    data: Mapping[str, Any] = yaml.safe_load(files("db").joinpath("export.yaml").read_text(encoding="utf-8"))
    return Words(
        tables={name: (zh, en) for name, (zh, en) in data["tables"].items()},
        columns={name: (row[0], row[1], row[2] if len(row) > 2 else None) for name, row in data["columns"].items()},
        codes={
            name: {word: (text[0], text[1]) for word, text in codes.items()} for name, codes in data["codes"].items()
        },
    )


def column_entries(table: str, columns: tuple[str, ...]) -> Iterator[tuple[str | None, ...]]:
    """The dictionary of one table: its columns, and behind each the codes that it may hold."""
    for column in columns:
        zh, en, codes = words().columns[column]
        yield ("column", table, column, zh, en, None, None)
        for word, (word_zh, word_en) in words().codes[codes].items() if codes else ():
            yield (f"code of {column}", table, word, word_zh, word_en, None, None)


def catalogue_entries(db: Database) -> Iterator[tuple[str | None, ...]]:
    """Metrics and rules as this file's writer knew them."""
    for key, zh, en, unit, numerator, denominator, definition in db.conn.execute(
        "SELECT key, zh, en, unit, numerator, denominator, definition FROM metrics ORDER BY key"
    ):
        fraction = f"{numerator} / {denominator}" if numerator and denominator else None
        yield ("metric", "values", key, zh, en, unit, "; ".join(filter(None, (definition, fraction))) or None)
    for rule, zh, en, basis in db.conn.execute("SELECT rule, zh, en, basis_zh FROM rules ORDER BY rule"):
        yield ("rule", "cases", rule, zh, en, None, basis)
