"""Years that a page offers to choose from without linking them: options, tabs and headings that a script opens, forms.

What is offered and has no rows here, is shown when somebody chooses it: the page is a list of a part. Where a form asks
the server for it, the pages of its years can be walked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from urllib.parse import urlsplit

from parsers.pages.controls import is_hidden
from parsers.pages.forms import form_of, form_request
from parsers.pages.pager import CURRENT_CLASS
from parsers.pages.rows import find_groups, is_article
from parsers.pages.said import May
from parsers.pages.urls import join_url, route_of
from parsers.pages.view import Element, View, quoted_path, text_of
from parsers.pages.words import class_and_id
from parsers.records import PageRequest, Row
from parsers.titles import parse_title

YEAR = re.compile(r"(20\d\d)\s?年?度?(?:年报|报告|信息|文件)?")
_ALL = re.compile(r"全部|所有|不限|历年|请?选择|年份|年度")  # chosen in the place of a year
_TAGS = frozenset(
    {"a", "li", "span", "button", "div", "em", "i", "b", "strong", "p", "label", "option", "dt", "dd", "td"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary"})
_NO_CHOICE = re.compile(
    r"(?:^|[\W_])(?:foot\w{0,3}|copy\w{0,5}|calendar|rili|date-?pick\w{0,3})(?:$|[\W_\d])", re.IGNORECASE
)
_FEWEST = 2
_MOST = 200  # elements that are looked at
_NAMED = 5  # elements, from one upwards, whose names tell what it belongs to
_ALIKE = 4  # elements, from one that says a year upwards, that are of the same kinds for all of its family


@dataclass(slots=True)
class _Family:
    """Elements of one kind that each say a year and no more; ``chosen`` is "" for all, None where nothing tells."""

    members: list[tuple[Element, str]]
    chosen: str | None = None
    at_rest: bool = False  # a form as it is before anybody chose: it filters nothing

    @property
    def years(self) -> set[str]:
        return {year for _, year in self.members}


def unshown_years(view: View, rows: Sequence[Row], *, paged: bool) -> list[str]:
    """The years that the first page of a list offers, and of which it shows no rows; ``paged``: more pages follow."""
    return sorted({year for _, missing in _parts(view, rows, paged) for year in missing})


def chosen_by_form(view: View, rows: Sequence[Row], *, paged: bool) -> tuple[PageRequest, ...]:
    """The pages of the other years, newest first, that a form of the list would ask its server for with GET."""
    for family, _ in _parts(view, rows, paged):
        select = next(family.members[0][0].iterancestors("select"), None)
        form = form_of(select) if select is not None and family.chosen and not family.at_rest else None
        if select is None or form is None or not select.get("name") or (form.get("method") or "get").lower() != "get":
            continue
        values = {year: element.get("value") or text_of(element) for element, year in family.members}
        others = sorted(values.keys() - {family.chosen}, reverse=True)
        return tuple(asked for year in others if (asked := form_request(view, form, {select: values[year]})))
    return ()


def _parts(view: View, rows: Sequence[Row], paged: bool) -> Iterator[tuple[_Family, set[str]]]:
    """The families of years of which the list shows a part, with the years that it does not show."""
    if not rows or (view.position or 1) > 1:
        return
    families = [family for family in _families(view) if len(family.years) >= _FEWEST]
    groups = find_groups(view) if families else []
    if not groups:
        return
    shown = {row.url for row in rows}
    inside = {member.row for group in groups for member in group.members}
    best = {member.row for group in groups for member in group.members if member.url in shown}
    dates = {row.date[:4] for row in rows if row.date}
    titles = {str(year) for row in rows if (year := parse_title(row.title).year)}
    for family in families:
        family.members = [member for member in family.members if _is_the_lists(view, member[0], best, inside)]
        if len(family.years) >= _FEWEST and (missing := _missing(view, family, best, dates, titles, paged)):
            yield family, missing


def _missing(
    view: View, family: _Family, best: set[Element], dates: set[str], titles: set[str], paged: bool
) -> set[str]:
    """The years of a family without rows: days tell whose the rows are, or the years of the reports that they name."""
    headed = _headed(view, family, best)
    if headed is not None:
        return family.years - headed
    shown = dates or titles
    if family.years <= dates or family.years <= titles:
        return set()
    several = len(shown) >= _FEWEST and titles != {family.chosen}
    if family.chosen is not None and (several or (paged and not family.chosen)):
        return set()  # what is chosen, or all, is not what filters them
    missing = family.years - shown
    return {year for year in missing if year > max(shown, default="")} if family.at_rest else missing


def _headed(view: View, family: _Family, best: set[Element]) -> set[str] | None:
    """The years above rows, where the years stand between them as headings; None where they stand together."""
    if family.chosen is not None:
        return None
    heads = dict(family.members)
    order: list[str] = []  # the years in order, each followed by "" where rows stand below it
    for element in view.elements:
        if element in heads:
            order.append(heads[element])
        elif element in best and order and order[-1]:
            order.append("")
    followed = {year for year, next_one in pairwise(order) if year and not next_one}
    return followed if "" in order[:-1] else None


def _families(view: View) -> list[_Family]:
    found: dict[object, _Family] = {}
    said_years = ((element, YEAR.fullmatch(said)) for element, said in view.saying[May.YEAR])
    for element, match in islice(((element, match) for element, match in said_years if match), _MOST):
        if element.tag not in _TAGS | _HEADINGS or _is_linked(view, element):
            continue
        select = next(element.iterancestors("select"), None)
        kinds = tuple(node.tag for node in islice((element, *element.iterancestors()), _ALIKE))
        found.setdefault(kinds if select is None else select, _Family([])).members.append((element, match[1]))
    for holder, family in found.items():
        if isinstance(holder, tuple):
            family.chosen = _all_marked(family)
        elif isinstance(holder, Element) and not _is_chosen(view, holder, family):
            family.members = []
    return list(found.values())


def _is_linked(view: View, element: Element) -> bool:
    """Does an element lead to a page: by a link in it or around it, or as an option whose value is an address?"""
    links = [view.anchors.get(node) for node in (*islice(element.iter("a"), 2), *element.iterancestors("a"))]
    if any(
        link is not None and link.url is not None and (link.href[:1] != "#" or route_of(link.href)) for link in links
    ):
        return True
    return element.tag == "option" and quoted_path(f"'{element.get('value') or ''}'") is not None


def _all_marked(family: _Family) -> str | None:
    """ "" if the tab 全部 beside those of the years is the current one."""
    for element, _ in family.members[:1]:
        above = element.getparent()
        entry = above if above is not None and above.tag in ("li", "dd", "td") else element
        for other in entry.itersiblings(preceding=True):
            named = CURRENT_CLASS.search(other.get("class") or "") or any(
                CURRENT_CLASS.search(node.get("class") or "") for node in islice(other.iter(), 3)
            )
            if named and _ALL.match(text_of(other)[:20]):
                return ""
    return None


def _is_chosen(view: View, select: Element, family: _Family) -> bool:
    """Notes what a select box stands at; False for one whose form asks for another page."""
    form = form_of(select)
    if form is not None:
        goal = join_url(view.base, form.get("action") or "") or view.url
        if urlsplit(goal)[1:3] != urlsplit(view.url)[1:3]:
            return False
    options = list(islice(select.iter("option"), _MOST))
    marked = next((option for option in options if option.get("selected") is not None), None)
    chosen = text_of(marked if marked is not None else options[0])
    match = YEAR.fullmatch(chosen)
    family.chosen = match[1] if match else "" if not chosen or _ALL.search(chosen) else None
    family.at_rest = form is not None and marked is None and not select.get("onchange")
    return True


def _is_the_lists(view: View, element: Element, best: set[Element], rows: set[Element]) -> bool:
    """Does an element stand outside rows, and nearer to the list than to any other?"""
    for block, held in blocks_around(element, rows, _NO_CHOICE):
        if held:
            return any(node in best for node in held)
        if any(link is not None and is_article(link.url or "") for link in map(view.anchors.get, block.iter("a"))):
            return False
    return False


def blocks_around(
    element: Element, rows: set[Element], furniture: re.Pattern[str]
) -> Iterator[tuple[Element, list[Element]]]:
    """The blocks around an element, the nearest first, each with the rows in it; none for one that is no part of a
    list: inside a row, hidden, or in what ``furniture`` finds by its names."""
    around = [element, *element.iterancestors()]
    if any(node in rows for node in around) or is_hidden(element):
        return
    if any(furniture.search(class_and_id(node)) for node in around[:_NAMED]):
        return
    for block in around[1:]:
        yield block, [node for node in block.iter() if node in rows]
