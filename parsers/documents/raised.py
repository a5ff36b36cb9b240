"""Whether small raised digits are the mark of a note, which no reader takes for a part of the number before them."""

from __future__ import annotations

import re

# m², 平方米 written as 米², 10³: there the digits are a power
_POWER = re.compile(r"(?:[A-Za-zａ-ｚ㎡㎥Ωμ米里]|(?<![\d.,，])10|[×*]\s?10)\s?$")
_MARK = re.compile(r"\s*[\[［(（【]?\s?(?:\d{1,2}|[①-⑳]|\*{1,3}|注\s?\d{0,2})\s?[\]］)）】]?\s*")


def is_note_mark(before: str, raised: str) -> bool:
    """Whether ``raised``, printed above the line behind ``before``, is a note's mark (144¹件) and not a power (m²)."""
    return _MARK.fullmatch(raised) is not None and _POWER.search(before) is None
