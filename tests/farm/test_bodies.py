"""A column of reports whose rows are only names of bodies: what stands behind them is found, and nobody is accused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.crawler.portal import Answer
from tests.farm import traps
from tests.farm.families import Pages
from tests.farm.farm import Farm, FarmPortal
from tests.farm.items import REPORT_2025, Item, report
from tests.farm.site import FarmSite
from tests.farm.troubles import LIST, small

pytestmark = pytest.mark.timeout(600)  # whichever test comes first holds the passes

DAYS = BEFORE, AFTER, LATER = date(2026, 3, 20), date(2026, 4, 2), date(2026, 4, 10)
_BODIES = ("人民政府", "司法局", "教育局", "水利局")
_PAGER = re.compile(r'<div id="pages">.*?</div>', re.DOTALL)
_YEARS = (2025, 2024, 2023)


def _named(*, folders: bool, published: bool = True) -> traps.Change:
    """The list names each body once; behind the name is its newest report, or its own list."""

    def change(portal: FarmPortal, pages: Pages) -> None:
        name, first = portal.column.county, pages[LIST]
        assert isinstance(first, Answer)
        for path in [path for path in pages if path.startswith("/c14692/pages/")]:
            del pages[path]
        rows = []
        for n, body in enumerate(_BODIES):
            own = [item for item in _reports(name, n, body) if published or n or item.year != 2025]
            made = portal.family.pages(own, own)
            pages |= {path: page for path, page in made.items() if path != LIST and "/pages/" not in path}
            listed = made[LIST]
            assert isinstance(listed, Answer)
            folder = f"/c14692/d{n}/index.html"
            pages[folder] = replace(listed, body=_PAGER.sub("", listed.body.decode()).encode())
            address = folder if folders else portal.family.address(own[0])
            rows.append(f'<li><a href="{address}">{name}{body}</a></li>')
        text = traps.with_rows(first.body.decode(), rows).replace("法治政府建设", "法治政府建设年度报告")
        pages[LIST] = replace(first, body=text.encode())

    return change


def _reports(name: str, n: int, body: str) -> list[Item]:
    days = [date(year + 1, 3, 12 + n) for year in _YEARS]
    keys = [REPORT_2025 + 900 + 10 * at + n for at, _ in enumerate(_YEARS)]
    return [report(name, key, year, day, issuer=body) for key, year, day in zip(keys, _YEARS, days, strict=True)]


@pytest.fixture(scope="module")
def stands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[tuple[str, date], tuple[Any, Any, Any]]]:
    portals = {
        "reports": _named(folders=False),
        "folders": _named(folders=True),
        "unpublished": _named(folders=True, published=False),
    }
    with Farm() as farm:
        for number, (name, change) in enumerate(portals.items()):
            farm.add("f01_ci", small(number), traps.always(change), name=name, render="http")
        site = FarmSite(tmp_path_factory.mktemp("bodies"), farm)
        found = {}
        for day in DAYS:
            site.run(day)
            for each in farm:
                found[each.name, day] = (site.visit(each), site.expectation(each, 2025), site.alerts(each))
        yield found


@pytest.mark.parametrize("name", ["reports", "folders"])
def test_the_report_behind_a_name_is_found(stands: dict[tuple[str, date], Any], name: str) -> None:
    for day in DAYS:
        visit, stand, alerts = stands[name, day]
        assert visit["outcome"] == "ok", visit["reason"]
        assert stand["state"] == "on_time", stand["reason"]
        # Names that lead to the newest report alone say nothing of the years before.
        assert alerts.keys() <= ({"cannot_tell"} if name == "reports" else set())


def test_a_body_without_its_report_is_seen_to_have_none(stands: dict[tuple[str, date], Any]) -> None:
    assert stands["unpublished", BEFORE][1]["state"] not in ("on_time", "missing")
    visit, stand, _ = stands["unpublished", LATER]
    assert visit["rows_seen"] == 3 * len(_BODIES) - 1
    assert stand["state"] in ("missing", "cannot_tell"), stand["reason"]
