"""One readable message, HTML and text, from what a letter shows; and its headers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
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
from scheduler.config.addresses import wire_address
from scheduler.judge.wording.texts import amount, clean, number
from scheduler.tell.charts import alt_text, draw_trend, headline
from scheduler.tell.paragraphs import line_forms
from scheduler.tell.views import LetterView, Trend

# Dark enough for white letters on them (contrast 4.5 and more), and apart without colour: each bears its word.
COLOURS = {
    Severity.CRITICAL: "#a3172a",
    Severity.WARNING: "#b3470b",
    Severity.NOTICE: "#7a5c00",
    Severity.INFO: "#4a5a6e",
}
_LONGEST_SUBJECT = 180
# An address within a line of an explanation: 待判定：《…》（http://a.example/x.html）。
_ADDRESS = re.compile(r"""(https?://[^\s<>"'“”（）()，。；]+)""")


@dataclass(frozen=True, slots=True)
class Chart:
    """A trend for the HTML; ``png`` is None on a machine without a font for it: then a table stands for it."""

    cid: str
    alt: str
    png: bytes | None
    trend: Trend


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a message about one case stands in that case's thread: the Message-IDs that came before it."""

    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sender:
    """From whom: the address, and that of the operator, who reads answers."""

    address: str
    reply_to: str | None


def compose_mail(
    view: LetterView, sender: Sender, *, message_id: str, thread: Thread, now: datetime, to: str
) -> EmailMessage:
    """The whole mail, ready to be sent; the same view makes the same body."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(view.words["name"], addr_spec=wire_address(sender.address))
    message["To"] = Address(addr_spec=wire_address(to))
    if sender.reply_to:
        message["Reply-To"] = Address(addr_spec=wire_address(sender.reply_to))
    message["Subject"] = shorten(clean(view.subject), _LONGEST_SUBJECT)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id
    if thread.references:
        message["In-Reply-To"] = thread.references[-1]
        message["References"] = " ".join(thread.references)
    domain = wire_address(sender.address).rpartition("@")[2]
    message["List-Id"] = f"<fazhi-watch.{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    charts = draw_charts(view, domain)
    message.set_content(render_text(view), cte="base64")
    message.add_alternative(render_html(view, charts), subtype="html", cte="base64")
    _attach(message, charts.values())
    return message


def draw_charts(view: LetterView, domain: str) -> dict[int, Chart]:
    """The trends of the cases shown in full, by case; without a picture where no font can write it."""
    charts: dict[int, Chart] = {}
    stamp = view.words["simulation"] if view.simulation else None
    for body in view.bodies:
        for case in body.cases:
            if case.trend is not None:
                png = draw_trend(case.trend, view.language, view.words, stamp=stamp)
                alt = alt_text(case.trend, view.language, view.words)
                charts[case.id] = Chart(f"trend-{case.id}@{domain}", alt, png, case.trend)
    return charts


def _attach(message: EmailMessage, charts: Iterable[Chart]) -> None:
    """Put the pictures beside the HTML that shows them (multipart/related)."""
    html = message.get_body(("html",))
    for chart in charts:
        if chart.png is not None and isinstance(html, EmailMessage):
            html.add_related(
                chart.png,
                "image",
                "png",
                cid=f"<{chart.cid}>",
                disposition="inline",
                filename=f"{chart.cid.partition('@')[0]}.png",
            )


def render_text(view: LetterView) -> str:
    """The message as plain text."""
    return _template("mail.txt.j2").render(_values(view)).strip() + "\n"


def render_html(view: LetterView, charts: Mapping[int, Chart]) -> str:
    """The message as HTML; its pictures are named by Content-ID."""
    return _template("mail.html.j2").render(_values(view), charts=charts)


def _values(view: LetterView) -> dict[str, Any]:
    forms = line_forms(view.language)
    return {
        "view": view,
        "w": view.words,
        "basis": lambda text: forms["basis"].format(basis=text, certainty=""),
        "advice": lambda text: forms["advice"].format(text=text),
        "page": lambda url: forms["page"].format(url=url),
        "aside": lambda text: view.words["aside"].format(text=text) if text else "",
        "tag": lambda text: view.words["tag"].format(text=text),
        "colours": COLOURS,
        "pieces": _ADDRESS.split,  # text, address, text, address, …, text
        "amount": lambda value, unit: amount(value, unit, view.language),
        "headline": lambda trend: headline(trend, view.language, view.words),
        "number": number,
    }


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
