"""OFD, the fixed-layout format of GB/T 33190: text runs at their places, joined to printed lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ofdkit

from parsers.documents.pieces import Extract, Line
from parsers.documents.unpacking import OFFICE_ERRORS, why_not_parse
from parsers.vocabulary import Method

_MAX_PAGES = 500
_SAME_LINE = 0.5  # of the font size, between baselines
_WORD_GAP = 0.6  # of the font size, between runs


def extract_ofd(body: bytes) -> Extract:
    """The printed lines of an OFD file. What cannot be read comes back empty with the reason in words."""
    if reason := why_not_parse(body):
        return Extract((), Method.NONE, f"OFD 文件无法读取：{reason}")
    try:
        with ofdkit.open(body) as document:
            if len(document.pages) > _MAX_PAGES:
                return Extract((), Method.NONE, f"OFD 文件有{len(document.pages)}页，超过{_MAX_PAGES}页的上限")
            lines = tuple(line for page in document.pages for line in _lines(page))
    except (*OFFICE_ERRORS, ofdkit.OFDError) as error:
        return Extract((), Method.NONE, f"OFD 文件已损坏（{error}）")
    return Extract(lines, Method.OFD, "" if lines else "OFD 文件中没有文字，可能是扫描件")


def _lines(page: Any) -> Iterator[Line]:
    """The page's runs in reading order; what is drawn twice at one place (false bold) counts once."""
    seen = {(run.text, round(run.x), round(run.y)): run for run in page.runs if run.text.strip()}
    row: list[Any] = []
    for run in sorted(seen.values(), key=lambda run: (run.y, run.x)):
        if row and run.y - row[0].y > _SAME_LINE * max(run.size, row[0].size):
            yield _line(row, page.index + 1)
            row = []
        row.append(run)
    if row:
        yield _line(row, page.index + 1)


def _line(row: list[Any], number: int) -> Line:
    row.sort(key=lambda run: run.x)
    text, end = "", row[0].x
    for run in row:
        text += (" " if text and run.x - end > _WORD_GAP * run.size else "") + run.text
        end = max(end, run.x + run.width)
    return Line(text, number, row[0].x, end, max(run.size for run in row))
