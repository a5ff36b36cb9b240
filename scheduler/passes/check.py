"""The check pass: every watched body is judged, its expectations are written and its cases settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from db.catalogue import MetricRow, RuleRow, put_catalogue
from db.clauses import iter_clauses
from db.database import write
from db.expectations import replace_expectations
from db.facts import iter_body_facts
from db.records import BodyFacts
from parsers.metrics import Metric, catalogue
from parsers.vocabulary import Kind
from scheduler.config import Config
from scheduler.judge import (
    BodyVerdict,
    Context,
    Deadlines,
    Names,
    WordedJudgement,
    judge_body,
    load_thresholds,
    names_of,
    put_into_words,
)
from scheduler.judge.recycled import ClauseIndex, Clauses
from scheduler.judge.wording import rule_texts
from scheduler.passes.site import Site
from scheduler.tell.cases import CaseChange, propose, settle


@dataclass
class CheckResult:
    """What a check came to: how many bodies stand how, and what happened to cases (`lines`)."""

    bodies: int = 0
    states: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    changes: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {"bodies": self.bodies, **self.states, **self.events}

    def lines(self) -> list[str]:
        return self.changes

    def note(self, verdict: BodyVerdict, changes: list[CaseChange]) -> None:
        self.bodies += 1
        self.states.update(f"expected_{item.state}" for item in verdict.expectations)
        self.events.update(f"cases_{change.event}" for change in changes)
        self.changes += [str(change) for change in changes]


def check(site: Site, *, as_of: date | None = None, rehearse: bool = False) -> CheckResult:
    """Judge all bodies as of the site's day; each one's expectations and cases are written in one transaction.

    ``as_of`` hides what was seen after that day. ``rehearse`` writes nothing: `lines` says what would be written.
    A check that finds nothing new writes nothing.
    """
    context, names = context_of(site), names_of(site.config, catalogue().metrics)
    result = CheckResult()
    if not rehearse:
        _put_texts(site)
    for facts in iter_body_facts(site.db, as_of=as_of.isoformat() if as_of else None):
        verdict = judge_body(facts, context)
        worded = _in_words(verdict, site.config, names)
        if not verdict.expectations and not verdict.judgements and not facts.watched:
            continue
        result.note(verdict, _rehearse(site, facts, worded) if rehearse else _write(site, facts, verdict, worded))
    return result


def context_of(site: Site) -> Context:
    """What every body of this check is judged by."""
    config = site.config
    thresholds = load_thresholds(config.folder / config.thresholds if config.thresholds else None)
    return Context(
        today=site.today,
        deadlines=Deadlines.of(config),
        thresholds=thresholds,
        metrics=catalogue().metrics,
        bodies={body.id: body for body in config.bodies if body.watch},
        clauses=ClauseIndex(lambda: _clauses(site), thresholds.recycled.common_bodies),
        language=config.language,
    )


def _clauses(site: Site) -> Iterator[Clauses]:
    for row in iter_clauses(site.db, Kind.FAZHI_ANNUAL):
        yield Clauses(*row)


def _in_words(verdict: BodyVerdict, config: Config, names: Names) -> list[WordedJudgement]:
    return [put_into_words(judgement, config.language, names) for judgement in verdict.judgements]


def _rehearse(site: Site, facts: BodyFacts, worded: list[WordedJudgement]) -> list[CaseChange]:
    return propose(site.db, facts.id, worded, today=site.today)


def _write(site: Site, facts: BodyFacts, verdict: BodyVerdict, worded: list[WordedJudgement]) -> list[CaseChange]:
    with write(site.db):
        replace_expectations(site.db, facts.id, verdict.expectations)
        return settle(site.db, facts.id, worded, at=site.seen_at, today=site.today)


def _put_texts(site: Site) -> None:
    """The words of metrics and rules, so that an auditor with the file alone can read it."""
    rules = (RuleRow(rule, text.zh, text.en, text.basis_zh, text.basis_en) for rule, text in rule_texts().items())
    put_catalogue(site.db, (_metric_row(metric) for metric in catalogue().metrics.values()), rules)


def _metric_row(metric: Metric) -> MetricRow:
    return MetricRow(
        key=metric.key,
        zh=metric.zh,
        en=metric.en,
        topic=metric.topic,
        kind=metric.kind,
        unit=metric.unit,
        direction=metric.direction,
        regression=metric.regression,
        numerator=metric.numerator,
        denominator=metric.denominator,
        tier=metric.tier,
        definition=metric.definition or None,
    )
