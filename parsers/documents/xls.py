"""Workbooks of Excel 97-2003 (.xls, and the .et of WPS in the same format): values as shown, nothing computed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from struct import error as StructError
from typing import Any

import olefile
import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_NUMBER, XL_CELL_TEXT, XLRDError
from xlrd.compdoc import CompDocError
from xlrd.xldate import XLDateError, xldate_as_datetime

from parsers.documents.pieces import Extract, Piece
from parsers.documents.sheets import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, sheet_pieces, shown_number
from parsers.vocabulary import Method

_MAX_FILE = 20 * 1024 * 1024
# What xlrd raises for torn and hostile files beside its own errors: it checks little of what it reads.
_ERRORS = (
    *(XLRDError, CompDocError, XLDateError, StructError, ValueError, LookupError, TypeError, AttributeError),
    *(AssertionError, ArithmeticError, OSError, EOFError, RecursionError, NotImplementedError),
)
_open: Any = xlrd.open_workbook  # untyped
_open_container: Any = olefile.OleFileIO
_date: Any = xldate_as_datetime


def extract_xls(body: bytes) -> Extract:
    """The rows of every visible sheet. What cannot be read comes back empty with the reason in words."""
    if len(body) > _MAX_FILE:
        return Extract((), Method.NONE, f"Excel 文件达{len(body) // 1024 // 1024} MB，超过上限")
    try:
        stream = _workbook(body)
        with _open(
            file_contents=stream, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
        ) as book:
            sheets = (book.sheet_by_index(number) for number in range(min(book.nsheets, MAX_SHEETS)))
            pieces = tuple(piece for sheet in sheets if not sheet.visibility for piece in _sheet(book, sheet))
    except _ERRORS as error:
        locked = "encrypt" in str(error).lower()
        return Extract((), Method.NONE, "Excel 文件已加密" if locked else f"Excel 文件已损坏（{error}）")
    return Extract(pieces, Method.XLS, "" if pieces else "Excel 文件中没有内容")


def _workbook(body: bytes) -> bytes:
    """The workbook's own stream; xlrd itself runs in circles where the container's chain of sectors does."""
    with _open_container(io.BytesIO(body)) as container:
        for name in ("Workbook", "Book"):
            if container.exists(name):
                return bytes(container.openstream(name).read())
    raise ValueError("文件中没有工作簿")


def _sheet(book: Any, sheet: Any) -> Iterator[Piece]:
    width = min(sheet.ncols, MAX_COLUMNS)
    grid = [
        [_shown(book, sheet.cell(row, column)) if column < sheet.row_len(row) else "" for column in range(width)]
        for row in range(min(sheet.nrows, MAX_ROWS))
    ]
    spread = [list(row) for row in grid]
    for top, bottom, left, right in sheet.merged_cells:
        for row in range(top, min(bottom, len(grid))):
            for column in range(left, min(right, width)):
                spread[row][column] = grid[top][left]
    yield from sheet_pieces(grid, spread)


def _shown(book: Any, cell: Any) -> str:
    if cell.ctype == XL_CELL_TEXT:
        return str(cell.value).strip()
    if cell.ctype == XL_CELL_BOOLEAN:
        return "是" if cell.value else "否"
    if cell.ctype == XL_CELL_DATE:
        return str(_date(cell.value, book.datemode).date().isoformat())
    if cell.ctype == XL_CELL_NUMBER:
        style = book.format_map.get(book.xf_list[cell.xf_index].format_key)
        return shown_number(cell.value, style.format_str if style is not None else "General")
    return ""  # blank, or an error such as #DIV/0!
