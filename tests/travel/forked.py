"""A crawl in a forked child whose clock shows the travelled day."""

from __future__ import annotations

from datetime import datetime

import time_machine

from tests.crawler.forked import run_forked


def run_on(seen_at: str, folder: str) -> None:
    with time_machine.travel(datetime.fromisoformat(seen_at), tick=True):
        run_forked(folder, None)
