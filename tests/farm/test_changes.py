"""What becomes of published reports: edited in silence, re-stamped, moved, taken off the list, withdrawn, back-dated.

The light re-check looks at this and last year's reports weekly, at older ones monthly; each change is told as what it
is, and a change that changes nothing as nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from parsers.vocabulary import Decision
from tests.crawler.portal import Answer
from tests.farm import traps
from tests.farm.details import word_file
from tests.farm.families import Pages
from tests.farm.farm import Farm, FarmPortal, Twist
from tests.farm.items import REPORT_2023, REPORT_2025, Column, Item, column, county, report, report_text
from tests.farm.site import FarmSite
from tests.farm.traps import during, index_page, on_report, report_path

pytestmark = pytest.mark.timeout(600)  # whichever test comes first holds the passes

BASE, CHANGED, SEEN = date(2026, 3, 20), date(2026, 3, 24), date(2026, 4, 2)
LATER, MONTH = date(2026, 4, 12), date(2026, 5, 6)
_EVER = date(2027, 1, 1)
_NEW_KEY = 60


def _column(number: int, **changes: Any) -> Column:
    whole = column(number, fillers=5)
    kept = tuple(item for item in whole.items if item.key in (REPORT_2025, 2, REPORT_2023, 10, 11) or item.key >= 100)
    return Column(whole.county, kept).but(REPORT_2025, **changes)


def _edit(old: str, new: str) -> traps.Change:
    def change(answer: Answer) -> Answer:
        assert old.encode() in answer.body
        return replace(answer, body=answer.body.replace(old.encode(), new.encode()))

    return on_report(change)


def _old_edit(portal: FarmPortal, pages: Pages) -> None:
    item = next(item for item in portal.column.items if item.key == REPORT_2023)
    path = portal.family.address(item)
    answer = pages[path]
    assert isinstance(answer, Answer)
    pages[path] = replace(answer, body=answer.body.replace("培训3次".encode(), "培训9次".encode()))


def _restamp(portal: FarmPortal, pages: Pages) -> None:
    """List and page show a day after the due date; the text is the same. (The address keeps its day.)"""
    for path, answer in pages.items():
        if isinstance(answer, Answer) and portal.column.items[0].title.encode() in answer.body:
            body = answer.body.replace(b"<span>2026-03-12</span>", b"<span>2026-04-01</span>")
            pages[path] = replace(answer, body=body.replace(b"2026-03-12 09:12", b"2026-04-01 09:12"))


def _new_annex(portal: FarmPortal, pages: Pages) -> None:
    """The file behind the letter is replaced; the letter stays as it was."""
    text = report_text(portal.column.county, "人民政府", 2025, date(2026, 3, 12), 99)
    pages[f"/files/{REPORT_2025}.docx"] = word_file(text, portal.column.items[0].title)


def _from(change: traps.Change) -> Twist:
    return during(CHANGED, _EVER, change)


def _moved(number: int) -> Column:
    """The report leaves its address for another one."""
    moved = replace(report(county(number), REPORT_2025, 2025, date(2026, 3, 12)), key=_NEW_KEY, since=CHANGED)
    whole = _column(number, withdrawn=CHANGED)
    return Column(whole.county, (*whole.items, moved))


def _moved_together(number: int) -> Column:
    """A re-made portal gives the reports a column of their own; the old addresses are dead, the other rows stay."""
    whole = _column(number)
    reports = {item.key for item in whole.items if item.decision is Decision.REPORT}
    return Column(
        whole.county, tuple(replace(item, withdrawn=CHANGED) if item.key in reports else item for item in whole.items)
    )


def _turned(text: str) -> traps.Change:
    """The report's page, and no other, is served otherwise."""
    return on_report(lambda answer: replace(answer, body=text.encode()))


_ERROR = (
    "<html><head><title>服务提示</title></head><body><h1>服务提示</h1><p>" + "该服务暂时不可用，请联系管理员处理。" * 12
)
_LOGIN = (
    "<html><head><title>用户登录</title></head><body><h1>请登录</h1><form><input name=u><input type=password></form>"
)
_COMPILED = "2025年度法治政府建设情况报告汇编"


def _all_dead(portal: FarmPortal, pages: Pages) -> None:
    """The list stands, and no article behind it does: a broken publication."""
    for item in portal.column.items:
        pages[portal.family.address(item)] = traps.SOFT_404


def _mojibake(answer: Answer) -> Answer:
    return replace(answer, body=answer.body.decode().encode().decode("latin-1").encode())


