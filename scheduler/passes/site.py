"""One opened site: its configuration, its database, and the day that judging goes by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from filelock import FileLock, Timeout
from sqlite_utils import Database

from db.database import has_real_passes, is_simulation, open_database, stamp_simulation
from db.runs import last_played_day
from scheduler.config import Config
from scheduler.errors import LockHeld, UsageProblem

# A simulated day is seen at eight in the morning: after the night's crawl, before the office opens.
_SIMULATED_HOUR = time(8, 0)


@dataclass(frozen=True)
class Site:
    """``today`` and ``seen_at`` are what judging goes by: the real clock, or the day a simulation plays."""

    config: Config
    db: Database
    today: date
    seen_at: str
    simulation: bool

    @property
    def data(self) -> Path:
        return self.config.data

    @property
    def archive(self) -> Path:
        return self.data / "archive"


def open_site(config: Config, *, today: date | None = None, create: bool = True, read_only: bool = False) -> Site:
    """Open the data folder. A played day, or a configuration that says so, needs a file stamped as a simulation.

    A file with real passes refuses.

    Where no day is given, a simulation stands still at the day that was played last: the real day has no meaning there.
    """
    wanted = config.simulation or today is not None
    db = open_database(config.data, create=create, read_only=read_only, simulation=wanted)
    simulation = is_simulation(db)
    if wanted and not simulation and not read_only:
        if has_real_passes(db):
            what = f"no pass may play {today} into it" if today else "it cannot be the simulation that the file says"
            raise UsageProblem(
                f"{config.data / 'fazhi.db'} holds real passes, so {what}. "
                "Use another data_dir for a simulation; `fazhi check --today` only prints what it would do"
            )
        stamp_simulation(db)
        simulation = True
    if today is None and simulation:
        today = last_played_day(db)
    return Site(config, db, today or datetime.now(config.zone).date(), _seen_at(config, today), simulation)


def _seen_at(config: Config, today: date | None) -> str:
    if today is None:
        return datetime.now(config.zone).isoformat(timespec="seconds")
    return datetime.combine(today, _SIMULATED_HOUR, config.zone).isoformat(timespec="seconds")


@contextmanager
def locked(data: Path, name: str) -> Iterator[None]:
    """Hold one of the two locks (`crawl`, `judge`), or raise LockHeld at once; the system frees it on any death."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / f"{name}.lock"
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise LockHeld(f"another process is at it ({path} is held); wait for it to end, then try again") from None
    try:
        yield
    finally:
        lock.release()
