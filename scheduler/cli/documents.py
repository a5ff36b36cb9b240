"""Commands about documents: settle one that is unsure, enter one that no list shows."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from parsers.vocabulary import Decision, Kind
from scheduler.cli.app import Session, app, session

if TYPE_CHECKING:
    from scheduler.passes.by_hand import Settled


class Settles(StrEnum):
    """The decisions that a person can take."""

    REPORT = Decision.REPORT
    OTHER_KIND = Decision.OTHER_KIND
    NOT_A_REPORT = Decision.NOT_A_REPORT


By = Annotated[str, typer.Option(help="the name of the person who decided")]
Why = Annotated[str, typer.Option("--why", help="why, in words that still make sense next year")]


@app.command("decide")
def decide_document(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="the document's address, as the list shows it")],
    decision: Annotated[Settles, typer.Option("--as", help="what it is")],
    by: By,
    why: Why,
    kind: Annotated[Kind | None, typer.Option(help="of which kind, where its reading does not say")] = None,
    year: Annotated[int | None, typer.Option(help="the report year, where its reading does not say")] = None,
) -> None:
    """Settle what a document is; a person's word outranks every reading of it, now and later."""
    from scheduler.passes.by_hand import Word, settle_document
    from scheduler.passes.site import open_site

    at = session(context)
    site = open_site(at.config(), create=False)
    word = Word(Decision(decision), kind, year, by, why)
    _tell(at, settle_document(site, url, word), simulation=site.simulation)


@app.command("add")
def add_report(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="FILE|URL", help="the report: a file, or where it stands")],
    body: Annotated[str, typer.Option(help="the id of the body whose report it is")],
    kind: Annotated[Kind, typer.Option(help="of which kind it is")],
    year: Annotated[int, typer.Option(help="its report year")],
    by: By,
    why: Why,
) -> None:
    """Enter a report found by hand (a newspaper, a letter): archived, chained and read like any other."""
    from scheduler.passes.by_hand import Word, add_document
    from scheduler.passes.site import open_site

    at = session(context)
    site = open_site(at.config())
    with at.out.progress("add") as tick:
        settled = add_document(site, source, body, Word(Decision.REPORT, kind, year, by, why), tick=tick)
    _tell(at, settled, simulation=site.simulation)


def _tell(at: Session, settled: Settled, *, simulation: bool) -> None:
    if simulation:
        at.out.say("simulation (演示数据，不代表真实门户)")
    at.out.say(f"{settled.url}: {settled.decision} ({settled.reason})")
    if settled.report:
        report = settled.report
        at.out.say(f"report {report['id']}: {report['body_id']} {report['kind']} {report['year']} {report['title']}")
    if settled.waiting:
        at.out.say("it has not been fetched yet; the next crawl fetches and reads it")
    if settled.trouble:
        at.out.say(f"failed: {settled.trouble}")
    at.out.result({**settled.document(), "simulation": simulation})
    raise typer.Exit(1 if settled.trouble else 0)
