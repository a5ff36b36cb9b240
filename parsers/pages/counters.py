"""What a page's machinery counts of its list: pager scripts, pager elements, hidden fields and variables.

Portals build pagers with dozens of plugins (`laypage.render({elem, count, limit, curr})`, `new Pagination({total,
pageSize})`, `$("#page").pagination(27, {…})`, `<el-pagination :total="27">`). They differ in names only, so the names
are read by what they mean: rows in all, pages in all, rows a page, the page shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from parsers.pages.scripts import arguments_at, calls_of_pages, given_to, number_of, page_values, plain_script
from parsers.pages.view import View


def names(words: str) -> frozenset[str]:
    """A set of names, written as one text."""
    return frozenset(words.split())


_TOTAL = names(
    "count total totals totalcount totalcounts totalrecord totalrecords totalnum totalnumber totalrow "
    "totalrows totaldata totalitem totalitems totalelements totalsize totalinfo recordcount recordscount "
    "recordtotal recordnum rowcount rowscount rowtotal itemcount itemscount itemtotal items datacount "
    "datatotal datasize amount recordsum allcount allrow allrows countrow listcount sumcount postcount maxentries"
)
_PAGES = names(
    "pagecount pagecounts pagescount pages totalpage totalpages totalpagenum totalpagecount pagetotal "
    "pagestotal allnum allpagenum allpage allpages countpage countpages maxpage maxpages lastpage pagesum sumpage "
    "numpages numberofpages length"
)
_SIZE = names(
    "limit pagesize perpage perpagesize perpagenum perpagecount itemsperpage itemsonpage numperpage size "
    "pagerows pagerow rows showdata pagelimit everypage"
)
_CURRENT = names(
    "curr current nownum pno currindex currpage currentpage curpage curpageno currentpageno currpageno "
    "pageno pageindex pagenum pagenumber page startpage nowpage activepage currentindex selectedpage value"
)
# Names that say the same wherever they stand, as variables or hidden fields, and nothing else.
_SURE_TOTAL = names("totalcount totalrecord totalrecords totalrows recordcount recordtotal rowcount allcount datacount")
_SURE_PAGES = names("pagecount totalpage totalpages pagetotal countpage allpage allpages totalpagecount totalpagenum")
_SURE_CURRENT = names("currentpage currpage curpage pageno pageindex nowpage currentpageno")

# `laypage.render(`, `new Pagination(`, `$("#page").pagination(`, `$('.M-box').jqPaginator(`; `pageInfo = {`, `pager: {`
CALL = re.compile(
    r"(?<![\w$])((?:[^\W\d]|\$)[\w$]{0,50}(?:\.(?:render|init|create|update|set\w{0,9}))?)(?:\s{0,5}\(|[\"']?\s{0,5}[:=]\s{0,5}(\{))"
)
PAGER_CALL = re.compile(r"pag(?:[ei]|(?![a-z]))|fenye|[分翻]页", re.IGNORECASE)
_ACTS = re.compile(r"\bfunction\b|=>|\)\s{0,9}\{")
_DEFAULTS = re.compile(r"default", re.IGNORECASE)
_COUNT_PAGES = names("generPageHtml bootpag")  # plugins whose `total` is that of the pages
_TRACKS = re.compile(r"track|stat|log|view|hit|ready|title", re.IGNORECASE)
_BEFORE = re.compile(r"[^;{}\n]{0,120}$")
_KEY = re.compile(r"[\"']?([A-Za-z_]\w{1,30})[\"']?\s{0,5}:\s{0,5}(?!function)([^,{}\n]{1,120})")
_CONTAINER_KEY = names("elem el elm element cont container id target box dom wrap wrapper renderto")
_FIRST = re.compile(
    r"\s{0,9}(?:[\"']\d{1,7}[\"']|[\w$.(]{1,40}[^\"'{}]{0,40})\s{0,9}"
)  # `27`, `"27"`, `total`, `parseInt(n)`
_SELECTOR = re.compile(r"\$\(\s{0,3}[\"']([#.][\w-]{1,60})[\"']\s{0,3}\)")
# `"#page"`, `$("#page")`, `document.getElementById("page")`
NAMED = re.compile(
    r"\s{0,3}(?:(?:\$|jQuery|document\.(?:getElementById|querySelector))\(\s?)?[\"']?([#.]?[\w-]{1,60})[\"']"
)
_PLAIN_PREFIX = re.compile(r"^(?::|v-bind:|data-|ng-|\[)")
_ELEMENT = re.compile(r"(?:^|[-_])(?:pagination|pager|paginator|paging|page|pages)$")
PAGER_NAME = re.compile(
    r"(?:^|[\W_])(?:m-)?(?:pages?|pager|paging|paginat\w{2,4}|paginator|laypage|pagebar|pagelist|pagenav|pagebox|pagecss"
    r"|pagestyle|page_?(?:div|num|list|nav|box|bar|area|wrap|turn|fy)|fenye|fy|turnpage|changepage|list_?page|newspage"
    r"|wp_paging|pg|pgs)(?:$|[\W_\d])",
    re.IGNORECASE,
)
# `$("#pg").html(r.pageHtml)`, `document.getElementById("pg").innerHTML = data.pager`
_FILLS = re.compile(
    r"\)\.(?:(?:html|append|replaceWith)\(|innerHTML\s{0,3}=)\s{0,3}"
    r"\w{1,20}(?:\.\w{1,20}){0,2}\.((?:page|pager|paging|pagination|fenye)_?(?:html|str|bar|code|nav|list|links?|div|info)?)\b",
    re.IGNORECASE,
)
_FILLED_BOX = re.compile(r"[\"'][#.]?([\w-]{1,40})[\"']\s{0,3}$")
_LOOP = re.compile(r"\s(?:in|of)\s{1,3}([\w$.]{1,40})")  # `p in totalPage`
_TYPED = re.compile(r"^(?:mn|n|i|int|str|g|the)(?=(?:record|page|total|curr|count)\w)")
_MAX_CALLS = 40


@dataclass(frozen=True, slots=True)
class Count:
    """What one machine counts; None where it has no such number, or one that only its script knows."""

    what: str
    total: int | None = None
    pages: int | None = None
    size: int | None = None
    current: int | None = None

    @property
    def known(self) -> bool:
        return self.total is not None or self.pages is not None

    @property
    def all_pages(self) -> int | None:
        """How many pages there are, as stated or by the size of one."""
        if self.pages is not None:
            return self.pages
        return -(-self.total // self.size) if self.total is not None and self.size else None

    @property
    def is_several(self) -> bool:
        """Does it state more pages than one?"""
        return (self.all_pages or 0) > 1


def read_counts(view: View) -> list[Count]:
    """All that counts the list on a page. Calls and elements may be unknown in their numbers, fields may not."""
    script = plain_script(view)
    values, fields = page_values(view), _hidden_fields(view)
    calls, filled = _calls(view, script, values | fields), _filled(view, script)
    return [*calls, *_elements(view, values | fields), *_sure(values, fields), *filled]


def _calls(view: View, script: str, values: dict[str, int]) -> Iterator[Count]:
    calls = (
        match for match in calls_of_pages(CALL, script) if PAGER_CALL.search(match[1]) and not _TRACKS.search(match[1])
    )
    for match in islice(calls, _MAX_CALLS):
        head = head_of(script, match)
        if head.endswith("function"):
            continue
        settings = settings_of(script, match, head)
        count = count_of(f"script {match[1]}", settings, values)
        if count is None or not all(
            _is_there(view, script, named) for named in (chosen(head), containers(settings)) if named
        ):
            continue  # what it would fill is nowhere on the page
        if match[2] is None or (count.is_several and not _DEFAULTS.search(match[1])):
            yield count  # of an object only that, as one may be set before the rows come


def head_of(script: str, match: re.Match[str]) -> str:
    """What stands before a call in its statement."""
    before = _BEFORE.search(script, max(0, match.start() - 120), match.start())
    return before[0].rstrip() if before else ""


def settings_of(script: str, match: re.Match[str], head: str) -> dict[str, str]:
    """The settings that a call states, or an object without functions, by their plain names."""
    arguments = arguments_at(script, match.end()) or ""
    if match[2] is not None and _ACTS.search(arguments):
        return {}
    pairs = {_plain(key): value for key, value in _KEY.findall(arguments)}
    first = arguments.split(",", 1)[0]
    if match[1].lower() == "pagination" and head.endswith(".") and _FIRST.fullmatch(first):
        pairs.setdefault("total", first)  # the plugin's first argument is the number of rows
    if not pairs.keys() & (_TOTAL | _PAGES):  # an object of its own may
        pairs |= {_plain(key): value for key, value in _KEY.findall(" ".join(given_to(script, match.end())))}
    if match[1] in _COUNT_PAGES and "total" in pairs:
        pairs["totalpage"] = pairs.pop("total")
    if not pairs.keys() & (_TOTAL | _PAGES) and "pagenum" in pairs and pairs.keys() & (_CURRENT - {"pagenum"}):
        pairs["totalpage"] = pairs.pop("pagenum")  # it is no name for the page shown where another one is
    return pairs


def count_of(what: str, settings: dict[str, str], values: dict[str, int]) -> Count | None:
    """What settings count of a list; None if they name neither its rows nor its pages."""
    if not settings.keys() & (_TOTAL | _PAGES):
        return None
    return _count(what, {key: number_of(value, values) for key, value in settings.items()})


def _is_there(view: View, script: str, selectors: set[str]) -> bool:
    """Is what a script would fill on the page, or written by a script?"""
    if not selectors.isdisjoint(_marks(view)):
        return True
    words = "|".join(re.escape(word.lstrip("#.")) for word in sorted(selectors))
    return re.search(rf"<[a-z][^<>]{{0,80}}\s(?:id|class)\s?=[\s\\\"']{{0,3}}(?:{words})[\s\\\"'>]", script) is not None


def _filled(view: View, script: str) -> Iterator[Count]:
    """A box on the page into which a script puts the pager that it fetches with the rows."""
    for match in islice(_FILLS.finditer(script), _MAX_CALLS):
        box = _FILLED_BOX.search(script, max(0, match.start() - 50), match.start())
        if box is not None and box[1] in _marks(view):
            yield Count(f"a pager that a script fetches ({match[1]})")


def _marks(view: View) -> set[str]:
    """The ids and classes on a page, as selectors and bare."""
    kept: set[str] | None = view.kept.get("marks")
    if kept is not None:
        return kept
    found: set[str] = set()
    for element in view.named:
        for name, sign in (("id", "#"), ("class", ".")):
            for word in (element.get(name) or "").split():
                found |= {sign + word, word}
    view.kept["marks"] = found
    return found


def chosen(head: str) -> set[str]:
    """The selector whose method a call is."""
    return set(_SELECTOR.findall(head)[-1:])


def containers(settings: dict[str, str]) -> set[str]:
    """The selectors of what a call is told to fill."""
    return {match[1] for key in settings.keys() & _CONTAINER_KEY if (match := NAMED.match(settings[key]))}


def _elements(view: View, values: dict[str, int]) -> Iterator[Count]:
    loops = not view.attributes.isdisjoint(("v-for", "ng-repeat"))
    for element in view.elements if loops or any(map(_is_pager_tag, view.tags)) else view.named:
        tag = str(element.tag)
        loop = _LOOP.search(element.get("v-for") or element.get("ng-repeat") or "") if loops else None
        if loop is not None and _plain(loop[1]) in _PAGES and _plain(loop[1]) not in values:
            yield Count(f"element {tag} for each of {loop[1]}")
        own = _is_pager_tag(tag)
        if not own and not is_pager_name(element.get("class"), element.get("id")):
            continue
        attributes = element.attrib
        plain = {_plain(_PLAIN_PREFIX.sub("", str(key))): str(value) for key, value in attributes.items()}
        found = _count(f"element {tag}", {key: number_of(value, values) for key, value in plain.items()})
        if found.known or (own and plain.keys() & (_TOTAL | _PAGES)):
            yield found


@lru_cache(maxsize=1000)
def _is_pager_tag(tag: str) -> bool:
    return _ELEMENT.search(tag) is not None


@lru_cache(maxsize=5000)
def is_pager_name(class_: str | None, id_: str | None) -> bool:
    """Is a class or an id one of a pager's?"""
    return bool(class_ or id_) and PAGER_NAME.search(f"{class_ or ''} {id_ or ''}") is not None


