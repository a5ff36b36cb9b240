"""Counts of another matter that a stated rate gives away: 评查案卷260卷，优秀率36.9%，推荐6份优秀案卷参加评选.

A count told in words that narrow it, or behind another matter than the rate, may be of something else. Where it cannot
be what the rate is of, it is: no value, and no contradiction, may rest on it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from parsers.metrics.catalogue import catalogue
from parsers.metrics.compute import Known, plausible_bases
from parsers.metrics.rounding import fits
from parsers.metrics.wholes import SAYS_NO_MORE
from parsers.metrics.wording import clean
from parsers.records import Figure, MetricValue
from parsers.vocabulary import COUNT, EQ, RATE, Scope

_CHOSEN = re.compile(r"评选|推选|选出|选送|推荐")  # for an honour, out of the good ones
# what else says only that a case was taken in, dealt with or decided
_DEALT_WITH = re.compile(
    r"行政|复议|诉讼|应诉|申请|收到|新收|接收|受理|办理|办结|结案|开庭|审[理查]|许可|处罚|检查|维持|撤[销回诉]|变更|确认违法|责令|驳回|终止|"
    r"准予|和解|等|参考|参加|考试|人员|及格|通过|报考|应当?|实际?|全年|年内|[全本我][省市县区州旗镇乡局年](?!域)|年度|共计|合计|累计|总计"
)
# who stands up in court for the head: 局负责人、分管领导出庭12件，出庭应诉率100% tells of all appearances
_STANDS_UP = re.compile(r"管委会|政府|部门|单位|主要|分管|领导|班子|成员|[厅局委办或和及]")
_OVER = re.compile(r"[；;）)]")  # a part is told no more behind these
_APPEARANCES = "head_appearances"


def strays(
    values: Sequence[MetricValue],
    figures: Sequence[Figure],
    rows: Set[int],
    places: Mapping[tuple[str, Scope], Sequence[int]],
) -> dict[tuple[str, Scope], int | None]:
    """The counts among ``values``, by metric and scope, that are of another matter than the rate beside them.

    Each with the place in ``figures`` of the one that the rate is of instead, out of those ``places`` of its metric;
    None where there is none. ``rows`` are the starts of the text's table rows, whose cells stand where they belong.
    """
    found: dict[tuple[str, Scope], int | None] = {}
    for scope in dict.fromkeys(value.scope for value in values):
        known = Known(values, scope)
        for value in known.values.values():
            metric = catalogue()[value.metric]
            top = known.values.get(metric.numerator) if metric.kind is RATE and metric.numerator else None
            if value.figure is None or top is None or top.figure is None:
                continue
            rate, count = figures[value.figure], figures[top.figure]
            if rate.qualifier is not EQ or rate.step <= 0 or count.start in rows:
                continue
            bases = [number for _, number in plausible_bases(metric, known)]
            if not bases or _gives(count, bases, rate) or not _is_apart(count, rate, figures, top.metric):
                continue
            key = (top.metric, scope)
            found[key] = _fitting(places.get(key, ()), figures, bases, rate)
    return found


def _fitting(places: Sequence[int], figures: Sequence[Figure], bases: Sequence[float], rate: Figure) -> int | None:
    return next((place for place in places if _gives(figures[place], bases, rate)), None)


def _gives(count: Figure, bases: Sequence[float], rate: Figure) -> bool:
    return any(fits(rate.value, 100 * count.value / base, rate.step) for base in bases)


def _is_apart(count: Figure, rate: Figure, figures: Sequence[Figure], key: str) -> bool:
    """Whether a count's words narrow it, or its sentence has told of another matter since its whole's rate."""
    before = count.start == rate.start and count.at < rate.at
    words = _STANDS_UP.sub("", count.words[0]) if before and key == _APPEARANCES else count.words[0]
    if is_narrowed(words) or any(_is_part_with(figure, count, rate) for figure in figures):
        return True
    between = (figure for figure in figures if rate.at[1] <= figure.at[0] < count.at[0] < rate.end)
    return any(figure.kind is COUNT and figure.metric is None for figure in between)


def _is_part_with(part: Figure, count: Figure, rate: Figure) -> bool:
    """Whether a part of the whole stands before a count that may be of it alone, and the rate is not of it:
    其中重大疑难126件，调解成功119件，成功率98.5%."""
    if part.start != count.start or part.at >= count.at or part.unit != count.unit or "其中" not in part.words[0]:
        return False
    if _OVER.search(part.quote, part.at[1] - part.start, count.at[0] - part.start):
        return False
    if part.value < max(count.value, 1) or _gives(count, [part.value], rate):
        return False
    return part.metric is None or catalogue()[part.metric].denominator is None


def is_narrowed(words: str) -> bool:
    """Whether the words of an outcome's count say more than that it came out so: 司法所调解成功, 推荐优秀案卷."""
    words = clean(words)
    return _CHOSEN.search(words) is not None or SAYS_NO_MORE.sub("", _DEALT_WITH.sub("", words)) != ""
