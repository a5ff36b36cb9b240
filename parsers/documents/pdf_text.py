"""The text layer of a PDF page as lines, each with the edges of its first and last character."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from struct import Struct
from typing import Any

import pypdfium2
import pypdfium2.raw

from parsers.documents.raised import is_note_mark

pdfium: Any = pypdfium2.raw  # made at build time, without types
_error: Any = pypdfium2.PdfiumError

_STEEP = 3  # times as far along as aside: less is a slant
_SLANT = 12  # less is one, too, where a line ends half its height above or below its beginning
_GAP = 1.5  # characters: a wider gap parts two columns or cells
_BACK, _FORTH = -0.2, 0.35  # characters: within one stretch
_SPACES = re.compile(r" +")
_WORDS = re.compile(r"\S(?:[^\r\n]*\S)?")  # a line without the blanks around it

# Digits that end in a note's mark: smaller than the first of them, and their middle above its middle
_LAST_DIGITS = re.compile(r"\d{2,}")
_MARK_DIGITS = 2
_SMALL = 0.8
_LEFT_OUT = "\u2060"  # joins words and is not seen: it keeps the places of the characters behind it

Edges = tuple[float, float, float, float]  # left, bottom, right, top
# The line, where it runs to, and the edges of its first and last character. Directions: 0 right, 1 up, 2 left, 3 down;
# None for a slant (watermarks) or one sign.
Placed = tuple[str, int | None, Edges, Edges]


_RECTANGLE = pdfium.FS_RECTF()  # filled and read at once; pdfium serves one thread at a time anyway
_ADDRESS = ctypes.addressof(_RECTANGLE)
_LEFT_TOP_RIGHT_BOTTOM = Struct("4f").unpack_from
# Asked for every line and every gap: with plain numbers for pointers, and the interpreter's lock kept, the call takes
# half the time.
_loose_box = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(pdfium.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)


class TextLayer:
    """The text layer of an open page; to be closed before it.

    pypdfium2's own class keeps account of what is open: for thousands of pages that takes as long as to place them.
    Raises `PdfiumError` where the page has none.
    """

    def __init__(self, page: Any) -> None:
        self._raw = pdfium.FPDFText_LoadPage(page)
        if not self._raw:
            raise _error("Failed to load text page.")
        self._address = ctypes.cast(self._raw, ctypes.c_void_p).value
        self.count: int = pdfium.FPDFText_CountChars(self._raw)

    def close(self) -> None:
        pdfium.FPDFText_ClosePage(self._raw)

    def text(self) -> str:
        """All of its text; "" where none of its signs is part of it."""
        # PDFium reads on behind the end if it is asked for a range that ends in a sign which is left out of the text.
        first, last = 0, self.count - 1
        in_text = pdfium.FPDFText_GetTextIndexFromCharIndex
        while first <= last and in_text(self._raw, first) < 0:
            first += 1
        while first <= last and in_text(self._raw, last) < 0:
            last -= 1
        if first > last:
            return ""
        room = in_text(self._raw, last) - in_text(self._raw, first) + 2
        buffer = (ctypes.c_ushort * room)()
        length = pdfium.FPDFText_GetText(self._raw, first, last - first + 1, buffer)
        return bytes(memoryview(buffer)[: length - 1]).decode("utf-16-le", "ignore")

    def inside(self, left: float, bottom: float, right: float, top: float) -> str:
        """The text inside a rectangle."""
        length = pdfium.FPDFText_GetBoundedText(self._raw, left, top, right, bottom, None, 0)
        if length <= 0:
            return ""
        buffer = (ctypes.c_ushort * length)()
        pdfium.FPDFText_GetBoundedText(self._raw, left, top, right, bottom, buffer, length)
        return bytes(buffer).decode("utf-16-le", "ignore")

    def place_of(self, at: int) -> int:
        """The number of the character that stands at a place of the text."""
        return int(max(pdfium.FPDFText_GetCharIndexFromTextIndex(self._raw, at), 0))

    def edges(self, index: int) -> Edges:
        """Where a character stands, with the room of its line above and below."""
        _loose_box(self._address, index, _ADDRESS)
        left, top, right, bottom = _LEFT_TOP_RIGHT_BOTTOM(_RECTANGLE)
        return left, bottom, right, top

    def angle(self, index: int) -> float:
        """How far a character is turned, in tenths of a radian."""
        return round(10 * float(pdfium.FPDFText_GetCharAngle(self._raw, index)))

    def is_generated(self, index: int) -> bool:
        """Whether a character is a space that PDFium put where it saw a gap."""
        return bool(pdfium.FPDFText_IsGenerated(self._raw, index) == 1)


def placed_lines(layer: TextLayer) -> list[Placed]:
    """The lines of a page's text layer, in its own order."""
    text = layer.text()
    # Characters and text count alike, unless the layer holds signs that are left out of the text.
    exact = len(text) == layer.count
    edges = layer.edges
    found: list[Placed] = []
    whole_text = text
    if exact:
        text = _LAST_DIGITS.sub(lambda digits: _without_mark(layer, whole_text, digits), text)
    marked = text is not whole_text and _LEFT_OUT in text
    for match in _WORDS.finditer(text):
        words = match[0]
        start, end = match.start(), match.end() - 1
        if not exact:
            start, end = layer.place_of(start), layer.place_of(end)
        first = edges(start)
        whole = _placed(words, first, first if start == end else edges(end))
        if exact and whole[1] is not None and " " in words:
            found += _parted(layer, whole, start)
        elif exact and whole[1] is None and len(words) > 1:
            found += _by_angle(layer, words, start)
        else:
            found.append(whole)
    return [(line[0].replace(_LEFT_OUT, ""), *line[1:]) for line in found] if marked else found


