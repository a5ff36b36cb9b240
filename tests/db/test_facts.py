"""What judging is given of a body, now and as of an earlier day."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from db.documents import pending_documents, store_reading
from db.facts import body_facts, body_ids, iter_body_facts
from db.intake_records import BodyEntry, CaptureDraft
from db.judged import current_stamps
from db.register import sync_register
from db.visits import record_capture
from db.vocabulary import BodyClass, VisitOutcome
from parsers.records import MetricValue
from parsers.vocabulary import Method, Qualifier, Role, Scope, ValueBasis, Verdict
from tests.db.world import BODIES, PARSER, SECTIONS, TITLE, URL, World, day, read_text

OLD = "全区受理行政复议案件162件。"
NEW = "全区受理行政复议案件163件。"


@pytest.fixture
def edited(world: World) -> World:
    """Found on 2 March, edited by 2 April, taken from the list by 9 April."""
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (OLD.encode(), {})})
    world.read("2025-03-02")
    world.crawl("2025-04-02", {URL: TITLE}, {URL: (NEW.encode(), {})})
    world.read("2025-04-02")
    world.crawl("2025-04-09", {"http://heping.example/fz/other.html": "关于印发工作要点的通知"}, {})
    return world


def test_a_body_with_all_that_judging_needs(edited: World) -> None:
    facts = body_facts(edited.db, "heping")
    assert (facts.name, facts.cls, facts.watched, facts.since) == (
        "清河市和平区人民政府", "county_government", True, 2022,
    )  # fmt: skip
    (section,) = facts.sections
    assert [visit.seen_at for visit in section.visits] == [day("2025-03-02"), day("2025-04-02"), day("2025-04-09")]
    assert section.last_good_at == day("2025-04-09")
    (report,) = facts.reports
    assert (report.year, report.state, report.baseline, report.first_seen_at) == (
        2024, "unlisted", True, day("2025-03-02"),
    )  # fmt: skip
    (value,) = report.values
    assert (value.metric, value.value, value.qualifier, value.quotes) == ("reconsideration_accepted", 163, "eq", (NEW,))
    assert [version.change for version in report.versions] == ["first", "figures"]
    (revision,) = report.revisions
    assert [dict(change) for change in revision.changes] == [
        {"label": "全区受理行政复议案件", "metric": "reconsideration_accepted", "old": 162.0, "new": 163.0,
         "old_quote": OLD, "new_quote": NEW},
    ]  # fmt: skip
    assert len(report.clauses) == 1
    assert [place.alike for place in report.places] == [()]
    with edited.db.conn as conn:
        conn.execute("UPDATE report_places SET published_on = '2025-07-10'")
        conn.execute("UPDATE documents_seen SET row_date = '2025-07-10'")
        conn.execute("UPDATE documents_seen SET decision = 'report', year = 2021 WHERE url <> ?", [URL])
    assert sorted(body_facts(edited.db, "heping").reports[0].places[0].alike) == [2021, 2024]
    assert report.findings == (), "sums that hold are no one's business"
    edited.db.conn.execute("UPDATE findings SET verdict = 'disagrees'")
    (report,) = body_facts(edited.db, "heping").reports
    assert report.findings[0].numbers[0]["value"] == 163.0
    assert report.partly == ()
    edited.db.conn.execute("UPDATE figures SET period = '2024-01/2024-06'")
    (half,) = body_facts(edited.db, "heping").reports[0].partly
    assert (half.metric, half.period, half.value, half.quote) == (value.metric, "2024-01/2024-06", 163, NEW)
    assert report.prior == ()
    edited.db.conn.execute("UPDATE figures SET period = '2023', tense = 'prior', metric = NULL")
    (report,) = body_facts(edited.db, "heping").reports
    assert [(told.metric, told.period, told.value) for told in report.prior] == [(None, "2023", 163)]
    assert report.partly == ()


@pytest.mark.parametrize("as_of", ["2025-03-20", day("2025-03-20", "23:00:00")])
def test_as_of_hides_what_was_seen_later(edited: World, as_of: str) -> None:
    facts = body_facts(edited.db, "heping", as_of=as_of)
    (section,) = facts.sections
    assert [visit.seen_at for visit in section.visits] == [day("2025-03-02")]
    assert section.last_good_at == day("2025-03-02")
    (report,) = facts.reports
    assert (report.state, report.values[0].value, report.revisions) == ("listed", 162, ())
    assert body_facts(edited.db, "heping", as_of="2025-03-01").reports == ()
    assert body_facts(edited.db, "heping", as_of="2025-03-01").sections[0].state == "new"


def test_a_report_is_told_to_every_body_among_its_issuers(edited: World) -> None:
    assert body_facts(edited.db, "qinghe-city").joint == ()
    before = current_stamps(edited.db, "")
    names = json.dumps(["清河市和平区人民政府", "清河市人民政府"], ensure_ascii=False)
    edited.db.conn.execute("UPDATE reports SET issuers = ?", [names])
    (joint,) = body_facts(edited.db, "qinghe-city").joint
    assert (joint.year, joint.first_seen_at, len(joint.versions)) == (2024, day("2025-03-02"), 2)
    assert body_facts(edited.db, "qinghe-city", as_of="2025-03-01").joint == ()
    assert body_facts(edited.db, "heping").joint == (), "its own is no joint one"
    after = current_stamps(edited.db, "")
    assert before["qinghe-city"] != after["qinghe-city"], "it is judged anew"
    edited.db.conn.execute("INSERT INTO body_names (name, body_id) VALUES ('清河市人民政府', 'heping')")
    assert body_facts(edited.db, "qinghe-city").joint == (), "a name that two bodies bear decides nothing"


def test_pending_documents_are_told(world: World) -> None:
    world.crawl("2025-04-02", {URL: TITLE}, {}, outcome=VisitOutcome.PARTIAL, whole=False, reason="page 2 failed")
    (section,) = body_facts(world.db, "heping").sections
    assert [(document.url, document.decision) for document in section.pending] == [(URL, "unread")]
    assert (section.state, section.state_reason, section.last_good_at) == ("ok", "page 2 failed", None)


def test_old_visits_are_told_by_the_first_and_last_whole_one(world: World) -> None:
    for date in ("2024-01-01", "2024-02-01", "2024-03-01", "2025-03-01", "2025-03-08"):
        world.crawl(date, {}, {}, whole=date < "2025")
    (section,) = body_facts(world.db, "heping").sections
    assert [visit.seen_at[:10] for visit in section.visits] == ["2024-01-01", "2024-03-01", "2025-03-01", "2025-03-08"]


def test_the_beginning_of_a_trouble_is_told_however_old(world: World) -> None:
    for date, outcome in {
        "2024-01-01": "ok", "2024-02-01": "partial", "2024-02-02": "partial", "2024-03-01": "blind",
        "2024-04-01": "blind", "2025-03-01": "blind", "2025-03-08": "blind",
    }.items():  # fmt: skip
        world.crawl(date, {}, {}, whole=outcome == "ok", outcome=VisitOutcome(outcome))
    (section,) = body_facts(world.db, "heping").sections
    assert [visit.seen_at[:10] for visit in section.visits] == [
        "2024-01-01", "2024-02-01", "2024-02-02", "2024-03-01", "2025-03-01", "2025-03-08",
    ]  # fmt: skip


def test_the_last_walk_without_a_report_that_claims_an_earlier_day_is_told_however_old(world: World) -> None:
    for date in ("2024-12-01", "2025-03-05", "2025-03-09"):
        world.crawl(date, {}, {})
    world.crawl("2025-03-12", {URL: TITLE}, {URL: (OLD.encode(), {})})
    world.read("2025-03-12")
    world.crawl("2026-01-01", {URL: TITLE}, {})
    (section,) = body_facts(world.db, "heping").sections
    assert [visit.seen_at[:10] for visit in section.visits] == ["2024-12-01", "2025-03-09", "2026-01-01"]


def test_bodies_stream_in_order(world: World) -> None:
    assert [facts.id for facts in iter_body_facts(world.db)] == body_ids(world.db) == ["heping", "qinghe-city"]
    assert body_ids(world.db, watched_only=True) == ["heping"]
    with pytest.raises(LookupError):
        body_facts(world.db, "nowhere")


def test_a_computed_value_shows_every_sentence_it_stands_on(world: World) -> None:
    text = "收到申请162件。\n受理近151件。"
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (text.encode(), {})})
    reading = read_text(URL, text)
    received, accepted = reading.figures
    rate = MetricValue(
        "reconsideration_acceptance_rate", Scope.AREA, "2024", 93.2, "%", ValueBasis.COMPUTED, 151, 162,
        "reconsideration_received", False, 88.2, 96.2, figure=None, figures=(1, 0),
    )  # fmt: skip
    reading = replace(
        reading,
        figures=(received, accepted._replace(qualifier=Qualifier.LT, metric=None)),
        metric_values=(*reading.metric_values[:1], rate),
    )
    store_reading(world.db, reading, capture_ids=[1], seen_at=day("2025-03-02"))
    (report,) = body_facts(world.db, "heping").reports
    stated, computed = report.values
    assert (stated.qualifier, stated.quotes) == ("eq", ("收到申请162件。",))
    assert (computed.qualifier, computed.quotes) == ("lt", ("受理近151件。", "收到申请162件。"))
    assert (computed.numerator, computed.denominator, computed.base) == (151, 162, "reconsideration_received")
    assert set(computed.figure_ids) > set(stated.figure_ids)


def test_two_places_that_show_other_numbers_have_other_keys(world: World) -> None:
    copy = "http://heping.example/fz/copy.html"
    world.crawl("2025-03-02", {URL: TITLE, copy: TITLE}, {URL: (OLD.encode(), {}), copy: (NEW.encode(), {})})
    world.read("2025-03-02")
    (report,) = body_facts(world.db, "heping").reports
    keys = {version.values_key for version in report.versions}
    assert len(keys) == len(report.places) == 2
    assert "" not in keys


FILE = "http://heping.example/fz/report.pdf"


def _standing(world: World) -> tuple[str, str, tuple[str, ...]]:
    """The report's state, what is broken at its place, and the changes of its versions."""
    (report,) = body_facts(world.db, "heping").reports
    return report.state, report.places[0].broken, tuple(version.change for version in report.versions)


