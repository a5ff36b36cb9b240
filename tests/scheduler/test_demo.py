"""The demo's folder: written anew each time, without losing what somebody changed there."""

from __future__ import annotations

import os
import signal
import statistics
import time
from contextlib import closing
from pathlib import Path

import pytest

from db.database import is_simulation, open_database
from scheduler.cli.output import Output
from scheduler.demo.play import prepare_folder
from scheduler.errors import UsageProblem


def test_an_edited_configuration_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = prepare_folder(tmp_path, Output())
    ours = path.read_text(encoding="utf-8")
    prepare_folder(tmp_path, Output())
    assert {item.name for item in tmp_path.iterdir()} == {"fazhi.yaml", "fazhi.db"}, "nothing to keep of our own"
    capsys.readouterr()
    for kept in ("fazhi.yaml.old", "fazhi.yaml.old1"):
        path.write_text(f"# mine, {kept}\n", encoding="utf-8")
        prepare_folder(tmp_path, Output())
        assert path.read_text(encoding="utf-8") == ours
        assert (tmp_path / kept).read_text(encoding="utf-8") == f"# mine, {kept}\n"
        assert f"{kept}\n" in capsys.readouterr().out


def test_a_database_of_real_passes_is_refused(tmp_path: Path) -> None:
    open_database(tmp_path, create=True).close()
    with pytest.raises(UsageProblem, match="is not the demo's"):
        prepare_folder(tmp_path, Output())
    assert not (tmp_path / "fazhi.yaml").exists()


def test_killed_while_the_file_is_made(tmp_path: Path) -> None:
    """Whatever is left of it, the next demo goes on, and the file is a simulation from its first moment."""
    seconds = statistics.median(_making(tmp_path / f"whole{number}", None) for number in range(3))
    for tenth in range(12):
        folder = tmp_path / str(tenth)
        _making(folder, seconds * tenth / 10)
        prepare_folder(folder, Output())
        with closing(open_database(folder, read_only=True)) as db:
            assert is_simulation(db)


def _making(folder: Path, kill_after: float | None) -> float:
    """The seconds that a process lived which makes a demo's folder."""
    began = time.monotonic()
    child = os.fork()
    if not child:
        try:
            prepare_folder(folder, Output())
        finally:
            os._exit(0)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return time.monotonic() - began
