"""Whether a number counts acts, or other things by the acts that they are about: 复议案件126件，涉及行政处罚61件.

A noun names what is counted only where nothing before it makes it a kind, a cause or an object of something else. Parts
behind a whole of another noun (cases, files, reviews, hints, problems, calls, published records) are kinds of that
whole, wherever the words that open the list stand; so is what a verb of supervision or repair governs (评查, 纠正).
Parts behind a whole of acts (执法案件312件，其中行政处罚286件) are acts, and so is what has a verb of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.metrics.matching import Match
from parsers.metrics.wording import clean
from parsers.records import Figure
from parsers.vocabulary import COUNT

_ITEMS, _CONTRACTS, _ENTITIES = "licence_items", "contract_review_total", "market_entities_total"
_LICENCES = frozenset({"licences_applied", "licences_accepted", "licences_granted", "licences_refused"})
_ACTS = _LICENCES | frozenset(
    {
        "licences_revoked",
        _ITEMS,
        "penalties_total",
        "penalties_simple",
        "penalties_ordinary",
        "coercive_measures",
        "inspections",
        "levies",
        "confirmations",
        "first_offence_waived_total",
        "maximum_penalty_cases",
    }
)
_CASES = "行政复议"
_REACH = 400  # characters before a number in which its whole is looked for: a sentence, and those before it

# In the words before a number each number before it is one mark.
_MARK = "#"
_WORDS = r"[^，,；;。：:、#\d（）()\n]{1,24}?"
_SHARE = r"(?:[，,（(][^，,；;。、#（）()]{0,12}#\s?[%％][^，,；;。、#（）()]{0,2}[）)]?)?"
_ITEM = rf"{_WORDS}#\s?[余多]?[一-鿿]{{0,3}}?{_SHARE}"
_BARE = re.compile(rf"[，,：:]?(?:{_ITEM}(?:[、，,；;和及与]|以及))*{_WORDS}")
_BARE_OF_VERB = re.compile(rf"(?:{_ITEM}(?:[、和及与]|以及))*{_WORDS}")
# what opens a list of parts, or of kinds
_OPENS = re.compile(
    r"其中(?:[，,：:]|有|包括|包含|含|涉及|主要[为是有]?)*|涉(?![嫌案诉企])及?(?:的)?|主要(?:为|是|有|包括|集中[在于]|涉及)?|集中[在于]|"
    r"包[括含]|分别[为是]?|以(?=[^，,；;。#]{2,12}#)|不服|"
    r"(?:类[型别]|种类|案由|事由|事项|行为|原因)(?:[主依分][要次别])?(?:为|是|有|[，,：:])|"
    r"[分看讲类计](?:[，,：:]|[为是有])|(?:案件|申请|事项|信息|案卷|卷宗)中[，,]|[：:（(]"
)
# an item with a verb of its own, with the issuer's whole year, or of how cases ended is no kind
_OWN_VERB = re.compile(
    r"(?:作出|做出|实施|办理|办结|查处|查办|立案|准予|受理|开展|采取|完成|下达|给予|处以|核发|颁发|移送|责令|审结|结案|收到|新收)(?!了?的)|"
    r"全[年省市县区州旗]|并(?!案)|同时|此外|另|年内|维持|驳回|终止|撤销(?!案)|[败胜]诉|出庭|开庭|[一二]审"
)
# nouns that say what is divided; the first set are cases, of which it is also said how they ended
_DISPUTES = (
    r"(?:行政)?(?:复议|诉讼|应诉|被诉|涉诉|争议|纠纷|不服|案由|赔偿|补偿|[败胜]诉|纠错|维持|驳回|确认违法|被告|被申请人|"
    r"撤销(?!许可|行政许可))"
)
_OTHERS = (
    r"案卷|卷宗|(?:合法性|法制|法核|事前)审[核查]|审核|评查|抽查|抽取|调阅|检察建议|司法建议|案例|错案|瑕疵|意见书|"
    r"监督(?:意见|建议|文书|通知|案件|线索|事项)|问题|线索|热线|工单|诉求|投诉|举报|信访|来信|来访|咨询|"
    r"(?:决定|执法|案件|公示|公开|结果|数据)信息|公示|信用修复|听证|督察|督查|报备|(?<![、和及与])备案"
)
_ACTING = (
    r"行政执法|执法|行政处罚|行政许可|行政强制|行政检查|违法|权力|权责|政务服务|审批|立案|查处|"
    r"(?:作出|实施)[^，,；;。#]{0,6}(?:行政行为|决定)"
)
_NO_CASE = (
    r"(?!机构|机关|办公室|制度|机制|体制|职责|职能|平台|系统|中心|能力|办法|工作|员|人|导向|[^，,；;。：:#]{0,8}率)"
)
_NAMES = re.compile(rf"(?P<disputes>{_DISPUTES}){_NO_CASE}|(?P<others>{_OTHERS}){_NO_CASE}|(?P<acts>{_ACTING})")
_SAYS_KINDS = re.compile(r"类[型别]|种类|案由|事由|涉及|不服|[按从依].{1,12}[分看类讲]")
_REST = re.compile(r"[^，,；;。：:\n#]*(?P<counted>#(?!\s?[%％])|中(?=[，,]))?")
_ABOUT = ("涉", "涉及", "不服", "因")
# 收到行政复议申请126件。办结112件，按类型分，行政处罚61件: what was closed is what came in
_ENDED = re.compile(r"(?:全年|年内|已|共|累计|目前|，)*(?:审结|办结|结案)(?:案件)?#")
_CLASS = re.compile(r"(?<![各分种])(?:类|类型|领域)(?:行政)?(?:案件|申请|事项)?$")
_COUNTED = re.compile(r"\d\s?[件起宗]")
_NONE = re.compile(r"[无未零没][^#]*$")
_KINDS = re.compile(r"处罚|许可|强制|征收|确认(?!违法)|行政检查|协议|登记")
_LOOKED_AT = re.compile(
    r"(?P<reviewed>审核|审查)|抽查|抽评|抽取|调阅|查阅|评查|复核|核查|督办|纠正|修复|归集|公示|公开|曝光|回访|报备|备案|"
    r"撤销(?=[^，,；;。#]{0,4}(?:不当|违法|错误|瑕疵))"
)
_REVIEWED_IN_LAW = re.compile(r"(?:法制|合法性|法律)审[核查]|重大|处罚|强制")
_REVIEWED = re.compile(r"审[查核]|把关")  # 合同审查126件: contracts, whatever they are told beside
_DONE_TO = re.compile(
    r"(?:引[发起]|修复|信息|听证|回访|备案|报备|公示|(?:法制|合法性)审[核查]|评查|复核|案例)(?:案件)?(?:共|达|为)?$"
)
_TO = re.compile(r"对(?P<between>[^，,；;。]{0,40})$")
_DONE_BEHIND = re.compile(
    r"[^，,；;。]{0,40}?(?:进行|开展|予以|实施|组织)了?[^，,；;。\d]{0,6}(?:审核|审查|评查|抽查|复核|回访|督办|公示|修复|备案)"
)
# 对首次违法的263家经营主体免予处罚, 将36户市场主体移出名录: those that something is done to are not all there are
_OBJECT = re.compile(r"(?:[对将把给向]|(?<![数量共计达])为)[^，,；;。#]{0,12}$")


def is_about(match: Match, figures: Sequence[Figure], place: int, text: str, block: int) -> bool:
    """Whether a number that ``match`` says counts acts counts cases, files or the like that are about them.

    ``block`` is where its paragraph starts; not for numbers in tables, whose heads say what they count.
    """
    key, figure = match.metric.key, figures[place]
    if match.metric.kind is not COUNT:
        return False
    if key == _ENTITIES:
        return match.after and _OBJECT.search(text[max(block, figure.at[0] - 16) : figure.at[0]]) is not None
    act = key in _ACTS
    if key == _CONTRACTS:
        asked = _REVIEWED.search(figure.words[0]) is None
    else:
        asked = act or (match.metric.topic == _CASES and "复议" in figure.words[0])
    if not asked:
        return False
    told = _masked(text, figures, place, max(0, figure.at[0] - _REACH))
    if act and key != _ITEMS and _is_object(told, text[figure.at[1] : figure.end], licence=key in _LICENCES):
        return True
    whole = _whole(told)
    if whole is None or act:
        return whole is not None
    if whole.lastgroup != "disputes" or key == _CONTRACTS:
        return whole.lastgroup == "disputes"
    listed, behind = told[whole.end() : told.rfind(_MARK) + 1], text[figure.at[1] : figure.end]
    beside = listed + re.split("[，,；;。]", behind, maxsplit=1)[0]
    return "复议" not in whole[0] and _KINDS.search(beside) is not None


def is_class(figure: Figure) -> bool:
    """Whether a count only divides what its sentence has counted before: 其中行政处罚类312件、信息公开类93件."""
    counted = figure.kind is COUNT and _COUNTED.search(figure.quote, 0, figure.at[0] - figure.start) is not None
    return counted and _CLASS.search(clean(figure.words[0])) is not None


def _masked(text: str, figures: Sequence[Figure], place: int, low: int) -> str:
    """The text from ``low`` to a number, with a mark for each number in it."""
    end = figures[place].at[0]
    parts: list[str] = []
    for before in range(place - 1, -1, -1):
        other = figures[before]
        if other.at[0] < low:
            break
        if other.at[1] <= end:
            parts += [text[other.at[1] : end], _MARK]
            end = other.at[0]
    parts.append(text[low:end])
    return "".join(reversed(parts))


def _whole(told: str) -> re.Match[str] | None:
    """The noun of another thing that the number's list divides; None where it divides acts, or stands alone."""
    for opens in reversed(list(_OPENS.finditer(told))):
        listed = _BARE.fullmatch(told, opens.end())
        if listed is None or _OWN_VERB.search(listed[0]) is not None:
            continue
        start, end = _sentence(told, opens.start()), opens.end()
        divided = _MARK in told[start : opens.start()]
        named = _named(told, start, end) if divided else _named_before(told, start, end)
        if named is None and divided and start and _ENDED.match(told, start):
            named = _named_before(told, _sentence(told, start - 1), start)
        if named is not None:
            return None if named.lastgroup == "acts" else named
    return None


