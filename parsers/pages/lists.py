"""Of the lists on a page, which are the column's own? Copies for small screens and boxes of other columns are not.

A page that shows several lists proves nothing by the oldest row of one of them, unless the others are known to be
something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from parsers.pages.candidates import names_topic
from parsers.pages.groups import MOST, Group, column_folder, folder_of
from parsers.pages.view import View
from parsers.vocabulary import Kind

_KINDS = tuple(Kind)
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
