"""Full-text search for pages: the hits of the canned query `search`, each with a passage and what to mark in it.

Each word of the question, split at spaces, must stand in the title or the text as it is written; punctuation ends a
phrase, brackets and quotation marks do not. Newest report years first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from db.database import Database, fetch_dicts
from db.queries import query_named
from db.search_index import BREAK, POINT, PUNCTUATION, YEARS, fold, separate

LONGEST = 200  # characters of a question that count, as in search.sql
COUNTED = 400  # hits are counted up to here
_WIDTH = 120  # characters of a passage
_BEFORE = 40  # of them before the words
_SPACES = re.compile("[ \t\r\n\u3000]+")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_TOKEN = re.compile(rf"[^\W_]+(?:{POINT}[^\W_]+)*|{BREAK}")
# What the index does not see between two of its words: spaces, brackets, quotation marks
_BETWEEN = rf"[^\w{PUNCTUATION}\n]{{0,8}}"

# The canned query's hits, found before; its passages, for readers of SQL, are cut anew here.
_PAGE = "WITH hits (place) AS (SELECT value FROM json_each(:places)), asked (first) AS (SELECT '')"

Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that has all the words. ``marks`` are ranges of ``passage``, ``title_marks`` of ``title``.

    ``passage`` is ``text[start : start + len(passage)]`` of the version; ``part`` is the role of the part it is from
    (None: from none, or the words stand in the title alone). Nothing is escaped.
    """

    report_id: int
    version_id: int
    body_id: str
    body: str
    region: str | None
    kind: str
    year: int
    title: str
    published_on: str | None
    url: str
    part: str | None
    passage: str
    start: int
    marks: Marks
    title_marks: Marks


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits; ``total`` counts all of them, up to `COUNTED` (``more``: there are more than that)."""

    hits: tuple[Hit, ...]
    total: int
    more: bool


def search(
    db: Database,
    text: str,
    *,
    limit: int = 20,
    offset: int = 0,
    year: int | None = None,
    kind: str | None = None,
    region: str | None = None,
    body: str | None = None,
) -> Found:
    """The reports whose current version has every word of ``text``; any string is a question, at worst without a hit.

    ``region`` is a prefix of region codes. Only the first `LONGEST` characters count.
    """
    asked = _CONTROLS.sub(" ", text)[:LONGEST]
    filters = {
        "text": asked,
        "year": year if year is None else _within(year),
        "kind": kind,
        "region": region,
        "body": body,
    }
    patterns = [pattern for word in _SPACES.split(asked) if (pattern := _pattern(word))]
    if not patterns:
        return Found((), 0, False)
    first = _within(offset)
    last = first + _within(limit)
    hits, select, shown = query_named("search").sql.rpartition("\nSELECT r.year")
    # All up to where they are counted in one pass: where few have what is asked for, a page alone takes as long.
    most = {**filters, "count": max(last, COUNTED + 1), "skip": 0}
    places = [row[0] for row in db.conn.execute(f"{hits} SELECT place FROM hits", most)]
    page = {"places": json.dumps(places[first:last])}
    rows = fetch_dicts(db, f"{_PAGE}{select}{shown}", page)
    total = len(places)
    return Found(tuple(_hit(db, row, patterns) for row in rows), min(total, COUNTED), total > COUNTED)


def _within(number: int) -> int:
    """A number that SQLite takes, whatever a page was asked for."""
    return max(0, min(number, YEARS))


def _pattern(word: str) -> re.Pattern[str] | None:
    """Where a word stands in a text, as the index sees both: None for one without a letter or digit."""
    tokens = _TOKEN.findall(separate(word))
    return re.compile(_BETWEEN.join(map(_token, tokens)), re.IGNORECASE) if tokens else None


def _token(token: str) -> str:
    """A Han character anywhere, another word as a whole one: "134" is neither in "2134" nor in "2,134"."""
    if token == BREAK:
        return f"[{PUNCTUATION}\n]"
    if not token[0].isascii():
        return re.escape(token)
    letters = ",?".join("[.]" if letter == POINT else letter for letter in token)
    return f"(?<![0-9A-Za-z])(?<![0-9][,.]){letters}(?![0-9A-Za-z])(?![,.][0-9])"


def _hit(db: Database, row: dict[str, Any], patterns: Sequence[re.Pattern[str]]) -> Hit:
    text: str = db.conn.execute("SELECT text FROM report_versions WHERE id = ?", [row["version"]]).fetchone()[0]
    found = _ranges(text, patterns)
    at = _densest(found)
    start = _passage_start(text, at)
    end = min(start + _WIDTH, len(text))
    return Hit(
        report_id=row["report"],
        version_id=row["version"],
        body_id=row["body_id"],
        body=row["body"],
        region=row["region"],
        kind=row["kind"],
        year=row["year"],
        title=row["title"],
        published_on=row["published_on"],
        url=row["url"],
        part=_part_at(db, row["version"], at) if found else None,
        passage=text[start:end],
        start=start,
        marks=_joined((low - start, min(high, end) - start) for low, high, _ in found if start <= low < end),
        title_marks=_joined((low, high) for low, high, _ in _ranges(row["title"], patterns)),
    )


def _ranges(text: str, patterns: Sequence[re.Pattern[str]]) -> list[tuple[int, int, int]]:
    """Where the words stand, in order: start, end, and which word."""
    plain = fold(text)
    found = ((*match.span(), which) for which, word in enumerate(patterns) for match in word.finditer(plain))
    return sorted(found)


def _densest(found: Sequence[tuple[int, int, int]]) -> int:
    """The first place from which most of the words stand close together; 0 where none stands."""
    best, most, last = 0, 0, 0
    for index, (low, _, _) in enumerate(found):
        last = max(last, index)
        while last < len(found) and found[last][0] < low + _WIDTH - _BEFORE:
            last += 1
        words = len({which for _, _, which in found[index:last]})
        if words > most:
            best, most = low, words
    return best


def _passage_start(text: str, at: int) -> int:
    """A little before the words, at the beginning of their sentence if that is near."""
    early = max(0, at - _BEFORE)
    return max(early, text.rfind("。", early, at) + 1, text.rfind("\n", early, at) + 1)


def _joined(ranges: Iterable[tuple[int, int]]) -> Marks:
    """Ranges in order, those that touch made one."""
    joined: list[tuple[int, int]] = []
    for low, high in ranges:
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return tuple(joined)


def _part_at(db: Database, version_id: int, at: int) -> str | None:
    row = db.conn.execute(
        'SELECT role FROM parts WHERE version_id = ? AND start <= ? AND "end" > ? ORDER BY start DESC LIMIT 1',
        [version_id, at, at],
    ).fetchone()
    return row[0] if row else None
