"""F12, 龙讯 (Anhui, parts of Jiangxi, Qinghai): `/content/column/6791573?pageIndex=2`, `/public/column/4443193?…`.

Pages are written by `Ls.pagination("#page_…", fn, {currPage:(0+1),pageCount:66})`, whose function holds the address.
Made from notes.
"""

from __future__ import annotations

import re

from parsers.pages.generic import generic_listing, with_pager
from parsers.pages.paging import Pager, not_here, query_next
from parsers.pages.urls import join_url
from parsers.pages.view import View
from parsers.records import Listing, PageRequest

SEEN = False
_CALL = re.compile(r"Ls\.pagination\(")
_CURRENT = re.compile(r"\bcurrPage\s{0,3}:\s{0,3}\(?\s{0,3}(\d{1,6})\s{0,3}(?:\+\s{0,3}(\d))?")
_COUNT = re.compile(r"\bpageCount\s{0,3}:\s{0,3}[\"'(]?\s{0,3}(\d{1,6})")
_ADDRESS = re.compile(r"[\"']([^\"'\s<>]{0,500}[?&]pageIndex=)[\"']")


def matches(view: View) -> str:
    """The pager's call or the platform's column addresses."""
    for mark in ("Ls.pagination(", "/public/column/", "/content/column/"):
        if view.holds(mark) or mark in view.url:
            return f"mark {mark}"
    return ""


def listing(view: View) -> Listing | None:
    """The generic list with the pages of the script's call."""
    call = _CALL.search(view.script_text)
    if call is None:
        return None
    found = generic_listing(view)
    text = view.script_text[call.start() : call.start() + 5000]
    current, count = _CURRENT.search(text), _COUNT.search(text)
    if found.next is not None or current is None or count is None:
        return found
    here, pages = int(current.group(1)) + int(current.group(2) or 0), int(count.group(1))
    if here >= pages:
        return with_pager(found, Pager(None, pages, found.declared_total, here))
    address = _ADDRESS.search(text)
    target = join_url(view.base, f"{address.group(1)}{here + 1}") if address else None
    target = not_here(view, target or query_next(view.url, "pageIndex", here + 1))
    request = PageRequest(target) if target else None
    return with_pager(found, Pager(request, pages, found.declared_total, here, f"pageIndex={here + 1}"))
