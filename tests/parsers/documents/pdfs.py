"""Small PDFs made on the spot: text at places, ruled tables, pictures, turned pages."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from reportlab.lib import colors
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table

FONT = "STSong-Light"  # one of the fonts that every PDF reader knows by name: nothing is embedded
WIDTH, HEIGHT = 595.0, 842.0
SIZE = 14.0
Draw = Callable[[Canvas], None]

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def pdf(*pages: Draw, password: str | None = None) -> bytes:
    out = io.BytesIO()
    lock = StandardEncryption(password, strength=128) if password else None
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1, encrypt=lock)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def put(canvas: Canvas, x: float, y: float, text: str, size: float = SIZE) -> None:
    canvas.setFont(FONT, size)
    canvas.drawString(x, y, text)


def printed(lines: Sequence[str], x: float = 80, top: float = 760, leading: float = 24, indent: bool = False) -> Draw:
    """Lines under one another; ``indent`` sets the first one in by two characters."""

    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(lines):
            put(canvas, x + (2 * SIZE if indent and number == 0 else 0), top - number * leading, line)

    return draw


def both(*draws: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)

    return draw


def table(
    rows: Sequence[Sequence[str]], x: float = 80, y: float = 500, spans: Sequence[tuple[str, object, object]] = ()
) -> Draw:
    """A table with all lines drawn; ``spans`` are reportlab's ("SPAN", first, last)."""

    def draw(canvas: Canvas) -> None:
        style = [("GRID", (0, 0), (-1, -1), 0.6, colors.black), ("FONT", (0, 0), (-1, -1), FONT, 12), *spans]
        drawn = Table([list(row) for row in rows], colWidths=[110] * len(rows[0]), style=style)
        drawn.wrapOn(canvas, 400, 400)
        drawn.drawOn(canvas, x, y)

    return draw


def wrapped(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]
