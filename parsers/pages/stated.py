"""The totals that a pager states in words: `共 189 条`, `1/10页`, `第一页 / 共四页`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from parsers.pages.counters import PAGER_NAME
from parsers.pages.paging import Pager
from parsers.pages.view import Element, View, clean
from parsers.pages.words import class_and_id

_MARK = re.compile(r"页|頁|条|篇|项|/|总记录|总数| of ")  # each begins with a plain character, which is looked for fast
_MOST_NEAR = 60  # elements with such marks that are looked at
_PAGER_WORDS = re.compile(
    r"下一?[页頁]|[末尾][页頁]|上一?[页頁]|首[页頁]|第\s?\d{1,6}\s?页|\d\s?[页頁]|页[数次码]|记录|信息|Page \d"
)
_BARE_TOTAL = re.compile(
    r"(?:^|\s)(?:总数|总条数|总计)\s{0,3}[:：]\s{0,3}\d{1,7}(?!\d)|共计?有?\s{0,3}(?:文章|信息|记录|文件|内容)?\s{0,3}\d{1,7}\s{0,3}(?:[条篇则]|项(?!目))|共\s{0,3}\d{1,7}\s{0,3}个(?:文件|结果)"
)
# What is counted is not the list: `本站信息公开总数：12345条`, `今日访问 27 人次`
_ELSEWHERE = re.compile(
    r"[本全]站|本网|网站.{0,6}(?:总|共)|访问(?:量|次数|人次)|[点浏][击览](?:量|数|次数)|今日|昨日|人次"
)
_ONES = "零一二三四五六七八九"
_WRITTEN_OUT = re.compile(
    r"第([一二三四五六七八九]?十?[一二三四五六七八九]|[一二三四五六七八九]?十)[页頁]\s{0,3}[/，,、]?\s{0,3}共([一二三四五六七八九]?十?[一二三四五六七八九]|[一二三四五六七八九]?十)[页頁]"
)
_SHORT = 60  # characters of a text that states nothing but a total
_MAX_ZONE = 400  # characters of a pager's text

# `共 189 条记录`, `总记录数：189`, `共有189条`, `总共 189 篇`
_TOTAL = re.compile(
    r"(?:共计?有?|总共有?|总计|共找到|共搜索到)\s{0,3}(?:文章|信息|记录|文件|内容)?[:：]?\s{0,3}(\d{1,7})\s{0,3}(?:条|篇|项(?!目)|则|个)"
    r"|(?:总记录数?|记录总?数|总条数|总数)\s{0,3}[:：]?\s{0,3}(\d{1,7})"
    r"|(?<!\d)(?<!第)(?<!第\s)(?<!每页)(?<!每页显示)(?<![还另]有)(?<!其余)(?<!剩余)(\d{1,7})\s{0,3}条(?:记录|信息)"
)
# `共 10 页`, `1/10页`, `总页数：10`, `页次：1/66`
_PAGES = re.compile(
    r"(?:共计?有?|总共|总计|[分/])\s{0,3}(\d{1,6})\s{0,3}[页頁]|总页数?\s{0,3}[:：]?\s{0,3}(\d{1,6})"
    r"|页[次数码]\s{0,3}[:：]?\s{0,3}\d{1,6}\s?/\s?(\d{1,6})|Page \d{1,6} of (\d{1,6})"
)
# `第 3 页`, `3/10页`, `当前页：3`
_CURRENT = re.compile(
    r"第\s{0,3}(\d{1,6})\s{0,3}(?:页|/)|(?<!\d)(\d{1,6})\s{0,3}/\s{0,3}\d{1,6}\s{0,3}页|当前页?\s{0,3}[:：]?\s{0,3}(\d{1,6})"
    r"|页[次数码]\s{0,3}[:：]?\s{0,3}(\d{1,6})\s?/|Page (\d{1,6}) of"
)
# `1/4` with words of a pager around it; `2025/03/28` and `3/28` are days
_FRACTION = re.compile(r"(?<![\d/.-])([1-9]\d{0,3})\s?/\s?([1-9]\d{0,3})(?![\d/.-])")


def stated_totals(view: View) -> Pager:
    """Totals that the pager states in words: `共 189 条`, `1/10页`; looked for once a page."""
    found: Pager | None = view.kept.get("stated")
    if found is None:
        found = view.kept["stated"] = _find_totals(view)
    return found


def _find_totals(view: View) -> Pager:
    for text in _zones(view):
        total, pages, current = (_first(pattern, text) for pattern in (_TOTAL, _PAGES, _CURRENT))
        if pages is None and (match := _FRACTION.search(text)):
            here, of = int(match[1]), int(match[2])
            if here <= of and here == (view.position or 1):
                pages, current = of, here
        if total is not None or pages is not None:
            return Pager(None, pages, total, current)
    return Pager()


def _first(pattern: re.Pattern[str], text: str) -> int | None:
    match = pattern.search(text)
    return int(next(group for group in match.groups() if group is not None)) if match else None


def _is_box(zone: Element, text: str) -> bool:
    """Is this a pager's own box that says nothing but `1 / 4`?"""
    name = class_and_id(zone)
    return _FRACTION.fullmatch(text) is not None and PAGER_NAME.search(name) is not None


