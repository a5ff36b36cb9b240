"""Under which heading does an element stand, and is that the column's name?

A page names its column in its title, in the last step of its position (首页 > 法治政府建设), in the marked entry of the
menu, and above its list. Boxes of other columns carry other names.
"""

from __future__ import annotations

import re
from itertools import islice

from parsers.pages.face import own_names
from parsers.pages.view import Element, View, clean, text_of
from parsers.pages.words import class_and_id

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption", "legend")
_TITLED = re.compile(
    r"(?:^|[\W_\d])(?:\w{0,6}tit(?:le)?|hd|head(?:ing)?|bt|lm\w{0,4}|column|biaoti)(?:$|[\W_\d])", re.IGNORECASE
)
_LONGEST = 24  # characters of a heading
_MOST_BEFORE = 8  # siblings that are looked at
_MORE = re.compile(r"更多|more|\+|[>＞›»→|\s·:：]", re.IGNORECASE)
_BETWEEN = re.compile(r"\s{0,3}(?:[_|｜>＞›»→]|--+|—+|-)\s{0,3}")
# Headings that part a list and name no box: 2025年, 县直部门, 乡镇（街道）, 标题 发布日期, 年度报告, 信息列表
_NEUTRAL = re.compile(
    r"[（(]?(?:20\d\d|[一二]○?[零〇○一二三四五六七八九]{2,3})年?度?(?:\d{1,2}月)?[）)]?|[\d\W_]*|.{0,8}(?:年报|报告|总结).{0,4}"
    r"|(?:[省市县区州旗](?:直|级|本级)?)?(?:各)?(?:政府)?(?:工作)?(?:部门|单位|机构|机关)|各?乡镇?[（(、]?(?:街道)?[）)]?|街道|[省市县区州旗](?:人民)?政府"
    r"|(?:标题|名称|序号|编号|索引号|文号|发布|公开|成文|日期|时间|单位|机构|来源){1,8}|(?:信息|文件|栏目|内容|文章|数据|公开)?(?:列表|目录|内容|一览)"
    r"|共.{0,12}|搜索.{0,8}|.{0,6}查询"
)


class Whereabouts:
    """What a page's own column is called."""

    def __init__(self, view: View) -> None:
        paths, others = own_names(view)
        steps = [[step for step in map(_squeeze, _BETWEEN.split(path)) if step] for path in paths]
        names = [part for words in (view.title, *others) for part in map(_squeeze, _BETWEEN.split(words))]
        self._names = {name for name in (*names, *(path[-1] for path in steps if path)) if len(name) > 1}
        self._above = {step for path in steps for step in path[:-1]} - self._names
        self._first = "" if any(steps) or others else _first_heading(view)

    def rank(self, heading: str) -> int:
        """How surely a heading names the column: 2 by the very name, 1 by a part or nothing of its own, else 0."""
        if heading in self._names or (heading and heading == self._first):
            return 2
        if _NEUTRAL.fullmatch(heading):
            return 1
        if heading in self._above:
            return 0
        return int(any(heading in name or name in heading for name in self._names))


def heading_above(element: Element, other: Element) -> str:
    """The nearest heading before an element, below what it shares with another element; "" for none.

    Headings that only part a list (2025年, 县直部门) give way to one above them.
    """
    shared = set(other.iterancestors())
    neutral = ""
    for node in (element, *element.iterancestors()):
        if node in shared:
            break
        for before in islice(node.itersiblings(preceding=True), _MOST_BEFORE):
            words = "" if before is other or before in shared else _as_heading(before)
            if words and not _NEUTRAL.fullmatch(words):
                return words
            neutral = neutral or words
    return neutral


def only_parts(heading: str) -> bool:
    """Does a heading part a list, and name no box: 2025年, 县直部门?"""
    return _NEUTRAL.fullmatch(heading) is not None


def _as_heading(node: Element) -> str:
    """The words of a heading, or of a block that holds nothing else."""
    if not isinstance(node.tag, str) or node.tag in ("script", "style", "ul", "ol", "table"):
        return ""
    titled = node.tag in _HEADINGS or _TITLED.search(class_and_id(node)) is not None
    if not titled and next(node.iterdescendants(*_HEADINGS), None) is None:
        return ""
    words = _squeeze(text_of(node)[: 4 * _LONGEST])
    return words if 1 < len(words) <= _LONGEST else ""


def _first_heading(view: View) -> str:
    for heading in view.root.iter("h1", "h2", "h3"):
        if words := _squeeze(text_of(heading)):
            return words
    return ""


def _squeeze(words: str) -> str:
    return _MORE.sub("", clean(words))
