"""Rules about a published report's life on the portal: withdrawn, unlisted, moved, revised, unreadable, back-dated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from db.records import Judgement, PlaceFact, ReportFact, RevisionFact, VersionFact
from db.vocabulary import PlaceState, ReportState, Rule, Severity
from parsers.vocabulary import DateBasis, Kind
from scheduler.judge.context import Case, is_recognised
from scheduler.judge.expectations import claims_punctual


def check_report_withdrawn(case: Case) -> Iterator[Judgement]:
    """A published report was taken down: every place where it stood answers that it is gone."""
    for report in case.all_reports():
        if report.state == ReportState.WITHDRAWN:
            yield case.about(report, Rule.REPORT_WITHDRAWN, Severity.CRITICAL, _places(report))


def check_report_unlisted(case: Case) -> Iterator[Judgement]:
    """A published report can still be opened but no longer stands in any list."""
    for report in case.all_reports():
        if report.state == ReportState.UNLISTED:
            told = _places(report)
            left = [place for place in report.places if place.state == PlaceState.UNLISTED]
            told["now"]["shut"] = all(place.shut for place in left)
            yield case.about(report, Rule.REPORT_UNLISTED, Severity.NOTICE, told)


def check_report_moved(case: Case) -> Iterator[Judgement]:
    """A report left the place where it stood and stands at another."""
    for report in case.all_reports():
        for place in report.places:
            newer = [
                other
                for other in report.places
                if other.state == PlaceState.LISTED and other.first_seen_at > place.first_seen_at
            ]
            if place.state != PlaceState.LISTED and newer:
                data = {"from": place.url, "to": newer[0].url}
                yield case.about(report, Rule.REPORT_MOVED, Severity.INFO, data, key=place.url)


def check_report_revised(case: Case) -> Iterator[Judgement]:
    """Figures of a published report were changed at its place; a notice where it was openly posted anew."""
    for report in case.all_reports():
        for revision in report.revisions:
            versions = [v for v in report.versions if v.id in (revision.previous_id, revision.version_id)]
            if not revision.changes:
                continue
            reposted = _reposted(report, revision)
            yield case.about(
                report,
                Rule.REPORT_REVISED,
                # Two scans of one text may be recognised differently.
                Severity.NOTICE if reposted or is_recognised(*versions) else Severity.WARNING,
                {
                    "reposted": reposted,
                    "observed_on": revision.observed_at[:10],
                    "place": revision.url,
                    "changes": [dict(change) for change in revision.changes],
                },
                key=f"{revision.url}#{revision.observed_at}",
                evidence={
                    "captures": [capture for version in versions for capture in version.capture_ids],
                    "metrics": sorted({change["metric"] for change in revision.changes if change["metric"]}),
                },
            )


_SAID_TO_BE_NEW = re.compile(r"更正|勘误|重新(?:发布|公开|公布)|修订[稿版]|[（(]修订")


def _reposted(report: ReportFact, revision: RevisionFact) -> dict[str, str]:
    """What says that the changed text was posted openly anew; empty where nothing does.

    ``day``: a posting date later than the earlier text's archiving, which so was not its own. ``title``: its words.
    """
    earlier = next((v.observed_at[:10] for v in report.versions if v.id == revision.previous_id), "")
    day = next((place.published_on or "" for place in report.places if place.url == revision.url), "")
    if earlier and earlier < day <= revision.observed_at[:10]:
        return {"day": day, "earlier": earlier}
    return {"title": report.title} if _SAID_TO_BE_NEW.search(report.title) else {}


def check_report_unreadable(case: Case) -> Iterator[Judgement]:
    """A report was found and kept, but its text cannot be read: not at all, or not from what is published now."""
    for report in case.all_reports():
        unread = report.state == ReportState.UNREADABLE
        broken = [] if unread else [place for place in report.places if place.broken]
        if unread or broken:
            data = {
                "notes": list(report.notes) if unread else [],
                "broken": [{"place": place.url, "how": place.broken} for place in broken],
            }
            yield case.about(report, Rule.REPORT_UNREADABLE, Severity.NOTICE, data)


def check_report_backdated(case: Case) -> Iterator[Judgement]:
    """The report claims a posting date at which, by our whole visits, it did not yet stand in the list."""
    margin = timedelta(days=case.context.thresholds.backdated_days)
    for report in case.all_reports():
        if report.baseline or not report.published_on or report.published_basis == DateBasis.UPDATED_LABEL:
            continue
        claimed = date.fromisoformat(report.published_on)
        unseen = case.last_read_without(report)
        if unseen is None or unseen[0] < claimed + margin:
            continue
        duty = case.duty(Kind(report.kind), report.year)
        # The claim makes punctual what we know was not there on the last good day.
        due = duty.due_on if duty is not None else None
        matters = due is not None and claims_punctual(report, due.isoformat()) and due < unseen[0]
        yield case.about(
            report,
            Rule.REPORT_BACKDATED,
            Severity.WARNING if matters else Severity.NOTICE,
            {
                "claimed": report.published_on,
                "basis": report.published_basis,
                "first_seen": report.first_seen_at[:10],
                "unseen_on": unseen[0].isoformat(),
                "matters": matters,
            },
            evidence={"visits": [unseen[1]]},
            final=True,  # the visits that prove it leave the window of what judging sees
        )


def check_texts_differ(case: Case) -> Iterator[Judgement]:
    """Two places show the same report at the same time with different figures."""
    for report in case.all_reports():
        shown = [(place, version) for place, version in _shown(report) if version.values_key]
        if len({version.values_key for _, version in shown}) < 2:
            continue
        recognised = is_recognised(*(version for _, version in shown))
        yield case.about(
            report,
            Rule.TEXTS_DIFFER,
            Severity.INFO if recognised else Severity.NOTICE,
            {"places": [place.url for place, _ in shown], "recognised": recognised},
            evidence={"captures": [capture for _, version in shown for capture in version.capture_ids]},
        )


def _shown(report: ReportFact) -> Iterator[tuple[PlaceFact, VersionFact]]:
    """The newest version at each place that still lists the report."""
    for place in report.places:
        versions = [version for version in report.versions if version.place_id == place.id]
        if place.state == PlaceState.LISTED and versions:
            yield place, max(versions, key=lambda item: item.number)


def _places(report: ReportFact) -> dict[str, Any]:
    last_seen = max((place.last_seen_at[:10] for place in report.places), default=None)
    places = [place.url for place in report.places]
    return {"title": report.title, "places": places, "now": {"last_seen": last_seen}}
