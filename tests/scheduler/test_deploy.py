"""The units, the cron line and the container file, held against the real parsers where this machine has them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from croniter import croniter
from typer.main import get_command

from scheduler.cli.app import app

DEPLOY = Path(__file__).parents[2] / "deploy"
PROGRAM = "/opt/fazhi/.venv/bin/fazhi"
UNITS = ("fazhi.service", "fazhi-run.service", "fazhi-run.timer")


def output(*words: str) -> tuple[int, str]:
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_systemd_finds_no_fault_in_the_units(tmp_path: Path) -> None:
    for name in UNITS:  # with a program that is here: systemd looks whether it is
        text = (DEPLOY / name).read_text(encoding="utf-8").replace(PROGRAM, sys.executable)
        (tmp_path / name).write_text(text, encoding="utf-8")
    code, said = output("systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in UNITS))
    own = [line for line in said.splitlines() if any(name in line for name in UNITS)]
    assert (code, own) == (0, []), said


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_the_timer_comes_every_night_in_the_time_of_china() -> None:
    (line,) = re.findall(r"^OnCalendar=(.+)$", (DEPLOY / "fazhi-run.timer").read_text(encoding="utf-8"), re.M)
    code, said = output("systemd-analyze", "calendar", "--iterations=2", line)
    assert code == 0, said
    assert said.count("17:30:00 UTC") >= 2


def cron_lines() -> list[str]:
    lines = (DEPLOY / "fazhi.cron").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#") and not re.match(r"\w+=", line)]


def test_the_cron_line_comes_once_a_night_and_names_its_user() -> None:
    (line,) = cron_lines()
    *times, user, command = line.split(None, 6)
    start = datetime(2026, 3, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
    nights = croniter(" ".join(times), start)
    assert [f"{nights.get_next(datetime):%m-%d %H:%M}" for _ in range(2)] == ["03-20 01:30", "03-21 01:30"]
    assert user == "fazhi"
    assert "%" not in command, "cron takes it for a line break"


@pytest.mark.skipif(shutil.which("crontab") is None, reason="no cron on this machine")
def test_cron_itself_can_read_it(tmp_path: Path) -> None:
    """A user's table has no column for the user."""
    table = tmp_path / "table"
    text = (DEPLOY / "fazhi.cron").read_text(encoding="utf-8")
    table.write_text(re.sub(r"^((?:\S+\s+){5})fazhi\s+", r"\1", text, flags=re.M), encoding="utf-8")
    code, said = output("crontab", "-n", str(table))
    if "invalid option" in said:
        pytest.skip("this cron only reads a table by installing it")
    assert code == 0, said


def test_each_command_that_they_call_is_one() -> None:
    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    called = set()
    for path in DEPLOY.iterdir():
        called |= set(re.findall(rf"{re.escape(PROGRAM)} ([a-z]+)", path.read_text(encoding="utf-8")))
    (default,) = re.findall(r'^CMD \["(\w+)"\]$', (DEPLOY / "Containerfile").read_text(encoding="utf-8"), re.M)
    assert called == {"daemon", "run"}
    assert called | {default} <= known


def test_what_the_container_copies_is_there() -> None:
    lines = re.findall(r"^COPY (.+) \S+$", (DEPLOY / "Containerfile").read_text(encoding="utf-8"), re.M)
    for name in " ".join(lines).split():
        assert (DEPLOY.parent / name).exists(), name
