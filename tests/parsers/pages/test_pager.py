"""The next page, and what a pager states."""

import pytest

from parsers.pages.listing import parse_listing
from parsers.pages.notes import Note, codes
from parsers.pages.pager import find_pager
from parsers.pages.view import View
from parsers.records import Page

ROWS = "".join(
    f"<li><a href='/x/20250{i}01/i{i}0000.html'>青禾县第{i}个部门法治政府建设情况报告</a><span>2025-0{i}-01</span></li>"
    for i in range(1, 7)
)


def page(pager: str, url: str = "http://q.example/x/index.html") -> Page:
    return Page(url, url, 200, {}, f"<html><body><ul>{ROWS}</ul>{pager}</body></html>".encode())


def next_of(pager: str, url: str = "http://q.example/x/index.html") -> str | None:
    request = parse_listing(page(pager, url)).next
    return request.url.removeprefix("http://q.example/x/") if request else None


@pytest.mark.parametrize(
    ("pager", "target"),
    [
        ("<a href='index_2.html'>下一页</a>", "index_2.html"),
        ("<a href='index_2.html'>下一页&gt;&gt;</a>", "index_2.html"),
        ("<a href='index_9.html'>&gt;&gt;</a><a href='index_2.html'>&gt;</a>", "index_2.html"),
        ("<a class='next' href='index_2.html'>→</a>", "index_2.html"),
        ("<a rel='next' href='index_2.html'><i></i>更多</a>", "index_2.html"),
        ("<a title='下一页' href='index_2.html'><img src=n.png></a>", "index_2.html"),
        ("<a href='javascript:;' data-href='index_2.html'>下一页</a>", "index_2.html"),
        ("<a href='#' onclick=\"go('index_2.html')\">下一页</a>", "index_2.html"),
        ("<a href='index.html'>下一页</a>", None),
        ("<a href='#'>下一页</a>", None),
        ("<a href='javascript:void(0)'>下一页</a>", None),
        ("<li class='disabled'><a href='index_2.html'>下一页</a></li>", None),
        ("<a href='/other/1.html'>下一篇</a>", None),
        ("<span class='on'>1</span><a href='index_2.html'>2</a>", "index_2.html"),
        ("<a href='index.html' class='on'>1</a><a href='index_2.html'>2</a>", "index_2.html"),
        ("<b>3</b><a href='index.html'>1</a><a href='index_2.html'>2</a>", None),
        ("第2页/共2页 <a href='index_3.html'>下一页</a>", None),
        ("<script>createPageHTML(1, 0, 'index', 'html')</script>", None),
        ("<script>createPageHTML(2, 0, 'index', 'html')</script>", "index_1.html"),
        ("<script>createPageHTML('p', 2, 1, 'index', 'html', 30)</script>", "index_2.html"),
        ("<script>function createPageHTML(n, c, a, b){return n}</script>", None),
        ("<script>var n=4;\ncreatePageHTML(n, 0, 'index', 'html')</script>", "index_1.html"),
        ("<script>createPageHTML(total(), 0, 'index', 'html')</script>", None),
        ("", None),
    ],
)
def test_next(pager: str, target: str | None) -> None:
    assert next_of(pager) == target


def test_the_anchor_wins_over_the_script() -> None:
    pager = "<a href='real_2.html'>下一页</a><script>createPageHTML(9, 0, 'index', 'html')</script>"
    assert next_of(pager) == "real_2.html"


@pytest.mark.parametrize(
    ("text", "total", "pages", "current"),
    [
        ("共 189 条记录 共 10 页 第 2 页", 189, 10, 2),
        ("总记录数：189，每页20条，3/10页", 189, 10, 3),
        ("页次：1/66 共有1310篇 首页", 1310, 66, 1),
        ("共189条 1/24 下页", 189, 24, 1),
        ("<b>共<i>36</i>条</b><b>1/3</b><b>2</b><b>3</b>", 36, 3, 1),
        ("本年度共受理 120 件", None, None, None),
    ],
)
def test_stated_totals(text: str, total: int | None, pages: int | None, current: int | None) -> None:
    pager = find_pager(View(page(f"<div class='pg'>{text}</div>")))
    assert (pager.total, pager.pages, pager.current) == (total, pages, current)


