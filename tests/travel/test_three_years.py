"""Three years of seven bodies and four supervisors, day by day: each mail, its date, its subject and its cases.

What happens stands in story.yaml, what has to follow from it in mails.yaml. After a change that is meant,
``FAZHI_WRITE_MAILS=tests/travel/mails.yaml`` writes what was received; each line of the difference is then reviewed.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
import yaml

from db.database import open_database
from db.outbox import fetch_messages
from db.verify import verify
from db.vocabulary import MessageState
from tests.travel.mails import as_golden, plain_text
from tests.travel.world import World, opened_world

HERE = Path(__file__).parent
_WRITE = os.environ.get("FAZHI_WRITE_MAILS")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    story = yaml.safe_load((HERE / "story.yaml").read_text(encoding="utf-8"))
    with opened_world(tmp_path_factory.mktemp("years"), story) as world:
        world.live()
        yield world


@pytest.mark.timeout(900)  # on a busy machine; holds the three years
def test_each_supervisor_gets_exactly_the_mails_of_the_story(world: World) -> None:
    told = as_golden(world.received, world.port)
    if _WRITE:
        Path(_WRITE).write_text(yaml.safe_dump(told, allow_unicode=True, width=150, sort_keys=False), encoding="utf-8")
    expected = yaml.safe_load((HERE / "mails.yaml").read_text(encoding="utf-8"))
    for day in sorted(told.keys() | expected.keys()):
        assert told.get(day) == expected.get(day), day


def test_each_came_once_but_the_one_whose_receipt_was_lost(world: World) -> None:
    times = Counter(item.message["Message-ID"] for item in world.received)
    twice = {number for number, count in times.items() if count > 1}
    with closing(open_database(world.config.data, read_only=True)) as db:
        messages = fetch_messages(db)
    assert {message.message_id for message in messages if message.uncertain} == twice
    assert [times[number] for number in twice] == [2]
    assert {message.state for message in messages if message.message_id in times} == {MessageState.SENT}
    unsent = [message for message in messages if message.state is not MessageState.SENT]
    assert [(message.recipient, message.state) for message in unsent] == [("dongping@example.org", "failed")]


_WHOLE = re.compile(r"(\d{4}-\d\d-\d\d) \d\d:\d\d（北京时间）完整读取栏目")


def test_nothing_is_called_missing_without_its_proof(world: World) -> None:
    """A list that was read whole after the last good day stands in the mail itself."""
    said = 0
    for item in world.received:
        text = plain_text(item.message)
        assert "未报送" not in text
        for year in re.findall(r"(\d{4})年度：未检索到公开的\S*\n编号", text):
            walked = [date.fromisoformat(day) for day in _WHOLE.findall(text)]
            assert any(date(int(year) + 1, 3, 31) < day <= item.day for day in walked), (item.day, item.to)
            assert re.findall(r"完整读取栏目.*\n +SHA-256 [0-9a-f]{64}", text), (item.day, item.to)
            said += 1
    assert said > 10


def test_a_trend_shows_every_year_that_has_a_value(world: World) -> None:
    (mail,) = [item for item in world.received if item.day == date(2026, 3, 2)]
    html = mail.message.get_body(("html",))
    assert html is not None
    assert 'alt="调解成功率：2022年98.12%、2023年98.12%、2024年98.18%、2025年92.19%"' in html.get_content()


def test_whoever_holds_a_mail_can_prove_that_nothing_before_it_was_changed(world: World) -> None:
    heads = {re.findall(r"^([0-9a-f]{64})$", plain_text(item.message), re.M)[-1] for item in world.received}
    with closing(open_database(world.config.data, read_only=True)) as db:
        for head in heads:
            assert verify(db, world.config.data / "archive", head=head).failures == ()
