"""The farm: portals on loopback, each on a host of its own, and the day that all of them play.

```python
with Farm() as farm:
    portal = farm.add("f02_ucap", column(0))          # any name of `FAMILIES`
    farm.play(date(2026, 4, 2))                        # what lists and pages show on that day
    portal.url                                         # the address of its list
```
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from parsers.pages.urls import canonical_url
from tests.crawler.portal import Answer, Asked, Portal, robots
from tests.farm.families import Family, Pages
from tests.farm.items import Column, Item
from tests.farm.plain import PLAIN
from tests.farm.services import SERVICES
from tests.farm.transports import TRANSPORTS

FAMILIES = {family.name: family for family in (*PLAIN, *SERVICES, *TRANSPORTS)}
NETWORK = "127.0.0.0/8"  # what a configuration must allow to reach the farm
_HOSTS = itertools.count(2)

Twist = Callable[["FarmPortal", date, Pages], None]


@dataclass
class FarmPortal:
    """One portal. ``twists`` change what it shows on a day: that is how it becomes a trap."""

    name: str
    family: Family
    column: Column
    server: Portal
    twists: list[Twist] = field(default_factory=list)
    section: dict[str, Any] = field(default_factory=dict)  # of its entry in a configuration, what is not as usual
    body: str = ""  # the body whose column it is, if that is another portal's

    @property
    def url(self) -> str:
        return self.server.url(self.family.first)

    @property
    def section_id(self) -> str:
        return str(self.section.get("id", self.name))

    @property
    def home(self) -> str:
        return self.server.url("/")

    def address(self, item: Item) -> str:
        """Where the list's row of an item leads."""
        return canonical_url(self.server.url(self.family.address(item)))

    def asked(self) -> list[Asked]:
        """What was asked for since `Farm.forget`, robots.txt and a browser's other files apart."""
        return [asked for asked in self.server.asked if asked.path != "/robots.txt"]

    def play(self, day: date) -> None:
        """Show what a day shows."""
        there = [item for item in self.column.items if item.on_portal(day)]
        pages = self.family.pages(self.column.listed(day), there)
        pages |= {"/robots.txt": robots(), "/": self._home_page()}
        pages |= {path_of(canonical_url(self.server.url(path))): page for path, page in pages.items()}  # `?xxgkhide=1`
        for twist in self.twists:
            twist(self, day, pages)
        self.server.pages = pages

    def _home_page(self) -> Answer:
        news = "".join(
            f'<li><a href="/news/2026030{n}/t2026030{n}_{n}.html">{self.column.county}召开第{n}次常务会议</a></li>'
            for n in range(1, 9)
        )
        return Answer.html(
            f"<html><head><title>{self.column.government}</title></head><body><ul>"
            '<li><a href="/">首页</a></li><li><a href="/zwgk_all/">政务公开</a></li>'
            f'<li><a href="{self.family.first.replace("&", "&amp;")}">法治政府建设年度报告</a></li>'
            f'<li><a href="/zfgs/">行政执法公示</a></li></ul><ul class="news">{news}</ul></body></html>'
        )


class Farm:
    """Open for the length of a test; portals are told apart by their loopback address, ports are free ones."""

    def __init__(self) -> None:
        self.portals: dict[str, FarmPortal] = {}
        self.day: date | None = None

    def __enter__(self) -> Farm:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with ThreadPoolExecutor(16) as pool:
            list(pool.map(lambda portal: portal.server.close(), self.portals.values()))

    def __iter__(self) -> Iterator[FarmPortal]:
        return iter(self.portals.values())

    def add(
        self, family: str | Family, column: Column, *twists: Twist, name: str = "", body: str = "", **section: str
    ) -> FarmPortal:
        """A further portal; ``name`` (its family's, if not given) is that of its section and body."""
        made = FAMILIES[family] if isinstance(family, str) else family
        name = (name or made.name).replace("_", "-").lower()
        assert name not in self.portals, f"two portals called {name}"
        number = next(_HOSTS)
        server = Portal(f"127.0.{3 + number // 250}.{number % 250 + 1}", poll=0.2)
        portal = FarmPortal(name, made, column, server, list(twists), section, body or name)
        self.portals[name] = portal
        if self.day is not None:
            portal.play(self.day)
        return portal

    def play(self, day: date) -> None:
        """What all portals show from now on."""
        self.day = day
        for portal in self:
            portal.play(day)

    def forget(self) -> None:
        """Begin to count requests anew."""
        for portal in self:
            portal.server.forget()


def path_of(url: str) -> str:
    """The part of an address that its server sees."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
