"""F5, 大汉 JCMS with jpage units (Jiangsu, Shandong, Gansu …): the first rows are CDATA inside a script.

`<div id="764752"><script type="text/xml"><datastore>…<recordset><record><![CDATA[<li>…]]>`. Later rows come by POST
to `/module/web/jpage/dataproxy.jsp?startrecord=46&endrecord=90&perpage=15`, three display pages an answer; the ids
stand in the `<nextgroup>`. Made from notes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode, urlsplit

from parsers.pages.embedded import wrapped_markup
from parsers.pages.generic import make_listing
from parsers.pages.notes import Note
from parsers.pages.paging import Pager
from parsers.pages.rows import find_groups, rows_of
from parsers.pages.urls import join_url
from parsers.pages.view import View
from parsers.records import Listing, PageRequest, Row

SEEN = False
PROXY = "/module/web/jpage/dataproxy.jsp"
_DISPLAY_PAGES = 3  # that one answer carries
_UNIT = re.compile(r"<datastore>(.*?)(?:</datastore>|\Z)", re.DOTALL | re.IGNORECASE)
_NEXT_GROUP = re.compile(
    r"<nextgroup>.{0,200}?(/module/web/jpage/dataproxy\.jsp\?[^\"'\]<>]{1,1500})", re.DOTALL | re.IGNORECASE
)
_TOTAL = re.compile(r"<totalrecord>\s{0,9}(\d{1,7})|totalRecord\s{0,3}[=:]\s{0,3}[\"']?(\d{1,7})", re.IGNORECASE)
_PER_PAGE = re.compile(r"\bperPage\s{0,3}[=:]\s{0,3}[\"']?(\d{1,4})", re.IGNORECASE)
_FORM = MappingProxyType({"content-type": "application/x-www-form-urlencoded; charset=UTF-8"})


@dataclass(frozen=True, slots=True)
class _Unit:
    rows: tuple[Row, ...]
    records: int  # as the unit counts them, undated and doubled rows included
    ids: Mapping[str, str]
    total: int | None


def matches(view: View) -> str:
    """A datastore, its proxy's address, or the old form of its answer."""
    for mark in ("<datastore>", "<recordset>", PROXY):
        if mark in view.text or mark in view.url:
            return f"mark {mark}"
    return "mark dataStore" if view.holds("dataStore") and view.holds("totalRecord") else ""


def listing(view: View) -> Listing | None:
    """The rows of the page's units, and the POST for the longest unit's next rows; None where the units are empty
    (on some hosts the proxy is dead and the list is plain markup)."""
    units = [unit for text in _units(view.text) if (unit := _read(text, view)).rows]
    if not units:
        return None
    main = max(units, key=lambda unit: len(unit.rows))
    rows = {row.url: row for unit in [main, *units] for row in reversed(unit.rows)}
    ordered = [row for unit in [main, *(unit for unit in units if unit is not main)] for row in unit.rows]
    unique = tuple(rows[url] for url in dict.fromkeys(row.url for row in ordered))
    notes = (Note.SEVERAL_UNITS.of(str(len(units))),) if len(units) > 1 else ()
    pager = Pager(_next(main, view), None, main.total, None, "dataproxy")
    return make_listing(unique, pager, "rows unwrapped from CDATA", notes)


def _units(text: str) -> list[str]:
    units = _UNIT.findall(text)[:20]
    return units if len(units) > 1 else [text]


def _read(text: str, view: View) -> _Unit:
    markup = wrapped_markup(text)
    rows = rows_of(find_groups(View.of_fragment(markup, view.page))) if markup else ()
    rows = tuple(row for row in rows if "/module/" not in row.url)
    next_group = _NEXT_GROUP.search(text)
    ids = dict(parse_qsl(urlsplit(next_group.group(1).replace("&amp;", "&")).query)) if next_group else {}
    records = max(text.lower().count("<record>"), len(rows))
    return _Unit(rows, records, ids, _first(_TOTAL, text) or _first(_TOTAL, view.text))


def _first(pattern: re.Pattern[str], text: str) -> int | None:
    match = pattern.search(text)
    return int(next(group for group in match.groups() if group)) if match else None


def _next(unit: _Unit, view: View) -> PageRequest | None:
    """The POST for the rows after this unit's; None when the total is reached or an answer came short."""
    asked = dict(parse_qsl(urlsplit(view.url).query)) if PROXY in view.url else {}
    ids = {name: value for name in ("webid", "columnid", "unitid") if (value := unit.ids.get(name) or asked.get(name))}
    if not ids:
        return None
    if asked.get("startrecord", "").isdigit() and asked.get("perpage", "").isdigit():
        start, per_page = int(asked["startrecord"]), int(asked["perpage"])
    else:
        start, per_page = 1, _first(_PER_PAGE, view.script_text) or _display_page(unit.records)
    last = start + unit.records - 1
    if unit.total is not None:
        if last >= unit.total:
            return None
    elif unit.records < per_page * _DISPLAY_PAGES:
        return None
    end = last + per_page * _DISPLAY_PAGES
    if unit.total is not None:
        end = min(end, unit.total)
    query = urlencode({"startrecord": last + 1, "endrecord": end, "perpage": per_page, **ids})
    body = urlencode(
        {"col": 1, "appid": 1, "path": "/", "sourceContentType": 1, "webname": "", "permissiontype": 0, **ids}
    )
    url = join_url(view.base, f"{PROXY}?{query}")
    return PageRequest(url, "POST", body.encode("ascii"), _FORM) if url else None


def _display_page(records: int) -> int:
    return records // _DISPLAY_PAGES if records % _DISPLAY_PAGES == 0 and records >= 15 else max(records, 1)
