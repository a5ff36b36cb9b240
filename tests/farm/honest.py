"""Portals that can be read whole, whatever is odd about them, and hold no report: the table of `test_blindness`."""

from __future__ import annotations

import gzip
import itertools
import json
import re
from dataclasses import replace

from tests.crawler.portal import Answer, robots
from tests.farm import traps
from tests.farm.families import Pages
from tests.farm.farm import FarmPortal
from tests.farm.folders import in_folders
from tests.farm.onward import ONWARD
from tests.farm.traps import on_markup, page
from tests.farm.troubles import LIST, to


def _pinned(text: str) -> str:
    """The same row on top of every page."""
    link = '<a href="/c14692/20240105/i77.html">关于网站改版的公告（长期有效）</a>'
    row = f'<li class="top">{link}<span>2024-01-05</span></li>'
    return text.replace('<ul class="list">', f'<ul class="list">{row}')


def _encoded(encoding: str, declared: str, header: str, *, bom: bytes = b"") -> traps.Change:
    """All pages in one encoding, whatever meta tag and header say."""

    def change(portal: FarmPortal, pages: Pages) -> None:
        for path, reply in pages.items():
            if isinstance(reply, Answer) and "html" in reply.headers.get("Content-Type", ""):
                text = reply.body.decode().replace('<meta charset="utf-8">', f'<meta charset="{declared}">')
                pages[path] = replace(reply, body=bom + text.encode(encoding), headers={"Content-Type": header})

    return change


def _zipped(portal: FarmPortal, pages: Pages) -> None:
    """gzip without being asked (CNIPA)."""
    for path, reply in pages.items():
        if isinstance(reply, Answer) and path != "/robots.txt":
            pages[path] = replace(
                reply, body=gzip.compress(reply.body), headers={**reply.headers, "Content-Encoding": "gzip"}
            )


def _behind(stub: str) -> traps.Change:
    """The list lies behind a stub that sends its reader there."""

    def change(portal: FarmPortal, pages: Pages) -> None:
        pages["/fzzf/moved.html"] = pages[LIST]
        pages[LIST] = Answer.html(stub.format("/fzzf/moved.html"))

    return change


def _cookies(portal: FarmPortal, pages: Pages) -> None:
    for path, reply in pages.items():
        if isinstance(reply, Answer) and path != "/robots.txt":
            pages[path] = traps.cookie_first(reply)


def _files_last(portal: FarmPortal, pages: Pages) -> None:
    """A last page that holds nothing but files."""
    last = pages["/c14692/pages/3.html"]
    assert isinstance(last, Answer)
    row = '<li><a href="/files/2019{0}.pdf">2019年第{0}季度政务公开情况统计表.pdf</a><span>2019-0{0}-05</span></li>'
    rows = "".join(row.format(number) for number in range(1, 5))
    text = last.body.decode().replace("/pages/3.html", "/pages/4.html")
    pages["/c14692/pages/3.html"] = Answer.html(text)
    text = re.sub(r'<ul class="list">.*?</ul>', f'<ul class="list">{rows}</ul>', text, flags=re.DOTALL)
    pages["/c14692/pages/4.html"] = Answer.html(text)


def _noise(text: str) -> str:
    """Addresses as portals write them: doubled slashes, dot segments, a session, a fragment, a hidden flag."""
    return re.sub(
        r'<a href="/c14692/(\d+)/(i\d+)\.html"',
        r'<a href="/c14692//x/../\1/./\2.html;jsessionid=A1B2?xxgkhide=1#zoom"',
        text,
    )


_NUMBERS = itertools.count(1)


def _suffixed(text: str) -> str:
    """瑞数 on a page that it let through: each address with an encrypted suffix, another one each time."""
    return re.sub(r'(<a href="/c14692/\d+/i\d+\.html)"', lambda link: f'{link[1]}?MmEwMD=4{next(_NUMBERS):032x}"', text)


def _renewed(text: str) -> str:
    """A redesign that keeps its rows: other containers, dates in front, a word for the pager."""
    text = re.sub(r"<li>(<a.*?</a>)<span>(.*?)</span></li>", r'<div class="n-it"><em>[\2]</em>\1</div>', text)
    return text.replace('<ul class="list">', '<section class="n-ls">').replace(
        '</ul><div id="pages">', "</section><div>"
    )


def _years(portal: FarmPortal, pages: Pages) -> None:
    """The list shows the rows of the newest year; folders keep those of the years before, and one is still empty."""
    rows, first = traps.all_rows(portal, pages), pages[LIST]
    assert isinstance(first, Answer)
    links = "".join(f'<a href="/c14692/y{year}/index.html">{year}年</a>' for year in range(2027, 2022, -1))
    for year in range(2023, 2028):
        shown = [row for row in rows if f"<span>{year}" in row]
        text = traps.with_rows(first.body.decode(), shown, f'<div class="years">{links}</div>')
        pages[f"/c14692/y{year}/index.html"] = Answer.html(text)
        if year == 2026:
            pages[LIST] = Answer.html(text)


