"""OFD, the fixed-layout format of GB/T 33190: text runs at their places, joined to printed lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ofdkit

from parsers.documents.layout import Gutter, lines_in_order
from parsers.documents.pieces import Extract, Line, Row, Stretch
from parsers.documents.unpacking import OFFICE_ERRORS, why_not_parse
from parsers.vocabulary import Method

_MAX_PAGES = 500


def extract_ofd(body: bytes) -> Extract:
    """The printed lines of an OFD file. What cannot be read comes back empty with the reason in words."""
    if reason := why_not_parse(body):
        return Extract((), Method.NONE, f"OFD 文件无法读取：{reason}")
    try:
        with ofdkit.open(body) as document:
            if len(document.pages) > _MAX_PAGES:
                return Extract((), Method.NONE, f"OFD 文件有{len(document.pages)}页，超过{_MAX_PAGES}页的上限")
            gutter = Gutter()
            lines = tuple(line for page in document.pages for line in _lines(page, gutter))
    except (*OFFICE_ERRORS, ofdkit.OFDError) as error:
        return Extract((), Method.NONE, f"OFD 文件已损坏（{error}）")
    return Extract(lines, Method.OFD, "" if lines else "OFD 文件中没有文字，可能是扫描件")


def _lines(page: Any, gutter: Gutter) -> Iterator[Line | Row]:
    """The page's runs in reading order; what is drawn twice at one place (false bold) counts once."""
    seen = {(run.text, round(run.x), round(run.y)): run for run in page.runs if run.text.strip()}
    boxes = [
        Stretch(run.text.strip(), run.x, run.y - run.size, run.x + run.width, run.y)
        for run in seen.values()
        if run.size
    ]
    yield from (item for item, _ in lines_in_order(boxes, page.index + 1, gutter))
