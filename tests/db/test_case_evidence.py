"""What a case stands on: the archived first page of a visit, and only of that visit."""

from __future__ import annotations

import pytest

from db import visits
from db.archive import Archive, archive_name
from db.case_evidence import fetch_visits
from db.intake_records import CaptureDraft
from parsers.vocabulary import Role, Verdict
from tests.db.world import World, day


@pytest.mark.parametrize(
    ("verdict", "shown"),
    [(Verdict.NOT_MODIFIED, True), (Verdict.UNREACHABLE, False), (Verdict.GONE, False), (Verdict.ROBOTS, False)],
)
def test_only_an_unchanged_page_is_the_one_archived_before(world: World, verdict: Verdict, shown: bool) -> None:
    first = world.crawl("2025-01-02", {}, {})
    (run,) = world.db.conn.execute("SELECT run_id FROM visits").fetchone()
    url, at = "http://heping.example/fz/", day("2025-01-02")
    with Archive(world.archive_folder, archive_name(run, at)) as archive:
        world.capture(archive, run, first, Role.LIST, url, url, b"<ul></ul>", at)
    (page,) = world.db.conn.execute("SELECT sha256 FROM captures").fetchone()
    visit = visits.begin_visit(world.db, run, world.section, day("2025-04-02"), day("2025-04-02"))
    draft = CaptureDraft(
        run_id=run, visit_id=visit, section_id=world.section, role=Role.LIST, url=url, document_url=None,
        fetched_at=day("2025-04-02"), verdict=verdict, http_status=None, media_type=None, record=None,
    )  # fmt: skip
    visits.record_capture(world.db, draft)
    before, later = fetch_visits(world.db, [first, visit])
    assert before.first_page_sha256 == page is not None
    assert later.first_page_sha256 == (page if shown else None)


def test_every_list_page_of_a_walk_is_named_once_in_order(world: World) -> None:
    visit = world.crawl("2025-04-02", {}, {})
    (run,) = world.db.conn.execute("SELECT run_id FROM visits").fetchone()
    at = day("2025-04-02")
    pages = [f"http://heping.example/fz/{name}" for name in ("", "index_2.html", "index_3.html", "index_2.html")]
    with Archive(world.archive_folder, archive_name(run, at)) as archive:
        for number, url in enumerate(pages):
            world.capture(archive, run, visit, Role.LIST, url, url, f"<ul>{number}</ul>".encode(), at)
    shas = [sha for (sha,) in world.db.conn.execute("SELECT sha256 FROM captures ORDER BY id")]
    (visited,) = fetch_visits(world.db, [visit])
    assert visited.page_sha256 == tuple(shas[:3])
