"""Pagers of all makes: a list that goes on is never taken for whole, and a whole one never for a part.

The markup is in `pagers.yaml`.
"""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import yaml

from parsers.pages.listing import parse_listing
from parsers.pages.notes import Note
from parsers.records import Listing, Page

URL = "http://www.qinghe.example/c14692/index.html"
ROW = (
    '<li><a href="/c14692/2025{0:02}01/i{0}0000.html">青禾县第{0}个部门法治政府建设情况报告</a>'
    "<span>2025-{0:02}-01</span></li>"
)
ROWS = "".join(ROW.format(number) for number in range(7, 0, -1))  # seven
NAV = (
    '<div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a><a href="/hdjl/">互动交流</a>'
    '<a href="/more/">更多</a></div>'
)
SIDE = (
    '<div class="rbox"><h3>通知公告<a class="more" href="/tzgg/">更多&gt;&gt;</a></h3><ul>'
    '<li><a href="/tzgg/a1.html">关于放假的通知</a></li>'
    '<li><a href="/tzgg/a2.html">关于停水的公告</a></li><li><a href="/tzgg/a3.html">关于招聘的公示</a></li></ul></div>'
)
FOOT = (
    '<div class="links">友情链接：<a href="http://a.example/">省政府</a><a href="http://b.example/">市政府</a>'
    '<a href="/links/">更多</a></div>'
)


def listing(after: str, *, position: int | None = None, rows: str = ROWS, before: str = "", **more: Any) -> Listing:
    body = f'{NAV}{before}<div class="list-box"><ul class="list">{rows}</ul>{after}</div>{SIDE}{FOOT}'
    html = f"<html><head><title>法治政府建设</title></head><body>{body}</body></html>"
    return parse_listing(Page(URL, URL, 200, {}, html.encode(), **more), position=position)


def noted(found: Listing) -> str:
    return " ".join(note for note in found.notes if note.startswith(Note.PAGER_UNREADABLE))


PAGERS: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("pagers.yaml").read_text(encoding="utf-8"))
GOES_ON, LEADS_ON, WHOLE = PAGERS["goes_on"], PAGERS["leads_on"], PAGERS["whole"]


@pytest.mark.parametrize("name", GOES_ON)
def test_a_list_that_goes_on_says_by_what(name: str) -> None:
    found = listing(GOES_ON[name]["markup"])
    assert found.next is None
    assert len(found.rows) == 7
    assert noted(found) and GOES_ON[name]["says"] in noted(found)


@pytest.mark.parametrize("name", LEADS_ON)
def test_an_address_is_followed_where_the_sign_gives_one(name: str) -> None:
    found, target = listing(LEADS_ON[name]["markup"]), LEADS_ON[name]["to"]
    assert found.next is not None and found.next.url == urljoin(URL, target)
    assert noted(found) == ""


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_list_stays_whole(name: str) -> None:
    found = listing(WHOLE[name])
    assert (found.next, noted(found)) == (None, "")
    assert found.declared_total in (None, 7)
    assert found.declared_pages in (None, 1)


@pytest.mark.parametrize(
    ("markup", "position", "goes_on"),
    [
        ('<div id="p"></div><script>laypage.render({elem:"p",count:27,limit:7,curr:1})</script>', 4, False),
        ('<div id="p"></div><script>laypage.render({elem:"p",count:27,limit:7,curr:3})</script>', 3, True),
        ('<div class="pages"><a href="javascript:;">1</a><a href="javascript:;">2</a></div>', 2, False),
        ('<div class="pages"><a href="javascript:p(1)">上一页</a><a href="javascript:p(2)">下一页</a></div>', 2, False),
        ('<div class="pages"><a href="javascript:p(3)">下一页</a></div>', 2, True),
        ("<div>共27条 第4页/共4页 <a href='javascript:p(4)'>下一页</a></div>", 4, False),
    ],
)
def test_a_page_that_was_walked_to_knows_its_number(markup: str, position: int, goes_on: bool) -> None:
    assert bool(noted(listing(markup, position=position))) is goes_on


MENU = '<div class="menu"><ul><li><a href="{}">2026年</a></li><li><a href="{}">2025年</a></li></ul></div>'


