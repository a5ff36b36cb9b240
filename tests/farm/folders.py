"""A column that keeps its reports behind rows: a year's row leads to a list of its own, departments' among them."""

from __future__ import annotations

import re
from datetime import date

from tests.crawler.portal import Answer
from tests.farm import traps
from tests.farm.families import Pages
from tests.farm.farm import FarmPortal
from tests.farm.items import report

NEWEST = "/c14692/y2025/index.html"
_YEARS = (2025, 2024, 2023)
_BODIES = ("司法局", "教育局", "水利局")
_REPORT = re.compile(r">[^<]*(20\d\d)年度法治政府建设(?:工作)?情况报告<")
_DAY = re.compile(r"<span>(20\d\d-\d\d-\d\d)</span>")


def in_folders(portal: FarmPortal, pages: Pages) -> None:
    """The list shows news and a row for each year; what is published into a year's list changes nothing on it."""
    name, first = portal.column.county, pages[portal.family.first]
    assert isinstance(first, Answer)
    departments = [
        report(name, 900 + 10 * at + n, year, date(year + 1, 2, 10 + n), issuer=body)
        for at, year in enumerate(_YEARS)
        for n, body in enumerate(_BODIES)
    ]
    made = portal.family.pages(departments, departments)
    rows = [*traps.all_rows(portal, pages), *traps.all_rows(portal, made)]
    pages |= {path: page for path, page in made.items() if path not in pages}
    held: dict[str, list[str]] = {str(year): [] for year in _YEARS}
    for row in rows:
        if match := _REPORT.search(row):
            held.setdefault(match[1], []).append(row)
    others = [row for row in rows if not _REPORT.search(row)]
    for year, reports in held.items():
        path = NEWEST.replace("2025", year)
        text = traps.with_rows(first.body.decode(), sorted(reports, key=_day, reverse=True))
        pages[path] = Answer.html(text)
        day = f"{int(year) + 1}-01-15"
        others.append(f'<li><a href="{path}">{year}年度法治政府建设年度报告</a><span>{day}</span></li>')
    text = traps.with_rows(first.body.decode(), sorted(others, key=_day, reverse=True))
    pages[portal.family.first] = Answer.html(text)


def _day(row: str) -> str:
    match = _DAY.search(row)
    return match[1] if match else ""
