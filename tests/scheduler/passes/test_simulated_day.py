"""Without a day, a simulation stands still at the day that was played last."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine

from db.dump import canonical_dump
from db.runs import begin_run
from scheduler.cli import main
from scheduler.config import Config
from scheduler.errors import UsageProblem
from scheduler.passes.run import check_pass, send_pass
from scheduler.passes.site import open_site
from scheduler.passes.status import site_status

PLAYED = date(2026, 3, 20)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    config = Config.model_validate(
        {
            "bodies": [{"id": "a", "name": "示例区人民政府", "class": "county_government", "since": 2024}],
            "sections": [{"id": "a-fazhi", "body": "a", "url": "http://a.example/fz/"}],
            "supervisors": [{"name": "督察科", "email": "ducha@example.org", "digest": "immediate"}],
            "path": tmp_path / "fazhi.yaml",
        }
    )
    open_site(config, today=PLAYED).db.close()
    check_pass(config, today=PLAYED)
    return config


def test_a_pass_without_a_day_plays_no_other(config: Config) -> None:
    """By the real clock the report of 2025 would be overdue by then."""
    with time_machine.travel(datetime(2026, 11, 22, tzinfo=UTC), tick=False):
        checked, sent = check_pass(config), send_pass(config)
        site = open_site(config)
    assert (checked.today, sent.today, site.today) == ("2026-03-20", "2026-03-20", PLAYED)
    assert site.seen_at == "2026-03-20T08:00:00+08:00"
    assert checked.steps["check"] == {"bodies": 0, "unchanged": 1}
    assert sent.steps["send"]["sent"] == 1


def test_what_a_person_says_of_a_case_happens_on_that_day(config: Config) -> None:
    with time_machine.travel(datetime(2026, 11, 22, tzinfo=UTC), tick=False):
        config.path.write_text(config.model_dump_json(by_alias=True), encoding="utf-8")  # JSON is YAML
        with pytest.raises(SystemExit, match="0"):
            main(["--config", str(config.path), "alerts", "ack", "1", "--by", "王敏", "--why", "核过"])
    site = open_site(config)
    (at,) = site.db.conn.execute("SELECT at FROM alert_events WHERE event = 'acknowledged'").fetchone()
    assert at == "2026-03-20T08:00:00+08:00"


def test_a_configuration_that_is_a_simulation_s_makes_a_stamped_file_wherever_it_is_copied(tmp_path: Path) -> None:
    copied = Config.model_validate({"simulation": True, "path": tmp_path / "fazhi.yaml"})
    site = open_site(copied)
    assert site.simulation
    site.db.close()
    real = Config.model_validate({"data_dir": "real", "path": tmp_path / "fazhi.yaml"})
    begin_run(open_site(real).db, "crawl")
    with pytest.raises(UsageProblem, match="cannot be the simulation"):
        open_site(real.model_copy(update={"simulation": True}))


def test_a_simulation_has_missed_no_pass(config: Config) -> None:
    send_pass(config)
    with time_machine.travel(datetime(2030, 1, 1, tzinfo=UTC), tick=False):
        assert site_status(config).missed == []


def test_a_day_before_the_last_is_shown_only(config: Config) -> None:
    before = canonical_dump(open_site(config).db)
    assert list(check_pass(config, today=date(2026, 2, 1)).steps) == ["check, nothing written"]
    assert canonical_dump(open_site(config).db) == before
    assert list(check_pass(config, today=date(2026, 4, 20)).steps) == ["check", "send"]
