"""The check pass on a real database: what it writes, what it leaves alone, and what a rehearsal says."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

import pytest

from db.database import Database, open_database
from db.dump import canonical_dump
from db.facts import body_facts, body_ids
from db.vocabulary import AlertState, VisitOutcome
from scheduler.config import Config
from scheduler.judge.wording import words
from scheduler.passes import check as check_module
from scheduler.passes import judging
from scheduler.passes.check import CheckResult, check
from scheduler.passes.crawl import register
from scheduler.passes.site import Site
from scheduler.tell.life import Why
from tests.db.world import World, day

Pages = dict[str, tuple[bytes, dict[str, bytes]]]
URL = "http://heping.example/fz/{}.html"
BODY: dict[str, Any] = {
    "id": "heping",
    "name": "清河市和平区人民政府",
    "class": "county_government",
    "since": 2023,
}
SECTION = {"id": "heping-fazhi", "body": "heping", "url": "http://heping.example/fz/"}


def config(folder: Path, **more: Any) -> Config:
    return Config.model_validate(
        {"data_dir": str(folder), "path": folder / "fazhi.yaml", "bodies": [{**BODY, **more}], "sections": [SECTION]}
    )


@dataclass
class Place:
    """A site with one county, and the days that are played on it."""

    world: World
    config: Config

    def visit(self, on: str, *years: int) -> None:
        """A whole visit that finds the reports of these years listed; those that are new are read."""
        for year in years or (None,):
            listed = [one for one in years if year is None or one <= year]
            rows = {URL.format(one): f"和平区{one}年度法治政府建设情况报告" for one in listed}
            pages: Pages = {URL.format(year): (f"受理行政复议案件{year}件".encode(), {})} if year else {}
            self.world.crawl(on, rows, pages)
            if year:
                self.world.read(on, year=year, published_on=f"{year + 1}-03-01")

    def blind(self, on: str) -> None:
        self.world.crawl(on, {}, {}, whole=False, outcome=VisitOutcome.BLIND, reason="超时")

    def site(self, on: str) -> Site:
        return Site(self.config, self.world.db, date.fromisoformat(on), day(on, "06:00:00"), simulation=True)

    def check(self, on: str, **more: Any) -> CheckResult:
        site = self.site(on)
        register(site)
        return check(site, **more)

    def cases(self) -> dict[str, str]:
        return dict(
            self.world.db.conn.execute("SELECT rule || ' ' || coalesce(year, ''), state FROM alerts ORDER BY 1")
        )

    def reasons(self) -> set[str]:
        """Why the program itself closed cases."""
        return {why for (why,) in self.world.db.conn.execute("SELECT why FROM alert_events WHERE event = 'resolved'")}

    def states(self) -> dict[int, str]:
        return dict(self.world.db.conn.execute("SELECT year, state FROM expectations ORDER BY year"))


@pytest.fixture
def place(world: World) -> Place:
    return Place(world, config(world.folder))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path / "data")
    yield made
    made.db.close()


def written(db: Database) -> int:
    count: int = db.conn.total_changes
    return count


def test_the_division_that_a_body_is_told_to_is_not_its_own_code(place: Place) -> None:
    zone = {"id": "zone", "name": "清河经济开发区管理委员会", "class": "management_zone", "routing_region": "990200"}
    bodies = [*(body.model_dump(by_alias=True) for body in place.config.bodies), zone]
    place.config = Config.model_validate({**place.config.model_dump(by_alias=True), "bodies": bodies})
    register(place.site("2026-04-02"))
    (codes,) = place.world.db.conn.execute("SELECT region, routing_region FROM bodies WHERE id = 'zone'").fetchall()
    assert codes == (None, "990200")


def test_expectations_and_cases_are_written(place: Place) -> None:
    place.visit("2026-04-01", 2023)
    result = place.check("2026-04-02")
    assert place.states() == {2023: "on_time", 2024: "missing", 2025: "missing"}
    cases = place.cases()
    assert cases["report_missing 2025"] == cases["history_gap 2024"] == AlertState.OPEN
    assert result.counts()["cases_opened"] == len(result.lines()) > 1
    assert any("未检索到公开的法治政府建设年度报告" in line for line in result.lines())
    assert result.failures == []


def test_a_long_missing_report_of_the_first_look_opens_as_the_baseline(place: Place) -> None:
    """One that was looked at in time and becomes critical later is told as worse, whatever day it is."""

    def events() -> list[tuple[str, str, str | None]]:
        return place.world.db.conn.execute(
            "SELECT e.event, e.severity, e.why FROM alert_events e JOIN alerts a ON a.id = e.alert_id "
            "WHERE a.rule = 'report_missing' ORDER BY e.id"
        ).fetchall()

    place.visit("2026-06-01")
    place.check("2026-06-02")
    assert events() == [("opened", "critical", "baseline")]
    place.visit("2027-04-01")
    place.check("2027-04-02")
    place.visit("2027-05-01")
    place.check("2027-05-02")
    assert events()[1:] == [
        ("opened", "warning", None),
        ("resolved", "critical", "passed_on"),
        ("worsened", "critical", None),
    ]


def test_a_text_that_lacks_a_value_leaves_the_bodys_cases_as_they_are(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.visit("2026-04-01", 2023)
    place.check("2026-04-02")
    cases = place.cases()
    place.visit("2026-04-03", 2023, 2024, 2025)
    with monkeypatch.context() as patch:
        lacking = words._environment().from_string("{{ nothing }}\x1e\x1e")
        patch.setattr(words, "_template", lambda code, rule: lacking)
        result = place.check("2026-04-04")
    assert ["heping" in failure and "nothing" in failure for failure in result.failures] == [True]
    assert place.cases() == cases
    assert place.check("2026-04-04").bodies > 0
    assert place.cases()["report_missing 2025"] == AlertState.RESOLVED


def test_a_second_check_writes_nothing(place: Place) -> None:
    place.visit("2026-04-01", 2023)
    place.check("2026-04-02")
    before, dump = written(place.world.db), canonical_dump(place.world.db)
    again = check(place.site("2026-04-02"))
    assert written(place.world.db) == before
    assert canonical_dump(place.world.db) == dump
    assert (again.bodies, again.lines()) == (0, [])
    assert again.unchanged > 0


@pytest.mark.parametrize(
    "change", ["a visit", "a reading", "a decision", "the configuration", "the day", "a threshold"]
)
def test_what_has_changed_is_judged_again(place: Place, change: str) -> None:
    place.visit("2026-04-01", 2023)
    place.check("2026-04-02")
    today = "2026-04-02"
    if change == "a visit":
        place.blind("2026-04-02")
    elif change == "a reading":
        place.world.read("2026-04-02", parser="2", year=2023)
    elif change == "a decision":
        place.world.db.conn.execute("UPDATE reports SET notes = '[\"decided\"]'")
        place.world.db.conn.commit()
    elif change == "the configuration":
        place.config = config(place.world.folder, until=2024)
    elif change == "the day":
        today = "2026-04-03"
    else:
        (place.world.folder / "own.yaml").write_text("due_soon_days: 7\n", encoding="utf-8")
        place.config = place.config.model_copy(update={"thresholds": Path("own.yaml")})
    assert place.check(today).bodies > 0


def test_a_new_version_of_the_rules_writes_no_event_where_nothing_happened(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.visit("2026-04-01", 2023)
    place.check("2026-04-02")
    monkeypatch.setattr("scheduler.judge.digest", lambda judgement: "said otherwise")
    with monkeypatch.context() as patch:
        patch.setattr(check_module, "judge_version", lambda: "the next")
        upgraded = place.check("2026-04-02")
        assert (upgraded.bodies > 0, upgraded.events) == (True, {})
        assert place.check("2026-04-03").events == {}
    monkeypatch.undo()
    # By rules that were known already, it is.
    monkeypatch.setattr(check_module, "judge_version", lambda: "the next")
    assert place.check("2026-04-03").unchanged > 0
    assert place.check("2026-04-04").events.keys() == {"cases_updated"}


def test_a_report_that_turns_up_resolves_its_case(place: Place) -> None:
    place.visit("2026-04-01", 2023)
    place.check("2026-04-02")
    place.visit("2026-04-03", 2023, 2025)
    place.check("2026-04-03")
    assert place.cases()["report_missing 2025"] == AlertState.RESOLVED
    assert place.cases()["history_gap 2024"] == AlertState.OPEN


def test_blindness_resolves_nothing(place: Place) -> None:
    place.visit("2026-04-01", 2023)
    place.check("2026-04-02")
    place.blind("2026-04-03")
    place.blind("2026-04-12")
    place.check("2026-04-12")
    assert place.states()[2025] == "cannot_tell"
    assert place.cases()["report_missing 2025"] == AlertState.OPEN
    assert place.cases()["cannot_tell 2025"] == AlertState.OPEN
    proof = "SELECT json_extract(evidence, '$.visits') FROM alerts WHERE rule = 'cannot_tell'"
    assert place.world.db.conn.execute(proof).fetchone() == ("[2,3]",), "blind since the one, and at the other still"


def test_a_broken_section_and_the_report_that_it_hides_are_one_case(place: Place) -> None:
    """Broken before the due date; after it one case goes on, and none is told as cleared while nothing has."""
    place.visit("2026-03-01", 2023, 2024)
    for on in ("2026-03-20", "2026-03-21"):
        place.blind(on)
    place.check("2026-03-22")
    assert (place.cases()["due_soon 2025"], place.cases()["source_broken "]) == (AlertState.OPEN, AlertState.OPEN)
    proof = "SELECT json_extract(evidence, '$.visits') FROM alerts WHERE rule = 'due_soon'"
    assert place.world.db.conn.execute(proof).fetchone() == ("[1]",), "最近一次完整读取 is said of it"
    place.check("2026-04-02")
    cases = place.cases()
    assert (cases["cannot_tell 2025"], cases["source_broken "]) == (AlertState.OPEN, AlertState.RESOLVED)
    assert place.reasons() == {Why.PASSED_ON}, "silent: nothing was put right"
    assert place.states()[2025] == "cannot_tell"
    assert place.world.db.conn.execute("SELECT state FROM sections").fetchall() == [("blind",)]
    (title, severity, text) = place.world.db.conn.execute(
        "SELECT title, severity, explanation FROM alerts WHERE rule = 'cannot_tell'"
    ).fetchone()
    assert title.endswith("尚不能断定法治政府建设年度报告是否已公开：栏目连续不能读取")
    assert (severity, text.count("自2026年3月20日起"), "2026年3月1日" in text) == ("warning", 1, True)
    assert place.check("2026-04-03").events == {}, "day by day it is no news"
    place.visit("2026-04-04", 2023, 2024, 2025)
    place.check("2026-04-04")
    assert {state for rule, state in place.cases().items() if "part_absent" not in rule} == {AlertState.RESOLVED}


def test_a_rehearsal_writes_nothing_and_says_what_it_would(place: Place) -> None:
    place.visit("2026-04-01", 2023)
    place.check("2026-04-02")
    place.visit("2026-05-14", 2023)
    dump = canonical_dump(place.world.db)
    reader = open_database(place.world.folder, read_only=True)
    rehearsed = check(replace(place.site("2026-05-15"), db=reader), rehearse=True)
    assert any(line.startswith("worsened critical report_missing") for line in rehearsed.lines())
    assert canonical_dump(place.world.db) == dump


def test_a_rehearsal_goes_by_what_it_expects_itself(place: Place) -> None:
    """Stored is that the report is missing; by the played day nobody could say so any more, and that clears nothing."""
    place.visit("2026-04-01", 2023)
    place.blind("2026-04-03")
    place.check("2026-04-04")
    assert place.states()[2025] == "missing"
    lines = check(place.site("2026-04-25"), rehearse=True).lines()
    assert any("尚不能断定" in line for line in lines)
    assert not any("resolved" in line for line in lines)


def test_as_of_hides_what_was_seen_later(place: Place) -> None:
    place.visit("2026-03-01", 2023)
    place.visit("2026-03-20", 2023, 2025)
    then = check(place.site("2026-03-19"), as_of=date(2026, 3, 19), rehearse=True)
    now = check(place.site("2026-03-20"), as_of=date(2026, 3, 20), rehearse=True)
    assert any("due_soon" in line for line in then.lines())
    assert not any("due_soon" in line for line in now.lines())
    with pytest.raises(ValueError):
        check(place.site("2026-03-19"), as_of=date(2026, 3, 19))


def test_a_body_that_is_no_longer_watched_leaves_no_open_case(place: Place) -> None:
    place.visit("2026-04-01", 2023)
    place.check("2026-04-02")
    place.config = config(place.world.folder, watch=False)
    place.check("2026-04-02")
    assert {state for rule, state in place.cases().items() if "part_absent" not in rule} == {AlertState.RESOLVED}
    assert place.states() == {}
    assert place.reasons() == {"not_watched"}


def test_a_body_without_a_section_is_not_called_put_right(place: Place) -> None:
    place.visit("2026-04-01", 2023)
    place.check("2026-04-02")
    place.config = place.config.model_copy(update={"sections": ()})
    place.check("2026-04-03")
    assert place.cases()["report_missing 2025"] == AlertState.RESOLVED
    assert place.reasons() == {"not_watched"}
    place.config = config(place.world.folder)
    place.visit("2026-04-04", 2023)
    place.check("2026-04-04")
    assert place.cases()["report_missing 2025"] == AlertState.OPEN, "it comes back with the section"


def test_killed_and_run_again_it_ends_the_same(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.visit("2026-04-01", 2023)
    whole = place.world.db.conn

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(check_module, "settle", killed)
        with pytest.raises(KeyboardInterrupt):
            place.check("2026-04-02")
    assert whole.execute("SELECT count(*) FROM expectations").fetchone() == (0,)
    place.check("2026-04-02")
    assert place.cases()["report_missing 2025"] == AlertState.OPEN


def test_a_process_beside_judges_the_same(place: Place, tmp_path: Path) -> None:
    place.visit("2026-04-01", 2023)
    place.check("2026-04-02")
    site, bodies = place.site("2026-04-02"), body_ids(place.world.db)
    here = list(judging.judge_here(site, judging.context_of(site), bodies))
    assert any(verdict.judgements for _, verdict in here)
    assert list(judging.judge_beside(site, bodies)) == here
    astray = replace(site, config=config(tmp_path / "nothing here"))
    assert list(judging.judge_beside(astray, bodies)) == []


@pytest.mark.timeout(60)
def test_a_process_that_dies_as_it_starts_holds_up_nobody(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("multiprocessing.spawn.get_executable", lambda: b"/bin/false")
    many = [f"b{number:06}" for number in range(50_000)]  # more than a pipe holds
    assert list(judging.judge_beside(place.site("2026-04-02"), many)) == []


def test_a_process_beside_never_meets_an_interrupt(
    place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    resource_tracker.ensure_running()
    program, told = tmp_path / "python", tmp_path / "told"
    script = f"import signal; print(signal.pthread_sigmask(0, []), file=open({str(told)!r}, 'w'))"
    program.write_text(f"#!{sys.executable} -IS\n{script}\n")
    program.chmod(0o700)
    monkeypatch.setattr("multiprocessing.spawn.get_executable", lambda: bytes(program))
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    assert list(judging.judge_beside(place.site("2026-04-02"), ["b"])) == []
    assert "SIGINT" in told.read_text()
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before


@pytest.mark.parametrize("ended_after", [0, 1])
def test_what_the_process_beside_leaves_is_judged_here(
    place: Place, monkeypatch: pytest.MonkeyPatch, ended_after: int
) -> None:
    place.visit("2026-04-01", 2023)
    beside = judging.judge_beside
    monkeypatch.setattr(judging, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(judging, "judge_beside", lambda *asked: islice(beside(*asked), ended_after))
    assert place.check("2026-04-02").bodies == len(body_ids(place.world.db)) > ended_after
    assert place.cases()["report_missing 2025"] == AlertState.OPEN


def test_words_of_metrics_and_rules_stand_in_the_file(place: Place) -> None:
    place.check("2026-04-02")
    rows = dict(place.world.db.conn.execute("SELECT rule, zh FROM rules"))
    assert rows["report_missing"].endswith("未检索到最近应公开年度的报告。")
    assert place.world.db.conn.execute("SELECT zh FROM metrics WHERE key = 'legal_aid_cases'").fetchone() == (
        "法律援助案件数",
    )


def test_english(place: Place) -> None:
    place.visit("2026-04-01", 2023)
    place.config = place.config.model_copy(update={"language": "en"})
    place.check("2026-04-02")
    (title,) = place.world.db.conn.execute("SELECT title FROM alerts WHERE rule = 'report_missing'").fetchone()
    assert title.endswith("2025: no published rule-of-law report found")
    reasons = {row[0] for row in place.world.db.conn.execute("SELECT reason FROM expectations")}
    assert "every section was read whole after the due date; not found" in reasons


def test_facts_are_those_that_judging_expects(place: Place) -> None:
    place.visit("2026-04-01", 2023)
    facts = body_facts(place.world.db, "heping")
    assert [report.year for report in facts.reports] == [2023]
    assert facts.sections[0].visits[0].whole