def test_a_file_that_became_unreadable_is_told_and_what_was_read_stays(world: World) -> None:
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (b"page", {FILE: OLD.encode()})})
    world.read("2025-03-02")
    assert _standing(world) == ("listed", "", ("first",))
    world.crawl("2025-03-09", {URL: TITLE}, {URL: (b"page", {FILE: b"%PDF cut"})})
    (pending,) = pending_documents(world.db, PARSER)
    nothing = replace(read_text(URL, "", method=Method.NONE), figures=(), metric_values=())
    store_reading(world.db, nothing, capture_ids=pending.capture_ids, seen_at=day("2025-03-09"))
    assert _standing(world) == ("listed", "unreadable", ("first",))
    world.crawl("2025-03-16", {URL: TITLE}, {URL: (b"page", {FILE: OLD.encode()})})
    world.read("2025-03-16")
    assert _standing(world) == ("listed", "", ("first",))


def test_a_text_that_was_edited_and_read_is_not_broken(edited: World) -> None:
    assert _standing(edited) == ("unlisted", "", ("first", "figures"))


def test_an_attachment_gone_from_behind_its_page_is_told_until_it_is_back(world: World) -> None:
    world.crawl("2025-03-02", {URL: TITLE}, {URL: (b"page", {FILE: OLD.encode()})})
    world.read("2025-03-02")
    for verdict, broken in (
        (Verdict.GONE, "attachment_gone"),
        (Verdict.ERROR, "attachment_gone"),  # an answer that says nothing settles nothing
        (Verdict.NOT_MODIFIED, ""),
        (Verdict.SOFT_404, "attachment_gone"),
        (Verdict.OK, ""),
    ):
        record_capture(
            world.db,
            CaptureDraft(
                run_id=1, visit_id=1, section_id=world.section, role=Role.ATTACHMENT, url=FILE, document_url=URL,
                fetched_at=day("2025-04-20"), verdict=verdict,
            ),
        )  # fmt: skip
        assert _standing(world) == ("listed", broken, ("first",)), verdict


