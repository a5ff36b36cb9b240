"""What of a page names a yearly report, is none of its rows, and has no address? Headings, captions, buttons, scripts.

Rows are chosen by where they stand, and a report may stand elsewhere. What has an address is opened like a row
(`parsers.pages.openings`); a list beside what has none proves no absence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from parsers.pages.paging import not_here
from parsers.pages.said import May
from parsers.pages.titles import MAX_TITLE
from parsers.pages.urls import without_mark
from parsers.pages.view import Element, Link, View, clean, strip_tags, text_of
from parsers.pages.words import class_and_id
from parsers.records import Row
from parsers.stand_ins import is_bare, may_stand_for_report
from parsers.titles import parse_title
from parsers.vocabulary import Decision

_LONGEST = 120  # characters of a caption; more are a sentence
_MOST = 4000  # places that are looked at
_MOST_SAID = 20
_TITLE = 8  # characters
_SEVERAL = 3
_UP = 4  # elements that may hold the pieces of a title: em, a, li
_YEAR = re.compile(r"20\d\d(?![-/.]\d)|２０\d\d(?![-/.]\d)|二[〇○零０0]")
_YEAR_MARKS = ("20", "２０", "二")  # one of them is in each year
_LONG_YEARS = tuple(zip(_YEAR_MARKS, map(re.compile, _YEAR.pattern.split("|")), strict=True))  # for scripts: far faster
_YEARS = re.compile(r"20\d\d(?![-/.]\d)")
_SENTENCE = re.compile(r"[，。；]")
TOPIC = re.compile(r"法[治制]|依法|执法|行政|公开")
FORM = re.compile(r"报告|年报|总结|汇报|情况|数据|统计|报表|公报")
_CALENDAR = re.compile(r"calendar|rili|laydate|datepick|search|filter", re.IGNORECASE)
FOLDER = re.compile(r"/(?:(?:index|list|default|main|home)[^/]{0,40})?$", re.IGNORECASE)
PLACE = re.compile(
    r"(?:^|[\W_])(?:crumbs?|bread\w{0,9}|curmb|weizhi|dqwz|pos|(?:cur|now)?_?(?:position|location|place|path))(?:$|[\W_\d])",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_QUOTED = re.compile(r"[\"'>]([^\"'<>\n]{6,120})(?=[\"'<])")
HAS_YEAR = " or ".join(f"contains(., '{mark}')" for mark in _YEAR_MARKS)
# Attributes in which a report may be named; each path is walked only on a page that has its attribute.
_NAMED_IN = {
    "title": f"//body//*/@title[{HAS_YEAR}]",
    "alt": f"//body//*/@alt[{HAS_YEAR}]",
    "value": f"//input/@value[{HAS_YEAR}]",
}
_DAY = re.compile(r"20\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?")
_DOTS = re.compile(r"\.{2,}|…|。{2,}")
_WHERE = " ("  # parts a title from where it stands
_SPACE = re.compile(r"[\W_]+")


def reports_beside(view: View, rows: Sequence[Row]) -> tuple[str, ...]:
    """The titles of yearly reports, and captions of years alone, that stand on a page and are none of its rows."""
    if view.is_data:
        return ()
    titles: RowTitles | None = None
    own = _squeeze(view.title)
    found: dict[str, str] = {}
    for text, where in _captions(view):
        if text not in found and names_report(text) and _squeeze(text) not in own:
            titles = titles or RowTitles(rows)
            if text not in titles:
                found[text] = where
    for text, element in _years_alone(view, rows):
        found.setdefault(text, _where(element))
    return tuple(f"{text}{_WHERE}{where}, no address)" for text, where in islice(found.items(), _MOST_SAID))


def named_title(particulars: str) -> str:
    """The title out of what `reports_beside` says of it."""
    return particulars.rpartition(_WHERE)[0] or particulars


def _where(element: Element) -> str:
    """Where an element stands, for who looks at the page: `in h2 < div.headline`."""
    around = (element, *islice(element.iterancestors(), 1))
    return "in " + " < ".join(".".join([str(node.tag), *(node.get("class") or "").split()[:1]]) for node in around)


class RowTitles:
    """The titles of rows, asked whether one of them is, holds or is held by a text, or by what stands before its dots.

    So `青禾县2025年度法治政府建设… 2026-02-26` is the row whose whole title stands in an attribute.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._titles = {_squeeze(row.title) for row in rows}
        self._all = "\n".join(self._titles)

    def __contains__(self, text: object) -> bool:
        bare = _squeeze(str(text))
        stem = _squeeze(_DOTS.split(_DAY.sub("", str(text)).strip(), maxsplit=1)[0])
        if bare in self._all or (len(stem) >= _TITLE and stem in self._all):
            return True
        return any(len(title) >= 8 and title in bare for title in self._titles)


