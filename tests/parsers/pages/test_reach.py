"""How far back does a list go, by its own rows?"""

from __future__ import annotations

import pytest

from parsers.pages.reach import ALL, farthest, goes_back_to, oldest_shown
from parsers.records import Row

REPORT = "芦淞区人民政府{}年度法治政府建设情况报告"


def rows(*days: str | None) -> list[Row]:
    return [Row(f"http://www.example.gov.cn/c1/i{number}.html", "标题", day) for number, day in enumerate(days)]


@pytest.mark.parametrize(
    ("shown", "oldest"),
    [
        (rows("2026-03-05", "2026-03-01", "2025-12-01"), "2025-12-01"),
        (rows("2015-01-01", "2012-01-01", "2026-03-05", "2026-03-01", "2026-02-01"), "2026-02-01"),  # pinned on top
        (rows("2022-03-01", "2023-03-01", "2024-03-01"), "2022-03-01"),  # the oldest first
        (rows("2015-01-01", "2026-03-05", "2026-03-05"), "2026-03-05"),  # not so: pinned
        (rows("2026-03-05", "2002-03-01", "2026-02-25", "2026-02-01"), "2026-02-01"),  # a slip of the pen
        (rows("2024-06-01", "2024-06-01"), "2024-06-01"),
        (rows(None, None), None),
        ([Row("http://a.gov.cn/202403/t20240328_1.html", "标题")], "2024-03-28"),
        ([Row("http://a.gov.cn/202402/0123456789abcdef.shtml", "标题")], "2024-02-29"),
        ([Row(f"http://a.gov.cn/i{year}.html", REPORT.format(year)) for year in (2023, 2022, 2021)], "2022-11-30"),
        # what is posted again bears the day of that: it may stand where newer ones were pushed out
        ([Row("http://a.gov.cn/i2016.html", REPORT.format(2016), "2025-06-01")], "2025-06-01"),
        (rows("2026-04-09", "2022-05-05", "2025-03-20", "2024-06-18", "2026-04-08", "2021-09-09"), None),
        (rows("2026-01-09", "2022-05-05", "2026-04-08", "2026-03-01", "2021-09-09"), "2026-03-01"),
        (rows("2026-04-09", "2026-03-01", "2021-08-11"), "2026-03-01"),  # a plan of five years, kept at the end
        (rows("2026-04-09", "2026-03-01", "1970-01-01"), "2026-03-01"),
        (rows("2026-04-09", "2026-03-01", "2020-05-05", "2019-05-05"), "2026-03-01"),
        (
            [*rows("2026-04-09"), Row("/a", REPORT.format(2021), "2022-03-01")],
            "2022-03-01",
        ),  # those between are missing
        (rows("2026-04-09", "2026-01-01", "2026-03-30", "2025-03-01", "2024-05-05", "2023-05-05"), None),  # three boxes
        (rows("2026-04-09", "2026-04-08", "2026-01-01", "2026-03-30", "2026-03-01", "2023-05-05"), None),
        ([], None),
    ],
)
def test_oldest_row(shown: list[Row], oldest: str | None) -> None:
    assert oldest_shown(shown) == oldest


def test_what_reaches_farther() -> None:
    assert farthest("2024-01-01", None, "2023-05-01") == "2023-05-01"
    assert farthest("2024-01-01", ALL) == ALL
    assert farthest(None, None) is None
    assert [goes_back_to(reach, "2024-12-01") for reach in (None, ALL, "2024-12-01", "2024-12-02")] == [0, 1, 1, 0]
