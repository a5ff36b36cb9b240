"""The report year, from the title, the opening, the signature and the posting, and what speaks against it."""

from __future__ import annotations

from datetime import date

from parsers.frame import Frame
from parsers.identity.title import Title
from parsers.marks import opening_year
from parsers.records import Text


def read_year(title: Title, frame: Frame, text: Text, published_on: str | None) -> tuple[int | None, str, str]:
    """The report year, where it was found, and what is wrong with it ("" = nothing).

    Title before opening before dates. A signature from January to October is of the year before, one of November or
    December of its own; publication alone says so only until June, since reports are re-published later.
    """
    said = opening_year(text.text[frame.body_start :])
    by_signature = _year_of(frame.signed_on, last_month=10)
    if len(title.years) > 1:
        return title.reading.year, "title", f"标题写有不同年度（{'、'.join(map(str, title.years))}），报告年度不能确定"
    if title.reading.year is not None:
        return title.reading.year, "title", _conflict(title.reading.year, said, frame.signed_on, published_on)
    if said is not None:
        if by_signature is not None and by_signature != said:
            return said, "text", f"正文说{said}年，落款日期{frame.signed_on}，报告年度不能确定"
        return said, "text", ""
    if by_signature is not None:
        return by_signature, "signed_on", ""
    by_posting = _year_of(published_on, last_month=6)
    return by_posting, "published_on" if by_posting else "", ""


def _year_of(iso: str | None, *, last_month: int) -> int | None:
    if iso is None:
        return None
    day = date.fromisoformat(iso)
    if day.month <= last_month:
        return day.year - 1
    return day.year if day.month >= 11 else None


def _conflict(year: int, said: int | None, signed_on: str | None, published_on: str | None) -> str:
    """Why a title's year cannot be right, or ""."""
    for iso, name in ((signed_on, "落款"), (published_on, "发布")):
        if iso is not None and iso < f"{year}-11-01":
            return f"标题写{year}年度，{name}日期却是{iso}，报告年度不能确定"
    if said is not None and said != year:
        by_signature = _year_of(signed_on, last_month=10)
        if by_signature != year:
            return f"标题写{year}年，正文说{said}年，报告年度不能确定"
    return ""
