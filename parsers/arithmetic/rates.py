"""Printed rates against the counts they may stand on, with charity.

Rounding and cutting at the printed precision both pass. Every plausible base is tried before anything is called
wrong; where the base is not certain a mismatch is "base unclear". Without a printed numerator any whole number may
be it; at 0 and 100 % any base would do, so nothing is proved.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import floor
from typing import NamedTuple

from parsers.arithmetic.charity import counts_otherwise, parted, set_aside, together
from parsers.arithmetic.facts import Facts, Term, plain, severity_of, term_of
from parsers.arithmetic.identities import identities
from parsers.arithmetic.shares import has_share, named_numerator
from parsers.metrics.catalogue import Metric, catalogue
from parsers.metrics.compute import base_key, plausible_bases
from parsers.metrics.rounding import fits, rounds, truncates
from parsers.metrics.strays import is_narrowed
from parsers.records import Finding
from parsers.vocabulary import COUNT, EQ, RATE, IdentityVerdict

_LOOSE_UNITS = frozenset({"人次", "件次", "场次", "户次", "家次"})
# Disputes found are more than those mediated; those who should have come, than those who did
_FOUND_ONLY = re.compile(r"排查|摸排|排摸|发现|登记|走访|应考|应参|报名")
# 案前和解率 is of all that came in, not of what was closed
_BEFORE_THE_CASE = re.compile(r"(?:案|诉|受理|立案|审理)前")
_COMBINED = "综合纠错"  # some count what was settled with what was corrected, others only the latter
_WIDER = 3  # how many larger or smaller bases are tried for a hint


class Base(NamedTuple):
    """A number that a rate may stand on; ``name`` is the catalogue's expression, empty where the sentence names it."""

    number: float
    terms: list[Term]
    name: str

    @property
    def low(self) -> float:
        return self.number - sum(term.value - term.low for term in self.terms)

    @property
    def high(self) -> float:
        return self.number + sum(term.high - term.value for term in self.terms)

    @property
    def is_exact(self) -> bool:
        return self.low == self.high


def check_rates(facts: Facts) -> list[Finding]:
    """One finding for each stated rate of the catalogue, and for two that leave nothing but must not pass the whole."""
    found = [made for pair in identities().shares if (made := _together(pair, facts)) is not None]
    for value in facts.values:
        metric = catalogue()[value.metric]
        rate = facts.term(value.metric) if value.figure is not None else None
        if metric.kind is RATE and rate is not None and rate.figure.step > 0:
            found.append(_rate(metric, rate, facts))
    return found


def _rate(metric: Metric, rate: Term, facts: Facts) -> Finding:
    if rate.figure.qualifier is not EQ:
        return _finding(metric, IdentityVerdict.UNCHECKABLE, rate, [], f"{_say(metric, rate)}为约数，不作核对。")
    if rate.value > 100 and "完成" not in metric.zh:
        words = f"{_say(metric, rate)}，超过100%，比率不应大于100%。"
        return _finding(metric, IdentityVerdict.DISAGREES, rate, [], words, exact=100.0)
    bases = [Base(number, _terms(name, facts), name) for name, number in plausible_bases(metric, facts.stated_known)]
    top = facts.term(metric.numerator) if metric.numerator else None
    if top is not None:
        return _with_numerator(metric, rate, top, bases + _named_bases(metric, rate, facts), facts)
    if (
        metric.denominator is not None
    ):  # any number may be the numerator, so only the rate's proper base proves anything
        bases = [base for base in bases if base_key(base.name) == metric.denominator]
    return _without_numerator(metric, rate, bases, facts)


def _together(keys: Sequence[str], facts: Facts) -> Finding | None:
    """Shares of one whole that come to more than 100 %; None where they do not. Each may be of a base of its own."""
    rates = facts.terms(keys)
    total = sum(rate.value for rate in rates)
    slack = sum(rate.figure.step for rate in rates)
    if len(rates) < 2 or total <= 100 + slack:
        return None
    sides = "＋".join(f"{rate.label}{plain(rate.value)}%" for rate in rates)
    words = f"{sides}＝{plain(total)}%，超过100%，分母口径不明。"
    return _finding(catalogue()[keys[0]], IdentityVerdict.BASE_UNCLEAR, rates[0], rates[1:], words)


