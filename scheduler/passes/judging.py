"""Bodies judged one after another: here, or, where they are many, by a process beside this one, which writes."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection

from db.clauses import iter_clauses
from db.database import open_database
from db.facts import iter_body_facts
from parsers.metrics import catalogue
from parsers.vocabulary import Kind
from scheduler.judge import BodyVerdict, Context, Deadlines, judge_body, load_thresholds
from scheduler.judge.recycled import ClauseIndex, Clauses
from scheduler.passes.site import Site

Verdict = tuple[str, BodyVerdict]  # of one body, with its id
# A process takes a second to start; so many bodies are judged in that.
_WORTH_A_PROCESS = 100


def judge_all(site: Site, context: Context, bodies: Sequence[str]) -> Iterator[Verdict]:
    """The verdicts of these bodies (their ids), one by one, by the context of `context_of`."""
    with _rare_collections():
        done: set[str] = set()
        if len(bodies) >= _WORTH_A_PROCESS and (os.cpu_count() or 1) > 1:
            for verdict in judge_beside(site, bodies):
                done.add(verdict[0])
                yield verdict
        # What ended the other process early (a signal, want of memory, an error) is met here, where it can be told.
        yield from judge_here(site, context, [body_id for body_id in bodies if body_id not in done])


def judge_here(site: Site, context: Context, bodies: Sequence[str]) -> Iterator[Verdict]:
    """The verdicts of these bodies, worked out in this process."""
    for facts in iter_body_facts(site.db, body_ids=bodies):
        yield facts.id, judge_body(facts, context)


def judge_beside(site: Site, bodies: Sequence[str]) -> Iterator[Verdict]:
    """As `judge_here`, by another process, which opens the database for itself; fewer where that one ends early."""
    spawn = get_context("spawn")
    ours, theirs = spawn.Pipe()
    # What is asked goes through the pipe: `start` would wait for ever for a process that dies before it takes that.
    process = spawn.Process(target=_judge_and_send, args=(theirs,), daemon=True)
    with _no_interrupts():
        process.start()
    theirs.close()  # the other process holds the last one now: with it the stream ends
    try:
        ours.send((site.config, site.today, site.seen_at, site.simulation, bodies))
        while True:
            yield ours.recv()
    except (EOFError, OSError):
        return
    finally:
        process.kill()
        process.join()
        ours.close()


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Holds Ctrl-C back: here until this is left, and for good in a process that starts within, which we end ourselves.

    That one would else meet it in its imports, and print where.
    """
    resource_tracker.ensure_running()  # whose start lets them in again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _judge_and_send(parent: Connection) -> None:
    config, today, seen_at, simulation, bodies = parent.recv()
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115  whoever judges the rest says what is wrong, once
    db = open_database(config.data, read_only=True)
    with closing(db.conn), _rare_collections():
        site = Site(config, db, today, seen_at, simulation)
        for verdict in judge_here(site, context_of(site), bodies):
            parent.send(verdict)


@contextmanager
def _rare_collections() -> Iterator[None]:
    """A body's facts are thousands of small records without cycles: looking for cycles among them finds nothing."""
    before = gc.get_threshold()
    gc.set_threshold(1_000_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def context_of(site: Site) -> Context:
    """What every body of this check is judged by."""
    config = site.config
    thresholds = load_thresholds(config.folder / config.thresholds if config.thresholds else None)
    return Context(
        today=site.today,
        deadlines=Deadlines.of(config),
        thresholds=thresholds,
        metrics=catalogue().metrics,
        bodies={body.id: body for body in config.bodies if body.watch},
        clauses=ClauseIndex(lambda: _clauses(site), thresholds.recycled.common_bodies),
        language=config.language,
    )


def _clauses(site: Site) -> Iterator[Clauses]:
    for row in iter_clauses(site.db, Kind.FAZHI_ANNUAL):
        yield Clauses(*row)
