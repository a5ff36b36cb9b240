"""When a pass is due: cron lines as cron means them, and the denser crawls around the deadlines.

APScheduler's own cron trigger is not used: it counts Monday as 0 (`0 7 * * 1` would fire on Tuesday) and asks for the
day of the month *and* the weekday where cron fires on either. croniter is what `fazhi status` goes by, too.
"""

# mypy: disable-error-code="no-untyped-call"
# (APScheduler and croniter have no types)

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.base import BaseTrigger
from croniter import CroniterBadDateError, croniter

from scheduler.config import Config
from scheduler.daemon.settings import DaemonSettings, Season

# A season comes once a year; whoever looks further than this looks for what never comes.
_HORIZON = timedelta(days=367)


class CronLine(BaseTrigger):
    """A cron line of five fields in a time zone.

    Where the clock is put forward over it, it fires when the gap ends; where the clock is put back, a line with fixed
    hours fires the first time only.
    """

    def __init__(self, line: str, zone: ZoneInfo) -> None:
        self.line, self.zone = line, zone
        self._fixed_hours = not line.split()[1].startswith("*")

    def times(self, after: datetime) -> Iterator[datetime]:
        """Its times after a moment, without end; none where no such day exists (30 February)."""
        lines = croniter(self.line, after.astimezone(self.zone))
        while True:
            try:
                at: datetime = lines.get_next(datetime)
            except CroniterBadDateError:
                return
            if not (self._fixed_hours and _is_repeated(at)):
                yield at

    def near(self, at: datetime, span: timedelta) -> bool:
        """Whether it fires within ``span`` of a moment, before or after."""
        first = next(self.times(at - span - timedelta(seconds=1)), None)
        return first is not None and first <= at + span

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime | None:
        # Late by more than one time (a machine that slept): the scheduler asks on from the previous one and runs once.
        return next(self.times(previous or now - timedelta(microseconds=1)), None)


class Seasonal(BaseTrigger):
    """A season's additional crawl, left out on days when the configured line is near enough by itself."""

    def __init__(self, season: Season, usual: CronLine, apart: timedelta) -> None:
        self.season, self.usual, self.apart = season, usual, apart
        self._line = CronLine(season.crawl, usual.zone)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime | None:
        start = previous or now - timedelta(microseconds=1)
        for at in self._line.times(start):
            if at - start > _HORIZON:
                return None
            if self.season.holds(at.date()) and not self.usual.near(at, self.apart):
                return at
        return None


class Earliest(BaseTrigger):
    """Fires whenever one of several triggers does; two that fire at once count once."""

    def __init__(self, *triggers: BaseTrigger) -> None:
        self._triggers = triggers

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime | None:
        times = [at for trigger in self._triggers if (at := trigger.get_next_fire_time(previous, now)) is not None]
        return min(times, default=None)


def triggers(config: Config, settings: DaemonSettings) -> dict[str, BaseTrigger]:
    """When each pass is due by a configuration."""
    crawl = CronLine(config.schedule.crawl, config.zone)
    apart = timedelta(hours=settings.apart_hours)
    return {
        "crawl": Earliest(crawl, *(Seasonal(season, crawl, apart) for season in settings.denser)),
        "check": CronLine(config.schedule.check, config.zone),
        "send": CronLine(config.schedule.send, config.zone),
    }


def _is_repeated(at: datetime) -> bool:
    """Whether this is the second time that the clocks of the day show it."""
    return at.fold == 1 and at.replace(fold=0).utcoffset() != at.utcoffset()
