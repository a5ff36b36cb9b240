"""An article page as a tree with the weight of its text: which element holds how much prose, how much of it linked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from bs4.element import CData, Comment, Declaration, Doctype, NavigableString, ProcessingInstruction

from parsers.pages.view import clean

MAX_ARTICLE_CHARS = 3_000_000

BLOCKS = frozenset(
    [
        "p",
        "div",
        "td",
        "th",
        "li",
        "section",
        "article",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "dd",
        "dt",
        "blockquote",
        "pre",
        "center",
        "ucapcontent",
        "ucaptitle",
        "body",
        "main",
        "figure",
    ]
)
_SILENT = frozenset({"script", "style", "noscript", "template", "textarea", "select", "option", "head"})
_NOT_TEXT = (Comment, CData, Declaration, Doctype, ProcessingInstruction)
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_MARKS = re.compile(r"[，。；：、！？（）]")
# The site's own lines at the foot of every page.
_FOOTER = re.compile(
    r"版权所有|主办单位|主办[:：]|承办单位|承办[:：]|ICP备|公网安备|网站标识码|技术支持|建议使用|最佳浏览|扫一扫|当前位置|您的位置|您现在的位置|上一篇|下一篇|纠错|Copyright",
    re.IGNORECASE,
)
_MIN_BLOCK = 8  # Hanzi: shorter blocks are labels and buttons


@dataclass(slots=True)
class Weights:
    """Per element: characters of text, and Hanzi of prose outside links, both with all descendants."""

    length: dict[int, int] = field(default_factory=dict)
    prose: dict[int, int] = field(default_factory=dict)
    linked: dict[int, int] = field(default_factory=dict)
    order: dict[int, int] = field(default_factory=dict)
    tags: list[Tag] = field(default_factory=list)


def make_soup(text: str) -> BeautifulSoup:
    """The page as a tree; text beyond MAX_ARTICLE_CHARS is not read."""
    return BeautifulSoup(text[:MAX_ARTICLE_CHARS], "lxml")


def weigh(soup: BeautifulSoup) -> Weights:
    """The weights of all elements, in one pass down and one up."""
    weights = Weights()
    own: dict[int, list[str]] = {}
    inside_link: dict[int, bool] = {id(soup): False}
    silent: dict[int, bool] = {id(soup): False}
    block_of: dict[int, Tag] = {}
    for node in soup.descendants:
        parent = node.parent
        assert parent is not None
        if isinstance(node, Tag):
            weights.order[id(node)] = len(weights.tags)
            weights.tags.append(node)
            inside_link[id(node)] = inside_link[id(parent)] or node.name == "a"
            silent[id(node)] = silent[id(parent)] or node.name in _SILENT
            block_of[id(node)] = node if node.name in BLOCKS else block_of.get(id(parent), node)
        elif isinstance(node, NavigableString) and not isinstance(node, _NOT_TEXT) and not silent[id(parent)]:
            text = str(node)
            size = len(text) - text.count(" ") - text.count("\n")
            if size <= 0:
                continue
            weights.length[id(parent)] = weights.length.get(id(parent), 0) + size
            if inside_link[id(parent)]:
                weights.linked[id(parent)] = weights.linked.get(id(parent), 0) + len(_HANZI.findall(text))
            else:
                own.setdefault(id(block_of.get(id(parent), parent)), []).append(text)
    for key, texts in own.items():
        weights.prose[key] = _prose("".join(texts))
    for tag in reversed(weights.tags):
        above = tag.parent
        if above is None:
            continue
        for table in (weights.length, weights.prose, weights.linked):
            if value := table.get(id(tag), 0):
                table[id(above)] = table.get(id(above), 0) + value
    return weights


def _prose(text: str) -> int:
    hanzi = len(_HANZI.findall(text))
    if hanzi < _MIN_BLOCK or (len(text) < 300 and _FOOTER.search(text)):
        return 0
    return hanzi + 2 * len(_MARKS.findall(text))


def ancestors(tag: Tag | None) -> set[int]:
    """The ids of the elements that hold a tag; empty for None."""
    return {id(parent) for parent in tag.parents} if tag is not None else set()


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
