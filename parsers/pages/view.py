"""A page opened for reading: decoded text, element tree, links. Everything is made once, and only when asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, TypeAlias

from bs4.exceptions import ParserRejectedMarkup
from lxml import etree
from lxml.html import soupparser

from parsers.decoding import Decoded, decode_bytes
from parsers.pages.urls import join_url
from parsers.records import Page

Element: TypeAlias = etree._Element

MAX_CHARS = 4_000_000  # of one page; what comes after is not read, and said so
MAX_LINKS = 5_000

_CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff]"
)
_TAGS = re.compile(r"</?[A-Za-z!][^<>]{0,300}>")
# Formatting that adds depth and no structure; dropped when an unclosed flood of it exceeds the parser's depth.
_DECLARATION = re.compile(r"^\s{0,200}<\?xml[^<>]{0,300}>?", re.IGNORECASE)  # it would name an encoding anew
_LONG = 4000
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{4000,}")
_MAX_ATTRIBUTES = 500
_DEEP = re.compile(r"</?(?:font|b|i|u|em|strong|span|center|small|big|div)\b[^<>]{0,2000}>", re.IGNORECASE)
# `onclick="openFile('/upload/a.pdf')"`, `javascript:goto("list_2.html")`
_QUOTED_PATH = re.compile(
    r"""['"]([^'"<>\s]{0,1500}(?:/[^'"<>\s]{1,300}|\.(?:s?html?|jspx?|aspx?|php|pdf|docx?|xlsx?|wps|ofd)(?:\?[^'"<>\s]{0,300})?))['"]"""
)
_string = etree.XPath("string()", smart_strings=False)
_HOLD_TEXT = ("title", "textarea", "xmp", "iframe", "noembed", "noframes")  # by HTML's rules no element stands in them
_elements = etree.XPath("count(//*)")
_MAX_SOUP = 400_000  # characters: that parser takes seconds for more


def clean(text: str) -> str:
    """A text on one line: spaces of all kinds made one, control and invisible characters dropped."""
    text = " ".join(text.split())
    return text if text.isprintable() else " ".join(_CONTROLS.sub("", text).split())


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


def quoted_path(script: str) -> str | None:
    """The first quoted string in a handler that looks like a path or a file."""
    match = _QUOTED_PATH.search(script[:3000])
    return match.group(1) if match else None


def tame(text: str, limit: int = MAX_CHARS) -> str:
    """Markup that no parser chokes on: at most ``limit`` characters, no control characters, no tag with a thousand
    attributes (parsers compare each with each)."""
    text = text[:limit]
    if not _is_plain(text):
        text = _CONTROLS.sub("", text)
    if max(map(len, text.split("<"))) > _LONG:
        text = _LONG_TAG.sub(_shortened, text)
    declaration = _DECLARATION.match(text)
    return text[declaration.end() :] if declaration else text


def _is_plain(text: str) -> bool:
    """Is there surely no control character in a text? Known fast, but for the white space that pages have."""
    for space in "\n\r\t\u3000\xa0":
        text = text.replace(space, "")
    return text.isprintable()


def _shortened(match: re.Match[str]) -> str:
    tag = match.group()
    return tag[:200].rsplit(" ", 1)[0] if tag.count("=") > _MAX_ATTRIBUTES else tag


def parse_html(text: str, limit: int = MAX_CHARS, *, comments: bool = False) -> tuple[Element, bool]:
    """The root of a page or fragment, and whether it was cut; ``comments`` keeps those (and what they part).

    Never raises; an empty text gives an empty root. Too deeply nested markup is parsed again without its
    formatting, and cut only if that does not help. A page whose text an unclosed tag or quote swallowed is read as
    BeautifulSoup sees it.
    """
    cut = len(text) > limit
    text = tame(text, limit)
    root, deep = _parse(text, comments)
    if _is_swallowed(text, root):
        root = _as_soup(text, root, comments)
    if deep:
        flat, still = _parse(_DEEP.sub(" ", text), comments)
        if not still:
            return flat, cut
        root, cut = flat, True
    return root, cut


def _parse(text: str, comments: bool) -> tuple[Element, bool]:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=not comments, remove_pis=not comments, huge_tree=True)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.ParserError:
        root = None
    except etree.XMLSyntaxError:
        root = None
    deep = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    if root is None:
        return etree.Element("html"), deep
    for other in list(root.itersiblings()):
        root.append(other)  # what stands behind a stray </html> is another root to the parser
    return root, deep


