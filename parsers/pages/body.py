"""Where on the page is the article itself, and what of it is not furniture?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import islice

from lxml import etree

from parsers.pages.tree import BLANKS, KNOWN, NO_TEXT, Weights, ancestors, attribute, is_furniture, names_of, texts_of
from parsers.pages.urls import join_url
from parsers.pages.view import Element

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
_LONGEST_DROPPED = 40  # characters of such a text
_LEAST_PAGE, _LEAST_REST = 100, 20  # characters of a page, and of a last one, that a script shows in turn
_PRE_STYLE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_NO_SIZE = re.compile(r"font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:!important\s*)?(?:;|$)", re.IGNORECASE)
_INLINE = frozenset({"span", "font", "i", "b", "em", "strong", "u", "small", "big", "ins", "label"})
_UNSEEN = re.compile(r"([.#][\w.#,\s-]{1,200}?)\s*\{[^{}]{0,400}?display\s*:\s*none", re.IGNORECASE)
_SIMPLE = re.compile(r"[.#][\w-]+")
_MOST_SHEETS = 20
_VOID_NAMES = "area base br col embed hr img input keygen link meta param source track wbr basefont bgsound frame image"
_VOID_TAGS = frozenset(_VOID_NAMES.split())
_KEPT_ATTRIBUTES = frozenset(
    {"href", "src", "alt", "title", "colspan", "rowspan", "data-value", "appendix", "download"}
)


def find_body(root: Element, weights: Weights, heading: Element | None) -> Element | None:
    """The element that is the article's own container, or None where the page carries neither prose nor pictures.

    By density: down from the top while one child holds most of the prose. A known container inside it, around it
    or about as heavy as it wins. Without prose: what holds the pictures and frames after the heading.
    """
    dense = _densest(root, weights)
    known = _known(weights)
    if dense is None:
        return _pictured(weights, heading) if known is None else known
    if known is None or known is dense or known in ancestors(dense):
        return dense if known is None else known
    heavy, light = weights.prose.get(dense, 0), weights.prose.get(known, 0)
    if dense in ancestors(known):
        return known if light >= 0.6 * heavy or carries(known) else dense
    return known if 2 * light >= heavy else dense


def carries(tag: Element) -> bool:
    """Whether an element holds pictures, frames or embedded documents."""
    return next(tag.iterdescendants(*_CARRIERS), None) is not None or bool(attribute(tag, "data-value"))


def _densest(root: Element, weights: Weights) -> Element | None:
    node = next(root.iter("body"), root)
    if not weights.prose.get(node):
        return None
    while True:
        best, weight = None, 0
        for child in node:
            if (prose := weights.prose.get(child, 0)) > weight:
                best, weight = child, prose
        if best is None or weight < 0.7 * weights.prose[node]:
            break
        node = best
    beside = any(_is_hidden(one) and _is_further_page(one) for one in node.itersiblings(node.tag))
    if beside and (parent := node.getparent()) is not None:
        node = parent
    while node.tag in _TOO_SMALL and (parent := node.getparent()) is not None and parent.tag != "html":
        node = parent
    return node


def _known(weights: Weights) -> Element | None:
    """The heaviest known container; of nested ones with the same text the outermost."""
    best, weight = None, -1
    for tag in weights.tags:
        if tag.tag != "ucapcontent" and KNOWN.isdisjoint(names_of(tag)):
            continue
        prose = weights.prose.get(tag, 0)
        if prose > weight and (prose or carries(tag)):
            best, weight = tag, prose
    return best


def _pictured(weights: Weights, heading: Element | None) -> Element | None:
    """The element that holds all pictures and frames after the heading; as wide as it can be without the heading."""
    start = weights.order.get(heading, -1) if heading is not None else -1
    found = [tag for tag in weights.tags[start + 1 :] if tag not in weights.furniture and _is_picture(tag)][:200]
    if not found:
        return None
    shared = set.intersection(*({tag, *ancestors(tag)} for tag in found))
    node = next(tag for tag in (found[0], *found[0].iterancestors()) if tag in shared)
    around = ancestors(heading)
    for parent in node.iterancestors():
        if parent in around or parent.tag in ("body", "html"):
            break
        node = parent
    return node


def _is_picture(tag: Element) -> bool:
    if tag.tag == "img":
        return not ICON.search(attribute(tag, "src") or attribute(tag, "oldsrc") or "icon")
    return tag.tag in _CARRIERS or bool(attribute(tag, "data-value"))


def clean_body(body: Element, base: str) -> str:
    """The container's markup without scripts, furniture, hidden parts and styling; addresses made absolute."""
    return "".join(_markup(body, base))


