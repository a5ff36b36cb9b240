"""F7, the information directory of 大汉 JCMS: `/module/xxgk/search.jsp?infotypeId=…&currpage=3`.

Rows are table rows; in Zhejiang the link's own attributes hold the truth: `mc` title, `wh` number, `rq` date. Pages by
`currpage=`. A column page carries the directory in a frame or names its address in a script. Made from notes.
"""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.pages.dates import read_date
from parsers.pages.generic import generic_listing, with_pager
from parsers.pages.notes import Note
from parsers.pages.paging import Pager, query_next
from parsers.pages.rows import make_row
from parsers.pages.titles import data_title
from parsers.pages.urls import join_url
from parsers.pages.view import View
from parsers.records import Listing, PageRequest, Row

SEEN = False
_ADDRESS = re.compile(
    r"[\"'(]([^\"'()<>\s]{0,200}/module/xxgk/(?:search(?:_custom)?|subjectinfo)\.jsp\?[^\"'()<>\s]{1,1000})[\"')]"
)
_CURRENT = re.compile(r"[?&]currpage=(\d{1,6})", re.IGNORECASE)


def matches(view: View) -> str:
    """The directory's address, of the page itself or named in it."""
    return "address /module/xxgk/" if "/module/xxgk/" in view.url or "/module/xxgk/" in view.text else ""


def listing(view: View) -> Listing | None:
    """The directory's rows, by their attributes first; for the page around it, the directory to follow."""
    found = generic_listing(view)
    if rows := _attribute_rows(view):
        found = replace(found, rows=rows, reason=f"{len(rows)} rows by their mc attribute")
    if "/module/xxgk/" not in view.url:
        if found.rows or (match := _ADDRESS.search(view.text)) is None:
            return found if found.rows else None
        target = join_url(view.base, match.group(1).replace("&amp;", "&"))
        follow = PageRequest(target) if target else None
        note = Note.FRAME.of("the directory is another address")
        return Listing("jcms_directory", "the directory's address", (), notes=(note,), follow=follow)
    return with_pager(found, _pager(view, found)) if found.next is None else found


def _attribute_rows(view: View) -> tuple[Row, ...]:
    rows: dict[str, Row] = {}
    for link in view.links:
        title = data_title(link.element.get("mc"))
        if title and link.url:
            rows.setdefault(link.url, make_row(link.url, title, read_date(link.element.get("rq") or "")))
    return tuple(rows.values())


def _pager(view: View, found: Listing) -> Pager:
    asked = _CURRENT.search(view.url)
    current = int(asked.group(1)) if asked else 1
    pages = found.declared_pages
    if pages is None and found.declared_total and found.rows:
        pages = -(-found.declared_total // len(found.rows)) if current == 1 else None
    pager = Pager(None, found.declared_pages, found.declared_total, current)
    if found.rows and pages is not None and current < pages:
        return replace(
            pager, next=PageRequest(query_next(view.url, "currpage", current + 1)), why=f"currpage={current + 1}"
        )
    return pager
