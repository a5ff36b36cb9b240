"""What every page says: whether the file is a simulation, and the day that it is about."""

from __future__ import annotations

from dataclasses import dataclass

from db.database import Database, is_simulation


@dataclass(frozen=True, slots=True)
class Frame:
    """``day`` is the day that the last pass judged by; None before the first pass."""

    simulation: bool
    day: str | None


def load_frame(db: Database) -> Frame:
    """The stamp and the day; never this machine's clock."""
    return Frame(is_simulation(db), last_day(db))


def last_day(db: Database) -> str | None:
    """The day that the newest pass judged by."""
    row = db.conn.execute("SELECT today FROM runs WHERE today IS NOT NULL ORDER BY id DESC LIMIT 1").fetchone()
    return row[0] if row else None
