"""The page of a case, and the list of cases."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.console.load.home import _STANDING as _ASKED_FOR
from db.database import Database, fetch_dicts

PAGE = 50
_IDS = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class CasePage:
    """``compared`` is (old, new) of a comparison. ``figures`` are the sentences it stands on, by report year."""

    case: Mapping[str, Any]
    rule: Mapping[str, Any] | None
    report: Mapping[str, Any] | None
    compared: Mapping[str, Any]
    figures: Mapping[tuple[int, int], Sequence[Mapping[str, Any]]]  # by (year, report id)
    metrics: Mapping[str, Mapping[str, Any]]
    visits: Sequence[Mapping[str, Any]]
    captures: Sequence[Mapping[str, Any]]
    events: Sequence[Mapping[str, Any]]
    messages: Sequence[Mapping[str, Any]]


def load_case(db: Database, case_id: int) -> CasePage | None:
    """All that the page shows; None for an unknown case."""
    found = fetch_dicts(
        db, "SELECT a.*, b.name AS body, b.region FROM alerts a LEFT JOIN bodies b ON b.id = a.body_id WHERE a.id = ?",
        [case_id],
    )  # fmt: skip
    if not found:
        return None
    case = found[0]
    evidence = json.loads(case["evidence"])
    report = fetch_dicts(
        db, "SELECT id, title, url FROM reports WHERE body_id = ? AND kind = ? AND year = ?",
        [case["body_id"], case["kind"], case["year"]],
    )  # fmt: skip
    rule = fetch_dicts(db, "SELECT * FROM rules WHERE rule = ?", [case["rule"]])
    compared = evidence.get("compared") or {}
    keys = {case["metric"], *evidence.get("metrics", ()), *(compared.get(s, {}).get("base") for s in ("old", "new"))}
    return CasePage(
        case=case,
        rule=rule[0] if rule else None,
        report=report[0] if report else None,
        compared=compared if {"old", "new"} <= compared.keys() else {},
        figures=_figures(db, evidence.get("figures", ())),
        metrics={row["key"]: row for row in fetch_dicts(db, f"SELECT key, zh, en, unit FROM metrics WHERE key {_IDS}",
                                                        [json.dumps([key for key in keys if key])])},
        visits=fetch_dicts(db, _VISITS, [json.dumps(evidence.get("visits", ()))]),
        captures=fetch_dicts(db, _CAPTURES, [json.dumps(evidence.get("captures", ()))]),
        events=fetch_dicts(db, "SELECT * FROM alert_events WHERE alert_id = ? ORDER BY id", [case_id]),
        messages=fetch_dicts(db, _MESSAGES, [case_id]),
    )  # fmt: skip


def _figures(db: Database, ids: Sequence[int]) -> dict[tuple[int, int], list[Mapping[str, Any]]]:
    rows = fetch_dicts(db, _FIGURES, [json.dumps(list(ids))])
    found: dict[tuple[int, int], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["year"], row["report_id"]].append(row)
    return dict(found)


_FIGURES = f"""
SELECT f.*, r.year, r.id AS report_id, r.body_id, b.name AS body, r.title, r.url, v.number AS version_number,
    v.id = r.current_version_id AS current, k.zh, k.en
FROM figures f JOIN report_versions v ON v.id = f.version_id JOIN reports r ON r.id = v.report_id
JOIN bodies b ON b.id = r.body_id LEFT JOIN metrics k ON k.key = f.metric
WHERE f.id {_IDS} ORDER BY r.year, v.observed_at, f.at_start
"""
_VISITS = f"""
SELECT v.id, v.section_id, s.url, v.seen_at, v.whole, v.outcome, v.pages, v.rows_seen, v.declared_total, v.reach,
    v.reason,
    (SELECT c.id FROM captures c WHERE c.visit_id = v.id AND c.role = 'list' ORDER BY c.id LIMIT 1) AS capture_id
FROM visits v JOIN sections s ON s.id = v.section_id WHERE v.id {_IDS} ORDER BY v.id
"""
_CAPTURES = f"""
SELECT id, role, url, label, fetched_at, sha256, verdict, media_type, archive_file FROM captures
WHERE id {_IDS} ORDER BY id
"""
_MESSAGES = """
SELECT DISTINCT m.id, m.supervisor, m.channel, m.state, m.sent_at, m.created_at, m.uncertain
FROM deliveries d JOIN messages m ON m.id = d.message_id WHERE d.alert_id = ? ORDER BY m.id
"""


@dataclass(frozen=True, slots=True)
class CaseChoice:
    """Which cases a list shows; "" or None = not limited. ``state`` may be ``standing``: open or acknowledged."""

    state: str = "standing"
    severity: str = ""
    rule: str = ""
    body: str = ""
    region: str = ""
    year: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class CaseList:
    cases: Sequence[Mapping[str, Any]]
    count: int
    rules: Sequence[Mapping[str, Any]]


def load_cases(db: Database, choice: CaseChoice) -> CaseList:
    """One page of cases, the worst and newest first."""
    where, params = _where(choice)
    count = db.conn.execute(f"SELECT count(*) FROM alerts a WHERE {where}", params).fetchone()[0]
    cases = fetch_dicts(
        db,
        "SELECT a.id, a.severity, a.state, a.rule, a.body_id, a.year, a.title, a.opened_at, a.snoozed_until, "
        "a.closed_at, b.name AS body, b.region, u.zh AS rule_zh, u.en AS rule_en FROM "
        f"(SELECT id FROM alerts a WHERE {where} ORDER BY {_WORST_FIRST}, a.opened_at DESC, a.id DESC "
        "LIMIT :limit OFFSET :skip) JOIN alerts a USING (id) "
        "LEFT JOIN bodies b ON b.id = a.body_id LEFT JOIN rules u ON u.rule = a.rule "
        f"ORDER BY {_WORST_FIRST}, a.opened_at DESC, a.id DESC",
        {**params, "limit": PAGE, "skip": (choice.page - 1) * PAGE},
    )
    return CaseList(cases, count, fetch_dicts(db, "SELECT rule, zh, en FROM rules ORDER BY rule"))


_WORST_FIRST = "CASE a.severity WHEN 'critical' THEN 0 WHEN 'warning' THEN 1 WHEN 'notice' THEN 2 ELSE 3 END"


def _where(choice: CaseChoice) -> tuple[str, dict[str, Any]]:
    terms = ["1"]
    if choice.state == "standing":
        terms.append(f"({_ASKED_FOR})")
    elif choice.state:
        terms.append("a.state = :state")
    if choice.severity:
        terms.append("a.severity = :severity")
    if choice.rule:
        terms.append("a.rule = :rule")
    if choice.body:
        terms.append("a.body_id = :body")
    if choice.year is not None:
        terms.append("a.year = :year")
    if choice.region:
        terms.append("a.body_id IN (SELECT id FROM bodies WHERE coalesce(region, routing_region) LIKE :region || '%')")
    params = {"state": choice.state, "severity": choice.severity, "rule": choice.rule, "year": choice.year}
    return " AND ".join(terms), {**params, "region": choice.region, "body": choice.body}
