"""What a bare total counts (合计490件, a table's row 合计): the parts it sums up say it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.metrics.borrowed import BY_SENTENCE, EACH
from parsers.metrics.catalogue import catalogue
from parsers.metrics.choosing import Bound
from parsers.metrics.matching import Match, Setting, matcher
from parsers.records import Figure
from parsers.vocabulary import FigureKind

_TOTAL = re.compile(
    r"(?:其中|全年|年内|累计|合计|总计|共计|总共|[共计]|全部|总数|总量|[为达])*(?:累计|合计|总计|[共计]|总数|总量)[为达]?"
)
_TOTAL_HEAD = re.compile(r"合\s?计|总\s?计|共计|总数")
_GOES_ON = re.compile(r"(?:$|进行|开展|均|全部)")


def total_of(figures: Sequence[Figure], place: int, bound: Sequence[Bound], setting: Setting) -> Match | None:
    """What a bare 合计 or 共 counts: the whole of the parts before it, or what the number before it was of.

    简易程序处罚438件、普通程序处罚52件，合计490件; 评查执法案卷2次，共210份.
    """
    figure = figures[place]
    if (
        not place
        or figure.kind is not FigureKind.COUNT
        or not _TOTAL.fullmatch(figure.words[0])
        or not _GOES_ON.match(figure.words[1])
    ):
        return None
    before = figures[place - 1]
    if before.start != figure.start:
        return None
    parts = [entry for entry in bound if figures[entry.figure].start == figure.start and entry.match.metric.denominator]
    wholes = {entry.match.metric.denominator for entry in parts}
    if len(parts) > 1 and len(wholes) == 1 and sum(figures[part.figure].value for part in parts) == figure.value:
        metric = catalogue()[str(wholes.pop())]
        return parts[-1].match._replace(metric=metric, rank=BY_SENTENCE)
    if before.unit == figure.unit and not EACH.search(before.words[0]):
        return None
    found = matcher().match(before.words[0], "", figure.unit, figure.kind, setting)
    return found[0] if found else None


def total_row(figures: Sequence[Figure], place: int, bound: Sequence[Bound]) -> Match | None:
    """What the total's row of a table counts, where the rows above it are parts of one whole (简易程序, 普通程序)."""
    figure = figures[place]
    if not _TOTAL_HEAD.match(figure.words[2]):
        return None
    above = [entry for entry in bound if entry.in_table and figures[entry.figure].period == figure.period]
    parts = [entry for entry in above if entry.match.metric.denominator and figures[entry.figure].unit == figure.unit]
    for count in range(2, min(len(parts), 8) + 1):
        last = parts[-count:]
        wholes = {entry.match.metric.denominator for entry in last}
        if len(wholes) == 1 and abs(sum(figures[part.figure].value for part in last) - figure.value) < 1e-9:
            metric = catalogue()[str(wholes.pop())]
            return last[-1].match._replace(metric=metric, rank=BY_SENTENCE)
    return None
