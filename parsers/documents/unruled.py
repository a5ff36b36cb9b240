"""Tables without ruling lines (and those of scans, whose lines OCR does not see): rows of short stretches, aligned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers.documents.pieces import Row, Stretch
from parsers.documents.tables import rows_of_grid

Printed = Sequence[Stretch]  # one printed row, from left to right; its stretches stand apart

_LEAST_ROWS = 3  # of two stretches or more
_LONGEST_CELL = 24
_MAX_ROWS = 500
_COVERED = 0.25
_PROSE_MARK = re.compile(r"[，。；]")


def table_at(rows: Sequence[Printed], first: int) -> int:
    """Where the table that begins at row ``first`` ends (exclusive); ``first`` itself if none begins there."""
    end = counted = 0
    for at in range(first, min(len(rows), first + _MAX_ROWS)):
        if not _is_cells(rows[at]):
            break
        if len(rows[at]) >= 2:
            end, counted = at + 1, counted + 1
        elif at > first + 1 and len(rows[at - 1]) == 1:
            break  # two lines of one stretch are text
    if counted < _LEAST_ROWS or (len(rows[first]) < 2 and not _is_head(rows[first][0], rows[first + 1])):
        return first
    return end


def _is_cells(row: Printed) -> bool:
    return all(len(part.text) <= _LONGEST_CELL and not _PROSE_MARK.search(part.text) for part in row)


def _is_head(part: Stretch, below: Printed) -> bool:
    """Whether a single stretch above a table is the head of several of its columns, not its title."""
    return len(below) >= 3 and part.left > below[0].right and sum(_overlap(part, other) for other in below) >= 2


def _overlap(one: Stretch, other: Stretch) -> bool:
    return min(one.right, other.right) > max(one.left, other.left)


def read_table(rows: Sequence[Printed], page: int) -> Iterator[Row]:
    """The rows of a table with their heads; a stretch over several columns is the head of all of them."""
    columns = _columns(rows)
    own, spread = [], []
    for row in rows:
        cells, repeated = [""] * len(columns), [""] * len(columns)
        for number, part in enumerate(row):
            covered = [number] if len(row) == len(columns) else _covered(part, columns)
            cells[covered[0]] = f"{cells[covered[0]]} {part.text}".strip()
            for at in covered:
                repeated[at] = f"{repeated[at]} {part.text}".strip()
        own.append(cells)
        spread.append(repeated)
    for found, row in zip(
        rows_of_grid(own, spread, page), rows, strict=False
    ):  # of a huge table only the first rows are read
        scores = [part.confidence for part in row if part.confidence is not None]
        yield replace(found, confidence=min(scores, default=None))


def _columns(rows: Sequence[Printed]) -> list[tuple[float, float]]:
    """The columns' edges, from the rows that have the most stretches: numbers and their heads rarely line up."""
    most = max(len(row) for row in rows)
    full = [row for row in rows if len(row) == most]
    return [(min(row[at].left for row in full), max(row[at].right for row in full)) for at in range(most)]


def _covered(part: Stretch, columns: Sequence[tuple[float, float]]) -> list[int]:
    """The columns that a stretch stands in: those it covers a good part of, else the nearest."""
    shares = [
        (min(part.right, right) - max(part.left, left)) / max(min(right - left, part.right - part.left), 1.0)
        for left, right in columns
    ]
    covered = [at for at, share in enumerate(shares) if share >= _COVERED]
    if len(covered) > 1 and part.right - part.left < max(right - left for left, right in columns):
        covered = []  # too short to be the head of several
    return covered or [max(range(len(columns)), key=shares.__getitem__)]
