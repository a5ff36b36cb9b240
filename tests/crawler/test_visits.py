"""Sections over several days: what is asked again, what is carried forward, and what is never lost."""

from __future__ import annotations

import itertools
import os
import signal
import time
from contextlib import ExitStack

import pytest

from crawler.known import Failing, gone_since
from db.database import open_database
from tests.crawler.conftest import House
from tests.crawler.portal import (
    NEWS,
    TITLE,
    Answer,
    Portal,
    Reply,
    article,
    cut_off,
    in_turn,
    list_page,
    news,
    pdf,
    robots,
    row,
    silence,
)

LIST = "/c1/index.html"
SECOND = "/c1/pages/2.html"
THIRD = "/c1/pages/3.html"
DETAIL = "/c1/20250228/i1.html"
OLDER = "/c1/20240228/i2.html"
FILE = "/att/2023.pdf"


def fill(portal: Portal) -> None:
    """A list of three pages with two reports, the older one in an attachment."""
    portal.pages = {
        "/robots.txt": robots(),
        LIST: list_page([row(DETAIL, TITLE.format(year=2024)), *news(5)], SECOND),
        SECOND: list_page([row(OLDER, TITLE.format(year=2023), "2024-02-28"), *news(5, 20)], THIRD),
        THIRD: list_page(news(3, 30)),
        DETAIL: article(TITLE.format(year=2024)),
        OLDER: article(TITLE.format(year=2023), [(FILE, "2023年度报告.pdf")]),
        FILE: pdf(),
    }


def documents(house: House) -> dict[str, tuple[int, bool]]:
    """Candidates by path: listed, fetched."""
    rows = house.rows("SELECT url, listed, fetched_at FROM documents_seen WHERE candidate = 1")
    return {row["url"].split("/", 3)[3]: (row["listed"], row["fetched_at"] is not None) for row in rows}


def test_an_article_on_several_pages_is_fetched_whole(house: House, portal: Portal) -> None:
    fill(portal)
    two, three = (DETAIL.replace(".html", f"_{number}.html") for number in (2, 3))
    for path, next_path in ((DETAIL, two), (two, three), (three, DETAIL)):
        page = article(TITLE.format(year=2024))
        page.body = page.body.replace(b"</body>", f'<p><a href="{next_path}">下一页</a></p></body>'.encode())
        portal.pages[path] = page
    house.section("s", portal.url(LIST))
    house.crawl(day=0)
    parts = [capture for capture in house.captures("s") if capture["document_url"] == portal.url(DETAIL)]
    assert [(part["role"], part["label"], part["position"]) for part in parts] == [
        ("detail", None, None),
        ("attachment", "第2页", 1),
        ("attachment", "第3页", 2),
    ]
    assert documents(house)[DETAIL[1:]] == (1, True)
    portal.forget()
    section = house.sections["s"]
    house.sections["s"] = section.model_copy(update={"recheck": (portal.url(DETAIL),)})
    house.crawl(day=8)
    assert [path for path in portal.paths() if path in (DETAIL, two, three)] == [DETAIL, two, three]
    portal.pages[three] = Answer(b"", 503)
    changed = article(TITLE.format(year=2024), text="修改后的正文，另起一段，写得更长一些。" * 20)
    changed.body = changed.body.replace(b"</body>", f'<p><a href="{two}">下一页</a></p></body>'.encode())
    portal.pages[DETAIL] = changed
    house.crawl(day=15)
    digests = house.rows("SELECT checked_at FROM documents_seen WHERE url = ?", portal.url(DETAIL))
    assert digests[0]["checked_at"].startswith("2026-03-28"), "half of an article is not the article"


