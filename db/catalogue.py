"""Texts of metrics and rules inside the file, so that an auditor with this file alone can read it.

They come from the rooms that own them (the metric catalogue, the rules), as rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from operator import attrgetter

from db.database import Database, write
from db.vocabulary import Rule
from parsers.vocabulary import FigureKind


@dataclass(frozen=True, slots=True)
class MetricRow:
    """A metric of the catalogue: names, unit, which direction is better, and what its rate stands on."""

    key: str
    zh: str
    en: str
    topic: str
    kind: FigureKind
    unit: str
    direction: str
    regression: str
    numerator: str | None
    denominator: str | None
    tier: int
    definition: str | None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule: the sentence users see, and its legal basis."""

    rule: Rule
    zh: str
    en: str
    basis_zh: str | None
    basis_en: str | None


def put_catalogue(db: Database, metrics: Iterable[MetricRow], rules: Iterable[RuleRow]) -> bool:
    """Make the rows of metrics and rules these and no others; did anything change?"""
    columns = {"metrics": [f.name for f in fields(MetricRow)], "rules": [f.name for f in fields(RuleRow)]}
    wanted = {
        "metrics": sorted(map(attrgetter(*columns["metrics"]), metrics)),
        "rules": sorted(map(attrgetter(*columns["rules"]), rules)),
    }
    changed = False
    for table, rows in wanted.items():
        names = ", ".join(columns[table])
        if sorted(db.conn.execute(f"SELECT {names} FROM {table}")) == rows:
            continue
        with write(db):
            db.conn.execute(f"DELETE FROM {table}")
            marks = ", ".join("?" * len(columns[table]))
            db.conn.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
        changed = True
    return changed