@pytest.mark.parametrize(
    ("menu", "says"),
    [
        (MENU.format("/c15001/index.html", "/c14692/index.html"), "other_years: 2026"),
        (MENU.format("/c15001/index.html", "/c15002/index.html"), ""),  # this page is none of them
        (MENU.format("http://other.example/c1/index.html", "/c14692/index.html"), ""),
        (MENU.format("/c15001/20260305/i10000.html", "/c14692/index.html"), ""),  # an article that is called so
        ('<p><a href="/c15001/">2026年</a></p>' + MENU.format("/c14692/index.html", "/c14692/index.html"), ""),
    ],
)
def test_one_years_column_beside_those_of_others_is_not_whole(menu: str, says: str) -> None:
    found = listing("", before=menu)
    assert len(found.rows) == 7
    assert [note for note in found.notes if note.startswith(Note.OTHER_YEARS)] == ([says] if says else [])
    assert noted(found) == ""


def test_totals_are_taken_from_the_sign() -> None:
    found = listing('<div id="p"></div><script>laypage.render({elem:"p",count:27,limit:7})</script>')
    assert found.declared_total == 27
    assert listing("<el-pagination :total='27' :page-size='7'></el-pagination>").declared_total == 27


@pytest.mark.parametrize(
    "words", ["显示第 1 到第 7 条记录，总共 27 条记录", "共有文章27篇 每页7篇", "第 7 条记录 共 27 条"]
)
def test_totals_are_told_from_the_rows_of_this_page(words: str) -> None:
    assert listing(f"<div>{words}</div>").declared_total == 27


def test_rows_beside_the_list_do_not_make_up_its_total() -> None:
    """Seven of twelve, and eight rows of another list: fifteen rows are no twelve."""
    other = "".join(
        f'<p><a href="/news/t202503{n:02}_{n}.html">本县领导调研第{n}个重点项目建设</a> 2025-03-{n:02}</p>'
        for n in range(1, 9)
    )
    found = listing(f"<div>共12条</div><div class='hotnews'>{other}</div>")
    assert (len(found.rows), len(found.beside), found.declared_total) == (7, 8, 12)


def test_a_browsers_page_shows_what_its_script_knows() -> None:
    markup = '<div id="p"></div><script>laypage({cont:"p",pages:res.pages})</script>'
    assert noted(listing(markup)) != ""
    assert noted(listing(markup, rendered=True)) == ""


def test_the_block_of_the_list_may_have_its_whole_list_elsewhere() -> None:
    head = '<div class="hd"><h2>法治政府建设</h2><a href="/c14692/list.html">更多&gt;</a></div>'
    html = f'<html><body>{NAV}<div class="box">{head}<ul>{ROWS}</ul></div>{SIDE}</body></html>'
    found = parse_listing(Page(URL, URL, 200, {}, html.encode()))
    assert found.next is not None and found.next.url.endswith("/c14692/list.html")


def box(head: str, rows: str = ROWS) -> str:
    return f'<div class="box">{head}<ul>{rows}</ul></div>'


def overview(boxes: str) -> Listing:
    place = '<div class="pos">当前位置：<a href="/">首页</a> &gt; 法治政府建设</div>'
    html = f"<html><head><title>法治政府建设</title></head><body>{NAV}{place}{boxes}{FOOT}</body></html>"
    return parse_listing(Page(URL, URL, 200, {}, html.encode()))


OTHERS = ROWS.replace("c14692/2025", "c15002/2024").replace("<span>2025", "<span>2024")


@pytest.mark.parametrize(
    ("boxes", "target"),
    [
        (box('<div class="hd"><h3>年度报告</h3><a href="/nb/">更多&gt;&gt;</a></div>'), "/nb/"),
        (box('<h3>年度报告</h3><a href="/nb/" class="more">MORE+</a>') + SIDE, "/nb/"),
        (box('<a class="more" href="/nb/">更多</a><h3>年度报告</h3>'), "/nb/"),
        (box('<h3>年报公开<a href="/c15001/list.html">[更多]</a></h3>'), "/c15001/list.html"),
        (box("<h3>年报<a href='javascript:;' onclick=\"go('/nb/a.html')\">更多</a></h3>"), "/nb/a.html"),
        (box('<div class="tit"><span>法治政府建设</span><em><a href="/nb/">查看更多</a></em></div>'), "/nb/"),
        (box('<header><h2>法治建设</h2><a href="/fz/a/"><span>全部</span></a></header>'), "/fz/a/"),
        (box('<h3>年度报告</h3><a href="/nb/">更多</a>') + box('<h3>执法</h3><a href="/zf/">更多</a>', OTHERS), "/nb/"),
    ],
)
def test_more_in_the_head_of_the_box_of_the_rows_says_where_the_list_goes_on(boxes: str, target: str) -> None:
    found = overview(boxes)
    assert found.next is None and f"leads to http://www.qinghe.example{target}" in noted(found)


