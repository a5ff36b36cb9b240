"""Further pages that only their addresses tell."""

from __future__ import annotations

import pytest

from parsers.pages.listing import parse_listing
from parsers.pages.notes import Note, codes
from parsers.records import Listing, Page

URL = "http://www.qinghe.example/fzzf/index.html"
ROWS = "".join(
    f'<li><a href="/fzzf/20260{1 + n % 9}/t20260101_{n}.html">青禾县法治政府建设工作情况报告之{n}</a>'
    f"<span>2026-0{1 + n % 9}-1{n % 9}</span></li>"
    for n in range(12)
)


def read(beside: str, url: str = URL) -> Listing:
    html = f"<html><head><title>法治政府建设</title></head><body><ul>{ROWS}</ul>{beside}</body></html>"
    return parse_listing(Page(url, url, 200, {}, html.encode()))


@pytest.mark.parametrize(
    ("beside", "name"),
    [
        ('<p>第一页 <a href="/fzzf/index.html?pg=2">第二页</a></p>', "index.html?pg=2"),
        ('<p>一 <a href="/fzzf/2.html">二</a> <a href="/fzzf/3.html">三</a></p>', "2.html"),
        ('<p>【<a href="?pg=2">往下翻</a>】</p>', "index.html?pg=2"),
        ('<p><a href="/fzzf/index2.html">继续浏览&gt;&gt;</a></p>', "index2.html"),
        ('<p>1-12 <a href="/fzzf/index.html?s=13">13-17</a></p>', "index.html?s=13"),
        ('<p>●<a href="?pg=2">○</a></p>', "index.html?pg=2"),
        ('<map><area href="?p=1"><area href="?p=2"></map>', "index.html?p=2"),
        (
            '<form method="get"><input type="hidden" name="p" value="2"><input type="image" src="/n.gif"></form>',
            "index.html?p=2",
        ),
    ],
)
def test_a_control_that_leads_to_the_pages_own_address_and_a_number(beside: str, name: str) -> None:
    following = read(beside).next
    assert following is not None
    assert following.url == f"http://www.qinghe.example/fzzf/{name}"


@pytest.mark.parametrize(
    "beside",
    [
        '<a href="?type=2">工作动态</a>',
        '<a href="?print=1">打印</a>',
        '<a href="/zwgk/2.html">机构职能</a>',
        '<a href="/fzzf/index.html?p=1">首页</a>',
        '<a href="/fzzf/a2.html">领导之窗</a>',
        '<a href="/fzzf/2.html">青禾县人民政府关于公布行政规范性文件清理结果的公告</a>',
        '<a href="http://www.other.example/fzzf/index.html?p=2">外网版</a>',
        '<a href="/fzzf/2025.html">2025</a>',
        '<form action="/so"><input type="hidden" name="p" value="2"><input type="image" src="/s.gif"></form>',
    ],
)
def test_what_leads_elsewhere_is_no_further_page(beside: str) -> None:
    listing = read(beside)
    assert listing.next is None
    assert Note.PAGER_UNREADABLE not in codes(listing.notes)


@pytest.mark.parametrize(
    "beside",
    [
        "<div class='page'>[an error occurred while processing this directive]</div>",
        "<!--#include virtual='/p.shtml'-->",
    ],
)
def test_a_part_that_the_server_left_out_may_have_been_the_pager(beside: str) -> None:
    assert Note.PAGER_UNREADABLE in codes(read(beside).notes)
    assert Note.PAGER_UNREADABLE not in codes(read(f"<p>共12条</p>{beside}").notes)


def test_the_pages_follow_each_other() -> None:
    foot = '<p><a href="/fzzf/index.html">一</a> <a href="/fzzf/2.html">二</a> <a href="/fzzf/3.html">三</a></p>'
    third = "http://www.qinghe.example/fzzf/3.html"
    following = read(foot, "http://www.qinghe.example/fzzf/2.html").next
    assert following is not None
    assert following.url == third
    assert read(foot, third).next is None
