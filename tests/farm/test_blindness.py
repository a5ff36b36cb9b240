"""Portals that cannot be read, or not whole, while a report is due: never said to be missing, and well again later.

Each of them published its report in time, where we could not see it. Beside them stand honest portals: their lists can
be read whole and hold no report, and that is said, with its proof.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from db.verify import verify
from tests.farm import traps
from tests.farm.farm import Farm, Twist
from tests.farm.honest import HONEST
from tests.farm.site import FarmSite
from tests.farm.traps import during
from tests.farm.troubles import BLIND, COPIES, PARTIAL, SEEN_LATER, TROUBLE, UNREAD, Trap, box_of, long, small

pytestmark = pytest.mark.timeout(600)  # whichever test comes first holds the passes

BEFORE, DUE, AFTER = date(2026, 3, 20), date(2026, 3, 31), date(2026, 4, 2)
AGAIN, BACK = date(2026, 4, 8), date(2026, 4, 10)  # days into the trouble, and after it
_MAX_BYTES = 400_000


# --- the three weeks -------------------------------------------------------------------------------------------


@dataclass
class Weeks:
    """The farm after its passes, and how sections and bodies stood after each."""

    site: FarmSite
    farm: Farm
    visits: dict[tuple[str, date], dict[str, Any]]
    stands: dict[tuple[str, date], dict[str, Any]]
    alerts: dict[tuple[str, date], dict[str, str]]


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Weeks]:
    with Farm() as farm:
        for number, (name, portal) in enumerate(_portals().items()):
            family, twists, make, report, section = portal
            farm.add(family, make(number, **report), *twists, name=name, **section)
        site = FarmSite(tmp_path_factory.mktemp("weeks"), farm, timeout=1.5, max_pages=8, max_bytes=_MAX_BYTES)
        found = Weeks(site, farm, {}, {}, {})
        for day in (BEFORE, AFTER, AGAIN, BACK):
            site.run(day)
            for each in farm:
                found.visits[each.name, day] = site.visit(each)
                found.stands[each.name, day] = site.expectation(each, 2025)
                found.alerts[each.name, day] = {
                    rule: state for rule, state in site.alerts(each).items() if rule != "due_soon"
                }
        yield found


_Portal = tuple[str, tuple[Twist, ...], Any, dict[str, Any], dict[str, str]]


def _portals() -> dict[str, _Portal]:
    found: dict[str, _Portal] = {}
    for trap in (*BLIND, *PARTIAL):
        make = long if trap.family == "f05_jpage" else small
        section = {"render": "http"} if trap.name in ("shell", "sidebar", "box-of-law") else {}
        found[trap.name] = trap.family, trap.twists(), make, trap.report, section
    for name, twist in COPIES.items():
        found[name] = "f01_ci", (twist,), small, SEEN_LATER, {}
    for name, change in UNREAD.items():
        found[name] = "f01_ci", (during(*TROUBLE, change),), small, SEEN_LATER, {}
    for name, change in HONEST.items():
        found[f"honest-{name}"] = "f01_ci", (traps.always(change),), small, {"posted": TROUBLE[1]}, {}
    found["box"] = "f01_ci", (traps.always(box_of(2)),), small, {"posted": date(2026, 1, 3)}, {}
    return found


def _ids(found: Iterable[Trap]) -> list[Any]:
    return [pytest.param(trap, id=trap.name) for trap in found]


@pytest.mark.parametrize("day", [AFTER, AGAIN])
@pytest.mark.parametrize("trap", _ids((*BLIND, *PARTIAL)))
def test_trouble_is_seen_and_said(weeks: Weeks, trap: Trap, day: date) -> None:
    visit = weeks.visits[trap.name, day]
    assert (visit["outcome"], visit["whole"]) == (trap.outcome, 0), visit["reason"]
    assert trap.says in visit["reason"]
    if trap.outcome == "blind":
        assert visit["rows_seen"] == 0


@pytest.mark.parametrize("trap", _ids((*BLIND, *PARTIAL)))
def test_what_could_not_be_seen_is_never_said_to_be_missing(weeks: Weeks, trap: Trap) -> None:
    for day in (AFTER, AGAIN):
        stand = weeks.stands[trap.name, day]
        assert stand["state"] == "cannot_tell", stand["reason"]
        assert ("不能读取" if trap.outcome == "blind" else "未能完整读取") in stand["reason"]
        assert weeks.alerts[trap.name, day]["cannot_tell"] == "open"
    assert "report_missing" not in weeks.alerts[trap.name, BACK]
    assert "history_gap" not in weeks.alerts[trap.name, BACK]


@pytest.mark.parametrize("trap", _ids((*BLIND, *PARTIAL)))
def test_two_bad_visits_break_a_source_and_a_good_one_mends_it(weeks: Weeks, trap: Trap) -> None:
    # One case tells it: the report of which nothing can be said, and the section that is why.
    assert weeks.alerts[trap.name, AGAIN] == {"cannot_tell": "open"}
    assert weeks.visits[trap.name, BACK]["whole"] == 1, weeks.visits[trap.name, BACK]["reason"]
    assert weeks.stands[trap.name, BACK]["state"] == "on_time"
    assert weeks.alerts[trap.name, BACK] == {"cannot_tell": "resolved"}


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_from_before_the_due_date_proves_nothing_after_it(weeks: Weeks, name: str) -> None:
    for day in (AFTER, AGAIN):
        visit, stand = weeks.visits[name, day], weeks.stands[name, day]
        assert (visit["outcome"], visit["whole"], visit["shown_at"][:10]) == ("ok", 1, TROUBLE[0].isoformat())
        assert (stand["state"], "2026-03-22 的缓存副本" in stand["reason"]) == ("cannot_tell", True), stand["reason"]
    assert weeks.stands[name, BACK]["state"] == "on_time"
    assert weeks.alerts[name, BACK] == {"cannot_tell": "resolved"}


def test_a_box_of_the_newest_rows_accuses_nobody(weeks: Weeks) -> None:
    """It had pushed the report out before our first visit, and nothing on it says so."""
    first = weeks.visits["box", BEFORE]
    assert (first["outcome"], first["whole"], first["pages"]) == ("ok", 1, 1)
    assert "2026-01-03" < first["reach"] < "2026-03-20"
    for day in (BEFORE, AFTER, AGAIN, BACK):
        assert not weeks.alerts["box", day].keys() & {"report_missing", "history_gap", "report_backdated"}
    stand = weeks.stands["box", AFTER]
    assert (stand["state"], f"只能证明 {first['reach']} 以来" in stand["reason"]) == ("cannot_tell", True), stand[
        "reason"
    ]


@pytest.mark.parametrize("name", UNREAD)
def test_a_report_whose_page_cannot_be_had_is_not_missing(weeks: Weeks, name: str) -> None:
    for day in (AFTER, AGAIN):
        assert weeks.visits[name, day]["whole"] == 1
        stand = weeks.stands[name, day]
        assert (stand["state"], "待判定的文件" in stand["reason"]) == ("cannot_tell", True), stand["reason"]
    assert "report_missing" not in weeks.alerts[name, BACK]
    assert weeks.stands[name, BACK]["state"] == "on_time"


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_list_without_the_report_is_the_proof(weeks: Weeks, name: str) -> None:
    name = f"honest-{name}"
    for day in (AFTER, AGAIN):
        visit = weeks.visits[name, day]
        assert (visit["outcome"], visit["whole"], visit["reason"]) == ("ok", 1, None)
        stand = weeks.stands[name, day]
        assert stand["state"] == "missing", stand["reason"]
        assert weeks.alerts[name, day] == {"report_missing": "open"}
    proof = json.loads(weeks.stands[name, AFTER]["visit_ids"])
    rows = weeks.site.rows(f"SELECT section_id, seen_at, whole, rows_seen FROM visits WHERE id IN ({proof[0]})")
    assert [(row["section_id"], row["whole"]) for row in rows] == [(name, 1)]
    assert rows[0]["seen_at"] > DUE.isoformat()
    assert rows[0]["rows_seen"] >= 15


@pytest.mark.parametrize("name", HONEST)
def test_a_late_report_closes_the_case(weeks: Weeks, name: str) -> None:
    name = f"honest-{name}"
    assert weeks.stands[name, BACK]["state"] == "late"
    assert weeks.alerts[name, BACK] == {"report_missing": "resolved", "report_late": "open"}


def test_the_evidence_holds(weeks: Weeks) -> None:
    assert list(verify(weeks.site.db, weeks.site.folder / "archive").failures) == []
