"""Commands that go on or go back: the daemon, and the play-back of past days."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.app import app, day, session
from scheduler.errors import UsageProblem


@app.command()
def daemon(context: typer.Context) -> None:
    """Run the passes on their schedule until SIGTERM, then drain. SIGHUP reads the configuration again."""
    from scheduler.daemon.loop import Daemon

    at = session(context)
    endings = Daemon(at.config(), debug=at.debug).run()
    at.out.result({"command": "daemon", "passes": endings})


@app.command()
def backtest(
    context: typer.Context,
    start: Annotated[str, typer.Option("--from", help="the first day that is played (YYYY-MM-DD)")],
    end: Annotated[str, typer.Option("--to", help="the last one")],
    rules: Annotated[Path | None, typer.Option(help="a thresholds file to compare with the present ones")] = None,
) -> None:
    """What would have fired when, judged day by day over what is stored; writes nothing."""
    from scheduler.passes.backtest import play_back

    at = session(context)
    first, last = day(start), day(end)
    assert first is not None and last is not None  # both options are required
    if first > last:
        raise UsageProblem(f"--from {first} lies after --to {last}")
    with at.out.progress("backtest") as tick:
        answer = play_back(at.config(), first, last, rules=rules, tick=tick)
    for line in answer.lines():
        at.out.say(line)
    at.out.result(answer.document())