def _retitled(portal: FarmPortal, pages: Pages) -> None:
    _edit("2025年度", "2024年度")(portal, pages)


def _compilation(number: int) -> Column:
    """The government's report stands in a page of all departments' reports only."""
    name, whole = county(number), _column(number).without(REPORT_2025)
    texts = [report_text(name, issuer, 2025, date(2026, 3, 12), 20) for issuer in ("人民政府", "司法局", "财政局")]
    held = Item(_NEW_KEY, f"{name}{_COMPILED}", date(2026, 3, 12), Decision.UNSURE, text="".join(texts))
    return Column(name, (*whole.items, held))


def _listed(portal: FarmPortal, pages: Pages) -> None:
    """The report's row leads to a list of the departments' reports; the government's is not among them."""
    name = portal.column.county
    rows = "".join(
        f"<li><a href='/c9/202603/i{n}.html'>{name}{issuer}2025年度法治政府建设报告</a><span>2026-03-1{n}</span></li>"
        for n, issuer in enumerate(("司法局", "财政局", "教育局", "公安局", "民政局"))
    )
    title = portal.column.items[0].title
    text = f"<html><head><title>{title}</title></head><body><h2>{title}</h2><ul class='list'>{rows}</ul></body></html>"
    _turned(text)(portal, pages)


def _letter(number: int) -> Column:
    text = report_text(county(number), "人民政府", 2025, date(2026, 3, 12), 12)
    return _column(number, text="", annex=text)


@dataclass
class Spring:
    site: FarmSite
    farm: Farm
    alerts: dict[tuple[str, date], dict[str, str]]
    stands: dict[tuple[str, date], str]

    def versions(self, name: str, year: int = 2025) -> list[str]:
        """The changes of a report's versions, the oldest first."""
        rows = self.site.rows(
            "SELECT v.change FROM report_versions v JOIN reports r ON r.id = v.report_id "
            "WHERE r.body_id = ? AND r.year = ? AND r.kind = 'fazhi_annual' ORDER BY v.id",
            name,
            year,
        )
        return [row["change"] for row in rows]

    def places(self, name: str) -> dict[str, str]:
        """The places of the 2025 report with their states."""
        rows = self.site.rows(
            "SELECT p.url, p.state FROM report_places p JOIN reports r ON r.id = p.report_id "
            "WHERE r.body_id = ? AND r.year = 2025 AND r.kind = 'fazhi_annual'",
            name,
        )
        return {row["url"]: row["state"] for row in rows}

    def item(self, name: str, key: int = REPORT_2025) -> tuple[FarmPortal, Item]:
        portal = self.farm.portals[name]
        return portal, next(item for item in portal.column.items if item.key == key)


