"""One page of a PDF: its text layer as lines and tables, and whether that layer is what a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from parsers.decoding import common_share
from parsers.documents.layout import Gutter, is_in_order, lines_in_order
from parsers.documents.page_marks import without_marks
from parsers.documents.pdf_damage import FontPrograms
from parsers.documents.pdf_drawn import LEAST_TEXT, Drawn, all_drawn, drawn_at_ends, is_scan, shows_something
from parsers.documents.pdf_text import Placed, TextLayer, direction_of, placed_lines, turned, turned_back
from parsers.documents.pieces import Line, Row, Stretch
from parsers.documents.ruled import Rule, Table, find_tables

_SHORT_PAGE = 60  # characters

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
class Layer:
    """The text layer of a page: its lines and words in the order in which they are drawn, and its ruled tables."""

    boxes: Sequence[Stretch]
    state: PageState
    tables: Sequence[Table] = ()
    in_order: bool = True


@dataclass(frozen=True, slots=True)
class PdfPage:
    items: tuple[Line | Row | Table, ...]
    state: PageState


def pages_of(layers: Sequence[Layer]) -> list[PdfPage]:
    """The pages of a document, each with its lines and tables in reading order."""
    if not all(layer.in_order for layer in layers):
        kept = without_marks([layer.boxes for layer in layers])
        layers = [replace(layer, boxes=boxes) for layer, boxes in zip(layers, kept, strict=True)]
    gutter = Gutter()
    return [PdfPage(tuple(_items(layer, number, gutter)), layer.state) for number, layer in enumerate(layers, 1)]


def read_page(page: Any, number: int, fonts: FontPrograms) -> Layer:
    """What stands on a page. Raises `PdfiumError` where it cannot be loaded.

    ``page`` is PDFium's own handle. ``fonts`` takes note of the fonts in which the page begins and ends.
    """
    layer = TextLayer(page)
    try:
        lines = placed_lines(layer)
        text = "".join([line[0] for line in lines])
        direction = direction_of(lines)
        boxes = [_box(line, direction) for line in lines if line[1] is not None or len(line[0]) == 1]
        in_order = is_in_order(boxes)
        has_picture, texts = drawn_at_ends(page)
        fonts.note(texts)
        # What is drawn is looked at only where it can matter: to list it takes as long as to read the text.
        drawn = all_drawn(page) if not in_order or len(text) < _SHORT_PAGE or has_picture else Drawn()
        if not is_legible(text):
            return Layer((), PageState.SCAN if shows_something(page, drawn) or text else PageState.TEXT)
        state = PageState.SCAN if is_scan(page, drawn, text) else PageState.TEXT
        tables = _tables(layer, drawn, direction, number) if drawn.rules else []
        return Layer(boxes, state, tables, in_order)
    finally:
        layer.close()


def is_legible(text: str) -> bool:
    """Whether a text layer holds Chinese official prose or figures: not private glyphs or a wrong encoding."""
    characters = len(text) - text.count(" ")
    if len(_JUNK.findall(text)) > _MOST_JUNK * characters:
        return False
    if characters < 2 * LEAST_TEXT:
        return True
    if text.isascii():  # fonts without a map give Latin letters and marks for Han characters
        return 2 * len(_DIGITAL.findall(text)) >= characters
    return common_share(text[:_SAMPLE]) >= _LEAST_COMMON


def _items(layer: Layer, number: int, gutter: Gutter) -> Sequence[Line | Row | Table]:
    if layer.in_order and not layer.tables:
        return [_line(box, number) for box in layer.boxes]
    return list(_with_tables(list(layer.boxes), layer.tables, number, gutter))


def _with_tables(
    boxes: list[Stretch], tables: Sequence[Table], number: int, gutter: Gutter
) -> Iterator[Line | Row | Table]:
    for table in tables:
        boxes = [box for box in boxes if not table.holds((box.left + box.right) / 2, box.middle)]
    printed = _lines(boxes, number, gutter)
    for table in tables:
        # Lines keep their order; the table stands before the first one below it.
        place = next((at for at, (line, middle) in enumerate(printed) if middle > table.top), len(printed))
        yield from (line for line, _ in printed[:place])
        yield table
        printed = printed[place:]
    yield from (line for line, _ in printed)


def _lines(boxes: list[Stretch], number: int, gutter: Gutter) -> list[tuple[Line | Row, float]]:
    if is_in_order(boxes):
        return [(_line(box, number), box.middle) for box in boxes]
    return lines_in_order(boxes, number, gutter)


def _line(box: Stretch, number: int) -> Line:
    return Line(box.text, number, box.left, box.right, box.bottom - box.top)


def _box(line: Placed, direction: int) -> Stretch:
    text, _, first, last = line
    if direction:
        first, last = turned(first, direction), turned(last, direction)
        first, last = (first[0], -first[3], first[2], -first[1]), (last[0], -last[3], last[2], -last[1])
    left, bottom, right, top = first
    # Boxes of single signs are low; the higher of the two is nearer to the size of the type.
    if last[3] - last[1] > top - bottom:
        _, bottom, _, top = last
    left = left if left < last[0] else last[0]
    right = last[2] if last[2] > right else right
    low, least = -bottom, 1.0 - top
    return Stretch(text, left, -top, right, low if low >= least else least)


def _tables(layer: TextLayer, drawn: Drawn, direction: int, number: int) -> list[Table]:
    def words(left: float, top: float, right: float, bottom: float) -> str:
        found = layer.inside(*turned_back(left, top, right, bottom, direction))
        return "".join(line.strip() for line in _LINE.findall(found))

    rules = []
    for edges in drawn.rules:
        left, top, right, bottom = turned(edges, direction)
        upright = bottom - top > right - left
        at, start, end = ((left + right) / 2, top, bottom) if upright else ((top + bottom) / 2, left, right)
        rules.append(Rule(upright, at, start, end))
    return find_tables(rules, words, number)
