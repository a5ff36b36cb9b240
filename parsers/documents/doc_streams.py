"""Inside a .doc file: the piece table that says where its text is, and the properties that make paragraphs to tables.

Structures and section numbers are those of Microsoft's open specification [MS-DOC].
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from struct import unpack_from
from typing import Any, Literal

_WORD = 0xA5EC  # wIdent of the file information block, 2.5.2
_WORD_97 = 0x00C1  # nFib; older files keep their piece table elsewhere
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_MAX_STREAM = 40 * 1024 * 1024
_MAX_PIECES = 100_000
_MAX_CHARACTERS = 4_000_000
_MAX_PROPERTY_PAGES = 20_000

_PAGE = 512
_IN_TABLE, _ROW_END = 0x2416, 0x2417  # sprmPFInTable, sprmPFTtp, 2.6.2
_OPERAND_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}  # by a property's spra bits, 2.2.5.1; 6 states its own
_PARAGRAPH_MARKS = frozenset((0x07, 0x0D))

End = Literal["text", "in_cell", "cell", "row"]


class Unreadable(Exception):
    """Why a file cannot be read, in words for the user."""


@dataclass(frozen=True, slots=True)
class _Run:
    """``count`` characters from ``first`` on, stored from byte ``at`` of the main stream, one or two bytes each."""

    first: int
    count: int
    at: int
    size: int


@dataclass(frozen=True, slots=True)
class Word:
    """A document's characters as UTF-16 code units, and what is known of its paragraphs."""

    units: array[int]
    runs: tuple[_Run, ...]
    main: int  # length of the main text in code units
    boxes: tuple[int, int]  # where text boxes begin and end
    properties: tuple[tuple[int, bool, bool], ...]  # (first byte, in a table, ends a row), sorted


def open_word(ole: Any) -> Word:
    """The text of an opened OLE file. Raises `Unreadable` with the reason, struct errors and the like for torn ones."""
    if not ole.exists("WordDocument"):
        raise Unreadable("文件中没有 WordDocument 流")
    stream = _stream(ole, "WordDocument")
    ident, version = unpack_from("<HH", stream, 0)
    (flags,) = unpack_from("<H", stream, 10)
    if ident != _WORD or version < _WORD_97:
        raise Unreadable("格式早于 Word 97")
    if flags & _ENCRYPTED:
        raise Unreadable("文件已加密")
    name = "1Table" if flags & _TABLE_1 else "0Table"
    if not ole.exists(name):
        raise Unreadable(f"文件中没有 {name} 流")
    table = _stream(ole, name)
    # Stories follow one another: main, footnotes, headers, (unused), annotations, endnotes, text boxes (2.5.4).
    lengths = unpack_from("<7i", stream, 76)
    before = sum(lengths[:6])
    if min(lengths) < 0 or before + lengths[6] > _MAX_CHARACTERS:
        raise Unreadable("声明的文字长度不合理")
    runs = tuple(_runs(stream, table))
    units = array("H")
    for run in runs:
        raw = stream[run.at : run.at + run.count * run.size]
        units.frombytes(raw if run.size == 2 else raw.decode("cp1252", errors="replace").encode("utf-16-le"))
        if len(units) != run.first + run.count:
            raise Unreadable("文字不完整，文件被截断")
    return Word(units, runs, lengths[0], (before, before + lengths[6]), tuple(_properties(stream, table)))


def _stream(ole: Any, name: str) -> bytes:
    if ole.get_size(name) > _MAX_STREAM:
        raise Unreadable(f"{name} 流过大")
    return bytes(ole.openstream(name).read())


