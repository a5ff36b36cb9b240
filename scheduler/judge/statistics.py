"""The few statistics that small counts bear: exact test, score interval, false-discovery control, count change."""

from __future__ import annotations

import math
from collections.abc import Sequence

_Z95 = 1.959963984540054


def fisher_exact(a: int, n: int, b: int, m: int) -> float:
    """Two-sided p of Fisher's exact test that a of n and b of m share one rate.

    Sums every table with the same margins that is no more probable than the one seen (Fisher 1935; the two-sided
    rule is that of R's fisher.test and scipy). Raises ValueError for counts outside 0..n or 0..m.
    """
    if not (0 <= a <= n and 0 <= b <= m):
        raise ValueError(f"{a} of {n} and {b} of {m} are no parts of wholes")
    if n == 0 or m == 0:
        return 1.0
    if _far_from_significant(a, n, b, m):
        return _normal_p(a, n, b, m)
    from scipy.stats import fisher_exact as exact

    return float(exact([[a, n - a], [b, m - b]])[1])


def _far_from_significant(a: int, n: int, b: int, m: int) -> bool:
    """Whether the test cannot come near any threshold, so that its normal approximation will do: most comparisons."""
    return abs(_z(a, n, b, m)) < 1.0


def _z(a: int, n: int, b: int, m: int) -> float:
    pooled = (a + b) / (n + m)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return (b / m - a / n) / spread if spread else 0.0


def _normal_p(a: int, n: int, b: int, m: int) -> float:
    return math.erfc(abs(_z(a, n, b, m)) / math.sqrt(2))


def wilson(k: float, n: float) -> tuple[float, float]:
    """The 95 % score interval of k of n, in percent 0-100 (Wilson 1927)."""
    if n <= 0 or not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no part of a whole")
    rate, square = k / n, _Z95 * _Z95
    centre = (rate + square / (2 * n)) / (1 + square / n)
    half = _Z95 * math.sqrt(rate * (1 - rate) / n + square / (4 * n * n)) / (1 + square / n)
    return 100 * max(0.0, centre - half), 100 * min(1.0, centre + half)


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """The q value of each p, in the given order (Benjamini & Hochberg 1995)."""
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
