"""From captures to stored reports: what is read, when it is read again, and what a reading leaves behind."""

from __future__ import annotations

from typing import Any

import pytest

from db import by_hand, documents
from db.facts import body_facts
from parsers.vocabulary import Decision
from tests.db.world import TITLE, URL, World, day, read_text

TEXT = "全区受理行政复议案件162件。\n办结144件。"


def one(world: World, sql: str, *params: object) -> tuple:
    return world.db.conn.execute(sql, params).fetchone()


def test_a_found_report_is_stored_with_all_that_was_read(world: World) -> None:
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (TEXT.encode(), {})})
    (stored,) = world.read("2025-03-02")

    assert stored.new_report
    assert stored.change == "first"
    assert one(world, "SELECT body_id, kind, year, state, baseline, first_seen_at, published_on FROM reports") == (
        "heping", "fazhi_annual", 2024, "listed", 1, day("2025-03-02"), "2025-03-01",
    )  # fmt: skip
    assert one(world, "SELECT current_version_id FROM reports") == (stored.version_id,)
    assert one(world, "SELECT count(*), sum(value) FROM figures WHERE version_id = ?", stored.version_id) == (2, 306)
    assert one(world, "SELECT count(*) FROM metric_values m JOIN figures f ON f.id = m.figure_id") == (2,)
    assert one(world, "SELECT decision, kind, year FROM documents_seen") == ("report", "fazhi_annual", 2024)
    assert documents.pending_documents(world.db, "1") == []
    quote, start, end, text = one(world, 'SELECT quote, start, "end", text FROM figures f JOIN report_versions v '
                                         "ON v.id = f.version_id")  # fmt: skip
    assert text[start:end] == quote


def test_a_fetch_that_was_cut_short_is_not_read(world: World) -> None:
    at = day("2025-03-02")
    world.crawl("2025-03-02", {URL: TITLE}, {})
    from db.archive import Archive

    with Archive(world.archive_folder, "2025/other.warc.gz") as archive:
        world.capture(archive, 1, 1, "detail", URL, URL, b"half", at)
    assert documents.pending_documents(world.db, "1") == []


def test_the_same_reading_again_adds_nothing(world: World) -> None:
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (TEXT.encode(), {})})
    world.read("2025-03-02")
    kept = ("reports", "report_places", "report_versions", "version_captures", "parts", "figures", "documents_seen")
    before = {table: list(world.db.conn.execute(f"SELECT * FROM {table}")) for table in kept}
    reading = read_text(URL, TEXT)
    documents.store_reading(world.db, reading, capture_ids=[1], seen_at=day("2025-03-09"))
    assert {table: list(world.db.conn.execute(f"SELECT * FROM {table}")) for table in kept} == before


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("全区受理行政复议案件163件。\n办结144件。", "figures"),
        ("全市受理行政复议案件162件。\n已办结144件。", "text"),
        ("全区受理行政复议案件162件；\n办结144件！", "cosmetic"),
    ],
)
def test_a_silent_edit_is_a_version_classed_by_what_changed(world: World, text: str, change: str) -> None:
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (TEXT.encode(), {})})
    world.read("2025-03-02")
    world.crawl("2025-04-02", {URL: TITLE}, {URL: (text.encode(), {})})
    (stored,) = world.read("2025-04-02")
    assert stored.change == change
    assert one(world, "SELECT count(*), max(number) FROM report_versions") == (2, 2)
    assert one(world, "SELECT current_version_id FROM reports") == (stored.version_id,)


def test_a_newer_parser_renews_a_version_and_is_no_edit(world: World) -> None:
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (TEXT.encode(), {})})
    (first,) = world.read("2025-03-02")
    world.crawl("2025-04-02", {URL: TITLE}, {URL: (TEXT.replace("162", "163").encode(), {})})
    # Both changed at once: the parser is judged on the bytes it knew, then the new bytes are read.
    (pending,) = documents.pending_documents(world.db, "2")
    assert (pending.why, pending.capture_ids) == ("parser", (1,))
    renewed, edited = world.read("2025-04-02", parser="2")
    assert (renewed.version_id, renewed.change) == (first.version_id, None)
    assert edited.change == "figures"
    assert one(world, "SELECT group_concat(parser_version) FROM report_versions") == ("2,2",)


def test_a_document_that_stops_being_a_report_loses_it(world: World) -> None:
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (TEXT.encode(), {})})
    world.read("2025-03-02")
    (stored,) = world.read("2025-03-02", parser="2", decision=Decision.NOT_A_REPORT, kind=None, year=None)
    assert stored.decision == "not_a_report"
    for table in ("reports", "report_places", "report_versions", "figures", "metric_values", "findings", "parts"):
        assert one(world, f"SELECT count(*) FROM {table}") == (0,), table


