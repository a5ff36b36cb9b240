"""Script data beside a printed list: menus, trees and tickers are no rows; the column's own data are."""

from __future__ import annotations

import json

import pytest

from parsers.pages.listing import parse_listing
from parsers.pages.notes import DOUBTFUL, codes
from parsers.pages.verdict import judge_page
from parsers.records import Listing, Page
from parsers.vocabulary import Role, Verdict

URL = "http://www.qinghe.example/fzzf/index.html"
WORK = ("重大行政决策事项目录", "行政执法主体清单", "依法治县工作例会", "规范性文件清理结果", "行政复议典型案例")
COLUMNS = (
    "机构职能",
    "领导信息",
    "内设机构",
    "人事任免",
    "政策法规",
    "规划计划",
    "统计信息",
    "财政预算",
    "行政许可",
    "采购",
)
REPORT = "青禾县人民政府2025年度法治政府建设情况报告"


def printed(address: str, count: int = 5, day: str = "<span>2026-03-{:02}</span>") -> str:
    rows = (
        f'<li><a href="{address.format(n)}">青禾县{WORK[n % 5]}（{n}）</a>{day.format(9 + n)}</li>'
        for n in range(count)
    )
    return f'<ul class="list">{"".join(rows)}</ul>'


def data(rows: list[dict[str, object]], name: str = "dataList") -> str:
    return f"<script>var {name} = {json.dumps(rows, ensure_ascii=False)};</script>"


def articles(
    address: str, count: int = 9, about: str = "青禾县召开第{}次县长办公会研究工作"
) -> list[dict[str, object]]:
    return [{"title": about.format(n), "url": address.format(n), "date": f"2026-02-{n + 1:02}"} for n in range(count)]


def read(body: str, title: str = "法治政府建设", url: str = URL) -> Listing:
    return parse_listing(page(body, title, url))


def page(body: str, title: str = "法治政府建设", url: str = URL) -> Page:
    html = (
        f"<html><head><title>{title}-青禾县人民政府</title></head><body><div class='nav'><a href='/'>首页</a></div>"
        f"<div class='pos'><a href='/'>首页</a> &gt; {title}</div><div class='main'>{body}</div></body></html>"
    )
    return Page(url, url, 200, {}, html.encode())


OWN, OTHER, FLAT = "/fzzf/202603/t20260309_{}.html", "/xw/202603/t20260309_{}.html", "/info/1012/{}0.htm"
PAGER = '<div class="page"><a href="/fzzf/index_1.html">下一页</a></div>'


