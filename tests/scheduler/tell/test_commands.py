"""The commands about cases, as typed."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db import database
from db.vocabulary import Rule, Severity
from scheduler.cli import main
from scheduler.tell.cases import settle
from tests.scheduler.tell.desk import desk_site, finding

CONFIG = "data_dir: ./data\nsupervisors: [{name: 督察科, email: ducha@example.org}]\n"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    site = desk_site(tmp_path)
    settle(
        site.db,
        "heping",
        [finding(), finding(Rule.PART_ABSENT, severity=Severity.NOTICE, title="和平区2025年度：未见[b]原因[/b]\tx")],
        at=site.seen_at,
        today=site.today,
    )
    site.db.close()
    path = tmp_path / "fazhi.yaml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


class Fazhi:
    """Runs `fazhi --config … WORDS` in this process."""

    def __init__(self, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._config, self._capsys = config, capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["--config", str(self._config), *words])
        out, err = self._capsys.readouterr()
        return int(left.value.code or 0), out, err

    def json(self, *words: str) -> Any:
        code, out, _ = self(*words, "--json")
        assert code == 0
        return json.loads(out)


@pytest.fixture
def fazhi(config: Path, capsys: pytest.CaptureFixture[str]) -> Fazhi:
    return Fazhi(config, capsys)


def test_the_open_cases_are_listed_worst_first(fazhi: Fazhi) -> None:
    code, out, _ = fazhi("alerts")
    lines = [line.split("\t") for line in out.splitlines()]
    assert code == 0
    assert lines[0][0].startswith("simulation")
    assert lines[1] == ["case", "severity", "state", "body", "year", "rule", "title"]
    assert [line[:2] for line in lines[2:]] == [["1", "warning"], ["2", "notice"]]
    assert lines[3][6] == "和平区2025年度：未见[b]原因[/b] x", "one cell, and no markup"
    assert fazhi("alerts", "list")[1] == out
    assert [case["id"] for case in fazhi.json("alerts", "list", "--severity", "warning")] == [1]
    assert fazhi.json("alerts", "list", "--body", "zone") == []


def test_a_decision_moves_a_case_and_stays_in_its_history(fazhi: Fazhi) -> None:
    assert fazhi("alerts", "ack", "1", "--by", "王敏", "--why", "属实")[0] == 0
    assert fazhi("alerts", "dismiss", "2", "--by", "李强", "--why", "误报")[0] == 0
    assert {case["id"]: case["state"] for case in fazhi.json("alerts", "list", "--all")} == {
        1: "acknowledged",
        2: "dismissed",
    }
    assert [case["id"] for case in fazhi.json("alerts")] == [1], "closed ones only when asked for"
    assert fazhi("alerts", "resolve", "1", "--by", "王敏", "--why", "已补充")[0] == 0
    assert fazhi.json("alerts", "list", "--state", "resolved")[0]["closed_at"]
    shown = fazhi.json("alerts", "show", "1")
    assert [(event["event"], event["by"], event["why"]) for event in shown["events"]] == [
        ("opened", None, None),
        ("acknowledged", "王敏", "属实"),
        ("resolved", "王敏", "已补充"),
    ]
    code, out, _ = fazhi("alerts", "show", "1")
    assert code == 0 and "演示数据" in out and "王敏" in out and "已整改" in out


def test_snooze_names_the_day_on_which_it_wakes(fazhi: Fazhi) -> None:
    code, out, _ = fazhi("alerts", "snooze", "1", "--until", "2999-01-01", "--by", "王敏")
    assert code == 0 and "snoozed until 2999-01-01" in out
    assert fazhi.json("alerts")[0]["snoozed_until"] == "2999-01-01"


def test_a_database_that_another_process_holds_too_long_is_exit_3(
    fazhi: Fazhi, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(config.parent / "data" / "fazhi.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        code, out, err = fazhi("alerts", "ack", "1", "--by", "王敏", "--why", "属实")
    assert (code, out) == (3, "")
    assert "another process" in err and "Traceback" not in err
    assert fazhi("alerts", "ack", "1", "--by", "王敏", "--why", "属实")[0] == 0


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["show", "99"], "no case 99"),
        (["ack", "99", "--by", "甲", "--why", "乙"], "no case 99"),
        (["ack", "1", "--by", "甲"], "--why"),
        (["ack", "1", "--by", " ", "--why", "乙"], "--by"),
        (["ack", "x", "--by", "甲", "--why", "乙"], "ID"),
        (["snooze", "1", "--until", "2020-01-01", "--by", "甲"], "2020-01-01"),
        (["snooze", "1", "--until", "tomorrow", "--by", "甲"], "YYYY-MM-DD"),
        (["list", "--state", "shut"], "shut"),
        (["list", "--severity", "grave"], "grave"),
    ],
)
def test_a_wrong_word_is_one_clear_message_and_exit_2(fazhi: Fazhi, words: list[str], named: str) -> None:
    code, out, err = fazhi("alerts", *words)
    assert code == 2 and named in err and "Traceback" not in err and not out.strip()
