"""What a portal can do to a monitor: twists of the farm's portals, each from a day until another."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from email.utils import formatdate

from tests.crawler.portal import Answer, Exchange, Reply, cut_off
from tests.farm.families import Pages
from tests.farm.farm import FarmPortal, Twist
from tests.farm.items import REPORT_2025

Change = Callable[[FarmPortal, Pages], None]


def during(since: date, until: date, change: Change) -> Twist:
    """A change that lasts from a day until the day before another."""

    def twist(portal: FarmPortal, day: date, pages: Pages) -> None:
        if since <= day < until:
            change(portal, pages)

    return twist


def always(change: Change) -> Twist:
    return lambda portal, _, pages: change(portal, pages)


def every_page(reply: Reply) -> Change:
    """Whatever is asked for, robots.txt apart, is answered so."""

    def change(_: FarmPortal, pages: Pages) -> None:
        for path in pages:
            if path != "/robots.txt":
                pages[path] = reply

    return change


def the_list(reply: Reply) -> Change:
    """The first page of the list is answered so."""

    def change(portal: FarmPortal, pages: Pages) -> None:
        pages[portal.family.first] = reply

    return change


def page(path: str, reply: Reply) -> Change:
    def change(_: FarmPortal, pages: Pages) -> None:
        pages[path] = reply

    return change


def on_markup(path: str | None, edit: Callable[[str], str]) -> Change:
    """Edit the markup of a page (None: of every HTML page)."""

    def change(portal: FarmPortal, pages: Pages) -> None:
        for name in list(pages) if path is None else [path]:
            reply = pages[name]
            if isinstance(reply, Answer) and "html" in reply.headers.get("Content-Type", ""):
                pages[name] = replace(reply, body=edit(reply.body.decode()).encode())

    return change


def on_report(edit: Callable[[Answer], Reply]) -> Change:
    """Answer the page of the 2025 report in another way."""

    def change(portal: FarmPortal, pages: Pages) -> None:
        path = report_path(portal)
        reply = pages[path]
        assert isinstance(reply, Answer)
        pages[path] = edit(reply)

    return change


def report_path(portal: FarmPortal) -> str:
    item = next(item for item in portal.column.items if item.key == REPORT_2025)
    return portal.family.address(item)


# --- pages that are none ---------------------------------------------------------------------------------------

RIVER = Answer.html(
    '<html><head><meta content="{qtX1dGpa" id="9DhefwqGPrzGxEp9hPaoag" r="m">'
    "<script r='m'>$_ts=window['$_ts'];</script></head><body></body></html>",
    status=412,
)
RIVER_202 = replace(RIVER, status=202, headers={**RIVER.headers, "Set-Cookie": "FSSBBIl1UgzbN7N80S=x; Path=/"})
JSL = Answer.html(
    "<script>document.cookie='__jsl_clearance_s=1700000000|-1|x';location.href=location.pathname</script>", status=521
)
WZWS = Answer(
    b"<html><head><script>eval(function(p,a,c,k,e,d){return p}('0',1,1,''))</script></head><body></body></html>",
    headers={"Content-Type": "text/html", "wzws-ray": "1129-1700000000.1-s"},
)
CLOUD_DAM = Answer.html(
    "<html><head><title>访问被拦截</title></head><body><h2>云堤·网站防护</h2>"
    "<p>您的访问请求被拦截，事件编号 7a1b。</p></body></html>"
)
SOFT_404 = Answer.html("<html><head><title>提示</title></head><body><p>您访问的页面不存在或已删除</p></body></html>")
ERROR_PAGE = Answer.html("<html><head><title>系统错误</title></head><body><p>系统繁忙，请稍后再试。</p></body></html>")
LOGIN_PAGE = Answer.html(
    "<html><head><title>统一身份认证</title></head><body><form>用户名<input>密码<input></form></body></html>"
)
BOMB = Answer(gzip.compress(b"\0" * 60_000_000), headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})


def no_rows(text: str) -> str:
    """A list whose template lost its rows."""
    return re.sub(r'<ul class="list">.*?</ul>', '<ul class="list"></ul>', text, flags=re.DOTALL)


def all_rows(portal: FarmPortal, pages: Pages) -> list[str]:
    """The rows of a list's pages, in order."""
    listed = [path for path in pages if path == portal.family.first or "/pages/" in path]
    found = [reply for path in sorted(listed) if isinstance(reply := pages[path], Answer)]
    return [row for reply in found for row in re.findall(r'<li><a href="/c14692/.*?</li>', reply.body.decode())]


