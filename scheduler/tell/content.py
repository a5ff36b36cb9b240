"""What one message shows: its cases in a reader's words, with the evidence that each stands on. Reads, never writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from db.case_evidence import (
    Original,
    Visited,
    Watched,
    YearValue,
    body_names,
    fetch_originals,
    fetch_visits,
    fetch_watched,
    metric_over_years,
)
from db.cases import Alert, fetch_alerts
from db.database import Database, chain_head, is_simulation
from db.vocabulary import AlertEvent, AlertState, Rule, Severity
from parsers.metrics import catalogue
from scheduler.config import Config
from scheduler.judge.wording.texts import amount, clean, number
from scheduler.tell.news import Item, Letter
from scheduler.tell.paragraphs import Quote, take_apart
from scheduler.tell.routing import Occasion, Recipient
from scheduler.tell.words import words

_BEIJING = ZoneInfo("Asia/Shanghai")
_MOST_ORIGINALS = 4


@dataclass(frozen=True, slots=True)
class Side:
    """One of two years that a case compares."""

    year: str
    value: str
    fraction: str
    interval: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """A metric of a body over its reports, for a picture or a table."""

    metric: str
    unit: str
    values: tuple[YearValue, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """An archived original or a visit, as a line of evidence."""

    what: str
    url: str
    when: str
    sha256: str


@dataclass(frozen=True, slots=True)
class CaseView:
    id: int
    rule: Rule
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
    rule_line: str
    basis: str
    page: str
    advice: str
    evidence: tuple[Shown, ...]
    more_evidence: str
    answers: tuple[tuple[str, str], ...]  # word, mailto address
    link: str
    trend: Trend | None


@dataclass(frozen=True, slots=True)
class BodyView:
    """A body's cases: the worst in full, the others by title, and those that cleared."""

    name: str
    code: str
    watched: tuple[tuple[str, str], ...]  # section address, how it stands
    cases: tuple[CaseView, ...]
    others: tuple[CaseView, ...]
    cleared: tuple[CaseView, ...]

    @property
    def worst(self) -> CaseView | None:
        return self.cases[0] if self.cases else None

    @property
    def count(self) -> int:
        return len(self.cases) + len(self.others)


@dataclass(frozen=True, slots=True)
class LetterView:
    """All that the templates need, every string fit to be shown."""

    recipient: Recipient
    occasion: Occasion
    language: str
    simulation: bool
    today: date
    day: str
    subject: str
    summary: str
    why_sent: str
    chain_head: str
    has_console: bool
    bodies: tuple[BodyView, ...]
    words: Mapping[str, Any] = field(repr=False)

    @property
    def cases(self) -> list[CaseView]:
        """All of them, in the order in which they are shown."""
        return [case for body in self.bodies for case in (*body.cases, *body.others, *body.cleared)]


def show_letter(db: Database, config: Config, letter: Letter, *, today: date, most_of_a_body: int) -> LetterView:
    """Load and word everything that the message shows; the worst of a body first, the worst body first."""
    spoken = words(config.language)
    items = {item.case.id: item for item in letter.items}
    alerts = fetch_alerts(db, ids=list(items))
    reader = _Reader(db, config, alerts, spoken)
    bodies = [
        _body(
            reader, body_id, [(alert, items[alert.id]) for alert in alerts if alert.body_id == body_id], most_of_a_body
        )
        for body_id in dict.fromkeys(alert.body_id for alert in alerts)
    ]
    bodies.sort(key=_body_rank)
    shown = [case for body in bodies for case in (*body.cases, *body.others, *body.cleared)]
    simulation = is_simulation(db)
    subject, summary = _subject(shown, letter.occasion, spoken)
    return LetterView(
        recipient=letter.recipient,
        occasion=letter.occasion,
        language=config.language,
        simulation=simulation,
        today=today,
        day=spoken_day(today, config.language),
        subject=f"{spoken['simulation_mark']}{subject}" if simulation else subject,
        summary=summary,
        why_sent=_why_sent(letter.recipient, spoken),
        chain_head=chain_head(db),
        has_console=config.console.url is not None,
        bodies=tuple(bodies),
        words=spoken,
    )


def spoken_day(day: date, language: str) -> str:
    return day.isoformat() if language == "en" else f"{day.year}年{day.month}月{day.day}日"


class _Reader:
    """Loads the evidence of a message's cases once, whatever their number."""

    def __init__(self, db: Database, config: Config, alerts: Sequence[Alert], spoken: Mapping[str, Any]) -> None:
        self.db, self.config, self.words = db, config, spoken
        bodies = sorted({alert.body_id for alert in alerts if alert.body_id})
        self.names = body_names(db, bodies)
        self.watched = fetch_watched(db, bodies)
        self.originals = {item.capture_id: item for item in fetch_originals(db, _ids(alerts, "captures"))}
        self.visits = {item.visit_id: item for item in fetch_visits(db, _ids(alerts, "visits"))}


