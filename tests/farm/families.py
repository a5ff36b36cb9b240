"""Every portal family of the survey as pages of a server: its list with its pager, and its detail pages.

A `Family` makes the pages of a portal from the items that its list shows. Markup is that of the family fixtures; what
the fixtures show of a single page (numbers of pagers, ranges of answers) is counted on in `plain` and `transports`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.crawler.portal import Answer, Reply
from tests.farm.details import Detail
from tests.farm.items import Item

PER_PAGE = 7
Pages = dict[str, Reply]


@dataclass(frozen=True)
class Part:
    """One page of a list: its number from 1, how many there are, how many rows there are in all."""

    number: int
    of: int
    total: int
    items: Sequence[Item]
    addresses: Sequence[str]

    @property
    def following(self) -> str | None:
        return self.addresses[self.number] if self.number < self.of else None


@dataclass(frozen=True)
class Family:
    """``first`` is the address of the list; ``make`` gives the list's pages, ``detail`` how documents are shown.

    ``needs_browser``: its rows are written by a script. ``several_pages``: its list is cut into pages.
    """

    name: str
    first: str
    make: Callable[[Sequence[Item]], Pages]
    address: Callable[[Item], str]
    detail: Detail
    needs_browser: bool = False
    several_pages: bool = True

    def pages(self, listed: Sequence[Item], there: Sequence[Item]) -> Pages:
        """All pages of a portal: the list shows ``listed``, the documents that are there are ``there``."""
        pages: Pages = {}
        for item in there:
            pages |= self.detail.pages(self.address(item), item)
        return pages | self.make(listed)


def parts(items: Sequence[Item], addresses: Callable[[int, int], str], size: int = PER_PAGE) -> list[Part]:
    count = max(-(-len(items) // size), 1)
    names = [addresses(number, count) for number in range(1, count + 1)]
    return [
        Part(number, count, len(items), items[(number - 1) * size : number * size], names)
        for number in range(1, count + 1)
    ]


def html(text: str) -> Answer:
    return Answer.html(text)


def data(value: Any, kind: str = "application/json") -> Answer:
    return Answer(json.dumps(value, ensure_ascii=False).encode(), headers={"Content-Type": kind})