@pytest.mark.parametrize(
    "boxes",
    [
        box("<h3>年度报告</h3>") + SIDE,
        SIDE + box(""),
        box('<h3>年度报告</h3><a href="/">更多</a>'),  # up
        box('<h3>年度报告</h3><a href="/nb/20260101/i77.html">更多</a>'),  # a paper
        box('<div class="share"><a href="/s/">更多</a></div><h3>年报</h3>'),
        f'<div class="top"><a href="/tzgg/">更多</a></div><ul>{ROWS}</ul>',
        f'<div class="box"><h3>年度报告</h3><ul>{ROWS}</ul><div class="more"><a href="/zfxxgk/">更多</a></div></div>',
        box(
            '<div><h3>通知公告</h3><a href="/tz/">更多</a><a href="/tz/1.html">一</a><a href="/tz/2.html">二</a></div>'
        ),
        f"<ul>{ROWS}</ul>"
        + box('<h3>政策解读</h3><a href="/zc/">更多</a>', '<li><a href="/z/1.html">解读</a></li>' * 2),
    ],
)
def test_more_of_anything_else_is_dead(boxes: str) -> None:
    found = overview(boxes)
    assert (found.next, noted(found)) == (None, "")


@pytest.mark.parametrize(
    ("names", "several"),
    [
        (("年度报告", "行政执法"), True),
        (("县公安局", "县财政局"), True),
        (("文件", "解读更多&gt;&gt;"), True),
        (("2025年", "2024年"), False),
        (("三月", "2月"), False),
        (("第一季度", "第二季度"), False),
        (("法治政府建设年度报告", ""), False),
        (("", ""), False),
        (("", "<hr>"), False),
    ],
)
def test_boxes_of_one_make_are_several_lists(names: tuple[str, str], several: bool) -> None:
    found = overview("".join(box(f"<h3>{name}</h3>", rows) for name, rows in zip(names, (ROWS, OTHERS), strict=True)))
    assert len(found.rows) == 14
    assert any(note.startswith(Note.SEVERAL_LISTS) for note in found.notes) is several


def test_words_between_rows_make_no_boxes() -> None:
    items = re.sub(r"</a><span>", "</a><p>近日，该部门公开了报告</p><span>", ROWS).replace("li>", "div>")
    found = overview(items)
    assert len(found.rows) == 7
    assert not any(note.startswith(Note.SEVERAL_LISTS) for note in found.notes)


@pytest.mark.parametrize(
    "flood",
    [
        f"<script>{'/*' * 50_000}</script>",
        f"<script>{'page({count:' * 10_000}</script>",
        f"<script>{'onscroll= ' * 10_000}</script>",
        f"<script>{'page(a,b,c,d,e,f);' * 10_000}</script>",
        "<div id=page></div><script>" + 'f("#page",' * 10_000 + "</script>",
        "<script>" + "pager={page:{" * 10_000 + "</script>",
        f"<script>{'a' * 200_000}</script>",
        "<a href=#>2</a>" * 10_000,
        "<p>更多<a href=x>更多</a></p>" * 10_000,
    ],
)
def test_floods_take_no_time(flood: str) -> None:
    begun = time.process_time()
    listing(flood)
    assert time.process_time() - begun < 3


@pytest.mark.parametrize(
    ("after", "count", "noted_as"),
    [
        ('<div id="pgb" class="page"></div>', 15, "an empty box of a pager (page)"),
        ('<div class="pageBox"></div>', 20, "an empty box of a pager (pageBox)"),
        ('<div class="fanye" id="fanye" data-total="4"></div>', 10, "an empty box of a pager (fanye)"),
        ('<div class="pageBox"></div>', 14, ""),  # templates put no such number on a page
        ('<div class="pageBox">共1页</div>', 15, ""),
        ('<div class="pageBox" style="display:none"></div>', 15, ""),
        ('<div class="page-loading"></div><div class="homepage"></div>', 15, ""),
    ],
)
def test_an_empty_pager_behind_a_full_page_is_one_that_nobody_read(after: str, count: int, noted_as: str) -> None:
    rows = "".join(
        ROW.format(1).replace("/i10000", f"/i{number}").replace("第1个", f"第{number}个") for number in range(count)
    )
    found = listing(after, rows=rows)
    assert len(found.rows) == count
    assert noted_as in noted(found) if noted_as else noted(found) == ""
