"""Metric values one observation a row, those that are not there included: each with the reason why it is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from db.database import Database, fetch_dicts
from db.plain import Cell
from db.vocabulary import ExpectationState
from parsers.vocabulary import FigureKind, Method, Qualifier

VALUE_COLUMNS = (
    "body_id", "body", "region", "class", "kind", "year", "metric", "metric_name", "scope", "period", "status", "value",
    "unit", "numerator", "denominator", "base", "includes_carried_in", "low", "high", "comparability", "qualifier",
    "quotes", "figure_ids", "report_id",
)  # fmt: skip
_SLOTS = """
    WITH slots AS (SELECT body_id, kind, year FROM expectations UNION SELECT body_id, kind, year FROM reports)
    SELECT s.body_id, b.name AS body, b.region, b.class, s.kind, s.year, e.state, r.id AS report_id,
        r.current_version_id AS version_id, v.method
    FROM slots s JOIN bodies b ON b.id = s.body_id
    LEFT JOIN expectations e ON e.body_id = s.body_id AND e.kind = s.kind AND e.year = s.year
    LEFT JOIN reports r ON r.body_id = s.body_id AND r.kind = s.kind AND r.year = s.year
    LEFT JOIN report_versions v ON v.id = r.current_version_id
    ORDER BY s.body_id, s.kind, s.year"""
_VALUES = """
    SELECT metric, scope, period, basis, value, unit, numerator, denominator, base, includes_carried_in, low, high,
        figure_ids
    FROM metric_values WHERE version_id = ? ORDER BY metric, scope, period, basis DESC, id"""
# Metrics that one asks for: of tier 1, and stated by any report of the kind in this file.
_ASKED = """
    SELECT DISTINCT r.kind, k.key, k.zh, k.unit
    FROM metric_values m JOIN reports r ON r.current_version_id = m.version_id
    JOIN metrics k ON k.key = m.metric WHERE k.tier = 1 ORDER BY r.kind, k.key"""
_WITHOUT = {
    ExpectationState.MISSING: "report_missing",
    ExpectationState.CANNOT_TELL: "cannot_tell",
    ExpectationState.EXPECTED: "not_due",
    ExpectationState.DUE_SOON: "not_due",
    ExpectationState.EXEMPT: "exempt",
}
_BOUNDS = (Qualifier.GE, Qualifier.LE)

Values = Mapping[tuple[str, str], Sequence[dict[str, Any]]]


@dataclass(slots=True)
class _Earlier:
    """The newest earlier report of a body and kind that was read: its own-year values by metric and scope."""

    of: tuple[str, str] | None = None
    values: Values | None = field(default=None)


def value_rows(db: Database) -> Iterator[tuple[Cell, ...]]:
    """One row per value of each current text, and one per asked metric that a due report does not give."""
    metrics = {row[0]: (row[1], row[2]) for row in db.conn.execute("SELECT key, zh, kind FROM metrics")}
    asked: dict[str, list[tuple[str, str, str]]] = {}
    for kind, *metric in db.conn.execute(_ASKED):
        asked.setdefault(kind, []).append((metric[0], metric[1], metric[2]))
    earlier = _Earlier()
    for slot in fetch_dicts(db, _SLOTS):
        of = (slot["body_id"], slot["kind"])
        if earlier.of != of:
            earlier = _Earlier(of)
        values = _values(db, slot) if _was_read(slot) else []
        found = {row["metric"] for row in values if row["period"] == str(slot["year"])}
        for row in values:
            zh, kind = metrics.get(row["metric"], (None, None))
            yield _row(slot, row, zh, _comparability(row, slot, kind, earlier.values))
        for metric, zh, unit in asked.get(slot["kind"], ()):
            if metric not in found:
                yield _absent(slot, metric, zh, unit)
        if values:
            earlier.values = _own_year(values, slot["year"])


def _was_read(slot: Mapping[str, Any]) -> bool:
    return slot["version_id"] is not None and slot["method"] != Method.NONE


def _values(db: Database, slot: Mapping[str, Any]) -> list[dict[str, Any]]:
    figures = {
        row[0]: (row[1], row[2])
        for row in db.conn.execute(
            "SELECT id, quote, qualifier FROM figures WHERE version_id = ?", [slot["version_id"]]
        )
    }
    rows = fetch_dicts(db, _VALUES, [slot["version_id"]])
    for row in rows:
        ids = [int(word) for word in row["figure_ids"].strip("[]").replace(",", " ").split()]
        named = [figures[number] for number in ids if number in figures]
        row["figure_ids"] = " ".join(map(str, ids)) or None
        row["quotes"] = " | ".join(dict.fromkeys(quote for quote, _ in named)) or None
        row["qualifier"] = next((word for _, word in named if word != Qualifier.EQ), "eq" if named else None)
    return rows


def _own_year(values: Sequence[dict[str, Any]], year: int) -> Values:
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in values:
        if row["period"] == str(year):
            found.setdefault((row["metric"], row["scope"]), []).append(row)
    return found


def _comparability(
    row: Mapping[str, Any], slot: Mapping[str, Any], kind: str | None, earlier: Values | None
) -> str | None:
    """Whether a value may be held against the earlier report's: of several there, the one that fits best counts."""
    if row["period"] != str(slot["year"]):
        return None
    if earlier is None:
        return "no_earlier_report"
    others = earlier.get((row["metric"], row["scope"]))
    if not others:
        return "no_earlier_value"
    answers = [_compare(row, other, kind) for other in others]
    return "comparable" if "comparable" in answers else answers[0]


def _compare(row: Mapping[str, Any], other: Mapping[str, Any], kind: str | None) -> str:
    if row["qualifier"] in _BOUNDS or other["qualifier"] in _BOUNDS:
        return "bound_only"
    if kind == FigureKind.RATE:
        if row["base"] is None or other["base"] is None:
            return "base_not_stated"
        if row["base"] != other["base"]:
            return "base_differs"
    if bool(row["includes_carried_in"]) != bool(other["includes_carried_in"]):
        return "carried_in_differs"
    return "comparable"


def _row(
    slot: Mapping[str, Any], row: Mapping[str, Any], metric_name: str | None, comparability: str | None
) -> tuple[Cell, ...]:
    cells = {**slot, **row, "metric_name": metric_name, "status": row["basis"], "comparability": comparability}
    return tuple(cells[name] for name in VALUE_COLUMNS)


def _absent(slot: Mapping[str, Any], metric: str, zh: str, unit: str) -> tuple[Cell, ...]:
    if _was_read(slot):
        status = "not_stated"
    elif slot["report_id"] is not None:
        status = "unreadable"
    else:
        status = _WITHOUT.get(slot["state"], "cannot_tell")
    cells = {**dict.fromkeys(VALUE_COLUMNS), **{name: slot[name] for name in VALUE_COLUMNS if name in slot}}
    cells |= {"metric": metric, "metric_name": zh, "unit": unit, "status": status, "period": str(slot["year"])}
    return tuple(cells[name] for name in VALUE_COLUMNS)
