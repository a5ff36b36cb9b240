"""Pagers whose script says its numbers by their places alone: `PageList(4,1,"index",".html")`, `pageNav.go(1,4)`.

Of two numbers side by side the one that is 0, 1 or this page's own number is the page shown, and the other counts the
pages. A call that fetches (`loadPage(1,15)`) names a page and a size, and is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from parsers.pages.counters import Count
from parsers.pages.more import FULL_PAGES
from parsers.pages.scripts import arguments_at, calls_of_pages, number_of, page_values, plain_script
from parsers.pages.view import View

# The name of what draws a pager, with the object before it.
_CALL = re.compile(
    r"(?<![\w$.])((?:(?:new\s{1,3})?(?:create|make|write|draw|print|build|render|set|generate)?_?\w{0,4}"
    r"(?:page|pager|paging|pagination|fenye|[分翻]页)"
    r"_?(?:list|num|nav|html|bar|code|link|index)?)|\w{0,4}(?:page|pager|paging|fenye)\w{0,6}\.(?:go|init|create|render|write|draw|show|print))"
    r"\s{0,3}\(",
    re.IGNORECASE,
)
_FETCHES = re.compile(
    r"get|load|query|goto|turn|jump|search|find|this|home|web|sub|first|last|next|prev|size", re.IGNORECASE
)
_SHOWS = re.compile(r"show", re.IGNORECASE)  # draws a pager (1, 4), or fetches a page of a usual size (1, 10)
_DEFINES = re.compile(r"function\s{1,5}$")
# `for(var i=1;i<=nPage;i++)document.write("<a href=index_"+i+…`
_WRITES = re.compile(
    r"for\s?\([^;]{0,40};\s?\w{1,20}\s?<=\s?(\w{0,20}page\w{0,20})\s?;[^)]{0,20}\)[^}]{0,80}?document\.write\([^;]{0,80}(?:href|onclick)",
    re.IGNORECASE,
)
_TEXT = re.compile(r"[\"'](?!\d{1,7}[\"'])")
_MOST = 40  # calls that are looked at


def positional_counts(view: View) -> Iterator[Count]:
    """What scripts count of the list by the places of their arguments, or write in a loop; known numbers only."""
    script = plain_script(view)
    values = page_values(view)
    for match in islice(calls_of_pages(_CALL, script), _MOST):
        if _FETCHES.search(match[1]) or _DEFINES.search(script[max(0, match.start() - 14) : match.start()]):
            continue
        arguments = arguments_at(script, match.end())
        if arguments is None or "{" in arguments:
            continue
        parts = (part.strip() for part in arguments.split(",")[:8])
        numbers = [None if _TEXT.match(part) else number_of(part, values) for part in parts]
        found = _read(f"script {match[1]}", numbers, view.position or 1)
        if found and not (found.pages in FULL_PAGES and _SHOWS.match(match[1])):
            yield found
    writes = islice(_WRITES.finditer(script), _MOST) if "document.write(" in script else ()
    for match in writes:
        if pages := values.get(match[1].lower()):
            yield Count(f"a script that writes links of {match[1]}", pages=pages)


def _read(what: str, numbers: list[int | None], position: int) -> Count | None:
    """The pages and the page shown, out of the first two numbers that stand side by side; or, where the page shown
    stands behind these two, the rows in all and on a page."""
    for at, (one, two) in enumerate(pairwise(numbers)):
        if one is None or two is None:
            continue
        less, more = min(one, two), max(one, two)
        if less in (0, 1, position):
            return Count(what, pages=more, current=max(less, 1)) if more else None
        current = next((number for number in numbers[at + 2 : at + 4] if number in (0, 1, position)), None)
        if current is None:
            return None
        size = two if two in FULL_PAGES and one not in FULL_PAGES else one if one in FULL_PAGES else less
        size = less if one in FULL_PAGES and two in FULL_PAGES else size
        return Count(what, total=one + two - size, size=size, current=max(current, 1))
    return None
