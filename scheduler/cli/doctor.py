"""The command doctor: this machine, or one page of a portal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.app import Session, app, session
from scheduler.config import Config
from scheduler.errors import ConfigProblem, UsageProblem

if TYPE_CHECKING:
    from scheduler.doctor.page import Examination

_MOST_ROWS = 20


@app.command()
def doctor(
    context: typer.Context,
    url: Annotated[
        str | None, typer.Argument(metavar="[URL]", help="a portal's page; without it, this machine")
    ] = None,
    save: Annotated[Path | None, typer.Option(metavar="DIR", help="keep the page there as a fixture")] = None,
    allow: Annotated[
        list[str] | None, typer.Option(metavar="HOST:PORT", help="may be reached though private (several times)")
    ] = None,
    family: Annotated[str, typer.Option(help="read it as this family's")] = "auto",
) -> None:
    """Check this machine, or say what a portal's page is, what it lists, and how to watch it."""
    at = session(context)
    if url is None:
        if save or allow or family != "auto":
            raise UsageProblem("--save, --allow and --family go with a page's address: fazhi doctor URL")
        _machine(at)
    else:
        _page(at, url, save, allow or [], family)


def _machine(at: Session) -> None:
    from scheduler.doctor.machine import Check, State, check_machine

    config, problem = None, None
    if at.config_path.exists():
        try:
            config = at.config()
        except ConfigProblem as error:
            problem = Check("configuration", State.BROKEN, str(error), "put it right")
    checks = [*check_machine(config), *([problem] if problem else [])]
    at.out.table(
        ("check", "state", "found", "what to do"),
        [(check.name, check.state, check.found, check.remedy) for check in checks],
    )
    if not at.config_path.exists():
        at.out.say(f"no configuration at {at.config_path}: mail, disk and data folder were not checked")
    at.out.result([check.document() for check in checks])
    raise typer.Exit(1 if any(check.state is State.BROKEN for check in checks) else 0)


def _page(at: Session, url: str, save: Path | None, allow: list[str], family: str) -> None:
    from parsers.pages.families import NAMES
    from scheduler.doctor.look import look_at
    from scheduler.doctor.page import examine
    from scheduler.doctor.save import save_fixture

    if family not in ("auto", *NAMES):
        raise UsageProblem(f"--family {family}: it is one of auto, {', '.join(NAMES)}")
    config: Config | None = at.config() if at.config_path.exists() else None
    look = look_at(config, url, allow=allow, family=family)
    found = examine(look, family)
    files = save_fixture(save, look, found, family) if save else []
    _tell(at, found)
    if found.entry and allow:
        at.out.say(f"network.allow of the configuration must name {', '.join(allow)} as well")
    for file in files:
        at.out.say(f"wrote {file}")
    at.out.result({**found.document(), "saved": [str(file) for file in files]})
    raise typer.Exit(0 if found.rows or found.columns else 1)


def _tell(at: Session, found: Examination) -> None:
    out = at.out
    out.heading(found.url)
    for step in found.steps:
        how = " in the browser" if step["rendered"] else ""
        status = f", status {step['status']}" if step["status"] else ""
        out.say(f"  {step['method']} {step['final_url'] or step['url']}{how}{status}: {step['verdict']}")
        if step["reason"]:
            out.say(f"    {step['reason']}")
    out.say(f"robots.txt {found.robots}; crawl delay {found.crawl_delay:g} s; asked as {found.agent}")
    if found.tls == "legacy":
        out.say("TLS: only with old TLS, and without its certificate being checked")
    if found.family:
        _tell_list(at, found)
    if found.columns:
        out.heading("Columns that may hold reports, best first")
        out.table(
            ("score", "column", "kind", "address", "why"),
            [(item.score, item.name, item.kind, item.url, item.why) for item in found.columns],
        )
    if found.entry_yaml:
        out.heading("Section entry to paste below `sections:`")
        out.say(found.entry_yaml.rstrip("\n"))
    elif not found.columns:
        out.say("no entry is proposed: no rows were found on this page")


def _tell_list(at: Session, found: Examination) -> None:
    from parsers.pages.reach import ALL

    out = at.out
    seen = {True: " (seen on real pages)", False: " (markup from notes, never seen)", None: ""}[found.family_seen]
    out.say(f"family {found.family}{seen}: {found.family_why}")
    declared = f", {found.declared_total} declared" if found.declared_total is not None else ""
    pages = f", {found.declared_pages} pages declared" if found.declared_pages is not None else ""
    out.say(f"rows {found.rows}{declared}{pages}; {found.dated} dated, newest {found.newest or '—'}")
    out.say(f"next page {found.next or '— (none named)'}")
    for note in found.notes:
        out.say(f"note {note}")
    if found.partial:
        out.say("a visit of this list is partial, it proves no absence: " + "; ".join(found.partial))
    elif found.rows and not found.folders and not found.next and found.reach != ALL:
        back = f"before {found.reach}" if found.reach else "before the first visit"
        out.say(f"no pager and no total: a first visit of this list proves nothing of what was published {back}")
    if found.folders:
        out.heading(f"Folders of reports: {len(found.folders)}")
        out.say(f"a visit walks their own lists; what it proves depends on them: {'，'.join(found.folders)}")
    out.heading(f"Rows that look like reports: {len(found.reports)}")
    if found.reports:
        out.table(
            ("date", "kind", "year", "title", "why"),
            [(row.date, row.kind, row.year, row.title, row.why) for row in found.reports[:_MOST_ROWS]],
        )
    if len(found.reports) > _MOST_ROWS:
        out.say(f"… and {len(found.reports) - _MOST_ROWS} more (--json prints all)")
