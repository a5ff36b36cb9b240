"""Whose cases a value counts, and whether last year's unfinished ones are among them."""

from __future__ import annotations

import re

from parsers.figures.years import CARRIED, last
from parsers.metrics.catalogue import Metric
from parsers.records import Figure
from parsers.vocabulary import COUNT, RATE, Scope

_SCOPED_TOPICS = frozenset({"行政应诉"})
_HEAD = re.compile(
    r"正职|(?<![副分])(?<!分管)[县市区州旗镇乡局厅省]长(?=[^，,；;。]{0,8}出庭)|主要(?:负责人|领导|负责同志)(?=[^，,；;。]{0,8}出庭)|一把手|带头|(?<!机关负责人)(?<!单位负责人)(?<!部门负责人)(?<![，,；;。]负责人)(?<!^负责人)亲自|其中[^，,；;。]{0,6}(?:政府|[县市区州旗省])(?:班子)?领导"
)
# 党委书记、局长严格履行第一责任人职责，作出批示9次，出庭应诉1次: whose sentence it is
_HEAD_OPENS = re.compile(
    r"[^，,；;。：:]{0,14}(?:书记、[局厅镇乡县区市州旗]?[^，,；;。]{0,4}?(?:长|主任)|主要(?:负责人|负责同志|领导)|一把手)"
)
_BARE_APPEARANCE = re.compile(r"(?:全年|本人|共|累计|参加)*出庭(?:应诉)?(?:案件)?")
_SUED = "(?:被告|被诉|应诉|涉诉)"
_GOVERNMENT = "(?:[区县市省州旗盟](?:人民)?政府(?:本级)?|[区县市省州旗盟]本级)"
_BODY = re.compile(
    rf"以(?![^，,；;。]{{0,8}}(?:部门|单位|乡镇|街道))[^，,；;。]{{0,12}}政府为(?:被告|被申请人)|{_GOVERNMENT}(?:(?:作为|为)被申请人|(?:作为|为)?{_SUED}|"
    rf"(?![^，,；;。\d]*(?:部门|单位))[^，,；;。、和及与\d]{{0,8}}(?:行政诉讼|应诉|诉讼案件|[胜败]诉)|$)|"
    rf"[我本][局厅委镇乡](?:机关|本级)?[^，,；;。\d]{{0,8}}(?:{_SUED}|行政诉讼)"
)
_DEPARTMENTS = re.compile(
    rf"以[^，,；;。]{{0,8}}(?:部门|单位|乡镇|街道)[^，,；;。\d]{{0,10}}为(?:被告|被申请人)|部门(?:作为|为)?{_SUED}|"
    r"(?:[区县市省][直级]|各|所属|职能)(?:行政)?(?:部门|单位)[^，,；;。]{0,10}负责人"
)
_AREA = re.compile(r"[全我][区县市省州旗盟](?:各级)?行政机关|各级行政机关|全[区县市省州旗盟][^，,；;。]{0,6}法院")
# 全县共发生行政诉讼案件102件; 县人民法院受理行政诉讼案件102件: against whomever
_ANYBODY = re.compile(
    r"(?<![占居在])全[区县市省州旗盟](?![^，,；;。\d]*(?:系统|机关))[^，,；;。、\d]{0,10}?行政(?:诉讼|应诉|审判|案件)|"
    r"(?<!中级人民)(?<!高级人民)(?<!中级)(?<!高级)法院(?:全年|今年|[共新均]|累计|依法)*(?:受理|收|立案|审结|审理)"
    r"(?![^，,；;。\d]*[涉我本对])[^，,；;。\d]{0,8}行政"
)
# 102件，其中以县政府为被告的23件: what a side has a part in is more than its own
_PART_BEHIND = re.compile(
    r"\s?[件起宗](?:[^；;。（(]{0,30}[，,]其中[，,：:]?|\s?[（(](?:其中)?|[，,])(?P<part>(?![^，,；;。\d]*(?:出庭|负责人|领导))[^，,；;。\d]{2,24})\d"
)
_PART_OVER = re.compile(r"(?!^)其中[^；;。]*[；;]|[（(][^（()）]*[）)]")
_TOGETHER = re.compile(r"\s?(?:以上|两项)?(?:合计|共计|总计|共)[为达]?")
_ITS_NUMBER = re.compile(r"[^，,；;。\d]{2,24}(\d{1,6})\s?[件起宗]")

# 以县政府为被告15件，以部门为被告43件，审结51件: what follows is of neither alone
_SIDE = rf"(?:{_SUED}|被申请人)[^，,；;。\d]{{0,12}}\d{{1,5}}\s?[件起宗]"
_DEALT_OUT = re.compile(
    rf"[^，,；;。\d]{{2,20}}{_SIDE}(?:[，,、和](?:其中)?[^，,；;。\d]{{2,20}}{_SIDE})+(?:$|[^；;。]*$)"
)
_OF_EACH = re.compile(r"(?:均|都|皆)[^，,；;。\d]{0,4}$")  # 负责人出庭率均为100%: the government's too
_SUED_SIGN = re.compile("[被应涉][告诉申]")
_WHOLE_BEFORE = re.compile(r"\d\s?[件起宗]")

