"""Which metric the words of a number name, and how far those words reach."""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.metrics.matching import Match, Setting, matcher
from parsers.metrics.wording import clean
from parsers.records import Figure
from parsers.vocabulary import RATE

EACH = re.compile(r"(?:各\s?$|每(?:[年月周日季旬天]|半年|季度|个月|星期)|[人日月年户]均)[^，,；;。]{0,12}$")
_THRESHOLD = re.compile(
    r"(?:高于|低于|未达到?|不足|达不到|没有达到|不到|控制在|不少于|不低于|不得少于|不超过|不高于)\s?$"
)  # "2个市败诉率高于20%": a bound, not a level
_OF_UTMOST = re.compile(
    r"最[高低]的(?:[^，,；;。\d]{0,4}(?:县|市|区|州|镇|乡|街道|部门|单位|局))[为达是到]*\s?$"
)  # 败诉率最高的县达到
_WHOLE_OF = re.compile(r"占全[国省市县区州旗][^，,；;。（(]{0,20}[（(]\s?$")  # 占全州受理总量（214件）的4.2%
_NEXT_CLAUSE = re.compile(
    r"[^，,；;。]{0,24}[，,](?P<words>[^，,；;。\d]{1,24}(?:100\s?[%％])?)(?:(?P<whole>(?=[，,；;。]|$))|(?=\d))"
)
_CLAUSE_END = re.compile(r"[，,；;。]")
_BOUND = 28  # characters, the longest of the words before a number that make it a bound, a whole or one of many
_BOUND_ENDS = frozenset("于到达足在过")  # the last character of each bound
_WHOLE_ENDS = frozenset("（(")
# 案卷评查不少于100件: what is asked, not done; 执法人员不足10人: a bound, not a count
_AT_LEAST = re.compile(r"(?:不少于|不低于|不得少于|不超过|不足|未达到?)\s?$")
# 对现行有效的96件规范性文件进行清理，继续有效78件: what was looked through, not what was left
_ALL_OF = re.compile(r"对[^，,；;。]{0,12}现行(?:有效)?的?")
_REVIEWED = re.compile(
    r"[^，,；;。]{0,16}(?:开展|进行|予以|组织)[^，,；;。]{0,8}(?:清理|评估|梳理)[^。]{0,80}(?:继续有效|保留|继续执行|继续实施)\D{0,6}\d"
)
# 出庭应诉率100%的乡镇达12个: of the bodies that are counted
_OF_SOME_BODIES = re.compile(
    r"的(?:乡镇|镇|乡|街道|部门|单位|行政机关|县|区|市|地区|村|社区|执法队)[^，,；;。]{0,4}[有为达共]?[^，,；;。]{0,2}$"
)
_CLAUSE_MARK = re.compile(r"[，,；;。：:\n（(]")
_JOINTS = "、和及与，,"  # 23件检察建议、审判机关制发的6件司法建议: the first number has taken its own words
_LAST_ONE_OVER = frozenset("、和及与")
_MARKS = re.compile(r"[，,；;：:]")
# “一网通办”办件量再创新高，全年共38.7万件: how it moved says nothing of what it is
_REMARK = re.compile(
    r"(?:连续[一二两三四五六七八九十]年)?(?:再|持续|稳步|稳定|不断|大幅|明显|显著|逐年|快速)(?:创新高|攀升|增长|提升|上升|下降|走高|上台阶)$|"
    # 败诉率低于全市平均水平，为4.2%
    r"(?<=率)[^，,；;。率\d]{0,4}?(?:低于|高于|优于|好于)全[国省市州盟县区旗]的?平均(?:水平|值|数)?$"
)
_SUBJECT = re.compile(
    r"^(?:全年|年内|[共计已均达为约合总累超近其中的有 ]|自治区|[省市县区州旗镇]?本级|[我全本][省市县区州旗镇乡局厅])*$"
)
# 全县查办食品药品、生态环境、安全生产等领域行政处罚案件2315件: the list of examples stands for all of them
_OF_MANY_DOMAINS = re.compile(
    r"(?P<who>(?:全[省市县区州旗镇乡]|各级|[两三]级)[^，,；;。、]{0,12}?"
    r"(?:查办|查处|办理|作出|实施|开展|立案|审查|审核|受理|调解|化解|调处|组织|完成|办结|收到))"
    r"(?:[^，,；;。、等]{2,8}、){1,8}[^，,；;。、等]{2,8}等(?:各个?|重点|民生|关键|主要|多个?|相关)*(?:领域|行业|方面|类)的?"
)
# 全部参加法律知识考试，207人一次通过: those who passed are not those who came
_OUTCOME = re.compile(
    r"(?:均|全部|一次性?)?(?:通过|合格|及格|达标|过关|取得|考取|获得|优秀|满分|缺考|缓考|弃考|补考|未|不)"
)
_SUMS_UP = re.compile(r"\s?(?:共|累计|总共|共计|合计)")


