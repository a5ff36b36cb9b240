"""The records of matching: a wording of a metric, what is known of a figure besides its words, and what was found."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from parsers.metrics.catalogue import Metric

RESPONDENT = "respondent"


@dataclass(frozen=True, slots=True)
class Alias:
    metric: Metric
    pattern: re.Pattern[str]
    pairs: frozenset[str]  # every two characters that must stand together; single ones for one-character pieces
    part: str  # its longest part without a gap
    parted: bool  # other words, or the number, may stand between its parts
    length: int
    strong: bool  # holds a strong cue of its own context: needs no other sign of what is spoken of
    order: int
    contexts: tuple[str, ...] = ()
    conditional: bool = False  # its metric asks something of the sentence too
    gapped: bool = False  # a list may stand in it
    fallback: bool = False  # only where no other wording gives the metric
    respondent: bool = False  # only in reports of bodies that are sued, not of those that decide
    unvetoed: bool = False  # says so much that no word of `not` makes it something else
    matters: frozenset[str] = field(init=False)  # its contexts

    def __post_init__(self) -> None:
        object.__setattr__(self, "matters", frozenset(self.contexts))


class Setting(NamedTuple):
    """What is known of a figure besides its own words: what the passage speaks of, and whose report it is.

    ``strong`` and ``weak`` are the contexts in force before its clause, ``bound`` those of the figure bound before it
    in the same sentence, ``stretch`` gives the sentence's words since the last semicolon, up to the end of its clause
    and up to the next semicolon.
    ``respondent``: the report's issuer answers reconsiderations rather than deciding them. ``barred``: contexts of
    which the sentence does not speak, whatever its words. ``points_back``: its clause says that it is the matter of the
    figure before (免予处罚案件8.26万件，涉及罚款3.07亿元). ``only_sure``: fallbacks do not hold, as where shortcomings
    are told (3件案件因超期被责令改正). ``unheard``: contexts whose cues say nothing here.
    """

    strong: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    stretch: Callable[[], tuple[str, str]] = lambda: ("", "")
    respondent: bool = False
    barred: frozenset[str] = frozenset()
    points_back: bool = False
    only_sure: bool = False
    far: bool = False
    unheard: frozenset[str] = frozenset()


class Match(NamedTuple):
    metric: Metric
    alias: Alias
    rank: int  # 0 = the alias says it all, 1 = its clause, 2 = the figure before, 3 = the passage, 4 = a weak cue only
    start: int
    end: int
    after: bool  # the alias takes words behind the number
    around: bool  # and the number itself (#…现场述法)
    contexts: frozenset[str]  # what the words speak of


def unit_fits(metric: Metric, unit: str) -> bool:
    return not unit or unit == metric.unit or unit in metric.units
