"""Lines that an editor broke after so many characters, and paragraphs again: text pasted from a PDF or a printer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_SHORTEST, _LONGEST = 16, 60  # characters of a full line; longer ones are paragraphs
_LEAST_FULL = 4  # such lines
_LEAST_SHARE = 0.4  # of all lines
_SLACK = 1.5  # characters by which a full line may fall short: a mark must not begin the next
_LATIN = re.compile("[A-Za-z]")
_ENDS = "。！？；：!?;:"
_INDENT = re.compile(r"[ \t\xa0\u3000]*[\xa0\u3000]|[ \t]{2,}")
_BEGINS = re.compile(
    r"\s*(?:第[一二三四五六七八九十]+(?:部分|章|条)|[一二三四五六七八九十]{1,3}[、是]|[（(][一二三四五六七八九十\d]{1,3}[）)]|"
    r"\d{1,2}[.．、](?!\d)|[①-⑳])"
)


def join_broken(lines: Sequence[str]) -> list[str]:
    """The lines of one block, as they were typed; those of an even width that stop in mid-sentence made whole again.

    ``lines`` keep the blanks at their beginnings, which tell where a paragraph begins.
    """
    texts = [" ".join(line.split()) for line in lines]
    typed = [line.strip("\r\n").rstrip() for line in lines]  # an indent fills the line, too
    full = max((_full(typed, measure) for measure in (len, _width)), key=sum)
    if sum(full) < max(_LEAST_FULL, _LEAST_SHARE * sum(map(bool, texts))):
        return list(lines)
    indents = any(text and _INDENT.match(line) for line, text in zip(lines, texts, strict=True))
    joined: list[str] = []
    goes_on = False
    for line, text, is_full in zip(lines, texts, full, strict=True):
        begins = not text or _INDENT.match(line) is not None or _BEGINS.match(line) is not None
        if goes_on and not begins:
            joined[-1] += _space(joined[-1], text) + text
        else:
            joined.append(line)
        goes_on = is_full and (indents or text[-1:] not in _ENDS)
    return joined


def _full(texts: Sequence[str], measure: Callable[[str], float]) -> list[bool]:
    """Which lines are as long as a line can be; none where there is no such length."""
    lengths = [measure(text) for text in texts]
    longest = max(lengths, default=0)
    if not _SHORTEST <= longest <= _LONGEST:
        return [False] * len(texts)
    return [longest - length <= _SLACK for length in lengths]


def _width(text: str) -> float:
    """In Han characters: letters and digits are half as wide."""
    return len(text.encode("gb18030", "replace")) / 2


def _space(before: str, after: str) -> str:
    return " " if _LATIN.match(before[-1:]) and _LATIN.match(after) else ""