def test_days_of_one_section(house: House, portal: Portal) -> None:
    fill(portal)
    house.section("s", portal.url(LIST))

    # the first visit walks all pages and fetches each candidate and its attachment once
    outcome = house.crawl(day=0)
    assert portal.paths() == ["/robots.txt", LIST, SECOND, THIRD, DETAIL, OLDER, FILE]
    assert (outcome.result.visits, outcome.result.requests, outcome.result.captures) == (1, 7, 6)
    visit = house.visit("s")
    assert (visit["whole"], visit["unchanged"], visit["pages"], visit["rows_seen"]) == (1, 0, 3, 15)
    roles = [(c["role"], c["document_url"], c["position"], c["label"]) for c in house.captures("s")]
    assert roles == [
        ("list", None, None, None),
        ("list", None, None, None),
        ("list", None, None, None),
        ("detail", portal.url(DETAIL), None, None),
        ("detail", portal.url(OLDER), None, None),
        ("attachment", portal.url(OLDER), 1, "2023年度报告.pdf"),
    ]

    # nothing new: robots.txt and one conditional request
    portal.forget()
    house.crawl(day=1)
    assert portal.paths() == ["/robots.txt", LIST]
    assert portal.asked[1].conditional
    visit = house.visit("s")
    assert (visit["outcome"], visit["whole"], visit["unchanged"], visit["rows_seen"]) == ("ok", 1, 1, 15)
    assert [c["verdict"] for c in house.captures("s")] == ["not_modified"]

    # a new report on page 1: page 2 holds only known rows, so the visit stands on the walk of day 0
    portal.forget()
    new = "/c1/20260301/i3.html"
    portal.pages[new] = article(TITLE.format(year=2025))
    portal.pages[LIST] = list_page(
        [row(new, TITLE.format(year=2025), "2026-03-01"), row(DETAIL, TITLE.format(year=2024)), *news(5)], SECOND
    )
    house.crawl(day=2)
    assert portal.paths() == ["/robots.txt", LIST, SECOND, new]
    visit = house.visit("s")
    assert (visit["whole"], visit["unchanged"], visit["newest_row_on"]) == (1, 1, "2026-03-01")

    # the walk of day 0 is too old to stand on: all pages again, each conditional, its rows from the archive
    portal.forget()
    house.crawl(day=9)
    assert portal.paths() == ["/robots.txt", LIST, SECOND, THIRD]
    assert all(asked.conditional for asked in portal.asked[1:])
    visit = house.visit("s")
    assert (visit["whole"], visit["unchanged"], visit["rows_seen"], visit["pages"]) == (1, 0, 16, 3)

    # a report is taken off the list: a whole walk says so
    portal.pages[SECOND] = list_page(news(5, 20), THIRD)
    house.sections["s"] = house.sections["s"].model_copy(update={"full": True})
    house.crawl(day=10)
    assert documents(house)[OLDER[1:]] == (0, True)
    assert documents(house)[DETAIL[1:]] == (1, True)


def test_a_list_without_validators_is_told_by_its_bytes(house: House, portal: Portal) -> None:
    fill(portal)
    for page in portal.pages.values():
        assert isinstance(page, Answer)
        page.etag = False
    house.section("s", portal.url(LIST))
    house.crawl(day=0)
    portal.forget()
    house.crawl(day=1)
    assert portal.paths() == ["/robots.txt", LIST]
    assert house.visit("s")["unchanged"] == 1


def test_what_could_not_be_fetched_is_tried_again(house: House, portal: Portal) -> None:
    fill(portal)
    broken = Answer(b"x", 500)
    portal.pages[DETAIL] = broken
    portal.pages[FILE] = broken
    house.section("s", portal.url(LIST))
    house.crawl(day=0)
    assert documents(house) == {DETAIL[1:]: (1, False), OLDER[1:]: (1, False)}
    assert house.visit("s")["whole"] == 1
    assert house.visit("s")["reason"] == "documents that could not be fetched: 2"
    fill(portal)
    portal.forget()
    house.crawl(day=1)
    assert portal.paths() == ["/robots.txt", LIST, DETAIL, OLDER, FILE]
    assert documents(house) == {DETAIL[1:]: (1, True), OLDER[1:]: (1, True)}


