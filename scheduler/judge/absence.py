"""Two kinds of silence: what proves that a report is not there, and what forbids to say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from db.records import BodyFacts, DocumentFact, SectionFact, VisitFact
from db.vocabulary import VisitOutcome
from parsers.pages.reach import goes_back_to
from parsers.vocabulary import Decision, Kind
from scheduler.judge.strays import kept_for_others, may_be_strays

_OF_AGE = frozenset({"not_since_due", "not_lately", "old_copy"})


@dataclass(frozen=True, slots=True)
class Fresh:
    """How long a whole visit proves: once later ones could not see the list whole, and where there was no later one."""

    unseen: timedelta
    unvisited: timedelta


@dataclass(frozen=True, slots=True)
class Proof:
    """Either the visits that prove an absence, or why nothing can be said, and the visits that this rests on.

    A section's proof is the walk over all its pages and, where that was not the last visit, the newest one that found
    the list unchanged since.

    ``cause``: never_visited | not_since_due | not_lately | old_copy | not_walked | not_whole | blind | too_short |
    others_only | document | stray. ``detail`` is what the visit or the document says of itself, ``since`` the day from
    which it has been so (of a list that is too short: to which it goes back), ``issuer`` whose name a stray bears, or
    whose report the section lists.
    """

    visits: tuple[int, ...] = ()
    cause: str = ""
    section: str = ""
    detail: str = ""
    since: str | None = None
    issuer: str = ""


def prove_absence(
    facts: BodyFacts,
    kind: Kind,
    year: int,
    due: date,
    today: date,
    fresh: Fresh,
) -> Proof:
    """Whether every section of the kind was read whole after the due date and nothing unsettled could be the report.

    Nor others' documents that may hold it, nor one of an issuer that nobody knows. An undecided document is told
    first: unlike a list that nobody could see whole, people can settle it; what is unread is our own work.
    """
    visits, doubt = _lists(facts, kind, year, due, today, fresh)
    waiting = list(_waiting(facts, kind, year))
    undecided = next((one for one in waiting if one[1].decision is not Decision.UNREAD), None)
    told = undecided or (None if doubt else next(iter(waiting), None))
    if told is None:
        return doubt or Proof(visits)
    cause, document, section = told
    issuer = document.reason if cause == "stray" else ""
    detail = f"{document.title} ({document.url})"
    return Proof(doubt.visits if doubt else visits, cause, section, detail, document.first_seen_at[:10], issuer)


def _lists(
    facts: BodyFacts, kind: Kind, year: int, due: date, today: date, fresh: Fresh
) -> tuple[tuple[int, ...], Proof | None]:
    """The visits that prove that no list of the kind shows the report, or why they do not."""
    proofs: list[int] = []
    for section in facts.sections:
        if kind not in section.kinds:
            continue
        visits, doubt = _proving_visits(section, due, today, fresh)
        if not visits:
            return (), doubt
        ids = [visit.id for visit in visits]
        if not reaches_year(visits[0], year):
            since = visits[0].reach or visits[0].evidence_at[:10]
            return (), Proof(tuple(ids), "too_short", section.url, since=since)
        if issuer := kept_for_others(facts, section, kind):
            return (), Proof(tuple(ids), "others_only", section.url, issuer=issuer)
        proofs += ids
    return tuple(proofs), None


def _waiting(facts: BodyFacts, kind: Kind, year: int) -> Iterator[tuple[str, DocumentFact, str]]:
    """What may be the report and waits to be settled: the cause, the document, and the section (or page) it stands in.

    The body's own before others' and strays.
    """
    for section in facts.sections:
        if kind in section.kinds:
            for document in may_be(section.pending, kind, year):
                yield "document", document, section.url
    for document in may_be(facts.compiled, kind, year):
        yield "document", document, document.url
    for document in may_be_strays(facts, kind, year):
        url = next(section.url for section in facts.sections if section.id == document.section_id)
        yield "stray", document, url


def reaches_year(visit: VisitFact, year: int) -> bool:
    """Would the list that a visit saw still show a report of this year? The first are published in its December."""
    return goes_back_to(visit.reach, f"{year}-12-01")


def may_be(documents: tuple[DocumentFact, ...], kind: Kind, year: int) -> Iterator[DocumentFact]:
    """The unsettled ones among documents that could be this report."""
    for document in documents:
        unsettled = document.decision in (Decision.UNSURE, Decision.UNREAD)
        if unsettled and document.kind in (None, kind) and could_be_of(document, year):
            yield document


def could_be_of(document: DocumentFact, year: int) -> bool:
    """Could an unsettled document be of this year: by the year that was read, or one near it when posted in time?

    A title says the year of its posting, or last year's, by a slip: what nobody could settle may be such a one. The
    reports of a year are posted from its December on. One named two years back has to bear a posting date: the day on
    which we first saw it says nothing of so old a name.
    """
    if document.year is None or document.year == year:
        return True
    posted = (document.row_date or document.first_seen_at)[:10]
    near = abs(document.year - year) == 1 or (document.year == year - 2 and document.row_date is not None)
    return near and f"{year}-12-01" <= posted < f"{year + 1}-12-01"


def _proving_visits(section: SectionFact, due: date, today: date, fresh: Fresh) -> tuple[tuple[VisitFact, ...], Proof]:
    """The newest whole visit after the due date, with the walk that it carries forward, or why there is none.

    It proves for a while only (`Fresh`): what has come since, nobody has looked for, or could see.
    """
    if not section.visits:
        return (), Proof(cause="never_visited", section=section.url)
    newest = section.visits[-1]
    walked = next((visit.evidence_at for visit in section.visits if _is_walk(visit) and day_of(visit) > due), None)
    whole = [visit for visit in section.visits if visit.whole and walked is not None and visit.evidence_at >= walked]
    limit = fresh.unvisited if newest.whole else fresh.unseen
    if whole and today - day_of(last := whole[-1]) <= limit:
        walk = next(visit for visit in reversed(whole) if _is_walk(visit))
        return (walk,) if walk is last else (walk, last), Proof()
    return (), _doubt(_why_not(newest, due, bool(whole)), section, newest)


def _why_not(newest: VisitFact, due: date, walked: bool) -> str:
    """Why the visits do not prove an absence; ``walked``: one of them did, once."""
    old = (day_of(newest) if newest.whole else _seen_on(newest)) <= due
    if newest.whole and (old or walked) and day_of(newest) < _seen_on(newest):
        return "old_copy"
    if old:
        return "not_since_due"
    if newest.whole and walked:
        return "not_lately"
    if newest.whole:
        return "not_walked"
    return "blind" if newest.outcome is VisitOutcome.BLIND else "not_whole"


def _is_walk(visit: VisitFact) -> bool:
    """Whether all pages were read. An unchanged first page only carries an earlier walk forward, and what was walked
    before the due date cannot prove that nothing has come to the further pages since."""
    return visit.whole and not visit.unchanged


def _doubt(cause: str, section: SectionFact, newest: VisitFact) -> Proof:
    since = newest
    for visit in reversed(section.visits):
        if visit.outcome is not newest.outcome:
            break
        since = visit
    if cause in _OF_AGE:
        return Proof((newest.id,), cause, section.url, newest.reason or "", day_of(newest).isoformat())
    seen = tuple(dict.fromkeys((since.id, newest.id)))
    return Proof(seen, cause, section.url, newest.reason or "", _seen_on(since).isoformat())


def day_of(visit: VisitFact) -> date:
    """The day of which a visit is evidence: that of the oldest copy where it met copies."""
    return date.fromisoformat(visit.evidence_at[:10])


def _seen_on(visit: VisitFact) -> date:
    return date.fromisoformat(visit.seen_at[:10])