_WITH_CARRIED = re.compile(rf"结转和本期|结转及本期|(?:含|包括|加上)[^，,；;。]{{0,10}}(?:{CARRIED.pattern})|共需|应办")
_WITHOUT_CARRIED = re.compile(r"本期发生|新收|新增|收到|接收|接到|提出|新发生|申请")
_NEW_ONLY = re.compile(r"新收|新发生|本期发生")
_AFTER_CARRIED = re.compile(
    rf"\s?(?:件|宗|起|个)?\s?(?:[（(]\s?(?:其中)?|[，,]?\s?(?=其中|含|包))(?:其中)?(?:含|包括|包含)?[^，,；;。）)下明次]{{0,12}}?(?:{CARRIED.pattern})(?![下至到明次])"
)
_CARRIED_METRICS = frozenset({"reconsideration_received", "reconsideration_accepted", "litigation_cases"})


_DECIDES = re.compile(r"司法[厅局]|依法治|管理委员会|管委会")
# 我局作为复议机关受理, 向我厅申请的, 不服市县局行政行为的: the bureau decides, whatever else it answers
_AS_DECIDER = re.compile(
    r"(?:作|[我本][厅局委关])为(?:行政)?复议机关|向[我本][厅局委关](?:申请|提[出起])(?:的)?(?:行政)?复议|"
    r"不服(?:下[级属]|各?[市县州区旗盟]{1,3}(?:级)?[^，,；;。\d我本]{0,8}?(?:局|部门|机关))[^，,；;。\d]{0,14}复议(?:案件|申请)"
)
_DEALT_WITH = re.compile(
    r"(?:办理|受理|审理|审结|办结|收到|新收|接收|接到)[^，,；;。\d]{0,14}复议(?:案件|申请)[^，,；;。\d]{0,6}(?P<count>\d[\d,]*)"
)
_OUTCOMES = re.compile(r"维持|驳回|撤销|终止|确认违法|变更|责令|在审|审理")
# its own acts were looked at: 被申请人, 提交答复书, 市政府维持4件, 均获维持
_BY_OTHERS = re.compile(
    r"被申请|答复|答辩|代理|参[与加]|涉及?[我本]|[被获](?:维持|撤销|变更|确认|责令|纠)|被提起|"
    r"(?:政府|复议机[关构]|上级|[省市州县区旗][厅局]|(?<!全)部)[^，,；;。\d]{0,8}(?:维持|驳回|撤销|终止|确认|变更|责令)"
)
_ITSELF = r"(?:我|本|自治区|[省市县区州旗])?[厅局委关](?:机关|本级)?"
# what is told apart from it: 以我厅为被申请人的行政复议案件2件
_ANSWERED = re.compile(
    rf"[。；;\n]\s?(?:全年|年内|本年度?|同期|另有|另外|此外|[，,])*(?:以{_ITSELF}(?:作)?为|(?:{_ITSELF})?(?:全年)?作为)(?:行政)?(?:复议)?被申请人"
    r"[^，,；;。\d]{0,12}?(?P<count>\d[\d,]*)\s?[件起宗](?![^；;。\n]{0,30}为(?:行政)?(?:复议)?被申请人)"
)
_ANSWERED_REACH = 400  # characters behind a sentence in which its counterpart stands
_ANSWERS = re.compile(r"(?:[局厅队]|海关|委员会|中心|办公室|街道办事处|街道|[镇乡])$|[镇乡]人民政府$|街道办")


def is_respondent(issuer: str | None) -> bool:
    """Whether the issuer answers reconsiderations (a bureau, a township) rather than deciding them (a government)."""
    return bool(issuer and _ANSWERS.search(issuer) and not _DECIDES.search(issuer))


def is_decided(figure: Figure, text: str) -> bool:
    """Whether a bureau's number is of reconsiderations that it decides itself, rather than of those it answers.

    Its words say so (作为复议机关), or tell of what the bureau dealt with and how that ended, and apart from them
    behind it how many cases were against the bureau. ``text`` is the report's.
    """
    if "复议" not in figure.quote:
        return False
    answered = text.rfind("被申请人", figure.start, figure.at[0])
    start = figure.start if answered < 0 else text.find("；", answered, figure.at[0]) + 1
    if answered >= start:
        return False
    answered = text.find("被申请人", figure.at[1], figure.end)
    end = text.rfind("；", figure.at[1], answered) if answered >= 0 else figure.end - 1
    end = max(end, figure.at[1])
    said = last(_AS_DECIDER, text[start : figure.at[0]] + figure.words[0])
    if said is not None:
        return _BY_OTHERS.search(said.string, said.end()) is None
    dealt = _DEALT_WITH.search(text, start, end)
    if dealt is None or _OUTCOMES.search(text, dealt.end(), end) is None or _BY_OTHERS.search(text, start, end):
        return False
    apart = _ANSWERED.search(text, end, end + _ANSWERED_REACH)
    return apart is not None and apart["count"] != dealt["count"]


