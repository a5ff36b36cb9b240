"""Where on the page is the article itself, and what of it is not furniture?"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Comment, Tag

from parsers.pages.soup import Weights, ancestors, attribute, names_of
from parsers.pages.urls import join_url

# Containers met in the field; they are a bonus for the density vote, never a condition.
KNOWN = frozenset(
    [
        "trs_editor",
        "trs_ueditor",
        "trs_editor_view",
        "trs_paper_default",
        "trs_preappend",
        "zoom",
        "ucap-content",
        "ucapcontent",
        "article_content",
        "article-content",
        "conttext",
        "v_news_content",
        "vsb_content",
        "bt-article-y",
        "main-txt",
        "wzcon",
        "news_cont_d_wrap",
        "tyxxy_main",
        "zc_article_con",
        "ccontent",
        "ivs_content",
        "maintext",
        "article_con",
        "articlecontent",
        "pages_content",
        "con_text",
        "newscontent",
        "news_content",
        "info-content",
        "articlecon",
        "view",
        "zw",
        "pdfshow",
    ]
)
_FURNITURE_TAGS = frozenset(
    {"nav", "header", "footer", "aside", "form", "script", "style", "noscript", "button", "input"}
)
_FURNITURE = re.compile(
    r"(?:^|[\W_])(?:nav\w{0,6}|menu|foot(?:er)?|header|crumbs?|position|dqwz|share|bdshare\w{0,8}|print|fontsize|ewm|qr(?:code)?|related|xgxx|prev(?:next)?|pages?|sidebar)(?:$|[\W_\d])",
    re.IGNORECASE,
)
_TABLE_PARTS = frozenset({"table", "tbody", "thead", "tr", "td", "th"})
_TOO_SMALL = frozenset(
    {"p", "span", "font", "b", "strong", "a", "em", "i", "u", "h1", "h2", "h3", "h4", "h5", "h6", "li"}
)
_DROPPED_TEXT = re.compile(
    r"^[\s【\[]{0,3}(?:打印(?:本页)?|关闭(?:窗口|本页)?|返回顶部|收藏|分享到?|字体大小|字号|扫一扫.{0,30}|上一篇|下一篇|上一条|下一条|大\s?中\s?小)[\s】\]:：|]{0,5}",
)
_KEPT_ATTRIBUTES = frozenset(
    {"href", "src", "alt", "title", "colspan", "rowspan", "data-value", "appendix", "download"}
)


def find_body(soup: BeautifulSoup, weights: Weights) -> Tag | None:
    """The element that is the article's own container, or None where the page carries no prose.

    By density: down from the top while one child holds most of the prose. A known container inside it, around it
    or about as heavy as it wins.
    """
    dense = _densest(soup, weights)
    known = _known(soup, weights)
    if known is None or known is dense:
        return dense
    if dense is None:
        return known
    if id(known) in ancestors(dense):
        return known
    heavy, light = weights.prose.get(id(dense), 0), weights.prose.get(id(known), 0)
    if id(dense) in ancestors(known):
        return known if light >= 0.6 * heavy or _carries(known) else dense
    return known if 2 * light >= heavy else dense


def _carries(tag: Tag) -> bool:
    return tag.find(["img", "iframe", "embed", "object"]) is not None


def _densest(soup: BeautifulSoup, weights: Weights) -> Tag | None:
    node: Tag = soup.body or soup
    total = _net(node, weights)
    if total <= 0:
        return None
    while True:
        best, weight = None, 0
        for child in node.children:
            if isinstance(child, Tag) and not is_furniture(child) and (net := _net(child, weights)) > weight:
                best, weight = child, net
        if best is None or weight < 0.7 * _net(node, weights):
            break
        node = best
    while (
        node.name in _TABLE_PARTS | _TOO_SMALL
        and node.parent is not None
        and node.parent.name not in ("html", "[document]")
    ):
        node = node.parent
    return node


def _net(tag: Tag, weights: Weights) -> int:
    return weights.prose.get(id(tag), 0) - weights.linked.get(id(tag), 0) // 2


def is_furniture(tag: Tag) -> bool:
    """Whether an element is navigation, page foot, form or the like, by its tag and names."""
    if tag.name in _FURNITURE_TAGS:
        return (
            tag.name != "form" or len(tag.find_all(["p", "table"], limit=3)) < 3
        )  # ASP.NET wraps whole pages in a form
    return any(name not in KNOWN and _FURNITURE.search(name) for name in names_of(tag))


def _known(soup: BeautifulSoup, weights: Weights) -> Tag | None:
    """The heaviest known container; of nested ones with the same text the outermost."""
    best, weight = None, -1
    for tag in weights.tags:
        if tag.name != "ucapcontent" and not KNOWN.intersection(names_of(tag)):
            continue
        prose = weights.prose.get(id(tag), 0)
        if prose == 0 and not _carries(tag):
            continue
        if prose > weight:
            best, weight = tag, prose
    return best


def clean_body(body: Tag, base: str) -> str:
    """The container's markup without scripts, furniture, hidden parts and styling; addresses made absolute.

    Changes ``body`` in place: to be called last.
    """
    for comment in body.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for tag in body.find_all(True):
        if tag.decomposed:
            continue
        if tag is not body and _is_dropped(tag):
            tag.decompose()
    for tag in [body, *body.find_all(True)]:
        _bare(tag, base)
    return str(body)


def _is_dropped(tag: Tag) -> bool:
    if tag.name in ("script", "style", "noscript", "link", "meta", "input", "button", "select", "textarea", "template"):
        return True
    style = attribute(tag, "style").replace(" ", "").lower()
    if "display:none" in style or "visibility:hidden" in style:
        return True
    if is_furniture(tag) and tag.name not in ("form", "header"):
        return len(tag.get_text(strip=True)) < 400
    if any(name in ("xxgk_table", "xxgk-table") for name in names_of(tag)):
        return True
    if tag.name in ("a", "span", "div", "p", "li"):
        text = tag.get_text(strip=True)
        return (
            len(text) <= 40
            and bool(text)
            and _DROPPED_TEXT.match(text) is not None
            and _DROPPED_TEXT.sub("", text) in ("", "大中小")
        )
    return False


def _bare(tag: Tag, base: str) -> None:
    if (
        tag.name == "img"
        and (real := attribute(tag, "oldsrc") or attribute(tag, "data-src") or attribute(tag, "data-original"))
        and (not attribute(tag, "src") or attribute(tag, "oldsrc"))
    ):
        tag["src"] = real
    for name in list(tag.attrs):
        if name not in _KEPT_ATTRIBUTES:
            del tag.attrs[name]
    for name in ("href", "src"):
        if value := attribute(tag, name):
            if url := join_url(base, value):
                tag[name] = url
            elif not value.startswith("#"):
                del tag.attrs[name]
