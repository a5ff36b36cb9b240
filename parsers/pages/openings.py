"""Which links outside a page's rows may a yearly report stand behind? They are opened like rows.

By their words or those around them, and where there are none, by where they lead. What is opened says what it is;
what has no address is a doubt (`parsers.pages.beside`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from urllib.parse import urlsplit

from parsers.pages import media
from parsers.pages.acting import acting
from parsers.pages.beside import (
    FOLDER,
    FORM,
    PLACE,
    TOPIC,
    is_choice,
    is_folder,
    names_report,
    says_year,
)
from parsers.pages.bodies import BODY, REPORTS
from parsers.pages.candidates import judge_candidate
from parsers.pages.elsewhere import is_item_elsewhere
from parsers.pages.paging import not_here
from parsers.pages.places import is_furniture
from parsers.pages.rows import ARTICLE_URL
from parsers.pages.rowtext import head_of
from parsers.pages.stems import stops_short
from parsers.pages.titles import MAX_TITLE, better_title, is_generic
from parsers.pages.urls import site_of, without_mark
from parsers.pages.view import Element, Link, View, clean, text_of
from parsers.records import Row
from parsers.stand_ins import PICTURE, is_bare, is_picture_name, may_stand_for_report, says_nothing
from parsers.titles import parse_title
from parsers.vocabulary import Decision, Kind

_LONGEST = 120  # characters of a caption; more are a sentence
_MOST = 200  # links that are opened
_UP = 4  # elements that may hold what is said of a link
_NEAR = 3  # elements before it that may be its heading
_TITLE = 8  # characters
_SPACED = re.compile(r"(?:\S ){6}")
# 现将2025年度法治政府建设情况报告予以公开，请点击此处查看
_SPOKEN_OF = re.compile(r"(?:法[治制]政府|依法行政|行政执法)[^。；]{0,20}(?:报告|年报|总结|数据)")
_LAST_YEAR = re.compile("上一?年度?")
_HEADING = 40  # characters of a heading
_YEARS_FOLDER = re.compile(
    r"/(?=[^/]{0,40}20\d\d)[^/]{0,40}(?:bg|nb|fz|report)[^/]{0,40}/?$", re.IGNORECASE
)  # /zt/2025ndbg/
_NUMBERED = re.compile(r"\d{2}")
# In all words that are opened, but for those of a form or a button alone.
# Each alternative begins with a plain character: then only the places where one stands are looked at.
_NAMED = re.compile(
    r"法|依|行政|年[度报]|公\s?[示告布开]|通\s?告|报\s?告|关于|20\d\d|府[12]|政[12]|局[12]|会[12]|室[12]|道[12]|处[12]|镇[12]|乡[12]"
    r"|心[12]|队[12]|厅[12]|委[12]|区[12]|关[12]|部[12]|\([12]|（[12]"
)
_WANTED = re.compile(r"法[治制]|依法|年度|年报|公[示告开]")  # in all that `_KINDS` may open
_CHOOSING = ("option",)
_KINDS = (Kind.FAZHI_ANNUAL,)


def links_beside(view: View, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The links outside a page's rows that a yearly report may stand behind, by their words or those around them.

    So a report's title in a headline or a side box, 2025年度 under 法治政府建设年度报告, 年度报告全文 under 2025年, and
    a picture without a name that leads to an article. They bear no dates, and are no part of the list's order.
    """
    if view.is_data:
        return ()
    known = {without_mark(row.url) for row in rows if not BODY.fullmatch(row.title)}
    found: dict[str, Row] = {}
    for link in chain(view.links, acting(view)):
        said = _said(link.text, link.tip)
        if said is None or link.url is None:  # which is so of most
            continue
        url = without_mark(link.url)
        if url in known or url in found:
            continue
        if (title := _beside_title(view, link, said)) and not_here(view, url) is not None:
            found[url] = Row(url, title[:MAX_TITLE])
            if len(found) == _MOST:
                break
    return tuple(found.values())


def _beside_title(view: View, link: Link, said: str) -> str:
    """What a link that says ``said`` may be opened as; "" for one that says itself that it leads elsewhere."""
    if not said or (not link.text and is_picture_name(said)):
        return PICTURE if _may_lead_to_one(view, link, unnamed=True) else ""
    is_body = BODY.fullmatch(said) is not None
    if names_report(said):
        return said
    if link.element.tag in _CHOOSING:
        return _chosen_title(link, said)
    if link.element.tag != "a":
        return said if says_year(said) and is_bare(said) else ""
    if is_body:
        return "" if is_folder(view, link) else _under_heading(view, link, said)
    rest = _leaves_the_rest(said)
    if not (rest or _may_be_wanted(said)) or is_folder(view, link) or is_choice(link.element):
        return ""
    contexts = list(_contexts(link.element, said)) if rest else []
    for words in contexts:
        spoken_of = _SPOKEN_OF.search(words) and (says_year(words) or _LAST_YEAR.search(words))
        if names_report(words) or spoken_of or (says_year(words) and is_bare(words)):
            return words
    if says_year(said) and is_bare(said):
        return said
    is_file = media.suffix_of(link.url or "") in media.FILE_SUFFIXES
    is_form = any(is_bare(words) and FORM.search(words) for words in contexts)  # 年报：查看
    opens = (
        is_file or is_form or not contexts or is_item_elsewhere(view, link)
        if is_generic(said)
        else _may_be_wanted(said)
    )
    return said if opens and _may_lead_to_one(view, link, unnamed=is_generic(said)) else ""


