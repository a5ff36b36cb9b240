"""One readable message, HTML and text, from what a letter shows; and its headers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from typing import Any

import jinja2

from db.vocabulary import Severity
from scheduler.judge.wording.texts import clean
from scheduler.tell.content import LetterView
from scheduler.tell.paragraphs import line_forms

# Dark enough for white letters on them (contrast 4.5 and more), and apart without colour: each bears its word.
COLOURS = {
    Severity.CRITICAL: "#a3172a",
    Severity.WARNING: "#b3470b",
    Severity.NOTICE: "#7a5c00",
    Severity.INFO: "#4a5a6e",
}
_LONGEST_SUBJECT = 180


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a message about one case stands in that case's thread: the Message-IDs that came before it."""

    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sender:
    """From whom: the address, the operator who reads answers, the reader's language."""

    address: str
    reply_to: str | None


def compose_mail(
    view: LetterView, sender: Sender, *, message_id: str, thread: Thread, now: datetime, to: str
) -> EmailMessage:
    """The whole mail, ready to be sent; the same view makes the same body."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(view.words["name"], addr_spec=sender.address)
    message["To"] = Address(addr_spec=to)
    if sender.reply_to:
        message["Reply-To"] = Address(addr_spec=sender.reply_to)
    message["Subject"] = shorten(clean(view.subject), _LONGEST_SUBJECT)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id
    if thread.references:
        message["In-Reply-To"] = thread.references[-1]
        message["References"] = " ".join(thread.references)
    message["List-Id"] = f"<fazhi-watch.{sender.address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    text, html = render(view)
    message.set_content(text, cte="base64")
    message.add_alternative(html, subtype="html", cte="base64")
    return message


def render(view: LetterView) -> tuple[str, str]:
    """The text and the HTML of a message."""
    values: dict[str, Any] = {
        "view": view,
        "w": view.words,
        "lines": line_forms(view.language),
        "colours": COLOURS,
        "charts": {},
    }
    text = _template("mail.txt.j2").render(values)
    return text.strip() + "\n", _template("mail.html.j2").render(values)


@cache
def _template(name: str) -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("scheduler.tell"),
        autoescape=lambda template: template is not None and ".html" in template,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def shorten(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def make_message_id(domain: str, *parts: str) -> str:
    """A Message-ID that stands for its parts: the same message composed again has the same."""
    return f"<{hashlib.sha256(chr(31).join(parts).encode()).hexdigest()[:32]}@{domain}>"
