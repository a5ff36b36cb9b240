"""The page of a body: its reports, what is expected of it, its cases, and its metrics over the years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.console.load.home import days_late
from db.database import Database, fetch_dicts

_STANDING = ("open", "acknowledged", "snoozed")


@dataclass(frozen=True, slots=True)
class Trend:
    """A metric of a body over ``years``. ``values`` by year; a year without one says why in ``gaps``.

    ``gaps`` are ``unfound`` (no report), ``unread`` (a report without text) or ``unstated``. ``apart`` holds the
    years whose value stands on another base than the newest one that has a stated base, or on none that is stated: they
    are shown, and not connected.
    """

    metric: Mapping[str, Any]
    years: Sequence[int]
    values: Mapping[int, Mapping[str, Any]]
    gaps: Mapping[int, str]
    apart: frozenset[int]


@dataclass(frozen=True, slots=True)
class BodyPage:
    body: Mapping[str, Any]
    parent: Mapping[str, Any] | None
    expectations: Mapping[str, Sequence[Mapping[str, Any]]]  # by kind, newest year first
    reports: Sequence[Mapping[str, Any]]
    sections: Sequence[Mapping[str, Any]]
    cases: Sequence[Mapping[str, Any]]
    closed: int
    trends: Mapping[str, Sequence[Trend]]  # by kind
    singles: Mapping[str, Sequence[Mapping[str, Any]]]  # by kind: values of metrics that one year alone has


def load_body(db: Database, body_id: str) -> BodyPage | None:
    """All that the page shows; None for an unknown body."""
    found = fetch_dicts(db, "SELECT * FROM bodies WHERE id = ?", [body_id])
    if not found:
        return None
    body = found[0]
    parent = fetch_dicts(db, "SELECT id, name FROM bodies WHERE id = ?", [body["parent_id"]])
    reports = fetch_dicts(db, _REPORTS, [body_id])
    cases = fetch_dicts(
        db,
        "SELECT id, severity, state, title, year, kind, rule, opened_at FROM alerts WHERE body_id = ? "
        "ORDER BY CASE severity WHEN 'critical' THEN 0 WHEN 'warning' THEN 1 WHEN 'notice' THEN 2 ELSE 3 END, "
        "year DESC, id DESC",
        [body_id],
    )
    expectations = _expectations(db, body_id, reports)
    trends, singles = _trends(db, body_id, reports)
    return BodyPage(
        body=body,
        parent=parent[0] if parent else None,
        expectations=expectations,
        reports=reports,
        sections=fetch_dicts(
            db,
            "SELECT id, url, state, state_reason, last_good_at, kinds FROM sections "
            "WHERE body_id = ? AND configured = 1 ORDER BY id",
            [body_id],
        ),
        cases=[case for case in cases if case["state"] in _STANDING],
        closed=sum(case["state"] not in _STANDING for case in cases),
        trends=trends,
        singles=singles,
    )


_REPORTS = """
SELECT r.id, r.kind, r.year, r.title, r.published_on, r.published_basis, r.signed_on, r.first_seen_at, r.state, r.url,
    r.current_version_id, v.method,
    (SELECT count(*) FROM figures f WHERE f.version_id = r.current_version_id) AS figures,
    (SELECT count(*) FROM report_versions w WHERE w.report_id = r.id) AS versions
FROM reports r LEFT JOIN report_versions v ON v.id = r.current_version_id
WHERE r.body_id = ? ORDER BY r.kind, r.year DESC
"""


def _expectations(
    db: Database, body_id: str, reports: Sequence[Mapping[str, Any]]
) -> dict[str, list[Mapping[str, Any]]]:
    by_key = {(report["kind"], report["year"]): report for report in reports}
    rows = fetch_dicts(db, "SELECT * FROM expectations WHERE body_id = ? ORDER BY kind, year DESC", [body_id])
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        report = by_key.get((row["kind"], row["year"]), {})
        cell = {
            **row,
            "report_id": report.get("id"),
            "published_on": report.get("published_on"),
            "published_basis": report.get("published_basis"),
            "signed_on": report.get("signed_on"),
            "first_seen_at": report.get("first_seen_at"),
        }
        found[row["kind"]].append({**cell, "days": days_late(cell)})
    return found


_VALUES = """
SELECT r.kind, r.year, r.id AS report_id, x.metric, x.scope, x.value, x.unit, x.basis, x.numerator, x.denominator,
    x.base, x.includes_carried_in, x.low, x.high, x.figure_id, k.zh, k.en, k.topic, k.tier, k.unit AS metric_unit
FROM reports r
JOIN metric_values x ON x.version_id = r.current_version_id
JOIN metrics k ON k.key = x.metric
WHERE r.body_id = ? AND x.period = CAST(r.year AS TEXT) AND x.scope <> 'head'
ORDER BY r.kind, k.tier, k.topic, x.metric, r.year, x.basis <> 'computed', x.scope <> 'body', x.id
"""


def _trends(
    db: Database, body_id: str, reports: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, list[Trend]], dict[str, list[Mapping[str, Any]]]]:
    series: dict[tuple[str, str], dict[int, Mapping[str, Any]]] = defaultdict(dict)
    for row in fetch_dicts(db, _VALUES, [body_id]):
        series[row["kind"], row["metric"]].setdefault(row["year"], row)
    trends: dict[str, list[Trend]] = defaultdict(list)
    singles: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for (kind, _), values in series.items():
        if len(values) == 1:
            singles[kind] += values.values()
            continue
        readable = {row["year"]: row["current_version_id"] is not None for row in reports if row["kind"] == kind}
        trends[kind].append(_trend(values, readable))
    return trends, singles


def _trend(values: Mapping[int, Mapping[str, Any]], readable: Mapping[int, bool]) -> Trend:
    """From the first value to the newest report; ``readable`` are the years of reports, False = without text."""
    years = range(min(values), max(readable) + 1)
    newest = values[max(values)]
    gaps = {
        year: "unstated" if readable.get(year) else "unread" if year in readable else "unfound"
        for year in years
        if year not in values
    }
    model = next((values[year] for year in sorted(values, reverse=True) if _has_ground(values[year])), newest)
    apart = frozenset(year for year, value in values.items() if not _same_ground(value, model))
    return Trend(newest, years, values, gaps, apart)


def _has_ground(value: Mapping[str, Any]) -> bool:
    """Whether it can be compared at all: a rate of nobody knows what cannot."""
    return value["unit"] != "%" or value["base"] is not None


def _same_ground(value: Mapping[str, Any], model: Mapping[str, Any]) -> bool:
    """Whether two values may stand in one line: same unit, scope and stated base, and the same cases carried in."""
    return (
        _has_ground(value)
        and all(value[key] == model[key] for key in ("unit", "scope", "base"))
        and bool(value["includes_carried_in"]) == bool(model["includes_carried_in"])
    )
