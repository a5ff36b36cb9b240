"""Columns that keep their years apart: `/c14692/y2025/index.html`, `?year=2024` beside the rows of the newest year.

Others keep them behind rows: 2025年度法治政府建设年度报告, 市直部门 lead to lists. Neither title nor address
tells that for certain, so the page behind does (`leads_to_list`); which rows are asked, `may_be_folder` says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from parsers.pages.article import parse_article
from parsers.pages.candidates import judge_candidate
from parsers.pages.groups import folder_of
from parsers.pages.indexes import holds_paper, listed_rows
from parsers.pages.rows import ARTICLE_URL, is_article
from parsers.pages.said import May
from parsers.pages.urls import canonical_url
from parsers.pages.view import View
from parsers.records import Page, PageRequest, Row
from parsers.stand_ins import says_nothing
from parsers.titles import parse_title
from parsers.vocabulary import Decision, Kind

_YEAR = re.compile(r"(20\d\d)\s?年?度?(?:年报|报告)?")
_FEWEST = 2  # one link with a year for its text is no row of folders
_NAMED_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
# 市直部门, 各县区, 乡镇街道, 2025年市政府工作部门年度报告
_BODIES = re.compile("部门|单位|机构|局办|委局|县区|区县|县市区|市县|乡镇|镇街|街道|办事处|开发区|园区")
_GROUP = re.compile(
    rf"(?=.{{0,12}}(?:{_BODIES.pattern}|政府))(?:20\d\d年度?)?"
    r"[各全本省市州县区旗乡镇街道级直属所及与和、人民政府党委组成工作派出垂管部门单位机构局办事处开发园]{2,16}"
    r"(?:年度?(?:报告|年报)|年报|报告|法治政府建设.{0,8})?"
)


def year_folders(view: View) -> tuple[PageRequest, ...]:
    """The pages of years, newest first, that a column's page links under its own address; none of other columns."""
    if view.is_data:
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


def may_be_folder(row: Row, url: str, kinds: Sequence[Kind]) -> bool:
    """May a row of the list at ``url`` lead to a list of reports: called like one, a year or a group, by its address no
    article and of the same host?"""
    if urlsplit(row.url).netloc != urlsplit(url).netloc or is_article(row.url):
        return False
    return canonical_url(row.url) != canonical_url(url) and is_wanted(row.title, kinds)


def is_wanted(title: str, kinds: Sequence[Kind]) -> bool:
    """May a row be a report of these kinds (none: of any), or a folder of such, by its title?"""
    if _GROUP.fullmatch(title):
        return True
    reading = parse_title(title)
    if says_nothing(title):  # 通知公告 leads to any list
        return False
    if reading.decision is Decision.OTHER_KIND or (kinds and reading.kind is not None and reading.kind not in kinds):
        return False
    return judge_candidate(title, kinds or tuple(Kind)).fetch


def folder_year(title: str) -> int | None:
    """The year that a folder's row names; None for a group, which holds those of any year."""
    found = _NAMED_YEAR.search(title)
    return parse_title(title).year or (int(found[0]) if found else None)


def folder_series(title: str) -> str:
    """Of which series of years a folder is: those of the same bodies go on where the others end; "" for no year."""
    return f"years {' '.join(_BODIES.findall(title))}" if folder_year(title) else ""


def leads_to_list(page: Page | View, kinds: Sequence[Kind], *, alike: bool = False) -> bool | None:
    """Is the page that a row leads to a list of such reports? False: a paper of its own; None: nothing tells.

    One row is enough beside folders whose addresses are made ``alike``.
    """
    view = View.of(page)
    article = parse_article(view.page)
    if holds_paper(view, article):
        return False
    return True if listed_rows(view, article, lambda title: is_wanted(title, kinds), 1 if alike else 2) else None
