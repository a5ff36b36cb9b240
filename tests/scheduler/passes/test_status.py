"""Times that status prints: in the configured zone, whatever zone the machine wrote them in."""

from __future__ import annotations

from pathlib import Path

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
