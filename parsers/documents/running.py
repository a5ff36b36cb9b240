"""What a page carries beside its text: page numbers, and heads and feet that stand on page after page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from parsers.documents.pieces import Line
from parsers.titles import parse_title
from parsers.vocabulary import Decision

# "- 3 -", "— 4 —", "－5－", "第3页 共9页", "3 / 9", "·7·"
_PAGE_NUMBER = re.compile(
    r"^[\s\-—–－_·.•]*(?:第\s?)?\d{1,4}(?:\s?页)?(?:\s?[/／,，]?\s?共?\s?\d{0,4}\s?页?)?[\s\-—–－_·.•]*$"
)
_BARE_NUMBER = re.compile(r"^\d{1,4}$")
_NOT_WORDS = re.compile(r"[\d\s\-—–－_·.•]+")
_PROSE_MARK = re.compile("[，。；]")
_EDGE_LINES = 2  # at the top and at the foot of a page
_LEAST_PAGES = 3
_LEAST_ON_SIDE = 2  # of each side
_MOST_PAGES = 0.6  # share of pages that must carry a running line
_LONGEST = 50  # characters of a running line
_LONGEST_NUMBER = 24
_TITLE_WITHIN = 6  # lines below a running head


def is_page_number(text: str) -> bool:
    """Whether a line holds nothing but a page's number: "- 3 -", "第3页 共9页"."""
    return len(text) <= _LONGEST_NUMBER and bool(_PAGE_NUMBER.match(text.strip()))


def without_running_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines of a document without page numbers and without what is repeated at the edge of most of its pages.

    A running head that is nowhere else in the document stays once, at the top of its first page: it is the title,
    unless that page has one of its own (X县2024年…报告 over X县人民政府关于2024年…的报告).
    """
    pages = [list(group) for _, group in groupby(lines, key=lambda line: line.page)]
    pages = [
        [line for index, line in enumerate(page) if len(line.text) > _LONGEST_NUMBER or not _numbers(page, index)]
        for page in pages
    ]
    running = _running(pages)
    kept: list[Line] = []
    for number, page in enumerate(pages):
        edges = _edges(page) if running else set()
        for index, line in enumerate(page):
            if index in edges and (key := _key(line)) in running:
                at_top = number == 0 and index < _EDGE_LINES
                is_title = at_top and _is_only(key, pages) and not _has_title(page[index + 1 :])
                if not is_title:
                    continue
            kept.append(line)
    return kept


def _numbers(page: Sequence[Line], index: int) -> bool:
    text = page[index].text
    # A bare number inside a page may be a cell of a table without lines.
    return is_page_number(text) and (index in (0, len(page) - 1) or not _BARE_NUMBER.match(text.strip()))


def _running(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    """What runs on over most pages, or over most of those on the left and of those on the right, whose heads differ."""
    sides = [_repeated(side, _LEAST_ON_SIDE) for side in (pages[::2], pages[1::2])]
    left, right = ({key for key in side if not _PROSE_MARK.search(key)} for side in sides)
    return _repeated(pages, _LEAST_PAGES) | (left | right if left and right else set())


def _repeated(pages: Sequence[Sequence[Line]], least: int) -> frozenset[str]:
    if len(pages) < least:
        return frozenset()
    counted = Counter(key for page in pages for key in {_key(page[index]) for index in _edges(page)})
    return frozenset(key for key, count in counted.items() if key and count >= max(least, _MOST_PAGES * len(pages)))


def _edges(page: Sequence[Line]) -> set[int]:
    return {*range(min(_EDGE_LINES, len(page))), *range(max(len(page) - _EDGE_LINES, 0), len(page))}


def _key(line: Line) -> str:
    """A line without its numbers: "甲县政府公报 2024年第3期 · 15" runs on with another page number."""
    words = _NOT_WORDS.sub("", line.text)
    return words if len(words) <= _LONGEST else ""


def _is_only(key: str, pages: Sequence[Sequence[Line]]) -> bool:
    return not any(key in _key(line) for page in pages for index, line in enumerate(page) if index not in _edges(page))


def _has_title(lines: Sequence[Line]) -> bool:
    """Whether one of the first lines, or a few of them together, are a report's title."""
    texts = [line.text.strip() for line in lines[:_TITLE_WITHIN]]
    runs = (texts[first : first + size] for first in range(len(texts)) for size in (1, 2, 3))
    return any(parse_title(" ".join(run)).decision is Decision.REPORT for run in runs)
