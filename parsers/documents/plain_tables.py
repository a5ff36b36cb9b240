"""Tables in plain text: neighbouring lines whose cells are set apart by tabs, bars, or runs of blanks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.documents.pieces import Row
from parsers.documents.tables import rows_of_grid

_BAR = re.compile(r"[|｜│┃║]")
_RULE = re.compile(r"[\s|｜│┃║+\-=_:─━═┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝—]{3,}")  # +----+, |---|---|: lines drawn, no row
_GAP = re.compile(r"[ \u00a0]{2,}|[ \u00a0]*\u3000+[ \u00a0]*")
_VALUE = re.compile(r"(?!(?:19|20)\d\d\s?年?度?$)[+＋\-−－]?\d[\d,，.]*\s?(?:[%％]|[万亿]?[一-龥]{0,3})?")
_FEWEST = {"bar": 2, "tab": 2, "gap": 3}  # lines that make a table
_LONGEST_CELL = 40  # of a table by blanks: longer ones are prose
_MOST_CELLS = 30


def find_tables(lines: Sequence[str]) -> list[tuple[int, int, tuple[Row, ...]]]:
    """(first line, line behind the last, rows) of every table in ``lines``, in order; rules that are drawn are dropped.

    A table is a run of lines of one kind with as many cells each (tabs: at most as many), one of them a value behind
    the first cell.
    """
    found = []
    index = 0
    while index < len(lines):
        kind, count = _kind(lines[index])
        end = index + 1
        rows = [cells_of(lines[index], kind)] if kind else []
        while kind and end < len(lines) and (_is_rule(lines[end]) or _goes_on(lines[end], kind, count)):
            if not _is_rule(lines[end]):
                rows.append(cells_of(lines[end], kind))
            end += 1
        if kind and len(rows) >= _FEWEST[kind] and any(_VALUE.fullmatch(cell) for row in rows for cell in row[1:]):
            width = max(map(len, rows))
            start = index - (index > 0 and _is_rule(lines[index - 1]))
            found.append((start, end, rows_of_grid([[*row, *[""] * (width - len(row))] for row in rows])))
        index = end
    return found


def cells_of(line: str, kind: str) -> list[str]:
    """The cells of one line."""
    if kind == "bar":
        cells = [cell.strip() for cell in _BAR.split(line.strip())]
        return cells[not cells[0] : len(cells) - (not cells[-1])]
    pieces = line.rstrip("\r\n").split("\t") if kind == "tab" else _GAP.split(line.strip())
    return [piece.strip() for piece in pieces]


def _kind(line: str) -> tuple[str, int]:
    """By what a line is parted into cells, and how many; ("", 0) for a line that is not."""
    if not line.strip() or _is_rule(line):
        return "", 0
    for kind, parted in (("bar", len(_BAR.findall(line)) > 1), ("tab", "\t" in line.strip()), ("gap", True)):
        if parted:
            cells = cells_of(line, kind)
            fits = 2 <= len(cells) <= _MOST_CELLS and max(map(len, cells)) <= _LONGEST_CELL and "。" not in line
            return (kind, len(cells)) if fits else ("", 0)
    return "", 0


def _goes_on(line: str, kind: str, count: int) -> bool:
    other, cells = _kind(line)
    return other == kind and (cells == count or kind == "tab")


def _is_rule(line: str) -> bool:
    return _RULE.fullmatch(line.strip()) is not None
