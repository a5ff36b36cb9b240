"""Of the lists on a page, which are the column's own? Copies for small screens and boxes of other columns are not.

A page that shows several lists proves nothing by the oldest row of one of them, unless the others are known to be
something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from parsers.pages.candidates import names_topic
from parsers.pages.rows import Group
from parsers.pages.view import View
from parsers.vocabulary import Kind

_MOST = 0.8  # share of a column's own rows that lie below its address
_KINDS = tuple(Kind)


def own_lists(view: View, groups: Sequence[Group]) -> list[Group]:
    """The groups of rows without second copies of the same rows and without boxes of other columns, best first.

    A box is another column's if the page has a list whose rows lie in the page's own folder, while none of the box does
    and none of its titles is about a subject that is watched for (最新公开 beside `/fzzf/202603/t20260312_1.html`).
    """
    lists = _without_copies(groups)
    folder = _folder(view.url)
    if len(lists) < 2 or folder.count("/") < 4:  # http://host/column/
        return lists
    within = {id(group): sum(_folder(row.url).startswith(folder) for row in group.members) for group in lists}
    if not any(within[id(group)] >= _MOST * len(group.members) for group in lists):
        return lists
    return [group for group in lists if within[id(group)] or _is_about_ours(group)]


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


def _folder(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}/"
