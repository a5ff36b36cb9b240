"""The play-back of past days says what the checks of those days did, whatever was stored since, and writes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from db.dump import canonical_dump
from db.vocabulary import VisitOutcome
from scheduler.cli import main
from scheduler.config import Config
from scheduler.errors import ConfigProblem
from scheduler.passes.backtest import Backtest, play_back
from scheduler.passes.check import check
from scheduler.passes.crawl import register
from scheduler.passes.site import Site
from tests.db.world import World, day

BODY = {"id": "heping", "name": "清河市和平区人民政府", "class": "county_government", "since": 2023}
SECTION = {"id": "heping-fazhi", "body": "heping", "url": "http://heping.example/fz/"}
START, END = date(2026, 3, 10), date(2026, 5, 20)
ROWS = {f"http://heping.example/fz/{year}.html": f"和平区{year}年度法治政府建设情况报告" for year in (2023, 2024, 2025)}


def days() -> Iterator[date]:
    return (START + timedelta(days=number) for number in range((END - START).days + 1))


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Config, list[tuple[str, ...]]]]:
    """Ten weeks of nights and mornings: the newest report comes late, an outage lies between; and what checks did."""
    folder = tmp_path_factory.mktemp("site")
    document = {"data_dir": "data", "bodies": [BODY], "sections": [SECTION]}
    (folder / "fazhi.yaml").write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    config = Config.model_validate({**document, "path": folder / "fazhi.yaml"})
    world = World(config.data)
    known = dict(list(ROWS.items())[:2])
    for today in days():
        _night(world, today, known)
        site = Site(config, world.db, today, day(today.isoformat(), "06:00:00"), simulation=True)
        register(site)
        check(site)
    events = world.db.conn.execute(
        "SELECT substr(e.at, 1, 10), e.event, e.severity, a.rule FROM alert_events e "
        "JOIN alerts a ON a.id = e.alert_id WHERE e.event <> 'updated'"
    ).fetchall()
    yield config, events
    world.db.close()


def _night(world: World, today: date, known: dict[str, str]) -> None:
    on = today.isoformat()
    if today == START:
        for url in known:
            year = int(url[-9:-5])
            world.crawl(on, known, {url: (str(year).encode(), {})})
            world.read(on, year=year, published_on=f"{year + 1}-03-01")
    elif date(2026, 4, 10) <= today <= date(2026, 4, 25):
        world.crawl(on, {}, {}, whole=False, outcome=VisitOutcome.BLIND, reason="超时")
    elif today == date(2026, 5, 12):
        world.crawl(on, ROWS, {list(ROWS)[2]: (b"b", {})})
        world.read(on, year=2025, published_on=on)
    else:
        world.crawl(on, ROWS if today > date(2026, 5, 12) else known, {})


def told(answer: Backtest) -> list[tuple[Any, ...]]:
    return sorted((str(item.day), item.event, item.severity, item.rule) for item in answer.present.happenings)


def test_it_says_what_the_checks_of_those_days_did(played: tuple[Config, list[tuple[str, ...]]]) -> None:
    config, events = played
    answer = play_back(config, START, END)
    assert told(answer) == sorted(events)
    of_the_year = [(str(i.day), i.event, i.severity) for i in answer.present.happenings if i.rule == "report_missing"]
    assert of_the_year[:2] == [("2026-04-01", "opened", "warning"), ("2026-04-30", "worsened", "critical")]
    assert of_the_year[-1] == ("2026-05-12", "resolved", "critical")
    assert answer.present.by_rule()["report_late"] == 1


def test_nothing_is_written(played: tuple[Config, list[tuple[str, ...]]]) -> None:
    config, _ = played
    path = config.data / "fazhi.db"
    before = World(config.data).db
    dump = canonical_dump(before)
    before.close()
    size = path.stat().st_size
    play_back(config, START, START + timedelta(days=3))
    after = World(config.data).db
    assert (canonical_dump(after), path.stat().st_size) == (dump, size)
    after.close()


def test_two_threshold_files_differ_by_what_they_change(
    played: tuple[Config, list[tuple[str, ...]]], tmp_path: Path
) -> None:
    config, _ = played
    rules = tmp_path / "patient.yaml"
    rules.write_text("due_soon_days: 0\nmissing: {steps: [{after_days: 10, severity: notice}]}\n", encoding="utf-8")
    answer = play_back(config, START, END, rules=rules)
    assert answer.only_present() == answer.only_other() == []
    changes = {here.rule: (here, there) for here, there in answer.severity_changes()}
    assert set(changes) == {"due_soon", "report_missing"}
    here, there = changes["report_missing"]
    assert (here.severity, there.severity) == ("critical", "notice")
    assert [str(case.opened) for case in changes["due_soon"]] == ["2026-03-17", "2026-03-31"]


def test_cases_that_only_one_of_two_files_knows(played: tuple[Config, list[tuple[str, ...]]], tmp_path: Path) -> None:
    rules = tmp_path / "silent.yaml"
    rules.write_text("missing: {steps: [{after_days: 400, severity: notice}]}\n", encoding="utf-8")
    answer = play_back(played[0], START, END, rules=rules)
    assert [case.rule for case in answer.only_present()] == ["report_missing"]
    assert answer.only_other() == []
    assert any(line.startswith("only with the present thresholds: 2026-04-01") for line in answer.lines())


def command(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(words)
    out, err = capsys.readouterr()
    return int(str(left.value.code)), out, err


def test_the_command(
    played: tuple[Config, list[tuple[str, ...]]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config, _ = played
    rules = tmp_path / "same.yaml"
    rules.write_text("due_soon_days: 14\n", encoding="utf-8")
    words = ("--config", str(config.path), "--json", "backtest", "--from")
    code, out, _ = command(capsys, *words, "2026-03-16", "--to", "2026-04-02", "--rules", str(rules))
    document = json.loads(out)
    assert code == 0
    assert {"due_soon", "report_missing"} <= set(document["by_rule"])
    assert document["differences"]["only_rules_file"] == document["differences"]["severity"] == []
    code, _, err = command(capsys, *words, "2026-04-02", "--to", "2026-03-16")
    assert code == 2
    assert "lies after" in err


def test_a_file_that_is_no_thresholds_file(played: tuple[Config, list[tuple[str, ...]]], tmp_path: Path) -> None:
    rules = tmp_path / "wrong.yaml"
    rules.write_text("due_soon_days: soon\n", encoding="utf-8")
    with pytest.raises(ConfigProblem, match="due_soon_days"):
        play_back(played[0], START, END, rules=rules)
