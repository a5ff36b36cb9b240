"""What the daemon goes by besides fazhi.yaml: `daemon.yaml`, read once."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

from scheduler.config.model import Cron, MonthDay

Minutes = Annotated[int, Field(ge=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Season(_Part):
    """Some weeks of every year with an additional crawl."""

    start: MonthDay = Field(alias="from")
    to: MonthDay
    crawl: Cron

    def holds(self, day: date) -> bool:
        """Whether a day lies in the season, both ends included; one that ends before it starts runs over the year."""
        at = day.strftime("%m-%d")
        if self.start <= self.to:
            return self.start <= at <= self.to
        return at >= self.start or at <= self.to


class DaemonSettings(_Part):
    denser: tuple[Season, ...]
    apart_hours: Annotated[float, Field(ge=0)]
    crawling_minutes: Minutes
    pass_minutes: dict[str, Minutes]


@cache
def daemon_settings() -> DaemonSettings:
    text = files("scheduler.daemon").joinpath("daemon.yaml").read_text(encoding="utf-8")
    return DaemonSettings.model_validate(yaml.safe_load(text))
