"""What is said on a page: all its texts, and what its elements say, gathered in one walk over the tree.

Most questions about a list are about short texts (下一页, 更多, 2025年度报告). So the texts of small elements are made
at once, from the inside out; those of large ones when somebody asks, and kept.
"""

from __future__ import annotations

import re
from itertools import chain
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
        # Written out in one piece and without iterators of children: on a usual page this runs a thousand times.
        pieces, short = self.pieces, self.short
        above: list[tuple[Element | None, bool, bool, list[str] | None]] = []
        holder: Element | None = None  # the innermost open element; inside a link, inside the body
        linked = shown = False
        said: list[str] | None = None  # its texts so far; None if they are too long
        last = cleaned = ""
        for element in chain(root.iter(), (None,)):
            parent = None if element is None else element.getparent()
            while holder is not parent and holder is not None:
                closed, inner = holder, said
                holder, linked, shown, said = above.pop()
                text = None if inner is None else "".join(inner) if len(inner) > 1 else inner[0] if inner else ""
                if text is None or len(text) > _SHORT:
                    del short[closed]
                    said = None
                elif text:
                    short[closed] = cleaned if text is last else clean(text)
                    if said is not None:
                        said.append(text)
                if holder is not None and (tail := closed.tail):
                    if tail.isspace():
                        tail = " "
                    else:
                        pieces.append((holder, tail, linked, shown))
                    if said is not None:
                        said.append(tail)
            if element is None:
                return
            text = element.text or ""
            if text:
                if text.isspace():
                    text = " "
                else:
                    tag = element.tag
                    pieces.append((element, text, linked or tag == "a", shown or tag == "body"))
            if len(element):
                short[element] = ""  # its place in the order
                above.append((holder, linked, shown, said))
                tag = element.tag
                holder, linked, shown, said = element, linked or tag == "a", shown or tag == "body", []
                if text:
                    said.append(text)
                continue
            if len(text) > _SHORT:
                said = None
            else:
                cleaned = text.strip() if text.isprintable() and "  " not in text else clean(text)
                short[element] = cleaned
                last = text  # which is often all that is said by the element around it
                if said is not None and text:
                    said.append(text)
            if holder is not None and (tail := element.tail):
                if tail.isspace():
                    tail = " "
                else:
                    pieces.append((holder, tail, linked, shown))
                if said is not None:
                    said.append(tail)


def to_bytes(text: str) -> bytes:
    """A text in UTF-8; searched and lowered several times faster than the text itself."""
    return text.encode("utf-8", "surrogatepass")


def clean(text: str) -> str:
    """A text on one line: spaces of all kinds made one, control and invisible characters dropped."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    text = " ".join(text.split())
    return text if text.isprintable() else " ".join(CONTROLS.sub("", text).split())


def class_and_id(element: Element) -> str:
    """What an element is called in markup: its classes and its id."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


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
    inside = set(inner.iter()) if len(inner) else (inner,)
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