NEW_NAME = BodyEntry("heping-new", "清河市新和平区人民政府", BodyClass.COUNTY_GOVERNMENT, region="990102", since=2024)
NO_MORE = replace(BODIES[1], until=2023, successor="heping-new")


def test_a_renamed_body_s_report_is_told_to_the_one_that_owes_it(edited: World) -> None:
    before = current_stamps(edited.db, "")
    sync_register(edited.db, [BODIES[0], NO_MORE, NEW_NAME], SECTIONS)
    (late,) = body_facts(edited.db, "heping-new").succeeded
    assert (late.year, body_facts(edited.db, "heping").succeeded) == (2024, ())
    assert "heping-new" not in before
    still = replace(NO_MORE, until=2024)
    sync_register(edited.db, [BODIES[0], still, NEW_NAME], SECTIONS)
    assert body_facts(edited.db, "heping-new").succeeded == (), "the old body's last year is its own"
    other = replace(NO_MORE, id="hebei", name="清河市河北区人民政府", aliases=())
    sync_register(edited.db, [BODIES[0], NO_MORE, other, NEW_NAME], SECTIONS)
    assert body_facts(edited.db, "heping-new").succeeded == (), "one of two that were merged is not the whole"


def test_the_new_name_on_a_report_of_an_earlier_year(edited: World) -> None:
    since = replace(NEW_NAME, since=2025)
    sync_register(edited.db, [BODIES[0], replace(NO_MORE, until=2024), since], SECTIONS)
    edited.db.conn.execute("UPDATE reports SET body_id = 'heping-new'")
    assert [report.year for report in body_facts(edited.db, "heping").succeeded] == [2024]
    sync_register(edited.db, [BODIES[0], replace(NO_MORE, until=2024), replace(since, since=2020)], SECTIONS)
    assert body_facts(edited.db, "heping").succeeded == (), "that one had a report of its own to give"


