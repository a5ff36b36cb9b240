"""The title that speaks for a document: its own, the page's, the list row's or the file's."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from parsers.frame import Frame
from parsers.records import Article, Bundle, Text, TitleReading
from parsers.titles import parse_title
from parsers.vocabulary import Decision

_SPACE = re.compile(r"\s+")
# Where no title is a report's: what the titles may make of a document, the most telling first.
_ORDER = (Decision.REPORT, Decision.OTHER_KIND, Decision.UNSURE, Decision.NOT_A_REPORT, Decision.UNREAD)


@dataclass(frozen=True, slots=True)
class Title:
    """The title that speaks for the document, where it stood, and what it says."""

    text: str
    where: str  # text | article | row | label
    reading: TitleReading
    years: tuple[int, ...] = ()  # all that the report titles around the document name


_NO_TITLE = Title("", "text", parse_title(""))


_NO_TITLE = Title("", "text", parse_title(""))


def page_titles(bundle: Bundle, article: Article | None) -> tuple[tuple[str, str], ...]:
    """The titles around the document, each with where it stood: its page's own, then its list row's.

    A row's title that was cut off says less than the page's whole one, and leaves open what that one settles.
    """
    own, row = article.title if article else "", bundle.row_title
    if own and _is_cut_from(row, own) and parse_title(row).decision is not Decision.REPORT:
        row = ""
    return tuple((where, title) for where, title in (("article", own), ("row", row)) if title.strip())


def _is_cut_from(row: str, whole: str) -> bool:
    beginning = _SPACE.sub("", row).rstrip("….·。")
    return bool(beginning) and _SPACE.sub("", whole).startswith(beginning)


def choose_title(text: Text, frame: Frame, bundle: Bundle, article: Article | None) -> Title:
    """The document's own title before the page's, the page's before the row's, a file's name last."""
    candidates = [("text", frame.title)] if frame.title else []
    candidates += page_titles(bundle, article)
    label = _file_name(text, bundle)
    if label and (not candidates or parse_title(label).decision is Decision.REPORT):
        candidates.append(("label", label))
    first = text.text.strip().split("\n", 1)[0][:80].lstrip("#* ")
    if first and all(where == "label" for where, _ in candidates):
        candidates.append(("text", first))
    read = [Title(title, where, parse_title(title)) for where, title in candidates] or [_NO_TITLE]
    fits = [title for title in read if title.reading.decision is Decision.REPORT]
    if not fits:
        return min(read, key=lambda title: (_ORDER.index(title.reading.decision), title.where == "text"))
    best = fits[0]
    for other in fits[1:]:
        if _fuller(other.reading, best.reading):
            best = other
    years = {title.reading.year for title in fits if title.reading.year is not None}
    return replace(best, years=tuple(sorted(years)))


def _file_name(text: Text, bundle: Bundle) -> str:
    """The name of the file that the text was read from, where it has words."""
    source = text.blocks[0].source if text.blocks else 0
    label = bundle.sources[source].label if source < len(bundle.sources) else ""
    return label if re.search(r"[一-鿿]", label) else ""


def _fuller(other: TitleReading, best: TitleReading) -> bool:
    """Whether a page's title says more than the one before it: it has the year or the issuers that the other lacks."""
    lacks_year = best.year is None and other.year is not None
    lacks_names = not best.issuers and bool(other.issuers) and (other.year == best.year or best.year is None)
    return other.kind is best.kind and (lacks_year or lacks_names)
