"""Growth and decline against the two numbers they compare, where one sentence or table row prints all three.

全市行政应诉案件536件，同比下降12.0%（上年为609件）: (536 - 609) / 609 = -11.99 %.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from parsers.arithmetic.charity import counts_otherwise, parted
from parsers.arithmetic.facts import plain, severity_of
from parsers.metrics.rounding import rounds, truncates
from parsers.records import Figure, Finding, FindingNumber
from parsers.vocabulary import ACTUAL, AMOUNT, CHANGE, COUNT, EQ, RATE, IdentityVerdict, Tense

_LEVELS = frozenset({COUNT, AMOUNT, RATE})
_SAID = {
    IdentityVerdict.HOLDS: "相符",
    IdentityVerdict.TRUNCATION: "为截断",
    IdentityVerdict.BASE_UNCLEAR: "口径不明",
    IdentityVerdict.DISAGREES: "不符",
}
_NEAR = 60  # characters between the three numbers
_OF_YEARS = re.compile(r"同比|[比较](?:上年|去年|20\d\d年)|[由从](?:上年|去年|20\d\d年)[^，,；;。]{1,16}[增减升降]")
# 86件增至(143件); (143)件，增长(66.3%)
_BECAME = re.compile(
    r"[\d.,]+\s?[^，,；;。（(\d]{0,4}(?:上升|提高|提升|增长|增加|下降|降低|减少|回落|压减|[升降增减])(?:到|至|为)了?\s?"
)
_BEHIND = re.compile(r"[^，,；;。（(\d]{0,3}[，,、（(]\s?[^，,；;。\d]{0,8}")
_YEARLY = re.compile(r"同比|上年|去年")  # growth out of the year before, whatever other year is told
# what says only that something grew
_GREW = re.compile(
    r"同[比期]|相?[比较]|上年|去年|20\d\d年|净?增[长加幅]?|净?减[少幅]?|下降|上[升涨]|回落|提[高升]|[升降涨]幅?|幅度|"
    r"[的了达到约为是共率多少]|[，,、：:（(\s]"
)
_PART_OF_YEAR = re.compile(r"半年|季度|\d\s?月|月份|截至|截止")
_POINTS = "个百分点"


def check_changes(sentences: Iterable[Sequence[Figure]]) -> list[Finding]:
    """Findings of printed changes whose two levels stand beside them, given each sentence's figures."""
    found = []
    for figures in sentences:
        for change in [figure for figure in figures if figure.kind is CHANGE and figure.step > 0]:
            finding = _check(change, [figure for figure in figures if figure.step > 0 and not parted(figure, change)])
            if finding is not None:
                found.append(finding)
    return found


def _check(change: Figure, sentence: Sequence[Figure]) -> Finding | None:
    current = [f for f in sentence if f.tense is ACTUAL and f.kind in _LEVELS and f.at[0] < change.at[0]]
    if not current:
        return None
    level = current[-1]
    priors = [
        f for f in sentence if f.tense is Tense.PRIOR and f.unit == level.unit and abs(f.at[0] - level.at[0]) < _NEAR
    ]
    if len(priors) != 1 or abs(change.at[0] - level.at[0]) >= _NEAR:
        return None
    exact = _exact(change, level, priors[0])
    if exact is None or (_YEARLY.search(change.words[0]) and not _is_year_before(priors[0], level)):
        return None
    signed = abs(change.value) if change.value * exact >= 0 else -abs(change.value)
    hidden = level.step + priors[0].step if level.kind is RATE else 0.0  # what rounding both rates may make of it
    if rounds(signed, abs(exact), change.step + hidden):
        return _finding(IdentityVerdict.HOLDS, change, level, priors[0], exact)
    if truncates(signed, abs(exact), change.step):
        return _finding(IdentityVerdict.TRUNCATION, change, level, priors[0], exact)
    if _GREW.sub("", change.words[0]):
        return None  # 年均增长, 占比增长, 全省增长: another growth
    wrong = _nothing_else(change, level, priors[0], sentence) and not counts_otherwise(change.quote)
    wrong = wrong and abs(signed - abs(exact)) > change.step + hidden
    verdict = IdentityVerdict.DISAGREES if wrong else IdentityVerdict.BASE_UNCLEAR
    return _finding(verdict, change, level, priors[0], exact)


def _nothing_else(change: Figure, level: Figure, prior: Figure, sentence: Sequence[Figure]) -> bool:
    """Whether a sentence, or its part between semicolons, tells but two whole numbers, or two rates, and how the one
    grew out of the other: no other base is there."""
    three = {figure.at for figure in (change, level, prior)}
    exact = level.kind is RATE or (level.kind is COUNT and level.step == prior.step == 1)
    plainly = exact and level.kind is prior.kind and all(f.qualifier is EQ and f.value for f in (level, prior))
    alone = change.qualifier is EQ and all(figure.at in three for figure in sentence)
    whole_years = _PART_OF_YEAR.search(change.quote) is None
    return plainly and alone and whole_years and _is_out_of(change, level, prior)


def _is_out_of(change: Figure, level: Figure, prior: Figure) -> bool:
    """Whether the words say which years are compared, or the change stands right behind its two numbers and speaks of
    no year: 由86件增至143件，升幅56.3%."""
    if _OF_YEARS.search(change.quote) is not None:
        return prior.period is not None or _YEARLY.search(change.words[0]) is None
    between = level.quote[level.at[1] - level.start : change.at[0] - change.start]
    became = _BECAME.fullmatch(level.quote[prior.at[0] - prior.start : level.at[0] - level.start]) is not None
    return became and prior.at < level.at and _BEHIND.fullmatch(between) is not None


def _is_year_before(prior: Figure, level: Figure) -> bool:
    """Whether ``prior`` is of the year before, or may be."""
    years = (prior.period or "", level.period or "")
    return not all(year.isdecimal() for year in years) or int(years[0]) == int(years[1]) - 1


def _exact(change: Figure, level: Figure, prior: Figure) -> float | None:
    """What the change should be, in its own unit; None when it is of another kind."""
    if change.unit == level.unit and level.kind is not RATE:
        return level.value - prior.value
    if change.unit == _POINTS and level.kind is RATE:
        return level.value - prior.value
    if change.unit == "%" and level.kind is not RATE and prior.value > 0:
        return 100 * (level.value - prior.value) / prior.value
    return None


def _finding(verdict: IdentityVerdict, change: Figure, level: Figure, prior: Figure, exact: float) -> Finding:
    numbers = tuple(FindingNumber(f.metric or f.label, abs(f.value), *f.at) for f in (change, level, prior))
    wrong = verdict is IdentityVerdict.DISAGREES
    agree = _SAID[verdict]
    before = "上年" if prior.period is None or _is_year_before(prior, level) else f"{prior.period}年"
    return Finding(
        rule="year_on_year",
        verdict=verdict,
        severity=severity_of(abs(change.value) - abs(exact), 100.0, points=change.unit == "%") if wrong else "info",
        metric=level.metric,
        numbers=numbers,
        expected=f"{exact:.2f}",
        nearest="",
        text=f"{level.label}{plain(level.value)}，{before}{plain(prior.value)}，变化应为{exact:.2f}，所载{plain(change.value)}，{agree}。",
    )
