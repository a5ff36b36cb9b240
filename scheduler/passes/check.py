"""The check pass: every watched body is judged, its expectations are written and its cases settled."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from jinja2 import TemplateError

from db.catalogue import MetricRow, RuleRow, put_catalogue
from db.database import write
from db.expectations import replace_expectations
from db.facts import iter_body_facts
from db.judged import by_other_rules, current_stamps, judged_stamps, mark_judged
from parsers.metrics import Metric, catalogue
from scheduler.judge import (
    BodyVerdict,
    Context,
    Names,
    WordedJudgement,
    judge_body,
    judge_version,
    names_of,
    put_into_words,
)
from scheduler.judge.wording import rule_texts
from scheduler.passes.judging import context_of, judge_all
from scheduler.passes.site import Site
from scheduler.tell.cases import CaseChange, propose, settle


@dataclass
class CheckResult:
    """What a check came to: bodies judged, those that nothing had changed of, and what happened to cases (`lines`)."""

    bodies: int = 0
    unchanged: int = 0
    events: Counter[str] = field(default_factory=Counter)
    changes: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {"bodies": self.bodies, "unchanged": self.unchanged, **self.events}

    def lines(self) -> list[str]:
        return self.changes

    def note(self, changes: list[CaseChange]) -> None:
        self.bodies += 1
        self.events.update(f"cases_{change.event}" for change in changes)
        self.changes += [str(change) for change in changes]


def check(site: Site, *, as_of: date | None = None, rehearse: bool = False) -> CheckResult:
    """Judge all bodies as of the site's day; each one's expectations and cases are written in one transaction.

    ``as_of`` hides what was seen after that day. ``rehearse`` writes nothing: `lines` says what would be written.
    A body of which nothing has changed since it was judged, by the same rules and for the same day, is not judged
    again; texts that repeat another body's newer report are then found on the next day. A check that finds nothing
    new writes nothing.
    """
    judging = _Judging(site, context_of(site), names_of(site.config, catalogue().metrics))
    if rehearse:
        return judging.rehearse(as_of)
    if as_of is not None:
        raise ValueError("what was seen by an earlier day is only ever rehearsed")
    _put_texts(site)
    return judging.write()


@dataclass(frozen=True)
class _Judging:
    site: Site
    context: Context
    names: Names

    def rehearse(self, as_of: date | None) -> CheckResult:
        result = CheckResult()
        for facts in iter_body_facts(self.site.db, as_of=as_of.isoformat() if as_of else None):
            verdict = judge_body(facts, self.context)
            changes = propose(
                self.site.db,
                facts.id,
                self._worded(verdict),
                today=self.site.today,
                expectations=verdict.expectations,
                watched=verdict.watched,
            )
            result.note(changes)
        return result

    def write(self) -> CheckResult:
        result = CheckResult()
        db = self.site.db
        stamps, judged = current_stamps(db, self._judged_by(), judge_version()), judged_stamps(db)
        changed = sorted(body_id for body_id, stamp in stamps.items() if judged.get(body_id) != stamp)
        result.unchanged = len(stamps) - len(changed)
        for body_id, verdict in judge_all(self.site, self.context, changed):
            try:
                worded = self._worded(verdict)
            except TemplateError as error:  # its cases stay as they are, and the next check asks again
                result.failures.append(f"{body_id}: judged, but not noted: a text lacks something ({error})")
                continue
            with write(db):
                replace_expectations(db, body_id, verdict.expectations)
                changes = settle(
                    db,
                    body_id,
                    worded,
                    at=self.site.seen_at,
                    today=self.site.today,
                    watched=verdict.watched,
                    new_rules=by_other_rules(judged.get(body_id), stamps[body_id]),
                )
                mark_judged(db, body_id, stamps[body_id])
            result.note(changes)
        return result

    def _worded(self, verdict: BodyVerdict) -> list[WordedJudgement]:
        language = self.site.config.language
        return [put_into_words(judgement, language, self.names) for judgement in verdict.judgements]

    def _judged_by(self) -> str:
        """All that a verdict depends on besides the body's rows and the rules: the day, the configuration."""
        config = self.site.config.model_dump_json(include={"bodies", "duties", "language"})
        return "\n".join((self.site.today.isoformat(), config, self.context.thresholds.model_dump_json()))


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
