"""What a pager says by its end, where it names no next page: a 尾页 that counts, files of the list's own name, a field.

`javascript:page(4)` behind 尾页 says that there are four pages; `index_3.html` beside `index.html` is a later page of
the list, whatever its link is called. Which file is the second page is known where that file is linked, or where the
number of the last one shows whether files are counted from 0 or from 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from urllib.parse import urlsplit

from parsers.pages.controls import Control, Controls, Word, is_hidden
from parsers.pages.pager import is_off, link_target, marked_number
from parsers.pages.paging import PAGE_NAME, file_parts, number_in, query_next
from parsers.pages.said import May
from parsers.pages.turning import asked_by
from parsers.pages.urls import join_url
from parsers.pages.view import Element, Link, View, text_of
from parsers.records import PageRequest

_LAST = re.compile(r"[尾末]\s?[页頁]|最后一?[页頁]")
_BACK = re.compile(r"[首前上]一?[页頁]|第[一1][页頁]|返回|first|prev", re.IGNORECASE)
_JUMP = re.compile(
    r"(?:转到?|跳转?[到至]?|前往|[到去]|^\W{0,3})\s{0,3}第?\s{0,3}[页頁]|第\s{1,3}[页頁]"
)  # 转到[ ]页, 第[ ]页 GO
_OF_PAGES = re.compile(r"/\s{0,3}(?:共\s{0,3})?(\d{1,4})(?=\D|$)")  # [1] / 4 GO
_GO = re.compile(r"go|跳|转|确定|确认|[页頁]", re.IGNORECASE)
_ONE = re.compile(r"共\s{0,3}1\s{0,3}[页頁]")
_LONGEST_FORM = 40
_MOST_PAGES = 1000


@dataclass(frozen=True, slots=True)
class LastPage:
    """What leads to a later page: its words, the next page's address and the number of pages, if they are known."""

    why: str
    address: str | None = None
    pages: int | None = None
    control: Control | None = None


def last_by_script(groups: Iterable[Controls], current: int) -> LastPage | None:
    """A 尾页 whose script is told a later page, or is told nothing where no 下一页 stands beside it."""
    for group in groups:
        if group.of(Word.NEXT):
            continue
        for control in group.of(Word.EDGE):
            if control.off or control.address or control.own_address or not _LAST.search(control.text):
                continue
            if control.argument is not None and current < control.argument <= _MOST_PAGES:
                return LastPage(f"{control.text} names page {control.argument}", None, control.argument, control)
            if control.argument is None and control.handled:
                return LastPage(f"{control.text} has no address")
    return None


def last_asks(view: View, groups: Iterable[Controls], current: int) -> PageRequest | None:
    """What the script of a 尾页 would ask for if it were told the next page: `page(4)` on page 1 is `page(2)`."""
    last = last_by_script(groups, current)
    if last is None or last.control is None:
        return None
    script = last.control.script
    named = re.compile(rf"(?<![\w.]){last.control.argument}(?![\w.])")
    return (
        asked_by(view, named.sub(str(current + 1), script), last.control.element)
        if len(named.findall(script)) == 1
        else None
    )


def later_file(view: View, rows: Set[Element], current: int, pages: int | None) -> LastPage | None:
    """A link to a later page of the list, by its file's name or its query: `index_3.html`, `?page=4`."""
    here = _number_here(view)
    if here is None and current > 1:
        return None
    numbered = {number: link for number, link in _files(view, rows) if (here or 0) < number <= _MOST_PAGES}
    if not numbered:
        return None
    first, last = min(numbered), max(numbered)
    link = numbered[first]
    target = link_target(view, link)
    assert target is not None
    said = link.text or link.tip or "a link"
    by_query = PAGE_NAME.search(target) is not None
    follows = (here + 1 if here is not None else None) or _second(last, pages) or (2 if by_query else None)
    if first == follows or (here is None and first == 1 and last <= (pages or last)) or first == 2 == last:
        return LastPage(f"{said}, a page of the list", target)
    if follows is None:
        return LastPage(f"{said} leads to page file {last}")
    return LastPage(f"{said}, counted to {last}", _numbered(view, target, follows))


def _second(last: int, pages: int | None) -> int | None:
    """The number of the second page's file, by that of the last one: 4 of four pages count from 1, 3 from 0."""
    return {0: 2, 1: 1}.get(pages - last) if pages else None


def _numbered(view: View, target: str, number: int) -> str | None:
    if found := PAGE_NAME.search(target):
        return query_next(target, found[1], number)
    return join_url(view.base, re.sub(r"_\d{1,4}(\.\w{2,5})$", rf"_{number}\1", target))


def _number_here(view: View) -> int | None:
    found = PAGE_NAME.search(view.url)
    return int(found[2]) if found else number_in(view.url, *file_parts(view.url))


def _files(view: View, rows: Set[Element]) -> Iterator[tuple[int, Link]]:
    """The links to numbered pages of this list, with their numbers; none that lead back."""
    own = urlsplit(view.url)
    folder, (stem, ext) = own.path.rpartition("/")[0], file_parts(view.url)
    for link in view.leading[May.CONTROL]:
        target = link_target(view, link)
        if target is None or not ("_" in target or "=" in target):
            continue
        parts = urlsplit(target)
        if parts.netloc != own.netloc or parts.path.rpartition("/")[0] != folder:
            continue
        if number := _number_of(target, parts.path, own.path, own.query, stem, ext):
            parent = link.element.getparent()
            here = view.position or (marked_number(parent) if parent is not None else None) or 1
            bare = link.text.strip("[]第页頁 ")
            names = f"{link.text} {link.tip} {link.element.get('class') or ''}"
            back = _BACK.search(names) or (bare.isdigit() and (int(bare) <= here or int(bare) - number not in (0, 1)))
            around = (link.element, *link.element.iterancestors())
            if not back and not is_off(link.element) and not is_hidden(link.element) and rows.isdisjoint(around):
                yield number, link


def _number_of(target: str, path: str, own_path: str, own_query: str, stem: str, ext: str) -> int | None:
    found = PAGE_NAME.search(target)
    if found is None:
        return None if "?" in target else number_in(target, stem, ext)
    return int(found[2]) if path == own_path and _others(urlsplit(target).query) == _others(own_query) else None


def _others(query: str) -> list[str]:
    """The parts of a query beside the number of its page."""
    return sorted(part for part in query.split("&") if part and not PAGE_NAME.match(f"?{part}"))


def asked_number(view: View) -> LastPage | None:
    """A field that asks for the number of a page: 转到[ ]页, 第[ ]页 GO, [1] / 4."""
    for field in view.root.iter("input"):
        holder = field.getparent()
        if holder is None or (field.get("type") or "text").lower() not in ("text", "number", "tel"):
            continue
        words = text_of(holder)
        if len(words) > _LONGEST_FORM or is_hidden(field) or _ONE.search(words):
            continue
        shown = (field.get("value") or "").strip()
        if shown.isdigit() and (pages := _OF_PAGES.search(words)) and _GO.search(f"{words} {_button(holder)}"):
            if int(pages[1]) > int(shown):
                return LastPage(f"page {shown} of {pages[1]}", None, int(pages[1]))
        elif _JUMP.search(words):
            return LastPage("a field that asks for a page's number")
    return None


def _button(holder: Element) -> str:
    return " ".join(other.get("value") or other.get("alt") or "" for other in holder.iter("input"))
