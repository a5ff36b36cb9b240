"""The rule about reports that repeat another report's text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from db.records import Expectation, Judgement, ReportFact
from db.vocabulary import Rule, Severity
from parsers.vocabulary import Kind
from scheduler.judge.context import Case


def check_recycled_text(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """A large share of the report's clauses stood in this body's last report already, or in another body's."""
    del expectations
    limits = case.context.thresholds.recycled
    reports = [report for report in case.reports(Kind.FAZHI_ANNUAL) if report.clauses]
    for index, report in enumerate(reports):
        if len(report.clauses) < limits.least_clauses:
            continue
        if index:
            before = reports[index - 1]
            share = len(set(report.clauses) & set(before.clauses)) / len(report.clauses)
            if share >= limits.own:
                yield _judgement(case, report, share, case.facts.id, before.year, "own")
        if index == len(reports) - 1:
            other = case.context.clauses.nearest_other(case.facts.id, report.clauses)
            if other is not None and other[1] >= limits.other:
                body_id = case.context.clauses.body_of(other[0])
                yield _judgement(case, report, other[1], body_id, None, "other")


def _judgement(case: Case, report: ReportFact, share: float, body_id: str, year: int | None, whose: str) -> Judgement:
    return Judgement(
        rule=Rule.RECYCLED_TEXT,
        severity=Severity.NOTICE,
        body_id=case.facts.id,
        kind=Kind.FAZHI_ANNUAL,
        year=report.year,
        metric=None,
        key=whose,
        data={"share": round(share, 3), "whose": whose, "other_body": body_id, "other_year": year, "url": report.url},
        evidence={"compared": {"share": round(share, 3), "other_body": body_id, "other_year": year}},
        history=case.is_history(Kind.FAZHI_ANNUAL, report.year),
    )
