"""The three years lived through: portals, a mail server, the passes of each day, and the mails that came of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import time_machine
import yaml

from db.cases import fetch_alerts
from db.database import Database, open_database
from db.vocabulary import AlertState
from parsers.vocabulary import Decision, Kind
from scheduler.config import Config, load_config
from scheduler.passes.by_hand import Word, settle_document
from scheduler.passes.progress import silent
from scheduler.passes.run import check_pass, crawl_pass, send_pass
from scheduler.passes.site import open_site
from scheduler.tell.desk import decide_case
from tests.crawler.portal import Portal
from tests.scheduler.tell.server import ACCEPT, Postman, open_office
from tests.travel.boards import Board
from tests.travel.crawling import crawl_forked, read_here

CRAWL, CHECK, SEND, DESK = time(1, 30), time(6), time(7), time(10)
_DECISIONS = {"ack": AlertState.ACKNOWLEDGED, "dismiss": AlertState.DISMISSED, "resolve": AlertState.RESOLVED}


@dataclass(frozen=True)
class Received:
    """One message as the server took it, on a day of the story."""

    day: date
    to: str
    message: EmailMessage


@dataclass
class World:
    """``story`` is the file; `live` plays it and collects what was ``received``."""

    folder: Path
    story: Mapping[str, Any]
    boards: dict[str, Board]
    postman: Postman
    port: int
    traveller: time_machine.Coordinates
    received: list[Received] = field(default_factory=list)
    db: Database = field(init=False)

    def __post_init__(self) -> None:
        story = self.story
        self._settings: dict[str, Any] = {
            "data_dir": "data",
            "bodies": story["bodies"],
            "sections": [{"id": f"{name}-fzzf", "body": name, "url": board.url} for name, board in self.boards.items()],
            "supervisors": list(story["supervisors"]),
            "operator": story["operator"],
            "mail": {"host": "127.0.0.1", "port": self.port, "sender": "fazhi@example.org"},
            "crawl": {"per_host_delay": 0, "per_host_concurrency": 4, "timeout": 5, "contact": "yunwei@example.org"},
            "thresholds": "thresholds.yaml",
            "network": {"allow": ["127.0.0.0/8"]},
        }
        # The story leaves out the visits that find nothing new; what they would prove again stays proved.
        (self.folder / "thresholds.yaml").write_text("proof_unvisited_days: 400\n", encoding="utf-8")
        self.config = self._configure()
        # Held open all along: whoever closes a file last empties its log, which costs more than a day's check.
        self.db = open_database(self.config.data, create=True)

    def _configure(self) -> Config:
        path = self.folder / "fazhi.yaml"
        path.write_text(yaml.safe_dump(self._settings, allow_unicode=True), encoding="utf-8")
        return load_config(path)

    def live(self) -> None:
        """All days from first to last."""
        for deed in self.story["before"]:
            self._do(deed, self.story["first"])
        day = self.story["first"]
        while day <= self.story["last"]:
            self._live(day)
            day += timedelta(days=1)

    def _live(self, day: date) -> None:
        deeds = self.story["days"].get(day)
        if deeds is not None:
            for deed in deeds:
                self._do(deed, day)
            self._go_to(day, CRAWL)
            for board in self.boards.values():
                board.serve(day)
            crawl_pass(self.config, silent)
        self._go_to(day, CHECK)
        check_pass(self.config)
        self._collect(day)
        self._go_to(day, SEND)
        send_pass(self.config)
        self._collect(day)
        for deed in deeds or ():
            if "person" in deed:
                self._go_to(day, DESK)
                self._decide(deed)

    def _go_to(self, day: date, at: time) -> None:
        self.traveller.move_to(datetime.combine(day, at, self.config.zone), tick=False)

    def _collect(self, day: date) -> None:
        taken, self.postman.taken = self.postman.taken, []
        self.received += [Received(day, address, message) for address, message in taken]

    # --- what happens ------------------------------------------------------------------------------------------

    def _do(self, deed: dict[str, Any], day: date) -> None:
        if "body" in deed:
            rest = {key: value for key, value in deed.items() if key != "body"}
            self.boards[deed["body"]].act(rest)
        elif "smtp" in deed:
            self._change_server(deed["smtp"])
        elif "config" in deed:
            self._change_settings(deed["config"])

    def _change_server(self, what: str) -> None:
        verb, _, refused = what.partition(" ")
        self.postman.down = verb == "down"
        rcpt: dict[str, Callable[[str], str | None]] = {
            "greylists": lambda address: "451 4.7.1 greylisted, come again",
            "refuses": lambda address: "550 5.1.1 no such user" if address == refused else None,
        }
        self.postman.on_rcpt = rcpt.get(verb, lambda address: None)
        answers = iter([None] if verb == "drops" else [])
        self.postman.on_data = lambda address: next(answers, ACCEPT)

    def _change_settings(self, what: dict[str, Any]) -> None:
        for key, value in what.items():
            if key == "supervisors":
                self._settings["supervisors"].append(value)
            elif key == "address":
                ((old, new),) = value.items()
                for supervisor in self._settings["supervisors"]:
                    if supervisor["email"] == old:
                        supervisor["email"] = new
            else:
                self._settings[key] = value
        self.config = self._configure()

    def _decide(self, deed: dict[str, Any]) -> None:
        """What a person does at the desk: a word about a case, or about a document that reading could not decide."""
        by, why = deed["by"], deed["why"]
        site = open_site(self.config, create=False)
        with closing(site.db):
            if deed["person"] == "settle":
                board, year = self.boards[deed["report"]["body"]], deed["report"]["year"]
                word = Word(Decision.REPORT, Kind.FAZHI_ANNUAL, year, by, why)
                settle_document(site, board.portal.url(board.find(year).path), word)
                return
            rule, body = deed["case"]["rule"], deed["case"]["body"]
            alerts = fetch_alerts(site.db, body_id=body, rules=[rule], states=[AlertState.OPEN])
            (found,) = alerts
            decide_case(site, found.id, _DECISIONS[deed["person"]], by=by, why=why)


@contextmanager
def opened_world(folder: Path, story: Mapping[str, Any]) -> Iterator[World]:
    """The portals, each on a loopback host of its own, and the mail server, for as long as the block runs."""
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        names = [body["id"] for body in story["bodies"] if body.get("watch", True)]
        titles = {body["id"]: body["name"] for body in story["bodies"]}
        portals = [stack.enter_context(Portal(host=f"127.0.0.{10 + number}", poll=0.5)) for number in range(len(names))]
        boards = {name: Board(titles[name], portal) for name, portal in zip(names, portals, strict=True)}
        postman = Postman()
        office, port = open_office(postman)
        stack.callback(office.stop)
        patch.setattr("scheduler.passes.crawl.crawl_in_child", crawl_forked(folder / "child"))
        patch.setattr("scheduler.passes.reading.read_all", read_here)
        start = datetime.combine(story["first"], time())
        traveller = stack.enter_context(time_machine.travel(start, tick=False))
        world = World(folder, story, boards, postman, port, traveller)
        stack.callback(world.db.close)
        yield world
