"""The daemon: cron's times, catching up, missed passes, signals and signs of life, with real processes."""

from __future__ import annotations

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
import time_machine
import yaml
from croniter import croniter

from db.database import Database, open_database
from db.runs import begin_run, end_run
from db.vocabulary import AlertState, RunOutcome
from scheduler.config import Config
from scheduler.daemon.child import Order
from scheduler.daemon.settings import daemon_settings
from scheduler.daemon.times import CronLine, triggers
from scheduler.passes.missed import is_news, missed_passes, settle_missed
from scheduler.passes.site import locked, open_site
from tests.corridor import start
from tests.crawler.portal import list_page, news

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


# --- when ----------------------------------------------------------------------------------------------------------


def fires(trigger: Any, since: datetime, until: datetime) -> list[datetime]:
    """The times a scheduler would run it at, asked one after the other as APScheduler asks."""
    found: list[datetime] = []
    at = trigger.get_next_fire_time(None, since)
    while at is not None and at < until:
        found.append(at)
        at = trigger.get_next_fire_time(at, at)
    return found


def cron_days(line: str, year: int) -> set[str]:
    """The days of a year on which cron fires, by its manual: day of the month or weekday where both are limited."""
    _, _, month_days, months, week_days = line.split()
    found = set()
    day = datetime(year, 1, 1, tzinfo=SHANGHAI)
    while day.year == year:
        of_month = _holds(month_days, day.day, {})
        names = dict(zip(("sun", "mon", "tue", "wed", "thu", "fri", "sat"), range(7), strict=True))
        weekday = day.isoweekday() % 7
        of_week = _holds(week_days, weekday, names) or (weekday == 0 and _holds(week_days, 7, names))
        either = month_days != "*" and week_days != "*"
        if _holds(months, day.month, {"feb": 2, "mar": 3}) and (
            (of_month or of_week) if either else (of_month and of_week)
        ):
            found.add(f"{day:%m-%d}")
        day += timedelta(days=1)
    return found


def _holds(field: str, value: int, names: dict[str, int]) -> bool:
    def number(word: str) -> int:
        return names[word] if word in names else int(word)

    for part in field.lower().split(","):
        span, _, step = part.partition("/")
        low, _, high = span.partition("-")
        first, last = (0, 99) if span == "*" else (number(low), number(high or low))
        if first <= value <= last and (value - first) % int(step or 1) == 0:
            return True
    return False


@pytest.mark.parametrize(
    "line",
    [
        "0 7 * * 1",
        "0 7 * * 0",
        "0 7 * * 7",
        "0 7 * * 1-5",
        "0 7 * * mon,fri",
        "0 7 * * sat,sun",
        "0 7 13 * 5",
        "0 7 29 2 *",
        "0 7 1-10/3 feb-mar *",
        "0 7 31 * *",
    ],
)
@pytest.mark.parametrize("year", [2026, 2028])
def test_days_are_those_of_cron(line: str, year: int) -> None:
    trigger = CronLine(line, SHANGHAI)
    start_, end = datetime(year, 1, 1, tzinfo=SHANGHAI), datetime(year + 1, 1, 1, tzinfo=SHANGHAI)
    times = fires(trigger, start_, end)
    assert {f"{at:%m-%d}" for at in times} == cron_days(line, year)
    assert len(times) == len({at.date() for at in times})
    assert {f"{at:%H:%M}" for at in times} <= {"07:00"}


@pytest.mark.parametrize("line", ["30 1 * * *", "*/20 8-18/2 * * mon-fri", "0 6 1 1 *", "15 23 28-31 12,1,2 *"])
def test_a_winter_agrees_with_croniter(line: str) -> None:
    since, until = datetime(2027, 12, 25, tzinfo=SHANGHAI), datetime(2028, 3, 3, tzinfo=SHANGHAI)
    expected, lines = [], croniter(line, since - timedelta(seconds=1))
    while (at := lines.get_next(datetime)) < until:
        expected.append(at)
    assert fires(CronLine(line, SHANGHAI), since, until) == expected
    assert expected


def test_a_day_with_a_lost_or_a_doubled_hour_has_one_pass() -> None:
    trigger = CronLine("30 2 * * *", BERLIN)
    spring = fires(trigger, datetime(2026, 3, 28, tzinfo=BERLIN), datetime(2026, 3, 31, tzinfo=BERLIN))
    assert [f"{at:%d %H:%M}" for at in spring] == ["28 02:30", "29 03:00", "30 02:30"]
    autumn = fires(trigger, datetime(2026, 10, 24, tzinfo=BERLIN), datetime(2026, 10, 27, tzinfo=BERLIN))
    assert [f"{at:%d %H:%M}" for at in autumn] == ["24 02:30", "25 02:30", "26 02:30"]


