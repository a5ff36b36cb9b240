"""The command that serves the console."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.app import app, session
from scheduler.errors import UsageProblem

if TYPE_CHECKING:
    from db.console.settings import Settings
    from scheduler.config import Config


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[
        str, typer.Option(help="the address to listen on; any but loopback needs --passwords")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 = any that is free")] = 8001,
    passwords: Annotated[
        Path | None, typer.Option(help="a file that sets up datasette-auth-passwords (see docs/console.md)")
    ] = None,
) -> None:
    """The console: this database in a browser, read-only, on this machine only unless passwords are set up."""
    from db.console.passwords import read_passwords
    from db.console.serving import is_loopback, listen
    from db.console.serving import serve as answer

    at = session(context)
    config = at.config()
    accounts = read_passwords(passwords) if passwords else None
    if accounts is None and not is_loopback(host):
        raise UsageProblem(
            f"{host} can be reached from other machines, so the console needs passwords there: set them up "
            "(docs/console.md) and name the file with --passwords, or leave --host out to serve this machine only"
        )
    with listen(host, port) as listener:
        bound = listener.getsockname()[1]
        settings = _settings(config, host, bound, restricted=accounts is not None)
        shown = f"[{host}]" if ":" in host else host
        at.out.say(f"console: http://{shown}:{bound}/ (Ctrl-C ends it)")
        at.out.result({"command": "serve", "url": f"http://{shown}:{bound}/"})
        sys.stdout.flush()
        answer(listener, settings, accounts)


def _settings(config: Config, host: str, port: int, *, restricted: bool) -> Settings:
    """Raises DatabaseProblem for a database that cannot be shown."""
    from db.console.serving import base_of, names_of
    from db.console.settings import Settings
    from scheduler.passes.site import open_site

    site = open_site(config, create=False, read_only=True)
    path = site.data / "fazhi.db"
    if any(sign in str(path) for sign in "?#%"):
        raise UsageProblem(f"{path}: the console cannot open a path with ?, # or %; move the data folder")
    site.db.close()
    return Settings(
        database=str(path),
        archive=str(site.archive),
        language=config.language,
        port=port,
        names=names_of(host, port, config.console.url),
        base=base_of(config.console.url),
        restricted=restricted,
        simulation=site.simulation,
    )
