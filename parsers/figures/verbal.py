"""Figures said in words: 全覆盖 is 100 %, 未发生 … and 零发生 are 0. They have no digit, so their place is the word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.figures.labels import trim_label
from parsers.figures.quantities import Quantity
from parsers.figures.units import RATE_UNIT
from parsers.vocabulary import FigureKind, Qualifier

_COVER = re.compile(r"全覆盖(?!式|的|地|、|检查|督察|监督|巡察)")
_COVER_HEAD = re.compile(r"[^，,；;。：:、（()）]{2,30}$")
# "未发生因矛盾纠纷调处不及时…引发群体性事件", "无一起重大“民转刑”案件", "没有出现一起…"
_NONE = re.compile(
    r"(?:未发生|没有发生|未出现|没有出现|从未发生|无一起|无一例|无一件|没有一起)(?:过|一起|一例|一件|任何)?(?P<what>[^，,；;。]{2,40})"
)
_ZERO = re.compile(
    r"(?P<what>[^，,；;。：:、（()）“”]{2,24})(?:实现了?|保持)?[“”\"]?[零0][”“\"]?(?:发生|败诉|投诉|事故|增长|纠错|上访)(?![一-龥]{0,1}率)"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    label: str
    value: float
    unit: str
    kind: FigureKind
    qualifier: Qualifier
    at: tuple[int, int]


def find_verbal(text: str, start: int, end: int, quantities: Sequence[Quantity]) -> list[Phrase]:
    """The verbal zeros and hundreds of one sentence; none where a written number says the same."""
    found = []
    for match in _COVER.finditer(text, start, end):
        head = _COVER_HEAD.search(text[max(start, match.start() - 30) : match.start()])
        label = trim_label(re.sub(r"(?:实现|做到|达到|完成)了?$", "", head[0])) if head else ""
        if len(label) >= 2:
            found.append(Phrase(label, 100.0, RATE_UNIT, FigureKind.RATE, Qualifier.EQ, match.span()))
    for pattern in (_NONE, _ZERO):
        for match in pattern.finditer(text, start, end):
            if pattern is _NONE and any(match.start() <= quantity.number[0] < match.end() for quantity in quantities):
                continue
            label = trim_label(match["what"])
            if len(label) >= 2:
                place = (match.start(), match.start("what")) if pattern is _NONE else (match.end("what"), match.end())
                found.append(Phrase(label, 0.0, "起", FigureKind.COUNT, Qualifier.EQ, place))
    return found
