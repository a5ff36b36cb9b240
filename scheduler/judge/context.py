"""What a rule may look at besides the body's rows: the day, the calendar, the thresholds, the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from db.records import BodyFacts, ReportFact
from db.vocabulary import Severity
from parsers.metrics import Metric
from parsers.vocabulary import Kind
from scheduler.config import BodyConfig
from scheduler.errors import ConfigProblem
from scheduler.judge.deadlines import Deadlines, Duty
from scheduler.judge.recycled import ClauseIndex


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MissingStep(_Part):
    after_days: int
    severity: Severity


class MissingThresholds(_Part):
    steps: tuple[MissingStep, ...]
    remind_after_days: int


class RateThresholds(_Part):
    small_sample: int
    warning_p: float
    warning_points: float
    warning_q: float
    notice_p: float
    notice_points: float


class CountThresholds(_Part):
    z: float
    share: float


class RecycledThresholds(_Part):
    own: float
    other: float
    least_clauses: int


class Thresholds(_Part):
    """The numbers of the rules, as `thresholds.yaml` documents them."""

    version: int
    due_soon_days: int
    missing: MissingThresholds
    broken_after_visits: int
    proof_fresh_days: int
    backdated_days: int
    rate: RateThresholds
    count: CountThresholds
    dropped_block: int
    norms: dict[str, float]
    recycled: RecycledThresholds
    changes_in_one_mail: int


def load_thresholds(override: Path | None = None) -> Thresholds:
    """The shipped thresholds, with a file's values over them. Raises ConfigProblem naming the file and the key."""
    values = yaml.safe_load(files("scheduler.judge").joinpath("thresholds.yaml").read_text(encoding="utf-8"))
    if override is None:
        return Thresholds.model_validate(values)
    try:
        own = yaml.safe_load(override.read_text(encoding="utf-8")) or {}
        return Thresholds.model_validate(_merged(values, own))
    except OSError as error:
        raise ConfigProblem(f"{override}: cannot be read ({error.strerror}); thresholds: names it") from error
    except (yaml.YAMLError, AttributeError) as error:
        raise ConfigProblem(f"{override}: not valid YAML of `key: value` lines: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(step) for step in first["loc"])
        raise ConfigProblem(f"{override}: {key}: {first['msg']}") from error


def _merged(values: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(values)
    for key, value in own.items():
        inner = merged.get(key)
        merged[key] = _merged(inner, value) if isinstance(inner, dict) and isinstance(value, dict) else value
    return merged


@dataclass(frozen=True)
class Context:
    """The same for every body of one check."""

    today: date
    deadlines: Deadlines
    thresholds: Thresholds
    metrics: Mapping[str, Metric]
    bodies: Mapping[str, BodyConfig]
    clauses: ClauseIndex = field(default_factory=ClauseIndex)


@dataclass(frozen=True)
class Case:
    """One body under judgement: its rows, and what follows from them and the calendar that several rules ask."""

    facts: BodyFacts
    context: Context

    @property
    def body(self) -> BodyConfig | None:
        return self.context.bodies.get(self.facts.id)

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds that its sections are watched for."""
        return tuple(kind for kind in Kind if any(kind in section.kinds for section in self.facts.sections))

    def duty(self, kind: Kind, year: int) -> Duty | None:
        return self.context.deadlines.duty(self.body, kind, year) if self.body else None

    @cached_property
    def _newest_due(self) -> dict[Kind, int | None]:
        return {kind: self._newest_due_year(kind) for kind in Kind}

    def newest_due_year(self, kind: Kind) -> int | None:
        """The newest report year whose last good day has passed; None when none has."""
        return self._newest_due[kind]

    def _newest_due_year(self, kind: Kind) -> int | None:
        for year in range(self.context.today.year - 1, self.context.today.year - 4, -1):
            duty = self.duty(kind, year)
            if duty and duty.due_on and duty.due_on < self.context.today:
                return year
        return None

    def is_history(self, kind: Kind, year: int) -> bool:
        """Whether a report year lies before the newest due one: shown always, mailed only where it is asked for."""
        newest = self.newest_due_year(kind)
        return newest is not None and year < newest

    def reports(self, kind: Kind) -> list[ReportFact]:
        """The body's reports of a kind, oldest year first."""
        return sorted((report for report in self.facts.reports if report.kind == kind), key=lambda item: item.year)

    def capped(self, severity: Severity, kind: Kind, year: int) -> Severity:
        """A severity, no higher than the duty allows (an unverified duty must not shout)."""
        duty = self.duty(kind, year)
        return min(severity, duty.cap, key=lambda item: item.rank) if duty else severity
