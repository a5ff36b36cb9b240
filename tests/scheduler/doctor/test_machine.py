"""`fazhi doctor`: what is fine, what is a warning, what is broken, each with what to do."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from scheduler.config import Config, load_config
from scheduler.doctor.machine import Check, State, check_machine
from tests.corridor import fazhi
from tests.scheduler.tell.server import Postman, open_office


def configured(folder: Path, text: str) -> Config:
    """Without OCR, whose models take seconds to load."""
    path = folder / "fazhi.yaml"
    path.write_text(f"read: {{ocr: false}}\n{text}", encoding="utf-8")
    return load_config(path)


def checks(config: Config | None) -> dict[str, Check]:
    return {check.name: check for check in check_machine(config)}


def test_without_a_configuration(tmp_path: Path) -> None:
    code, out, _ = fazhi("--config", str(tmp_path / "none.yaml"), "--json", "doctor")
    found = {check["name"]: check for check in json.loads(out)}
    assert set(found) == {"python", "sqlite", "browser", "ocr", "font", "clock"}
    assert code == (1 if any(check["state"] == "broken" for check in found.values()) else 0)
    assert found["ocr"]["state"] == "ok"


def test_a_configuration_that_cannot_be_read_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "fazhi.yaml"
    path.write_text("bodys: []\n", encoding="utf-8")
    code, out, _ = fazhi("--config", str(path), "--json", "doctor")
    broken = {check["name"]: check["found"] for check in json.loads(out) if check["state"] == "broken"}
    assert (code, "bodys" in broken["configuration"]) == (1, True)


def test_data_folder_disk_and_outbox(tmp_path: Path) -> None:
    found = checks(configured(tmp_path, "data_dir: ./new/data\n"))
    assert (found["data_dir"].state, "will be made" in found["data_dir"].found) == (State.OK, True)
    assert found["disk"].found.endswith("GB free")
    assert "outbox" in found["mail"].found
    assert not (tmp_path / "new").exists()  # looking leaves nothing behind


def test_operators_of_portals_must_know_who_asks(tmp_path: Path) -> None:
    found = checks(configured(tmp_path, "data_dir: ./new\n"))["contact"]
    assert (found.state, found.remedy) == (
        State.WARNING,
        "set crawl.contact to an address that portals' operators can write to",
    )
    assert checks(configured(tmp_path, "crawl: {contact: a@example.org}\n"))["contact"].state is State.OK
    assert checks(configured(tmp_path, "crawl: {user_agent: Own/1 (a@example.org)}\n"))["contact"].state is State.OK


def test_a_data_folder_that_is_no_folder_is_broken(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    assert checks(configured(tmp_path, "data_dir: ./data\n"))["data_dir"].state is State.BROKEN


def test_a_browser_that_is_not_there(tmp_path: Path) -> None:
    sections = (
        "bodies: [{id: a, name: 某区人民政府, class: county_government}]\n"
        "sections: [{id: s, body: a, url: 'http://a.example/', render: browser}]\n"
    )
    text = "crawl: {browser_path: /nowhere/chrome}\n"
    found = checks(configured(tmp_path, text))["browser"]
    assert (found.state, "/nowhere/chrome" in found.found) == (State.WARNING, True)
    assert checks(configured(tmp_path, text + sections))["browser"].state is State.BROKEN
    path = tmp_path / "chrome"
    path.write_text("#!/bin/sh\necho no libraries >&2\nexit 127\n", encoding="utf-8")
    path.chmod(0o755)
    found = checks(configured(tmp_path, f"crawl: {{browser_path: {path}}}\n"))["browser"]
    assert (found.state, "no libraries" in found.found) == (State.WARNING, True)


def test_a_mail_host_that_answers_and_one_that_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FAZHI_MAIL_PASSWORD", raising=False)
    postman = Postman()
    office, port = open_office(postman)
    try:
        mail = f"mail: {{host: 127.0.0.1, port: {port}%s}}\n"
        assert checks(configured(tmp_path, mail % ""))["mail"].state is State.OK
        found = checks(configured(tmp_path, mail % ", tls: starttls"))["mail"]
        assert (found.state, "STARTTLS" in found.found) == (State.BROKEN, True)
        found = checks(configured(tmp_path, mail % ", username: fazhi"))["mail"]
        assert (found.state, "FAZHI_MAIL_PASSWORD" in found.remedy) == (State.BROKEN, True)
    finally:
        office.stop()
    assert postman.taken == []
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = checks(configured(tmp_path, f"mail: {{host: 127.0.0.1, port: {port}}}\n"))["mail"]
    assert (found.state, "does not answer" in found.found) == (State.BROKEN, True)


def test_a_clock_of_another_century_is_broken() -> None:
    with time_machine.travel(datetime(1999, 1, 1, tzinfo=UTC)):
        assert checks(None)["clock"].state is State.BROKEN
    assert checks(None)["clock"].state is State.OK
