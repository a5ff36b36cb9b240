"""Commands for auditors and operators: status, verify, query."""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from scheduler.cli.app import app, chain_head, session
from scheduler.cli.output import one_line
from scheduler.errors import UsageProblem

_LONGEST = 500  # characters of a name or a reason


@app.command()
def status(
    context: typer.Context,
    strict: Annotated[bool, typer.Option("--strict", help="exit 1 also if a pass was missed")] = False,
) -> None:
    """Per section: last good visit, state, reports, why blind; next runs; the chain's head."""
    from scheduler.passes.status import site_status

    at = session(context)
    state = site_status(at.config())
    if state.simulation:
        at.out.say("simulation (演示数据，不代表真实门户)")
    rows = [
        (item["id"], item["state"], item["last_good_at"], item["reports"], item["waiting"], item["why"])
        for item in state.sections
    ]
    at.out.table(("section", "state", "last good visit", "reports", "unsure or unread", "why"), rows)
    for line in state.lines():
        at.out.say(line)
    at.out.result(state.document())
    raise typer.Exit(1 if state.blind or (strict and state.missed) else 0)


@app.command()
def verify(
    context: typer.Context,
    head: Annotated[str | None, typer.Option(help="a chain or ledger head from a mail or another machine")] = None,
    deep: Annotated[bool, typer.Option("--deep", help="also unpack each original and hash its body (slower)")] = False,
    accept: Annotated[list[str] | None, typer.Option(help="the mark of a change by hand that was looked into")] = None,
    by: Annotated[str, typer.Option(help="who accepts it")] = "",
    why: Annotated[str, typer.Option(help="why")] = "",
) -> None:
    """Prove the evidence again: archived bytes against hashes and chain, every quote against its text."""
    from db.accepted import accept as accept_failures
    from db.verify import verify as check_evidence
    from scheduler.passes.site import open_site
    from scheduler.tell.desk import login

    at = session(context)
    wanted = accept or []
    _check_word(wanted, by, why)
    site = open_site(at.config(), create=False, read_only=not wanted)
    with at.out.progress("verify") as tick:
        answer = check_evidence(site.db, site.archive, head=chain_head(head), deep=deep, progress=tick)
    if wanted:
        typed = {"by": by.strip(), "why": why.strip(), "os_user": login(), "host": socket.gethostname()}
        accept_failures(site.db, answer.failures, wanted, **typed)
        answer = check_evidence(site.db, site.archive, head=chain_head(head), deep=deep)
    for failure in answer.failures:
        at.out.say(one_line(f"failed: {failure}") + (f" (mark {failure.mark[:12]})" if failure.mark else ""))
    for failure, word in answer.accepted:
        at.out.say(one_line(f"{word}: {failure}"))
    at.out.say(
        f"{answer.captures} captures, {answer.originals} originals ({answer.size / 1e6:,.1f} MB), "
        f"{answer.quotes} quotes checked; {len(answer.failures)} failed; "
        + (f"{len(answer.accepted)} accepted as changed by hand; " if answer.accepted else "")
        + f"chain head {answer.head}"
    )
    at.out.result(answer.document())
    raise typer.Exit(1 if answer.failures else 0)


def _check_word(marks: list[str], by: str, why: str) -> None:
    """Whoever accepts a change says who they are, and why."""
    for option, text in (("--by", by), ("--why", why)):
        if bool(text.strip()) != bool(marks):
            raise UsageProblem(f"{option} goes with --accept, and --accept with --by and --why")
        if len(text) > _LONGEST or not text.isprintable():
            raise UsageProblem(f"{option} is one line of at most {_LONGEST} characters")


@app.command()
def query(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="a query's name; without it, the list")] = None,
    param: Annotated[list[str] | None, typer.Option(help="a parameter, k=v (may stand several times)")] = None,
) -> None:
    """Canned audit queries; `sqlite-utils` works on the same file."""
    from db.queries import list_queries, run_query
    from db.queries.english import in_english
    from scheduler.passes.site import open_site

    at = session(context)
    if name is None:
        rows = [(item.name, item.zh, item.en, " ".join(item.parameters)) for item in list_queries()]
        at.out.table(("name", "题名", "title", "parameters"), rows)
        at.out.result([{"name": row[0], "zh": row[1], "en": row[2], "parameters": row[3].split()} for row in rows])
        return
    config = at.config()
    site = open_site(config, create=False, read_only=True)
    answer = run_query(site.db, name, _pairs(param or []))
    if config.language == "en":
        answer = in_english(site.db, answer)
    stamp = {"simulation": True} if site.simulation else {}
    if stamp:
        at.out.say("simulation (演示数据，不代表真实门户)")
    at.out.table(answer.columns, answer.rows)
    at.out.result([dict(zip(answer.columns, row, strict=True)) | stamp for row in answer.rows])


def _pairs(words: list[str]) -> dict[str, str]:
    pairs = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals:
            raise UsageProblem(f"--param {word}: write it as name=value")
        pairs[key] = value
    return pairs
