"""Word documents (.docx): paragraphs, text boxes and tables in their order. No macro runs, no link is followed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from parsers.documents.docx_numbers import Numbering
from parsers.documents.pieces import Extract, Paragraph, Piece, Row
from parsers.documents.raised import is_note_mark
from parsers.documents.tables import rows_of_grid
from parsers.documents.unpacking import OFFICE_ERRORS, why_not_parse
from parsers.vocabulary import Method

_MAX_DEPTH = 60
_MAX_SPAN = 100
# What holds text that is not shown, or shown once more: deletions, field codes, the drawing's older twin.
_UNSHOWN = frozenset(
    (qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), qn("w:delText"), qn("w:pPr"), qn("w:rPr"), qn("w:sdtPr"))
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT, _TAB, _BOX = qn("w:t"), frozenset((qn("w:tab"), qn("w:ptab"))), qn("w:txbxContent")
_BREAKS = frozenset((qn("w:br"), qn("w:cr")))
_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_VALUE = qn("w:val")
_RUN, _RAISED = qn("w:r"), f"{qn('w:rPr')}/{qn('w:vertAlign')}"


def extract_docx(body: bytes) -> Extract:
    """The paragraphs and table rows of a .docx. What cannot be read comes back empty with the reason in words."""
    if reason := why_not_parse(body):
        return Extract((), Method.NONE, f"Word 文档无法读取：{reason}")
    try:
        document = Document(io.BytesIO(body))
        pieces = tuple(_Reader(document).pieces())
    except OFFICE_ERRORS as error:
        # python-docx takes the parts that a document needs for granted.
        return Extract((), Method.NONE, f"Word 文档已损坏（{error}）")
    return Extract(pieces, Method.DOCX, "" if pieces else "Word 文档中没有文字，可能只有图片")


class _Reader:
    """Walks the document's own tree: python-docx leaves out text boxes, content controls and accepted insertions."""

    def __init__(self, document: Any) -> None:
        self._body = document.element.body
        self._numbering = Numbering(document)
        self._outlines = {style.style_id: _outline(style) for style in document.styles}

    def pieces(self) -> Iterator[Piece]:
        yield from self._blocks(self._body, 0)

    def _blocks(self, parent: Any, depth: int) -> Iterator[Piece]:
        if depth > _MAX_DEPTH:
            return
        for node in parent:
            if node.tag == _PARAGRAPH:
                yield from self._paragraph(node, depth)
            elif node.tag == _TABLE:
                yield from self._table(node, depth)
            elif isinstance(node.tag, str) and node.tag not in _UNSHOWN:  # content controls, insertions, smart tags
                yield from self._blocks(node, depth + 1)

    def _paragraph(self, node: Any, depth: int) -> Iterator[Piece]:
        words: list[str] = []
        boxes: list[Any] = []
        _collect(node, words, boxes, 0)
        for box in boxes:  # a box is printed where its anchor stands or above: letterheads are
            yield from self._blocks(box, depth + 1)
        text = "".join(words)
        number = self._numbering.number(node) if text.strip() else ""
        if text.strip():
            style = node.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            level = self._outlines.get(style.get(_VALUE)) if style is not None else None
            yield Paragraph(number + text.lstrip() if number else text, heading=level)

    def _table(self, node: Any, depth: int) -> Iterator[Piece]:
        own: list[list[str]] = []
        spread: list[list[str]] = []
        for row in node.iter(_ROW):
            if next(row.iterancestors(_TABLE)) is not node:
                continue
            own.append([])
            spread.append([])
            for cell in row.iter(_CELL):
                if next(cell.iterancestors(_ROW)) is row:
                    self._cell(cell, own, spread, depth)
        if not own:
            return
        width = max(len(row) for row in spread)
        if width == 1:  # a frame around text
            for cell in node.iter(_CELL):
                if next(cell.iterancestors(_TABLE)) is node:
                    yield from self._blocks(cell, depth + 1)
            return
        yield from rows_of_grid(
            [row + [""] * (width - len(row)) for row in own], [row + [""] * (width - len(row)) for row in spread]
        )

    def _cell(self, cell: Any, own: list[list[str]], spread: list[list[str]], depth: int) -> None:
        """One cell into both grids: a cell merged downwards stands in its first row only, heads excepted."""
        column = len(spread[-1])
        text = "\n".join(_words(piece) for piece in self._blocks(cell, depth + 1))
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        across = min(max(int(span.get(_VALUE, "1")), 1), _MAX_SPAN) if span is not None else 1
        merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        goes_on = merge is not None and merge.get(_VALUE, "continue") != "restart"
        if goes_on and len(spread) > 1 and column < len(spread[-2]):
            own[-1] += [""] * across
            spread[-1] += [spread[-2][column]] * across
        else:
            own[-1] += [text, *[""] * (across - 1)]
            spread[-1] += [text] * across


def _words(piece: Piece) -> str:
    return " ".join(text for text, _, _ in piece.cells) if isinstance(piece, Row) else piece.text


def _collect(node: Any, words: list[str], boxes: list[Any], depth: int) -> None:
    """The shown text of a paragraph into ``words``, its text boxes into ``boxes``."""
    if depth > _MAX_DEPTH:
        return
    for child in node:
        tag = child.tag
        if tag == _TEXT:
            words.append(child.text or "")
        elif tag in _TAB:
            words.append("\t")
        elif tag in _BREAKS:
            words.append("\n")
        elif tag == _BOX:
            boxes.append(child)
        elif tag == qn("w:noBreakHyphen"):
            words.append("-")
        elif isinstance(tag, str) and tag not in _UNSHOWN and tag != _FALLBACK:
            told = len(words)
            _collect(child, words, boxes, depth + 1)
            if tag == _RUN and _is_raised(child) and is_note_mark("".join(words[:told][-4:]), "".join(words[told:])):
                del words[told:]


def _is_raised(run: Any) -> bool:
    where = run.find(_RAISED)
    return where is not None and where.get(_VALUE) == "superscript"


def _outline(style: Any) -> int | None:
    """The heading level of a style: by its outline level, else by its name; styles inherit."""
    seen = 0
    while style is not None and seen < 12:
        level = style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if level is not None:
            value = int(level.get(_VALUE, "9"))
            return value + 1 if value < 4 else None
        name = (style.name or "").lower()
        if name.startswith(("heading ", "标题 ")) and name[-1:].isdecimal():
            return min(int(name[-1]), 4)
        style, seen = getattr(style, "base_style", None), seen + 1
    return None
