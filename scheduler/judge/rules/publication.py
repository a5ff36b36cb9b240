"""Rules about whether and when a report was published, from the expectations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from db.records import Expectation, Judgement, VisitFact
from db.vocabulary import ExpectationState, Rule, Severity
from scheduler.judge.absence import may_be
from scheduler.judge.context import Case, originals
from scheduler.judge.expectations import late_day, signed_in_time
from scheduler.judge.strays import may_be_strays


def check_report_missing(case: Case) -> Iterator[Judgement]:
    """The newest due report has not been found, though every section was read whole after the due date."""
    steps = case.context.thresholds.missing.steps
    for item in _newest_due(case, ExpectationState.MISSING):
        days = _days_since(case, item)
        reached = [step for step in steps if days >= step.after_days]
        if reached:
            worst = max(reached, key=lambda step: step.severity.rank)
            # How often a case that stays open is mailed again: a count, so that it is news when it grows.
            reminders = days // case.context.thresholds.missing.remind_after_days
            data = {"overdue_more_than": worst.after_days, "reminders": reminders}
            now = {"days": days, "baseline": _first_look(case, item) >= worst.after_days}
            yield _judgement(case, item, Rule.REPORT_MISSING, worst.severity, data, now=now)


def _first_look(case: Case, item: Expectation) -> int:
    """How many days after its due date a section was read whole for the first time."""
    assert item.due_on is not None
    whole = [
        visit.seen_at[:10]
        for section in case.facts.sections
        if item.kind in section.kinds
        for visit in section.visits
        if visit.whole
    ]
    return (date.fromisoformat(min(whole)) - date.fromisoformat(item.due_on)).days


def check_cannot_tell(case: Case) -> Iterator[Judgement]:
    """The newest due report has not been found, and we could not see well enough to say that it is missing."""
    for item in _newest_due(case, ExpectationState.CANNOT_TELL):
        documents = [
            {"title": document.title, "url": document.url}
            for pending in (
                *(each.pending for each in case.facts.sections if item.kind in each.kinds),
                case.facts.compiled,
            )
            for document in may_be(pending, item.kind, item.year)
        ]
        strays = may_be_strays(case.facts, item.kind, item.year)
        documents += [{"title": stray.title, "url": stray.url} for stray in strays]
        now = {"cause": item.reason}  # a portal fails in another way each night: no news
        yield _judgement(case, item, Rule.CANNOT_TELL, Severity.NOTICE, {"documents": documents}, now=now)


def check_report_late(case: Case) -> Iterator[Judgement]:
    """The report was published (or, where no posting date is shown, signed) after its due date."""
    for item in case.expectations:
        report = case.found_report(item.kind, item.year)
        duty = case.duty(item.kind, item.year)
        if item.state is not ExpectationState.LATE or report is None or duty is None or item.due_on is None:
            continue
        proof = late_day(case, report, item.due_on)
        assert proof is not None
        basis, day = proof
        borderline = duty.borderline_on is not None and day == duty.borderline_on.isoformat()
        data = {
            "by": basis,
            "day": day,
            "days_late": (date.fromisoformat(day) - date.fromisoformat(item.due_on)).days,
            "borderline": borderline,
            "url": report.url,
        }
        signed, alike = signed_in_time(report, item.due_on), case.dated_alike(report)
        doubts = {"signed": signed, "alike": alike}
        now = {name: said for name, said in doubts.items() if said and basis == "published" and not borderline}
        # Nothing but the page's own date says it: we did not see it come, or it came with those of other years.
        if now and (alike or report.baseline):
            data["doubtful"] = True
        severity = Severity.INFO if borderline else Severity.NOTICE if "doubtful" in data else Severity.WARNING
        yield _judgement(case, item, Rule.REPORT_LATE, severity, data, now=now, captures=originals(report))


def check_due_soon(case: Case) -> Iterator[Judgement]:
    """The report is due within two weeks and has not been found yet."""
    for item in case.expectations:
        if item.state is ExpectationState.DUE_SOON:
            left = -_days_since(case, item)
            visits = [visit.id for visit in _last_whole(case, item) if visit is not None]
            yield _judgement(case, item, Rule.DUE_SOON, Severity.NOTICE, {}, now={"days": left}, visits=visits)


def check_history_gap(case: Case) -> Iterator[Judgement]:
    """Reports of earlier years were not found in the sections, though these were read whole."""
    for kind in case.watched_kinds:
        newest = case.newest_due_year(kind)
        gaps = [
            item
            for item in case.expectations
            if item.kind == kind
            and item.state is ExpectationState.MISSING
            and newest is not None
            and item.year < newest
        ]
        if gaps:
            years = sorted(item.year for item in gaps)
            latest = max(gaps, key=lambda item: item.year)
            yield _judgement(case, latest, Rule.HISTORY_GAP, Severity.WARNING, {"years": years})


def _newest_due(case: Case, state: ExpectationState) -> Iterator[Expectation]:
    for item in case.expectations:
        if item.state is state and item.year == case.newest_due_year(item.kind):
            yield item


def _days_since(case: Case, item: Expectation) -> int:
    assert item.due_on is not None
    return (case.context.today - date.fromisoformat(item.due_on)).days


def _judgement(
    case: Case,
    item: Expectation,
    rule: Rule,
    severity: Severity,
    data: Mapping[str, Any],
    *,
    now: Mapping[str, Any] | None = None,
    captures: list[int] | None = None,
    visits: Sequence[int] = (),
) -> Judgement:
    duty = case.duty(item.kind, item.year)
    sections = [section for section in case.facts.sections if item.kind in section.kinds]
    return Judgement(
        rule=rule,
        severity=case.capped(severity, item.kind, item.year),
        body_id=case.facts.id,
        kind=item.kind,
        year=item.year,
        metric=None,
        data={
            "due_on": item.due_on,
            "duty": duty.words() if duty else None,
            "sections": [section.url for section in sections],
            "now": {**(now or {}), "last_good": _last_good(case, item)},
            **data,
        },
        evidence={"visits": list(visits or item.visit_ids), "captures": captures or []},
        history=case.is_history(item.kind, item.year),
    )


def _last_good(case: Case, item: Expectation) -> str | None:
    """The day of the newest whole visit of the sections, the one seen longest ago telling for all."""
    days = [visit.evidence_at[:10] if visit else "" for visit in _last_whole(case, item)]
    return min(days, default="") or None


def _last_whole(case: Case, item: Expectation) -> list[VisitFact | None]:
    """The newest whole visit of each section of the kind; None for one that was never read whole."""
    return [
        max((visit for visit in section.visits if visit.whole), key=lambda visit: visit.evidence_at, default=None)
        for section in case.facts.sections
        if item.kind in section.kinds
    ]
