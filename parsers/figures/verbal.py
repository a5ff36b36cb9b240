"""Figures said in words: 全覆盖 is 100 %, 未发生 … and 零发生 are 0. They have no digit, so their place is the word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.figures.labels import trim_label
from parsers.figures.quantities import Quantity
from parsers.figures.units import RATE_UNIT
from parsers.vocabulary import COUNT, EQ, RATE, FigureKind, Qualifier

# "实现述法工作全覆盖"; "未发生因矛盾纠纷调处不及时…引发群体性事件"; "没有出现一起…"; "重大网络安全事件“零发生”"
_NONE = "未发生 没有发生 未出现 没有出现 从未发生 无一起 无一例 无一件 没有一起"
# Each wording begins with a character outside of any group, so that the text between is passed over quickly.
_SIGNS = re.compile(
    r"全覆盖(?!式|的|地|、|检查|督察|监督|巡察)(?P<cover>)|零[”“\"]?(?P<zero>发生|败诉|投诉|事故|纠错|上访)(?![一-龥]?率)|"
    + "|".join(f"{none}(?:过|一起|一例|一件|任何)?" for none in _NONE.split())
)
_HEAD = re.compile(r"[^，,；;。：:、（()）]{2,30}$")
_ZERO_HEAD = re.compile(r"[^，,；;。：:、（()）“”]{2,24}[“\"]?$")
_TAIL = re.compile(r"[^，,；;。]{2,40}")
_AIM = re.compile(r"^(?:推动|推进|力争|确保|促进|争取|逐步|着力|努力)")
_DONE = re.compile(r"(?:实现|做到|达到|完成|保持)了?[“\"]?$")


@dataclass(frozen=True, slots=True)
class Phrase:
    label: str
    value: float
    unit: str
    kind: FigureKind
    qualifier: Qualifier
    at: tuple[int, int]


def may_hold_verbal(text: str, start: int, end: int) -> bool:
    """Whether a stretch of text holds one of the words that `find_verbal` looks for."""
    return _SIGNS.search(text, start, end) is not None


def find_verbal(text: str, start: int, end: int, quantities: Sequence[Quantity]) -> list[Phrase]:
    """The verbal zeros and hundreds of one sentence; none where a written number says the same."""
    return [
        phrase for sign in _SIGNS.finditer(text, start, end) if (phrase := _read(text, start, end, sign, quantities))
    ]


def _read(text: str, start: int, end: int, sign: re.Match[str], quantities: Sequence[Quantity]) -> Phrase | None:
    cover, zero = sign.groups()
    if cover is None and zero is None:
        tail = _TAIL.match(text, sign.end(), end)
        if tail is None or any(sign.start() <= quantity.number[0] < tail.end() for quantity in quantities):
            return None
        label = trim_label(tail[0])
    else:
        head = (_ZERO_HEAD if zero else _HEAD).search(text[max(start, sign.start() - 30) : sign.start()])
        label = trim_label(_DONE.sub("", head[0])) if head else ""
        if zero and zero != "发生":  # 行政诉讼“零败诉”
            label += zero
    if len(label) < 2 or _AIM.search(label):
        return None
    if cover is not None:
        return Phrase(label, 100.0, RATE_UNIT, RATE, EQ, sign.span())
    return Phrase(label, 0.0, "起", COUNT, EQ, sign.span())
