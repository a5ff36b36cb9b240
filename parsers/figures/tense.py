"""Whose and when a figure is: this year's own, a target, an earlier year's, a running total, another level's.

Only the words in front of the number within its sentence decide (and a few right behind it), the nearest first.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from parsers.figures.backwards import turned
from parsers.figures.levels import Levels
from parsers.figures.months import part_of_year
from parsers.figures.years import (
    CARRIED,
    COMPARED,
    PRIOR,
    YEAR,
    Times,
    governing_time,
    last,
    named_time,
    own_year_follows,
    times_of,
    year_of,
    years_held,
)
from parsers.vocabulary import ACTUAL, CHANGE, COUNT, DURATION, RATE, FigureKind, PartRole, Tense

_LONGEST_CLAUSE = 300  # characters without a mark; more is no sentence
_MARKS = re.compile("[，,；;。]")
_BRACKETS = re.compile("[（(]")

_TARGET = re.compile(
    r"力争|争取|拟(?:于|在|将|新)|预计|计划(?:于|在|到|新|完成|开展|组织|培训|检查|制定|办理|全年|每年|年内|评查|抽查|审查|化解|调解|举办|安排)|"
    r"目标(?:为|是|达|到|值)|目标任务(?:为|是)|十[四五六]五”?末|规划期末|要求[^，,；;。]{0,24}(?:不少于|不低于|达到?|控制在|至少|应)|"
    r"应当?(?:不少于|达到|不低于)|须(?:不少于|达到)|明年|展望来年|来年将|下一?年度?|下一步|今后|未来"
)
_TARGET_AFTER = re.compile(r"[^，,；;。]{0,6}(?:的(?:总体|工作|年度)?(?:目标|要求|任务指标|标准))")
_AHEAD = re.compile(r"力争|争取到?|明年(?!初)|来年|下一步|今后一[年个]|下一年度")
_WILL = re.compile(r"[^。；;]{0,12}(?:将|要|计划|拟|继续|力争)")
_LATER_WORDS = re.compile(r"明年|来年|下一?年|下一步|今后|未来")


# 自改革以来累计受理1286件，其中2024年312件: a running total, of which the year's own is told behind it
_RUNS_ON = re.compile(r"累计|历年|总共")
_OF_THIS_YEAR = re.compile(
    r"[^，,；;。]{0,6}[，,（(]\s?其中[，,]?(?:今年|本年度?|当年|(?P<year>20\d\d)\s?年)(?!度?新[增设建聘])"
)
# 县法院受理163件，其中涉及我县的71件: of a whole that is not the issuer's
_OF_OURS = re.compile(r"[^，,；;。]{0,6}[，,（(]\s?其中[，,]?(?:涉及?|以)?我[省市县区州旗镇乡](?!本级|长|政府)")
_MOVES = "增长 增加 上升 提升 提高 增幅 涨幅 升幅 下降 减少 降低 回落 降幅 减幅 高出 再压减 再减"
_MOVES_IF_NOT_DENIED = "低于 高于 多 少 增 降"  # not 不低于
# Read backwards from the number, on the words turned round: 增长了近, 降幅达, 提高率为; a search would try each place.
_MOVED = re.compile(
    r"(?:[率为达了至约近再超\s]|过超|度幅)*"
    rf"(?:{turned(_MOVES)}|(?:{turned(_MOVES_IF_NOT_DENIED)})(?!不))|到达(?:度幅[长升加高降少]|幅[增涨升降减])"
)
# 由上年的8.1%下降为5.2%
_BECAME = re.compile(
    r"[由从][^，,；;。]{0,16}\d[^，,；;。]{0,8}(?:上升|提高|提升|增长|增加|下降|降低|减少|压缩|压减|降|升|增|减)(?:成|为)\s?$"
)
_MOVE_ENDS = frozenset("长加升高幅降少低落出于多增减率为达了至约近超过度再到")
_LEVEL_BOUND = re.compile(r"率[^，,；;。增降升减]{0,12}(?:低于|高于)\s?$")  # 败诉率低于5%: a level, not a fall by 5 %
_CHANGED = re.compile(r"(?:同比|环比)[^，,；;。]{0,8}$")
_REACHED = re.compile(r"(?:达到?|[至到])了?\s?$")  # 同比增长两倍达到274件
_FROM_NUMBER = re.compile(r"(?:由|从)[^，,；;。]*\d[^，,；;。]*$")
_OF_RATE = re.compile(r"率[为达了至]?$")
_CUT_TIME = re.compile(r"(?:压缩|缩短|缩减|压减|减少跑动|减少)(?:了|约|近|至少|超过?|\s)*$")
_MOVED_TO = re.compile(
    r"(?:(?:增长|增加|上升|提升|提高|下降|减少|降低|扩大|缩减|压缩|压减|缩短|降|升|增|减)(?:到|至)|"
    r"(?:精简|调整|核减|整合|归并|扩展|拓展|扩充|优化|更新|攀升|跃升|发展)(?:到|至|为|成))(?:(?:今年|本年度?|当年|年[末底]|(?P<year>20\d\d)\s?年)的?)?\s?$"
)
_MOVED_TO_LONGEST = 14
_MOVED_TO_ENDS = frozenset("到至为成年度末底的")
_DIRECTION = re.compile(
    r"(?P<rise>增长|增加|上升|提升|提高|增幅|涨幅|升幅|(?<!不)高于|高出|扩大|(?<!不)多)|"
    r"(?P<fall>下降|减少|降低|回落|降幅|减幅|压减|缩减|压缩|缩短|精简|收窄|(?<!不)(?:低于|少于|低|减|降|少))"
)
# 经营主体较上年末增加8123户: what a stock gained in the year is the year's own
_SINCE_JANUARY = re.compile(r"(?:较|比)(?:(?:上年|上一年|去年)(?:年?[底末])|年初)(?:净)?增(?:加|长)了?\s?$")
_GAIN_ENDS = frozenset("加长了")
_NET = re.compile(r"净增|新增")

_TIME_ENDS = frozenset("年度来前间底期今月份日 \u3000\xa0\t")
_TIME_ONLY = re.compile(r"(?:年度?|以来|年来|目前|期间|年底|月底|季度|同期|至今|月份?|日)[ \t\xa0\u3000]?$")


_PLAN = PartRole.PLAN


class When(NamedTuple):
    tense: Tense
    period: str | None
    change: bool = False
    fall: bool = False  # a change downwards: its value is negative


class Sentence(NamedTuple):
    """What holds for every number of one sentence; each flag is False only where no number of it needs to be asked."""

    part: PartRole | None
    year: int | None  # the report's
    levels: Levels | None  # None where the sentence names nobody but the issuer
    looks_ahead: bool  # somewhere in it
    marks: tuple[int, ...]  # where its clauses end
    brackets: bool
    aims: bool  # it holds words of a target
    carried: bool
    months: bool  # it names months, quarters or half years
    times: Times
    own: str | None  # the report's year as a period
    plain: When  # what most numbers of the sentence are: the year's own


def read_sentence(words: str, part: PartRole | None, year: int | None, levels: Levels | None) -> Sentence:
    """What can be said of a whole sentence at once."""
    times = times_of(words, year) if year else Times()
    own = str(year) if year else None
    aims = _TARGET.search(words) is not None
    return Sentence(
        part=part,
        year=year,
        levels=levels if levels and levels.may_speak_of_others(words) else None,
        looks_ahead=times.later or (aims and _AHEAD.search(words) is not None),
        marks=tuple([mark.start() for mark in _MARKS.finditer(words)]),
        brackets=_BRACKETS.search(words) is not None,
        aims=aims,
        carried=CARRIED.search(words) is not None,
        months="月" in words or "半年" in words or "季度" in words,
        times=times,
        own=own,
        plain=When(ACTUAL, own),
    )


def read_tense(before: str, after: str, kind: FigureKind, sentence: Sentence) -> When:
    """Tense and period of a number, from its sentence's words ``before`` and ``after`` it.

    Periods are ``2024``, ``2022/2024`` or, of a part of the year, ``2024-01/2024-06``; ``change`` is set for growth and
    decline, ``fall`` for the latter.
    """
    year, times = sentence.year, sentence.times
    own = sentence.own
    clause = _last_clause(before, sentence)
    end = clause.rstrip()[-1:]
    became = end in _MOVED_TO_ENDS and _became(clause, year)
    change = kind is CHANGE or (not became and _is_change(before, clause, end, kind))
    fall = change and _falls(clause)
    if sentence.part is _PLAN:
        return When(Tense.TARGET, str(year + 1) if year else None, change, fall)
    # 结转下年 looks ahead, but counts what this year left
    if _is_target(before, clause, after, sentence) and not (sentence.carried and CARRIED.search(clause)):
        return When(Tense.TARGET, _target_year(clause, year), change, fall)
    if year is not None:
        if became or (change and COMPARED.search(before[-60:])):
            told = governing_time(before, year) if became and times.later else None  # 到2025年底，败诉率降到5%
            return When(*told, change, fall) if told else When(ACTUAL, own, change, fall)
        named = named_time(before, clause, end, after, kind, year, times)
        if named is None and not change and (times.prior or times.years):
            named = governing_time(before, year)
        if named is not None:
            return When(*named, change, fall)
    if change:
        return When(ACTUAL, own, change, fall)
    if "其中" in after and kind is COUNT:
        of_year = _OF_THIS_YEAR.match(after) if _RUNS_ON.search(clause) else None
        if of_year is not None and of_year["year"] in (None, own):
            return When(Tense.CUMULATIVE, None)
        if _OF_OURS.match(after):
            return When(Tense.OTHER_LEVEL, own)
    if sentence.levels is not None and (sentence.levels.is_average(before) or sentence.levels.is_other(before)):
        return When(Tense.OTHER_LEVEL, own)
    if kind is RATE and year and "连续" in clause and (held := years_held(clause, after, year)) is not None:
        return When(*held)
    if sentence.months and year:
        return When(ACTUAL, part_of_year(before, clause, year) or own)
    return sentence.plain


def _is_target(before: str, clause: str, after: str, sentence: Sentence) -> bool:
    return (
        (sentence.aims and _TARGET.search(clause) is not None)
        or ("的" in after[:7] and _TARGET_AFTER.match(after) is not None)
        or (sentence.looks_ahead and _promised(before, sentence.year))
    )


def _last_clause(before: str, sentence: Sentence) -> str:
    """The words since the last comma that closes a clause; a bare time word ("2023年，") is kept with what follows."""
    length = len(before)
    lowest = length - _LONGEST_CLAUSE if length > _LONGEST_CLAUSE else 0
    marks = sentence.marks
    place = bisect_left(marks, length) - 1
    cut = marks[place] if place >= 0 and marks[place] >= lowest else -1
    if sentence.brackets:
        opened = max(before.rfind("（", lowest), before.rfind("(", lowest))
        if opened > max(cut, before.rfind("）", lowest), before.rfind(")", lowest)):
            return before[opened + 1 :]
    if cut < 0:
        return before[lowest:] if lowest else before
    previous = max(marks[place - 1] if place else -1, lowest - 1)
    if cut - previous <= 18 and before[cut - 1] in _TIME_ENDS and _TIME_ONLY.search(before[previous + 1 : cut]):
        return before[previous + 1 : cut] + "，" + before[cut + 1 :]
    return before[cut + 1 :]


def _became(clause: str, year: int | None) -> bool:
    """Whether the number is what something rose or fell to."""
    moved = _MOVED_TO.search(clause, max(0, len(clause) - _MOVED_TO_LONGEST))
    if moved is not None and moved["year"]:  # 从2021年的24.6%下降到2024年的10.8%
        return int(moved["year"]) == year
    return moved is not None or _BECAME.search(clause) is not None


def _is_change(before: str, clause: str, end: str, kind: FigureKind) -> bool:
    """Whether the number is by how much something moved; ``end`` is the last character of its clause."""
    if end in _GAIN_ENDS and kind is COUNT and clause.endswith(end) and _SINCE_JANUARY.search(clause):
        return False
    if kind is DURATION or (kind is COUNT and "减少跑动" in clause):
        return bool(_CUT_TIME.search(clause)) and not _FROM_NUMBER.search(clause)
    if end in _MOVE_ENDS:
        if kind is RATE and end == "于" and _LEVEL_BOUND.search(clause) and not COMPARED.search(clause):
            return False
        if _MOVED.match(clause[::-1]) and not _NET.search(clause[-6:]):
            return bool(COMPARED.search(before[-60:])) or not _OF_RATE.search(clause.strip())
        if kind is COUNT and clause.endswith("增") and _NET.search(clause[-6:]):
            return False  # 同比净增2316户: what a stock gained
    if "比" not in clause or _CHANGED.search(clause) is None or PRIOR.search(clause[-8:]):
        return False
    return kind is not COUNT or _REACHED.search(clause) is None


def _falls(clause: str) -> bool:
    """Whether the last word of direction before a change points down."""
    direction = last(_DIRECTION, clause[-30:])
    return direction is not None and bool(direction["fall"])


def _promised(before: str, year: int | None) -> bool:
    """Whether the sentence as a whole looks ahead (2024年，我县将力争…，全年开展培训不少于4次)."""
    ahead = last(_AHEAD, before)
    if ahead is None and year:
        later = [match for match in YEAR.finditer(before) if year_of(match) > year]
        ahead = next((match for match in later if _WILL.match(before, match.end())), None)
    return ahead is not None and not (year and own_year_follows(before, ahead.end(), year))


def _target_year(clause: str, year: int | None) -> str | None:
    later = [told for match in YEAR.finditer(clause) if (told := year_of(match)) > (year or 0)]
    if later:
        return str(later[-1])
    if year is None:
        return None
    return str(year + 1) if _LATER_WORDS.search(clause) else str(year)
