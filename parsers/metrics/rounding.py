"""Whether a printed rate and an exact one are the same number: rounded or cut at the printed precision."""

from __future__ import annotations

_SLACK = 1e-9


def rounds(printed: float, exact: float, step: float) -> bool:
    """Whether ``exact`` rounds to ``printed`` at ``step`` (0.01 for two decimals), halves either way."""
    return abs(printed - exact) <= step / 2 + _SLACK


def truncates(printed: float, exact: float, step: float) -> bool:
    """Whether cutting ``exact`` at ``step`` gives ``printed`` (98.695 -> 98.6)."""
    return -_SLACK <= exact - printed < step - _SLACK


def fits(printed: float, exact: float, step: float) -> bool:
    """Whether the two agree, rounded or cut."""
    return rounds(printed, exact, step) or truncates(printed, exact, step)
