"""Does one document hold several bodies' or years' reports (汇编)? Then it is nobody's own, and may be anybody's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from parsers.records import Article, Bundle, Text, TitleReading
from parsers.titles import is_compilation, parse_title
from parsers.vocabulary import COMPILED, Decision, Role

_LONGEST_TITLE = 80
_BETWEEN = 300  # characters after a title that make it one of a report, and not of a link
_MOST_LINES = 4000
_FORM = re.compile(r"(?:报告|年报|总结|情况)书?[）)]?$")


@dataclass(frozen=True, slots=True)
class Compilation:
    """``year`` is that of all its reports; None where they are of several years, or it is not known."""

    why: str
    year: int | None


def read_compilation(text: Text, bundle: Bundle, article: Article | None, own_title: str) -> Compilation | None:
    """What shows that a document is a compilation: its title, the names of its files, or the titles within its text."""
    for title in (article.title if article else "", bundle.row_title, own_title):
        if is_compilation(title):
            return Compilation(f"{COMPILED}标题是多份报告的汇编", parse_title(title).year)
    own = list(_titles_within(text.text))
    if _came_as_file(text, bundle):
        beside = [title for _, other in text.others for title in _titles_within(other)]
        found = _of_several(map(parse_title, _file_names(bundle, article)), "附件") or _of_several(own + beside, "附件")
        if found is not None:
            return found
    return _of_several(own, "正文")


def _came_as_file(text: Text, bundle: Bundle) -> bool:
    """Was the text read from a file, or is there none? A page with a report of its own may append others'."""
    source = text.blocks[0].source if text.blocks else None
    if source is None or source >= len(bundle.sources) or len(text.text) < _BETWEEN:
        return True
    return bundle.sources[source].role is Role.ATTACHMENT


def _file_names(bundle: Bundle, article: Article | None) -> list[str]:
    names = [source.label for source in bundle.sources if source.role is Role.ATTACHMENT]
    return names + [attachment.label for attachment in article.attachments] if article else names


def _of_several(readings: Iterable[TitleReading], where: str) -> Compilation | None:
    found = [reading for reading in readings if reading.decision is Decision.REPORT]
    for kind in {reading.kind for reading in found}:
        alike = [reading for reading in found if reading.kind is kind]
        issuers = _different({reading.issuers[0] for reading in alike if reading.issuers})
        years = {reading.year for reading in alike if reading.year is not None}
        if issuers > 1:
            return Compilation(f"{COMPILED}{where}有{issuers}个机关的报告", years.pop() if len(years) == 1 else None)
        if len(years) > 1:
            return Compilation(f"{COMPILED}{where}有{len(years)}个年度的报告", None)
    return None


def _different(names: set[str]) -> int:
    """How many bodies names stand for: 芦淞区人民政府 is 株洲市芦淞区人民政府."""
    return sum(not any(other != name and other.endswith(name) for other in names) for name in names)


def _titles_within(text: str) -> Iterable[TitleReading]:
    """The titles that stand alone on a line of a text, each before a report's length of words."""
    lines = text.split("\n", _MOST_LINES)
    behind = 0
    for line in reversed(lines):
        words = line.strip()
        if len(words) <= _LONGEST_TITLE and behind >= _BETWEEN and _FORM.search(words):
            reading = parse_title(words)
            if reading.decision is Decision.REPORT and reading.issuers:
                yield reading
                behind = 0
        behind += len(words)
