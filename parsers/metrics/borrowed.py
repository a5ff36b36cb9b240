"""What a number counts whose own words leave it out: the list, the parts or the number beside it say it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.figures.levels import Levels
from parsers.metrics.catalogue import catalogue
from parsers.metrics.choosing import Bound
from parsers.metrics.matching import Match, Setting, matcher
from parsers.metrics.scopes import carried_in_flag
from parsers.metrics.subject_words import YEAR_AGAIN
from parsers.metrics.wording import clean
from parsers.records import Figure
from parsers.vocabulary import ACTUAL, CHANGE, COUNT, DURATION, RATE, Tense

_SHARE_OF = re.compile(r"^(?:[约均其]|分别)*占(?:比|(?:到|了)?(?P<whole>[^，,；;。]{0,12}?)的?)(?:约|为|达到?|分别)?$")
_DEALT_WITH = re.compile(r"(?:办理|审理|承办)[^，,；;。]{0,4}复议案件")
_MEASURE = re.compile(r"(?:人次|件次|总件数|总人次|总[数量]|数量?)$")
_SUMMED = re.compile(r"总[数量]|总件数|全部|总的|全[省市县区州旗镇乡局街](?!域)")
_IN_BRACKET = re.compile(r"\d\s?[一-鿿]{1,2}[（(]\s?$")
BY_SENTENCE = 2  # the rank up to which the sentence itself says what is spoken of
EACH = re.compile(r"(?:各\s?$|每(?:[年月周日季旬天]|半年|季度|个月|星期)|[人日月年户]均)[^，,；;。]{0,12}$")
_OTHER_KIND = re.compile(
    r"\s?[件起宗]、[^，,；;。、\d]{1,8}(?<!处罚)案件\s?|\s?[万亿]?元、[^，,；;。、\d]{2,14}[费款金税]\s?"
)
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
_AGENDA = "legality_review_agenda_items"
_DELIBERATED = re.compile(r"(?:研究|审议|讨论|议决|审定)(?!.{0,12}(?:审查|审核|合法性))[^，,；;。]{0,8}$")
# 会前由法制工作机构审查94个, 其中由司法局会前出具审核意见的46件: of what was deliberated
_REVIEWED_OF = re.compile(r"(?:审查|审核|把关)(?:意见|把关)?(?:的|了|后上会的)?(?:有|为|达)?(?:议题|议案|事项)?$")
_ANOTHER_THING = re.compile(r"合同|协议|文件|决策|方案|案件|征求|材料|草案")
_REVIEWED = re.compile(r"审查|审核|合法性|把关")
_REVIEW_OF_ELSE = re.compile(r"(?:审查|审核)[^，,；;。\d]{0,6}(?:合同|协议|文件|决策|案件)")
_OTHER_DISPUTE = re.compile(
    r"\s?[件起宗]、(?![^，,；;。、\d]{0,8}(?:重大|疑难|复杂))[^，,；;。、\d]{1,8}(?:纠纷|争议)\s?\d"
)
_DISPUTE_BEFORE = re.compile(r"(?:纠纷|争议)\s?\d{1,6}\s?[件起宗]、[^，,；;。、\d]{1,8}(?:纠纷|争议)$")
_ALL_KINDS = re.compile(r"各类|各种|等")
_INSPECTED = re.compile(r"检查[^率]{0,12}$")
# 涉企经营许可事项56项实行告知承诺: those that are dealt with so
_ITEMS = frozenset({"licence_items", "service_hall_items"})
_DEALT_SO = re.compile(
    r"[^，,；;。]{0,4}(?:(?:实行|采取|采用|推行|实施|纳入|列入)[^，,；;。]{0,8}(?:告知承诺|容缺|包容|改革|备案)|"
    r"(?:直接)?取消(?:审批)?|(?:审批)?改为|优化(?:审批|准入)|实现[^，,；;。]{0,6}(?:即办|网办|通办|零跑))"
)
# 围绕疫情防控，检查商务楼宇、餐饮门店等1.87万家次: one theme of many
_THEME = re.compile(
    r"(?:^|[；;。])\s?(?:(?:[一二三四五六七八九十]是|其中|同时)[，,]?)?(?:围绕|聚焦|针对|紧盯|紧扣|瞄准|盯紧|突出|在)[^，,；;。]{2,24}"
    r"(?<!主责主业)(?<!中心工作)(?<!职能)[，,](?P<since>[^；;。]*)$"
)


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


def is_one_of_kinds(text: str, figure: Figure, following: Figure | None) -> bool:
    """Whether a count is of one kind, with another kind's behind it: 查处农资案件42起、渔政案件31起."""
    if following is None or following.start != figure.start or following.unit != figure.unit:
        return False
    return _OTHER_KIND.fullmatch(text, figure.at[1], following.at[0]) is not None


def is_of_a_part(figures: Sequence[Figure], place: int) -> bool:
    """Whether what a number points back to is a part that counts for nothing itself: 其中涉酒纠纷217件，涉及标的….

    Asked of numbers that point back, where the one before them is bound to no metric.
    """
    before, figure = figures[max(0, place - 1)], figures[place]
    return place > 0 and before.start == figure.start and clean(before.words[0]).startswith("其中")


