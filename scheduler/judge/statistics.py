"""The few statistics that small counts bear: exact test, score interval, false-discovery control, count change."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

_Z95 = 1.959963984540054
# Probabilities that differ by no more than rounding are equal (the tolerance of R's fisher.test).
_TIE = 1e-7
# Below this share of a tail its further terms no longer change the sum of doubles.
_NEGLIGIBLE = 1e-17


def fisher_exact(a: int, n: int, b: int, m: int) -> float:
    """Two-sided p of Fisher's exact test that a of n and b of m share one rate.

    Sums every table with the same margins that is no more probable than the one seen (R. A. Fisher 1935; the
    two-sided rule is that of R's fisher.test and of scipy). Raises ValueError for counts outside 0..n or 0..m.
    """
    if not (0 <= a <= n and 0 <= b <= m):
        raise ValueError(f"{a} of {n} and {b} of {m} are no parts of wholes")
    total = a + b
    low, high = max(0, total - m), min(total, n)
    if low == high:
        return 1.0
    lgamma, rest = math.lgamma, m - total + 1
    fixed = lgamma(n + 1) + lgamma(m + 1) - _log_choose(n + m, total)

    def log_p(k: int) -> float:
        return fixed - lgamma(k + 1) - lgamma(n - k + 1) - lgamma(total - k + 1) - lgamma(rest + k)

    def up(k: int) -> float:
        return (n - k) * (total - k) / ((k + 1) * (m - total + k + 1))

    def down(k: int) -> float:
        return k * (m - total + k) / ((n - k + 1) * (total - k + 1))

    limit = log_p(a) + _TIE
    mode = min(high, max(low, (total + 1) * (n + 1) // (n + m + 2)))
    if log_p(mode) <= limit:
        return 1.0
    # The table seen is no more probable than itself: on its side the search is a short one.
    left = _last(a if a < mode else low, mode, lambda k: log_p(k) <= limit)
    right = _first(mode, a if a > mode else high, lambda k: log_p(k) <= limit)
    p = 0.0
    if left is not None:
        p += _tail(left, low, math.exp(log_p(left)), down, -1)
    if right is not None:
        p += _tail(right, high, math.exp(log_p(right)), up, 1)
    return min(1.0, p)


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _last(low: int, high: int, holds: Callable[[int], bool]) -> int | None:
    """The last of low..high for which it holds, where it holds up to some point; None where it never does."""
    if not holds(low):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int | None:
    if not holds(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _tail(k: int, end: int, term: float, ratio: Callable[[int], float], step: int) -> float:
    """The sum of the probabilities from k to the end of the distribution, each from the one before."""
    total = term
    while k != end and term > total * _NEGLIGIBLE:
        term *= ratio(k)
        total += term
        k += step
    return total


@lru_cache(maxsize=4096)  # two rules and the control of false discoveries ask for the same ones in turn
def change_p(a: int, n: int, b: int, m: int) -> float:
    """As `fisher_exact`, but what is nowhere near any threshold is told by its normal approximation, which is cheap.

    Most comparisons of a full check are such. Under one standard error the exact p is above 0.3.
    """
    z = abs(_rate_z(a, n, b, m))
    return math.erfc(z / math.sqrt(2)) if z < 1.0 else fisher_exact(a, n, b, m)


def _rate_z(a: int, n: int, b: int, m: int) -> float:
    pooled = (a + b) / (n + m)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return (b / m - a / n) / spread if spread else 0.0


def wilson(k: float, n: float) -> tuple[float, float]:
    """The 95 % score interval of k of n, in percent 0-100 (E. B. Wilson 1927)."""
    if n <= 0 or not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no part of a whole")
    rate, square = k / n, _Z95 * _Z95
    centre = (rate + square / (2 * n)) / (1 + square / n)
    half = _Z95 * math.sqrt(rate * (1 - rate) / n + square / (4 * n * n)) / (1 + square / n)
    return 100 * max(0.0, centre - half), 100 * min(1.0, centre + half)


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """The q value of each p, in the given order (Y. Benjamini & Y. Hochberg 1995)."""
    count = len(p_values)
    order = sorted(range(count), key=lambda index: p_values[index], reverse=True)
    q_values = [1.0] * count
    least = 1.0
    for rank, index in enumerate(order):
        least = min(least, p_values[index] * count / (count - rank))
        q_values[index] = least
    return q_values


def count_z(before: float, after: float) -> float:
    """How many standard errors apart two counts are, if both are Poisson: (b - a) / sqrt(a + b); 0 for 0 and 0."""
    return (after - before) / math.sqrt(before + after) if before + after > 0 else 0.0
