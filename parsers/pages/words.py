"""What is said on a page: all its texts, and what its elements say, gathered in one walk over the tree.

Most questions about a list are about short texts (下一页, 更多, 2025年度报告). So the texts of small elements are made
at once, from the inside out; those of large ones when somebody asks, and kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff]"
)
_TAGS = re.compile(r"</?[A-Za-z!][^<>]{0,300}>")
_string = etree.XPath("string()", smart_strings=False)
_SHORT = 400  # characters, of small elements


# A text that is not blank: in which element it stands, the text, and whether inside a link, inside the body.
Piece: TypeAlias = tuple[Element, str, bool, bool]


class Words:
    """The texts of a tree. ``pieces`` are all of them in order; ``short`` what each small element says (maybe ""), on
    one line, in the order of the elements."""

    def __init__(self, root: Element) -> None:
        self.pieces: list[Piece] = []
        self.short: dict[Element, str] = {}
        self._long: dict[Element, str] = {}
        self._walk(root)

    def of(self, element: Element) -> str:
        """All text inside an element, on one line."""
        said = self.short.get(element)
        if said is None:
            said = self._long.get(element)
            if said is None:
                said = self._long[element] = text_of(element)
        return said

    def _walk(self, root: Element) -> None:
        holder, nodes, linked, shown = root, iter((root,)), False, False
        said: list[str] | None = []  # of the open element the texts so far; None if they are too long
        above: list[tuple[Element, Iterator[Element], bool, bool, list[str] | None]] = []
        while True:
            for element in nodes:
                self.short[element] = ""
                text, in_link, in_body = element.text, linked or element.tag == "a", shown or element.tag == "body"
                if text:
                    text = self._piece(element, text, in_link, in_body)
                if len(element):
                    above.append((holder, nodes, linked, shown, said))
                    holder, nodes, linked, shown, said = element, iter(element), in_link, in_body, [text or ""]
                    break
                said = self._close(element, text or "", said)  # at once, as most elements hold no other
                if tail := element.tail:
                    tail = self._piece(holder, tail, linked, shown)
                    if said is not None:
                        said.append(tail)
            else:
                if not above:
                    return
                element, text = holder, None if said is None else "".join(said)
                holder, nodes, linked, shown, said = above.pop()
                said = self._close(element, text, said)
                if (tail := element.tail) and above:
                    tail = self._piece(holder, tail, linked, shown)
                    if said is not None:
                        said.append(tail)

    def _piece(self, element: Element, text: str, linked: bool, shown: bool) -> str:
        """The text as its element says it: white space made one space, anything else kept as a piece."""
        if text.isspace():
            return " "
        self.pieces.append((element, text, linked, shown))
        return text

    def _close(self, element: Element, text: str | None, around: list[str] | None) -> list[str] | None:
        """Keeps what an element says, and tells it to the one around it; gives that one's texts."""
        if text is None or len(text) > _SHORT:
            del self.short[element]
            return None
        if text:
            self.short[element] = clean(text)
            if around is not None:
                around.append(text)
        return around


def clean(text: str) -> str:
    """A text on one line: spaces of all kinds made one, control and invisible characters dropped."""
    text = " ".join(text.split())
    return text if text.isprintable() else " ".join(CONTROLS.sub("", text).split())


def strip_tags(text: str) -> str:
    """Markup inside a data field or an attribute removed (`<em>法治</em>政府` -> `法治政府`)."""
    return _TAGS.sub("", text) if "<" in text else text


def text_of(element: Element) -> str:
    """All text inside an element, on one line."""
    if not len(element):
        return clean(element.text or "")
    return clean(str(_string(element)))


def text_without(element: Element, inner: Element) -> str:
    """The text of an element but for that of one inside it, on one line, with a space between its parts."""
    inside = set(inner.iter())
    parts = []
    for node in element.iter():
        if node not in inside:
            if node.text and node.tag not in ("script", "style"):
                parts.append(node.text)
        elif node is not inner:
            continue
        if node.tail and node is not element:
            parts.append(node.tail)
    return clean(" ".join(parts))
