"""Rows that may lead to lists of reports, by their words and address; and what the page behind must show."""

from __future__ import annotations

import pytest

from parsers.pages.folders import folder_series, folder_year, leads_to_list, may_be_folder
from parsers.records import Page, Row
from parsers.vocabulary import Kind
from tests.parsers.pages.test_indexes import FILES, H2, NAMES, OTHERS, REPORT, TITLE, rows

LIST = "http://a.example/fzzf/index.html"
KINDS = (Kind.FAZHI_ANNUAL,)


@pytest.mark.parametrize(
    "title",
    [
        "2025年度法治政府建设年度报告", "2025年", "2024年度", "2024年年度报告", "青岚县2025年法治政府建设情况报告",
        "市直部门", "各县区", "乡镇街道", "县政府工作部门", "市政府及所属部门", "各乡镇和街道", "区直单位年度报告",
        "各乡镇2025年度法治政府建设报告", "2025年县直部门年报", "开发区",
    ],
)  # fmt: skip
def test_rows_that_may_be_folders(title: str) -> None:
    assert may_be_folder(Row("http://a.example/fzzf/y2025/", title), LIST, KINDS)


@pytest.mark.parametrize(
    "title",
    [
        "通知公告", "2025年政府信息公开工作年度报告", "关于召开推进会的通知", "部门动态", "行政执法人员名单",
        "青岚县司法局", "2025年行政复议年度报告", "乡镇街道简介", "机构设置", "政府领导",
    ],
)  # fmt: skip
def test_rows_that_are_none_by_their_words(title: str) -> None:
    assert not may_be_folder(Row("http://a.example/fzzf/y2025/", title), LIST, KINDS)


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("http://a.example/fzzf/y2025/", True),
        ("http://a.example/col/col1234/index.html", True),
        ("http://a.example/list?catid=9", True),
        ("http://b.example/fzzf/y2025/", False),
        ("http://a.example/info/1012/7001.htm", False),
        ("http://a.example/fzzf/202603/t20260303_1.html", False),
        ("http://a.example/files/2025.pdf", False),
        (LIST, False),
    ],
)
def test_rows_that_may_be_folders_by_their_address(url: str, may: bool) -> None:
    assert may_be_folder(Row(url, TITLE), LIST, KINDS) is may


@pytest.mark.parametrize(
    ("title", "year", "series"),
    [
        (TITLE, 2025, "years "), ("青岚县2024年法治政府建设情况报告", 2024, "years "), ("2023年", 2023, "years "),
        ("县政府部门2025年度报告", 2025, "years 部门"), ("各乡镇2025年度法治政府建设报告", 2025, "years 乡镇"),
        ("市直部门", None, ""),
    ],
)  # fmt: skip
def test_folders_of_the_same_bodies_are_one_series(title: str, year: int | None, series: str) -> None:
    assert (folder_year(title), folder_series(title)) == (year, series)


DISCLOSURE = [name.replace("法治政府建设情况", "政府信息公开工作年度") for name in NAMES]


@pytest.mark.parametrize(
    ("body", "leads"),
    [
        (f"<div class='main'>{H2}<ul class='list'>{rows(NAMES)}</ul></div>", True),
        (f"<div class='main'>{H2}<ul class='list'>{rows(NAMES[:2])}</ul></div>", True),
        (f"<div class='main'>{H2}<ul class='list'>{rows(OTHERS)}</ul></div>", None),
        (f"<div class='main'>{H2}<ul class='list'>{rows(DISCLOSURE)}</ul></div>", None),
        (f"<div class='main'>{H2}<ul class='list'></ul></div>", None),
        (f"<h1>{TITLE}</h1><div class='content'>{REPORT}</div><ul class='list'>{rows(NAMES)}</ul>", False),
        (f"<h1>{TITLE}</h1><div class='content'><p>现予公布。</p>{FILES}</div>", False),
        (f"<h1>{TITLE}</h1><iframe src='/view/2025.html'></iframe><ul>{rows(NAMES)}</ul>", False),
    ],
)
def test_only_a_list_of_such_reports_is_a_folder(body: str, leads: bool | None) -> None:
    assert leads_to_list(_page(body), KINDS) is leads


def test_one_report_is_enough_beside_folders() -> None:
    page = _page(f"<div class='main'>{H2}<ul class='list'>{rows(NAMES[:1])}</ul></div>")
    assert (leads_to_list(page, KINDS), leads_to_list(page, KINDS, alike=True)) == (None, True)


def _page(body: str) -> Page:
    url = "http://a.example/fzzf/y2025/"
    text = f"<html><head><title>{TITLE}-青岚县人民政府</title></head><body>{body}</body></html>"
    return Page(url, url, 200, {"content-type": "text/html; charset=utf-8"}, text.encode())
