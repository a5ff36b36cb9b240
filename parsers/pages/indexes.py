"""Is a page that a row leads to no paper, but a list of papers: the reports of one year, department by department?"""

from __future__ import annotations

import re
from collections.abc import Callable

from parsers.pages.candidates import judge_candidate
from parsers.pages.evidence import SUBSTANCE
from parsers.pages.groups import Group
from parsers.pages.rows import find_groups
from parsers.pages.urls import canonical_url
from parsers.pages.view import View
from parsers.pages.whereabouts import heading_above
from parsers.records import Article, Page
from parsers.vocabulary import Kind

_LINK = re.compile(r"<a\b.*?</a>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_HAN = re.compile(r"[一-鿿]")
_SHOWN = re.compile(r"<(?:img|iframe|frame|embed|object|video|canvas)\b")
_FEWEST = 2  # rows
# What stands under a paper: 相关链接, 往年报告, 推荐阅读
_FURTHER = re.compile(r"相关|推荐|热点|热门|排行|往年|往期|历年|历史|以往|阅读|链接|最新|上一|延伸|猜你")


def listed_reports(page: Page, article: Article, kind: Kind | None) -> int:
    """How many rows of a page may be reports of a kind, where they are what it shows: without text, files or pictures
    of its own, and under no heading of further reading; else 0."""
    kinds = (kind,) if kind is not None else tuple(Kind)
    return listed_rows(View(page), article, lambda title: judge_candidate(title, kinds).fetch)


def listed_rows(view: View, article: Article, wanted: Callable[[str], bool], fewest: int = _FEWEST) -> int:
    """How many rows with wanted titles a page lists, where such rows are what it shows; 0 for fewer than ``fewest``."""
    if holds_paper(view, article):
        return 0
    return max((_wanted_rows(group, view, wanted, fewest) for group in find_groups(view)), default=0)


def holds_paper(view: View, article: Article) -> bool:
    """Does a page show something itself: text, files, pictures or a frame?"""
    body = article.body_html
    if article.attachments or _SHOWN.search(body) or len(_HAN.findall(_own_text(body))) >= SUBSTANCE:
        return True
    return next(view.root.iter("iframe", "frame", "embed", "object"), None) is not None


def _own_text(body: str) -> str:
    return _TAG.sub(" ", _LINK.sub(" ", body))


def _wanted_rows(group: Group, view: View, wanted: Callable[[str], bool], fewest: int) -> int:
    rows = [member for member in group.members if canonical_url(member.url) not in view.own]
    if group.place.side or not rows or _FURTHER.search(heading_above(rows[0].row, view.root)):
        return 0
    found = sum(wanted(member.title) for member in rows)
    return found if found >= fewest and 2 * found >= len(rows) else 0
