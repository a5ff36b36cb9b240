"""PDF: the text layer where there is one, else the pages are looked at as pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from parsers.documents.characters import han_count
from parsers.documents.ocr import read_image
from parsers.documents.pieces import Extract, Line
from parsers.vocabulary import Method

MAX_PAGES = 500
MAX_SCANNED_PAGES = 80
_SCAN_DPI = 200
_MAX_PIXELS = 25_000_000  # of one rendered page
# A page with fewer Han characters than this in its text layer, and a picture on it, is a scan (or a scan with a stamp).
_LEAST_TEXT = 12
_LINE = re.compile(r"[^\r\n]+")


def extract_pdf(body: bytes, *, ocr: bool = True) -> Extract:
    """The lines of a PDF. Encrypted, broken and endless ones come back empty with the reason in words."""
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        return Extract((), Method.NONE, "the PDF is locked with a password" if locked else f"broken PDF: {error}")
    try:
        return _extract(document, ocr)
    finally:
        document.close()


def _extract(document: Any, ocr: bool) -> Extract:
    count = len(document)
    if count > MAX_PAGES:
        return Extract((), Method.NONE, f"{count} pages; more than {MAX_PAGES} are not read", count)
    lines: list[Line] = []
    scanned: list[int] = []
    for number in range(count):
        page = document[number]
        found = list(_text_lines(page, number + 1))
        if sum(han_count(line.text) for line in found) < _LEAST_TEXT and _has_picture(page):
            scanned.append(number)
        else:
            lines += found
        page.close()
    if not scanned:
        return Extract(tuple(lines), Method.PDF_TEXT, "" if lines else "the PDF holds no text", count)
    return _with_scans(document, lines, scanned, ocr, count)


def _with_scans(document: Any, lines: list[Line], scanned: list[int], ocr: bool, count: int) -> Extract:
    if not ocr:
        return Extract(tuple(lines), Method.NONE if not lines else Method.PDF_TEXT, "a scan, and OCR is off", count)
    if len(scanned) > MAX_SCANNED_PAGES:
        return Extract(
            (), Method.NONE, f"{len(scanned)} scanned pages; more than {MAX_SCANNED_PAGES} are not read", count
        )
    for number in scanned:
        page = document[number]
        lines += read_image(_picture(page), number + 1)
        page.close()
    lines.sort(key=lambda line: line.page)
    reason = f"{len(scanned)} of {count} pages read by OCR"
    return Extract(tuple(lines), Method.PDF_OCR, reason if lines else "no characters were found on the scan", count)


def _text_lines(page: Any, number: int) -> Iterator[Line]:
    """The text layer's lines with their edges in points, from the first and last character's boxes."""
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        # pdfium counts characters as code units; text beyond the basic plane would shift every later place.
        exact = len(text) == textpage.count_chars()
        for match in _LINE.finditer(text):
            words = match[0].strip()
            if not words:
                continue
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            yield _line(textpage, words, number, start if exact else None)
    finally:
        textpage.close()


def _line(textpage: Any, words: str, number: int, start: int | None) -> Line:
    if start is None:
        return Line(words, number, 0.0, float(len(words)), 1.0)
    first = textpage.get_charbox(start, loose=True)
    last = textpage.get_charbox(start + len(words) - 1, loose=True)
    return Line(words, number, first[0], last[2], max(first[3] - first[1], 1.0))


def _has_picture(page: Any) -> bool:
    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _picture(page: Any) -> Any:
    width, height = page.get_size()
    scale = _SCAN_DPI / 72
    if width * height * scale * scale > _MAX_PIXELS:
        scale = (_MAX_PIXELS / (width * height)) ** 0.5
    return page.render(scale=scale).to_numpy()
