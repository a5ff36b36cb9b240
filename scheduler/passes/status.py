"""How the site stands: what each section showed last, what waits for a person, whether passes ran."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from croniter import croniter

from db.database import chain_head
from db.status import last_ended_run, section_status
from scheduler.config import Config
from scheduler.passes.missed import missed_passes, schedule_of
from scheduler.passes.site import open_site


@dataclass(frozen=True)
class Status:
    """``missed`` names the passes whose last cron time went by without one; empty where no pass ever ran."""

    zone: str
    simulation: bool
    sections: list[dict[str, Any]]
    last_pass: str | None
    next_runs: dict[str, str]
    missed: list[str]
    head: str | None

    @property
    def blind(self) -> list[str]:
        return [item["id"] for item in self.sections if item["state"] == "blind"]

    def lines(self) -> Iterator[str]:
        yield f"times in {self.zone}"
        yield f"last pass ended {self.last_pass or 'never'}"
        yield "next by schedule: " + ", ".join(f"{name} {at}" for name, at in self.next_runs.items())
        for name in self.missed:
            yield f"missed: {name}"
        yield f"chain head {self.head or '(nothing archived yet)'}"

    def document(self) -> dict[str, Any]:
        return {
            "simulation": self.simulation,
            "timezone": self.zone,
            "sections": self.sections,
            "blind": self.blind,
            "last_pass": self.last_pass,
            "next_runs": self.next_runs,
            "missed": self.missed,
            "chain_head": self.head,
        }


def site_status(config: Config) -> Status:
    site = open_site(config, create=False, read_only=True)
    now = datetime.now(config.zone)
    schedule = schedule_of(config)
    ended = [last_ended_run(site.db, name) for name in schedule]
    return Status(
        zone=config.timezone,
        simulation=site.simulation,
        sections=[{**item, "last_good_at": _here(item["last_good_at"], config)} for item in section_status(site.db)],
        last_pass=_here(max((at for at in ended if at), key=datetime.fromisoformat, default=None), config),
        next_runs={name: _next(line, now).isoformat(timespec="minutes") for name, line in schedule.items()},
        missed=[item.name for item in missed_passes(site.db, config, now)],
        head=chain_head(site.db),
    )


def _here(at: str | None, config: Config) -> str | None:
    """A stored time in the configured zone, with its offset."""
    return datetime.fromisoformat(at).astimezone(config.zone).isoformat(timespec="seconds") if at else None


def _next(line: str, now: datetime) -> datetime:
    at: datetime = croniter(line, now).get_next(datetime)  # type: ignore[no-untyped-call]
    return at
