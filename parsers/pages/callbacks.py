"""Pagers that a plugin draws and whose callback, inline in the page, makes the address of a page.

`$('.M-box').pagination({pageCount: 5, callback: function (api) { location.href = 'index_' + api.getCurrent() … }})`,
`laypage({pages: 4, jump: function (obj, first) { if (!first) { … } }})`. Made from notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from parsers.pages.scripts import arguments_at, plain_script
from parsers.pages.turning import body_at, function_of, run_script
from parsers.pages.view import View
from parsers.records import PageRequest

_INLINE = re.compile(
    r"\s{0,9}(?:function[\w$ ]{0,40}\(([^()]{0,200})\)|\(([^()]{0,200})\)\s?=>|([A-Za-z_$]\w{0,40})\s?=>)\s{0,9}(\{?)"
)
# A plugin's call, and the names of its callbacks with the place of the page's number among what they are given.
_PLUGIN = re.compile(
    r"(?:\.|\bnew\s|\b)(laypage(?:\.render)?|\w{0,20}[pP]agin\w{0,12}|createPage|\w{0,10}[pP]ager)\s{0,3}\("
)
_CALLBACK = re.compile(
    r"[\"']?\b(callback|jump|onPageClick|onPageChange|onPageChanged|onPageClicked|backFn|onSelectPage|pageSelectCallback)[\"']?\s?:"
)
# The page that is shown, by the plugin's own count: from 0 where it is one less than it is
_AT = re.compile(r"[\"']?\b(?:pageIndex|pageNo|currentPage|current_?page|current|curr|index)[\"']?\s?:\s?(\d{1,5})\b")
_FIRST_OF_ALL = ("getCurrent()", "curr", "current")  # what holds the number, of an object


def called_back(view: View, page: int) -> PageRequest | None:
    """The request that a pager plugin's callback makes for a page, counted from 1; None where no callback is
    understood, or its address does not depend on the page."""
    script = plain_script(view)
    for name, body, known in islice(_callbacks(script, page, page - 1), 20):
        request = run_script(view, script, body, known)
        if request is None:
            continue
        other = next(((b, k) for n, b, k in _callbacks(script, page + 1, page - 1) if (n, b) == (name, body)), None)
        if other is not None and run_script(view, script, *other) != request:
            return request
    return None


def _callbacks(script: str, page: int, shown: int) -> Iterator[tuple[str, str, dict[str, object]]]:
    """The callbacks of a script and what they are given for ``page``, where the page now shown is ``shown``."""
    for call in islice(_PLUGIN.finditer(script), 20):
        arguments = arguments_at(script, call.end())
        if arguments is None:
            continue
        at = _AT.search(arguments)
        counted = not arguments.lstrip().startswith("{")  # `.pagination(27, {…})` counts its pages from 0
        number = page - 1 if counted or (at is not None and int(at[1]) == shown - 1) else page
        for match in islice(_CALLBACK.finditer(arguments), 5):
            found = _function_at(arguments, match.end(), script)
            if found is not None:
                yield match[1], found[1], _given(call[1], match[1], found[0], number, counted=counted)


def _function_at(arguments: str, start: int, script: str) -> tuple[list[str], str] | None:
    head = _INLINE.match(arguments, start)
    if head is None:
        name = re.match(r"\s{0,9}([A-Za-z_$][\w$]{0,60})\s{0,9}(?=[,}\n]|$)", arguments[start : start + 100])
        return function_of(script, name[1]) if name else None
    names = [part.strip() for part in (head[1] or head[2] or head[3] or "").split(",")]
    body = body_at(arguments, head.end()) if head[4] else re.split(r"[,}\n]", arguments[head.end() :], maxsplit=1)[0]
    return (names, body) if body is not None else None


def _given(plugin: str, callback: str, names: list[str], page: int, *, counted: bool) -> dict[str, object]:
    """What a plugin hands to its callback, by the callback's names for it."""
    first = names[0]
    if plugin.startswith("laypage"):
        return {f"{first}.curr": page, **({names[1]: False} if len(names) > 1 else {})}
    if counted:
        return {first: page}
    if callback in ("onPageClicked",):
        return {names[3]: page} if len(names) > 3 else {}
    if plugin.lower() == "twbspagination":
        return {names[1]: page} if len(names) > 1 else {}
    if callback == "callback":
        return {f"{first}.{name}": page for name in _FIRST_OF_ALL}
    return {first: page}
