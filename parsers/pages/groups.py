"""Links at like places of a page, one a row, and the blocks in which they stand: what is alike may be two lists.

A menu is at times made like the list beside it, and a box of news like both. One place then holds the rows of several,
and on a page of few rows those of the menu have the majority.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from parsers.pages.dates import Found
from parsers.pages.places import Place
from parsers.pages.urls import shape_of
from parsers.pages.view import Element, Link

MOST = 0.8  # share of a column's own rows that lie below its address
_FEW = 3  # links of a block
_LISTS = frozenset({"ul", "ol", "dl", "table"})


@dataclass(slots=True)
class Member:
    """A link that may be a row, with the element that holds the whole row."""

    link: Link
    url: str
    title: str
    row: Element
    date: Found | None
    article: bool  # its address is of a known dialect of articles

    @property
    def shape(self) -> str:
        """The address with its numbers and ids blanked, for the vote of unknown dialects."""
        return shape_of(self.url)


@dataclass(slots=True)
class Group:
    """Links at like places of the tree, one a row."""

    place: Place
    members: list[Member] = field(default_factory=list)
    score: float = 0.0
    dated: float = 0.0
    why: str = ""


def apart(group: Group, url: str) -> list[Group]:
    """A group, or its parts: the blocks of other addresses that lack what the rest has, days or the page's own folder.

    ``url`` is the page's.
    """
    blocks: dict[Element | None, list[Member]] = {}
    for member in group.members:
        blocks.setdefault(member.row.getparent(), []).append(member)
    if len(blocks) < 2 or all(len(block) < _FEW for block in blocks.values()):
        return [group]
    folder = column_folder(url)
    marks = [{id(member) for member in group.members if member.date is not None}]
    marks += [{id(member) for member in group.members if folder_of(member.url).startswith(folder)}] if folder else []
    for marked in marks:
        others = [member for block in blocks.values() if _lacks(block, marked) for member in block]
        found = {id(member) for member in others}
        rest = [member for member in group.members if id(member) not in found]
        if others and len(marked) >= MOST * len(rest) > 0 and _shapes(others).isdisjoint(_shapes(rest)):
            return [replace(group, members=rest), replace(group, members=others)]
    return [group]


def _lacks(block: list[Member], marked: set[int]) -> bool:
    return len(block) >= _FEW and not any(id(member) in marked for member in block)


def _shapes(members: Iterable[Member]) -> set[str]:
    return {member.shape for member in members}


def blocks_of(links: Iterable[Link]) -> list[list[Link]]:
    """Links by the lists and tables in which they stand, if there are several."""
    blocks: dict[Element | None, list[Link]] = {}
    for link in links:
        block = link.element.getparent()  # step by step: a list is near, and an iterator takes longer to be made
        while block is not None and block.tag not in _LISTS:
            block = block.getparent()
        blocks.setdefault(block, []).append(link)
    return list(blocks.values()) if len(blocks) > 1 else []


def column_folder(url: str) -> str:
    """The folder of a column's page; "" where it is the whole site."""
    folder = folder_of(url)
    return folder if folder.count("/") >= 4 else ""  # http://host/column/


def folder_of(url: str) -> str:
    """The folder in which an address lies, with its host."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}/"
