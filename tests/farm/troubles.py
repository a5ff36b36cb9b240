"""What can keep a portal from being read, or from being read whole: the tables of `test_blindness`."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from tests.crawler.portal import Answer, Exchange, Reply, drip, large_body, robots
from tests.farm import traps
from tests.farm.families import Pages
from tests.farm.farm import FarmPortal, Twist
from tests.farm.folders import NEWEST, in_folders
from tests.farm.items import REPORT_2025, Column, column
from tests.farm.onward import UNTOLD
from tests.farm.traps import during, every_page, index_page, on_markup, on_report, page, the_list

TROUBLE = date(2026, 3, 22), date(2026, 4, 9)  # from the first day to the day before the second
LIST = "/c14692/index.html"
PAGE_2 = "/c14692/pages/2.html"
UNTIL_BACK = {"posted": date(2026, 1, 6), "since": TROUBLE[1]}  # in time, but where the cut list does not show it
SEEN_LATER = {"posted": date(2026, 3, 27)}


@dataclass(frozen=True)
class Trap:
    """A portal in trouble: what it does, and what the newest visit must say while it lasts."""

    name: str
    change: traps.Change
    outcome: str  # blind | partial
    says: str  # in the visit's reason
    family: str = "f01_ci"
    from_the_start: bool = False  # else it begins after a good visit
    always: traps.Change | None = None  # what it does on all days
    twist: Twist | None = None  # in place of the change, where the day matters
    unseen: bool = False  # its report is on no page that can be seen meanwhile

    @property
    def report(self) -> dict[str, Any]:
        """What becomes of the report of 2025."""
        unseen = {**SEEN_LATER, "since": TROUBLE[1]}
        return UNTIL_BACK if self.from_the_start else unseen if self.unseen else SEEN_LATER

    def twists(self) -> tuple[Twist, ...]:
        since = date(2026, 3, 1) if self.from_the_start else TROUBLE[0]
        first = (traps.always(self.always),) if self.always else ()
        return (*first, self.twist or during(since, TROUBLE[1], self.change))


def _blind(name: str, change: traps.Change, says: str, family: str = "f01_ci") -> Trap:
    return Trap(name, change, "blind", says, family)


def _partial(name: str, change: traps.Change, says: str, family: str = "f01_ci", *, late: bool = False) -> Trap:
    return Trap(name, change, "partial", says, family, not late)


def _tailless(name: str, change: traps.Change) -> Trap:
    """A list whose later rows are shown no more, while their documents answer."""
    return Trap(name, change, "partial", "known rows are gone while their pages answer", unseen=True)


def _copy(name: str, says: str, dress: Any, **more: Any) -> Trap:
    """A list as it was ten days before the last good visit."""
    return Trap(name, _nothing, "partial", says, twist=traps.copied(date(2026, 3, 10), *TROUBLE, dress), **more)


def _nothing(portal: FarmPortal, pages: Pages) -> None:
    """A portal as it is."""


def _robots(text: str) -> traps.Change:
    return page("/robots.txt", robots(text))


def to(target: str) -> Answer:
    return Answer(b"", 302, {"Location": target})


_MADE_UP = '<li><a href="/c14692/20250105/i{0}{1:03}.html">第{0}期第{1}号工作动态信息</a><span>2025-01-05</span></li>'


def _endless(portal: FarmPortal, pages: Pages) -> None:
    """Every page names a next one, with rows that were never there before."""

    def more(exchange: Exchange) -> None:
        number = int(exchange.path.rsplit("/", 1)[1].removesuffix(".html"))
        rows = "".join(_MADE_UP.format(number, n) for n in range(7))
        following = f'<a class="next" href="/c14692/pages/{number + 1}.html">下一页</a>'
        exchange.answer(Answer.html(f'<html><body><ul class="list">{rows}</ul><div>{following}</div></body></html>'))

    for number in range(2, 40):
        pages[f"/c14692/pages/{number}.html"] = more


def _same_page(portal: FarmPortal, pages: Pages) -> None:
    """Page 1 is answered for every number (as some hosts do to visitors from abroad)."""
    first = pages[LIST]
    assert isinstance(first, Answer)
    for number in (2, 3):
        following = f'href="/c14692/pages/{number + 1}.html">'.encode()
        body = first.body.replace(b'href="/c14692/pages/2.html">', following)
        pages[f"/c14692/pages/{number}.html"] = replace(first, body=body)


def _years_of_a_script(portal: FarmPortal, pages: Pages) -> None:
    """The list shows the rows of one year; a script fetches those of another when somebody chooses it."""
    tabs = '<div class="years"><span>2026年</span><span class="on">2025年</span><span>2024年</span></div>'
    rows = [row for row in traps.all_rows(portal, pages) if "<span>2025" in row]
    on_markup(LIST, lambda text: traps.with_rows(text, rows).replace("<ul", f"{tabs}<ul"))(portal, pages)


def _box_with_more(portal: FarmPortal, pages: Pages) -> None:
    """The page is an overview: a box of the newest rows, whose head leads to the column itself."""
    head = '<div class="box"><h3>年度报告</h3><a href="/nb/">更多&gt;&gt;</a>'
    rows = traps.all_rows(portal, pages)[:8]
    text = re.compile(r'<ul class="list">.*?</ul>', re.DOTALL)
    boxed = on_markup(LIST, lambda page: text.sub(lambda found: f"{head}{found[0]}</div>", traps.with_rows(page, rows)))
    boxed(portal, pages)


def _jpaas_repeats(portal: FarmPortal, pages: Pages) -> None:
    units = [path for path in pages if "/page/build/unit" in path]
    for path in units:
        pages[path] = pages[min(units, key=len)]


def _jpaas_refuses(portal: FarmPortal, pages: Pages) -> None:
    """What a unit answers to a tag in the wrong bytes: it looks like a wall."""
    for path in pages:
        if "/page/build/unit" in path:
            pages[path] = Answer(b'{"success":false,"code":"401","message":"AuthorizedRead"}',
                                 headers={"Content-Type": "application/json"})  # fmt: skip


def _jpage_empty(portal: FarmPortal, pages: Pages) -> None:
    for path in pages:
        if "dataproxy.jsp" in path:
            pages[path] = Answer(b" " * 54, headers={"Content-Type": "text/xml"})


def _more_than_pages(portal: FarmPortal, pages: Pages) -> None:
    """Tianjin: 38,546 rows are counted, and pages for a few of them handed out."""
    for path, reply in pages.items():
        if "/igs/" in path and isinstance(reply, Answer):
            pages[path] = replace(reply, body=re.sub(rb'"total": \d+', b'"total": 38546', reply.body))


def _first_again(portal: FarmPortal, pages: Pages) -> None:
    """TRS: page 2 is asked for, and page 1 answered."""
    pages["/zwgk/fzzfjsndbg/index_1.shtml"] = pages[portal.family.first]


def _suffix(portal: FarmPortal, pages: Pages) -> None:
    """瑞数: each address sends its reader to itself with an encrypted suffix, behind which the challenge stands."""
    for path in list(pages):
        if path != "/robots.txt":
            guarded = f"{path}{'&' if '?' in path else '?'}MmEwMD=4kqLwVbZr"
            pages |= {path: to(guarded), guarded: traps.RIVER_202}


def _total(text: str) -> str:
    return re.sub(r'<div id="pages">', '<div id="pages"><span>共40条</span>', text)


def _rows(title: str, day: str) -> str:
    return "".join(f'<li><a href="/c9/2026/i{n}.html">{title.format(n)}</a><span>{day}</span></li>' for n in range(15))


_OTHER_COLUMN = Answer.html(
    "<html><head><title>通知公告</title></head><body><ul class='list'>"
    f"{_rows('关于第{}批重点项目有关事项的公示公告', '2026-04-01')}</ul></body></html>"
)
_OTHER_COUNTY = Answer.html(
    traps.marked("某县人民政府", "other.gov.cn", "5101040001")(
        "<html><head><title>法治政府建设</title></head><body><ul class='list'>"
        '<li><a href="/c14692/20260320/i99.html">2025年度法治政府建设情况报告</a><span>2026-03-20</span></li>'
        f"{_rows('第{}次全县法治工作会议召开情况', '2026-03-01')}</ul></body></html>"
    )
)
_OURS = on_markup(None, traps.marked("青岚县人民政府", "ours.gov.cn", "4302030001"))


def _at(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()


def _stamped(portal: FarmPortal, pages: Pages) -> None:
    """Each page says when it was made, until copies come."""
    for path, reply in pages.items():
        if isinstance(reply, Answer):
            pages[path] = replace(reply, last_modified=_at(date(2026, 3, 20)))


_HELP = Answer.html(
    "<html><head><title>访问受限</title></head><body><p>您的访问过于频繁</p>"
    f"<ul>{_rows('常见问题第{}条访问说明文件', '2025-01-05')}</ul></body></html>"
)
_MAINTENANCE = Answer.html(
    "<html><head><title>系统升级维护公告</title></head><body><p>本网站正在进行升级维护，期间暂停访问。</p>"
    f"<ul>{_rows('本县领导调研第{}个重点项目建设进展', '2026-03-05')}</ul></body></html>"
)
_NEWS = Answer.html(
    "<html><head><title>青岚县要闻</title></head><body>"
    f"<ul>{_rows('本县领导调研第{}个重点项目建设进展', '2026-03-05')}</ul></body></html>"
)
_SIDEBAR = Answer.html(
    "<html><head><title>法治政府建设年度报告</title></head><body><h2>法治政府建设年度报告</h2><ul id='listbox'></ul>"
    f"<div><h3>热点新闻</h3><ul>{_rows('本县召开第{}次政府常务会议研究部署工作', '2026-03-05')}</ul></div>"
    "<script>$.ajax({url: '/api/list', data: {channel: 14692}, success: fill});</script></body></html>"
)
_BOX_OF_NEWS = Answer.html(
    "<html><head><title>法治政府建设年度报告</title></head><body><h2>法治政府建设年度报告</h2><div class='wrap'></div>"
    f"<div class='side'><h3>本县要闻</h3><ul>{_rows('本县领导调研第{}个重点项目建设进展', '2026-03-05')}</ul></div>"
    "<script src='/js/common.js'></script></body></html>"
)
_BOX_OF_LAW = Answer.html(
    "<html><head><title>法治政府建设年度报告</title></head><body><div class='main'><h2>法治政府建设年度报告</h2>"
    "<ul class='list'></ul><div id='page'></div></div>"
    f"<div class='box'><h3>法治动态</h3><ul>{_rows('本县开展第{}期法治宣传活动', '2026-03-05')}</ul></div>"
    "<script src='/js/app.js'></script></body></html>"
)


def first_rows(count: int) -> traps.Change:
    """A redesign that shows so many rows and knows no further page."""

    def change(portal: FarmPortal, pages: Pages) -> None:
        found = traps.all_rows(portal, pages)
        on_markup(LIST, lambda text: traps.with_rows(text, found[:count]))(portal, pages)

    return change


def box_of(count: int) -> traps.Change:
    """A column that never was more than a box of its newest rows."""

    def change(portal: FarmPortal, pages: Pages) -> None:
        first_rows(count)(portal, pages)
        for path in [path for path in pages if "/pages/" in path]:
            del pages[path]

    return change


def _behind(pager: str) -> traps.Change:
    """The first seven rows, and a pager that only a script can turn."""

    def change(portal: FarmPortal, pages: Pages) -> None:
        found = traps.all_rows(portal, pages)
        on_markup(LIST, lambda text: traps.with_rows(text, found[:7], pager.format(len(found))))(portal, pages)
        for path in [path for path in pages if "/pages/" in path]:
            del pages[path]

    return change


def _on_rows(edit: Callable[[str], str]) -> traps.Change:
    """All titles of the list are shown in another way."""
    return on_markup(None, lambda text: re.sub(r'(?<=<li>)(<a href="/c14692/[^>]*>)([^<]*)', edit_of(edit), text))


def _by_https(portal: FarmPortal, pages: Pages) -> None:
    """A host without https, whose list links its report by https."""
    secure = portal.server.url("/c14692/20260327/").replace("http:", "https:")
    on_markup(None, lambda text: text.replace('href="/c14692/20260327/', f'href="{secure}'))(portal, pages)


def edit_of(edit: Callable[[str], str]) -> Callable[[re.Match[str]], str]:
    return lambda row: f"{re.sub(' title=.[^>]*', '', row[1]).rstrip('>')}>{edit(row[2])}"


def _hidden(text: str) -> str:
    """The list of old stands in the page, and a script's list in its place."""
    old = re.search(r'<ul class="list">.*?</ul>', text, re.DOTALL)
    assert old is not None
    return text.replace(old[0], f'<div style="display:none">{old[0]}</div><div id="app"></div>')