def test_a_changed_row_is_fetched_again_and_a_recheck_is_conditional(house: House, portal: Portal) -> None:
    fill(portal)
    house.section("s", portal.url(LIST))
    house.crawl(day=0)

    portal.forget()
    section = house.sections["s"]
    house.sections["s"] = section.model_copy(update={"recheck": (portal.url(OLDER),)})
    house.crawl(day=1)
    assert portal.paths() == ["/robots.txt", LIST, OLDER, FILE]
    assert all(asked.conditional for asked in portal.asked[1:])
    checked = house.rows("SELECT checked_at FROM documents_seen WHERE url = ?", portal.url(OLDER))
    assert checked[0]["checked_at"].startswith("2026-03-21")

    # the attachment is replaced in place: its page does not change, and yet it is seen
    before = house.rows("SELECT bundle_sha256 FROM documents_seen WHERE url = ?", portal.url(OLDER))
    portal.pages[FILE] = pdf("another text")
    house.crawl(day=2)
    assert house.rows("SELECT bundle_sha256 FROM documents_seen WHERE url = ?", portal.url(OLDER)) != before

    # a page that is gone is said to be gone
    portal.pages[OLDER] = Answer.html("<title>404</title>", status=404)
    house.crawl(day=3)
    assert [c["verdict"] for c in house.captures("s") if c["role"] == "detail"] == ["gone"]

    # the list shows another date for a known report
    house.sections["s"] = section
    portal.forget()
    portal.pages[LIST] = list_page([row(DETAIL, TITLE.format(year=2024), "2025-03-31"), *news(5)], SECOND)
    house.crawl(day=4)
    assert DETAIL in portal.paths()


def test_a_partial_visit_is_not_stood_upon(house: House, portal: Portal) -> None:
    fill(portal)
    house.section("s", portal.url(LIST))
    house.crawl(day=0)
    # day 1: page 1 holds only new rows, and page 2, where others went, fails
    portal.pages[LIST] = list_page(news(6, 40), SECOND)
    lost = row("/c1/20260302/i7.html", TITLE.format(year=2025), "2026-03-02")
    good = list_page([lost, row(DETAIL, TITLE.format(year=2024)), *news(5)], THIRD)
    portal.pages[SECOND] = Answer(b"x", 500)
    house.crawl(day=1)
    assert house.visit("s")["outcome"] == "partial"
    # day 2: page 1 is as on day 1; that alone must not make the visit whole
    portal.pages[SECOND] = good
    portal.pages[THIRD] = list_page([row(OLDER, TITLE.format(year=2023), "2024-02-28"), *news(5, 20)])
    portal.pages["/c1/20260302/i7.html"] = article(TITLE.format(year=2025))
    portal.forget()
    house.crawl(day=2)
    visit = house.visit("s")
    assert (visit["whole"], visit["unchanged"], visit["pages"]) == (1, 0, 3)
    assert "/c1/20260302/i7.html" in portal.paths()


def test_a_list_that_lost_its_rows_is_doubted_for_three_days(house: House, portal: Portal) -> None:
    fill(portal)
    house.section("s", portal.url(LIST))
    house.crawl(day=0)
    portal.pages[LIST] = list_page([row(DETAIL, TITLE.format(year=2024)), *news(4)])
    for day, whole in ((1, 0), (2, 0), (4, 1)):
        house.crawl(day=day)
        visit = house.visit("s")
        assert visit["whole"] == whole, visit["reason"]
        assert whole or "known rows are gone" in visit["reason"]