def names_report(text: str) -> bool:
    """Is a text the title of one year's report of a known kind, or one that may stand for it?"""
    if not (says_year(text) and TOPIC.search(text) and FORM.search(text)):
        return False
    reading = parse_title(text)
    known = reading.decision in (Decision.REPORT, Decision.UNSURE) and reading.kind is not None
    if known and reading.year is not None:
        return True
    return len(set(_YEARS.findall(text))) < 2 and not _SENTENCE.search(text) and may_stand_for_report(text)


def _captions(view: View) -> Iterator[tuple[str, str]]:
    """Short texts that name a year, each with where it stands."""
    texts = (
        (node, text)
        for node, text, _, shown in view.words.pieces
        if shown and node.tag not in ("script", "style") and _YEAR.search(text)
    )
    for node, text in islice(texts, _MOST):
        yield from _around(view, node, text)
    attributes = tuple(filter(view.attributes.__contains__, _NAMED_IN))
    names = _names_path(*attributes)(view.root) if attributes else ()
    for name in islice(names if isinstance(names, list) else (), _MOST):
        if isinstance(name, etree._ElementUnicodeResult) and (owner := name.getparent()) is not None:
            yield clean(strip_tags(str(name)))[:MAX_TITLE], _where(owner)
    for held in (*view.scripts, *(element.text or "" for element in view.root.iter("textarea"))):
        held = unescaped(held)
        if any(mark in held and year.search(held) for mark, year in _LONG_YEARS):
            for match in islice(_QUOTED.finditer(held), _MOST):
                if says_year(match[1]):
                    yield clean(match[1]), "in a script or a text field"


@cache
def _names_path(*attributes: str) -> etree.XPath:
    return etree.XPath(" | ".join(_NAMED_IN[name] for name in attributes))


def unescaped(script: str) -> str:
    r"""A script's text with the characters that it writes as \u9752 in their place."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), script) if "\\" in script and "\\u" in script else script


def says_year(text: str) -> bool:
    """Does a text name a year?"""
    return _YEAR.search(text) is not None


def _around(view: View, node: Element, text: str) -> Iterator[tuple[str, str]]:
    """A text and those of the elements that hold it, as far as they are captions; none of the page's place."""
    pieces = [clean(text)]
    for holder in islice((node, *node.iterancestors()), _UP):
        if PLACE.search(class_and_id(holder)):
            return
        words = view.words.of(holder)
        if len(words) > _LONGEST:
            break
        pieces.append(words)
    for piece in dict.fromkeys(pieces):
        if len(piece) <= _LONGEST:
            yield piece, _where(node)


def shared_addresses(view: View, rows: Sequence[Row]) -> str:
    """An address that links of several titles have in common: all but one of them were lost; "" for none."""
    known = {without_mark(row.url) for row in rows}
    said: dict[str, set[str]] = {}
    for link in view.links:
        if len(link.text) >= _TITLE and link.url is not None and (url := without_mark(link.url)) in known:
            said.setdefault(url, set()).add(link.text)
    return next(
        (
            f"{len(texts)} titles lead to {url}"
            for url, texts in said.items()
            if len(texts) >= _SEVERAL and _are_apart(texts)
        ),
        "",
    )


def _are_apart(texts: Iterable[str]) -> bool:
    """Are three texts, or more, none of which is a part of another?"""
    longest = sorted({_squeeze(text) for text in texts}, key=len, reverse=True)
    apart = [text for at, text in enumerate(longest) if not any(text in other for other in longest[:at])]
    return len(apart) >= _SEVERAL


def _years_alone(view: View, rows: Sequence[Row]) -> Iterator[tuple[str, Element]]:
    """Links and buttons that say a year and no more, and lead to no row, folder or other column."""
    known = {without_mark(row.url) for row in rows}
    for link in view.leading[May.NAME_YEAR]:
        said = link.text or link.tip
        if not (says_year(said) and is_bare(said)) or is_choice(link.element):
            continue
        if (link.url is None or without_mark(link.url) not in known) and not is_folder(view, link):
            yield said, link.element
    for element in view.root.iter("button"):
        if says_year(said := text_of(element)) and is_bare(said) and not is_choice(element):
            yield said, element


def is_folder(view: View, link: Link) -> bool:
    """Does a link lead to a list (a folder, the page itself), or only open and close something?"""
    if link.url is None:
        return link.href in ("", "#")  # a head of years that opens and closes
    parts = urlsplit(link.url)
    return bool(FOLDER.search(parts.path)) or not_here(view, link.url) is None


def is_choice(element: Element) -> bool:
    """Does an element belong to a calendar, a search or a filter?"""
    around = islice((element, *element.iterancestors()), 4)
    return any(_CALENDAR.search(f"{class_and_id(node)} {node.tag}") for node in around)


def _squeeze(text: str) -> str:
    return _SPACE.sub("", text)
