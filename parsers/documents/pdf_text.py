"""The text layer of a PDF page as lines, each with the edges of its first and last character."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from struct import Struct
from typing import Any

import pypdfium2.raw

pdfium: Any = pypdfium2.raw  # made at build time, without types

_GAP = 1.5  # characters: a wider gap parts two columns or cells
_BACK, _FORTH = -0.2, 0.35  # characters: within one stretch
_SPACES = re.compile(r" +")
_WORDS = re.compile(r"\S(?:[^\r\n]*\S)?")  # a line without the blanks around it

Edges = tuple[float, float, float, float]  # left, bottom, right, top
# The line, where it runs to, and the edges of its first and last character. Directions: 0 right, 1 up, 2 left, 3 down;
# None for a slant (watermarks) or one sign.
Placed = tuple[str, int | None, Edges, Edges]
_EdgesAt = Callable[[int], Edges]


def placed_lines(textpage: Any) -> list[Placed]:
    """The lines of a page's text layer, in its own order."""
    text = textpage.get_text_range()
    # Characters and text count alike, unless the layer holds signs that are left out of the text.
    exact = len(text) == textpage.count_chars()
    edges = _edges_of(textpage)
    found: list[Placed] = []
    for match in _WORDS.finditer(text):
        words = match[0]
        start, end = match.start(), match.end() - 1
        if not exact:
            start, end = (max(pdfium.FPDFText_GetCharIndexFromTextIndex(textpage, at), 0) for at in (start, end))
        first = edges(start)
        whole = _placed(words, first, first if start == end else edges(end))
        if exact and whole[1] is not None and " " in words:
            found += _parted(textpage, edges, whole, start)
        else:
            found.append(whole)
    return found


_RECTANGLE = pdfium.FS_RECTF()  # filled and read at once; pdfium serves one thread at a time anyway
_ADDRESS = ctypes.addressof(_RECTANGLE)
_LEFT_TOP_RIGHT_BOTTOM = Struct("4f").unpack_from
# Asked for every line and every gap: with plain numbers for pointers, and the interpreter's lock kept, the call takes
# half the time.
_loose_box = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(pdfium.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)


def _edges_of(textpage: Any) -> _EdgesAt:
    handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value

    def edges(index: int) -> Edges:
        _loose_box(handle, index, _ADDRESS)
        left, top, right, bottom = _LEFT_TOP_RIGHT_BOTTOM(_RECTANGLE)
        return left, bottom, right, top

    return edges


def _placed(text: str, first: Edges, last: Edges) -> Placed:
    across = last[0] + last[2] - first[0] - first[2]
    upwards = last[1] + last[3] - first[1] - first[3]
    if abs(across) > 3 * abs(upwards):
        return text, 0 if across > 0 else 2, first, last
    if abs(upwards) > 3 * abs(across):
        return text, 1 if upwards > 0 else 3, first, last
    return text, None, first, last


def _parted(textpage: Any, edges_at: _EdgesAt, whole: Placed, start: int) -> Iterator[Placed]:
    """The stretches of one line that the text layer ran together over a gap: cells, columns, or places left open.

    Programs that set digits and quotation marks in a second font may draw them after the rest of the line. The layer
    has a space wherever that left a gap; it may be as wide as the gap, so what stands beside it counts.
    """
    words, direction, _, last = whole
    if not any(
        _is_gap(textpage, edges_at, start + space.start(), start + space.end(), direction or 0)
        for space in _SPACES.finditer(words)
    ):
        yield whole
        return
    printed = [at for at, character in enumerate(words) if character != " "]
    edges = {at: edges_at(start + at) for at in printed}
    begin = 0
    for before, at in pairwise(printed):
        if not _BACK < _gap(edges[before], edges[at], direction or 0) <= _FORTH:
            yield _placed(words[begin : before + 1], edges[begin], edges[before])
            begin = at
    yield _placed(words[begin:], edges[begin], last)


def _is_gap(textpage: Any, edges_at: _EdgesAt, space: int, after: int, direction: int) -> bool:
    """Whether more than a typed space lies where the layer has spaces."""
    gap = _gap(edges_at(space - 1), edges_at(after), direction)
    return gap > _GAP or (not _BACK < gap <= _FORTH and pdfium.FPDFText_IsGenerated(textpage.raw, space) == 1)


def _gap(one: Edges, other: Edges, direction: int) -> float:
    """How far one character stands behind the other, in characters; below zero where it stands before its end."""
    if direction:
        one, other = turned(one, direction), turned(other, direction)
    em = max(min(one[2] - one[0], one[3] - one[1]), min(other[2] - other[0], other[3] - other[1]), 1.0)
    return (other[0] - one[2]) / em


def turned(edges: Edges, direction: int) -> Edges:
    """Page edges (left, bottom, right, top; upwards) as a reader of that direction sees them (…, top, …; downwards)."""
    left, bottom, right, top = edges
    if not direction:
        return left, -top, right, -bottom
    return (
        (left, -top, right, -bottom),
        (bottom, left, top, right),
        (-right, bottom, -left, top),
        (-top, -right, -bottom, -left),
    )[direction]


def turned_back(left: float, top: float, right: float, bottom: float, direction: int) -> Edges:
    """What `turned` was given."""
    return (
        (left, -bottom, right, -top),
        (top, left, bottom, right),
        (-right, top, -left, bottom),
        (-bottom, -right, -top, -left),
    )[direction]


def direction_of(lines: Sequence[Placed]) -> int:
    """Where most of a page's text runs to."""
    if not any(line[1] for line in lines):
        return 0
    votes = Counter[int]()
    for text, direction, _, _ in lines:
        if direction is not None:
            votes[direction] += len(text)
    return votes.most_common(1)[0][0] if votes else 0
