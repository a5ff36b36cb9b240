"""Years that a page offers to choose from: a list that shows one of them is a part, one that shows all is whole."""

from __future__ import annotations

import time

import pytest

from parsers.pages.listing import parse_listing
from parsers.pages.notes import DOUBTFUL, Note, codes
from parsers.records import Listing, Page

URL = "http://www.qinghe.example/c14692/index.html"
ROW = '<li><a href="/c14692/{0}/i{1}{2}0.html">青禾县第{1}个部门法治政府建设情况报告</a><span>{3}</span></li>'


def rows(*days: str) -> str:
    items = (ROW.format(day.replace("-", ""), number, day[2:4], day) for number, day in enumerate(days))
    return f"<ul>{''.join(items)}</ul>"


ONE = rows("2025-09-01", "2025-06-01", "2025-03-01", "2025-02-01")
SEVERAL = rows("2026-02-01", "2025-06-01", "2025-03-01", "2024-02-01", "2023-02-01")
NEXT = '<div class="page"><a href="index_1.html">下一页</a></div>'
NEWS = "".join(
    f'<p><a href="/n/t202601{n}_{n}.html">本县领导第{n}次调研重点项目建设</a> 2026-01-{n}</p>' for n in range(10, 16)
)


def of(year: int) -> str:
    return rows(f"{year}-03-01", f"{year}-03-02")


def options(*years: int, at: int = 0) -> str:
    return "".join(f'<option value="{year}"{" selected" if year == at else ""}>{year}年</option>' for year in years)


def read(body: str, position: int = 1) -> Listing:
    html = f'<html><head><title>法治政府建设</title></head><body><div class="main">{body}</div></body></html>'
    return parse_listing(Page(URL, URL, 200, {}, html.encode()), position=position)


@pytest.mark.parametrize(
    ("body", "years"),
    [
        (f'<select id="y" onchange="chg(this)">{options(2026, 2025, 2024, at=2025)}</select>{ONE}', "2024, 2026"),
        ('<select id="y"><option>2026</option><option selected>2025</option></select>' + ONE, "2026"),
        (f'<form method="post"><select name="y">{options(2026, 2025, at=2025)}</select></form>{ONE}', "2026"),
        (f'<form><select name="y">{options(2026, 2025, 2024)}</select></form>{ONE}', "2026"),  # nobody chose yet
        (f'<select onchange="f()"><option selected>全部</option>{options(2026, 2025)}</select>{ONE}', "2026"),
        ('<div><span data-y="2026">2026年</span><span class="cur" data-y="2025">2025年</span></div>' + ONE, "2026"),
        ('<ul class="year-menu"><li>2026</li><li class="on">2025</li><li>2024</li></ul>' + ONE, "2024, 2026"),
        ('<div><a href="#">2026年</a><a href="#" class="on">2025年</a></div>' + ONE, "2026"),
        ('<div><a href="javascript:;">2026年</a><a href="javascript:;" class="on">2025年</a></div>' + ONE, "2026"),
        (f'<div class="left"><dl><dt>年度</dt><dd>2026年</dd><dd>2025年</dd></dl></div><div>{ONE}</div>', "2026"),
        ('<label><input type="radio">2026年</label><label><input type="radio" checked>2025年</label>' + ONE, "2026"),
        ('<h4>2026年</h4><ul id="u26"></ul><h4>2025年</h4>' + of(2025) + "<h4>2024年</h4>" + of(2024), "2026"),
        (f'<div><p onclick="o()">2025年</p>{of(2025)}</div><div><p onclick="o()">2024年</p></div>', "2024"),
        (f"<details><summary>2026年</summary></details><details><summary>2025年</summary>{ONE}</details>", "2026"),
    ],
)
def test_a_list_of_one_of_the_years_that_are_offered_is_a_part(body: str, years: str) -> None:
    found = read(body)
    assert found.rows and found.folders == ()
    assert Note.PAGER_UNREADABLE.of(f"years without rows: {years}") in found.notes


