"""What of a page may be a yearly report, and is none of its rows? Headlines, cards, captions, pictures, file names.

Rows are chosen by where they stand, and a report may stand elsewhere. What has an address is opened like a row
(`links_beside`): the paper itself says what it is. What has none is a doubt (`reports_beside`): a list beside it proves
no absence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from urllib.parse import urlsplit

from lxml import etree

from parsers.pages import media
from parsers.pages.paging import not_here
from parsers.pages.places import is_furniture
from parsers.pages.rows import ARTICLE_URL
from parsers.pages.rowtext import head_of
from parsers.pages.titles import MAX_TITLE, better_title, is_generic
from parsers.pages.urls import join_url, site_of
from parsers.pages.view import Element, Link, View, clean, quoted_path, strip_tags, text_of
from parsers.records import Row
from parsers.stand_ins import PICTURE, is_bare, may_stand_for_report
from parsers.titles import parse_title
from parsers.vocabulary import Decision

_LONGEST = 120  # characters of a caption; more are a sentence
_MOST = 4000  # places that are looked at
_MOST_SAID = 20
_TITLE = 8  # characters
_SEVERAL = 3
_UP = 4  # elements that may hold the pieces of a title: em, a, li
_HEADING = 40  # characters of a heading
_YEAR = re.compile(r"(?:20|２０)\d\d(?![-/.]\d)|二[〇○零０0]")
_YEARS = re.compile(r"20\d\d(?![-/.]\d)")
_SENTENCE = re.compile(r"[，。；]")
_TOPIC = re.compile(r"法[治制]|依法|执法|行政|公开")
_FORM = re.compile(r"报告|年报|总结|汇报|情况|数据|统计|报表|公报")
_YEAR_ONLY = re.compile(r"20\d\d\s?年?度?")
_CALENDAR = re.compile(r"calendar|rili|laydate|datepick|search|filter", re.IGNORECASE)
_FOLDER = re.compile(r"/(?:(?:index|list|default|main|home)[^/]{0,40})?$", re.IGNORECASE)
_NUMBERED = re.compile(r"\d{2}")
_PLACE = re.compile(
    r"(?:^|[\W_])(?:crumbs?|bread\w{0,9}|curmb|weizhi|dqwz|pos|(?:cur|now)?_?(?:position|location|place|path))(?:$|[\W_\d])",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"'>]([^\"'<>\n]{6,120})(?=[\"'<])")
_ACTING = etree.XPath(
    "//*[@data-href or @data-url or @data-link or (@onclick and not(self::a))] | //area[@href] | //option[@value]"
)
_MOST_ACTING = 200
_MARKS = ("20", "２０", "二")  # one of them is in each year
_HAS_YEAR = " or ".join(f"contains(., '{mark}')" for mark in _MARKS)
_NAMES = etree.XPath(f"//body//*/@title[{_HAS_YEAR}] | //body//*/@alt[{_HAS_YEAR}]")
_WHERE = " ("  # parts a title from where it stands
_SPACE = re.compile(r"[\W_]+")


def links_beside(view: View, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The links outside a page's rows that a yearly report may stand behind, by their words or those around them.

    So a report's title in a headline or a side box, 2025年度 under 法治政府建设年度报告, 年度报告全文 under 2025年, and
    a picture without a name that leads to an article. They bear no dates, and are no part of the list's order.
    """
    if view.text.lstrip()[:1] in ("{", "["):
        return ()
    known = {_no_mark(row.url) for row in rows}
    named = {_no_mark(link.url) for link in view.links if link.url and not is_generic(link.text or link.tip)}
    found: dict[str, Row] = {}
    for link in chain(view.links, _acting(view)):
        if link.url is None or (url := _no_mark(link.url)) in known or url in found:
            continue
        if (title := _beside_title(view, link, named)) and not_here(view, url) is not None:
            found[url] = Row(url, title[:MAX_TITLE])
            if len(found) == _MOST_SAID:
                break
    return tuple(found.values())


