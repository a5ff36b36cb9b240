"""What a page's machinery counts of its list: pager scripts, pager elements, hidden fields and variables.

Portals build pagers with dozens of plugins (`laypage.render({elem, count, limit, curr})`, `new Pagination({total,
pageSize})`, `$("#page").pagination(27, {…})`, `<el-pagination :total="27">`). They differ in names only, so the names
are read by what they mean: rows in all, pages in all, rows a page, the page shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from parsers.pages.view import View


def names(words: str) -> frozenset[str]:
    """A set of names, written as one text."""
    return frozenset(words.split())


_TOTAL = names(
    "count total totals totalcount totalcounts totalrecord totalrecords totalnum totalnumber totalrow "
    "totalrows totaldata totalitem totalitems totalelements totalsize totalinfo recordcount recordscount "
    "recordtotal recordnum rowcount rowscount rowtotal itemcount itemscount itemtotal items datacount "
    "datatotal datasize allcount allrow allrows countrow listcount sumcount postcount maxentries"
)
_PAGES = names(
    "pagecount pagecounts pagescount pages totalpage totalpages totalpagenum totalpagecount pagetotal "
    "pagestotal allnum allpage allpages countpage countpages maxpage maxpages lastpage pagesum sumpage "
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

_LINE_COMMENT = re.compile(r"(?<![:\"'\w])//[^\n]{0,2000}")
# `laypage.render(`, `new Pagination(`, `$("#page").pagination(`, `$('.M-box').jqPaginator(`
_CALL = re.compile(r"(?<![\w$])([A-Za-z_$][\w$]{0,50}(?:\.(?:render|init|create))?)\s{0,5}\(")
_PAGER_CALL = re.compile(r"pagin|pager|paging|page|fenye", re.IGNORECASE)
_TRACKS = re.compile(r"track|stat|log|view|hit|ready|title", re.IGNORECASE)
_BEFORE = re.compile(r"[^;{}\n]{0,120}$")
_KEY = re.compile(r"[\"']?([A-Za-z_]\w{1,30})[\"']?\s{0,5}:\s{0,5}(?!function)([^,{}\n]{1,120})")
_CONTAINER_KEY = names("elem el elm element cont container id target box dom wrap wrapper renderto")
_FIRST = re.compile(
    r"\s{0,9}(?:[\"']\d{1,7}[\"']|[\w$.(]{1,40}[^\"'{}]{0,40})\s{0,9}"
)  # `27`, `"27"`, `total`, `parseInt(n)`
_SELECTOR = re.compile(r"\$\(\s{0,3}[\"']([#.][\w-]{1,60})[\"']\s{0,3}\)")
_NAMED = re.compile(r"^\s{0,3}[\"']?([#.]?[\w-]{1,60})[\"']")
_VALUE = re.compile(r"([A-Za-z_$][\w$]{0,40})\s{0,5}=\s{0,5}[\"']?(\d{1,7})(?![\w.])")
# `Math.ceil(27/7)`, `parseInt("27")`, `(0+1)`
_TERM = re.compile(
    r"[\s\"'(]{0,9}(?:(?:Math\.ceil|parseInt|Number)\s?\()?[\s\"'(]{0,9}([\w$]{1,40})[\s\"')]{0,9}"
    r"(?:([+/*-])[\s\"'(]{0,9}([\w$]{1,40})[\s\"')]{0,9})?"
)
_FIELD = re.compile(r"[\"'(]\s{0,3}#?([\w-]{1,40})[\"']\s{0,3}\)\.(?:val\(|value)")
_PLAIN_PREFIX = re.compile(r"^(?::|v-bind:|data-|ng-|\[)")
_ELEMENT = re.compile(r"(?:^|[-_])(?:pagination|pager|paginator|paging|page|pages)$")
PAGER_NAME = re.compile(
    r"(?:^|[\W_])(?:m-)?(?:pages?|pager|paging|paginat\w{2,4}|paginator|laypage|pagebar|pagelist|pagenav|pagebox|pagecss"
    r"|pagestyle|page_?(?:div|num|list|nav|box|bar|area|wrap|turn|fy)|fenye|fy|turnpage|changepage|list_?page|newspage"
    r"|wp_paging|pg|pgs)(?:$|[\W_\d])",
    re.IGNORECASE,
)
_LOOP = re.compile(r"\s(?:in|of)\s{1,3}([\w$.]{1,40})")  # `p in totalPage`
_TYPED = re.compile(r"^(?:mn|n|i|int|str|g|the)(?=(?:record|page|total|curr|count)\w)")
_MAX_ARGUMENTS = 3000
_MAX_CALLS = 40
MAX_SCRIPT = 200_000  # characters of a page's scripts


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


def without_comments(script: str) -> str:
    """A script without its comments; one that is not closed ends it."""
    kept, at = [], 0
    while (start := script.find("/*", at)) >= 0:
        kept.append(script[at:start])
        end = script.find("*/", start + 2)
        at = len(script) if end < 0 else end + 2
    return _LINE_COMMENT.sub(" ", " ".join([*kept, script[at:]]))


def read_counts(view: View) -> list[Count]:
    """All that counts the list on a page. Calls and elements may be unknown in their numbers, fields may not."""
    script = without_comments(view.script_text[:MAX_SCRIPT])
    values, fields = script_values(script), _hidden_fields(view)
    return [*_calls(view, script, values | fields), *_elements(view, values | fields), *_sure(values, fields)]


def script_values(script: str) -> dict[str, int]:
    """The numbers that a script gives to its variables, by their names in small letters."""
    return {name.lower(): int(value) for name, value in _VALUE.findall(script)}


def _calls(view: View, script: str, values: dict[str, int]) -> Iterator[Count]:
    marks: set[str] | None = None
    calls = (match for match in _CALL.finditer(script) if _PAGER_CALL.search(match[1]) and not _TRACKS.search(match[1]))
    for match in islice(calls, _MAX_CALLS):
        name, before = match[1], _BEFORE.search(script, max(0, match.start() - 120), match.start())
        head = before[0].rstrip() if before else ""
        if head.endswith("function"):
            continue
        arguments = arguments_at(script, match.end())
        if arguments is None:
            continue
        pairs = {_plain(key): value for key, value in _KEY.findall(arguments)}
        first = arguments.split(",", 1)[0]
        if name.lower() == "pagination" and head.endswith(".") and _FIRST.fullmatch(first):
            pairs.setdefault("total", first)  # the plugin's first argument is the number of rows
        if name == "generPageHtml" and "total" in pairs:
            pairs["totalpage"] = pairs.pop("total")  # kkpager counts pages so, and rows as totalRecords
        if not pairs.keys() & (_TOTAL | _PAGES):
            continue
        marks = _marks(view) if marks is None else marks
        if any(named.isdisjoint(marks) for named in (_chosen(head), _containers(pairs)) if named):
            continue  # what it would fill is nowhere on the page
        yield _count(f"script {name}", {key: number_of(value, values) for key, value in pairs.items()})


def _marks(view: View) -> set[str]:
    """The ids and classes on a page, as selectors and bare."""
    found: set[str] = set()
    for element in view.root.iter():
        for name, sign in (("id", "#"), ("class", ".")):
            for word in (element.get(name) or "").split():
                found |= {sign + word, word}
    return found


def _chosen(head: str) -> set[str]:
    return set(_SELECTOR.findall(head)[-1:])


def _containers(pairs: dict[str, str]) -> set[str]:
    return {match[1] for key in pairs.keys() & _CONTAINER_KEY if (match := _NAMED.match(pairs[key]))}


def arguments_at(script: str, start: int) -> str | None:
    """The arguments of a call whose bracket opens before ``start``; None for a function's definition."""
    depth, end = 1, min(len(script), start + _MAX_ARGUMENTS)
    for at in range(start, end):
        if script[at] in "([{":
            depth += 1
        elif script[at] in ")]}":
            depth -= 1
            if depth == 0:
                return None if script[at + 1 : at + 20].lstrip().startswith("{") else script[start:at]
    return script[start:end]


