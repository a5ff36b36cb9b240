"""Lines that were broken at one width, and paragraphs again: text pasted from a PDF or a printer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_SHORTEST, _LONGEST = 16, 60  # characters of a full line; longer ones were never broken for a page
_LEAST_FULL = 4  # such lines
_LEAST_SHARE = 0.4  # of all lines
_EDGE = 0.9  # of the lines are not longer than a full one: an address at the foot may be
_SLACK = 2  # characters by which a full line may fall short: a mark must not begin the next, a number is not parted
_MOST_FINISHED = 0.5  # of the full lines
_LEAST_PROSE = 0.5  # of the full lines: names of a list may be of one length too
_MARK = re.compile("[，。；、]|[\u4e00-\u9fff],")
_LATIN = re.compile("[A-Za-z]")
_ENDS = "。！？；：!?;:"
_INDENT = re.compile(r"[ \t\xa0\u3000]*[\xa0\u3000]|[ \t]{2,}")
_BEGINS = re.compile(
    r"\s*(?:第[一二三四五六七八九十]+(?:部分|章|条)|[一二三四五六七八九十]{1,3}[、是]|[（(][一二三四五六七八九十\d]{1,3}[）)]|"
    r"\d{1,2}[.．、](?!\d)|[①-⑳])"
)

Count = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Width:
    """Where lines were broken: ``edge`` characters, counted by ``count``; ``share`` of the lines are as long."""

    count: Count
    edge: float
    share: float

    def is_full(self, line: str) -> bool:
        return abs(self.count(line.rstrip()) - self.edge) <= _SLACK

    def is_short(self, line: str) -> bool:
        return self.count(line.rstrip()) < self.edge - _SLACK


def in_han(line: str) -> float:
    """A line's length in Han characters: letters and digits are half as wide."""
    return len(line.encode("gb18030", "replace")) / 2


def fixed_width(lines: Sequence[str], counts: Sequence[Count] = (len, in_han)) -> Width | None:
    """The width at which lines were broken: where many end, most of them in mid-sentence, and hardly one is longer.

    Programs count characters, or the places that they take. ``lines`` keep their indents, which fill the line too.
    """
    typed = [line.rstrip() for line in lines if line and not line.isspace()]
    best = None
    for count in counts if len(typed) >= _LEAST_FULL else ():
        lengths = [count(line) for line in typed]
        edge = sorted(lengths)[round(_EDGE * (len(lengths) - 1))]
        if not _SHORTEST <= edge <= _LONGEST:
            continue
        full = [line for line, length in zip(typed, lengths, strict=True) if abs(length - edge) <= _SLACK]
        if len(full) < max(_LEAST_FULL, _LEAST_SHARE * len(typed)):
            continue
        if sum(line[-1] in _ENDS for line in full) > _MOST_FINISHED * len(full):
            continue
        if sum(_MARK.search(line) is not None for line in full) < _LEAST_PROSE * len(full):
            continue
        if best is None or len(full) > best.share * len(typed):
            best = Width(count, edge, len(full) / len(typed))
    return best


def join_broken(lines: Sequence[str]) -> list[str]:
    """Lines as they were typed; those of an even width that stop in mid-sentence made whole again.

    ``lines`` keep the blanks at their beginnings, which tell where a paragraph begins.
    """
    width = fixed_width(lines)
    if width is None:
        return list(lines)
    texts = [" ".join(line.split()) for line in lines]
    indents = any(text and _INDENT.match(line) for line, text in zip(lines, texts, strict=True))
    joined: list[str] = []
    goes_on = False
    for line, text in zip(lines, texts, strict=True):
        begins = not text or _INDENT.match(line) is not None or _BEGINS.match(line) is not None
        if goes_on and not begins:
            joined[-1] += _space(joined[-1], text) + text
        else:
            joined.append(line)
        goes_on = width.is_full(line) and (indents or text[-1:] not in _ENDS)
    return joined


def _space(before: str, after: str) -> str:
    return " " if _LATIN.match(before[-1:]) and _LATIN.match(after) else ""