@pytest.fixture(scope="module")
def spring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spring]:
    with Farm() as farm:
        farm.add("f01_ci", _column(0), name="untouched")
        farm.add("f01_ci", _column(1), _from(_edit("审结11件", "审结12件")), name="edited")
        farm.add("f01_ci", _column(2), _from(_edit("仍显薄弱", "比较薄弱")), name="reworded")
        farm.add("f01_ci", _column(3), _from(_edit("<p>　　", '<p class="x">&nbsp;&nbsp;　')), name="cosmetic")
        farm.add("f01_ci", _column(4), _from(_restamp), name="restamped")
        farm.add("f01_ci", _moved(5), name="moved")
        farm.add("f01_ci", _column(6, unlisted=CHANGED), name="unlisted")
        farm.add("f01_ci", _column(7, withdrawn=CHANGED), name="withdrawn")
        farm.add("f01_ci", _column(8), _from(on_report(lambda _: traps.SOFT_404)), name="dead-link")
        farm.add("f01_ci", _column(23), _from(_all_dead), name="dead-articles")
        farm.add("f01_ci", _column(24), _from(_turned(_LOGIN)), name="login-instead")
        farm.add("f01_ci", _letter(9), _from(_new_annex), name="annex")
        farm.add("f01_ci", _column(10), _from(_old_edit), name="old-edited")
        farm.add("f01_ci", _column(11, posted=date(2026, 3, 25), since=date(2026, 4, 8)), name="backdated")
        farm.add(
            "f01_ci", _column(12), during(CHANGED, date(2026, 4, 5), on_report(lambda _: traps.RIVER)), name="guarded"
        )
        farm.add("f01_ci", _column(15), _from(on_report(index_page)), name="index-instead")
        back = during(CHANGED, date(2026, 4, 20), on_report(lambda _: traps.SOFT_404))
        farm.add("f01_ci", _column(16), back, name="dead-link-back")
        farm.add("f01_ci", _column(17).without(REPORT_2025), name="frozen-host")
        farm.add("f01_ci", _column(17, posted=date(2026, 3, 25)), name="live-host", body="frozen-host")
        farm.add("f01_ci", _column(13), name="two-columns")
        farm.add("f02_ucap", _column(13), name="other-column", body="two-columns")
        farm.add("f01_ci", _column(14), _from(traps.dead), name="old-host")
        farm.add("f01_ci", _column(14), name="new-host", body="old-host")
        until = date(2026, 4, 20)
        farm.add("f01_ci", _column(18), during(CHANGED, until, on_report(_mojibake)), name="mojibake")
        farm.add("f01_ci", _column(19), during(CHANGED, until, _turned(_ERROR)), name="error-instead")
        farm.add("f01_ci", _column(20), during(CHANGED, until, _retitled), name="retitled")
        farm.add("f01_ci", _moved_together(25), name="moved-together")
        farm.add("f01_ci", _compilation(21), name="compiled")
        farm.add("f01_ci", _column(26), traps.always(_listed), name="listed")
        farm.add("f01_ci", _column(22).without(REPORT_2025), name="silent")
        site = FarmSite(tmp_path_factory.mktemp("spring"), farm)
        found = Spring(site, farm, {}, {})
        for day in (BASE, SEEN, LATER, MONTH):
            site.run(day)
            for portal in farm:
                told = site.alerts(portal)
                found.alerts[portal.name, day] = {rule: state for rule, state in told.items() if rule != "due_soon"}
                found.stands[portal.name, day] = site.expectation(portal, 2025)["state"]
        yield found


def test_day_one_is_quiet(spring: Spring) -> None:
    found = {name: alerts for (name, day), alerts in spring.alerts.items() if day == BASE and alerts}
    assert found == {name: {"document_unsure": "open"} for name in ("compiled", "listed")}


@pytest.mark.parametrize("name", [
    "untouched", "reworded", "cosmetic", "restamped", "guarded", "index-instead", "two-columns", "frozen-host",
])  # fmt: skip
def test_what_changes_no_figure_is_no_case(spring: Spring, name: str) -> None:
    for day in (SEEN, LATER, MONTH):
        assert spring.alerts[name, day] == {}
        assert spring.stands[name, day] == "on_time"


def test_versions_say_what_changed(spring: Spring) -> None:
    assert spring.versions("untouched") == ["first"]
    assert spring.versions("edited") == ["first", "figures"]
    assert spring.versions("reworded") == ["first", "text"]
    assert spring.versions("cosmetic")[1:] in ([], ["cosmetic"])
    assert spring.versions("restamped") == ["first"]
    assert spring.versions("guarded") == ["first"]  # a challenge in the page's place is no new text


@pytest.mark.parametrize("name", ["edited", "annex"])
def test_a_silent_edit_is_a_revision_with_old_and_new_figures(spring: Spring, name: str) -> None:
    assert spring.alerts[name, SEEN] == {"report_revised": "open"}
    (alert,) = spring.site.rows("SELECT explanation FROM alerts WHERE body_id = ? AND rule = 'report_revised'", name)
    old, new = ("11", "12") if name == "edited" else ("12", "99")
    assert old in alert["explanation"]
    assert new in alert["explanation"]


@pytest.mark.parametrize(
    ("name", "told"),
    [("mojibake", "document_unsure"), ("retitled", "document_unsure"), ("error-instead", "report_unreadable")],
)
def test_a_report_whose_page_reads_otherwise_stands_and_is_asked_about(spring: Spring, name: str, told: str) -> None:
    for day in (SEEN, LATER):
        assert spring.stands[name, day] == "on_time"
        assert spring.alerts[name, day] == {told: "open"}
    assert spring.alerts[name, MONTH] == {told: "resolved"}
    assert spring.stands[name, MONTH] == "on_time"
    assert spring.versions(name) == ["first"]
    assert spring.versions(name, 2024) == ["first"]


@pytest.mark.parametrize("name", ["compiled", "listed"])
def test_a_compilation_or_list_may_hold_the_report_and_nobody_is_accused(spring: Spring, name: str) -> None:
    assert spring.stands[name, SEEN] == "cannot_tell"
    assert spring.alerts[name, MONTH] == {"document_unsure": "open", "cannot_tell": "open"}
    assert spring.alerts["silent", SEEN] == {"report_missing": "open"}  # its neighbour without one is told missing


