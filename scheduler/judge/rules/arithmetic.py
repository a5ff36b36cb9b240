"""Rules about numbers that contradict each other: inside a report, and from one year to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from db.records import FindingFact, Judgement, ReportFact, ValueFact
from db.vocabulary import Rule, Severity
from parsers.vocabulary import IdentityVerdict, Qualifier, Scope, ValueBasis
from scheduler.judge.context import Case, originals, quotes_of

_STOCK = ("pending", "accepted", "received", "closed")  # what tells how many cases were left


def check_figures_disagree(case: Case) -> Iterator[Judgement]:
    """Figures inside one report contradict each other, with rounding, truncation and every plausible base allowed."""
    for report in case.all_reports():
        wrong: dict[tuple[str, str | None], list[FindingFact]] = {}
        for finding in report.findings:
            if finding.verdict == IdentityVerdict.DISAGREES:
                wrong.setdefault((finding.rule, finding.metric), []).append(finding)
        for (identity, metric), findings in wrong.items():
            yield _disagreement(case, report, identity, metric, findings)


def _disagreement(
    case: Case, report: ReportFact, identity: str, metric: str | None, findings: Sequence[FindingFact]
) -> Judgement:
    metrics = list(dict.fromkeys(str(number["metric"]) for finding in findings for number in finding.numbers))
    values = [value for value in report.values if value.metric in metrics and value.basis == ValueBasis.STATED]
    return case.about(
        report,
        Rule.FIGURES_DISAGREE,
        max((Severity.NOTICE, *(Severity(finding.severity) for finding in findings)), key=lambda item: item.rank),
        {
            "metric": metric,
            "texts": [finding.text for finding in findings],
            "expected": findings[0].expected,
            "nearest": findings[0].nearest,
            "quotes": quotes_of(report, values),
        },
        metric=metric,
        key=identity,
        evidence={"metrics": metrics, "figures": sorted({figure for value in values for figure in value.figure_ids})},
    )


def check_carry_over_disagrees(case: Case) -> Iterator[Judgement]:
    """The cases carried in do not match what last year's report left pending, on any plausible reading."""
    for reports in case.reports.values():
        by_year = {report.year: report for report in reports}
        for report in reports:
            before = by_year.get(report.year - 1)
            carried = _counted(case, report, "carried_in")
            if before is None or carried is None:
                continue
            readings = pending_readings(case, before)
            if not readings or carried.value in readings.values():
                continue
            left = [value for name in _STOCK if (value := _counted(case, before, name))]
            if not any(case.is_of_a_part(before, value) for value in left):
                yield _mismatch(case, before, report, carried, readings, earlier_known=report.year - 2 in by_year)


def _mismatch(
    case: Case,
    before: ReportFact,
    report: ReportFact,
    carried: ValueFact,
    readings: dict[str, float],
    *,
    earlier_known: bool,
) -> Judgement:
    old = [value for name in _STOCK if (value := _counted(case, before, name))]
    return case.about(
        report,
        Rule.CARRY_OVER_DISAGREES,
        Severity.NOTICE,
        {
            "carried_in": carried.value,
            "readings": readings,
            "before_year": before.year,
            "earlier_known": earlier_known,
            "unexplained": carried.value - readings["accepted"] if "accepted" in readings else None,
            "quotes": [*quotes_of(before, old), *quotes_of(report, [carried])],
        },
        metric=carried.metric,
        evidence={
            "metrics": [carried.metric, *(value.metric for value in old)],
            "figures": [figure for value in (carried, *old) for figure in value.figure_ids],
            "captures": originals(before, report),
        },
    )


def pending_readings(case: Case, report: ReportFact) -> dict[str, float]:
    """What may have been left at the year's end, by what it is read from.

    stated: as the report says; accepted and received: these less closed, with the carried-in cases where the report
    gives them and they are not in already. A negative rest is no reading: cases carried in are not stated.
    """
    stated, closed, carried = (_counted(case, report, name) for name in ("pending", "closed", "carried_in"))
    readings = {"stated": stated.value} if stated else {}
    if closed is None:
        return readings
    for name in ("accepted", "received"):
        intake = _counted(case, report, name)
        if intake is None:
            continue
        more = carried.value if carried and not intake.includes_carried_in else 0.0
        readings[name] = intake.value + more - closed.value
    return {name: value for name, value in readings.items() if value >= 0}


def _counted(case: Case, report: ReportFact, name: str) -> ValueFact | None:
    """An exact count of the report's own year, as stated."""
    for value in case.own_year(report).get(f"reconsideration_{name}", ()):
        if value.basis == ValueBasis.STATED and value.scope == Scope.BODY and value.qualifier == Qualifier.EQ:
            return value
    return None
