"""One table as a file: csv that Excel opens as UTF-8, xlsx that is streamed, or json."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from errno import ENOSPC
from pathlib import Path

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from db.export_words import DICTIONARY, column_entries, words
from db.plain import Cell, cell, csv_lines, harmless

ROWS_A_SHEET = 1_000_000  # Excel's own limit is 1,048,576
_LONGEST = 32_767  # characters of a cell
_WIDE = {"title": 50, "quote": 60, "quotes": 60, "url": 40, "explanation": 60, "reason": 40, "text": 50, "body": 26}


def write_csv(path: Path, name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """The number of rows written."""
    count = -1  # the head comes with the first row, or alone
    with path.open("w", encoding="utf-8", newline="") as file:
        for line in csv_lines(columns, rows):
            file.write(line)
            count += 1
    return count


def write_json(path: Path, name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """One document: the table's names, its columns with their meaning, its rows; what is not known is null."""
    zh, en = words().tables.get(name, (name, name))
    known = words().columns
    head = {
        "table": name,
        "zh": zh,
        "en": en,
        "columns": [{"name": name, "zh": known[name][0], "en": known[name][1]} for name in columns if name in known],
    }
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": [')
        for row in rows:
            values = {column: _plain(value) for column, value in zip(columns, row, strict=True)}
            file.write((",\n" if count else "\n") + json.dumps(values, ensure_ascii=False))
            count += 1
        file.write("\n]}\n")
    return count


def _plain(value: Cell) -> Cell:
    return (harmless(value) or None) if isinstance(value, str) else None if value is None else cell(value)


def write_xlsx(path: Path, name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """A workbook: the table (in several sheets, if it is long) and its dictionary. Rows are streamed to the disk."""
    try:
        return _write_xlsx(path, name, columns, rows)
    except SerialisationError as error:  # how lxml calls a disk that takes no more
        raise OSError(ENOSPC, f"the disk takes no more ({error})") from error


def _write_xlsx(path: Path, name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    book = Workbook(write_only=True)
    sheet, count = None, 0
    for row in rows:
        if sheet is None or count % ROWS_A_SHEET == 0:
            sheet = _sheet(book, name if count == 0 else f"{name} {count // ROWS_A_SHEET + 1}", columns)
        sheet.append([_safe(cell(value)) for value in row])
        count += 1
    if sheet is None:
        _sheet(book, name, columns)
    if name in words().tables:
        meaning = _sheet(book, "dictionary", DICTIONARY)
        for entry in column_entries(name, tuple(columns)):
            meaning.append([_safe(cell(value)) for value in entry])
    book.save(path)
    return count


def _sheet(book: Workbook, title: str, columns: Sequence[str]) -> Worksheet:
    sheet: Worksheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    print_on_a4(sheet)
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDE.get(column, 14)
    head = []
    for column in columns:
        made = WriteOnlyCell(sheet, column)
        made.font = Font(bold=True)
        made.fill = PatternFill("solid", fgColor="EEF1F5")
        head.append(made)
    sheet.append(head)
    return sheet


def print_on_a4(sheet: Worksheet) -> None:
    """Landscape, as wide as the page, with page numbers."""
    sheet.page_setup.orientation = Worksheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("&P / &N"))


def _safe(value: str | int | float) -> str | int | float:
    """What openpyxl would take for an error, or Excel for too long, stays a text that opens."""
    if not isinstance(value, str):
        return value
    return f"'{value}" if value in ERROR_CODES else value[:_LONGEST]
