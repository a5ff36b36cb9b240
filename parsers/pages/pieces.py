"""The next piece of a list that grows, where markup says at which address it is: `data-next-url`, `data-url` with
`data-page`, `hx-get`; and what a piece itself says of those after it.

A script asks for the piece and puts its rows below those that stand there. Its address is taken only if it is plainly
that of the next piece: by the attribute's name, or by the number in it, in an attribute beside it, or in both. Where a
number is that of the page itself, nobody knows whether the script adds one to it: that address is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from urllib.parse import urlsplit

from parsers.pages.embedded import read_answer
from parsers.pages.notes import Note
from parsers.pages.paging import PAGE_NAME, SIZE_NAME, file_parts, not_here, number_in, query_next
from parsers.pages.rows import is_article
from parsers.pages.urls import join_url
from parsers.pages.view import Element, View, text_of
from parsers.records import Lead, Listing, PageRequest

_NEXT = re.compile(r"next|^(?:hx-get|ic-get-from|up-href)$", re.IGNORECASE)
_KEPT = re.compile(r"^(?:data-|:)?[\w-]{0,20}?(?:url|href|link|src|action|load|api|get|path)$", re.IGNORECASE)
_NUMBER = re.compile(
    r"^(?:data-)?(?:next-?)?(?:cur(?:rent)?-?)?(page(?:-?(?:no|num|number|index))?|p|pn|next)$", re.IGNORECASE
)
_PLACE = re.compile(r"\{\{?\s?\w{0,20}\s?\}?\}|\[(?:page|p|n)\]|__?page__?|%d|%s|(?<=[=/_])\$?(?:page|num)\b", re.I)
_ADDRESS = re.compile(r"[/?]|\.\w{2,5}$")
_UP = 3  # elements around a control that may keep the address for it


def piece_after(view: View, element: Element, current: int) -> str | None:
    """The address of the piece behind the page ``current``, as a control says it, or what is around it."""
    link = view.anchors.get(element)
    if link is not None and (target := _taken(view, join_url(view.base, link.href))):
        return target
    for holder in (*islice(element.iter(), _UP), *islice(element.iterancestors(), _UP)):
        alone = text_of(holder) == text_of(element)
        for name, value in _attributes(holder):
            if not _ADDRESS.search(value) or not (_NEXT.search(name) or (alone and _KEPT.search(name))):
                continue
            path = _numbered(view, value, _number(holder), current, sure=bool(_NEXT.search(name)))
            if target := _taken(view, join_url(view.base, path) if path else None):
                return target
    return None


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    return ((str(name), str(value).strip()) for name, value in element.attrib.items())


def _taken(view: View, url: str | None) -> str | None:
    """An address of this host that is neither the page's own nor an article's."""
    if url is None or urlsplit(url).netloc != urlsplit(view.url).netloc or is_article(url):
        return None
    return not_here(view, url)


def _number(element: Element) -> tuple[str, int] | None:
    """The page's number that is kept beside an address, with the name under which it is sent."""
    for name, value in _attributes(element):
        if (found := _NUMBER.match(name)) and value.isdigit() and len(value) < 6:
            return "page" if found[1] == "next" else found[1].replace("-", ""), int(value)
    return None


def _numbered(view: View, path: str, number: tuple[str, int] | None, current: int, *, sure: bool) -> str | None:
    """An address that names the next piece, with its number put in where only a mark stands; None for any other.

    ``sure``: the attribute's name says that it is the next one's.
    """
    follows = number is not None and number[1] == current + 1
    if place := _PLACE.search(path):
        return f"{path[: place.start()]}{current + 1}{path[place.end() :]}" if follows else None
    if sure:
        return path
    asked = PAGE_NAME.search(path)
    named = int(asked[2]) if asked else number_in(path, *file_parts(view.url))
    if named is not None and not follows:
        return path if not asked or (number is None and named == current + 1) else None
    if number is None or not follows:
        return None
    return f"{path}{number[1]}" if path.endswith("=") else query_next(path, asked[1] if asked else number[0], number[1])


def with_piece(listing: Listing, view: View) -> Listing:
    """A later page that is a piece of markup, without a page around it: if it states no end, the list may go on.

    It then goes on with the next number in its address until a piece brings no rows; without a number nobody knows.
    """
    if (view.position or 1) < 2 or not listing.rows or listing.next is not None or not _is_piece(view):
        return listing
    answer = read_answer(view)
    if listing.declared_pages is not None or listing.declared_total is not None or (answer is not None and answer.ends):
        return listing
    asked, size = PAGE_NAME.search(view.url), SIZE_NAME.search(view.url)
    if size is not None and len(listing.rows) < int(size[1]):
        return listing
    if asked is None:
        return replace(listing, notes=(*listing.notes, Note.PAGER_UNREADABLE.of("a piece does not say where it ends")))
    target = query_next(view.url, asked[1], int(asked[2]) + 1)
    reason = f"{listing.reason}; next by the number of the piece"
    return replace(listing, next=PageRequest(target), lead=Lead.COUNT, reason=reason)


def _is_piece(view: View) -> bool:
    """Is an answer no page, but rows for one: markup without a body, or data that carries markup?"""
    return b"<body" not in view.small and b"<html" not in view.small and b"<frameset" not in view.small
