"""The daemon's child processes: started, watched, and ended together with all that they started themselves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

from loguru import logger

from scheduler.daemon.child import Order
from scheduler.daemon.notify import VARIABLES

# What a child may take to end in good order when its time is up.
_LAST_SECONDS = 45.0


class Children:
    """The children that are under way. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    def run(self, order: Order, seconds: float) -> int | None:
        """Carry out an order in a child and wait for it; its exit code, None where no more are started.

        After ``seconds`` it is asked to end, and ended if it does not.
        """
        process = self._begin()
        if process is None:
            return None
        try:
            _hand_over(process, order)
            return self._await(process, order.task, seconds)
        finally:
            with self._lock:
                self._running.discard(process)

    def drain(self, seconds: float) -> None:
        """Start no more, ask those under way to end, and end them after so many seconds."""
        with self._lock:
            self._closed = True
            running = list(self._running)
        for process in running:
            process.terminate()
        until = time.monotonic() + seconds
        for process in running:
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                logger.warning("a pass did not end in {:.0f} s and is killed; what it stored stays", seconds)
            _kill_all(process)

    def _begin(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._closed:
                return None
            process = subprocess.Popen(
                [sys.executable, "-m", "scheduler.daemon.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                env={name: value for name, value in os.environ.items() if name not in VARIABLES},
                # A group of its own: Ctrl-C on a terminal is the daemon's alone, and killing it leaves nobody behind.
                start_new_session=True,
            )
            self._running.add(process)
            return process

    def _await(self, process: subprocess.Popen[bytes], task: str, seconds: float) -> int:
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            logger.error("{} took longer than {:.0f} min and is ended; what it stored stays", task, seconds / 60)
        process.terminate()
        try:
            process.wait(_LAST_SECONDS)
        except subprocess.TimeoutExpired:
            logger.error("{} did not end and is killed", task)
        _kill_all(process)
        return process.wait()


def _hand_over(process: subprocess.Popen[bytes], order: Order) -> None:
    assert process.stdin
    try:
        with process.stdin as stdin:
            stdin.write(order.model_dump_json().encode())
    except BrokenPipeError:
        logger.debug("{} died before it had its order", order.task)  # its exit code says so, too


def _kill_all(process: subprocess.Popen[bytes]) -> None:
    """Kill a child's group: itself, a crawler, a browser. The group lives on as long as any of them does."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # all of them ended by themselves
