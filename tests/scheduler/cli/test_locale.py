"""Machines whose locale has no Chinese: what is printed, mailed and named is the same there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.cli import main
from scheduler.tell.cases import settle
from scheduler.tell.deliver import file_name
from tests.scheduler.tell.desk import desk_site, finding

NARROW = [
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "ascii"},
    {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "latin-1"},
]
CONFIG = "data_dir: ./data\nsupervisors: [{name: 督察科, email: ducha@example.org, digest: immediate}]\n"
TITLE = "和平区2025年度：法律援助案件553→347件"


def fazhi(folder: Path, locale: dict[str, str], *words: str) -> subprocess.CompletedProcess[bytes]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    return subprocess.run(
        [sys.executable, "-c", "from scheduler.cli import main; main()", "--config", folder / "fazhi.yaml", *words],
        env={**own, "PYTHONPATH": os.getcwd(), **locale},
        capture_output=True,
        timeout=60,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = desk_site(tmp_path)
    settle(site.db, "heping", [finding(title=TITLE)], at=site.seen_at, today=site.today)
    site.db.close()
    (tmp_path / "fazhi.yaml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("locale", NARROW, ids=["C", "ascii", "latin-1"])
def test_commands_print_chinese_whatever_the_locale(folder: Path, locale: dict[str, str]) -> None:
    done = fazhi(folder, locale, "alerts", "ack", "1", "--by", "王敏", "--why", "属实", "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["title"] == TITLE
    plain = fazhi(folder, locale, "alerts", "show", "1")
    assert plain.returncode == 0 and TITLE in plain.stdout.decode() and "属实" in plain.stdout.decode()


def test_a_query_speaks_the_language_of_the_configuration_and_carries_the_stamp(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "fazhi.yaml"
    site = desk_site(folder)
    site.db.conn.execute(
        "INSERT OR REPLACE INTO rules (rule, zh, en) VALUES ('count_change', '数量变化', 'Count changed')"
    )
    site.db.close()

    def told(*words: str) -> str:
        with pytest.raises(SystemExit) as ended:
            main(["--config", str(path), *words])
        assert ended.value.code == 0
        return capsys.readouterr().out

    (row,) = json.loads(told("--json", "query", "open_cases"))
    assert (row["rule_name"], row["simulation"]) == ("数量变化", True)
    path.write_text(f"{CONFIG}language: en\n", encoding="utf-8")
    (row,) = json.loads(told("--json", "query", "open_cases"))
    assert (row["rule_name"], row["title"]) == ("Count changed", TITLE)
    assert told("query", "open_cases").splitlines()[0] == "simulation (演示数据，不代表真实门户)"


def test_mail_reaches_the_outbox_in_the_c_locale(folder: Path) -> None:
    site = desk_site(folder)
    simulated = site.db.conn.execute("SELECT value FROM meta WHERE key = 'simulation'").fetchone()
    site.db.close()
    assert simulated  # `send` of the command goes by the day that is stamped
    done = fazhi(folder, NARROW[0], "send")
    assert done.returncode == 0, done.stderr.decode()
    (mail,) = (folder / "data" / "outbox").iterdir()
    assert mail.name.endswith("-督察科-1.eml")


def test_a_locale_of_its_own_chinese_stays(folder: Path) -> None:
    """Where file names and arguments are GB 18030, they are not read as UTF-8."""
    code = "import sys; from unittest.mock import patch; import scheduler.cli as cli\n"
    code += "with patch.object(sys, 'getfilesystemencoding', lambda: 'gb18030'):\n cli._leave_narrow_locale()\n"
    code += "print('stayed')"
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONUTF8": "0"}, capture_output=True)
    assert done.stdout == b"stayed\n", done.stderr.decode()


def test_a_name_that_the_file_system_cannot_hold_is_left_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from db.outbox import fetch_message
    from scheduler.passes.send import send

    site = desk_site(folder)
    send(site)
    message = fetch_message(site.db, 1)
    assert file_name(message) == "2026-03-20-督察科-1.eml"
    monkeypatch.setattr(os, "fsencode", lambda name: str(name).encode("ascii"))
    assert file_name(message) == "2026-03-20-supervisor-1.eml"
