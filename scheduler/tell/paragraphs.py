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
    """``what`` is all that has no other place, in order."""

    what: list[str] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    rule: str = ""
    basis: str = ""
    page: str = ""
    advice: str = ""


def take_apart(explanation: str, head: str) -> Paragraphs:
    """The parts of an explanation as `scheduler.judge.wording` writes it; ``head`` (the body's name) starts line one.

    The closing line is left out: a mail says it once. Both languages are known: a case keeps the words that it had
    when the language was changed until it is judged again.
    """
    parts = Paragraphs()
    for position, line in enumerate(explanation.splitlines()):
        if not line or (position == 0 and head and line.startswith(head)):
            continue
        kind, found = _recognise(line)
        if found is None:
            parts.what.append(line)
        elif kind == "quote":
            parts.quotes.append(Quote(int(found["year"]), found["text"], found["url"]))
        elif kind != "closing":
            setattr(parts, kind, found["said"])
    return parts


def _recognise(line: str) -> tuple[str, re.Match[str] | None]:
    for language in ("zh-CN", "en"):
        for kind, pattern in _patterns(language).items():
            if found := pattern.fullmatch(line):
                return kind, found
    return "what", None


_KINDS = ("quote", "rule", "basis", "page", "advice", "closing")


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
    return {kind: re.compile(_expression(kind, forms[kind])) for kind in _KINDS}


def _expression(kind: str, form: str) -> str:
    """The expression of a line form; what a line of one statement says is the group ``said``."""
    if kind == "quote":  # "{year}年报告原文：“{text}”（{url}）"
        values = {"year": r"(?P<year>\d{4})", "text": "(?P<text>.*)", "url": r"(?P<url>\S*)"}
        pieces = re.split(r"\{(\w+)\}", form)
        return "".join(values[piece] if place % 2 else re.escape(piece) for place, piece in enumerate(pieces))
    start, brace, rest = form.partition("{")  # "依据：{basis}{certainty}"
    end = rest.rpartition("}")[2]
    return re.escape(start) + (f"(?P<said>.*){re.escape(end)}" if brace else "")