def _chosen_years(portal: FarmPortal, pages: Pages) -> None:
    """The list shows the rows of one year, and a form asks for those of another; one is still empty."""
    rows, first = traps.all_rows(portal, pages), pages[LIST]
    assert isinstance(first, Answer)
    for year in range(2023, 2028):
        shown = [row for row in rows if f"<span>{year}" in row]
        options = "".join(
            f'<option value="{other}"{" selected" if other == year else ""}>{other}年</option>'
            for other in range(2027, 2022, -1)
        )
        form = f'<form action="{LIST}"><select name="year">{options}</select><button>查询</button></form>'
        text = traps.with_rows(first.body.decode(), shown).replace('<ul class="list">', f'{form}<ul class="list">')
        pages[f"{LIST}?year={year}"] = Answer.html(text)
        if year == 2026:
            pages[LIST] = Answer.html(text)


def _nameless(text: str) -> str:
    """A site that calls all its pages alike: only the rows say what column it is."""
    return re.sub(r"<title>.*?</title>", "<title>县人民政府门户网站</title>", re.sub(r"<h\d>.*?</h\d>", "", text))


def _one_page(portal: FarmPortal, pages: Pages) -> None:
    """All rows on one page, above a pager that leads nowhere, beside another column's 更多."""
    rows = traps.all_rows(portal, pages)
    dead = f'<div id="pages">共{len(rows)}条 1/1 <a>首页</a><a>上一页</a><a>下一页</a><a>尾页</a></div>'
    others = '<a href="/tzgg/1.html">一</a><a href="/tzgg/2.html">二</a>'
    more = f'<div><h3>通知公告<a href="/tzgg/">更多&gt;&gt;</a></h3>{others}</div>'
    on_markup(LIST, lambda text: traps.with_rows(text, rows, dead + more))(portal, pages)


def _as_text(text: str) -> str:
    """Days as a portal tells them of late."""
    words = iter(("本日", "昨天", "3天前"))
    return re.sub(r"<span>2025-\d\d-\d\d</span>", lambda day: f"<span>{next(words, '') or day[0][6:-7]}</span>", text)


def _term(portal: FarmPortal, pages: Pages) -> None:
    """A column that sends its reader to the folder of the current term (`/npc/c191/dbmd/`)."""
    pages["/c14692/16/"] = pages[LIST]
    pages[LIST] = Answer.html('<html><head><script>window.location.href="16/";</script></head><body></body></html>')


_COLUMNS = ("机构职能", "领导信息", "政策法规", "规划计划", "统计信息", "财政预算", "行政许可", "法治政府建设")


def _in_script(name: str, rows: list[dict[str, str]]) -> traps.Change:
    """Each page carries such data in a script, beside its list."""
    script = f"<script>var {name} = {json.dumps(rows, ensure_ascii=False)};</script>"
    return on_markup(None, lambda text: text.replace("</body>", f"{script}</body>"))


_TREE = [{"name": f"{_COLUMNS[n % 8]}{n // 8 or ''}", "pId": str(n // 8), "url": f"/gk/c_{n}.html"} for n in range(60)]
_TICKER = [
    {"title": f"第{n}期行政执法培训活动举行", "url": f"/xw/2026/03/{n:02}/{n}.html", "date": f"2026-03-{n:02}"}
    for n in range(1, 25)
]
_SITEMAP = "User-agent: *\nAllow: /\nSitemap: http://www.example.gov.cn/sitemap.xml\n"
_META_STUB = '<html><head><meta http-equiv="refresh" content="0; url={}"></head></html>'
_SCRIPT_STUB = '<html><script>window.location.href="{}";</script></html>'
HONEST: dict[str, traps.Change] = {
    "plain": lambda portal, pages: None,
    "pinned": on_markup(None, _pinned),
    "files-last": _files_last,
    "noise": on_markup(None, _noise),
    "suffix": on_markup(None, _suffixed),
    "years": _years,
    "folders": in_folders,
    "chosen-years": _chosen_years,
    "nameless": on_markup(None, _nameless),
    "renewed": on_markup(None, _renewed),
    "robots-is-html": page("/robots.txt", Answer.html("<html>User-agent: *\nDisallow: /</html>")),
    "robots-moved": page("/robots.txt", to("/404.html")),
    "robots-404": page("/robots.txt", Answer(b"", 404)),
    "robots-sitemap": page("/robots.txt", robots(_SITEMAP)),
    **ONWARD,
    "one-page": _one_page,
    "tree-in-script": _in_script("zNodes", _TREE),
    "ticker-in-script": _in_script("scrollNews", _TICKER),
    "relative-days": on_markup(LIST, _as_text),
    "term-stub": _term,
    "cookie": _cookies,
    "zipped": _zipped,
    "meta-stub": _behind(_META_STUB),
    "script-stub": _behind(_SCRIPT_STUB),
    "gb18030-as-gb2312": _encoded("gb18030", "gb2312", "text/html"),
    "utf8-as-gb2312": _encoded("utf-8", "gb2312", "text/html"),
    "gb18030-as-utf8": _encoded("gb18030", "utf-8", "text/html; charset=utf-8"),
    "wrong-header": _encoded("utf-8", "utf-8", "text/html; charset=iso-8859-1"),
    "mark": _encoded("utf-8", "gbk", "text/html; charset=gbk", bom=b"\xef\xbb\xbf"),
}
