"""F16, lists as data in scripts: Huzhou's `dataList`, Shandong HR's hidden rows, Henan's `pageDec`.

The generic path reads the rows; this module reads the counters beside them. Huzhou: `pagesData={"curPageNo":1,
"pageTotal":12}`, the first ten display pages inline, the rest remote. Shandong HR: all rows in the markup, `var
totalCount=470;perSize=20` only pages the display. Henan: `div#pageDec[pagesize][pagecount]`, `list-1.html`. Made
from notes.
"""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.pages.generic import generic_listing, with_pager
from parsers.pages.literals import NotALiteral, read_literal
from parsers.pages.notes import Note
from parsers.pages.paging import Pager, not_here
from parsers.pages.urls import join_url
from parsers.pages.view import View
from parsers.records import Listing, PageRequest

SEEN = False
_INLINE_PAGES = 10
_PAGES_DATA = re.compile(r"\bpagesData\s{0,5}=\s{0,5}(?=\{)")
_COUNTS = re.compile(
    r"\btotalCount\s{0,5}=\s{0,5}[\"']?(\d{1,7})[\"']?\s{0,5}[;,]\s{0,5}(?:var\s{1,5})?perSize\s{0,5}="
)
_NUMBERED = re.compile(r"/([\w-]{0,60}?)list-(\d{1,5})\.(s?html?)(?:\?.{0,200})?$")


def matches(view: View) -> str:
    """One of the three counters."""
    if view.holds("pagesData") and _PAGES_DATA.search(view.script_text):
        return "object pagesData"
    if view.holds("perSize") and _COUNTS.search(view.script_text):
        return "variables totalCount, perSize"
    return "element pageDec" if view.holds('id="pageDec"') or view.holds("id='pageDec'") else ""


def listing(view: View) -> Listing | None:
    """The generic list with the counters of the script."""
    match = _PAGES_DATA.search(view.script_text)
    found = generic_listing(view, paged=match is not None)
    if match:
        return _paged_data(found, view.script_text, match.end())
    if match := _COUNTS.search(view.script_text):
        total = int(match.group(1))
        notes = tuple(note for note in found.notes if not note.startswith(Note.PAGER_UNREADABLE))
        if len(found.rows) >= total:
            notes = (*notes, Note.DISPLAY_PAGES.of(f"all {total} rows are in the page"))
            return replace(found, declared_total=total, declared_pages=None, next=None, notes=notes)
        return replace(found, declared_total=total, notes=notes)
    return _page_element(view, found)


def _paged_data(found: Listing, script: str, start: int) -> Listing:
    try:
        data, _ = read_literal(script, start)
    except NotALiteral:
        return found
    pages = data.get("pageTotal") if isinstance(data, dict) else None
    if not isinstance(pages, int):
        return found
    if pages <= _INLINE_PAGES:
        return replace(
            found, next=None, notes=(*found.notes, Note.DISPLAY_PAGES.of(f"all {pages} display pages are inline"))
        )
    note = Note.INLINE_PART.of(f"the first {_INLINE_PAGES} of {pages} display pages")
    return replace(found, declared_pages=pages, notes=(*found.notes, note))


def _page_element(view: View, found: Listing) -> Listing:
    counted = [element.get("pagecount") or "" for element in view.root.iter("div") if element.get("id") == "pageDec"]
    if found.next is not None or not counted or not counted[0].isdigit():
        return found
    pages = int(counted[0])
    match = _NUMBERED.search(view.url)
    current = int(match.group(2)) if match else 1
    target = None
    if match and current < pages:
        target = not_here(view, join_url(view.url, f"{match.group(1)}list-{current + 1}.{match.group(3)}"))
    request = PageRequest(target) if target else None
    notes = () if request or current >= pages else (Note.PAGER_UNREADABLE.of(f"page {current} of {pages}"),)
    return with_pager(found, Pager(request, pages, found.declared_total, current, "list-N", notes))
