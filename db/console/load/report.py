"""The page of a report: one version's text, figures, values, findings and parts, and its other versions."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.console.marks import Block, cut
from db.console.sentences import ChangedSentence, changed_sentences
from db.database import Database, fetch_dicts


@dataclass(frozen=True, slots=True)
class ReportPage:
    """``version`` is the one shown (None: nothing could be read). ``older`` and ``changed`` are of a comparison."""

    report: Mapping[str, Any]
    version: Mapping[str, Any] | None
    blocks: Sequence[Block]
    figures: Sequence[Mapping[str, Any]]
    values: Mapping[int, Sequence[Mapping[str, Any]]]  # metric values by the figures that they stand on
    checks: Mapping[int, Sequence[Mapping[str, Any]]]  # findings by the figures that they count with
    findings: Sequence[Mapping[str, Any]]
    parts: Sequence[Mapping[str, Any]]
    versions: Sequence[Mapping[str, Any]]
    places: Sequence[Mapping[str, Any]]
    captures: Mapping[int, Mapping[str, Any]]
    older: Mapping[str, Any] | None
    changed: Sequence[ChangedSentence]


def load_report(db: Database, report_id: int, version_id: int | None, against: int | None) -> ReportPage | None:
    """The report as its current version says, or as ``version_id`` does, compared with ``against``.

    Without ``against``, a later version is compared with the one before it at its place. None for an unknown report;
    LookupError for a version that is not of this report.
    """
    found = fetch_dicts(db, _REPORT, [report_id])
    if not found:
        return None
    report = found[0]
    versions = fetch_dicts(db, _VERSIONS, [report_id])
    version = _chosen(versions, version_id or report["current_version_id"])
    older = _chosen(versions, against) or _before(versions, version)
    if version is None and version_id is not None:
        raise LookupError(version_id)
    if against is not None and (older is None or older["id"] != against):
        raise LookupError(against)
    places = fetch_dicts(db, _PLACES, [report_id])
    if version is None:
        captures = _captures(db, [row["id"] for row in versions])
        return ReportPage(report, None, (), (), {}, {}, (), (), versions, places, captures, None, ())
    contents = _Contents(db, version["id"])
    text, blocks = _text(db, version["id"])
    changed = changed_sentences(_text(db, older["id"])[0], text) if older else []
    return ReportPage(
        report=report,
        version=version,
        blocks=cut(text, blocks, contents.figures, contents.parts),
        figures=contents.figures,
        values=contents.values_by_figure(),
        checks=contents.checks_by_figure(),
        findings=contents.findings,
        parts=contents.parts,
        versions=versions,
        places=places,
        captures=_captures(db, [version["id"]]),
        older=older,
        changed=changed,
    )


_REPORT = """
SELECT r.*, b.name AS body, b.region, b.class
FROM reports r JOIN bodies b ON b.id = r.body_id WHERE r.id = ?
"""
_VERSIONS = """
SELECT v.id, v.place_id, v.number, v.observed_at, v.change, v.method, v.quality, v.text_sha256, v.parser_version, p.url
FROM report_versions v JOIN report_places p ON p.id = v.place_id
WHERE v.report_id = ? ORDER BY v.observed_at DESC, v.id DESC
"""
_PLACES = """
SELECT p.*, s.body_id AS of_body FROM report_places p LEFT JOIN sections s ON s.id = p.section_id
WHERE p.report_id = ? ORDER BY p.state <> 'listed', p.id
"""


def _chosen(versions: Sequence[Mapping[str, Any]], version_id: int | None) -> Mapping[str, Any] | None:
    return next((row for row in versions if row["id"] == version_id), None)


def _before(versions: Sequence[Mapping[str, Any]], version: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    if version is None:
        return None
    same = [row for row in versions if row["place_id"] == version["place_id"] and row["number"] < version["number"]]
    return max(same, key=lambda row: row["number"], default=None)


def _text(db: Database, version_id: int) -> tuple[str, str]:
    row = db.conn.execute("SELECT text, blocks FROM report_versions WHERE id = ?", [version_id]).fetchone()
    return row[0], row[1]


def _captures(db: Database, version_ids: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    rows = fetch_dicts(
        db,
        "SELECT DISTINCT c.id, c.role, c.url, c.label, c.fetched_at, c.sha256, c.media_type, c.archive_file "
        "FROM version_captures x JOIN captures c ON c.id = x.capture_id "
        "WHERE x.version_id IN (SELECT value FROM json_each(?)) ORDER BY c.id",
        [json.dumps(list(version_ids))],
    )
    return {row["id"]: row for row in rows}


class _Contents:
    """What reading made of one version."""

    def __init__(self, db: Database, version_id: int) -> None:
        self.figures = fetch_dicts(db, _FIGURES, [version_id])
        self.values = fetch_dicts(db, _VALUES, [version_id])
        self.findings = fetch_dicts(db, _FINDINGS, [version_id])
        self.parts = fetch_dicts(db, 'SELECT role, heading, form, start, "end" FROM parts WHERE version_id = ?',
                                 [version_id])  # fmt: skip
        for finding in self.findings:
            finding["numbers"] = json.loads(finding["numbers"])

    def values_by_figure(self) -> dict[int, list[Mapping[str, Any]]]:
        found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
        for value in self.values:
            stands_on = {value["figure_id"], *json.loads(value["figure_ids"])} - {None}
            for figure in stands_on:
                found[figure].append(value)
        return found

    def checks_by_figure(self) -> dict[int, list[Mapping[str, Any]]]:
        places: dict[tuple[int, int], list[int]] = defaultdict(list)
        for figure in self.figures:
            places[figure["at_start"], figure["at_end"]].append(figure["id"])
        found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
        for finding in self.findings:
            at = {(item.get("start"), item.get("end")) for item in finding["numbers"]}
            for figure_id in sorted({figure for place in at for figure in places.get(place, ())}):
                found[figure_id].append(finding)
        return found


_FIGURES = """
SELECT f.*, k.zh, k.en FROM figures f LEFT JOIN metrics k ON k.key = f.metric
WHERE f.version_id = ? ORDER BY f.at_start, f.at_end, f.id
"""
_VALUES = """
SELECT x.*, k.zh, k.en, d.zh AS base_zh, d.en AS base_en
FROM metric_values x LEFT JOIN metrics k ON k.key = x.metric LEFT JOIN metrics d ON d.key = x.base
WHERE x.version_id = ? ORDER BY x.metric, x.basis, x.id
"""
_FINDINGS = """
SELECT id, rule, verdict, severity, metric, numbers, expected, nearest, text FROM findings
WHERE version_id = ?
ORDER BY CASE verdict WHEN 'disagrees' THEN 0 WHEN 'base_unclear' THEN 1 WHEN 'truncation' THEN 2 WHEN 'holds' THEN 3
    ELSE 4 END, id
"""
