"""Rows that a script of the page asks for as it loads, and puts among those of a list that the server made.

`$.get("/rest.html", function(d){$("ul.newslist").append(d)})`: the list's own box is named where something is put into
it, and the same script asks for data. What a reader's click calls, and what only moves what stands there, puts nothing
in; a page that states its totals needs no such evidence. Made from notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from parsers.pages.groups import Group
from parsers.pages.scripts import arguments_at, closing, plain_script
from parsers.pages.stated import stated_totals
from parsers.pages.view import Element, View

_ASKS = re.compile(r"\$\.(?:ajax|get|post|getJSON)\s?\(|\bfetch\s?\(|\baxios\b|XMLHttpRequest|ActiveXObject")
_ASKING = ("$.ajax", "$.get", "$.post", "fetch", "axios", "XMLHttpRequest", "ActiveXObject")
_STEPS = r"(?:\s?\[0\]|\s?\.(?:first|last|eq|get|find|children)\(\s?(?:[\"'](?:ul|ol|tbody|table|dl)[\"']|\d)?\s?\))*"
_INTO = r"(?:append|prepend|before|after|html|insertAdjacentHTML|appendChild|insertBefore)\s?\("
_PUTS = rf"{_STEPS}\s?\.\s?(?:{_INTO}|innerHTML\s?\+?=(?!=))"
_PUT = re.compile(rf"\s?\)?{_PUTS}")
_PUT_INTO = re.compile(r"\.(?:append|prepend|insert(?:Before|After))(?:To)?\s?\(\s?(?:\$\s?\(\s?)?$")
_NAMED = re.compile(r"(?:^|[\s;{}(,])([A-Za-z_$][\w$]{0,40})\s?=\s?(?:\$|jQuery|document\.\w{5,25})\s?\(\s?$")
# What is put there is the page's own: a text, a copy, an item that goes round
_OWN = re.compile(
    r"^\s{0,5}(?:\"[^\"\n]{0,300}\"\s{0,5}$|'[^'\n]{0,300}'\s{0,5}$|(?:\$|jQuery)\(\s?(?:[\"'][^<\"']|this\b)|this\b|\$this|document\.|\w{1,30}\.innerHTML)"
    r"|\.(?:clone|first|last|children|firstChild|cloneNode)\b"
)
_BEFOREEND = re.compile(r"^\s?[\"'](?:before|after)(?:begin|end)[\"']\s?,")
_FUNCTION = re.compile(
    r"function\s{1,5}([A-Za-z_$][\w$]{0,60})\s?\([^()]{0,200}\)\s?\{"
    r"|(?<![\w$.])(?!onload\b|onready)([A-Za-z_$][\w$]{0,60})\s?=\s?(?:async\s)?(?:function\s?)?\([^()]{0,200}\)\s?(?:=>\s?)?\{"
)
_CLICKED = re.compile(
    r"(?:on)?(?:click|change|tap|submit|keyup|jump|callback)\w{0,10}[\"']?\s?[(,:=][^;{}]{0,80}\{", re.IGNORECASE
)
_ITEM = r"(?:\s?>?\s?(?:ul|ol|tbody|table|dl)(?![\w.#-]))?(?::(?:first|eq\(0\)|last))?"
_NEAR = 3000  # characters of a script around what asks
_FAR = 6000  # characters before it that are looked at for the function around it
_MOST = 20
_UP = 3  # elements from a row upwards that may be its list's box


def appended_to(view: View, group: Group | None) -> str:
    """What says that a script puts more rows into the list's own box; "" for nothing."""
    script = plain_script(view)
    if group is None or not any(word in script for word in _ASKING) or _is_counted(view, len(group.members)):
        return ""
    for name in (name for name in _boxes(group) if name[1:] in script):
        for start, end in islice(_put_into(script, name), _MOST):
            near = script[max(0, start - _NEAR) : end + _NEAR]
            if _ASKS.search(near) and not _is_own(script, end) and _runs(script, start):
                return f"a script that puts more rows into {name}"
    return ""


def _is_counted(view: View, shown: int) -> bool:
    stated = stated_totals(view)
    return stated.pages == 1 or stated.total == shown


def _boxes(group: Group) -> list[str]:
    """The names of the boxes that hold the rows, and no other links."""
    rows = {member.row for member in group.members}
    found = []
    holder = group.members[0].row.getparent() if group.members else None
    for box in islice(_upwards(holder), _UP):
        if any(rows.isdisjoint((link, *link.iterancestors())) for link in islice(box.iter("a"), 300)):
            break
        found += [f"#{name}" for name in (box.get("id") or "").split()]
        found += [f".{name}" for name in (box.get("class") or "").split()]
    return list(dict.fromkeys(found))


def _upwards(element: Element | None) -> Iterator[Element]:
    while element is not None and element.tag not in ("body", "html"):
        yield element
        element = element.getparent()


def _put_into(script: str, name: str) -> Iterator[tuple[int, int]]:
    """Where a script puts something into a box of that name: the places of its name, and behind the call's bracket."""
    word = re.escape(name[1:])
    getter = rf"(?<=ById)\(\s?[\"']{word}[\"']" if name[0] == "#" else rf"(?<=ClassName)\(\s?[\"']{word}[\"']"
    selector = rf"[\"'](?:[^\"'\n]{{0,60}}[\s>])?\w{{0,10}}[{name[0]}]{word}{_ITEM}[\"']"
    for mention in re.finditer(f"{getter}|{selector}", script):
        if put := _PUT.match(script, mention.end()):
            yield mention.start(), put.end()
        elif _PUT_INTO.search(script, max(0, mention.start() - 40), mention.start()):
            yield mention.start(), len(script)
        elif held := _NAMED.search(
            script, max(0, mention.start() - 80), mention.start() + (script[mention.start()] == "(")
        ):
            for put in islice(re.finditer(rf"(?<![\w$.]){re.escape(held[1])}{_PUTS}", script), _MOST):
                yield put.start(), put.end()


def _is_own(script: str, at: int) -> bool:
    """Is what is put there the page's own? ``at`` is behind the bracket or the sign that takes it."""
    if at >= len(script):
        return False
    given = script[at : at + 300].split(";")[0] if script[at - 1] == "=" else arguments_at(script, at) or ""
    return _OWN.search(_BEFOREEND.sub("", given)) is not None


def _runs(script: str, at: int) -> bool:
    """Does the code at a place run as the page loads: in no function that a click calls, or that nothing calls?"""
    for head in islice(_FUNCTION.finditer(script, max(0, at - _FAR), at), _MOST):
        if closing(script, head.end(), at) is None:
            end = closing(script, head.end(), head.end() + 2 * _FAR) or at
            name = head[1] or head[2]
            return any(
                not _CLICKED.search(script, max(0, use.start() - 120), use.start())
                for use in re.finditer(rf"(?<![\w$.\"']){re.escape(name)}(?![\w$])", script)
                if not head.start() <= use.start() < end
            )
    before = script[max(0, at - 600) : at]
    clicked = [match.end() for match in _CLICKED.finditer(before)]
    return not any(closing(before, start, len(before)) is None for start in clicked)
