"""Every family of the survey, played by servers: each report is found and none of the look-alikes, twice the same.

Each portal is watched by the entry that `fazhi doctor` proposes for its list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawler.browser import find_browser
from parsers.vocabulary import Decision
from scheduler.doctor.page import Examination, examine
from scheduler.passes.run import Summary
from tests.crawler.portal import Asked
from tests.farm import traps
from tests.farm.farm import FAMILIES, NETWORK, Farm, FarmPortal, Twist, path_of
from tests.farm.items import column
from tests.farm.looks import look_at_all
from tests.farm.site import FarmSite

pytestmark = pytest.mark.timeout(600)  # whichever test comes first holds the passes

DAY, NEXT = date(2026, 4, 2), date(2026, 4, 3)  # after the last good day, 31 March
# services whose answers hold 45, 100 and 20 rows
_FILLERS = {"f05_jpage": 36, "f05_jpage_old": 36, "f08_gkmlpt": 95, "f14_epoint": 14}


# How titles are cut, and what of them a list still shows: up to the year, within the issuer's office, in an attribute.
CUT = {"cut-year": 13, "cut-issuer": 9, "cut-tip": 5}


def _cut(name: str) -> Twist:
    def cut(row: re.Match[str]) -> str:
        tip = f' title="{row[2]}"' if name == "cut-tip" else ""
        return f"{row[1]}{tip}>{row[2][: CUT[name]]}…</a>"

    rows = re.compile(r'(<li><a href="/c14692/[^" >]*")[^>]*>([^<]*)</a>')
    return traps.always(traps.on_markup(None, lambda text: rows.sub(cut, text)))


@dataclass
class Found:
    """What a first pass over all families came to."""

    site: FarmSite
    farm: Farm
    lists: dict[str, Examination]
    homes: dict[str, Examination]
    summary: Summary
    dump: str
    again: Summary
    asked: dict[str, list[Asked]]  # by the second pass

    def documents(self, portal: FarmPortal) -> dict[str, dict[str, Any]]:
        rows = self.site.rows("SELECT * FROM documents_seen WHERE section_id = ?", portal.section_id)
        return {row["url"]: row for row in rows}


def examine_all(folder: Path, farm: Farm) -> tuple[dict[str, Examination], dict[str, Examination]]:
    """What doctor makes of each portal's list and of its home page."""
    addresses = [portal.url for portal in farm] + [portal.home for portal in farm]
    found = [examine(look) for look in look_at_all(folder, addresses, [NETWORK])]
    names = list(farm.portals)
    return dict(zip(names, found, strict=False)), dict(zip(names, found[len(names) :], strict=True))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    with Farm() as farm:
        for number, name in enumerate(FAMILIES):
            farm.add(name, column(number, fillers=_FILLERS.get(name, 6)))
        for number, name in enumerate(CUT, len(FAMILIES)):
            farm.add("f01_ci", column(number), _cut(name), name=name)
        site = FarmSite(tmp_path_factory.mktemp("families"), farm)
        farm.play(DAY)
        lists, homes = examine_all(site.folder, farm)
        for portal in farm:
            portal.section |= {**(lists[portal.name].entry or {}), "body": portal.name}
        summary = site.run(DAY)
        dump = site.dump()
        again = site.run(NEXT)
        yield Found(site, farm, lists, homes, summary, dump, again, {portal.name: portal.asked() for portal in farm})


@pytest.fixture(params=FAMILIES)
def portal(found: Found, request: pytest.FixtureRequest) -> FarmPortal:
    return found.farm.portals[request.param.replace("_", "-")]


def test_the_passes_end_well(found: Found) -> None:
    assert find_browser() is not None, "this machine has no browser; `make browser` gets one"
    assert found.summary.failures == []
    assert found.again.failures == []


def test_a_second_pass_comes_to_the_same(found: Found) -> None:
    assert found.site.dump() == found.dump
    assert found.again.steps["read"] == {"documents": 0, "reports": 0}
    # doctor saw yearly reports on disclosure too, and proposed to watch for them
    assert found.site.rows("SELECT rule, body_id FROM alerts WHERE kind IS NOT 'disclosure_annual'") == []


