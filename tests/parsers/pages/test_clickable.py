"""Rows whose address only a script knows: kept in an attribute, or in the handler of a row that is no anchor."""

from __future__ import annotations

import pytest

from parsers.pages.listing import parse_listing
from parsers.records import Page

URL = "http://www.zhijiang.gov.cn/fzzf/index.html"
ROWS = [
    (f"芷江县{year}年法治政府建设年度报告", f"/info/1012/{year}.htm", f"{year + 1}-02-14") for year in range(2017, 2026)
]
LEADS = [
    "location.href='{}'",
    "window.location.href='{}'",
    "self.location='{}';return false;",
    "window.open('{}')",
    'window.open("{}","_blank")',
    "openUrl('{}')",
]


def listed(markup: str, opens: str = "<ul>", closes: str = "</ul>") -> list[tuple[str, str, str | None]]:
    rows = "".join(markup.format(title=title, url=url, day=day) for title, url, day in ROWS)
    html = f"<html><body><div><a href='/'>首页</a></div>{opens}{rows}{closes}</body></html>"
    found = parse_listing(Page(URL, URL, 200, {}, html.encode())).rows
    return [(row.title, row.url.removeprefix("http://www.zhijiang.gov.cn"), str(row.date)) for row in found]


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize(
    ("markup", "opens", "closes"),
    [
        ("<tr onclick=%s><td>{title}</td><td>{day}</td></tr>", "<table>", "</table>"),
        ("<tr><td onclick=%s>{title}</td><td>{day}</td></tr>", "<table>", "</table>"),
        ("<li onclick=%s><p>{title}</p><span>{day}</span></li>", "<ul>", "</ul>"),
        ("<div class='item' onclick=%s><p>{title}</p><span>{day}</span></div>", "<div>", "</div>"),
    ],
    ids=["tr", "td", "li", "div"],
)
def test_rows_with_a_handler(markup: str, opens: str, closes: str, lead: str) -> None:
    quote = "'" if '"' in lead else '"'
    handler = quote + lead.replace("{}", "{url}") + quote
    assert listed(markup % handler, opens, closes) == ROWS


@pytest.mark.parametrize("name", ["data-url", "data-href", "data-link"])
@pytest.mark.parametrize(
    "markup",
    [
        "<li><a href='javascript:;' {name}='{{url}}'>{{title}}</a><span>{{day}}</span></li>",
        "<li {name}='{{url}}'><p>{{title}}</p><span>{{day}}</span></li>",
    ],
    ids=["anchor", "row"],
)
def test_rows_with_an_address_kept_for_a_script(markup: str, name: str) -> None:
    assert listed(markup.format(name=name)) == ROWS


def test_an_anchor_in_the_row_is_the_link() -> None:
    markup = "<li onclick=\"log('/count/1')\"><a href='{url}'>{title}</a><span>{day}</span></li>"
    assert listed(markup) == ROWS


def test_what_leads_nowhere_is_no_row() -> None:
    assert listed("<li onclick=\"show('{day}')\"><p>{title}</p><span>{day}</span></li>") == []
    assert listed("<li data-url=''><p>{title}</p><span>{day}</span></li>") == []
