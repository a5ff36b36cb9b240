"""Shares told by 占 right behind what they are of: 全年立案153件，其中食品类52件，占36.9%.

The whole is named by the words (占受理总数的), or is the one count that 其中 stands behind, or the only one before it.
Where no one count is plainly it, or another that the sentence tells or makes gives the share, nothing is called wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from parsers.arithmetic.charity import counts_otherwise, same_breath, set_aside
from parsers.metrics.rounding import fits, truncates
from parsers.records import Figure
from parsers.vocabulary import ACTUAL, COUNT, EQ, RATE, IdentityVerdict

_OF = re.compile(
    r"[^，,；;。：:（）()\d、]{0,3}[，,、（(]?\s?占(?P<base>[^，,；;。：:（）()\d、]{0,16}?)(?:的|比[例重率]?|的比[例重率])?[为达]?\s?"
)
_ANY_WHOLE = re.compile(r"全部|所有|总[数量]?|案件|数量?|量|的|比[例重率]?")  # what names a whole, but not which
_NARROWS = re.compile(r"[（(](?!\s?其中)")
_OTHER_TIMES = re.compile(r"累计|以来|近[两三二四五]年|历年|往年|上年|去年|结转|存量")
_ROUND = 5  # 占80% of 83.05 %
_MOST = 6  # counts of one sentence that are tried in pairs


def share_of(rate: Figure, figures: Sequence[Figure]) -> tuple[Figure, Figure, IdentityVerdict] | None:
    """The count that a share is told of, the whole it may be of, and what that comes to; None where it is of no count
    of its sentence, or no share told so. ``figures`` are those of the sentence."""
    before = [figure for figure in figures if figure.at < rate.at]
    top = before[-1] if before else None
    if top is None or not _is_plain_count(top) or top.value <= 0:
        return None
    told = _OF.fullmatch(_between(top, rate))
    if told is None:
        return None
    wholes = [
        figure
        for figure, behind in pairwise(before)
        if figure.kind is COUNT
        and figure.unit == top.unit
        and figure.value >= top.value
        and not _has_own(figure, behind)
    ]
    name = _ANY_WHOLE.sub("", told["base"])
    if name:
        wholes = [whole for whole in wholes if name in whole.label]
    for whole in reversed(wholes):
        exact = 100 * top.value / whole.value
        if fits(rate.value, exact, rate.step):
            cut = truncates(rate.value, exact, rate.step) and abs(rate.value - exact) > rate.step / 2
            return top, whole, IdentityVerdict.TRUNCATION if cut else IdentityVerdict.HOLDS
    if not wholes:
        return None
    only = _plain_whole(top, wholes, bool(name))
    if only is None or _may_be_of_another(rate, top, only, figures):
        return top, only or wholes[0], IdentityVerdict.BASE_UNCLEAR
    return top, only, IdentityVerdict.DISAGREES


def _has_own(figure: Figure, behind: Figure) -> bool:
    """Whether a count is told with a share of its own: it is a part beside others."""
    return behind.kind is RATE and _OF.fullmatch(_between(figure, behind)) is not None


def _plain_whole(top: Figure, wholes: Sequence[Figure], named: bool) -> Figure | None:
    """The only count that the sentence lets the share be of; None where there are several, or it is no plain one."""
    if not named:
        within = top.quote.rfind("其中", 0, top.at[0] - top.start)
        if within >= 0:
            wholes = [whole for whole in wholes if whole.at[1] - whole.start <= within]
    if len(wholes) != 1:
        return None
    whole = wholes[0]
    between = _between(whole, top)
    within_another = _NARROWS.search(between) is not None or _OTHER_TIMES.search(whole.label + between)
    return whole if _is_plain_count(whole) and same_breath(whole, top) and not within_another else None


def _may_be_of_another(rate: Figure, top: Figure, whole: Figure, figures: Sequence[Figure]) -> bool:
    """Whether a base that the sentence makes of its counts gives the share, or it says that it counts otherwise."""
    if counts_otherwise(rate.quote) or set_aside(rate, figures) or rate.qualifier is not EQ:
        return True
    rounded = _ROUND if rate.step == 1 and rate.value % _ROUND == 0 else 2 * rate.step  # shares made to come to 100 %
    if abs(rate.value - 100 * top.value / whole.value) < rounded:
        return True
    return any(base >= top.value and fits(rate.value, 100 * top.value / base, rate.step) for base in _bases(figures))


def _bases(figures: Sequence[Figure]) -> Iterator[float]:
    """What two counts of a sentence make together, or one leaves of the other."""
    counts = {figure.at: figure.value for figure in figures if figure.kind is COUNT and figure.step > 0}
    for one, other in combinations([*counts.values()][:_MOST], 2):
        yield one + other
        yield abs(one - other)
    yield from counts.values()


def _is_plain_count(figure: Figure) -> bool:
    plain = figure.kind is COUNT and figure.tense is ACTUAL and figure.qualifier is EQ and figure.step == 1
    return plain and (figure.period is None or figure.period.isdecimal())


def _between(one: Figure, other: Figure) -> str:
    return one.quote[one.at[1] - one.start : other.at[0] - one.start]
