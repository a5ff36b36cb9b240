"""Word 97-2003 documents (.doc, and .wps files that WPS Office writes in the same format): paragraphs and table rows.

Macros, the instructions of fields and embedded objects are never looked at.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from struct import error as StructError
from typing import Any

import olefile

from parsers.documents.doc_streams import Unreadable, open_word, story_paragraphs, text_boxes
from parsers.documents.pieces import Extract, Paragraph, Piece
from parsers.documents.tables import rows_of_grid
from parsers.vocabulary import Method

_open_ole: Any = olefile.OleFileIO  # without types
_FIELD = re.compile(r"\x13[^\x13\x14\x15]{0,4000}\x15")  # a field without a shown text
_FIELD_CODE = re.compile(r"\x13[^\x13\x14\x15]{0,4000}\x14([^\x13\x14\x15]{0,20000})\x15")  # \x13PAGE\x14 3\x15
_CONTROLS = str.maketrans({"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\xa0": " "})
_INVISIBLE = re.compile(r"[\x00-\x08\x0d\x10-\x1f]")
_LETTERHEAD = re.compile(r"文\s?件\s?$|[〔\[【]20\d\d[〕\]】]|签发人")


def extract_doc(body: bytes, method: Method = Method.DOC) -> Extract:
    """The paragraphs and table rows of a .doc. What cannot be read comes back empty with the reason in words."""
    name = "WPS 文档" if method is Method.WPS else "Word 文档"
    try:
        with _open_ole(io.BytesIO(body)) as ole:
            word = open_word(ole)
            # A text box has no place in the text; letterheads are the ones that matter, and they stand first.
            boxes = [line for line in _clean(text_boxes(word)).split("\n") if _LETTERHEAD.search(line)]
            pieces = (*(Paragraph(line) for line in boxes), *_pieces(story_paragraphs(word)))
    except Unreadable as error:
        return Extract((), Method.NONE, f"{name}无法读取：{error}")
    except (OSError, StructError, IndexError, ValueError, OverflowError, AttributeError, TypeError) as error:
        # olefile raises whatever a malformed directory makes it stumble over.
        return Extract((), Method.NONE, f"{name}已损坏（{error}）")
    return Extract(pieces, method, "" if pieces else f"{name}中没有文字")


def _pieces(paragraphs: Iterable[tuple[str, str]]) -> Iterator[Piece]:
    """``paragraphs`` are (text, what ends it): a text paragraph, a paragraph in a cell, a cell or a row."""
    rows: list[list[str]] = []
    cells: list[str] = []
    inside: list[str] = []
    for raw, end in paragraphs:
        words = _clean(raw)
        if end == "text":
            yield from _table(rows)
            rows, cells, inside = [], [], []
            yield from (Paragraph(line) for line in words.split("\n") if line.strip())
        elif end == "row":
            rows.append(cells)
            cells, inside = [], []
        else:
            inside.append(words.replace("\n", " ").strip())
            if end == "cell":
                cells.append(" ".join(part for part in inside if part))
                inside = []
    yield from _table(rows)


def _table(rows: list[list[str]]) -> Iterator[Piece]:
    width = max((len(row) for row in rows), default=0)
    yield from rows_of_grid([row + [""] * (width - len(row)) for row in rows])


def _clean(text: str) -> str:
    """Text as it is shown: fields by their results, soft breaks as line breaks, no control characters."""
    for _ in range(5):  # fields may stand inside fields
        shorter = _FIELD_CODE.sub(r"\1", _FIELD.sub("", text))
        if shorter == text:
            break
        text = shorter
    return _INVISIBLE.sub("", text.replace("\r", "\n").translate(_CONTROLS))
