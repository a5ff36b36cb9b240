"""How a pass tells how far it is: the caller (a command, the daemon) decides who sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

Tick = Callable[[int, int | None, str], None]  # done, total (None: not known yet), what was done last
Progress = Callable[[str], AbstractContextManager[Tick]]  # begins a step by its title


@contextmanager
def silent(title: str) -> Iterator[Tick]:
    """Nobody looks."""
    yield lambda done, total, note: None
