"""What a rule may look at besides the body's rows: the day, the calendar, the thresholds, the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from db.records import BodyFacts, Expectation, Judgement, ReportFact, ValueFact, VersionFact
from db.vocabulary import Rule, Severity
from parsers.metrics import Metric
from parsers.pages.reach import goes_back_to
from parsers.vocabulary import FigureKind, Kind, Method, ValueBasis
from scheduler.config import BodyConfig
from scheduler.judge.deadlines import Deadlines, Duty
from scheduler.judge.recycled import ClauseIndex
from scheduler.judge.telling import Told, is_of_a_part
from scheduler.judge.thresholds import Thresholds

# Of a body that no article names, these are a question at most.
_NOTICE_AT_MOST = frozenset({Rule.COUNT_CHANGE, Rule.REPORT_REVISED, Rule.METRIC_DROPPED})


@dataclass(frozen=True)
class Context:
    """The same for every body of one check."""

    today: date
    deadlines: Deadlines
    thresholds: Thresholds
    metrics: Mapping[str, Metric]
    bodies: Mapping[str, BodyConfig]
    clauses: ClauseIndex = field(default_factory=ClauseIndex)
    language: str = "zh-CN"

    @cached_property
    def alarming_rates(self) -> Mapping[str, Metric]:
        """Tier-1 rates that can be good or bad."""
        return {key: metric for key, metric in self._alarming.items() if metric.kind == FigureKind.RATE}

    @cached_property
    def alarming_counts(self) -> Mapping[str, Metric]:
        """Tier-1 counts that can be good or bad. Amounts are no counts: their noise is not that of things counted."""
        return {key: metric for key, metric in self._alarming.items() if metric.kind == FigureKind.COUNT}

    @cached_property
    def compared_metrics(self) -> frozenset[str]:
        return frozenset(self.alarming_rates) | frozenset(self.alarming_counts)

    @cached_property
    def _alarming(self) -> Mapping[str, Metric]:
        return {key: item for key, item in self.key_metrics.items() if item.regression != "none"}

    @cached_property
    def key_metrics(self) -> Mapping[str, Metric]:
        """Tier 1: what identities and alerts ask for; the rest is stored and shown."""
        return {key: item for key, item in self.metrics.items() if item.tier == 1}

    @cached_property
    def counts_of_rates(self) -> Mapping[str, frozenset[str]]:
        """The two counts that each rate stands on."""
        rates = {key: item for key, item in self.metrics.items() if item.kind == FigureKind.RATE}
        return {
            key: frozenset(count for count in (item.numerator, item.denominator) if count is not None)
            for key, item in rates.items()
        }


@dataclass(frozen=True, eq=False)
class Case:
    """One body under judgement: its rows, and what follows from them and the calendar that several rules ask.

    Two cases are never equal: what is worked out of one is remembered by its identity.
    """

    facts: BodyFacts
    context: Context
    expectations: tuple[Expectation, ...] = ()

    @property
    def body(self) -> BodyConfig | None:
        return self.context.bodies.get(self.facts.id)

    @cached_property
    def watched_kinds(self) -> tuple[Kind, ...]:
        """The kinds that its sections are watched for."""
        return tuple(kind for kind in Kind if any(kind in section.kinds for section in self.facts.sections))

    @cached_property
    def reports(self) -> Mapping[Kind, tuple[ReportFact, ...]]:
        """The body's reports by kind, oldest year first; those of kinds that no section asks for included."""
        found: dict[Kind, list[ReportFact]] = {}
        for report in sorted(self.facts.reports, key=lambda item: item.year):
            found.setdefault(Kind(report.kind), []).append(report)
        return {kind: tuple(reports) for kind, reports in found.items()}

    def all_reports(self) -> Iterator[ReportFact]:
        for reports in self.reports.values():
            yield from reports

    def report(self, kind: Kind, year: int) -> ReportFact | None:
        return next((report for report in self.reports.get(kind, ()) if report.year == year), None)

    def joint_report(self, kind: Kind, year: int) -> ReportFact | None:
        """The report that this body gave together with another, for which it counts; None where it has its own."""
        if self.report(kind, year) is not None:
            return None
        return next((item for item in self.facts.joint if item.kind == kind and item.year == year), None)

    def succeeded_report(self, kind: Kind, year: int) -> ReportFact | None:
        """The report that was given under the body's former or later name; None where there is one under its own."""
        if self.report(kind, year) is not None:
            return None
        return next((item for item in self.facts.succeeded if item.kind == kind and item.year == year), None)

    def found_report(self, kind: Kind, year: int) -> ReportFact | None:
        """The report that meets the expectation: its own, one under its other name, or a joint one."""
        return self.report(kind, year) or self.succeeded_report(kind, year) or self.joint_report(kind, year)

    def duty(self, kind: Kind, year: int) -> Duty | None:
        return self.context.deadlines.duty(self.body, kind, year) if self.body else None

    @cached_property
    def _newest_due(self) -> dict[Kind, int | None]:
        return {kind: self._find_newest_due(kind) for kind in Kind}

    def newest_due_year(self, kind: Kind) -> int | None:
        """The newest report year whose last good day has passed; None when none of the last years has one.

        An exempt year counts by the day that it would have: the year before it is no newer for that.
        """
        return self._newest_due[kind]

    def _find_newest_due(self, kind: Kind) -> int | None:
        today = self.context.today
        for year in range(today.year - 1, today.year - 4, -1):
            duty = self.duty(kind, year)
            last_day = (duty.due_on or duty.spared_on) if duty else None
            if last_day and last_day < today:
                return year
        return None

    def is_history(self, kind: Kind, year: int) -> bool:
        """Whether a report year lies before the newest due one: shown always, mailed only where it is asked for.

        Where nothing fixes a day, the year before last counts as the newest due one.
        """
        newest = self.newest_due_year(kind)
        return year < (newest if newest is not None else self.context.today.year - 2)

    def capped(self, severity: Severity, kind: Kind, year: int) -> Severity:
        """A severity, no higher than the duty allows (an unverified duty must not shout)."""
        duty = self.duty(kind, year)
        return min(severity, duty.cap, key=lambda item: item.rank) if duty else severity

    @cached_property
    def _own_year(self) -> dict[int, Mapping[str, tuple[ValueFact, ...]]]:
        return {}

    def own_year(self, report: ReportFact) -> Mapping[str, tuple[ValueFact, ...]]:
        """The report's values of its own year by metric, in their order; put together once for all rules."""
        found = self._own_year.get(report.id)
        if found is None:
            year, grouped = str(report.year), dict[str, list[ValueFact]]()
            for value in report.values:
                if value.period == year:
                    grouped.setdefault(value.metric, []).append(value)
            found = self._own_year[report.id] = {metric: tuple(values) for metric, values in grouped.items()}
        return found

    def is_of_a_part(self, report: ReportFact, value: ValueFact) -> bool:
        """Whether a count of the report, or one that a computed rate stands on, is told of a part of the whole only."""
        own = self.own_year(report)
        stated = [one for one in own.get(value.metric, ()) if one.basis == ValueBasis.STATED]
        if any((one.numerator, one.denominator) == (value.numerator, value.denominator) for one in stated if one.base):
            return False  # the report states the very rate of these counts
        return is_of_a_part(value, Told.by(report, own.values()))

    def readable(self, report: ReportFact) -> bool:
        """Whether the report's text was read well enough that what is not found in it may be called absent."""
        version = current_version(report)
        return version is not None and version.quality >= self.context.thresholds.least_quality

    def dated_alike(self, report: ReportFact) -> tuple[int, ...]:
        """The years of other reports, of this body or in its sections, that bear the same posting date as this one."""
        if not report.published_on:
            return ()
        own = {other.year for other in self.all_reports() if other.published_on == report.published_on}
        listed = {year for place in report.places if place.published_on == report.published_on for year in place.alike}
        return tuple(sorted((own | listed) - {report.year}))

    def last_read_without(self, report: ReportFact) -> tuple[date, int] | None:
        """The last day before it was seen on which a section that shows it was read whole without it, and the visit."""
        sections = {place.section_id for place in report.places}
        days = [
            (date.fromisoformat(visit.evidence_at[:10]), visit.id)
            for section in self.facts.sections
            if section.id in sections
            for visit in section.visits
            if visit.whole
            and not visit.unchanged
            and visit.seen_at < report.first_seen_at
            and goes_back_to(visit.reach, f"{report.year}-12-01")
        ]
        return max(days, default=None)

    def about(
        self,
        report: ReportFact,
        rule: Rule,
        severity: Severity,
        data: Mapping[str, Any],
        *,
        metric: str | None = None,
        key: str = "",
        evidence: Mapping[str, Any] | None = None,
        final: bool = False,
    ) -> Judgement:
        """A judgement about one report; its evidence leads to the originals that the report was read from.

        The duty caps its severity, and it says so where that duty is unverified.
        """
        duty, history, known, captures = self._subject(report)
        if duty is not None:
            if duty.status == "unverified":
                known = {**known, "unverified": True}
                if rule in _NOTICE_AT_MOST:
                    severity = min(severity, Severity.NOTICE, key=lambda item: item.rank)
            severity = min(severity, duty.cap, key=lambda item: item.rank)
        return Judgement(
            rule=rule,
            severity=severity,
            body_id=self.facts.id,
            kind=Kind(report.kind),
            year=report.year,
            metric=metric,
            key=key,
            data={**known, **data},
            evidence={"captures": captures, **(evidence or {})},
            history=history,
            final=final,
        )

    @cached_property
    def _subjects(self) -> dict[int, tuple[Duty | None, bool, Mapping[str, Any], list[int]]]:
        return {}

    def _subject(self, report: ReportFact) -> tuple[Duty | None, bool, Mapping[str, Any], list[int]]:
        """What every judgement about a report says of it: its duty, whether it is history, and where it was read."""
        found = self._subjects.get(report.id)
        if found is None:
            kind = Kind(report.kind)
            known = {"url": report.url, "recognised": is_recognised(report)}
            found = (self.duty(kind, report.year), self.is_history(kind, report.year), known, originals(report))
            self._subjects[report.id] = found
        return found


def current_version(report: ReportFact) -> VersionFact | None:
    return next((version for version in report.versions if version.id == report.current_version_id), None)


def is_recognised(*read: ReportFact | VersionFact) -> bool:
    """Whether any of these texts (of a report, its current one) was recognised from pictures: a digit may be wrong."""
    versions = [current_version(item) if isinstance(item, ReportFact) else item for item in read]
    return any(version is not None and version.method in (Method.PDF_OCR, Method.IMAGE_OCR) for version in versions)


def originals(*reports: ReportFact) -> list[int]:
    """The captures that the current versions of these reports were read from."""
    versions = [version for report in reports if (version := current_version(report))]
    return list(dict.fromkeys(capture for version in versions for capture in version.capture_ids))


def quotes_of(report: ReportFact, values: Iterable[ValueFact]) -> list[dict[str, Any]]:
    """The sentences that these values of the report stand on, each once, in its order, as explanations show them."""
    ordered = sorted(values, key=lambda value: value.id)
    texts = dict.fromkeys(text for value in ordered for text in value.quotes)
    return [{"year": report.year, "text": text, "url": report.url} for text in texts]
