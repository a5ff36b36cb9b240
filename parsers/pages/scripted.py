"""Rows in script data beside a list in the markup: which of the two is the column's list?

A script may hold the column's own rows, and as well the menu, the tree of a catalogue, a ticker of news. How many they
are says nothing: what stands printed is the list, unless the script's rows are the same ones, or what is printed is
plainly another box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.pages.beside import FOLDER, names_report, says_year
from parsers.pages.candidates import judge_candidate, names_topic
from parsers.pages.embedded import DataList, script_lists
from parsers.pages.groups import MOST, Group, column_folder, folder_of
from parsers.pages.paging import Pager
from parsers.pages.rows import is_article, looks_like_list, make_sense_undated
from parsers.pages.unfilled import waits_for_script
from parsers.pages.urls import shape_of
from parsers.pages.view import View
from parsers.pages.whereabouts import Whereabouts, heading_above, only_parts
from parsers.records import Row
from parsers.vocabulary import Kind

_KINDS = tuple(Kind)
_SAME = 0.5  # share of the printed rows that the script's hold too, if they are the same list


@dataclass(frozen=True, slots=True)
class Scripted:
    """What a page's script data is to its list: the list itself, or so many rows beside it."""

    data: DataList | None = None  # the list, if it is the script's
    beside: tuple[Row, ...] = ()
    doubt: str = ""  # why it cannot be told


def scripted(view: View, groups: Sequence[Group], rows: Sequence[Row], pager: Pager, *, paged: bool) -> Scripted:
    """Are the rows of a page's script data its list, when the markup has these groups and rows?

    ``paged``: the script tells how many pages its data has.
    """
    if not rows:
        return Scripted(lists_of_scripts(view))
    data = articles_of_scripts(view) or script_lists(view)
    if data is None:
        return Scripted()
    printed, held = {row.url for row in rows}, {row.url for row in data.rows}
    if len(printed & held) >= _SAME * min(len(printed), len(held)):
        return Scripted(data) if len(held) > len(printed) else Scripted()
    if not are_articles(data.rows):
        return Scripted(beside=tuple(row for row in data.rows if names_report(row.title)))
    if (paged and len(held) > len(printed)) or groups[0].place.side or waits_for_script(view):
        return Scripted(data)
    of_markup, of_script = _of_markup(view, groups, rows, pager), _of_script(view, rows, data, pager)
    if of_script > of_markup:
        return Scripted(data)
    if len(held) <= len(printed):
        return Scripted()
    doubt = "" if of_markup > of_script else f"{len(held)} articles in script data beside the rows"
    return Scripted(beside=data.rows, doubt=doubt)


def lists_of_scripts(view: View) -> DataList | None:
    """The longest list of articles in a page's script data, or of what may be some; none of columns alone."""
    return articles_of_scripts(view) or script_lists(view, lambda rows: not all(map(_is_folder, rows)))


def articles_of_scripts(view: View) -> DataList | None:
    """The longest list of articles in a page's script data; menus, trees of catalogues and lists of sites are none."""
    return script_lists(view, are_articles)


def are_articles(rows: Sequence[Row]) -> bool:
    """Are rows articles by their days, addresses and titles, or is one the report of a year?"""
    count = len(rows)
    dated, article = sum(row.date is not None for row in rows), sum(is_article(row.url) for row in rows)
    fit = sum(8 <= len(row.title) <= 120 for row in rows)
    if looks_like_list(dated / count, article / count, fit / count):
        return True
    named = [row for row in rows if not _is_folder(row)]
    if any(says_year(row.title) and judge_candidate(row.title, _KINDS).fetch for row in named):
        return True
    return len(named) == count and make_sense_undated([row.title for row in rows], {shape_of(row.url) for row in rows})


def _is_folder(row: Row) -> bool:
    return FOLDER.search(row.url.partition("?")[0]) is not None


# --- whose column is it? -----------------------------------------------------------------------------------------

_PLAINLY, _LIKELY, _UNTOLD = 2, 1, 0


def _of_markup(view: View, groups: Sequence[Group], rows: Sequence[Row], pager: Pager) -> int:
    """How surely what is printed is the column's: plainly by its pager or its folder, likely by its heading.

    A later page is one to which a pager led.
    """
    paged = pager.next is not None or (view.position or 1) > 1
    if paged or pager.total == len(rows) or _lie_within(view, rows):
        return _PLAINLY
    main = groups[0].members
    heading = heading_above(main[0].row, view.root) if main else ""
    own = bool(heading) and not only_parts(heading) and Whereabouts(view).rank(heading) > 0
    return _LIKELY if own else _UNTOLD


def _of_script(view: View, rows: Sequence[Row], data: DataList, pager: Pager) -> int:
    """How surely what a script holds is the column's: by the page's total or its folder; likely by its subject."""
    if pager.total == len(data.rows) or _lie_within(view, data.rows):
        return _PLAINLY
    return _LIKELY if _are_ours(data.rows) and not _are_ours(rows) else _UNTOLD


def _lie_within(view: View, rows: Sequence[Row]) -> bool:
    folder = column_folder(view.url)
    return bool(folder) and sum(folder_of(row.url).startswith(folder) for row in rows) >= MOST * len(rows)


def _are_ours(rows: Sequence[Row]) -> bool:
    return any(names_topic(row.title, _KINDS) for row in rows)
