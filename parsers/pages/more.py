"""Lists that grow: «加载更多», «下拉加载», «更多>>», and scripts that load as their reader scrolls."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import urlsplit

from parsers.pages.controls import is_hidden
from parsers.pages.groups import Group
from parsers.pages.paging import not_here
from parsers.pages.pieces import piece_after
from parsers.pages.rows import is_article
from parsers.pages.said import May
from parsers.pages.scripts import closing, plain_script
from parsers.pages.urls import join_url, site_of
from parsers.pages.view import Element, View, clean, quoted_path, text_of
from parsers.pages.words import class_and_id

# Words that only lists have which load their rows piece by piece.
_LOADING = re.compile(
    r"加载更多|(?:下拉|上拉|上滑|下滑|滑动|滚动|点击|继续)(?:可|以|即可)?(?:加载|刷新|查看更多)|加载下一页|更多加载|load\s?more",
    re.IGNORECASE,
)
# Words that also lead to other columns.
_MORE = re.compile(
    r"(?:点击|点此)?(?:查看|显示|展开|浏览|阅读|了解|获取|进入)?(?:更多|全部)(?:信息|内容|文章|数据|列表|条目|结果|公开信息)?|(?:view|show|read)?\s?more|查看所有",
    re.IGNORECASE,
)
_ASKS = re.compile(r"(?:点击|点此)?(?:查看|显示|展开|浏览)(?:更多|全部)")  # of a button, whatever it is made of
_NO_MORE = re.compile(
    r"没有更多|无更多|已(?:经)?(?:全部)?加载(?:完|全部)|已(?:经)?到底|到底了|加载完毕|no\s?more", re.IGNORECASE
)
_ENDS = " \xa0∨﹀▼↓⌄>＞»›→+＋….。·[]【】()（）<《》"
_OTHER = re.compile(
    r"share|bds|social|jiathis|friend|yqlj|(?:^|[\W_])(?:nav|menu|search|filter|foot\w{0,3}|login|lang)(?:$|[\W_\d])",
    re.IGNORECASE,
)
# In small letters `$(window).scroll(function(){ … page++ … })`, `window.onscroll = …`, `new intersectionobserver(`;
# the common beginning first, as it is searched for fast.
_ON_SCROLL = re.compile(
    r"scroll(?:(?<=\.scroll)\(\s{0,5}(?:function|\(|\w)|(?<=onscroll)\s{0,3}=|(?<=[\"']scroll)[\"']\s{0,3},)"
)
_OBSERVES = re.compile(r"new intersectionobserver\(")
_GROWS = (("scroll", _ON_SCROLL), ("observer", _OBSERVES))
_LOADS = re.compile(
    r"page\w{0,10}\s{0,3}\+\+|\+\+\s{0,3}page|page\w{0,10}\s{0,3}\+=|load_?(?:more|data|list|page|next)(?!_?(?:im(?:g|age)|pic|video))"
    r"|(?<!function )get_?(?:more|list|data)\w{0,10}\(|next_?page",
    re.IGNORECASE,
)
# The head of a handler that is written where it is bound: `.scroll(function(){`, `onscroll = () => {`
_HANDLER_HEAD = re.compile(
    r"[^;{})]{0,120}?(?:function\s{0,3}\w{0,40}\s{0,3}\([^()]{0,60}\)|(?:\([^()]{0,60}\))?\s{0,3}=>)\s{0,3}\{"
)
_LONGEST_HANDLER = 800
# `flow.load({…})`, `.dropload(`, `new MeScroll(`
_FLOW = re.compile(
    r"\b(?:flow\.load|new\s{1,3}(?:MeScroll|IScrollLoad|InfiniteScroll)|infiniteScroll|infinitescroll|dropload)\s{0,3}\("
)
_FLOWS = (("scroll", ("mescroll", "iscrollload", "infinitescroll")), ("load", ("flow.load", "dropload")))
_INFINITE = ("v-infinite-scroll", "infinite-scroll", "data-infinite-scroll")
_LISTS_OF_APPS = frozenset({"van-list", "load-more", "infinite-loading", "uni-load-more", "scroll-view"})
_LOADERS = ("iframe", *_LISTS_OF_APPS)
_PAGER_FRAME = re.compile(r"pager|paging|fenye|pagination", re.IGNORECASE)
_TAGS = frozenset({"a", "button", "span", "div", "p", "input", "li", "em", "b", "i", "strong"})

_NAMES = re.compile("[\u4e00-\u9fff]{2}")
_LONGEST_NAME = 30  # characters of a box's head
_MOST = 60  # of such words on a page

Found = tuple[str, str | None]
# So many rows templates put on a page.
FULL_PAGES = frozenset({10, 12, 15, 16, 18, 20, 24, 25, 30, 40, 50, 100})
_PAGER_BOX = re.compile(
    r"(?:\w{1,12}[-_])?(?:page[rs]?|paging|pagination|pagin|fenye|fanye|pgb)"
    r"(?:[-_]?(?:box|bar|list|nav|num|con|wrap|div|area|container))?\d?",
    re.IGNORECASE,
)


def sign_of_more(view: View, groups: Sequence[Group], current: int) -> Found | None:
    """What offers more of the list than the page ``current`` shows, and where it is, if it leads there."""
    rows = {member.row for group in groups for member in group.members}
    labelled = (
        (element, text)
        for element, said in view.saying[May.OFFER]  # whoever widens the words below widens that
        if element.tag in _TAGS and (text := _label(element, said))
    )
    for element, text in islice(labelled, _MOST):
        if is_hidden(element) or any(node in rows for node in (element, *element.iterancestors())):
            continue
        if _LOADING.search(text):
            if len(text) <= 16 and not _is_ended(view):
                return text, piece_after(view, element, current)
        elif found := _of_the_list(view, element, text, groups, current):
            return found
    found = _by_script(view)
    return None if found is None or _is_ended(view) else found


def _is_ended(view: View) -> bool:
    return _NO_MORE.search(view.visible_text[-20_000:]) is not None


def _label(element: Element, said: str) -> str | None:
    if len(element) > 3 or (len(element) and next(element.iter("a", "button"), element) is not element):
        return None  # what is inside speaks for itself
    text = clean(element.get("value") or "") if element.tag == "input" else said
    if not text:
        image = next(element.iter("img"), None) if element.tag == "a" else None
        text = clean((image.get("alt") if image is not None else None) or element.get("title") or "")
    bare = text.strip(_ENDS)
    return bare if len(bare) <= 20 and bare and (_LOADING.search(bare) or _MORE.fullmatch(bare)) else None


def _of_the_list(view: View, element: Element, text: str, groups: Sequence[Group], current: int) -> Found | None:
    """«更多» that belongs to the list: it stands in the list's own block, and to no other list or menu."""
    if not groups or not _is_beside(element, groups, view):
        return None
    if any(_OTHER.search(class_and_id(node)) for node in islice(_around(element), 4)):
        return None
    link = view.anchors.get(element)
    target = link.url if link is not None else None
    if target is None and (path := quoted_path(element.get("onclick") or "")):
        target = join_url(view.base, path)
    if target is not None:
        address = not_here(view, target)
        if address is None:
            return None
        if _is_below(address, view.url):
            return text, address
        return (f"{text} leads to {address}", None) if _is_of_box(view, element, groups[0], address) else None
    if target := piece_after(view, element, current):
        return text, target
    acts = element.tag in ("button", "input") or element.get("onclick") or (link is not None and link.href)
    if acts or _ASKS.match(text):
        return f"{text} has no address", None
    return None


