"""One page of a PDF: its text layer as lines and tables, and whether that layer is what a reader sees."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from typing import Any

import pypdfium2.raw

from parsers.decoding import common_share
from parsers.documents.characters import han_count
from parsers.documents.layout import is_in_order, lines_in_order
from parsers.documents.pieces import Line, Row, Stretch
from parsers.documents.ruled import MAX_RULES, Rule, Table, find_tables

pdfium: Any = pypdfium2.raw  # made at build time, without types

_MAX_OBJECTS = 20_000  # drawn things that are looked at on one page
_ENDS = 3  # drawn first and last
_SHORT_PAGE = 60  # characters
_MAX_SEGMENTS = 400  # of one path
_THIN = 3.0  # points: a rectangle as thin as this is a ruling line
_LEAST_RULE = 8.0  # points
_OUTLINES = 60  # paths on a page without text: letters drawn as curves

# A page with fewer Han characters than this in its layer, under a picture of half a page, is a scan with a stamp.
_LEAST_TEXT = 12
_WHOLE_PAGE = 0.5
_PHOTO = 0.02
_INVISIBLE = 3  # text rendering mode, ISO 32000-1 9.3.6: how scanners hide what they recognised

_GAP = 1.5  # characters: a wider gap parts two columns or cells
_BACK, _FORTH = -0.2, 0.35  # characters: within one stretch
_SPACES = re.compile(r" +")
_LINE = re.compile(r"[^\r\n]+")
_JUNK = re.compile("[\x00-\x08\x0e-\x1f\ufffc-\uffff\ue000-\uf8ff]")
_DIGITAL = re.compile(r"[\d.,%/:+-]")
_MOST_JUNK = 0.1
_LEAST_COMMON = 0.5
_SAMPLE = 250


class PageState(Enum):
    TEXT = "text"  # the layer is the page
    SCAN = "scan"  # must be looked at as a picture
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class PdfPage:
    items: tuple[Line | Row | Table, ...]
    state: PageState


def read_page(page: Any, number: int) -> PdfPage:
    """The page's lines and ruled tables in reading order. Raises `PdfiumError` where the page cannot be loaded."""
    textpage = page.get_textpage()
    try:
        lines = list(_placed_lines(textpage))
        text = "".join(line.text for line in lines)
        direction = _direction(lines)
        boxes = [_box(line, direction) for line in lines if line.direction is not None or len(line.text) == 1]
        # What is drawn is looked at only where it can matter: to list it takes as long as to read the text.
        in_order = is_in_order(boxes)
        drawn = _drawn(page) if not in_order or len(text) < _SHORT_PAGE or _begins_with_picture(page) else _Drawn()
        if not is_legible(text):
            return PdfPage((), PageState.SCAN if _shows_something(page, drawn) or text else PageState.TEXT)
        state = PageState.SCAN if _is_scan(page, drawn, text) else PageState.TEXT
        tables = _tables(textpage, drawn, direction, number)
        return PdfPage(tuple(_items(boxes, tables, number)), state)
    finally:
        textpage.close()


def is_legible(text: str) -> bool:
    """Whether a text layer holds Chinese official prose or figures: not private glyphs or a wrong encoding."""
    characters = len(text) - text.count(" ")
    if len(_JUNK.findall(text)) > _MOST_JUNK * characters:
        return False
    if characters < 2 * _LEAST_TEXT:
        return True
    if text.isascii():  # fonts without a map give Latin letters and marks for Han characters
        return 2 * len(_DIGITAL.findall(text)) >= characters
    return common_share(text[:_SAMPLE]) >= _LEAST_COMMON


# --- what is drawn ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Drawn:
    """What a page shows beside its text; ``pictures`` is the share of the page that they cover."""

    rules: list[tuple[float, float, float, float]] = field(default_factory=list)  # left, bottom, right, top
    pictures: float = 0.0
    paths: int = 0
    forms: bool = False
    hidden_text: bool = False


def _drawn(page: Any) -> _Drawn:
    drawn = _Drawn()
    width, height = page.get_size()
    visible = hidden = 0
    for index in range(min(pdfium.FPDFPage_CountObjects(page), _MAX_OBJECTS)):
        item = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            if drawn.pictures and visible + hidden < 20:
                is_hidden = pdfium.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE
                hidden, visible = hidden + is_hidden, visible + (not is_hidden)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            drawn.paths += 1
            if len(drawn.rules) <= MAX_RULES:
                drawn.rules += _rules(item)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = _bounds(item)
            drawn.pictures += max(right - left, 0) * max(top - bottom, 0) / max(width * height, 1)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            drawn.forms = True
    drawn.hidden_text = hidden > visible
    return drawn


