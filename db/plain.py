"""Texts from portals made harmless for files that people open: spreadsheets, terminals, printed pages."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

Cell = str | int | float | None

NOT_KNOWN = "NA"  # an empty cell is never written: it would read as zero, or as forgotten

# What a spreadsheet takes for the beginning of a formula, in its full-width forms too (OWASP, "CSV injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM = "\ufeff"


def harmless(text: str) -> str:
    """The text with each control, format and bidirectional character as one space, so that offsets stay."""
    if text.isprintable():  # most is
        return text
    return "".join(" " if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char for char in text)


def neutral(text: str) -> str:
    """The text as a cell that no spreadsheet computes: what would begin a formula gets an apostrophe in front."""
    return f"'{harmless(text)}" if begins_formula(text) else harmless(text)


def begins_formula(text: str) -> bool:
    """Would a spreadsheet compute this cell? Also what hides behind spaces and characters that nobody sees."""
    return text.startswith(_FORMULA) or harmless(text).lstrip().startswith(_FORMULA)


def cell(value: Cell) -> str | int | float:
    """A value as it goes into a table: numbers stay numbers, whole ones without a point; nothing is `NOT_KNOWN`."""
    if value is None or value == "":
        return NOT_KNOWN
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    return neutral(value) if isinstance(value, str) else value


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """A table as CSV (RFC 4180) that Excel opens as UTF-8: byte order mark, head, one line per row."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()