def test_what_was_seen_of_a_list_reaches_back_as_long_as_it_is_followed(house: House, portal: Portal) -> None:
    """A list without an end goes back to its oldest row, and to that of visits before; another one begins anew."""
    house.section("s", portal.url(LIST))
    reaches = []

    def shows(*numbers: int, day: int) -> None:
        rows = [row(f"/c1/202603{n:02}/i{n}.html", NEWS.format(n=n), f"2026-03-{n:02}") for n in numbers]
        pages = {f"/c1/202603{n:02}/i{n}.html": article(NEWS.format(n=n)) for n in numbers}
        portal.pages = {"/robots.txt": robots(), LIST: list_page(rows), **pages}
        house.sections["s"] = house.sections["s"].model_copy(update={"full": True})
        house.crawl(day=day)
        reaches.append(house.visit("s")["reach"])

    shows(7, 6, 5, 4, 3, day=0)
    shows(8, 7, 6, 5, 4, day=3)  # the oldest is gone, and its page with it
    for day in (4, 6, 8):
        shows(26, 25, 24, 23, 22, day=day)
    assert house.visit("s")["whole"] == 1, "the rows before and their pages are gone for days"
    assert reaches == ["2026-03-03", "2026-03-03", None, None, "2026-03-22"]


def test_another_list_in_the_place_of_the_list_is_doubted_for_good(house: House, portal: Portal) -> None:
    """Its rows are known from the second visit on, and vouch for nothing."""
    fill(portal)
    house.section("s", portal.url(LIST))
    house.crawl(day=0)
    for day in (1, 3, 8):
        portal.pages[LIST] = list_page(news(5, 80 - day))
        house.crawl(day=day)
        visit = house.visit("s")
        assert (visit["outcome"], visit["whole"]) == ("partial", 0)
        assert "known rows are gone" in visit["reason"]


def test_a_template_without_an_end_is_believed_once_it_ends_so_again(house: House, portal: Portal) -> None:
    """HTTP/1.0 and no `</html>`: a page is doubted until a later night shows that its portal always writes so."""
    fill(portal)
    portal.pages[LIST] = _endless_markup(list_page([row(DETAIL, TITLE.format(year=2024)), *news(5)]))
    portal.pages[DETAIL] = _endless_markup(article(TITLE.format(year=2024)))
    house.section("s", portal.url(LIST))
    house.crawl(day=0)
    visit = house.visit("s")
    assert (visit["outcome"], visit["whole"]) == ("partial", 0)
    assert visit["reason"].startswith("cut off: there is no </html>, and the transfer did not say")
    assert documents(house) == {DETAIL[1:]: (1, False)}
    house.crawl(day=1)
    assert (house.visit("s")["whole"], documents(house)) == (1, {DETAIL[1:]: (1, True)})


def test_two_pages_that_end_alike_vouch_for_each_other(house: House, portal: Portal) -> None:
    fill(portal)
    foot = f"<div class='foot'>{'主办单位：芦淞区人民政府　' * 9}</div>"
    for path in (LIST, SECOND, THIRD):
        portal.pages[path] = _endless_markup(portal.pages[path], foot)
    house.section("s", portal.url(LIST))
    house.crawl(day=0)
    assert house.visit("s")["whole"] == 1
    cut = portal.pages[SECOND] = _endless_markup(list_page(news(5, 20), THIRD))  # without its foot
    assert cut is not None
    house.sections["s"] = house.sections["s"].model_copy(update={"full": True})
    house.crawl(day=1)
    visit = house.visit("s")
    assert (visit["outcome"], "cut off" in visit["reason"]) == ("partial", True)


def _endless_markup(page: Reply, foot: str = "") -> Reply:
    assert isinstance(page, Answer)
    return cut_off(page.body.replace(b"</body></html>", foot.encode()))


def test_a_full_walk_asks_for_the_pages_themselves(house: House, portal: Portal) -> None:
    """A cache that says "not modified" whatever happens would prove an absence with an old page."""
    fill(portal)
    section = house.section("s", portal.url(LIST))
    house.crawl(day=0)
    house.sections["s"] = section.model_copy(update={"full": True})
    portal.forget()
    house.crawl(day=1)
    lists = [asked for asked in portal.asked if asked.path in (LIST, SECOND, THIRD)]
    assert [asked.conditional for asked in lists] == [False, False, False]
    assert {asked.headers["cache-control"] for asked in lists} == {"no-cache"}


