"""A date is whole or it is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.pages.dates import read_date, read_moment, url_date

FETCHED = "2026-03-01T01:30:00+08:00"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025-02-28", "2025-02-28"),
        ("[2026-09-12]", "2026-09-12"),
        ("2026/09/11 08:30", "2026-09-11"),
        ("2020 年 03 月 16 日", "2020-03-16"),
        ("2025.2.8", "2025-02-08"),
        ("２０２５－０２－２８", "2025-02-28"),
        ("2026-07-12-09:37:43", "2026-07-12"),
        ("20250228", "2025-02-28"),
        ("28 2025-02", "2025-02-28"),
        (f"28 2025-02 2025年1月1日，{'全县各项工作' * 20}", "2025-02-28"),
        ("1 2025年3月行政执法数据 2026-01-05", "2026-01-05"),  # a numbered title, no card
        ("3 2025-02-28", "2025-02-28"),
        ("3 2025年2月28日", "2025-02-28"),
        ("02-28 2025", "2025-02-28"),
        ("2025-02 28", "2025-02-28"),
        ("2025年 02-28", "2025-02-28"),
        ("25-02-28", "2025-02-28"),
        ("县司法局 2025-02-28 2025年1月1日召开会议", "2025-02-28"),
        ("2025年1月1日召开的会议研究了有关工作 2025-02-28", "2025-02-28"),
    ],
)
def test_whole_dates(text: str, iso: str) -> None:
    found = read_date(text)
    assert found is not None
    assert found.iso == iso


@pytest.mark.parametrize("text", ["2026-02-30", "(01-25)", "今天", "3天前", "昨日", "2025-13-01", "00-00 2025"])
def test_what_is_no_day_keeps_its_words(text: str) -> None:
    found = read_date(text)
    assert found is not None
    assert found.iso is None
    assert found.raw


@pytest.mark.parametrize("text", ["", "2025年3月", "2025-03", "3.14%", "1/2", "电话 0731-22233344", "4.0版", "13/45"])
def test_what_is_no_date_at_all(text: str) -> None:
    found = read_date(text)
    assert found is None or found.iso is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [("今天", "2026-03-01"), ("昨天", "2026-02-28"), ("3天前", "2026-02-26"), ("2小时前", "2026-02-28")],
)
def test_relative_dates_are_computed_from_the_fetch_only(text: str, iso: str) -> None:
    found = read_date(text, FETCHED)
    assert found is not None
    assert found.iso == iso


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2025-03-28T17:30:00.000Z", "2025-03-29"),
        ("2025-03-28T17:30:00.000+0800", "2025-03-28"),
        ("2025-03-28 17:30:00 +08:00", "2025-03-28"),
        (1743120000, "2025-03-28"),
        (1743120000000, "2025-03-28"),
        ("1743120000000", "2025-03-28"),
        ("2025-03-28 09:30:00", "2025-03-28"),
        (20250328, "2025-03-28"),
    ],
)
def test_moments_in_data_are_days_in_beijing(value: object, iso: str) -> None:
    found = read_moment(value)
    assert found is not None
    assert found.iso == iso


@pytest.mark.parametrize("value", [None, True, 2025, 0, -1, 1e30, [], {}, "", "null", 99999999])
def test_what_is_no_moment(value: object) -> None:
    found = read_moment(value)
    assert found is None or found.iso is None


@pytest.mark.parametrize(
    ("path", "day", "month"),
    [
        ("/zwgk/202403/t20240328_6583952.html", "2024-03-28", "2024-03"),
        ("/art/2024/3/8/art_123_456.html", "2024-03-08", "2024-03"),
        ("/2024-03/28/content_123.shtml", "2024-03-28", "2024-03"),
        ("/20240328/0f/c.html", "2024-03-28", "2024-03"),
        ("/web/x/2024032809123345/index.shtml", "2024-03-28", "2024-03"),
        ("/2016/11-04/237098.html", "2016-11-04", "2016-11"),
        ("/2019/1/30/0123.shtml", "2019-01-30", "2019-01"),
        ("/columns/uuid/202403/28/uuid.html", "2024-03-28", "2024-03"),
        ("/c14692/20250228/i2290123.html", "2025-02-28", "2025-02"),
        ("/klmys/c100186/202609/12cf558ed5584d25b75d1f4e709f8746.shtml", None, "2026-09"),
        ("/art/2025/art_0123456789abcdef0123456789abcdef.html", None, None),
        ("/gkmlpt/content/9/9103/post_9103540.html", None, None),
        ("/20249999/1.html", None, None),
    ],
)
def test_dates_in_addresses(path: str, day: str | None, month: str | None) -> None:
    hint = url_date("http://q.example" + path)
    assert (hint.day, hint.month) == (day, month)


@given(st.dates().filter(lambda day: 1990 <= day.year <= 2099))
def test_every_day_is_read_in_every_spelling(day: object) -> None:
    year, month, date = str(day).split("-")
    for text in (
        f"{day}",
        f"{year}/{int(month)}/{int(date)}",
        f"{year}年{month}月{date}日",
        f"（{year}.{month}.{date}）",
    ):
        found = read_date(text)
        assert found is not None
        assert found.iso == str(day)


@given(st.text(max_size=80))
def test_never_raises(text: str) -> None:
    read_date(text, FETCHED)
    read_moment(text)
    url_date(text)