def _is_swallowed(text: str, root: Element) -> bool:
    """Are most of a page's elements missing? By HTML's own rules `<title>`, `<iframe>` or `class="x` without their
    end make text, or nothing, of all that follows."""
    ends = text.count("</")
    found = _elements(root)
    return ends > 8 and len(text) <= _MAX_SOUP and isinstance(found, float) and found * 4 < ends


def _as_soup(text: str, root: Element, comments: bool) -> Element:
    """The tree of a parser that goes on behind what is not closed, where it finds more than ``root`` holds."""
    try:
        other = soupparser.fromstring(text)
    except (ParserRejectedMarkup, ValueError, RecursionError):
        return root
    if not comments:
        etree.strip_elements(other, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    for element in other.iter(*_HOLD_TEXT):
        if len(element):
            element.tag = "div"  # what it holds was never meant for it
    return other if sum(1 for _ in other.iter()) > sum(1 for _ in root.iter()) else root


@dataclass(frozen=True, slots=True)
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
    def _parsed(self) -> tuple[Element, bool]:
        return parse_html(self.text)

    @property
    def root(self) -> Element:
        return self._parsed[0]

    @property
    def cut(self) -> bool:
        return self._parsed[1]

    @cached_property
    def url(self) -> str:
        return self.page.final_url or self.page.url

    @cached_property
    def base(self) -> str:
        for element in self.root.iter("base"):
            if href := element.get("href"):
                return join_url(self.url, href) or self.url
        return self.url

    @cached_property
    def scripts(self) -> list[str]:
        """Inline scripts' texts."""
        return [element.text for element in self.root.iter("script") if element.text and element.text.strip()]

    @cached_property
    def script_text(self) -> str:
        return "\n".join(self.scripts)

    @cached_property
    def links(self) -> list[Link]:
        """All anchors in order, at most MAX_LINKS; not those of a fallback or a mould, which readers do not see."""
        links = (self._link(element) for element in self.root.iter("a"))
        if "<noscript" in self.text or "<template" in self.text:
            links = (link for link in links if next(link.element.iterancestors("noscript", "template"), None) is None)
        return list(islice(links, MAX_LINKS))

    def unseen_links(self, holder: Element) -> list[Link]:
        """The anchors inside an element that readers do not see."""
        return [self._link(element) for element in islice(holder.iter("a"), 100)]

    def _link(self, element: Element) -> Link:
        href = (element.get("href") or "").strip()
        text = text_of(element)
        return Link(
            element, self._target(element, href), href, text, _tip(element) or ("" if text else _picture(element))
        )

    def _target(self, element: Element, href: str) -> str | None:
        if href and (url := join_url(self.base, href)):
            return url
        handler = element.get("onclick") or ""
        if href[:11].lower() == "javascript:":
            handler = f"{handler} {href}"
        path = quoted_path(handler) if handler.strip() else None
        return join_url(self.base, path) if path else None

    @cached_property
    def title(self) -> str:
        for element in self.root.iter("title"):
            return text_of(element)[:300]
        return ""

    @cached_property
    def visible_text(self) -> str:
        """What a reader sees, roughly: all text outside scripts and styles."""
        return clean(" ".join(_visible(self.root)))


def _visible(root: Element) -> list[str]:
    found = _VISIBLE(root)
    return [str(text) for text in found] if isinstance(found, list) else []


_VISIBLE = etree.XPath(
    "//body//text()[not(parent::script or parent::style or parent::noscript or parent::template or parent::textarea)]",
    smart_strings=False,
)


def _picture(element: Element) -> str:
    """What a picture that stands for a link's words is called."""
    image = next(element.iter("img"), None)
    return clean(strip_tags(image.get("alt") or image.get("title") or "")) if image is not None else ""


def _tip(element: Element) -> str:
    tip = element.get("title")
    return clean(strip_tags(tip)) if tip else ""
