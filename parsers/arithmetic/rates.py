"""Printed rates against the counts they may stand on, with charity.

Rounding and cutting at the printed precision both pass. Every plausible base is tried before anything is called
wrong; where the base is not certain a mismatch is "base unclear". Without a printed numerator any whole number may
be it; at 0 and 100 % any base would do, so nothing is proved.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from parsers.arithmetic.facts import Facts, Term, plain, severity_of
from parsers.metrics.catalogue import Metric, catalogue
from parsers.metrics.compute import base_key, plausible_bases
from parsers.metrics.rounding import fits, rounds, truncates
from parsers.records import Finding
from parsers.vocabulary import FigureKind, IdentityVerdict, Qualifier

_LOOSE_UNITS = frozenset({"人次", "件次", "场次", "户次", "家次"})
_WIDER = 3  # how many larger or smaller bases are tried for a hint


def check_rates(facts: Facts) -> list[Finding]:
    """One finding for each stated rate of the catalogue."""
    found = []
    for value in facts.values:
        metric = catalogue()[value.metric]
        rate = facts.term(value.metric) if value.figure is not None else None
        if metric.kind is FigureKind.RATE and rate is not None and rate.figure.step > 0:
            found.append(_rate(metric, rate, facts))
    return found


def _rate(metric: Metric, rate: Term, facts: Facts) -> Finding:
    if rate.figure.qualifier is not Qualifier.EQ:
        return _finding(metric, IdentityVerdict.UNCHECKABLE, rate, [], f"{_say(metric, rate)}为约数，不作核对。")
    bases = plausible_bases(metric, facts.stated_known)
    top = facts.term(metric.numerator) if metric.numerator else None
    if top is not None:
        bases = [(name, number) for name, number in bases if number >= top.value]
        return _with_numerator(metric, rate, top, bases, facts)
    if (
        metric.denominator is not None
    ):  # any number may be the numerator, so only the rate's proper base proves anything
        bases = [(name, number) for name, number in bases if base_key(name) == metric.denominator]
    return _without_numerator(metric, rate, bases, facts)


def _with_numerator(metric: Metric, rate: Term, top: Term, bases: list[tuple[str, float]], facts: Facts) -> Finding:
    step = rate.figure.step
    cut: tuple[str, float] | None = None
    for name, number in bases:
        exact = 100 * top.value / number
        if rounds(rate.value, exact, step):
            words = f"{_say(metric, rate)}＝{plain(top.value)}/{plain(number)}＝{exact:.2f}%，相符。"
            return _finding(metric, IdentityVerdict.HOLDS, rate, [top, *_terms(name, facts)], words)
        if truncates(rate.value, exact, step) and cut is None:
            cut = (name, number)
    if cut is not None:
        exact = 100 * top.value / cut[1]
        words = f"{_say(metric, rate)}：{plain(top.value)}/{plain(cut[1])}＝{exact:.3f}%，为截断而非四舍五入。"
        return _finding(metric, IdentityVerdict.TRUNCATION, rate, [top, *_terms(cut[0], facts)], words)
    if not bases:
        return _finding(
            metric, IdentityVerdict.UNCHECKABLE, rate, [top], f"{_say(metric, rate)}的分母未载明，无法核对。"
        )
    name, number = bases[0]
    exact = 100 * top.value / number
    words = f"{_say(metric, rate)}与{plain(top.value)}/{plain(number)}＝{exact:.2f}%不符"
    return _mismatch(metric, rate, [top, *_terms(name, facts)], number, words, exact, facts)


def _without_numerator(metric: Metric, rate: Term, bases: list[tuple[str, float]], facts: Facts) -> Finding:
    if rate.value in (0.0, 100.0):
        return _finding(
            metric, IdentityVerdict.UNCHECKABLE, rate, [], f"{_say(metric, rate)}，分子未载明，任何分母均可，无法核对。"
        )
    if not bases:
        return _finding(
            metric, IdentityVerdict.UNCHECKABLE, rate, [], f"{_say(metric, rate)}的分子、分母均未载明，无法核对。"
        )
    for name, number in bases:
        whole = fitting_numerator(rate.value, number, rate.figure.step)
        if whole is not None:
            words = f"{_say(metric, rate)}：{plain(whole)}/{plain(number)}＝{100 * whole / number:.2f}%，可以成立。"
            return _finding(metric, IdentityVerdict.HOLDS, rate, _terms(name, facts), words)
    name, number = bases[0]
    nearest = min(max(0.0, round(rate.value * number / 100)), number)
    exact = 100 * nearest / number
    closest = f"{plain(nearest)}/{plain(number)}＝{exact:.2f}%"
    words = f"{_say(metric, rate)}：没有整数k使k/{plain(number)}等于该值，最近为{closest}"
    return _mismatch(metric, rate, _terms(name, facts), number, words, exact, facts)


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
    metric: Metric, rate: Term, terms: list[Term], number: float, words: str, exact: float, facts: Facts
) -> Finding:
    hint = nearest_base(rate.value, number, rate.figure.step)
    verdict = IdentityVerdict.DISAGREES if _base_is_certain(metric, rate, facts) else IdentityVerdict.BASE_UNCLEAR
    if hint:
        words += f"（若为{hint}%则相符）"
    words += "。" if verdict is IdentityVerdict.DISAGREES else "，分母口径不明。"
    return _finding(metric, verdict, rate, terms, words, exact=exact, nearest=hint)


def _base_is_certain(metric: Metric, rate: Term, facts: Facts) -> bool:
    """Whether the catalogue's own denominator stands in the rate's sentence, counted in cases rather than turns."""
    base = facts.term(metric.denominator) if metric.denominator else None
    return base is not None and base.figure.start == rate.figure.start and base.figure.unit not in _LOOSE_UNITS


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