def _markup(body: Element, base: str) -> Iterator[str]:
    dropped: Element | None = None
    kept = 0  # open elements whose white space counts
    unseen = _unseen_names(body)
    walk = etree.iterwalk(body, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event == "start" and node is not body and (_is_dropped(node) or _is_unseen(node, unseen)):
            dropped = node
            walk.skip_subtree()
            continue
        if event == "start":
            kept += _keeps_lines(node)
            yield _start(node, base)
            text = node.text
        else:
            if event == "end" and node is not dropped and not _is_void(node):
                kept -= _keeps_lines(node)
                yield f"</{node.tag}>"
            elif event == "pi":
                yield f"<?{node.target} {node.text or ''}>"
            text = node.tail if node is not body else None
        if text and kept:
            yield escape(text, quote=False).replace("\n", "<br/>")
        elif text:
            yield escape(text if text.strip(BLANKS) else "\n" if "\n" in text else " ", quote=False)


def _keeps_lines(tag: Element) -> bool:
    return tag.tag == "pre" or (bool(tag.attrib) and _PRE_STYLE.search(attribute(tag, "style")) is not None)


def _unseen_names(body: Element) -> frozenset[str]:
    """The classes and ids (`.x`, `#x`) that the page's own style sheets do not show."""
    sheets = (sheet.text or "" for sheet in islice(body.getroottree().iter("style"), _MOST_SHEETS))
    rules = (rule for sheet in sheets if "display" in sheet for rule in _UNSEEN.findall(sheet))
    return frozenset(name.strip() for rule in rules for name in rule.split(",") if _SIMPLE.fullmatch(name.strip()))


def _is_unseen(tag: Element, unseen: frozenset[str]) -> bool:
    """Whether words within a line are not shown, as against copying: by a style sheet, or in letters of no size.

    Whole blocks of such a class a script may show, and letters of no size are set about pictures.
    """
    if tag.tag not in _INLINE or not tag.attrib or _contents(tag) > 1:
        return False
    if _NO_SIZE.search(attribute(tag, "style")):
        return True
    names = {f".{name}" for name in attribute(tag, "class").split()} | {f"#{attribute(tag, 'id')}"} if unseen else set()
    return not names.isdisjoint(unseen)


def _is_void(tag: Element) -> bool:
    return tag.tag in _VOID_TAGS and not len(tag) and not tag.text


def _start(tag: Element, base: str) -> str:
    if not tag.keys():
        return f"<{tag.tag}{'/' if _is_void(tag) else ''}>"
    shown = [f"{name}={_quoted(value)}" for name, value in sorted(_attributes(tag, base).items())]
    return f"<{' '.join([tag.tag, *shown])}{'/' if _is_void(tag) else ''}>"


def _quoted(value: str) -> str:
    value = escape(value, quote=False)
    if '"' not in value:
        return f'"{value}"'
    return f"'{value}'" if "'" not in value else '"' + value.replace('"', "&quot;") + '"'


def _is_dropped(tag: Element) -> bool:
    if tag.tag in _DROPPED_TAGS:
        return True
    if tag.attrib:
        if _is_hidden(tag):
            return not _is_further_page(tag)
        names = names_of(tag)
        if "xxgk_table" in names or "xxgk-table" in names:
            return True
        if tag.tag != "header" and is_furniture(tag):
            return sum(len(text.strip()) for text in texts_of(tag)) < 400
    if tag.tag in ("a", "span", "div", "p", "li") and not _says_more(tag) and _contents(tag) <= 6:
        text = "".join(text.strip() for text in texts_of(tag))
        return 0 < len(text) <= _LONGEST_DROPPED and _DROPPED_TEXT.match(text) is not None
    return False


def _is_further_page(tag: Element) -> bool:
    """Whether a hidden block is the next page of a text whose pages a script shows in turn, and no copy of one.

    Its like stands before it and is shown.
    """
    begins = _beginning(tag)
    if len(begins) < _LEAST_REST:
        return False
    alike = [one for one in tag.itersiblings(tag.tag, preceding=True) if one.get("class") == tag.get("class")]
    shown = any(not _is_hidden(one) and len(_beginning(one)) >= _LEAST_PAGE for one in alike)
    return shown and all(begins != _beginning(one) for one in alike)


def _is_hidden(tag: Element) -> bool:
    if tag.attrib and tag.get("hidden") is not None:
        return True
    style = attribute(tag, "style").replace(" ", "").lower() if tag.attrib else ""
    return "display:none" in style or "visibility:hidden" in style


def _beginning(tag: Element) -> str:
    return "".join("".join(islice(texts_of(tag), 200)).split())[:_LEAST_PAGE]


def _says_more(tag: Element) -> bool:
    """Whether one text in an element or in a child of it is too long already for what is dropped."""
    if (text := tag.text) and len(text.strip()) > _LONGEST_DROPPED:
        return True
    for child in tag:
        if (text := child.tail) and len(text.strip()) > _LONGEST_DROPPED:
            return True
        is_shown = isinstance(child.tag, str) and child.tag not in NO_TEXT
        if is_shown and (text := child.text) and len(text.strip()) > _LONGEST_DROPPED:
            return True
    return False


def _contents(tag: Element) -> int:
    """How many texts and elements stand right inside an element."""
    return bool(tag.text) + sum(1 - isinstance(child, etree._Comment) + bool(child.tail) for child in tag)


def _attributes(tag: Element, base: str) -> dict[str, str]:
    """The attributes that are kept, addresses made absolute, a picture's real address in its place."""
    kept = {str(name): str(value) for name, value in tag.attrib.items() if name in _KEPT_ATTRIBUTES}
    if tag.tag == "img":
        real = attribute(tag, "oldsrc") or attribute(tag, "data-src") or attribute(tag, "data-original")
        if real and (attribute(tag, "oldsrc") or not kept.get("src")):
            kept["src"] = real
    for name in ("href", "src"):
        if value := kept.get(name):
            if url := join_url(base, value):
                kept[name] = url
            elif not value.startswith("#"):
                del kept[name]
    return kept
