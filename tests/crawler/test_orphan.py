"""A crawl whose parent was killed outright ends by itself, in good order, or does not begin."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crawler.journal import Journal
from db.database import open_database
from db.problems import DatabaseProblem
from db.runs import begin_run, end_run, now
from db.vocabulary import RunOutcome
from tests.crawler.conftest import House
from tests.crawler.portal import TITLE, Exchange, Portal, article, list_page, robots, row
from tests.crawler.test_visits import wait_for

LIST = "/c1/index.html"
_PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-m", "crawler"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE)
child.stdin.write(sys.stdin.buffer.read())
child.stdin.close()
time.sleep(600)
"""


def test_it_drains_and_asks_for_nothing_more(house: House, portal: Portal) -> None:
    details = [f"/c1/20250{n}28/i{n}.html" for n in range(1, 10)]
    titles = [TITLE.format(year=2015 + n) for n in range(1, 10)]

    def slowly(exchange: Exchange) -> None:
        time.sleep(1.0)
        exchange.answer(article(titles[details.index(exchange.path)]))

    rows = [row(path, title) for path, title in zip(details, titles, strict=True)]
    portal.pages = {"/robots.txt": robots(), LIST: list_page(rows), **dict.fromkeys(details, slowly)}
    house.section("s", portal.url(LIST))
    job = house.job(day=0).model_dump_json()
    with subprocess.Popen([sys.executable, "-c", _PARENT], stdin=subprocess.PIPE) as parent:
        assert parent.stdin
        parent.stdin.write(job.encode())
        parent.stdin.close()
        wait_for(lambda: details[0] in portal.paths(), 30)
        parent.kill()
    ended = "SELECT outcome, reason FROM visits WHERE ended_at IS NOT NULL"
    wait_for(lambda: house.rows(ended), 20)
    assert house.rows(ended) == [{"outcome": "partial", "reason": "stopped while fetching documents"}]
    asked = len(portal.paths())
    time.sleep(1.5)
    assert len(portal.paths()) == asked < 2 + len(details)


def test_a_crawler_whose_run_was_ended_meanwhile_writes_nothing(tmp_path: Path) -> None:
    db = open_database(tmp_path, create=True)
    run = begin_run(db, "crawl")
    end_run(db, run, RunOutcome.FAILED, {})
    with pytest.raises(DatabaseProblem, match="is gone"):
        asyncio.run(Journal(tmp_path, run, now()).open())
    assert list((tmp_path / "archive").rglob("*.gz")) == []
