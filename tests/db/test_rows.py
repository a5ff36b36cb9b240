"""What lists show over time: rows, places, and the state of a report that follows from them."""

from __future__ import annotations

import pytest

from db import visits
from db.by_hand import decide
from db.documents import pending_documents
from db.intake_records import BodyEntry, SectionEntry, SeenRow, Validator, VisitSummary
from db.vocabulary import BodyClass, VisitOutcome
from parsers.vocabulary import Decision, Kind
from tests.db.world import BODIES, SECTIONS, TITLE, URL, World, day

TEXT = "全区受理行政复议案件162件。"
OTHER = "http://city.example/2024.html"
CITY = SectionEntry("city-fazhi", "qinghe-city", "http://city.example/", (Kind.FAZHI_ANNUAL,))


def one(world: World, sql: str, *params: object) -> tuple:
    return world.db.conn.execute(sql, params).fetchone()


def published(world: World) -> None:
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (TEXT.encode(), {})})
    world.read("2025-03-02")


def test_rows_are_remembered_with_first_and_last_sight(world: World) -> None:
    world.crawl("2025-03-02", {URL: TITLE, "http://heping.example/n": "召开会议"}, {})
    world.crawl("2025-03-09", {URL: TITLE}, {})
    assert world.db.conn.execute(
        "SELECT title, decision, candidate, listed, first_seen_at, last_seen_at FROM documents_seen ORDER BY url DESC"
    ).fetchall() == [
        ("召开会议", "not_a_report", 0, 0, day("2025-03-02"), day("2025-03-02")),
        (TITLE, "unread", 1, 1, day("2025-03-02"), day("2025-03-09")),
    ]
    known = visits.known_documents(world.db, world.section)
    assert known[URL].candidate
    assert known[URL].fetched_at is None


def test_an_unread_row_follows_its_title_and_a_read_one_its_reading(world: World) -> None:
    world.crawl("2025-03-02", {URL: "关于会议的通知"}, {})
    world.crawl("2025-03-03", {URL: TITLE}, {})
    assert one(world, "SELECT decision, candidate FROM documents_seen") == ("unread", 1)
    world.crawl("2025-03-04", {URL: "关于会议的通知"}, {})
    assert one(world, "SELECT decision, candidate FROM documents_seen") == ("not_a_report", 0)
    world.crawl("2025-03-05", {URL: TITLE}, {URL: (TEXT.encode(), {})})
    world.read("2025-03-05")
    world.crawl("2025-03-06", {URL: "关于会议的通知"}, {})
    assert one(world, "SELECT decision, candidate, title FROM documents_seen") == ("report", 1, "关于会议的通知")


def test_a_report_is_unlisted_withdrawn_and_back(world: World) -> None:
    published(world)

    def state() -> tuple:
        return one(world, "SELECT r.state, p.state, p.state_since FROM reports r JOIN report_places p ON 1")

    assert state() == ("listed", "listed", day("2025-03-02"))
    world.crawl("2025-03-09", {}, {}, whole=False, outcome=VisitOutcome.PARTIAL, reason="page 2 failed")
    assert state()[0] == "listed", "a partial visit proves no absence"
    world.crawl("2025-03-16", {}, {})
    assert state() == ("unlisted", "unlisted", day("2025-03-16"))
    visits.document_gone(world.db, URL, day("2025-03-17"))
    assert state() == ("withdrawn", "gone", day("2025-03-17"))
    world.crawl("2025-03-18", {URL: TITLE}, {})
    assert state()[0] == "withdrawn", "a row that leads to a removed page is no publication"
    visits.document_checked(world.db, URL, day("2025-03-19"))
    assert state() == ("listed", "listed", day("2025-03-19"))


def test_a_report_in_two_sections_is_one_with_two_places_and_the_issuers_own_speaks(world: World) -> None:
    visits.sync_register(world.db, BODIES, [*SECTIONS, CITY])
    world.crawl("2025-03-01", {OTHER: "和平区2024年度报告"}, {OTHER: (TEXT.encode(), {})}, section="city-fazhi")
    world.read("2025-03-01", published_on="2025-02-20")
    assert one(world, "SELECT url, published_on, title FROM reports") == (OTHER, "2025-02-20", "和平区2024年度报告")
    published(world)
    assert one(world, "SELECT url, published_on, title, first_seen_at FROM reports") == (
        URL, "2025-03-01", TITLE, day("2025-03-01"),
    )  # fmt: skip
    assert one(world, "SELECT count(*) FROM report_places") == (2,)
    visits.document_gone(world.db, URL, day("2025-03-17"))
    assert one(world, "SELECT url, state FROM reports") == (URL, "listed")


