"""What is said on a page: all its texts, and what its elements say, gathered in one walk over the tree.

Most questions about a list are about short texts (下一页, 更多, 2025年度报告). So the texts of small elements are made
at once, from the inside out; those of large ones when somebody asks, and kept.
"""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff]"
)
_TAGS = re.compile(r"</?[A-Za-z!][^<>]{0,300}>")
_string = etree.XPath("string()", smart_strings=False)
_SHORT = 400  # characters, of small elements


class Piece(NamedTuple):
    """A text that is not blank: in which element it stands, and whether inside a link, inside the body."""

    element: Element
    text: str
    linked: bool
    shown: bool


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
        above: list[list[str] | None] = [[]]  # of each open element the texts so far; None if they are too long
        links = bodies = 0
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                links += element.tag == "a"
                bodies += element.tag == "body"
                self.short[element] = ""
                text, inner = element.text, element
                above.append([])
            else:
                self._close(element, above)
                links -= element.tag == "a"
                bodies -= element.tag == "body"
                text, inner = element.tail, element.getparent()
            if not text or inner is None:
                continue
            if text.isspace():
                text = " "
            else:
                self.pieces.append(Piece(inner, text, links > 0, bodies > 0))
            if (said := above[-1]) is not None:
                said.append(text)

    def _close(self, element: Element, above: list[list[str] | None]) -> None:
        said = above.pop()
        text = "".join(said) if said is not None else ""
        if said is None or len(text) > _SHORT:
            del self.short[element]
            above[-1] = None
        elif text:
            self.short[element] = clean(text)
            if (around := above[-1]) is not None:
                around.append(text)


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