def _named_bases(metric: Metric, rate: Term, facts: Facts) -> list[Base]:
    """The counts of the rate's sentence that its words make its base: 应出庭20件，实际出庭18件，出庭应诉率90%."""
    words = identities().bases.get(metric.key, ())
    named = [
        figure
        for figure in facts.beside(rate.figure)
        if words and figure.value > 0 and any(word in figure.words[0] for word in words)
    ]
    return [Base(figure.value, [term_of(figure)], "") for figure in named]


def _with_numerator(metric: Metric, rate: Term, top: Term, bases: list[Base], facts: Facts) -> Finding:
    step = rate.figure.step
    named = [base for base in bases if not base.name]
    bases = [base for base in bases if base.high >= top.low]
    cut: Base | None = None
    vague: Base | None = None
    for base in bases:
        exact = 100 * top.value / base.number
        if rounds(rate.value, exact, step):
            words = f"{_say(metric, rate)}＝{plain(top.value)}/{plain(base.number)}＝{exact:.2f}%，相符。"
            return _finding(metric, IdentityVerdict.HOLDS, rate, [top, *base.terms], words)
        if base.is_exact and top.is_exact:
            cut = cut or (base if truncates(rate.value, exact, step) else None)
        elif 100 * top.low / base.high <= rate.value + step and rate.value - step <= 100 * top.high / max(base.low, 1):
            vague = vague or base
    if vague is not None:
        words = f"{_say(metric, rate)}所据{plain(top.value)}、{plain(vague.number)}为约数，不作核对。"
        return _finding(metric, IdentityVerdict.UNCHECKABLE, rate, [top, *vague.terms], words)
    if cut is not None:
        exact = 100 * top.value / cut.number
        words = f"{_say(metric, rate)}：{plain(top.value)}/{plain(cut.number)}＝{exact:.3f}%，为截断而非四舍五入。"
        return _finding(metric, IdentityVerdict.TRUNCATION, rate, [top, *cut.terms], words)
    explained = _without_set_aside(metric, rate, top, bases, facts)
    if explained is not None:
        return explained
    if not bases:
        return _finding(
            metric, IdentityVerdict.UNCHECKABLE, rate, [top], f"{_say(metric, rate)}的分母未载明，无法核对。"
        )
    base = named[0] if named and named[0] in bases else bases[0]
    exact = 100 * top.value / base.number
    words = f"{_say(metric, rate)}与{plain(top.value)}/{plain(base.number)}＝{exact:.2f}%不符"
    return _mismatch(metric, rate, [top, *base.terms], base, words, exact, facts)


def _without_set_aside(metric: Metric, rate: Term, top: Term, bases: list[Base], facts: Facts) -> Finding | None:
    """The rate over a base without the cases that its sentence sets aside, some or all; None if none fits."""
    aside = [figure for figure in set_aside(rate.figure, facts.beside(rate.figure)) if figure.at != top.figure.at]
    ways = [[figure] for figure in aside] + ([aside] if len(aside) > 1 else [])
    for base in bases:
        for way in ways:
            rest = base.number - sum(figure.value for figure in way)
            if any(figure.at == term.figure.at for figure in way for term in base.terms) or rest < max(top.value, 1):
                continue
            if fits(rate.value, 100 * top.value / rest, rate.figure.step):
                less = "－".join(plain(figure.value) for figure in way)
                words = (
                    f"{_say(metric, rate)}＝{plain(top.value)}/（{plain(base.number)}－{less}）＝"
                    f"{100 * top.value / rest:.2f}%，分母扣除同句另计的案件后相符。"
                )
                terms = [top, *base.terms, *(term_of(figure) for figure in way)]
                return _finding(metric, IdentityVerdict.HOLDS, rate, terms, words)
    return None


