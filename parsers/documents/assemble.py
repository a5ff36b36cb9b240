"""Pieces into a `Text`: printed lines joined to paragraphs across pages, page numbers dropped, functions told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from parsers.documents.characters import han_count, normalise_line
from parsers.documents.pieces import Extract, Line, Paragraph, Piece, Row
from parsers.records import Block, Cell, Text
from parsers.vocabulary import BlockKind, Method

# "- 3 -", "— 4 —", "－5－", "第3页 共9页", "3 / 9", "·7·"
_PAGE_NUMBER = re.compile(
    r"^[\s\-—–－_·.•]*(?:第\s?)?\d{1,4}(?:\s?页)?(?:\s?[/／,，]?\s?共?\s?\d{1,4}\s?页?)?[\s\-—–－_·.•]*$"
)
_BARE_NUMBER = re.compile(r"^\d{1,4}$")

_LEVELS = (
    # 一、  第一部分  二.
    re.compile(r"^(?:第[一二三四五六七八九十]{1,3}(?:部分|章|篇)|[一二三四五六七八九十]{1,3}\s?[、.．，])"),
    re.compile(r"^[（(〔]\s?[一二三四五六七八九十]{1,3}\s?[）)〕]"),  # （一）
    re.compile(r"^\d{1,2}\s?[.．、](?!\d)"),  # 1.
    re.compile(r"^[（(]\s?\d{1,2}\s?[）)]"),  # （1）
)
_LONGEST_HEADING = 60
_SENTENCE_END = "。；！？：…"
_LETTERHEAD = re.compile(r"文\s?件$|^签发人|^[^，。]{2,20}[〔\[【(（]20\d\d[〕\]】)）]\s?第?\d{1,4}\s?号")
_REPORT_TITLE = re.compile(r"报\s?告$|总\s?结$|情况$|数据表$")
_DATE_LINE = re.compile(
    r"^[（(]?[\d〇○零一二三四五六七八九十OoIl]{4}\s?年\s?[\d一二三四五六七八九十OoIl]{1,3}\s?月\s?[\d一二三四五六七八九十OoIl]{1,3}\s?日[）)]?$"
)
_SIGNER = re.compile(r"^[㐀-鿿（）()\s、]{3,40}(?:政府|委员会|办公室|局|厅|处|院|会|办|中心|街道|支队|大队|总队)$")


@dataclass(slots=True)
class _Draft:
    """A paragraph in the making."""

    text: str
    page: int | None = None
    confidence: float | None = None
    heading: int | None = None
    cells: tuple[tuple[str, str, str], ...] = ()


def assemble(extract: Extract, source: int, others: tuple[tuple[int, str], ...] = ()) -> Text:
    """The text of one source: one block a paragraph, heading or table row, one newline between blocks."""
    drafts = [draft for draft in _drafts(extract.pieces) if draft.text]
    blocks: list[Block] = []
    parts: list[str] = []
    at = 0
    for index, draft in enumerate(drafts):
        kind, level = _function(drafts, index)
        cells = tuple(_place_cells(draft.cells, at))
        blocks.append(Block(kind, at, at + len(draft.text), draft.page, source, draft.confidence, cells, level))
        parts.append(draft.text)
        at += len(draft.text) + 1
    text = "\n".join(parts)
    return Text(text, tuple(blocks), extract.method, _quality(text, blocks, extract.method), extract.reason, others)


def _quality(text: str, blocks: Sequence[Block], method: Method) -> float:
    """OCR: mean confidence weighted by length; else the share of characters that are really characters."""
    if not text:
        return 0.0
    if method in (Method.PDF_OCR, Method.IMAGE_OCR):
        scored = [(block.confidence, block.end - block.start) for block in blocks if block.confidence is not None]
        total = sum(length for _, length in scored)
        return round(sum(score * length for score, length in scored) / total, 4) if total else 0.0
    bad = text.count("\ufffd") + sum("\ue000" <= character <= "\uf8ff" for character in text)
    return round(1 - bad / len(text), 4)


def _place_cells(cells: Sequence[tuple[str, str, str]], at: int) -> Iterator[Cell]:
    for text, column, row in cells:
        yield Cell(text, at, at + len(text), column, row)
        at += len(text) + 1


def _drafts(pieces: Sequence[Piece]) -> Iterator[_Draft]:
    for are_lines, group in groupby(pieces, key=lambda piece: isinstance(piece, Line)):
        if are_lines:
            yield from _join_lines([piece for piece in group if isinstance(piece, Line)])
            continue
        for piece in group:
            if isinstance(piece, Row):
                cells = tuple(
                    (normalise_line(cell), normalise_line(col), normalise_line(row)) for cell, col, row in piece.cells
                )
                yield _Draft("\t".join(cell for cell, _, _ in cells), piece.page, cells=cells)
            elif isinstance(piece, Paragraph):
                for line in piece.text.splitlines():
                    yield _Draft(normalise_line(line), piece.page, heading=piece.heading)


# --- printed lines ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Measure:
    """A document's type area: left and right edge of full lines, and the width of one character."""

    left: float
    right: float
    em: float


