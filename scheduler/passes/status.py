"""How the site stands: what each section showed last, what waits for a person, whether passes ran."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.cases import fetch_alerts
from db.database import chain_head
from db.ledger import ledger_head
from db.outbox import waiting_messages
from db.status import last_ended_run, section_status
from db.vocabulary import AlertState, Rule
from scheduler.config import Config
from scheduler.daemon.settings import daemon_settings
from scheduler.daemon.times import triggers
from scheduler.judge.wording.texts import clean
from scheduler.passes.missed import missed_passes, schedule_of
from scheduler.passes.site import open_site

_OPEN = (AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.SNOOZED)


@dataclass(frozen=True)
class Status:
    """``missed`` names the passes whose last cron time went by without one; empty where no pass ever ran.

    ``waiting`` messages are queued and not sent; ``undelivered`` are the titles of the open cases about deliveries.
    ``next_runs`` are the daemon's, the denser crawls around the deadlines among them; None for what never comes.
    """

    zone: str
    simulation: bool
    sections: list[dict[str, Any]]
    last_pass: str | None
    next_runs: dict[str, str | None]
    missed: list[str]
    waiting: int
    undelivered: list[str]
    head: str | None
    ledger_head: str

    @property
    def blind(self) -> list[str]:
        return [item["id"] for item in self.sections if item["state"] == "blind"]

    def lines(self) -> Iterator[str]:
        yield f"times in {self.zone}"
        yield f"last pass ended {self.last_pass or 'never'}"
        yield "next by schedule: " + ", ".join(f"{name} {at or 'never'}" for name, at in self.next_runs.items())
        for name in self.missed:
            yield f"missed: {name}"
        if self.waiting:
            yield f"messages waiting: {self.waiting}"
        for title in self.undelivered:
            yield f"not delivered: {title}"
        yield f"chain head {self.head or '(nothing archived yet)'}"
        yield f"ledger head {self.ledger_head}"

    def document(self) -> dict[str, Any]:
        return {
            "simulation": self.simulation,
            "timezone": self.zone,
            "sections": self.sections,
            "blind": self.blind,
            "last_pass": self.last_pass,
            "next_runs": self.next_runs,
            "missed": self.missed,
            "messages_waiting": self.waiting,
            "undelivered": self.undelivered,
            "chain_head": self.head,
            "ledger_head": self.ledger_head,
        }


def site_status(config: Config) -> Status:
    site = open_site(config, create=False, read_only=True)
    now = datetime.now(config.zone)
    ended = [last_ended_run(site.db, name) for name in schedule_of(config)]
    coming: dict[str, datetime | None] = {
        name: trigger.get_next_fire_time(None, now)  # type: ignore[no-untyped-call]
        for name, trigger in triggers(config, daemon_settings()).items()
    }
    return Status(
        zone=config.timezone,
        simulation=site.simulation,
        sections=[{**item, "last_good_at": _here(item["last_good_at"], config)} for item in section_status(site.db)],
        last_pass=_here(max((at for at in ended if at), key=datetime.fromisoformat, default=None), config),
        next_runs={name: at.isoformat(timespec="minutes") if at else None for name, at in coming.items()},
        missed=[item.name for item in missed_passes(site.db, config, now)],
        waiting=waiting_messages(site.db),
        undelivered=[clean(case.title) for case in fetch_alerts(site.db, rules=[Rule.DELIVERY_FAILED], states=_OPEN)],
        head=chain_head(site.db),
        ledger_head=ledger_head(site.db.conn),
    )


def _here(at: str | None, config: Config) -> str | None:
    """A stored time in the configured zone, with its offset."""
    return datetime.fromisoformat(at).astimezone(config.zone).isoformat(timespec="seconds") if at else None
