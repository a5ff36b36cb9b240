"""Rules about numbers that contradict each other: inside a report, and from one year to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from db.records import Expectation, Judgement, ReportFact, ValueFact
from db.vocabulary import Rule, Severity
from parsers.vocabulary import IdentityVerdict, Kind
from scheduler.judge.context import Case


def check_figures_disagree(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """Figures inside one report contradict each other, with rounding, truncation and every plausible base allowed."""
    del expectations
    for report in case.facts.reports:
        for finding in report.findings:
            if finding.verdict != IdentityVerdict.DISAGREES:
                continue
            yield Judgement(
                rule=Rule.FIGURES_DISAGREE,
                severity=max(Severity(finding.severity), Severity.NOTICE, key=lambda item: item.rank),
                body_id=case.facts.id,
                kind=Kind(report.kind),
                year=report.year,
                metric=finding.metric,
                key=finding.rule,
                data={
                    "identity": finding.rule,
                    "numbers": [dict(number) for number in finding.numbers],
                    "expected": finding.expected,
                    "nearest": finding.nearest,
                    "text": finding.text,
                    "url": report.url,
                },
                evidence={
                    "metrics": list(dict.fromkeys(str(number["metric"]) for number in finding.numbers)),
                    "findings": [finding.id],
                },
                history=case.is_history(Kind(report.kind), report.year),
            )


def check_carry_over_disagrees(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """The cases carried in do not match what last year's report left pending, on any plausible reading."""
    del expectations
    reports = {report.year: report for report in case.reports(Kind.FAZHI_ANNUAL)}
    for year, report in sorted(reports.items()):
        before = reports.get(year - 1)
        carried = _value(report, "reconsideration_carried_in")
        if before is None or carried is None:
            continue
        readings = _pending_readings(before)
        if readings and carried.value not in readings.values():
            yield Judgement(
                rule=Rule.CARRY_OVER_DISAGREES,
                severity=Severity.NOTICE,
                body_id=case.facts.id,
                kind=Kind.FAZHI_ANNUAL,
                year=year,
                metric="reconsideration_carried_in",
                data={
                    "carried_in": carried.value,
                    "readings": readings,
                    "before_year": year - 1,
                    "earlier_missing": year - 2 not in reports,
                    "new_quotes": list(carried.quotes),
                    "old_quotes": _quotes(before, "reconsideration_closed"),
                    "old_url": before.url,
                    "new_url": report.url,
                },
                evidence={
                    "metrics": ["reconsideration_carried_in", "reconsideration_pending"],
                    "figures": list(carried.figure_ids),
                },
                history=case.is_history(Kind.FAZHI_ANNUAL, year),
            )


def _pending_readings(report: ReportFact) -> dict[str, float]:
    """What may have been left at the year's end: as stated, or received or accepted (with carried-in) less closed."""
    stated = _value(report, "reconsideration_pending", stated_only=True)
    closed = _value(report, "reconsideration_closed")
    readings: dict[str, float] = {}
    if stated is not None:
        readings["stated"] = stated.value
    if closed is None:
        return readings
    carried = _value(report, "reconsideration_carried_in")
    for name in ("accepted", "received"):
        intake = _value(report, f"reconsideration_{name}")
        if intake is None:
            continue
        readings[name] = intake.value - closed.value
        if carried is not None and not intake.includes_carried_in:
            readings[f"{name}_with_carried_in"] = intake.value + carried.value - closed.value
    return readings


def _value(report: ReportFact, metric: str, *, stated_only: bool = False) -> ValueFact | None:
    fitting = [value for value in report.values if value.metric == metric and value.period == str(report.year)]
    stated = [value for value in fitting if value.basis == "stated"]
    return next(iter(stated if stated_only else stated or fitting), None)


def _quotes(report: ReportFact, metric: str) -> list[str]:
    value = _value(report, metric)
    return list(value.quotes) if value else []
