"""F15, ASP.NET lists: `javascript:__doPostBack('AspNetPager1','2')` with the page's hidden fields POSTed back.

The query string is the identity of such pages and articles (`index.aspx?lanmuid=76&sublanmuid=973`). The last page's
number stands in the 末页 link. Made from notes.
"""

from __future__ import annotations

import re

from parsers.pages.forms import form_of, form_request
from parsers.pages.generic import generic_listing, with_pager
from parsers.pages.pager import number_beside
from parsers.pages.paging import Pager
from parsers.pages.view import Link, View
from parsers.records import Listing, PageRequest

SEEN = False
_POST_BACK = re.compile(
    r"__doPostBack\(\s{0,3}['\"]([^'\"]{1,200})['\"]\s{0,3},\s{0,3}['\"]([^'\"]{0,200})['\"]\s{0,3}\)"
)
_NEXT = frozenset({"下一页", "下页", ">", "›", "»", "后一页", "next"})
_LAST = frozenset({"末页", "尾页", "最后一页", ">>", "last"})


def matches(view: View) -> str:
    """The hidden state that the platform POSTs back."""
    return "field __VIEWSTATE" if view.holds("__VIEWSTATE") else ""


def listing(view: View) -> Listing | None:
    """The generic list; its next page by a POST where the pager has no plain anchors."""
    found = generic_listing(view)
    if found.next is not None:
        return found
    links = [
        (link, match)
        for link in view.links
        if (match := _POST_BACK.search(f"{link.href} {link.element.get('onclick') or ''}"))
    ]
    if not links:
        return found
    return with_pager(found, _pager(view, links, found))


def _pager(view: View, links: list[tuple[Link, re.Match[str]]], found: Listing) -> Pager:
    last = next((match.group(2) for link, match in links if link.text.lower() in _LAST), "")
    numbered = [link for link, _ in links if link.text.isdigit() and len(link.text) < 6]
    current = number_beside((numbered or [links[0][0]])[0].element)  # others may sort the rows
    numbers = [int(link.text) for link in numbered]
    pages = int(last) if last.isdigit() else max([*numbers, current or 0]) or None
    step = next((match for link, match in links if link.text.lower() in _NEXT and not _is_off(link)), None)
    if step is None and current is not None:
        step = next((match for link, match in links if link.text == str(current + 1)), None)
    if step is None or (current is not None and pages is not None and current >= pages):
        return Pager(None, pages, found.declared_total, current)
    return Pager(
        _post(view, step.group(1), step.group(2)), pages, found.declared_total, current, f"postback {step.group(2)}"
    )


def _is_off(link: Link) -> bool:
    return link.element.get("disabled") is not None


def _post(view: View, target: str, argument: str) -> PageRequest | None:
    """The form as the browser would send it, with the event's target and argument."""
    state = next(view.root.iterfind(".//input[@name='__VIEWSTATE']"), None)
    form = form_of(state) if state is not None else None
    if form is None:
        return None
    return form_request(view, form, {}, named={"__EVENTTARGET": target, "__EVENTARGUMENT": argument})
