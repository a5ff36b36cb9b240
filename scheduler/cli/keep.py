"""Commands that make something to keep or hand on: backup, evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.app import app, chain_head, session


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


@app.command()
def evidence(
    context: typer.Context,
    subject: Annotated[str, typer.Argument(metavar="report:ID|alert:ID", help="the case")],
    file: Annotated[Path, typer.Argument(metavar="OUT.zip", help="the dossier to write")],
    key: Annotated[Path | None, typer.Option(metavar="FILE", help="an ssh key that signs it")] = None,
    head: Annotated[str | None, typer.Option(help="end the chain at this head, such as one from a later mail")] = None,
    force: Annotated[bool, typer.Option("--force", help="replace OUT.zip if it is there")] = False,
) -> None:
    """Pack the dossier of one case: originals, texts, figures, chain; verifiable elsewhere with public tools."""
    from db.dossier_pack import pack_dossier
    from scheduler.passes.site import open_site

    at = session(context)
    site = open_site(at.config(), create=False, read_only=True)
    made = pack_dossier(site.db, site.archive, subject, file, head=chain_head(head), key=key, force=force)
    if made.simulation:
        at.out.say("simulation (演示数据，不代表真实门户)")
    at.out.say(f"wrote {made.file}: {made.files} files, {made.originals} originals, {made.size / 1e6:,.1f} MB")
    at.out.say(f"chain head {made.head}; {'signed' if made.signed else 'not signed (--key FILE signs it)'}")
    at.out.result(made.document())
