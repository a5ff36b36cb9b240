"""An article page as a tree with the weight of its text: which element holds how much prose, which lines it shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from bs4.element import CData, Comment, Declaration, Doctype, NavigableString, ProcessingInstruction

from parsers.pages.labels import CELL_LABEL, LABEL
from parsers.pages.view import clean, tame

MAX_ARTICLE_CHARS = 3_000_000

_BLOCK_NAMES = (
    "p div td th li section article h1 h2 h3 h4 h5 h6 dd dt blockquote pre center ucapcontent ucaptitle body main form"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())
_SILENT = frozenset({"script", "style", "noscript", "template", "textarea", "select", "option", "head"})
_NOT_TEXT = (Comment, CData, Declaration, Doctype, ProcessingInstruction)
_TITLES = frozenset({"h1", "ucaptitle"})
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_DATA = re.compile(r"[\u4e00-\u9fff0-9]")
_MARKS = re.compile(r"[，。；：、！？]")
# The site's own lines, wherever they stand.
_SITE_LINE = re.compile(
    r"版权所有|主办单位|主办[:：]|承办单位|承办[:：]|ICP备|公网安备|网站标识码|技术支持|建议使用|最佳浏览|扫一扫|当前位置|您的位置"
    r"|您现在的位置|上一篇|下一篇|纠错|Copyright",
    re.IGNORECASE,
)
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


@dataclass(slots=True)
class Weights:
    """What was found in one pass over a page.

    ``length`` (characters of text) and ``prose`` (Hanzi and marks of running text outside links and furniture) are
    keyed by element and hold all descendants; ``lines`` are the blocks' own texts in order.
    """

    length: dict[int, int] = field(default_factory=dict)
    prose: dict[int, int] = field(default_factory=dict)
    order: dict[int, int] = field(default_factory=dict)
    furniture: set[int] = field(default_factory=set)
    lines: list[tuple[Tag, str]] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)


def make_soup(text: str) -> BeautifulSoup:
    """The page as a tree; text beyond MAX_ARTICLE_CHARS is not read."""
    markup = tame(text, MAX_ARTICLE_CHARS)
    # A bare line of text would be warned of as a mistaken file name.
    return BeautifulSoup(markup if "<" in markup else f"<p>{markup}</p>", "lxml")


def weigh(soup: BeautifulSoup) -> Weights:
    """The weights of all elements, in one pass down and one up."""
    weights = Weights()
    shown: dict[int, tuple[Tag, list[str]]] = {}
    plain: dict[int, list[str]] = {}
    linked: set[int] = set()
    silent: set[int] = set()
    block_of: dict[int, Tag] = {id(soup): soup}
    for node in soup.descendants:
        parent = node.parent
        assert parent is not None
        if isinstance(node, Tag):
            _enter(node, parent, weights, linked, silent, block_of)
        elif isinstance(node, NavigableString) and not isinstance(node, _NOT_TEXT) and id(parent) not in silent:
            text = str(node)
            size = len(text) - text.count(" ") - text.count("\n")
            if size <= 0:
                continue
            weights.length[id(parent)] = weights.length.get(id(parent), 0) + size
            block = block_of[id(parent)]
            shown.setdefault(id(block), (block, []))[1].append(text)
            if id(parent) not in linked:
                plain.setdefault(id(block), []).append(text)
    weights.lines = [(block, clean(" ".join(texts))) for block, texts in shown.values()]
    _weigh_prose(soup, weights, {key: clean("".join(texts)) for key, texts in plain.items()})
    return weights


def _enter(
    tag: Tag, parent: Tag, weights: Weights, linked: set[int], silent: set[int], block_of: dict[int, Tag]
) -> None:
    key, above = id(tag), id(parent)
    weights.order[key] = len(weights.tags)
    weights.tags.append(tag)
    if above in linked or tag.name == "a":
        linked.add(key)
    if above in silent or tag.name in _SILENT:
        silent.add(key)
    if above in weights.furniture or is_furniture(tag):
        weights.furniture.add(key)
    block_of[key] = tag if tag.name in BLOCKS else block_of[above]


def _weigh_prose(soup: BeautifulSoup, weights: Weights, plain: dict[int, str]) -> None:
    _add_up(weights, weights.length)
    heads = {key for table in head_tables(soup, weights) for key in inside(table)}
    for tag in weights.tags:
        key = id(tag)
        if key in plain and key not in heads and key not in weights.furniture and tag.name not in _TITLES:
            weights.prose[key] = _prose(plain[key], cell=tag.name in ("td", "th"))
    _add_up(weights, weights.prose)


def _add_up(weights: Weights, table: dict[int, int]) -> None:
    for tag in reversed(weights.tags):
        if (value := table.get(id(tag), 0)) and tag.parent is not None:
            table[id(tag.parent)] = table.get(id(tag.parent), 0) + value


def _prose(text: str, *, cell: bool) -> int:
    if len(text) < _SHORT and (_SITE_LINE.search(text) or LABEL.search(text)):
        return 0
    if cell:
        return len(_DATA.findall(text))
    hanzi, marks = len(_HANZI.findall(text)), len(_MARKS.findall(text))
    if hanzi < _MIN_BLOCK or (not marks and hanzi < _BARE_BLOCK):
        return 0
    return hanzi + 2 * marks


def head_tables(root: Tag, weights: Weights) -> list[Tag]:
    """Tables that are the head of an information page: three known labels in few characters, no table inside."""
    small = [table for table in root.find_all("table", limit=50) if weights.length.get(id(table), 0) <= _HEAD]
    return [table for table in small if table.find("table") is None and _is_head(table)]


def _is_head(table: Tag) -> bool:
    cells = [joined_text(cell) for cell in table.find_all(["td", "th"], limit=40)]
    return sum(CELL_LABEL.match(cell) is not None for cell in cells if len(cell) < 100) >= 3


def is_furniture(tag: Tag) -> bool:
    """Whether an element is navigation, page foot or the like, by its tag and names."""
    if tag.name in FURNITURE_TAGS:
        return True
    return bool(tag.attrs) and any(name not in KNOWN and _FURNITURE.search(name) for name in names_of(tag))


def ancestors(tag: Tag | None) -> set[int]:
    """The ids of the elements that hold a tag; empty for None."""
    return {id(parent) for parent in tag.parents} if tag is not None else set()


def inside(tag: Tag | None) -> set[int]:
    """The ids of a tag and all elements in it; empty for None."""
    return {id(tag), *(id(child) for child in tag.find_all(True))} if tag is not None else set()


def tag_text(tag: Tag | None) -> str:
    """A tag's visible text on one line; "" for None."""
    return clean(tag.get_text(" ")) if tag is not None else ""


def joined_text(tag: Tag) -> str:
    """A tag's text without spaces put between its inner tags (labels split over spans: 索|引|号)."""
    return clean(tag.get_text())


def names_of(tag: Tag) -> list[str]:
    """An element's id and classes, in lower case."""
    return f"{attribute(tag, 'class')} {attribute(tag, 'id')}".lower().split()


def attribute(tag: Tag, name: str) -> str:
    """An attribute's text, "" if it is not there."""
    value = tag.get(name)
    return value if isinstance(value, str) else " ".join(value) if value else ""
