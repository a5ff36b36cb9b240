"""What lets a step pass over a text or a page must let through all that the step looks for."""

from __future__ import annotations

import pytest

from parsers.pages.markup import tame
from parsers.pages.pager import _NEXT_MARKS, _NEXT_WORDS
from parsers.pages.said import May, flags_of
from parsers.pages.view import View
from parsers.pages.words import CONTROLS
from parsers.records import Page

OFFERS = ("查看更多", "more", "Load More", "显示全部", "刷新")
FOOT = ("查看更早", "以前", "往期", "历史", "过去", "上年度", "前一年", "2019年之前", "Older", "archives")
OLDER = ("历史信息", "往年年报", "以往报告", "请点击此处查看", "进入")


@pytest.mark.parametrize("word", sorted({*_NEXT_WORDS, *_NEXT_MARKS}))
def test_what_leads_to_the_next_page_may_be_a_control(word: str) -> None:
    elements, links = flags_of(word)
    assert May.CONTROL in elements
    assert May.CONTROL in links


@pytest.mark.parametrize(
    ("said", "may"),
    [
        *((word, May.OFFER) for word in OFFERS),
        *((word, May.OLDER) for word in FOOT),
        ("2025年", May.YEAR),
        ("年度总结", May.REPORTS),
    ],
)
def test_an_element_may_be_what_it_says(said: str, may: May) -> None:
    assert may in flags_of(said)[0]
    assert May.CONTROL not in flags_of("政务公开")[0]


@pytest.mark.parametrize(
    ("said", "may"),
    [*((word, May.LEAD_BACK) for word in OLDER), *((y, May.NAME_YEAR) for y in ("２０２５年", "二〇二五"))],
)
def test_a_link_may_lead_where_it_says(said: str, may: May) -> None:
    assert may in flags_of(said)[1]
    assert not flags_of("政务公开")[1]


DAYS = ("2025-01-05", "[2025-1-5]", "2025/12/31", "（2025.01.05）", "(2025-01-05)")
NO_DAYS = ("2025", "2025年", "2025-2024", "25-01", "1/12", "2025年1-5", "5-1-2025", "2025-01-05 3", "2025-01/05")


def test_a_day_is_no_control_and_no_year_to_choose() -> None:
    assert not any(flags_of(day)[0] or May.CONTROL in flags_of(day)[1] for day in DAYS)
    assert all(May.NAME_YEAR in flags_of(day)[1] for day in DAYS)  # which a link's finer question may concern
    assert all(flags_of(said)[0] for said in NO_DAYS)


def test_a_word_is_held_whatever_capitals_stand_around_it() -> None:
    view = View(
        Page("http://a/", "http://a/", 200, {}, b"<script>var A=1;function createPageHTML(N){}</script><p>B</p>")
    )
    held = ("createPageHTML", "createPage", "function", "var A")
    assert [word for word in (*held, "createpageHTML", "CPHTML", "pageDec", "PHTMLN") if view.holds(word)] == list(held)


def test_every_control_character_is_dropped_from_markup() -> None:
    controls = [chr(code) for code in range(0x10000) if CONTROLS.match(chr(code))]
    assert len(controls) > 2000
    assert all(tame(f"<p>一{mark}“二”©</p>")[0] == "<p>一“二”©</p>" for mark in controls)
    assert tame("<p>一\t“二”\n©\xa0</p>\r")[0] == "<p>一\t“二”\n©\xa0</p>\r"
