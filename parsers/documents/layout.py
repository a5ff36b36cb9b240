"""Reading order of what is printed on one page: rows, and columns of prose side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from parsers.documents.pieces import PARTED, Line, Row, Stretch
from parsers.documents.running import is_page_number
from parsers.documents.unruled import read_table, table_at

_MAX_BOXES = 3_000  # on one page; more are taken row by row
_SAME_ROW = 0.6  # of the page's line height, between the middles of two boxes
_LEAST_LINES = 4  # side by side, for two columns
_PROSE_WIDTH = 0.6  # of a column's width: cells of a table are shorter
_GUTTER = 0.8  # of the line height
_WIDE = 0.8  # of a column's width: a line of its prose
_FULL = 0.9  # of a column's width: a line of prose that goes on
_SIGNED = 2  # lines at a report's end that stand apart: who signs, and when
_DEEPEST = 2  # columns within columns


@dataclass(slots=True)
class Gutter:
    """Where the pages of one document have been seen to part in two columns; None while they have not."""

    place: float | None = None


def lines_in_order(boxes: Sequence[Stretch], page: int, gutter: Gutter | None = None) -> list[tuple[Line | Row, float]]:
    """The printed lines of a page, each with its height on it: downwards, columns of prose one after the other.

    Rows of short stretches that stand apart and under one another are the rows of a table. ``gutter`` tells what the
    pages before have shown, and takes note of what this one shows.
    """
    gutter = gutter or Gutter()
    if not boxes:
        return []
    em = median(box.height for box in boxes)
    found: list[tuple[Line | Row, float]] = []
    boxes = sorted(boxes, key=lambda box: box.middle)
    foot = boxes.pop() if len(boxes) > 1 and is_page_number(boxes[-1].text) else None  # it may stand in the gutter
    number = 0
    for number, column in enumerate(_columns(boxes, em, 0, gutter)):
        rows = [_stretches(row) for row in _rows(column, em)]
        at = 0
        while at < len(rows):
            end = table_at(rows, at)
            table = read_table(rows[at:end], page) if end > at else ()
            found += ((row, parts[0].middle) for row, parts in zip(table, rows[at:end], strict=True))
            if end == at:
                found.append((_line(rows[at], page, number), rows[at][0].middle))
            at = max(end, at + 1)
    if foot is not None:
        found.append((_line([foot], page, number), foot.middle))
    return found


def is_in_order(boxes: Sequence[Stretch]) -> bool:
    """Whether the boxes already come line under line."""
    bottom = float("-inf")
    for box in boxes:
        if 2 * bottom > box.top + box.bottom:
            return False
        bottom = box.bottom
    return True


def _columns(boxes: Sequence[Stretch], em: float, depth: int, gutter: Gutter) -> Iterator[Sequence[Stretch]]:
    """Stretches of a page, each of one column, in reading order; boxes come sorted by height on the page."""
    looked_at = depth < _DEEPEST and _LEAST_LINES < len(boxes) <= _MAX_BOXES
    split = _find_columns(boxes, em, gutter, depth) if looked_at else None
    if split is None:
        if boxes:
            yield boxes
        return
    above, left, right, below = split
    yield from _columns(above, em, depth, gutter)
    yield from _columns(left, em, depth + 1, gutter)
    yield from _columns(right, em, depth + 1, gutter)
    yield from _columns(below, em, depth, gutter)


_Split = tuple[Sequence[Stretch], Sequence[Stretch], Sequence[Stretch], Sequence[Stretch]]


def _find_columns(boxes: Sequence[Stretch], em: float, gutter: Gutter, depth: int) -> _Split | None:
    start, end = min(box.left for box in boxes), max(box.right for box in boxes)
    width = end - start
    edges = sorted(box.right for box in boxes if start + 0.25 * width < box.right < start + 0.75 * width)
    places = {round(edge / em): edge + _GUTTER * em for edge in edges}  # the last edge of those about one place
    ordered = sorted(places.values(), key=lambda place: abs(place - _GUTTER * em - (start + end) / 2))
    for x in ordered:
        for first, last in _uncrossed(boxes, x, 2 * _LEAST_LINES):
            split = _split(boxes, first, last, x, em)
            if split is not None:
                gutter.place = x
                return split
    for x in ordered:
        for first, last in _uncrossed(boxes, x, _LEAST_LINES + 1):
            split = _split_short(boxes, first, last, x, em, gutter)
            if split is not None:
                return split
    for x in sorted(ordered) if depth == 0 else ():
        for first, last in _uncrossed(boxes, x, 3 * _LEAST_LINES):
            split = _split_off(boxes, first, last, x, em)
            if split is not None:
                return split
    return None


def _uncrossed(boxes: Sequence[Stretch], x: float, least: int) -> Iterator[tuple[int, int]]:
    """Stretches of at least ``least`` boxes none of which lies across ``x``."""
    first = 0
    for index, box in enumerate(boxes):
        if box.left < x < box.right:
            if index - first >= least:
                yield first, index
            first = index + 1
    if len(boxes) - first >= least:
        yield first, len(boxes)


def _split(boxes: Sequence[Stretch], first: int, last: int, x: float, em: float) -> _Split | None:
    """The boxes as (above, left column, right column, below), if both sides are prose next to each other."""
    left, right = _sides(boxes[first:last], x)
    if min(len(left), len(right)) < _LEAST_LINES:
        return None
    top, bottom = max(left[0].top, right[0].top), min(left[-1].bottom, right[-1].bottom)
    beside = [[box for box in side if top <= box.middle <= bottom] for side in (left, right)]
    if min(map(len, beside)) < _LEAST_LINES or not _stand_apart(left, right, em):
        return None
    if not _is_prose(beside[0], em) or not (_is_prose(beside[1], em) or _runs_on(beside[1], _width(left))):
        return None
    return boxes[:first], left, right, boxes[last:]


def _split_off(boxes: Sequence[Stretch], first: int, last: int, x: float, em: float) -> _Split | None:
    """As `_split`, where what stands right of the first column is columns again."""
    left, right = _sides(boxes[first:last], x)
    if not left or not _is_prose(left, em):
        return None
    title = [box for box in right if box.bottom <= left[0].top]  # over the other columns, or over all
    right = [box for box in right if box.bottom > left[0].top]
    if min(len(left), len(right)) < _LEAST_LINES or not _stand_apart(left, right, em):
        return None
    inner = _find_columns(right, em, Gutter(), 1)
    return ([*boxes[:first], *title], left, right, boxes[last:]) if inner is not None else None


def _split_short(boxes: Sequence[Stretch], first: int, last: int, x: float, em: float, gutter: Gutter) -> _Split | None:
    """As `_split`, where the text ends a few lines into the right column, with or without a signature.

    It begins there beside the first line of the left one, with a line as wide as that column, or where the pages before
    had their second column; its lines follow each other as those of a table's cells do not.
    """
    left, right = _sides(boxes[first:last], x)
    if len(left) < _LEAST_LINES or not right or not _is_prose(left, em) or not _stand_apart(left, right, em):
        return None
    if abs(right[0].middle - left[0].middle) > _SAME_ROW * em or right[-1].middle > left[-1].bottom:
        return None
    pitch = median(below.middle - above.middle for above, below in pairwise(left))
    running = right[: max(1, len(right) - _SIGNED)]
    if any(not 0.5 * pitch < below.middle - above.middle < 1.5 * pitch for above, below in pairwise(running)):
        return None
    known = gutter.place is not None and abs(x - gutter.place) <= 2 * em
    if not known and right[0].right - right[0].left < _FULL * _width(left):
        return None
    return boxes[:first], left, right, boxes[last:]


def _sides(boxes: Sequence[Stretch], x: float) -> tuple[list[Stretch], list[Stretch]]:
    return [box for box in boxes if box.right <= x], [box for box in boxes if box.left >= x]


def _stand_apart(left: Sequence[Stretch], right: Sequence[Stretch], em: float) -> bool:
    return min(box.left for box in right) - max(box.right for box in left) >= _GUTTER * em


def _is_prose(side: Sequence[Stretch], em: float) -> bool:
    """Whether most lines of a side are about as wide as it is: cells of a table are shorter."""
    return median(box.right - box.left for box in side) >= max(_PROSE_WIDTH * _width(side), 6 * em)


def _runs_on(side: Sequence[Stretch], column: float) -> bool:
    """Whether a third of a side's lines are about as wide as the other ``column``: headings and a signature are not."""
    wide = sum(box.right - box.left >= _WIDE * column for box in side)
    return 3 * wide >= len(side) and _width(side) <= column / _WIDE


