"""Lists that are not markup: rows in JSON answers, in script data, in CDATA inside scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from parsers.pages.dates import read_moment
from parsers.pages.literals import Data, NotALiteral, read_json, read_literal
from parsers.pages.rows import make_row
from parsers.pages.titles import data_title
from parsers.pages.urls import join_url
from parsers.pages.view import View
from parsers.records import Row

# Field names seen in portal answers, most telling first; compared in lower case.
_TITLE_KEYS = ("doctitle", "title", "infotitle", "showtitle", "bt", "infoname", "subject", "headline", "mc", "name")
_URL_KEYS = (
    "docpuburl", "post_url", "puburl", "visiturl", "infourl", "linkurl", "url", "link", "href", "jumpurl", "path",
)  # fmt: skip
_DATE_KEYS = (
    "publishedtimestr", "published_time_format", "pubdate", "publishtime", "publish_time", "publishedtime", "fbrq",
    "daytime", "infodate", "display_publish_time", "releasetime", "pubtime", "showtime", "showdate", "docreltime",
    "date", "rq", "time", "created_at", "createtime", "writedate",
)  # fmt: skip
_TOTAL_KEYS = (
    "total", "totalcount", "post_count", "allrow", "rowcount", "recordcount", "totalrecord", "totalrecords",
    "totalelements", "totalrows", "count",
)  # fmt: skip
_PAGES_KEYS = ("totalpages", "totalpage", "pagetotal", "pagecount", "pages")
# What says that the list goes on behind this answer, and what says so when it is false.
_MORE_KEYS = (
    "hasnextpage", "hasnext", "hasmore", "has_more", "has_next", "more", "next", "nextcursor", "next_cursor", "nexturl",
)  # fmt: skip
_LAST_KEYS = ("lastpage", "islastpage", "islast", "last", "nomore", "finished", "isend", "end")
_HTML_KEYS = ("html", "content", "data", "list")
_NOTHING = frozenset({"", "false", "0", "null", "none", "no", "-1", "#"})
_MAX_NODES = 200_000


@dataclass(frozen=True, slots=True)
class DataList:
    """Rows out of data, the totals stated beside them, and markup found instead of rows (``html``).

    ``more``: what says that the list goes on behind them; ``ends``: the answer says that it does not.
    ``unaddressed``: things with a title among them that lead nowhere.
    """

    rows: tuple[Row, ...] = ()
    total: int | None = None
    pages: int | None = None
    html: str = ""
    more: str = ""
    ends: bool = False
    unaddressed: int = 0
    failed: str = ""  # why the answer itself says that it failed


def read_answer(view: View) -> DataList | None:
    """What a JSON or JSONP answer lists, or None if the body is neither."""
    if not view.is_data and not _looks_like_jsonp(view):
        return None
    try:
        return read_data(read_json(view.text), view.url)
    except NotALiteral:
        return None


def _looks_like_jsonp(view: View) -> bool:
    return re.match(r"\s{0,2000}(?:/\*\*/)?\s{0,20}[A-Za-z_$][\w$.]{0,80}\s{0,5}\(\s{0,20}[\[{]", view.text) is not None


def read_data(data: Data, base: str) -> DataList:
    """The longest list of things with a title and an address inside a data value, and its totals."""
    best: list[Row] = []
    items: set[int] = set()  # what was read as a row states no totals of the list (a count there is of its readers)
    total = pages = None
    html = more = ""
    unaddressed = 0
    ends = False
    for node in _walk(data):
        if isinstance(node, list):
            rows = _rows(node, base, items)
            if len(rows) > len(best):
                best, unaddressed = rows, sum(_leads_nowhere(item, items) for item in node)
        elif isinstance(node, dict) and id(node) not in items:
            lower = {key.lower(): value for key, value in node.items()}
            total = total if total is not None else _count(lower, _TOTAL_KEYS)
            pages = pages if pages is not None else _count(lower, _PAGES_KEYS)
            html = html or _markup(lower)
            more = more or _goes_on(lower)
            ends = ends or _says_last(lower)
    failed = _failure(data) if isinstance(data, dict) and not best and not html else ""
    return DataList(tuple(best), total, pages, "" if best else html, more, ends, unaddressed, failed)


def _walk(data: Data) -> Iterator[Data]:
    stack = [data]
    seen = 0
    while stack and seen < _MAX_NODES:
        node = stack.pop()
        seen += 1
        yield node
        if isinstance(node, list):
            stack.extend(item for item in reversed(node) if isinstance(item, list | dict))
        elif isinstance(node, dict):
            stack.extend(item for item in reversed(list(node.values())) if isinstance(item, list | dict))


def _rows(nodes: list[Data], base: str, items: set[int]) -> list[Row]:
    rows: dict[str, Row] = {}
    for node in nodes:
        if isinstance(node, dict) and (row := _row(node, base)) is not None:
            rows.setdefault(row.url, row)
            items.add(id(node))
    return list(rows.values())


def _row(item: dict[str, Data], base: str) -> Row | None:
    lower = {key.lower(): value for key, value in item.items() if value is not None and value != ""}
    title = next((text for key in _TITLE_KEYS if key in lower and (text := data_title(lower[key]))), "")
    if not title:
        return None
    addresses = [value for key in _URL_KEYS if isinstance(value := lower.get(key), str)]
    url = next((url for address in addresses if (url := join_url(base, address))), None)
    if url is None:
        return None
    found = next((found for key in _DATE_KEYS if key in lower and (found := read_moment(lower[key]))), None)
    return make_row(url, title, found)


def _leads_nowhere(item: Data, items: set[int]) -> bool:
    """Has a thing of a list a title but no address, or an address but no title?"""
    if not isinstance(item, dict) or id(item) in items:
        return False
    told = {key.lower() for key, value in item.items() if data_title(value)}
    return not told.isdisjoint(_TITLE_KEYS) or not told.isdisjoint(_URL_KEYS)


def _goes_on(fields: dict[str, Data]) -> str:
    """Which of an answer's own fields says that there are rows behind it; "" if none does."""
    for key in _MORE_KEYS:
        value = fields.get(key)
        if (
            value is True
            or (value == 1 and key.startswith("has"))
            or (isinstance(value, str) and value.strip().lower() not in _NOTHING)
        ):
            return f"{key}: {str(value)[:40]}"
    return next((f"{key}: false" for key in _LAST_KEYS if fields.get(key) in (False, "false")), "")


