"""Markup as portals send it, made a tree: too deep, unclosed, with thousands of attributes or control characters."""

from __future__ import annotations

import re

from bs4.exceptions import ParserRejectedMarkup
from lxml import etree
from lxml.html import soupparser

from parsers.pages.words import CONTROLS, Element, to_bytes

MAX_CHARS = 4_000_000  # of one page; what comes after is not read, and said so

# Formatting that adds depth and no structure; dropped when an unclosed flood of it exceeds the parser's depth.
_DECLARATION = re.compile(r"^\s{0,200}<\?xml[^<>]{0,300}>?", re.IGNORECASE)  # it would name an encoding anew
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{4000,}")
_STRIDE = 2000  # characters: so long a tag holds a stretch of these without an angle bracket
# What `CONTROLS` finds, in UTF-8: bytes are searched some ten times faster.
_ASCII_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\r"))
_WIDE_CONTROLS = (
    (b"\xc2", re.compile(rb"\xc2[\x80-\x9f]")),
    (b"\xe2", re.compile(rb"\xe2(?:\x80[\x8b-\x8f\xaa-\xae]|\x81[\xa0-\xa4])")),
    (b"\xed", re.compile(rb"\xed[\xa0-\xbf]")),
    (b"\xef", re.compile(rb"\xef\xbb\xbf")),
)
_MAX_ATTRIBUTES = 500
_DEEP = re.compile(r"</?(?:font|b|i|u|em|strong|span|center|small|big|div)\b[^<>]{0,2000}>", re.IGNORECASE)
_HOLD_TEXT = ("title", "textarea", "xmp", "iframe", "noembed", "noframes")  # by HTML's rules no element stands in them
_elements = etree.XPath("count(//*)")
_MAX_SOUP = 400_000  # characters: that parser takes seconds for more


def tame(text: str, limit: int = MAX_CHARS, raw: bytes | None = None) -> tuple[str, bytes]:
    """Markup that no parser chokes on, and the same in UTF-8: at most ``limit`` characters, no control characters, no
    tag with a thousand attributes (parsers compare each with each)."""
    if raw is None or len(text) > limit:
        text = text[:limit]
        raw = to_bytes(text)
    given = text
    if _holds_controls(raw):
        text = CONTROLS.sub("", text)
    if _may_hold_long_tag(text):
        text = _LONG_TAG.sub(_shortened, text)
    if declaration := _DECLARATION.match(text):
        text = text[declaration.end() :]
    return text, raw if text is given else to_bytes(text)


def _holds_controls(raw: bytes) -> bool:
    if len(raw.translate(None, _ASCII_CONTROLS)) < len(raw):
        return True
    return any(first in raw and pattern.search(raw) is not None for first, pattern in _WIDE_CONTROLS)


def _may_hold_long_tag(text: str) -> bool:
    starts = range(0, len(text), _STRIDE)
    return any(text.find("<", at, at + _STRIDE) < 0 and text.find(">", at, at + _STRIDE) < 0 for at in starts)


def _shortened(match: re.Match[str]) -> str:
    tag = match.group()
    return tag[:200].rsplit(" ", 1)[0] if tag.count("=") > _MAX_ATTRIBUTES else tag


def parse_html(text: str, *, raw: bytes | None = None) -> tuple[Element, bool]:
    """The root of a page or fragment, and whether it was cut.

    ``raw`` is the text in UTF-8, of whom has it.

    Never raises; an empty text gives an empty root. Too deeply nested markup is parsed again without its
    formatting, and cut only if that does not help. A page whose text an unclosed tag or quote swallowed is read as
    BeautifulSoup sees it.
    """
    root, cut, _ = _tree(text, raw, MAX_CHARS, comments=False)
    return root, cut


def parse_with_comments(text: str, limit: int) -> tuple[Element, bool]:
    """As `parse_html`, the comments (and what they part) kept; and whether its elements are sure to be the same."""
    root, cut, is_mended = _tree(text, None, limit, comments=True)
    return root, not cut and not is_mended


def _tree(text: str, raw: bytes | None, limit: int, *, comments: bool) -> tuple[Element, bool, bool]:
    """The root, whether it was cut, and whether it is another than the parser's first answer."""
    cut = len(text) > limit
    text, raw = tame(text, limit, raw)
    root, deep = _parse(raw, comments)
    is_mended = deep
    if _is_swallowed(text, root):
        root, is_mended = _as_soup(text, root, comments), True
    if deep:
        flat, still = _parse(to_bytes(_DEEP.sub(" ", text)), comments)
        if not still:
            return flat, cut, True
        root, cut = flat, True
    return root, cut, is_mended


def _parse(raw: bytes, comments: bool) -> tuple[Element, bool]:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=not comments, remove_pis=not comments, huge_tree=True)
    try:
        root = etree.fromstring(raw, parser)
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
    found = _elements(root)
    if not isinstance(found, float) or len(text) > _MAX_SOUP or found * 4 >= text.count("<"):
        return False
    ends = text.count("</")
    return ends > 8 and found * 4 < ends


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
