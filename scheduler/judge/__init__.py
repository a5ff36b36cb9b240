"""What is expected, and what is wrong: pure functions of rows and a date."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from db.records import BodyFacts, Expectation, Judgement
from scheduler.judge.context import Case, Context, Thresholds, load_thresholds
from scheduler.judge.deadlines import Deadlines

__all__ = [
    "BodyVerdict",
    "Context",
    "Deadlines",
    "Thresholds",
    "WordedJudgement",
    "fingerprint",
    "judge_body",
    "load_thresholds",
]


@dataclass(frozen=True, slots=True)
class BodyVerdict:
    """One body, judged as of a day."""

    expectations: tuple[Expectation, ...]
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class WordedJudgement:
    """A judgement with its words in the reader's language: what a case shows.

    ``digest`` stands for all that would be news to a reader: a case whose digest has changed was updated. What moves
    by itself from day to day (days overdue, our last visit) is in the words and the evidence, not in the digest.
    """

    judgement: Judgement
    fingerprint: str
    title: str
    explanation: str
    digest: str


def judge_body(facts: BodyFacts, context: Context) -> BodyVerdict:
    """Work out one body's expectations and everything that is wrong, as of the context's day."""
    from scheduler.judge.expectations import expect
    from scheduler.judge.rules import RULES

    case = Case(facts, context)
    expectations = expect(case) if case.body is not None else ()
    judgements = [judgement for check in RULES.values() for judgement in check(case, expectations)]
    return BodyVerdict(expectations, tuple(judgements))


def fingerprint(judgement: Judgement) -> str:
    """What makes two findings the same case, stable for ever: rule, body, kind, year, metric and the rule's own key."""
    parts = (
        judgement.rule,
        judgement.body_id or "",
        judgement.kind or "",
        str(judgement.year or ""),
        judgement.metric or "",
        judgement.key,
    )
    return sha256("\x1f".join(parts).encode()).hexdigest()[:32]
