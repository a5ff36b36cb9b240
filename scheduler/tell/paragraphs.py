"""An explanation taken apart again: which of its lines is a quote, the rule, its basis, the page, the next step."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence as a report words it."""

    year: int
    text: str
    url: str


@dataclass(slots=True)
class Paragraphs:
    """``what`` is all that has no other place, in order. A line of another language's wording is ``what`` too."""

    what: list[str] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    rule: str = ""
    basis: str = ""
    page: str = ""
    advice: str = ""


def take_apart(explanation: str, head: str, language: str) -> Paragraphs:
    """The parts of an explanation as `scheduler.judge.wording` writes it; ``head`` (the body's name) starts line one.

    The closing line is left out: a mail says it once.
    """
    patterns = _patterns(language)
    parts = Paragraphs()
    for position, line in enumerate(explanation.splitlines()):
        if not line or patterns["closing"].fullmatch(line) or (position == 0 and line.startswith(head)):
            continue
        if quote := patterns["quote"].fullmatch(line):
            parts.quotes.append(Quote(int(quote["year"]), quote["text"], quote["url"]))
        elif rule := patterns["rule"].fullmatch(line):
            parts.rule = rule["sentence"]
        elif basis := patterns["basis"].fullmatch(line):
            parts.basis = basis["basis"]
        elif page := patterns["page"].fullmatch(line):
            parts.page = page["url"]
        elif advice := patterns["advice"].fullmatch(line):
            parts.advice = advice["text"]
        else:
            parts.what.append(line)
    return parts


# What each placeholder of the wording's line patterns may hold; the others hold anything.
_VALUES = {"year": r"\d{4}", "url": r"\S*", "certainty": ""}


@cache
def line_forms(language: str) -> Mapping[str, str]:
    """How the wording writes each kind of line, by name: "建议：{text}"."""
    name = "en" if language == "en" else "zh"
    text = files("scheduler.judge.wording").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    lines: dict[str, str] = yaml.safe_load(text)["words"]
    return lines


@cache
def _patterns(language: str) -> Mapping[str, re.Pattern[str]]:
    """The wording's line forms as expressions that read them back."""
    forms = line_forms(language)
    return {key: _pattern(forms[key]) for key in ("quote", "rule", "basis", "page", "advice", "closing")}


def _pattern(line: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\w+)\}", line)
    expression = "".join(
        re.escape(piece) if position % 2 == 0 else f"(?P<{piece}>{_VALUES.get(piece, '.*')})"
        for position, piece in enumerate(pieces)
    )
    return re.compile(expression)
