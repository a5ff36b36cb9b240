"""The sets of characters that are asked before a pattern hold every character with which the pattern can begin or end.

A word that is added to a pattern but not to its set would never be found, and nothing else would say so.
"""

from __future__ import annotations

import re
from re import _parser  # type: ignore[attr-defined]  # what a pattern is made of
from typing import Any

import pytest

from parsers import part_cues
from parsers.figures import clauses, labels, masks, quantities, reader, tense, years
from parsers.metrics import clause_subjects, naming, standing, subject_words

_BLANK = " "  # texts hold no other blank within a line


def _members(ranges: Any) -> set[str]:
    found: set[str] = set()
    for op, value in ranges:
        match str(op):
            case "LITERAL":
                found.add(chr(value))
            case "RANGE":
                found.update(map(chr, range(value[0], value[1] + 1)))
            case "CATEGORY":
                assert str(value) in ("CATEGORY_SPACE", "CATEGORY_DIGIT"), value
                found.update(_BLANK if str(value) == "CATEGORY_SPACE" else "0123456789")
            case other:
                raise AssertionError(f"a set of {other} has no edge that could be listed")
    return found


def _edge(items: Any, *, last: bool) -> tuple[set[str], bool]:
    """(the characters with which the parsed pattern can begin, or end; whether it can be empty)."""
    found: set[str] = set()
    for op, value in reversed(list(items)) if last else items:
        match str(op):
            case "AT" | "ASSERT" | "ASSERT_NOT":
                continue
            case "LITERAL":
                chars, empty = {chr(value)}, False
            case "IN":
                chars, empty = _members(value), False
            case "SUBPATTERN":
                chars, empty = _edge(value[-1], last=last)
            case "BRANCH":
                edges = [_edge(branch, last=last) for branch in value[1]]
                chars, empty = set().union(*(edge[0] for edge in edges)), any(edge[1] for edge in edges)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                chars, empty = _edge(value[2], last=last)
                empty = empty or value[0] == 0
            case other:
                raise AssertionError(f"{other} has no edge that could be listed")
        found |= chars
        if not empty:
            return found, False
    return found, True


def _edges(*patterns: re.Pattern[str], last: bool) -> set[str]:
    return set().union(*(_edge(_parser.parse(pattern.pattern), last=last)[0] for pattern in patterns))


def _holds(items: Any, signs: set[str]) -> bool:
    """Whether all that the parsed pattern matches has one of these characters, or pairs of them, in it."""
    before: set[str] = set()  # what can stand right before an item
    for op, value in items:
        chars: set[str] = set()
        match str(op):
            case "LITERAL":
                chars = {chr(value)}
            case "IN":
                chars = set() if any(str(kind) == "NEGATE" for kind, _ in value) else _members(value)
            case "SUBPATTERN":
                if _holds(value[-1], signs):
                    return True
            case "BRANCH":
                if all(_holds(branch, signs) for branch in value[1]):
                    return True
            case "MAX_REPEAT" | "MIN_REPEAT":
                if value[0] > 0 and _holds(value[2], signs):
                    return True
        if chars and (chars <= signs or (before and {one + other for one in before for other in chars} <= signs)):
            return True
        before = chars
    return False


_BEGINNINGS = {
    "hedges behind": (quantities._HEDGE_START, [quantities._AFTER]),
    "fillers before a label": (labels._LEADING_STARTS, [labels._LEADING]),
    "joints": (clauses._JOINING_STARTS, [clauses._JOINING]),
    "joined to an alias": (standing._JOINED_STARTS, [standing._JOINED]),
    # read backwards, from the end of the words
    "fillers behind a label": (labels._TRAILING_ENDS, [labels._TRAILING]),
    "moved": (tense._MOVE_ENDS, [tense._MOVED]),
}
_ENDINGS = {
    "hedges before": (quantities._HEDGE_END, [quantities._BEFORE]),
    "ties": (clauses._TIES, [clauses._MOVED_TO, clauses._YEAR_ALONE, clauses._HELD, clauses._IS_NOW]),
    "time alone": (tense._TIME_ENDS, [tense._TIME_ONLY]),
    "gained since January": (tense._GAIN_ENDS, [tense._SINCE_JANUARY]),
    "moved to": (tense._MOVED_TO_ENDS, [tense._MOVED_TO, tense._BECAME]),
    "moved from": (clauses._FROM_ENDS, [clauses._FROM]),
    "number first": (clauses._NUMBER_FIRST_ENDS, [clauses._NUMBER_FIRST]),
    "spans of time": (masks._SPAN_BEFORE_ENDS, [masks._SPAN_BEFORE]),
    "bounds": (naming._BOUND_ENDS, [naming._THRESHOLD, naming._AT_LEAST]),
    "wholes": (naming._WHOLE_ENDS, [naming._WHOLE_OF]),
    "of a kind": (standing._RESTRICT_ENDS, [standing.RESTRICT]),
    "out of": (years._OUT_OF_ENDS, [years._OUT_OF]),
}


# The characters of which one is sought before the patterns are.
_HELD = {
    "one of many": ("各每均", [naming.EACH]),
    "several rates": ("、，,和与及", [labels._RATE_ITEM]),
    # where the words before the year do not tell it, those behind do
    "published": (
        years._PUBLISHES.pattern.split("|"),
        [re.compile(years._PUBLISHED.pattern.replace("(?(told)|", "(?:"))],
    ),
    "principal heads": (part_cues.HEAD_WORDS.pattern.split("|"), [part_cues.LEADERSHIP]),
    "year by year": ("别", [reader._YEAR_BY_YEAR]),
}
_NAMES = (
    *(subject_words.TOWNSHIP, subject_words.BUREAU, subject_words.DEPARTMENT, subject_words.BRANCH),
    *(subject_words.OTHER_BUREAU, subject_words.VILLAGE),
)


@pytest.mark.parametrize("name", _BEGINNINGS)
def test_beginnings_are_all_listed(name: str) -> None:
    listed, patterns = _BEGINNINGS[name]
    assert _edges(*patterns, last=False) - {_BLANK} <= listed


@pytest.mark.parametrize("name", _ENDINGS)
def test_ends_are_all_listed(name: str) -> None:
    listed, patterns = _ENDINGS[name]
    assert _edges(*patterns, last=True) - {_BLANK} <= listed


@pytest.mark.parametrize("name", _HELD)
def test_one_of_the_signs_is_always_held(name: str) -> None:
    signs, patterns = _HELD[name]
    assert all(_holds(_parser.parse(pattern.pattern), set(signs)) for pattern in patterns)


def test_every_subject_holds_one_of_its_signs() -> None:
    for rule in clause_subjects.RULES:
        parsed = _parser.parse(rule.wording.pattern)
        assert not rule.signs or _holds(parsed, set(rule.signs.split())), rule
    signs = set(subject_words.NAME_SIGNS.pattern.split("|"))
    assert all(_holds(_parser.parse(pattern.pattern), signs) for pattern in _NAMES)


def test_a_word_that_is_not_listed_is_seen() -> None:
    assert _edges(re.compile(r"(?:增长|下跌)(?:约|了)?\s?$"), last=True) == set("长跌约了 ")
    assert _edges(re.compile(r"(?:以?上|[内外])"), last=False) == set("以上内外")
    assert not _holds(_parser.parse("没有|从未|不曾"), set("没未"))
    assert _holds(_parser.parse("(?:在|自)?试点(?:期间|中)"), {"试点"})
    assert not _holds(_parser.parse("试(?:点|行)"), {"试点"})
