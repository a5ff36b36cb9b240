"""Lists that go on behind no 下一页 with an address: behind forms, pieces that a script asks for, 查看更早."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from tests.crawler.portal import Answer
from tests.farm import traps
from tests.farm.families import Pages
from tests.farm.farm import FarmPortal

_LIST = "/c14692/index.html"
_PAGER = re.compile(r'<div id="pages">.*?</div>', re.DOTALL)
_ROWS = re.compile(r'<ul class="list">(.*?)</ul>', re.DOTALL)
Control = Callable[[str, int], str]  # of a page's address and its number, as the page before it writes it


def _turned(control: Control, address: Callable[[int], str] = "/c14692/pages/{}.html".format) -> traps.Change:
    """Each page but the last leads to the next one by such a control."""

    def change(portal: FarmPortal, pages: Pages) -> None:
        for number, (path, page) in enumerate(_pages_of(pages), 1):
            last = f"/c14692/pages/{number + 1}.html" not in pages
            below = "" if last else f'<div id="pages">{control(address(number + 1), number + 1)}</div>'
            made = replace(page, body=_PAGER.sub(below, page.body.decode()).encode())
            pages[path if number == 1 else address(number)] = made

    return change


def _pages_of(pages: Pages) -> list[tuple[str, Answer]]:
    found = [_LIST, *sorted(path for path in pages if path.startswith("/c14692/pages/"))]
    return [(path, page) for path in found if isinstance(page := pages[path], Answer)]


def _form(address: str, number: int) -> str:
    fields = f'<input type="hidden" name="col" value="14692"><input type="hidden" name="pg" value="{number}">'
    return f'<form action="{_LIST}" method="get">{fields}<input type="submit" value="下一页"></form>'


def _history(portal: FarmPortal, pages: Pages) -> None:
    """All pages but the first are the column's history; every page links it at its foot, beside its pager."""
    for path, page in _pages_of(pages):
        link = '<div class="his"><a href="/c14692/history.html">历史信息</a></div>'
        pages[path] = replace(page, body=page.body.replace(b'<div id="pages">', f'{link}<div id="pages">'.encode()))
    second = pages["/c14692/pages/2.html"]
    first = pages[_LIST]
    assert isinstance(first, Answer)
    pages["/c14692/history.html"] = second
    pages[_LIST] = replace(first, body=_PAGER.sub("", first.body.decode()).encode())


def _pieces(total: str) -> traps.Change:
    """加载更多 asks for rows alone, which say nothing of those after them; ``total`` stands below the first ones."""

    def change(portal: FarmPortal, pages: Pages) -> None:
        shown, count = _pages_of(pages), len(traps.all_rows(portal, pages))
        more = f'<p>{total.format(count)}</p><div id="more" data-url="/c14692/load?col=1" data-page="2">加载更多</div>'
        for number, (_, page) in enumerate(shown, 1):
            rows = _ROWS.search(page.body.decode())
            assert rows is not None
            pages[f"/c14692/load?col=1&page={number}"] = Answer.html(rows[1])
        pages[f"/c14692/load?col=1&page={len(shown) + 1}"] = Answer.html("<p>没有了</p>")
        first = shown[0][1]
        pages[_LIST] = replace(first, body=_PAGER.sub(more, first.body.decode()).encode())

    return change


ONWARD: dict[str, traps.Change] = {
    "form": _turned(_form, f"{_LIST}?col=14692&pg={{}}".format),
    "next-address": _turned(lambda address, _: f'<div class="more" data-next-url="{address}">加载更多</div>'),
    "older": _turned(lambda address, _: f'<a href="{address}">查看更早 &gt;</a> <a href="{_LIST}">返回最新</a>'),
    "own-address": _turned(lambda address, _: f'<a href="{address}">早期文章</a>', f"{_LIST}?paged={{}}".format),
    "history": _history,
    "pieces-counted": _pieces("共{}条"),
}
UNTOLD = _pieces("")