def _without_numerator(metric: Metric, rate: Term, bases: list[Base], facts: Facts) -> Finding:
    if rate.value in (0.0, 100.0):
        return _finding(
            metric, IdentityVerdict.UNCHECKABLE, rate, [], f"{_say(metric, rate)}，分子未载明，任何分母均可，无法核对。"
        )
    if not bases:
        return _finding(
            metric, IdentityVerdict.UNCHECKABLE, rate, [], f"{_say(metric, rate)}的分子、分母均未载明，无法核对。"
        )
    for base in bases:
        whole = fitting_numerator(rate.value, base.number, rate.figure.step)
        if whole is not None:
            if (passed := named_numerator(rate.figure, facts.figures)) is not None and passed.value <= base.number:
                whole = passed.value
            share = 100 * whole / base.number
            if not fits(rate.value, share, rate.figure.step):
                words = f"{_say(metric, rate)}与{plain(whole)}/{plain(base.number)}＝{share:.2f}%不符，分母口径不明。"
                return _finding(metric, IdentityVerdict.BASE_UNCLEAR, rate, base.terms, words, exact=share)
            words = f"{_say(metric, rate)}：{plain(whole)}/{plain(base.number)}＝{share:.2f}%，可以成立。"
            return _finding(metric, IdentityVerdict.HOLDS, rate, base.terms, words)
    base = bases[0]
    number = base.number
    nearest = min(max(0.0, round(rate.value * number / 100)), number)
    exact = 100 * nearest / number
    closest = f"{plain(nearest)}/{plain(number)}＝{exact:.2f}%"
    words = f"{_say(metric, rate)}：没有整数k使k/{plain(number)}等于该值，最近为{closest}"
    return _mismatch(metric, rate, base.terms, base, words, exact, facts)


def fitting_numerator(printed: float, base: float, step: float) -> float | None:
    """A whole number k for which k/base prints as ``printed``, rounded or cut; None when there is none."""
    guess = printed * base / 100
    for whole in (floor(guess), floor(guess) + 1):
        if 0 <= whole <= base and fits(printed, 100 * whole / base, step):
            return float(whole)
    return None


def nearest_base(printed: float, base: float, step: float) -> str:
    """The base next to ``base`` on which some whole number gives the printed rate, as ``15/16 = 93.75``; else ""."""
    for distance in range(1, _WIDER + 1):
        for other in (base + distance, base - distance):
            whole = fitting_numerator(printed, other, step) if other > 0 else None
            if whole is not None:
                return f"{plain(whole)}/{plain(other)} = {100 * whole / other:.2f}"
    return ""


def _mismatch(
    metric: Metric, rate: Term, terms: list[Term], base: Base, words: str, exact: float, facts: Facts
) -> Finding:
    if _COMBINED in rate.figure.words[0]:
        told = f"{_COMBINED}率{plain(rate.value)}%可含调解和解等结案，分子口径未载明，不作核对。"
        return _finding(metric, IdentityVerdict.UNCHECKABLE, rate, terms, told)
    hint = nearest_base(rate.value, base.number, rate.figure.step)
    certain = (not base.name or _base_is_certain(metric, rate, facts)) and base.is_exact
    tops = [term for term in terms if term.key == metric.numerator]
    certain = certain and not any(_is_of_another_rate(top, rate, facts) or _is_of_a_part(top, rate) for top in tops)
    certain = certain and all(top.figure.start == rate.figure.start for top in tops)  # else it may be of another matter
    certain = certain and not any(is_narrowed(top.figure.words[0]) for top in tops)
    certain = certain and not any(_is_made_whole(top, rate, base.number, facts) for top in tops)
    certain = certain and not any(parted(top.figure, rate.figure) and not _is_parted(rate, base) for top in tops)
    certain = certain and not _BEFORE_THE_CASE.search(rate.figure.words[0])
    certain = certain and not (not tops and any(_has_whole(term, rate, facts) for term in base.terms))
    certain = certain and not _is_of_all(rate, base, [term.figure.at for term in tops], facts)
    wrong = (
        certain and not counts_otherwise(rate.figure.quote) and not has_share(rate.figure, facts.beside(rate.figure))
    )
    verdict = IdentityVerdict.DISAGREES if wrong else IdentityVerdict.BASE_UNCLEAR
    if hint:
        words += f"（若为{hint}%则相符）"
    words += "。" if verdict is IdentityVerdict.DISAGREES else "，分母口径不明。"
    return _finding(metric, verdict, rate, terms, words, exact=exact, nearest=hint)


