"""PDF: the text layer where it is legible, tables by their ruling lines, and scanned pages looked at as pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

import pypdfium2
import pypdfium2.raw

from parsers.documents.characters import REPORT_LENGTH
from parsers.documents.ocr import read_image
from parsers.documents.pdf_damage import FontPrograms, damaged_streams
from parsers.documents.pdf_fonts import use_own_font
from parsers.documents.pdf_page import Layer, PageState, PdfPage, pages_of, read_page
from parsers.documents.pieces import Extract, Line, Piece, Row
from parsers.documents.ruled import Table
from parsers.documents.running import is_page_number
from parsers.documents.tables import rows_of_grid
from parsers.vocabulary import Method

MAX_PAGES = 500
MAX_SCANNED_PAGES = 80
MAX_APPENDED_SCANS = 20  # behind a text layer that is long enough to be the report
MAX_CHARACTERS = 4_000_000
_SCAN_DPI = 200
_MAX_PIXELS = 25_000_000  # of one rendered page

_open: Any = pypdfium2.PdfDocument  # untyped
pdfium: Any = pypdfium2.raw
use_own_font()


def extract_pdf(body: bytes, *, ocr: bool = True) -> Extract:
    """The pieces of a PDF. Encrypted, broken and endless ones come back empty with the reason in words.

    So does one of which a part is lost: what stood there must not be taken for absent.
    """
    try:
        document = _open(body)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        return Extract((), Method.NONE, "PDF 文件已加密，需要密码" if locked else f"PDF 文件已损坏（{error}）")
    try:
        fonts = FontPrograms()
        pages, characters = _read_pages(document, fonts) if len(document) <= MAX_PAGES else ([], 0)
        if damaged := damaged_streams(body, fonts.checksums):
            return Extract((), Method.NONE, f"PDF 文件部分损坏（{damaged}处数据不能解开），内容不全", len(document))
        return _extract(document, pages, characters, ocr)
    finally:
        document.close()


def _read_pages(document: Any, fonts: FontPrograms) -> tuple[list[PdfPage], int]:
    """The pages until there are too many characters on them, and how many there are."""
    layers: list[Layer] = []
    characters = 0
    for number in range(len(document)):
        layers.append(_layer(document, number, fonts))
        characters += sum([len(box.text) for box in layers[-1].boxes])
        if characters > MAX_CHARACTERS:
            break
    return pages_of(layers), characters


def _extract(document: Any, pages: list[PdfPage], characters: int, ocr: bool) -> Extract:
    count = len(document)
    if count > MAX_PAGES:
        return Extract((), Method.NONE, f"PDF 文件有{count}页，超过{MAX_PAGES}页的上限", count)
    if characters > MAX_CHARACTERS:
        return Extract((), Method.NONE, f"PDF 文件的文字超过{MAX_CHARACTERS}字的上限", count)
    scans = [number for number, page in enumerate(pages) if page.state is PageState.SCAN]
    broken = sum(page.state is PageState.BROKEN for page in pages)
    if broken:
        return Extract((), Method.NONE, f"PDF 文件有{broken}页已损坏，内容不全", count)
    notes: list[str] = []
    recognised = 0
    if scans and (why_not := _why_not_looked_at(len(scans), characters, ocr)):
        notes.append(why_not)
    elif scans:
        for number in scans:
            pages[number] = replace(pages[number], items=_recognised(document, number))
        recognised = sum(_length(pages[number]) for number in scans)
        notes.append(f"共{count}页，其中{len(scans)}页由文字识别（OCR）读出")
    pieces = _pieces(pages)
    unread = 0 if ocr else len(scans)
    if not pieces:
        return Extract((), Method.NONE, "；".join(notes) or "PDF 文件中没有文字", count, unread)
    method = Method.PDF_OCR if recognised and 2 * recognised > sum(map(_length, pages)) else Method.PDF_TEXT
    return Extract(pieces, method, "；".join(notes), count, unread)


def _why_not_looked_at(scans: int, characters: int, ocr: bool) -> str:
    if not ocr:
        return f"{scans}页是扫描件，而文字识别（OCR）已关闭"
    most = MAX_APPENDED_SCANS if characters >= REPORT_LENGTH else MAX_SCANNED_PAGES
    return f"{scans}页是扫描件，超过{most}页的上限，未识别" if scans > most else ""


def _length(page: PdfPage) -> int:
    length = 0
    for item in page.items:
        if isinstance(item, Line):
            length += len(item.text)
        elif isinstance(item, Row):
            length += sum(len(cell) for cell, _, _ in item.cells)
    return length


def _layer(document: Any, number: int, fonts: FontPrograms) -> Layer:
    page = pdfium.FPDF_LoadPage(document.raw, number)
    if not page:
        return Layer((), PageState.BROKEN)
    try:
        return read_page(page, number + 1, fonts)
    except pypdfium2.PdfiumError:
        return Layer((), PageState.BROKEN)
    finally:
        pdfium.FPDF_ClosePage(page)


def _recognised(document: Any, number: int) -> tuple[Line | Row, ...]:
    page = document[number]
    try:
        width, height = page.get_size()
        scale = min(_SCAN_DPI / 72, (_MAX_PIXELS / max(width * height, 1)) ** 0.5)
        return tuple(read_image(page.render(scale=scale, rev_byteorder=False).to_numpy(), number + 1))
    except pypdfium2.PdfiumError:
        return ()
    finally:
        page.close()


def _pieces(pages: Sequence[PdfPage]) -> tuple[Piece, ...]:
    """Lines and table rows in order; a table that goes on at the top of the next page is one table."""
    items = [item for page in pages for item in page.items]
    found: list[Piece] = []
    at = 0
    while at < len(items):
        item = items[at]
        at += 1
        if not isinstance(item, Table):
            found.append(item)
            continue
        tables = [item]
        while (further := _continuation(items, at, tables[-1])) is not None:
            at = further + 1
            tables.append(cast(Table, items[further]))
        found += _rows(tables)
    return tuple(found)


def _continuation(items: Sequence[Piece | Table], at: int, table: Table) -> int | None:
    """Where the table goes on: on the next page, with nothing but page numbers between, as wide as before."""
    while at < len(items) and isinstance(line := items[at], Line) and is_page_number(line.text):
        at += 1
    following = items[at] if at < len(items) else None
    if not isinstance(following, Table) or following.page != table.page + 1:
        return None
    return at if len(following.own[0]) == len(table.own[0]) else None


def _rows(tables: Sequence[Table]) -> Iterator[Row]:
    """The rows of one table on several pages, a head that is printed again left out."""
    kept: list[tuple[list[str], list[str], int]] = []
    for table in tables:
        rows = [(own, spread, table.page) for own, spread in zip(table.own, table.spread, strict=True) if any(own)]
        repeated = 0
        if table is not tables[0]:
            while repeated < min(len(rows), len(kept)) and rows[repeated][0] == kept[repeated][0]:
                repeated += 1
        kept += rows[repeated:]
    rows_found = rows_of_grid([own for own, _, _ in kept], [spread for _, spread, _ in kept])
    for row, (_, _, page) in zip(rows_found, kept, strict=False):
        yield replace(row, page=page)
