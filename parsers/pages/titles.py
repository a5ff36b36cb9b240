"""A row's whole title: text or title attribute, without dates, tips and list furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from parsers.pages.dates import Found, read_date
from parsers.pages.view import Element, Link, clean, strip_tags, text_of, text_without

MAX_TITLE = 500
_LONGEST_GENERIC = 16
_SHORTEST_CUT = 8  # characters
_SEVERAL = 3
_NUMBER = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{1,20}")  # of a series; a year is none

_NAV_NAMES = (
    "首页 上一页 下一页 上页 下页 尾页 末页 前一页 后一页 第一页 最后一页 转到 跳转 确定 更多 登录 注册 返回 "
    "返回首页 网站首页 网站地图 设为首页 加入收藏 收藏本站 无障碍 无障碍浏览 长者模式 关怀版 关于我们 联系我们 "
    "版权声明 隐私声明 使用帮助 打印 关闭 返回顶部 智能问答 English 繁体 简体 繁體 手机版 移动版 邮箱 搜索 "
    "高级搜索 more More MORE 更多>> 更多+ 更多» home Home next Next prev Prev"
)
_NAV_WORDS = frozenset(_NAV_NAMES.split())
_NAV_MARKS = re.compile(r"[\d\s<>«»‹›〈〉《》|/.·\[\]+-]{1,12}")
# What a link says of how it is opened, not of what it is: 查看, 附件下载, [PDF下载], 阅读全文>>, 附件1
_GENERIC = re.compile(
    r"(?![\d\W]+$)(?:请|点击|点此|此处|这里|见此|见|查看|查阅|下载|阅读|浏览|预览|打开|进入|在?新窗口|在线|立即|详情|详细|内容|全文|原文|正文|附件|链接"
    r"|(?:相关|政策|文字|图片)?(?:解读|图解)|(?:文件|文档)下载|PDF|WORD|DOCX?|OFD|版|[\d\[\]【】()（）>》»:：、.\s-]){1,8}",
    re.IGNORECASE,
)
_DOTS = re.compile(r"\s?(?:\.{2,}|…+|。{2,})\s?$")
# JCMS tips: `标题：关于…\n发布时间：2025-01-01\n点击数：12`
_TIP_HEAD = re.compile(r"^(?:文章)?(?:标题|信息名称|名称)\s?[:：]\s?")
_TIP_TAIL = re.compile(r"\s?(?:发布时间|发布日期|更新时间|作者|点击数?|浏览次数|来源|文号)\s?[:：].{0,300}$")
_BULLET = re.compile(r"(?:[·•●○◆■▪▶►☆★◎※>»-]\s?){1,3}")
_EDGE_DATE = re.compile(
    r"^\s?[\[(（【]?(20\d\d[-/.]\d{1,2}[-/.]\d{1,2})[\])）】]?\s{1,3}(?=\S)|\s?[\[(（【]?(20\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?)[\])）】]?$"
)


def is_navigation(text: str) -> bool:
    """Whether a link's text is page furniture: 首页, 下一页, a bare page number."""
    return text in _NAV_WORDS or _NAV_MARKS.fullmatch(text) is not None


@lru_cache(maxsize=5000)  # a site has the same menus on all its pages
def is_generic(title: str) -> bool:
    """Whether a link's text says nothing of what it leads to: 查看详情, 附件下载."""
    return not title or (len(title) <= _LONGEST_GENERIC and _GENERIC.fullmatch(title) is not None)


def is_cut(title: str) -> bool:
    """Whether a title ends in dots, so that its end is missing."""
    return _DOTS.search(title) is not None


def cut_titles(titles: Iterable[str]) -> frozenset[str]:
    """The titles that a template cut off without dots: several of a list have exactly the greatest length of all.

    Length is counted in characters, or in bytes of two for each Chinese one. Numbered titles (行政许可1, 行政许可2) are
    of one length because of their numbers, and tell nothing.
    """
    known = {title for title in titles if not is_cut(title)}
    series = Counter(map(_unnumbered, known))
    found: set[str] = set()
    for measure in (len, _width):
        lengths = {title: measure(title) for title in known}
        longest = max(lengths.values(), default=0)
        cut = {title for title, length in lengths.items() if longest - (measure is _width) <= length}
        cut = {title for title in cut if not _NUMBER.search(title) or series[_unnumbered(title)] < _SEVERAL}
        if longest >= _SHORTEST_CUT and len(cut) >= _SEVERAL:
            found |= cut
    return frozenset(found)


def _unnumbered(title: str) -> str:
    return _NUMBER.sub("0", title)


def _width(title: str) -> int:
    return sum(1 + (mark > "\xff") for mark in title)


def better_title(text: str, tip: str) -> str:
    """The fuller of a link's text and its title attribute; the attribute wins only if it continues the text."""
    if bullet := _BULLET.match(text):
        text = text[bullet.end() :]
    text = text[:MAX_TITLE].strip()
    tip = _TIP_TAIL.sub("", _TIP_HEAD.sub("", tip))[:MAX_TITLE].strip() if tip else ""
    if not tip or is_generic(tip):
        return text
    if is_generic(text):
        return tip
    stem = _squeeze(_DOTS.sub("", text))
    full = _squeeze(tip)
    if len(full) >= len(stem) and (full.startswith(stem[:12]) or (is_cut(text) and stem[:4] == full[:4])):
        return tip
    return text


def date_in_title(link: Link) -> tuple[str, Found | None]:
    """A link's text without a date that is glued to it (own element, or at its edge), and that date."""
    element = link.element
    heading = _heading(element) if len(element) else None
    if heading is None and len(element):
        heading = _first_block(element)
    if heading is not None:
        rest = text_without(element, heading)
        return _edge(text_of(heading), read_date(rest) if rest else None)
    if len(element):
        for child in element.iter("span", "i", "b", "em", "font", "time", "p", "div", "small"):
            inner = text_of(child)
            if (
                4 < len(inner) <= 24
                and inner != link.text
                and (found := read_date(inner))
                and len(found.raw) >= len(inner) - 12
            ):
                rest = clean(link.text.replace(inner, " ", 1))
                if rest:
                    return rest, found
    return _edge(link.text, None)


def _edge(title: str, found: Found | None) -> tuple[str, Found | None]:
    match = _EDGE_DATE.search(title[:MAX_TITLE]) if "20" in title else None
    if match is None:
        return title, found
    rest = clean(title[: match.start()] + title[match.end() :])
    # `关于印发…的通知 2025年3月1日` loses its date; a title that is a date keeps it.
    if len(rest) < 4:
        return title, found
    return rest, found or read_date(match.group())


def _heading(element: Element) -> Element | None:
    """The heading inside a card that is one big link."""
    for child in element.iter("h1", "h2", "h3", "h4", "h5"):
        return child
    for child in element.iter("div", "p", "span"):
        name = (child.get("class") or "").lower()
        if name and re.search(r"(?:^|[\W_])(?:title|tit|bt|biaoti|name)(?:$|[\W_\d])", name):
            return child
    return None


def _first_block(element: Element) -> Element | None:
    """The first of several blocks inside a card that is one big link, dates apart."""
    blocks = [child for child in element.iter("div", "p") if child is not element]
    if len(blocks) < 2:
        return None
    return next(
        (block for block in blocks if len(text_of(block)) >= 8 and read_date(text_of(block)[:24]) is None), None
    )


def data_title(value: object) -> str:
    """A title out of a data field: markup and control characters removed, bounded."""
    return clean(strip_tags(value))[:MAX_TITLE] if isinstance(value, str) else ""


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)
