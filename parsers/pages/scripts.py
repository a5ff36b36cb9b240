"""What a page's inline scripts say: their calls' arguments, and the numbers that they give to their variables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from parsers.pages.view import View

_LINE_COMMENT = re.compile(r"//(?<![:\"'\w]//)[^\n]{0,2000}")  # the slashes first: they are searched for fast
# `createpagehtml(`, `pager.go (`, `bootpag(`, `pageinfo = {`
_PAGE_CALL = re.compile(
    r"(?:pag(?:[ei]|(?![a-z]))|fenye|[分翻]页)[\w$]{0,60}(?:\.\w{1,12})?(?:\s{0,5}\(|[\"']?\s{0,5}[:=]\s{0,5}\{)"
)
_VALUE = re.compile(r"=\s{0,5}[\"']?(\d{1,7})(?![\w.])")
_VARIABLE = re.compile(r"([A-Za-z_$][\w$]{0,40})\s{0,5}$")
# `Math.ceil(27/7)`, `parseInt("27")`, `(0+1)`
_TERM = re.compile(
    r"[\s\"'(]{0,9}(?:(?:Math\.ceil|parseInt|Number)\s?\()?[\s\"'(]{0,9}([\w$]{1,40})[\s\"')]{0,9}"
    r"(?:([+/*-])[\s\"'(]{0,9}([\w$]{1,40})[\s\"')]{0,9})?"
)
_FIELD = re.compile(r"[\"'(]\s{0,3}#?([\w-]{1,40})[\"']\s{0,3}\)\.(?:val\(|value)")
_BRACKET = re.compile(r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\]|\\.)*+`|[()\[\]{}]", re.DOTALL)
_ARGUMENT = re.compile(r"(?:^|[(,])\s{0,9}([A-Za-z_$][\w$]{0,40})\s{0,9}(?=[,)]|$)")  # a variable
_OPENS_BODY = re.compile(r"\s{0,19}\{")
_MAX_ARGUMENTS = 3000
MAX_SCRIPT = 200_000  # characters of a page's scripts


def without_comments(script: str) -> str:
    """A script without its comments; one that is not closed ends it."""
    kept, at = [], 0
    while (start := script.find("/*", at)) >= 0:
        kept.append(script[at:start])
        end = script.find("*/", start + 2)
        at = len(script) if end < 0 else end + 2
    return _LINE_COMMENT.sub(" ", " ".join([*kept, script[at:]]))


def plain_script(view: View) -> str:
    """A page's inline scripts without their comments, as far as they are read."""
    found: str | None = view.kept.get("script")
    if found is None:
        found = view.kept["script"] = without_comments(view.script_text[:MAX_SCRIPT])
    return found


def page_values(view: View) -> dict[str, int]:
    """See `script_values`, of all a page's inline scripts."""
    found: dict[str, int] | None = view.kept.get("values")
    if found is None:
        found = view.kept["values"] = script_values(plain_script(view))
    return found


def script_values(script: str) -> dict[str, int]:
    """The numbers that a script gives to its variables, by their names in small letters."""
    values = {}
    for match in _VALUE.finditer(script):
        if name := _VARIABLE.search(script, max(0, match.start() - 46), match.start()):
            values[name[1].lower()] = int(match[1])
    return values


def calls_of_pages(pattern: re.Pattern[str], script: str) -> Iterator[re.Match[str]]:
    """What ``pattern`` finds around calls and objects whose names speak of pages; most of a script has none.

    A match that begins more than 60 characters before such a word, or ends behind the bracket, is not found.
    """
    for start, end in _calls(script):
        yield from pattern.finditer(script, start, end)


@lru_cache(maxsize=2)
def _calls(script: str) -> tuple[tuple[int, int], ...]:
    small = script.lower()
    if len(small) != len(script):
        return ((0, len(script)),)
    if not any(word in small for word in ("pag", "fenye", "分页", "翻页")):
        return ()
    spans: list[tuple[int, int]] = []
    for call in _PAGE_CALL.finditer(small):
        start = max(0, call.start() - 60)
        if spans and start <= spans[-1][1]:
            start = spans.pop()[0]
        spans.append((start, call.end()))
    return tuple(spans)


def arguments_at(script: str, start: int) -> str | None:
    """The arguments of a call, or all else that stands behind a bracket that opens before ``start``, as far as it is
    read; None for a function's definition."""
    end = min(len(script), start + _MAX_ARGUMENTS)
    at = closing(script, start, end)
    if at is not None and _OPENS_BODY.match(script, at + 1):
        return None
    return script[start : end if at is None else at]


def given_to(script: str, start: int) -> list[str]:
    """The arguments of a call whose bracket opens before ``start``, and what the script sets the variables among them
    to, an object without its brackets; none for a function's definition."""
    call = arguments_at(script, start)
    if call is None:
        return []
    held = (_held(script, name[1]) for name in islice(_ARGUMENT.finditer(call), 6))
    return [call, *(value for value in held if value)]


@lru_cache(maxsize=16)
def _held(script: str, name: str) -> str:
    """What a script sets a variable to first; "" for nothing."""
    value = re.search(rf"(?<![\w$.]){re.escape(name)}\s{{0,5}}=(?!=)\s{{0,5}}", script)
    if value is None:
        return ""
    at = value.end()
    return arguments_at(script, at + 1) or "" if script[at : at + 1] == "{" else script[at : at + 200].split(";")[0]


def closing(script: str, start: int, end: int) -> int | None:
    """The place of the bracket that closes one which opens before ``start``; None if none does before ``end``.
    Brackets in quotes are no brackets."""
    depth = 1
    for mark in _BRACKET.finditer(script, start, end):
        depth += 1 if mark[0] in "([{" else -1 if mark[0] in ")]}" else 0
        if not depth:
            return mark.start()
    return None


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
