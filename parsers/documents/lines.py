"""Printed lines into paragraphs: what a page or a column broke is whole again, page numbers are gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from parsers.documents.broken import Width
from parsers.documents.marks import heading_level, is_letterhead
from parsers.documents.pieces import PARTED, Line

_PROSE_MARK = re.compile(r"[，。；]")
# 罚款2846.3万 | 元；移送…: no paragraph ends between a number and what it counts
_NUMBER_ENDS = re.compile(r"(?<=[\u4e00-\u9fff])\d[\d.,，]{0,12}[万亿]?$")
_UNITS = "件名人次份个宗起家项条户元场期亿万%"
_UNIT_OPENS = re.compile(rf"(?:[{_UNITS}]|人次)(?=[，,；;。、（(\u4e00-\u9fff]|$)")
# 金额2 | 345.6万元: nor within a number
_DIGITS_END = re.compile(r"[\u4e00-\u9fff]\d[\d,，]{0,12}\.?$")
_DIGITS_GO_ON = re.compile(rf"[\d.,，]{{1,12}}[万亿]?(?:{_UNIT_OPENS.pattern})")
_SENTENCE_END = "。；！？：…"
CANNOT_START = "，。、；：！？）》”’〉】〕%％"

_SAME_SIZE = 0.77
_DISPLAY = 1.15  # a line of a title, centred: edges say nothing, only its length does
_FULL_TITLE = 0.85
_SHORT_OF_EDGE = 2.2  # characters: a closing mark that did not fit, and the rounding of boxes
# A number or Latin word with what holds on to it: 99.4%，; 12,345.67; （2024; “12345”
_UNBREAKABLE = re.compile(r"[（(“‘《〔【]{0,2}[0-9A-Za-z.,，．:/%％‰+\-]{2,24}[，。、；：！？）》”’〉】〕%％]{0,3}")
_SLACK = 0.5  # characters
_INDENT = 1.2
_LEAST_COLUMN = 3
_REST = 3  # characters


@dataclass(slots=True)
class Joined:
    """A paragraph made of printed lines: on the page of its first, as sure as its least sure line.

    ``turns``: where in its text a further page begins, and which.
    """

    text: str
    page: int
    confidence: float | None
    turns: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Measure:
    """A page's type area: left and right edge of full lines, and the height of a line."""

    left: float
    right: float
    em: float


Areas = Mapping[tuple[int, int], _Measure]


def type_areas(lines: Sequence[Line]) -> Areas:
    """The type area of each (page, column); of a column with too few lines to show it, that of its whole page."""
    pages: dict[int, list[Line]] = {}
    columns: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
        columns.setdefault((line.page, line.column), []).append(line)
    return {
        place: _measure(column) if len(column) >= min(_LEAST_COLUMN, len(pages[place[0]])) else _whole(pages[place[0]])
        for place, column in columns.items()
    }


def join_lines(lines: Sequence[Line], areas: Areas, width: Width | None = None) -> Iterator[Joined]:
    """Paragraphs of printed lines: a full line goes on in the next one unless that is indented or a heading.

    ``width``: after how many characters lines were broken, wherever they end on the page.
    """
    group: list[Line] = []
    here: _Measure | None = None
    for line in lines:
        there = areas[line.page, line.column]
        if here is not None and not _goes_on(group[-1], line, here, there, width):
            yield _joined(group)
            group = []
        group.append(line)
        here = there
    if group:
        yield _joined(group)


def _joined(lines: Sequence[Line]) -> Joined:
    """One paragraph: a space stands only where Latin words meet."""
    parts: list[str] = []
    turns: list[tuple[int, int]] = []
    page = lines[0].page
    for line in lines:
        if line.page != page:
            page = line.page
            turns.append((sum(map(len, parts)), page))
        text = line.text.strip()
        if parts and text and text[0].isascii() and text[0].isalpha():
            last = parts[-1][-1:]
            if last.isascii() and last.isalpha():
                parts.append(" ")
        if text:
            parts.append(text)
    scores = [line.confidence for line in lines if line.confidence is not None]
    return Joined("".join(parts), lines[0].page, min(scores, default=None), tuple(turns))


def _goes_on(before: Line, line: Line, here: _Measure, there: _Measure, width: Width | None) -> bool:
    text, following = before.text, line.text
    if following[0] in CANNOT_START:
        return True
    smaller, larger = (before.height, line.height) if before.height < line.height else (line.height, before.height)
    if smaller < _SAME_SIZE * larger and len(following) > _REST:
        return False  # a letterhead, a title and the text differ in size; the box of a short rest says little
    if is_letterhead(text) or (PARTED in text and _is_row(text)) or (PARTED in following and _is_row(following)):
        return False
    if smaller > _DISPLAY * here.em:
        return before.right - before.left >= _FULL_TITLE * (here.right - here.left)
    # What opens the line is asked first: one look, where the other goes through the whole line.
    opens = following[0] in _UNITS and _UNIT_OPENS.match(following)
    if opens and _NUMBER_ENDS.search(text) and _PROSE_MARK.search(text):
        return True
    if (
        following[0].isdigit()
        and _DIGITS_END.search(text)
        and _DIGITS_GO_ON.match(following)
        and _PROSE_MARK.search(text)
    ):
        return True
    if line.left > there.left + _INDENT * there.em:
        return False
    ended = text[-1] in _SENTENCE_END
    if ended and heading_level(following):
        return False
    if width is not None:
        if not ended and width.is_full(text) and not heading_level(following):
            return True
        if ended and width.is_short(text):
            return False
    room = here.right - before.right
    if room <= _SHORT_OF_EDGE * here.em:
        return True
    if not ended and _PROSE_MARK.search(text) and room <= _unbreakable(line) + _SLACK * here.em:
        return True  # set ragged: the line is short because what follows did not fit on it
    # A page that ends in mid-sentence short of the edge: the page was broken by hand.
    broken_prose = before.right - before.left >= 0.5 * (here.right - here.left) or before.left <= here.left + here.em
    is_elsewhere = before.page != line.page or before.column != line.column
    return is_elsewhere and not ended and broken_prose and "。" in text


def _unbreakable(line: Line) -> float:
    """The width of what stands first on a line and cannot be parted, with the marks that cannot leave it: 99.4%，."""
    token = _UNBREAKABLE.match(line.text)
    if token is None:
        return 0.0
    return (line.right - line.left) * _weight(token[0]) / _weight(line.text)


def _weight(text: str) -> float:
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _is_row(text: str) -> bool:
    """Whether a line with a gap in it is cells of a table without ruling lines."""
    return not _PROSE_MARK.search(text)


def _whole(page: Sequence[Line]) -> _Measure:
    em = median(line.height for line in page) or 1.0
    return _Measure(min(line.left for line in page), max(line.right for line in page), em)


def _measure(lines: Sequence[Line]) -> _Measure:
    """Edges of the type area from its long lines; short lines (titles, signatures) do not count."""
    em = median([line.height for line in lines]) or 1.0
    widths = [line.right - line.left for line in lines]
    least = 0.75 * max(widths)
    full = [line for line, width in zip(lines, widths, strict=True) if width >= least] or list(lines)
    rights = sorted(line.right for line in full)
    return _Measure(min(line.left for line in full), rights[len(rights) // 2], em)
