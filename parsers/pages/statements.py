"""The statements of a simple JavaScript function, parted: `if` with its two sides, and all others as texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.pages.expressions import NotSimple
from parsers.pages.scripts import closing

_OPENS = "([{"
_SPACE = re.compile(r"[\s;]{0,10000}")
_IF = re.compile(r"if\s{0,9}\(")
_ELSE = re.compile(r"[\s;]{0,200}else\b\s{0,99}")
_OTHER = re.compile(r"(?:for|while|do|switch|try|with|throw|function|class)\b")
_RETURN = re.compile(r"return\b\s{0,9}")
_GOES_ON = re.compile(r"\s{0,999}[+.?:,)\]=&|*-]")  # the next line goes on with this statement
_UNENDED = re.compile(r"[+=,(?:&|*-]\s{0,99}$")
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Statement:
    """A plain statement. ``returns``: nothing behind it is done."""

    text: str
    returns: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """An `if`, with the statements of both sides."""

    condition: str
    yes: str
    no: str


def statements(body: str, depth: int = 0) -> Iterator[Statement | Branch]:
    """The statements in order. Raises NotSimple for loops, tries, inner functions and brackets that do not close."""
    at = 0
    _check(depth)
    while (at := _end_of(_SPACE, body, at)) < len(body):
        if body[at] == "{":
            end = _closing(body, at)
            yield from statements(body[at + 1 : end], depth + 1)
            at = end + 1
        elif _IF.match(body, at):
            branch, at = _branch(body, at, 0)
            yield branch
        elif _OTHER.match(body, at):
            raise NotSimple(body[at : at + 40])
        else:
            end = _statement_end(body, at)
            word = _RETURN.match(body, at)
            text = body[word.end() if word else at : end].strip()
            yield Statement(text, word is not None)
            at = end


def split_arguments(text: str) -> list[str]:
    """The arguments of a call."""
    found, start, at = [], 0, 0
    while at < len(text):
        if text[at] in "\"'`":
            at = _after_text(text, at)
        elif text[at] in _OPENS:
            at = _closing(text, at) + 1
        elif text[at] == ",":
            found.append(text[start:at].strip())
            start = at = at + 1
        else:
            at += 1
    return [*found, text[start:].strip()] if text.strip() else []


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _check(depth: int) -> None:
    if depth > _DEEPEST:
        raise NotSimple("too deep")


def _branch(body: str, at: int, depth: int) -> tuple[Branch, int]:
    _check(depth)
    start = body.index("(", at)
    end = _closing(body, start)
    yes, after = _side(body, end + 1, depth)
    other = _ELSE.match(body, after)
    if other is None:
        return Branch(body[start + 1 : end], yes, ""), after
    no, after = _side(body, other.end(), depth)
    return Branch(body[start + 1 : end], yes, no), after


def _side(body: str, at: int, depth: int) -> tuple[str, int]:
    """One side of an `if`, and where it ends."""
    while at < len(body) and body[at].isspace():
        at += 1
    if body[at : at + 1] == "{":
        end = _closing(body, at)
        return body[at + 1 : end], end + 1
    if _IF.match(body, at):
        _, end = _branch(body, at, depth + 1)
        return body[at:end], end
    if _OTHER.match(body, at):
        raise NotSimple(body[at : at + 40])
    end = _statement_end(body, at)
    return body[at:end], end


def _statement_end(body: str, at: int) -> int:
    start = at
    while at < len(body):
        mark = body[at]
        if mark in "\"'`":
            at = _after_text(body, at)
            continue
        if mark in _OPENS:
            at = _closing(body, at)
        elif mark in ";}" or (mark == "\n" and not _UNENDED.search(body[start:at]) and not _GOES_ON.match(body, at)):
            break
        at += 1
    return max(at, start + 1)


def _closing(body: str, at: int) -> int:
    """The place of the bracket that closes the one at ``at``."""
    end = closing(body, at + 1, len(body))
    if end is None:
        raise NotSimple("a bracket is left open")
    return end


def _after_text(body: str, at: int) -> int:
    end = at + 1
    while end < len(body) and body[end] != body[at]:
        end += 2 if body[end] == "\\" else 1
    return end + 1
