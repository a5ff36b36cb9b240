"""Which of a row's dates is its posting."""

from __future__ import annotations

import pytest

from parsers.pages.listing import parse_listing
from parsers.pages.posting import read_published
from parsers.records import Page
from parsers.vocabulary import DateBasis

URL = "http://www.qinghe.example/c14692/index.html"
TITLES = [f"青禾县{year}年度法治政府建设情况报告" for year in (2025, 2024, 2023, 2022)]


def table(*heads: str, cells: tuple[str, ...]) -> str:
    head = "".join(f"<th>{name}</th>" for name in ("标题", *heads))
    rows = "".join(
        f'<tr><td><a href="/d/{number}.html">{title}</a></td>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        for number, title in enumerate(TITLES)
    )
    return f"<table><tr>{head}</tr>{rows}</table>"


def rows(beside: str) -> str:
    items = (f'<li><a href="/202603/t20260312_{n}.html">{title}</a>{beside}</li>' for n, title in enumerate(TITLES))
    return f"<ul>{''.join(items)}</ul>"


def cells() -> str:
    """Each row a list whose items are its cells."""
    link = '<a href="/public/44/{0}.html" title="{1}">{1}</a>'
    return "".join(
        f"<ul class='row'><li>{n}</li><li>{link.format(n, title)}</li><li>2026-03-12</li></ul>"
        for n, title in enumerate(TITLES, 1)
    )


@pytest.mark.parametrize(
    ("body", "day"),
    [
        (table("更新日期", "发布日期", cells=("2026-04-10", "2026-03-12")), "2026-03-12"),
        (table("发布日期", "更新日期", cells=("2026-03-12", "2026-04-10")), "2026-03-12"),
        (table("更新日期", "日期", cells=("2026-04-10", "2026-03-12")), "2026-03-12"),
        (rows("<span>更新：2026-04-10</span>"), None),
        (rows("<span>2026-03-12</span><span>更新：2026-04-10</span>"), "2026-03-12"),
        (rows("<span>更新时间 2026年4月10日</span><span>2026-03-12</span>"), "2026-03-12"),
        (rows("<span>2026-04-10</span>"), "2026-04-10"),
        (f"<div><ul class='row'><li>序号</li><li>名称</li><li>发布日期</li></ul>{cells()}</div>", "2026-03-12"),
    ],
)
def test_the_day_of_a_change_is_not_that_of_the_posting(body: str, day: str | None) -> None:
    html = f"<html><head><title>法治政府建设</title></head><body>{body}</body></html>"
    found = parse_listing(Page(URL, URL, 200, {}, html.encode()))
    assert [row.title for row in found.rows] == TITLES
    assert {row.date for row in found.rows} == {day}


@pytest.mark.parametrize(
    ("label", "day", "basis"),
    [
        ("2026-03-12", "2026-03-12", DateBasis.LABEL),  # the page was made anew
        ("2026-04-20", "2026-04-15", DateBasis.META),
        ("2026-04-13", "2026-04-15", DateBasis.META),  # as good as the same
    ],
)
def test_a_page_made_anew_keeps_the_label_of_its_posting(label: str, day: str, basis: DateBasis) -> None:
    found = read_published({"pubdate": "2026-04-15 08:00"}, {"发布时间": label}, None, URL)
    assert (found.on, found.basis) == (day, basis)


@pytest.mark.parametrize("shown", [1, 2])
def test_a_card_shows_its_day_however_few_there_are(shown: int) -> None:
    card = "<div class='c'><div><b>12</b><i>2026-03</i></div><h4><a href='/news/d/{0}'>{1}</a></h4><p>{2}</p></div>"
    summary = "2026年1月1日，青禾县召开会议，听取有关工作情况汇报，研究下一步举措。" * 3
    cards = "".join(card.format(n, title, summary) for n, title in enumerate(TITLES[:shown]))
    found = parse_listing(Page(URL, URL, 200, {}, f"<body><div>{cards}</div></body>".encode()))
    assert [(row.title, row.date) for row in found.rows] == [(title, "2026-03-12") for title in TITLES[:shown]]
