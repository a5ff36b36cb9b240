"""What leads somewhere without being an anchor: areas, options, pictures and rows whose address a script takes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice

from lxml import etree

from parsers.pages.beside import HAS_YEAR
from parsers.pages.urls import join_url
from parsers.pages.view import Link, View, clean, quoted_path

_PIECES = 20  # of words that are looked at
_MOST = 200  # elements
# By way of the attributes, which few elements have: a condition on each element takes a millisecond. Each path is
# walked only on a page that has its attribute or its elements.
_OF_SCRIPTS = f"parent::*[{HAS_YEAR} or self::img or self::input or not(normalize-space())]"
_PATHS = {
    "data-href": f"//@data-href/{_OF_SCRIPTS}",
    "data-url": f"//@data-url/{_OF_SCRIPTS}",
    "data-link": f"//@data-link/{_OF_SCRIPTS}",
    "onclick": f"//@onclick[not(parent::a)]/{_OF_SCRIPTS}",
    "option": f"//option[contains(@value, '/')][{HAS_YEAR}]",
    "area": "//area[@href]",
    "embed": "//embed[@src]",
    "object": "//object[@data]",
}
_ADDRESSES = ("data-href", "data-url", "data-link", "href", "src", "data", "value")
_WORDLESS = ("area", "embed", "object", "img")
_HANDLED = ("img", "input")  # whose addresses are not where they lead


def acting(view: View) -> Iterator[Link]:
    """What leads somewhere without being an anchor: areas, options, and elements with an address for their script."""
    marks = [*filter(view.tags.__contains__, ("option", "area", "embed", "object"))]
    marks += filter(view.attributes.__contains__, ("data-href", "data-url", "data-link", "onclick"))
    found = _path(*marks)(view.root) if marks else ()
    for element in islice(found if isinstance(found, list) else (), _MOST):
        if not isinstance(element, etree._Element):
            continue
        wordless = element.tag in _WORDLESS
        if not wordless and any(join_url(view.base, anchor.get("href") or "") for anchor in element.iter("a")):
            continue  # which is looked at itself
        path = quoted_path(element.get("onclick") or "")
        if path is None and element.tag not in _HANDLED:
            path = next((path for name in _ADDRESSES if (path := element.get(name))), None)
        said = () if wordless else (clean(str(piece)) for piece in element.itertext())
        words = max(islice(said, _PIECES), key=len, default="")
        tip = clean(element.get("title") or element.get("alt") or element.get("value") or "")
        if path and "/" in path:
            yield Link(element, join_url(view.base, path), path, words, tip)


@cache
def _path(*marks: str) -> etree.XPath:
    return etree.XPath(" | ".join(_PATHS[mark] for mark in marks))