def _sure(values: dict[str, int], fields: dict[str, int]) -> Iterator[Count]:
    plain = {_plain(name): value for name, value in (values | fields).items()}
    counted = sorted(plain.keys() & (_SURE_TOTAL | _SURE_PAGES))
    hidden = {_plain(name) for name in fields}
    if not counted and hidden & _SIZE:
        counted = sorted(hidden & {"total", "count"})  # beside the size of a page it says what it counts
    if counted:
        sure = {name: plain[name] for name in (*counted, *(plain.keys() & (_SURE_CURRENT | _SIZE)))}
        yield _count(f"{'field' if counted[0] in map(_plain, fields) else 'variable'} {counted[0]}", dict(sure))


def _hidden_fields(view: View) -> dict[str, int]:
    fields = {}
    for element in view.root.iter("input"):
        value = (element.get("value") or "").strip()
        name = element.get("id") or element.get("name") or ""
        if name and value.isdigit() and len(value) < 8:
            fields[name.lower()] = int(value)
    return fields


def _count(what: str, numbers: dict[str, int | None]) -> Count:
    def first(names: frozenset[str]) -> int | None:
        told = sorted(numbers.keys() & names, key=lambda name: (-len(name), name))  # `count` may count its buttons
        return next((numbers[name] for name in told if numbers[name] is not None), None)

    return Count(what, first(_TOTAL), first(_PAGES), first(_SIZE), first(_CURRENT))


@cache
def _plain(name: str) -> str:
    """A name without case and signs, and without the letters that tell its type (`m_nRecordCount`, `nPageSize`)."""
    return _TYPED.sub("", re.sub(r"[^a-z]", "", name.lower()))
