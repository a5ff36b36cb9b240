"""F6, 大汉 JPaaS page units (Zhejiang, MIIT, SAMR, Jinan …): the page holds no list, a script fetches it.

`<script src="…/unitbuild.js" url="/api-gateway/…/build/unit" queryData="{'parseType':'bulidstatic',…}">` ("bulid" is
theirs). The list is the answer of that address with queryData as its query, percent-encoded in UTF-8 (GBK bytes get
`success:false`). Pages by `paramJson={"pageNo":2,"pageSize":15}`; from abroad every page answers page 1. Made from
notes.
"""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from parsers.pages.embedded import read_answer
from parsers.pages.generic import data_listing, generic_listing, with_pager
from parsers.pages.literals import NotALiteral, read_literal
from parsers.pages.notes import Note
from parsers.pages.paging import Pager
from parsers.pages.urls import join_url
from parsers.pages.view import Element, View
from parsers.records import Listing, PageRequest

SEEN = False
UNIT = "/front/page/build/unit"
_LIST_TAG = re.compile(r"右侧|内容|列表|信息|正文|list|content|right", re.IGNORECASE)
_SIDE_TAG = re.compile(r"导航|菜单|左侧|头部|底部|位置|页头|页尾|nav|menu|left|head|foot|top", re.IGNORECASE)
_MIN_STATIC = 3  # dated rows in the markup itself: then the unit is not where the list is


def matches(view: View) -> str:
    """The unit's script, or the unit's own answer."""
    if UNIT in view.url:
        return "a unit's answer"
    return "script unitbuild.js" if "unitbuild.js" in view.text else ""


def listing(view: View) -> Listing | None:
    """A unit's rows and its next page; for the shell around it, the unit to follow."""
    answer = read_answer(view)
    if answer is not None:
        found = data_listing(answer, view)
        return with_pager(found, _unit_pager(view, answer.html)) if found.rows else found
    static = generic_listing(view)
    if sum(row.date is not None for row in static.rows) >= _MIN_STATIC:
        return static
    requests = _units(view)
    if not requests:
        return static
    notes = (Note.SEVERAL_UNITS.of(f"{len(requests)}, the likeliest is followed"),) if len(requests) > 1 else ()
    return Listing("jpaas", "the list is in a page unit", (), notes=notes, follow=requests[0])


def _units(view: View) -> list[PageRequest]:
    """The units of a page, the likeliest list first."""
    found: list[tuple[int, PageRequest]] = []
    for element in view.root.iter("script"):
        if UNIT in (element.get("url") or "") and (unit := _request(view, element)):
            found.append(unit)
    return [request for _, request in sorted(found, key=lambda unit: unit[0])]


def _request(view: View, element: Element) -> tuple[int, PageRequest] | None:
    url = join_url(view.base, element.get("url") or "")
    try:
        data, _ = read_literal(element.get("querydata") or "")
    except NotALiteral:
        return None
    if url is None or not isinstance(data, dict):
        return None
    query = urlencode({name: str(value) for name, value in data.items() if value is not None}, quote_via=quote)
    tag = str(data.get("tagId") or "")
    rank = 2 if _SIDE_TAG.search(tag) else 0 if _LIST_TAG.search(tag) else 1
    return rank, PageRequest(f"{url}{'&' if '?' in url else '?'}{query}")


def _unit_pager(view: View, html: str) -> Pager:
    """The pager of an answer from its pager element (`count="386" rows="15"` or a queryData of the same)."""
    counted = _pager_counts(View.of_fragment(html, view.page))
    asked = _asked_page(view.url)
    if counted is None:
        return Pager(current=asked)
    rows, total, shown = counted
    shown = shown or asked
    pages = -(-total // rows) if rows else None
    if asked != shown:
        note = Note.PAGE_MISMATCH.of(f"asked for page {asked}, the answer is page {shown}")
        return Pager(None, pages, total, shown, "", (note,))
    if pages is None or shown >= pages:
        return Pager(None, pages, total, shown)
    return Pager(PageRequest(_page_url(view.url, shown + 1, rows)), pages, total, shown, f"pageNo {shown + 1}")


def _pager_counts(view: View) -> tuple[int, int, int] | None:
    for element in view.root.iter():
        count, rows = element.get("count") or "", element.get("rows") or ""
        if count.isdigit() and rows.isdigit():
            shown = element.get("pageno") or ""
            return int(rows), int(count), int(shown) if shown.isdigit() else 0
        data = element.get("querydata") or ""
        if "count" in data and "pageNo" in data and (numbers := _numbers(data)):
            return numbers
    return None


def _numbers(data: str) -> tuple[int, int, int] | None:
    try:
        value, _ = read_literal(data)
    except NotALiteral:
        return None
    if not isinstance(value, dict):
        return None
    texts = [str(value.get(name, "")) for name in ("rows", "count", "pageNo")]
    return (int(texts[0]), int(texts[1]), int(texts[2])) if all(text.isdigit() for text in texts) else None


def _asked_page(url: str) -> int:
    for name, value in parse_qsl(urlsplit(url).query):
        if name == "paramJson" and (match := re.search(r"\"pageNo\"\s{0,3}:\s{0,3}\"?(\d{1,6})", value)):
            return int(match.group(1))
    return 1


def _page_url(url: str, number: int, rows: int) -> str:
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "paramJson"]
    parameter = json.dumps({"pageNo": number, "pageSize": rows}, separators=(",", ":"))
    query = urlencode([*kept, ("paramJson", parameter)], quote_via=quote)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