def _around(element: Element) -> list[Element]:
    return [element, *element.iterancestors()]


def _is_beside(element: Element, groups: Sequence[Group], view: View) -> bool:
    """Is the smallest block that holds other links as well the one of the best list, and of no other?"""
    best = {member.row for member in groups[0].members}
    others = {member.row for group in groups[1:] for member in group.members}
    for ancestor in element.iterancestors():
        if sum(1 for _ in islice(ancestor.iter("a"), 4)) < 3:
            continue
        inside = [node for node in ancestor.iter() if node in best or node in others]
        return bool(inside) and all(node in best for node in inside) and not _is_headed(element, ancestor, best)
    return False


def _is_headed(element: Element, block: Element, best: set[Element]) -> bool:
    """Does «更多» close the heading of something else, which stands below the list?"""
    top = element
    while (parent := top.getparent()) is not None and parent is not block:
        top = parent
    if not any(block.index(row) < block.index(top) for row in _tops(best, block)):
        return False
    return len(text_of(top)) > len(text_of(element)) + 1


def _is_of_box(view: View, element: Element, group: Group, address: str) -> bool:
    """Does «更多» stand in the head of a box, beside its name, and does it lead neither up nor to a paper?

    The box shows the newest rows of a column that is elsewhere: its 更多 is where the list goes on.
    """
    above = urlsplit(address).path.rpartition("/")[0] + "/"
    if is_article(address) or (urlsplit(view.url).path.startswith(above) and site_of(address) == site_of(view.url)):
        return False
    rows = {member.row for member in group.members}
    block = next(node for node in element.iterancestors() if any(row in rows for row in node.iter()))
    head: list[Element] = []
    for child in block:
        if any(node in rows for node in child.iter()):
            break
        head.append(child)
    if block.tag in ("body", "html", "form") or not any(node is element for child in head for node in child.iter()):
        return False
    name = "".join(f"{block.text or ''} {' '.join(map(text_of, head))}".split()).replace(text_of(element), "")
    return len(name) <= _LONGEST_NAME and _NAMES.search(name) is not None


