"""Is the column's own list still to be filled by a script, while the rows that stand there are of another box?

Whoever runs no scripts sees an empty `<ul id="list">` under the column's heading, and 法治动态 at its side. Such rows
are dated, whole and of the subject; the list is not among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from parsers.pages.controls import is_hidden
from parsers.pages.groups import Group
from parsers.pages.rows import find_groups
from parsers.pages.scripts import plain_script
from parsers.pages.urls import file_name, join_url, site_of
from parsers.pages.view import Element, View, text_of
from parsers.pages.whereabouts import Whereabouts, heading_above

_ASKS = re.compile(r"\$\.(?:ajax|get|post|getJSON)\b|\bfetch\(|\baxios\b|XMLHttpRequest|\.load\(")
_BOXES = ("ul", "ol", "div", "tbody", "table", "dl", "section", "main", "article")
_LISTS = frozenset({"ul", "ol", "tbody", "table", "dl"})
_HOLLOW = frozenset({"ul", "ol", "li", "div", "tbody", "table", "dl", "span", "section"})  # what an empty box may hold
_BOX = re.compile(
    r"list|data|news|results?(?:$|[\W_])|content|article|items?(?:$|[\W_\d])|(?:^|[\W_])(?:app|root|main|con|tb|tbody|table|rows?|lb)(?:$|[\W_\d])",
    re.IGNORECASE,
)
# What the box of an article's text is called.
_BODY = re.compile(
    r"content|article|detail|zoom|(?:^|[\W_])(?:app|root|main|con|cont|text|txt|body|nr|nrong|wz|zw|xl|doc|view)(?:$|[\W_\d])|neirong|wenzhang|zhengwen",
    re.IGNORECASE,
)
# What says where or how a block stands, and not what it is for; a box that is called nothing else fills a gap.
_LAYOUT = re.compile(
    r"(?:^|(?<=[\s_-]))(?:clear(?:fix|both|er)?|clr|cf|cl|fl|fr|l|r|left|right|bg|hr|line\d?|blank|space|gap)(?=$|[\s_-])",
    re.IGNORECASE,
)
# What is empty on the most whole pages: what floats over them, counts, shares or turns pages, and heads of blocks.
_DECORATION = re.compile(
    r"(?:^|[\W_\d])(?:arrow|ad|ads|adv|gg|float\w{0,4}|dots?|mask|toast|tips?|pop|popup|dialog|modal|layer|more|btn|tool\w{0,3}"
    r"|tab|tabs|title?|hd|bar|crumbs?|pos|error|msg|form|audio|tts|wza)(?:$|[\W_\d])"
    r"|head|foot|top|bottom|nav|menu|banner|logo|search|login|user|share|weather|tianqi|\bmap\b|bszs|conac|jiucuo|count"
    r"|tongji|copyright|link|\bdate|calendar|visit|video|player|chat|robot|helper|hits?\b|qr|ewm|erweima|weixin|wechat"
    r"|swiper|slide|carousel|scroll|pag(?:e|ing|in)|fenye|hidden|loading|gotop|print|font|related|hot|tuijian",
    re.IGNORECASE,
)
_AT_SIDE = re.compile(r"left|right|side", re.IGNORECASE)
_WAITING = re.compile(r"(?:数据|内容|页面|列表)?(?:正在|努力)?(?:加载|载入|读取)(?:中|数据)?|loading", re.IGNORECASE)
_DOTS = re.compile(r"[\s.…·,，。]+|请稍[候后等]")
# Scripts that every page of a site has, and that fill no list.
_LIBRARY = re.compile(
    r"jquery|zepto|bootstrap|swiper|slick|layui|\bvue\b|react|angular|element|polyfill|modernizr|html5|respond|require|common"
    r"|base|public|util|plugin|head|foot|nav|menu|\btop|share|search|login|weixin|wechat|\bqr|tongji|count|stat|visit|\bhm\b"
    r"|baidu|bszs|conac|jiucuo|wza|font|lazy|slide|carousel|banner|scroll|\btabs?\b|date|calendar|md5|crypt|cookie|print"
    r"|video|player|chat|robot|float|gotop|resize|\brem\b|flexible|dialog|layer|toast|zoom|weather|sitegray|ie\d|\bpie\b"
    r"|superfish|dynclicks|openlink|pagin|pager|fenye|trace|monitor|analytic",
    re.IGNORECASE,
)
_SYSTEM = re.compile(
    r"/system/resource/|/_sitegray/", re.IGNORECASE
)  # a system's own scripts, on all its portals' pages
_FOOT = re.compile(r"版权所有|主办单位|主办[:：]|ICP备")
_FIXED = re.compile(r"position\s{0,3}:\s{0,3}fixed", re.IGNORECASE)
# Side columns by class (`side`, `aside_r`) or heading.
_SIDE = re.compile(r"(?:^|[\W_])a?side(?:$|[\W_\d])", re.IGNORECASE)
_OTHERS = re.compile(r"热点|热门|推荐|相关|排行|要闻|头条|图片新闻|最新动态")
_HEADING = 12  # characters of a side column's heading, at most
_LONGEST = 200  # characters in an empty box, blanks included
_MOST_INSIDE = 12  # elements of an empty box
_MOST_BOXES = 20  # empty boxes that are looked at
_MOST_SCRIPTS = 60


def waits_for_script(view: View) -> str:
    """The empty box, in words, that stands for the page's list while all rows are of other boxes; "" for none."""
    groups = find_groups(view)
    if not groups or not any(group.members for group in groups):
        return ""
    boxes = [box for box in islice(_empty_boxes(view), _MOST_BOXES) if _may_be_filled(view, box)]
    if not boxes:
        return ""
    beside = all(_is_beside(group) for group in groups)
    around = Whereabouts(view)
    for box in boxes:
        stands = all(_stands_for_list(box, group, around) for group in groups)
        if (stands or (beside and _BOX.search(_name(box)))) and not is_hidden(box):
            return f"<{' '.join((str(box.tag), *_name(box).split()))}>"
    return ""


