"""Workbooks (.xlsx): sheets as tables, values as they are shown. Formulas are never computed, links never followed."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from parsers.documents.pieces import Extract, Piece
from parsers.documents.sheets import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, sheet_pieces, shown_number
from parsers.documents.unpacking import OFFICE_ERRORS, why_not_parse
from parsers.vocabulary import Method

_WHOLE = 3 * 1024 * 1024  # a bigger file is streamed, without its merged cells


def extract_xlsx(body: bytes) -> Extract:
    """The rows of every visible sheet. What cannot be read comes back empty with the reason in words."""
    if reason := why_not_parse(body):
        return Extract((), Method.NONE, f"Excel 文件无法读取：{reason}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that it does not know; values are what counts
            book = load_workbook(io.BytesIO(body), read_only=len(body) > _WHOLE, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"][:MAX_SHEETS]
        pieces = tuple(piece for sheet in sheets for piece in _sheet(sheet))
        book.close()
    except (*OFFICE_ERRORS, InvalidFileException) as error:
        return Extract((), Method.NONE, f"Excel 文件已损坏（{error}）")
    return Extract(pieces, Method.XLSX, "" if pieces else "Excel 文件中没有内容")


def _sheet(sheet: Any) -> Iterator[Piece]:
    rows, columns = min(sheet.max_row or MAX_ROWS, MAX_ROWS), min(sheet.max_column or MAX_COLUMNS, MAX_COLUMNS)
    grid = [[_shown(cell) for cell in row] for row in sheet.iter_rows(max_row=rows, max_col=columns)]
    spread = [list(row) for row in grid]
    merged = getattr(sheet, "merged_cells", None)
    for area in merged.ranges if merged is not None else ():
        for row in range(area.min_row - 1, min(area.max_row, len(grid))):
            for column in range(area.min_col - 1, min(area.max_col, len(grid[row]))):
                spread[row][column] = grid[area.min_row - 1][area.min_col - 1]
    yield from sheet_pieces(grid, spread)


def _shown(cell: Any) -> str:
    """A cell's value as the sheet shows it: 0.8593 formatted as 0.00% is "85.93%"."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return shown_number(value, str(cell.number_format or ""))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value).strip()
