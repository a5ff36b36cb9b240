"""F8, Guangdong's 政府信息公开平台: `/gkmlpt/index` is a shell, the rows come from `/gkmlpt/api/all/{category}`.

`window._CONFIG = {SID:'755041', TREE:[…]}`; 100 rows a page, page 0 and page 1 are the same; nodes with `jump_url` lie
elsewhere. The category is the address's fragment (`/gkmlpt/index#368`), else the node that names rule of law, else
0 (everything). A detail page holds its text as a string in `_CONFIG.DETAIL`. Made from notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from parsers.pages.dates import read_moment
from parsers.pages.detail import read_article
from parsers.pages.embedded import read_answer
from parsers.pages.generic import data_listing, with_pager
from parsers.pages.literals import Data, NotALiteral, read_literal
from parsers.pages.notes import Note
from parsers.pages.paging import Pager, query_next
from parsers.pages.titles import data_title
from parsers.pages.urls import join_url
from parsers.pages.view import View
from parsers.records import Article, Attachment, Listing, PageRequest
from parsers.vocabulary import DateBasis

SEEN = False
_PER_PAGE = 100
_CONFIG = re.compile(r"\b_CONFIG\s{0,5}=\s{0,5}(?=\{)")
_STATED = (("索引号", "identifier"), ("发布机构", "publisher"), ("文号", "document_number"))
_FIELD = re.compile(r"\b(SID|TREE|DETAIL)\s{0,5}[\"']?\s{0,5}:\s{0,5}")
_WANTED = tuple(
    re.compile(words) for words in (r"法治政府|依法行政|法治建设", r"年度报告|年报", r"执法")
)  # surest first


def matches(view: View) -> str:
    """The platform's address or its configuration object."""
    if "/gkmlpt/" in view.url:
        return "address /gkmlpt/"
    if view.holds("_CONFIG") and view.holds("SID") and (view.holds("TREE") or view.holds("DETAIL")):
        return "object _CONFIG"
    return ""


def listing(view: View) -> Listing | None:
    """The API's rows and next page; for the shell, the API's first page (or the node's own address)."""
    answer = read_answer(view)
    if answer is not None:
        found = data_listing(answer, view)
        return with_pager(found, _pager(view, found)) if "/gkmlpt/api/" in view.url else found
    config = read_config(view)
    sid = config.get("SID")
    if not isinstance(sid, str | int) or isinstance(sid, bool):
        return None
    node = _node(view, config.get("TREE"))
    jump = join_url(view.base, str(node["jump_url"])) if node and node.get("jump_url") else None
    if jump and jump.split("#")[0] != view.url.split("#")[0]:
        return Listing("gkmlpt", "the node lies elsewhere", (), follow=PageRequest(jump))
    category = str(node["id"]) if node else _fragment(view) or "0"
    prefix = urlsplit(view.url).path.split("/gkmlpt", 1)[0] if "/gkmlpt" in view.url else ""
    target = join_url(view.url, f"{prefix}/gkmlpt/api/all/{category}?page=1&sid={sid}")
    follow = PageRequest(target) if target else None
    why = f"category {category}" + (f" {data_title(node.get('name'))}" if node else "")
    return Listing("gkmlpt", f"the rows come from the API, {why}", (), follow=follow)


def article(view: View) -> Article | None:
    """A detail page whose text is a string in `_CONFIG.DETAIL`; None where the text is in the markup."""
    detail = read_config(view).get("DETAIL")
    if not isinstance(detail, dict) or not isinstance(detail.get("content"), str):
        return None
    title = data_title(detail.get("title"))
    content = str(detail["content"])
    inner = read_article(View.of_fragment(f"<div id='zoom'>{content}</div>", view.page), "gkmlpt")
    outer = read_article(view, "gkmlpt")
    found = read_moment(detail.get("display_publish_time") or detail.get("date"))
    dated = bool(found and found.iso) and outer.published_basis is not DateBasis.META
    stated = {label: data_title(detail.get(name)) for label, name in _STATED}
    return replace(
        outer,
        title=title or outer.title,
        fields={**{label: value for label, value in stated.items() if value}, **outer.fields},
        body_html=inner.body_html,
        attachments=tuple({a.url: a for a in [*_attachments(detail, view), *inner.attachments]}.values()),
        published_on=found.iso if dated and found else outer.published_on,
        published_basis=DateBasis.LABEL if dated else outer.published_basis,
        notes=tuple(note for note in (*outer.notes, *inner.notes) if not note.startswith(Note.NO_BODY)),
    )


def read_config(view: View) -> dict[str, Data]:
    """The configuration object of a page; only SID, TREE and DETAIL where the whole is not plain data."""
    text = view.script_text
    match = _CONFIG.search(text)
    if match is None:
        return {}
    try:
        value, _ = read_literal(text, match.end())
    except NotALiteral:
        value = None
    if isinstance(value, dict):
        return value
    fields: dict[str, Data] = {}
    for found in list(_FIELD.finditer(text, match.end()))[:10]:
        try:
            fields.setdefault(found.group(1), read_literal(text, found.end())[0])
        except NotALiteral:
            continue
    return fields


def _fragment(view: View) -> str:
    for url in (view.page.url, view.url):
        fragment = urlsplit(url).fragment
        if match := re.fullmatch(r"/?(\d{1,9})", fragment):
            return match.group(1)
    return ""


def _node(view: View, tree: Data) -> dict[str, Data] | None:
    """The node of the tree that the address names; else the first that names the rule of law, deepest first."""
    nodes = list(_nodes(tree))
    wanted = _fragment(view)
    if wanted:
        return next((node for node in nodes if str(node.get("id")) == wanted), None)
    named = [(pattern, node) for pattern in _WANTED for node in reversed(nodes)]
    return next((node for pattern, node in named if pattern.search(data_title(node.get("name")))), None)


def _nodes(tree: Data) -> Iterator[dict[str, Data]]:
    stack: list[Data] = list(reversed(tree)) if isinstance(tree, list) else []
    while stack:
        node = stack.pop()
        if isinstance(node, dict) and node.get("id") is not None:
            yield node
            children = node.get("children")
            if isinstance(children, list):
                stack.extend(reversed(children))


def _pager(view: View, found: Listing) -> Pager:
    match = re.search(r"[?&]page=(\d{1,6})", view.url)
    current = max(int(match.group(1)), 1) if match else 1
    total = found.declared_total
    pages = -(-total // _PER_PAGE) if total is not None else None
    if found.rows and pages is not None and current < pages:
        target = PageRequest(query_next(view.url, "page", current + 1))
        return Pager(target, pages, total, current, f"page={current + 1}")
    return Pager(None, pages, total, current)


def _attachments(detail: dict[str, Data], view: View) -> Iterator[Attachment]:
    items = detail.get("attachment") or detail.get("attachments")
    for item in items if isinstance(items, list) else []:
        if (
            isinstance(item, dict)
            and isinstance(item.get("url"), str)
            and (url := join_url(view.base, str(item["url"])))
        ):
            yield Attachment(url, data_title(item.get("name")), "script")