def _ids(alerts: Sequence[Alert], key: str) -> list[int]:
    return sorted({found for alert in alerts for found in alert.evidence.get(key, ())})


def _body(reader: _Reader, body_id: str | None, found: list[tuple[Alert, Item]], most: int) -> BodyView:
    name, code = reader.names.get(body_id or "", (reader.words["operator_group"], None))
    ranked = sorted(found, key=lambda pair: _rank(pair[0]))
    views = [_case(reader, alert, item, name) for alert, item in ranked]
    standing = [view for view in views if view.event is not AlertEvent.RESOLVED]
    return BodyView(
        name=clean(name),
        code=code or "",
        watched=tuple(_watched(section, reader.words) for section in reader.watched.get(body_id or "", ())),
        cases=tuple(standing[:most]),
        others=tuple(standing[most:]),
        cleared=tuple(view for view in views if view.event is AlertEvent.RESOLVED),
    )


def _rank(alert: Alert) -> tuple[int, int, int, int]:
    """Worst first; of the same severity, what the rules' order puts first, then the newest year."""
    return (-alert.severity.rank, list(Rule).index(alert.rule), -(alert.year or 0), alert.id)


def _body_rank(body: BodyView) -> tuple[int, int, str]:
    worst = body.worst
    return (-worst.severity.rank if worst else 1, -body.count, body.code or body.name)


def _watched(section: Watched, spoken: Mapping[str, Any]) -> tuple[str, str]:
    good = section.last_good_at
    line = spoken["last_good"].format(at=beijing(good)) if good else spoken["never_good"]
    if section.state == "blind":
        line += f"；{spoken['blind'].format(reason=clean(section.reason or ''))}"
    return safe_url(section.url), line


def _case(reader: _Reader, alert: Alert, item: Item, body_name: str) -> CaseView:
    spoken = reader.words
    parts = take_apart(alert.explanation, clean(body_name), reader.config.language)
    quotes = [Quote(found.year, clean(found.text), safe_url(found.url)) for found in parts.quotes]
    sides = _sides(alert, quotes, reader.config.language, spoken)
    sided = {found for side in sides for found in side.quotes}
    evidence = _evidence(reader, alert)
    return CaseView(
        id=alert.id,
        rule=alert.rule,
        severity=alert.severity,
        severity_word=spoken["severities"][alert.severity],
        state_word=_state_word(alert, item, spoken),
        event=item.event,
        event_word=spoken["events"].get(item.event, ""),
        why_word=spoken["whys"].get(item.events[-1].why or "", "") if item.events[-1].by is None else "",
        title=clean(alert.title),
        what=tuple(clean(line) for line in parts.what),
        sides=sides,
        quotes=tuple(found for found in quotes if found not in sided),
        rule_line=clean(parts.rule),
        basis=clean(parts.basis),
        page=safe_url(parts.page),
        advice=clean(parts.advice),
        evidence=tuple(evidence[:_MOST_ORIGINALS]),
        more_evidence=spoken["case"]["more_evidence"].format(count=len(evidence) - _MOST_ORIGINALS, id=alert.id)
        if len(evidence) > _MOST_ORIGINALS
        else "",
        answers=tuple(_answers(alert, reader.config, spoken)),
        link=case_link(reader.config, alert.id),
        trend=_trend(reader, alert),
    )


def _state_word(alert: Alert, item: Item, spoken: Mapping[str, Any]) -> str:
    if alert.state is AlertState.RESOLVED and item.events[-1].by is None:
        return str(spoken["recovered_state"])
    return str(spoken["states"][alert.state])


def _sides(alert: Alert, quotes: Sequence[Quote], language: str, spoken: Mapping[str, Any]) -> tuple[Side, ...]:
    compared = alert.evidence.get("compared") or {}
    if not {"old", "new"} <= compared.keys() or alert.metric is None:
        return ()
    metric = catalogue().metrics.get(alert.metric)
    unit = metric.unit if metric else ""
    return tuple(_side(compared[name], unit, quotes, language, spoken["case"]) for name in ("old", "new"))


def _side(
    side: Mapping[str, Any], unit: str, quotes: Sequence[Quote], language: str, spoken: Mapping[str, str]
) -> Side:
    fraction = interval = ""
    if side.get("denominator"):
        fraction = spoken["fraction"].format(
            numerator=number(side["numerator"]), denominator=number(side["denominator"])
        )
    if side.get("low") is not None and side.get("high") is not None:
        interval = spoken["interval"].format(low=number(side["low"], places=1), high=number(side["high"], places=1))
    return Side(
        year=spoken["compared_year"].format(year=side["year"]),
        value=amount(side["value"], unit, language),
        fraction=fraction,
        interval=interval,
        quotes=tuple(found for found in quotes if found.year == side["year"]),
    )


