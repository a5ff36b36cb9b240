"""Rates shown to hold by two counts beside them: 反馈问题36个，整改完成35个，整改率97.2%.

The base of such a rate is never certain, so only agreement is said, and nothing of rates that are judged already.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby

from parsers.arithmetic.facts import plain
from parsers.metrics.rounding import rounds
from parsers.records import Figure, Finding, FindingNumber
from parsers.vocabulary import FigureKind, IdentityVerdict, Qualifier, Tense

_BACK = 4  # counts before the rate that may be its numerator or denominator


def check_shares(figures: Sequence[Figure], judged: Collection[int]) -> list[Finding]:
    """Findings of the rates that two counts of their sentence give; ``judged``: where rates stand that are settled."""
    found = []
    for _, group in groupby(figures, key=lambda figure: figure.start):
        counts: list[Figure] = []
        for figure in group:
            if _counts(figure):
                counts.append(figure)
            elif (
                figure.kind is FigureKind.RATE and figure.step > 0 and figure.at[0] not in judged and _is_plain(figure)
            ):
                pair = _pair(figure, counts[-_BACK:])
                if pair is not None:
                    found.append(_finding(figure, *pair))
    return found


def _is_plain(rate: Figure) -> bool:
    return rate.tense is Tense.ACTUAL and rate.qualifier is Qualifier.EQ and 0 < rate.value <= 100


def has_share(rate: Figure, figures: Sequence[Figure]) -> bool:
    """Whether two counts of its sentence before it give a rate, whatever they count."""
    counts = [f for f in figures if f.start == rate.start and f.at < rate.at and _counts(f)]
    return _pair(rate, counts[-_BACK:]) is not None


def _counts(figure: Figure) -> bool:
    return figure.kind is FigureKind.COUNT and figure.step > 0 and figure.tense is Tense.ACTUAL


def _pair(rate: Figure, counts: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    for top in reversed(counts):
        for whole in counts:
            able = whole is not top and whole.value >= top.value > 0 and whole.unit == top.unit
            if able and rounds(rate.value, 100 * top.value / whole.value, rate.step):
                return top, whole
    return None


def _finding(rate: Figure, top: Figure, whole: Figure) -> Finding:
    exact = 100 * top.value / whole.value
    return Finding(
        rule="share",
        verdict=IdentityVerdict.HOLDS,
        severity="info",
        metric=rate.metric,
        numbers=tuple(FindingNumber(f.metric or f.label, f.value, *f.at) for f in (rate, top, whole)),
        expected=f"{exact:.2f}",
        nearest="",
        text=f"{rate.label}{plain(rate.value)}%＝{plain(top.value)}/{plain(whole.value)}＝{exact:.2f}%，相符。",
    )
