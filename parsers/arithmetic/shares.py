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
            if figure.kind is FigureKind.COUNT and figure.step > 0 and figure.tense is Tense.ACTUAL:
                counts.append(figure)
            elif (
                figure.kind is FigureKind.RATE and figure.step > 0 and figure.at[0] not in judged and _is_plain(figure)
            ):
                finding = _share(figure, counts[-_BACK:])
                if finding is not None:
                    found.append(finding)
    return found


def _is_plain(rate: Figure) -> bool:
    return rate.tense is Tense.ACTUAL and rate.qualifier is Qualifier.EQ and 0 < rate.value <= 100


def _share(rate: Figure, counts: Sequence[Figure]) -> Finding | None:
    if len(counts) < 2:
        return None
    for top in reversed(counts):
        for whole in counts:
            if whole is not top and whole.value >= top.value > 0 and whole.unit == top.unit:
                exact = 100 * top.value / whole.value
                if rounds(rate.value, exact, rate.step):
                    return _finding(rate, top, whole, exact)
    return None


def _finding(rate: Figure, top: Figure, whole: Figure, exact: float) -> Finding:
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
