"""F14, 新点 Epoint web builder: a shell that POSTs to `/EpointWebBuilder/rest/…getPageInfoListNew2`.

The parameters are one JSON text: siteGuid, categoryNum, pageIndex from 0. They are repeated in the address, so that an
answer tells which page it is. Sites that ask for a token first cannot be read so. Made from notes.
"""

from __future__ import annotations

import json
import re
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode, urlsplit

from parsers.pages.embedded import read_answer
from parsers.pages.generic import data_listing, generic_listing, with_pager
from parsers.pages.paging import Pager
from parsers.pages.urls import join_url
from parsers.pages.view import View
from parsers.records import Listing, PageRequest

SEEN = False
_PAGE_SIZE = 20
_SERVICE = re.compile(r"[\"']([^\"'\s<>]{0,300}/getPageInfoListNew2)[^\"'\s<>]{0,100}[\"']")
_DEFAULT = "/EpointWebBuilder/rest/lightfrontaction/getPageInfoListNew2"
_VALUE = r"[\"']?\s{0,3}[:=,]\s{0,3}[\"']([\w-]{3,60})[\"']"
_SITE = re.compile(r"siteGuid" + _VALUE, re.IGNORECASE)
_CATEGORY = re.compile(r"categoryNum" + _VALUE, re.IGNORECASE)
_FORM = MappingProxyType({"content-type": "application/x-www-form-urlencoded; charset=UTF-8"})


def matches(view: View) -> str:
    """The builder's name in an address or a script."""
    for mark in ("EpointWebBuilder", "getPageInfoListNew2"):
        if mark in view.url or view.holds(mark):
            return f"mark {mark}"
    return ""


def listing(view: View) -> Listing | None:
    """An answer's rows and next page; for the shell, the POST for its first page."""
    asked = dict(parse_qsl(urlsplit(view.url).query))
    answer = read_answer(view)
    if answer is not None:
        found = data_listing(answer, view)
        return with_pager(found, _pager(view, found, asked))
    found = generic_listing(view)
    site, category = _value(_SITE, view), _value(_CATEGORY, view)
    if found.rows or not site or not category:
        return found
    service = _SERVICE.search(view.script_text)
    follow = _request(view, service.group(1) if service else _DEFAULT, site, category, 0)
    return Listing("epoint", "the rows come from the builder's service", (), follow=follow)


def _value(pattern: re.Pattern[str], view: View) -> str:
    match = pattern.search(view.script_text)
    return match.group(1) if match else ""


def _request(view: View, path: str, site: str, category: str, index: int) -> PageRequest | None:
    fields = {"siteGuid": site, "categoryNum": category, "pageIndex": index, "pageSize": _PAGE_SIZE}
    url = join_url(view.base, f"{path}?{urlencode(fields)}")
    return PageRequest(url, "POST", urlencode({"params": json.dumps(fields)}).encode("ascii"), _FORM) if url else None


def _pager(view: View, found: Listing, asked: dict[str, str]) -> Pager:
    total = found.declared_total
    if not asked.get("pageIndex", "").isdigit() or total is None or not found.rows:
        return Pager(None, None, total)
    index = int(asked["pageIndex"])
    pages = -(-total // _PAGE_SIZE)
    follow = None
    if index + 1 < pages:
        path = urlsplit(view.url).path
        follow = _request(view, path, asked.get("siteGuid", ""), asked.get("categoryNum", ""), index + 1)
    return Pager(follow, pages, total, index + 1, f"pageIndex={index + 1}")
