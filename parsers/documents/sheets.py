"""What workbooks of either format share: values as a sheet shows them, and tables within a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.documents.pieces import Paragraph, Piece
from parsers.documents.tables import rows_of_grid

MAX_SHEETS = 40
MAX_ROWS, MAX_COLUMNS = 2_000, 100  # of one sheet
# "0.00%", "0.00", "#,##0.0", "0_ ", "0.0;[Red]-0.0"
_FORMAT = re.compile(r"^(?:#,##)?0(?:\.(?P<places>0{1,9}))?(?P<percent>%)?(?:[_;].*)?$")


def shown_number(value: float, number_format: str) -> str:
    """A number as the sheet shows it: 0.8593 formatted as 0.00% is "85.93%"; formats of other kinds leave it whole."""
    match = _FORMAT.match(number_format)
    if match is None:
        return f"{value:.12g}"
    percent = match["percent"] or ""
    return f"{value * 100 if percent else value:.{len(match['places'] or '')}f}{percent}"


def sheet_pieces(grid: Sequence[Sequence[str]], spread: Sequence[Sequence[str]]) -> Iterator[Piece]:
    """The tables of one sheet, parted by blank rows; lines of one filled cell around a table are its title and notes.

    ``grid`` holds a merged cell's text once, ``spread`` in every place it covers.
    """
    for first, last in _stretches(grid):
        begin, end = first, last
        while begin < end and _is_line(grid[begin]):
            begin += 1
        while end > begin and _is_line(grid[end - 1]):
            end -= 1
        yield from (Paragraph("".join(row)) for row in grid[first:begin])
        yield from rows_of_grid(grid[begin:end], spread[begin:end])
        yield from (Paragraph("".join(row)) for row in grid[end:last])


def _stretches(grid: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    first = None
    for index, row in enumerate(grid):
        if any(row):
            first = index if first is None else first
        elif first is not None:
            yield first, index
            first = None
    if first is not None:
        yield first, len(grid)


def _is_line(row: Sequence[str]) -> bool:
    return sum(1 for cell in row if cell) == 1
