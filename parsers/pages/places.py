"""Where links stand: in which places of the tree, inside which row, in or out of page furniture."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from parsers.pages.view import Element, Link

_INLINE_NAMES = "span b strong font em i u voice label a p small h1 h2 h3 h4 h5 h6"
_INLINE = frozenset(_INLINE_NAMES.split())
_ROW_LEVEL = frozenset({"li", "tr", "td", "dd", "dt", "tbody", "th"})
_LIST_TAGS = frozenset({"ul", "ol", "table", "body"})
_NAV_TAGS = frozenset({"nav", "footer", "header", "aside", "select"})
# A class or id that names page furniture: `class="topnav"`, `id="footer"`, `class="friend-link"`
_NAV_NAME = re.compile(
    r"(?:^|[\W_\d])(?:(?:top|main|sub|left|side|l|sec)?nav(?:i(?!li)\w{0,9}|bar|list)?|s?menu\w{0,6}|foot(?:er)?|header"
    r"|crumbs?|bread\w{0,6}|weizhi|dqwz|curmb|friend\w{0,6}|share|copyright|yqlj|tree)(?:$|[\W_\d])",
    re.IGNORECASE,
)
# Side columns of other articles. "right" is not among them: many sites call the main column so.
_SIDE_NAME = re.compile(
    r"(?:^|[\W_\d])(?:sidebar|hot|tuijian|recommend|related|xgxx|rank|phb)(?:$|[\W_\d])", re.IGNORECASE
)
_MAX_ROW_LINKS = 8
_FIRST_CLASS = re.compile(r"[A-Za-z][A-Za-z_-]*")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the tree: ``key`` is equal for like places; inside a menu or the like, inside a side column."""

    key: int
    nav: bool
    side: bool


_ROOT = Place(0, False, False)


class Places:
    """What is known of the elements around a page's links; each element is looked at once."""

    def __init__(self, links: Iterable[Link]) -> None:
        self._places: dict[Element, Place] = {}
        self._names: dict[tuple[int, str], int] = {}
        self._counts: dict[Element, int] = {}
        for link in links:
            for ancestor in link.element.iterancestors():
                self._counts[ancestor] = self._counts.get(ancestor, 0) + 1

    def of(self, element: Element) -> Place:
        """The place of an element: its chain of tags and first class names, without inline tags."""
        chain = []
        node: Element | None = element
        while node is not None and node not in self._places:
            chain.append(node)
            node = node.getparent()
        place = self._places[node] if node is not None else _ROOT
        for node in reversed(chain):
            token = _token(node)
            key = self._names.setdefault((place.key, token), len(self._names) + 1) if token else place.key
            nav, side = _furniture(node)
            place = Place(key, place.nav or nav, place.side or side)
            self._places[node] = place
        return place

    def row(self, element: Element) -> Element:
        """The element that holds a link and what is said of it, and no other row."""
        near = element
        for step, ancestor in enumerate(element.iterancestors()):
            if step > 6 or ancestor.tag in _LIST_TAGS:
                break
            if ancestor.tag in ("li", "tr"):
                return ancestor if self._is_one_row(ancestor) else near
            if self._counts.get(ancestor, 0) > 1:
                break
            near = ancestor
        for step, ancestor in enumerate(near.iterancestors()):
            if step > 3 or ancestor.tag in _LIST_TAGS:
                break
            if ancestor.tag in ("li", "tr") and self._is_one_row(ancestor):
                return ancestor
        return near

    def _is_one_row(self, element: Element) -> bool:
        return self._counts.get(element, 0) <= _MAX_ROW_LINKS


def _token(node: Element) -> str:
    tag = str(node.tag)
    if tag in _INLINE:
        return ""
    if tag in _ROW_LEVEL:
        return tag
    name = _FIRST_CLASS.search(node.get("class") or node.get("id") or "")
    return f"{tag}.{name.group()}" if name else tag


def _furniture(node: Element) -> tuple[bool, bool]:
    if node.tag in _NAV_TAGS:
        return True, False
    name = f"{node.get('class') or ''} {node.get('id') or ''}"
    if name == " " or node.tag in ("li", "a", "html", "body"):
        return False, False
    return _NAV_NAME.search(name) is not None, _SIDE_NAME.search(name) is not None
