"""Whose and when a figure is: this year's own, a target, an earlier year's, a running total, another level's.

Only the words in front of the number within its sentence decide (and a few right behind it), the nearest first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.vocabulary import FigureKind, PartRole, Tense

_YEAR = re.compile(r"((?:19|20)\d\d|二[〇零○][〇零○一二三四五六七八九]{2})(?:\s?年|(?=[总共]))")
_CN_DIGIT = {char: str(index) for index, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}

_TARGET = re.compile(
    r"力争|争取|拟(?:于|在|将|新)|预计|计划(?:于|在|到|新|完成|开展|组织|培训|检查|制定|办理)|目标(?:为|是|达|到|值)|目标任务(?:为|是)|要求[^，,；;。]{0,24}(?:不少于|不低于|达到?|控制在|至少|应)|"
    r"应当?(?:不少于|达到|不低于)|须(?:不少于|达到)|(?:明年|下一?年度?|下一步|今后|未来)"
)
_TARGET_AFTER = re.compile(r"^[^，,；;。]{0,6}(?:的(?:总体|工作|年度)?(?:目标|要求|任务指标|标准))")
_PRIOR = re.compile(r"去年同期|上年同期|去年|上年度?|上一年度?|同期(?=[^，,；;。]{0,4}$)|前年|(?:改革|整改|实施)前")
_CARRIED = re.compile(r"结转|转入|遗留|结存|未结|跨年")
_COMPARED = re.compile(
    r"同比|环比|(?:较|比|相比)(?:于|之)?(?:去年|上年|上一年|前年|同期|(?:19|20)\d\d\s?年)[^，,；;。]{0,8}|与(?:去年|上年|上一年)[^，,；;。]{0,6}相比"
)
_MOVED = re.compile(
    r"(?:增长|增加|上升|提升|提高|增幅[为达]?|涨幅[为达]?|下降|减少|降低|回落|降幅[为达]?|高出|低于|高于|多|少|增|降)(?:率?[为达了至]?|约|近|超过?|幅度[为达])?\s?$"
)
_MOVED_TO = re.compile(r"(?:增长|增加|上升|提升|提高|下降|减少|降低|扩大|缩减|压缩|压减|缩短)(?:到|至)\s?$")
_FROM = re.compile(r"(?:由|从)[^，,；;。]{0,14}$")
_SINCE_YEAR = re.compile(r"(?:自|从)?((?:19|20)\d\d)\s?年[^，,；;。]{0,24}?(?:以来|至今|起|开始)")
_RUNNING = re.compile(
    r"(?:近|过去|最近|连续|这)(?:[二两三四五六七八九十\d]{1,2})年|[三四五六七八九十]年(?:来|间)|(?:十[二三四五]五|八五|七五)[”\"]?(?:期间|时期|以来|普法以来|规划)|历年|多年来|近年来|"
    r"(?:成立|运行|上线|启用|建成|设立|换届|开馆|组建|挂牌|机构改革|体制改革|改革)以来|有史以来"
)
_SPAN = re.compile(r"((?:19|20)\d\d)\s?(?:年(?:度)?)?\s?[-—–~～至到]{1,2}\s?((?:19|20)\d\d)\s?年")
_NUMBER_OF_YEARS = re.compile(
    r"(?:近|过去|最近|连续|这)([二两三四五六七八九十]|\d{1,2})年|([三四五六七八九十])年(?:来|间)"
)
_CN_YEARS = {char: index for index, char in enumerate("零一二三四五六七八九十")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class When:
    tense: Tense
    period: str | None
    change: bool = False


def read_tense(
    before: str, after: str, kind: FigureKind, part: PartRole | None, year: int | None, levels: re.Pattern[str] | None
) -> When:
    """Tense and period of a number, from its sentence's words ``before`` and ``after`` it.

    ``levels`` matches the words for levels above the issuer (全市, 省司法厅); periods are ``2024`` or ``2022/2024``.
    """
    own = str(year) if year else None
    clause = _last_clause(before)
    change = kind is FigureKind.CHANGE or _is_change(before, clause)
    if part is PartRole.PLAN:
        return When(Tense.TARGET, str(year + 1) if year else None, change)
    if _TARGET.search(clause) or _TARGET_AFTER.match(after) or _promised(before, year):
        return When(Tense.TARGET, _target_year(clause, year), change)
    named = _named_year(before, clause, year, change)
    if named is not None:
        return When(named.tense, named.period, change)
    if not change and levels is not None and _other_level(clause, levels):
        return When(Tense.OTHER_LEVEL, own, change)
    return When(Tense.ACTUAL, own, change)


def _promised(before: str, year: int | None) -> bool:
    """Whether the sentence as a whole looks ahead (2024年，我县将力争…，全年开展培训不少于4次)."""
    ahead = _last(_AHEAD, before)
    if ahead is None:
        later = [match for match in _YEAR.finditer(before) if match[1].isdigit() and year and int(match[1]) > year]
        ahead = next((match for match in later if _WILL.match(before, match.end())), None)
    return ahead is not None and not (year and _own_year_after(before, ahead.end(), year))


_AHEAD = re.compile(r"力争|争取到?|明年(?!初)|下一步|今后一[年个]|下一年度")
_WILL = re.compile(r"[^。；;]{0,12}(?:将|要|计划|拟|继续|力争)")


def _last_clause(before: str) -> str:
    """The words since the last comma that closes a clause; a bare time word ("2023年，") is kept with what follows."""
    cut = max(before.rfind(mark) for mark in "，,；;。")
    if cut < 0:
        return before
    tail = before[cut + 1 :]
    earlier = before[:cut]
    previous = max(earlier.rfind(mark) for mark in "，,；;。")
    if len(earlier) - previous <= 18 and _TIME_ONLY.search(earlier[previous + 1 :]):
        return earlier[previous + 1 :] + "，" + tail
    return tail


_TIME_ONLY = re.compile(r"(?:年度?|以来|年来|目前|期间|年底|月底|同期|至今|月|日)\s?$")


def _is_change(before: str, clause: str) -> bool:
    if _MOVED_TO.search(clause):
        return False
    if _MOVED.search(clause) and not re.search(r"净增|新增", clause[-6:]):
        return bool(_COMPARED.search(before[-60:])) or not re.search(r"率[为达了至]?$", clause.strip())
    return bool(re.search(r"(?:同比|环比)[^，,；;。]{0,8}$", clause)) and not _PRIOR.search(clause[-8:])


def _target_year(clause: str, year: int | None) -> str | None:
    years = [int(match[1]) for match in _YEAR.finditer(clause) if match[1].isdigit()]
    later = [found for found in years if year is None or found > year]
    if later:
        return str(later[-1])
    return (
        str(year + 1) if year and re.search(r"明年|下一?年|下一步|今后|未来", clause) else (str(year) if year else None)
    )


def _named_year(before: str, clause: str, year: int | None, change: bool) -> When | None:
    """A year or span that the words name: prior years, running totals, "由去年的85%提升至"."""
    if year is None:
        return None
    if _MOVED_TO.search(clause):
        return When(Tense.ACTUAL, str(year))
    if change and _COMPARED.search(before[-60:]):
        return When(Tense.ACTUAL, str(year))
    span = _last(_SPAN, clause)
    if span is not None:
        first, last = int(span[1]), int(span[2])
        if not (first == last == year):
            return When(Tense.CUMULATIVE, f"{first}/{last}")
    since = _last(_SINCE_YEAR, before[-70:])
    if since is not None and int(since[1]) < year:
        return When(Tense.CUMULATIVE, f"{since[1]}/{year}")
    running = _last(_RUNNING, before[-60:])
    if running is not None and not _own_year_after(before[-60:], running.end(), year):
        return When(Tense.CUMULATIVE, _running_period(running[0], year))
    if _CARRIED.search(clause):
        return None
    prior = _last(_PRIOR, clause)
    if prior is not None and not _own_year_after(clause, prior.end(), year) and not _COMPARED.search(clause):
        return When(Tense.PRIOR, str(year - 1))
    named = _last(_YEAR, clause)
    if named is not None:
        found = int(named[1]) if named[1].isdigit() else int("".join(_CN_DIGIT.get(c, c) for c in named[1]))
        if found < year and not _beside(clause, named.end()):
            return When(Tense.PRIOR, str(found))
        if found > year and not _beside(clause, named.end()):
            return When(Tense.TARGET, str(found))
    return None


def _beside(clause: str, end: int) -> bool:
    """Whether a year names a thing rather than a time (2023年版, 2023年度工作要点, 2020年修订)."""
    return bool(
        re.match(
            r"\s?(?:版|修订|修正|以来|底前|[^，,；;。]{0,12}(?:方案|计划|要点|办法|条例|规划|文件|清单))", clause[end:]
        )
    )


def _own_year_after(words: str, place: int, year: int) -> bool:
    rest = words[place:]
    return bool(re.search(rf"{year}\s?年|今年|本年|本期|年内", rest))


def _running_period(words: str, year: int) -> str | None:
    match = _NUMBER_OF_YEARS.search(words)
    if match is None:
        return None
    raw = match[1] or match[2]
    count = int(raw) if raw.isdigit() else _CN_YEARS[raw]
    return f"{year - count + 1}/{year}" if 1 < count < 30 else None


def _last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(words):
        found = match
    return found


def _other_level(clause: str, levels: re.Pattern[str]) -> bool:
    match = levels.search(clause)
    if match is None:
        return False
    # "位居全市第一", "高于全省平均" are said of the issuer's own figure; "在全市率先" is no subject
    return not re.search(
        r"(?:位居|位列|排名?|名列|居|列|高于|低于|超|在|率先|领先|领跑)[^，,；;。]{0,3}$", clause[: match.start()]
    )
