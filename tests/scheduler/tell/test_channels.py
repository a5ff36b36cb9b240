"""Short messages to a real webhook on loopback: within the robots' limits, and no secret leaves the environment."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from loguru import logger

from db.cases import fetch_alerts
from db.outbox import fetch_messages
from db.vocabulary import MessageState, Rule, Severity
from scheduler.logs import set_up_logs
from scheduler.passes.send import send
from scheduler.passes.site import Site
from scheduler.tell.cases import settle
from scheduler.tell.channels import LONGEST_BYTES
from tests.scheduler.tell.desk import desk_site, finding

SECRET = "a1b2c3d4-robot-key-5e6f"


class Robot(HTTPServer):
    """A group robot: keeps what it is told, answers with ``status``."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = 200
        self.told: list[tuple[str, dict[str, str]]] = []


class _Handler(BaseHTTPRequestHandler):
    server: Robot

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.status == 200:
            self.server.told.append((self.path, json.loads(body)))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def robot(monkeypatch: pytest.MonkeyPatch) -> Iterator[Robot]:
    server = Robot()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("FAZHI_ROBOT", f"json://127.0.0.1:{server.server_port}/{SECRET}")
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def debug_log() -> Iterator[list[str]]:
    """Every line that a command run with --debug logs."""
    handlers, level = logging.root.handlers[:], logging.root.level
    set_up_logs(debug=True)
    lines: list[str] = []
    logger.add(lines.append, level="TRACE")
    yield lines
    logger.remove()
    logger.add(sys.__stderr__)
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


def site_with_robot(folder: Path, **settings: object) -> Site:
    supervisor = {"name": "群", "notify": ["env:FAZHI_ROBOT"], "digest": "immediate"}
    site = desk_site(folder, **{"supervisors": [supervisor], **settings})
    settle(site.db, "heping", [finding()], at=site.seen_at, today=site.today)
    return site


def test_a_channel_is_told_once(tmp_path: Path, robot: Robot) -> None:
    site = site_with_robot(tmp_path)
    assert send(site).sent == 1
    assert send(site).counts()["queued"] == 0
    ((path, told),) = robot.told
    assert path == f"/{SECRET}"
    assert told["message"].splitlines() == [
        "演示数据，不代表真实门户",
        "法治年报监测",
        "【预警】和平区2025年度：法律援助案件553→347件（编号 1）",
        "本提醒由公开信息自动生成，以发布机关正式文本为准。",
    ]


def test_many_cases_fit_the_limit_and_say_how_many_are_left_out(tmp_path: Path, robot: Robot) -> None:
    site = site_with_robot(tmp_path, console={"url": "https://console.example"})
    long = [finding(key=str(n), title=f"和平区2025年度：{'很长的题名' * 8}{n}") for n in range(40)]
    critical = finding(Rule.REPORT_WITHDRAWN, severity=Severity.CRITICAL, title="和平区2025年度：最重的")
    settle(site.db, "heping", [*long, critical], at=site.seen_at, today=site.today)
    assert send(site).sent == 1
    text = robot.told[0][1]["message"]
    assert LONGEST_BYTES - 300 < len(text.encode()) <= LONGEST_BYTES
    assert text.splitlines()[2].startswith("【紧急】和平区2025年度：最重的")
    shown = sum(line.startswith("【预警】") for line in text.splitlines())
    assert f"……另有{40 - shown}项" in text


def test_a_title_longer_than_any_limit_leaves_the_counts(tmp_path: Path, robot: Robot) -> None:
    site = desk_site(tmp_path, supervisors=[{"name": "群", "notify": ["env:FAZHI_ROBOT"], "digest": "immediate"}])
    settle(site.db, "heping", [finding(title="长" * 3000)], at=site.seen_at, today=site.today)
    assert send(site).sent == 1
    assert "……另有1项" in robot.told[0][1]["message"]


def test_a_robot_that_refuses_is_asked_again_later_and_its_secret_stays_secret(
    tmp_path: Path,
    robot: Robot,
    debug_log: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = debug_log
    robot.status = 500
    now = datetime(2026, 3, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    with time_machine.travel(now, tick=True) as clock:
        site = site_with_robot(tmp_path)
        assert send(site).later == 1
        robot.status = 200
        assert send(site).sent == 0
        clock.shift(timedelta(minutes=6))
        assert send(site).sent == 1
    monkeypatch.setenv("FAZHI_ROBOT", f"json://127.0.0.1:1/{SECRET}")  # nobody listens there
    settle(site.db, "heping", [finding(digest="2")], at=site.seen_at, today=site.today)
    assert send(site).later == 1
    said = "".join(lines) + "".join(capsys.readouterr())
    assert "message" in said
    assert SECRET not in said
    assert not any(SECRET.encode() in path.read_bytes() for path in site.data.rglob("*") if path.is_file())
    assert [message.state for message in fetch_messages(site.db)] == [MessageState.SENT, MessageState.PENDING]


@pytest.mark.parametrize("value", [None, "", "no-such-scheme://x/y", "not an address"])
def test_a_channel_without_a_good_address_waits_and_the_operator_hears(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv("FAZHI_ROBOT", raising=False)
    if value is not None:
        monkeypatch.setenv("FAZHI_ROBOT", value)
    site = site_with_robot(tmp_path, operator={"email": "op@example.org"})
    result = send(site)
    assert len(result.failures) == 1
    (case,) = fetch_alerts(site.db, rules=[Rule.DELIVERY_FAILED])
    assert "FAZHI_ROBOT" in case.explanation and (not value or value not in case.explanation)
    assert fetch_messages(site.db, supervisor="群")[0].state is MessageState.PENDING
    assert date.fromisoformat(fetch_messages(site.db)[0].created_at[:10]) == site.today