def _join_lines(lines: Sequence[Line]) -> Iterator[_Draft]:
    """Paragraphs of printed lines: a full line goes on in the next one unless that is indented or a heading."""
    kept = [line for line in _without_page_numbers(lines) if line.text.strip()]
    if not kept:
        return
    measures = {page: _measure(list(group)) for page, group in groupby(kept, key=lambda line: line.page)}
    draft: _Draft | None = None
    before: Line | None = None
    for line in kept:
        if draft is not None and before is not None and _goes_on(before, line, measures):
            draft.text = _glue(draft.text, line.text.strip())
            draft.confidence = _least(draft.confidence, line.confidence)
        else:
            if draft is not None:
                yield _finished(draft)
            draft = _Draft(line.text.strip(), line.page, line.confidence)
        before = line
    if draft is not None:
        yield _finished(draft)


def _finished(draft: _Draft) -> _Draft:
    draft.text = normalise_line(draft.text)
    return draft


def _glue(head: str, tail: str) -> str:
    """Two halves of a sentence: a space only where both sides are Latin words."""
    spaced = head[-1:].isascii() and tail[:1].isascii() and head[-1:].isalpha() and tail[:1].isalpha()
    return f"{head} {tail}" if spaced else head + tail


def _least(one: float | None, other: float | None) -> float | None:
    return min(one, other) if one is not None and other is not None else one if other is None else other


def _goes_on(before: Line, line: Line, measures: dict[int, _Measure]) -> bool:
    here, there = measures[before.page], measures[line.page]
    if min(before.height, line.height) < _SAME_SIZE * max(before.height, line.height):
        return False  # a letterhead, a title and the text differ in size
    if _LETTERHEAD.search(before.text.strip()):
        return False
    if before.height > _DISPLAY * here.em:
        return before.right - before.left >= _FULL_TITLE * (here.right - here.left)
    if before.right < here.right - 2.2 * here.em:
        return False
    indented = line.left > there.left + 1.2 * there.em
    if indented:
        return False
    starts_anew = any(level.match(line.text.strip()) for level in _LEVELS)
    return not (starts_anew and before.text.rstrip()[-1:] in _SENTENCE_END)


_SAME_SIZE = 0.77
_DISPLAY = 1.25  # a line of a title, centred: edges say nothing, only its length does
_FULL_TITLE = 0.85


def _measure(lines: Sequence[Line]) -> _Measure:
    """Edges of the type area from its long lines; short lines (titles, signatures) do not count."""
    em = median(line.height for line in lines) or 1.0
    widest = max(line.right - line.left for line in lines)
    full = [line for line in lines if line.right - line.left >= 0.75 * widest] or list(lines)
    rights = sorted(line.right for line in full)
    return _Measure(min(line.left for line in full), rights[len(rights) // 2], em)


def _without_page_numbers(lines: Sequence[Line]) -> Iterator[Line]:
    for _, group in groupby(lines, key=lambda line: line.page):
        page = list(group)
        edges = {0, len(page) - 1}
        for index, line in enumerate(page):
            text = line.text.strip()
            if _PAGE_NUMBER.match(text) and (index in edges or not _BARE_NUMBER.match(text)):
                continue
            yield line


# --- functions -------------------------------------------------------------------------------------------------


def _function(drafts: Sequence[_Draft], index: int) -> tuple[BlockKind, int | None]:
    draft = drafts[index]
    if draft.cells:
        return BlockKind.TABLE_ROW, None
    text = draft.text
    if index < _HEAD and not any(_is_prose(other.text) for other in drafts[:index]):
        if _LETTERHEAD.search(text) and len(text) < _LONGEST_HEADING:
            return BlockKind.LETTERHEAD, None
        if _REPORT_TITLE.search(text) and len(text) < _LONGEST_TITLE and not _level(text):
            return BlockKind.TITLE, None
    if index >= len(drafts) - _FOOT and (_DATE_LINE.match(text) or _SIGNER.match(text)):
        return BlockKind.SIGNATURE, None
    level = draft.heading or _level(text)
    if level and len(text) <= _LONGEST_HEADING and not text.endswith(("。", "；")):
        return BlockKind.HEADING, level
    return BlockKind.PARAGRAPH, None


_HEAD = 14
_FOOT = 6
_LONGEST_TITLE = 90


def _level(text: str) -> int | None:
    return next((number for number, level in enumerate(_LEVELS, 1) if level.match(text)), None)


def _is_prose(text: str) -> bool:
    return han_count(text) >= _LONGEST_HEADING