def _runs(stream: bytes, table: bytes) -> Iterator[_Run]:
    """The piece table, 2.9.38 (Clx) and 2.8.35 (PlcPcd)."""
    start, length = unpack_from("<II", stream, 418)
    clx = table[start : start + length]
    at = 0
    while at < len(clx) and clx[at] == 1:  # property lists that pieces may refer to
        at += 3 + unpack_from("<H", clx, at + 1)[0]
    if at >= len(clx) or clx[at] != 2:
        raise Unreadable("找不到文字索引（piece table）")
    (size,) = unpack_from("<I", clx, at + 1)
    count = (size - 4) // 12
    if not 0 < count <= _MAX_PIECES:
        raise Unreadable("文字索引（piece table）不合理")
    places = unpack_from(f"<{count + 1}I", clx, at + 5)
    if places[0] != 0 or places[-1] > _MAX_CHARACTERS or list(places) != sorted(places):
        raise Unreadable("文字索引（piece table）不合理")
    for index in range(count):
        (packed,) = unpack_from("<I", clx, at + 5 + (count + 1) * 4 + index * 8 + 2)
        narrow, offset = bool(packed & 0x40000000), packed & 0x3FFFFFFF
        span = places[index + 1] - places[index]
        yield _Run(places[index], span, offset // 2 if narrow else offset, 1 if narrow else 2)


# --- paragraph properties --------------------------------------------------------------------------------------


def _properties(stream: bytes, table: bytes) -> list[tuple[int, bool, bool]]:
    """Table marks of every stretch of the file: from its property pages (2.8.5 PlcBtePapx, 2.9.174 PapxFkp)."""
    start, length = unpack_from("<II", stream, 258)
    count = (length - 4) // 8
    if not 0 < count <= _MAX_PROPERTY_PAGES or start + length > len(table):
        return []
    numbers = unpack_from(f"<{count}I", table, start + 4 * (count + 1))
    found: list[tuple[int, bool, bool]] = []
    for number in numbers:
        page = stream[(number & 0x3FFFFF) * _PAGE : ((number & 0x3FFFFF) + 1) * _PAGE]
        if len(page) == _PAGE:
            found += _page_properties(page)
    return sorted(found)


def _page_properties(page: bytes) -> Iterator[tuple[int, bool, bool]]:
    count = page[-1]
    if 4 * (count + 1) + 13 * count > _PAGE - 1:
        return
    places = unpack_from(f"<{count + 1}I", page, 0)
    for index in range(count):
        at = 2 * page[4 * (count + 1) + 13 * index]
        in_table, row_end = _table_marks(_property_list(page, at)) if at else (False, False)
        yield places[index], in_table, row_end


def _property_list(page: bytes, at: int) -> bytes:
    """A paragraph's list of properties without its style (2.9.175 PapxInFkp)."""
    words = page[at]
    start, length = (at + 2, 2 * page[at + 1]) if words == 0 else (at + 1, 2 * words - 1)
    return page[start + 2 : start + length]


def _table_marks(properties: bytes) -> tuple[bool, bool]:
    in_table = row_end = False
    at = 0
    while at + 3 <= len(properties):
        (code,) = unpack_from("<H", properties, at)
        at += 2
        if code == _IN_TABLE:
            in_table = bool(properties[at])
        elif code == _ROW_END:
            row_end = bool(properties[at])
        size = _OPERAND_SIZES.get(code >> 13)
        at += size if size is not None else 1 + properties[at]
    return in_table, row_end


# --- paragraphs ------------------------------------------------------------------------------------------------


def story_paragraphs(word: Word) -> Iterator[tuple[str, End]]:
    """The main text's paragraphs, each with what its end is: of a text paragraph, one in a cell, a cell or a row."""
    start = 0
    limit = min(word.main, len(word.units))
    starts = [run.first for run in word.runs]
    known = [first for first, _, _ in word.properties]
    after_cell = False  # without properties, an empty cell right behind a cell ends the row
    for index in range(limit):
        unit = word.units[index]
        if unit not in _PARAGRAPH_MARKS and index < limit - 1:
            continue
        text = _decoded(word.units[start:index] if unit in _PARAGRAPH_MARKS else word.units[start:limit])
        in_table, row_end = _marks_at(word, starts, known, index)
        if unit == 0x07:
            row_end = row_end if known else after_cell and not text
            end: End = "row" if row_end else "cell"
        else:
            end = "in_cell" if in_table else "text"
        yield text, end
        after_cell = end == "cell"
        start = index + 1


def text_boxes(word: Word) -> str:
    """The text of all text boxes, one paragraph a line."""
    return _decoded(word.units[slice(*word.boxes)])


def _marks_at(word: Word, starts: list[int], known: list[int], index: int) -> tuple[bool, bool]:
    run = word.runs[bisect_right(starts, index) - 1]
    place = bisect_right(known, run.at + (index - run.first) * run.size) - 1
    return word.properties[place][1:] if place >= 0 else (False, False)


def _decoded(units: array[int]) -> str:
    return units.tobytes().decode("utf-16-le", errors="replace")
