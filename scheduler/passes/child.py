"""Runs one crawl in a child process: the reactor cannot restart, and leaks and crashes stay in the child."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from typing import IO

from loguru import logger

from crawler.job import CrawlJob, CrawlResult
from scheduler.errors import FazhiError
from scheduler.passes.progress import Tick

_DRAIN_SECONDS = 30


def crawl_in_child(job: CrawlJob, *, time_limit: float | None = None, tick: Tick | None = None) -> CrawlResult:
    """Hand the job over, pass its log lines on, and return its answer. Raises FazhiError if the child died.

    On SIGTERM or Ctrl-C here the child is asked to drain (it ends its visits as partial) before the error goes on.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "crawler"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdin and process.stdout and process.stderr
    speaker = threading.Thread(target=_pass_on, args=(process.stderr, tick), daemon=True)
    speaker.start()
    try:
        answer = _talk(process, job.model_dump_json(), time_limit)
    except BaseException:
        _drain(process)
        raise
    speaker.join(timeout=5)
    if process.returncode != 0:
        raise FazhiError(
            f"the crawl ended with code {process.returncode} before it was done; what it had fetched is kept, "
            "the next pass goes on from there (--debug shows its log)"
        )
    return CrawlResult.model_validate_json(answer.strip().splitlines()[-1])


def _talk(process: subprocess.Popen[str], job: str, time_limit: float | None) -> str:
    assert process.stdin and process.stdout
    process.stdin.write(job)
    process.stdin.close()
    watchdog = threading.Timer(time_limit, _drain, [process]) if time_limit else None
    if watchdog:
        watchdog.daemon = True
        watchdog.start()
    try:
        answer = process.stdout.read()
        process.wait()
    finally:
        if watchdog:
            watchdog.cancel()
    return answer


def _drain(process: subprocess.Popen[str]) -> None:
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=_DRAIN_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _pass_on(stream: IO[str], tick: Tick | None) -> None:
    """The child's stderr: JSON objects are progress, all else are log lines that go out as they are."""
    for line in stream:
        if line.startswith("{"):
            try:
                note = json.loads(line)
            except ValueError:
                note = None
            if isinstance(note, dict) and "done" in note:
                if tick:
                    tick(int(note["done"]), note.get("total"), str(note.get("note", "")))
                continue
        sys.stderr.write(line)
    logger.debug("the crawl's log ended")
