"""Tables as rows with their heads: merged cells are spread for the heads only, never for values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from parsers.documents.pieces import Row

_MAX_CELLS = 40_000
_COUNTED = r"(?:[万亿]?余?(?:[件人场户家批]次|个百分点|[件宗份起人名个家户次场条项卷本篇台辆笔元]))?"  # 7件, 1.2万元
_NUMBER = re.compile(rf"^[\d.,，%\s/—-]*\d[\d.,，%\s]*{_COUNTED}$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_NUMBERING = "栏次"  # the head of cells that number the columns
_NUMBERINGS = frozenset({"", "栏次", "行次", "序号", "编号", "甲"})
_EMPTY = frozenset({"", "/", "—", "-", "－", "——"})

Grid = Sequence[Sequence[str]]


def rows_of_grid(grid: Grid, spread: Grid | None = None, page: int | None = None) -> tuple[Row, ...]:
    """The rows of a rectangular table.

    ``grid`` holds each cell's own text (a merged cell's text stands once, where it begins); ``spread`` the same with
    merged cells repeated, from which heads are read. Head rows are those above the first row with a value. Of a
    huge table the first rows are read.
    """
    width = max((len(row) for row in grid), default=0)
    grid = grid[: _MAX_CELLS // max(width, 1)]
    if not grid:
        return ()
    spread = (spread or grid)[: len(grid)]
    heads = _head_rows(grid, spread)
    named = [row for row in spread[:heads] if not _is_caption(row) and not _is_numbering(row)]
    columns = _column_heads(named, max(len(row) for row in spread))
    found = []
    for index, row in enumerate(grid):
        if not any(cell.strip() for cell in row):
            continue
        if index < heads:
            head = _NUMBERING if _is_numbering(row) else ""
            found.append(Row(tuple((cell.strip(), head, "") for cell in row if cell.strip()), page))
        else:
            found.append(Row(tuple(_cells(row, spread[index], columns)), page))
    return tuple(found)


def _head_rows(grid: Grid, spread: Grid) -> int:
    """How many rows stand above the first one with values; a table without any has its first row as head."""
    for index, row in enumerate(grid):
        if _has_values(row, spread[index]):
            # A first row with numbers is no head: every row then is "label, value".
            return index
    return 1 if len(grid) > 1 else 0


def _has_values(row: Sequence[str], spread: Sequence[str]) -> bool:
    """Whether a row holds values: numbers or "/" beside its label, or nothing at all where nothing is merged."""
    if _is_numbering(row) or _is_years(row):
        return False
    cells = [cell.strip() for cell in row[1:]]
    if any(_NUMBER.match(cell) or (cell and cell in _EMPTY) for cell in cells):
        return True
    return len(row) > 1 and bool(row[0].strip()) and not any(cell.strip() for cell in spread[1:])


def _is_numbering(row: Sequence[str]) -> bool:
    """Whether cells number the columns: 栏次 | 1 | 2 | 3, or 甲 | 1 | 2."""
    label, numbers = row[0].strip(), [cell.strip() for cell in row[1:] if cell.strip()]
    return len(numbers) >= 2 and label in _NUMBERINGS and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _is_years(row: Sequence[str]) -> bool:
    """Whether cells are years that follow one another: 项目 | 2023 | 2024."""
    years = [cell.strip() for cell in row[1:] if cell.strip()]
    if len(years) < 2 or not all(map(_YEAR.match, years)):
        return False
    return {int(other) - int(one) for one, other in pairwise(years)} in ({1}, {-1})


def _is_caption(spread: Sequence[str]) -> bool:
    """Whether a row is one cell over the whole width: a title, or 单位：件."""
    return len(spread) > 1 and len({cell.strip() for cell in spread}) == 1


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
