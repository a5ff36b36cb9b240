"""A proposed entry is valid as it is printed, whatever the address."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from parsers.records import Row
from parsers.vocabulary import Kind
from scheduler.config import SectionConfig
from scheduler.doctor.entry import BODY, entry_yaml, propose_entry, section_id
from scheduler.doctor.page import guess_kinds


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://www.lusong.gov.cn/c14692/index.html", "lusong-gov-cn-c14692"),
        ("https://www.qyg.gov.cn/quyuan/fzzf/xlist.shtml", "qyg-gov-cn-quyuan-fzzf"),
        ("http://a.gov.cn/col/col1229/index.html?uid=7&number=1", "a-gov-cn-col-col1229-uid-7-number-1"),
        ("http://127.0.0.1:8001/list.html", "127-0-0-1-8001"),
    ],
)
def test_the_id_says_host_and_path(url: str, expected: str) -> None:
    assert section_id(url) == expected


def test_long_addresses_keep_ids_apart() -> None:
    one, other = (section_id(f"http://a.gov.cn/{'x' * 200}/{n}/") for n in (1, 2))
    assert one != other
    assert max(len(one), len(other)) <= 64


@given(path=st.text(max_size=120), tls=st.sampled_from(["strict", "legacy"]))
def test_any_address_gives_an_entry_that_validates(path: str, tls: str) -> None:
    entry = propose_entry(f"http://portal.example/{path}", ["fazhi_annual"], render="browser", tls=tls)
    assert re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", entry["id"])
    if path.isprintable():
        (parsed,) = yaml.safe_load("sections:\n" + entry_yaml(entry))["sections"]
        assert SectionConfig(**parsed) == SectionConfig(**entry)
        assert parsed["body"] == BODY


def rows(*titles: str) -> list[Row]:
    return [Row(f"http://a.example/{number}.html", title, None) for number, title in enumerate(titles)]


def test_kinds_come_from_titles_then_from_the_columns_name() -> None:
    fazhi = [f"青禾县{year}年度法治政府建设情况报告" for year in range(2019, 2025)]
    stray = "青禾县2024年政府信息公开工作年度报告"
    assert guess_kinds("政务公开", rows(*fazhi, stray)) == [Kind.FAZHI_ANNUAL]
    assert guess_kinds("政务公开", rows(stray, stray)) == [Kind.DISCLOSURE_ANNUAL]
    assert guess_kinds("行政执法统计年报", rows("关于开会的通知")) == [Kind.ENFORCEMENT_STATS]
    assert guess_kinds("", []) == [Kind.FAZHI_ANNUAL]
