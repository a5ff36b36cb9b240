"""An article page as a tree with the weight of its text: which element holds how much prose, which lines it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from lxml import etree

from parsers.pages.labels import CELL_LABEL, LABEL, holds_label
from parsers.pages.markup import parse_with_comments
from parsers.pages.view import View
from parsers.pages.words import Element, clean, to_bytes

MAX_ARTICLE_CHARS = 3_000_000

_BLOCK_NAMES = (
    "p div td th li section article h1 h2 h3 h4 h5 h6 dd dt blockquote pre center ucapcontent ucaptitle body main form"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())
_SILENT = frozenset({"script", "style", "noscript", "template", "textarea", "select", "option", "head"})
_PROSE_BLOCKS = BLOCKS - {"h1", "ucaptitle"}
_HANZI_LEADS = bytes(range(0xE4, 0xEA))  # first UTF-8 bytes of U+4000 to U+9FFF
_BEFORE_HANZI = re.compile(rb"\xe4[\x80-\xb7]")  # those of them up to U+4DFF
_DATA = re.compile(r"[\u4e00-\u9fff0-9]+")
_MARKS = "，。；：、！？"
# The site's own lines, wherever they stand.
_SITE_LINE = re.compile(
    r"版权所有|主办单位|主办[:：]|承办单位|承办[:：]|I[Cc][Pp]备|i[Cc][Pp]备|公网安备|网站标识码|技术支持|建议使用|最佳浏览|扫一扫|当前位置|您的位置"
    r"|您现在的位置|上一篇|下一篇|纠错|C[Oo][Pp][Yy][Rr][Ii][Gg][Hh][Tt]|c[Oo][Pp][Yy][Rr][Ii][Gg][Hh][Tt]"
)
BLANKS = " \n\t\f\r"  # white space of markup; others (全角空格) are text
_MIN_BLOCK = 8  # Hanzi: shorter blocks are labels and buttons
_BARE_BLOCK = 30  # Hanzi: a block without a mark of punctuation must be so long to be prose and no title
_HEAD = 2000  # characters of a head table
_SHORT = 300  # characters of a line that may be the site's, or hold labels

FURNITURE_TAGS = frozenset({"nav", "header", "footer", "aside", "script", "style", "noscript", "button", "input"})
# A class or id that names page furniture: `class="bdsharebuttonbox"`, `id="footer"`
_FURNITURE = re.compile(
    r"(?:^|[\W_])(?:nav\w{0,6}|menu|foot(?:er)?|header|crumbs?|position|dqwz|share|bdshare\w{0,8}|print|fontsize|ewm"
    r"|qr(?:code)?|related|xgxx|prev(?:next)?|pages?|sidebar)(?:$|[\W_\d])"
)
# Containers met in the field; they are a bonus for the density vote, never a condition.
_KNOWN_NAMES = (
    "trs_editor trs_ueditor trs_editor_view trs_paper_default trs_preappend zoom ucap-content ucapcontent "
    "article_content article-content conttext v_news_content vsb_content bt-article-y main-txt wzcon news_cont_d_wrap "
    "tyxxy_main zc_article_con ccontent ivs_content maintext article_con articlecontent pages_content con_text "
    "newscontent news_content info-content articlecon view zw pdfshow"
)
KNOWN = frozenset(_KNOWN_NAMES.split())


NO_TEXT = ("script", "style", "template", "rt", "rp")
_ALL_TEXTS = etree.XPath("descendant::text()", smart_strings=False)
_TEXTS = etree.XPath(
    f"descendant::text()[not({' or '.join(f'ancestor::{name}' for name in NO_TEXT)})]", smart_strings=False
)


@dataclass(slots=True)
class Weights:
    """What was found in one pass over a page.

    ``length`` (characters of text) and ``prose`` (Hanzi and marks of running text outside links and furniture) hold
    all descendants; ``lines`` are the blocks' own texts in order, ``heads`` the tables that are a page's head.
    """

    length: dict[Element, int] = field(default_factory=dict)
    prose: dict[Element, int] = field(default_factory=dict)
    order: dict[Element, int] = field(default_factory=dict)
    furniture: set[Element] = field(default_factory=set)
    lines: list[tuple[Element, str]] = field(default_factory=list)
    tags: list[Element] = field(default_factory=list)
    heads: list[Element] = field(default_factory=list)


# Where text stands: in which element and block, and whether inside a link, what is not shown, furniture.
_Place = tuple[Element, Element, bool, bool, bool]


def make_tree(view: View) -> Element:
    """The page as a tree with its comments; text beyond MAX_ARTICLE_CHARS is not read."""
    text = view.text
    root, same = parse_with_comments(text if "<" in text else f"<p>{text}</p>", MAX_ARTICLE_CHARS)
    if same:
        view.lend(root)
    return root


def weigh(root: Element) -> Weights:
    """The weights of all elements, in one pass down and one up."""
    weights = Weights()
    length = weights.length
    shown: dict[Element, list[str]] = {}
    plain: dict[Element, list[str]] = {}
    for (element, block, linked, _, _), text in _texts(root, weights):
        size = len(text) - text.count(" ") - text.count("\n")
        length[element] = length.get(element, 0) + size
        shown.setdefault(block, []).append(text)
        if not linked:
            plain.setdefault(block, []).append(text)
    weights.lines = [(block, clean(" ".join(texts))) for block, texts in shown.items()]
    _add_up(weights, length)
    weights.heads = _head_tables(root, weights)
    _weigh_prose(weights, plain, {block for block, texts in shown.items() if len(texts) == 1})
    return weights


def _texts(root: Element, weights: Weights) -> Iterator[tuple[_Place, str]]:
    """The texts that a reader may see, in order; elements are entered into ``weights`` on the way."""
    above: list[_Place] = [(root, root, False, False, False)]
    place = above[0]
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            place = _enter(node, place, weights)
            above.append(place)
            text = node.text
        else:
            if event == "end":
                above.pop()
                place = above[-1]
            text = node.tail
        if text and not place[3] and text.strip(BLANKS):
            yield place, text


def _enter(tag: Element, above: _Place, weights: Weights) -> _Place:
    _, block, linked, silent, furniture = above
    name = tag.tag
    weights.order[tag] = len(weights.tags)
    weights.tags.append(tag)
    furniture = furniture or is_furniture(tag)
    if furniture:
        weights.furniture.add(tag)
    return tag, tag if name in BLOCKS else block, linked or name == "a", silent or name in _SILENT, furniture


def _weigh_prose(weights: Weights, plain: dict[Element, list[str]], of_one_text: set[Element]) -> None:
    heads = {tag for table in weights.heads for tag in table.iter()}
    lines = dict(weights.lines)
    for tag, texts in plain.items():
        if tag.tag in _PROSE_BLOCKS and tag not in heads and tag not in weights.furniture:
            text = lines[tag] if tag in of_one_text else clean("".join(texts))
            weights.prose[tag] = _prose(text, cell=tag.tag in ("td", "th"))
    _add_up(weights, weights.prose)


def _add_up(weights: Weights, table: dict[Element, int]) -> None:
    for tag in reversed(weights.tags):
        if (value := table.get(tag, 0)) and (parent := tag.getparent()) is not None:
            table[parent] = table.get(parent, 0) + value


def _prose(text: str, *, cell: bool) -> int:
    if len(text) < _SHORT and (_SITE_LINE.search(text) or (holds_label(text) and LABEL.search(text))):
        return 0
    if cell:
        return sum(map(len, _DATA.findall(text)))
    hanzi, marks = _hanzi(text), sum(map(text.count, _MARKS))
    if hanzi < _MIN_BLOCK or (not marks and hanzi < _BARE_BLOCK):
        return 0
    return hanzi + 2 * marks


def _hanzi(text: str) -> int:
    """How many Hanzi a text has; counted among its bytes, which is faster."""
    raw = to_bytes(text)
    return len(raw) - len(raw.translate(None, _HANZI_LEADS)) - len(_BEFORE_HANZI.findall(raw))


def _head_tables(root: Element, weights: Weights) -> list[Element]:
    """Tables that are the head of an information page: three known labels in few characters, no table inside."""
    small = [table for table in islice(root.iter("table"), 50) if weights.length.get(table, 0) <= _HEAD]
    return [table for table in small if next(table.iterdescendants("table"), None) is None and _is_head(table)]


def _is_head(table: Element) -> bool:
    cells = [joined_text(cell) for cell in islice(table.iter("td", "th"), 40)]
    return sum(CELL_LABEL.match(cell) is not None for cell in cells if len(cell) < 100) >= 3


def is_furniture(tag: Element) -> bool:
    """Whether an element is navigation, page foot or the like, by its tag and names."""
    return tag.tag in FURNITURE_TAGS or any(_names_furniture(name) for name in names_of(tag))


@lru_cache(1024)
def _names_furniture(name: str) -> bool:
    return name not in KNOWN and _FURNITURE.search(name) is not None


def ancestors(tag: Element | None) -> set[Element]:
    """The elements that hold a tag; empty for None."""
    return set(tag.iterancestors()) if tag is not None else set()


def inside(tag: Element | None) -> set[Element]:
    """A tag and all elements in it; empty for None."""
    return set(tag.iter()) if tag is not None else set()


def texts_of(tag: Element) -> list[str]:
    """The texts inside a tag, in order, without those of scripts and the like."""
    if next(tag.iterancestors(*NO_TEXT), None) is not None:
        return []
    if not len(tag):
        return [tag.text] if tag.text and tag.tag not in NO_TEXT else []
    # Mostly there are none of them inside, and no text need be asked for what is around it.
    found = _ALL_TEXTS(tag) if next(tag.iter(*NO_TEXT), None) is None else _TEXTS(tag)
    return [str(text) for text in found] if isinstance(found, list) else []


def tag_text(tag: Element | None) -> str:
    """A tag's visible text on one line; "" for None."""
    return clean(" ".join(texts_of(tag))) if tag is not None else ""


def joined_text(tag: Element) -> str:
    """A tag's text without spaces put between its inner tags (labels split over spans: 索|引|号)."""
    return clean("".join(texts_of(tag)))


def names_of(tag: Element) -> list[str]:
    """An element's id and classes, in lower case."""
    names, name = tag.get("class"), tag.get("id")
    return f"{names or ''} {name or ''}".lower().split() if names or name else []


def attribute(tag: Element, name: str) -> str:
    """An attribute's text, "" if it is not there."""
    return tag.get(name) or ""
