"""The words around a number: its sentence, and the head before or after it that says what it counts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.figures.quantities import Quantity

MAX_SENTENCE = 1200  # longer stretches without a full stop are cut at softer marks
MAX_HEAD = 80
_STOP = re.compile(r"[。！？!?\n]+[”’」』）)]?")
_SOFT = re.compile(r"[；;，,、\s]")
_CUT = re.compile(r"[，,；;：:。]")
_AFTER_CUT = re.compile(r"[，,；;：:。、（()）“”]")
_JOINING = re.compile(r"^[\s、]*(?:以及|(?:和|及|与)(?![解谐其时会]))?\s*")
_PAREN = re.compile(r"[（(][^（()）]{0,60}[）)]")


def split_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of one block, without the blanks around them; none is longer than `MAX_SENTENCE`."""
    position = start
    while position < end:
        stop = _STOP.search(text, position, min(end, position + MAX_SENTENCE))
        if stop:
            finish = stop.end()
        elif end - position <= MAX_SENTENCE:
            finish = end
        else:
            finish = _soft_cut(text, position, position + MAX_SENTENCE)
        first, last = position, finish
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if first < last:
            yield first, last
        position = finish


def _soft_cut(text: str, start: int, end: int) -> int:
    for mark in ("；;", "，,", "、 "):
        best = max(text.rfind(char, start + MAX_SENTENCE // 2, end) for char in mark)
        if best > start:
            return best + 1
    return end


@dataclass(frozen=True, slots=True)
class Head:
    """What stands around one number: ``before`` and ``after`` in its own clause, ``lead`` in the clause before.

    ``whole`` is the index (within the sentence's quantities) of the count whose parenthesis or 其中 this one is in.
    """

    before: str
    after: str
    lead: str
    whole: int | None = None


def read_heads(text: str, start: int, end: int, quantities: Sequence[Quantity]) -> list[Head]:
    """One head for each quantity of the sentence ``text[start:end]``."""
    opens = _open_parens(text, start, end)
    heads = []
    previous_end = start
    for index, quantity in enumerate(quantities):
        following = quantities[index + 1].start if index + 1 < len(quantities) else end
        heads.append(_head(text, quantity, (start, previous_end), following, opens, quantities[:index]))
        previous_end = max(previous_end, quantity.end)
    return heads


def _open_parens(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """(place, matching close) of every parenthesis of the sentence, outermost first; an unclosed one ends with it."""
    stack: list[int] = []
    pairs = []
    for match in re.finditer(r"[（()）]", text[start:end]):
        place = start + match.start()
        if match[0] in "（(":
            stack.append(place)
        elif stack:
            pairs.append((stack.pop(), place))
    pairs.extend((place, end) for place in stack)
    return sorted(pairs)


def _head(
    text: str,
    quantity: Quantity,
    bounds: tuple[int, int],
    following: int,
    parens: list[tuple[int, int]],
    earlier: Sequence[Quantity],
) -> Head:
    start, previous_end = bounds
    begin = max(previous_end, start, quantity.start - 2 * MAX_HEAD)
    whole = None
    inside = [pair for pair in parens[: bisect_right(parens, (quantity.start, 0))] if pair[1] > quantity.start]
    if inside:
        opened = inside[-1][0]
        if opened >= previous_end and not text[opened + 1 : quantity.start].strip(" 约近达为共"):
            # "应出尽出（100%）": the number alone stands in the parenthesis, its head before it
            raw = text[begin:opened] + text[opened + 1 : quantity.start]
        else:
            raw = text[max(begin, opened + 1) : quantity.start]
            whole = _owner(earlier, opened)
    else:
        raw = text[begin : quantity.start]
        closed = raw.rfind("）") if "）" in raw else raw.rfind(")")
        if closed >= 0 and not _PAREN.search(raw):  # what is left of a parenthesis with figures in it
            raw = raw[closed + 1 :]
    raw = _PAREN.sub("", raw)
    cut = 0
    for mark in _CUT.finditer(raw):
        cut = mark.end()
    before = _JOINING.sub("", raw[cut:])
    lead = raw[:cut].strip("，,；;：:。、 ")
    after_end = min(following, quantity.end + MAX_HEAD, len(text))
    stop = _AFTER_CUT.search(text, quantity.end, after_end)
    after = text[quantity.end : stop.start() if stop else after_end]
    if stop and text[stop.start()] in "（(" and not stop.start() == quantity.end:
        pass
    elif stop and text[stop.start()] == "“":  # a name in quotation marks belongs to the head
        further = re.compile(r"[，,；;：:。、（()）]").search(text, stop.end(), after_end)
        after = text[quantity.end : further.start() if further else after_end]
    return Head(before.strip()[-MAX_HEAD:], after.strip(), lead[-MAX_HEAD:], whole)


def _owner(earlier: Sequence[Quantity], opened: int) -> int | None:
    """The quantity right before a parenthesis: its contents are that count's parts."""
    for index in range(len(earlier) - 1, -1, -1):
        if earlier[index].end <= opened:
            return index if opened - earlier[index].end <= 24 else None
    return None
