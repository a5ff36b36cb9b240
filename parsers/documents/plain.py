"""Plain text: lines are paragraphs, unless they were broken at a fixed width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from statistics import quantiles

from parsers.documents.pieces import Extract, Line, Paragraph, Piece
from parsers.vocabulary import Method

_LINE_OF_PROSE = 60  # full-width characters; a shorter line may be a heading or a name
_WIDEST_BROKEN = 60  # full-width characters; a longer line was never broken for a page


def extract_plain(text: str) -> Extract:
    """Paragraphs of a text file; hard-broken ones (most lines end at one width) are handed on as printed lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    pieces: tuple[Piece, ...]
    if _is_broken(lines):
        # Indents are spaces here: two full-width ones open a paragraph.
        pieces = tuple(
            Line(line.strip(), 1, float(_width(line) - _width(line.lstrip())), float(_width(line)), 1.0)
            for line in lines
            if line.strip()
        )
    else:
        pieces = tuple(Paragraph(line) for line in _mended(line for line in lines if line.strip()))
    return Extract(pieces, Method.PLAIN, "" if pieces else "文件中没有文字")


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
    return _width(line) >= _LINE_OF_PROSE and "\u4e00" <= line.rstrip()[-1] <= "\u9fff"


def _width(line: str) -> int:
    """In full-width characters, two Latin ones to one."""
    return round(sum(1 if character >= "⺀" else 0.5 for character in line.rstrip()))


def _is_broken(lines: list[str]) -> bool:
    """Whether most lines end at the same width and mostly in mid-sentence."""
    widths = [_width(line) for line in lines if line.strip()]
    if len(widths) < 12:
        return False
    upper = quantiles(widths, n=10)[-1]
    if upper > _WIDEST_BROKEN:
        return False
    at_edge = [line for line in lines if abs(_width(line) - upper) <= 2 and line.strip()]
    unfinished = [line for line in at_edge if line.rstrip()[-1] not in "。；！？："]
    return len(at_edge) >= 0.4 * len(widths) and len(unfinished) >= 0.5 * len(at_edge)
