"""Printed lines into paragraphs: what a page or a column broke is whole again, page numbers are gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from parsers.documents.marks import LETTERHEAD, heading_level
from parsers.documents.pieces import Line
from parsers.documents.running import without_running_lines

_SENTENCE_END = "。；！？：…"
CANNOT_START = "，。、；：！？）》”’〉】〕%％"

_SAME_SIZE = 0.77
_DISPLAY = 1.15  # a line of a title, centred: edges say nothing, only its length does
_FULL_TITLE = 0.85
_SHORT_OF_EDGE = 2.2  # characters: a closing mark that did not fit, and the rounding of boxes
_INDENT = 1.2


@dataclass(slots=True)
class Joined:
    """A paragraph made of printed lines: on the page of its first, as sure as its least sure line."""

    text: str
    page: int
    confidence: float | None


@dataclass(frozen=True, slots=True)
class _Measure:
    """A page's type area: left and right edge of full lines, and the height of a line."""

    left: float
    right: float
    em: float


def join_lines(lines: Sequence[Line]) -> Iterator[Joined]:
    """Paragraphs of printed lines: a full line goes on in the next one unless that is indented or a heading."""
    kept = [line for line in without_running_lines(lines) if line.text.strip()]
    measures = {place: _measure(list(group)) for place, group in groupby(kept, key=_place)}
    joined: Joined | None = None
    before: Line | None = None
    for line in kept:
        if joined is not None and before is not None and _goes_on(before, line, measures):
            joined.text = _glue(joined.text, line.text.strip())
            joined.confidence = _least(joined.confidence, line.confidence)
        else:
            if joined is not None:
                yield joined
            joined = Joined(line.text.strip(), line.page, line.confidence)
        before = line
    if joined is not None:
        yield joined


def _place(line: Line) -> tuple[int, int]:
    return line.page, line.column


def _glue(head: str, tail: str) -> str:
    """Two halves of a sentence: a space only where both sides are Latin words."""
    spaced = head[-1:].isascii() and tail[:1].isascii() and head[-1:].isalpha() and tail[:1].isalpha()
    return f"{head} {tail}" if spaced else head + tail


def _least(one: float | None, other: float | None) -> float | None:
    return min(one, other) if one is not None and other is not None else one if other is None else other


def _goes_on(before: Line, line: Line, measures: dict[tuple[int, int], _Measure]) -> bool:
    here, there = measures[_place(before)], measures[_place(line)]
    text, following = before.text.strip(), line.text.strip()
    if following[0] in CANNOT_START:
        return True
    if min(before.height, line.height) < _SAME_SIZE * max(before.height, line.height):
        return False  # a letterhead, a title and the text differ in size
    if LETTERHEAD.search(text):
        return False
    if min(before.height, line.height) > _DISPLAY * here.em:
        return before.right - before.left >= _FULL_TITLE * (here.right - here.left)
    if line.left > there.left + _INDENT * there.em:
        return False
    ended = text[-1] in _SENTENCE_END
    if ended and heading_level(following):
        return False
    if before.right >= here.right - _SHORT_OF_EDGE * here.em:
        return True
    # A page that ends in mid-sentence short of the edge: the page was broken by hand.
    broken_prose = before.right - before.left >= 0.5 * (here.right - here.left) or before.left <= here.left + here.em
    return _place(before) != _place(line) and not ended and broken_prose and "。" in text


def _measure(lines: Sequence[Line]) -> _Measure:
    """Edges of the type area from its long lines; short lines (titles, signatures) do not count."""
    em = median(line.height for line in lines) or 1.0
    widest = max(line.right - line.left for line in lines)
    full = [line for line in lines if line.right - line.left >= 0.75 * widest] or list(lines)
    rights = sorted(line.right for line in full)
    return _Measure(min(line.left for line in full), rights[len(rights) // 2], em)
