"""What stands in a row beside its link: where the date is looked for."""

from __future__ import annotations

import re

from parsers.pages.dates import read_date
from parsers.pages.view import Element, Link, clean, text_of, text_without

_MAX_ROW_TEXT = 800
_MAX_NEIGHBOUR = 160  # characters after or before a bare link that may be its date
# What a date column is called, the posting first.
_DATE_HEADS = tuple(re.compile(head) for head in (r"发布|公开|公布|上网", r"^(?!.*更新).*(?:日期|时间)", r"更新"))
# `更新：2026-04-10` in a row is the day of a change, not of the posting.
_UPDATED = re.compile(
    r"(?:更新|修改)(?:日期|时间|于)?\s{0,3}[:：]?\s{0,3}20\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?"
)


def row_text(row: Element, link: Link) -> str:
    """The row's text without the link's own and without days of change; where the row is the bare link, what follows
    it up to the next one.
    """
    if row.tag == "tr":
        rest = _cell_date_text(row, link)
    elif row is link.element:
        rest = _following_text(row) if row.tag == "a" else ""  # a row that is clicked itself says its date itself
    else:
        rest = text_without(row, link.element)[:_MAX_ROW_TEXT]
        rest = rest if rest or row.tag == "li" else _following_text(row)
    return _UPDATED.sub("", rest) if "更新" in rest or "修改" in rest else rest


def _following_text(row: Element) -> str:
    parts = [row.tail or ""]
    sibling = row.getnext()
    for _ in range(3):
        if sibling is None or sibling.tag in ("a", "dt", "br") or sibling.find(".//a") is not None:
            break
        parts.append(text_of(sibling))
        parts.append(sibling.tail or "")
        sibling = sibling.getnext()
    return clean(" ".join(parts))[:_MAX_NEIGHBOUR]


def _cell_date_text(row: Element, link: Link) -> str:
    """The text of a table row's date cell: of several dates the column that its head calls published, else the last."""
    cells = [text_of(cell)[:200] for cell in row if cell.tag in ("td", "th")]
    dated = [index for index, cell in enumerate(cells) if cell != link.text and len(cell) <= 40 and read_date(cell)]
    if not dated:
        return " | ".join(cell for cell in cells if cell != link.text)[:_MAX_ROW_TEXT]
    if len(dated) > 1 and (heads := _heads(row)):
        for pattern in _DATE_HEADS:
            for index in dated:
                if index < len(heads) and pattern.search(heads[index]):
                    return cells[index]
    return cells[dated[-1]]


def head_of(element: Element) -> str:
    """What the table's head calls the column in which an element stands; "" for nothing."""
    cell = next(element.iterancestors("td"), None)
    row = cell.getparent() if cell is not None else None
    heads = _heads(row) if row is not None else []
    at = list(row).index(cell) if row is not None and cell is not None else 0
    return heads[at] if at < len(heads) else ""


def _heads(row: Element) -> list[str]:
    table = next(row.iterancestors("table"), None)
    if table is None:
        return []
    first = next(table.iter("tr"), None)
    return [] if first is None or first is row else [text_of(cell)[:40] for cell in first if cell.tag in ("td", "th")]


def text_before(row: Element) -> str:
    """What stands just before a bare link (`<span>2025-01-01</span><a>…</a>`), if it is not another row."""
    sibling = row.getprevious()
    if sibling is None or sibling.tag == "a" or sibling.find(".//a") is not None:
        return ""
    return clean(f"{text_of(sibling)} {sibling.tail or ''}")[-_MAX_NEIGHBOUR:]
