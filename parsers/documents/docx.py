"""Word documents (.docx): paragraphs and tables in their order; no macro runs, no link is followed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.table import Table
from lxml.etree import XMLSyntaxError

from parsers.documents.pieces import Extract, Paragraph, Piece
from parsers.documents.tables import rows_of_grid
from parsers.vocabulary import Method

_MAX_UNPACKED = 200 * 1024 * 1024
_MAX_RATIO = 200


def extract_docx(body: bytes) -> Extract:
    """The paragraphs and table rows of a .docx. Broken and swollen ones come back empty with the reason in words."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > _MAX_UNPACKED or unpacked > _MAX_RATIO * max(len(body), 1):
            return Extract((), Method.NONE, f"the document unpacks to {unpacked} bytes; refused")
        document = Document(io.BytesIO(body))
    except (zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError, OSError) as error:
        return Extract((), Method.NONE, f"broken Word document: {error}")
    pieces = tuple(_pieces(document))
    return Extract(pieces, Method.DOCX, "" if pieces else "the document holds no text")


def _pieces(document: Any) -> Iterator[Piece]:
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            yield from _table(item)
        else:
            text = item.text
            if text.strip():
                yield Paragraph(text, heading=_outline(item))


def _outline(paragraph: Any) -> int | None:
    name = (paragraph.style.name or "") if paragraph.style is not None else ""
    return int(name.removeprefix("Heading ")) if name.startswith("Heading ") and name[8:].isdecimal() else None


def _table(table: Any) -> Iterator[Piece]:
    own: list[list[str]] = []
    spread: list[list[str]] = []
    seen: set[int] = set()
    for row in table.rows:
        cells = list(row.cells)  # a merged cell comes once for each place it covers
        spread.append([cell.text for cell in cells])
        own.append([])
        for cell in cells:
            own[-1].append("" if id(cell._tc) in seen else cell.text)
            seen.add(id(cell._tc))
    yield from rows_of_grid(own, spread)