def _without_mark(layer: TextLayer, text: str, digits: re.Match[str]) -> str:
    """The digits, with those left out that are printed small and raised behind the others as a note's mark."""
    _, bottom, _, top = layer.edges(digits.start())
    size, at = top - bottom, digits.end()
    while at > digits.start() + 1 and at > digits.end() - _MARK_DIGITS:
        _, low, _, high = layer.edges(at - 1)
        if high - low > _SMALL * size or (low + high) <= (bottom + top):
            break
        at -= 1
    kept = text[digits.start() : at]
    if at == digits.end() or not is_note_mark(text[max(0, digits.start() - 3) : at], text[at : digits.end()]):
        return digits[0]
    return kept + _LEFT_OUT * (digits.end() - at)


def _placed(text: str, first: Edges, last: Edges) -> Placed:
    across = last[0] + last[2] - first[0] - first[2]
    upwards = last[1] + last[3] - first[1] - first[3]
    far, aside = abs(across), abs(upwards)
    upright = far < aside
    if upright:
        far, aside = aside, far
    if far <= _SLANT * aside and (far <= _STEEP * aside or aside > first[3] - first[1]):
        return text, None, first, last
    if upright:
        return text, 1 if upwards > 0 else 3, first, last
    return text, 0 if across > 0 else 2, first, last


def _by_angle(layer: TextLayer, words: str, start: int) -> Iterator[Placed]:
    """The stretches of one slant that the text layer ran together: a line, and what is printed across the page."""
    for _, group in groupby(range(len(words)), key=lambda at: layer.angle(start + at)):
        places = [at for at in group if words[at] != " "]
        if places:
            first, last = places[0], places[-1]
            yield _placed(words[first : last + 1], layer.edges(start + first), layer.edges(start + last))


def _parted(layer: TextLayer, whole: Placed, start: int) -> Iterator[Placed]:
    """The stretches of one line that the text layer ran together over a gap: cells, columns, or places left open.

    Programs that set digits and quotation marks in a second font may draw them after the rest of the line. The layer
    has a space wherever that left a gap; it may be as wide as the gap, so what stands beside it counts.
    """
    words, direction, _, last = whole
    if not any(
        _is_gap(layer, start + space.start(), start + space.end(), direction or 0) for space in _SPACES.finditer(words)
    ):
        yield whole
        return
    printed = [at for at, character in enumerate(words) if character != " "]
    edges = {at: layer.edges(start + at) for at in printed}
    begin = 0
    for before, at in pairwise(printed):
        if not _BACK < _gap(edges[before], edges[at], direction or 0) <= _FORTH:
            yield _placed(words[begin : before + 1], edges[begin], edges[before])
            begin = at
    yield _placed(words[begin:], edges[begin], last)


def _is_gap(layer: TextLayer, space: int, after: int, direction: int) -> bool:
    """Whether more than a typed space lies where the layer has spaces."""
    gap = _gap(layer.edges(space - 1), layer.edges(after), direction)
    return gap > _GAP or (not _BACK < gap <= _FORTH and layer.is_generated(space))


def _gap(one: Edges, other: Edges, direction: int) -> float:
    """How far one character stands behind the other, in characters; below zero where it stands before its end."""
    if direction:
        one, other = turned(one, direction), turned(other, direction)
    left, bottom, right, top = one
    next_left, next_bottom, next_right, next_top = other
    # Written out, as it is asked for every space: the lower of width and height, the higher of the two characters, 1.
    width, height, em = right - left, top - bottom, 1.0
    if (size := width if width < height else height) > em:
        em = size
    width, height = next_right - next_left, next_top - next_bottom
    if (size := width if width < height else height) > em:
        em = size
    return (next_left - right) / em


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