def test_since_when_a_page_is_gone(house: House, portal: Portal) -> None:
    def since() -> str | None:
        db = open_database(house.folder, read_only=True)
        try:
            return gone_since(db, portal.url(OLDER))
        finally:
            db.close()

    fill(portal)
    section = house.section("s", portal.url(LIST))
    house.crawl(day=0)
    assert since() is None
    house.sections["s"] = section.model_copy(update={"recheck": (portal.url(OLDER),)})
    there = portal.pages.pop(OLDER)
    house.crawl(day=8)
    first = since()
    house.crawl(day=9)
    assert since() == first is not None
    portal.pages[OLDER] = there
    house.crawl(day=10)
    assert since() is None, "an answer in between begins anew"


def test_since_leaves_older_candidates_alone(house: House, portal: Portal) -> None:
    fill(portal)
    house.section("s", portal.url(LIST))
    house.crawl(day=0, since_year=2025)
    assert portal.paths() == ["/robots.txt", LIST, SECOND, THIRD, DETAIL]
    assert documents(house)[OLDER[1:]] == (1, False)


def test_two_sections_fetch_a_common_document_once(house: House, portal: Portal) -> None:
    fill(portal)
    portal.pages["/c2/index.html"] = list_page([row(DETAIL, TITLE.format(year=2024)), *news(5, 60)])
    house.section("one", portal.url(LIST))
    house.section("two", portal.url("/c2/index.html"))
    house.crawl(day=0)
    assert portal.paths().count(DETAIL) == 1
    rows = house.rows("SELECT section_id, fetched_at FROM documents_seen WHERE url = ?", portal.url(DETAIL))
    assert sorted(row["section_id"] for row in rows) == ["one", "two"]
    assert all(row["fetched_at"] for row in rows)


def test_a_stopped_crawl_ends_its_visits_as_partial(house: House, portal: Portal) -> None:
    fill(portal)
    held = in_turn(lambda exchange: (time.sleep(1.0), exchange.answer(article(TITLE.format(year=2024))))[1])
    portal.pages[DETAIL] = held
    house.section("s", portal.url(LIST))
    child = house.start(house.job(day=0))
    wait_for(lambda: DETAIL in portal.paths())
    child.signal(signal.SIGTERM)
    outcome = child.finish()
    assert outcome.code == 0
    assert (outcome.result.visits, outcome.result.partial) == (1, 1)
    visit = house.visit("s")
    assert (visit["outcome"], visit["reason"]) == ("partial", "stopped while fetching documents")
    assert documents(house) == {DETAIL[1:]: (1, True), OLDER[1:]: (1, False)}
    portal.forget()
    house.crawl(day=1)
    assert portal.paths() == ["/robots.txt", LIST, OLDER, FILE]


@pytest.mark.parametrize("after", [LIST, THIRD, DETAIL, FILE])
def test_a_killed_crawl_loses_nothing(house: House, portal: Portal, after: str) -> None:
    fill(portal)
    house.section("s", portal.url(LIST))
    page = portal.pages[after]
    assert isinstance(page, Answer)
    portal.pages[after] = in_turn(lambda exchange: (exchange.answer(page), time.sleep(0.4))[0], page)
    child = house.start(house.job(day=0))
    wait_for(lambda: after in portal.paths())
    time.sleep(0.35)  # a batch may be on its way
    child.kill()
    orphans = "SELECT count(*) AS n FROM captures WHERE archive_file IS NOT NULL AND archive_length IS NULL"
    assert house.rows(orphans) == [{"n": 0}]
    house.crawl(day=0)
    assert documents(house) == {DETAIL[1:]: (1, True), OLDER[1:]: (1, True)}
    visit = house.visit("s")
    assert (visit["whole"], visit["rows_seen"]) == (1, 15)
    assert len(house.rows("SELECT url FROM documents_seen")) == 15


