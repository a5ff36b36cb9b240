"""Cases corrected, where a report tells them by their kinds: 撤销、变更、确认违法、责令履行.

Some of the kinds, told together, are not all that was corrected where another kind stands beside them; all four of one
list are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.metrics.choosing import Bound
from parsers.records import Figure
from parsers.vocabulary import ACTUAL, PartRole

_CORRECTED, _RATE = "reconsideration_corrected", "reconsideration_correction_rate"
_KINDS = {
    "reconsideration_revoked": "撤销",
    "reconsideration_changed": "变更",
    "reconsideration_illegal": "确认违法",
    "reconsideration_ordered": "责令",
}
_ALL_OUTCOMES = re.compile(r"纠错|纠正|责令")


def without_partly_corrected(bound: list[Bound], figures: Sequence[Figure]) -> list[Bound]:
    """Without counts of some ways of correction as that of all: 撤销和确认违法的27件案件中，市场监管领域16件.

    They are some only where the shortcomings tell them, to divide them, where 责令履行 is counted beside them, or where
    their sentence counts a kind that they leave out (撤销或变更12件，占比7.2%；确认违法5件); their share is no rate of
    correction either. Where one list has all four kinds, each is a part of the whole.
    """
    ordered = any(entry.match.metric.key == "reconsideration_ordered" and _is_told(entry, figures) for entry in bound)
    some: set[int] = set()
    parts: list[Bound] = []
    for entry in bound:
        figure = figures[entry.figure]
        if entry.match.metric.key != _CORRECTED or entry.in_table or not _is_of_some(figure):
            continue
        others = [
            other
            for other in bound
            if figures[other.figure].start == figure.start
            and _is_told(other, figures)
            and _KINDS.get(other.match.metric.key, "撤销") not in figure.words[0]
        ]
        listed = [other._replace(match=entry.match, scope=entry.scope) for other in others]
        if others and _are_all([entry, *listed], figures):
            parts += listed
        elif others or ordered or figure.part is PartRole.SHORTCOMINGS:
            some.add(entry.figure)
    kept = [
        entry
        for entry in bound
        if entry.figure not in some
        and not (
            entry.match.metric.key == _RATE and entry.figure - 1 in some and "纠" not in figures[entry.figure].words[0]
        )
    ]
    return parts + kept


def all_kinds(entries: list[Bound], figures: Sequence[Figure]) -> bool:
    """Whether the counts are of all kinds of correction, one of each, so that their sum is that of all."""
    return len(entries) > 1 and entries[0].match.metric.key == _CORRECTED and _are_all(entries, figures)


def _are_all(entries: Sequence[Bound], figures: Sequence[Figure]) -> bool:
    told = [kind for entry in entries for kind in _KINDS.values() if kind in figures[entry.figure].words[0]]
    one_list = len({figures[entry.figure].start for entry in entries}) == 1
    return one_list and len(told) == len(_KINDS) == len(set(told))


def _is_told(entry: Bound, figures: Sequence[Figure]) -> bool:
    figure = figures[entry.figure]
    return entry.match.metric.key in _KINDS and figure.value > 0 and figure.tense is ACTUAL


def _is_of_some(figure: Figure) -> bool:
    words = figure.words[0] + figure.words[1]
    return any(kind in words for kind in _KINDS.values()) and _ALL_OUTCOMES.search(words) is None