def body_for_script(view: View) -> str:
    """The empty box, in words, into which a script is to write the text of an article; "" for none.

    It is named by an inline script, or called like a body where a script asks for data or is a file of the site's own.
    A page of rows is no article.
    """
    if not all(_is_beside(group) for group in find_groups(view)):
        return ""
    for box in islice(_empty_boxes(view), _MOST_BOXES):
        called = _BODY.search(_name(box)) is not None or _WAITING.search(text_of(box)) is not None
        if (_is_named(view, box) or (called and _may_be_filled(view, box))) and not is_hidden(box) and not _floats(box):
            return f"<{' '.join((str(box.tag), *_name(box).split()))}>"
    return ""


def _is_named(view: View, box: Element) -> bool:
    """Does an inline script of the page name a box, by its id or one of its classes?"""
    marks = [f"[\"'#]{re.escape(name)}[\"'\\s]" for name in (box.get("id") or "").split()]
    marks += [rf"\.{re.escape(name)}[\"'\s]" for name in (box.get("class") or "").split()]
    return bool(marks) and re.search("|".join(marks), plain_script(view)) is not None


def _empty_boxes(view: View) -> Iterator[Element]:
    for box in view.root.iter(*_BOXES):
        small = len(box) <= _MOST_INSIDE and len(box.text or "") <= _LONGEST
        if small and _is_empty(box) and not _is_decoration(box):
            yield box


def _is_decoration(box: Element) -> bool:
    name = _LAYOUT.sub("", _name(box)).strip(" _-")
    if (not name and _name(box)) or _AT_SIDE.search(name):
        return True
    return any(_DECORATION.search(_name(node)) for node in islice(_with_above(box), 3))


def _with_above(box: Element) -> Iterator[Element]:
    yield box
    yield from box.iterancestors("ul", "ol", "div", "dl", "table", "section", "main")


def _is_empty(box: Element) -> bool:
    inside = list(islice(box.iterdescendants(), _MOST_INSIDE + 1))
    if len(inside) > _MOST_INSIDE or any(isinstance(node.tag, str) and node.tag not in _HOLLOW for node in inside):
        return False
    words = _DOTS.sub("", text_of(box))
    return not words or _WAITING.fullmatch(words) is not None


def _name(node: Element) -> str:
    return f"{node.get('id') or ''} {node.get('class') or ''}".strip()


def _stands_for_list(box: Element, group: Group, around: Whereabouts) -> bool:
    """Is an empty box the column's list by its heading or name, and a group of rows another box's by its heading?"""
    row = group.members[0].row
    if box in row.iterancestors():
        return False
    above, rows_above = heading_above(box, row), heading_above(row, box)
    if above:
        listlike = box.tag in _LISTS or _BOX.search(_name(box)) is not None
        return around.rank(above) > (around.rank(rows_above) if rows_above else 0) and (bool(rows_above) or listlike)
    if not rows_above or around.rank(rows_above) or not _BOX.search(_name(box)):
        return False
    return not _floats(box)


def _floats(box: Element) -> bool:
    """Does a box hang over the page, or stand behind its foot, as helpers do that a script draws?"""
    if any(_FIXED.search(node.get("style") or "") for node in islice(_with_above(box), 3)):
        return True
    for node in islice(_with_above(box), 4):
        before = islice(node.itersiblings(preceding=True), 8)
        if any(one.tag == "footer" or _FOOT.search(text_of(one)[-600:]) for one in before if isinstance(one.tag, str)):
            return True
    return False


def _may_be_filled(view: View, box: Element) -> bool:
    """Is there a script on the page that could fill a box: one that fetches, that names it, or the site's own file?"""
    found: bool | None = view.kept.get("fetches")
    if found is None:
        found = view.kept["fetches"] = _ASKS.search(view.script_text) is not None or _has_own_script(view)
    name = box.get("id") or ""
    return found or (bool(name) and re.search(rf"[\"'#]{re.escape(name)}[\"']", plain_script(view)) is not None)


def _has_own_script(view: View) -> bool:
    """Does the page load a script of its own site that is neither a library nor a site's common one?"""
    for script in islice(view.root.iter("script"), _MOST_SCRIPTS):
        url = join_url(view.base, script.get("src") or "") if script.get("src") else None
        own = url is not None and site_of(url) == site_of(view.url)
        if url and own and not _SYSTEM.search(url) and not _LIBRARY.search(file_name(url)):
            return True
    return False


def _is_beside(group: Group) -> bool:
    """Does a group of articles stand in a side column, by its class or by the heading before it?"""
    if group.place.side or not group.members:
        return True
    for node in islice(group.members[0].link.element.iterancestors("ul", "ol", "div", "dl", "table", "section"), 4):
        if _SIDE.search(_name(node)):
            return True
        before = node.getprevious()
        if before is not None and len(words := text_of(before)) <= _HEADING and _OTHERS.search(words):
            return True
    return False
