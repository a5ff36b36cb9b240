"""Whose and when a figure is: this year's own, a target, an earlier year's, a running total, another level's.

Only the words in front of the number within its sentence decide (and a few right behind it), the nearest first.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from parsers.figures.levels import Levels
from parsers.figures.months import part_of_year
from parsers.vocabulary import FigureKind, PartRole, Tense

_YEAR = re.compile(r"((?:19|20)\d\d|二[〇零○][〇零○一二三四五六七八九]{2})(?:\s?年|(?=[总共]))")
_HAN_DIGITS = {char: str(index) for index, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_HAN_COUNT = {char: index for index, char in enumerate("零一二三四五六七八九十")} | {"两": 2}
_NEAR = 70  # characters before a number in which 以来，累计… still governs it
_LONGEST_CLAUSE = 300  # characters without a mark; more is no sentence
_MARKS = "，,；;。"

_TARGET = re.compile(
    r"力争|争取|拟(?:于|在|将|新)|预计|计划(?:于|在|到|新|完成|开展|组织|培训|检查|制定|办理|全年|每年|年内|评查|抽查|审查|化解|调解|举办|安排)|"
    r"目标(?:为|是|达|到|值)|目标任务(?:为|是)|(?:十[四五六]五”?|规划期)末|要求[^，,；;。]{0,24}(?:不少于|不低于|达到?|控制在|至少|应)|"
    r"应当?(?:不少于|达到|不低于)|须(?:不少于|达到)|(?:明年|下一?年度?|下一步|今后|未来)"
)
_TARGET_AFTER = re.compile(r"[^，,；;。]{0,6}(?:的(?:总体|工作|年度)?(?:目标|要求|任务指标|标准))")
_AHEAD = re.compile(r"力争|争取到?|明年(?!初)|下一步|今后一[年个]|下一年度")
_WILL = re.compile(r"[^。；;]{0,12}(?:将|要|计划|拟|继续|力争)")
_LATER_WORDS = re.compile(r"明年|下一?年|下一步|今后|未来")
_OWN_WORDS = re.compile(r"今年|本年|本期|年内")

_PRIOR = re.compile(r"去年同期|上年同期|去年|上年度?|上一年度?|同期(?=[^，,；;。]{0,4}$)|前年|(?:改革|整改|实施)前")
_PRIOR_LEVEL = re.compile(r"(?:去年|上年|上一年度?)(?:同期)?的?\s?$")  # 比上年的96件增长22.92%
_CARRIED = re.compile(r"结转|转入|遗留|结存|未结|跨年")
_COMPARED = re.compile(
    r"同比|环比|(?:较|比|相比)(?:于|之)?(?:去年|上年|上一年|前年|同期|(?:19|20)\d\d\s?年)[^，,；;。]{0,8}|"
    r"与(?:去年|上年|上一年)[^，,；;。]{0,6}相比"
)
_MOVED = re.compile(
    r"(?:增长|增加|上升|提升|提高|增幅|涨幅|下降|减少|降低|回落|降幅|减幅|高出|(?<!不)(?:低于|高于|多|少|增|降)|再压减|再减)"
    r"(?:率?[为达了至]?|约|近|超过?|幅度[为达]?|再|了|\s)*$"
)
# 由上年的8.1%下降为5.2%
_BECAME = re.compile(
    r"[由从][^，,；;。]{0,16}\d[^，,；;。]{0,8}(?:上升|提高|提升|增长|增加|下降|降低|减少|压缩|压减|降|升|增|减)(?:成|为)\s?$"
)
_CUT_TIME = re.compile(r"(?:压缩|缩短|缩减|压减|减少跑动|减少)(?:了|约|近|至少|超过?|\s)*$")
_MOVED_TO = re.compile(
    r"(?:(?:增长|增加|上升|提升|提高|下降|减少|降低|扩大|缩减|压缩|压减|缩短|降|升|增|减)(?:到|至)|"
    r"(?:精简|调整|核减|整合|归并|扩展|拓展|扩充|优化|更新|攀升|跃升|发展)(?:到|至|为|成))\s?$"
)
_OUT_OF = re.compile(r"(?:由|从)(?:原来?|过去|此前|原先|年初)?的?\s?$")
_INTO = re.compile(
    r"[^，,；;。]{0,12}(?:减|降|压缩|压减|缩短|缩减|提升|提高|增加|增长|扩大|上升|下降|精简|调整|核减|整合|归并|扩展|拓展|扩充|优化|"
    r"更新|攀升|跃升|发展|升|增|攀)(?:少|低)?(?:为|到|至|成)"
)
_DIRECTION = re.compile(
    r"(?P<rise>增长|增加|上升|提升|提高|增幅|涨幅|(?<!不)高于|高出|扩大|(?<!不)多)|"
    r"(?P<fall>下降|减少|降低|回落|降幅|减幅|压减|缩减|压缩|缩短|精简|收窄|(?<!不)(?:低于|少于|低|减|降|少))"
)
_NET = re.compile(r"净增|新增")

_SINCE_YEAR = re.compile(r"(?:自|从)?((?:19|20)\d\d)\s?年[^，,；;。]{0,24}?(?:以来|至今|起|开始)")
_MADE_SINCE = re.compile(
    r"[^，,；;。]{0,30}(?:(?:制定|制发|印发|出台|发布|颁布|公布|现行|实施|办理|办结|作出|签订|审结|立案)的|"
    r"(?:进行|开展|予以|实施|组织)[^，,；;。]{0,6}(?:清理|梳理|评估|审查|排查|复查|核查|评查|检查|回头看))"
)
_RUNNING = re.compile(
    r"(?:近|过去|最近|连续|这)(?:[二两三四五六七八九十\d]{1,2})年(?!来?(?:最|新[高低]|首次))|前[两三四五]年|[两三四五六七八九十]年多?(?:来|间)|"
    r"(?:十[二三四五]五|八五|七五)[”\"]?(?:期间|时期|以来|规划|普法(?:启动)?以来)|历年(?:来|累计|共)|多年来|近年来|有史以来|"
    r"(?:成立|运行|上线|启用|建成|设立|换届|开馆|组建|挂牌|施行|启动|改革|本届政府|本届党委|任职)以来"
)
_SPAN = re.compile(r"((?:19|20)\d\d)\s?(?:年(?:度)?)?\s?[-—–~～至到]{1,2}\s?((?:19|20)\d\d)\s?年")
_NUMBER_OF_YEARS = re.compile(
    r"(?:近|过去|最近|连续|这)([二两三四五六七八九十]|\d{1,2})年|([两三四五六七八九十])年多?(?:来|间)"
)
_NAMES_A_THING = re.compile(
    r"\s?(?:版|修订|修正|以来|底前|[^，,；;。]{0,12}(?:方案|计划|要点|办法|条例|规划|文件|清单|决定|规定))"
)
# What every word of another time holds: where none stands near a number, the number is of the report's own year.
_ANY_TIME = re.compile(r"[年期前由从]|以来|[二三四五八七]五|(?:19|20)\d\d|二[〇零○]")
_THAN = re.compile(r"(?:较|比|相比)\s?$")  # 较2024年底净增1.05万户
_OF_THE_YEAR = 2  # characters that may stand between a year and its own number: 比2023年的96件
_TIME_ONLY = re.compile(r"(?:年度?|以来|年来|目前|期间|年底|月底|季度|同期|至今|月份?|日)\s?$")


# 2023年，全县应诉案件61件，败诉4件; 到2025年底，出庭率达到100%，网办率达到98%: a year that opens a sentence governs it
_OPENS = re.compile(
    r"\s*(?:其中[，,]?|而|到|截至|至)?(?:(?P<year>(?:19|20)\d\d)\s?年(?:度|全年|底|末)?|(?P<last>去年|上年度?|上一年度?)(?:全年)?)"
    r"(?P<bare>[，,])?(?!\s?\d{1,2}\s?月|[^，,；;。]{0,16}(?:以来|起|印发|修订|出台|制定|公布|施行|启动|版|方案|计划|要点|的[^，,；;。]{0,4}基础))"
)
_FIGURED = re.compile(r"[^，,；;。]*\d[^，,；;。]*[，,]")
_WHOLE_YEAR = re.compile(r"全年|年内|年度|年底|年末|今年|本年")


class When(NamedTuple):
    tense: Tense
    period: str | None
    change: bool = False
    fall: bool = False  # a change downwards: its value is negative


class Sentence(NamedTuple):
    """What holds for every number of one sentence."""

    part: PartRole | None
    year: int | None  # the report's
    levels: Levels | None  # None where the sentence names nobody but the issuer
    looks_ahead: bool  # somewhere in it


def read_sentence(words: str, part: PartRole | None, year: int | None, levels: Levels | None) -> Sentence:
    """What can be said of a whole sentence at once."""
    ahead = bool(_AHEAD.search(words) or (year and any(_year_of(match) > year for match in _YEAR.finditer(words))))
    return Sentence(part, year, levels if levels and levels.other.search(words) else None, ahead)


def read_tense(before: str, after: str, kind: FigureKind, sentence: Sentence) -> When:
    """Tense and period of a number, from its sentence's words ``before`` and ``after`` it.

    Periods are ``2024``, ``2022/2024`` or, of a part of the year, ``2024-01/2024-06``; ``change`` is set for growth and
    decline, ``fall`` for the latter.
    """
    part, year, levels, looks_ahead = sentence
    own = str(year) if year else None
    clause = _last_clause(before)
    change = kind is FigureKind.CHANGE or _is_change(before, clause, kind)
    fall = change and _falls(clause)
    if part is PartRole.PLAN:
        return When(Tense.TARGET, str(year + 1) if year else None, change, fall)
    carried = bool(_CARRIED.search(clause))  # 结转下年 looks ahead, but counts what this year left
    if not carried and (
        _TARGET.search(clause) or _TARGET_AFTER.match(after) or (looks_ahead and _promised(before, year))
    ):
        return When(Tense.TARGET, _target_year(clause, year), change, fall)
    named = _named(before, clause, after, kind, year, change)
    if named is not None:
        return When(*named, change, fall)
    governed = _governed(before, year)
    if governed is not None and not change:
        return When(*governed, change, fall)
    if not change and levels is not None and levels.is_other(before):
        return When(Tense.OTHER_LEVEL, own, change, fall)
    return When(
        Tense.ACTUAL, own if change or year is None else part_of_year(before, clause, year) or own, change, fall
    )


def _governed(before: str, year: int | None) -> tuple[Tense, str | None] | None:
    """The other year that the sentence, or its part since the last semicolon, opens with; None where it is its own."""
    if year is None:
        return None
    part = before[max(before.rfind(mark) for mark in "；;。") + 1 :]
    opened = _OPENS.match(part)
    if opened is None or not (opened["bare"] or _FIGURED.match(part, opened.end())):
        return None
    told = int(opened["year"]) if opened["year"] else year - 1
    if told == year or _own_year_follows(part, opened.end(), year) or _WHOLE_YEAR.search(part, opened.end()):
        return None
    return (Tense.PRIOR if told < year else Tense.TARGET), str(told)


def _last_clause(before: str) -> str:
    """The words since the last comma that closes a clause; a bare time word ("2023年，") is kept with what follows."""
    before = before[-_LONGEST_CLAUSE:]
    cut = _last_mark(before, len(before))
    opened = max(before.rfind("（"), before.rfind("("))
    if opened > max(cut, before.rfind("）"), before.rfind(")")):
        return before[opened + 1 :]
    if cut < 0:
        return before
    tail = before[cut + 1 :]
    previous = _last_mark(before, cut)
    if cut - previous <= 18 and _TIME_ONLY.search(before[previous + 1 : cut]):
        return before[previous + 1 : cut] + "，" + tail
    return tail


def _last_mark(words: str, end: int) -> int:
    return max([words.rfind(mark, 0, end) for mark in _MARKS])


def _is_change(before: str, clause: str, kind: FigureKind) -> bool:
    if _MOVED_TO.search(clause) or _BECAME.search(clause):
        return False
    if kind is FigureKind.DURATION or (kind is FigureKind.COUNT and "减少跑动" in clause):
        return bool(_CUT_TIME.search(clause)) and not re.search(r"(?:由|从)[^，,；;。]*\d[^，,；;。]*$", clause)
    if _MOVED.search(clause) and not _NET.search(clause[-6:]):
        return bool(_COMPARED.search(before[-60:])) or not re.search(r"率[为达了至]?$", clause.strip())
    return bool(re.search(r"(?:同比|环比)[^，,；;。]{0,8}$", clause)) and not _PRIOR.search(clause[-8:])


def _falls(clause: str) -> bool:
    """Whether the last word of direction before a change points down."""
    direction = _last(_DIRECTION, clause[-30:])
    return direction is not None and bool(direction["fall"])


def _promised(before: str, year: int | None) -> bool:
    """Whether the sentence as a whole looks ahead (2024年，我县将力争…，全年开展培训不少于4次)."""
    ahead = _last(_AHEAD, before)
    if ahead is None and year:
        later = [match for match in _YEAR.finditer(before) if _year_of(match) > year]
        ahead = next((match for match in later if _WILL.match(before, match.end())), None)
    return ahead is not None and not (year and _own_year_follows(before, ahead.end(), year))


def _target_year(clause: str, year: int | None) -> str | None:
    later = [told for match in _YEAR.finditer(clause) if (told := _year_of(match)) > (year or 0)]
    if later:
        return str(later[-1])
    if year is None:
        return None
    return str(year + 1) if _LATER_WORDS.search(clause) else str(year)


def _named(
    before: str, clause: str, after: str, kind: FigureKind, year: int | None, change: bool
) -> tuple[Tense, str | None] | None:
    """A year or span that the words name: prior years, running totals, "由去年的85%提升至"; None when none is."""
    if year is None:
        return None
    if _MOVED_TO.search(clause) or _BECAME.search(clause) or (change and _COMPARED.search(before[-60:])):
        return Tense.ACTUAL, str(year)
    if not _ANY_TIME.search(before, max(0, len(before) - max(_NEAR, len(clause)))):
        return None
    running = _running(before, clause, kind, year)
    if running is not None:
        return running
    if _OUT_OF.search(clause) and _INTO.match(after):  # 由原来5个环节减为1个环节
        return Tense.PRIOR, None
    if _CARRIED.search(clause):
        return None
    prior = _last(_PRIOR, clause)
    compared = _COMPARED.search(clause) and not _PRIOR_LEVEL.search(clause)
    if prior is not None and not compared and not _own_year_follows(clause, prior.end(), year):
        return Tense.PRIOR, str(year - 1)
    named = _last(_YEAR, clause)
    if named is None or _NAMES_A_THING.match(clause, named.end()):
        return None
    found = _year_of(named)
    if found == year or (_THAN.search(clause, 0, named.start()) and len(clause) - named.end() > _OF_THE_YEAR):
        return None
    return (Tense.PRIOR if found < year else Tense.TARGET), str(found)


def _running(before: str, clause: str, kind: FigureKind, year: int) -> tuple[Tense, str | None] | None:
    """A total over several years. A rate is one only where its own clause says so; a count also after 以来，累计…."""
    span = _last(_SPAN, clause)
    if span is not None and not (int(span[1]) == int(span[2]) == year):
        return Tense.CUMULATIVE, f"{span[1]}/{span[2]}"
    words = clause if kind is FigureKind.RATE else before[-_NEAR:]
    since = _last(_SINCE_YEAR, words)
    if since is not None and since.end() <= len(words) - len(clause) and _MADE_SINCE.match(words, since.end()):
        since = None  # 对1990年以来印发的203件文件进行清理，继续有效128件: the result is this year's
    if since is not None and int(since[1]) < year:
        return Tense.CUMULATIVE, f"{since[1]}/{year}"
    running = _last(_RUNNING, words)
    if running is None or _own_year_follows(words, running.end(), year):
        return None
    return Tense.CUMULATIVE, _running_period(running[0], year)


def _running_period(words: str, year: int) -> str | None:
    match = _NUMBER_OF_YEARS.search(words)
    if match is None:
        return None
    raw = match[1] or match[2]
    count = int(raw) if raw.isdigit() else _HAN_COUNT[raw]
    return f"{year - count + 1}/{year}" if 1 < count < 30 else None


def _own_year_follows(words: str, place: int, year: int) -> bool:
    return bool(_OWN_WORDS.search(words, place)) or bool(re.search(rf"{year}\s?年", words[place:]))


def _year_of(match: re.Match[str]) -> int:
    raw = match[1]
    return int(raw if raw.isdecimal() else "".join(_HAN_DIGITS[char] for char in raw))


def _last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(words):
        found = match
    return found
