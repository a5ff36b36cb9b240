"""Whether what a bureau's window takes in are licences, and which of its counts only hold some."""

from __future__ import annotations

import re

from parsers.records import Figure

# 水务窗口共接件276件，办结271件，不予许可5件: what a bureau's window takes in is licences where its sentence says so
_LICENSING = re.compile(r"许可窗口|准予许可|(?:不予|准予)(?:行政)?许可|许可申请|等许可\d|准予\d")
# 全年办件9862件，其中准予许可8417件: licences are but some of what is dealt with
_AMONG_CASES = re.compile(r"\s?[件宗笔]\s?[，,（(]\s?其中[，,：:]?[^，,；;。\d]{0,4}(?:准予|不予|许可)")


def speaks_of_licences(sentence: str) -> bool:
    """Whether a sentence says that what it counts are licences."""
    return _LICENSING.search(sentence) is not None


def holds_licences(text: str, figure: Figure) -> bool:
    """Whether a count of services is told to hold licences as a part: it is none of them itself."""
    counts = "办件" in figure.words[0] or "业务" in figure.words[0]
    return counts and _AMONG_CASES.match(text, figure.at[1], figure.end) is not None
