"""Word documents (.docx): paragraphs, text boxes, notes and tables in their order. No macro runs, no link is followed.

Text is what Word prints: nothing hidden or struck out, no phonetic guides.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from parsers.documents.characters import han_count
from parsers.documents.docx_numbers import Numbering
from parsers.documents.ocr import read_picture_file
from parsers.documents.pieces import Extract, Paragraph, Piece, Row
from parsers.documents.raised import is_note_mark
from parsers.documents.tables import rows_of_grid
from parsers.documents.unpacking import OFFICE_ERRORS, why_not_parse
from parsers.vocabulary import Method

_MAX_DEPTH = 60
_MAX_SPAN = 100
# What holds text that is not shown, or shown once more: deletions, field codes, the drawing's older twin.
_UNSHOWN = frozenset(
    (
        *(qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), qn("w:delText"), qn("w:pPr"), qn("w:rPr"), qn("w:sdtPr")),
        qn("w:rt"),  # how a character is spoken
    )
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT, _TAB, _BOX = qn("w:t"), frozenset((qn("w:tab"), qn("w:ptab"))), qn("w:txbxContent")
_BREAKS = frozenset((qn("w:br"), qn("w:cr")))
_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_VALUE = qn("w:val")
_RUN_STYLE, _RUN_WORDS = qn("w:rStyle"), qn("w:rPr")
_HIDING = frozenset((qn("w:vanish"), qn("w:strike"), qn("w:dstrike")))
_OFF = frozenset(("0", "false", "off"))
_SYMBOL = qn("w:sym")
_SYMBOL_SIGNS = frozenset("0123456789%.,()+-=<>/")  # of the font Symbol, which are those of ASCII
_NOTES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
_ID = qn("w:id")
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_EMBEDDED = qn("r:embed")
_LEAST_TEXT = 200  # Han characters; with fewer, pictures are the pages
_LEAST_PICTURE = 8_000  # bytes: smaller ones are seals and signs
_MAX_PICTURES = 60
_RUN, _RAISED = qn("w:r"), f"{qn('w:rPr')}/{qn('w:vertAlign')}"


def extract_docx(body: bytes, *, ocr: bool = True) -> Extract:
    """The paragraphs and table rows of a .docx, or of the pictures that are its pages.

    What cannot be read comes back empty with the reason in words.
    """
    if reason := why_not_parse(body):
        return Extract((), Method.NONE, f"Word 文档无法读取：{reason}")
    try:
        document = Document(io.BytesIO(body))
        pieces = tuple(_Reader(document).pieces())
        pictures = _pictures(document) if _is_little(pieces) else []
    except OFFICE_ERRORS as error:
        # python-docx takes the parts that a document needs for granted.
        return Extract((), Method.NONE, f"Word 文档已损坏（{error}）")
    if pictures:
        return _of_pictures(pieces, pictures, ocr=ocr)
    return Extract(pieces, Method.DOCX, "" if pieces else "Word 文档中没有文字")


def _is_little(pieces: Sequence[Piece]) -> bool:
    return sum(han_count(_words(piece)) for piece in pieces) < _LEAST_TEXT


def _pictures(document: Any) -> list[bytes]:
    """The pictures of a document that may be pages, in their order."""
    named = (blip.get(_EMBEDDED) for blip in document.element.body.iter(_PICTURE))
    parts = (document.part.related_parts.get(name) for name in dict.fromkeys(filter(None, named)))
    found = [part.blob for part in parts if part is not None and len(part.blob) >= _LEAST_PICTURE]
    return found[:_MAX_PICTURES]


def _of_pictures(pieces: Sequence[Piece], pictures: Sequence[bytes], *, ocr: bool) -> Extract:
    """A document whose pages are pictures, below what little text it has."""
    number = len(pictures)
    if not ocr:
        reason = f"Word 文档的{number}页是图片，而文字识别（OCR）已关闭"
        return Extract(tuple(pieces), Method.DOCX if pieces else Method.NONE, reason, number, scans=number)
    read = [read_picture_file(picture) for picture in pictures]
    seen = [replace(piece, page=page) for page, extract in enumerate(read, 1) for piece in extract.pieces]
    if not seen:
        reasons = dict.fromkeys(extract.reason for extract in read if extract.reason)
        return Extract(tuple(pieces), Method.DOCX if pieces else Method.NONE, "；".join(reasons), number)
    return Extract((*pieces, *seen), Method.IMAGE_OCR, f"Word 文档的{number}页是图片，按顺序读取", number)


class _Reader:
    """Walks the document's own tree: python-docx leaves out text boxes, content controls and accepted insertions."""

    def __init__(self, document: Any) -> None:
        self._body = document.element.body
        self._numbering = Numbering(document)
        self._outlines = {style.style_id: _outline(style) for style in document.styles}
        self._hidden = frozenset(style.style_id for style in document.styles if _is_hidden(style.element))
        self._parts = {
            rel.reltype.rpartition("/")[2]: rel for rel in document.part.rels.values() if not rel.is_external
        }
        self._noted: list[tuple[str, str]] = []  # the notes of the paragraphs that were read last

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
            if depth == 0 and self._noted:
                yield from self._notes()

    def _paragraph(self, node: Any, depth: int) -> Iterator[Piece]:
        words: list[str] = []
        boxes: list[Any] = []
        style = node.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is not None and style.get(_VALUE) in self._hidden:
            return
        self._collect(node, words, boxes, 0)
        for box in boxes:  # a box is printed where its anchor stands or above: letterheads are
            yield from self._blocks(box, depth + 1)
        text = "".join(words)
        number = self._numbering.number(node) if text.strip() else ""
        if text.strip():
            level = self._outlines.get(style.get(_VALUE)) if style is not None else None
            yield Paragraph(number + text.lstrip() if number else text, heading=level)

    def _collect(self, node: Any, words: list[str], boxes: list[Any], depth: int) -> None:
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
            elif tag == _SYMBOL:
                words.append(_symbol(child))
            elif tag in _NOTES:
                self._noted.append((_NOTES[tag], child.get(_ID, "")))
            elif isinstance(tag, str) and tag not in _UNSHOWN and tag != _FALLBACK and not self._hides(child):
                told = len(words)
                self._collect(child, words, boxes, depth + 1)
                if (
                    tag == _RUN
                    and _is_raised(child)
                    and is_note_mark("".join(words[:told][-4:]), "".join(words[told:]))
                ):
                    del words[told:]

    def _hides(self, run: Any) -> bool:
        """Whether a run is hidden or struck out, by itself or by its style."""
        if run.tag != _RUN or not len(run) or run[0].tag != _RUN_WORDS:
            return False
        style = run[0].find(_RUN_STYLE)
        return _is_hidden(run) or (style is not None and style.get(_VALUE) in self._hidden)

    def _notes(self) -> Iterator[Piece]:
        """The notes at the foot that the last paragraph refers to, each a paragraph below it."""
        noted, self._noted = self._noted, []
        for kind, number in noted:
            relation = self._parts.get(kind)
            root = parse_xml(relation.target_part.blob) if relation is not None else ()
            for note in root:
                if note.get(_ID) == number:
                    text = " ".join(_words(piece).strip() for piece in self._blocks(note, 1))
                    if text.strip():
                        yield Paragraph(f"注：{text.strip()}")

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


def _is_hidden(element: Any) -> bool:
    """Whether a run, or a style, says that its text is not shown."""
    properties = element.find(_RUN_WORDS)
    marks = () if properties is None else (mark for mark in properties if mark.tag in _HIDING)
    return any(mark.get(_VALUE, "1").lower() not in _OFF for mark in marks)


def _symbol(sign: Any) -> str:
    """A sign of the font Symbol that is one of ASCII's; others are ornaments."""
    code = int(sign.get(qn("w:char"), "0"), 16) & 0xFF
    is_plain = (sign.get(qn("w:font")) or "").lower() == "symbol" and chr(code) in _SYMBOL_SIGNS
    return chr(code) if is_plain else ""


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
