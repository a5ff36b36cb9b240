"""How a sentence tells a count: of a part of what was counted before it, or up to a day that it does not name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from db.records import ReportFact, ValueFact
from parsers.vocabulary import ValueBasis

_NUMBER = re.compile(r"(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)\s?(?P<power>[万亿]?)[余多]?\s?(?P<unit>[一-鿿]?)")
_POWERS = {"": 1.0, "万": 1e4, "亿": 1e8}
# What became of the things counted. Nouns (案件, 人员) end the names of different things, and tell no repetition.
_OUTCOME = re.compile(
    r"(?P<word>成功|优秀|良好|合格|胜诉|败诉|审结|办结|结案|受理|纠错|出庭|化解|维持|撤销)[了的共为达到]{0,2}\s?$"
)
_WITHOUT = re.compile(r"[一-鿿]{0,2}[（(，,]?\s?(?:均|其中)?(?:不(?:含|包[括含]|计)|未(?:含|包[括含]|计入)|[剔扣]除)")
_ONLY_NEW = re.compile(r"新(?:受理|收|办|增)[^，,；;。\d]{0,12}$")
_UP_TO_NOW = re.compile(r"截[至止]到?(?:目前|现在|当前|今日|今天|发稿|报告(?:之|期|日))")
_OF_THE_YEAR = re.compile(r"全年|年内|本年度?|当年|(?:19|20)\d\d\s?年(?!以来|起|至今)")


class _Count(NamedTuple):
    start: int
    end: int
    value: float
    unit: str
    outcome: str


class Told(NamedTuple):
    """What is known of a report's numbers: how often each is a stated value, and which tell of a year before."""

    known: Mapping[float, int]
    prior: frozenset[tuple[str, float]]

    @classmethod
    def by(cls, report: ReportFact, values: Iterable[Iterable[ValueFact]]) -> Told:
        known = Counter(one.value for same in values for one in same if one.basis == ValueBasis.STATED)
        return cls(known, frozenset((one.quote, one.value) for one in report.prior))

    def is_known(self, quote: str, count: _Count, counts: list[_Count]) -> bool:
        """Whether a number is a value of the report, or of a year before it: such a one opens no part."""
        if (quote, count.value) in self.prior:
            return True
        return sum(other.value == count.value for other in counts) <= self.known.get(count.value, 0)


def is_of_a_part(value: ValueFact, told: Told) -> bool:
    """Whether a count, or one of the two that a computed rate stands on, is told only of a part of the whole.

    受理150件，其中涉企50件，审结45件; 城区调解1200件，成功1190件，乡镇调解800件，成功790件.
    A stated rate shows that it means its counts; a value of the report opens no part (其中受理151件，审结144件), nor
    does one of the year before (去年同期成功1480件).
    """
    if value.numerator is None or value.denominator is None:
        numbers: tuple[float, ...] = (value.value,) if value.basis == ValueBasis.STATED else ()
    else:
        numbers = (value.numerator, value.denominator) if value.basis == ValueBasis.COMPUTED else ()
    return any(_only_in_parts(number, value.quotes, told) for number in numbers)


def leaves_out(value: ValueFact) -> bool:
    """Whether a count says that it leaves some out: 330件（不含刑事法律援助案件210件）; 新受理330件."""
    return any(
        told.value == value.value and (_WITHOUT.match(quote, told.end) or _ONLY_NEW.search(quote, 0, told.start))
        for quote in value.quotes
        for told in _counts(quote)
    )


def is_up_to_now(value: ValueFact) -> bool:
    """Whether a number is told up to "now" (截至目前): of as many months as its report was early, so of no year.

    The words govern what follows them up to the next semicolon, or until the year is spoken of (全年). A number whose
    place in the sentence is not found is governed by all of it.
    """
    return any("截" in quote and _is_governed(value, quote) for quote in value.quotes)


def _is_governed(value: ValueFact, quote: str) -> bool:
    if _UP_TO_NOW.search(quote) is None:
        return False
    numbers = {value.value, value.numerator, value.denominator}
    places = [told.start for told in _counts(quote) if told.value in numbers]
    return not places or any(_opens(quote, place) for place in places)


def _opens(quote: str, place: int) -> bool:
    words = quote[_group(quote, place) : place]
    told = next(reversed(list(_UP_TO_NOW.finditer(words))), None)
    return told is not None and _OF_THE_YEAR.search(words, told.end()) is None


def _only_in_parts(number: float, quotes: Iterable[str], told: Told) -> bool:
    """Whether a number stands in these sentences, and nowhere but behind a part of the whole."""
    found = False
    for quote in quotes:
        counts = _counts(quote)
        for count in counts:
            if count.value == number:
                unknown = [one for one in counts if not told.is_known(quote, one, counts)]
                if not (_is_behind_a_part(quote, counts, count, unknown) or _is_told_of_others(quote, count, unknown)):
                    return False
                found = True
    return found


def _is_behind_a_part(quote: str, counts: list[_Count], count: _Count, unknown: list[_Count]) -> bool:
    """其中涉企50件，审结45件: the 45 are of the 50, unless these are a value of their own.

    Where 其中 opens the sentence the whole is not in sight: 其中，县中心办理330件，各工作站210件 are two parts.
    """
    if quote.startswith("其中"):
        return any(one.unit == count.unit and one.start > count.start for one in unknown)
    opened = quote.rfind("其中", _group(quote, count.start), count.start)
    between = quote[opened : count.start]
    if opened < 0 or between.count("）") + between.count(")") > between.count("（") + between.count("("):
        return False
    like = [other for other in counts if other.unit == count.unit and other.start < count.start]
    parts = [other for other in like if other.start > opened and other.value >= count.value]
    largest = max((other.value for other in like if other.start < opened), default=0.0)
    return any(part.value < largest and part in unknown for part in parts)


def _is_told_of_others(quote: str, count: _Count, unknown: list[_Count]) -> bool:
    """成功1190件 beside another 成功790件 that is no value of the report, and no sum of them: each is of one part."""
    if not count.outcome:
        return False
    others = [
        other
        for other in unknown
        if other.outcome == count.outcome and other.value != count.value and other.unit == count.unit
    ]
    if not others or count.value == sum(other.value for other in others):
        return False
    following = [other.start for other in others if other.start > count.start]
    behind = quote[count.start : min(following)] if len(following) == len(others) else ""
    return not any(mark in behind for mark in ("其中", "（", "("))


def _group(quote: str, place: int) -> int:
    """Where the group of clauses that a place stands in begins: behind the last semicolon or full stop."""
    return max(quote.rfind(mark, 0, place) for mark in "；;。") + 1


def _counts(quote: str) -> list[_Count]:
    return [
        _Count(
            match.start(),
            match.end(),
            float(match["digits"].replace(",", "")) * _POWERS[match["power"]],
            match["unit"],
            told["word"] if (told := _OUTCOME.search(quote, max(0, match.start() - 6), match.start())) else "",
        )
        for match in _NUMBER.finditer(quote)
    ]
