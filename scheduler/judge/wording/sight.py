"""Why a section could not be read, in words for people who look at governments and not at networks."""

from __future__ import annotations

import re
from functools import cache

from scheduler.judge.package_data import read_package_yaml

_HOSTS = re.compile(r"given up for this pass after \d+ fetches without an answer: ")


def explain_sight(reason: str, language: str) -> str:
    """What a visit noted of itself, in zh-CN or en, without a full stop; "" for no reason.

    The note itself stays where it is: with the visit, in `fazhi status`, the log and the evidence.
    """
    if not reason.strip():
        return ""
    english = language == "en"
    said = [words for clause in _HOSTS.sub("", reason).split("; ") if (words := _clause(clause, english))]
    return ("; " if english else "；").join(dict.fromkeys(said)) or _table()[0][english]


def _clause(clause: str, english: bool) -> str:
    for found, words in _table()[1]:
        if match := found.search(clause):
            return words[english].format(**match.groupdict())
    return ""


@cache
def _table() -> tuple[tuple[str, str], tuple[tuple[re.Pattern[str], tuple[str, str]], ...]]:
    """What is said of anything else, and the clauses: each a pattern and its words in Chinese and English."""
    document = read_package_yaml("sight.yaml", "scheduler.judge.wording")
    clauses = tuple((re.compile(item["found"]), (item["zh"], item["en"])) for item in document["clauses"])
    return (document["other"]["zh"], document["other"]["en"]), clauses
