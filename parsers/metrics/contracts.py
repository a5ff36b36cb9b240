"""Whether what is told of contracts is of all that were reviewed, and of nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.figures.years import last
from parsers.metrics.choosing import Bound
from parsers.metrics.matching import Match, Setting, matcher
from parsers.metrics.wording import clean
from parsers.records import Figure
from parsers.vocabulary import COUNT

_REVIEWED_TOO = re.compile(r"决策|文件|文书|议题|方案|事务|事项|材料|信访")
_LISTED_ON = re.compile(r"\s?[一-鿿]{0,2}、[^，,；;。\d意见]{2,12}\s?\d")
_LIST = re.compile(r"(?![^，,；;。\d]*分别)[^，,；;。\d]*、[^，,；;。\d]*(?:合同|协议)[^，,；;。\d]*$")
_CONTRACTS_ALONE = re.compile(r"[^、类]{0,20}(?:合同|协议)[^、类]{0,8}")

_SIGNED = re.compile(r"签约|新签|签订|签署|成交|招商")
_REVIEWED = re.compile(r"审|把关|合法|法律|法务|论证|律师")
# 组织律师走访企业126家，审查合同236份; 为村（社区）审查合同: what lawyers do for others than the government
_FOR_OTHERS = re.compile(
    r"(?:走访|帮助|服务|协助|指导|深入|担任|(?:律师|顾问|法律服务)[^，,；;。]{0,6}进(?!一步|行)|为)[^，,；;。]{0,12}?(?:企业|公司|商户|商会|园区企业|民企|[经市][营场]主体|(?<!乡)村|社区|群众|市民|居民)|"
    r"法治体检|公共法律服务|(?:村|居|社区)[）)一]?法律顾问|企业法律服务|(?<!涉)(?:国有|民营|私营)?企业(?:自身|经营)?合同"
)
# 国企合同213件, 企业法务审查合同126份, 村级合同326份, 公司律师审查合同
_THEIR_OWN = re.compile(
    r"国企|(?:企业|公司)(?:法务|律师|合同)|(?<!乡)村(?:级|集体|组)[^，,；;。\d]{0,8}合同|集体(?:经济|资产|资源)[^，,；;。\d]{0,6}合同"
)
_BARE_REVIEW = re.compile(r"(?:全年|年内|今年|[共已均]|累计|先后|依法)*(?:审查|审核)了?")
_OBJECTS = re.compile(
    r"(?:^|[，,；;。：:])[^，,；;。\d]{0,8}[对将就把](?P<what>[^，,；;。\d]*(?:合同|协议)[^，,；;。\d]*(?:审|把关))[^，,；;。\d]*[，,][^，,；;。\d]*$"
)
_NOT_ITS_OWN = re.compile(rf"{_REVIEWED_TOO.pattern}|劳动合同|流转|调解协议|和解协议")
_OF_GOVERNMENT = re.compile(r"政府|行政|机关|部门|重大|招商|涉[企外]|项目|本级|[全我][省市县区州旗镇乡局]|重要")


def is_of_enterprises(told: str) -> bool:
    """Whether contracts are those of enterprises, villages or citizens, by the words of their sentence before them."""
    others = [found.end() for found in (last(_FOR_OTHERS, told), last(_THEIR_OWN, told)) if found is not None]
    return bool(others) and _OF_GOVERNMENT.search(told, max(others)) is None


def is_among_papers(words: str) -> bool:
    """Whether contracts are named in one list with other papers that were reviewed: 各类文件、合同、协议等213件."""
    listed = _LIST.search(words)
    return listed is not None and _REVIEWED_TOO.search(listed[0]) is not None


def reviewed_contracts(figure: Figure, setting: Setting) -> Match | None:
    """What was reviewed by a number that says no more, where the clause before it says what is reviewed.

    对拟签订的采购合同、租赁合同实行法制审核，审核57份 says it; 健全合同、文件审查制度，审查36件 does not.
    """
    if figure.kind is not COUNT or _BARE_REVIEW.fullmatch(figure.words[0]) is None:
        return None
    objects = _OBJECTS.search(figure.quote, 0, figure.at[0] - figure.start)
    if objects is None or _NOT_ITS_OWN.search(objects["what"]) is not None:
        return None
    found = matcher().match("审查合同", "", figure.unit, figure.kind, setting)
    return found[0] if found else None


def is_one_sort(figures: Sequence[Figure], place: int) -> bool:
    """Whether contracts are told as a part of others: 为涉企合同审查118份，其中PPP合同4份."""
    figure, before = figures[place], figures[max(0, place - 1)]
    whole = place > 0 and before.start == figure.start and before.unit == figure.unit and before.value >= figure.value
    return whole and _CONTRACTS_ALONE.fullmatch(before.words[0]) is not None


def is_of_all_listed(figures: Sequence[Figure], place: int, bound: Sequence[Bound], match: Match) -> bool:
    """Whether advice is on all that was reviewed, contracts among it: 决策2项、合同68份、文件11份，提出119条."""
    if match.metric.key != "contract_review_advice_items":
        return False
    before = figures[max(0, place - 1)]
    if before.start == figures[place].start and not (bound and bound[-1].figure == place - 1):
        words = clean(before.words[0])  # 审查规范性文件、决策、合同等各类文件478份，提出1325条
        if "、" in words and "合同" in words and _REVIEWED_TOO.search(words):
            return True
    contracts = [entry.figure for entry in bound[-4:] if entry.match.metric.key == "contract_review_total"]
    if not contracts or contracts[-1] + 1 >= len(figures):
        return False
    last = contracts[-1]
    return any(
        figures[other].start == figures[last].start
        and figures[other].kind is COUNT
        and _REVIEWED_TOO.search(figures[other].words[0]) is not None
        and _LISTED_ON.match(figures[min(other, last)].quote, figures[min(other, last)].at[1] - figures[last].start)
        for other in (max(0, last - 1), last + 1)
    )


def is_only_signed(match: Match, sentence: str) -> bool:
    """Does a sentence tell of contracts that were signed, and of no review: 签约合同32个，协议资金186亿元?"""
    if not match.metric.key.startswith("contract_review"):
        return False
    return _SIGNED.search(sentence) is not None and _REVIEWED.search(sentence) is None