def test_one_document_in_two_sections_is_fetched_and_read_once(world: World) -> None:
    visits.sync_register(world.db, BODIES, [*SECTIONS, CITY])
    published(world)
    world.crawl("2025-03-03", {URL: TITLE}, {}, section="city-fazhi")
    assert visits.known_documents(world.db, "city-fazhi")[URL].fetched_at == day("2025-03-02")
    assert one(world, "SELECT decision FROM documents_seen WHERE section_id = 'city-fazhi'") == ("report",)
    assert pending_documents(world.db, "1") == []
    world.crawl("2025-03-09", {}, {})
    assert one(world, "SELECT state FROM reports") == ("listed",), "the other section still lists it"


@pytest.mark.parametrize(("found_on", "baseline"), [("2025-03-02", 1), ("2025-03-09", 0)])
def test_what_the_first_whole_visit_found_is_the_baseline(world: World, found_on: str, baseline: int) -> None:
    world.crawl("2025-02-20", {}, {}, whole=False, outcome=VisitOutcome.BLIND, reason="challenge")
    for date in ("2025-03-02", "2025-03-09"):
        rows = {URL: TITLE} if date >= found_on else {}
        world.crawl(date, rows, {url: (TEXT.encode(), {}) for url in rows})
        world.read(date)
    assert one(world, "SELECT baseline FROM reports") == (baseline,)


def test_a_section_goes_blind_and_recovers(world: World) -> None:
    def section() -> tuple:
        return one(world, "SELECT state, state_reason, last_good_at, family FROM sections")

    assert section() == ("new", None, None, None)
    world.crawl("2025-03-01", {}, {})
    assert section() == ("ok", None, day("2025-03-01"), "generic")
    world.crawl("2025-03-02", {}, {}, whole=False, outcome=VisitOutcome.BLIND, reason="challenge (412)")
    assert section() == ("blind", "challenge (412)", day("2025-03-01"), "generic")
    world.crawl("2025-03-03", {}, {})
    assert section() == ("ok", None, day("2025-03-03"), "generic")


def test_validators_become_valid_with_the_end_of_their_visit(world: World) -> None:
    at = day("2025-03-02")
    run = visits.begin_run(world.db, "crawl")
    visit = visits.begin_visit(world.db, run, world.section, at, at)
    assert visits.last_whole_visit(world.db, world.section) is None
    kept = Validator("http://heping.example/fz/", '"abc"', None, "0" * 64, None)
    summary = VisitSummary(VisitOutcome.OK, True, False, 1, 20, 20, "2025-03-01", "generic", None)
    visits.end_visit(world.db, visit, summary, at, validators=[kept])
    assert visits.validators(world.db, world.section) == {kept.url: kept}
    last = visits.last_whole_visit(world.db, world.section)
    assert last is not None
    assert (last.id, last.rows_seen, last.outcome) == (visit, 20, VisitOutcome.OK)


def test_recorded_rows_of_a_decided_document_do_not_undecide_it(world: World) -> None:
    world.crawl("2025-03-02", {URL: "工作总结"}, {})
    decide(world.db, URL, Decision.REPORT, Kind.FAZHI_ANNUAL, 2024, "张三", "内容是年报", day("2025-03-03"))
    visits.record_rows(world.db, world.section, [SeenRow(URL, "工作总结", None, False, "title")], day("2025-03-04"))
    assert one(world, "SELECT decision, candidate, year FROM documents_seen") == ("report", 1, 2024)


def test_the_register_follows_the_configuration_and_keeps_history(world: World) -> None:
    published(world)
    visits.sync_register(world.db, [BODIES[0]], [CITY])
    assert one(world, "SELECT watched FROM bodies WHERE id = 'heping'") == (0,)
    assert one(world, "SELECT configured FROM sections WHERE id = 'heping-fazhi'") == (0,)
    assert one(world, "SELECT count(*) FROM reports") == (1,)
    assert set(visits.section_states(world.db)) == {"city-fazhi"}


