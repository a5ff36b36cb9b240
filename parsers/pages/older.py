"""What is older and stands elsewhere: links 历史信息 beside the list, 查看更早 and 上一年 at its foot.

At the foot of a list, alone or among the controls of a pager, such a link is its next page, and is followed like one.
Elsewhere it is a doubt: what it leads to is behind an address that is no page of the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import urlsplit

from parsers.pages.choices import blocks_around
from parsers.pages.clicked import Sign, stands_after
from parsers.pages.controls import control_address, is_named_pager, script_of, turns
from parsers.pages.counters import names
from parsers.pages.groups import Group
from parsers.pages.pager import is_off
from parsers.pages.paging import not_here
from parsers.pages.rows import ARTICLE_URL, is_article
from parsers.pages.said import May
from parsers.pages.view import Element, Link, View, text_of
from parsers.records import Lead

_PAPERS = "回顾|信息|数据|文件|报告|公开|年报|内容|归档|档案|文档|资料|栏目"
# 历史信息, 往年信息公开, 历年报告
_OLDER = re.compile(rf"(?:历史|往年|往期|历年|以往)(?:的)?(?:{_PAPERS}){{1,3}}")
# 查看更早, 更早的信息, 往年, 历史数据, 上一年, 2020年以前; not 历史沿革, 上一篇
AT_THE_FOOT = re.compile(
    r"(?:点击|点此)?(?:查看|浏览|阅读|加载|显示|访问|进入|翻看)?(?:更多)?"
    r"(?:(?:更[早旧]|较[早旧]|早期|早前|以前|之前|往年|往期|历年|历史|以往|过往|过去)(?:年度?|时期|以前|之前)?|[上前]一?(?:年度|年)"
    r"|20\d\d年?度?(?:及其?)?(?:以前|之前))"
    rf"的?(?:{_PAPERS}|记录|列表|文章|条目|公[示告]|总结|通知){{0,3}}|older(?:\s(?:posts?|entries|news|items))?|earlier|archives?",
    re.IGNORECASE,
)
_EDGES = " \xa0[]【】()（）<>«»‹›〈〉《》＜＞→←↓∨﹀▼+＋….。·|"
# What stands beside such a link in a pager, besides its numbers and words
_BESIDE = re.compile(
    r"(?:返回|回到|查看|去)?(?:最新|顶部|首页|列表|上级|今年|本年度?|较新|更新)的?.{0,4}|下一?年度?|返回|top|newer",
    re.I,
)
# 2025年以前的信息请点击此处查看
_BEFORE = re.compile(r"(?:以前|之前|年前)的?[^。；]{0,12}请?[^。；]{0,6}(?:点击|点此|访问|查看|移步|见)")
_CLICK = re.compile(r"点击|点此|此处|这里|查看|访问|进入")
_MENU = re.compile(r"(?:^|[\W_])(?:nav|menu|search|filter|foot\w{0,3}|calendar|rili)(?:$|[\W_\d])", re.IGNORECASE)
_TAGS = names("a button span li p div input em b i strong label")
_WRAPPERS = names("li span a em b i strong font ul ol p button label nobr u")
_LONGEST = 60  # characters of a sentence around a link
_MOST = 60  # elements that are looked at


def older_links(view: View) -> Iterator[Link]:
    """The links to what is older, wherever on the page they stand."""
    host = urlsplit(view.url).netloc
    for link in view.leading[May.LEAD_BACK]:
        if link.url is None or not (_OLDER.fullmatch(link.text) or (_CLICK.search(link.text) and _says_before(link))):
            continue
        if urlsplit(link.url).netloc == host and not_here(view, link.url) is not None:
            yield link


def _says_before(link: Link) -> bool:
    """Does a link stand in a sentence that sends readers of older rows to it?"""
    around = link.element.getparent()
    if around is None or len(around) > 3 or ARTICLE_URL.search(link.url or ""):
        return False
    sentence = text_of(around)
    return len(sentence) <= _LONGEST and _BEFORE.search(sentence) is not None


def older_at_the_foot(view: View, groups: Sequence[Group]) -> Sign | None:
    """What leads on from the foot of the list to what is older; with its address, where it has one of this host that is
    no article's. None for an entry of a menu, for what stands above the rows, and for what nothing happens behind."""
    rows = {member.row for group in groups for member in group.members}
    if not groups or not groups[0].members:
        return None
    last = groups[0].members[-1].row
    said = ((element, words.strip(_EDGES)) for element, words in view.saying[May.OLDER])
    for element, words in islice(((one, said) for one, said in said if AT_THE_FOOT.fullmatch(said)), _MOST):
        if element.tag not in _TAGS or is_off(element):
            continue
        if len(element) and next(element.iter("a", "button"), element) is not element:
            continue
        if not stands_after(element, last) or not stands_alone(element, groups, rows):
            continue
        target = control_address(view, element)
        if target is None and not script_of(view, element):
            continue
        if target is None or is_article(target):
            return Sign(f"{words} has no address") if target is None else None
        if urlsplit(target).netloc == urlsplit(view.url).netloc and (address := not_here(view, target)):
            return Sign(words, address, lead=Lead.OLDER)
    return None


def stands_alone(element: Element, groups: Sequence[Group], rows: set[Element]) -> bool:
    """Does a control stand below the list alone, or among those of a pager?"""
    holder = next((node for node in element.iterancestors() if node.tag not in _WRAPPERS), None)
    if holder is None or not (is_the_lists(element, groups, rows) or is_named_pager(holder)):
        return False
    last = groups[0].members[-1].row
    others = (link for link in holder.iter("a") if link is not element and element not in link.iter())
    free = (link for link in others if not any(node in rows for node in (link, *link.iterancestors())))
    below = (link for link in free if stands_after(link, last))  # above stands the page's place in the site
    return all(turns(text) or _BESIDE.fullmatch(text) or AT_THE_FOOT.fullmatch(text) for text in map(_bare, below))


def _bare(element: Element) -> str:
    return text_of(element).strip(_EDGES)


def is_the_lists(element: Element, groups: Sequence[Group], rows: set[Element]) -> bool:
    """Does an element stand in the block of the list, which holds no other list, outside rows and menus?"""
    best = {member.row for member in groups[0].members} if groups else set()
    held = next((held for _, held in blocks_around(element, rows, _MENU) if held), [])
    return bool(held) and best.issuperset(held)
