"""What a PDF page shows beside its text: ruling lines, pictures, letters drawn as curves."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw

from parsers.documents.characters import han_count
from parsers.documents.ruled import MAX_RULES

pdfium: Any = pypdfium2.raw  # made at build time, without types

_MAX_OBJECTS = 20_000  # drawn things that are looked at on one page
_ENDS = 3  # drawn first and last
_DEEPEST = 2  # forms within forms
_MAX_SEGMENTS = 400  # of one path
_THIN = 3.0  # points: a rectangle as thin as this is a ruling line
_LEAST_RULE = 8.0  # points
_OUTLINES = 60  # paths on a page without text: letters drawn as curves

# A page with fewer Han characters than this in its layer, under a picture of half a page, is a scan with a stamp.
LEAST_TEXT = 12
_WHOLE_PAGE = 0.5
_PHOTO = 0.02
_INVISIBLE = 3  # text rendering mode, ISO 32000-1 9.3.6: how scanners hide what they recognised


@dataclass(slots=True)
class Drawn:
    """What a page shows beside its text; ``pictures`` is the share of the page that they cover."""

    rules: list[tuple[float, float, float, float]] = field(default_factory=list)  # left, bottom, right, top
    pictures: float = 0.0
    paths: int = 0
    forms: bool = False
    hidden_text: bool = False


def all_drawn(page: Any) -> Drawn:
    """Everything that a page shows beside its text. Of an endless drawing the beginning."""
    drawn = Drawn()
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    visible = hidden = 0
    for index in range(min(pdfium.FPDFPage_CountObjects(page), _MAX_OBJECTS)):
        item = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            if drawn.pictures and visible + hidden < 20:
                is_hidden = pdfium.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE
                hidden, visible = hidden + is_hidden, visible + (not is_hidden)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            drawn.paths += 1
            if len(drawn.rules) <= MAX_RULES:
                drawn.rules += _rules(item)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = _bounds(item)
            drawn.pictures += max(right - left, 0) * max(top - bottom, 0) / max(width * height, 1)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            drawn.forms = True
    drawn.hidden_text = hidden > visible
    return drawn


def drawn_at_ends(page: Any) -> tuple[bool, list[Any]]:
    """Whether a picture lies under or over the page's text, and the pieces of text, of what is drawn first and last."""
    count = pdfium.FPDFPage_CountObjects(page)
    pictures, texts = False, []
    for index in {*range(min(_ENDS, count)), *range(max(count - _ENDS, 0), count)}:
        item = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            texts.append(item)
        elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM):
            pictures = True
    return pictures, texts


def _bounds(item: Any) -> tuple[float, float, float, float]:
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    return left, bottom, right, top


def _rules(path: Any) -> Iterator[tuple[float, float, float, float]]:
    """The ruling lines of one path: a thin shape is one, a stroked rectangle four, a long path one a segment."""
    left, bottom, right, top = _bounds(path)
    if min(right - left, top - bottom) <= _THIN:
        if max(right - left, top - bottom) >= _LEAST_RULE:
            yield left, bottom, right, top
        return
    segments = pdfium.FPDFPath_CountSegments(path)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if not stroke.value or segments > _MAX_SEGMENTS:
        return
    if 4 <= segments <= 5:
        yield from ((left, y, right, y) for y in (bottom, top))
        yield from ((x, bottom, x, top) for x in (left, right))
        return
    for one, other in pairwise(_points(path, segments)):
        if other[2] != pdfium.FPDF_SEGMENT_LINETO:
            continue
        (x0, x1), (y0, y1) = sorted((one[0], other[0])), sorted((one[1], other[1]))
        if min(x1 - x0, y1 - y0) <= _THIN and max(x1 - x0, y1 - y0) >= _LEAST_RULE:
            yield x0, y0, x1, y1


def _points(path: Any, segments: int) -> Iterator[tuple[float, float, int]]:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        yield (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
            pdfium.FPDFPathSegment_GetType(segment),
        )


def is_scan(page: Any, drawn: Drawn, text: str) -> bool:
    """Whether a page with this text layer is a picture of a page."""
    if drawn.pictures >= _WHOLE_PAGE:
        return drawn.hidden_text or han_count(text) < LEAST_TEXT
    return not han_count(text) and shows_something(page, drawn)


def shows_something(page: Any, drawn: Drawn) -> bool:
    """Whether there is anything to look at: a photograph, letters drawn as curves."""
    if drawn.pictures >= _PHOTO or drawn.paths >= _OUTLINES:
        return True
    return drawn.forms and _has_picture(page, 0)


def _has_picture(holder: Any, depth: int) -> bool:
    """Whether a page or a form on it holds a picture or a path."""
    count = pdfium.FPDFFormObj_CountObjects if depth else pdfium.FPDFPage_CountObjects
    get = pdfium.FPDFFormObj_GetObject if depth else pdfium.FPDFPage_GetObject
    for index in range(count(holder)):
        item = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH):
            return True
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST and _has_picture(item, depth + 1):
            return True
    return False
