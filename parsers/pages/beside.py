"""Does a page speak of a yearly report that is not among its rows? Headings, captions, buttons, options, file names.

Rows are chosen by where they stand, and a report may stand elsewhere, or in a row without an address. A list beside
such words proves no absence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from parsers.pages.paging import not_here
from parsers.pages.titles import MAX_TITLE
from parsers.pages.view import Element, Link, View, clean, strip_tags, text_of
from parsers.records import Row
from parsers.titles import parse_title
from parsers.vocabulary import Decision

_LONGEST = 120  # characters of a caption; more are a sentence
_MOST = 4000  # places that are looked at
_MOST_SAID = 20
_TITLE = 8  # characters
_SEVERAL = 3
_UP = 4  # elements that may hold the pieces of a title: em, a, li
_YEAR = re.compile(r"(?:20|２０)\d\d(?![-/.]\d)|二[〇○零０0]")
_TOPIC = re.compile(r"法[治制]|依法|执法|行政|公开")
_FORM = re.compile(r"报告|年报|总结|汇报|情况|数据|统计|报表|公报")
# A caption that leaves the rest to its heading: 2025, 2025年度, 2025年年度报告
_BARE = re.compile(r"20\d\d\s?年?度?\s?(?:的?(?:年度|工作)?报告|年报)?(?:全文|正文)?")
_YEAR_ONLY = re.compile(r"20\d\d\s?年?度?")
_CALENDAR = re.compile(r"calendar|rili|laydate|datepick|search|filter", re.IGNORECASE)
_FOLDER = re.compile(r"/(?:(?:index|list|default)[^/]{0,40})?$", re.IGNORECASE)
_PLACE = re.compile(
    r"(?:^|[\W_])(?:crumbs?|bread\w{0,9}|curmb|weizhi|dqwz|pos|(?:cur|now)?_?(?:position|location|place|path))(?:$|[\W_\d])",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"'>]([^\"'<>\n]{6,120})(?=[\"'<])")
_HAS_YEAR = "contains(., '20') or contains(., '２０') or contains(., '二')"
_TEXTS = etree.XPath(f"//body//text()[({_HAS_YEAR}) and not(parent::script or parent::style)]")
_NAMES = etree.XPath(f"//body//*/@title[{_HAS_YEAR}] | //body//*/@alt[{_HAS_YEAR}]", smart_strings=False)
_SPACE = re.compile(r"[\W_]+")


def reports_beside(view: View, rows: Sequence[Row]) -> tuple[str, ...]:
    """The titles of yearly reports, and captions of years alone, that stand on a page and are none of its rows."""
    if view.text.lstrip()[:1] in ("{", "[") or not _YEAR.search(view.text):
        return ()
    titles = RowTitles(rows)
    own = _squeeze(view.title)
    said = (text for text in _captions(view) if names_report(text))
    found = (text for text in said if _squeeze(text) not in own and text not in titles)
    return tuple(islice(dict.fromkeys([*found, *_years_alone(view, rows)]), _MOST_SAID))


class RowTitles:
    """The titles of rows, asked whether one of them is, holds or is held by a text."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._titles = {_squeeze(row.title) for row in rows}
        self._all = "\n".join(self._titles)

    def __contains__(self, text: object) -> bool:
        bare = _squeeze(str(text))
        return bare in self._all or any(len(title) >= 8 and title in bare for title in self._titles)


def names_report(text: str) -> bool:
    """Is a text the title of one year's report of a known kind?"""
    if not (_YEAR.search(text) and _TOPIC.search(text) and _FORM.search(text)):
        return False
    reading = parse_title(text)
    known = reading.decision in (Decision.REPORT, Decision.UNSURE) and reading.kind is not None
    return known and reading.year is not None


def _captions(view: View) -> Iterator[str]:
    found = _TEXTS(view.root)
    for text in islice(found if isinstance(found, list) else (), _MOST):
        if isinstance(text, etree._ElementUnicodeResult) and _YEAR.search(text):
            yield from _around(text)
    names = _NAMES(view.root)
    for name in islice(names if isinstance(names, list) else (), _MOST):
        yield clean(strip_tags(str(name)))[:MAX_TITLE]
    for held in (*view.scripts, *(element.text or "" for element in view.root.iter("textarea"))):
        if _YEAR.search(held):
            yield from (clean(match[1]) for match in islice(_QUOTED.finditer(held), _MOST) if _YEAR.search(match[1]))


def _around(text: etree._ElementUnicodeResult) -> Iterator[str]:
    """A text and those of the elements that hold it, as far as they are captions; none of the page's place."""
    node = text.getparent()
    if node is not None and text.is_tail:
        node = node.getparent()
    if node is None:
        return
    pieces = [clean(str(text))]
    for holder in islice((node, *node.iterancestors()), _UP):
        if _PLACE.search(f"{holder.get('class') or ''} {holder.get('id') or ''}"):
            return
        words = text_of(holder)
        if len(words) > _LONGEST:
            break
        pieces.append(words)
    yield from dict.fromkeys(piece for piece in pieces if len(piece) <= _LONGEST)


def shared_addresses(view: View, rows: Sequence[Row]) -> str:
    """An address that links of several titles have in common: all but one of them were lost; "" for none."""
    known = {row.url for row in rows}
    said: dict[str, set[str]] = {}
    for link in view.links:
        if link.url in known and len(link.text) >= _TITLE:
            said.setdefault(link.url or "", set()).add(link.text)
    return next((f"{len(texts)} titles lead to {url}" for url, texts in said.items() if _are_apart(texts)), "")


def _are_apart(texts: Iterable[str]) -> bool:
    """Are three texts, or more, none of which is a part of another?"""
    longest = sorted({_squeeze(text) for text in texts}, key=len, reverse=True)
    apart = [text for at, text in enumerate(longest) if not any(text[:_TITLE] in other for other in longest[:at])]
    return len(apart) >= _SEVERAL


def _years_alone(view: View, rows: Sequence[Row]) -> Iterator[str]:
    """Links and buttons that say a year and no more, and lead to no row, folder or other column."""
    known = {row.url for row in rows if not _YEAR_ONLY.fullmatch(row.title)}  # 2025年度 is opened by nobody
    for link in view.links:
        said = link.text or link.tip
        if (
            _BARE.fullmatch(said)
            and link.url not in known
            and not _is_folder(view, link)
            and not _is_choice(link.element)
        ):
            yield said
    for element in view.root.iter("button"):
        if _BARE.fullmatch(said := text_of(element)) and not _is_choice(element):
            yield said


def _is_folder(view: View, link: Link) -> bool:
    if link.url is None:
        return link.href in ("", "#")  # a head of years that opens and closes
    parts = urlsplit(link.url)
    return bool(_FOLDER.search(parts.path)) or not_here(view, link.url) is None


def _is_choice(element: Element) -> bool:
    around = islice((element, *element.iterancestors()), 4)
    return any(_CALENDAR.search(f"{node.get('class') or ''} {node.get('id') or ''} {node.tag}") for node in around)


def _squeeze(text: str) -> str:
    return _SPACE.sub("", text)