def wait_for(condition: object, seconds: float = 20) -> None:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def test_a_data_folder_that_cannot_be_used_is_one_message(house: House, portal: Portal) -> None:
    fill(portal)
    house.section("s", portal.url(LIST))
    job = house.job(day=0).model_copy(update={"data_dir": str(house.folder / "nowhere")})
    outcome = house.command(job)
    assert outcome.result.visits == 0
    assert len(outcome.result.errors) == 1
    assert "no database at" in outcome.result.errors[0]
    assert "Traceback" not in outcome.log


def test_an_archive_that_cannot_be_written_is_one_message(house: House, portal: Portal) -> None:
    fill(portal)
    house.section("s", portal.url(LIST))
    archive = house.folder / "archive"
    archive.write_text("a file where a folder should be")
    outcome = house.crawl(day=0)
    assert outcome.result.visits == 0
    assert "cannot write the archive file" in outcome.result.errors[0]


def test_a_disk_that_fills_up_ends_the_crawl_with_one_message_and_keeps_what_was_stored(
    house: House, portal: Portal
) -> None:
    fill(portal)
    house.section("s", portal.url(LIST))
    portal.pages[FILE] = Answer(b"%PDF-1.4\n" + os.urandom(1_500_000), headers={"Content-Type": "application/pdf"})
    outcome = house.start(house.job(day=0), largest_file=1_000_000).finish()
    assert outcome.code == 0
    assert len(outcome.result.errors) == 1
    assert "cannot write to" in outcome.result.errors[0]
    assert "Traceback" not in outcome.log
    kept = house.rows("SELECT count(*) AS n FROM captures WHERE archive_file IS NOT NULL")[0]["n"]
    sizes = [path.stat().st_size for path in (house.folder / "archive").rglob("*.gz")]
    assert sum(sizes) < 1_000_000
    house.crawl(day=0)
    assert documents(house) == {DETAIL[1:]: (1, True), OLDER[1:]: (1, True)}
    assert house.rows("SELECT count(*) AS n FROM captures WHERE archive_file IS NOT NULL")[0]["n"] > kept


def test_delays_are_kept(house: House, portal: Portal) -> None:
    fill(portal)
    house.limits = {"per_host_delay": 0.25, "per_host_concurrency": 1}
    house.section("s", portal.url(LIST))
    house.crawl(day=0)
    moments = [asked.at for asked in portal.asked]
    assert len(moments) == 7
    assert moments[-1] - moments[0] >= 1.2  # six pauses of 0.25 s; the first may arrive late
    assert min(later - earlier for earlier, later in itertools.pairwise(moments)) >= 0.15  # arrival is not sending


def test_a_crawl_delay_of_robots_is_kept(house: House, portal: Portal) -> None:
    fill(portal)
    portal.pages["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 0.4\n")
    portal.pages[LIST] = list_page([row(DETAIL, TITLE.format(year=2024)), *news(5)])
    house.limits = {"per_host_concurrency": 1}
    house.section("s", portal.url(LIST))
    house.crawl(day=0)
    assert portal.paths() == ["/robots.txt", LIST, DETAIL]
    assert portal.asked[1].at - portal.asked[0].at >= 0.3
    assert portal.asked[2].at - portal.asked[1].at >= 0.3


def test_dead_hosts_do_not_hold_up_the_others(house: House, portal: Portal) -> None:
    """Two hosts that never answer hold both places, with a time-out of twenty seconds; the third is read at once."""
    fill(portal)
    with ExitStack() as stack:
        house.limits = {"concurrency": 2, "timeout": 20.0}
        for number in range(2):
            dead = stack.enter_context(Portal(f"127.0.2.{number + 1}"))
            dead.pages = {"/robots.txt": silence(60)}
            house.section(f"dead-{number}", dead.url(LIST))
        house.section("s", portal.url(LIST))
        begin = time.monotonic()
        child = house.start(house.job(day=0))
        wait_for(lambda: FILE in portal.paths(), 30)
        assert time.monotonic() - begin < 15
        child.kill()


