"""Rates shown to hold by two counts beside them: 反馈问题36个，整改完成35个，整改率97.2%.

The base of such a rate is hardly ever certain, so that a mismatch is said only where nothing but a whole, what of it
passed and the rate so named stands there. Nothing is said of rates that are judged already.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from parsers.arithmetic.charity import counts_otherwise, same_breath, set_aside
from parsers.arithmetic.facts import plain, severity_of
from parsers.arithmetic.proportions import share_of
from parsers.metrics.rounding import fits, rounds
from parsers.records import Figure, Finding, FindingNumber
from parsers.vocabulary import ACTUAL, COUNT, EQ, RATE, IdentityVerdict

# Words of a whole that was looked at, or took part, one by one; who should have come, or signed up, may not have
_TOOK_PART = re.compile(r"参加[^，,；;。]{0,8}(?:考试|测试|考核)|参考|实考|参评|评查|抽查")
_SAID = {
    IdentityVerdict.HOLDS: "＝{}，相符",
    IdentityVerdict.TRUNCATION: "：{}，为截断而非四舍五入",
    IdentityVerdict.BASE_UNCLEAR: "与{}不符，分母口径不明",
    IdentityVerdict.DISAGREES: "与{}不符",
}
_BACK = 4  # counts before the rate that may be its numerator or denominator


def check_shares(sentences: Iterable[Sequence[Figure]], judged: Collection[int]) -> list[Finding]:
    """Findings of the rates that two counts of their sentence give, given each sentence's figures.

    ``judged``: where rates stand that are settled.
    """
    found = []
    for figures in sentences:
        counts: list[Figure] = []
        if len(figures) < 2 or not [figure for figure in figures if figure.kind is RATE]:
            continue
        for figure in figures:
            if _counts(figure):
                counts.append(figure)
            elif figure.kind is RATE and figure.step > 0 and figure.at[0] not in judged and _is_plain(figure):
                pair = _pair(figure, counts[-_BACK:])
                if pair is not None:
                    found.append(_finding(figure, *pair))
                elif "占" in figure.words[0] and (told := share_of(figure, figures)) is not None:
                    found.append(_finding(figure, *told))
                elif _is_miscounted(figure, counts):
                    found.append(_finding(figure, counts[1], counts[0], IdentityVerdict.DISAGREES))
    return found


def _is_plain(rate: Figure) -> bool:
    return rate.tense is ACTUAL and rate.qualifier is EQ and 0 < rate.value <= 100


def _is_miscounted(rate: Figure, counts: Sequence[Figure]) -> bool:
    """Whether a rate is plainly of the two counts before it, by their words, and they do not give it.

    参加考试200人，合格180人，合格率95%: nobody else is spoken of, and the rate is named by what is counted.
    """
    if len(counts) != 2 or counts[0].unit != counts[1].unit or counts_otherwise(rate.quote):
        return False
    whole, top = counts
    named = _is_named(rate, top)
    exact = whole.qualifier is top.qualifier is EQ and whole.step == top.step == 1 and top.value < whole.value
    able = named and exact and same_breath(top, rate) and _TOOK_PART.search(whole.words[0]) is not None
    return able and not set_aside(rate, counts) and not fits(rate.value, 100 * top.value / whole.value, rate.step)


def _is_named(rate: Figure, count: Figure) -> bool:
    """Whether a rate is named by what a count is of: 合格150人, 合格率."""
    name = rate.words[0].strip("，,；;、为达到是 ").removesuffix("率")
    return 2 <= len(name) <= 4 and name != rate.words[0] and count.words[0].strip("，,、 其中").startswith(name)


def named_numerator(rate: Figure, figures: Sequence[Figure]) -> Figure | None:
    """The only count of its sentence before it that a rate is named by; None where there is none or are several."""
    named = [f for f in figures if f.start == rate.start and f.at < rate.at and _counts(f) and _is_named(rate, f)]
    return named[0] if len(named) == 1 else None


def has_share(rate: Figure, figures: Sequence[Figure]) -> bool:
    """Whether two counts of its sentence before it give a rate, whatever they count."""
    counts = [f for f in figures if f.start == rate.start and f.at < rate.at and _counts(f)]
    return _pair(rate, counts[-_BACK:]) is not None


def _counts(figure: Figure) -> bool:
    return figure.kind is COUNT and figure.step > 0 and figure.tense is ACTUAL


def _pair(rate: Figure, counts: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    for top in reversed(counts):
        for whole in counts:
            able = whole is not top and whole.value >= top.value > 0 and whole.unit == top.unit
            if (
                able
                and (top.value == whole.value or rate.value < 100)
                and rounds(rate.value, 100 * top.value / whole.value, rate.step)
            ):  # 100 % is said of all, not of 99.59 % rounded
                return top, whole
    return None


def _finding(rate: Figure, top: Figure, whole: Figure, verdict: IdentityVerdict = IdentityVerdict.HOLDS) -> Finding:
    wrong = verdict is IdentityVerdict.DISAGREES
    exact = 100 * top.value / whole.value
    share = f"{plain(top.value)}/{plain(whole.value)}＝{exact:.2f}%"
    sides = _SAID[verdict].format(share)
    return Finding(
        rule="share",
        verdict=verdict,
        severity=severity_of(rate.value - exact, 100.0, points=True) if wrong else "info",
        metric=rate.metric,
        numbers=tuple(FindingNumber(f.metric or f.label, f.value, *f.at) for f in (rate, top, whole)),
        expected=f"{exact:.2f}",
        nearest="",
        text=f"{rate.label or '占比'}{plain(rate.value)}%{sides}。",
    )
