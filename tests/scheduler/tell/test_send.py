"""The send pass over days: who gets which mail when, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from db.expectations import replace_expectations
from db.outbox import deliveries_of, fetch_messages
from db.records import Expectation
from db.vocabulary import AlertState, ExpectationState, Rule, Severity
from parsers.vocabulary import Kind
from scheduler.judge import WordedJudgement
from scheduler.passes.send import send
from scheduler.passes.site import Site, open_site
from scheduler.tell import content
from scheduler.tell.cases import settle
from scheduler.tell.desk import decide_case
from tests.scheduler.tell.desk import at, desk_site, finding, mails

FRIDAY, MONDAY = date(2026, 3, 20), date(2026, 3, 23)
QUIET = {"queued": 0, "sent": 0, "to_be_retried": 0, "refused": 0}


def supervisor(name: str = "督察科", **settings: Any) -> dict[str, Any]:
    return {"name": name, "email": "ducha@example.org", "digest": "immediate", **settings}


def on(site: Site, day: date) -> Site:
    return replace(site, today=day, seen_at=at(day))


def found(site: Site, *worded: WordedJudgement, body: str = "heping") -> None:
    settle(site.db, body, worded, at=site.seen_at, today=site.today)


def subjects(site: Site, name: str | None = None) -> list[str]:
    """The subjects queued so far, without the stamp of a simulation."""
    return [message.subject.removeprefix("[演示]") for message in fetch_messages(site.db, supervisor=name)]


LEGAL_AID = "和平区2025年度：法律援助案件553→347件"


def test_a_new_case_is_mailed_once(tmp_path: Path) -> None:
    site = desk_site(tmp_path)
    found(site, finding())
    result = send(site)
    assert result.counts() == {"queued": 1, "sent": 1, "to_be_retried": 0, "refused": 0}
    assert not result.failures
    assert [mail["Subject"] for mail in mails(site)] == [f"[演示]【预警】{LEGAL_AID}"]
    assert deliveries_of(site.db, 1) == [(1, 1)]
    assert send(site).counts() == QUIET
    before = site.db.conn.total_changes
    send(site)
    assert site.db.conn.total_changes == before, "a pass with nothing new writes nothing"


def test_only_changes_are_mailed_and_each_says_what_changed(tmp_path: Path) -> None:
    site = desk_site(tmp_path)
    found(site, finding())
    send(site)
    for day, worded in enumerate(
        [
            [finding(digest="2")],
            [finding(digest="2")],
            [finding(digest="2", severity=Severity.CRITICAL)],
            [finding(digest="2", severity=Severity.CRITICAL, remind=1)],
            [],
            [finding(digest="2")],
        ],
        start=1,
    ):
        site = on(site, FRIDAY + timedelta(day))
        found(site, *worded)
        send(site)
    assert subjects(site) == [
        f"【预警】{LEGAL_AID}",
        f"【预警·有更新】{LEGAL_AID}",
        f"【紧急·加重】{LEGAL_AID}",
        f"【紧急·再次提醒】{LEGAL_AID}",
        f"【已消除】{LEGAL_AID}",
        f"【预警·再次出现】{LEGAL_AID}",
    ]


def test_mails_about_one_case_are_one_thread(tmp_path: Path) -> None:
    site = desk_site(tmp_path)
    for day in range(3):
        site = on(site, FRIDAY + timedelta(day))
        found(site, finding(digest=str(day)))
        send(site)
    first, second, third = mails(site)
    root = first["References"]
    assert second["References"].split() == [root, first["Message-ID"]]
    assert third["References"].split() == [root, first["Message-ID"], second["Message-ID"]]
    assert third["In-Reply-To"] == second["Message-ID"]


def test_a_weekly_digest_waits_for_its_day_and_what_is_critical_does_not(tmp_path: Path) -> None:
    site = desk_site(tmp_path, supervisors=[supervisor(digest="weekly", digest_day="mon")])
    found(site, finding(), finding(Rule.PART_ABSENT, severity=Severity.NOTICE, title="和平区2025年度：未见原因"))
    assert send(site).queued == 0
    found(
        site,
        finding(),
        finding(Rule.PART_ABSENT, severity=Severity.NOTICE, title="和平区2025年度：未见原因"),
        finding(Rule.REPORT_WITHDRAWN, severity=Severity.CRITICAL, title="和平区2024年度：页面不能打开"),
    )
    assert send(site, only_critical=True).queued == 1
    assert send(on(site, MONDAY)).queued == 1
    assert send(on(site, MONDAY)).queued == 0
    assert subjects(site) == ["【紧急】和平区2024年度：页面不能打开", "【法治年报监测】本周2项：1项预警、1项关注"]


def test_a_digest_is_made_once_on_its_day_whatever_is_found_after_it(tmp_path: Path) -> None:
    site = on(desk_site(tmp_path, supervisors=[supervisor(digest="daily")]), MONDAY)
    found(site, finding())
    assert send(site).queued == 1
    found(site, finding(digest="2"))
    assert send(site).queued == 0
    assert send(on(site, MONDAY + timedelta(1))).queued == 1
    assert subjects(site)[-1] == f"【预警·有更新】{LEGAL_AID}"


def test_an_empty_digest_day_counts(tmp_path: Path) -> None:
    site = desk_site(tmp_path, supervisors=[supervisor(digest="weekly")])
    assert send(on(site, MONDAY)).queued == 0
    found(site, finding())
    assert [send(on(site, MONDAY + timedelta(day))).queued for day in range(1, 8)] == [0, 0, 0, 0, 0, 0, 1]


def test_what_came_and_went_between_two_digests_is_no_news(tmp_path: Path) -> None:
    site = desk_site(tmp_path, supervisors=[supervisor(digest="weekly")])
    found(site, finding())
    found(site)
    assert send(on(site, MONDAY)).queued == 0


@pytest.mark.parametrize(
    ("state", "mailed"),
    [(AlertState.DISMISSED, 0), (AlertState.SNOOZED, 0), (AlertState.RESOLVED, 0), (AlertState.ACKNOWLEDGED, 1)],
)
def test_what_a_person_closed_before_it_was_told_is_not_told(tmp_path: Path, state: AlertState, mailed: int) -> None:
    site = desk_site(tmp_path)
    found(site, finding())
    until = site.today + timedelta(30) if state is AlertState.SNOOZED else None
    decide_case(site, 1, state, by="王敏", why="核过", until=until)
    assert send(site).queued == mailed


def test_a_snoozed_case_is_told_again_when_it_wakes(tmp_path: Path) -> None:
    site = desk_site(tmp_path)
    found(site, finding())
    send(site)
    decide_case(site, 1, AlertState.SNOOZED, by="王敏", why=None, until=FRIDAY + timedelta(2))
    for day, queued in ((1, 0), (2, 1), (3, 0)):
        site = on(site, FRIDAY + timedelta(day))
        found(site, finding(digest="2"))  # that it changed while asleep is told on waking, not before
        assert send(site).queued == queued
    text = mails(site)[-1].get_body(("plain",)).get_content()
    assert "待核实 · 暂缓到期" in text and "再次出现" not in text  # it never went away


def test_severity_body_region_and_history_decide_who_hears(tmp_path: Path) -> None:
    site = desk_site(
        tmp_path,
        supervisors=[
            supervisor("全部"),
            supervisor("提示起", minimum_severity="info"),
            supervisor("预警起", minimum_severity="warning"),
            supervisor("开发区", regions=["9902"]),
            supervisor("和平区", bodies=["heping"]),
            supervisor("历年", history=True, minimum_severity="warning"),
        ],
    )
    found(
        site,
        finding(Rule.HISTORY_GAP, severity=Severity.WARNING, year=2022, history=True, title="2022缺"),
        finding(Rule.PART_ABSENT, severity=Severity.NOTICE, title="未见"),
        finding(Rule.REPORT_MOVED, severity=Severity.INFO, title="移动"),
    )
    found(site, finding(body="zone", title="开发区2025年度：减少"), body="zone")
    send(site)
    heard = {
        message.supervisor: sorted(event for _, event in deliveries_of(site.db, message.id))
        for message in fetch_messages(site.db)
    }
    gap, part, moved, zone = 1, 2, 3, 4
    assert heard == {
        "全部": [part, zone],
        "提示起": [part, moved, zone],
        "预警起": [zone],
        "开发区": [zone],
        "和平区": [part],
        "历年": [gap, zone],
    }


def test_a_new_supervisor_is_told_how_things_stand(tmp_path: Path) -> None:
    site = desk_site(tmp_path)
    found(site, finding(), finding(Rule.PART_ABSENT, title="未见"))
    send(site)
    found(site, finding(digest="2"))  # the other one cleared
    send(site)
    later = desk_site(tmp_path, supervisors=[supervisor(), supervisor("新来的")])
    send(later)
    assert subjects(later, "新来的") == [f"【预警】{LEGAL_AID}"]


def test_a_missing_report_that_becomes_an_old_gap_is_not_told_as_put_right(tmp_path: Path) -> None:
    site = desk_site(tmp_path)

    def expect(*expected: tuple[int, ExpectationState]) -> None:
        rows = [Expectation("heping", Kind.FAZHI_ANNUAL, year, None, state, "") for year, state in expected]
        replace_expectations(site.db, "heping", rows)

    expect((2024, ExpectationState.MISSING))
    found(site, finding(Rule.REPORT_MISSING, year=2024, title="和平区2024年度：未检索到公开"))
    send(site)
    expect((2024, ExpectationState.MISSING), (2025, ExpectationState.MISSING))
    found(
        site,
        finding(Rule.REPORT_MISSING, year=2025, title="和平区2025年度：未检索到公开"),
        finding(Rule.HISTORY_GAP, year=2024, history=True),
    )
    send(site)
    expect((2024, ExpectationState.LATE), (2025, ExpectationState.LATE))
    found(site)
    send(site)
    assert subjects(site) == [
        "【预警】和平区2024年度：未检索到公开",
        "【预警】和平区2025年度：未检索到公开",
        "【已消除】和平区2025年度：未检索到公开",
    ]
    assert "已检索到公开" in mails(site)[-1].get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    ("zone", "clock", "weekday"),
    [
        ("Asia/Shanghai", "2026-03-22T23:30:00+00:00", "mon"),  # Sunday in UTC, Monday morning in Beijing
        ("America/New_York", "2026-03-08T06:59:00+00:00", "sun"),  # a minute before the clocks go forward
        ("America/New_York", "2026-11-01T05:30:00+00:00", "sun"),  # 01:30 comes twice that night
        ("Asia/Shanghai", "2028-02-28T16:10:00+00:00", "tue"),  # 29 February
        ("Asia/Shanghai", "2026-12-31T16:10:00+00:00", "fri"),  # New Year in Beijing
        ("Pacific/Kiritimati", "2026-03-22T10:30:00+00:00", "mon"),
    ],
)
def test_the_digest_day_is_the_zones_own(tmp_path: Path, zone: str, clock: str, weekday: str) -> None:
    with time_machine.travel(datetime.fromisoformat(clock), tick=False):
        config = desk_site(
            tmp_path, supervisors=[supervisor(digest="weekly", digest_day=weekday)], timezone=zone
        ).config
        site = open_site(config.model_copy(update={"data_dir": tmp_path / "real"}))
        site.db.conn.execute("INSERT INTO bodies (id, name) VALUES ('heping', '和平区')")
        assert not site.simulation
        found(site, finding())
        assert send(site).queued == 1
        assert datetime.fromisoformat(site.seen_at).utcoffset() == datetime.now(ZoneInfo(zone)).utcoffset()
        assert send(site).queued == 0
    assert subjects(site) == [f"【预警】{LEGAL_AID}"], "no stamp on real data"


def test_a_template_that_lacks_a_value_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = desk_site(tmp_path)
    found(site, finding())
    with monkeypatch.context() as patch:
        whole = content.words(site.config.language)
        patch.setattr(content, "words", lambda language: {name: whole[name] for name in whole if name != "closing"})
        result = send(site)
        assert result.counts() == QUIET
        assert ["督察科" in failure and "closing" in failure for failure in result.failures] == [True]
    assert send(site).counts() == {**QUIET, "queued": 1, "sent": 1}
    assert len(mails(site)) == 1


def test_what_was_so_long_before_the_first_look_waits_for_the_digest(tmp_path: Path) -> None:
    """But not what becomes critical after it, nor a reminder."""
    site = desk_site(tmp_path, supervisors=[supervisor(digest="weekly")])
    old, new = (finding(Rule.REPORT_MISSING, severity=Severity.CRITICAL, year=year) for year in (2024, 2025))
    old = replace(old, judgement=replace(old.judgement, data={"now": {"baseline": True}}))
    found(site, old)
    assert send(site, only_critical=True).counts() == QUIET
    found(site, old, new)
    assert send(site, only_critical=True).queued == 1
    assert send(on(site, MONDAY)).queued == 1
    assert "首次读取栏目时已是如此" in mails(site)[-1].get_body(("plain",)).get_content()
    found(site, replace(old, judgement=replace(old.judgement, data={"now": {"baseline": True}, "reminders": 1})), new)
    assert send(on(site, MONDAY + timedelta(1)), only_critical=True).queued == 1


def test_a_clock_that_jumps_loses_and_doubles_nothing(tmp_path: Path) -> None:
    site = desk_site(tmp_path, supervisors=[supervisor(digest="weekly")])
    send(on(site, date(2036, 1, 7)))  # a Monday ten years ahead
    found(site, finding())
    assert send(on(site, FRIDAY)).queued == 0
    assert send(on(site, MONDAY)).queued == 1
    assert send(on(site, MONDAY + timedelta(7))).queued == 0


def test_a_supervisor_without_address_is_refused_by_the_configuration() -> None:
    with pytest.raises(ValueError, match="email or a notify"):
        desk_site(Path("unused"), supervisors=[{"name": "无"}])


@pytest.mark.parametrize(
    "address", ["a..b@example.org", "张@example.org", ".a@b.cn", "x@" + "域" * 70 + ".cn", "a@b.cn, c@d.cn", "a@b\n.cn"]
)
@pytest.mark.parametrize("whose", ["supervisor", "operator", "sender"])
def test_an_address_that_mail_cannot_use_is_refused_by_the_configuration(whose: str, address: str) -> None:
    settings: dict[str, Any] = {
        "supervisor": {"supervisors": [supervisor(email=address)]},
        "operator": {"operator": {"email": address}},
        "sender": {"mail": {"sender": address}},
    }[whose]
    with pytest.raises(ValueError, match=r"mail address|before the @"):
        desk_site(Path("unused"), **settings)


def test_a_domain_in_chinese_goes_over_the_wire_in_ascii(tmp_path: Path) -> None:
    site = desk_site(tmp_path, supervisors=[supervisor(email="ok@例子.cn")])
    found(site, finding())
    assert send(site).sent == 1
    assert mails(site)[-1]["To"] == "ok@xn--fsqu00a.cn"


def test_a_case_that_was_mailed_is_told_to_its_end_though_its_year_is_history_by_then(tmp_path: Path) -> None:
    site = desk_site(tmp_path)
    found(site, finding())
    send(site)
    found(on(site, MONDAY), finding(history=True))
    assert send(on(site, MONDAY)).counts() == QUIET
    found(on(site, MONDAY))
    assert send(on(site, MONDAY)).sent == 1
    found(on(site, MONDAY), finding(history=True, key="never told"))
    found(on(site, MONDAY))
    assert send(on(site, MONDAY)).counts() == QUIET
