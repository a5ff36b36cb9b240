"""Links by which a list goes on below its own address, whatever they are called: `?paged=2`, `index2.html`, `?s=13`.

A portal that shows the rest of a list keeps it beside the list: at its own path with a page's number in the query, or
in its own folder under its own name and a number. A link of that kind that is no row and leads on, is the next page.
How surely it is, its address says and its words: `?pageNo=2` by any words, `?start=12` where the words count (第二页,
13-24), a file of the list's own name where it stands alone below the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice
from urllib.parse import SplitResult, parse_qsl, urlsplit

from parsers.pages.clicked import Sign, stands_after
from parsers.pages.controls import Controls, Word, is_hidden
from parsers.pages.forms import form_fields, form_request
from parsers.pages.groups import Group
from parsers.pages.older import AT_THE_FOOT, is_the_lists, stands_alone
from parsers.pages.pager import is_off
from parsers.pages.paging import not_here
from parsers.pages.places import is_furniture
from parsers.pages.rows import is_article
from parsers.pages.urls import join_url
from parsers.pages.view import Element, Link, View, clean, text_of

# Names under which a query counts pages; not `page_id`, `pid`, which are what they number.
_COUNTS = re.compile(
    r"(?:\w{1,16}[_-])?(?:(?:cur(?:rent)?|to|go|list|n)_?)?(?:pages?|paged|pg|pn|pno|fenye|yema)(?:_?(?:no|nm|num|number|index|ind|idx|n|current|cur))?"
    r"|p|paging|ye",
    re.IGNORECASE,
)
_PATH_COUNTS = re.compile(r"(?:(?:page|p|pg|list)[/_-]?)?(\d{1,3})/?", re.IGNORECASE)
_FILE = re.compile(r"(.{0,80}?)([_-]?(?:p|page|pg)?[_-]?)(\d{1,3})?(\.(?:s?html?|jhtml|jspx?|aspx?|php\d?))?", re.I)
_DEFAULTS = ("index", "default", "list", "page", "p")
_HAN = "一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨"
_ROMAN = ("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "Ⅵ", "Ⅶ", "Ⅷ", "Ⅸ")
_EDGES = " \xa0\u3000[]【】()（）<>«»‹›〈〉《》＜＞［］→←↓∨﹀▼▶►+＋….。·|"
_COUNTED = re.compile(
    rf"第?\s?([{_HAN}]|\d{{1,3}})\s?[页頁屏批组部]?(?:分|信息|列表|数据)?|(?:page|p)\.?\s?(\d{{1,3}})", re.I
)
_PART = re.compile(rf".{{0,30}}[(（【\[〔]\s?(?:续|第?([{_HAN}]|\d{{1,2}})[页部]?分?)\s?[)）】\]〕]|.{{2,30}}[_-](\d)")
_RANGE = re.compile(r"第?(\d{1,5})\s?(?:[-–—~～]{1,2}|至|到|\.\.\.?)\s?(\d{1,5})\s?[条篇项]?")
# 往下翻, 继续浏览, 接下页, 其余信息, 后一页; also dots and arrows, as there are no words
_ON = re.compile(
    r"(?:请|点击|点此|可)?(?:[往向]?[下后]翻|[往向][下后](?:看|读|浏览)?|下一?(?:批|屏|组|版|部分)|翻?(?:到|看|阅)?[后次]一?[页頁面]|翻一?[页頁])[页頁]?"
    r"|(?:请|点击|点此)?(?:继续|接着|接续)(?:浏览|阅读|查看|翻[页看阅]|往下看?|看|读)?|[转接续][下次]一?[页頁]?|下[转接续].{0,4}|未完.{0,4}|待续|续[页頁上下表]?"
    r"|(?:查看|浏览|显示|展开|看看?)?(?:后续|后面|剩余|其余|余下|剩下|下面|未显示)(?:还有)?的?(?:\d{1,5}[条篇项])?(?:信息|内容|文件|文章|记录|部分|列表|\d{1,5}[条篇项])?"
    r"|next.{0,12}|continued?|more|[●○•◦◯·…▷▶►→↓>＞»›\s]{0,6}",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"^(?:上一?[页頁批屏篇年级]|[往向]?上翻|前一?[页頁]|前翻|首[页頁]|第一[页頁]|返回|回到?|关闭|打印|较新|更新|最新|newe?|prev|first|top|back|print|home|[←«‹<《◀◄]$)",
    re.IGNORECASE,
)
_MOST = 40  # candidates that are looked at
_MANY = 15  # of one kind; more are a calendar's days, or columns that are numbered


class _Sure(IntEnum):
    """How surely an address is that of a later page."""

    BY_WORDS = 1  # its words must say so
    BY_PLACE = 2  # or it stands alone below the rows
    BY_NAME = 3  # it says so itself


@dataclass(frozen=True, slots=True)
class _Way:
    """A link that may lead on: ``number`` as its address counts, ``here`` the number of the page it stands on."""

    element: Element
    url: str
    words: str
    number: int
    here: int
    sure: _Sure


def onward(view: View, groups: Sequence[Group], pagers: Sequence[Controls], current: int) -> Sign | None:
    """The link outside rows that leads from page ``current`` to the next one, by its address and what it says; None
    where a pager says that there is none."""
    if view.is_data or not groups or not groups[0].members:
        return None
    if any(control for group in pagers if group.is_pager for control in group.of(Word.NEXT)):
        return None
    rows = {member.row for group in groups for member in group.members}
    known = {member.url for group in groups for member in group.members}
    ways = [way for way in islice(_ways(view, current), _MOST) if way.url not in known and _is_free(way.element, rows)]
    if len({way.url for way in ways}) > _MANY:
        return None
    for way in ways:
        if _leads_on(way, view, groups, rows, current):
            return Sign(f"{way.words or 'a link without words'}, at the list's own address", way.url)
    return None


def _is_free(element: Element, rows: Set[Element]) -> bool:
    return rows.isdisjoint((element, *element.iterancestors())) and not is_off(element) and not is_hidden(element)


def _leads_on(way: _Way, view: View, groups: Sequence[Group], rows: set[Element], current: int) -> bool:
    bare = way.words.strip(_EDGES)
    if way.number < way.here or _BACK.search(way.words):
        return False
    if bare.isdecimal():  # a pager's number counts from that of the page it marks
        return False
    said = _number_said(way.words, len(groups[0].members), current)
    if said is not None:
        return _is_next(way, said, current) and _is_below(way.element, groups)
    shown = len(groups[0].members) * current
    following = {way.here + 1} | ({shown, shown + 1} if way.sure is _Sure.BY_WORDS else {way.here} if bare else set())
    if way.number not in following:
        return False
    if AT_THE_FOOT.fullmatch(bare) or _ON.fullmatch(bare):
        if way.sure is _Sure.BY_WORDS and not bare:
            return _stands_alone(way, groups, rows)
        return way.sure is not _Sure.BY_WORDS or _is_below(way.element, groups)
    if way.number != way.here + 1:
        return False
    if way.sure is _Sure.BY_NAME:
        return not is_furniture(way.element) and is_the_lists(way.element, groups, rows)
    return way.sure is _Sure.BY_PLACE and _stands_alone(way, groups, rows)


def _is_next(way: _Way, said: int, current: int) -> bool:
    """Is what words name the next page: behind the ``current`` one, or behind that whose own address has a number?"""
    if said == current + 1:
        return way.number in (way.here, way.here + 1) or way.sure is _Sure.BY_WORDS
    return way.here > current and way.number == way.here + 1 and said in (way.number, way.number + 1)


def _stands_alone(way: _Way, groups: Sequence[Group], rows: set[Element]) -> bool:
    return stands_after(way.element, groups[0].members[-1].row) and stands_alone(way.element, groups, rows)


def _is_below(element: Element, groups: Sequence[Group]) -> bool:
    return not is_furniture(element) and stands_after(element, groups[0].members[0].row)


def _number_said(words: str, shown: int, current: int) -> int | None:
    """The page that words name: 第二页, ②, (二), and 13-24 behind twelve rows; None for other words."""
    text = words.strip(_EDGES)
    if text in _ROMAN:
        return _ROMAN.index(text) + 1
    if len(text) == 1 and text in _CIRCLED:
        return _CIRCLED.index(text) + 1
    if (found := _RANGE.fullmatch(text)) and int(found[1]) < int(found[2]) < 2000:
        return current + 1 if int(found[1]) == shown * current + 1 else 0
    match = _COUNTED.fullmatch(text) or _PART.fullmatch(words.strip())
    if match is None:
        return None
    number = match[1] or match[2]
    if number is None:
        return current + 1 if match.re is _PART else None
    return _HAN.index(number) + 1 if number in _HAN else int(number)


# --- what may lead on ------------------------------------------------------------------------------------------


def _ways(view: View, current: int) -> Iterator[_Way]:
    own = urlsplit(view.url)
    before = f"{own.scheme}://{own.netloc}{own.path.rpartition('/')[0]}/"
    for element, url, words in (*_linked(view), *_mapped(view), *_formed(view)):
        if url.startswith(before) and not is_article(url) and not_here(view, url) is not None:
            there = urlsplit(url)
            found = _by_query(own, there, current) if there.query else _by_file(own, there, current)
            if found is not None:
                number, here, sure = found
                yield _Way(element, url, words, number, here, sure)


def _linked(view: View) -> Iterator[tuple[Element, str, str]]:
    return ((link.element, link.url, _words(link)) for link in view.links if link.url is not None)


def _words(link: Link) -> str:
    return link.text or link.tip


def _mapped(view: View) -> Iterator[tuple[Element, str, str]]:
    """The areas of pictures."""
    for area in () if "area" not in view.tags else view.root.iter("area"):
        if url := join_url(view.base, area.get("href") or ""):
            yield area, url, clean(area.get("alt") or area.get("title") or "")


def _formed(view: View) -> Iterator[tuple[Element, str, str]]:
    """Forms that ask for one page, and for nothing that a reader writes or chooses."""
    for form in () if "form" not in view.tags else view.root.iter("form"):
        fields = list(form_fields(form))
        hidden = all((field.get("type") or "").lower() == "hidden" for field, _ in fields)
        if not fields or not hidden or (form.get("method") or "get").lower() != "get" or form.get("onsubmit"):
            continue
        button = next((one for one in form.iter("input", "button") if _is_button(one)), None)
        request = form_request(view, form, {}, form.get("action") or "") if button is not None else None
        if request is not None and button is not None:
            said = button.get("value") or button.get("alt") or button.get("title") or ""
            yield button, request.url, clean(said) or text_of(button)


def _is_button(element: Element) -> bool:
    return element.tag == "button" or (element.get("type") or "").lower() in ("submit", "image")


# --- what an address counts ------------------------------------------------------------------------------------

_Found = tuple[int, int, _Sure]


def _by_query(own: SplitResult, there: SplitResult, current: int) -> _Found | None:
    """The page's number in a query that else is the page's own."""
    if _bare_path(own.path) != _bare_path(there.path):
        return None
    mine, its = dict(parse_qsl(own.query)), dict(parse_qsl(there.query))
    changed = [name for name, value in its.items() if mine.get(name) != value]
    if any(name not in its for name in mine if not _COUNTS.fullmatch(name)):
        return None
    counting = [name for name in changed if _COUNTS.fullmatch(name) and its[name].isdigit()] or changed
    name = counting[0] if len(counting) == 1 else ""
    value = its.get(name, "")
    if not value.isdigit() or len(value) > 4 or len(changed) > 2:
        return None
    counts = _COUNTS.fullmatch(name) is not None
    here = int(mine[name]) if mine.get(name, "").isdigit() else current
    if counts:
        return int(value), here, _Sure.BY_PLACE if len(name) == 1 else _Sure.BY_NAME
    return (int(value), here, _Sure.BY_WORDS) if name not in mine or mine[name].isdigit() else None


def _bare_path(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return folder if name.partition(".")[0].lower() in ("index", "default", "") else path


def _by_file(own: SplitResult, there: SplitResult, current: int) -> _Found | None:
    """The number in a file's name that else is the page's own, or its folder's: `list2.html`, `2.html`, `page/2/`."""
    folder, _, mine = own.path.rpartition("/")
    its = there.path[len(folder) + 1 :]
    if mine == "" and (found := _PATH_COUNTS.fullmatch(its)):
        return int(found[1]), current, _Sure.BY_NAME if its[:4].lower() == "page" else _Sure.BY_WORDS
    here, found = _FILE.fullmatch(mine), _FILE.fullmatch(its)
    if found is None or found[3] is None or found[4] is None:
        return None
    stem, number = found[1].lower(), int(found[3])
    whole = mine.rpartition(".")[0].lower() or "index"
    if stem == whole and not (stem[-1:].isdigit() and not found[2]):
        return number, current, _Sure.BY_PLACE
    if here is not None and here[3] and here[1].lower() == stem:
        return number, int(here[3]), _Sure.BY_WORDS if current == 1 else _Sure.BY_PLACE
    column = folder.rpartition("/")[2].lower()
    alike = stem in ("", *_DEFAULTS) or (bool(stem) and stem == column)
    return (number, current, _Sure.BY_WORDS) if alike else None
