"""What is expected of a body, and how it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from db.records import Expectation, PlaceFact, ReportFact
from db.vocabulary import ExpectationState
from parsers.pages.dates import url_date
from parsers.vocabulary import DateBasis, Kind
from scheduler.judge.absence import Fresh, prove_absence
from scheduler.judge.context import Case
from scheduler.judge.deadlines import Duty
from scheduler.judge.wording.reasons import reason
from scheduler.judge.wording.texts import clean

# A date beside which a page says 更新 may be later than the first posting: it can prove punctuality, never lateness.
_PROVES_LATENESS = frozenset({DateBasis.META, DateBasis.LABEL, DateBasis.URL, DateBasis.LIST_ROW})


def expect(case: Case) -> tuple[Expectation, ...]:
    """The expectations of one body, for each kind its sections are watched for and each year it owes.

    A body without a section is not watched: nothing is expected of it.
    """
    return tuple(expectation for kind in case.watched_kinds for expectation in _of_kind(case, kind))


def _of_kind(case: Case, kind: Kind) -> Iterator[Expectation]:
    facts = case.facts
    newest = case.context.today.year - 1
    first = facts.since
    if first is None:
        first = min(newest, case.newest_due_year(kind) or newest)
    last = newest if facts.until is None else min(newest, facts.until)
    for year in range(first, last + 1):
        duty = case.duty(kind, year)
        if duty is not None:
            yield _judge_year(case, kind, year, duty)


def _judge_year(case: Case, kind: Kind, year: int, duty: Duty) -> Expectation:
    report = case.found_report(kind, year)
    stand = _Standing(ExpectationState.EXEMPT, "exempt", {"why": duty.basis})
    if not duty.exempt and duty.due_on is not None:
        stand = judge_found(case, report, duty) if report else _judge_absent(case, kind, year, duty.due_on)
    language = case.context.language
    why = reason(stand.why, language, **stand.values)
    if report and not duty.exempt and report is not case.report(kind, year):
        code = "renamed" if report is case.succeeded_report(kind, year) else "joint"
        why = reason(code, language, title=clean(report.title), why=why)
    return Expectation(
        body_id=case.facts.id,
        kind=kind,
        year=year,
        due_on=duty.due_on.isoformat() if duty.due_on else None,
        state=stand.state,
        reason=why,
        visit_ids=stand.visits,
    )


@dataclass(frozen=True, slots=True)
class _Standing:
    state: ExpectationState
    why: str
    values: dict[str, str] = field(default_factory=dict)
    visits: tuple[int, ...] = ()


def judge_found(case: Case, report: ReportFact, duty: Duty) -> _Standing:
    """Whether a found report was on time, from the dates that can prove it; signed is asked only where none can."""
    assert duty.due_on is not None
    due = duty.due_on.isoformat()
    seen, published = report.first_seen_at[:10], report.published_on
    if published and claims_punctual(report, due):
        return _Standing(ExpectationState.ON_TIME, _basis_word(report), {"day": published})
    if seen <= due:
        dated_anew = published is not None and published > seen
        values = {"day": seen, "now": published or ""}
        return _Standing(ExpectationState.ON_TIME, "seen_before" if dated_anew else "seen", values)
    first = posted_before(report)
    if first is not None and f"{report.year}-11-30" < str(first.published_on) <= due:
        values = {"day": str(first.published_on), "now": published or ""}
        return _Standing(ExpectationState.ON_TIME, "posted_before", values)
    years = case.dated_alike(report)
    if late := late_day(case, report, due):
        border = duty.borderline_on is not None and late[1] == duty.borderline_on.isoformat()
        why = "borderline" if border else f"{late[0]}_late"
        if why == "published_late" and years:
            why = "alike_late"
        return _Standing(ExpectationState.LATE, why, {"day": late[1], "years": ", ".join(map(str, years))})
    if addressed := address_in_time(report, due):
        return _Standing(ExpectationState.FOUND_UNDATED, "addressed", {"day": str(published), "address": addressed})
    if years and published and published > due:
        values = {"day": published, "years": ", ".join(map(str, years)), "signed": signed_in_time(report, due) or ""}
        return _Standing(ExpectationState.FOUND_UNDATED, "redated", values)
    return _Standing(ExpectationState.FOUND_UNDATED, "undated")


def claims_punctual(report: ReportFact, due: str) -> bool:
    """Whether the posting date, if true, makes it punctual; one before the report could be written proves nothing.

    Reports of a year are published from its December on.
    """
    return bool(report.published_on) and f"{report.year}-11-30" < str(report.published_on) <= due


def posted_before(report: ReportFact) -> PlaceFact | None:
    """The place whose page we saw first, if it bore another posting day than the one that speaks for the report now.

    A report that is posted again, or moved with its site, and dated anew, was published when it was first.
    """
    first = min((place for place in report.places if place.published_on), key=lambda p: p.first_seen_at, default=None)
    newest = max((place.first_seen_at for place in report.places), default="")
    if first is None or first.first_seen_at >= newest or first.published_on == report.published_on:
        return None
    return first


def _basis_word(report: ReportFact) -> str:
    return "updated" if report.published_basis == DateBasis.UPDATED_LABEL else "published"


def late_day(case: Case, report: ReportFact, due: str) -> tuple[str, str] | None:
    """(published | signed, day) that proves a report late; None where nothing does.

    A date after the day on which we saw the report already is wrong (2026年12月 for 2月), and proves nothing. Nor does
    a day that reports of other years bear, too: portals that move date their old pages anew, all on one day; nor where
    the address says an earlier day: pages made anew bear the day of their making. Both do where we read the section
    whole after the due date, and the report was not there yet.
    """
    speaks = posted_before(report) or report
    seen, published = report.first_seen_at[:10], speaks.published_on
    if published and speaks.published_basis in _PROVES_LATENESS and due < published <= seen:
        absent = case.last_read_without(report)
        doubtful = case.dated_alike(report) or _says_in_time(report, due)
        if not doubtful or (absent is not None and due < absent[0].isoformat()):
            return "published", published
    if report.signed_on and due < report.signed_on <= seen:
        return "signed", report.signed_on
    return None


def address_in_time(report: ReportFact, due: str) -> str | None:
    """The day in one of its addresses that makes it punctual, where its posting date is late; None where none does."""
    if not report.published_on or report.published_on <= due:
        return None
    return _says_in_time(report, due)


def _says_in_time(report: ReportFact, due: str) -> str | None:
    days = (url_date(url).day for url in (report.url, *(place.url for place in report.places)))
    return next((day for day in days if day and f"{report.year}-11-30" < day <= due), None)


def signed_in_time(report: ReportFact, due: str) -> str | None:
    """The day of its signature where that lies before its due date and after its year's November."""
    signed = report.signed_on
    return signed if signed and f"{report.year}-11-30" < signed <= due else None


def _judge_absent(case: Case, kind: Kind, year: int, due: date) -> _Standing:
    limits, today = case.context.thresholds, case.context.today
    if today <= due:
        soon = due - today <= timedelta(days=limits.due_soon_days)
        return _Standing(ExpectationState.DUE_SOON if soon else ExpectationState.EXPECTED, "not_yet_due")
    fresh = Fresh(timedelta(days=limits.proof_fresh_days), timedelta(days=limits.proof_unvisited_days))
    proof = prove_absence(case.facts, kind, year, due, today, fresh)
    if proof.cause:
        values = {"section": proof.section, "detail": proof.detail, "since": proof.since or "", "issuer": proof.issuer}
        return _Standing(ExpectationState.CANNOT_TELL, proof.cause, values, proof.visits)
    return _Standing(ExpectationState.MISSING, "missing", {}, proof.visits)
