"""Plain text: lines are paragraphs, unless they were broken at a fixed width."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest

from parsers.documents.broken import fixed_width, in_han
from parsers.documents.pieces import Extract, Line, Paragraph, Piece
from parsers.documents.plain_tables import find_tables
from parsers.vocabulary import Method

_LINE_OF_PROSE = 60  # full-width characters; a shorter line may be a heading or a name
_LEAST_LINES = 12  # in fewer the width of a page does not show
_LONG = 0.6  # of the widest line: shorter ones may be headings, names, dates
_ENDS = "。；！？：;:"
_PROSE = re.compile(r"[，。；]|[\u4e00-\u9fff],")
_WIDEST_BROKEN = 60  # full-width characters; a longer line was never broken for a page


def extract_plain(text: str) -> Extract:
    """Paragraphs of a text file; hard-broken ones (most lines end at one width) are handed on as printed lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    tables = find_tables(lines)
    prose, at = [], 0
    for start, end, _ in tables:
        prose.append(lines[at:start])
        at = end
    prose.append(lines[at:])
    shaped = _shape([line for stretch in prose for line in stretch])
    pieces: list[Piece] = []
    for stretch, table in zip_longest(prose, tables):
        pieces.extend(shaped(stretch))
        pieces.extend(table[2] if table else ())
    return Extract(tuple(pieces), Method.PLAIN, "" if pieces else "文件中没有文字")


def _shape(lines: list[str]) -> Callable[[list[str]], Iterable[Piece]]:
    """How the prose of a text is to be cut into pieces, by the look of all its lines."""
    width = fixed_width(lines) if sum(not line.isspace() for line in lines if line) >= _LEAST_LINES else None
    if width is not None:
        # Indents are spaces here: two full-width ones open a paragraph.
        return lambda stretch: (
            Line(line.strip(), 1, width.count(line) - width.count(line.lstrip()), width.count(line.rstrip()), 1.0)
            for line in stretch
            if line.strip()
        )
    if _is_ragged(lines):
        widest = max(in_han(line.rstrip()) for line in lines)
        return lambda stretch: (
            Line(text, 1, 0.0, widest if _breaks_off(text, widest) else min(in_han(text), widest / 2), 1.0)
            for text in map(str.strip, stretch)
            if text
        )
    return lambda stretch: (Paragraph(line) for line in _mended(line for line in stretch if line.strip()))


def _mended(lines: Iterable[str]) -> Iterator[str]:
    """Paragraphs that a page break cut in mid-sentence, whole again: prose does not end without a mark."""
    held = ""
    for line in lines:
        if held:
            line = held.rstrip() + line.lstrip()
        held = line if _is_cut(line) else ""
        if not held:
            yield line
    if held:
        yield held


def _is_cut(line: str) -> bool:
    return in_han(line.rstrip()) >= _LINE_OF_PROSE and "\u4e00" <= line.rstrip()[-1] <= "\u9fff"


def _is_ragged(lines: list[str]) -> bool:
    """Whether lines are those of a page with no straight edge (a scan's text): most long ones end in mid-sentence."""
    widths = [in_han(line.rstrip()) for line in lines if line.strip()]
    if len(widths) < _LEAST_LINES or max(widths) > _WIDEST_BROKEN:
        return False
    long = [line for line in lines if in_han(line.rstrip()) >= _LONG * max(widths)]
    open_ended = [line for line in long if line.rstrip()[-1] not in _ENDS]
    return len(long) >= 0.4 * len(widths) and len(open_ended) >= 0.7 * len(long)


def _breaks_off(line: str, widest: float) -> bool:
    """Whether the sentence of a line goes on in the next one, however short the line is."""
    line = line.strip()
    return line[-1:] not in _ENDS and (in_han(line.rstrip()) >= _LONG * widest or _PROSE.search(line) is not None)
