"""Passes that the schedule called for and that did not take place: which they are, and the operator's cases of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from croniter import CroniterBadDateError, croniter

from db.cases import fetch_alerts
from db.database import Database, is_simulation
from db.runs import is_running
from db.status import last_ended_run
from db.vocabulary import AlertState, Rule
from scheduler.config import Config
from scheduler.judge import WordedJudgement
from scheduler.passes.site import Site
from scheduler.tell.cases import CaseChange, settle_operator
from scheduler.tell.operator import missed_findings

# A pass is missed when it is an hour past due: a slow start is not a missed one.
GRACE = timedelta(hours=1)
_CLOSED = (AlertState.RESOLVED, AlertState.DISMISSED)


@dataclass(frozen=True, slots=True)
class Missed:
    """A pass (`crawl`, `check`, `send`), the time by the schedule that went by, and when the last one ended well."""

    name: str
    due: datetime
    last: datetime


def schedule_of(config: Config) -> dict[str, str]:
    """The cron line of each pass, in the order in which they follow each other."""
    return {"crawl": config.schedule.crawl, "check": config.schedule.check, "send": config.schedule.send}


def missed_passes(db: Database, config: Config, now: datetime, *, grace: timedelta = GRACE) -> tuple[Missed, ...]:
    """The passes whose latest time by the schedule, ``grace`` ago or earlier, has no pass that ended after it.

    One that is under way is not missed; a pass that never ended well yet has no time that it could have missed; and
    the days of a simulation are played, by no schedule.
    """
    found: list[Missed] = []
    if is_simulation(db):
        return ()
    for name, line in schedule_of(config).items():
        ended = last_ended_run(db, name)
        if ended is None or is_running(db, name):
            continue
        try:
            due: datetime = croniter(line, now - grace).get_prev(datetime)  # type: ignore[no-untyped-call]
        except CroniterBadDateError:
            continue  # 30 February never comes; the daemon refuses such a line
        last = datetime.fromisoformat(ended).astimezone(config.zone)
        if last < due:
            found.append(Missed(name, due, last))
    return tuple(found)


def is_news(site: Site, now: datetime) -> bool:
    """Whether `settle_missed` would open or close a case; nothing is written."""
    cases = fetch_alerts(site.db, rules=[Rule.PASS_MISSED])
    open_ones = {case.fingerprint for case in cases if case.state not in _CLOSED}
    dismissed = {case.fingerprint for case in cases if case.state is AlertState.DISMISSED}
    return {finding.fingerprint for finding in _findings(site, now)} - dismissed != open_ones


def settle_missed(site: Site, now: datetime) -> list[CaseChange]:
    """Open a case for each missed pass, once, and resolve it when the pass took place again.

    The caller holds the lock for judging and sending.
    """
    return settle_operator(site.db, Rule.PASS_MISSED, _findings(site, now), at=site.seen_at, today=site.today)


def _findings(site: Site, now: datetime) -> list[WordedJudgement]:
    missed = missed_passes(site.db, site.config, now)
    return missed_findings([(item.name, item.due, item.last) for item in missed], site.config.language)