def _evidence(reader: _Reader, alert: Alert) -> list[Shown]:
    spoken = reader.words["case"]
    visits = [reader.visits[key] for key in alert.evidence.get("visits", ()) if key in reader.visits]
    originals = [reader.originals[key] for key in alert.evidence.get("captures", ()) if key in reader.originals]
    return [_shown_visit(visit, spoken) for visit in visits] + [_shown_original(item, spoken) for item in originals]


def _shown_visit(visit: Visited, spoken: Mapping[str, str]) -> Shown:
    line = spoken["visit" if visit.whole else "visit_partial"]
    when = line.format(at=beijing(visit.seen_at), pages=visit.pages, rows=visit.rows_seen)
    return Shown(spoken["list_page"], safe_url(visit.url), when, visit.first_page_sha256 or "")


def _shown_original(item: Original, spoken: Mapping[str, str]) -> Shown:
    what = spoken["file"] if item.role == "attachment" else spoken["rendered"]
    when = spoken["evidence_line"].format(at=beijing(item.fetched_at))
    return Shown(what, safe_url(item.url), when, item.sha256 or "")


def _answers(alert: Alert, config: Config, spoken: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a supervisor may answer, each as a mail to the operator with the answer filled in."""
    if config.operator.email is None or alert.body_id is None:
        return []
    return [(word, mail_to(config.operator.email, alert, word, spoken)) for word in spoken["case"]["answers"].values()]


def mail_to(address: str, alert: Alert, answer: str, spoken: Mapping[str, Any]) -> str:
    """A mailto address (RFC 6068): its line breaks are CR LF, percent-encoded like all that is not plain."""
    parts = {"id": alert.id, "answer": answer, "title": clean(alert.title)}
    subject = spoken["answer_mail"]["subject"].format(**parts)
    body = spoken["answer_mail"]["body"].format(**parts).replace("\n", "\r\n")
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}&body={quote(body, safe='')}"


def case_link(config: Config, alert_id: int) -> str:
    """The console's page of a case; empty without a console."""
    return f"{config.console.url.rstrip('/')}/case/{alert_id}" if config.console.url else ""


def _trend(reader: _Reader, alert: Alert) -> Trend | None:
    """The metric over the years of a statistical case; None with fewer than two of them."""
    if alert.rule not in (Rule.RATE_REGRESSION, Rule.COUNT_CHANGE):
        return None
    if alert.metric is None or alert.body_id is None or alert.kind is None:
        return None
    metric = catalogue().metrics.get(alert.metric)
    values = metric_over_years(reader.db, alert.body_id, alert.kind, alert.metric)
    if metric is None or len(values) < 2:
        return None
    name = metric.en if reader.config.language == "en" else metric.zh
    return Trend(name, metric.unit, tuple(values))


def _subject(cases: Sequence[CaseView], occasion: Occasion, spoken: Mapping[str, Any]) -> tuple[str, str]:
    """The subject line without its simulation mark, and the same counts as a summary."""
    form = spoken["subject"]
    parts = [
        form["part"].format(count=count, severity=spoken["severities"][severity])
        for severity in reversed(Severity)
        if (count := sum(case.severity is severity and case.event is not AlertEvent.RESOLVED for case in cases))
    ]
    if cleared := sum(case.event is AlertEvent.RESOLVED for case in cases):
        parts.append(form["resolved_part"].format(count=cleared))
    summary = spoken["joiner"].join(parts)
    if len(cases) > 1:
        when = form["when"][occasion]
        return form["digest"].format(when=when, count=len(cases), parts=summary), summary
    (case,) = cases
    if case.event is AlertEvent.RESOLVED:
        return form["resolved"].format(title=case.title), summary
    named = {"severity": case.severity_word, "event": case.event_word, "title": case.title}
    return form["case_event" if case.event_word else "case"].format(**named), summary


def _why_sent(recipient: Recipient, spoken: Mapping[str, Any]) -> str:
    scopes = spoken["scope"]
    named = []
    if recipient.bodies:
        named.append(scopes["bodies"].format(count=len(recipient.bodies)))
    if recipient.regions:
        named.append(scopes["regions"].format(regions=spoken["joiner"].join(recipient.regions)))
    scope = spoken["joiner"].join(named) or scopes["all"]
    return str(
        spoken["why_sent"].format(
            name=clean(recipient.name),
            scope=scopes["operator"] if recipient.operator else scope,
            minimum=spoken["severities"][recipient.minimum],
            digest=spoken["digests"][recipient.digest].format(day=spoken["days"][recipient.digest_day]),
        )
    )


def beijing(at: str) -> str:
    """A time with offset as the wall clock of Beijing shows it, to the minute."""
    return datetime.fromisoformat(at).astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M")


def safe_url(url: str) -> str:
    """The address if a mail may link to it (http and https), cleaned; else nothing."""
    shown = clean(url)
    try:
        return shown if urlsplit(shown).scheme in ("http", "https") and " " not in shown else ""
    except ValueError:
        return ""