@pytest.mark.parametrize(
    "beside",
    [
        data([{"title": name, "url": f"/zwgk/{n}/"} for n, name in enumerate(COLUMNS)], "menu"),
        data([{"id": n, "pId": n // 4, "name": name, "url": f"/col_{n}.html"} for n, name in enumerate(COLUMNS)]),
        data([{"name": f"青禾县{name}局", "url": f"http://10.1.1.{n}/"} for n, name in enumerate(COLUMNS)], "siteList"),
        data([{"title": name, "url": f"/search?q={n}"} for n, name in enumerate(COLUMNS)], "hotWords"),
        data([{"title": f"{year}年", "url": f"/fzzf/{year}/"} for year in range(2014, 2027)], "years"),
        data([{"text": f"{name}办理指南与流程", "href": f"/zwfw/{n}", "name": name} for n, name in enumerate(COLUMNS)]),
        data(articles(OTHER), "scrollNews"),
        data(articles(OTHER, about="青禾县开展第{}期行政执法培训活动"), "hot"),
    ],
)
@pytest.mark.parametrize("address", [OWN, FLAT])
def test_menus_trees_and_tickers_are_no_rows_of_a_printed_list(beside: str, address: str) -> None:
    for body in (f"<h2>法治政府建设</h2>{printed(address)}{PAGER}{beside}", f"{beside}{printed(address)}{PAGER}"):
        found = read(body)
        assert [row.title for row in found.rows] == [f"青禾县{WORK[n]}（{n}）" for n in range(5)]
        assert found.next is not None and not codes(found.notes) & DOUBTFUL, found.notes


@pytest.mark.parametrize(
    "body",
    [
        printed(OWN),  # in the column's own folder
        f"<h2>法治政府建设</h2>{printed(FLAT)}",  # under the column's name
        f"{printed(FLAT)}<p>共5条</p>",
    ],
)
def test_a_single_page_of_rows_is_the_list_whatever_a_ticker_holds(body: str) -> None:
    found = read(body + data(articles(OTHER), "hot"))
    assert len(found.rows) == 5 and not codes(found.notes) & DOUBTFUL, found.notes
    assert {row.url for row in found.beside} >= {
        f"http://www.qinghe.example{OTHER.format(n)}" for n in range(9)
    }  # named there, a report would be opened


def test_the_last_page_of_a_printed_list_is_none_of_its_ticker() -> None:
    last = page(printed(FLAT) + data(articles(OTHER, about="青禾县开展第{}期行政执法培训活动"), "hot"))
    assert len(parse_listing(last, position=3).rows) == 5
    assert not codes(parse_listing(last, position=3).notes) & DOUBTFUL


def test_a_report_in_a_menu_of_script_data_is_opened() -> None:
    nodes = [{"title": name, "url": f"/zwgk/{n}/"} for n, name in enumerate(COLUMNS)]
    found = read(printed(OWN) + data([*nodes, {"title": REPORT, "url": "/zwgk/bg/"}]))
    assert len(found.rows) == 5
    assert [row.title for row in found.beside] == [REPORT]


@pytest.mark.parametrize(
    "body",
    [
        data(articles(OWN)),  # nothing is printed
        data(articles(FLAT, about="青禾县{}号规范性文件")) + data([{"title": n, "url": f"/{n}/"} for n in COLUMNS * 2]),
        printed(FLAT, 3) + data(articles(FLAT)),  # the first rows are printed, and the script has all of them
        f"{printed(OTHER)}<h2>法治政府建设</h2><ul id='list'></ul>{data(articles(FLAT))}<script>show('list')</script>",
        f"<div class='sidebar'>{printed(OTHER)}</div>{data(articles(FLAT))}",
        f"<h2>要闻</h2>{printed(OTHER)}{data(articles(OWN))}",  # the column's folder is the script's
        f"<h2>要闻</h2>{printed(OTHER)}<script>var pagesData={{'curPageNo':1,'pageTotal':1}}</script>"
        + data(articles(FLAT)),
    ],
)
def test_script_data_is_the_list_where_nothing_printed_stands_for_it(body: str) -> None:
    found = read(body)
    assert len(found.rows) == 9 and "script data" in found.reason


def test_fewer_rows_of_a_script_are_the_list_where_an_empty_box_waits_for_them() -> None:
    box = f"<h2>要闻</h2>{printed(OTHER, 9)}<h2>法治政府建设</h2><ul id='list'></ul><script>show('list')</script>"
    found = read(box + data(articles(FLAT, 3)))
    assert len(found.rows) == 3


@pytest.mark.parametrize("about", ["青禾县召开第{}次县长办公会研究工作", "青禾县开展第{}期行政执法培训活动"])
def test_of_two_lists_of_articles_neither_is_believed_alone(about: str) -> None:
    found = read(f"{printed(FLAT)}{data(articles('/info/1019/{}1.htm', about=about))}", title="信息列表")
    assert len(found.rows) == 5 and len(found.beside) == 9
    assert "list_elsewhere" in codes(found.notes)


def test_an_empty_list_beside_a_menu_of_script_data_is_a_shell() -> None:
    menu = data([{"title": name, "url": f"/zwgk/{n}/"} for n, name in enumerate(COLUMNS)], "menu")
    box = (
        f"<h2>要闻</h2>{printed(OTHER)}<h2>法治政府建设</h2><ul id='list'></ul><script>fetch('/a').then(list)</script>"
    )
    assert judge_page(page(box + menu), Role.LIST).verdict is Verdict.SHELL
    assert judge_page(page(box + data(articles(FLAT))), Role.LIST).verdict is Verdict.OK


@pytest.mark.parametrize(
    ("rows", "listed"),
    [
        ([{"title": name, "url": f"/zwgk/{n}/"} for n, name in enumerate(COLUMNS)], False),
        ([{"title": f"{year}年", "url": f"/fzzf/{year}/index.html"} for year in range(2020, 2026)], False),
        (
            [{"title": "2024年度报告", "url": "/fzzf/2024.html"}, {"title": "2023年度报告", "url": "/fzzf/2023.html"}],
            True,
        ),
        ([{"title": name, "url": f"/fzzf/nb/{name}.html"} for name in ("县公安局", "县水利局")], True),
    ],
)
def test_columns_in_script_data_alone_are_no_list(rows: list[dict[str, object]], listed: bool) -> None:
    found = page(data(rows))
    assert bool(parse_listing(found).rows) is listed
    assert (judge_page(found, Role.LIST).verdict is Verdict.SHELL) is not listed
