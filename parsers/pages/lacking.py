"""What says of a list that rows of it lack: a count beside it, a part that the server did not put in.

法治政府建设（17）above twelve rows counts five more, as 展开其余5条 does. A page whose server leaves
`<!--#include …-->` standing, or says that an error occurred there, lacks what would stand behind its rows, which may be
its pager. Made from notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from parsers.pages.clicked import stands_after
from parsers.pages.controls import is_hidden
from parsers.pages.counters import PAGER_NAME
from parsers.pages.elsewhere import FURNITURE
from parsers.pages.places import is_furniture
from parsers.pages.urls import file_name
from parsers.pages.view import Element, View, text_of
from parsers.pages.words import class_and_id

# 法治政府建设（17）, 依法行政 [17条]; not （2025）, （二）
_COUNTED = re.compile(r"[\u3400-\u9fff、·]{2,24}\s?[（(\[【]\s?(?:共)?(\d{1,4})\s?([条篇件则个])?\s?[)）\]】]")
_LONGEST = 40  # characters of a heading
_MOST_BEFORE, _UP = 3, 3  # siblings before the list and elements around it that may be its heading
_YEARS = range(1949, 2100)
# 展开其余5条, 还有5条信息
_REST = re.compile(
    r"(?:点击|点此)?(?:查看|显示|展开|浏览|加载)?(?:其余|剩余|余下|剩下|还有|另有)的?(\d{1,4})[条篇项件个](?:信息|文件|内容|记录|文章|公文)?"
)
_RESTS = ("其余", "剩余", "余下", "剩下", "还有", "另有")  # one of them is in each
_FAILED = "an error occurred while processing this directive"
_INCLUDE = re.compile(
    r"(?:<!--\s?#include\s{1,3}(?:virtual|file)|<esi:include\s{1,3}src|<%@\s?include\s{1,3}file)\s?=\s?[\"']([^\"'<>]{1,200})[\"']",
    re.IGNORECASE,
)
# Marks of templates that a system fills in with its pager: [!--show.listpage--], {dede:pagelist/}, {$pages}
_TEMPLATE = re.compile(
    r"\[!--[\w.]{0,20}page[\w.]{0,10}--\]|\{(?:\w{2,10}:|\$)\w{0,12}page\w{0,12}[^{}<>]{0,80}\}|\$pager?\$",
    re.IGNORECASE,
)
_MARKS = (b"#include", b"esi:include", b"@include", b"@ include", b"[!--", b"{$", b":page", b"$page")  # one is in each
_FOOT = re.compile(r"版权所有|主办|承办|ICP备|网站标识码|copyright", re.IGNORECASE)


def counted_in_heading(row: Element, shown: int) -> int | None:
    """How many rows the heading of a list counts, if more than are shown; ``row`` is the first one."""
    for node in islice((row, *row.iterancestors()), _UP + 1):
        if node.tag in ("body", "html"):
            break
        for before in islice(node.itersiblings(preceding=True), _MOST_BEFORE):
            words = text_of(before) if isinstance(before.tag, str) else ""
            if not words or len(words) > _LONGEST:
                continue
            match = _COUNTED.fullmatch("".join(words.split()))
            if match and int(match[1]) > shown and (match[2] or int(match[1]) not in _YEARS):
                return int(match[1])
    return None


def rest_counted(view: View, rows: Sequence[Element]) -> str:
    """What a page says of rows that it keeps closed up (展开其余5条), if they are not in it; "" for nothing."""
    if not any(word in view.text for word in _RESTS):
        return ""
    for element, said in view.words.short.items():
        match = _REST.fullmatch("".join(said.split())) if len(said) <= _LONGEST else None
        if match is None or not stands_after(element, rows[0]) or is_furniture(element) or is_hidden(element):
            continue
        box = next(element.iterancestors("details"), None)
        kept = sum(1 for row in rows if is_hidden(row) or (box is not None and box in row.iterancestors()))
        if kept < int(match[1]):
            return said
    return ""


def left_out(view: View, first: Element, last: Element) -> str:
    """What the server did not put in behind the ``first`` row, beside the page's head and foot; "" for nothing."""
    if _FAILED in view.text and (why := _failed(view, first, last)):
        return why
    if not any(mark in view.small for mark in _MARKS):
        return ""
    behind = _behind(view, last)
    names = (match[1] for match in _INCLUDE.finditer(behind))
    if name := next((name for name in names if not FURNITURE.search(file_name(name) or name)), ""):
        return f"the server did not include {name}"
    mark = _TEMPLATE.search(behind)
    return f"the server did not fill in {mark[0]}" if mark else ""


def _failed(view: View, first: Element, last: Element) -> str:
    places = [element for element, text, _, _ in view.words.pieces if _FAILED in text and stands_after(element, first)]
    here = [element for element in places if not is_furniture(element) and not is_hidden(element)]
    here = [element for element in here if not FURNITURE.search(class_and_id(element))]
    if any(PAGER_NAME.search(class_and_id(element)) for element in here):
        return "the server failed to put in the pager"
    foot = any(_FOOT.search(text) and stands_after(element, last) for element, text, _, _ in view.words.pieces)
    return "the server failed to put in a part behind the rows" if len(here) > (not foot) else ""


def _behind(view: View, last: Element) -> str:
    """The markup behind the last row, outside scripts."""
    hrefs = _hrefs(last)
    at = max((view.text.rfind(href) for href in hrefs), default=-1)
    if at < 0:
        return ""
    return re.sub(r"<script\b.{0,20000}?</script>", " ", view.text[at:], flags=re.DOTALL | re.IGNORECASE)


def _hrefs(row: Element) -> Iterator[str]:
    return (href for element in (row, *row.iter("a")) if (href := element.get("href") or ""))