def test_a_machine_that_slept_runs_once() -> None:
    trigger = CronLine("30 1 * * *", SHANGHAI)
    slept = datetime(2026, 1, 1, 1, 30, tzinfo=SHANGHAI)
    assert trigger.get_next_fire_time(slept, datetime(2026, 1, 9, tzinfo=SHANGHAI)) == slept + timedelta(days=1)


def crawls(line: str, since: str, until: str) -> list[str]:
    config = Config.model_validate({"schedule": {"crawl": line}})
    first, last = (datetime.fromisoformat(day).replace(tzinfo=SHANGHAI) for day in (since, until))
    return [f"{at:%m-%d %H:%M}" for at in fires(triggers(config, daemon_settings())["crawl"], first, last)]


def test_crawls_are_denser_near_the_deadlines() -> None:
    assert crawls("30 1 * * *", "2026-03-19", "2026-03-21") == ["03-19 01:30", "03-20 01:30", "03-20 12:30"]
    assert crawls("30 1 * * *", "2026-04-10", "2026-04-12") == ["04-10 01:30", "04-10 12:30", "04-11 01:30"]
    assert crawls("30 1 * * *", "2026-01-31", "2026-02-01") == ["01-31 01:30", "01-31 12:30"]
    assert crawls("30 1 * * 1", "2026-03-23", "2026-03-25") == ["03-23 01:30", "03-23 12:30", "03-24 12:30"]


@pytest.mark.parametrize("line", ["0 */4 * * *", "0 12 * * *", "0 6,18 * * *"])
def test_a_line_that_is_dense_already_stays_as_it_is(line: str) -> None:
    since, until = datetime(2026, 3, 25, tzinfo=SHANGHAI), datetime(2026, 3, 27, tzinfo=SHANGHAI)
    assert crawls(line, "2026-03-25", "2026-03-27") == [
        f"{at:%m-%d %H:%M}" for at in fires(CronLine(line, SHANGHAI), since, until)
    ]


# --- missed passes -------------------------------------------------------------------------------------------------

BASE: dict[str, Any] = {
    "data_dir": "data",
    "bodies": [{"id": "heping", "name": "清河市和平区人民政府", "class": "county_government"}],
    "supervisors": [{"name": "督察科", "email": "ducha@example.org"}],
    "operator": {"email": "operator@example.org"},
}


def written(folder: Path, **more: Any) -> dict[str, Any]:
    document = {**BASE, **more}
    (folder / "fazhi.yaml").write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return document


def configured(folder: Path, portal: str | None = None, **more: Any) -> Config:
    """``portal``: the host and port of one to visit."""
    if portal is not None:
        more["sections"] = [{"id": "heping-fazhi", "body": "heping", "url": f"http://{portal}/list/", "render": "http"}]
        more["network"], more["crawl"] = {"allow": [portal]}, {"per_host_delay": 0}
        more["bodies"] = [{**BASE["bodies"][0], "since": 2100}]  # nothing is expected of it yet
    document = written(folder, **more)
    return Config.model_validate({**document, "path": folder / "fazhi.yaml"})


def has_run(config: Config, command: str, at: str, outcome: RunOutcome = RunOutcome.OK) -> Database:
    db = open_database(config.data, create=True)
    end_run(db, begin_run(db, command, at=at), outcome, {}, at=at)
    return db


def missed_at(db: Database, config: Config, now: str) -> list[str]:
    return [item.name for item in missed_passes(db, config, datetime.fromisoformat(now))]


def test_what_was_missed(tmp_path: Path) -> None:
    config = configured(tmp_path)
    db = open_database(config.data, create=True)
    assert missed_at(db, config, "2026-12-31T23:00:00+08:00") == []  # a site that never ran
    has_run(config, "run", "2026-12-31T08:00:00+08:00")
    assert missed_at(db, config, "2027-01-01T02:00:00+08:00") == []  # half an hour late is not missed
    assert missed_at(db, config, "2027-01-01T02:31:00+08:00") == ["crawl"]
    assert missed_at(db, config, "2027-01-01T09:00:00+08:00") == ["crawl", "check", "send"]
    has_run(config, "crawl", "2027-01-01T08:30:00+08:00", RunOutcome.FAILED)
    assert "crawl" in missed_at(db, config, "2027-01-01T09:00:00+08:00")
    begin_run(db, "crawl", at="2027-01-01T08:40:00+08:00")  # by this living process
    assert missed_at(db, config, "2027-01-01T09:00:00+08:00") == ["check", "send"]