def _with_digits(text: str) -> str:
    """The text, its page numbers in digits where the pager writes them out: 第一页 / 共四页 -> 第1页 / 共4页."""
    if "第" not in text:
        return text
    return _WRITTEN_OUT.sub(lambda match: f"第{_number(match[1])}页 共{_number(match[2])}页", text)


def _number(word: str) -> int:
    tens, ten, ones = word.rpartition("十")
    return (_ONES.index(tens or "一") * 10 if ten else 0) + (_ONES.index(ones) if ones else 0)


def _zones(view: View) -> Iterator[str]:
    """Short texts around the words of a pager, outside links; the last ones first, as pagers stand below lists."""
    seen: set[Element] = set()
    for element in _last_marked(view):
        for zone in (element, *islice(element.iterancestors(), 2)):
            if zone in seen or zone.tag == "body":
                continue
            seen.add(zone)
            if len(view.words.of(zone)) > _MAX_ZONE:
                break  # what is around it says no less
            text = _with_digits(_said(zone))
            if not _ELSEWHERE.search(text) and (
                _PAGER_WORDS.search(text) or _is_box(zone, text) or (len(text) <= _SHORT and _BARE_TOTAL.search(text))
            ):
                yield text


def _said(zone: Element) -> str:
    """The text of an element, in which `<b>3/3</b><a>2</a>` are two numbers."""
    said = ""
    for text in map(str, zone.itertext()):
        said += f" {text}" if said[-1:].isdigit() and text[:1].isdigit() else text
    return clean(said)


def _last_marked(view: View) -> list[Element]:
    """The last elements whose own texts have a mark of totals, the very last one first."""
    near = {
        element
        for element, text, linked, _ in view.words.pieces
        if not linked and element.tag not in ("script", "option") and _MARK.search(text)
    }
    if not near:
        return []
    return list(islice((element for element in reversed(view.elements) if element in near), _MOST_NEAR))


# 仅显示最近35条信息, 本页面仅展示最新信息, 只显示前100条
_LIMIT = re.compile(
    r"(?:仅|只|默认)(?:能|可|会)?(?:显示|展示|列出|列示|提供|保留)[^。；，,<\n]{0,8}?(?:近期|最近|最新|近\s?\d|前\s?\d|\d{1,5}\s?[条篇])[^。；，,\s]{0,12}"
)


def stated_limit(view: View) -> str:
    """What a page says of showing its newest rows alone; "" for nothing."""
    if view.is_data:
        return ""
    said = view.visible_text[:60_000]
    match = _LIMIT.search(said) if any(word in said for word in ("仅", "只", "默认")) else None
    return match[0] if match else ""
