"""Rules about our own sight: portals that cannot be read, documents that only a person can settle."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from db.records import DocumentFact, Judgement
from db.vocabulary import Rule, Severity, VisitOutcome
from parsers.vocabulary import Decision, Kind
from scheduler.judge.absence import could_be_of
from scheduler.judge.context import Case


def check_source_broken(case: Case) -> Iterator[Judgement]:
    """A section could not be read, or not be read whole, at several visits in a row."""
    least = case.context.thresholds.broken_after_visits
    for section in case.facts.sections:
        bad = list(takewhile(lambda visit: visit.outcome is not VisitOutcome.OK, reversed(section.visits)))
        if len(bad) < least:
            continue
        blind = all(visit.outcome is VisitOutcome.BLIND for visit in bad[:least])
        good = [visit.seen_at[:10] for visit in section.visits if visit.outcome is VisitOutcome.OK]
        yield Judgement(
            rule=Rule.SOURCE_BROKEN,
            severity=Severity.WARNING if blind else Severity.NOTICE,
            body_id=case.facts.id,
            kind=None,
            year=None,
            metric=None,
            key=section.id,
            data={
                "section": section.id,
                "kinds": list(section.kinds),
                "url": section.url,
                "blind": blind,
                "now": {
                    "since": bad[-1].seen_at[:10],
                    "last_good": good[-1] if good else None,
                    "reason": bad[0].reason or section.state_reason or "",
                },
            },
            evidence={"visits": [visit.id for visit in reversed(bad[:10])]},
        )


def check_document_unsure(case: Case) -> Iterator[Judgement]:
    """A document was found that may be a report, and only a person can say what it is."""
    shown: set[str] = set()
    for section in case.facts.sections:
        for document in section.pending:
            if document.decision is not Decision.UNSURE or document.url in shown:
                continue
            shown.add(document.url)
            kind = Kind(document.kind) if document.kind else None
            yield Judgement(
                rule=Rule.DOCUMENT_UNSURE,
                severity=Severity.NOTICE,
                body_id=case.facts.id,
                kind=kind,
                year=document.year,
                metric=None,
                key=document.url,
                data={"url": document.url, "title": document.title, "reason": document.reason},
                history=_is_history(case, document),
            )


def _is_history(case: Case, document: DocumentFact) -> bool:
    """Whether all years that it could be of are history."""
    if document.year is None:
        return False
    kind = Kind(document.kind) if document.kind else Kind.FAZHI_ANNUAL
    years = (year for year in range(document.year, document.year + 3) if could_be_of(document, year))
    return all(case.is_history(kind, year) for year in years)