def _beside_title(view: View, link: Link, named: set[str]) -> str:
    """What a link may be opened as; "" for a link that says itself that it leads elsewhere."""
    said = better_title(link.text, link.tip)
    if names_report(said):
        return said
    if link.element.tag != "a":
        return ""
    if not said:
        shows = next(link.element.iter("img", "svg"), None) is not None
        return PICTURE if shows and _may_lead_to_one(view, link, named) else ""
    if not _leaves_the_rest(said) or _is_folder(view, link) or _is_choice(link.element):
        return ""
    contexts = list(_contexts(link.element, said))
    for words in contexts:
        if names_report(words) or (_YEAR.search(words) and is_bare(words)):
            return words
    if contexts or not is_generic(said):
        return said if _YEAR.search(said) else ""
    return said if _may_lead_to_one(view, link, named) else ""


def _leaves_the_rest(said: str) -> bool:
    """Does a link leave it to what is around it to say which paper it opens: 查看, 年度报告全文, 法治政府建设情况?"""
    if is_generic(said) or is_bare(said):
        return True
    return len(said) <= _HEADING and not _YEAR.search(said) and bool(_TOPIC.search(said) and _FORM.search(said))


def _acting(view: View) -> Iterator[Link]:
    """What leads somewhere without being an anchor: areas, options, and elements with an address for their script."""
    found = _ACTING(view.root)
    for element in islice(found if isinstance(found, list) else (), _MOST_ACTING):
        if not isinstance(element, etree._Element) or next(element.iter("a"), None) is not None:
            continue
        named = (element.get(name) for name in ("href", "data-href", "data-url", "data-link", "value"))
        path = next((path for path in named if path), None) or quoted_path(element.get("onclick") or "")
        said = (clean(str(piece)) for piece in element.itertext())
        words = max(islice(said, _MOST_SAID), key=len, default="")
        if path and "/" in path and (words or element.get("title")):
            tip = clean(element.get("title") or element.get("alt") or "")
            yield Link(element, join_url(view.base, path), path, words, tip)


def _contexts(element: Element, said: str) -> Iterator[str]:
    """A link's words with those around it, the nearest first: of its row, then of the heading above."""
    for holder in islice(element.iterancestors(), _UP):
        if holder.tag == "body" or sum(1 for _ in islice(holder.iter("a"), 2)) > 1:
            break
        words = text_of(holder)
        if len(words) > _LONGEST:
            break
        if words != said:
            yield words
    if head := head_of(element):
        yield f"{head} {said}"
    for holder in islice((element, *element.iterancestors()), _UP + 2):
        if holder.tag == "body":
            return
        for before in islice(holder.itersiblings(preceding=True), _SEVERAL):
            words = text_of(before) if before.tag not in ("script", "style", "a") else ""
            if 0 < len(words) <= _HEADING:
                yield f"{words} {said}"
                break


def _may_lead_to_one(view: View, link: Link, named: set[str]) -> bool:
    """Does a link that says nothing lead to an article of this site that no other link names?"""
    url, element = link.url or "", link.element
    if _no_mark(url) in named or site_of(url) != site_of(view.url):
        return False
    parts = urlsplit(url)
    leads = ARTICLE_URL.search(url) or (_NUMBERED.search(parts.path + parts.query) and not _FOLDER.search(parts.path))
    return bool(leads or media.suffix_of(url) in media.DOCUMENT_SUFFIXES) and not is_furniture(element)


def _no_mark(url: str) -> str:
    return url.partition("#")[0]