def scope_of(metric: Metric, before: str, figure: Figure, *, respondent: bool) -> Scope:
    """Whose cases the figure counts, by the words of its sentence before it; the issuer's own unless they say else.

    ``respondent``: the issuer is a bureau or a township, whose own cases are no part that a government tells of.
    """
    if metric.topic not in _SCOPED_TOPICS:
        return Scope.BODY
    told = re.split(r"[，,；;。]", before)[-1]
    clause = told + figure.words[0]
    if _HEAD.search(clause) or (_BARE_APPEARANCE.fullmatch(told.strip()) and _HEAD_OPENS.match(before)):
        return Scope.HEAD
    found, told_apart = _sides_for(metric, before, figure)
    if found and not _TOGETHER.fullmatch(told):
        return found[-1][1]
    part = _PART_BEHIND.match(figure.quote, figure.at[1] - figure.start)
    wider = told_apart or (part is not None and bool(_sides(part["part"])))
    return Scope.AREA if wider and not respondent else Scope.BODY


def _sides_for(metric: Metric, before: str, figure: Figure) -> tuple[list[tuple[int, Scope]], bool]:
    """(the sides in ``before`` whose cases the figure may still be of, whether any side was told there)."""
    mark = before.rfind("；")
    if mark > 0 and not tells_side(before[mark:]) and _dealt_out(before[:mark], _sides(before[:mark])) is not None:
        return [], True  # 以县政府为被告15件，以部门为被告43件；审结51件
    sides = _sides(before)
    found = sides[: _dealt_out(before, sides)]  # what follows is the whole's
    found = sorted(found + [(whole.start(), Scope.AREA) for whole in _ANYBODY.finditer(before)])
    over = [part.span() for part in _PART_OVER.finditer(before)]
    ours = [side for side in found if not any(start <= side[0] < end for start, end in over)]
    while ours and metric.kind is COUNT and _is_outgrown(before, ours[-1][0], figure.value):
        ours.pop()  # 全县102件，以县政府为被告23件，审结96件
    return ours, bool(sides or found)


def _is_outgrown(before: str, place: int, value: float) -> bool:
    """Whether the side told at ``place``, a part of cases counted before it, has fewer than a number behind it."""
    own = _ITS_NUMBER.match(before, place)
    if own is None or own.end() == len(before) or float(own[1]) >= value:
        return False
    return _WHOLE_BEFORE.search(before, before.rfind("；", 0, place) + 1, place) is not None


def is_of_whole(metric: Metric, before: str) -> bool | None:
    """Whether the next number is of a whole whose cases the sentence has dealt out to both sides.

    False where no whole was told, so that nobody knows whose it is (以县政府为被告15件，以部门为被告43件，审结51件);
    None where nothing was dealt out.
    """
    if metric.topic not in _SCOPED_TOPICS or _SUED_SIGN.search(before) is None:
        return None
    found = _sides(before)
    first = _dealt_out(before, found)
    if first is not None and metric.kind is RATE and _OF_EACH.search(before):
        return True
    return None if first is None else _WHOLE_BEFORE.search(before, 0, found[first][0]) is not None


def tells_side(before: str) -> bool:
    """Whether the words say whose suits are spoken of."""
    return bool(_sides(before))


def _sides(before: str) -> list[tuple[int, Scope]]:
    """Each place where the words say whose cases are spoken of, in order."""
    return sorted(
        (match.start(), scope)
        for pattern, scope in ((_BODY, Scope.BODY), (_DEPARTMENTS, Scope.DEPARTMENTS), (_AREA, Scope.AREA))
        for match in pattern.finditer(before)
    )


def _dealt_out(before: str, sides: list[tuple[int, Scope]]) -> int | None:
    """The first of the last sides that stand beside each other, each with its one number, and are over; None if the
    last ones do not, or are of one scope."""
    for first in range(len(sides) - 1):
        if len({scope for _, scope in sides[first:]}) > 1 and _DEALT_OUT.match(before, sides[first][0]):
            return first
    return None


def carried_in_flag(metric: str, figure: Figure, text: str) -> bool | None:
    """Whether a case count includes cases carried in from the year before; None when the words do not say."""
    if metric not in _CARRIED_METRICS:
        return None
    clause = figure.words[0]
    if _WITH_CARRIED.search(clause):
        return True
    if not _NEW_ONLY.search(clause) and _AFTER_CARRIED.match(text[figure.at[1] : min(figure.at[1] + 30, figure.end)]):
        return True
    return False if _WITHOUT_CARRIED.search(clause) else None