def test_a_report_of_a_body_that_nobody_watches_is_edited_like_any_other(world: World) -> None:
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (TEXT.encode(), {})})
    world.read("2025-03-02", issuer="清河市公安局")
    world.crawl("2025-04-02", {URL: TITLE}, {URL: (TEXT.replace("162", "163").encode(), {})})
    (stored,) = world.read("2025-04-02", issuer="清河市公安局")
    assert (stored.decision, stored.change) == ("report", "figures")
    assert one(world, "SELECT count(*) FROM bodies WHERE name = '清河市公安局'") == (1,)


@pytest.mark.parametrize(
    "now",
    [
        {"decision": Decision.NOT_A_REPORT, "kind": None, "year": None},  # mojibake, an error page
        {"decision": Decision.OTHER_KIND, "kind": None, "year": None},
        {"decision": Decision.UNSURE, "kind": None, "year": None},
        {"year": 2023},  # a new title
        {"issuer": "清河市人民政府"},
        {"title": TITLE},  # a report by its title, and nothing of it is left
        {"decision": Decision.UNSURE, "year": None, "title": TITLE.replace("2024", "2025")},  # years contradict it
    ],
)
def test_a_report_whose_page_changed_and_reads_otherwise_stands_as_it_was(world: World, now: dict[str, Any]) -> None:
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (TEXT.encode(), {})})
    (first,) = world.read("2025-03-02")
    world.crawl("2025-04-02", {URL: TITLE}, {URL: ("无题。".encode(), {})})
    (stored,) = world.read("2025-04-02", **now)
    assert stored.decision == "unsure"
    assert one(world, "SELECT body_id, year, state, current_version_id FROM reports") == (
        "heping", 2024, "listed", first.version_id,
    )  # fmt: skip
    assert one(world, "SELECT count(*) > 0 FROM metric_values") == (1,)
    decision, kind, year, reason = one(world, "SELECT decision, kind, year, reason FROM documents_seen")
    said = 2025 if "2025" in now.get("title", "") else 2024
    assert (decision, kind, year) == ("unsure", "fazhi_annual", now.get("year") or said)
    assert f"此前读为“{TITLE}”" in reason
    (pending,) = body_facts(world.db, "heping").sections[0].pending
    assert pending.year == year, "what it may be now is not called missing"

    # its page is what it was: all is well again, without a new version
    world.crawl("2025-05-02", {URL: TITLE}, {URL: (TEXT.encode(), {})})
    world.read("2025-05-02")
    assert one(world, "SELECT decision FROM documents_seen") == ("report",)
    assert one(world, "SELECT count(*) FROM report_versions") == (1,)


def test_a_person_may_take_away_a_report_whose_page_changed(world: World) -> None:
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (TEXT.encode(), {})})
    world.read("2025-03-02")
    world.crawl("2025-04-02", {URL: TITLE}, {URL: ("无题。".encode(), {})})
    world.read("2025-04-02", decision=Decision.NOT_A_REPORT, kind=None, year=None)
    assert one(world, "SELECT count(*) FROM reports") == (1,)
    by_hand.decide(world.db, URL, Decision.NOT_A_REPORT, None, None, "张三", "另一份文件", day("2025-04-03"))
    assert one(world, "SELECT count(*) FROM reports") == (0,)
    world.read("2025-04-04", decision=Decision.NOT_A_REPORT, kind=None, year=None)
    assert one(world, "SELECT count(*) FROM reports") == (0,)


def test_a_persons_decision_holds_at_once_and_for_ever(world: World) -> None:
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (TEXT.encode(), {})})
    world.read("2025-03-02")
    by_hand.decide(world.db, URL, Decision.NOT_A_REPORT, None, None, "张三", "草稿", day("2025-03-03"))
    assert one(world, "SELECT count(*) FROM reports") == (0,)
    world.crawl("2025-03-04", {URL: TITLE}, {})
    assert one(world, "SELECT decision, reason FROM documents_seen") == ("not_a_report", "decided by 张三: 草稿")
    assert [pending.why for pending in documents.pending_documents(world.db, "1")] == ["decision"]
    world.read("2025-03-04")
    assert one(world, "SELECT count(*) FROM reports") == (0,)
    with pytest.raises(LookupError):
        by_hand.decide(world.db, "http://elsewhere/", Decision.REPORT, None, None, "x", "y", day("2025-03-03"))
