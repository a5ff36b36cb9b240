"""Pages that only a browser can fill, with a real Chromium behind our proxy."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from crawler.addresses import Addresses, AddressRules
from crawler.browser import find_browser
from crawler.proxy import FORBIDDEN, REFUSED_HEADER, CheckingProxy
from tests.crawler.conftest import House
from tests.crawler.portal import TITLE, Answer, Portal, article, news, robots, row

LIST = "/c1/index.html"
DETAIL = "/c1/20250228/i1.html"


def in_gbk(page: Answer) -> Answer:
    """The same page in GB 18030, and declared as gb2312; what a browser makes of it is UTF-8 that says gb2312."""
    text = page.body.decode().replace('charset="utf-8"', 'charset="gb2312"')
    return Answer(text.encode("gb18030"), headers={"Content-Type": "text/html; charset=gb2312"})


def shell(secret: str = "") -> Answer:
    """A page whose rows a script fetches a little later; it also tries what a page must not reach."""
    tries = "".join(
        f"new Image().src='{secret}/{name}';fetch('{secret}/{name}').catch(()=>0);" for name in ("a.png", "b") if secret
    )
    return Answer.html(
        '<html><head><meta charset="utf-8"><title>法治政府建设</title><script>window.addEventListener("load",()=>{'
        f'{tries}fetch("/rows.html").then(r=>r.text()).then(t=>setTimeout(()=>{{document.getElementById("app")'
        '.innerHTML=t},300))})</script></head><body><div id="app"></div><img src="/logo.png"></body></html>'
    )


def fill(portal: Portal, secret: str = "") -> None:
    rows = "".join([row(DETAIL, TITLE.format(year=2024)), *news(5)])
    portal.pages = {
        "/robots.txt": robots(),
        LIST: shell(secret),
        "/rows.html": Answer.html(f"<ul>{rows}</ul>"),
        DETAIL: article(TITLE.format(year=2024)),
    }


def test_shells_are_rendered_and_the_browser_cannot_leave_the_allowed_addresses(house: House) -> None:
    house.allow = ("127.0.1.0/24",)
    house.limits = {"timeout": 20.0}
    with Portal("127.0.1.1") as portal, Portal("127.0.0.1") as secret, Portal("127.0.1.2") as bad:
        fill(portal, secret.base)
        house.section("auto", portal.url(LIST))
        house.section("forced", portal.url("/c1/index.html?forced"), render="browser")
        house.section("never", portal.url("/c1/index.html?never"), render="http")
        portal.pages["/c1/index.html?forced"] = in_gbk(shell(secret.base))
        portal.pages["/c1/index.html?never"] = portal.pages[LIST]
        lure = f'<html><body><div id="app"></div><script>location.href="{secret.base}/x"</script></body></html>'
        bad.pages = {"/robots.txt": robots(), LIST: Answer.html(lure)}
        house.section("lured", bad.url(LIST), render="browser")
        hop = Answer(b"", 302, {"Location": f"{secret.base}/y"})  # Playwright itself does not see redirects
        bad.pages |= {"/hop": hop, "/c1/hops.html": Answer.html(lure.replace(f"{secret.base}/x", "/hop"))}
        house.section("lured-twice", bad.url("/c1/hops.html"), render="browser")
        outcome = house.crawl()
        assert outcome.result.errors == ()

        for name in ("auto", "forced"):
            visit = house.visit(name)
            assert (visit["outcome"], visit["whole"], visit["rows_seen"]) == ("ok", 1, 6), (visit, outcome.log)
            plain, rendered = [c for c in house.captures(name) if c["role"] == "list"]
            assert (plain["verdict"], plain["rendered"]) == ("shell", 0)
            assert (rendered["verdict"], rendered["rendered"]) == ("ok", 1)
            assert plain["archive_file"] and rendered["archive_file"]
            titles = house.rows("SELECT title FROM documents_seen WHERE section_id = ? AND candidate = 1", name)
            assert titles == [{"title": TITLE.format(year=2024)}]  # whatever the page said of its encoding
        assert house.visit("never")["outcome"] == "blind"
        assert house.visit("lured")["outcome"] == "blind"
        assert house.captures("lured")[-1]["verdict"] == "forbidden_address"
        assert house.captures("lured-twice")[-1]["verdict"] == "forbidden_address"

        assert secret.asked == [], "the browser reached an address that nobody allowed"
        assert "/logo.png" not in portal.paths(), "pictures are not loaded"
        agents = {asked.headers["user-agent"] for asked in portal.asked}
        assert all("FazhiWatch/" in agent for agent in agents)


def test_without_a_browser_the_section_is_blind_and_says_so(house: House, portal: Portal) -> None:
    fill(portal)
    house.limits = {"browser_path": "/nowhere/chromium"}
    house.section("auto", portal.url(LIST))
    house.section("forced", portal.url(LIST), render="browser")
    house.crawl()
    for name in ("auto", "forced"):
        visit = house.visit(name)
        assert visit["outcome"] == "blind"
        assert "needs a browser" in visit["reason"]


def test_a_configured_browser_is_the_only_one(tmp_path: Path) -> None:
    program = tmp_path / "chromium"
    assert find_browser(str(program)) is None
    program.write_text("#!/bin/sh\n")
    assert find_browser(str(program)) is None, "it cannot be executed"
    program.chmod(0o755)
    found = find_browser(str(program))
    assert found is not None
    assert (found.executable, found.source) == (str(program), "configured")


def test_playwrights_own_browser_is_found_by_its_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import json

    import playwright

    registry = Path(playwright.__file__).parent / "driver" / "package" / "browsers.json"
    browsers = json.loads(registry.read_text(encoding="utf-8"))["browsers"]
    revision = next(browser["revision"] for browser in browsers if browser["name"] == "chromium")
    for number in (revision, "1"):
        program = tmp_path / f"chromium-{number}" / "chrome-linux" / "chrome"
        program.parent.mkdir(parents=True)
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    found = find_browser()
    assert found is not None
    assert found.source == "playwright"
    assert f"chromium-{revision}" in found.executable


def test_chromium_on_the_path_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "chromium-browser"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "none"))
    monkeypatch.setenv("PATH", str(tmp_path))
    found = find_browser()
    assert found is not None
    assert found.source in ("path", "chrome", "msedge")


# --- the proxy -------------------------------------------------------------------------------------------------


async def _through(proxy_allow: tuple[str, ...], request: bytes) -> bytes:
    addresses = Addresses(AddressRules.parse(proxy_allow))
    proxy = CheckingProxy(addresses, max_bytes=100_000)
    base = await proxy.start()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(base.rsplit(":", 1)[1]))
        writer.write(request)
        async with asyncio.timeout(5):
            answer = await reader.read()
        writer.close()
        return answer
    finally:
        await proxy.close()
        addresses.close()


def ask(allow: tuple[str, ...], request: str) -> str:
    return asyncio.run(_through(allow, request.encode())).decode("latin-1")


def test_the_proxy_hands_plain_requests_on(portal: Portal) -> None:
    portal.pages = {"/x?y=1": Answer(b"hello")}
    answer = ask(
        ("127.0.0.1",),
        f"GET {portal.base}/x?y=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nProxy-Connection: keep-alive\r\nX-Own: 1\r\n\r\n",
    )
    assert answer.startswith("HTTP/1.1 200")
    assert answer.endswith("hello")
    headers = portal.asked[0].headers
    assert headers["x-own"] == "1"
    assert "proxy-connection" not in headers


def test_the_proxy_tunnels(portal: Portal) -> None:
    portal.pages = {"/": Answer(b"inside")}
    answer = ask(
        ("127.0.0.1",),
        f"CONNECT 127.0.0.1:{portal.port} HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    )
    assert answer.startswith("HTTP/1.1 200 Connection established")
    assert answer.endswith("inside")


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("GET {base}/ HTTP/1.1", "403"),
        ("CONNECT 127.0.0.1:{port} HTTP/1.1", "403"),
        ("CONNECT [::ffff:127.0.0.1]:{port} HTTP/1.1", "403"),
        ("CONNECT localhost:{port} HTTP/1.1", "403"),
        ("GET file:///etc/passwd HTTP/1.1", "403"),
        ("GET http://no-such-host.invalid/ HTTP/1.1", "502"),
        ("nonsense", "400"),
    ],
)
def test_the_proxy_refuses_what_nobody_allowed(portal: Portal, line: str, status: str) -> None:
    answer = ask((), line.format(base=portal.base, port=portal.port) + "\r\nHost: x\r\n\r\n")
    assert answer.startswith(f"HTTP/1.1 {status}")
    assert REFUSED_HEADER in answer
    assert (FORBIDDEN in answer) == (status == "403")
    assert portal.asked == []


def test_the_proxy_ends_a_flood(portal: Portal) -> None:
    portal.pages = {"/": Answer(b"x" * 1_000_000)}
    answer = ask(("127.0.0.1",), f"GET {portal.base}/ HTTP/1.1\r\nHost: x\r\n\r\n")
    assert len(answer) <= 200_000


# A router that keeps its pages in the fragment, as Vue's does: lists of two pages, articles, and a door that sends away
_ROUTER = """
const rows = %s, head = "<div>当前位置：<a href='#/'>首页</a> &gt; 法治政府建设</div>";
const foot = "<a href='#top'>返回顶部的所有内容</a>";
function row(x) { return `<li><a href="#/${x[3]}?id=${x[0]}">${x[1]}</a><span>${x[2]}</span></li>`; }
function show() {
  const [path, query] = location.hash.slice(1).split("?");
  const asked = new URLSearchParams(query || ""), app = document.getElementById("app");
  if (path == "/old") { location.hash = "#/detail?id=2024"; return; }
  fetch("/api").then(r => r.text()).then(text => {
    if (path == "/list") {
      const page = Number(asked.get("page") || 1), some = rows.slice((page - 1) * 8, page * 8);
      const next = page < 2 ? `<a href="#/list?id=12&page=2">下一页</a>` : "<span>下一页</span>";
      app.innerHTML = `${head}<ul>${some.map(row).join("")}</ul><div class="pages">${next}</div>${foot}`;
    } else {
      const x = rows.find(x => x[0] == asked.get("id"));
      app.innerHTML = x ? `<h1>${x[1]}</h1><p>发布时间：${x[2]}</p><div class="content"><p>${text}</p></div>` : "";
    }
  });
}
addEventListener("hashchange", show); addEventListener("DOMContentLoaded", show);
"""


def routed(portal: Portal) -> None:
    reports = [(year, TITLE.format(year=year), f"{year + 1}-02-28", "old" if year == 2024 else "detail")
               for year in (2024, 2023, 2022)]  # fmt: skip
    others = [(n, f"青禾县召开执法监督工作例会（{n}）", f"2025-01-{n + 1:02}", "detail") for n in range(9)]
    frame = (
        '<html><head><meta charset="utf-8"><title>法治政府建设-青禾县人民政府</title>'
        '<script src="/web/app.js"></script></head><body><div id="app"></div></body></html>'
    )
    portal.pages = {
        "/robots.txt": robots(),
        "/web/": Answer.html(frame),
        "/web/app.js": Answer(
            (_ROUTER % json.dumps([reports[0], *others, *reports[1:]])).encode(),
            headers={"Content-Type": "application/javascript; charset=utf-8"},
        ),
        "/api": Answer.html("坚持依法行政，全面推进法治政府建设各项工作，现将有关情况报告如下。" * 12),
    }


def test_the_fragment_of_a_router_is_part_of_an_address(house: House, portal: Portal) -> None:
    routed(portal)
    house.section("s", portal.url("/web/#/list?id=12"))
    house.section("never", portal.url("/web/#/list?id=13"), render="http")
    house.crawl(day=0)
    visit = house.visit("s")
    assert (visit["outcome"], visit["whole"], visit["rows_seen"], visit["pages"]) == ("ok", 1, 12, 2), visit
    assert house.visit("never")["outcome"] == "blind"
    seen = house.rows("SELECT url FROM documents_seen WHERE section_id = 's' AND fetched_at IS NOT NULL ORDER BY url")
    assert [row["url"] for row in seen] == [
        portal.url("/web/#/detail?id=2022"),
        portal.url("/web/#/detail?id=2023"),
        portal.url("/web/#/old?id=2024"),
    ]
    shown = [c for c in house.captures("s") if c["role"] == "detail" and c["rendered"]]
    assert {c["verdict"] for c in shown} == {"ok"}
    assert {c["final_url"] for c in shown} == {portal.url(f"/web/#/detail?id={year}") for year in (2022, 2023, 2024)}

    before = len(portal.asked)
    house.crawl(day=1)
    assert house.visit("s")["outcome"] == "ok"
    assert [asked.path for asked in portal.asked[before:]].count("/web/") <= 8, "what is known is not opened again"
