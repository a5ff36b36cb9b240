"""Rules about whether and when a report was published, from the expectations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from db.records import Expectation, Judgement
from db.vocabulary import ExpectationState, Rule, Severity
from scheduler.judge.context import Case


def check_report_missing(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """The newest due report has not been found, though every section was read whole after the due date."""
    for item in expectations:
        if item.state is ExpectationState.MISSING and item.year == case.newest_due_year(item.kind):
            assert item.due_on is not None
            days = (case.context.today - date.fromisoformat(item.due_on)).days
            severity = _escalated(case, days)
            if severity is not None:
                yield _judgement(
                    case, item, Rule.REPORT_MISSING, severity, days_overdue=days, remind=_reminder(case, days)
                )


def _escalated(case: Case, days: int) -> Severity | None:
    reached = [step.severity for step in case.context.thresholds.missing.steps if days >= step.after_days]
    return max(reached, key=lambda severity: severity.rank, default=None)


def _reminder(case: Case, days: int) -> int:
    """How many reminders are due by now: a case that stays open for a quarter is mailed again."""
    return days // case.context.thresholds.missing.remind_after_days


def check_report_late(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """The report was published (or, where no posting date is shown, signed) after its due date."""
    for item in expectations:
        if item.state is not ExpectationState.LATE:
            continue
        assert item.due_on is not None
        report = next(report for report in case.reports(item.kind) if report.year == item.year)
        duty = case.duty(item.kind, item.year)
        day = _late_day(report.published_on, report.published_basis, report.signed_on)
        borderline = duty is not None and duty.borderline_on is not None and day == duty.borderline_on.isoformat()
        yield _judgement(
            case,
            item,
            Rule.REPORT_LATE,
            Severity.INFO if borderline else Severity.WARNING,
            days_late=(date.fromisoformat(day) - date.fromisoformat(item.due_on)).days,
            published_on=report.published_on,
            published_basis=report.published_basis,
            signed_on=report.signed_on,
            borderline=borderline,
            url=report.url,
        )


def _late_day(published_on: str | None, basis: str, signed_on: str | None) -> str:
    day = published_on if published_on and basis != "updated_label" else signed_on
    assert day is not None
    return day


def check_due_soon(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """The report is due within two weeks and has not been found yet."""
    for item in expectations:
        if item.state is ExpectationState.DUE_SOON:
            assert item.due_on is not None
            days = (date.fromisoformat(item.due_on) - case.context.today).days
            yield _judgement(case, item, Rule.DUE_SOON, Severity.NOTICE, days_left=days)


def check_history_gap(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """Reports of earlier years were not found in the sections, though these were read whole."""
    for kind in case.kinds:
        newest = case.newest_due_year(kind)
        gaps = [
            item
            for item in expectations
            if item.kind == kind
            and item.state is ExpectationState.MISSING
            and newest is not None
            and item.year < newest
        ]
        if gaps:
            latest = max(gaps, key=lambda item: item.year)
            yield _judgement(case, latest, Rule.HISTORY_GAP, Severity.WARNING, years=sorted(item.year for item in gaps))


def check_cannot_tell(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """The newest due report has not been found, and we could not see well enough to say that it is missing."""
    for item in expectations:
        if item.state is ExpectationState.CANNOT_TELL and item.year == case.newest_due_year(item.kind):
            assert item.due_on is not None
            days = (case.context.today - date.fromisoformat(item.due_on)).days
            yield _judgement(case, item, Rule.CANNOT_TELL, Severity.NOTICE, days_overdue=days, cause=item.reason)


def _judgement(case: Case, item: Expectation, rule: Rule, severity: Severity, **data: object) -> Judgement:
    duty = case.duty(item.kind, item.year)
    return Judgement(
        rule=rule,
        severity=case.capped(severity, item.kind, item.year),
        body_id=case.facts.id,
        kind=item.kind,
        year=item.year,
        metric=None,
        data={
            "due_on": item.due_on,
            "basis": duty.basis if duty else "",
            "basis_status": duty.status if duty else "",
            "reason": item.reason,
            "sections": [{"id": section.id, "url": section.url} for section in case.facts.sections],
            **data,
        },
        evidence={"visits": list(item.visit_ids)},
        history=case.is_history(item.kind, item.year),
    )
