"""Where links stand: in which places of the tree, inside which row, in or out of page furniture."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import TypeAlias

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


_Names: TypeAlias = tuple[str, str | None, str | None]  # of an element: its tag, class and id


@dataclass(slots=True, eq=False)
class Place:
    """A place in the tree: ``key`` is equal for like places; inside a menu or the like, inside a side column."""

    key: int
    nav: bool
    side: bool
    below: dict[_Names, Place] = field(default_factory=dict)


class Places:
    """What is known of the elements around a page's links; each element is looked at once."""

    def __init__(self, links: Iterable[Link], named: Iterable[Element]) -> None:
        self._named = frozenset(named)  # the elements that have a class or an id: others need not be asked
        self._places: dict[Element, Place] = {}
        self._names: dict[tuple[int, str], int] = {}
        self._top = Place(0, False, False)
        self._links = {link.element for link in links}
        self._tags = tuple({str(element.tag) for element in self._links}) or ("a",)
        self._counts: dict[Element, int] = {}

    def of(self, element: Element) -> Place:
        """The place of an element: its chain of tags and first class names, without inline tags."""
        chain = []
        node: Element | None = element
        place: Place | None = None
        while node is not None and (place := self._places.get(node)) is None:
            chain.append(node)
            node = node.getparent()
        found = place or self._top
        for node in reversed(chain):
            named = node in self._named
            names = (node.tag, node.get("class"), node.get("id")) if named else (node.tag, None, None)
            found = self._places[node] = found.below.get(names) or self._make(found, names)
        return found

    def _make(self, above: Place, names: _Names) -> Place:
        token, nav, side = _marks(*names)
        key = self._names.setdefault((above.key, token), len(self._names) + 1) if token else above.key
        place = above.below[names] = Place(key, above.nav or nav, above.side or side)
        return place

    def row(self, element: Element) -> Element:
        """The element that holds a link and what is said of it, and no other row."""
        near = element
        for step, ancestor in enumerate(element.iterancestors()):
            if step > 6 or ancestor.tag in _LIST_TAGS:
                break
            if ancestor.tag in ("li", "tr"):
                return self._whole(ancestor) if self._is_one_row(ancestor) else near
            if self._count(ancestor) > 1:
                break
            near = ancestor
        for step, ancestor in enumerate(near.iterancestors()):
            if step > 3 or ancestor.tag in _LIST_TAGS:
                break
            if ancestor.tag in ("li", "tr") and self._is_one_row(ancestor):
                return self._whole(ancestor)
        return near

    def _whole(self, item: Element) -> Element:
        """An item of a list, or the list around it whose items are the cells of one row (number, title, day)."""
        around = item.getparent() if item.tag == "li" else None
        cells = around is not None and len(around) > 1 and self._count(around) == 1
        return around if around is not None and cells and len(list(islice(around.iter("a"), 2))) == 1 else item

    def _is_one_row(self, element: Element) -> bool:
        return self._count(element) <= _MAX_ROW_LINKS

    def _count(self, element: Element) -> int:
        """The links inside an element, counted no further than is asked."""
        found = self._counts.get(element)
        if found is None:
            found = 0
            for link in element.iter(*self._tags):
                if link in self._links and link is not element:
                    found += 1
                    if found > _MAX_ROW_LINKS:
                        break
            self._counts[element] = found
        return found


@lru_cache(maxsize=2000)
def _marks(tag: str, class_: str | None, id_: str | None) -> tuple[str, bool, bool]:
    """An element's part in the key of a place ("" for none), and whether it is a menu or the like, or a side column."""
    nav, side = tag in _NAV_TAGS, tag == "marquee"
    names = f"{class_ or ''} {id_ or ''}"
    if not nav and names != " " and tag not in ("li", "a", "html", "body"):
        nav, side = _NAV_NAME.search(names) is not None, side or _SIDE_NAME.search(names) is not None
    if tag in _INLINE:
        return "", nav, side
    name = _FIRST_CLASS.search(class_ or id_ or "") if tag not in _ROW_LEVEL else None
    return f"{tag}.{name.group()}" if name else tag, nav, side


def is_furniture(element: Element) -> bool:
    """Does an element stand in a menu, head or foot of the site?"""
    return any(_marks(node.tag, node.get("class"), node.get("id"))[1] for node in element.iterancestors())