@lru_cache(maxsize=5000)  # a site has the same menus on all its pages
def _said(text: str, tip: str) -> str | None:
    """A link's words, maybe "", without the spaces between their characters (`2 0 2 5 年 度 …`).

    None for words that nothing opens, whatever is around them.
    """
    said = better_title(text, tip)
    if _SPACED.match(said):
        said = said.replace(" ", "")
    if not said or (not text and is_picture_name(said)):
        return said
    opens = _NAMED.search(said) or BODY.fullmatch(said) or is_generic(said) or is_bare(said)
    return said if opens else None


def _chosen_title(link: Link, said: str) -> str:
    """A year in a choice, with what says that it is one of reports: before the choice, or in the heading above."""
    holder = next(link.element.iterancestors("select"), None)
    if holder is None or not (says_year(said) and is_bare(said)):
        return ""
    before, above = holder.getprevious(), holder.getparent()
    words = before.tail if before is not None else above.text if above is not None else ""
    for context in (f"{clean(words or '')} {said}".strip(), *_contexts(holder, said)):
        if names_report(context) or (is_bare(context) and FORM.search(context)):
            return context
    return ""


def _under_heading(view: View, link: Link, said: str) -> str:
    """A body's name with the heading above it, where that names a year's reports, a year alone, or, above a
    government's article, reports of any year."""
    governments = said.endswith("人民政府") and ARTICLE_URL.search(link.url or "") is not None
    for words in _contexts(link.element, said):
        head = words.removesuffix(said).strip()
        if head != words and (names_report(head) or (says_year(head) and is_bare(head))):
            return words
        if head != words and governments and REPORTS.fullmatch(head):
            return words
    return ""


def _may_be_wanted(said: str) -> bool:
    """Would a row of these words be opened, and does no grammar of titles say that it is another paper?"""
    if stops_short(said):
        return True
    if (
        not (is_bare(said) or says_nothing(said) or (len(said) >= _TITLE and _WANTED.search(said)))
        or not judge_candidate(said, _KINDS).fetch
    ):
        return False
    return parse_title(said).decision is not Decision.NOT_A_REPORT or may_stand_for_report(said)


def _leaves_the_rest(said: str) -> bool:
    """Does a link leave it to what is around it to say which paper it opens: 查看, 年度报告全文, 法治政府建设情况?"""
    if is_generic(said) or is_bare(said):
        return True
    return len(said) <= _HEADING and not says_year(said) and bool(TOPIC.search(said) and FORM.search(said))


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
        for before in islice(holder.itersiblings(preceding=True), _NEAR):
            silent = before.tag in ("script", "style", "a") or PLACE.search(before.get("class") or "")
            words = "" if silent else text_of(before)
            if 0 < len(words) <= _HEADING:
                yield f"{words} {said}"
                break


def _may_lead_to_one(view: View, link: Link, *, unnamed: bool) -> bool:
    """Does a link lead to an article or a file of this site outside menus, ``unnamed`` by any other?"""
    url, element = link.url or "", link.element
    if "{" in url or "%7B" in url:
        return False
    if site_of(url) != site_of(view.url):
        return unnamed and is_item_elsewhere(view, link)
    parts = urlsplit(url)
    leads = ARTICLE_URL.search(url) or (_NUMBERED.search(parts.path + parts.query) and not FOLDER.search(parts.path))
    leads = leads or _YEARS_FOLDER.search(parts.path)
    if not (leads or media.suffix_of(url) in (media.FILE_SUFFIXES if link.text else media.DOCUMENT_SUFFIXES)):
        return False
    if is_furniture(element) and not ARTICLE_URL.search(url):  # menus lead to columns
        return False
    return not unnamed or without_mark(url) not in _named_addresses(view)


def _says_nothing(link: Link) -> bool:
    return is_generic(link.text) and (is_generic(link.tip) or (not link.text and is_picture_name(link.tip)))


def _named_addresses(view: View) -> set[str]:
    """The addresses to which a link leads that says where."""
    found: set[str] | None = view.kept.get("named")
    if found is None:
        named = (link for link in view.links if link.url and not _says_nothing(link))
        found = view.kept["named"] = {without_mark(link.url or "") for link in named}
    return found
