"""The command `export`: tidy tables for researchers, and the reminder list for a letter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.app import app, session


@app.command()
def export(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="where to write; made if it is not there")],
    form: Annotated[str, typer.Option("--format", help="csv, xlsx or json")] = "csv",
    table: Annotated[
        list[str] | None, typer.Option(help="only this table, such as values or overdue (may stand several times)")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="replace files that are there")] = False,
) -> None:
    """Tidy tables with a data dictionary: csv, xlsx or json; `--table overdue --format xlsx` is the reminder list."""
    from db.export import export_tables
    from scheduler.passes.site import open_site

    at = session(context)
    site = open_site(at.config(), create=False, read_only=True)
    with at.out.progress("export") as tick:
        made = export_tables(site.db, folder, form=form, only=table or (), force=force, progress=tick)
    if made.simulation:
        at.out.say("simulation (演示数据，不代表真实门户)")
    at.out.table(("table", "rows"), list(made.tables.items()))
    at.out.say(f"wrote them to {made.folder}, with dictionary.{made.format} and README.txt")
    at.out.result(made.document())
