"""Ctrl-C, wherever it meets the command."""

from __future__ import annotations

import signal
import sqlite3
from collections.abc import Iterator

import pytest
import typer

from scheduler.cli import main


@pytest.fixture(autouse=True)
def as_python_begins() -> Iterator[None]:
    """A process that runs tests for another one may ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


# Whoever imported Datasette before has SQLite print what its functions raise, which pytest takes for a fault.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("error", [None, ValueError("no interrupt")])
def test_an_interrupt_amid_a_function_of_sqlite_is_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception | None
) -> None:
    def interrupted() -> int:
        if error is not None:
            raise error
        signal.raise_signal(signal.SIGINT)
        return 1

    app = typer.Typer()

    @app.command()
    def ask() -> None:
        conn = sqlite3.connect(":memory:")
        conn.create_function("interrupted", 0, interrupted)
        conn.execute("SELECT interrupted()")

    monkeypatch.setattr("scheduler.cli.app.app", app)
    with pytest.raises(SystemExit) as left:
        main([])
    assert left.value.code == (130 if error is None else 1)
    assert capsys.readouterr().err.startswith("fazhi: interrupted" if error is None else "fazhi: user-defined")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