def _sentence(told: str, place: int) -> int:
    return max(told.rfind("。", 0, place), told.rfind("\n", 0, place)) + 1


def _named_before(told: str, start: int, end: int) -> re.Match[str] | None:
    """The noun of a sentence that opens with its list, or of the first before it that is more than such a list.

    办理复议案件126件。其中，行政处罚61件.
    """
    named, said = _named(told, start, end), _SAYS_KINDS.search(told, start, end) is not None
    while named is None and start and (said or told[start - 1] != "\n") and not _OWN_VERB.search(told, start, end):
        start, end = _sentence(told, start - 1), start
        named = _named(told, start, end)
    return named


def _named(told: str, start: int, end: int) -> re.Match[str] | None:
    """The last noun in a sentence that says what is divided there: of other things, one whose clause counts it."""
    for name in reversed(list(_NAMES.finditer(told, start, end))):
        clause = told[max(told.rfind(mark, 0, name.start()) for mark in "，,；;。：:\n") + 1 : name.end()]
        behind = _REST.match(told, name.end())
        if _NONE.search(clause) is not None or clause.endswith(_ABOUT, 0, len(clause) - len(name[0])):
            continue  # 作出行政处罚126件，未发生行政复议，其中简易程序61件
        if name["others"] is None or (behind is not None and behind["counted"]) or _MARK in clause:
            return name
    return None


def _is_object(told: str, behind: str, *, licence: bool) -> bool:
    """Whether a verb of supervision or repair governs the noun before a number, or its list."""
    clause = told[max(told.rfind(mark) for mark in "，,；;。：:") + 1 :]
    if _DONE_TO.search(clause) is not None:
        return True
    to = _TO.search(clause)
    if to is not None and _OWN_VERB.search(to["between"]) is None and _DONE_BEHIND.match(behind) is not None:
        return True
    for verb in reversed(list(_LOOKED_AT.finditer(clause))):
        if licence and verb["reviewed"] and _REVIEWED_IN_LAW.search(clause) is None:
            continue  # 审查行政许可126件: how licences are dealt with
        governed = _BARE_OF_VERB.fullmatch(clause, verb.end())
        items = governed[0].split(_MARK)[:-1] if governed is not None else []  # 纠正违法126起、行政处罚61件: no acts
        if governed is not None and all(map(_KINDS.search, items)) and _OWN_VERB.search(governed[0]) is None:
            return True
    return False