@pytest.mark.parametrize(
    "body",
    [
        SEVERAL + '<div class="foot"><p>Copyright © 2020-2026</p><span>2020</span><span>2026</span></div>',
        f'<form><select name="y"><option selected>全部</option>{options(2026, 2024, 2022)}</select></form>{SEVERAL}',
        f'<form><select name="y" onchange="s()"><option>不限</option>{options(2026, 2021)}</select></form>{SEVERAL}',
        f'<select onchange="q()"><option>全部年份</option>{options(2026, 2025, 2021)}</select>{ONE}{NEXT}',
        f'<select onchange="q()">{options(2026, 2025, 2022)}</select>{SEVERAL}',  # it filters nothing
        f'<form action="/search.html"><select name="y">{options(2026, 2025, at=2026)}</select></form>{ONE}',
        f'<form><select name="y">{options(2025, 2024)}</select></form>{ONE}',
        f'<select><option value="/tj/2026.html">2026</option><option value="/tj/2024.html">2024</option></select>{ONE}',
        "".join(f"<h3>{year}年</h3>{of(year)}" for year in (2025, 2024, 2023)),
        "".join(f"<h3>{year}年</h3>{of(year).replace(f'<span>{year}-03-01</span>', '')}" for year in (2025, 2024)),
        "<div><span>2026年</span><span>2025年</span><span>2024年</span><span>2023年</span></div>" + SEVERAL,
        '<ul class="tab"><li class="on">全部</li><li>2026年</li><li>2025年</li><li>2022年</li></ul>' + SEVERAL,
        "<div><span>2025年</span></div>" + ONE,
        '<div class="calendar"><span>2026</span><span>2024</span></div>' + ONE,
        f"{ONE}<div><h4>2026</h4><h4>2024</h4>{NEWS}</div>",  # another box's
        "<p>2025年</p>" + ONE + "<p>共<b>2024</b>件</p>",
        f'<ul class="nav">{"".join(f"<li><p><b><a href=/{y}/>{y}</a></b></p></li>" for y in (2026, 2024))}</ul>{ONE}',
    ],
)  # fmt: skip
def test_a_list_that_shows_what_is_offered_is_whole(body: str) -> None:
    found = read(body)
    assert found.rows and found.folders == ()
    assert not codes(found.notes) & DOUBTFUL


def test_the_first_page_says_it_of_all() -> None:
    tabs = "<div><span>2026年</span><span>2025年</span></div>"
    assert codes(read(tabs + ONE).notes) & DOUBTFUL
    assert not codes(read(tabs + ONE, position=2).notes) & DOUBTFUL


def test_years_of_reports_are_told_by_their_titles() -> None:
    item = '<li><a href="/c14692/{1}0301/i{0}0.html">青禾县{0}年度法治政府建设情况报告</a><span>{1}-03-01</span></li>'
    shown = "".join(item.format(year, year + 1) for year in (2025, 2024, 2023))
    tabs = "".join(f"<span>{year}年</span>" for year in (2025, 2024, 2023))
    assert not codes(read(f"<div>{tabs}</div><ul>{shown}</ul>").notes) & DOUBTFUL


def test_a_form_of_the_page_itself_is_asked_for_the_other_years() -> None:
    form = (
        '<form action="/c14692/index.html"><input type="hidden" name="c" value="7"><select name="y">{}</select></form>'
    )
    found = read(form.format(options(2026, 2025, 2024, at=2025)) + ONE)
    assert [request.url for request in found.folders] == [f"{URL}?c=7&y=2026", f"{URL}?c=7&y=2024"]
    assert not codes(found.notes) & DOUBTFUL
    assert read(form.format(options(2026, 2025, 2024, 2023, at=2026)) + SEVERAL).folders == ()


@pytest.mark.parametrize("flood", ["<p>2025</p>" * 9_000, f"<select>{options(*([2025, 2024] * 3_000))}</select>"])
def test_floods_take_no_time(flood: str) -> None:
    begun = time.process_time()
    read(flood + ONE)
    assert time.process_time() - begun < 3
