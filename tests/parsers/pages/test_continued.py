"""Articles that go on on further pages."""

from __future__ import annotations

import pytest

from parsers.pages.article import parse_article
from parsers.pages.continued import is_part_of, next_part
from parsers.pages.view import View
from parsers.records import Page

FIRST = "http://www.qinghe.example/fz/t20260326_2025.html"
BODY = "<h1>青禾县人民政府2025年度法治政府建设情况报告</h1><div class='content'>{}</div>"
PROSE = "<p>　　2025年，青禾县坚持依法行政，全年办理行政复议案件12件，审结11件，各项工作平稳有序。</p>" * 4


def following(foot: str, url: str = FIRST, first: str = FIRST) -> str | None:
    html = f"<html><body>{BODY.format(PROSE)}{foot}</body></html>"
    return next_part(View(Page(url, url, 200, {}, html.encode())), first)


@pytest.mark.parametrize(
    ("foot", "name"),
    [
        ("<script>createPageHTML(2, 0, 't20260326_2025', 'html');</script>", "t20260326_2025_1.html"),
        ("<b>1</b> <a href='t20260326_2025_2.html'>2</a>", "t20260326_2025_2.html"),
        ("<a href='t20260326_2025.html'>1</a><a href='t20260326_2025_1.html'>[2]</a>", "t20260326_2025_1.html"),
        ("<a href='t20260326_2025_2.html'>下一页</a><a href='t20260326_2025_3.html'>尾页</a>", "t20260326_2025_2.html"),
        (
            "<a href='?page=1'>1</a><a href='?page=2'>2</a><a href='?page=all'>阅读全文</a>",
            "t20260326_2025.html?page=2",
        ),
        # other articles, other files, lists beside the article
        ("<a href='t20260327_2026.html'>下一页</a>", None),
        ("<p>下一篇：<a href='t20260326_2026.html'>通知</a></p>", None),
        ("<a href='t20260326_2025_2.docx'>附件2</a>", None),
        ("<script>createPageHTML(5, 0, 'index', 'html');</script>", None),
        ("<a href='?print=1'>打印</a><a href='?font=2'>大</a>", None),
        ("<a href='http://www.other.example/fz/t20260326_2025_2.html'>2</a>", None),
        ("", None),
    ],
)
def test_where_an_article_goes_on(foot: str, name: str | None) -> None:
    assert following(foot) == (name and f"http://www.qinghe.example/fz/{name}")


def test_the_pages_follow_each_other_to_the_last() -> None:
    second, third = FIRST.replace(".html", "_2.html"), FIRST.replace(".html", "_3.html")
    foot = f"<a href='{FIRST}'>上一页</a><a href='{FIRST}'>1</a><a href='{second}'>2</a><a href='{third}'>3</a>"
    assert following(foot, second) == third
    assert following(foot, third) is None
    assert is_part_of(third, FIRST)
    assert not is_part_of(FIRST, FIRST)


def test_a_page_says_that_it_goes_on() -> None:
    html = BODY.format(PROSE) + "<a href='t20260326_2025_2.html'>下一页</a>"
    assert parse_article(Page(FIRST, FIRST, 200, {}, html.encode())).goes_on == FIRST.replace(".html", "_2.html")


@pytest.mark.parametrize(
    ("second", "kept"),
    [
        ("<div class='p' style='display:none'><p>第二页写的是存在的不足和下一步的工作打算。</p></div>", True),
        ("<div class='p' style='DISPLAY: none;'><p>第二页写的是存在的不足和下一步的工作打算。</p></div>", True),
        (f"<div class='p' style='display:none'>{PROSE}</div>", False),  # a copy of what is shown
        ("<div class='menu' style='display:none'><p>第二页写的是存在的不足和下一步的工作打算。</p></div>", False),
        ("<div class='p' style='display:none'><p>第二页</p></div>", False),
    ],
)
def test_pages_that_a_script_shows_in_turn(second: str, kept: bool) -> None:
    html = BODY.format(f"<div class='p' style='display:block'>{PROSE}</div>{second}")
    assert ("第二页" in parse_article(Page(FIRST, FIRST, 200, {}, html.encode())).body_html) is (kept)
