"""Runs of commands: when they began and ended, how, and those that were killed."""

from __future__ import annotations

import hashlib
import json
import os
import socket
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from db.archive import ArchiveProblem, cut_torn_tail, is_held
from db.database import Database, file_of, stored_id, write
from db.vocabulary import RunOutcome

LEFT_OVER = "archive_left_over"  # in the summary of a run that did not end well


def now() -> str:
    """The real clock, with offset, to the second."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def begin_run(db: Database, command: str, today: str | None = None, *, at: str | None = None) -> int:
    """Note that a command begins; its run id. ``today`` is the day it judges by, ``at`` the real clock (now).

    Runs whose process died without ending them are noted as failed, and the torn last records of their archive files
    cut off.
    """
    fail_dead_runs(db, at)
    with write(db):
        row = db.conn.execute(
            "INSERT INTO runs (command, today, started_at, process) VALUES (?, ?, ?, ?) RETURNING id",
            [command, today, at or now(), _process(os.getpid())],
        ).fetchone()
    return stored_id(row, "runs")


def end_run(
    db: Database, run_id: int, outcome: RunOutcome, summary: Mapping[str, Any] | str, *, at: str | None = None
) -> None:
    """Note how a run ended; ``summary`` is a JSON object, or plain values for one.

    Of one that did not end well also what it left in the archive that no capture speaks of, for `fazhi verify`.
    """
    told = json.loads(summary) if isinstance(summary, str) else dict(summary)
    with write(db):
        if outcome is not RunOutcome.OK:
            told[LEFT_OVER] = _left_over(db, run_id)
        text = json.dumps(told, ensure_ascii=False, sort_keys=True)
        db.conn.execute(
            "UPDATE runs SET ended_at = ?, outcome = ?, summary = ? WHERE id = ?", [at or now(), outcome, text, run_id]
        )


def last_played_day(db: Database) -> date | None:
    """The day that the newest pass of a simulation judged by; None where none was played yet."""
    row = db.conn.execute("SELECT today FROM runs WHERE today IS NOT NULL ORDER BY id DESC LIMIT 1").fetchone()
    return date.fromisoformat(row[0]) if row else None


def is_running(db: Database, command: str) -> bool:
    """Is a pass of this kind (`run` is of every kind) under way, in a process that lives?"""
    rows = db.conn.execute("SELECT process FROM runs WHERE ended_at IS NULL AND command IN (?, 'run')", [command])
    return any(_alive(process) for (process,) in rows.fetchall())


def fail_dead_runs(db: Database, at: str | None = None) -> list[int]:
    """Note as failed the runs whose process is no more; their ids.

    Their open visits stay without an end, so that judging does not see them. A killed command's crawler may live on
    for a moment: a run that somebody still writes for is not dead, and the next command will note its end.
    """
    open_runs = db.conn.execute("SELECT id, process FROM runs WHERE ended_at IS NULL").fetchall()
    dead = [run_id for run_id, process in open_runs if not _alive(process) and not _is_written(db, run_id)]
    for run_id in dead:
        end_run(db, run_id, RunOutcome.FAILED, {"reason": "interrupted", **_cut_tails(db, run_id)}, at=at)
    return dead


def is_open(db: Database, run_id: int) -> bool:
    """Has no end of this run been noted? Asked in a write transaction, so that none is being noted meanwhile."""
    with write(db):
        return bool(db.conn.execute("SELECT ended_at IS NULL FROM runs WHERE id = ?", [run_id]).fetchone()[0])


def _is_written(db: Database, run_id: int) -> bool:
    return any(is_held(path) for path, *_ in _archive_files(db, run_id))


def _archive_files(db: Database, run_id: int) -> Iterator[tuple[Path, str, int]]:
    """The archive files of a run: path, name, and the end of the last capture in it."""
    folder = Path(file_of(db)).parent / "archive"
    for path in sorted(folder.glob(f"*/*-run-{run_id:06d}.warc.gz")):
        name = path.relative_to(folder).as_posix()
        known = db.conn.execute(
            "SELECT max(archive_offset + archive_length) FROM captures WHERE archive_file = ?", [name]
        ).fetchone()[0]
        yield path, name, known or 0


def _cut_tails(db: Database, run_id: int) -> dict[str, str]:
    """Cut the torn last records of a run; damage that is none is left, and told, for `fazhi verify` to name."""
    for path, _, known in _archive_files(db, run_id):
        try:
            cut_torn_tail(path, known)
        except ArchiveProblem as problem:
            return {"archive": str(problem)}
    return {}


def _left_over(db: Database, run_id: int) -> dict[str, str]:
    """By archive file, the sha256 of what stands behind its last capture; nothing where nothing does."""
    found = {}
    for path, name, known in _archive_files(db, run_id):
        with path.open("rb") as file:
            file.seek(known)
            if file.peek(1):
                found[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _process(pid: int) -> str | None:
    """A name for a living process that no other process ever bears: host, boot, number and start; None if dead."""
    try:
        # The fields after the command's name in brackets; the 20th of them is the start in ticks since boot (proc(5)).
        started = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[19]
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return None
        started = boot = ""  # no /proc on this system
        try:
            os.kill(pid, 0)
        except OSError:
            return None
    return f"{socket.gethostname()} {boot} {pid} {started}"


def _alive(process: str | None) -> bool:
    """Does the process of this name still live? One of another host is taken to be alive."""
    if not process:
        return False
    host, _, pid, _ = process.split(" ")
    return host != socket.gethostname() or _process(int(pid)) == process
