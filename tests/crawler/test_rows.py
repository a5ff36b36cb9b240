"""Rows that say nothing of their subject: opened where they stand among yearly reports."""

from __future__ import annotations

import pytest

from tests.crawler.conftest import House
from tests.crawler.portal import TITLE, Portal, article, list_page, robots, row

LIST, OTHER = "/c1/index.html", "/c1/20260312/i9.html"


def opened(house: House, portal: Portal, title: str, years: tuple[int, ...]) -> bool:
    reports = [row(f"/c1/{year + 1}0228/i1.html", TITLE.format(year=year), f"{year + 1}-02-28") for year in years]
    portal.pages = {
        "/robots.txt": robots(),
        LIST: list_page(
            [row(OTHER, title, "2026-03-12"), *reports, row("/c1/20200101/i2.html", "节日放假通知", "2020-01-01")]
        ),
        OTHER: article(TITLE.format(year=2025)),
    }
    house.section("s", portal.url(LIST))
    house.crawl(day=0)
    return OTHER in portal.paths()


@pytest.mark.parametrize("title", ["县公安局", "市场监督管理局", "奋楫扬帆谱新篇", "2025年亮点巡礼"])
def test_a_plain_row_among_reports_is_opened(house: House, portal: Portal, title: str) -> None:
    assert opened(house, portal, title, (2024, 2023, 2022))


@pytest.mark.parametrize("title", ["关于做好防汛工作的通知", "县领导调研重点项目", "行政处罚决定书"])
def test_what_says_that_it_is_another_paper_is_not(house: House, portal: Portal, title: str) -> None:
    assert not opened(house, portal, title, (2024, 2023, 2022))


def test_in_a_general_column_a_plain_row_is_left(house: House, portal: Portal) -> None:
    assert not opened(house, portal, "奋楫扬帆谱新篇", (2024,))


def test_numbered_rows_are_not_opened_beside_a_report_whose_title_is_cut(house: House, portal: Portal) -> None:
    acts = [row(f"/c1/20260312/i{number}.html", f"行政许可{number}", "2026-03-12") for number in range(1000, 1060)]
    cut = [row(f"/c1/{year}0228/i1.html", f"青禾县{year}年", f"{year}-02-28") for year in (2026, 2025, 2024)]
    assert {len("行政许可1000"), len("青禾县2025年")} == {8}
    portal.pages = {"/robots.txt": robots(), LIST: list_page([*acts, *cut])}
    house.section("s", portal.url(LIST))
    house.crawl(day=0)
    assert {path for path in portal.paths() if "/i" in path and path != LIST} == {
        f"/c1/{year}0228/i1.html" for year in (2026, 2025, 2024)
    }
