"""What people do with cases: look, decide. A decision is an event with name, reason, login and machine."""

from __future__ import annotations

import getpass
import os
import socket
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from db.case_evidence import Original, Visited, fetch_originals, fetch_visits
from db.cases import Alert, Event, add_event, fetch_alerts, fetch_events, set_state
from db.database import Database, write
from db.vocabulary import AlertEvent, AlertState, Rule, Severity
from scheduler.errors import UsageProblem
from scheduler.judge.wording.texts import clean, one_line
from scheduler.passes.site import Site
from scheduler.tell.views import beijing
from scheduler.tell.words import state_word, words

_EVENTS = {
    AlertState.ACKNOWLEDGED: AlertEvent.ACKNOWLEDGED,
    AlertState.RESOLVED: AlertEvent.RESOLVED,
    AlertState.DISMISSED: AlertEvent.DISMISSED,
    AlertState.SNOOZED: AlertEvent.SNOOZED,
}
_LONGEST = {"--by": 100, "--why": 2000}


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case with all that it stands on and all that happened to it."""

    alert: Alert
    events: tuple[Event, ...]
    originals: tuple[Original, ...]
    visits: tuple[Visited, ...]
    language: str
    simulation: bool

    def document(self) -> dict[str, Any]:
        """The JSON that `alerts show` prints."""
        alert = asdict(self.alert)
        alert.pop("digest")
        return {
            **alert,
            "events": [asdict(event) for event in self.events],
            "originals": [asdict(item) for item in self.originals],
            "visited": [asdict(item) for item in self.visits],
            "simulation": self.simulation,
        }


def list_cases(
    db: Database, *, body_id: str | None, states: Collection[AlertState] | None, least: Severity
) -> list[Alert]:
    """The cases that meet the conditions: worst first, then by body, newest year first."""
    found = [alert for alert in fetch_alerts(db, body_id=body_id, states=states) if alert.severity.rank >= least.rank]
    order = list(Rule)
    found.sort(key=lambda a: (-a.severity.rank, a.body_id or "", -(a.year or 0), order.index(a.rule), a.id))
    return found


def describe_case(site: Site, number: int) -> CaseFile:
    """One case. Raises UsageProblem if there is none of this number."""
    alert = _fetch(site.db, number)
    return CaseFile(
        alert=alert,
        events=tuple(fetch_events(site.db, [number])),
        originals=tuple(fetch_originals(site.db, alert.evidence.get("captures", ()))),
        visits=tuple(fetch_visits(site.db, alert.evidence.get("visits", ()))),
        language=site.config.language,
        simulation=site.simulation,
    )


def _fetch(db: Database, number: int) -> Alert:
    found = fetch_alerts(db, ids=[number])
    if not found:
        raise UsageProblem(f"no case {number}; `fazhi alerts list --all` shows them")
    return found[0]


def decide_case(
    site: Site, number: int, state: AlertState, *, by: str, why: str | None, until: date | None = None
) -> Alert:
    """Put a case into a state because a person said so; the case as it stands then.

    Raises UsageProblem for an unknown case, an empty name or reason, a day to wake that does not lie ahead, and for a
    resolved case: it opens by itself if it comes back, and until then can only be called a false alarm.
    """
    name, reason = _said("--by", by), _said("--why", why) if why is not None else None
    if until is not None and until <= site.today:
        raise UsageProblem(f"--until {until}: the day must lie after {site.today}")
    with write(site.db):
        alert = _fetch(site.db, number)
        if alert.state is AlertState.RESOLVED and state is not AlertState.DISMISSED:
            raise UsageProblem(f"case {number} is resolved; it opens by itself if it comes back")
        set_state(
            site.db, number, state, at=site.seen_at, snoozed_until=until.isoformat() if until is not None else None
        )
        add_event(
            site.db,
            number,
            _EVENTS[state],
            site.seen_at,
            severity=alert.severity,
            by=name,
            why=f"{until}: {reason}" if until and reason else reason or (str(until) if until else None),
            os_user=login(),
            host=socket.gethostname(),
        )
        return _fetch(site.db, number)


def _said(option: str, text: str) -> str:
    said = one_line(text)
    if not said:
        raise UsageProblem(f"{option} must say something")
    if len(said) > _LONGEST[option]:
        raise UsageProblem(f"{option} is longer than {_LONGEST[option]} characters")
    return said


def login() -> str:
    """Who typed it, as the system knows them: the number where the number has no name (a bare container)."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def case_text(case: CaseFile) -> Iterator[str]:
    """The lines that `alerts show` prints for people."""
    spoken, alert = words(case.language), case.alert
    if case.simulation:
        yield spoken["simulation"]
    number = spoken["case"]["number"].format(id=alert.id)
    closed = [event for event in case.events if event.event is AlertEvent.RESOLVED]
    state = state_word(alert.state, spoken, nobody_signed=bool(closed) and closed[-1].by is None)
    until = f" {alert.snoozed_until}" if alert.snoozed_until else ""
    yield spoken["tag"].format(text=spoken["severities"][alert.severity]) + clean(alert.title)
    yield f"{number} · {state}{until} · {alert.rule} · {alert.fingerprint}"
    yield ""
    yield from (clean(line) for line in alert.explanation.splitlines())
    yield ""
    yield from _evidence_lines(case, spoken)
    yield from _history_lines(case, spoken)


def _evidence_lines(case: CaseFile, spoken: Mapping[str, Any]) -> Iterator[str]:
    form = spoken["case"]
    for visit in case.visits:
        line = form["visits"][visit.manner]
        yield line.format(at=beijing(visit.seen_at), pages=visit.pages, rows=visit.rows_seen) + f"  {visit.url}"
        yield from (f"    {form['sha']} {digest}" for digest in visit.page_sha256)
    for item in case.originals:
        when = form["evidence_line"].format(at=beijing(item.fetched_at))
        yield f"{spoken['exhibits_title']}: {when}  {clean(item.url)}"
        yield f"    {form['sha']} {item.sha256 or '—'}"


def _history_lines(case: CaseFile, spoken: Mapping[str, Any]) -> Iterator[str]:
    for event in case.events:
        severity = f" {spoken['severities'][event.severity]}" if event.severity else ""
        why = event.why or ""
        if event.by is None:
            why = spoken["whys"].get(why, why)
        who = event.by + spoken["aside"].format(text=f"{event.os_user}@{event.host}") if event.by else ""
        yield "  ".join(part for part in (event.at, f"{event.event}{severity}", who, why) if part)
