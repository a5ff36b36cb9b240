"""Times that status prints: in the configured zone, whatever zone the machine wrote them in."""

from __future__ import annotations

from pathlib import Path

import time_machine

from db.visits import begin_run, end_run
from db.vocabulary import RunOutcome
from scheduler.passes.status import site_status
from tests.scheduler.tell.desk import desk_site


def test_times_are_printed_in_the_configured_zone(tmp_path: Path) -> None:
    site = desk_site(tmp_path)
    run = begin_run(site.db, "run", "2026-03-20", at="2026-03-19T17:00:00+00:00")
    end_run(site.db, run, RunOutcome.OK, {}, at="2026-03-19T18:30:00+00:00")
    site.db.conn.execute("UPDATE sections SET last_good_at = '2026-03-19T18:00:00+00:00'")
    site.db.close()
    status = site_status(site.config)
    assert status.last_pass == "2026-03-20T02:30:00+08:00"
    assert {section["last_good_at"] for section in status.sections} == {"2026-03-20T02:00:00+08:00"}
    assert list(status.lines())[:2] == ["times in Asia/Shanghai", "last pass ended 2026-03-20T02:30:00+08:00"]


def test_the_next_runs_are_the_daemons(tmp_path: Path) -> None:
    """Near a deadline the additional crawl comes first; what never comes is said to."""
    site = desk_site(tmp_path, schedule={"crawl": "30 1 * * *", "check": "0 6 30 2 *", "send": "0 7 29 2 *"})
    site.db.close()
    with time_machine.travel("2026-03-25T10:00:00+08:00", tick=False):
        status = site_status(site.config)
    expected = {"crawl": "2026-03-25T12:30+08:00", "check": None, "send": "2028-02-29T07:00+08:00"}
    assert status.next_runs == expected
    assert "check never" in list(status.lines())[2]
    assert status.missed == []
