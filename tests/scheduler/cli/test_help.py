"""What a newcomer reads first."""

from __future__ import annotations

from typer.main import get_command

from scheduler.cli.app import ORDER, app
from tests.corridor import fazhi


def test_help_tells_every_command_in_one_whole_sentence() -> None:
    code, out, _ = fazhi("--help")
    listed = [line.split()[0] for line in out.split("Commands:")[1].splitlines() if line[2:3].strip()]
    names = set(get_command(app).commands)
    assert code == 0
    assert listed == [name for name in ORDER if name in names], "each command has its place in the order"
    assert set(listed) == names
    assert "..." not in out.split("Commands:")[1]