def with_rows(text: str, rows: list[str], pager: str = "") -> str:
    """A list page with these rows, and a pager or none."""
    text = re.sub(r'<ul class="list">.*?</ul>', f'<ul class="list">{"".join(rows)}</ul>', text, flags=re.DOTALL)
    return re.sub(r'<div id="pages">.*?</div>', pager, text)


def few_rows(text: str) -> str:
    """A list that shows its last three rows and no pager."""
    return with_rows(text, re.findall(r'<li><a href="/c14692/.*?</li>', text)[-3:])


def cookie_first(good: Answer) -> Reply:
    """openresty: 302 to itself with a cookie, which an ordinary jar answers."""

    def reply(exchange: Exchange) -> None:
        if "CT6T=1" in exchange.asked.headers.get("cookie", ""):
            exchange.answer(good)
        else:
            exchange.answer(Answer(b"", 302, {"Location": exchange.path, "Set-Cookie": "CT6T=1; Path=/"}))

    return reply


def hang_up(exchange: Exchange) -> None:
    """The connection ends without a word."""
    exchange.close_connection = True


def dead(_: FarmPortal, pages: Pages) -> None:
    """A host that answers nothing at all, robots.txt included."""
    for path in pages:
        pages[path] = hang_up


def index_page(answer: Answer) -> Answer:
    """CSRC under a burst: the index in the article's place, with status 200."""
    row = '<li><a href="/c1/202603{0:02}/i{0}.html">本县领导调研第{0}个重点项目建设进展情况</a></li>'
    rows = "".join(row.format(n) for n in range(1, 16))
    return Answer.html(f"<html><head><title>政府门户网站</title></head><body><ul>{rows}</ul></body></html>")


# --- answers that are not what the portal has -------------------------------------------------------------------


def cut_pages(*, declared: bool = False) -> Change:
    """Each page ends in its middle, a list between two rows."""

    def change(_: FarmPortal, pages: Pages) -> None:
        for path, reply in pages.items():
            if isinstance(reply, Answer) and reply.body.startswith(b"<!"):
                rows = [match.end() for match in re.finditer(rb"</li>", reply.body)]
                middle = rows[len(rows) // 2] if rows else len(reply.body) // 2
                pages[path] = cut_off(reply.body[:middle], declared=declared)

    return change


def not_modified(exchange: Exchange) -> None:
    """Whoever asks has the newest already, says the cache."""
    exchange.start(304, {})


def copied(frozen: date, since: date, until: date, dress: Callable[[Answer, int], Answer]) -> Twist:
    """From a day until another the list is answered as it was on a third; ``dress`` knows how many days ago that is."""

    def twist(portal: FarmPortal, day: date, pages: Pages) -> None:
        if since <= day < until:
            for path, reply in portal.family.make(portal.column.listed(frozen)).items():
                assert isinstance(reply, Answer)
                pages[path] = dress(replace(reply, etag=False), (day - frozen).days)

    return twist


def aged(answer: Answer, days: int) -> Answer:
    """A cache that says how old its copy is."""
    return replace(answer, headers={**answer.headers, "Age": str(days * 86400), "X-Cache": "HIT"})


def dated(answer: Answer, days: int) -> Answer:
    """A cache that hands on the date of the origin's answer."""
    return replace(answer, headers={**answer.headers, "Date": formatdate(time.time() - days * 86400, usegmt=True)})


def marked(name: str, domain: str, code: str) -> Callable[[str], str]:
    """Markup with a site's own marks."""
    marks = {"SiteName": name, "SiteDomain": domain, "SiteIDCode": code}
    metas = "".join(f'<meta name="{key}" content="{value}">' for key, value in marks.items())
    return lambda text: text.replace("<head>", f"<head>{metas}", 1)
