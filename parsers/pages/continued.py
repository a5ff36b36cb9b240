"""An article that goes on on further pages: some portals cut a long report into several, and each is a part of it."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from parsers.pages.pager import script_pager
from parsers.pages.paging import PAGE_NAME
from parsers.pages.view import View

MOST_PARTS = 40
_NUMBERED = re.compile(r"[_-](\d{1,2})")
# `?page=1` is where it begins, under another address
_BACK = re.compile(r"\D{0,3}1\D{0,3}|.?(?:首页|第一页|上一?页|前一页).?")


def next_part(view: View, first: str) -> str | None:
    """The address of the page on which an article goes on; ``first`` is the one on which it begins.

    Only what is numbered after the first page's own address counts (`t1.html` → `t1_2.html`, `?id=5` → `?id=5&page=2`):
    下一页 may also lead to another article.
    """
    here = _number(view.url, first)
    further = {
        number: link.url
        for link in view.links
        if link.url and (number := _number(link.url, first)) > here and not _BACK.fullmatch(link.text)
    }
    if further:
        return further[min(further)]
    scripted = script_pager(view) if "createPage" in view.text else None
    if scripted is None or scripted.next is None or not is_part_of(scripted.next.url, first):
        return None
    return scripted.next.url


def is_part_of(url: str, first: str) -> bool:
    """Is this the address of a further page of the article that begins at ``first``?"""
    return _number(url, first) > 0


def _number(url: str, first: str) -> int:
    """The number that an address adds to that of the first page, however its site counts; 0 for any other address."""
    one, other = urlsplit(first), urlsplit(url)
    if one.netloc != other.netloc:
        return 0
    if one.path == other.path:
        asked = dict(parse_qsl(one.query))
        added = [item for item in parse_qsl(other.query) if item not in asked.items()]
        kept = len(parse_qsl(other.query)) - len(added) == len(asked)
        named = PAGE_NAME.fullmatch("?" + "=".join(added[0])) if len(added) == 1 and kept else None
        return int(named[2]) if named else 0
    stem, dot, suffix = one.path.rpartition(".")
    rest = other.path.removeprefix(stem)
    if not dot or "/" in suffix or rest == other.path or not rest.endswith(f".{suffix}"):
        return 0
    numbered = _NUMBERED.fullmatch(rest[: -len(suffix) - 1])
    return int(numbered[1]) if numbered else 0
