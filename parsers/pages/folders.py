"""Columns that keep their years apart: `/c14692/y2025/index.html`, `?year=2024` beside the rows of the newest year."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from parsers.pages.groups import folder_of
from parsers.pages.rows import ARTICLE_URL
from parsers.pages.said import May
from parsers.pages.urls import canonical_url
from parsers.pages.view import View
from parsers.records import PageRequest

_YEAR = re.compile(r"(20\d\d)\s?年?度?(?:年报|报告)?")
_FEWEST = 2  # one link with a year for its text is no row of folders


def year_folders(view: View) -> tuple[PageRequest, ...]:
    """The pages of years, newest first, that a column's page links under its own address; none of other columns."""
    if view.text.lstrip()[:1] in ("{", "["):
        return ()
    here, own = folder_of(view.url), canonical_url(view.url)
    found: dict[str, str] = {}
    for link in view.leading[May.NAME_YEAR]:
        match = _YEAR.fullmatch(link.text)
        if match is None or link.url is None or ARTICLE_URL.search(link.url):
            continue
        if _is_below(link.url, here, view.url) and canonical_url(link.url) != own:
            found.setdefault(link.url, match.group(1))
    if len(set(found.values())) < _FEWEST:
        return ()
    return tuple(PageRequest(url) for url in sorted(found, key=lambda url: found[url], reverse=True))


def _is_below(url: str, here: str, own: str) -> bool:
    """Is an address in the column's own folder (of a column at the root of its site: the same page)?"""
    if here.count("/") == 3:
        return urlsplit(url)[:3] == urlsplit(own)[:3]
    return folder_of(url).partition("//")[2].startswith(here.partition("//")[2])
