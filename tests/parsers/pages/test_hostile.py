"""Hostile and broken pages cost bounded time and raise nothing."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.pages.article import parse_article
from parsers.pages.listing import parse_listing
from parsers.pages.verdict import judge_page
from parsers.pages.view import View
from parsers.records import Page
from parsers.vocabulary import Role

URL = "http://q.example/x/index.html"
N = 25_000  # pairs: 50,000 tags
LINK = "<a href='/a/20250101/{}.html'>青禾县第{}号法治政府建设情况报告</a>"
PAGES = {
    "links": "<ul>" + "".join(f"<li>{LINK.format(i, i)}<span>2025-01-01</span></li>" for i in range(N // 2)),
    "nested": "<div>" * 2 * N + LINK.format(1, 1),
    "unclosed links": ("<p>" + LINK.format(1, 1)[:-4]) * N,
    "nested rows": "<ul><li>" * N,
    "nested tables": "<table><tr><td>" * (N // 2) + "索引号：1",
    "attributes": "<div " + " ".join(f"a{i}='{i}'" for i in range(2 * N)) + ">",
    "spaces": "<p>发布时间" + " " * 500_000 + "：",
    "labels": "<p>" + "发布时间： " * N,
    "dots": "<title>" + "." * 500_000 + "</title><a href=x>" + "…" * 100_000 + "</a>",
    "arrays": "<script>" + "var a=[{" * N + "</script>",
    "brackets": "<script>var a=" + "[{a:" * N + "</script>",
    "quotes": "<a href='javascript:x' onclick=\"" + "'/" * N + '">法治政府建设情况报告</a>',
    "deep json": "[" * 100_000,
    "cdata": "<datastore><record>" + "<![CDATA[" * N,
    "comments": "<!--" * N,
    "controls": "<p>" + "\x00\x01\x7f\u200b" * N,
    "pictures": "<h1>青禾县法治政府建设情况报告</h1>" + "<div><img src='/a.jpg'></div>" * N,
    "refresh": "<meta http-equiv=refresh content='" + "0;" * N + "'>",
    "crumbs": "<div>" + "当前位置 > " * N,
    "pager": "<div>" + "第 1 页/" * N + "</div>" + "<a href=javascript:x()>下一页</a>" * 1000,
}


@pytest.mark.parametrize("name", PAGES)
def test_time_is_bounded(name: str) -> None:
    """Generous limits: a shared machine is slow, an explosion takes minutes."""
    page = Page(URL, URL, 200, {}, PAGES[name].encode())
    started = time.process_time()
    judge_page(page, Role.LIST)
    parse_listing(page)
    assert time.process_time() - started < 8
    judge_page(page, Role.DETAIL, row_title="青禾县法治政府建设情况报告")
    parse_article(page)
    assert time.process_time() - started < 30


def test_a_list_is_parsed_in_milliseconds() -> None:
    """The aim is 5 ms for a page of 20 rows and 140 links; the limit leaves room for a slow machine."""
    menu = "".join(f"<li><a href='/col{i}/index.html'>政务公开第{i}栏目</a></li>" for i in range(120))
    rows = "".join(f"<li>{LINK.format(i, i)}<span>2025-01-{i + 1:02d}</span></li>" for i in range(20))
    html = f"<style>{'.a{color:red}' * 800}</style><div class=nav><ul>{menu}</ul></div><ul>{rows}</ul>"
    page = Page(URL, URL, 200, {}, html.encode())
    spent = []
    for _ in range(20):
        started = time.process_time()
        assert len(parse_listing(page).rows) == 20
        spent.append(time.process_time() - started)
    assert min(spent) < 0.015


def test_rows_after_too_deep_a_nest_are_still_read() -> None:
    page = Page(URL, URL, 200, {}, ("<div><font>" * 5000 + "".join(LINK.format(i, i) for i in range(5))).encode())
    view = View(page)
    assert not view.cut
    assert len(view.links) == 5


def test_a_page_too_large_is_said_to_be_cut() -> None:
    page = Page(URL, URL, 200, {}, ("<ul>" + "<li>" + LINK.format(1, 1) + "x" * 4_100_000).encode())
    assert any(note.startswith("cut") for note in parse_listing(page).notes)


MARKUP = st.lists(
    st.sampled_from(
        [
            *"<>/='\" &;\n",
            "<li>",
            "</li>",
            "<a href='/a/20250101/1.html'>",
            "</a>",
            "<table><tr><td>",
            "2025-01-01",
            "报告",
            "<script>",
            "</script>",
            "var a=[{",
            "title:'法治政府建设报告',url:'/x.html'",
            "}]",
            "<![CDATA[",
            "]]>",
            "{",
            "}",
            "<record>",
            "createPageHTML('p',9,1,'a','b',500)",
            "下一页",
            "<p>",
            "发布时间：",
            "附件",
            "<iframe src=x>",
            "\x00",
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(MARKUP, st.sampled_from(["text/html", "application/json", "text/html; charset=gbk", ""]))
def test_nothing_is_raised(markup: str, content_type: str) -> None:
    page = Page(URL, URL, 200, {"content-type": content_type}, markup.encode("utf-8", "replace"))
    for role in Role:
        judge_page(page, role, row_title="青禾县法治政府建设情况报告")
    listing = parse_listing(page)
    assert listing.next is None or listing.next.url != URL
    assert all(row.url.startswith("http") and row.title for row in listing.rows)
    parse_article(page)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_nothing_is_raised_by_bytes(body: bytes) -> None:
    page = Page(URL, URL, 200, {}, body)
    for role in Role:
        judge_page(page, role)
    parse_listing(page)
    parse_article(page)


def test_what_stands_behind_a_stray_end_is_read() -> None:
    """Included files bring their own </html>; a parser takes what follows for a second document."""
    rows = "".join(f"<li>{LINK.format(i, i)}<span>2025-01-{i + 1:02d}</span></li>" for i in range(8))
    prose = f"<div class=zoom><p>{'青禾县2024年法治政府建设情况报告如下，主要工作有三项。' * 9}</p></div>"
    page = Page(URL, URL, 200, {}, f"<body><p>页眉</p></body></html><ul>{rows}</ul></html>{prose}".encode())
    assert len(parse_listing(page).rows) == 8
    assert "主要工作有三项" in parse_article(page).body_html


@pytest.mark.parametrize(
    "swallower",
    [
        "<title>栏目",
        "<textarea>",
        "<!-- 正文开始",
        "<xmp>",
        "<iframe>",
        '<div class="zw><b class="x">页眉</b>',
    ],
)
def test_what_an_unclosed_tag_swallows_is_read(swallower: str) -> None:
    """By HTML's own rules nothing of such a page is shown; an archive that holds a report must not read as empty."""
    rows = "".join(f"<li>{LINK.format(i, i)}<span>2025-01-{i + 1:02d}</span></li>" for i in range(8))
    prose = f"<div class=zoom><p>{'青禾县2024年法治政府建设情况报告如下，主要工作有三项。' * 9}</p></div>"
    page = Page(URL, URL, 200, {}, f"<html><body>{swallower}<p>行</p><ul>{rows}</ul>{prose}</body></html>".encode())
    assert len(parse_listing(page).rows) >= 7  # the first may be what closes the quote
    assert "主要工作有三项" in parse_article(page).body_html
