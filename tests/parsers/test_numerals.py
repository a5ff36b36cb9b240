"""Arabic and Chinese numerals, their scales, shares and hedges."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.numerals import parse_chinese, parse_number, scan_numbers
from parsers.vocabulary import Qualifier

DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """The numeral as a person writes it, for numbers below 10**8."""
    if number >= 10_000:
        head, rest = divmod(number, 10_000)
        gap = "零" if 0 < rest < 1000 else ""
        return in_chinese(head) + "万" + (gap + in_chinese(rest) if rest else "")
    words, started = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            words += DIGITS[digit] + name
            started = True
        elif started and number % scale:
            words += "" if words.endswith("零") else "零"
    return words or "零"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("一百二十三", 123),
        ("二〇二三", 2023),
        ("两", 2),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("一千零五", 1005),
        ("三万五千", 35_000),
        ("一亿二千万", 120_000_000),
        ("三点五", 3.5),
        ("一点二万", 12_000),
    ],
)
def test_chinese_numerals(raw: str, value: float) -> None:
    assert parse_chinese(raw) == value


@pytest.mark.parametrize("raw", ["", "第", "万万岁", "点五"])
def test_what_is_no_numeral(raw: str) -> None:
    assert parse_chinese(raw) is None


@given(st.integers(min_value=0, max_value=99_999_999))
def test_every_number_is_read_back(number: int) -> None:
    assert parse_chinese(in_chinese(number)) == number


@given(st.integers(min_value=0, max_value=10**12))
def test_thousands_separators_are_read_back(number: int) -> None:
    assert parse_number(f"{number:,}") == number


@pytest.mark.parametrize(
    ("raw", "value", "qualifier", "percent"),
    [
        ("3,300", 3300, Qualifier.EQ, False),
        ("1019.07 万", 10_190_700, Qualifier.EQ, False),
        ("23.95 亿", 2_395_000_000, Qualifier.EQ, False),
        ("163.8亿", 16_380_000_000, Qualifier.EQ, False),
        ("1.6万余", 16_000, Qualifier.GT, False),
        ("3300 余", 3300, Qualifier.GT, False),
        ("二十余", 20, Qualifier.GT, False),
        ("20余万", 200_000, Qualifier.GT, False),
        ("百分之九十八点五", 98.5, Qualifier.EQ, True),
        ("百分之98.5", 98.5, Qualifier.EQ, True),
        ("千分之三", 0.3, Qualifier.EQ, True),
        ("三分之二", 200 / 3, Qualifier.EQ, True),
        ("九成", 90, Qualifier.APPROX, True),
        ("一半", 50, Qualifier.EQ, True),
        ("过半数", 50, Qualifier.GT, True),
    ],
)
def test_scales_hedges_and_shares(raw: str, value: float, qualifier: Qualifier, percent: bool) -> None:
    (number,) = scan_numbers(raw)
    assert number.value == pytest.approx(value)
    assert (number.qualifier, number.percent) == (qualifier, percent)
    assert (number.start, number.end) == (0, len(raw))


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("l20 份", 120),
        ("9O8 人", 908),
        ("6 8 件", 68),
        ("2 4 6件", 246),
        ("1,5OO 名", 1500),
        ("l.8万件", 18_000),
        ("2 1 60 人次", 2160),
        ("1 862.3 万元", 18_623_000),
    ],
)
def test_slips_of_a_scan_before_a_unit(raw: str, value: float) -> None:
    (number,) = scan_numbers(raw)
    assert number.value == value


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("维持 13 25件", [13, 25]),
        ("维持 3 25 件", [3, 25]),
        ("维持3 25件", [3, 25]),
        ("培训，\n市公安局 3 2 5 件\n开展", [3, 2, 5]),
        ("维持3 25件，撤销2件", [325, 2]),  # a sentence: what a scan has parted
        ("培训执法人员2 1 60人次,组织", [2160]),
        ("县城区述法覆盖率 1 00%", [100]),
    ],
)
def test_two_numbers_of_a_row_are_not_one(line: str, values: list[float]) -> None:
    assert [number.value for number in scan_numbers(line)] == values


@pytest.mark.parametrize("raw", ["OA系统", "Il", "A12345", "GB 2260 l"])
def test_letters_are_no_slips(raw: str) -> None:
    assert [number.value for number in scan_numbers(raw) if not raw[number.start].isdigit()] == []


def test_what_the_printing_hides() -> None:
    exact, cut, vague = list(scan_numbers("85.93 1.6万 3300余"))
    assert (exact.step, cut.step, vague.step) == pytest.approx((0.01, 1000, 100))


@given(st.text(alphabet="0123456789,. 零一二十百千万亿两余多百分之点成半lO件%个", max_size=80))
def test_numbers_lie_in_order_and_inside(raw: str) -> None:
    last = 0
    for number in scan_numbers(raw):
        assert last <= number.start < number.end <= len(raw)
        last = number.end


@pytest.mark.parametrize("piece", ["1,", "一", "百分之", "1 ", "lO", "9.", "万", "百", "半"])
def test_hostile_runs_cost_linear_time(piece: str) -> None:
    started = time.process_time()
    for _ in scan_numbers(piece * 100_000):
        pass
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("raw", "value", "step"),
    [
        ("1万2千", 12_000, 1000),
        ("2千3百16", 2316, 1),
        ("3万5千余", 35_000, 1000),
        ("1亿2千万", 120_000_000, 10_000_000),
        ("3千5百万", 35_000_000, 1_000_000),
        ("12万6千3百", 126_300, 100),
        ("5千300", 5300, 1),
        ("2百零5", None, 0),
        ("1万2", None, 0),  # 12,000 or 10,002
        ("3百5", None, 0),
    ],
)
def test_digits_and_scales_by_turns(raw: str, value: float | None, step: float) -> None:
    found = [number for number in scan_numbers(raw) if (number.start, number.end) == (0, len(raw))]
    assert [(number.value, number.step) for number in found] == ([] if value is None else [(value, step)])
