"""Columns whose rows are only names of bodies: rows of a column of reports, a menu anywhere else."""

from __future__ import annotations

import pytest

from parsers.pages.listing import parse_listing
from parsers.pages.verdict import judge_page
from parsers.records import Page
from parsers.vocabulary import Role, Verdict

URL = "http://www.qinghe.example/fzzf/nb/index.html"
NAMES = ("县人民政府", "县教育局", "县公安局", "青禾县发展和改革局", "城关镇人民政府", "县医疗保障局")


def items(address: str = "/fzzf/nb/t20250310_{}.html", day: str = "", names: tuple[str, ...] = NAMES) -> str:
    rows = (f'<li><a href="{address.format(n)}">{name}</a>{day}</li>' for n, name in enumerate(names))
    return f"<ul>{''.join(rows)}</ul>"


def page(body: str, title: str = "法治政府建设年度报告", place: str = "法治政府建设年度报告") -> Page:
    html = (
        f"<html><head><title>{title}-青禾县人民政府</title></head><body>"
        '<div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a></div>'
        f'<div class="crumb"><a href="/">首页</a> &gt; {place}</div><div class="main">{body}</div>'
        '<div class="foot">主办单位：青禾县人民政府办公室<a href="/map.html">网站地图</a></div></body></html>'
    )
    return Page(URL, URL, 200, {}, html.encode())


def titles(body: str, **more: str) -> list[str]:
    return [row.title for row in parse_listing(page(body, **more)).rows]


@pytest.mark.parametrize(
    ("body", "before"),
    [
        (items(), "法治政府建设年度报告"),
        (items(day="<span>2026-03-12</span>"), "法治政府建设年度报告"),
        (items("/fzzf/nb/d{}/"), "法治政府建设年度报告"),
        (items("/zfxxgk/b{}/fznb/index.html"), "法治政府建设年度报告"),
        (f"<h2>法治政府建设情况报告</h2>{items()}", "法治政府建设情况报告"),
        (f"<h3>依法行政工作报告</h3>{items('/d/{}.pdf')}", "依法行政工作报告"),
        (f"<h3>2025年度</h3>{items()}", "2025年度 法治政府建设年度报告"),
        (f"<h3>县直部门</h3>{items()}", "法治政府建设年度报告"),
        (items().replace("<ul>", "<table>").replace("li>", "td>").replace("</ul>", "</table>"), "法治政府建设年度报告"),
        ("".join(f'<p><a href="/n/{n}.html">{name}</a></p>' for n, name in enumerate(NAMES)), "法治政府建设年度报告"),
        (items() + '<div class="page"><a href="index_2.html">下一页</a></div>', "法治政府建设年度报告"),
    ],
)
def test_names_of_bodies_are_the_rows_of_a_column_of_reports(body: str, before: str) -> None:
    assert titles(body) == [f"{before} {name}" for name in NAMES]
    assert judge_page(page(body), Role.LIST).verdict is Verdict.OK


@pytest.mark.parametrize(
    "body",
    [
        f"<h3>部门网站</h3>{items('/b{}/')}",
        f'<div class="menu">{items("/b{}/")}</div>',
        f'<div class="foot">{items("/b{}/")}</div>',
        items("http://b{}.other.example/"),
        items("/"),
        items(names=NAMES[:2]),
        items("/fzzf/nb/d{}/", names=(*NAMES, "领导信息")),
        items("/fzzf/nb/index.html#d{}"),
    ],
)
def test_other_names_of_bodies_are_a_menu(body: str) -> None:
    assert titles(body) == []


@pytest.mark.parametrize("name", ["政务公开", "法治政府建设", "部门信息公开", "政府信息公开年度报告", "机构设置"])
def test_names_in_other_columns_are_no_rows(name: str) -> None:
    assert titles(items("/fzzf/nb/d{}/"), title=name, place=name) == []


def test_the_days_beside_the_names_are_theirs() -> None:
    listing = parse_listing(page(items("/fzzf/nb/d{}/", day="<span>2026-03-12</span>")))
    assert {row.date for row in listing.rows} == {"2026-03-12"}


def test_a_list_with_titles_of_its_own_keeps_them() -> None:
    own = "青禾县财政局2024年度法治政府建设年度报告"
    row = f'<li><a href="/fzzf/nb/t20250301_9.html">{own}</a><span>2025-03-01</span></li>'
    names = titles(items(day="<span>2025-03-10</span>").replace("<ul>", f"<ul>{row}"))
    assert names[0] == own
    assert "县教育局" in names