def _begins_with_picture(page: Any) -> bool:
    """Whether a picture lies under or over the page's text: drawn before or after all else."""
    count = pdfium.FPDFPage_CountObjects(page)
    kinds = {
        pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, index))
        for index in {*range(min(_ENDS, count)), *range(max(count - _ENDS, 0), count)}
    }
    return not kinds.isdisjoint((pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM))


def _bounds(item: Any) -> tuple[float, float, float, float]:
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    return left, bottom, right, top


def _rules(path: Any) -> Iterator[tuple[float, float, float, float]]:
    """The ruling lines of one path: a thin shape is one, a stroked rectangle four, a long path one a segment."""
    left, bottom, right, top = _bounds(path)
    if min(right - left, top - bottom) <= _THIN:
        if max(right - left, top - bottom) >= _LEAST_RULE:
            yield left, bottom, right, top
        return
    segments = pdfium.FPDFPath_CountSegments(path)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if not stroke.value or segments > _MAX_SEGMENTS:
        return
    if 4 <= segments <= 5:
        yield from ((left, y, right, y) for y in (bottom, top))
        yield from ((x, bottom, x, top) for x in (left, right))
        return
    for one, other in pairwise(_points(path, segments)):
        if other[2] != pdfium.FPDF_SEGMENT_LINETO:
            continue
        (x0, x1), (y0, y1) = sorted((one[0], other[0])), sorted((one[1], other[1]))
        if min(x1 - x0, y1 - y0) <= _THIN and max(x1 - x0, y1 - y0) >= _LEAST_RULE:
            yield x0, y0, x1, y1


def _points(path: Any, segments: int) -> Iterator[tuple[float, float, int]]:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        yield (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
            pdfium.FPDFPathSegment_GetType(segment),
        )


def _is_scan(page: Any, drawn: _Drawn, text: str) -> bool:
    if drawn.pictures >= _WHOLE_PAGE:
        return drawn.hidden_text or han_count(text) < _LEAST_TEXT
    return _shows_something(page, drawn) and not han_count(text)


def _shows_something(page: Any, drawn: _Drawn) -> bool:
    if drawn.pictures >= _PHOTO or drawn.paths >= _OUTLINES:
        return True
    pictures = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH)
    return drawn.forms and any(True for _ in page.get_objects(filter=pictures, max_depth=3))


# --- text ------------------------------------------------------------------------------------------------------


Edges = tuple[float, float, float, float]  # left, bottom, right, top


class _Placed:
    """A line of the text layer with the edges of its first and last character.

    ``direction`` is where the text runs to: 0 right, 1 up, 2 left, 3 down; None for a slant (watermarks) or one sign.
    """

    __slots__ = ("direction", "first", "last", "text")

    def __init__(self, text: str, first: Edges, last: Edges) -> None:
        self.text, self.first, self.last = text, first, last
        across = last[0] + last[2] - first[0] - first[2]
        upwards = last[1] + last[3] - first[1] - first[3]
        self.direction: int | None = None
        if abs(across) > 3 * abs(upwards):
            self.direction = 0 if across > 0 else 2
        elif abs(upwards) > 3 * abs(across):
            self.direction = 1 if upwards > 0 else 3


def _placed_lines(textpage: Any) -> Iterator[_Placed]:
    text = textpage.get_text_range()
    # Characters and text count alike, unless the layer holds signs that are left out of the text.
    exact = len(text) == textpage.count_chars()
    for match in _LINE.finditer(text):
        words = match[0].strip()
        if not words:
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        end = start + len(words) - 1
        if not exact:
            start, end = (max(pdfium.FPDFText_GetCharIndexFromTextIndex(textpage, at), 0) for at in (start, end))
        if exact and " " in words:
            yield from _parted(textpage, words, start)
        else:
            first = _edges(textpage, start)
            yield _Placed(words, first, first if start == end else _edges(textpage, end))


_RECTANGLE = pdfium.FS_RECTF()  # filled and read at once; pdfium serves one thread at a time anyway


def _edges(textpage: Any, index: int) -> Edges:
    pdfium.FPDFText_GetLooseCharBox(textpage.raw, index, _RECTANGLE)
    return _RECTANGLE.left, _RECTANGLE.bottom, _RECTANGLE.right, _RECTANGLE.top


