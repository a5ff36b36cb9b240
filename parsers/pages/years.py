"""Is what is older kept elsewhere? Links 历史信息 beside the list, links of years that lead to other columns.

Such a list proves no absence for the years that it does not show: what they hold is behind an address that is no page
of the list, or behind no address.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from urllib.parse import urlsplit

from parsers.pages.choices import YEAR, unshown_years
from parsers.pages.older import is_the_lists, older_links
from parsers.pages.paging import not_here
from parsers.pages.rows import ARTICLE_URL, find_groups
from parsers.pages.said import May
from parsers.pages.view import Element, View, text_of
from parsers.records import Row

_YEARS_PAGE = re.compile(r"20\d\d\D{0,20}$")  # /nb/2024.html may hold all that year's rows
_TABS = frozenset({"a", "li", "span", "button", "div", "em"})
_FEWEST = 2
_MOST = 60  # elements that are looked at


def kept_elsewhere(view: View, rows: Sequence[Row], opened: Collection[str] = (), *, paged: bool = False) -> str:
    """What says that rows are kept where the list does not lead; "" for nothing.

    ``opened``: addresses outside the list that are opened as papers (历年报告：2024 2023), or as the next page;
    ``paged``: more follow.
    """
    if view.is_data:
        return ""
    years = list(_years(view, opened))
    older = [link for link in islice(older_links(view), _MOST) if link.url not in opened]
    groups = find_groups(view) if older or len(years) >= _FEWEST else []
    inside = {member.row for group in groups for member in group.members}
    for link in older:
        if is_the_lists(link.element, groups, inside):
            return f"{text_of(link.element)} leads to {link.url}"
    shown = {row.date[:4] for row in rows if row.date}
    hidden = sorted({year for element, year in years if is_the_lists(element, groups, inside)})
    missing = [year for year in hidden if year not in shown] if len(hidden) >= _FEWEST else []
    missing = missing or unshown_years(view, rows, paged=paged)
    return f"years without rows: {', '.join(missing[:6])}" if missing else ""


def sister_years(view: View, rows: Sequence[Row]) -> str:
    """The years without rows beside the page's own, where it is one year's column of several in a menu; "" for none."""
    shown = {row.date[:4] for row in rows if row.date}
    return ", ".join(year for year in _beside_own(view) if year not in shown)


def _beside_own(view: View) -> list[str]:
    years = [
        (link, match[1]) for link in view.leading[May.NAME_YEAR] if link.url and (match := YEAR.fullmatch(link.text))
    ]
    own = [link for link, _ in years if not_here(view, link.url) is None]
    if len(years) < _FEWEST or not own:
        return []
    menu = _menu_of(own[0].element)
    host = urlsplit(view.url).netloc
    return sorted(
        year
        for link, year in years
        if urlsplit(link.url or "").netloc == host
        and not_here(view, link.url) is not None
        and not ARTICLE_URL.search(link.url or "")
        and _menu_of(link.element) is menu
    )


def _menu_of(element: Element) -> Element | None:
    """The block in which an entry of a menu stands beside the others."""
    return next((node for node in element.iterancestors() if node.tag not in ("li", "dd", "span", "p", "td")), None)


def _years(view: View, opened: Collection[str]) -> Iterator[tuple[Element, str]]:
    """Links of years to other columns of the site."""
    named = (
        (element, match[1])
        for element, said in view.saying[May.YEAR]
        if (match := YEAR.fullmatch(said)) and element.tag in _TABS and _begins(element)
    )
    for element, year in islice(named, _MOST):
        link = view.anchors.get(element)
        if link is not None and link.url is not None:
            is_paper = link.url in opened and not _YEARS_PAGE.search(link.url)
            if not is_paper and _is_another_column(view, link.url):
                yield element, year


def _begins(element: Element) -> bool:
    """Does an element begin as a year does? Asked of all, before their whole texts are read."""
    text = element.text if not len(element) else element.text or element[0].text
    return len(element) <= 1 and text is not None and text.lstrip()[:2] == "20"


def _is_another_column(view: View, url: str) -> bool:
    """Does an address lead to a page of the same site that is neither an article nor beside this page's folder?"""
    here, there = urlsplit(view.url), urlsplit(url)
    if here.netloc != there.netloc or ARTICLE_URL.search(url) or not_here(view, url) is None:
        return False
    above = here.path.rpartition("/")[0].rpartition("/")[0] + "/"
    return here.path.count("/") > 1 and (above == "/" or not there.path.startswith(above))
