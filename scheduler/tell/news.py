"""What each recipient has not been told yet: the events of cases against the messages already queued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from db.cases import CaseHead, Event, fetch_events, fetch_heads
from db.database import Database, get_meta, set_meta
from db.outbox import told_events
from db.vocabulary import AlertEvent, AlertState, Severity
from scheduler.tell.life import SILENT, Why
from scheduler.tell.routing import BodyPlace, Occasion, Recipient, concerns, is_due

# What is mailed; what people do with a case (acknowledge, snooze, dismiss) is not news to them.
TOLD = (
    AlertEvent.OPENED,
    AlertEvent.UPDATED,
    AlertEvent.WORSENED,
    AlertEvent.ESCALATED,
    AlertEvent.REOPENED,
    AlertEvent.RESOLVED,
)
# Of several things that happened since the last message, the one that its line is headed with.
_WEIGHT = {
    AlertEvent.UPDATED: 1,
    AlertEvent.REOPENED: 2,
    AlertEvent.ESCALATED: 3,
    AlertEvent.WORSENED: 4,
    AlertEvent.OPENED: 5,
}
# News that an address refused go with the next message after so long.
_TELL_AGAIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Item:
    """One case in a message: ``event`` heads it, ``events`` are all that the message tells of it."""

    case: CaseHead
    event: AlertEvent
    events: tuple[Event, ...]

    @property
    def cleared(self) -> bool:
        return self.event is AlertEvent.RESOLVED


@dataclass(frozen=True, slots=True)
class Letter:
    """What one message has to say to one recipient; items in no order yet."""

    recipient: Recipient
    occasion: Occasion
    items: tuple[Item, ...]

    @property
    def deliveries(self) -> list[tuple[int, int]]:
        """The (alert id, event id) pairs that it delivers."""
        return [(event.alert_id, event.id) for item in self.items for event in item.events]


def fetch_places(db: Database) -> dict[str, BodyPlace]:
    """Every body that cases may be about, by id."""
    rows = db.conn.execute("SELECT id, name, region, routing_region FROM bodies")
    return {row[0]: BodyPlace(*row) for row in rows}


def gather_letters(
    db: Database, recipients: Iterable[Recipient], *, today: date, seen_at: str, only_critical: bool = False
) -> Iterator[Letter]:
    """The messages that are due now, one a recipient at most; a recipient with nothing new gets none."""
    places, cases = fetch_places(db), _cases_by_body(db)
    told = told_events(db, failed_since=(datetime.fromisoformat(seen_at) - _TELL_AGAIN).isoformat())
    for recipient in recipients:
        last = _last_digest(db, recipient)
        due = is_due(recipient, today, last)
        if last is None and not due:
            note_digest(db, recipient, today)  # known from now on: a first digest that is missed is made up for
        regular = due and not only_critical
        known = told.get((recipient.name, recipient.channel, None), set())
        settled = known | told.get((recipient.name, recipient.channel, recipient.address), set())
        items = [
            item
            for body_id, its_cases in cases.items()
            if concerns(recipient, places[body_id] if body_id is not None else None)
            for case, history in its_cases
            if (item := _news(recipient, case, history, known, settled)) and (regular or _cannot_wait(item))
        ]
        if items:
            yield Letter(recipient, recipient.digest if regular else Occasion.CRITICAL, tuple(items))
        elif regular:
            note_digest(db, recipient, today)


Cases = dict[str | None, list[tuple[CaseHead, list[Event]]]]


def _cases_by_body(db: Database) -> Cases:
    """Every case with what of its history is ever told, by body."""
    histories: dict[int, list[Event]] = {}
    for event in fetch_events(db):
        if event.event in TOLD:
            histories.setdefault(event.alert_id, []).append(event)
    cases: Cases = {}
    for alert_id, head in fetch_heads(db).items():
        cases.setdefault(head.body_id, []).append((head, histories.get(alert_id, [])))
    return cases


def _news(
    recipient: Recipient, case: CaseHead, history: Sequence[Event], known: set[int], settled: set[int]
) -> Item | None:
    """What the recipient is to be told of one case; None where that is nothing.

    ``known`` are the events that were told, ``settled`` also those told in vain a short while ago. A case that came
    and went between two messages is no news, nor is one that a person dismissed or put off.
    """
    fresh = tuple(event for event in history if event.id not in settled)
    told_before = any(event.id in known for event in history)
    # What was told when its year was the newest due one is told to its end.
    unasked = case.history and not recipient.history and not (told_before and case.state is AlertState.RESOLVED)
    if not fresh or unasked:
        return None
    match case.state:
        case AlertState.RESOLVED:
            last = history[-1]
            recovered = last.event is AlertEvent.RESOLVED and last.by is None and last.why not in SILENT
            return Item(case, AlertEvent.RESOLVED, fresh) if told_before and recovered and last in fresh else None
        case AlertState.DISMISSED | AlertState.SNOOZED:
            return None
    if case.severity.rank < recipient.minimum.rank:
        return None
    if not told_before:
        return Item(case, AlertEvent.OPENED, fresh)
    changes = [event.event for event in fresh if event.event in _WEIGHT]
    return Item(case, max(changes, key=_WEIGHT.__getitem__), fresh) if changes else None


def _cannot_wait(item: Item) -> bool:
    """What is critical, unless nothing happened but our first look: what had been so for long waits for the digest."""
    happened = any(event.why != Why.BASELINE for event in item.events)
    return item.case.severity is Severity.CRITICAL and not item.cleared and happened


def _key(recipient: Recipient) -> str:
    return f"digest {recipient.channel} {recipient.name}"


def _last_digest(db: Database, recipient: Recipient) -> date | None:
    stored = get_meta(db, _key(recipient))
    return date.fromisoformat(stored) if stored else None


def note_digest(db: Database, recipient: Recipient, today: date) -> None:
    """Note that the recipient's regular message was due today, whether or not there was anything to say."""
    if recipient.digest is not Occasion.IMMEDIATE and get_meta(db, _key(recipient)) != today.isoformat():
        set_meta(db, _key(recipient), today.isoformat())
