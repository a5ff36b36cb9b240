"""Cases from findings: what a check found is opened, updated, worsened, woken or resolved; each change is an event.

The same findings on the same day write nothing a second time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from db.cases import (
    Alert,
    AlertDraft,
    Event,
    add_event,
    fetch_alerts,
    fetch_events,
    set_state,
    touch_alerts,
    upsert_alert,
)
from db.database import Database, write
from db.expectations import fetch_expectations
from db.records import Expectation
from db.vocabulary import AlertEvent, AlertState, Rule, Severity
from scheduler.judge import WordedJudgement
from scheduler.tell.life import Absence, Sighting, Standing, Step, Why, found, not_found, read_absence, states_of


@dataclass(frozen=True, slots=True)
class CaseChange:
    """One thing that happened to a case; ``alert_id`` is None for one that is only proposed and not yet stored."""

    alert_id: int | None
    event: AlertEvent
    rule: Rule
    severity: Severity
    title: str
    why: Why | None = None

    def __str__(self) -> str:
        number = "" if self.alert_id is None else f"#{self.alert_id} "
        return f"{self.event} {self.severity} {self.rule}: {number}{self.title}"


def settle(
    db: Database,
    body_id: str,
    worded: Sequence[WordedJudgement],
    *,
    at: str,
    today: date,
    expectations: Iterable[Expectation] | None = None,
    watched: bool = True,
    new_rules: bool = False,
) -> list[CaseChange]:
    """Bring a body's cases to what a check found; the changes, in order.

    ``worded`` is everything that was found of this body. A case that is not found again is resolved, unless what is
    expected of the body (None: as stored) says that we were blind; with ``watched`` false all are closed as no longer
    watched. ``new_rules``: the program has judged this body by other rules before; what only they say otherwise is no
    news. One transaction, or part of the caller's.
    """
    with write(db):
        return _settle(db, _plans(db, body_id, worded, today, expectations, watched, new_rules), at)


def propose(
    db: Database,
    body_id: str,
    worded: Sequence[WordedJudgement],
    *,
    today: date,
    expectations: Iterable[Expectation] | None = None,
    watched: bool = True,
) -> list[CaseChange]:
    """The changes that `settle` would make; nothing is written."""
    plans = _plans(db, body_id, worded, today, expectations, watched)
    return [_change(plan, plan.alert.id if plan.alert else None) for plan in plans if plan.step.event is not None]


def settle_operator(
    db: Database, rule: Rule, worded: Sequence[WordedJudgement], *, at: str, today: date
) -> list[CaseChange]:
    """As `settle`, for the cases of one rule that concern the operator and no body."""
    with write(db):
        alerts = fetch_alerts(db, rules=[rule])
        return _settle(db, _match(db, alerts, worded, today, lambda alert: Why.NOT_FOUND_AGAIN), at)


@dataclass(frozen=True, slots=True)
class _Plan:
    alert: Alert | None
    worded: WordedJudgement | None
    step: Step


def _plans(
    db: Database,
    body_id: str,
    worded: Sequence[WordedJudgement],
    today: date,
    expectations: Iterable[Expectation] | None,
    watched: bool,
    new_rules: bool = False,
) -> list[_Plan]:
    states = states_of(fetch_expectations(db, body_id) if expectations is None else expectations)

    absorbed = {told for item in worded for told in item.judgement.absorbs}

    def absence(alert: Alert) -> Absence:
        if alert.fingerprint in absorbed:
            return Why.PASSED_ON
        return read_absence(alert.rule, alert.kind, alert.year, states) if watched else Why.NOT_WATCHED

    return list(_match(db, fetch_alerts(db, body_id=body_id), worded, today, absence, new_rules))


def _match(
    db: Database,
    alerts: Sequence[Alert],
    worded: Sequence[WordedJudgement],
    today: date,
    absence: Callable[[Alert], Absence],
    new_rules: bool = False,
) -> Iterator[_Plan]:
    """What follows for each finding and for each case that has none, worst findings first."""
    sightings = _by_fingerprint(worded)
    known = {alert.fingerprint: alert for alert in alerts}
    histories = _histories(db, alerts)
    for fingerprint, item in sightings.items():
        alert = known.pop(fingerprint, None)
        standing, sighting = _standing(alert, histories) if alert else None, _sighting(item)
        if alert and new_rules and item.digest != alert.digest and _stands_on_the_same(alert, item):
            step = found(standing, replace(sighting, digest=alert.digest), today)
            yield _Plan(alert, item, replace(step, reword=alert.state is not AlertState.DISMISSED))
        else:
            yield _Plan(alert, item, found(standing, sighting, today))
    for alert in known.values():
        yield _Plan(alert, None, not_found(_standing(alert, histories), absence(alert), today))


def _stands_on_the_same(alert: Alert, item: WordedJudgement) -> bool:
    """Whether a finding stands on the same values and parts as the case does: then only the rules say it otherwise."""
    now = json.loads(json.dumps(dict(item.judgement.evidence)))
    return all(alert.evidence.get(name) == now.get(name) for name in ("compared", "metrics", "parts"))


def _by_fingerprint(worded: Sequence[WordedJudgement]) -> dict[str, WordedJudgement]:
    """Findings that are the same case are one: the most severe speaks."""
    ranked = sorted(worded, key=lambda item: -item.judgement.severity.rank)
    chosen: dict[str, WordedJudgement] = {}
    for item in ranked:
        chosen.setdefault(item.fingerprint, item)
    return chosen


def _histories(db: Database, alerts: Sequence[Alert]) -> dict[int, list[Event]]:
    """The events of the resolved cases: who resolved them decides what being found again means."""
    wanted = [alert.id for alert in alerts if alert.state is AlertState.RESOLVED]
    histories: dict[int, list[Event]] = {}
    for event in fetch_events(db, wanted) if wanted else ():
        histories.setdefault(event.alert_id, []).append(event)
    return histories


def _standing(alert: Alert, histories: dict[int, list[Event]]) -> Standing:
    closings = [event for event in histories.get(alert.id, ()) if event.event is AlertEvent.RESOLVED]
    return Standing(
        rule=alert.rule,
        severity=alert.severity,
        state=alert.state,
        digest=alert.digest,
        snoozed_until=date.fromisoformat(alert.snoozed_until) if alert.snoozed_until else None,
        final=alert.final,
        confirmed=bool(closings) and closings[-1].by is None,
        reminders=alert.evidence.get(_REMINDERS, 0),
    )


# How many reminders a case had when its words were stored last; among the evidence, where no digest sees it.
_REMINDERS = "reminders"


def _sighting(item: WordedJudgement) -> Sighting:
    data = item.judgement.data
    baseline = bool(data.get("now", {}).get("baseline"))
    return Sighting(item.judgement.severity, item.digest, data.get(_REMINDERS, 0), baseline)


def _settle(db: Database, plans: Iterable[_Plan], at: str) -> list[CaseChange]:
    changes = []
    for plan in list(plans):
        alert_id = _write_words(db, plan, at)
        if plan.step.event is None or alert_id is None:
            continue
        if plan.alert is not None and plan.step.state is not plan.alert.state:
            set_state(db, alert_id, plan.step.state, at=at)
        change = _change(plan, alert_id)
        add_event(db, alert_id, change.event, at, severity=change.severity, why=plan.step.why)
        changes.append(change)
    return changes


def _write_words(db: Database, plan: _Plan, at: str) -> int | None:
    """Store what the case says now where that differs; else note once a day that it was found."""
    alert, item = plan.alert, plan.worded
    if item is None:
        return alert.id if alert else None
    draft = _draft(item)
    if alert is None or (plan.step.reword and not _says(alert, draft)):
        return upsert_alert(db, draft, at)
    if alert.last_seen_at[:10] != at[:10]:
        touch_alerts(db, [alert.id], at)
    return alert.id


def _draft(item: WordedJudgement) -> AlertDraft:
    judgement = item.judgement
    reminders = judgement.data.get(_REMINDERS, 0)
    return AlertDraft(
        fingerprint=item.fingerprint,
        rule=judgement.rule,
        severity=judgement.severity,
        body_id=judgement.body_id,
        kind=judgement.kind,
        year=judgement.year,
        metric=judgement.metric,
        title=item.title,
        explanation=item.explanation,
        evidence={**judgement.evidence, _REMINDERS: reminders} if reminders else judgement.evidence,
        digest=item.digest,
        history=judgement.history,
        final=judgement.final,
    )


def _says(alert: Alert, draft: AlertDraft) -> bool:
    """Whether the stored case says exactly what the draft would store."""
    return (
        (alert.severity, alert.title, alert.explanation, alert.digest, alert.history, alert.final)
        == (draft.severity, draft.title, draft.explanation, draft.digest, draft.history, draft.final)
    ) and alert.evidence == json.loads(json.dumps(dict(draft.evidence)))


def _change(plan: _Plan, alert_id: int | None) -> CaseChange:
    assert plan.step.event is not None
    if plan.worded is not None:
        rule, severity, title = plan.worded.judgement.rule, plan.worded.judgement.severity, plan.worded.title
    else:
        assert plan.alert is not None  # a plan is about a finding, a case, or both
        rule, severity, title = plan.alert.rule, plan.alert.severity, plan.alert.title
    return CaseChange(alert_id, plan.step.event, rule, severity, title, plan.step.why)
