"""docs/mail.md says what the code does: events, states, words, limits."""

from __future__ import annotations

import re
from pathlib import Path

from db.vocabulary import AlertEvent, AlertState
from scheduler.judge import load_thresholds
from scheduler.tell import channels, content, deliver, news
from scheduler.tell.routing import Occasion
from scheduler.tell.words import words

PAGE = (Path(__file__).parents[3] / "docs" / "mail.md").read_text(encoding="utf-8")


def rows(first: str) -> list[list[str]]:
    """The rows of the table whose first heading is this."""
    table = PAGE[PAGE.index(f"| {first} |") :].split("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def test_every_event_is_documented_and_told_as_it_says() -> None:
    told = {cells[0].strip("`"): cells[2] != "no" for cells in rows("event")}
    assert told == {str(event): event in news.TOLD for event in AlertEvent}


def test_every_state_is_documented_with_its_word() -> None:
    assert {cells[0].strip("`"): cells[1] for cells in rows("state")} == words("zh-CN")["states"]
    assert {cells[0].strip("`") for cells in rows("state")} == set(AlertState)


def test_every_digest_is_documented() -> None:
    assert {cells[0].strip("`") for cells in rows("`digest`")} == set(Occasion) - {Occasion.CRITICAL}


def test_the_numbers_are_the_codes_own() -> None:
    assert "five cases of a body" in PAGE and load_thresholds().changes_in_one_mail == 5
    assert f"{content._MOST_IN_FULL} in all; up to {content._MOST_TITLES} more by title" in " ".join(PAGE.split())
    assert f"fit {channels.LONGEST_BYTES:,} bytes" in PAGE
    assert f"given up after {deliver._MOST_ATTEMPTS} attempts" in PAGE
    assert f"after {news._TELL_AGAIN.days} days" in PAGE
    assert deliver._MOST_UNSURE == 3 and "given up at the third time" in PAGE
    hours = [wait.total_seconds() / 3600 for wait in deliver._BACK_OFF]
    assert hours == [5 / 60, 15 / 60, 1, 4, 12]
    assert "after 5 and 15 minutes, 1, 4 and then every 12 hours" in PAGE


def test_every_robots_address_is_one_that_apprise_knows() -> None:
    import apprise

    for address in re.findall(r"`(\w+://[^`]+)`", PAGE[PAGE.index("| robot |") :]):
        filled = re.sub("[A-Z]{3,}", "a1b2c3d4e5f6a1b2c3d4e5f6", address)
        assert apprise.Apprise().add(filled), address
