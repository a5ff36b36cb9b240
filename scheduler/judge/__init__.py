"""What is expected, and what is wrong: pure functions of rows and a date."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from db.records import BodyFacts, Expectation, Judgement
from scheduler.judge.bundle import bundle
from scheduler.judge.context import Case, Context
from scheduler.judge.deadlines import Deadlines
from scheduler.judge.expectations import expect
from scheduler.judge.rules import RULES
from scheduler.judge.thresholds import Thresholds, load_thresholds
from scheduler.judge.wording import Names, names_of, word

__all__ = [
    "RULES",
    "BodyVerdict",
    "Context",
    "Deadlines",
    "Names",
    "Thresholds",
    "WordedJudgement",
    "fingerprint",
    "judge_body",
    "judge_version",
    "load_thresholds",
    "names_of",
    "put_into_words",
]


@dataclass(frozen=True, slots=True)
class BodyVerdict:
    """One body, judged as of a day; ``watched`` false = it was not judged."""

    expectations: tuple[Expectation, ...]
    judgements: tuple[Judgement, ...]
    watched: bool = True


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
    """Work out one body's expectations and everything that is wrong, as of the context's day.

    A body that is not watched, or not configured, is not judged: it has neither expectations nor judgements.
    """
    if not facts.watched or facts.id not in context.bodies:
        return BodyVerdict((), (), watched=False)
    case = Case(facts, context)
    case = replace(case, expectations=expect(case))
    found = [judgement for check in RULES.values() for judgement in check(case)]
    return BodyVerdict(case.expectations, bundle(found, fingerprint))


@cache
def judge_version() -> str:
    """What tells this program's judgement from another version's: the contents of its rules and of the catalogue."""
    code = sha256(files("parsers.metrics").joinpath("metrics.yaml").read_bytes())
    for path in sorted(Path(str(files("scheduler.judge"))).rglob("*")):
        if path.suffix in (".py", ".yaml"):
            code.update(path.read_bytes())
    return code.hexdigest()


def put_into_words(judgement: Judgement, language: str, names: Names) -> WordedJudgement:
    """A judgement as its case shows it, in zh-CN or en."""
    worded = word(judgement, language, names)
    return WordedJudgement(judgement, fingerprint(judgement), worded.title, worded.explanation, digest(judgement))


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


_in_order = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str).encode


def digest(judgement: Judgement) -> str:
    """What would be news: severity and data, without those that move from day to day, and whatever the language."""
    news = {name: value for name, value in judgement.data.items() if name != "now"}
    content = _in_order([judgement.severity, news])
    return sha256(content.encode()).hexdigest()[:32]
