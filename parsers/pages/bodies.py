"""A column of yearly reports whose rows are only names of bodies: 县教育局, 县公安局, each with its report or folder.

By their words they are a menu. They are rows where all links of a block are such names, and the heading above it, or
the page's own name where that only parts the list, is that of such reports. Each row takes the column's name before its
own; which paper it leads to, the page behind says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from urllib.parse import urlsplit

from parsers.pages.beside import says_year
from parsers.pages.dates import read_date
from parsers.pages.face import own_names
from parsers.pages.paging import not_here
from parsers.pages.places import is_furniture
from parsers.pages.rows import make_row
from parsers.pages.titles import is_generic
from parsers.pages.urls import site_of
from parsers.pages.view import Element, Link, View, text_without
from parsers.pages.whereabouts import heading_above, only_parts
from parsers.records import Listing, Row

# A link called by a body alone. Narrower than `parsers.issuers.is_body_name`, to which 新闻中心 and 走进青禾县, both of
# them menus, are names of bodies too.
BODY = re.compile(
    r"[一-鿿]{0,16}(?:人民政府|政府|办公室|局|(?<!大)厅|委员?会|管委会|党工委|[一-鿿]{3}委|办事处|街道办?|海关|[支大总]队|[镇乡])(?:\s?(?:年度)?(?:报告|年报))?[\s(（\d年度)）]{0,9}"
)
REPORTS = re.compile(
    r"(?:法[治制]政府(?:建设)?|依法行政)(?:工作)?(?:情况)?(?:年度)?(?:工作)?(?:情况)?(?:报告|年报|总结)(?:公开)?"
)
_FEWEST = 3
_STEPS = re.compile(r"\s{0,3}(?:[_|｜>＞›»→]|--+|—+|-)\s{0,3}")
_HOME = re.compile(r"/?(?:(?:index|default|main)\.\w{3,5})?", re.IGNORECASE)
_LONGEST = 60  # characters that stand beside a name


def called_by_bodies(view: View) -> str:
    """What says that a page's links are called by bodies alone (县公安局), so that none can be told from a menu."""
    bodies = [link.text for link in view.links if link.url and len(link.text) > _FEWEST and BODY.fullmatch(link.text)]
    if len(bodies) < _FEWEST:
        return ""
    return (
        f"{len(bodies)} links say only a body's name ({bodies[0]}), and no title says which paper it is: "
        "watch each body's own column, or enter its report with `fazhi add`"
    )


def with_bodies(listing: Listing, view: View) -> Listing:
    """The listing of a page that shows nothing but names of bodies, with these for its rows."""
    if listing.follow is not None or not all(BODY.fullmatch(row.title) for row in listing.rows):
        return listing
    dated = {row.url: row for row in listing.rows}
    rows = tuple(replace(dated.get(row.url, row), title=row.title) for row in bodies_listed(view))
    if len(rows) < len(listing.rows) or not rows:
        return listing
    return replace(listing, rows=rows, reason=f"{len(rows)} names of bodies in a column of their reports")


def bodies_listed(view: View) -> tuple[Row, ...]:
    """The rows of a column of reports that are called by bodies alone, in order; () for any other page."""
    found: tuple[Row, ...] | None = view.kept.get("bodies")
    if found is None:
        found = view.kept["bodies"] = tuple({row.url: row for row in _rows(view)}.values())
    return found


def _rows(view: View) -> Iterator[Row]:
    if view.is_data:
        return
    blocks: dict[Element, list[Link]] = {}
    for link in view.links:
        if link.url and BODY.fullmatch(link.text) and (block := _block(link.element)) is not None:
            blocks.setdefault(block, []).append(link)
    others = [link for link in view.links if link.text and not is_generic(link.text)] if blocks else []
    for block, links in blocks.items():
        if len({link.url for link in links}) < _FEWEST or is_furniture(links[0].element):
            continue
        if any(not BODY.fullmatch(link.text) and block in link.element.iterancestors() for link in others):
            continue
        if all(_leads_on(view, link) for link in links) and (column := _column(view, block)):
            yield from (_row(view, block, link, column) for link in links)


def _block(element: Element) -> Element | None:
    """The block in which a link stands among others."""
    for ancestor in element.iterancestors():
        if ancestor.tag in ("body", "html"):
            return None
        if len(list(islice(ancestor.iter("a"), _FEWEST))) == _FEWEST:
            return ancestor
    return None


def _leads_on(view: View, link: Link) -> bool:
    """Does a link lead to another page of this site, which is no home page?"""
    url = link.url or ""
    return (
        site_of(url) == site_of(view.url)
        and not _HOME.fullmatch(urlsplit(url).path)
        and not_here(view, url) is not None
    )


def _column(view: View, block: Element) -> str:
    """The name of the column of reports to which a block belongs, after the year that parts it; "" for none."""
    head = heading_above(block, view.root)
    if REPORTS.fullmatch(head):
        return head
    if head and not only_parts(head):
        return ""
    paths, others = own_names(view)
    names = [*_STEPS.split(view.title), *(_STEPS.split(path)[-1] for path in paths), *others]
    name = next((name for name in names if REPORTS.fullmatch(name)), "")
    return f"{head} {name}" if name and says_year(head) else name


def _row(view: View, block: Element, link: Link, column: str) -> Row:
    row = link.element
    for ancestor in link.element.iterancestors():
        if ancestor is block or len(list(islice(ancestor.iter("a"), 2))) > 1:
            break
        row = ancestor
    beside = text_without(row, link.element) if row is not link.element else ""
    found = read_date(beside, view.page.fetched_at) if 0 < len(beside) <= _LONGEST else None
    return make_row(link.url or "", f"{column} {link.text}", found)