def _parted(textpage: Any, words: str, start: int) -> Iterator[_Placed]:
    """The stretches of one line that the text layer ran together over a gap: cells, columns, or places left open.

    Programs that set digits and quotation marks in a second font may draw them after the rest of the line. The layer
    has a space wherever that left a gap; it may be as wide as the gap, so what stands beside it counts.
    """
    whole = _Placed(words, _edges(textpage, start), _edges(textpage, start + len(words) - 1))
    direction = whole.direction
    if direction is None or not any(
        _is_gap(textpage, start + space.start(), start + space.end(), direction) for space in _SPACES.finditer(words)
    ):
        yield whole
        return
    printed = [at for at, character in enumerate(words) if character != " "]
    edges = {at: _edges(textpage, start + at) for at in printed}
    begin = 0
    for before, at in pairwise(printed):
        if not _BACK < _gap(edges[before], edges[at], direction) <= _FORTH:
            yield _Placed(words[begin : before + 1], edges[begin], edges[before])
            begin = at
    yield _Placed(words[begin:], edges[begin], whole.last)


def _is_gap(textpage: Any, space: int, after: int, direction: int) -> bool:
    """Whether more than a typed space lies where the layer has spaces."""
    gap = _gap(_edges(textpage, space - 1), _edges(textpage, after), direction)
    return gap > _GAP or (not _BACK < gap <= _FORTH and pdfium.FPDFText_IsGenerated(textpage.raw, space) == 1)


def _gap(one: Edges, other: Edges, direction: int) -> float:
    """How far one character stands behind the other, in characters; below zero where it stands before its end."""
    if direction:
        one, other = _turned(one, direction), _turned(other, direction)
    em = max(min(one[2] - one[0], one[3] - one[1]), min(other[2] - other[0], other[3] - other[1]), 1.0)
    return (other[0] - one[2]) / em


def _turned(edges: Edges, direction: int) -> Edges:
    """Page edges (left, bottom, right, top; upwards) as a reader of that direction sees them (…, top, …; downwards)."""
    left, bottom, right, top = edges
    if not direction:
        return left, -top, right, -bottom
    return (
        (left, -top, right, -bottom),
        (bottom, left, top, right),
        (-right, bottom, -left, top),
        (-top, -right, -bottom, -left),
    )[direction]


def _turned_back(left: float, top: float, right: float, bottom: float, direction: int) -> Edges:
    return (
        (left, -bottom, right, -top),
        (top, left, bottom, right),
        (-right, top, -left, bottom),
        (-bottom, -right, -top, -left),
    )[direction]


def _direction(lines: Sequence[_Placed]) -> int:
    if all(not line.direction for line in lines):
        return 0
    votes = Counter[int]()
    for line in lines:
        if line.direction is not None:
            votes[line.direction] += len(line.text)
    return votes.most_common(1)[0][0] if votes else 0


def _items(boxes: list[Stretch], tables: Sequence[Table], number: int) -> Iterator[Line | Row | Table]:
    for table in tables:
        boxes = [box for box in boxes if not table.holds((box.left + box.right) / 2, box.middle)]
    printed = _lines(boxes, number)
    for table in tables:
        # Lines keep their order; the table stands before the first one below it.
        place = next((at for at, (line, middle) in enumerate(printed) if middle > table.top), len(printed))
        yield from (line for line, _ in printed[:place])
        yield table
        printed = printed[place:]
    yield from (line for line, _ in printed)


def _lines(boxes: list[Stretch], number: int) -> list[tuple[Line | Row, float]]:
    if is_in_order(boxes):
        return [(Line(box.text, number, box.left, box.right, box.height), box.middle) for box in boxes]
    return lines_in_order(boxes, number)


def _box(line: _Placed, direction: int) -> Stretch:
    first, last = line.first, line.last
    if direction:
        first, last = _turned(first, direction), _turned(last, direction)
        first, last = (first[0], -first[3], first[2], -first[1]), (last[0], -last[3], last[2], -last[1])
    # Boxes of single signs are low; the higher of the two is nearer to the size of the type.
    bottom, top = (first[1], first[3]) if first[3] - first[1] >= last[3] - last[1] else (last[1], last[3])
    left = first[0] if first[0] < last[0] else last[0]
    right = last[2] if last[2] > first[2] else first[2]
    return Stretch(line.text, left, -top, right, max(-bottom, 1.0 - top))


def _tables(textpage: Any, drawn: _Drawn, direction: int, number: int) -> list[Table]:
    def words(left: float, top: float, right: float, bottom: float) -> str:
        found = textpage.get_text_bounded(*_turned_back(left, top, right, bottom, direction))
        return "".join(line.strip() for line in _LINE.findall(found))

    rules = []
    for edges in drawn.rules:
        left, top, right, bottom = _turned(edges, direction)
        upright = bottom - top > right - left
        at, start, end = ((left + right) / 2, top, bottom) if upright else ((top + bottom) / 2, left, right)
        rules.append(Rule(upright, at, start, end))
    return find_tables(rules, words, number)
