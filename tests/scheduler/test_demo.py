"""The demo's folder: written anew each time, without losing what somebody changed there."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.cli.output import Output
from scheduler.demo.play import prepare_folder


def test_an_edited_configuration_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = prepare_folder(tmp_path, Output())
    ours = path.read_text(encoding="utf-8")
    prepare_folder(tmp_path, Output())
    assert [item.name for item in tmp_path.iterdir()] == ["fazhi.yaml"], "nothing to keep of our own"
    path.write_text("# mine\n", encoding="utf-8")
    capsys.readouterr()
    prepare_folder(tmp_path, Output())
    assert path.read_text(encoding="utf-8") == ours
    assert (tmp_path / "fazhi.yaml.old").read_text(encoding="utf-8") == "# mine\n"
    assert "fazhi.yaml.old" in capsys.readouterr().out
