"""Pagers that a call of any name draws into an empty box: `$("#page").turner({total: 27, size: 10})`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from parsers.pages.counters import (
    CALL,
    NAMED,
    PAGER_CALL,
    Count,
    chosen,
    containers,
    count_of,
    head_of,
    is_pager_name,
    names,
    settings_of,
)
from parsers.pages.scripts import closing, page_values, plain_script
from parsers.pages.view import View
from parsers.pages.words import class_and_id

_SLIDES = re.compile(r"slid|swip|slick|carousel|owl|gallery|banner", re.IGNORECASE)
_METHOD = re.compile(r"\s{0,3}\)\.(?=\w)")
_FINDS = names("$ jQuery getElementById querySelector")
_MOST = 40  # mentions that are looked at
_MOST_BOXES = 20
_BEFORE, _BEHIND = 300, 1000  # characters of a call, around the mention of its box


def boxed_counts(view: View) -> Iterator[Count]:
    """What is counted by calls that are given an empty box with a pager's name; those of pagers' names are left to
    `parsers.pages.counters`."""
    boxes = _boxes(view)
    if not boxes:
        return
    script, values = plain_script(view), page_values(view)
    words = "|".join(map(re.escape, boxes))
    for mention in islice(re.finditer(rf"[\"'][#.]?(?:{words})[\"']", script), _MOST):
        match = _call_around(script, mention)
        if match is None or PAGER_CALL.search(match[1]) or _SLIDES.search(match[1]):
            continue
        head = head_of(script, match)
        settings = settings_of(script, match, head)
        first = NAMED.match(script, match.end())
        given = chosen(head) | containers(settings) | ({first[1]} if first else set())
        count = count_of(f"script {match[1]}", settings, values)
        if count is None or (match[2] is not None and not count.is_several):
            continue
        if any(name.lstrip("#.") in boxes for name in given):
            yield count


def _boxes(view: View) -> list[str]:
    """The ids and classes of empty elements that are called pagers, dots of slides apart."""
    empty = (element for element in view.named if not len(element) and not (element.text or "").strip())
    marks = (class_and_id(element).split() for element in empty)
    found = (word for words in marks for word in words if is_pager_name(word, None) and not _SLIDES.search(word))
    return list(dict.fromkeys(islice(found, _MOST_BOXES)))


def _call_around(script: str, mention: re.Match[str]) -> re.Match[str] | None:
    """The call that is given what is mentioned: `$("#page").turner(`, or the innermost call or object around it."""
    if method := _METHOD.match(script, mention.end()):
        return CALL.match(script, method.end())
    before = [*CALL.finditer(script, max(0, mention.start() - _BEFORE), mention.start())]
    for match in reversed(before):
        if match[1] in _FINDS:
            continue
        end = closing(script, match.end(), match.end() + _BEHIND)
        if end is None or end > mention.start():
            return match
    return None
