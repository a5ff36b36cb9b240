"""The reports of bodies as judging sees them: places, versions, and the current version's contents."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from db.database import Database, fetch_dicts
from db.others import JOINT, SUCCEEDED
from db.records import FindingFact, PartFact, PartlyFact, PlaceFact, PriorFact, ReportFact, ValueFact, VersionFact
from db.reports import rank_places, report_state
from db.revisions import revisions_of, values_keys
from db.versions import unpack_clauses
from db.vocabulary import PlaceState
from parsers.vocabulary import Decision, IdentityVerdict, Method, Qualifier, Role, Tense, Verdict

_IDS = "IN (SELECT value FROM json_each(:ids))"


# What was read last at a place is not what its newest version stands on: it reads as something else (`document_unsure`
# says so of what a list shows), or nothing could be read from it. Or of one of
# the version's attachments the newest clear answer is that there is no such file.
_BROKEN = f"""
CASE WHEN p.state = '{PlaceState.GONE}' THEN ''
WHEN EXISTS (SELECT 1 FROM documents_seen d WHERE d.url = p.url AND d.decision = '{Decision.UNSURE}')
THEN iif(EXISTS (SELECT 1 FROM documents_seen d WHERE d.url = p.url AND d.listed = 1), '', 'otherwise')
WHEN (SELECT bundle_sha256 FROM report_versions v WHERE v.place_id = p.id AND v.method <> '{Method.NONE}'
      ORDER BY v.number DESC LIMIT 1) <> (SELECT max(d.read_sha256) FROM documents_seen d WHERE d.url = p.url)
THEN 'unreadable'
WHEN EXISTS (
    SELECT 1 FROM version_captures o JOIN captures c ON c.id = o.capture_id
    WHERE o.role = '{Role.ATTACHMENT}'
    AND o.version_id = (SELECT id FROM report_versions v WHERE v.place_id = p.id ORDER BY number DESC LIMIT 1)
    AND (SELECT n.verdict FROM captures n WHERE n.url = c.url AND n.document_url = p.url
         AND n.verdict IN ('{Verdict.OK}', '{Verdict.NOT_MODIFIED}', '{Verdict.GONE}', '{Verdict.SOFT_404}')
         ORDER BY n.id DESC LIMIT 1) IN ('{Verdict.GONE}', '{Verdict.SOFT_404}')
) THEN 'attachment_gone' ELSE '' END
"""


# Did the page not open when it was last asked for?
_SHUT = f"""
coalesce((SELECT c.verdict NOT IN ('{Verdict.OK}', '{Verdict.NOT_MODIFIED}') FROM captures c
 WHERE c.document_url = p.url AND c.role = '{Role.DETAIL}' ORDER BY c.id DESC LIMIT 1), 0)
"""


# The years of the reports that the place's own list dates on the same day.
_ALIKE = f"""
(SELECT json_group_array(DISTINCT d.year) FROM documents_seen d
 WHERE d.section_id = p.section_id AND d.decision = '{Decision.REPORT}' AND d.row_date = p.published_on
 AND d.year IS NOT NULL)
"""


def reports_of(db: Database, body_ids: Sequence[str], limit: str) -> dict[str, list[ReportFact]]:
    """The reports of these bodies seen up to ``limit``, oldest year first, by body."""
    params = {"ids": json.dumps(list(body_ids)), "limit": limit}
    rows = fetch_dicts(
        db,
        f"SELECT *, body_id AS whose FROM reports WHERE body_id {_IDS} AND first_seen_at <= :limit ORDER BY kind, year",
        params,
    )
    return _facts(db, rows, limit)


def joint_reports_of(db: Database, body_ids: Sequence[str], limit: str) -> dict[str, list[ReportFact]]:
    """The reports that count for another body and name one of these among their issuers, by the body named.

    By its full name or an alias, which no other body bears.
    """
    return _facts(db, _of_others(db, f"{JOINT} AND", body_ids, limit), limit)


def succeeded_reports_of(db: Database, body_ids: Sequence[str], limit: str) -> dict[str, list[ReportFact]]:
    """The reports that these bodies' predecessors or successors gave for years that these answer for, by body."""
    return _facts(db, _of_others(db, f"{SUCCEEDED} WHERE", body_ids, limit), limit)


def _of_others(db: Database, rows: str, body_ids: Sequence[str], limit: str) -> list[dict[str, Any]]:
    return fetch_dicts(
        db,
        f"SELECT DISTINCT r.*, n.body_id AS whose FROM {rows} "
        f"n.body_id {_IDS} AND r.first_seen_at <= :limit ORDER BY r.kind, r.year, r.id",
        {"ids": json.dumps(list(body_ids)), "limit": limit},
    )


