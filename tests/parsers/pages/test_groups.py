"""Two lists at like places of a page: a menu made like the rows, and a box of news made like both."""

from __future__ import annotations

import pytest

from parsers.pages.rows import find_groups
from parsers.pages.view import View
from parsers.records import Page

HOST = "http://www.qinghe.example"
MENU = [(f"class.asp?class={n}", name, "") for n, name in enumerate(("政策文件", "规划计划", "财政预决算", "人事信息"))]
ROWS = [(f"show.asp?id={n}", f"青禾县组织开展行政执法培训第{n}期", f"2025-3-{n}") for n in range(1, 9)]
NEWS = [(f"/xw/2026/t202603{n}_5.html", f"青禾县召开第{n}次政府常务会议", f"2026-03-{n}") for n in range(11, 19)]
OWN = [(f"/fz/2026/t202603{n}_7.html", f"青禾县司法局开展案卷评查第{n}期", f"2026-03-{n}") for n in range(11, 26)]


def table(rows: list[tuple[str, str, str]]) -> str:
    inside = "".join(f'<tr><td><a href="{url}">{title}</a> {day}</td></tr>' for url, title, day in rows)
    return f"<td><table>{inside}</table></td>"


def lists(url: str, *tables: list[tuple[str, str, str]]) -> list[list[str]]:
    html = f"<table><tr>{''.join(map(table, tables))}</tr></table>"
    groups = find_groups(View(Page(url, url, 200, {}, html.encode())))
    return [[member.title for member in group.members] for group in groups]


@pytest.mark.parametrize("shown", [1, 2, 4, 8])
@pytest.mark.parametrize(
    ("menu", "article"),
    [
        ("class.asp?class=", "show.asp?id="),
        ("index.php?m=content&c=index&a=lists&catid=", "index.php?m=content&c=index&a=show&catid=9&id="),
        ("index.php?s=/list/index/cate/", "index.php?s=/news/view/id/"),
        ("gk.do?method=list&id=", "gk.do?id=8a8080f17c1d2e3f017c1d2e3f4a000&method=view&t=171123456789"),
        ("?list-", "?news-"),
    ],
)
def test_a_menu_made_like_the_rows_is_none_of_them_however_few_they_are(shown: int, menu: str, article: str) -> None:
    rows = [(url.replace("show.asp?id=", article), title, day) for url, title, day in ROWS[:shown]]
    menus = [(url.replace("class.asp?class=", menu), name, "") for url, name, _ in MENU]
    assert lists(f"{HOST}/{menu}9", menus, rows) == [[title for _, title, _ in rows]]


def test_a_box_of_another_column_is_a_list_of_its_own() -> None:
    own, news = [title for _, title, _ in OWN], [title for _, title, _ in NEWS]
    assert lists(f"{HOST}/fz/index.html", OWN, NEWS) == [own, news]
    assert lists(f"{HOST}/fz/index.html", OWN[:8], OWN[8:]) == [own], "one list in two columns"
    assert lists(f"{HOST}/index.html", OWN, NEWS) == [[*own, *news]], "which is the page's own, nothing tells"