def test_an_old_report_is_looked_at_monthly(spring: Spring) -> None:
    assert spring.alerts["old-edited", LATER] == {}
    assert spring.alerts["old-edited", MONTH] == {"report_revised": "open"}
    assert spring.versions("old-edited", 2023) == ["first", "figures"]


def test_a_moved_report_is_one_report_at_two_places(spring: Spring) -> None:
    assert spring.alerts["moved", SEEN] == {"report_moved": "open"}
    portal, old = spring.item("moved")
    _, new = spring.item("moved", _NEW_KEY)
    assert spring.places("moved") == {portal.address(old): "gone", portal.address(new): "listed"}
    assert spring.stands["moved", MONTH] == "on_time"


def test_a_report_off_the_list_is_unlisted_not_withdrawn(spring: Spring) -> None:
    assert spring.alerts["unlisted", SEEN] == {"report_unlisted": "open"}
    assert set(spring.places("unlisted").values()) == {"unlisted"}
    assert spring.stands["unlisted", MONTH] == "on_time"  # it was published


@pytest.mark.parametrize(("name", "told"), [("withdrawn", SEEN), ("dead-link", LATER)])
def test_a_report_whose_page_is_gone_is_withdrawn(spring: Spring, name: str, told: date) -> None:
    """At once where its row is gone too; where the list still shows it, once it was away for days."""
    assert spring.alerts[name, SEEN] == ({"report_withdrawn": "open"} if told == SEEN else {})
    assert spring.alerts[name, told] == {"report_withdrawn": "open"}
    assert set(spring.places(name).values()) == {"gone"}
    assert spring.versions(name) == ["first"]  # what was read of it stays


@pytest.mark.parametrize("name", ["dead-articles", "login-instead", "moved-together"])
def test_trouble_of_the_portal_is_no_withdrawal_and_makes_no_report_unreadable(spring: Spring, name: str) -> None:
    for day in (SEEN, LATER, MONTH):
        assert spring.stands[name, day] == "on_time"
        assert not {"report_withdrawn", "report_unreadable", "report_missing"} & spring.alerts[name, day].keys()
    assert spring.versions(name) == ["first"]


def test_a_report_that_is_there_again_closes_the_case_by_itself(spring: Spring) -> None:
    assert spring.alerts["dead-link-back", LATER] == {"report_withdrawn": "open"}
    assert spring.alerts["dead-link-back", MONTH] == {"report_withdrawn": "resolved"}
    assert set(spring.places("dead-link-back").values()) == {"listed"}
    assert spring.versions("dead-link-back") == ["first"]


def test_a_report_that_comes_late_with_an_early_date_is_back_dated(spring: Spring) -> None:
    assert spring.alerts["backdated", SEEN] == {"report_missing": "open"}
    assert spring.alerts["backdated", LATER] == {"report_missing": "resolved", "report_backdated": "open"}


def test_one_report_in_two_columns_is_one_report(spring: Spring) -> None:
    assert len(spring.places("two-columns")) == 2
    assert spring.versions("two-columns") == ["first", "first"]


def test_a_site_that_moved_leaves_its_old_host_as_another_place(spring: Spring) -> None:
    assert len(spring.places("old-host")) == 2
    assert spring.stands["old-host", MONTH] == "on_time"
    assert spring.alerts["old-host", MONTH] == {"source_broken": "open"}  # the dead host, and nothing else


def test_an_old_host_that_stays_online_shows_what_it_had_and_hides_nothing(spring: Spring) -> None:
    """New reports come on the new host only; the old ones are one report at two places."""
    assert len(spring.places("frozen-host")) == 1
    rows = spring.site.rows(
        "SELECT count(*) AS n FROM report_places p JOIN reports r ON r.id = p.report_id "
        "WHERE r.body_id = 'frozen-host' AND r.year = 2024 AND r.kind = 'fazhi_annual'"
    )
    assert rows == [{"n": 2}]


def test_the_first_look_after_the_due_date_is_whole_and_later_ones_are_light(spring: Spring) -> None:
    portal, item = spring.item("untouched")
    asked = [each for each in portal.asked() if each.path == report_path(portal)]
    assert len(asked) == 1, item.title
    assert asked[0].conditional  # the monthly pass asks for the known report, and only whether it changed
