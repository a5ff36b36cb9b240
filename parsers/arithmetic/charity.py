"""What a sentence says that may explain a mismatch: cases it sets aside, bases it counts otherwise, kinds that overlap.

胜诉率85.7%（剔除准予撤诉案件5件）: 30 of 40 - 5. 受理94件，1件正在补正，受理率95%: 94 of 100 - 1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.records import Figure
from parsers.vocabulary import ACTUAL, COUNT

# Before or behind a count: that its cases are not, or not yet, among those that a rate is of
_SET_ASIDE = re.compile(
    r"剔除|扣除|除外|除去|排除|不含|不计|不包括|正在|尚|待|暂|补正|未(?:到|审|结|办|开|判|生效|完成|出结果)|撤回|撤诉|撤销申请|中止|延期|"
    r"审限|结转|并案|委托|请假|转送|告知|其余|缺考|免于|豁免|无需|依法不"
)
# Anywhere in a sentence: that its counts or rates go by a base of their own
_COUNTED_OTHERWISE = re.compile(
    r"剔除|扣除|除外|除去|不含|不计入|不包括|并案|合并(?:审理|办理|计算)|重复计|"
    r"(?:[以按]|折合)(?!照)[^，,；;。]{1,20}(?:计|计算|统计)(?=[，,；;。）)]|$)|口径"
)
# Kinds of cases of which one case may be two: by whom it is against, with whom or how it was done, whom it concerns
_OVERLAPPING = re.compile(
    r"被申请人|被告|涉|联合|重点|重大|疑难|复杂|突出|典型|新(?:增|型)|线[上下]|党员|女|日常|专项|随机|抽查|投诉|举报|现场|网上|上门|综合|集中"
)
_AND = re.compile(r"[件宗起份本例个卷人次名]{0,2}(?:[、和与及]|以及)[^，,；;。：:（）()\d]{1,24}")


def set_aside(figure: Figure, figures: Sequence[Figure]) -> list[Figure]:
    """The counts in the sentence of ``figure`` that its words take out of a whole, in its order."""
    return [
        other
        for other in figures
        if other.start == figure.start
        and other.kind is COUNT
        and other.tense is ACTUAL
        and other.value > 0
        and _SET_ASIDE.search(_clause_of(other))
    ]


def counts_otherwise(sentence: str) -> bool:
    """Whether a sentence says that its numbers go by a base which its counts do not show."""
    return _COUNTED_OTHERWISE.search(sentence) is not None


def may_overlap(labels: Sequence[str]) -> bool:
    """Whether kinds so named may hold the same case twice."""
    return any(_OVERLAPPING.search(label) for label in labels)


def bracket_explains(excess: float, whole: Figure, parts: Sequence[Figure], figures: Sequence[Figure]) -> bool:
    """Whether parts that come to more than their whole are told by a bracket to hold just that much twice.

    规范性文件16件，其中政府5件、部门13件（含联合发文2件）: 5 + 13 - 2.
    """
    taken = {part.at for part in parts}
    return any(
        figure.start == whole.start
        and figure.at > whole.at
        and figure.at not in taken
        and abs(figure.value - excess) < 1e-6
        and _in_bracket(figure)
        for figure in figures
    )


def _in_bracket(figure: Figure) -> bool:
    before = figure.quote[: figure.at[0] - figure.start]
    return max(map(before.rfind, "（(〔［")) > max(map(before.rfind, "）)〕］"))


def together(base: Figure, figures: Sequence[Figure]) -> list[Figure]:
    """The counts that one list names side by side with ``base``, itself among them: 复议案件128件、诉讼案件122件.

    A rate beside them may be of all of these; alone where nothing is joined to it.
    """
    beside = [f for f in figures if f.start == base.start and f.unit == base.unit and f.kind is COUNT]
    beside = sorted({figure.at: figure for figure in (*beside, base)}.values(), key=lambda figure: figure.at)
    place = next(index for index, figure in enumerate(beside) if figure.at == base.at)
    first = last = place
    while first and _joined(beside[first - 1], beside[first]):
        first -= 1
    while last + 1 < len(beside) and _joined(beside[last], beside[last + 1]):
        last += 1
    return beside[first : last + 1]


def _joined(one: Figure, other: Figure) -> bool:
    return _AND.fullmatch(one.quote[one.at[1] - one.start : other.at[0] - one.start]) is not None


def same_breath(whole: Figure, part: Figure) -> bool:
    """Whether ``part`` follows ``whole`` in one sentence with no semicolon between: it is spoken of the same cases."""
    return whole.start == part.start and part.at[0] >= whole.at[1] and not parted(whole, part)


def parted(one: Figure, other: Figure) -> bool:
    """Whether a semicolon stands between two numbers of one sentence: each is then of cases of its own."""
    first, last = sorted((one, other), key=lambda figure: figure.at)
    between = first.quote[first.at[1] - first.start : last.at[0] - first.start]
    return one.start == other.start and ("；" in between or ";" in between)


def _clause_of(figure: Figure) -> str:
    """A number's own clause, from the mark before it to the one behind."""
    start, end = figure.at[0] - figure.start, figure.at[1] - figure.start
    first = max(figure.quote.rfind(mark, 0, start) for mark in "，,；;。（(、") + 1
    stops = [place for mark in "，,；;。）)、" if (place := figure.quote.find(mark, end)) >= 0]
    return figure.quote[first : min(stops, default=len(figure.quote))]
