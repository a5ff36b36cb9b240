"""The numbers that Word adds by itself: 一、 （一） 1. stand in the numbering part, not in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_MAX_LEVELS = 9
_DIGITS = "〇一二三四五六七八九"
_CHINESE = frozenset(
    ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand")
)
_PLACE = re.compile(r"%(\d)")


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str  # "（%1）"
    start: int


class Numbering:
    """Counts a document's numbered paragraphs in order; `number` is called once for each."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, list[int]] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._abstract: dict[str, str] = {}
        root = _numbering_root(document)
        if root is None:
            return
        abstracts = {node.get(qn("w:abstractNumId")): node for node in root.findall(qn("w:abstractNum"))}
        for number in root.findall(qn("w:num")):
            link = number.find(qn("w:abstractNumId"))
            abstract = abstracts.get(link.get(qn("w:val"))) if link is not None else None
            if abstract is not None:
                key = number.get(qn("w:numId"))
                self._levels[key] = _levels(abstract, number)
                # Lists of one abstract list go on counting, unless one restarts it.
                restarts = number.find(qn("w:lvlOverride")) is not None
                self._abstract[key] = key if restarts else "a" + link.get(qn("w:val"))
        for style in document.styles:
            found = _reference(style.element)
            if found is not None:
                self._styles[style.style_id] = found

    def number(self, paragraph: Any) -> str:
        """The number shown before a paragraph ("（二）"), "" for one that has none; counts it."""
        reference = _reference(paragraph)
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if reference is None and style is not None:
            reference = self._styles.get(style.get(qn("w:val")))
        if reference is None or reference[0] not in self._levels:
            return ""
        key, index = reference
        levels = self._levels[key]
        level = levels.get(index)
        if level is None:
            return ""
        counts = self._counts.setdefault(self._abstract[key], [0] * _MAX_LEVELS)
        counts[index] = counts[index] + 1 if counts[index] else level.start
        counts[index + 1 :] = [0] * (_MAX_LEVELS - index - 1)
        if level.form in ("bullet", "none"):
            return ""

        def shown(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            of = levels.get(place)
            return _form(counts[place] or of.start, of.form) if of is not None else ""

        return _PLACE.sub(shown, level.text)


def _numbering_root(document: Any) -> Any:
    try:
        return document.part.numbering_part.element
    except (NotImplementedError, KeyError, AttributeError):  # a document without lists has no such part
        return None


def _levels(abstract: Any, number: Any) -> dict[int, _Level]:
    nodes = list(abstract.findall(qn("w:lvl"))) + list(number.findall(f"{qn('w:lvlOverride')}/{qn('w:lvl')}"))
    found: dict[int, _Level] = {}
    for node in nodes:
        index = _value(node, None, qn("w:ilvl"))
        if index is not None and index.isdecimal() and int(index) < _MAX_LEVELS:
            start = _value(node, "w:start") or "1"
            form, text = _value(node, "w:numFmt") or "decimal", _value(node, "w:lvlText") or ""
            found[int(index)] = _Level(form, text, int(start) if start.isdecimal() else 1)
    return found


def _reference(node: Any) -> tuple[str, int] | None:
    """Which list a paragraph or style belongs to, and at which level; list 0 means none."""
    properties = node.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if properties is None:
        return None
    key, level = _value(properties, "w:numId"), _value(properties, "w:ilvl") or "0"
    if key in (None, "0") or not level.isdecimal() or int(level) >= _MAX_LEVELS:
        return None
    return str(key), int(level)


def _value(node: Any, child: str | None, attribute: str = qn("w:val")) -> str | None:
    found = node.find(qn(child)) if child else node
    return found.get(attribute) if found is not None else None


def _form(number: int, form: str) -> str:
    if form in _CHINESE:
        return chinese_number(number)
    if form == "ideographDigital":
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if form == "decimalEnclosedCircle" and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form in ("upperLetter", "lowerLetter") and 1 <= number <= 26:
        return chr((65 if form == "upperLetter" else 97) + number - 1)
    return str(number)


def chinese_number(number: int) -> str:
    """一 to 九十九 as headings count; beyond that, digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")
