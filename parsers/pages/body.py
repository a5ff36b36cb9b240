"""Where on the page is the article itself, and what of it is not furniture?"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Comment, Tag

from parsers.pages.soup import KNOWN, Weights, ancestors, attribute, is_furniture, names_of
from parsers.pages.urls import join_url

_TABLE_PARTS = frozenset({"table", "tbody", "thead", "tr", "td", "th"})
_INLINE_NAMES = "p span font b strong a em i u h1 h2 h3 h4 h5 h6 li"
_TOO_SMALL = _TABLE_PARTS | frozenset(_INLINE_NAMES.split())
_CARRIERS = ("img", "iframe", "embed", "object")
ICON = re.compile(
    r"icon|logo|/fileTypeImages|sysimage|banner|share|ewm|qrcode|weixin|weibo|spacer|blank\.gif|filetype|/print|/close|conac|jiucuo|beian|dzjg",
    re.IGNORECASE,
)
_DROPPED_TAGS = frozenset(
    {"script", "style", "noscript", "link", "meta", "input", "button", "select", "textarea", "template"}
)
_DROPPED_TEXT = re.compile(
    r"^[\s【\[]{0,3}(?:打印(?:本页)?|关闭(?:窗口|本页)?|返回顶部|收藏|分享到?|字体大小|字号|扫一扫.{0,30}|上一篇|下一篇|上一条|下一条|大\s?中\s?小)"
    r"[\s】\]:：|]{0,5}$"
)
_KEPT_ATTRIBUTES = frozenset(
    {"href", "src", "alt", "title", "colspan", "rowspan", "data-value", "appendix", "download"}
)


def find_body(soup: BeautifulSoup, weights: Weights, heading: Tag | None) -> Tag | None:
    """The element that is the article's own container, or None where the page carries neither prose nor pictures.

    By density: down from the top while one child holds most of the prose. A known container inside it, around it
    or about as heavy as it wins. Without prose: what holds the pictures and frames after the heading.
    """
    dense = _densest(soup, weights)
    known = _known(weights)
    if dense is None:
        return known or _pictured(weights, heading)
    if known is None or known is dense or id(known) in ancestors(dense):
        return known or dense
    heavy, light = weights.prose.get(id(dense), 0), weights.prose.get(id(known), 0)
    if id(dense) in ancestors(known):
        return known if light >= 0.6 * heavy or carries(known) else dense
    return known if 2 * light >= heavy else dense


def carries(tag: Tag) -> bool:
    """Whether an element holds pictures, frames or embedded documents."""
    return tag.find(_CARRIERS) is not None or bool(attribute(tag, "data-value"))


def _densest(soup: BeautifulSoup, weights: Weights) -> Tag | None:
    node: Tag = soup.body or soup
    if not weights.prose.get(id(node)):
        return None
    while True:
        best, weight = None, 0
        for child in node.children:
            if isinstance(child, Tag) and (prose := weights.prose.get(id(child), 0)) > weight:
                best, weight = child, prose
        if best is None or weight < 0.7 * weights.prose[id(node)]:
            break
        node = best
    while node.name in _TOO_SMALL and node.parent is not None and node.parent.name not in ("html", "[document]"):
        node = node.parent
    return node


def _known(weights: Weights) -> Tag | None:
    """The heaviest known container; of nested ones with the same text the outermost."""
    best, weight = None, -1
    for tag in weights.tags:
        if tag.name != "ucapcontent" and not (tag.attrs and KNOWN.intersection(names_of(tag))):
            continue
        prose = weights.prose.get(id(tag), 0)
        if prose > weight and (prose or carries(tag)):
            best, weight = tag, prose
    return best


def _pictured(weights: Weights, heading: Tag | None) -> Tag | None:
    """The element that holds all pictures and frames after the heading; as wide as it can be without the heading."""
    start = weights.order.get(id(heading), -1) if heading is not None else -1
    found = [tag for tag in weights.tags[start + 1 :] if id(tag) not in weights.furniture and _is_picture(tag)][:200]
    if not found:
        return None
    shared = set.intersection(*({id(tag), *ancestors(tag)} for tag in found))
    node = next(tag for tag in (found[0], *found[0].parents) if id(tag) in shared)
    around = ancestors(heading)
    for parent in list(node.parents):
        if id(parent) in around or parent.name in ("body", "html", "[document]"):
            break
        node = parent
    return node


def _is_picture(tag: Tag) -> bool:
    if tag.name == "img":
        return not ICON.search(attribute(tag, "src") or attribute(tag, "oldsrc") or "icon")
    return tag.name in _CARRIERS or bool(tag.attrs and attribute(tag, "data-value"))


def clean_body(body: Tag, base: str) -> str:
    """The container's markup without scripts, furniture, hidden parts and styling; addresses made absolute.

    Changes ``body`` in place: to be called last.
    """
    for comment in body.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    dropped: set[int] = set()
    roots = []
    for tag in body.find_all(True):
        if id(tag.parent) in dropped:
            dropped.add(id(tag))
        elif _is_dropped(tag):
            dropped.add(id(tag))
            roots.append(tag)
    for tag in roots:
        tag.decompose()
    for tag in [body, *body.find_all(True)]:
        _bare(tag, base)
    return str(body)


def _is_dropped(tag: Tag) -> bool:
    if tag.name in _DROPPED_TAGS:
        return True
    if tag.attrs:
        style = attribute(tag, "style").replace(" ", "").lower()
        if "display:none" in style or "visibility:hidden" in style:
            return True
        names = names_of(tag)
        if "xxgk_table" in names or "xxgk-table" in names:
            return True
        if tag.name != "header" and is_furniture(tag):
            return len(tag.get_text(strip=True)) < 400
    if tag.name in ("a", "span", "div", "p", "li") and len(tag.contents) <= 6:
        text = tag.get_text(strip=True)
        return 0 < len(text) <= 40 and _DROPPED_TEXT.match(text) is not None
    return False


def _bare(tag: Tag, base: str) -> None:
    if tag.name == "img":
        kept = attribute(tag, "oldsrc") or attribute(tag, "data-src") or attribute(tag, "data-original")
        if kept and (attribute(tag, "oldsrc") or not attribute(tag, "src")):
            tag["src"] = kept
    for name in list(tag.attrs):
        if name not in _KEPT_ATTRIBUTES:
            del tag.attrs[name]
    for name in ("href", "src"):
        if value := attribute(tag, name):
            if url := join_url(base, value):
                tag[name] = url
            elif not value.startswith("#"):
                del tag.attrs[name]