def test_a_missed_pass_is_one_case_until_it_takes_place_again(tmp_path: Path) -> None:
    config = configured(tmp_path)
    has_run(config, "run", "2026-02-27T08:00:00+08:00")
    for clock in ("2026-03-01T09:00:00+08:00", "2026-03-01T12:00:00+08:00", "2026-03-02T09:00:00+08:00"):
        with time_machine.travel(clock, tick=False):
            site, now = open_site(config), datetime.fromisoformat(clock)
            assert is_news(site, now) == (clock == "2026-03-01T09:00:00+08:00")
            settle_missed(site, now)
    events = site.db.conn.execute("SELECT event FROM alert_events").fetchall()
    assert events == [("opened",)] * 3
    has_run(config, "run", "2026-03-02T10:00:00+08:00")
    now = datetime.fromisoformat("2026-03-02T10:01:00+08:00")
    assert is_news(site, now)
    assert len(settle_missed(site, now)) == 3
    assert not is_news(site, now)
    assert {state for (state,) in site.db.conn.execute("SELECT state FROM alerts")} == {AlertState.RESOLVED}


def test_a_child_goes_by_the_configuration_it_was_given(tmp_path: Path) -> None:
    config = configured(tmp_path, duties=[{"body": "heping", "kind": "fazhi_annual", "exempt": True, "why": "撤并"}])
    order = Order.of("check", config, crawling_seconds=1, debug=False)
    (tmp_path / "fazhi.yaml").write_text("no: longer valid", encoding="utf-8")
    assert Order.model_validate_json(order.model_dump_json()).configuration() == config


# --- real processes ------------------------------------------------------------------------------------------------


class Heard(BaseHTTPRequestHandler):
    paths: ClassVar[list[str]] = []
    hold: ClassVar[threading.Event] = threading.Event()

    def do_GET(self) -> None:
        self.paths.append(self.path)
        if self.path.startswith("/slow"):
            self.hold.wait(60)
        column = list_page(news(5)).body if self.path == "/list/" else b""
        with suppress(ConnectionError):  # who asked may be gone by now
            self.send_response(200 if column else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(column)))
            self.end_headers()
            self.wfile.write(column)

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def server() -> Iterator[str]:
    Heard.paths, Heard.hold = [], threading.Event()
    with ThreadingHTTPServer(("127.0.0.1", 0), Heard) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{served.server_address[1]}"
        Heard.hold.set()
        served.shutdown()