def _tops(rows: set[Element], block: Element) -> list[Element]:
    """The children of a block that hold the rows."""
    found = []
    for row in islice(rows, 1):
        top = row
        while (parent := top.getparent()) is not None and parent is not block:
            top = parent
        if top.getparent() is block:
            found.append(top)
    return found


def _is_below(address: str, url: str) -> bool:
    """Does an address lie in the page's own folder, which is not the whole site?"""
    folder = url.split("?", 1)[0].rsplit("/", 1)[0] + "/"
    return folder.count("/") > 3 and address.startswith(folder)


def _by_script(view: View) -> Found | None:
    frames = () if view.tags.isdisjoint(_LOADERS) else view.root.iter(*_LOADERS)
    for element in frames:
        if element.tag != "iframe":
            return f"element {element.tag}", None
        if _PAGER_FRAME.search(element.get("src") or ""):
            return "a pager in a frame", None
    if "infinite-scroll" in view.text and any(
        element.get(name) is not None for element in view.root.iter() for name in _INFINITE
    ):
        return "a list that loads as its reader scrolls", None
    script = plain_script(view)
    small = script.lower()
    flows = (words for part, words in _FLOWS if part in small)
    if any(word in small for words in flows for word in words) and _FLOW.search(script):
        return "a script that loads as its reader scrolls", None
    if len(small) != len(script):
        script = small
    patterns = (pattern for word, pattern in _GROWS if word in small)
    starts = islice((start for pattern in patterns for start in pattern.finditer(small)), 20)
    if any(_LOADS.search(_handler(script, start.start())) for start in starts):
        return "a script that loads as its reader scrolls", None
    return None


def _handler(script: str, start: int) -> str:
    """The function that is bound at ``start``; of one that has a name, what follows, where it may be written."""
    piece = script[start : start + _LONGEST_HANDLER]
    head = _HANDLER_HEAD.match(piece)
    end = closing(piece, head.end(), len(piece)) if head else None
    return piece[:end]


def undrawn_pagers(view: View) -> Iterator[tuple[Element, str]]:
    """The empty boxes that are called pagers, with what they are called: a script draws them, where it must.

    Behind `FULL_PAGES` rows nobody knows whether it must.
    """
    if view.page.rendered:
        return
    for element in view.root.iter("div", "ul", "span", "p", "nav", "td"):
        if len(element) or (element.text or "").strip():
            continue
        names = class_and_id(element).split()
        if (name := next(filter(_PAGER_BOX.fullmatch, names), None)) and not is_hidden(element):
            yield element, name
