"""Workbooks (.xlsx): sheets as tables, values as they are shown. Formulas are never computed, links never followed."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from parsers.documents.pieces import Extract, Paragraph, Piece
from parsers.documents.tables import rows_of_grid
from parsers.documents.unpacking import OFFICE_ERRORS, why_not_parse
from parsers.vocabulary import Method

_MAX_SHEETS = 40
_MAX_ROWS, _MAX_COLUMNS = 2_000, 100  # of one sheet
_WHOLE = 3 * 1024 * 1024  # a bigger file is streamed, without its merged cells
_PERCENT = re.compile(r"^0(?:\.(0+))?%")  # "0.00%"


def extract_xlsx(body: bytes) -> Extract:
    """The rows of every visible sheet. What cannot be read comes back empty with the reason in words."""
    if reason := why_not_parse(body):
        return Extract((), Method.NONE, f"Excel 文件无法读取：{reason}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that it does not know; values are what counts
            book = load_workbook(io.BytesIO(body), read_only=len(body) > _WHOLE, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"][:_MAX_SHEETS]
        pieces = tuple(piece for sheet in sheets for piece in _sheet(sheet))
        book.close()
    except (*OFFICE_ERRORS, InvalidFileException) as error:
        return Extract((), Method.NONE, f"Excel 文件已损坏（{error}）")
    return Extract(pieces, Method.XLSX, "" if pieces else "Excel 文件中没有内容")


def _sheet(sheet: Any) -> Iterator[Piece]:
    rows, columns = min(sheet.max_row or _MAX_ROWS, _MAX_ROWS), min(sheet.max_column or _MAX_COLUMNS, _MAX_COLUMNS)
    grid = [[_shown(cell) for cell in row] for row in sheet.iter_rows(max_row=rows, max_col=columns)]
    spread = [list(row) for row in grid]
    merged = getattr(sheet, "merged_cells", None)
    for area in merged.ranges if merged is not None else ():
        for row in range(area.min_row - 1, min(area.max_row, len(grid))):
            for column in range(area.min_col - 1, min(area.max_col, len(grid[row]))):
                spread[row][column] = grid[area.min_row - 1][area.min_col - 1]
    for first, last in _tables(grid):
        yield from _rows(grid[first:last], spread[first:last])


def _tables(grid: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Stretches of rows between blank ones."""
    first = None
    for index, row in enumerate(grid):
        if any(row):
            first = index if first is None else first
        elif first is not None:
            yield first, index
            first = None
    if first is not None:
        yield first, len(grid)


def _rows(grid: list[list[str]], spread: list[list[str]]) -> Iterator[Piece]:
    """A table's rows; lines of one filled cell above and below it are its title and notes."""
    first, last = 0, len(grid)
    while first < last and _is_line(grid[first]):
        first += 1
    while last > first and _is_line(grid[last - 1]):
        last -= 1
    yield from (Paragraph("".join(row)) for row in grid[:first])
    yield from rows_of_grid(grid[first:last], spread[first:last])
    yield from (Paragraph("".join(row)) for row in grid[last:])


def _is_line(row: Sequence[str]) -> bool:
    return sum(1 for cell in row if cell) == 1


def _shown(cell: Any) -> str:
    """A cell's value as the sheet shows it: 0.8593 formatted as 0.00% is "85.93%"."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        if match := _PERCENT.match(str(cell.number_format or "")):
            return f"{value * 100:.{len(match[1] or '')}f}%"
        return f"{value:.12g}" if isinstance(value, float) else str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value).strip()
