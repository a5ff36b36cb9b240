"""What extractors hand to the assembler: printed lines (to be joined), whole paragraphs, table rows."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.vocabulary import Method

PARTED = "\t"  # between two stretches of one printed line that stand apart like cells


@dataclass(slots=True)  # not frozen: there are thousands, and freezing doubles the time to make one
class Stretch:
    """Text printed in one stretch; edges in the page's own units, ``top`` < ``bottom`` (downwards)."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float | None = None

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(slots=True)  # not frozen, as above
class Line:
    """One printed line with its place on the page, in the page's own units (points, pixels); left < right."""

    text: str
    page: int
    left: float
    right: float
    height: float
    confidence: float | None = None
    column: int = 0  # stretch of the page with a type area of its own; lines of two columns do not join by edges


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph that the format itself marks as one. ``heading`` is its outline level, if the format says so."""

    text: str
    page: int | None = None
    heading: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: (text, column head, row head) of each cell; a blank cell has empty text."""

    cells: tuple[tuple[str, str, str], ...]
    page: int | None = None
    confidence: float | None = None


Piece = Line | Paragraph | Row


@dataclass(frozen=True, slots=True)
class Extract:
    """What one source gave: pieces in reading order, how they were got, and if nothing, why."""

    pieces: tuple[Piece, ...]
    method: Method
    reason: str = ""
    pages: int | None = None
    scans: int = 0  # pages that only OCR could read, left unread because it was off
