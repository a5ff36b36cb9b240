"""The examples of docs/rules.md for the two rules that are the operator's: run through the real outbox and schedule."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from db.cases import fetch_alerts
from db.database import open_database, write
from db.outbox import queue_message
from db.runs import begin_run, end_run
from db.vocabulary import AlertState, Rule, RunOutcome
from scheduler.config import Config
from scheduler.passes.missed import settle_missed
from scheduler.passes.send import send
from scheduler.passes.site import Site
from tests.scheduler.judge.examples import OPERATOR, Example, examples
from tests.scheduler.tell.desk import desk_site

EXAMPLES = [example for example in examples() if example.rule in OPERATOR]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_example(example: Example, tmp_path: Path) -> None:
    play = _play_outbox if example.rule is Rule.DELIVERY_FAILED else _play_schedule
    site = play(tmp_path, example.document)
    found = fetch_alerts(site.db, rules=[example.rule], states=[AlertState.OPEN])
    site.db.close()
    expected = example.document["fires"]
    if not expected:
        assert found == []
        return
    (alert,) = found
    assert {name: getattr(alert, name) for name in expected} == expected


def test_both_rules_have_an_example_that_fires_and_one_that_must_not() -> None:
    for rule in OPERATOR:
        assert {bool(item.document["fires"]) for item in EXAMPLES if item.rule is rule} == {True, False}, rule


def _play_outbox(folder: Path, document: dict[str, Any]) -> Site:
    """What became of one supervisor's messages, and then a pass of sending."""
    site = desk_site(folder)
    later = (datetime.now().astimezone() + timedelta(hours=6)).isoformat(timespec="seconds")
    for number, entry in enumerate(document["messages"]):
        row = queue_message(
            site.db, supervisor="督察科", channel="mail", recipient="ducha@example.org", message_id=f"<{number}@x>",
            subject="x", content=b"x", created_at=site.seen_at, deliveries=(),
        )  # fmt: skip
        values = {"next_attempt_at": later if entry["state"] == "pending" else None, **entry}
        with write(site.db):
            columns = ", ".join(f"{name} = :{name}" for name in values)
            site.db.conn.execute(f"UPDATE messages SET {columns} WHERE id = {row}", values)
    send(site)
    return site


def _play_schedule(folder: Path, document: dict[str, Any]) -> Site:
    """A real file (a simulation has no schedule) with one check that ended well, looked at some time after."""
    now: datetime = document["now"]
    ended: datetime = document["check_ended"]
    config = Config.model_validate({"data_dir": folder, "path": folder / "fazhi.yaml"})
    db = open_database(folder, create=True)
    zoned = ended.astimezone(config.zone).isoformat()
    end_run(db, begin_run(db, "check", at=zoned), RunOutcome.OK, {}, at=zoned)
    site = Site(config, db, now.astimezone(config.zone).date(), now.isoformat(), simulation=False)
    settle_missed(site, now.astimezone(config.zone))
    return site
