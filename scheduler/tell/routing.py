"""Who is told what, and when. Pure functions of the configuration, a case and a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from db.vocabulary import Severity
from scheduler.config import Config

MAIL = "mail"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# A configured supervisor's name is 1-100 characters of the user's choice; this one is kept apart by its brackets.
OPERATOR = "(operator)"


class Occasion(StrEnum):
    """Why a message is written now."""

    IMMEDIATE = "immediate"
    DAILY = "daily"
    WEEKLY = "weekly"
    CRITICAL = "critical"  # between digests, what cannot wait for the next


@dataclass(frozen=True, slots=True)
class Recipient:
    """A supervisor through one channel: ``mail``, or the name of the environment variable that holds its address."""

    name: str
    channel: str
    address: str | None  # of mail
    bodies: frozenset[str]
    regions: tuple[str, ...]
    minimum: Severity
    digest: Occasion
    digest_day: int  # 0 = Monday
    history: bool
    operator: bool = False


@dataclass(frozen=True, slots=True)
class BodyPlace:
    """What routing knows of a body: its own region, or the one that it is told under."""

    id: str
    name: str
    region: str | None
    routing_region: str | None


def recipients(config: Config) -> Iterator[Recipient]:
    """Every supervisor and channel that can be told something, the operator last."""
    for supervisor in config.supervisors:
        channels = [MAIL] if supervisor.email else []
        for channel in [*channels, *(name.removeprefix("env:") for name in supervisor.notify)]:
            yield Recipient(
                name=supervisor.name,
                channel=channel,
                address=supervisor.email if channel == MAIL else None,
                bodies=frozenset(supervisor.bodies),
                regions=supervisor.regions,
                minimum=supervisor.minimum_severity,
                digest=Occasion(supervisor.digest),
                digest_day=_DAYS.index(supervisor.digest_day),
                history=supervisor.history,
            )
    if config.operator.email:
        yield Recipient(
            OPERATOR, MAIL, config.operator.email, frozenset(), (), Severity.NOTICE, Occasion.IMMEDIATE, 0, False, True
        )


def concerns(recipient: Recipient, body: BodyPlace | None) -> bool:
    """Whether a case about this body (None: about no body, but the operator's work) is this recipient's business."""
    if recipient.operator or body is None:
        return recipient.operator and body is None
    if not recipient.bodies and not recipient.regions:
        return True
    regions = [region for region in (body.region, body.routing_region) if region]
    return body.id in recipient.bodies or any(region.startswith(recipient.regions) for region in regions)


def is_due(recipient: Recipient, today: date, last: date | None) -> bool:
    """Whether the recipient's regular message is due, the last one having been due on ``last``.

    A weekly digest that was not written on its day (the machine was off) is written on the next day it can be. A last
    day that lies ahead (a clock that jumped) is not believed.
    """
    if recipient.digest is Occasion.IMMEDIATE:
        return True
    if last is not None and last > today:
        last = None
    if recipient.digest is Occasion.DAILY:
        return last is None or last < today
    latest = today - timedelta(days=(today.weekday() - recipient.digest_day) % 7)
    return latest == today if last is None else last < latest
