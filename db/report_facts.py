"""The reports of bodies as judging sees them: places, versions, and the current version's contents."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db.database import Database, fetch_dicts
from db.records import FindingFact, PartFact, PlaceFact, ReportFact, ValueFact, VersionFact
from db.reports import rank_places, report_state
from db.revisions import revisions_of, values_keys
from db.versions import unpack_clauses
from db.vocabulary import PlaceState
from parsers.vocabulary import Method

_IDS = "IN (SELECT value FROM json_each(:ids))"


def reports_of(db: Database, body_ids: Sequence[str], limit: str) -> dict[str, list[ReportFact]]:
    """The reports of these bodies seen up to ``limit``, oldest year first, by body."""
    params = {"ids": json.dumps(list(body_ids)), "limit": limit}
    rows = fetch_dicts(
        db, f"SELECT * FROM reports WHERE body_id {_IDS} AND first_seen_at <= :limit ORDER BY kind, year", params
    )
    shown = {**params, "ids": json.dumps([row["id"] for row in rows])}
    places, versions = _places(db, shown), _versions(db, shown)
    if limit != "~":
        rows = [row for row in rows if _as_it_was(row, places.get(row["id"], []), versions.get(row["id"], []))]
    contents = _Contents(db, [row["current_version_id"] for row in rows if row["current_version_id"]])
    found: dict[str, list[ReportFact]] = defaultdict(list)
    for row in rows:
        fact = _report(db, row, places.get(row["id"], []), versions.get(row["id"], []), contents)
        found[row["body_id"]].append(fact)
    return found


def _report(
    db: Database,
    row: dict[str, Any],
    places: list[dict[str, Any]],
    versions: list[VersionFact],
    contents: _Contents,
) -> ReportFact:
    current = row["current_version_id"]
    if len(places) > 1:
        versions = values_keys(db, versions, row["year"])
    return ReportFact(
        id=row["id"],
        kind=row["kind"],
        year=row["year"],
        title=row["title"],
        issuers=tuple(json.loads(row["issuers"])),
        doc_number=row["doc_number"],
        published_on=row["published_on"],
        published_basis=row["published_basis"],
        signed_on=row["signed_on"],
        first_seen_at=row["first_seen_at"],
        baseline=bool(row["baseline"]),
        state=row["state"],
        url=row["url"],
        notes=tuple(json.loads(row["notes"])),
        current_version_id=current,
        places=tuple(_place_fact(place) for place in places),
        versions=tuple(versions),
        parts=contents.parts.get(current, ()),
        values=contents.values.get(current, ()),
        findings=contents.findings.get(current, ()),
        clauses=contents.clauses.get(current, ()),
        revisions=revisions_of(db, places, versions),
    )


def _places(db: Database, params: dict[str, Any]) -> dict[int, list[dict[str, Any]]]:
    rows = fetch_dicts(
        db,
        "SELECT p.*, coalesce(s.body_id = r.body_id, 0) AS own FROM report_places p "
        "JOIN reports r ON r.id = p.report_id LEFT JOIN sections s ON s.id = p.section_id "
        f"WHERE p.report_id {_IDS} AND p.first_seen_at <= :limit ORDER BY p.id",
        params,
    )
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["state_since"] > params["limit"]:  # what a place was before its last change is not kept: seen, so listed
            row["state"] = PlaceState.LISTED
        if row["last_seen_at"] > params["limit"]:
            row["last_seen_at"] = params["limit"].rstrip("~")
        found[row["report_id"]].append(row)
    return found


def _place_fact(row: dict[str, Any]) -> PlaceFact:
    return PlaceFact(
        id=row["id"],
        section_id=row["section_id"],
        url=row["url"],
        published_on=row["published_on"],
        published_basis=row["published_basis"],
        first_seen_at=row["first_seen_at"],
        last_seen_at=row["last_seen_at"],
        state=row["state"],
    )


def _versions(db: Database, params: dict[str, Any]) -> dict[int, list[VersionFact]]:
    rows = db.conn.execute(
        "SELECT report_id, id, place_id, number, observed_at, change, text_sha256, method, quality, "
        "(SELECT group_concat(capture_id) FROM (SELECT capture_id FROM version_captures c "
        " WHERE c.version_id = v.id ORDER BY role = 'attachment', capture_id)) "
        f"FROM report_versions v WHERE report_id {_IDS} AND observed_at <= :limit ORDER BY place_id, number",
        params,
    )
    found: dict[int, list[VersionFact]] = defaultdict(list)
    for report_id, *facts, captures in rows:
        capture_ids = tuple(int(number) for number in captures.split(",")) if captures else ()
        found[report_id].append(VersionFact(*(*facts, capture_ids)))
    return found


@dataclass(frozen=True, slots=True)
class _Then:
    """A place as it ranked at an earlier time."""

    id: int
    state: str
    own: int
    observed_at: str | None
    readable: int
    row: dict[str, Any]
    version_id: int | None


def _as_it_was(report: dict[str, Any], places: list[dict[str, Any]], versions: list[VersionFact]) -> bool:
    """Make a report's row what it was when no more than these places and versions were seen; was it there at all?"""
    then = []
    for place in places:
        own = [version for version in versions if version.place_id == place["id"]]
        readable = [version for version in own if version.method != Method.NONE]
        newest = max(readable or own, key=lambda version: version.number, default=None)
        then.append(
            _Then(
                place["id"],
                place["state"],
                place["own"],
                newest.observed_at if newest else None,
                int(bool(readable)),
                place,
                newest.id if newest else None,
            )
        )
    if not any(place.version_id for place in then):
        return False
    ranked = rank_places(then)
    best = ranked[0].row
    dated = next((place.row for place in ranked if place.row["published_on"]), best)
    report.update(
        title=best["title"],
        issuers=best["issuers"],
        url=best["url"],
        notes=best["notes"],
        published_on=dated["published_on"],
        published_basis=dated["published_basis"],
        state=report_state(then),
        current_version_id=ranked[0].version_id,
    )
    return True


