"""Dates of official texts; all examples but the seeds' are invented."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.dates import arabic_years, find_dates, find_years, mend_digits, parse_date, small_number


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026年2月10日", "2026-02-10"),
        ("2025 年 2 月 27 日", "2025-02-27"),
        ("二〇二五年二月二十七日", "2025-02-27"),
        ("二○二三年十二月三十一日", "2023-12-31"),
        ("二零二四年十月廿一日", "2024-10-21"),
        ("2025-02-28 09:12:00", "2025-02-28"),
        ("2025/2/8", "2025-02-08"),
        ("二〇二五年元月十日", "2025-01-10"),
        ("2025.03.01", "2025-03-01"),
        ("更新时间:2025-02-28浏览次数:", "2025-02-28"),
        ("2026-02-30", None),
        ("2025年13月1日", None),
        ("2025年2月", None),
        ("截至12025-02-28", None),
        ("", None),
    ],
)
def test_a_date_is_read_or_refused(text: str, iso: str | None) -> None:
    assert parse_date(text) == iso


def test_all_dates_with_their_places() -> None:
    text = "2024年1月2日至二〇二四年三月四日"
    found = find_dates(text)
    assert [item.iso for item in found] == ["2024-01-02", "2024-03-04"]
    assert [text[item.start : item.end] for item in found] == ["2024年1月2日", "二〇二四年三月四日"]


@given(st.dates(min_value=date(1980, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_survives_its_chinese_writing(day: date) -> None:
    numerals = "〇一二三四五六七八九"
    year = "".join(numerals[int(digit)] for digit in str(day.year))

    def small(number: int) -> str:
        tens, ones = divmod(number, 10)
        head = "" if tens == 0 else "十" if tens == 1 else numerals[tens] + "十"
        return head + (numerals[ones] if ones else "")

    assert parse_date(f"{year}年{small(day.month)}月{small(day.day)}日") == day.isoformat()
    assert parse_date(f"{day.year}年{day.month}月{day.day}日") == day.isoformat()


@given(st.text(alphabet="二〇○零一三2024年度月日 、", max_size=60))
def test_arabic_years_keep_offsets(text: str) -> None:
    assert len(arabic_years(text)) == len(text)
    for item in find_dates(text):
        assert 0 <= item.start < item.end <= len(text)


def test_years_and_whether_they_are_annual() -> None:
    found = find_years("二〇二三年度报告及2024年工作打算")
    assert [(item.year, item.annual) for item in found] == [(2023, True), (2024, False)]


@pytest.mark.parametrize(
    ("text", "value"), [("27", 27), ("二十七", 27), ("十", 10), ("三十", 30), ("廿七", 27), ("七", 7), ("百", None)]
)
def test_small_numbers(text: str, value: int | None) -> None:
    assert small_number(text) == value


def test_slips_of_ocr_in_a_date_line_are_mended() -> None:
    assert mend_digits("2O23年2月2 0日") == "2023年2月20日"
