"""Rules about a published report's life on the portal: withdrawn, unlisted, moved, revised, unreadable, back-dated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from db.records import Expectation, Judgement, PlaceFact, ReportFact, VersionFact
from db.vocabulary import PlaceState, ReportState, Rule, Severity
from parsers.vocabulary import Kind
from scheduler.judge.context import Case


def check_report_withdrawn(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """A published report was taken down: every place where it stood answers that it is gone."""
    del expectations
    for report in case.facts.reports:
        if report.state == ReportState.WITHDRAWN:
            yield _judgement(case, report, Rule.REPORT_WITHDRAWN, Severity.CRITICAL, places=_places(report))


def check_report_unlisted(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """A published report can still be opened but no longer stands in any list."""
    del expectations
    for report in case.facts.reports:
        if report.state == ReportState.UNLISTED:
            yield _judgement(case, report, Rule.REPORT_UNLISTED, Severity.NOTICE, places=_places(report))


def check_report_moved(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """A report left the place where it stood and stands at another."""
    del expectations
    for report in case.facts.reports:
        left = [place for place in report.places if place.state != PlaceState.LISTED]
        newer = [place for place in report.places if place.state == PlaceState.LISTED]
        for place in left:
            found = [other for other in newer if other.first_seen_at > place.first_seen_at]
            if found:
                yield _judgement(
                    case, report, Rule.REPORT_MOVED, Severity.INFO, key=place.url, old=place.url, new=found[0].url
                )


def check_report_revised(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """Figures of a published report were changed at its place, without a new posting."""
    del expectations
    for report in case.facts.reports:
        for revision in report.revisions:
            if revision.changes:
                yield _judgement(
                    case,
                    report,
                    Rule.REPORT_REVISED,
                    Severity.WARNING,
                    key=f"{revision.url}#{revision.observed_at[:10]}",
                    observed_at=revision.observed_at,
                    place=revision.url,
                    changes=[dict(change) for change in revision.changes],
                )


def check_report_unreadable(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """A report was found and kept, but its text cannot be read."""
    del expectations
    for report in case.facts.reports:
        if report.state == ReportState.UNREADABLE:
            reason = "; ".join(report.notes)
            yield _judgement(case, report, Rule.REPORT_UNREADABLE, Severity.NOTICE, reason=reason)


def check_report_backdated(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """The report claims a posting date at which, by our whole visits, it did not yet stand in the list."""
    del expectations
    margin = timedelta(days=case.context.thresholds.backdated_days)
    for report in case.facts.reports:
        if report.baseline or not report.published_on or report.published_basis == "updated_label":
            continue
        claimed = date.fromisoformat(report.published_on)
        unseen = _whole_visit_without(case, report)
        if unseen is None or unseen[0] < claimed + margin:
            continue
        duty = case.duty(Kind(report.kind), report.year)
        turns = duty is not None and duty.due_on is not None and claimed <= duty.due_on < unseen[0]
        yield _judgement(
            case,
            report,
            Rule.REPORT_BACKDATED,
            Severity.WARNING if turns else Severity.NOTICE,
            claimed=report.published_on,
            first_seen=report.first_seen_at[:10],
            unseen_on=unseen[0].isoformat(),
            visits=[unseen[1]],
        )


def _whole_visit_without(case: Case, report: ReportFact) -> tuple[date, int] | None:
    """The last day before the report was first seen on which the section that showed it was read whole without it."""
    sections = {place.section_id for place in report.places}
    days = [
        (date.fromisoformat(visit.seen_at[:10]), visit.id)
        for section in case.facts.sections
        if section.id in sections
        for visit in section.visits
        if visit.whole and visit.seen_at < report.first_seen_at
    ]
    return max(days, default=None)


def check_texts_differ(case: Case, expectations: Sequence[Expectation]) -> Iterator[Judgement]:
    """Two places show the same report at the same time with different figures."""
    del expectations
    for report in case.facts.reports:
        shown = _shown_versions(report)
        keys = {version.values_key for _, version in shown if version.values_key}
        if len(keys) > 1:
            yield _judgement(
                case,
                report,
                Rule.TEXTS_DIFFER,
                Severity.NOTICE,
                places=[{"url": place.url, "version": version.id} for place, version in shown],
            )


def _shown_versions(report: ReportFact) -> list[tuple[PlaceFact, VersionFact]]:
    """The newest version at each place that still lists the report."""
    shown = []
    for place in report.places:
        versions = [version for version in report.versions if version.place_id == place.id]
        if place.state == PlaceState.LISTED and versions:
            shown.append((place, max(versions, key=lambda item: item.number)))
    return shown


def _places(report: ReportFact) -> list[dict[str, str]]:
    return [{"url": place.url, "state": place.state, "last_seen": place.last_seen_at[:10]} for place in report.places]


def _judgement(
    case: Case, report: ReportFact, rule: Rule, severity: Severity, *, key: str = "", **data: object
) -> Judgement:
    kind = Kind(report.kind)
    visits = data.pop("visits", [])
    captures = [capture for version in report.versions for capture in version.capture_ids]
    return Judgement(
        rule=rule,
        severity=severity,
        body_id=case.facts.id,
        kind=kind,
        year=report.year,
        metric=None,
        key=key,
        data={"url": report.url, "title": report.title, **data},
        evidence={"visits": visits, "captures": captures[-10:]},
        history=case.is_history(kind, report.year),
    )