def test_rechecks_are_due_weekly_for_new_reports_and_monthly_for_old_ones(world: World) -> None:
    old = "http://heping.example/fz/2019.html"
    world.crawl("2025-03-02", {URL: TITLE, old: "2019年报告"}, {URL: (TEXT.encode(), {}), old: (b"x", {})})
    world.read("2025-03-02")
    world.db.conn.execute("UPDATE documents_seen SET year = 2019 WHERE url = ?", [old])
    assert visits.due_rechecks(world.db, world.section, day("2025-03-08")) == []
    assert visits.due_rechecks(world.db, world.section, day("2025-03-09")) == [URL]
    assert set(visits.due_rechecks(world.db, world.section, day("2025-03-30"))) == {URL, old}
    visits.document_checked(world.db, URL, day("2025-03-30"))
    assert visits.due_rechecks(world.db, world.section, day("2025-03-31")) == [old]


def test_a_listed_report_whose_title_names_no_year_is_looked_at_each_visit(world: World) -> None:
    world.crawl("2025-03-02", {URL: "和平县人民政府法治政府建设年度报告"}, {URL: (TEXT.encode(), {})})
    world.read("2025-03-02")
    assert visits.due_rechecks(world.db, world.section, day("2025-03-03")) == [URL]
    world.db.conn.execute("UPDATE documents_seen SET listed = 0")
    assert visits.due_rechecks(world.db, world.section, day("2025-03-03")) == []


@pytest.mark.parametrize(
    ("issuer", "region", "owner"),
    [
        ("清河市和平区人民政府", "990101", "heping"),
        ("清河市和平区人民政府", None, "heping"),
        ("和平区人民政府办公厅", "990101", None),
        ("和平区人民政府", "990101", "heping"),
        ("和平区人民政府", None, "heping"),  # the section's body: the hint decides
        ("和平区人民政府", "550101", None),  # another province's district of the same name
        ("中共清河市和平区委全面依法治区委员会办公室", "990101", "heping"),
        ("清河市司法局", "990000", None),
    ],
)
def test_a_report_counts_for_the_body_that_its_issuer_means(
    world: World, issuer: str, region: str | None, owner: str | None
) -> None:
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (TEXT.encode(), {})})
    world.read("2025-03-02", issuer=issuer, region=region)
    body, watched, name = one(world, "SELECT b.id, b.watched, b.name FROM reports r JOIN bodies b ON b.id = r.body_id")
    if owner:
        assert body == owner
    else:
        assert (body.startswith("issuer-"), watched, name) == (True, 0, issuer)


@pytest.mark.parametrize("region", ["990000", None])
def test_an_issuer_that_is_configured_later_gets_its_reports(world: World, region: str | None) -> None:
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (TEXT.encode(), {})})
    world.read("2025-03-02", issuer="清河市司法局", region=region)
    bureau = BodyEntry("sfj", "清河市司法局", BodyClass.DEPARTMENT, region="990000")
    visits.sync_register(world.db, [*BODIES, bureau], SECTIONS)
    assert one(world, "SELECT body_id, url FROM reports") == ("sfj", URL)


def test_joined_reports_keep_both_places(world: World) -> None:
    other = "http://heping.example/fz/copy.html"
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (TEXT.encode(), {})})
    world.read("2025-03-02", issuer="清河市司法局", region="990000")
    bureau = BodyEntry("sfj", "司法局", BodyClass.DEPARTMENT, region="990000")
    visits.sync_register(world.db, [*BODIES, bureau], SECTIONS)
    world.crawl("2025-03-03", {URL: TITLE, other: TITLE}, {other: (TEXT.encode(), {})})
    world.read("2025-03-03", issuer="司法局", region="990000")
    assert one(world, "SELECT count(*) FROM reports") == (2,)
    bureau = BodyEntry("sfj", "清河市司法局", BodyClass.DEPARTMENT, aliases=("司法局",), region="990000")
    visits.sync_register(world.db, [*BODIES, bureau], SECTIONS)
    assert one(world, "SELECT count(*), min(body_id) FROM reports") == (1, "sfj")
    assert one(world, "SELECT count(*), count(DISTINCT report_id) FROM report_versions") == (2, 1)
    assert one(world, "SELECT count(*), count(DISTINCT report_id) FROM metric_values") == (2, 1)
