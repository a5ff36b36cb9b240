"""What one message shows: its cases in a reader's words, with the evidence that each stands on. Reads, never writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from db.case_evidence import (
    Visited,
    Watched,
    body_names,
    fetch_originals,
    fetch_visits,
    fetch_watched,
)
from db.cases import Alert, CaseHead, fetch_alerts
from db.database import Database, chain_head, is_simulation
from db.ledger import ledger_head
from db.vocabulary import AlertEvent, Rule, Severity
from scheduler.config import Config
from scheduler.judge.wording.sight import explain_sight
from scheduler.judge.wording.texts import clean, one_line
from scheduler.tell.life import Why
from scheduler.tell.news import Item, Letter
from scheduler.tell.paragraphs import Quote, take_apart
from scheduler.tell.routing import Occasion, Recipient
from scheduler.tell.sides import sides_of, told_by_sides
from scheduler.tell.trends import read_trend
from scheduler.tell.views import (
    BodyView,
    CaseView,
    Exhibit,
    LetterView,
    beijing,
    safe_url,
    spoken_day,
)
from scheduler.tell.words import state_word, words

# Some mail clients cut a message off at about 100 KB; a case in full takes about 3, a title 0.4.
_MOST_IN_FULL = 20
_MOST_TITLES = 120
# Of a list with many pages: how many are named, and by how many digits of their digests.
_MOST_PAGES = 40
_DIGITS = 12


def show_letter(db: Database, config: Config, letter: Letter, *, today: date, most_of_a_body: int) -> LetterView:
    """Load and word everything that the message shows; the worst of a body first, the worst body first."""
    ranked = sorted(letter.items, key=_rank)
    in_full = _chosen([item.case for item in ranked if not item.cleared], most_of_a_body, _MOST_IN_FULL)
    titled = [item for item in ranked if item.case.id not in in_full][:_MOST_TITLES]
    shown = sorted([*(item for item in ranked if item.case.id in in_full), *titled], key=_rank)
    reader = _Reader(db, config, fetch_alerts(db, ids=[item.case.id for item in shown]))
    cases = {item.case.id: reader.case(item, in_full=item.case.id in in_full) for item in shown}
    bodies = [
        reader.body(body_id, [cases[item.case.id] for item in shown if item.case.body_id == body_id], in_full)
        for body_id in dict.fromkeys(item.case.body_id for item in shown)
    ]
    summary = _summary(letter.items, reader.words)
    subject = _subject(summary, list(cases.values()), len(ranked), letter.occasion, reader.words)
    simulation = is_simulation(db)
    return LetterView(
        recipient=letter.recipient,
        occasion=letter.occasion,
        language=config.language,
        simulation=simulation,
        day=spoken_day(today, config.language),
        subject=f"{reader.words['simulation_mark']}{subject}" if simulation else subject,
        summary=summary,
        why_sent=_why_sent(letter.recipient, reader.words),
        chain_head=chain_head(db),
        ledger_head=ledger_head(db.conn),
        has_console=config.console.url is not None,
        bodies=tuple(bodies),
        ranked=tuple(cases.values()),
        unlisted=len(ranked) - len(shown),
        words=reader.words,
    )


def _rank(item: Item) -> tuple[bool, int, int, int, int]:
    """What cleared last, else worst first; of the same severity, what the rules' order puts first, the newest year."""
    case = item.case
    return (item.cleared, -case.severity.rank, _RULE_ORDER[case.rule], -(case.year or 0), case.id)


_RULE_ORDER = {rule: place for place, rule in enumerate(Rule)}


def _chosen(cases: Sequence[CaseHead], most_of_a_body: int, most: int) -> set[int]:
    """The cases to show in full: the worst of each body, the worst of all while there is room."""
    taken: dict[str | None, int] = {}
    chosen: set[int] = set()
    for case in cases:
        if len(chosen) < most and taken.get(case.body_id, 0) < most_of_a_body:
            taken[case.body_id] = taken.get(case.body_id, 0) + 1
            chosen.add(case.id)
    return chosen


