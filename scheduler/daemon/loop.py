"""The daemon itself: APScheduler decides when, a child process does the work, the main thread waits for signals."""

# mypy: disable-error-code="no-untyped-call"
# (APScheduler and croniter have no types)

from __future__ import annotations

import signal
import socket
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from croniter import CroniterBadDateError, croniter
from loguru import logger

from db.problems import DatabaseProblem
from scheduler.config import Config, load_config
from scheduler.daemon.child import Ending, Order, Task
from scheduler.daemon.children import Children
from scheduler.daemon.notify import notify, ping, watchdog_seconds
from scheduler.daemon.settings import daemon_settings
from scheduler.daemon.times import triggers
from scheduler.errors import ConfigProblem
from scheduler.passes.crawl import require_sections
from scheduler.passes.missed import is_news, missed_passes, schedule_of
from scheduler.passes.site import locked, open_site

# systemd's TimeoutStopSec and other callers may count on thirty seconds in all.
_DRAIN_SECONDS = 25.0
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_LOOK_EVERY = timedelta(minutes=30)


class Daemon:
    """Runs the passes of one site on their schedule. `run` returns when it was told to end.

    Crawling has a thread of its own; checking, sending and the look for missed passes share one, so that they queue
    and a long crawl holds up none of them. Against other processes the site's locks decide.
    """

    def __init__(self, config: Config, *, debug: bool = False) -> None:
        self._config = config
        self._debug = debug
        self._stopping = threading.Event()
        self._children = Children()
        self._owed: list[str] = []
        self._making_up: str | None = None
        self._owed_lock = threading.Lock()
        self._endings: Counter[str] = Counter()
        self._scheduler = BackgroundScheduler(
            executors={"crawl": ThreadPoolExecutor(1), "judge": ThreadPoolExecutor(1), "watch": ThreadPoolExecutor(1)},
            # Late is better than never (a machine that slept), and once is enough.
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
            timezone=config.zone,
        )

    def run(self) -> dict[str, int]:
        """Work until SIGTERM or SIGINT, then drain; how many passes ended how.

        Raises LockHeld where another daemon serves this site, ConfigProblem for a schedule that never comes and for a
        configuration that watches nothing.
        """
        _check_schedule(self._config)
        require_sections(self._config)
        with _heard_signals() as heard:
            open_site(self._config).db.close()
            with locked(self._config.data, "daemon"):
                self._start()
                self._wait(heard)
                self._drain()
        return dict(self._endings)

    # --- the main thread -------------------------------------------------------------------------------------------

    def _start(self) -> None:
        self._owed = self._find_owed()
        for name, trigger in triggers(self._config, daemon_settings()).items():
            self._scheduler.add_job(
                self._pass, trigger, args=[name], id=name, executor="crawl" if name == "crawl" else "judge"
            )
        # The look comes first: once the catch-up is under way, nothing is missed any more.
        first_look = datetime.now(self._config.zone)
        self._scheduler.add_job(
            self._look, "interval", seconds=_LOOK_EVERY.total_seconds(), id="look", executor="judge",
            next_run_time=first_look,
        )  # fmt: skip
        if seconds := watchdog_seconds():
            # By the scheduler itself: a scheduler that hangs says nothing.
            self._scheduler.add_job(notify, "interval", seconds=seconds, args=["WATCHDOG=1"], executor="watch")
        self._scheduler.start()
        self._log_next()
        notify("READY=1")

    def _wait(self, heard: socket.socket) -> None:
        while (number := signal.Signals(heard.recv(1)[0])) == signal.SIGHUP:
            self._reload()
        logger.info("{}: ending what is under way", number.name)

    def _reload(self) -> None:
        try:
            config = load_config(self._config.path)
            _check_schedule(config)
            require_sections(config)
            if config.data != self._config.data:
                raise ConfigProblem(f"{config.path}: data_dir is another one now; start the daemon anew for that")
        except ConfigProblem as error:
            logger.error("the configuration was not taken, the old one stays: {}", error)
            return
        self._config = config
        for name, trigger in triggers(config, daemon_settings()).items():
            self._scheduler.reschedule_job(name, trigger=trigger)
        logger.info("the configuration was read again")
        self._log_next()

    def _drain(self) -> None:
        notify("STOPPING=1")
        self._stopping.set()
        self._scheduler.shutdown(wait=False)
        self._children.drain(_DRAIN_SECONDS)
        logger.info("the daemon ended")

    def _log_next(self) -> None:
        times = {name: self._scheduler.get_job(name).next_run_time for name in schedule_of(self._config)}
        logger.info("next: {}", ", ".join(f"{name} {at:%Y-%m-%d %H:%M}" for name, at in times.items()))

    def _find_owed(self) -> list[str]:
        """The passes whose last time went by while no daemon ran; each is made up for once."""
        site = open_site(self._config)
        now = datetime.now(self._config.zone)
        missed = missed_passes(site.db, self._config, now, grace=timedelta(0))
        site.db.close()
        for item in missed:
            logger.warning("{} was due {:%Y-%m-%d %H:%M} and did not take place: it runs now", item.name, item.due)
        return [item.name for item in missed]

    # --- the scheduler's threads -----------------------------------------------------------------------------------

    def _pass(self, name: Task) -> None:
        ending = self._child(name)
        if ending is None:
            return
        if ending in (Ending.WELL, Ending.PARTIAL) and self._config.heartbeat_url:
            ping(self._config.heartbeat_url)
        self._catch_up(done=name)
        if not self._owed:  # one message when all is made up for, not one a pass
            self._soon("look")

    def _look(self) -> None:
        """Tell the operator of missed passes, and that they take place again."""
        try:
            if self._has_news():
                self._child("missed")
        except (DatabaseProblem, sqlite3.Error, OSError) as error:
            logger.error("missed passes cannot be told: {}", error)
        self._catch_up()

    def _has_news(self) -> bool:
        site = open_site(self._config)
        try:
            return is_news(site, datetime.now(self._config.zone))
        finally:
            site.db.close()

    def _catch_up(self, done: str = "") -> None:
        """Run the first of the owed passes, and the next one when it is done."""
        with self._owed_lock:
            if done in self._owed:
                self._owed.remove(done)
            if done == self._making_up:
                self._making_up = None
            if self._making_up or not self._owed:
                return
            self._making_up = name = self._owed[0]
        self._soon(name)

    def _soon(self, job_id: str) -> None:
        """Have a job run now, as itself: the scheduler sees to it that it does not overlap its own next time."""
        if self._stopping.is_set():
            return
        try:
            self._scheduler.modify_job(job_id, next_run_time=datetime.now(self._config.zone))
        except JobLookupError:
            logger.debug("{} is not called any more: the daemon ends", job_id)

    def _child(self, task: Task) -> Ending | None:
        """Carry out one task in a child; None where the daemon ends."""
        settings = daemon_settings()
        order = Order.of(task, self._config, crawling_seconds=settings.crawling_minutes * 60.0, debug=self._debug)
        if task != "missed":
            logger.info("{} begins", task)
        code = self._children.run(order, settings.pass_minutes[task] * 60.0)
        if code is None or self._stopping.is_set():
            return None
        ending = Ending(code) if code in set(Ending) else Ending.FAILED
        self._endings[f"{task}_{ending.name.lower()}"] += 1
        if task != "missed":
            logger.info("{} ended: {}", task, ending.name.lower())
        return ending


@contextmanager
def _heard_signals() -> Iterator[socket.socket]:
    """A socket with the numbers of the signals that arrive, a byte each, in their order and never amid other work.

    Neither ``sigwait`` nor handlers that fill a queue would do. Threads that libraries start on import do not block
    signals: one could end the process there; and the system may give one to any thread, which wakes nobody who waits
    for a lock. What `signal.set_wakeup_fd` writes is written by whichever thread takes the signal.
    """
    ours, interpreters = socket.socketpair()
    with ours, interpreters:
        interpreters.setblocking(False)
        handlers = {each: signal.signal(each, lambda *_: None) for each in _SIGNALS}
        before = signal.set_wakeup_fd(interpreters.fileno())
        try:
            yield ours
        finally:
            signal.set_wakeup_fd(before)
            for each, handler in handlers.items():
                signal.signal(each, handler)


def _check_schedule(config: Config) -> None:
    for name, line in schedule_of(config).items():
        try:
            croniter(line, datetime.now(config.zone)).get_next(datetime)
        except CroniterBadDateError as error:
            raise ConfigProblem(f"{config.path}: schedule.{name}: no day ever fits {line!r}") from error
