"""What is expected of a body, and how it stands: two kinds of silence are told apart here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from db.records import Expectation, ReportFact, SectionFact, VisitFact
from db.vocabulary import ExpectationState, VisitOutcome
from parsers.vocabulary import DateBasis, Decision, Kind
from scheduler.judge.context import Case
from scheduler.judge.deadlines import Duty

# A date beside which a page says 更新 may be later than the first posting: it can prove punctuality, never lateness.
_PROVES_LATENESS = (DateBasis.META, DateBasis.LABEL, DateBasis.URL, DateBasis.LIST_ROW)


def expect(case: Case) -> tuple[Expectation, ...]:
    """The expectations of one body, for each kind its sections are watched for and each year it owes.

    A body without a section is not watched: nothing is expected of it.
    """
    return tuple(expectation for kind in case.kinds for expectation in _of_kind(case, kind))


def _of_kind(case: Case, kind: Kind) -> Iterator[Expectation]:
    reports = {report.year: report for report in case.reports(kind)}
    newest = case.context.today.year - 1
    facts = case.facts
    first = facts.since if facts.since is not None else newest
    last = min(newest, facts.until) if facts.until is not None else newest
    years = set(range(first, last + 1)) | {year for year in reports if year >= first}
    for year in sorted(years):
        duty = case.duty(kind, year)
        if duty is not None:
            yield _judge_year(case, kind, year, duty, reports.get(year))


def _judge_year(case: Case, kind: Kind, year: int, duty: Duty, report: ReportFact | None) -> Expectation:
    due = duty.due_on.isoformat() if duty.due_on else None

    def state(name: ExpectationState, reason: str, visits: tuple[int, ...] = ()) -> Expectation:
        return Expectation(case.facts.id, kind, year, due, name, reason, visits)

    if duty.exempt or duty.due_on is None:
        return state(ExpectationState.EXEMPT, duty.basis)
    if report is not None:
        return state(*judge_found(report, duty))
    days = (duty.due_on - case.context.today).days
    if days >= 0:
        soon = days <= case.context.thresholds.due_soon_days
        return state(ExpectationState.DUE_SOON if soon else ExpectationState.EXPECTED, f"{days} days left")
    proof = prove_absence(case, kind, year, duty.due_on)
    if proof.cause:
        return state(ExpectationState.CANNOT_TELL, proof.cause, proof.visits)
    return state(ExpectationState.MISSING, f"{-days} days past due; every section was read whole since", proof.visits)


def judge_found(report: ReportFact, duty: Duty) -> tuple[ExpectationState, str]:
    """Whether a found report was on time, from the dates that can prove it; signed is asked only where none can."""
    assert duty.due_on is not None
    due = duty.due_on
    if report.published_on and date.fromisoformat(report.published_on) <= due:
        return ExpectationState.ON_TIME, f"published {report.published_on} ({report.published_basis})"
    seen = date.fromisoformat(report.first_seen_at[:10])
    if seen <= due:
        return ExpectationState.ON_TIME, f"first seen {seen}, by the due date"
    if report.published_on and report.published_basis in _PROVES_LATENESS:
        border = " (borderline: on the day the rule names)" if _on_border(report.published_on, duty) else ""
        return ExpectationState.LATE, f"published {report.published_on} ({report.published_basis}){border}"
    if report.signed_on and date.fromisoformat(report.signed_on) > due:
        return ExpectationState.LATE, f"signed {report.signed_on}, after the due date"
    return ExpectationState.FOUND_UNDATED, "found; no date on it tells when it was published"


def _on_border(published_on: str, duty: Duty) -> bool:
    return duty.borderline_on is not None and published_on == duty.borderline_on.isoformat()


@dataclass(frozen=True, slots=True)
class Proof:
    """Either the visits that prove an absence, or why nothing can be said (``cause``) and since when."""

    visits: tuple[int, ...] = ()
    cause: str = ""
    since: str | None = None


def prove_absence(case: Case, kind: Kind, year: int, due: date) -> Proof:
    """Whether every section was read whole after the due date and nothing unsettled could be the report."""
    proofs: list[int] = []
    for section in case.facts.sections:
        if kind not in section.kinds:
            continue
        visit, blind = _proving_visit(case, section, due)
        if visit is None:
            return Proof(cause=f"section {section.id}: {blind}", since=section.last_good_at)
        for document in section.pending:
            if document.decision in (Decision.UNSURE, Decision.UNREAD) and _could_be(
                document.kind, document.year, kind, year
            ):
                return Proof(
                    visits=(visit.id,),
                    cause=f"section {section.id}: {document.title!r} is {document.decision} and may be it",
                    since=document.first_seen_at,
                )
        proofs.append(visit.id)
    return Proof(visits=tuple(proofs))


def _could_be(document_kind: str | None, document_year: int | None, kind: Kind, year: int) -> bool:
    return document_kind in (None, kind) and document_year in (None, year)


def _proving_visit(case: Case, section: SectionFact, due: date) -> tuple[VisitFact | None, str]:
    """The newest whole visit after the due date; it goes stale once later visits were blind for a week."""
    whole = [visit for visit in section.visits if visit.whole and _day(visit) > due]
    newest = section.visits[-1] if section.visits else None
    if not whole:
        if newest is None:
            return None, "never visited"
        if _day(newest) <= due:
            return None, f"not visited since the due date (last {newest.seen_at[:10]})"
        return None, newest.reason or f"the visit of {newest.seen_at[:10]} was {newest.outcome}, not whole"
    last = whole[-1]
    fresh = timedelta(days=case.context.thresholds.proof_fresh_days)
    if newest and newest.outcome is VisitOutcome.BLIND and case.context.today - _day(last) > fresh:
        return None, f"blind since {_blind_since(section)}: {newest.reason or 'it cannot be read'}"
    return last, ""


def _blind_since(section: SectionFact) -> str:
    since = section.visits[-1]
    for visit in reversed(section.visits):
        if visit.outcome is not VisitOutcome.BLIND:
            break
        since = visit
    return since.seen_at[:10]


def _day(visit: VisitFact) -> date:
    return date.fromisoformat(visit.seen_at[:10])
