"""Whether what a dossier would say is what this program wrote: a signature must not vouch for a row changed by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator

from db.chain import FACTS, link, stored_facts
from db.database import Database
from db.dossier import Dossier
from db.ledger import READINGS
from db.problems import DatabaseProblem
from db.verify_ledger import check_rows
from db.verify_readings import check_version

# Of these a row that is gone would tell the case otherwise, and says no more whose it was.
_OF_REPORTS = frozenset({"reports", "report_places", "report_versions"})
_OF_ALERTS = frozenset({"alerts", "alert_events"})


def prove(db: Database, case: Dossier) -> None:
    """Refuse a case of which `verify` would fail something. Raises `DatabaseProblem`, which names it."""
    for problem in _problems(db, case):
        raise DatabaseProblem(f"{problem}: no dossier was made, signed or not; fazhi verify tells all that fails")


def _problems(db: Database, case: Dossier) -> Iterator[str]:
    for version in case.versions:
        yield from map(str, check_version(db, version["id"])[1])
    reports = {version["id"]: version["report_id"] for version in case.versions}
    for row in case.values:
        if row["report_id"] != reports[row["version_id"]]:
            yield f"metric value {row['id']} is said to be of another report than its version"
    whole = _OF_REPORTS | (_OF_ALERTS if case.alert else frozenset())
    yield from map(str, check_rows(db, _rows(db, case), whole))
    if case.chain_from is not None and case.chain_to is not None:
        yield from _chain_problems(db, case.chain_from, case.chain_to, case.head)


def _rows(db: Database, case: Dossier) -> dict[str, set[str]]:
    """The keys of all rows that are packed, by table."""
    bodies = {row["body_id"] for row in (*case.reports, *case.expectations)} | (
        {case.body["id"]} if case.body else set()
    )
    evidence = json.loads(case.alert["evidence"]) if case.alert else {}
    versions = {str(row["id"]) for row in case.versions}
    visits = {row["id"] for row in case.visits} | set(evidence.get("visits", ()))
    alert = [case.alert["id"]] if case.alert else []
    reports = [row["id"] for row in case.reports]
    return {
        "meta": {"simulation"},
        "bodies": bodies,
        "rules": {case.alert["rule"]} if case.alert else set(),
        "metrics": {row["metric"] for row in (*case.figures, *case.values) if row["metric"]},
        "sections": {row["section_id"] for row in case.visits},
        "visits": {str(number) for number in visits},
        "expectations": {f"{row['body_id']} {row['kind']} {row['year']}" for row in case.expectations},
        "reports": {str(number) for number in reports},
        "report_places": _ids(db, "SELECT id FROM report_places WHERE report_id", reports),
        "report_versions": versions,
        **dict.fromkeys(READINGS, versions),
        "alerts": {str(number) for number in alert},
        "alert_events": _ids(db, "SELECT id FROM alert_events WHERE alert_id", alert),
    }


def _ids(db: Database, sql: str, numbers: list[int]) -> set[str]:
    rows = db.conn.execute(f"{sql} IN (SELECT value FROM json_each(?))", [json.dumps(numbers)])
    return {str(number) for (number,) in rows}


def _chain_problems(db: Database, first: int, last: int, head: str) -> Iterator[str]:
    """What does not follow in the packed segment of the chain, up to its head."""
    sql = f"SELECT {', '.join(FACTS)}, previous_hash, chain_hash FROM captures WHERE id BETWEEN ? AND ? ORDER BY id"
    before, reached = first - 1, None
    for row in db.conn.execute(sql, [first, last]):
        facts, previous_hash, chain_hash = stored_facts(row), row[-2], row[-1]
        if row[0] != before + 1 or reached not in (None, previous_hash) or link(previous_hash, facts) != chain_hash:
            yield f"chain capture {row[0]}: it is not as it was recorded, or does not follow the one before"
        before, reached = row[0], chain_hash
    if reached != head:
        yield f"the chain ends at capture {before}, not with the head {head} that the file notes"
