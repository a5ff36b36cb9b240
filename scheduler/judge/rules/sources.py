"""Rules about our own sight: portals that cannot be read, documents that only a person can settle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from db.records import Expectation, Judgement
from db.vocabulary import Rule, Severity, VisitOutcome
from parsers.vocabulary import Decision
from scheduler.judge.context import Case


def check_source_broken(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """A section could not be read at several visits in a row."""
    del expectations
    least = case.context.thresholds.broken_after_visits
    for section in case.facts.sections:
        bad = []
        for visit in reversed(section.visits):
            if visit.outcome is not VisitOutcome.BLIND:
                break
            bad.append(visit)
        if len(bad) >= least:
            yield Judgement(
                rule=Rule.SOURCE_BROKEN,
                severity=Severity.WARNING,
                body_id=case.facts.id,
                kind=None,
                year=None,
                metric=None,
                key=section.id,
                data={
                    "section": section.id,
                    "url": section.url,
                    "since": bad[-1].seen_at[:10],
                    "reason": bad[0].reason or section.state_reason or "",
                    "last_good_at": section.last_good_at,
                },
                evidence={"visits": [visit.id for visit in reversed(bad)]},
            )


def check_document_unsure(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """A document was found that may be a report, and only a person can say what it is."""
    del expectations
    for section in case.facts.sections:
        for document in section.pending:
            if document.decision is Decision.UNSURE:
                yield Judgement(
                    rule=Rule.DOCUMENT_UNSURE,
                    severity=Severity.NOTICE,
                    body_id=case.facts.id,
                    kind=None,
                    year=document.year,
                    metric=None,
                    key=document.url,
                    data={"url": document.url, "title": document.title, "reason": document.reason},
                )
