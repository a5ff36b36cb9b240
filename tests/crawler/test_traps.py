"""Every trap that a portal can be, each a section of one crawl: bounded, recorded with a verdict, the rest goes on."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.conftest import House, Outcome
from tests.crawler.portal import (
    TITLE,
    Answer,
    Exchange,
    Portal,
    article,
    dead_port,
    drip,
    in_turn,
    large_body,
    list_page,
    news,
    pdf,
    robots,
    row,
    silence,
)

MAX_BYTES = 1_000_000
LIST = "/c1/index.html"
REPORT = row("/c1/20250228/i1.html", TITLE.format(year=2024))


@dataclass
class Farm:
    house: House
    portals: dict[str, Portal]
    outcome: Outcome
    seconds: float
    memory_mb: float

    def visit(self, name: str) -> dict[str, Any]:
        return self.house.visit(name)

    def captures(self, name: str) -> list[dict[str, Any]]:
        return self.house.captures(name)


class _Builder:
    """Portals of their own on 127.0.1.x, so that no trap shares a host with another."""

    def __init__(self, stack: ExitStack, house: House) -> None:
        self.stack = stack
        self.house = house
        self.portals: dict[str, Portal] = {}
        self._hosts = count(1)

    def add(self, name: str, page: Any, *, more: dict[str, Any] | None = None, **section: Any) -> Portal:
        portal = self.stack.enter_context(Portal(f"127.0.1.{next(self._hosts)}"))
        portal.pages = {"/robots.txt": robots(), LIST: page, "/c1/20250228/i1.html": article(TITLE.format(year=2024))}
        portal.pages |= more or {}
        self.portals[name] = portal
        self.house.section(name, portal.url(LIST), **section)
        return portal


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    house = House(tmp_path_factory.mktemp("traps"), allow=("127.0.1.0/24",))
    house.limits = {"timeout": 1.2, "max_pages": 6, "max_bytes": MAX_BYTES}
    with ExitStack() as stack:
        builder = _Builder(stack, house)
        _answers(builder)
        _lists(builder)
        _robots(builder)
        _addresses(builder, Path(house.folder))
        begin = time.monotonic()
        outcome = house.crawl()
        yield Farm(house, builder.portals, outcome, time.monotonic() - begin, house.memory_mb())


def _answers(farm: _Builder) -> None:
    good = list_page([REPORT, *news(5)])
    farm.add("good", good)
    challenge = "<html><meta content=\"{qtX1\"><script r='m'>$_ts=1</script></html>"
    farm.add("challenge", Answer.html(challenge, status=412))
    farm.add("soft-404", Answer.html("<html><title>提示</title><p>您访问的页面不存在或已删除</p></html>"))
    farm.add("gone", Answer.html("<html>404</html>", status=404))
    farm.add("too-large-declared", large_body(200_000_000, declared=True))
    farm.add("too-large", large_body(200_000_000, declared=False))
    bomb = gzip.compress(b"\0" * 60_000_000)
    farm.add("bomb", Answer(bomb, headers={"Content-Type": "text/html", "Content-Encoding": "gzip"}))
    farm.add("broken-gzip", Answer(b"not gzip at all", headers={"Content-Encoding": "gzip"}))
    raw = zlib.compress(good.body)
    farm.add("deflate", Answer(raw, headers={"Content-Type": "text/html", "Content-Encoding": "deflate"}))
    farm.add("drip", drip(20))
    farm.add("silent", silence(4))
    farm.add("short", _short)
    farm.add("too-long", _too_long)
    farm.add("busy", in_turn(Answer(b"busy", 503), Answer(b"busy", 502), good))
    farm.add("always-busy", Answer(b"busy", 503))
    farm.add("later", in_turn(Answer(b"later", 429, {"Retry-After": "1"}), good))
    farm.add("much-later", Answer(b"later", 429, {"Retry-After": "86400"}))
    farm.add("cookie", _self_redirect)
    farm.add(
        "broken-row",
        list_page([row("/c1/x.html", TITLE.format(year=2023), "2024-01-02"), REPORT, *news(5)]),
        more={"/c1/x.html": Answer(b"", 302, {"Location": "http://[::1"})},
    )
    farm.add("broken-redirect", Answer(b"", 302, {"Location": "http://[::1"}))
    farm.add("broken-port", Answer(b"", 302, {"Location": "http://127.0.0.1:99999/"}))
    farm.add("loop", Answer(b"", 302, {"Location": LIST}))
    farm.add(
        "stub", Answer.html('<meta http-equiv="refresh" content="0;url=/c2/index.html">'), more={"/c2/index.html": good}
    )
    marks = b'<meta name="SiteName" content="x"><meta name="SiteIDCode" content="5101040001"></head>'
    foreign = list_page(news(5)).body.replace(b"</head>", marks).replace("芦淞".encode(), b"")
    farm.add("another-place", Answer(foreign, headers=good.headers), region="430203")
    farm.add("copied-marks", Answer(good.body.replace(b"</head>", marks), headers=good.headers), region="430203")
    port = dead_port()
    farm.house.section("dead", f"http://127.0.1.99:{port}{LIST}")
    farm.house.section("dead-too", f"http://127.0.1.99:{port}/c2/index.html")


def _short(exchange: Exchange) -> None:
    exchange.start(200, {"Content-Type": "text/html", "Content-Length": "100000"})
    exchange.wfile.write(b"<html>cut")
    exchange.close_connection = True


def _too_long(exchange: Exchange) -> None:
    """More bytes than were declared."""
    body = list_page([REPORT, *news(5)]).body
    exchange.start(200, {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))})
    exchange.wfile.write(body + b"<li>more</li>" * 50)
    exchange.close_connection = True


def _self_redirect(exchange: Exchange) -> None:
    """An openresty guard: 302 to itself with a cookie, which an ordinary cookie jar answers."""
    if "CT6T=1" in exchange.asked.headers.get("cookie", ""):
        exchange.answer(list_page([REPORT, *news(5)]))
    else:
        exchange.answer(Answer(b"", 302, {"Location": LIST, "Set-Cookie": "CT6T=1; Path=/"}))


def _lists(farm: _Builder) -> None:
    farm.add("empty", list_page([]))

    def endless(exchange: Exchange) -> None:
        page = int(exchange.path.rsplit("/", 1)[1].split(".")[0].replace("index", "1"))
        exchange.answer(list_page(news(5, page * 10), f"/c1/{page + 1}.html"))

    def calendar(exchange: Exchange) -> None:
        month = int(exchange.path.partition("month=")[2] or 1)
        days = "".join(f'<td><a href="/c1/day.html?d={month}-{day}">{day}</a></td>' for day in range(1, 31))
        exchange.answer(
            Answer.html(f'<table><tr>{days}</tr></table><a href="/c1/calendar.html?month={month + 1}">下一页</a>')
        )

    months = {"/c1/calendar.html" + (f"?month={n}" if n > 1 else ""): calendar for n in range(1, 60)}
    farm.add("calendar", list_page([REPORT, *news(5)], "/c1/calendar.html"), more=months)
    pages = {f"/c1/{n}.html": endless for n in range(2, 60)}
    farm.add("endless", endless, more=pages)
    first = list_page([REPORT, *news(5)], "/c1/pages/2.html")
    same = list_page([REPORT, *news(5)], "/c1/pages/3.html")
    farm.add("repeating", first, more={"/c1/pages/2.html": same, "/c1/pages/3.html": same})
    middle = {"/c1/pages/2.html": Answer(b"x", 500), "/c1/pages/3.html": list_page(news(5, 50))}
    farm.add("broken-middle", first, more=middle)
    total = "<span>共40条 共2页</span>"
    farm.add("total", list_page([REPORT, *news(5)], "/c1/pages/2.html", total), more={
        "/c1/pages/2.html": list_page(news(5, 30), None, total)})  # fmt: skip
    wild = row("/c1/20250228/i2.html", "<b>芦淞区</b>2023年度\x07法治政府建设\u200b情况报告")
    farm.add("wild-titles", list_page([wild, *news(5)]), more={
        "/c1/20250228/i2.html": article(TITLE.format(year=2023))})  # fmt: skip
    rows = [row("/att/2024.pdf", TITLE.format(year=2024)), *news(5)]
    farm.add("row-is-a-file", list_page(rows), more={"/att/2024.pdf": pdf()})
    deep = Answer.html("<div>" * 50_000 + "x" + list_page(news(5)).body.decode())
    farm.add("fifty-thousand-tags", deep)


def _robots(farm: _Builder) -> None:
    good = list_page([REPORT, *news(5)])
    farm.add("refused", good, more={"/robots.txt": robots("User-agent: FazhiWatch\nDisallow: /c1/\n")})
    farm.add("refused-403", good, more={"/robots.txt": Answer(b"no", 403)})
    farm.add("refused-503", good, more={"/robots.txt": Answer(b"no", 503)})
    html = Answer.html("<html><title>提示</title><body>User-agent: *\nDisallow: /\n页面不存在</body></html>")
    farm.add("robots-is-html", good, more={"/robots.txt": html})
    farm.add("robots-moved", good, more={"/robots.txt": Answer(b"", 302, {"Location": "/none"})})
    farm.add("robots-detail", good, more={"/robots.txt": robots("User-agent: *\nDisallow: /c1/2025\n")})


def _addresses(farm: _Builder, folder: Path) -> None:
    secret = farm.stack.enter_context(Portal("127.0.0.1"))  # not in `allow`
    secret.pages = {LIST: list_page([REPORT]), "/robots.txt": robots()}
    farm.portals["secret"] = secret
    farm.house.section("private", secret.url(LIST))
    farm.house.section("private-name", f"http://localhost:{secret.port}{LIST}")
    farm.add("to-private", Answer(b"", 302, {"Location": secret.url(LIST)}))
    farm.add("to-metadata", Answer(b"", 302, {"Location": "http://169.254.169.254/latest/"}))
    farm.add("to-file", Answer(b"", 302, {"Location": f"file://{folder}/fazhi.db"}))
    farm.add("to-private-file", list_page([row(f"{secret.base}/a.pdf", TITLE.format(year=2024)), *news(5)]))


# --- what became of them ---------------------------------------------------------------------------------------


def test_the_crawl_ends_well(farm: Farm) -> None:
    assert farm.outcome.code == 0
    assert farm.outcome.result.errors == ()
    assert farm.outcome.result.visits == len(farm.house.sections)
    assert farm.house.rows("SELECT count(*) AS n FROM visits WHERE ended_at IS NULL") == [{"n": 0}]


@pytest.mark.parametrize(
    "name",
    ["good", "too-long", "busy", "later", "cookie", "stub", "deflate", "wild-titles", "row-is-a-file", "robots-is-html",
     "broken-row", "copied-marks", "robots-moved", "fifty-thousand-tags"],
)  # fmt: skip
def test_what_can_be_read_is_whole(farm: Farm, name: str) -> None:
    visit = farm.visit(name)
    assert (visit["outcome"], visit["whole"]) == ("ok", 1), visit["reason"]


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("challenge", "challenge"),
        ("soft-404", "soft_404"),
        ("gone", "gone"),
        ("too-large-declared", "too_large"),
        ("too-large", "too_large"),
        ("bomb", "too_large"),
        ("broken-gzip", "error"),
        ("drip", "unreachable"),
        ("silent", "unreachable"),
        ("short", "error"),
        ("always-busy", "error"),
        ("much-later", "error"),
        ("loop", "error"),
        ("broken-redirect", "error"),
        ("broken-port", "error"),
        ("dead", "unreachable"),
        ("dead-too", "unreachable"),
        ("refused", "robots"),
        ("refused-403", "robots"),
        ("refused-503", "robots"),
        ("private", "forbidden_address"),
        ("private-name", "forbidden_address"),
        ("to-private", "forbidden_address"),
        ("to-metadata", "forbidden_address"),
        ("to-file", "forbidden_address"),
    ],
)
def test_what_cannot_be_read_is_blind_with_its_verdict(farm: Farm, name: str, verdict: str) -> None:
    visit = farm.visit(name)
    assert (visit["outcome"], visit["whole"]) == ("blind", 0), visit
    assert visit["reason"]
    capture = farm.captures(name)[-1]
    assert (capture["role"], capture["verdict"]) == ("list", verdict), capture["reason"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("endless", "max_pages"),
        ("repeating", "repeats"),
        ("broken-middle", "page 2"),
        ("total", "of 40 declared rows"),
        ("calendar", "page 2 holds no rows"),
    ],
)
def test_a_list_that_is_not_whole_says_why(farm: Farm, name: str, words: str) -> None:
    visit = farm.visit(name)
    assert (visit["outcome"], visit["whole"]) == ("partial", 0)
    assert words in visit["reason"]
    assert visit["rows_seen"] > 0


def test_a_list_without_rows_is_blind_never_empty(farm: Farm) -> None:
    visit = farm.visit("empty")
    assert (visit["outcome"], visit["rows_seen"]) == ("blind", 0)


def test_another_place_is_told_on_the_first_visit(farm: Farm) -> None:
    visit = farm.visit("another-place")
    assert (visit["outcome"], visit["rows_seen"]) == ("blind", 0)
    assert visit["reason"] == "another site answers: SiteIDCode 5101040001 (x) is not of 430203"


def test_an_endless_pager_is_bounded(farm: Farm) -> None:
    assert farm.visit("endless")["pages"] == 6
    assert len([path for path in farm.portals["endless"].paths() if path != "/robots.txt"]) == 6


def test_no_connection_was_made_to_a_private_address(farm: Farm) -> None:
    assert farm.portals["secret"].asked == []


def test_robots_refusals_are_captures_without_a_request(farm: Farm) -> None:
    for name in ("refused", "refused-403"):
        assert farm.portals[name].paths() == ["/robots.txt"]
    assert set(farm.portals["refused-503"].paths()) == {"/robots.txt"}
    capture = farm.captures("refused")[0]
    assert capture["archive_file"] is None
    assert "robots.txt" in capture["reason"]


def test_a_detail_that_robots_forbid_stays_unread(farm: Farm) -> None:
    assert farm.visit("robots-detail")["whole"] == 1
    assert [(c["role"], c["verdict"]) for c in farm.captures("robots-detail")] == [("list", "ok"), ("detail", "robots")]
    document = farm.house.rows(
        "SELECT decision, fetched_at FROM documents_seen WHERE section_id = 'robots-detail' AND candidate = 1"
    )
    assert document == [{"decision": "unread", "fetched_at": None}]


def test_retry_after_is_waited_for(farm: Farm) -> None:
    first, second = [asked.at for asked in farm.portals["later"].asked if asked.path == LIST]
    assert second - first >= 1.0


def test_a_long_retry_after_is_left_to_the_next_pass(farm: Farm) -> None:
    assert farm.portals["much-later"].paths().count(LIST) == 1


def test_a_fault_is_tried_three_times(farm: Farm) -> None:
    assert farm.portals["busy"].paths().count(LIST) == 3
    assert farm.portals["always-busy"].paths().count(LIST) == 3


def test_everything_received_is_archived_and_everything_else_says_so(farm: Farm) -> None:
    rows = farm.house.rows("SELECT verdict, http_status, sha256, size, archive_file FROM captures")
    assert all((row["archive_file"] is None) == (row["sha256"] is None) for row in rows)
    assert all(row["archive_file"] for row in rows if row["verdict"] in ("ok", "challenge", "soft_404", "gone"))
    assert max(row["size"] or 0 for row in rows) <= MAX_BYTES


def test_a_row_that_is_a_file_is_fetched_as_the_document(farm: Farm) -> None:
    assert [(c["role"], c["verdict"], c["media_type"]) for c in farm.captures("row-is-a-file")] == [
        ("list", "ok", "text/html"),
        ("detail", "ok", "application/pdf"),
    ]


def test_titles_are_stored_without_markup_and_control_characters(farm: Farm) -> None:
    titles = farm.house.rows("SELECT title FROM documents_seen WHERE section_id = 'wild-titles' AND candidate = 1")
    assert titles == [{"title": "芦淞区2023年度法治政府建设情况报告"}]


def test_a_calendar_is_not_walked(farm: Farm) -> None:
    assert [path for path in farm.portals["calendar"].paths() if "calendar" in path] == ["/c1/calendar.html"]


def test_the_crawl_took_little_time_and_memory(farm: Farm) -> None:
    """200 MB bodies, a bomb of 60 MB, 50,000 open tags: none of it was ever held."""
    assert farm.seconds < 60
    assert farm.memory_mb < 300


def test_we_say_who_we_are(farm: Farm) -> None:
    for asked in farm.portals["good"].asked:
        assert asked.headers["user-agent"].startswith("FazhiWatch/")


def test_a_file_at_a_private_address_is_not_fetched(farm: Farm) -> None:
    assert [(c["role"], c["verdict"]) for c in farm.captures("to-private-file")] == [
        ("list", "ok"),
        ("detail", "forbidden_address"),
    ]
