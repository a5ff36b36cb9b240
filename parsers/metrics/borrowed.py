"""What a number counts whose own words leave it out: the list, the parts or the number beside it say it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.metrics.catalogue import catalogue
from parsers.metrics.matching import Match, Setting, matcher
from parsers.metrics.scopes import carried_in_flag
from parsers.metrics.wording import clean
from parsers.records import Figure
from parsers.vocabulary import ACTUAL, CHANGE, COUNT, DURATION, RATE, Tense

_DEALT_WITH = re.compile(r"(?:办理|审理|承办)[^，,；;。]{0,4}复议案件")
_NEXT_IN_LIST = re.compile(r"[^，,；;。：:、\d]{0,4}[、和及](?P<words>[^，,；;。：:、\d]{2,20})$")
_OWN_VERB = re.compile(r"(?:拟?修[改订]|宣布失效|失效|保留|继续)")  # 废止22件、修改6件
_IS = r"(?:为|是|达到?|有|仅为?|至|到|(?:上升|下降|增加|减少|提高|提升|恢复|[降升增])(?:为|到|至))?"
_TURNS_BACK = re.compile(
    r"(?:而|其中)?(?:(?:涉及?|以)?我[省市县区州旗镇乡局](?:(?:各级)?行政机关)?的?|[本全][省市县区州旗局]|[省市县区州]本级|今年|本年度?|当年|全年|(?:19|20)\d\d年度?|实际)"
    rf"(?:全年|则|共|已|仅|只|实际|上升|下降|连续|均|始终|保持|稳定|维持|在)*(?P<verb>[一-鿿]{{0,4}}?){_IS}|"
    # 纠错率从2021年的24.6%逐年下降到2024年的10.8%
    r"(?:逐年|逐步|逐渐|大幅|进一步|持续|稳步|再|已)*(?:上升|下降|提高|提升|增加|减少|增长|回落|压降|[降升增])(?:为|到|至)"
    r"(?:今年|本年度?|当年|年[末底]|(?:19|20)\d\d年度?)的?"
)
_TOLD_BESIDE = re.compile(rf"(?:(?:19|20)\d\d年度?|上年度?|去年|全[国省市县区州]|同期|其中)*{_IS}")
# 出庭应诉率高于全市平均水平92%，达100%: what is held against the average of a level above
_AGAINST_AVERAGE = re.compile(
    r"(?P<what>[^，,；;。]{2,40}?)(?:高于|低于|高出|超过|优于|好于)(?:全[国省市州盟县区旗])的?平均(?:水平|值|数)?的?(?:[为是达]|达到)?"
)
_RATE_THEN_THING = re.compile(r"(?P<rate>[^，,；;。率]{2,12}率)(?P<thing>(?![为是达均])[^，,；;。率]{2,8}?)[为达]?")
_THING = re.compile(r"[^，,；;。率]{2,8}")
_IS_SO = re.compile(r"则?(?:达到?|为|是)了?")
_MOVED = re.compile(
    r"(?P<what>[^，,；;。]{2,24}?)(?:数量|总数|总量)?(?:同比|环比|[较比](?:上年|去年)(?:同期)?)?(?:增加|增长|减少|下降|上升|多|少)了?"
)
_CUT = re.compile(r"(?:平均|总体|整体|再)?(?:压缩|压减|缩短|缩减|提速)(?:率|幅度|比例)?[达了为至到]*")
# 优秀率34.3%（72宗）
_AFTER_RATE = re.compile(r"\s?[%％]?\s?[（(]\s?(?:即|共|为)?")
_RATE_WORDS = re.compile(r"(?P<what>[^，,；;。]{2,24})(?:率|比例)[为达到了至是]*")


def in_list(text: str, figures: Sequence[Figure], place: int, verb: str, setting: Setting) -> Match | None:
    """What a later item of a list counts, its verb taken from the first: 审查合同73份、信息公开答复39份."""
    figure = figures[place]
    if not verb or figure.kind is not COUNT or not place or figures[place - 1].start != figure.start:
        return None
    item = _NEXT_IN_LIST.fullmatch(text, figures[place - 1].at[1], figure.at[0])
    if item is None or _OWN_VERB.match(item["words"]):
        return None
    found = matcher().match(verb + item["words"], "", figure.unit, figure.kind, setting)
    return found[0] if found and not (found[0].alias.fallback and found[0].alias.gapped) else None


def with_carried_in(match: Match, figure: Figure, text: str) -> Match:
    """``match``, or that of all cases to be dealt with: 办理行政复议案件161件（含上年结转17件）."""
    if match.metric.key != "reconsideration_received" or not match.alias.fallback:
        return match
    whole = _DEALT_WITH.search(figure.words[0]) and "不予受理" not in figure.quote
    whole = whole and carried_in_flag(match.metric.key, figure, text)
    return match._replace(metric=catalogue()["reconsideration_workload"]) if whole else match


def own_of(figures: Sequence[Figure], place: int, setting: Setting) -> Match | None:
    """What a number that only turns back to the issuer or to its year counts: as the number it is told beside.

    全市收到行政复议申请2136件，我县收到213件; 上年度行政处罚案件2136件，本年度1986件; 2023年为95%、2024年达到100%;
    高于全市平均水平92%，达100%.
    """
    figure = figures[place]
    own = clean(figure.words[0])
    if figure.kind is RATE and (named := _thing_of_rate(figures, place, own)):
        found = matcher().match(named, "", figure.unit, figure.kind, setting)
        return found[0] if found else None
    if not place or figures[place - 1].start != figure.start:
        return None
    if _IS_SO.fullmatch(own):
        if figure.kind is COUNT and figures[place - 1].kind is CHANGE:
            return _moved_to(figures, place, setting)
        return _against_average(figure, figures[place - 1], setting)
    turn = _TURNS_BACK.fullmatch(own)
    if turn is None or (figure.words[1] and figure.kind is RATE) or figure.tense is not ACTUAL:
        return None
    for other in reversed(figures[max(0, place - 4) : place]):
        if other.start != figure.start:
            return None
        words = clean(other.words[0])
        if other.unit != figure.unit or other.kind is not figure.kind or _TOLD_BESIDE.fullmatch(words):
            continue
        if (other.tense is ACTUAL and other.period == figure.period) or (turn["verb"] or "") not in words:
            return None
        told = words.replace("平均", "") if figure.kind is RATE else words  # 全市平均为9.8%，我县为5.1%
        found = matcher().match(told, other.words[1], figure.unit, figure.kind, setting)
        return found[0] if found else None
    return None


def _thing_of_rate(figures: Sequence[Figure], place: int, own: str) -> str:
    """The words of a rate that is told of one thing after another, put in order; "" where it is none.

    年报公示率企业92.8%、个体工商户90.7%: 企业年报公示率, 个体工商户年报公示率.
    """
    told = _RATE_THEN_THING.fullmatch(own)
    if told is not None:
        return told["thing"] + told["rate"]
    before, figure = figures[max(0, place - 1)], figures[place]
    if not place or before.start != figure.start or before.kind is not RATE or not _THING.fullmatch(own):
        return ""
    told = _RATE_THEN_THING.fullmatch(clean(before.words[0]))
    return own + told["rate"] if told is not None else ""


def _moved_to(figures: Sequence[Figure], place: int, setting: Setting) -> Match | None:
    """What a number counts that something has come to: 行政复议案件同比增加312件，增幅31%，达到1318件."""
    figure = figures[place]
    for other in reversed(figures[max(0, place - 3) : place]):
        if other.start != figure.start or other.kind is not CHANGE:
            return None
        moved = _MOVED.fullmatch(clean(other.words[0])) if other.unit == figure.unit else None
        if moved is not None:
            found = matcher().match(moved["what"], "", figure.unit, figure.kind, setting)
            return found[0] if found else None
    return None


def _against_average(figure: Figure, average: Figure, setting: Setting) -> Match | None:
    """What a rate counts that is told right behind the average that its subject is held against."""
    if average.tense is not Tense.OTHER_LEVEL or average.unit != figure.unit or figure.kind is not RATE:
        return None
    held = _AGAINST_AVERAGE.fullmatch(clean(average.words[0]))
    found = matcher().match(held["what"], "", figure.unit, figure.kind, setting) if held else None
    return found[0] if found else None


def count_of_rate(figures: Sequence[Figure], place: int, setting: Setting) -> Match | None:
    """What a bare count in a bracket behind a rate counts: 优秀率34.3%（72宗）."""
    before, figure = figures[max(0, place - 1)], figures[place]
    if not place or before.start != figure.start or figure.kind is not COUNT:
        return None
    told = _RATE_WORDS.fullmatch(clean(before.words[0])) if before.kind is RATE else None
    if told is None or not _AFTER_RATE.fullmatch(
        figure.quote[before.at[1] - figure.start : figure.at[0] - figure.start]
    ):
        return None
    found = matcher().match(told["what"], "", figure.unit, figure.kind, setting)
    return found[0] if found else None


def time_cut(figures: Sequence[Figure], place: int, setting: Setting) -> Match | None:
    """The rate by which the time told right before it was cut: 由60个工作日缩减至11个工作日，压缩81.7%."""
    figure = figures[place]
    if not place or figure.kind is not RATE or not _CUT.fullmatch(clean(figure.words[0])):
        return None
    before = figures[place - 1]
    if before.start != figure.start or before.kind is not DURATION:
        return None
    found = matcher().match("办理时限压缩", "", figure.unit, figure.kind, setting)
    return found[0] if found else None
