"""Pieces into a `Text`: one block a paragraph, heading or table row, with what each block is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from parsers.decoding import common_share
from parsers.documents.broken import fixed_width, join_broken
from parsers.documents.characters import han_count, normalise_line
from parsers.documents.lines import CANNOT_START, join_lines, type_areas
from parsers.documents.marks import (
    BODY_NAME,
    BODY_NAMES,
    DATE_LINE,
    REPORT_TITLE,
    heading_level,
    is_counter,
    is_letterhead,
)
from parsers.documents.pieces import Extract, Line, Paragraph, Piece, Row
from parsers.documents.running import without_running_lines
from parsers.records import Block, Cell, Text
from parsers.vocabulary import BlockKind, Method

_LONGEST_HEADING = 60
_LONGEST_TITLE = 90
_LONGEST_NOTE = 40
_SENTENCE = 25
_HEAD, _FOOT = 14, 6  # blocks in which letterhead and title, signature and seal are looked for
_TITLE_LINES = 4
_BROKEN_CELL = re.compile(r"\s{0,40}\n\s{0,40}")


@dataclass(slots=True)
class _Draft:
    """A block in the making."""

    text: str
    page: int | None = None
    confidence: float | None = None
    heading: int | None = None
    cells: tuple[tuple[str, str, str], ...] = ()
    turns: tuple[tuple[int, int], ...] = ()  # where in the text a further page begins, and which


def assemble(extract: Extract, sources: Sequence[int]) -> Text:
    """The text of one document. ``sources`` are the indexes of its originals: one, or one a page (photographs)."""
    drafts = list(_mended(draft for draft in _drafts(extract.pieces) if draft.text))
    kinds = _functions(drafts, is_picture=extract.method in _PICTURES)
    blocks: list[Block] = []
    at = 0
    for draft, (kind, level) in zip(drafts, kinds, strict=True):
        end = at + len(draft.text)
        source = _source_of(draft.page, sources)
        cells = tuple(_place_cells(draft.cells, at))
        turns = tuple((at + start, page, _source_of(page, sources)) for start, page in draft.turns)
        blocks.append(Block(kind, at, end, draft.page, source, draft.confidence, cells, level, turns))
        at = end + 1
    text = "\n".join(draft.text for draft in drafts)
    method = extract.method if text else Method.NONE
    return Text(text, tuple(blocks), method, _quality(text, blocks, method), extract.reason)


def _source_of(page: int | None, sources: Sequence[int]) -> int:
    return sources[min((page or 1), len(sources)) - 1]


_PICTURES = frozenset({Method.PDF_OCR, Method.IMAGE_OCR})


def _quality(text: str, blocks: Sequence[Block], method: Method) -> float:
    """OCR: mean confidence weighted by length; else the share of characters that are really characters.

    A text in the wrong encoding (锟斤拷) has the share of its characters that are common ones; of any Chinese paper
    these are nine in ten.
    """
    if not text:
        return 0.0
    if method in _PICTURES:
        scored = [(block.confidence, block.end - block.start) for block in blocks if block.confidence is not None]
        total = sum(length for _, length in scored)
        return round(sum(score * length for score, length in scored) / total, 4) if total else 0.0
    lost = len(_UNREAD.findall(text)) + (len(_LOST.findall(text)) if "?" in text or "□" in text else 0)
    common = common_share(text[len(text) // _TITLES :]) if len(text) >= _ENOUGH else 1.0
    return min(round(1 - lost / len(text), 4), common if common < _MOJIBAKE else 1.0)


_UNREAD = re.compile("[\ufffd\ue000-\uf8ff]")  # replacement characters and those of a font's private use
_LOST = re.compile("(?<=[一-鿿?□])[?□]|[?□](?=[一-鿿])")  # 行政处?案件: printed for a character that was not there
_MOJIBAKE = 0.5  # below it no encoding was the right one (see `parsers.decoding`)
_ENOUGH = 40  # characters; in fewer the rare ones of a name are many
_TITLES = 4  # the share at the beginning that may come from elsewhere in the page


def _place_cells(cells: Sequence[tuple[str, str, str]], at: int) -> Iterator[Cell]:
    for text, column, row in cells:
        yield Cell(text, at, at + len(text), column, row)
        at += len(text) + 1


def _drafts(pieces: Sequence[Piece]) -> Iterator[_Draft]:
    lines = without_running_lines([piece for piece in pieces if isinstance(piece, Line) and piece.text.strip()])
    areas = type_areas(lines)
    width = fixed_width([line.text for line in lines], (len,))
    kept = {id(line) for line in lines}
    for kind, group in groupby(pieces, key=_kind):
        if kind is Line:
            for joined in join_lines([line for line in cast(Iterator[Line], group) if id(line) in kept], areas, width):
                turns = tuple((len(normalise_line(joined.text[:start])), page) for start, page in joined.turns)
                yield _Draft(normalise_line(joined.text), joined.page, joined.confidence, turns=turns)
            continue
        if kind is Paragraph:
            yield from _paragraphs(list(cast(Iterator[Paragraph], group)))
            continue
        for piece in group:
            if isinstance(piece, Row):
                cells = tuple((_cell(text), _cell(column), _cell(row)) for text, column, row in piece.cells)
                yield _Draft("\t".join(cell for cell, _, _ in cells), piece.page, piece.confidence, cells=cells)
            elif isinstance(piece, Paragraph):  # a heading
                for line in piece.text.splitlines():
                    yield _Draft(normalise_line(line), piece.page, heading=piece.heading)


def _kind(piece: Piece) -> type[Piece] | None:
    return (
        Line if isinstance(piece, Line) else Paragraph if isinstance(piece, Paragraph) and not piece.heading else None
    )


def _paragraphs(pieces: Sequence[Paragraph]) -> Iterator[_Draft]:
    """Paragraphs that follow one another; where each is one printed line, whole again."""
    for page, group in groupby(pieces, key=lambda piece: piece.page):
        for line in join_broken([line for piece in group for line in piece.text.splitlines()]):
            yield _Draft(normalise_line(line), page)


def _cell(text: str) -> str:
    """A cell on one line; a break between two Han characters is the column's width, not the author's."""
    return normalise_line(_BROKEN_CELL.sub(lambda match: "" if match.start() and _is_han(text, match) else " ", text))


def _is_han(text: str, match: re.Match[str]) -> bool:
    return han_count(text[match.start() - 1]) == 1 and han_count(text[match.end() : match.end() + 1]) == 1


def _mended(drafts: Iterator[_Draft]) -> Iterator[_Draft]:
    """Paragraphs whole again where the second half begins with a mark that none begins with: "，并…"."""
    held: _Draft | None = None
    for draft in drafts:
        if held is not None and not held.cells and not draft.cells and draft.text[0] in CANNOT_START:
            start = len(held.text)
            if draft.page is not None and draft.page != (held.turns[-1][1] if held.turns else held.page):
                held.turns += ((start, draft.page),)
            held.turns += tuple((start + at, page) for at, page in draft.turns)
            held.text = normalise_line(held.text + draft.text)
            continue
        if held is not None:
            yield held
        held = draft
    if held is not None:
        yield held


# --- functions -------------------------------------------------------------------------------------------------

_Function = tuple[BlockKind, int | None]


def _functions(drafts: Sequence[_Draft], *, is_picture: bool) -> list[_Function]:
    """What each block is, from the form of its line and where it stands."""
    first_prose = next((i for i, draft in enumerate(drafts) if draft.cells or _is_prose(draft.text)), len(drafts))
    head = min(first_prose, _HEAD)
    dates = [i for i, draft in enumerate(drafts) if DATE_LINE.match(draft.text)]
    signed = dates[-1] if dates and dates[-1] >= len(drafts) - _FOOT else len(drafts)
    last_prose = next((i for i in reversed(range(len(drafts))) if drafts[i].cells or _is_prose(drafts[i].text)), 0)
    kinds: list[_Function] = []
    for index, draft in enumerate(drafts):
        if not (draft.cells or first_prose <= index <= last_prose) and is_counter(draft.text):
            kinds.append((BlockKind.NOTE, None))
            continue
        kind = _at_head(draft.text) if index < head and not draft.cells else None
        if kind is None and index >= max(head, len(drafts) - _FOOT):
            kind = _at_foot(draft.text, is_seal=index > signed and is_picture)
        kinds.append((kind, None) if kind is not None and not draft.cells else _in_text(draft))
    return _with_title_lines(drafts, kinds)


def _at_head(text: str) -> BlockKind | None:
    if len(text) < _LONGEST_HEADING and is_letterhead(text):
        return BlockKind.LETTERHEAD
    if len(text) < _LONGEST_TITLE and REPORT_TITLE.search(text) and not heading_level(text):
        return BlockKind.TITLE
    return None


def _at_foot(text: str, *, is_seal: bool) -> BlockKind | None:
    if is_seal and len(text) <= _LONGEST_NOTE and "。" not in text:
        return BlockKind.NOTE  # scraps of a seal that was stamped below the date
    return BlockKind.SIGNATURE if DATE_LINE.match(text) or BODY_NAME.match(text) else None


def _in_text(draft: _Draft) -> _Function:
    if draft.cells:
        return BlockKind.TABLE_ROW, None
    level = draft.heading or heading_level(draft.text)
    if level and len(draft.text) <= _LONGEST_HEADING and not draft.text.endswith(("。", "；")):
        return BlockKind.HEADING, level
    return BlockKind.PARAGRAPH, None


def _with_title_lines(drafts: Sequence[_Draft], kinds: list[_Function]) -> list[_Function]:
    """The lines above a title's last one: more of the title, its issuers, or the letterhead that names them again."""
    last = next((index for index, (kind, _) in enumerate(kinds) if kind is BlockKind.TITLE), None)
    if last is None:
        return kinds
    title = drafts[last].text
    for index in range(last - 1, max(last - 1 - _TITLE_LINES, -1), -1):
        text = drafts[index].text
        if kinds[index][0] is not BlockKind.PARAGRAPH or text.endswith(("：", ":", "。")) or len(text) > _LONGEST_TITLE:
            break
        is_name = bool(BODY_NAMES.match(text))
        if is_name and text.replace(" ", "") in title.replace(" ", ""):
            kinds[index] = BlockKind.LETTERHEAD, None
        elif is_name or index == last - 1:
            kinds[index] = BlockKind.TITLE, None
        else:
            break
        title = text + title
    return kinds


def _is_prose(text: str) -> bool:
    count = han_count(text)
    return count >= _LONGEST_HEADING or (count >= _SENTENCE and "。" in text)
