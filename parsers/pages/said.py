"""What the short texts of a page may be: controls of a pager, offers of more, years, entries called reports.

Several steps look for elements or links by what they say. So each text is asked once for all of them, and each step
looks at those alone that its own, finer question may concern.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from parsers.pages.words import Element, Words


class May(StrEnum):
    """What a text may be; one that is not among them, it surely is not."""

    CONTROL = "control"  # 下一页, 3, >
    OFFER = "offer"  # 更多, 点击加载
    OLDER = "older"  # 查看更早
    YEAR = "year"  # 2025年
    NAME_YEAR = "name year"  # 二〇二五年度报告
    REPORTS = "reports"  # 年度报告
    LEAD_BACK = "lead back"  # 历史信息, 点击此处


LONGEST_CONTROL = 12  # characters
_LONGEST_KEPT = 40  # characters; longer texts are not menus' and do not come again
# What no control says: Hanzi, and none of 页, 頁 and 第 among them.
_OTHER_WORDS = re.compile(r"(?=[^页頁第]{1,12}$)[^一-鿿]{0,11}[一-鿿]")
# A day, as each row has one, is no control either, and no year to choose.
_DAY = re.compile(r"[\[(（]?20\d\d([-/.])\d{1,2}\1\d{1,2}[\])）]?")
# One of them is in all words of `parsers.pages.more`; each begins with a plain letter, for which is searched fast.
_OFFERS = re.compile(r"更多|全部|加载|刷新|所有|l[oO][aA][dD]|L[oO][aA][dD]|m[oO][rR][eE]|M[oO][rR][eE]")
_YEAR_MARK = re.compile(r"20|２０|二")  # one of them is in each year
_BACK = re.compile(r"[历往点此这查访进]")  # one of them is in all words of `parsers.pages.older`
# One of them is in all words of `parsers.pages.older`.
_OLDER = re.compile(r"早|[更较]旧|往|历|[以之]前|过去|[上前]一?年|[oO]lder|[eE]arlier|[aA]rchive")
_OF_ELEMENTS = (May.CONTROL, May.OFFER, May.OLDER, May.YEAR, May.REPORTS)


def elements_by_words(words: Words) -> dict[May, list[tuple[Element, str]]]:
    """The small elements of a page, with what each says, by what they may be; in the order of the page."""
    found: dict[May, list[tuple[Element, str]]] = {flag: [] for flag in _OF_ELEMENTS}
    for element, said in words.short.items():
        flags = _kept(said) if len(said) <= _LONGEST_KEPT else _flags(said)
        for flag in flags[0]:
            found[flag].append((element, said))
    return found


def flags_of(said: str) -> tuple[tuple[May, ...], tuple[May, ...]]:
    """What a text may be as an element's, and as a link's."""
    return _kept(said) if len(said) <= _LONGEST_KEPT else _flags(said)


def _flags(said: str) -> tuple[tuple[May, ...], tuple[May, ...]]:
    if _DAY.fullmatch(said):
        return (), (May.NAME_YEAR,)
    elements, links = [], []
    if len(said) <= LONGEST_CONTROL and not (said and _OTHER_WORDS.match(said)):
        elements.append(May.CONTROL)
        links.append(May.CONTROL)
    if not said or _OFFERS.search(said):
        elements.append(May.OFFER)
    if len(said) <= _LONGEST_KEPT and _OLDER.search(said):
        elements.append(May.OLDER)
    if said[:2] == "20":
        elements.append(May.YEAR)
    if "报" in said or "总结" in said:
        elements.append(May.REPORTS)
    if _YEAR_MARK.search(said):
        links.append(May.NAME_YEAR)
    if _BACK.search(said):
        links.append(May.LEAD_BACK)
    return tuple(elements), tuple(links)


_kept = lru_cache(maxsize=10_000)(_flags)  # a site has the same menus on all its pages
