"""Reading order of what is printed on one page: rows, and columns of prose side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from parsers.documents.pieces import PARTED, Line, Row, Stretch
from parsers.documents.unruled import read_table, table_at

_MAX_BOXES = 3_000  # on one page; more are taken row by row
_SAME_ROW = 0.6  # of the page's line height, between the middles of two boxes
_LEAST_LINES = 4  # side by side, for two columns
_PROSE_WIDTH = 0.6  # of a column's width: cells of a table are shorter
_GUTTER = 0.8  # of the line height
_DEEPEST = 2  # columns within columns


def lines_in_order(boxes: Sequence[Stretch], page: int) -> list[tuple[Line | Row, float]]:
    """The printed lines of a page, each with its height on it: downwards, columns of prose one after the other.

    Rows of short stretches that stand apart and under one another are the rows of a table.
    """
    if not boxes:
        return []
    em = median(box.height for box in boxes)
    found: list[tuple[Line | Row, float]] = []
    for number, column in enumerate(_columns(sorted(boxes, key=lambda box: box.middle), em, 0)):
        rows = [_stretches(row) for row in _rows(column, em)]
        at = 0
        while at < len(rows):
            end = table_at(rows, at)
            table = read_table(rows[at:end], page) if end > at else ()
            found += ((row, parts[0].middle) for row, parts in zip(table, rows[at:end], strict=True))
            if end == at:
                found.append((_line(rows[at], page, number), rows[at][0].middle))
            at = max(end, at + 1)
    return found


def is_in_order(boxes: Sequence[Stretch]) -> bool:
    """Whether the boxes already come line under line."""
    bottom = float("-inf")
    for box in boxes:
        if 2 * bottom > box.top + box.bottom:
            return False
        bottom = box.bottom
    return True


def _columns(boxes: Sequence[Stretch], em: float, depth: int) -> Iterator[Sequence[Stretch]]:
    """Stretches of a page, each of one column, in reading order; boxes come sorted by height on the page."""
    split = _find_columns(boxes, em) if depth < _DEEPEST and 2 * _LEAST_LINES <= len(boxes) <= _MAX_BOXES else None
    if split is None:
        if boxes:
            yield boxes
        return
    above, left, right, below = split
    yield from _columns(above, em, depth)
    yield from _columns(left, em, depth + 1)
    yield from _columns(right, em, depth + 1)
    yield from _columns(below, em, depth)


_Split = tuple[Sequence[Stretch], Sequence[Stretch], Sequence[Stretch], Sequence[Stretch]]


def _find_columns(boxes: Sequence[Stretch], em: float) -> _Split | None:
    start, end = min(box.left for box in boxes), max(box.right for box in boxes)
    width = end - start
    places = {round(box.right / em) for box in boxes if start + 0.25 * width < box.right < start + 0.75 * width}
    for place in sorted(places, key=lambda place: abs(place * em - (start + end) / 2)):
        for first, last in _uncrossed(boxes, (place + _GUTTER) * em):
            split = _split(boxes, first, last, (place + _GUTTER) * em, em)
            if split is not None:
                return split
    return None


def _uncrossed(boxes: Sequence[Stretch], x: float) -> Iterator[tuple[int, int]]:
    """Stretches of boxes none of which lies across ``x``."""
    first = 0
    for index, box in enumerate(boxes):
        if box.left < x < box.right:
            if index - first >= 2 * _LEAST_LINES:
                yield first, index
            first = index + 1
    if len(boxes) - first >= 2 * _LEAST_LINES:
        yield first, len(boxes)


def _split(boxes: Sequence[Stretch], first: int, last: int, x: float, em: float) -> _Split | None:
    """The boxes as (above, left column, right column, below), if both sides are prose next to each other."""
    left = [box for box in boxes[first:last] if box.right <= x]
    right = [box for box in boxes[first:last] if box.left >= x]
    if min(len(left), len(right)) < _LEAST_LINES:
        return None
    top, bottom = max(left[0].top, right[0].top), min(left[-1].bottom, right[-1].bottom)
    beside = [[box for box in side if top <= box.middle <= bottom] for side in (left, right)]
    if min(map(len, beside)) < _LEAST_LINES:
        return None
    if min(box.left for box in right) - max(box.right for box in left) < _GUTTER * em:
        return None
    for side in beside:
        column = max(box.right for box in side) - min(box.left for box in side)
        if median(box.right - box.left for box in side) < max(_PROSE_WIDTH * column, 6 * em):
            return None
    return boxes[:first], left, right, boxes[last:]


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