def _width(side: Sequence[Stretch]) -> float:
    return max(box.right for box in side) - min(box.left for box in side)


def _rows(boxes: Sequence[Stretch], em: float) -> Iterator[list[Stretch]]:
    row: list[Stretch] = []
    for box in boxes:
        if row and box.middle - row[-1].middle > _SAME_ROW * em:
            yield row
            row = []
        row.append(box)
    if row:
        yield row


def _stretches(row: list[Stretch]) -> list[Stretch]:
    """One printed row from left to right, what touches joined to one stretch."""
    row.sort(key=lambda box: box.left)
    found = [row[0]]
    for box in row[1:]:
        before = found[-1]
        if box.left - before.right > max(before.height, box.height):
            found.append(box)
            continue
        # "0" and "100.00%" are two cells, however narrow the column.
        apart = " " if before.text[-1:].isascii() and box.text[:1].isascii() else ""
        score = before.confidence if box.confidence is None else min(before.confidence or 1.0, box.confidence)
        top, bottom = min(before.top, box.top), max(before.bottom, box.bottom)
        found[-1] = Stretch(
            before.text + apart + box.text, before.left, top, max(before.right, box.right), bottom, score
        )
    return found


def _line(row: Sequence[Stretch], page: int, column: int) -> Line:
    height = max(box.height for box in row)
    scores = [box.confidence for box in row if box.confidence is not None]
    text, right = PARTED.join(box.text for box in row), max(box.right for box in row)
    return Line(text, page, row[0].left, right, height, min(scores, default=None), column)