def _says_last(fields: dict[str, Data]) -> bool:
    """Does an answer's own field say that no rows are behind it?"""
    over = (fields.get(key) in (False, 0, "false", "0") for key in _MORE_KEYS if key.startswith("has"))
    return any(over) or any(fields.get(key) in (True, "true") for key in _LAST_KEYS)


def _count(fields: dict[str, Data], keys: tuple[str, ...]) -> int | None:
    for key in keys:
        value = fields.get(key)
        if isinstance(value, str) and re.fullmatch(r"\d{1,9}", value):
            return int(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9:
            return int(value)
    return None


def _markup(fields: dict[str, Data]) -> str:
    for key in _HTML_KEYS:
        value = fields.get(key)
        if isinstance(value, str) and "<" in value and re.search(r"<(?:a|li|tr|ul|div|table)\b", value, re.IGNORECASE):
            return value
    return ""


def _failure(data: dict[str, Data]) -> str:
    lower = {key.lower(): value for key, value in data.items()}
    message = next(
        (str(lower[key])[:80] for key in ("message", "msg", "error", "errmsg") if isinstance(lower.get(key), str)), ""
    )
    if lower.get("success") is False or lower.get("success") == "false":
        return f"success: false {message}".strip()
    code = lower.get("code", lower.get("status"))
    if isinstance(code, int) and not isinstance(code, bool) and 400 <= code < 600:
        return f"code {code} {message}".strip()
    return ""


# `<record><![CDATA[<li>…</li>]]></record>`
_RECORD = re.compile(r"<record>\s{0,200}<!\[CDATA\[(.*?)\]\]>", re.DOTALL | re.IGNORECASE)
# `dataStore = ['<li>…',…]`
_DATASTORE = re.compile(r"dataStore\s{0,5}=\s{0,5}(?=\[)", re.IGNORECASE)
# `var dataList=[{…}]`, `window.list = [ {`
_ARRAY = re.compile(r"=(?<![=!<>]=)\s{0,20}(?=\[\s{0,200}\{)")
_MAX_ARRAYS = 50
_MAX_FAILURES = 5


def wrapped_markup(text: str) -> str:
    """The rows that a jpage unit wraps in CDATA (or, in its old form, in a script array), as one fragment."""
    records = _RECORD.findall(text)
    if not records and (match := _DATASTORE.search(text)):
        try:
            value, _ = read_literal(text, match.end())
        except NotALiteral:
            value = None
        if isinstance(value, list):
            records = [item for item in value if isinstance(item, str)]
    return f"<ul>{''.join(records)}</ul>" if records else ""


def script_lists(view: View, wanted: Callable[[Sequence[Row]], bool] | None = None) -> DataList | None:
    """The longest list of rows that a page carries as data in its inline scripts, with the totals stated there.

    Of several ``wanted`` chooses those that count.
    """
    found: list[DataList] | None = view.kept.get("script_lists")
    if found is None:
        found = view.kept["script_lists"] = _script_lists(view)
    return max(
        (data for data in found if wanted is None or wanted(data.rows)), key=lambda data: len(data.rows), default=None
    )


def _script_lists(view: View) -> list[DataList]:
    found: list[DataList] = []
    failures = 0
    for script in view.scripts:
        if '"' not in script and "'" not in script:
            continue
        for match in list(_ARRAY.finditer(script))[:_MAX_ARRAYS]:
            try:
                value, _ = read_literal(script, match.end())
            except NotALiteral:
                failures += 1
                if failures > _MAX_FAILURES:
                    return found
                continue
            data = read_data(value, view.base)
            if data.rows:
                found.append(data)
    return found
