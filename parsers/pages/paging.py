"""Counting pages: what a pager says, and the addresses that follow from a count."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from parsers.pages.notes import Note
from parsers.pages.urls import canonical_url, join_url
from parsers.pages.view import View
from parsers.records import PageRequest

# Names under which portals number the pages of an answer; `currpage` JCMS, `pageNumber` TRS IGS, `page` UCAP.
PAGE_NAME = re.compile(
    r"[?&](pageNumber|pageNo|pageIndex|pageNum|currpage|currentPage|curPage|page|p)=(\d{1,6})(?=&|#|$)", re.IGNORECASE
)
SIZE_NAME = re.compile(r"[?&](?:_?pageSize|perPage|rows|size|limit)=(\d{1,4})(?=&|#|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pager:
    """What a page says of the other pages. ``current`` and ``pages`` count from 1."""

    next: PageRequest | None = None
    pages: int | None = None
    total: int | None = None
    current: int | None = None
    why: str = ""
    notes: tuple[str, ...] = field(default=())


def not_here(view: View, target: str | None) -> str | None:
    """A target, unless it is the page itself."""
    if target is None:
        return None
    return None if canonical_url(target) in view.own else target


def counted_pager(view: View, pages: int, current: int, first: int, prefix: str, ext: str, why: str) -> Pager:
    """The pager of a list whose later pages are called ``prefix_N.ext``; ``first`` is the number of the first page."""
    asked = number_in(view.url, prefix, ext)
    position = current - first + 1
    if asked is not None and asked != current and not (asked == 0 and current == first):
        note = Note.PAGE_MISMATCH.of(f"asked for {prefix}_{asked}, the answer calls itself {current}")
        return Pager(None, pages or None, None, position, why, (note,))
    target = None
    if position < pages:
        target = not_here(view, join_url(view.base, f"{prefix}_{current + 1}.{ext.lstrip('.')}"))
    return Pager(PageRequest(target) if target else None, pages or None, None, position, why)


def number_in(url: str, prefix: str, ext: str) -> int | None:
    """The page number in the file name of an address (`index_3.html` -> 3), None for the first page."""
    name = url.split("?", 1)[0].split("#", 1)[0].rsplit("/", 1)[-1]
    stem = prefix.rsplit("/", 1)[-1]
    match = re.fullmatch(rf"{re.escape(stem)}_(\d{{1,7}})\.{re.escape(ext.lstrip('.'))}", name)
    return int(match.group(1)) if match else None


def file_parts(url: str) -> tuple[str, str]:
    """Prefix and suffix of a list page's file name: `list_3.shtml` -> (list, shtml); a folder's is (index, html)."""
    name = url.split("?", 1)[0].split("#", 1)[0].rsplit("/", 1)[-1]
    match = re.fullmatch(r"(.{1,80}?)(?:_\d{1,6})?\.(s?html?|jsp|aspx)", name)
    return (match.group(1), match.group(2)) if match else ("index", "html")


def paged_by_query(view: View, pager: Pager, rows: int) -> Pager:
    """The pager of an answer whose own address counts the pages; ``rows`` is how many this answer holds.

    There is a next page while the stated pages or total say so; without either, while answers come full.
    """
    if rows == 0:
        return pager
    asked = PAGE_NAME.search(view.url)
    current = max(int(asked.group(2)), 1) if asked else 1
    size = SIZE_NAME.search(view.url)
    full = int(size.group(1)) if size else rows
    if pager.pages is not None:
        more = current < pager.pages
    elif pager.total is not None:
        more = current * max(full, 1) < pager.total
    else:
        more = asked is not None and size is not None and rows >= full
    notes = pager.notes
    if pager.pages and pager.total and full and pager.total > pager.pages * full:
        notes = (*notes, Note.TRUNCATED.of(f"{pager.total} rows, but only {pager.pages} pages of {full}"))
    if not more:
        return replace(pager, current=current, notes=notes)
    if asked is None:
        notes = (*notes, Note.PAGER_UNREADABLE.of("the address of the answer does not count its pages"))
        return replace(pager, current=current, notes=notes)
    target = query_next(view.url, asked.group(1), current + 1)
    return replace(pager, next=PageRequest(target), current=current, why=f"{asked.group(1)}={current + 1}", notes=notes)


def query_next(url: str, name: str, number: int) -> str:
    """The same address with another page number in its query."""
    pattern = re.compile(rf"([?&]{re.escape(name)}=)[^&#]{{0,20}}", re.IGNORECASE)
    url = url.split("#", 1)[0]
    if pattern.search(url):
        return pattern.sub(lambda match: f"{match.group(1)}{number}", url, count=1)
    return f"{url}{'&' if '?' in url else '?'}{name}={number}"
