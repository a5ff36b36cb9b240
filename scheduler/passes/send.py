"""The send pass: what is new to each recipient is written and queued, then everything that is due is delivered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from jinja2 import TemplateError

from db.cases import CaseHead
from db.database import write
from db.outbox import messages_about, queue_message, troubled_recipients
from db.vocabulary import AlertEvent, Rule
from scheduler.config.addresses import wire_address
from scheduler.judge import load_thresholds
from scheduler.passes.site import Site
from scheduler.tell.cases import settle_operator
from scheduler.tell.channels import compose_short
from scheduler.tell.compose import Sender, Thread, compose_mail, make_message_id
from scheduler.tell.content import show_letter
from scheduler.tell.deliver import Delivered, deliver
from scheduler.tell.news import Letter, gather_letters, note_digest
from scheduler.tell.operator import delivery_findings
from scheduler.tell.routing import MAIL, Occasion, Recipient, recipients

# A recipient that was tried so often without success is the operator's business (about half a day).
_STUCK_ATTEMPTS = 5


@dataclass
class SendResult:
    """What a pass came to; ``failures`` are new ones only: what is an open case already does not fail each night."""

    queued: int = 0
    sent: int = 0
    later: int = 0
    refused: int = 0
    failures: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {"queued": self.queued, "sent": self.sent, "to_be_retried": self.later, "refused": self.refused}

    def add(self, round_: Delivered) -> None:
        self.sent += round_.sent
        self.later += round_.later
        self.refused += round_.refused


def send(site: Site, *, only_critical: bool = False) -> SendResult:
    """Tell every recipient what is due, and deliver what is pending; ``only_critical``: write what cannot wait only.

    The caller holds the lock for judging and sending.
    """
    result = SendResult()
    told = list(recipients(site.config))
    _queue(site, told, only_critical, result)
    round_ = deliver(site.db, site.config)
    result.add(round_)
    result.failures += _settle_deliveries(site, told, round_)
    operators = [recipient for recipient in told if recipient.operator]
    if _queue(site, operators, False, result):
        result.add(deliver(site.db, site.config, without=round_.down))
    return result


def _queue(site: Site, told: Iterable[Recipient], only_critical: bool, result: SendResult) -> int:
    """Write and queue what is due; how many messages. What cannot be written stays news, and fails the pass."""
    letters = list(gather_letters(site.db, told, today=site.today, seen_at=site.seen_at, only_critical=only_critical))
    if not letters:
        return 0
    own = site.config.thresholds
    most = load_thresholds(site.config.folder / own if own else None).changes_in_one_mail
    queued = 0
    for letter in letters:
        try:
            _queue_letter(site, letter, most)
            queued += 1
        except TemplateError as error:
            result.failures.append(f"the message to {letter.recipient.name} lacks something: {error}; it was not sent")
    result.queued += queued
    return queued


def _queue_letter(site: Site, letter: Letter, most_of_a_body: int) -> None:
    """Compose a message and queue it with what it delivers, in one transaction: it is told, or it is not."""
    config, recipient = site.config, letter.recipient
    view = show_letter(site.db, config, letter, today=site.today, most_of_a_body=most_of_a_body)
    domain = wire_address(config.mail.sender).rpartition("@")[2]
    message_id = make_message_id(domain, recipient.name, recipient.channel, site.seen_at, *_told(letter))
    if recipient.channel == MAIL:
        assert recipient.address is not None
        mail = compose_mail(
            view,
            Sender(config.mail.sender, config.operator.email),
            message_id=message_id,
            thread=_thread(site, letter, domain),
            now=datetime.now(config.zone),
            to=recipient.address,
        )
        content = mail.as_bytes()
    else:
        content = compose_short(view).encode()
    with write(site.db):
        queue_message(
            site.db,
            supervisor=recipient.name,
            channel=recipient.channel,
            recipient=recipient.address,
            message_id=message_id,
            subject=view.subject,
            content=content,
            created_at=site.seen_at,
            deliveries=letter.deliveries,
        )
        if letter.occasion is not Occasion.CRITICAL:
            note_digest(site.db, recipient, site.today)


def _told(letter: Letter) -> Iterator[str]:
    for item in sorted(letter.items, key=lambda item: item.case.fingerprint):
        yield f"{item.case.fingerprint} {' '.join(f'{event.event}@{event.at}' for event in item.events)}"


def _thread(site: Site, letter: Letter, domain: str) -> Thread:
    """A message about one case belongs to that case's thread; a digest of several stands alone."""
    if len(letter.items) != 1:
        return Thread()
    case: CaseHead = letter.items[0].case
    before = messages_about(site.db, letter.recipient.name, MAIL, case.id)
    return Thread(tuple(dict.fromkeys([make_message_id(domain, "case", case.fingerprint), *before[:1], *before[-1:]])))


def _settle_deliveries(site: Site, told: Iterable[Recipient], round_: Delivered) -> list[str]:
    """Open and resolve the operator's cases about deliveries; the titles of those that are new."""
    known = {(recipient.name, recipient.channel) for recipient in told}
    troubles = [
        trouble
        for trouble in troubled_recipients(site.db, attempts=_STUCK_ATTEMPTS)
        if (trouble.supervisor, trouble.channel) in known
    ]
    findings = delivery_findings(site.db, site.config, troubles, round_.down)
    changes = settle_operator(site.db, Rule.DELIVERY_FAILED, findings, at=site.seen_at, today=site.today)
    new = (AlertEvent.OPENED, AlertEvent.REOPENED, AlertEvent.WORSENED)
    return [change.title for change in changes if change.event in new]