def is_one_of_things(figures: Sequence[Figure], place: int, match: Match) -> bool:
    """Whether a count is of one kind of thing beside another's.

    检查工地386个次，…检查供热企业58家次; 调解道路交通纠纷612件、医疗纠纷37件; 许可事项36项改为备案.
    """
    figure = figures[place]
    if match.metric.key == "mediation_cases" and match.alias.gapped and not _ALL_KINDS.search(figure.words[0]):
        behind, before = figure.at[1] - figure.start, figure.quote[: figure.at[0] - figure.start]
        return bool(_OTHER_DISPUTE.match(figure.quote, behind)) or bool(_DISPUTE_BEFORE.search(before[-24:]))
    if match.metric.key in _ITEMS:
        return _DEALT_SO.match(clean(figure.words[1])) is not None
    if match.metric.key != "inspections" or not match.alias.fallback:
        return False
    start = figure.start
    theme = _THEME.search(figure.quote, 0, figure.at[0] - start)
    if theme is not None and YEAR_AGAIN.search(theme["since"]) is None:
        return True
    return any(
        figure.start == start and figure.tense is ACTUAL and _INSPECTED.search(clean(figure.words[0]))
        for figure in figures[max(0, place - 6) : place]
    )


def reviewed_of(figures: Sequence[Figure], place: int, bound: Sequence[Bound]) -> Match | None:
    """The metric of items that were reviewed among those deliberated: 研究议题206个，会前由法制机构审查94个."""
    figure = figures[place]
    if not bound or bound[-1].match.metric.key != _AGENDA or figure.kind is not COUNT:
        return None
    whole, words = figures[bound[-1].figure], clean(figure.words[0])
    if whole.start != figure.start or figure.value > whole.value or figure.unit not in ("个", "件", "项", whole.unit):
        return None
    if not _is_deliberated(whole) or not _REVIEWED_OF.search(words) or _ANOTHER_THING.search(words):
        return None
    return bound[-1].match._replace(rank=BY_SENTENCE)


def without_deliberated(bound: list[Bound], figures: Sequence[Figure], figure: Figure, match: Match) -> list[Bound]:
    """``bound`` without the items deliberated, once those reviewed among them are told."""
    if match.metric.key != _AGENDA or not bound or bound[-1].match.metric.key != _AGENDA:
        return bound
    whole = figures[bound[-1].figure]
    same = whole.start == figure.start and _is_deliberated(whole) and figure.value <= whole.value
    return bound[:-1] if same and _REVIEWED_OF.search(clean(figure.words[0])) else bound


def only_deliberated(figure: Figure, match: Match) -> bool:
    """Whether items were deliberated while another thing was reviewed (研究议题120个、审查合同56份)."""
    if match.metric.key != _AGENDA or not _is_deliberated(figure):
        return False
    return not _REVIEWED.search(_REVIEW_OF_ELSE.sub("", figure.quote))


def _is_deliberated(figure: Figure) -> bool:
    return _DELIBERATED.search(clean(figure.words[0])) is not None


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


def is_part_of_itself(figures: Sequence[Figure], place: int, match: Match, levels: Levels | None) -> bool:
    """Whether a count is told to be a share of what it counts itself: 调解913件，占全县人民调解案件总数的21.6%.

    A share of what a level above counts is the issuer's own whole.
    """
    if match.metric.kind is not COUNT or place + 1 >= len(figures):
        return False
    figure, following = figures[place], figures[place + 1]
    if following.start != figure.start or following.kind is not RATE:
        return False
    share = _SHARE_OF.search(clean(following.words[0]))
    whole = share["whole"] if share is not None else None
    if not whole or following.tense is not ACTUAL or not _SUMMED.search(whole):
        return False
    return not (levels is not None and levels.is_other(whole)) and _is_same(whole, match, figure.unit)


def _is_same(whole: str, match: Match, unit: str) -> bool:
    found = matcher().match(_MEASURE.sub("", whole), "", unit, COUNT, Setting(bound=match.contexts))
    return any(other.metric is match.metric for other in found)


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


def share_of(text: str, figure: Figure, previous: Match | None) -> Match | None:
    """The rate of the count before it: 结案3204件，占办结总数的28.59%; 优秀案卷61份（55.45%）."""
    if previous is None or figure.kind is not RATE:
        return None
    share = _SHARE_OF.search(clean(figure.words[0]))
    bracketed = share is None and _IN_BRACKET.search(text, figure.start, figure.at[0]) is not None
    if share is None and not bracketed:
        return None
    if share is not None and re.match(r"全[省市县区国州]", share["whole"] or ""):
        return None
    if (
        share is not None
        and share["whole"]
        and _is_same(share["whole"], previous, "人次" if "人次" in share["whole"] else "")
    ):
        return None  # “一把手”出庭27人次，占全部出庭人次的31%
    rates = [metric for metric in catalogue().metrics.values() if metric.numerator == previous.metric.key]
    return previous._replace(metric=rates[0]) if len(rates) == 1 else None