def test_progress_is_json_lines_among_the_log(house: House, portal: Portal) -> None:
    fill(portal)
    house.section("s", portal.url(LIST))
    outcome = house.command(house.job(day=0, progress=True))
    assert (outcome.code, outcome.result.ok) == (0, 1)
    lines = [line for line in outcome.log.splitlines() if line.startswith("{")]
    assert len(lines) == 1
    assert '"done": 1, "total": 1, "note": "s", "outcome": "ok"' in lines[0]


def test_a_page_that_was_never_there_is_asked_for_three_nights_then_weekly_and_said_why(
    house: House, portal: Portal
) -> None:
    fill(portal)
    del portal.pages[DETAIL]
    house.section("s", portal.url(LIST))
    asked = {}
    for day in (0, 1, 2, 3, 8, 9, 10):
        portal.forget()
        house.crawl(day=day)
        asked[day] = portal.paths().count(DETAIL)
        assert house.visit("s")["reason"] == "documents that could not be fetched: 1"
        document = house.rows("SELECT decision, reason FROM documents_seen WHERE url = ?", portal.url(DETAIL))[0]
        assert (document["decision"], document["reason"]) == ("unread", "could not be fetched: gone (status 404)")
    assert asked == {0: 1, 1: 1, 2: 1, 3: 0, 8: 0, 9: 1, 10: 0}

    # the portal shows another date for the row: a reason to look at once; then the page is back
    rows = [row(DETAIL, TITLE.format(year=2024), "2025-03-31"), *news(5)]
    portal.pages[LIST] = list_page(rows, SECOND)
    portal.pages[DETAIL] = article(TITLE.format(year=2024))
    house.crawl(day=11)
    assert documents(house)[DETAIL[1:]] == (1, True)
    assert house.visit("s")["reason"] is None


@pytest.mark.parametrize(
    ("verdict", "reason", "enough"),
    [
        ("gone", "status 404", True),
        ("wrong_type", "image/jpeg instead of a page", True),
        ("wrong_type", "text/html instead of a document", False),  # 文件服务器正在维护, a question for people
        ("challenge", "status 412", False),
        ("error", "status 500", False),
    ],
)
def test_what_an_answer_says_of_a_link_without_words(verdict: str, reason: str, enough: bool) -> None:
    assert Failing(3, "2026-03-20", verdict, reason).tells_enough("图片") is enough
    assert not Failing(3, "2026-03-20", verdict, reason).tells_enough("某县2025年法治政府建设年度报告")


def test_links_without_words_are_opened_some_at_a_time_and_set_aside_where_nothing_is(
    house: House, portal: Portal
) -> None:
    fill(portal)
    pictures = [f"/pic/2026{number}.html" for number in range(10, 33)]
    links = "".join(f'<a href="{path}"><img src="/i.jpg"></a>' for path in pictures)
    page = list_page([row(DETAIL, TITLE.format(year=2024), "2025-03-31"), *news(5)], SECOND)
    portal.pages[LIST] = Answer.html(page.body.decode().replace("<ul", f"<div>{links}</div><ul", 1))
    portal.pages |= {path: article("本县风光") for path in pictures}
    portal.pages[pictures[0]] = Answer.html("404", status=404)
    portal.pages[pictures[1]] = Answer.html("403", status=403)
    house.section("s", portal.url(LIST))
    asked, aside = {}, {}
    for day in (0, 1, 2, 3, 9):
        if day == 9:
            portal.pages[pictures[1]] = article(TITLE.format(year=2025))
        portal.forget()
        house.crawl(day=day)
        asked[day] = sorted(pictures.index(path) for path in portal.paths() if path in pictures)
        found = house.rows("SELECT url FROM documents_seen WHERE decision = 'not_a_report' AND url LIKE '%/pic/%'")
        aside[day] = {pictures.index(item["url"][item["url"].index("/pic/") :]) for item in found}
    assert asked == {0: list(range(20)), 1: [0, 1, 20, 21, 22], 2: [0, 1], 3: [], 9: [0, 1]}, asked
    assert set(map(frozenset, aside.values())) == {frozenset({0})}, "a page that is refused may be the report's"