class _Reader:
    """Loads the evidence of a message's cases once, and words them."""

    def __init__(self, db: Database, config: Config, alerts: Sequence[Alert]) -> None:
        self.db, self.config, self.words = db, config, words(config.language)
        self._alerts = {alert.id: alert for alert in alerts}
        bodies = sorted({alert.body_id for alert in alerts if alert.body_id})
        self.names = body_names(db, bodies)
        self.watched = fetch_watched(db, bodies)
        self._originals = {item.capture_id: item for item in fetch_originals(db, _ids(alerts, "captures"))}
        self._visits = {item.visit_id: item for item in fetch_visits(db, _ids(alerts, "visits"))}
        self._exhibits: dict[str | None, dict[tuple[str, int], Exhibit]] = {}

    def body(self, body_id: str | None, cases: Sequence[CaseView], in_full: set[int]) -> BodyView:
        name, code = self._name(body_id)
        cited = {found for case in cases if case.id in in_full for found in case.exhibits}
        return BodyView(
            name=name,
            code=code or "",
            watched=tuple(self._watched(section) for section in self.watched.get(body_id or "", ())),
            cases=tuple(case for case in cases if case.id in in_full),
            others=tuple(case for case in cases if case.id not in in_full and not case.cleared),
            cleared=tuple(case for case in cases if case.cleared),
            exhibits=tuple(item for item in self._exhibits.get(body_id, {}).values() if item.number in cited),
        )

    def _watched(self, section: Watched) -> tuple[str, str]:
        good, spoken = section.last_good_at, self.words
        line = spoken["last_good"].format(at=beijing(good)) if good else spoken["never_good"]
        if section.state == "blind":
            why = explain_sight(section.reason or "", self.config.language)
            line += spoken["separator"] + spoken["blind"].format(reason=why)
        return safe_url(section.url), line

    def _name(self, body_id: str | None) -> tuple[str, str | None]:
        name, code = self.names.get(body_id or "", (self.words["operator_group"], None))
        return clean(name), code

    def case(self, item: Item, *, in_full: bool) -> CaseView:
        spoken, alert = self.words, self._alerts[item.case.id]
        parts = take_apart(alert.explanation, self._name(alert.body_id)[0])
        quotes = [Quote(found.year, clean(found.text), safe_url(found.url)) for found in parts.quotes]
        sides = sides_of(alert, quotes, self.config.language, spoken)
        sided = {found for side in sides for found in side.quotes}
        page = safe_url(parts.page)
        nobody_signed = item.events[-1].by is None
        # A case that was put off never went away: it does not come back when its day has come.
        reopened = [event.why for event in item.events if event.event is AlertEvent.REOPENED]
        woke = item.event is AlertEvent.REOPENED and set(reopened) == {Why.SNOOZE_OVER}
        return CaseView(
            id=alert.id,
            severity=alert.severity,
            severity_word=spoken["severities"][alert.severity],
            state_word=state_word(alert.state, spoken, nobody_signed=nobody_signed),
            event=item.event,
            event_word=spoken["whys"][Why.SNOOZE_OVER] if woke else spoken["events"].get(item.event, ""),
            why_word=spoken["whys"].get(item.events[-1].why or "", "") if nobody_signed and not woke else "",
            title=clean(alert.title),
            what=tuple(clean(line) for line in parts.what if not told_by_sides(line, alert)),
            sides=sides,
            quotes=tuple(found for found in quotes if found not in sided),
            basis=clean(parts.basis),
            page=page,
            advice=clean(parts.advice),
            exhibits=tuple(self._cite(alert)) if in_full else (),
            answers=tuple(_answers(alert, self.config, spoken)) if in_full else (),
            link=case_link(self.config, alert.id) or page,
            trend=read_trend(self.db, alert, self.config.language) if in_full else None,
        )

    def _cite(self, alert: Alert) -> list[int]:
        """The numbers of the case's evidence in its body's list; what no other case cited is added to it."""
        known = self._exhibits.setdefault(alert.body_id, {})
        keys = [("visit", found) for found in alert.evidence.get("visits", ()) if found in self._visits]
        keys += [("capture", found) for found in alert.evidence.get("captures", ()) if found in self._originals]
        for key in keys:
            if key not in known:
                known[key] = self._exhibit(key, len(known) + 1)
        return [known[key].number for key in keys]

    def _exhibit(self, key: tuple[str, int], number_: int) -> Exhibit:
        spoken = self.words["case"]
        if key[0] == "visit":
            visit = self._visits[key[1]]
            line = spoken["visits"][visit.manner]
            when = line.format(at=beijing(visit.seen_at), pages=visit.pages, rows=visit.rows_seen)
            first = visit.first_page_sha256 or ""
            what = spoken["section" if visit.manner == "none" else "list_page"]
            return Exhibit(number_, what, safe_url(visit.url), when, first, further_pages(visit, spoken))
        item = self._originals[key[1]]
        what = spoken["file"] if item.role == "attachment" else spoken["rendered"]
        when = spoken["evidence_line"].format(at=beijing(item.fetched_at))
        return Exhibit(number_, what, safe_url(item.url), when, item.sha256 or "")


def further_pages(visit: Visited, spoken: Mapping[str, str]) -> str:
    """The other list pages by the beginnings of their digests: that the list was read to its end can be seen."""
    others = visit.page_sha256[1:]
    if not others:
        return ""
    shown = [digest[:_DIGITS] for digest in others[:_MOST_PAGES]]
    form = spoken["further_pages" if len(others) <= _MOST_PAGES else "further_pages_cut"]
    return form.format(count=len(others), digits=_DIGITS, digests=" ".join(shown), last=others[-1][:_DIGITS])


def _ids(alerts: Sequence[Alert], key: str) -> list[int]:
    return sorted({found for alert in alerts for found in alert.evidence.get(key, ())})


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


def _counted(spoken: Mapping[str, Any], count: int) -> Mapping[str, str]:
    """Words for so many cases of a severity."""
    words: Mapping[str, str] = spoken["severities" if count == 1 else "severities_counted"]
    return words


def _summary(items: Sequence[Item], spoken: Mapping[str, Any]) -> str:
    """How many of each severity, the worst first, and how many cleared."""
    form = spoken["subject"]
    standing = Counter(item.case.severity for item in items if not item.cleared)
    parts = [
        form["part"].format(count=(count := standing[severity]), severity=_counted(spoken, count)[severity])
        for severity in reversed(Severity)
        if standing[severity]
    ]
    if cleared := sum(item.cleared for item in items):
        parts.append(form["resolved_part"].format(count=cleared))
    joined: str = spoken["joiner"].join(parts)
    return joined


def _subject(summary: str, cases: Sequence[CaseView], count: int, occasion: Occasion, spoken: Mapping[str, Any]) -> str:
    """The subject line without its simulation mark."""
    form = spoken["subject"]
    if count > 1:
        return str(form["digest"].format(when=form["when"][occasion], count=count, parts=summary))
    (case,) = cases
    named = {"severity": case.severity_word, "event": case.event_word, "title": case.title}
    kind = "resolved" if case.cleared else "case_event" if case.event_word else "case"
    return str(form[kind].format(**named))


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
            name=spoken["operator_name"] if recipient.operator else one_line(recipient.name),
            scope=scopes["operator"] if recipient.operator else scope,
            minimum=spoken["severities"][recipient.minimum],
            digest=spoken["digests"][recipient.digest].format(day=spoken["days"][recipient.digest_day]),
        )
    )
