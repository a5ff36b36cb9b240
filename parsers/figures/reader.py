"""The figures of one paragraph: numbers, heads, labels and tense put together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Container, Iterator, Sequence

from parsers.figures.clauses import Head, read_heads, split_sentences
from parsers.figures.labels import label_of, respective_labels, shared_labels
from parsers.figures.levels import Levels
from parsers.figures.quantities import Quantity, find_quantities
from parsers.figures.tense import When, read_sentence, read_tense
from parsers.figures.verbal import find_verbal, may_hold_verbal
from parsers.records import Block, Figure
from parsers.vocabulary import FigureKind, PartRole, Tense

_FOUR_DIGITS = re.compile(r"(?:19|20)\d\d")
_YEAR_BY_YEAR = re.compile(r"(?:19|20)\d\d\s?年?(?:[、和及与]\s?(?:19|20)\d\d\s?年?){1,4}[^，,；;。\d]{0,16}分别")
_AND = frozenset(("和", "、", "与", "及", "以及"))


def read_block_figures(
    text: str,
    block: Block,
    year: int | None,
    role_at: Callable[[int], PartRole | None],
    levels: Levels | None,
) -> Iterator[Figure]:
    """The figures of one block that is not a table row, in order of their numbers."""
    quantities = find_quantities(text, block.start, block.end)
    verbals = may_hold_verbal(text, block.start, block.end)
    if not quantities and not verbals:
        return
    starts = [quantity.number[0] for quantity in quantities]
    for start, end in split_sentences(text, block.start, block.end):
        inside = quantities[bisect_left(starts, start) : bisect_left(starts, end)]
        verbal = find_verbal(text, start, end, inside) if verbals else []
        if not inside and not verbal:
            continue
        role = role_at(start)
        heads = read_heads(text, start, end, inside)
        last: tuple[Quantity, When] | None = None
        words = text[start:end]
        dealt = _years_dealt(text, start, end, inside)
        sentence = read_sentence(words, role, year, levels)
        for quantity, head, labels in zip(inside, heads, _labels(heads, inside, dealt), strict=True):
            after = text[quantity.end : quantity.end + 40]
            when = read_tense(text[start : quantity.number[0]], after, quantity.kind, sentence)
            if last is not None and _goes_on(text, last, quantity):
                when = last[1]
            if quantity in dealt and not when.change:
                when = _in_year(when, dealt[quantity], year)
            last = (quantity, when)
            for label, before in labels:
                yield Figure(
                    label=label,
                    value=-quantity.value if when.fall else quantity.value,
                    unit=quantity.unit,
                    kind=FigureKind.CHANGE if when.change else quantity.kind,
                    qualifier=quantity.qualifier,
                    tense=when.tense,
                    period=when.period,
                    part=role,
                    metric=None,
                    quote=words,
                    start=start,
                    end=end,
                    at=quantity.number,
                    page=block.page,
                    source=block.source,
                    confidence=block.confidence,
                    words=(before, head.after, head.lead),
                    step=quantity.step,
                )
        for phrase in verbal:
            when = read_tense(text[start : phrase.at[0]], "", phrase.kind, sentence)
            yield Figure(
                label=phrase.label,
                value=phrase.value,
                unit=phrase.unit,
                kind=phrase.kind,
                qualifier=phrase.qualifier,
                tense=when.tense,
                period=when.period,
                part=role,
                metric=None,
                quote=words,
                start=start,
                end=end,
                at=phrase.at,
                page=block.page,
                source=block.source,
                confidence=block.confidence,
                words=(phrase.label, "", ""),
            )


def _years_dealt(text: str, start: int, end: int, quantities: Sequence[Quantity]) -> dict[Quantity, str]:
    """The years of numbers that are told year by year: 2023年、2024年分别受理56件、88件."""
    found = _YEAR_BY_YEAR.search(text, start, end) if text.find("分别", start, end) >= 0 else None
    if found is None:
        return {}
    years = _FOUR_DIGITS.findall(found[0])
    run = [quantity for quantity in quantities if quantity.start >= found.end()][: len(years)]
    same = len(run) == len(years) and len({quantity.unit for quantity in run}) == 1
    return dict(zip(run, years, strict=True)) if same else {}


def _in_year(when: When, told: str, year: int | None) -> When:
    if year is None or int(told) == year:
        return when._replace(tense=Tense.ACTUAL, period=told)
    return when._replace(tense=Tense.PRIOR if int(told) < year else Tense.TARGET, period=told)


def _goes_on(text: str, last: tuple[Quantity, When], quantity: Quantity) -> bool:
    """Whether a change is told of several numbers at once: 同比分别下降8.5%和14.2%."""
    before, when = last
    joined = text[before.end : quantity.start].strip() in _AND
    return when.change and before.unit == quantity.unit and joined


def _labels(
    heads: Sequence[Head], quantities: Sequence[Quantity], by_year: Container[Quantity]
) -> list[list[tuple[str, str]]]:
    """For each quantity its labels with the words that metrics are bound by: several where rates share one number.

    Those of ``by_year`` share the first one's.
    """
    labels: list[list[tuple[str, str]]] = [[] for _ in quantities]
    for index, (quantity, head) in enumerate(zip(quantities, heads, strict=True)):
        if labels[index]:
            continue
        if quantity in by_year and index and quantities[index - 1] in by_year and not head.before:
            labels[index] = labels[index - 1]
            continue
        dealt = respective_labels(heads, quantities, index)
        for step, label in enumerate(dealt):
            labels[index + step] = [(label, label)]
        if not dealt:
            shared = shared_labels(head, quantity.kind)
            labels[index] = [(label, label) for label in shared] or [(label_of(head, quantity.kind), head.before)]
    return labels