def _is_parted(rate: Term, base: Base) -> bool:
    return any(parted(rate.figure, term.figure) for term in base.terms)


def _has_whole(part: Term, rate: Term, facts: Facts) -> bool:
    """Whether a base is told as part of a larger count that the rate fits: 调解4126件，其中重大126件，成功率98.5%."""
    return "其中" in part.figure.words[0] and any(
        figure.at < part.figure.at
        and figure.unit == part.figure.unit
        and figure.value > part.value
        and fitting_numerator(rate.value, figure.value, rate.figure.step) is not None
        for figure in facts.beside(part.figure)
    )


def _is_of_all(rate: Term, base: Base, tops: Sequence[tuple[int, int]], facts: Facts) -> bool:
    """Whether the rate fits the kinds that one list names beside its base, all together.

    化解争议146件，化解率58.4%，审结复议案件128件、诉讼案件122件: 146 of 250.
    """
    for term in base.terms:
        kinds = [figure for figure in together(term.figure, facts.figures) if figure.at not in tops]
        whole = sum(figure.value for figure in kinds)
        if len(kinds) > 1 and fitting_numerator(rate.value, whole, rate.figure.step) is not None:
            return True
    return False


def _is_of_another_rate(count: Term, rate: Term, facts: Facts) -> bool:
    """Whether another rate of the sentence is this count's share of another number there.

    评查案卷120份，优秀率85%，其中行政处罚案卷80份，优秀76份，优秀率95%: 76 is of 80, and says nothing of the 85 %.
    """
    beside = [figure for figure in facts.beside(rate.figure) if figure.at != rate.figure.at]
    rates = [figure for figure in beside if figure.kind is RATE and figure.step > 0]
    wholes = [figure.value for figure in beside if figure.kind is COUNT and figure.value > count.value]
    return any(fits(other.value, 100 * count.value / whole, other.step) for other in rates for whole in wholes)


def _is_of_a_part(count: Term, rate: Term) -> bool:
    """Whether a count is told of a part of what the rate before it is of: 调解成功率99%，其中诉前调解成功520件."""
    figure, told = count.figure, rate.figure
    if figure.start != told.start or figure.at[0] < told.at[1]:
        return False
    return "其中" in told.quote[told.at[1] - told.start : figure.at[0] - told.start]


def _is_made_whole(count: Term, rate: Term, base: float, facts: Facts) -> bool:
    """Whether a count beside it completes the rate: 应出庭25件，负责人出庭23件、分管领导出庭2件，出庭应诉率100%."""
    own = count.figure
    return any(
        own.start == rate.figure.start
        and figure.at > own.at
        and figure.unit == own.unit
        and fits(rate.value, 100 * (count.value + figure.value) / base, rate.figure.step)
        for figure in facts.beside(own)
        if figure.kind is COUNT and figure.value < base
    )


def _base_is_certain(metric: Metric, rate: Term, facts: Facts) -> bool:
    """Whether the catalogue's own denominator stands in the rate's sentence, counted in cases rather than turns."""
    base = facts.term(metric.denominator) if metric.denominator else None
    if base is None or base.figure.start != rate.figure.start or base.figure.unit in _LOOSE_UNITS:
        return False
    return not _FOUND_ONLY.search(base.figure.words[0])


def _terms(expression: str, facts: Facts) -> list[Term]:
    return facts.terms([word for word in expression.split() if word not in "+-"])


def _say(metric: Metric, rate: Term) -> str:
    return f"{metric.zh}{plain(rate.value)}%"


def _finding(
    metric: Metric,
    verdict: IdentityVerdict,
    rate: Term,
    terms: Sequence[Term],
    words: str,
    *,
    exact: float | None = None,
    nearest: str = "",
) -> Finding:
    wrong = verdict is IdentityVerdict.DISAGREES and exact is not None
    return Finding(
        rule=metric.key,
        verdict=verdict,
        severity=severity_of(rate.value - (exact or 0.0), 100.0, points=True) if wrong else "info",
        metric=metric.key,
        numbers=(rate.number(), *(term.number() for term in terms)),
        expected="" if exact is None else f"{exact:.2f}",
        nearest=nearest,
        text=words,
    )