def _facts(db: Database, rows: list[dict[str, Any]], limit: str) -> dict[str, list[ReportFact]]:
    shown = {"ids": json.dumps([row["id"] for row in rows]), "limit": limit}
    places, versions = _places(db, shown), _versions(db, shown)
    if limit != "~":
        rows = [row for row in rows if _as_it_was(row, places.get(row["id"], []), versions.get(row["id"], []))]
    contents = _Contents(db, [row["current_version_id"] for row in rows if row["current_version_id"]])
    found: dict[str, list[ReportFact]] = defaultdict(list)
    for row in rows:
        fact = _report(db, row, places.get(row["id"], []), versions.get(row["id"], []), contents)
        found[row["whose"]].append(fact)
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
        partly=contents.partly.get(current, ()),
        prior=contents.prior.get(current, ()),
    )


def _places(db: Database, params: dict[str, Any]) -> dict[int, list[dict[str, Any]]]:
    rows = fetch_dicts(
        db,
        f"SELECT p.*, coalesce(s.body_id = r.body_id, 0) AS own, {_BROKEN} AS broken, {_SHUT} AS shut, "
        f"{_ALIKE} AS alike "
        "FROM report_places p JOIN reports r ON r.id = p.report_id LEFT JOIN sections s ON s.id = p.section_id "
        f"WHERE p.report_id {_IDS} AND p.first_seen_at <= :limit ORDER BY p.id",
        params,
    )
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["state_since"] > params["limit"]:  # what a place was before its last change is not kept: seen, so listed
            row["state"] = PlaceState.LISTED
        if row["last_seen_at"] > params["limit"]:
            row["last_seen_at"] = params["limit"].rstrip("~")
        if params["limit"] != "~":
            row["broken"], row["shut"] = "", 0  # since when it has been so is not kept
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
        broken=row["broken"],
        shut=bool(row["shut"]),
        alike=_numbers(row["alike"]),
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
            f"WHERE verdict = '{IdentityVerdict.DISAGREES}' AND version_id"
        ):
            fact = FindingFact(*(*head, tuple(json.loads(numbers)), expected, nearest, text))
            self.findings[version] = (*self.findings.get(version, ()), fact)
        self.partly: dict[int | None, tuple[PartlyFact, ...]] = {}
        self.prior: dict[int | None, tuple[PriorFact, ...]] = {}
        for version, tense, *told in self._rows(
            "SELECT version_id, tense, metric, period, value, id, quote FROM figures "
            f"WHERE (tense = '{Tense.PRIOR}' OR period GLOB '????-??/????-??' "
            f"AND tense = '{Tense.ACTUAL}' AND metric IS NOT NULL) AND version_id"
        ):
            if tense == Tense.PRIOR:
                self.prior[version] = (*self.prior.get(version, ()), PriorFact(*told))
            else:
                self.partly[version] = (*self.partly.get(version, ()), PartlyFact(*told))
        self.values = self._values()

    def _rows(self, sql: str, order: str = "rowid") -> Any:
        return self._db.conn.execute(f"{sql} {_IDS} ORDER BY {order}", self._params)

    def _values(self) -> dict[int | None, tuple[ValueFact, ...]]:
        rows = self._rows(
            "SELECT m.version_id, m.id, m.metric, m.scope, m.period, m.value, m.basis, m.numerator, m.denominator, "
            "m.base, m.includes_carried_in, m.figure_id, m.figure_ids, f.qualifier, f.quote "
            "FROM metric_values m LEFT JOIN figures f ON f.id = m.figure_id WHERE m.version_id",
            order="m.version_id",  # by id below: SQLite would copy all of it once more for that
        )
        found: dict[int | None, list[ValueFact]] = defaultdict(list)
        of_several = []
        carried = {None: None, 0: False, 1: True}
        make = tuple.__new__  # what a named tuple's own constructor does, at half the cost
        for row in rows:  # the tightest loop of a full judging: 1.7 million rounds
            if row[11] is None or "," in row[12]:
                of_several.append(row)
            else:
                fact = make(ValueFact, (*row[1:10], carried[row[10]], row[13], (row[11],), (row[14],)))
                found[row[0]].append(fact)
        sentences = self._sentences(row[12] for row in of_several)
        for row in of_several:
            ids = _numbers(row[12])
            stands_on = [sentences[number] for number in ids]
            qualifier = next((word for word, _ in stands_on if word != Qualifier.EQ), "eq")
            quotes = tuple(dict.fromkeys(quote for _, quote in stands_on))
            found[row[0]].append(ValueFact._make((*row[1:10], carried[row[10]], qualifier, ids, quotes)))
        return {version: tuple(sorted(values, key=itemgetter(0))) for version, values in found.items()}

    def _sentences(self, lists: Iterable[str]) -> dict[int, tuple[str, str]]:
        """Qualifier and quote of figures by id, for values that stand on several, or on others' figures."""
        wanted = {number for figures in lists for number in _numbers(figures)}
        rows = self._db.conn.execute(
            f"SELECT id, qualifier, quote FROM figures WHERE id {_IDS}", {"ids": json.dumps(sorted(wanted))}
        )
        return {figure_id: (qualifier, quote) for figure_id, qualifier, quote in rows}


def _numbers(listed: str) -> tuple[int, ...]:
    """The ids in a JSON list of integers: "[3, 4]"."""
    return tuple(json.loads(listed))