class Running:
    """A daemon, and the lines of its log as they come."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []
        self._queue: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self._queue.put(line)

    def wait_for(self, words: str, seconds: float = 60) -> None:
        until = time.monotonic() + seconds
        while not any(words in line for line in self.lines):
            try:
                self.lines.append(self._queue.get(timeout=max(0.01, until - time.monotonic())))
            except queue.Empty:
                raise AssertionError(f"{words!r} was not logged: {''.join(self.lines)}") from None

    def end(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        began = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(60)
        return code, time.monotonic() - began


@contextmanager
def daemon(config: Config, **environment: str) -> Iterator[Running]:
    process = start("--config", str(config.path), "--json", "daemon", **environment)
    try:
        yield Running(process)
    finally:
        if process.poll() is None:
            process.terminate()  # a killed one would leave its children behind, which are in groups of their own
            process.communicate(timeout=60)


def _listen(notified: socket.socket, states: list[bytes]) -> None:
    with suppress(OSError):  # closed when the test ends
        while True:
            states.append(notified.recv(64))


def far_from_now() -> dict[str, str]:
    """A schedule whose next times are half a day away, so that no test is disturbed by them."""
    hour = (datetime.now(SHANGHAI) + timedelta(hours=12)).hour
    return {"crawl": f"10 {hour} * * *", "check": f"20 {hour} * * *", "send": f"30 {hour} * * *"}


def test_after_downtime_it_tells_catches_up_once_and_ends(tmp_path: Path, server: str) -> None:
    config = configured(tmp_path, server, schedule=far_from_now(), heartbeat_url=f"http://{server}/beat")
    two_days_ago = (datetime.now(SHANGHAI) - timedelta(days=2)).isoformat(timespec="seconds")
    db = has_run(config, "run", two_days_ago)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified:
        notified.bind(str(tmp_path / "notify"))
        states: list[bytes] = []
        threading.Thread(target=_listen, args=(notified, states), daemon=True).start()
        with daemon(config, NOTIFY_SOCKET=str(tmp_path / "notify"), WATCHDOG_USEC="2000000") as running:
            running.wait_for("crawl begins")
            running.wait_for("send ended: well")
            running.wait_for("resolved warning pass_missed: #3")
            outbox, until = config.data / "outbox", time.monotonic() + 60
            while len(list(outbox.glob("*.eml"))) < 2 and time.monotonic() < until:
                time.sleep(0.1)
            code, seconds = running.end()
            assert code == 0
            assert seconds < 30
            assert running.process.stdout
            counts = json.loads(running.process.stdout.read())["passes"]
    assert (states[0], states[-1], set(states[1:-1])) == (b"READY=1", b"STOPPING=1", {b"WATCHDOG=1"})
    assert {name: counts[f"{name}_well"] for name in ("crawl", "check", "send")} == {"crawl": 1, "check": 1, "send": 1}
    assert db.conn.execute("SELECT command FROM runs ORDER BY id").fetchall()[1:] == [
        ("crawl",),
        ("check",),
        ("send",),
    ]
    assert [path for path in Heard.paths if path != "/robots.txt"] == ["/list/", "/beat", "/beat", "/beat"]
    events = db.conn.execute("SELECT alert_id, event FROM alert_events ORDER BY id").fetchall()
    assert events == [(1, "opened"), (2, "opened"), (3, "opened"), (1, "resolved"), (2, "resolved"), (3, "resolved")]
    assert len(list(outbox.glob("*.eml"))) == 2  # what was missed, and that it is made up for


def test_signals_amid_a_crawl(tmp_path: Path, server: str) -> None:
    """A valid configuration is taken on SIGHUP and a wrong one is not; a crawl that hangs drains on SIGINT."""
    section = {"id": "heping-fazhi", "body": "heping", "url": f"http://{server}/slow/index.html", "render": "http"}
    more: dict[str, Any] = {
        "sections": [section],
        "network": {"allow": [server]},
        "crawl": {"respect_robots": False, "per_host_delay": 0, "timeout": 10},
        "schedule": far_from_now(),
    }
    config = configured(tmp_path, **more)
    db = has_run(config, "crawl", (datetime.now(SHANGHAI) - timedelta(days=2)).isoformat(timespec="seconds"))
    with daemon(config) as running:
        running.wait_for("crawl begins")
        until = time.monotonic() + 60
        while not any(path.startswith("/slow") for path in Heard.paths) and time.monotonic() < until:
            time.sleep(0.05)
        written(tmp_path, **{**more, "schedule": {**far_from_now(), "check": "0 6 * * 8"}})
        running.process.send_signal(signal.SIGHUP)
        running.wait_for("was not taken, the old one stays")
        written(tmp_path, **{**more, "data_dir": "elsewhere"})
        running.process.send_signal(signal.SIGHUP)
        running.wait_for("data_dir is another one now")
        written(tmp_path, **{**more, "schedule": {**far_from_now(), "send": "45 3 29 2 *"}})
        running.process.send_signal(signal.SIGHUP)
        running.wait_for("send 2028-02-29 03:45")
        with pytest.raises(Exception, match="another process"), locked(config.data, "crawl"):
            pass
        running.process.send_signal(signal.SIGHUP)  # so that the next one comes amid the reading of the configuration
        code, seconds = running.end(signal.SIGINT)
    assert code == 0
    assert seconds < 30
    assert _left_behind(str(config.data)) == []
    with locked(config.data, "crawl"), locked(config.data, "daemon"):
        outcome = db.conn.execute("SELECT command, outcome FROM runs ORDER BY id DESC").fetchone()
    assert outcome in (("crawl", "failed"), ("crawl", None))


def test_a_signal_that_another_thread_takes_is_heard() -> None:
    """The system may give a signal to any thread, above all when the main thread has one pending."""
    script = """
import signal, threading, time
from scheduler.daemon.loop import _heard_signals
with _heard_signals() as heard:
    def send():
        for number in (signal.SIGHUP, signal.SIGINT):
            time.sleep(0.2)  # the main thread waits by now
            signal.pthread_kill(threading.get_ident(), number)
        time.sleep(60)
    threading.Thread(target=send, daemon=True).start()
    print(heard.recv(1)[0], heard.recv(1)[0])
"""
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=40, check=True).stdout
    assert out.split() == [str(int(signal.SIGHUP)), str(int(signal.SIGINT))]


def _left_behind(words: str) -> list[str]:
    """The processes that hold a file below this folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                held = [os.readlink(link) for link in (entry / "fd").iterdir()]
            except OSError:
                continue
            found += [entry.name for path in held if path.startswith(words)]
    return found


def test_what_another_process_holds_waits_for_its_next_time(tmp_path: Path, server: str) -> None:
    config = configured(tmp_path, server, schedule=far_from_now())
    db = has_run(config, "crawl", (datetime.now(SHANGHAI) - timedelta(days=2)).isoformat(timespec="seconds"))
    with locked(config.data, "crawl"), locked(config.data, "judge"), daemon(config) as running:
        running.wait_for("crawl ended: locked")
        second = start("--config", str(config.path), "daemon")
        _, err = second.communicate(timeout=60)
        assert (second.returncode, "another process is at it" in err) == (3, True)
        assert running.end()[0] == 0
    assert db.conn.execute("SELECT count(*) FROM runs").fetchone()[0] == 1


def test_a_schedule_that_never_comes_is_refused(tmp_path: Path) -> None:
    config = configured(tmp_path, schedule={"check": "0 6 30 2 *"})
    process = start("--config", str(config.path), "daemon")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "schedule.check" in err