def test_words_in_rows_are_no_totals() -> None:
    link = "<a href='/x/20250901/i1.html'>青禾县2024年共办理120条建议情况的报告</a>"
    row = f"<ul><li>{link}<span>2025-09-01</span></li></ul>"
    assert parse_listing(page(row)).declared_total is None


def test_a_whole_walk_from_the_first_page_to_the_last() -> None:
    """0-based and 1-based pagers name each page once and stop."""
    for call, names in (
        ("createPageHTML(4, {0}, 'index', 'html')", ["index_1.html", "index_2.html", "index_3.html"]),
        ("createPageHTML('p', 4, {1}, 'index', 'html', 40)", ["index_2.html", "index_3.html", "index_4.html"]),
    ):
        url, walked = "http://q.example/x/index.html", []
        for number in range(10):
            target = next_of(f"<script>{call.format(number, number + 1)}</script>", url)
            if target is None:
                break
            walked.append(target)
            url = "http://q.example/x/" + target
        assert walked == names


@pytest.mark.parametrize(("rows", "capped"), [(499, False), (500, True), (1000, True), (1010, False)])
def test_round_totals_are_caps(rows: int, capped: bool) -> None:
    listing = parse_listing(page(f"<script>createPageHTML('p', 25, 1, 'index', 'html', {rows})</script>"))
    assert (Note.CAPPED in codes(listing.notes)) is capped


@pytest.mark.parametrize(
    ("pager", "hidden"),
    [
        ("<a href='javascript:p(1)'>1</a><a href='javascript:p(2)'>2</a><a href='javascript:p(2)'>下一页</a>", True),
        ("<a href='javascript:p(1)'>1</a><a href='javascript:p(2)'>下一页</a>", True),
        ("<a href='javascript:p(1)'>1</a><a href='javascript:p(1)'>下一页</a>", False),
        ("<a href='#'>1</a><a href='#'>2</a><a class='disabled' href='#'>下一页</a>", False),
        ("<div class='more'>点击加载更多</div>", True),
        ("<script>var t='加载更多'</script>", False),
        ("", False),
    ],
)
def test_a_list_that_goes_on_somewhere_is_never_taken_for_whole(pager: str, hidden: bool) -> None:
    assert (Note.PAGER_UNREADABLE in codes(parse_listing(page(pager)).notes)) is hidden


def test_a_pager_that_only_a_script_knows_is_said_to_be_unreadable() -> None:
    listing = parse_listing(page("<div>共 64 条 第1页 共13页 <a href='javascript:jump(2)'>下一页</a></div>"))
    assert listing.next is None
    assert Note.PAGER_UNREADABLE in codes(listing.notes)
    last = parse_listing(page("<div>共 64 条 第13页 共13页 <a href='javascript:jump(2)'>下一页</a></div>"))
    assert Note.PAGER_UNREADABLE not in codes(last.notes)


@pytest.mark.parametrize(
    ("current", "position", "following"),
    [(2, 2, "index_3.html"), (2, 3, None), (2, None, None), (1, 2, "index_2.html"), (3, 3, None)],
)
def test_who_came_page_by_page_knows_whether_a_list_counts_from_0_or_1(
    current: int, position: int | None, following: str | None
) -> None:
    """`createPageHTML(3, 2, …)` on `index_2.html`: page 2 of 3 counted from 1, the last page counted from 0."""
    markup = f'<script>createPageHTML(3, {current}, "index", "html")</script>'
    listing = parse_listing(page(markup, f"http://q.example/x/index_{current}.html"), position=position)
    assert (listing.next.url.rsplit("/", 1)[1] if listing.next else None) == following
