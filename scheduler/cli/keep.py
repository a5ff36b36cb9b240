"""Commands that make something to keep or hand on: backup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.app import app, session


@app.command()
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="the copy to write; it must not exist yet")],
    archive: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="also copy the originals there (only what is new), and verify all of it"),
    ] = None,
) -> None:
    """Copy the database while others write; the copy is proved before it counts."""
    from db.backup import back_up

    at = session(context)
    answer = back_up(at.config().data, file, archive_to=archive)
    for failure in answer.failures:
        at.out.say(f"failed: {failure}")
    at.out.say(
        f"wrote {answer.file} ({answer.size / 1e6:,.1f} MB, {answer.captures} captures), chain head {answer.head}"
    )
    if archive is not None:
        at.out.say(f"{answer.archive_files} archive files in {archive}, {answer.archive_bytes / 1e6:,.1f} MB new")
    if answer.failures:
        at.out.say(f"{len(answer.failures)} failed: the copy is what stands in the original, which is not sound")
    at.out.result(answer.document())
    raise typer.Exit(1 if answer.failures else 0)
