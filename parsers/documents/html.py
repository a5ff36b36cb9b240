"""Paragraphs and tables of an article's own container."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from parsers.documents.broken import join_broken
from parsers.documents.pieces import Extract, Paragraph, Piece, Row
from parsers.documents.raised import is_note_mark
from parsers.documents.tables import rows_of_grid
from parsers.pages.markup import parse_html
from parsers.vocabulary import Method

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset"),
        *(
            "caption",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
        ),
        *("nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_SILENT_NAMES = "script style noscript template head iframe object svg textarea select del s strike"
_SILENT = frozenset(_SILENT_NAMES.split())
_HEADINGS = {"h1": 1, "h2": 1, "h3": 1, "h4": 2, "h5": 3, "h6": 3}
# A cell this long is a page's layout, not data.
_LAYOUT_CELL = 300
_MAX_SPAN = 100
_MAX_CELLS = 40_000
_NO_INDENT = " \t\r\n"  # between an element and its text; wider blanks are an indent, which says where text begins
_INDENT, _INDENTS = "\u3000", frozenset("\u3000\xa0")
_LINE = "\u2028"  # the end of a line that is one: <br>, or in <pre>


def extract_html(html: str) -> Extract:
    """The paragraphs and table rows of one fragment or page, in reading order."""
    if not html.strip():
        return Extract((), Method.HTML, "网页中没有正文")
    # lxml follows no link and loads no entity here.
    parser = etree.HTMLParser(huge_tree=True)
    page = etree.fromstring(f"<html><body>{html}</body></html>", parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        page, _ = parse_html(f"<html><body>{html}</body></html>")  # deeper than the parser goes
    if "<sup" in html:
        _leave_out_marks(page)
    if "<pre" in html or "<PRE" in html:
        _keep_lines(page)
    pieces = tuple(_pieces(page.find("body")))
    return Extract(pieces, Method.HTML, "" if pieces else "网页正文中没有文字")


def _leave_out_marks(page: Any) -> None:
    """Empty the raised elements that are marks of notes."""
    for raised in page.iter("sup"):
        before, beside = raised.getparent(), raised.getprevious()
        words = before.text if beside is None else beside.tail or str(_string(beside))
        if is_note_mark(words or "", str(_string(raised))):
            del raised[:]
            raised.text = None


def _keep_lines(page: Any) -> None:
    """Mark the ends of lines where they count: in <pre>."""
    for block in page.iter("pre"):
        for node in block.iter():
            if text := node.text:
                node.text = text.replace("\n", _LINE)
            if node is not block and (text := node.tail):
                node.tail = text.replace("\n", _LINE)


def _pieces(root: Any) -> Iterator[Piece]:
    """The pieces below ``root``, walked without recursion: unclosed tags nest by the thousand."""
    buffer: list[str] = []
    left_out = None
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event == "start":
            rows = _data_rows(node) if node.tag == "table" else ()
            if rows:
                yield from _flush(buffer, None)
                for caption in node.iterchildren("caption"):
                    yield from _pieces(caption)
                yield from rows
            if rows or node.tag in _SILENT or _is_hidden(node):
                left_out = node
                walk.skip_subtree()
                continue
            if node.tag in _BLOCKS:
                yield from _flush(buffer, None)
            elif node.tag == "br":
                buffer.append(_LINE)
            text = node.text
        else:
            if event == "end" and node is not left_out and node.tag in _BLOCKS:
                yield from _flush(buffer, _HEADINGS.get(node.tag))
            text = node.tail if node is not root else None
        if text:
            buffer.append(text)
    yield from _flush(buffer, None)


def _flush(buffer: list[str], heading: int | None) -> Iterator[Piece]:
    if not buffer:
        return
    whole = "".join(buffer)
    buffer.clear()
    for line in join_broken(whole.split(_LINE)) if _LINE in whole else (whole,):
        if text := " ".join(line.split()):
            yield Paragraph(_INDENT + text if line.lstrip(_NO_INDENT)[:1] in _INDENTS else text, heading=heading)


def _is_hidden(node: Any) -> bool:
    if not node.keys():
        return False
    style = "".join((node.get("style") or "").lower().split())
    return node.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def _data_rows(table: Any) -> tuple[Row, ...]:
    """The rows of a table of data; empty for one that only lays out a page."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    if len(rows) < 2 or table.find(".//table") is not None:
        return ()
    cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
    if max((len(row) for row in cells), default=0) < 2:
        return ()
    if any(len(_text(cell)) > _LAYOUT_CELL for row in cells for cell in row):
        return ()
    return rows_of_grid(*_grids(cells))


def _grids(rows: list[list[Any]]) -> tuple[list[list[str]], list[list[str]]]:
    """The table as a rectangle, merged cells standing once, and again with them repeated; none for an endless one."""
    room = _MAX_CELLS
    own: list[dict[int, str]] = [{} for _ in rows]
    spread: list[dict[int, str]] = [{} for _ in rows]
    for index, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in spread[index]:
                column += 1
            text = _text(cell)
            down, across = min(_span(cell, "rowspan"), len(rows) - index), _span(cell, "colspan")
            room -= down * across
            if room < 0:
                return [], []
            own[index][column] = text
            for below in range(index, index + down):
                for right in range(column, column + across):
                    spread[below][right] = text
                    own[below].setdefault(right, "")
            column += across
    width = max((max(row, default=-1) for row in spread), default=-1) + 1
    return (
        [[row.get(column, "") for column in range(width)] for row in own],
        [[row.get(column, "") for column in range(width)] for row in spread],
    )


def _span(cell: Any, name: str) -> int:
    value = str(cell.get(name) or "1").strip()
    return min(max(int(value), 1), _MAX_SPAN) if value.isdecimal() else 1


def _text(node: Any) -> str:
    return " ".join(str(_string(node)).split())


_string = etree.XPath("string()", smart_strings=False)
