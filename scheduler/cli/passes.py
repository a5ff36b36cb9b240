"""Commands that work on the site: crawl, reread, check, send, run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.app import Session, app, day, session

if TYPE_CHECKING:
    from scheduler.passes.run import Summary

Today = Annotated[str | None, typer.Option(help="play the pass as if it were this day (a simulation only)")]


def _leave(failed: bool) -> None:
    raise typer.Exit(1 if failed else 0)


def _report(at: Session, summary: Summary) -> None:
    for line in summary.lines():
        at.out.say(line)
    at.out.result(summary.document())
    _leave(bool(summary.failures))


@app.command()
def crawl(
    context: typer.Context,
    section: Annotated[list[str] | None, typer.Option(help="only this section (may stand several times)")] = None,
    since: Annotated[int | None, typer.Option(help="back-fill: walk all pages, take reports since this year")] = None,
    today: Today = None,
) -> None:
    """Visit the sections, archive what is fetched, read what is new."""
    from scheduler.passes.run import crawl_pass

    at = session(context)
    _report(at, crawl_pass(at.config(), at.out.progress, only=section or (), since=since, today=day(today)))


@app.command()
def reread(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="also what this parser version has read already")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="store nothing, print what would change")] = False,
) -> None:
    """Read from the archive what is unread or was read by older parsers; no network."""
    from scheduler.passes.run import reread_pass

    at = session(context)
    _report(at, reread_pass(at.config(), at.out.progress, everything=everything, dry_run=dry_run))


@app.command()
def check(
    context: typer.Context,
    today: Annotated[str | None, typer.Option(help="judge as of this day; on a real file it only prints")] = None,
    as_of: Annotated[str | None, typer.Option(help="also hide what was seen after this day")] = None,
) -> None:
    """Work out what is expected and what is wrong: expectations and alerts."""
    from scheduler.passes.run import check_pass

    at = session(context)
    _report(at, check_pass(at.config(), today=day(today), as_of=day(as_of)))


@app.command()
def send(context: typer.Context) -> None:
    """Deliver what is due, by mail and channels."""
    from scheduler.passes.run import send_pass

    at = session(context)
    _report(at, send_pass(at.config()))


@app.command()
def run(context: typer.Context, today: Today = None) -> None:
    """One nightly pass: crawl, read, check, send. What cron calls."""
    from scheduler.passes.run import nightly_pass

    at = session(context)
    _report(at, nightly_pass(at.config(), at.out.progress, today=day(today)))
