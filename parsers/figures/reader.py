"""The figures of prose: numbers, heads, labels and tense put together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Container, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from parsers.figures.clauses import Head, read_heads, split_sentences
from parsers.figures.labels import Labels, labels_at
from parsers.figures.levels import Levels
from parsers.figures.months import parts_dealt
from parsers.figures.quantities import Quantity, find_quantities
from parsers.figures.tense import Sentence, When, read_sentence, read_tense
from parsers.figures.verbal import Phrase, find_verbal, may_hold_verbal
from parsers.records import Block, Figure
from parsers.vocabulary import ACTUAL, CHANGE, RATE, PartRole, Tense

_FOUR_DIGITS = re.compile(r"(?:19|20)\d\d")
# 近三年败诉率分别为8.6%、7.1%、5.2%
_LAST_YEARS = re.compile(r"(?:近|过去|最近|这)([两二三四五])年(?!多)[^，,；;。\d]{0,24}?分别")
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_AND_ALSO = frozenset(("、", "和", "，", ",", "及", "与"))
_YEAR_BY_YEAR = re.compile(r"(?:19|20)\d\d\s?年?(?:[、和及与]\s?(?:19|20)\d\d\s?年?){1,4}[^，,；;。\d]{0,16}分别")
_AND = frozenset(("和", "、", "与", "及", "以及"))


class _Told(NamedTuple):
    """A sentence that tells numbers, in digits or in words."""

    block: Block
    start: int
    end: int
    quantities: Sequence[Quantity]
    phrases: Sequence[Phrase]
    dealt: Mapping[Quantity, str]  # the years of numbers that are told year by year


def read_prose(
    text: str,
    blocks: Sequence[Block],
    year: int | None,
    role_at: Callable[[int], PartRole | None],
    levels: Levels | None,
    most: int,
) -> list[Figure]:
    """The figures of blocks that are not table rows, in order; sentences behind the first ``most`` figures are left.

    Each question is asked of all sentences before the next one is: its patterns are then still in the processor's
    cache, which saves a sixth of the time.
    """
    told = _sentences(text, blocks, most, year)
    heads = [read_heads(text, one.start, one.end, one.quantities) for one in told]
    labels = [_labels(around, one.quantities, one.dealt) for around, one in zip(heads, told, strict=True)]
    roles = [role_at(one.start) for one in told]
    sentences = [
        read_sentence(text[one.start : one.end], role, year, levels) for one, role in zip(told, roles, strict=True)
    ]
    whens = [_whens(text, one, sentence) for one, sentence in zip(told, sentences, strict=True)]
    found: list[Figure] = []
    for one, around, named, when, role in zip(told, heads, labels, whens, roles, strict=True):
        found += _figures(text, one, around, named, when, role)
    return found


def _sentences(text: str, blocks: Sequence[Block], most: int, year: int | None) -> list[_Told]:
    """The sentences with figures, up to the one that completes ``most``."""
    told: list[_Told] = []
    count = 0
    numbers = [find_quantities(text, block.start, block.end) for block in blocks]
    for block, quantities in zip(blocks, numbers, strict=True):
        in_words = may_hold_verbal(text, block.start, block.end)
        if not quantities and not in_words:
            continue
        starts = [quantity.number[0] for quantity in quantities]
        for start, end in split_sentences(text, block.start, block.end):
            inside = quantities[bisect_left(starts, start) : bisect_left(starts, end)]
            phrases = find_verbal(text, start, end, inside) if in_words else ()
            if inside or phrases:
                told.append(_Told(block, start, end, inside, phrases, _years_dealt(text, start, end, inside, year)))
                count += len(inside) + len(phrases)
                if count >= most:
                    return told
    return told


def _whens(text: str, told: _Told, sentence: Sentence) -> list[When]:
    """Tense and period of each quantity of a sentence, then of each phrase."""
    start, dealt = told.start, told.dealt
    whens: list[When] = []
    last: Quantity | None = None
    for quantity in told.quantities:
        if last is not None and whens[-1].change and _goes_on(text, last, quantity):
            when = whens[-1]
        else:
            after = text[quantity.end : quantity.end + 40]
            when = read_tense(text[start : quantity.number[0]], after, quantity.kind, sentence)
        if dealt and not when.change and quantity in dealt:
            when = _in_year(when, dealt[quantity], sentence.year)
        whens.append(when)
        last = quantity
    for phrase in told.phrases:
        before = text[start : phrase.at[0]]
        kind = RATE if "连续" in before else phrase.kind  # 连续三年零败诉: a zero of each of them
        whens.append(read_tense(before, "", kind, sentence))
    return whens


def _figures(
    text: str,
    told: _Told,
    heads: Sequence[Head],
    labels: Sequence[Labels],
    whens: Sequence[When],
    role: PartRole | None,
) -> list[Figure]:
    block, start, end = told.block, told.start, told.end
    quote = text[start:end]
    found = []
    for quantity, head, named, when in zip(told.quantities, heads, labels, whens, strict=False):  # phrases' come last
        page, source = block.place(quantity.number[0])
        for label, before in named:
            found.append(
                Figure(
                    label,
                    -quantity.value if when.fall else quantity.value,
                    quantity.unit,
                    CHANGE if when.change else quantity.kind,
                    quantity.qualifier,
                    when.tense,
                    when.period,
                    role,
                    None,  # the metric
                    quote,
                    start,
                    end,
                    quantity.number,
                    page,
                    source,
                    block.confidence,
                    (before, head.after, head.lead),
                    quantity.step,
                )
            )
    for phrase, when in zip(told.phrases, whens[len(told.quantities) :], strict=True):
        page, source = block.place(phrase.at[0])
        found.append(
            Figure(
                phrase.label,
                phrase.value,
                phrase.unit,
                phrase.kind,
                phrase.qualifier,
                when.tense,
                when.period,
                part=role,
                metric=None,
                quote=quote,
                start=start,
                end=end,
                at=phrase.at,
                page=page,
                source=source,
                confidence=block.confidence,
                words=(phrase.label, "", ""),
            )
        )
    return found


def _years_dealt(
    text: str, start: int, end: int, quantities: Sequence[Quantity], year: int | None
) -> Mapping[Quantity, str]:
    """The years of numbers that are told year by year: 2023年、2024年分别受理56件、88件; 近三年分别为8.6%、7.1%、5.2%.

    Of the last years, and of the year's own parts, no more and no fewer numbers are told than there are, the last last.
    """
    if text.find("分别", start, end) < 0:
        return {}
    found = _YEAR_BY_YEAR.search(text, start, end)
    years, behind = (_FOUR_DIGITS.findall(found[0]), found.end()) if found else ([], end)
    if found is None and year is not None:
        if last := _LAST_YEARS.search(text, start, end):
            years, behind = [str(year - ago) for ago in reversed(range(_COUNTS[last[1]]))], last.end()
        else:
            years, behind = parts_dealt(text, start, end, year)
    run = [quantity for quantity in quantities if quantity.start >= behind]
    first, more = run[: len(years)], run[len(years) :]
    if len(first) != len(years) or len({quantity.unit for quantity in first}) > 1:
        return {}
    if found is None and not _is_whole_list(text, first, more):
        return {}
    return dict(zip(first, years, strict=True))


def _is_whole_list(text: str, run: Sequence[Quantity], more: Sequence[Quantity]) -> bool:
    """Whether numbers stand in one list, and none behind it goes on with it."""
    between = [text[one.end : other.start].strip() for one, other in pairwise((*run, *more[:1]))]
    return all(mark in _AND_ALSO for mark in between[: len(run) - 1]) and not (more and between[-1] in _AND_ALSO)


def _in_year(when: When, told: str, year: int | None) -> When:
    if "/" in told:  # of a part of the year, where nothing says of which
        return when._replace(period=told) if when.tense is ACTUAL else when
    if year is None or int(told) == year:
        return when._replace(tense=ACTUAL, period=told)
    return when._replace(tense=Tense.PRIOR if int(told) < year else Tense.TARGET, period=told)


def _goes_on(text: str, last: Quantity, quantity: Quantity) -> bool:
    """Whether what is told of a number is told of the next as well: 同比分别下降8.5%和14.2%."""
    return last.unit == quantity.unit and text[last.end : quantity.start].strip() in _AND


def _labels(heads: Sequence[Head], quantities: Sequence[Quantity], by_year: Container[Quantity]) -> list[Labels]:
    """For each quantity its labels with the words that metrics are bound by: several where rates share one number.

    Those of ``by_year`` share the first one's.
    """
    labels: list[Labels] = [()] * len(quantities)
    for index, (quantity, head) in enumerate(zip(quantities, heads, strict=True)):
        if labels[index]:
            continue
        if by_year and index and not head.before and quantity in by_year and quantities[index - 1] in by_year:
            labels[index] = labels[index - 1]
            continue
        dealt = labels_at(heads, quantities, index)
        labels[index : index + len(dealt)] = dealt
    return labels