def _elements(view: View, values: dict[str, int]) -> Iterator[Count]:
    for element in view.root.iter():
        tag, attributes = str(element.tag), element.attrib
        loop = _LOOP.search(element.get("v-for") or element.get("ng-repeat") or "")
        if loop is not None and _plain(loop[1]) in _PAGES and _plain(loop[1]) not in values:
            yield Count(f"element {tag} for each of {loop[1]}")
        own = _ELEMENT.search(tag) is not None
        if not attributes or not (
            own or PAGER_NAME.search(f"{attributes.get('class', '')} {attributes.get('id', '')}")
        ):
            continue
        plain = {_plain(_PLAIN_PREFIX.sub("", str(key))): str(value) for key, value in attributes.items()}
        found = _count(f"element {tag}", {key: number_of(value, values) for key, value in plain.items()})
        if found.known or (own and plain.keys() & (_TOTAL | _PAGES)):
            yield found


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


def number_of(text: str, values: dict[str, int]) -> int | None:
    """The number that a value stands for: itself, a variable, a field, or a simple sum of these."""
    if field := _FIELD.search(text):
        return values.get(field[1].lower())
    match = _TERM.match(text)
    if match is None or not _ends(text, match.end()):
        return None
    one, sign, two = match[1], match[2], match[3]
    left, right = _known(one, values), _known(two, values) if two else None
    if left is None or not sign:
        return left
    if right is None or (sign == "/" and right == 0):
        return None
    return {"+": left + right, "-": left - right, "*": left * right, "/": -(-left // max(right, 1))}[sign]


def _ends(text: str, at: int) -> bool:
    """Does nothing but brackets and quotes follow (and what says "or else": `total || 0`)?"""
    rest = text[at:].strip(" \t\r)]};\"'")
    return not rest or rest.startswith("||")


def _known(name: str, values: dict[str, int]) -> int | None:
    return int(name) if name.isdigit() and len(name) < 8 else values.get(name.lower())


@cache
def _plain(name: str) -> str:
    """A name without case and signs, and without the letters that tell its type (`m_nRecordCount`, `nPageSize`)."""
    return _TYPED.sub("", re.sub(r"[^a-z]", "", name.lower()))
