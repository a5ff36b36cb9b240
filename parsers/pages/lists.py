"""Of the lists on a page, which are the column's own? Copies for small screens and boxes of other columns are not.

A page that shows several lists proves nothing by the oldest row of one of them, unless the others are known to be
something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, islice

from parsers.pages.candidates import names_topic
from parsers.pages.groups import MOST, Group, column_folder, folder_of
from parsers.pages.view import Element, View, text_of
from parsers.records import Row
from parsers.vocabulary import Kind

_KINDS = tuple(Kind)
_MORE = re.compile(r"[\[(（【]?(?:更多|more)[^\u4e00-\u9fff]*", re.IGNORECASE)
_SAYS = re.compile("[\u4e00-\u9fff]{2}")
_TIME = re.compile(r"20\d\d|[\d一二三四五六七八九十]月|季度|半年")
_LONGEST = 20  # characters of a box's name
_UPWARDS = 3  # elements around the rows' own that may have the name before them
_MOST_LISTS = 6  # that are tried


def own_lists(view: View, groups: Sequence[Group]) -> list[Group]:
    """The groups of rows without second copies of the same rows and without boxes of other columns, best first.

    A box is another column's if the page has a list whose rows lie in the page's own folder, while none of the box does
    and none of its titles is about a subject that is watched for (最新公开 beside `/fzzf/202603/t20260312_1.html`).
    """
    lists = _without_copies(groups)
    folder = column_folder(view.url)
    if len(lists) < 2 or not folder:
        return lists
    within = {id(group): sum(folder_of(row.url).startswith(folder) for row in group.members) for group in lists}
    if not any(within[id(group)] >= MOST * len(group.members) for group in lists):
        return lists
    return [group for group in lists if within[id(group)] or _is_about_ours(group)]


def stand_in_boxes(groups: Sequence[Group], rows: Sequence[Row]) -> bool:
    """Do the rows of one list stand in several boxes, each below a name of its own that is no time?

    Boxes that are made alike look like one list, and by accident their days may fall from one to the next.
    """
    shown = {row.url for row in rows}
    for members in ([member for member in group.members if member.url in shown] for group in groups):
        elements = {member.row for member in members}
        blocks = dict.fromkeys(parent for row in elements if (parent := row.getparent()) is not None)
        if 1 < len(blocks) <= len(members) / 2:
            names = {name for block in blocks if (name := _name_of(block, elements))}
            if len(names) > 1:
                return True
    return False


def _name_of(block: Element, rows: set[Element]) -> str:
    """What stands right above the rows of a block and may be their name; "" for nothing, years and months."""
    for node in (block, *islice(block.iterancestors(), _UPWARDS)):
        for before in node.itersiblings(preceding=True):
            if any(inner in rows for inner in before.iter()):
                return ""
            if before.tag not in ("script", "style") and (text := _MORE.sub("", text_of(before)).strip()):
                return text if len(text) <= _LONGEST and _SAYS.search(text) and not _TIME.search(text) else ""
    return ""


def lengths(groups: Sequence[Group]) -> tuple[int, ...]:
    """How many rows each of several groups brings, of those that none before it brought."""
    known: set[str] = set()
    found = []
    for group in groups:
        fresh = {member.url for member in group.members} - known
        known |= fresh
        found.append(len(fresh))
    return tuple(found)


def adds_up(total: int, main: int, others: Sequence[int]) -> bool:
    """Are there so many rows: the list's own, or with those of other lists (pinned ones) exactly so many?"""
    if total <= main:
        return True
    some = others[:_MOST_LISTS]
    return any(main + sum(added) == total for n in range(len(some) + 1) for added in combinations(some, n))


def _without_copies(groups: Sequence[Group]) -> list[Group]:
    kept: list[Group] = []
    known: set[str] = set()
    for group in groups:
        urls = {member.url for member in group.members}
        if not urls <= known:
            kept.append(group)
        known |= urls
    return kept


def _is_about_ours(group: Group) -> bool:
    return any(names_topic(member.title, _KINDS) for member in group.members)
