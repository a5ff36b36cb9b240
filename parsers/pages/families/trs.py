"""F3, TRS WCM (most ministries, Beijing, Tianjin, Chongqing, Hubei …): `./202404/t20240416_144819.html`.

Pages are counted from 0: page 2 is `index_1.html`. The generic pager reads `createPageHTML(7, 0, "index", "html")`;
here only the older form is added, where the call is unrolled into variables (`var countPage = 7`). Made from notes.
"""

from __future__ import annotations

import re

from parsers.pages.generic import generic_listing, with_pager
from parsers.pages.paging import counted_pager, file_parts
from parsers.pages.view import View
from parsers.records import Listing

SEEN = False
_CALL = re.compile(r"createPage(?:HTML)?\s{0,5}\(\s{0,5}\d")
_ARTICLE = re.compile(r"/t20\d{6}_\d{3,12}\.s?html?")
_COUNT = re.compile(r"\bcountPage\s{0,5}=\s{0,5}(\d{1,6})")
_CURRENT = re.compile(r"\bcurrentPage\s{0,5}=\s{0,5}(\d{1,6})")


def matches(view: View) -> str:
    """The pager's call with a number first, the platform's addresses, or its editor's mark."""
    if view.holds("createPage") and (match := _CALL.search(view.text)):
        return f"pager {match.group()}"
    if "_" in view.text and (match := _ARTICLE.search(view.text)):
        return f"address {match.group()}"
    return "mark TRS_Editor" if view.holds("TRS_Editor") or view.holds("TRS_UEDITOR") else ""


def listing(view: View) -> Listing | None:
    """The generic list; its pages from `countPage` and `currentPage` where no anchor and no call tells them."""
    if "countPage" not in view.script_text:
        return None
    count, current = _COUNT.search(view.script_text), _CURRENT.search(view.script_text)
    if count is None or current is None or "createPage" in view.script_text:
        return None
    found = generic_listing(view)
    if found.next is not None:
        return found
    prefix, ext = file_parts(view.url)
    return with_pager(
        found, counted_pager(view, int(count.group(1)), int(current.group(1)), 0, prefix, ext, "countPage")
    )
