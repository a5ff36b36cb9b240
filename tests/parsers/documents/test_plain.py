"""Tables in plain text: parted by tabs, bars or blanks, and what only looks like one."""

from __future__ import annotations

import pytest

from parsers.documents.pieces import Row
from parsers.documents.plain import extract_plain

YEARS = [("行政复议申请", "112", "148"), ("负责人出庭应诉率", "95%", "100%")]
TABLES = [
    "指标\t2023年\t2024年\n行政复议申请\t112\t148\n负责人出庭应诉率\t95%\t100%",
    "+----+----+\n|指标|2023年|2024年|\n|---|---|---|\n|行政复议申请|112|148|\n|负责人出庭应诉率|95%|100%|",
    "指标              2023年    2024年\n行政复议申请       112      148\n负责人出庭应诉率    95%      100%",
    "指标│2023年│2024年\n──┼──┼──\n行政复议申请│112│148\n负责人出庭应诉率│95%│100%",
]


def rows(text: str) -> list[Row]:
    return [piece for piece in extract_plain(text).pieces if isinstance(piece, Row)]


@pytest.mark.parametrize("table", TABLES, ids=["tabs", "bars", "blanks", "drawn"])
def test_a_table_has_rows_and_heads(table: str) -> None:
    found = rows(f"有关数据如下。\n{table}\n以上为全年数据。")
    assert len(found) == 3
    for row, (head, *values) in zip(found[1:], YEARS, strict=True):
        assert row.cells == (
            (head, "指标", ""),
            (values[0], "2023年", head),
            (values[1], "2024年", head),
        )
    assert len(extract_plain(f"有关数据如下。\n{table}\n以上为全年数据。").pieces) == 5


@pytest.mark.parametrize(
    "text",
    [
        "芷江县人民政府\t2024年\n办公室\t文件",
        "一是　加强领导。\n二是　强化培训。\n三是　严格考核。",
        "签发人：　　　　　\n\n　　2024年，我县受理行政复议申请148件。\n　　负责人出庭应诉率100%。",
        "甲  乙\n丙  丁\n戊  己",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert rows(text) == []


def test_many_lines_that_are_no_table_take_their_time_once() -> None:
    assert rows("甲\t乙\n" * 50_000) == []
