"""Tables as rows with their heads: merged cells are spread for the heads only, never for values."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.documents.pieces import Row

_MAX_CELLS = 40_000
_NUMBER = re.compile(r"^[\d.,，%\s/—-]*\d[\d.,，%\s]*$")
_EMPTY = frozenset({"", "/", "—", "-", "－", "——"})

Grid = Sequence[Sequence[str]]


def rows_of_grid(grid: Grid, spread: Grid | None = None, page: int | None = None) -> tuple[Row, ...]:
    """The rows of a rectangular table.

    ``grid`` holds each cell's own text (a merged cell's text stands once, where it begins); ``spread`` the same with
    merged cells repeated, from which heads are read. Head rows are those above the first row with a number.
    """
    if not grid or sum(len(row) for row in grid) > _MAX_CELLS:
        return ()
    spread = spread or grid
    heads = _head_rows(grid)
    columns = _column_heads(spread[:heads], max(len(row) for row in spread))
    found = []
    for index, row in enumerate(grid):
        if not any(cell.strip() for cell in row):
            continue
        if index < heads:
            found.append(Row(tuple((cell.strip(), "", "") for cell in row if cell.strip()), page))
        else:
            found.append(Row(tuple(_cells(row, spread[index], columns)), page))
    return tuple(found)


def _head_rows(grid: Grid) -> int:
    """How many rows stand above the first one with a number; a table without numbers has its first row as head."""
    for index, row in enumerate(grid):
        if any(_NUMBER.match(cell.strip()) for cell in row[1:]):
            # A first row with numbers is no head: every row then is "label, value".
            return index
    return 1 if len(grid) > 1 else 0


def _column_heads(rows: Grid, width: int) -> list[str]:
    heads = []
    for column in range(width):
        words: list[str] = []
        for row in rows:
            word = row[column].strip() if column < len(row) else ""
            if word and word not in words:
                words.append(word)
        heads.append(" ".join(words))
    return heads


def _cells(row: Sequence[str], spread: Sequence[str], columns: Sequence[str]) -> list[tuple[str, str, str]]:
    """Each cell with its heads; the row's head is what stands left of it and is not a number."""
    found: list[tuple[str, str, str]] = []
    labels: list[str] = []
    for index, cell in enumerate(row):
        text = cell.strip()
        label = spread[index].strip() if index < len(spread) else text
        head = columns[index] if index < len(columns) else ""
        is_value = bool(_NUMBER.match(text)) or text in _EMPTY
        found.append((text, head, " ".join(labels)))
        is_head = not is_value or (text in _EMPTY and not _NUMBER.match(label))
        if is_head and label and label not in labels and label not in _EMPTY:
            labels.append(label)
    return found