def reports_beside(view: View, rows: Sequence[Row]) -> tuple[str, ...]:
    """The titles of yearly reports, and captions of years alone, that stand on a page and are none of its rows."""
    if view.text.lstrip()[:1] in ("{", "["):
        return ()
    titles = RowTitles(rows)
    own = _squeeze(view.title)
    found: dict[str, str] = {}
    for text, where in _captions(view):
        if text not in found and names_report(text) and _squeeze(text) not in own and text not in titles:
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
    """The titles of rows, asked whether one of them is, holds or is held by a text."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._titles = {_squeeze(row.title) for row in rows}
        self._all = "\n".join(self._titles)

    def __contains__(self, text: object) -> bool:
        bare = _squeeze(str(text))
        return bare in self._all or any(len(title) >= 8 and title in bare for title in self._titles)


def names_report(text: str) -> bool:
    """Is a text the title of one year's report of a known kind, or one that may stand for it?"""
    if not (says_year(text) and _TOPIC.search(text) and _FORM.search(text)):
        return False
    reading = parse_title(text)
    known = reading.decision in (Decision.REPORT, Decision.UNSURE) and reading.kind is not None
    if known and reading.year is not None:
        return True
    return len(set(_YEARS.findall(text))) < 2 and not _SENTENCE.search(text) and may_stand_for_report(text)


def _captions(view: View) -> Iterator[tuple[str, str]]:
    """Short texts that name a year, each with where it stands."""
    texts = (piece for piece in view.words.pieces if piece.shown and says_year(piece.text))
    for piece in islice(texts, _MOST):
        if piece.element.tag not in ("script", "style"):
            yield from _around(view, piece.element, piece.text)
    names = _NAMES(view.root)
    for name in islice(names if isinstance(names, list) else (), _MOST):
        if isinstance(name, etree._ElementUnicodeResult) and (element := name.getparent()) is not None:
            yield clean(strip_tags(str(name)))[:MAX_TITLE], _where(element)
    for held in (*view.scripts, *(element.text or "" for element in view.root.iter("textarea"))):
        if says_year(held):
            for match in islice(_QUOTED.finditer(held), _MOST):
                if says_year(match[1]):
                    yield clean(match[1]), "in a script or a text field"


def says_year(text: str) -> bool:
    """Does a text name a year?"""
    return any(mark in text for mark in _MARKS) and _YEAR.search(text) is not None


def _around(view: View, node: Element, text: str) -> Iterator[tuple[str, str]]:
    """A text and those of the elements that hold it, as far as they are captions; none of the page's place."""
    pieces = [clean(text)]
    for holder in islice((node, *node.iterancestors()), _UP):
        if _PLACE.search(f"{holder.get('class') or ''} {holder.get('id') or ''}"):
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
    known = {_no_mark(row.url) for row in rows}
    said: dict[str, set[str]] = {}
    for link in view.links:
        if link.url is not None and (url := _no_mark(link.url)) in known and len(link.text) >= _TITLE:
            said.setdefault(url, set()).add(link.text)
    return next((f"{len(texts)} titles lead to {url}" for url, texts in said.items() if _are_apart(texts)), "")


def _are_apart(texts: Iterable[str]) -> bool:
    """Are three texts, or more, none of which is a part of another?"""
    longest = sorted({_squeeze(text) for text in texts}, key=len, reverse=True)
    apart = [text for at, text in enumerate(longest) if not any(text[:_TITLE] in other for other in longest[:at])]
    return len(apart) >= _SEVERAL


def _years_alone(view: View, rows: Sequence[Row]) -> Iterator[tuple[str, Element]]:
    """Links and buttons that say a year and no more, and lead to no row, folder or other column."""
    known = {_no_mark(row.url) for row in rows}
    for link in view.links:
        said = link.text or link.tip
        if not (says_year(said) and is_bare(said)) or _is_choice(link.element):
            continue
        if (link.url is None or _no_mark(link.url) not in known) and not _is_folder(view, link):
            yield said, link.element
    for element in view.root.iter("button"):
        if _YEAR.search(said := text_of(element)) and is_bare(said) and not _is_choice(element):
            yield said, element


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
