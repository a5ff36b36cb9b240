"""The rule about reports that repeat another report's text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from db.records import Judgement, ReportFact
from db.vocabulary import Rule, Severity
from parsers.vocabulary import Kind
from scheduler.judge.context import Case
from scheduler.judge.recycled import Likeness


def check_recycled_text(case: Case) -> Iterator[Judgement]:
    """A large share of the report's clauses stood in this body's last report already, or in another body's."""
    limits = case.context.thresholds.recycled
    reports = [report for report in case.reports.get(Kind.FAZHI_ANNUAL, ()) if report.clauses]
    for (before, old), (after, new) in pairwise((report, frozenset(report.clauses)) for report in reports):
        if len(after.clauses) >= limits.least_clauses:
            own = Likeness(case.facts.id, before.year, len(new & old), len(new))
            if own.share >= limits.own:
                yield _judgement(case, after, own, "own")
    if reports and len(reports[-1].clauses) >= limits.least_clauses:
        newest = reports[-1]
        day = newest.published_on or newest.signed_on
        other = case.context.clauses.nearest_other(case.facts.id, newest.year, day, newest.clauses)
        if other is not None and other.share >= limits.other:
            yield _judgement(case, newest, other, "other")


def _judgement(case: Case, report: ReportFact, like: Likeness, whose: str) -> Judgement:
    data = {
        "share": round(like.share, 2),
        "shared": like.shared,
        "clauses": like.clauses,
        "whose": whose,
        "other_body": like.body_id,
        "other_year": like.year,
    }
    return case.about(report, Rule.RECYCLED_TEXT, Severity.NOTICE, data, key=whose, evidence={"compared": data})
