"""Rows and pages in the markup of the family fixtures: a fixture's row is the mould, the farm's items are the metal."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from tests.farm.items import Item
from tests.parsers.pages.golden import FAMILIES

COUNTY = "青禾县"
TITLE = f"{COUNTY}人民政府2024年度法治政府建设情况报告"  # of every fixture's first row, dated 2025-03-28
_KNOWN = (  # titles and days of the fixtures' rows, of which one shows the first two or the second two
    (TITLE, date(2025, 3, 28)),
    (f"{COUNTY}司法局2024年度法治政府建设工作情况报告", date(2025, 3, 27)),
    (f"关于印发《{COUNTY}2025年法治政府建设工作要点》的通知", date(2025, 3, 20)),
)
# How a day is written in rows and addresses, the longest first: `2025/3/28` stands in `/art/2025/3/28/art_…`.
_SPELLINGS: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day:%Y年%m月%d日}",
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day:%Y/%m/%d}",
    lambda day: f"{day:%Y.%m.%d}",
    lambda day: f"{day:%Y/%m-%d}",
    lambda day: f"{day:%Y%m/%d}",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day:%Y%m}",
    lambda day: f"({day:%m-%d})",
    lambda day: f"{day:%m-%d}</td>",
    lambda day: f"<b>{day:%d}</b><i>{day:%Y-%m}</i>",
    lambda day: f'"day">{day:%d}<',
    lambda day: f'"ym">{day:%Y-%m}<',
)
_TOKEN = re.compile(r"[0-9A-Za-z]+")
_CUT = re.compile(r"(?<=>)[^<>]{4,20}\.\.\.(?=<)")


@cache
def fixture(case: str, file: str = "page.html") -> str:
    """A family fixture's page as text, without the remark that it is invented."""
    return (FAMILIES / case / file).read_text(encoding="utf-8")


def fixture_json(case: str, file: str = "page.json") -> Any:
    return json.loads(fixture(case, file))


@dataclass(frozen=True)
class Mould:
    """A page of a fixture, parted into what stands before its rows, one row, and what stands after them."""

    before: str
    row: Callable[[Item], str]
    after: str

    def page(self, items: Sequence[Item], after: str | None = None) -> str:
        rows = "\n".join(self.row(item) for item in items)
        return f"{self.before}{rows}{self.after if after is None else after}"


@cache
def mould(case: str, opener: str, closer: str, file: str = "page.html") -> Mould:
    """The mould of a fixture whose rows run from ``opener`` to ``closer``."""
    text = fixture(case, file)
    found = re.compile(f"{re.escape(opener)}.*?{re.escape(closer)}", re.DOTALL).finditer(text)
    rows = [match for match in found if COUNTY in match.group()]
    row = row_of(rows[0].group(), rows[1].group())
    return Mould(text[: rows[0].start()], row, text[rows[-1].end() :])


def row_of(first: str, second: str) -> Callable[[Item], str]:
    """A row with the first one's markup: title, days and whatever differs between the two rows are exchanged."""
    one, two = _blank(first), _blank(second)
    pieces = _with_ids(one, two)

    def row(item: Item) -> str:
        text = "".join(piece if isinstance(piece, str) else piece(item.key) for piece in pieces)
        text = text.replace("\0title\0", item.title).replace("\0short\0", f"{item.title[:14]}...")
        for number, spell in enumerate(_SPELLINGS):
            text = text.replace(f"\0day{number}\0", spell(item.posted))
        return text.replace(COUNTY, "")

    return row


def _blank(row: str) -> str:
    """A fixture's row with marks in place of its title and day."""
    title, day = next((title, day) for title, day in _KNOWN if title in row)
    row = _CUT.sub("\0short\0", row.replace(title, "\0title\0"))
    for number, spell in enumerate(_SPELLINGS):
        row = row.replace(spell(day), f"\0day{number}\0")
    return row


def _with_ids(one: str, two: str) -> list[str | Callable[[int], str]]:
    """The text of a row in pieces; a number that differs between two rows becomes the item's own."""
    tokens = list(_TOKEN.finditer(one))
    others = _TOKEN.findall(two)
    assert len(tokens) == len(others), (one, two)
    pieces: list[str | Callable[[int], str]] = []
    at = 0
    for token, other in zip(tokens, others, strict=True):
        if token.group() == other or (re.fullmatch(r"0\d", token.group()) and one[token.start() - 1] == "-"):
            continue  # the same, or of a date that is not the row's
        pieces += [one[at : token.start()], _counter(token.group())]
        at = token.end()
    assert pieces, f"no address tells these rows apart: {one}"
    return [*pieces, one[at:]]


def _counter(token: str) -> Callable[[int], str]:
    """`2290100` counts on to 2290101, `…a3f19c0d5e` to …a3f19c0d5f, `i9000` to i9001."""
    pattern, base = (r"[0-9a-f]+$", 16) if re.fullmatch(r"[0-9a-f]{24,40}", token) else (r"\d+$", 10)
    match = re.search(pattern, token)
    assert match, token
    head, digits = token[: match.start()], match.group()
    form = f"0{len(digits)}{'x' if base == 16 else 'd'}"
    return lambda key: f"{head}{int(digits, base) + key:{form}}"
