"""When which body must publish which report: the deadline data, and the local rules of the configuration over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property, lru_cache
from typing import Any

from db.vocabulary import BodyClass, Severity
from parsers.vocabulary import Kind
from scheduler.config import BodyConfig, Config, DutyConfig
from scheduler.judge.package_data import read_package_yaml


@dataclass(frozen=True, slots=True)
class Duty:
    """One body's duty for one report year.

    ``due_on`` is the last good day, ``borderline_on`` the day that the law's "before" names (None where a local rule
    names the last day itself). ``cap`` is the highest severity that an alert from this duty may have, ``status`` how
    sure the rule's wording is (confirmed, secondary, unverified, local). ``spared_on`` is the last good day that
    an exempt year would have.
    """

    due_on: date | None
    borderline_on: date | None
    basis: str
    status: str
    cap: Severity = Severity.CRITICAL
    exempt: bool = False
    basis_en: str = ""
    spared_on: date | None = None

    def words(self) -> dict[str, str]:
        """What an explanation says of it; a local rule is quoted as the configuration words it."""
        return {"basis": self.basis, "basis_en": self.basis_en or self.basis, "status": self.status}


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: Kind
    classes: tuple[BodyClass, ...]
    before: str | None
    from_year: int
    to_year: int
    cap: Severity
    basis: str
    basis_en: str
    status: str

    @property
    def span(self) -> int:
        return self.to_year - self.from_year


@dataclass(frozen=True)
class Deadlines:
    """The calendar of one configuration."""

    local: tuple[DutyConfig, ...]

    @classmethod
    def of(cls, config: Config) -> Deadlines:
        return cls(config.duties)

    def duty(self, body: BodyConfig, kind: Kind, year: int) -> Duty | None:
        """What this body owes for this report year; None where nothing fixes a day, so nothing is expected.

        Most specific wins: a local rule for the body, then for its class (with named years before without), then the
        data's row with the narrower span of years.
        """
        local = self._local(body, kind, year)
        if local is not None:
            if local.exempt:
                local_day = self._local(body, kind, year, exempt=False)
                usual = _owed(local_day, year) if local_day else _general_duty(body.cls, kind, year)
                spared_on = usual.due_on if usual else None
                return Duty(None, None, local.why, "local", exempt=True, spared_on=spared_on)
            return _owed(local, year)
        return _general_duty(body.cls, kind, year)

    def newest_due(self, body: BodyConfig, kinds: Iterable[Kind], today: date) -> date | None:
        """The latest last good day that has passed, over these kinds; None when none has."""
        days = [
            duty.due_on
            for kind in kinds
            for year in range(today.year - 2, today.year)
            if (duty := self.duty(body, kind, year)) and duty.due_on and duty.due_on < today
        ]
        return max(days, default=None)

    @cached_property
    def _by_subject(self) -> Mapping[tuple[Kind, str], tuple[DutyConfig, ...]]:
        """The local rules by kind and the body's id or the class they are for: a province may have thousands."""
        found: dict[tuple[Kind, str], tuple[DutyConfig, ...]] = {}
        for duty in self.local:
            subject = (duty.kind, f"body {duty.body}" if duty.body is not None else f"class {duty.cls}")
            found[subject] = (*found.get(subject, ()), duty)
        return found

    def _local(self, body: BodyConfig, kind: Kind, year: int, *, exempt: bool = True) -> DutyConfig | None:
        """The local rule that wins; without exemptions if these are not asked for."""
        if not self.local:
            return None
        for subject in (f"body {body.id}", f"class {body.cls}"):
            fitting = [
                duty
                for duty in self._by_subject.get((kind, subject), ())
                if (not duty.years or year in duty.years) and (exempt or not duty.exempt)
            ]
            if fitting:
                return max(fitting, key=lambda duty: bool(duty.years))
        return None


def _owed(rule: DutyConfig, year: int) -> Duty:
    """What a local rule that exempts nobody asks."""
    return Duty(_month_day(year + 1, str(rule.due)), None, rule.why, "local")


@lru_cache(maxsize=4096)  # every rule asks it of every report
def _general_duty(cls: BodyClass, kind: Kind, year: int) -> Duty | None:
    """What the data says of a class of bodies."""
    rules = [rule for rule in _rules() if _covers(rule, cls, kind, year)]
    if not rules:
        return None
    rule = min(rules, key=lambda item: item.span)
    if rule.before is None:
        return None
    border = _month_day(year + 1, rule.before)
    return Duty(border - timedelta(days=1), border, rule.basis, rule.status, rule.cap, basis_en=rule.basis_en)


def _covers(rule: _Rule, cls: BodyClass, kind: Kind, year: int) -> bool:
    return rule.kind == kind and cls in rule.classes and rule.from_year <= year <= rule.to_year


def _month_day(year: int, month_day: str) -> date:
    """29 February of a common year is its 28th: the last day of that month."""
    if month_day == "02-29":
        return date(year, 3, 1) - timedelta(days=1)
    return date.fromisoformat(f"{year}-{month_day}")


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(_rule(row) for row in read_package_yaml("deadlines.yaml")["rules"])


def _rule(row: dict[str, Any]) -> _Rule:
    classes = row["class"] if isinstance(row["class"], list) else [row["class"]]
    return _Rule(
        kind=Kind(row["kind"]),
        classes=tuple(BodyClass(name) for name in classes),
        before=row["before"],
        from_year=row["from_year"],
        to_year=row.get("to_year", 9999),
        cap=Severity(row.get("severity_cap", "critical")),
        basis=row["basis"],
        basis_en=row["basis_en"],
        status=row["status"],
    )
