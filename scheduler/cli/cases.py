"""Commands about cases: list them, show one, and note what a person decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from db.vocabulary import AlertState, Severity
from scheduler.cli.app import Session, app, day, session
from scheduler.errors import UsageProblem

if TYPE_CHECKING:
    from db.cases import Alert
    from scheduler.passes.site import Site

Word = TypeVar("Word", AlertState, Severity)

cases = typer.Typer(help="The cases: list, show, and note what a person decided.", invoke_without_command=True)
app.add_typer(cases, name="alerts")

Number = Annotated[int, typer.Argument(metavar="ID", help="the case's number")]
By = Annotated[str, typer.Option(help="the name of the person who decided")]
Reason = Annotated[str, typer.Option("--why", help="why, in words that still make sense next year")]


@cases.callback()
def _default(context: typer.Context) -> None:
    """List the open cases, unless a sub-command says otherwise."""
    if context.invoked_subcommand is None:
        _list(session(context), body=None, state=None, severity=None, everything=False)


@cases.command("list")
def list_cases(
    context: typer.Context,
    body: Annotated[str | None, typer.Option(help="only this body's")] = None,
    state: Annotated[str | None, typer.Option(help="only in this state: " + ", ".join(AlertState))] = None,
    severity: Annotated[str | None, typer.Option(help="this severity and worse")] = None,
    everything: Annotated[bool, typer.Option("--all", help="closed cases too")] = False,
) -> None:
    """The cases that are not closed, worst first."""
    _list(session(context), body=body, state=state, severity=severity, everything=everything)


def _list(at: Session, *, body: str | None, state: str | None, severity: str | None, everything: bool) -> None:
    from scheduler.tell.desk import list_cases as find

    site = _read(at)
    found = find(
        site.db,
        body_id=body,
        states=_states(state, everything),
        least=_word(Severity, severity, "--severity") or Severity.INFO,
    )
    if site.simulation:
        at.out.say("simulation (演示数据，不代表真实门户)")
    at.out.table(
        ("case", "severity", "state", "body", "year", "rule", "title"),
        [(a.id, a.severity, _standing(a), a.body_id, a.year, a.rule, a.title) for a in found],
    )
    at.out.result([_document(alert) for alert in found])


@cases.command()
def show(context: typer.Context, number: Number) -> None:
    """One case: what it says, what it stands on, what happened to it."""
    from scheduler.tell.desk import case_text, describe_case

    at = session(context)
    site = _read(at)
    case = describe_case(site, number)
    for line in case_text(case):
        at.out.say(line)
    at.out.result(case.document())


@cases.command("ack")
def acknowledge(context: typer.Context, number: Number, by: By, why: Reason) -> None:
    """Verified (已核实): it is so; it stays on the list and is told again when it changes."""
    _decide(context, number, AlertState.ACKNOWLEDGED, by, why)


@cases.command()
def resolve(context: typer.Context, number: Number, by: By, why: Reason) -> None:
    """Put right (已整改): closed, and opened again if it comes back or says something else."""
    _decide(context, number, AlertState.RESOLVED, by, why)


@cases.command()
def dismiss(context: typer.Context, number: Number, by: By, why: Reason) -> None:
    """A false alarm (误报): closed, and silent unless it gets worse."""
    _decide(context, number, AlertState.DISMISSED, by, why)


@cases.command()
def snooze(
    context: typer.Context,
    number: Number,
    until: Annotated[str, typer.Option(help="the day on which it wakes, YYYY-MM-DD")],
    by: By,
    why: Annotated[str | None, typer.Option("--why", help="why")] = None,
) -> None:
    """Put off (暂缓): silent until that day, unless it gets worse or clears."""
    _decide(context, number, AlertState.SNOOZED, by, why, until=until)


def _decide(
    context: typer.Context, number: int, state: AlertState, by: str, why: str | None, *, until: str | None = None
) -> None:
    from scheduler.judge.wording.texts import clean
    from scheduler.passes.site import open_site
    from scheduler.tell.desk import decide_case

    at = session(context)
    site = open_site(at.config(), create=False)
    alert = decide_case(site, number, state, by=by, why=why, until=day(until))
    at.out.say(f"case {alert.id} is {_standing(alert)}: {clean(alert.title)}")
    at.out.result(_document(alert))


def _read(at: Session) -> Site:
    from scheduler.passes.site import open_site

    return open_site(at.config(), create=False, read_only=True)


def _states(word: str | None, everything: bool) -> list[AlertState] | None:
    chosen = _word(AlertState, word, "--state")
    if chosen is not None:
        return [chosen]
    return None if everything else [AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.SNOOZED]


def _word(words: type[Word], value: str | None, option: str) -> Word | None:
    if value is None:
        return None
    try:
        return words(value)
    except ValueError:
        raise UsageProblem(f"{option} {value}: it is one of {', '.join(words)}") from None


def _standing(alert: Alert) -> str:
    return f"{alert.state} until {alert.snoozed_until}" if alert.snoozed_until else alert.state


def _document(alert: Alert) -> dict[str, Any]:
    return {
        "id": alert.id,
        "fingerprint": alert.fingerprint,
        "rule": alert.rule,
        "severity": alert.severity,
        "body_id": alert.body_id,
        "kind": alert.kind,
        "year": alert.year,
        "metric": alert.metric,
        "state": alert.state,
        "snoozed_until": alert.snoozed_until,
        "title": alert.title,
        "opened_at": alert.opened_at,
        "last_seen_at": alert.last_seen_at,
        "closed_at": alert.closed_at,
    }