class _Contents:
    """What was read from a batch of versions, by version id."""

    def __init__(self, db: Database, version_ids: Sequence[int]) -> None:
        self._db = db
        self._params = {"ids": json.dumps(list(version_ids))}
        self.clauses = {
            version: unpack_clauses(data)
            for version, data in self._rows("SELECT id, clauses FROM report_versions WHERE id")
        }
        self.parts: dict[int | None, tuple[PartFact, ...]] = {}
        for version, *part in self._rows(
            'SELECT version_id, role, heading, form, start, "end" FROM parts WHERE version_id'
        ):
            self.parts[version] = (*self.parts.get(version, ()), PartFact(*part))
        self.findings: dict[int | None, tuple[FindingFact, ...]] = {}
        for version, *head, numbers, expected, nearest, text in self._rows(
            "SELECT version_id, id, rule, verdict, severity, metric, numbers, expected, nearest, text FROM findings "
            "WHERE version_id"
        ):
            fact = FindingFact(*(*head, tuple(json.loads(numbers)), expected, nearest, text))
            self.findings[version] = (*self.findings.get(version, ()), fact)
        self.values = self._values()

    def _rows(self, sql: str) -> Any:
        return self._db.conn.execute(f"{sql} {_IDS} ORDER BY rowid", self._params)

    def _values(self) -> dict[int | None, tuple[ValueFact, ...]]:
        sentences = {
            figure_id: (qualifier, quote)
            for figure_id, qualifier, quote in self._rows(
                "SELECT id, qualifier, quote FROM figures WHERE metric IS NOT NULL AND version_id"
            )
        }
        found: dict[int | None, list[ValueFact]] = defaultdict(list)
        for version, *head, carried, low, high, figures in self._rows(
            "SELECT version_id, id, metric, scope, period, value, unit, basis, numerator, denominator, base, "
            "includes_carried_in, low, high, figure_ids FROM metric_values WHERE version_id"
        ):
            ids = tuple(int(number) for number in figures[1:-1].split(",")) if len(figures) > 2 else ()
            stands_on = [sentences.get(figure_id) or self._sentence(figure_id) for figure_id in ids]
            qualifier = next((word for word, _ in stands_on if word != "eq"), "eq")
            quotes = tuple(dict.fromkeys(quote for _, quote in stands_on))
            carried_in = None if carried is None else bool(carried)
            found[version].append(ValueFact(*(*head, carried_in, low, high, qualifier, ids, quotes)))
        return {version: tuple(values) for version, values in found.items()}

    def _sentence(self, figure_id: int) -> tuple[str, str]:
        """The sentence of a figure without a metric of its own, which a sum may stand on."""
        row: tuple[str, str] = self._db.conn.execute(
            "SELECT qualifier, quote FROM figures WHERE id = ?", [figure_id]
        ).fetchone()
        return row