def _jumbled(portal: FarmPortal, pages: Pages) -> None:
    """Rows are drawn at random for each request, ten a page."""
    rows = [row for row in traps.all_rows(portal, pages) if "2025年度法治政府" not in row]
    draw = random.Random(3)

    def drawn(text: str) -> Reply:
        return lambda exchange: exchange.answer(
            Answer.html(re.sub(r'<ul class="list">.*?</ul>', _listed(draw.sample(rows, 10)), text, flags=re.DOTALL))
        )

    for path, reply in list(pages.items()):
        if path == LIST or "/pages/" in path:
            assert isinstance(reply, Answer)
            pages[path] = drawn(reply.body.decode())


def _listed(rows: list[str]) -> str:
    return f'<ul class="list">{"".join(rows)}</ul>'


_LAYPAGE = '<div id="pg"></div><script>laypage.render({{elem: "pg", count: {0}, limit: 7, curr: 1}})</script>'
_CURRENT_1 = '<span class="cur">1</span>'
_EMPTY_FRAME = Answer.html("<html><body><div id='app'></div><script src='/app.js'></script></body></html>")
BLIND = (
    _blind("river", every_page(traps.RIVER), "challenge"),
    _blind("river-202", every_page(traps.RIVER_202), "challenge"),
    _blind("river-suffix", _suffix, "challenge"),
    _blind("jsl", every_page(traps.JSL), "challenge"),
    _blind("wzws", every_page(traps.WZWS), "challenge"),
    _blind("cloud-dam", every_page(traps.CLOUD_DAM), "challenge"),
    _blind("soft-404", the_list(traps.SOFT_404), "soft_404"),
    _blind("error-page", the_list(traps.ERROR_PAGE), ""),
    _blind("login", the_list(traps.LOGIN_PAGE), ""),
    _blind("status-500", every_page(Answer(b"x", 500)), "status 500"),
    _blind("gone", the_list(Answer.html("<title>404</title><p>Not Found</p>", status=404)), "gone"),
    _blind("empty-template", on_markup(LIST, traps.no_rows), "no rows"),
    _blind("redesign", the_list(Answer.html("<html><body><div id='app'></div><p>新版网站</p></body></html>")), ""),
    _blind("shell", the_list(_EMPTY_FRAME), "shell"),
    _blind("robots-disallow", _robots("User-agent: *\nDisallow: /\n"), "robots"),
    _blind("robots-403", page("/robots.txt", Answer(b"no", 403)), "robots"),
    _blind("robots-503", page("/robots.txt", Answer(b"no", 503)), "robots"),
    _blind("dead", traps.dead, "unreachable"),
    _blind("slow", the_list(drip(30)), "unreachable"),
    _blind("too-large", the_list(large_body(2_000_000, declared=False)), "too_large"),
    _blind("gzip-bomb", the_list(traps.BOMB), "too_large"),
    _blind("redirect-loop", the_list(to(LIST)), "redirects"),
    _blind("private-redirect", the_list(to("http://10.0.0.1/")), "forbidden_address"),
    _blind("soft-404-everywhere", every_page(traps.SOFT_404), "soft_404"),
    _blind("gone-everywhere", every_page(Answer.html("<p>Not Found</p>", status=404)), "gone"),
    _blind("login-everywhere", every_page(traps.LOGIN_PAGE), ""),
    _blind("never-modified", every_page(traps.not_modified), "not_modified"),
    Trap("other-county", the_list(_OTHER_COUNTY), "blind", "another site answers", always=_OURS),
    _blind("maintenance", the_list(_MAINTENANCE), "维护"),
    _blind("refusal-with-links", the_list(_HELP), "challenge"),
    Trap("sidebar", the_list(_SIDEBAR), "blind", "an empty list for a script", from_the_start=True),
    Trap("box-of-law", the_list(_BOX_OF_LAW), "blind", "an empty list for a script", from_the_start=True),
    _blind("mojibake", _on_rows(lambda title: title.encode().decode("latin-1")), "unreadable_titles"),
    _blind("question-marks", _on_rows(lambda title: re.sub(r"[^\x00-\x7f]", "?", title)), "unreadable_titles"),
    _blind("jpaas-refuses", _jpaas_refuses, "", "f06_jpaas"),
    _blind("gkmlpt-api", page("/gkmlpt/api/all/368?page=1&sid=755041", Answer(b"{}", 403)), "status 403", "f08_gkmlpt"),
)  # fmt: skip
_PUT_IN = "<script>onload=function(){{$.get('/rest.html',function(d){{$('ul.list').append(d)}})}}</script>"
PARTIAL = (
    _partial("middle-page", page(PAGE_2, Answer(b"x", 500)), "page 2"),
    _partial("declared-total", on_markup(None, _total), "of 40 declared rows"),
    _partial("repeating", _same_page, "repeats"),
    Trap("endless", _endless, "partial", "max_pages", unseen=True),
    _partial("capped", on_markup(None, lambda text: re.sub(r"(createPageHTML\([^)]*,)\d+\)", r"\g<1>500)", text)),
             "capped", "f02_ucap"),
    _partial("other-page", _first_again, "page_mismatch", "f03_trs"),
    _partial("truncated", _more_than_pages, "truncated", "f04_igs"),
    _partial("pieces-untold", UNTOLD, "page 4"),
    _partial("jpaas-repeats", _jpaas_repeats, "page_mismatch", "f06_jpaas"),
    _partial("jpage-empty", _jpage_empty, "page 2", "f05_jpage"),
    _partial("cut-off", traps.cut_pages(), "cut off"),
    _partial("wrong-length", traps.cut_pages(declared=True), "cut off"),
    _partial("home-page", the_list(to("/")), "known rows are gone", late=True),
    _partial("other-column", the_list(_OTHER_COLUMN), "known rows are gone", late=True),
    _copy("older-copy", "an old copy", traps.aged),
    _copy("older-page", "an older one", lambda answer, _: replace(answer, last_modified=_at(date(2026, 3, 10))),
          always=_stamped),
    _partial("home-page-later", page(PAGE_2, to("/")), "page 2 is not of this list"),
    _partial("other-column-later", page(PAGE_2, _OTHER_COLUMN), "page 2 is not of this list"),
    _partial("refusal-later", page(PAGE_2, _HELP), "page 2: challenge"),
    _partial("news-first", the_list(_NEWS), "nothing on the page says"),
    _partial("box-of-news", the_list(_BOX_OF_NEWS), "they may be of another box"),
    _partial("home-page-first", the_list(to("/")), "nothing on the page says"),
    _tailless("seven-rows", first_rows(7)),
    _tailless("five-rows", first_rows(5)),
    _tailless("nine-rows", first_rows(9)),
    _partial("pager-of-a-script", _behind(_LAYPAGE), "laypage.render"),
    _partial("pager-of-an-element", _behind('<el-pagination :total="{0}" :page-size="7"></el-pagination>'), "declared"),
    _partial("pager-of-handlers", _behind('<p><a href="javascript:;" onclick="goPage(2)">下一页</a></p>'), "下一页"),
    _partial("pager-of-numbers", _behind(f'<div class="pg">{_CURRENT_1}<span data-p="2">2</span></div>'), "number 2"),
    _partial("pager-in-words", _behind("<div>共{0}条 第1页/共3页</div>"), "page 1 of 3"),
    _partial("load-more", _behind('<p><a href="javascript:;" onclick="more()">加载更多</a></p>'), "加载更多"),
    _partial("rows-put-in", _behind(_PUT_IN), "puts more rows into"),
    _partial("not-included", _behind('<!--#include virtual="/inc/pager.shtml"-->'), "did not include /inc/pager.shtml"),
    _partial("hidden-list", on_markup(LIST, _hidden), "hidden_rows"),
    _partial("years-of-a-script", _years_of_a_script, "years without rows: 2024, 2026"),
    _partial("box-with-more", _box_with_more, "更多 leads to"),
    _partial("given-up", on_markup(LIST, lambda text: text.replace("<ul", "<p>本栏目已停止更新</p><ul")), "given_up"),
    _partial(
        "elsewhere-since",
        on_markup(LIST, lambda text: text.replace("<ul", "<p>2025年度及以后的年度报告请见“年报专栏”</p><ul")),
        "given_up: 2025年度及以后的年度报告请见",
    ),
    _partial("picture-row", _on_rows(lambda title: '<img src="/i/r.png">' if "2024年度法" in title else title),
             "unreadable_titles"),
    Trap("folder-broken", page(NEWEST, Answer(b"x", 500)), "partial", "folder 2025年度法治政府建设年度报告: ",
         always=in_folders),
    Trap("jumbled", _jumbled, "partial", "in another order", unseen=True),
    _partial("lost-rows", on_markup(LIST, traps.few_rows), "known rows are gone", late=True),
)  # fmt: skip
COPIES = {  # whole lists, of a day before the due date
    "old-copy": traps.copied(TROUBLE[0], *TROUBLE, traps.aged),
    "old-date": traps.copied(TROUBLE[0], *TROUBLE, traps.dated),
}
UNREAD = {  # the list is whole and shows the report, whose page cannot be had
    "index-instead": on_report(index_page),
    "page-500": on_report(lambda answer: replace(answer, status=500)),
    "page-gone": on_report(lambda answer: Answer.html("<title>404</title><p>页面不存在</p>", status=404)),
    "page-challenge": on_report(lambda answer: traps.RIVER),
    "http-only": _by_https,
    "page-robots": _robots("User-agent: *\nDisallow: /c14692/20260327/\n"),
}


def small(number: int, **report: Any) -> Column:
    """A short column of three pages: reports of three years, two look-alikes, news."""
    return _cut(column(number, fillers=11), report)


def long(number: int, **report: Any) -> Column:
    """More than 45 rows, for the service that hands out so many at once."""
    return _cut(column(number, fillers=46), report)


def _cut(whole: Column, report: dict[str, Any]) -> Column:
    kept = tuple(item for item in whole.items if item.key in (REPORT_2025, 2, 3, 10, 11) or item.key >= 100)
    return Column(whole.county, kept).but(REPORT_2025, **report)