def test_a_second_pass_asks_for_the_first_page_only_and_conditionally(found: Found, portal: FarmPortal) -> None:
    asked = found.asked[portal.name]
    documents = {path_of(portal.address(item)) for item in portal.column.items}
    assert not documents & {each.path for each in asked}
    visit = found.site.visits(portal)[-1]
    assert (visit["outcome"], visit["whole"], visit["rows_seen"]) == ("ok", 1, len(portal.column.listed(DAY)))
    if portal.family.needs_browser:
        return  # a browser's page has no validator
    *before, last = asked
    assert last.conditional is (last.method == "GET"), last.path  # 新点's first page is a POST already
    assert len(before) <= 1  # the shell, the frame or the column's page around the rows
    assert visit["unchanged"] == 1


def test_doctor_proposes_an_entry(found: Found, portal: FarmPortal) -> None:
    seen = found.lists[portal.name]
    assert seen.entry is not None, seen.reason
    assert seen.entry["url"] == portal.url
    assert "fazhi_annual" in seen.entry["kinds"]
    assert seen.entry.get("render") == ("browser" if portal.family.needs_browser else None)
    assert "family" not in seen.entry
    assert "allows this address" in seen.robots
    titles = {item.title for item in portal.column.reports()}
    assert titles & {row.title for row in seen.reports}
    assert bool(seen.next) is portal.family.several_pages


def test_doctor_leads_from_the_home_page_to_the_column(found: Found, portal: FarmPortal) -> None:
    home = found.homes[portal.name]
    assert home.entry is None
    best, *others = home.columns
    assert (best.url.partition("#")[0], best.name) == (portal.url, "法治政府建设年度报告")
    assert [column.name for column in others] == ["行政执法公示", "政务公开"]


def test_the_list_is_seen_whole(found: Found, portal: FarmPortal) -> None:
    visit, _ = found.site.visits(portal)
    assert (visit["outcome"], visit["whole"], visit["unchanged"]) == ("ok", 1, 0), visit["reason"]
    assert visit["rows_seen"] == len(portal.column.listed(DAY))
    assert visit["newest_row_on"] == max(item.posted for item in portal.column.items).isoformat()
    assert (visit["pages"] > 1) is portal.family.several_pages


def test_every_report_is_found_and_none_of_the_look_alikes(found: Found, portal: FarmPortal) -> None:
    assert _misread(found, portal) == {}


@pytest.mark.parametrize("name", CUT)
def test_reports_with_cut_titles_are_found(found: Found, name: str) -> None:
    portal = found.farm.portals[name]
    wrong = _misread(found, portal)
    assert not any(item.is_report and item.title in wrong for item in portal.column.items), wrong
    assert all(decision == Decision.NOT_A_REPORT for decision, *_ in wrong.values())  # its title told too little
    sql = "SELECT r.title FROM reports r JOIN report_places p ON p.report_id = r.id WHERE p.section_id = ?"
    rows = found.site.rows(sql, portal.section_id)
    assert {row["title"] for row in rows} == {item.title for item in portal.column.reports()}
    assert all(found.site.expectation(portal, year)["state"] == "on_time" for year in (2023, 2024, 2025))


def _misread(found: Found, portal: FarmPortal) -> dict[str, tuple[str, str | None, str]]:
    """What documents were taken for, where that is not what they are."""
    documents = found.documents(portal)
    wrong = {}
    for item in portal.column.items:
        seen = documents[portal.address(item)]
        if (seen["decision"], seen["kind"] if item.is_report else None) != (item.decision, item.kind):
            wrong[item.title] = (seen["decision"], seen["kind"], seen["reason"])
    return wrong


def test_the_reports_count_for_their_bodies(found: Found, portal: FarmPortal) -> None:
    rows = found.site.rows(
        "SELECT b.name, r.kind, r.year, r.title, r.published_on, r.state, p.url FROM reports r "
        "JOIN bodies b ON b.id = r.body_id JOIN report_places p ON p.report_id = r.id WHERE p.section_id = ?",
        portal.section_id,
    )
    expected = {
        (item.issuer, str(item.kind), item.year, item.title, item.posted.isoformat(), "listed", portal.address(item))
        for item in portal.column.reports()
    }
    assert {tuple(row.values()) for row in rows} == expected


def test_what_was_found_is_on_time_and_what_was_not_is_proved(found: Found, portal: FarmPortal) -> None:
    for year in (2023, 2024, 2025):
        assert found.site.expectation(portal, year)["state"] == "on_time"