def is_no_level(text: str, figure: Figure) -> bool:
    """Whether a rate is a bound (仍有2个市败诉率高于20%), or a count one of many (每月排查1次, 日均办件860件)."""
    if (
        figure.words[0].startswith("对")
        and _ALL_OF.fullmatch(figure.words[0])
        and _REVIEWED.match(text, figure.at[1], figure.end)
    ):
        return True
    before = text[max(figure.start, figure.at[0] - _BOUND) : figure.at[0]]
    last = before.rstrip()[-1:]
    if figure.kind is RATE:
        if figure.words[1].startswith("的") and _OF_SOME_BODIES.match(figure.words[1]):
            return True
        if _OF_UTMOST.search(before):
            return True
        return last in _BOUND_ENDS and _THRESHOLD.search(before) is not None
    if last in _BOUND_ENDS and _AT_LEAST.search(before):
        return True
    if last in _WHOLE_ENDS and _WHOLE_OF.search(before):
        return True
    near = before[-20:]
    return ("每" in near or "均" in near or "各" in near) and EACH.search(near) is not None


class Stretch:
    """A figure's sentence as `stretch_of` gives it, made when it is first asked for: few metrics ask."""

    def __init__(self, text: str, figure: Figure) -> None:
        self._of = text, figure
        self._told: tuple[str, str] | None = None

    def __call__(self) -> tuple[str, str]:
        """The sentence's words up to the end of the figure's clause, and up to the next semicolon."""
        if self._told is None:
            self._told = stretch_of(*self._of)
        return self._told


def stretch_of(text: str, figure: Figure) -> tuple[str, str]:
    """The figure's sentence from the last semicolon before it, to the end of its clause and to the next semicolon."""
    first, last = figure.start, figure.at[0]
    start = max(first, 1 + text.rfind("；", first, last), 1 + text.rfind(";", first, last))
    if _SUMS_UP.match(text, start, figure.at[0]):  # 审查合同121件、涉法文件14件；共提出意见204条
        start = figure.start
    ends = [place for mark in "；;" if (place := text.find(mark, figure.at[1], figure.end)) >= 0]
    clause = _CLAUSE_END.search(text, figure.at[1], figure.end)
    return (
        clean(text[start : clause.start() if clause else figure.end]),
        clean(text[start : min(ends, default=figure.end)]),
    )


def clause_start(text: str, figure: Figure, previous_end: int) -> int:
    """Where the words before a number begin: behind the last mark, and not before ``previous_end``."""
    place = figure.at[0]
    lowest = max(figure.start, min(previous_end, place))
    mark = _CLAUSE_MARK.search(text[lowest:place][::-1])  # the last one is near the end
    return place - mark.start() if mark else lowest


def named_metric(
    figure: Figure, setting: Setting, *, shared: bool, listed: bool, in_table: bool, tail: str
) -> Match | None:
    """The metric that a figure's words name.

    ``shared``: the words behind it are also those before the next number; ``listed``: the number before it is bound;
    ``tail``: the words behind that number, which say nothing of one with its own (督察6家单位，82家单位书面述法).
    """
    before, after, lead = figure.words
    kind = figure.kind
    if tail and before == tail and before.endswith("有"):  # 13份不合格案卷有9份出自镇街: the 13 are told by it
        before = ""
    if figure.step == 0.0:  # said in words: only where the words name the metric outright
        found = matcher().match(before, "", figure.unit, kind, setting)
        return next((match for match in found if match.rank == 0), None)
    found = matcher().match(before, "", figure.unit, kind, setting) if shared and before else []
    if not found and listed and after and clean(before)[-1:] in _LAST_ONE_OVER:  # 97个上会议题、128份政府合同
        found = matcher().match("", after, figure.unit, kind, setting)
    if not found:
        found = matcher().match(before, after, figure.unit, kind, setting)
    if not found and tail and before.startswith(tail) and len(before) > len(tail):
        found = matcher().match(before[len(tail) :].lstrip(_JOINTS), after, figure.unit, kind, setting)
    if not found and lead and _SUBJECT.match(clean(before)):
        clause = _REMARK.sub("", _MARKS.split(lead)[-1])
        outcome = not before and _OUTCOME.match(after)
        if clause and not outcome and not (after and clause == tail):
            found = matcher().match(clause + before, after, figure.unit, kind, setting)
    if not found and figure.unit in matcher().units_told_later and (told := _next_clause(figure)):
        found = matcher().match(before, after + told, figure.unit, kind, setting)
    if not found and "等" in before and (whole := _OF_MANY_DOMAINS.search(before)):
        found = matcher().match(f"{whole['who']}{before[whole.end() :]}", after, figure.unit, kind, setting)
        found = [match._replace(alias=replace(match.alias, fallback=True)) for match in found]
    if in_table:
        return next((match for match in found if matcher().is_whole(match, before)), None)
    if found:
        return found[0]
    return matcher().match_loosely(before, after, figure.unit, kind, setting)


def _next_clause(figure: Figure) -> str:
    """The clause behind a number's own, opened by ，, or by ＋ where it counts something itself; "" where none is."""
    found = _NEXT_CLAUSE.match(figure.quote, figure.at[1] - figure.start)
    if found is None:
        return ""
    return f"{'＋' if found['whole'] is None else '，'}{found['words']}"
