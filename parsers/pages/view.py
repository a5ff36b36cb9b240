"""A page opened for reading: decoded text, element tree, links. Everything is made once, and only when asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, islice
from typing import Any

from lxml import etree

from parsers.decoding import Decoded, decode_bytes
from parsers.pages.markup import parse_html
from parsers.pages.said import May, elements_by_words, flags_of
from parsers.pages.urls import canonical_url, is_plain_path, join_route, join_url, origin_of
from parsers.pages.words import Element, Words, clean, strip_tags, text_of, text_without, to_bytes
from parsers.records import Page

__all__ = ["MAX_LINKS", "Element", "Link", "View", "clean", "quoted_path", "strip_tags", "text_of", "text_without"]

MAX_LINKS = 5_000
_NAMED = etree.XPath("(//@class | //@id)/..")
_NO_CAPITALS = bytes(set(range(256)) - set(range(ord("A"), ord("Z") + 1)))
_FALLBACKS = ("noscript", "template")
_UNSEEN = frozenset({"script", "style", "noscript", "template", "textarea"})

_KEPT = ("data-href", "data-url", "data-link")  # attributes in which scripts keep an address
_LEADS = ("onclick", *_KEPT)
_CLICKED = etree.XPath(
    "//*[@onclick or @data-href or @data-url or @data-link][not(self::a or self::area or self::button or self::input"
    " or self::select or self::option or self::img or self::body)]"
)
_TITLE = 8  # the least that such an element says; menus and pagers say less
# `onclick="openFile('/upload/a.pdf')"`, `javascript:goto("list_2.html")`
_QUOTED_PATH = re.compile(
    r"""['"]([^'"<>\s]{0,1500}(?:/[^'"<>\s]{1,300}|\.(?:s?html?|jspx?|aspx?|php|pdf|docx?|xlsx?|wps|ofd)(?:\?[^'"<>\s]{0,300})?))['"]"""
)


def quoted_path(script: str) -> str | None:
    """The first quoted string in a handler that looks like a path or a file."""
    match = _QUOTED_PATH.search(script[:3000])
    return match.group(1) if match else None


@dataclass(slots=True, eq=False)
class Link:
    """An anchor: ``url`` is absolute, or None where it leads nowhere by itself."""

    element: Element
    url: str | None
    href: str
    text: str
    tip: str  # its title attribute, or what its picture is called


class View:
    """A page and what can be read out of it, lazily and once.

    ``cut`` says that the page was too large or too deep to be read to its end. ``position`` is the page's number in
    its list, from 1, where the reader came to it page by page.
    """

    def __init__(self, page: Page, decoded: Decoded | None = None, *, position: int | None = None) -> None:
        self.page = page
        self.position = position
        self.kept: dict[str, Any] = {}  # what other modules found out about the page and need again
        self._decoded = decoded
        self._lent: Element | None = None

    @classmethod
    def of(cls, page: Page | View) -> View:
        """A view on a page; that itself which was opened before."""
        return page if isinstance(page, View) else cls(page)

    @classmethod
    def of_fragment(cls, html: str, page: Page) -> View:
        """A view on markup that came wrapped in a script or in JSON on ``page``."""
        return cls(page, Decoded(html, "utf-8", "strict"))

    @cached_property
    def decoded(self) -> Decoded:
        return self._decoded or decode_bytes(self.page.body, self.page.headers.get("content-type"))

    @property
    def text(self) -> str:
        return self.decoded.text

    @cached_property
    def is_data(self) -> bool:
        """Is the text JSON by its first character, and no markup?"""
        return self.text.lstrip()[:1] in ("{", "[")

    @cached_property
    def _raw(self) -> bytes:
        return to_bytes(self.text)

    @cached_property
    def _capitals(self) -> bytes:
        return self._raw.translate(None, _NO_CAPITALS)

    def holds(self, word: str) -> bool:
        """Does the page's text hold a word? One with capitals only if these stand together among all of the text's."""
        return _capitals_of(word) in self._capitals and word in self.text

    @cached_property
    def _parsed(self) -> tuple[Element, bool]:
        return parse_html(self.text, raw=self._raw)

    @property
    def root(self) -> Element:
        return self._parsed[0]

    @property
    def cut(self) -> bool:
        return self._parsed[1]

    def lend(self, root: Element) -> None:
        """Another tree of the same elements, made already: to look up title, base and scripts it does as well."""
        self._lent = root

    @property
    def _looked_up(self) -> Element:
        return self.root if self._lent is None else self._lent

    @cached_property
    def url(self) -> str:
        return self.page.final_url or self.page.url

    @cached_property
    def own(self) -> frozenset[str]:
        """The page's own addresses, as `canonical_url` spells them."""
        return frozenset({canonical_url(self.page.url), canonical_url(self.url)})

    @cached_property
    def base(self) -> str:
        for element in self._looked_up.iter("base"):
            if href := element.get("href"):
                return join_url(self.url, href) or self.url
        return self.url

    @cached_property
    def _origin(self) -> str:
        return origin_of(self.base)

    @cached_property
    def scripts(self) -> list[str]:
        """Inline scripts' texts."""
        return [element.text for element in self._looked_up.iter("script") if element.text and element.text.strip()]

    @cached_property
    def script_text(self) -> str:
        return "\n".join(self.scripts)

    @cached_property
    def links(self) -> list[Link]:
        """All anchors in order, at most MAX_LINKS; not those of a fallback or a mould, which readers do not see."""
        anchors = self.root.iter("a")
        if not self.attributes.isdisjoint(_LEADS):
            anchors = self._with_clicked()
        if not self.tags.isdisjoint(_FALLBACKS) and ("<noscript" in self.text or "<template" in self.text):
            anchors = (element for element in anchors if next(element.iterancestors(*_FALLBACKS), None) is None)
        return [self._link(element) for element in islice(anchors, MAX_LINKS)]

    def _with_clicked(self) -> Iterator[Element]:
        """The anchors, and the rows and titles that a script makes lead somewhere: <tr onclick="location='…'">."""
        marked = _CLICKED(self.root)
        assert isinstance(marked, list)  # elements, as the expression asks
        clicked = {one for one in marked if isinstance(one, Element) and self._is_clicked_title(one)}
        if not clicked:
            return iter(self.root.iter("a"))
        inner = {element for one in clicked for element in one.iterdescendants()}
        tags = {"a", *(str(element.tag) for element in clicked)}
        found = (element for element in self.root.iter(*tags) if element.tag == "a" or element in clicked)
        return (element for element in found if element not in inner)

    def _is_clicked_title(self, element: Element) -> bool:
        says = self._address_of(element) is not None and len(text_of(element)) >= _TITLE
        return says and element.find(".//a[@href]") is None

    def _address_of(self, element: Element) -> str | None:
        """Where a script takes a click on an element, by an attribute kept for it or by its handler."""
        for name in _KEPT:
            if (value := element.get(name)) and (value.startswith(("/", "http", ".")) or quoted_path(f"'{value}'")):
                return join_url(self.base, value)
        path = quoted_path(element.get("onclick") or "")
        return join_url(self.base, path) if path else None

    def unseen_links(self, holder: Element) -> list[Link]:
        """The anchors inside an element that readers do not see."""
        return [self._link(element) for element in islice(holder.iter("a"), 100)]

    def _link(self, element: Element) -> Link:
        href, text, tip = (element.get("href") or "").strip(), self.words.short.get(element), element.get("title")
        if text is None:
            text = self.words.of(element)
        url = self._origin + href if is_plain_path(href) else join_url(self.base, href) or self._handled(element, href)
        tip = clean(strip_tags(tip)) if tip else ""
        return Link(element, url, href, text, tip or ("" if text else _picture(element)))

    def _handled(self, element: Element, href: str) -> str | None:
        """Where a link's handler leads."""
        if self.page.rendered and (routed := join_route(self.base, href)):
            return routed
        handler = element.get("onclick") or ""
        if href[:11].lower() == "javascript:":
            handler = f"{handler} {href}"
        path = quoted_path(handler) if handler.strip() else None
        return join_url(self.base, path) if path else self._address_of(element)

    @cached_property
    def title(self) -> str:
        for element in self._looked_up.iter("title"):
            return text_of(element)[:300]  # without reading the words of the whole page for it
        return ""

    @cached_property
    def anchors(self) -> dict[Element, Link]:
        """The links by their elements."""
        return {link.element: link for link in self.links}

    @cached_property
    def small(self) -> bytes:
        """The page's text in small letters, to be asked for words of plain letters."""
        return self._raw.lower()

    @cached_property
    def elements(self) -> list[Element]:
        """All elements in order."""
        return list(self.root.iter())

    @cached_property
    def tags(self) -> frozenset[str]:
        """The names of all elements on the page."""
        return frozenset(map(str, {element.tag for element in self.elements}))

    @cached_property
    def attributes(self) -> frozenset[str]:
        """The names of all elements' attributes: asked for once, for steps that look for elements which have one."""
        return frozenset(map(str, set(chain.from_iterable(element.keys() for element in self.elements))))

    @cached_property
    def named(self) -> list[Element]:
        """The elements that have a class or an id, in order."""
        found = _NAMED(self.root)
        return [element for element in found if isinstance(element, Element)] if isinstance(found, list) else []

    @cached_property
    def words(self) -> Words:
        """All that is said on the page."""
        return Words(self.root)

    @cached_property
    def saying(self) -> dict[May, list[tuple[Element, str]]]:
        """The small elements by what their words may be."""
        return elements_by_words(self.words)

    @cached_property
    def leading(self) -> dict[May, list[Link]]:
        """The links by what their words or tips may be."""
        found: dict[May, list[Link]] = {flag: [] for flag in May}
        for link in self.links:
            flags: Iterable[May] = flags_of(link.text or link.tip)[1]
            if link.text and link.tip and link.tip != link.text:
                flags = {*flags, *flags_of(link.tip)[1]}
            for flag in flags:
                found[flag].append(link)
        return found

    @cached_property
    def visible_text(self) -> str:
        """What a reader sees, roughly: all text outside scripts and styles."""
        return clean(
            " ".join(text for element, text, _, shown in self.words.pieces if shown and element.tag not in _UNSEEN)
        )


@cache  # of words in the code
def _capitals_of(word: str) -> bytes:
    return word.encode().translate(None, _NO_CAPITALS)


def _picture(element: Element) -> str:
    """What a picture that stands for a link's words is called."""
    image = next(element.iter("img"), None)
    return clean(strip_tags(image.get("alt") or image.get("title") or "")) if image is not None else ""
