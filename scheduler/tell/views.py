"""What a message shows, as plain values: every string is cleaned, every address safe to link to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from db.case_evidence import YearValue
from db.vocabulary import AlertEvent, Severity
from scheduler.judge.wording.texts import clean
from scheduler.tell.paragraphs import Quote
from scheduler.tell.routing import Occasion, Recipient

_BEIJING = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Side:
    """One of two years that a case compares; ``notes``: interval, base, what the report states."""

    year: str
    value: str
    fraction: str
    notes: tuple[str, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """A metric of a body over consecutive years; a year without a value says why (``gaps``)."""

    metric: str
    unit: str
    values: Mapping[int, YearValue]
    gaps: Mapping[int, str]

    @property
    def years(self) -> list[int]:
        return sorted({*self.values, *self.gaps})

    @property
    def has_intervals(self) -> bool:
        return any(value.low is not None for value in self.values.values())


@dataclass(frozen=True, slots=True)
class Exhibit:
    """An archived original or a visit; ``number`` is its place in the body's list of evidence.

    ``further``: the digests of a visit's other list pages, in short.
    """

    number: int
    what: str
    url: str
    when: str
    sha256: str
    further: str = ""


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case. ``answers`` are (word, mailto address), ``link`` its page in the console or on the portal."""

    id: int
    severity: Severity
    severity_word: str
    state_word: str
    event: AlertEvent
    event_word: str
    why_word: str
    title: str
    what: tuple[str, ...]
    sides: tuple[Side, ...]
    quotes: tuple[Quote, ...]
    basis: str
    page: str
    advice: str
    exhibits: tuple[int, ...]
    answers: tuple[tuple[str, str], ...]
    link: str
    trend: Trend | None

    @property
    def cleared(self) -> bool:
        return self.event is AlertEvent.RESOLVED


@dataclass(frozen=True, slots=True)
class BodyView:
    """A body's cases: the worst in full, others by title, more only counted, and those that cleared."""

    name: str
    code: str
    watched: tuple[tuple[str, str], ...]  # section address, how it stands
    cases: tuple[CaseView, ...]
    others: tuple[CaseView, ...]
    cleared: tuple[CaseView, ...]
    exhibits: tuple[Exhibit, ...]


@dataclass(frozen=True, slots=True)
class LetterView:
    """All that the templates need. ``unlisted``: cases for which the message has no room even for a title."""

    recipient: Recipient
    occasion: Occasion
    language: str
    simulation: bool
    day: str
    subject: str
    summary: str
    why_sent: str
    chain_head: str
    ledger_head: str
    has_console: bool
    bodies: tuple[BodyView, ...]
    ranked: tuple[CaseView, ...]  # all that are shown, the worst first, those that cleared last
    unlisted: int
    words: Mapping[str, Any] = field(repr=False)


def beijing(at: str) -> str:
    """A time with offset as the wall clock of Beijing shows it, to the minute."""
    return datetime.fromisoformat(at).astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M")


def spoken_day(day: date, language: str) -> str:
    return day.isoformat() if language == "en" else f"{day.year}年{day.month}月{day.day}日"


def safe_url(url: str) -> str:
    """The address if a message may link to it (http and https), cleaned; else nothing."""
    shown = clean(url)
    try:
        return shown if urlsplit(shown).scheme in ("http", "https") and " " not in shown else ""
    except ValueError:
        return ""
