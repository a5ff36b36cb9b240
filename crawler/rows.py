"""The rows of a walked list, each judged by its title: what is to be opened, and what the rest is without that."""

from __future__ import annotations

from crawler.documents import why_not_fetched
from crawler.folders import FOLDER
from crawler.known import Failing, Known
from crawler.walk import Walk
from db.intake_records import SeenRow
from parsers.pages.candidates import judge_candidate, may_be_one_of
from parsers.pages.titles import cut_titles
from parsers.records import Row
from parsers.titles import parse_title
from parsers.vocabulary import Decision

_FEWEST = 2  # reports of a column that is of reports
_AMONG = "stands among yearly reports, and nothing says that it is another paper"


def judge_rows(walk: Walk, known: Known) -> dict[str, tuple[Row, SeenRow]]:
    """All that a walk shows, by its canonical address: the row, and what is noted of it."""
    titles = [row.title for row in walk.rows.values()]
    cut = cut_titles([*titles, *(item.title for item in known.last_list())])
    reports = sum(parse_title(title).decision is Decision.REPORT for title in titles)
    among = reports >= _FEWEST and 2 * reports >= len(titles)
    judged = {}
    for url, row in walk.shown.items():
        document = known.documents.get(url) if url not in walk.rows else None
        row = Row(row.url, document.title) if document else row  # a link beside the list renames no row
        words = f"{row.title}…" if row.title in cut else row.title  # as the list's template cut it off
        judged[url] = row, _seen(url, row, words, walk, known.failing.get(url), among and url in walk.rows)
    return judged


def _seen(url: str, row: Row, words: str, walk: Walk, tried: Failing | None, among: bool) -> SeenRow:
    """A row to be opened, or what it is without that (a 行政复议年度报告 is another kind)."""
    if url in walk.folders:
        return SeenRow(url, row.title, row.date, False, FOLDER)
    candidate = judge_candidate(words, walk.kinds)
    why = why_not_fetched(tried.verdict, tried.reason) if tried else ""
    if tried and tried.tells_enough(row.title):
        return SeenRow(url, row.title, row.date, False, f"a link without words: {why}")
    if candidate.fetch:
        return SeenRow(url, row.title, row.date, True, why or candidate.reason)
    reading = parse_title(row.title)
    if reading.decision is Decision.OTHER_KIND:
        return SeenRow(url, row.title, row.date, False, reading.reason, reading.decision)
    if among and may_be_one_of(words):
        return SeenRow(url, row.title, row.date, True, why or _AMONG)
    return SeenRow(url, row.title, row.date, False, candidate.reason)
