"""Rows that are called by a government alone, under the heading of its reports; and such names in menus."""

from __future__ import annotations

import pytest

from parsers.pages.listing import parse_listing
from parsers.records import Page

NAMES = ("青岚县司法局", "青岚县公安局", "青岚县教育局")


def titles(heading: str, *, name: str = "青岚县人民政府", href: str = "/info/1012/72025.htm") -> list[str]:
    rows = "".join(
        f'<li><a href="/info/1012/{700 + n}.htm">{title}开展行政执法人员培训活动</a><span>2026-03-1{n}</span></li>'
        for n, title in enumerate(NAMES)
    )
    own = f'<li><a href="{href}">{name}</a><span>2026-03-10</span></li>'
    markup = f"<html><body><div class='main'><h2>{heading}</h2><ul>{rows}{own}</ul></div></body></html>"
    url = "http://a.example/fzzf/index.html"
    listing = parse_listing(Page(url, url, 200, {"content-type": "text/html; charset=utf-8"}, markup.encode()))
    return [row.title for row in (*listing.rows, *listing.beside) if row.title.endswith(name)]


@pytest.mark.parametrize(
    "heading",
    [
        "法治政府建设年度报告",
        "法治政府建设情况年度报告",
        "法治政府建设年报",
        "法治政府建设工作报告",
        "法治政府建设情况报告",
        "依法行政工作报告",
        "依法行政年度总结",
        "法治政府年度报告公开",
        "2025年",
    ],
)
def test_a_governments_name_takes_the_heading_of_its_reports(heading: str) -> None:
    assert titles(heading) == [f"{heading} 青岚县人民政府"]


@pytest.mark.parametrize(
    "heading",
    ["法治政府建设", "法治动态", "政策文件", "年度报告", "政府信息公开年报", "财政预算报告", "行政执法", "工作总结"],
)
def test_under_other_headings_it_stays_a_name(heading: str) -> None:
    assert titles(heading) in ([], ["青岚县人民政府"])


def test_departments_and_columns_are_menus() -> None:
    assert titles("法治政府建设年度报告", name="青岚县水利局") in ([], ["青岚县水利局"])
    assert titles("法治政府建设年度报告", href="/zfxx/") in ([], ["青岚县人民政府"])


def beside(item: str) -> list[str]:
    rows = "".join(
        f'<li><a href="/info/1012/70{n}.htm">{t}2024年度法治政府建设年度报告</a></li>' for n, t in enumerate(NAMES)
    )
    markup = f"<html><body><div class='main'><h2>法治政府建设年度报告</h2><ul>{item}{rows}</ul></div></body></html>"
    url = "http://a.example/fzzf/index.html"
    listing = parse_listing(Page(url, url, 200, {"content-type": "text/html; charset=utf-8"}, markup.encode()))
    return [row.title for row in listing.beside]


@pytest.mark.parametrize(
    "item",
    [
        '<li><a href="https://mp.weixin.qq.com/s/AbCdEf">点击查看</a><span>2026-03-12</span></li>',
        '<li><a href="https://mp.weixin.qq.com/s?__biz=Mz&mid=22">查看</a></li>',
        """<li><a href="javascript:;" onclick="window.open('https://mp.weixin.qq.com/s/AbCdEf')">点击查看</a></li>""",
        '<li><span>2026-03-12</span><a href="http://sfj.other.example/info/1/2.htm">查看详情</a></li>',
    ],
)
def test_a_wordless_item_of_a_list_is_opened_on_another_site(item: str) -> None:
    assert len(beside(item)) == 1


@pytest.mark.parametrize(
    "item",
    [
        '</ul><p><a href="https://mp.weixin.qq.com/s/AbCdEf">点击查看</a></p><ul>',
        '</ul><ul class="nav"><li><a href="https://mp.weixin.qq.com/">查看</a></li></ul><ul>',
        '<li><a href="https://b.example/"><b>更多</b></a><a href="https://mp.weixin.qq.com/s/A">查看</a></li>',
    ],
)
def test_what_stands_in_no_list_of_articles_is_left_on_its_site(item: str) -> None:
    assert beside(item) == []
