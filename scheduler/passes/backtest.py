"""Past days judged again, one by one, over what is stored: what would have fired when, and under which thresholds.

Each day is judged as `fazhi check --as-of DAY` does, and cases live by the same rules as real ones, but nobody
acknowledges or dismisses any. What reading came to is today's parser's. Nothing is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from db.facts import body_ids, iter_body_facts
from db.vocabulary import AlertEvent, AlertState, Severity
from parsers.metrics import catalogue
from scheduler.config import Config
from scheduler.judge import BodyVerdict, Context, Names, WordedJudgement, judge_body, names_of, put_into_words
from scheduler.passes.judging import context_of
from scheduler.passes.progress import Tick
from scheduler.passes.site import Site, open_site
from scheduler.tell.life import Sighting, Standing, Step, found, not_found, read_absence, states_of

# Bodies are played in batches of this many, each over all days: only their cases are held meanwhile.
_BATCH = 50
_SHOWN = (AlertEvent.OPENED, AlertEvent.REOPENED, AlertEvent.WORSENED, AlertEvent.ESCALATED, AlertEvent.RESOLVED)


@dataclass(frozen=True, slots=True)
class Happening:
    """What would have happened to a case on a day."""

    day: date
    event: AlertEvent
    severity: Severity
    rule: str
    body: str
    title: str

    def __str__(self) -> str:
        return f"{self.day} {self.event} {self.severity} {self.rule}: {self.title}"


@dataclass(slots=True)
class PlayedCase:
    """One case over the played days: when it opened first, how bad it became, and when it closed (None: open)."""

    rule: str
    body: str
    year: int | None
    metric: str | None
    title: str
    opened: date
    severity: Severity
    closed: date | None = None

    def document(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "body": self.body,
            "year": self.year,
            "metric": self.metric,
            "title": self.title,
            "severity": self.severity,
            "opened": self.opened,
            "closed": self.closed,
        }


@dataclass
class Played:
    """The outcome under one set of thresholds; cases by fingerprint."""

    cases: dict[str, PlayedCase] = field(default_factory=dict)
    happenings: list[Happening] = field(default_factory=list)

    def by_rule(self) -> dict[str, int]:
        return dict(sorted(Counter(case.rule for case in self.cases.values()).items()))


@dataclass(frozen=True)
class Backtest:
    """What `fazhi backtest` answers; ``other`` is what came of the thresholds file, if one was given."""

    start: date
    end: date
    bodies: int
    simulation: bool
    present: Played
    other: Played | None = None

    def only_present(self) -> list[PlayedCase]:
        return self._only(self.present, self.other)

    def only_other(self) -> list[PlayedCase]:
        return self._only(self.other, self.present)

    def severity_changes(self) -> list[tuple[PlayedCase, PlayedCase]]:
        """Cases of both whose severest state, or first day, differs."""
        if self.other is None:
            return []
        pairs = ((case, self.other.cases.get(key)) for key, case in self.present.cases.items())
        return [
            (here, there)
            for here, there in pairs
            if there is not None and (here.severity, here.opened) != (there.severity, there.opened)
        ]

    @staticmethod
    def _only(one: Played | None, two: Played | None) -> list[PlayedCase]:
        if one is None or two is None:
            return []
        return [case for key, case in one.cases.items() if key not in two.cases]

    def lines(self) -> Iterator[str]:
        if self.simulation:
            yield "simulation (演示数据，不代表真实门户)"
        yield from (str(item) for item in self.present.happenings)
        yield f"{self.start} to {self.end}, {self.bodies} bodies, nothing written"
        for rule, count in self.present.by_rule().items():
            yield f"{rule}: {count}"
        if self.other is None:
            return
        for case in self.only_present():
            yield f"only with the present thresholds: {case.opened} {case.severity} {case.rule}: {case.title}"
        for case in self.only_other():
            yield f"only with the file's: {case.opened} {case.severity} {case.rule}: {case.title}"
        for here, there in self.severity_changes():
            yield f"{here.severity} ({here.opened}) -> {there.severity} ({there.opened}) {here.rule}: {here.title}"
        if not (self.only_present() or self.only_other() or self.severity_changes()):
            yield "no difference between the present thresholds and the file's"

    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = {
            "from": self.start,
            "to": self.end,
            "bodies": self.bodies,
            "simulation": self.simulation,
            "by_rule": self.present.by_rule(),
            "cases": [case.document() for case in self.present.cases.values()],
            "happenings": [
                {name: getattr(item, name) for name in Happening.__slots__} for item in self.present.happenings
            ],
        }
        if self.other is not None:
            document["differences"] = {
                "by_rule": self.other.by_rule(),
                "only_present": [case.document() for case in self.only_present()],
                "only_rules_file": [case.document() for case in self.only_other()],
                "severity": [
                    {"present": here.document(), "rules_file": there.document()}
                    for here, there in self.severity_changes()
                ],
            }
        return document


def play_back(
    config: Config, start: date, end: date, *, rules: Path | None = None, tick: Tick | None = None
) -> Backtest:
    """Judge every watched body on each day from ``start`` to ``end``, and again by the thresholds of ``rules``.

    Raises ConfigProblem for a thresholds file that cannot be used, DatabaseProblem where there is no database.
    """
    site = open_site(config, create=False, read_only=True)
    names = names_of(config, catalogue().metrics)
    tracks = [_Track(site, context_of(site), names)]
    if rules is not None:
        own = config.model_copy(update={"thresholds": rules.absolute()})
        tracks.append(_Track(site, context_of(replace(site, config=own)), names))
    watched = [name for name in body_ids(site.db, watched_only=True) if name in tracks[0].context.bodies]
    days = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    for first in range(0, len(watched), _BATCH):
        batch = watched[first : first + _BATCH]
        for number, day in enumerate(days):
            _play_day(site, batch, day, tracks)
            if tick:
                tick(first * len(days) + (number + 1) * len(batch), len(watched) * len(days), day.isoformat())
        for track in tracks:
            track.forget()
    for track in tracks:
        track.played.happenings.sort(key=lambda item: item.day)
    played = [track.played for track in tracks]
    return Backtest(start, end, len(watched), site.simulation, played[0], played[1] if rules is not None else None)


def _play_day(site: Site, batch: Sequence[str], day: date, tracks: Sequence[_Track]) -> None:
    for facts in iter_body_facts(site.db, as_of=day.isoformat(), body_ids=batch):
        for track in tracks:
            track.settle(facts.id, judge_body(facts, replace(track.context, today=day)), day)


@dataclass(frozen=True, slots=True)
class _Held:
    """A case as it stands on the day that is played, and the finding that spoke last."""

    standing: Standing
    item: WordedJudgement


class _Track:
    """The cases of the bodies that are being played, under one set of thresholds."""

    def __init__(self, site: Site, context: Context, names: Names) -> None:
        self.context = context
        self.played = Played()
        self._names = names
        self._language = site.config.language
        self._held: dict[str, dict[str, _Held]] = {}

    def forget(self) -> None:
        """The bodies so far are done: only what became of their cases stays."""
        self._held.clear()

    def settle(self, body: str, verdict: BodyVerdict, day: date) -> None:
        """Bring a body's cases to what was found on a day."""
        held = self._held.setdefault(body, {})
        sightings = self._sightings(verdict)
        for key, item in sightings.items():
            before = held[key].standing if key in held else None
            sighting = Sighting(item.judgement.severity, item.digest, item.judgement.data.get("reminders", 0))
            step = found(before, sighting, day)
            held[key] = _Held(_standing(step, item, sighting), item)
            self._note(key, item, step, day)
        states = states_of(verdict.expectations)
        for key in sorted(held.keys() - sightings.keys()):
            case, judgement = held[key], held[key].item.judgement
            absence = read_absence(judgement.rule, judgement.kind, judgement.year, states)
            step = not_found(case.standing, absence, day)
            resolved = step.state is AlertState.RESOLVED
            held[key] = replace(case, standing=replace(case.standing, state=step.state, confirmed=resolved))
            self._note(key, case.item, step, day)

    def _sightings(self, verdict: BodyVerdict) -> dict[str, WordedJudgement]:
        """The findings by fingerprint; of those that are the same case the most severe speaks."""
        ranked = sorted(verdict.judgements, key=lambda item: -item.severity.rank)
        chosen: dict[str, WordedJudgement] = {}
        for judgement in ranked:
            item = put_into_words(judgement, self._language, self._names)
            chosen.setdefault(item.fingerprint, item)
        return chosen

    def _note(self, key: str, item: WordedJudgement, step: Step, day: date) -> None:
        if step.event not in _SHOWN:
            return
        judgement = item.judgement
        happening = Happening(day, step.event, judgement.severity, judgement.rule, judgement.body_id or "", item.title)
        self.played.happenings.append(happening)
        case = self.played.cases.get(key)
        if case is None:
            self.played.cases[key] = PlayedCase(
                judgement.rule,
                judgement.body_id or "",
                judgement.year,
                judgement.metric,
                item.title,
                day,
                judgement.severity,
            )
            return
        case.severity = max(case.severity, judgement.severity, key=lambda severity: severity.rank)
        case.closed = day if step.event is AlertEvent.RESOLVED else None


def _standing(step: Step, item: WordedJudgement, sighting: Sighting) -> Standing:
    judgement = item.judgement
    return Standing(
        judgement.rule,
        sighting.severity,
        step.state,
        item.digest,
        final=judgement.final,
        reminders=sighting.reminders,
    )
