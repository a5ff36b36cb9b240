"""The canonical dump: equal results are equal texts, and any difference in a result is seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.documents import preview_reading, store_reading
from db.dump import canonical_dump
from parsers.records import Text
from parsers.vocabulary import Decision, Method
from tests.db.world import TITLE, URL, World, day, read_text

LINES = st.lists(
    st.tuples(st.sampled_from(["受理行政复议案件", "办结", "法律援助"]), st.integers(0, 999)).map(
        lambda pair: f"{pair[0]}{pair[1]}件。"
    ),
    max_size=6,
)
DECISIONS = st.sampled_from([Decision.REPORT, Decision.REPORT, Decision.UNSURE, Decision.OTHER_KIND])


@settings(max_examples=12, deadline=None)
@given(history=st.lists(st.tuples(LINES, DECISIONS, st.sampled_from([2023, 2024])), min_size=1, max_size=4))
def test_storing_any_reading_twice_is_storing_it_once(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[list[str], Decision, int]]
) -> None:
    """Whatever was read before: the second time changes nothing, and `preview_reading` says so beforehand."""
    world = World(tmp_path_factory.mktemp("world"))
    for number, (lines, decision, year) in enumerate(history):
        text = "\n".join([f"{decision} {year}", *lines])  # the same bytes are never read as two things
        date = f"2025-03-{number + 1:02d}"
        world.crawl(date, {URL: TITLE}, {URL: (text.encode(), {})})
        world.read(date, decision=decision, year=year)
        before = canonical_dump(world.db)
        (captures,) = world.db.conn.execute("SELECT DISTINCT read_captures FROM documents_seen").fetchone()
        reading = read_text(URL, text, decision=decision, year=year, title=TITLE)
        assert preview_reading(world.db, reading, capture_ids=[int(captures)]) == []
        store_reading(world.db, reading, capture_ids=[int(captures)], seen_at=day(date))
        assert canonical_dump(world.db) == before
    assert world.db.conn.execute("PRAGMA foreign_key_check").fetchall() == []
    world.db.close()


@settings(max_examples=12, deadline=None)
@given(first=LINES, second=LINES)
def test_a_reread_by_a_new_parser_ends_where_a_first_reading_would(
    tmp_path_factory: pytest.TempPathFactory, first: list[str], second: list[str]
) -> None:
    """Parser "1" sees only the first line; parser "2" all: no trace of the older one's mistakes is left."""
    dumps = []
    for parsers in (["1", "2"], ["2"]):
        world = World(tmp_path_factory.mktemp("world"))
        world.crawl("2025-03-01", {URL: TITLE}, {URL: ("\n".join(first).encode(), {})})
        for parser in parsers:
            for pending in _pending(world, parser):
                text = "\n".join(first if parser == "2" else first[:1])
                reading = read_text(URL, text, parser=parser)
                store_reading(world.db, reading, capture_ids=pending, seen_at=day("2025-03-01"))
        world.crawl("2025-03-08", {URL: TITLE}, {URL: ("\n".join(second).encode(), {})})
        world.read("2025-03-08", parser="2")
        dumps.append(canonical_dump(world.db))
        world.db.close()
    assert dumps[0] == dumps[1]


def _pending(world: World, parser: str) -> list[tuple[int, ...]]:
    from db.documents import pending_documents

    return [document.capture_ids for document in pending_documents(world.db, parser)]


def test_equal_histories_under_other_times_and_ids_dump_alike(tmp_path: Path) -> None:
    dumps = []
    for folder, noise in (("a", 0), ("b", 3)):
        world = World(tmp_path / folder)
        for number in range(noise):  # runs that were killed before they got anywhere, and others' ids used up
            world.crawl(f"2025-02-0{number + 1}", {}, {}, whole=False)
        text = "全区受理行政复议案件162件。"
        world.crawl("2025-03-02", {URL: TITLE}, {URL: (text.encode(), {})})
        world.read("2025-03-02")
        dumps.append(canonical_dump(world.db))
    assert dumps[0] == dumps[1]
    assert '"value": 162.0' in dumps[0]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE figures SET value = 163",
        "UPDATE metric_values SET includes_carried_in = 1",
        "UPDATE report_places SET state = 'gone'",
        "UPDATE documents_seen SET decision = 'unsure'",
        "UPDATE report_versions SET clauses = NULL",
        "DELETE FROM findings",
        "DELETE FROM parts",
    ],
)
def test_any_other_result_is_seen(world: World, sql: str) -> None:
    world.crawl("2025-03-02", {URL: TITLE}, {URL: ("受理行政复议案件162件。".encode(), {})})
    world.read("2025-03-02")
    before = canonical_dump(world.db)
    world.db.conn.execute(sql)
    assert canonical_dump(world.db) != before


def test_a_dry_run_tells_what_a_new_parser_would_change(world: World) -> None:
    text = "全区受理行政复议案件162件。\n办结144件。"
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (text.encode(), {})})
    world.read("2025-03-02")
    changed = read_text(URL, text.replace("144", "145"), year=2023, title=TITLE, parser="2", published_on=None)
    (captures,) = world.db.conn.execute("SELECT DISTINCT read_captures FROM documents_seen").fetchone()
    found = preview_reading(world.db, changed, capture_ids=[int(captures)])
    said = [str(difference).removeprefix(f"{URL}: ") for difference in found]
    assert "year: 2024 -> 2023" in said
    assert "published_on: 2025-03-01 (meta) -> (none)" in said
    assert "metric reconsideration_accepted area 2024 stated: 162 -> (none)" in said
    assert any(line.startswith("figure 办结 [reconsideration_accepted]: 144 (办结144件。)") for line in said), said
    assert canonical_dump(world.db).count('"value": 144.0') == 2


def test_a_reading_that_comes_to_nothing_takes_nothing_away(world: World) -> None:
    world.crawl("2025-03-02", {URL: TITLE}, {URL: ("全区受理行政复议案件162件。".encode(), {})})
    world.read("2025-03-02")
    (captures,) = world.db.conn.execute("SELECT DISTINCT read_captures FROM documents_seen").fetchone()
    nothing = Text("", (), Method.NONE, 0.0, "工作进程被终止")
    for decision in (Decision.REPORT, Decision.UNREAD):
        lost = replace(read_text(URL, "", parser="2", decision=decision), text=nothing, error=nothing.reason)
        (foretold,) = preview_reading(world.db, lost, capture_ids=[int(captures)])
        assert str(foretold) == f"{URL}: reading: what was read before stays -> 工作进程被终止"
        assert store_reading(world.db, lost, capture_ids=[int(captures)], seen_at=day("2025-03-03")).kept
        assert '"value": 162.0' in canonical_dump(world.db)