def test_a_report_of_nobody_configured_is_told_to_the_body_whose_section_lists_it(world: World) -> None:
    world.crawl("2025-03-02", {URL: "清河市和苹区2024年度法治政府建设情况报告"}, {URL: (OLD.encode(), {})})
    before = current_stamps(world.db, "")
    world.read("2025-03-02", issuer="清河市和苹区人民政府", region=None)
    facts = body_facts(world.db, "heping")
    (stray,) = facts.strays
    assert (stray.kind, stray.year, stray.reason, facts.reports) == ("fazhi_annual", 2024, "清河市和苹区人民政府", ())
    assert body_facts(world.db, "heping", as_of="2025-03-01").strays == ()
    assert before["heping"] != current_stamps(world.db, "")["heping"]
    world.crawl("2025-04-02", {"http://heping.example/fz/other.html": "关于印发工作要点的通知"}, {})
    assert body_facts(world.db, "heping").strays == (), "no list shows it any more"


def test_whose_reports_a_section_lists_where_none_is_its_own(world: World) -> None:
    theirs = "http://heping.example/fz/slj.html"
    title = "和平区水利局2024年法治政府建设年度报告"
    world.crawl("2025-03-02", {theirs: title}, {theirs: (OLD.encode(), {})})
    world.read("2025-03-02", issuer="清河市和平区水利局")
    (section,) = body_facts(world.db, "heping").sections
    assert [(other.kind, other.name) for other in section.others] == [("fazhi_annual", "清河市和平区水利局")]
    world.crawl("2025-03-09", {theirs: title, URL: TITLE}, {URL: (NEW.encode(), {})})
    world.read("2025-03-09")
    (section,) = body_facts(world.db, "heping").sections
    assert section.others == ()
