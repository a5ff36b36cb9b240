"""When a document was published, by its page and its list row, and where the two disagree."""

from __future__ import annotations

import re

from parsers.dates import parse_date
from parsers.frame import Frame
from parsers.pages.dates import days_apart
from parsers.records import Article, Bundle
from parsers.vocabulary import DateBasis

_WRITTEN = ("成文日期", "成文时间", "签署日期", "落款日期")
_DISAGREE = 3  # days: two dates further apart are noted


def read_published(bundle: Bundle, article: Article | None, frame: Frame) -> tuple[str | None, DateBasis]:
    """The page's own date; the list row's where that is clearly earlier, or where the page has none.

    Pages made anew bear the day of their making, and no list shows a paper before it is posted. A row dated before
    the signature is no posting.
    """
    row = _row_day(bundle)
    on, basis = _page_day(article, frame)
    if on is None:
        return (row, DateBasis.LIST_ROW) if row else (None, DateBasis.NONE)
    if row is not None and row < on and days_apart(row, on) > _DISAGREE and (frame.signed_on or row) <= row:
        return row, DateBasis.LIST_ROW
    return on, basis


def written_on(article: Article | None) -> str | None:
    """The day on which the page's head table says that the paper was made (成文日期); None for none."""
    if article is None:
        return None
    fields = {re.sub(r"\s", "", key): value for key, value in article.fields.items()}
    return next((day for label in _WRITTEN if (day := parse_date(fields.get(label, "")))), None)


def _page_day(article: Article | None, frame: Frame) -> tuple[str | None, DateBasis]:
    if article is not None and article.published_on:
        return article.published_on, article.published_basis
    if frame.label_date:
        return frame.label_date, DateBasis.UPDATED_LABEL if frame.label_is_update else DateBasis.LABEL
    return None, DateBasis.NONE


def _row_day(bundle: Bundle) -> str | None:
    return parse_date(bundle.row_date) if bundle.row_date else None


def date_notes(bundle: Bundle, article: Article | None, frame: Frame) -> tuple[str, ...]:
    """In words (zh), where the list's date and the page's are more than three days apart."""
    row, page = _row_day(bundle), _page_day(article, frame)[0]
    if row is None or page is None:
        return ()
    days = days_apart(row, page)
    return (f"列表日期{row}与页面日期{page}相差{days}天",) if days > _DISAGREE else ()
