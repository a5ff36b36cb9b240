"""Whose number it is: who a clause speaks of, and whether that is a part of the issuer's area or another body.

The subject of a clause stands where the clause opens (板桥镇、岩桥镇…, 县公安局…, 个别单位…, 试点期间…) and governs
what follows up to the next subject or semicolon; words for the whole (全县, 各部门, 我局) bring the issuer back. What a
part does is the issuer's own where it alone does the work for all (县司法局 reviews contracts), so that some subjects
count for some topics only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from parsers.issuers import IssuerClass, likely_class
from parsers.metrics.catalogue import Metric
from parsers.regions import descendants
from parsers.regions import region as division
from parsers.vocabulary import FigureKind


class Subject(Enum):
    """Of whom a clause speaks."""

    OWN = auto()  # the issuer, or all of its area
    PART = auto()  # a place, a few of many, a trial
    FEW = auto()  # 个别单位: of its own clause only
    BUREAU = auto()
    ORGAN = auto()  # 人大, 工会: what they inspect or settle is their own
    OFFICE = auto()  # 司法所 review the contracts of their townships
    CAMPAIGN = auto()
    KIND = auto()  # 按领域分: what follows are kinds of the whole
    BODIES = auto()  # 各部门、乡镇应诉: the cases of those below the issuer


# The topics of which a subject's numbers are not the issuer's; of the others that are not OWN, all.
_TOPICS = {
    Subject.BUREAU: frozenset({"行政执法", "行政应诉"}),
    Subject.ORGAN: frozenset({"行政执法", "案卷评查", "人民调解"}),
    Subject.OFFICE: frozenset({"合法性审查"}),
    Subject.CAMPAIGN: frozenset({"行政执法"}),
    Subject.KIND: frozenset({"行政执法", "行政复议", "行政应诉"}),
    Subject.BODIES: frozenset({"行政应诉"}),
}
_GOVERNMENTS = frozenset(
    {
        IssuerClass.PROVINCE,
        IssuerClass.PREFECTURE_GOVERNMENT,
        IssuerClass.COUNTY_GOVERNMENT,
        IssuerClass.MANAGEMENT_ZONE,
    }
)
_OWN_BY_RANK: Mapping[IssuerClass | None, tuple[str, ...]] = {
    IssuerClass.DEPARTMENT: ("局",),  # 局执法支队
    IssuerClass.TOWNSHIP_GOVERNMENT: ("镇", "乡"),
    IssuerClass.SUBDISTRICT_OFFICE: ("街道",),
}
_UPPER = frozenset({IssuerClass.PROVINCE, IssuerClass.PREFECTURE_GOVERNMENT})
_TOWNS = frozenset({IssuerClass.TOWNSHIP_GOVERNMENT, IssuerClass.SUBDISTRICT_OFFICE})

_OF_EACH = frozenset({"行政复议", "行政应诉", "案卷评查"})
_ACCEPTED_FROM_OTHERS = frozenset({"transferred_to_police"})  # 公安机关受理行政执法机关移送案件64宗

_ENDS = "；;。"
_ASIDE = re.compile(r"[（(][^（()）]{1,60}[）)]")  # 各县（市、区）局, 297件（区政府64件）
_CLAUSE = re.compile(r"[，,：:（(）)\n]|(?<=[件宗起个次人元户家份％%])、")
_LEADS = re.compile(
    r"\s*(?:(?:其中|例如|比如|譬如|如(?!期|实|何)|同期|目前|当年|年内|(?:[一二三四五六七八九十]|首先|其次)是|同时|此外|另外|而|由|"
    r"(?:19|20)\d\d\s?年(?:度|以来|来)?|今年(?:以来)?|全年|全年来)[，,]?\s?)*"
)
_UNIT = r"(?:县|市|区|州|旗|镇|乡|街道|街镇|乡镇|部门|单位|地方|地区|分局|机关|科室|大队|中队|站所|社区|村|执法队|基层)"
_VAGUE = re.compile(
    rf"(?:仍有|还有|尚有)?(?:个别|有的|有些|部分|少数|一些|某些|极少数|最[高低多少]的)(?:[省市县区]直|基层|执法|行政|行政执法|偏远)?{_UNIT}|"
    r"被(?:督察|督查|检查|抽查|评查|考核|督导|巡察|审计)的[^，,；;。]{0,10}?(?:局|单位|部门|镇|乡|街道)"
)
# what a place that follows is the object of
_DONE_TO = (
    r"推[进动]|组织|指导|支持|选[取择定]|确定|深入|走进|打造|创建|建成|授予|命名|派驻|下沉|赋予|"
    r"依托|抽[取查调]|督促|安排|检查|开展|督察"
)
_SEVERAL = re.compile(
    rf"(?!{_DONE_TO}|[对向在由与从以])"
    r"(?:[一-鿿]{2,8}[、和与及]){0,6}(?:[一-鿿]{2,8})??(?:[两三四五六七八](?:镇|乡|县|市|区|州|地|街道|镇街|局|所|院)(?![级点一-鿿]?级|两|合一|三线|年)|"
    r"等(?:(?:[两三四五六七八九十]|\d{1,2})个)?(?:地|地区|(?<!省)市|县|区|县市区?|市州|镇|乡镇|乡|街道|镇街|街镇|县区)(?![级一-鿿]?级))"
)
# 三角、石壕2个镇的调解点; 消防、燃气两个领域: the names say that it is these alone
_THESE_ALONE = re.compile(
    rf"(?!{_DONE_TO}|[对向在由与从以各全])(?:[一-鿿]{{2,8}}[、和与及]){{1,5}}[一-鿿]{{2,6}}?\s?(?:[两三四五六]个?|[2-6]\s?个)"
    r"(?:重点|试点|示范|中心|建制)?(?:镇|乡|街道|镇街|区县|区|县|市|领域|行业|条线|部门|单位)(?![级点]|合一|以上)"
)
_BY_KIND = re.compile(
    r"(?:按|分|从)(?:照)?(?:执法|案件|办案|所属|涉案)?(?:领域|行业|条线|案由|违法类型|违法种类|属地|地区|区域|败诉主体|被告主体)"
    r"(?:来?(?:分|看|统计|划分)|类型|分布)$"
)
_BODIES_SUED = re.compile(
    r"(?:各|所属|[市县区]直|职能|工作)(?:行政)?(?:执法)?(?:部门|单位|机关)(?:[、和及与]各?(?:乡镇|镇街|街镇|乡|镇|街道)(?:[（(]街道[）)])?)*"
    r"(?:共|全年|累计)?(?=应诉|败诉|被诉|涉诉)"
)
_TRIAL = re.compile(
    r"(?:自|在)?[一-鿿“”]{0,12}?(?:两个|[三四五六七八九十]个|\d{1,2}个)?试点(?:[一两二三]年(?:多)?来|期间|以来|中|镇|乡|县|街道|单位|地区|部门|区|市)"
)
# 以板桥镇为例; 在处理某机构“卷款跑路”事件时: what is told of one of many is no count of all
_EXAMPLE = re.compile(
    r"以[^，,；;。]{2,14}为例|在?(?:处理|处置|办理|查处|化解)[^，,；;。]{0,24}(?:事件|一案|某[^，,；;。些种]{1,16})[^，,；;。]{0,6}[中时]|"
    r"[^，,；;。些种]{0,10}某[^，,；;。些种个]{0,10}(?:企业|公司|单位|机构|商户|店|厂|工地|项目|学校|医院)"
)
_CAMPAIGN = re.compile(
    r"(?:在|自)?(?:疫情(?:防控)?期间|(?:春节|国庆|五一|中秋|元旦|两节|节日|假期|汛期|暑期|高考|中考|两会)(?:期间|前后|前夕)|"
    r"[^，,；;。]{2,18}(?:行动|整治|治理|攻坚|战役|执法|检查)[”\"]?(?:期间|过程中|中(?!心|队))|"
    r"[^，,；;。]{2,18}(?:行动|整治|攻坚|战役)[”\"]?(?=(?:共|累计|全年)?(?:查处|立案|处罚|移送)))"
)
_YEAR_AGAIN = re.compile(r"全年|年内|共计|累计|合计")
_WHOLE = re.compile(
    r"(?:全[省市县区州旗盟镇乡局系街]|我[省市县区州旗盟镇乡局委厅关街]|本[省市县区州旗镇乡局委厅关级街]|各级|[两三四]级|"
    r"各(?:行政)?(?:执法|复议|行政)?(?:部门|单位|机关)|"
    r"(?:[省市县区州旗盟]|自治[区州县旗])(?:(?:人民)?政府|本级|级|[市县区乡镇、]{0,4}[两三四]级|直)|县[市区]?乡|市县(?=乡?[两三]级)|管委会|委机关|局机关)"
)
_EACH_TOWN = re.compile(
    r"(?:各|所有|全部|\d{1,3}个)(?:乡镇|镇|乡|街道|社区|村|镇街|街镇|县|区|市|县[（(、]?[市区、]+[）)]?|旗县)"
)
_ROUND_OFFICE = re.compile(r"(?:[一-鿿]{0,8}?|\d{1,4}个)(?:司法所|乡镇法制机构)")
_TOWNSHIP = re.compile(
    r"(?![各全我本向由被对与经受据给同该在两三以从市县区乡村])(?P<name>[一-鿿]{1,3}?[一-鿿])(?:镇|苏木|乡(?!镇|村))(?![级街域域容])|"
    r"(?![各全我本向由被对与经受据给同该在两三以从市县区])(?P<sub>[一-鿿]{2,4})街道(?!办案|社区)"
)
# 乡镇, 村镇, 街镇, 备案审查镇…文件, 组织板桥镇…: no names, or objects
_NO_TOWN = re.compile(
    rf"(?:乡|村|街|集|建制|小城|美丽|中心|特色|赋权|重点|示范|试点)$|[和与及个审评办的]|备案|所有|全部|部分|有关|相关|基层|{_DONE_TO}"
)
_ACTS = (
    r"(?=(?:窗口)?[、共全累今年办查立受作出开组实调化审移评处依对持拥现有率探推深严积创坚以建设参准核发，]|"
    r"等(?:\d{1,2}|[两三四五六七八九十])?个?(?:部门|单位))"
)
_NOT_IT = (
    r"(?!长(?!沙)|党|班子|领导|机关|牵头|会同|联合|配合|负责|[和与及]|的)"  # its head, or what it does with others
)
_BUREAU = re.compile(
    r"(?:[省市县区州旗盟]|[一-鿿]{2,3}[县区市])?(?![^，]{0,3}司法|各|全|依法|政府|[向由被对与经受据给同]|[^，]{0,4}(?:行政审批|政务服务|政数|数据))"
    rf"[一-鿿]{{2,9}}?(?:(?:分?局|大队|海关){_NOT_IT}|(?:支队|总队|执法队|监管部门){_ACTS})"
)
_DEPARTMENT = re.compile(
    r"(?:全[省市县区州旗])?(?:公安|市监|市场监管|交通(?:运输)?|城管|城市管理|综合执法|税务|生态环境|环保|自然资源|国土|规划|林草|林业和草原|海洋渔业|渔业|渔政|农机|畜牧|商务|民政|粮食|工信|科技|文化|体育|广电|食药监|药监|质监|工商|安监|海事|应急(?:管理)?|卫健|卫生|农业(?:农村)?|教育|文旅|消防|住建|"
    r"人社|水[利务]|林业|医保|烟草|海关)(?:部门|机关|系统)"
)
# 打私、缉毒、森林公安等部门查处毁林案件96起
_THESE_BUREAUS = re.compile(
    rf"(?!{_DONE_TO}|[对向在与从以各全被]|联合|会同|协同|统筹|协调|配合)(?:[一-鿿]{{2,8}}、){{1,8}}[一-鿿]{{2,8}}?"
    rf"等(?:(?:\d{{1,2}}|[两三四五六七八九十多各])个?)?(?:部门|单位){_ACTS}"
)
_ORGANS = re.compile(
    r"(?:[省市县区州旗镇乡]|全[省市县区州])?(?:人大|政协|纪委|监委|纪检监察|总工会|工会|妇联|团委|消费者(?:权益保护)?(?:委员会|协会)|消委会|消协|[一-鿿]{0,6}商会|[一-鿿]{0,6}仲裁委?|"
    r"[一-鿿]{2,8}(?:卫生院|医院)(?=全年|共|调解|受理))"
)
_BRANCH = re.compile(
    r"(?![各全我本]|公安|基层)(?:(?![局及和与各对评查])[一-鿿]){2,6}?(?:分局|司法所|派出所|税务所|监管所|管理所|自然资源所|国土所|中队)"
)
_EACH_BRANCH = re.compile(
    r"各?(?:县(?:[（(]?[市区、]+[）)]?)?|区县|县区|旗县区?)(?:[（(]?[市区、]+[）)]?)?(?:分?局|级[一-鿿]{2,8}(?:局|部门))|各分局|\d{1,2}个分局"
)
_OTHER_BUREAU = re.compile(
    rf"(?P<rank>[省市县区州旗])(?P<organ>[一-鿿]{{2,8}}?局)(?!长|机关)(?:[一-鿿]{{2,5}}[所队])?{_ACTS[:-1]}|根据|依据|在我)"
)
# 县（市、区）开展行政检查2.63万次, in a prefecture's or province's report
_LOWER = re.compile(
    r"(?:县市区|县区|区县|旗县区|旗县|市县|县|区)级?(?=(?:共|全年|累计|层面)?(?:开展|作出|办理|收到|受理|审查|审核|办结|调解|评查))"
)
_COUNTED = re.compile(rf"(?:仍?有|尚有|还有)?\d{{1,3}}[个家]{_UNIT}")  # 2个乡镇败诉率在20%以上: a rate of some
_VILLAGE = re.compile(rf"(?![各全我本每该农乡在两三])[一-鿿]{{2,4}}?(?:村|社区){_ACTS}")
_NO_VILLAGE = re.compile(r"街道|城乡|[个镇村审评办进]|行政|下沉")
_NO_LAWYERS = re.compile(r"(?<!司法)(?:局|海关)$|(?<!管理)委员会$")
_JOINED = re.compile(r"[、和与及]")


class Subjects(NamedTuple):
    """What an issuer's own name makes of others' names: ``within`` are the places inside its area, by length."""

    cls: IssuerClass | None
    issuer: str
    own: tuple[str, ...]
    within: Mapping[int, frozenset[str]]

    def is_others(self, metric: Metric, told: str, known: dict[str, Subject | None]) -> bool:
        """Whether the number behind ``told`` (its sentence so far) counts for somebody else than the issuer.

        ``known`` keeps the subjects of the clauses already asked about, for the numbers behind them.
        """
        if metric.topic == "法律援助" and self.cls is IssuerClass.DEPARTMENT and _NO_LAWYERS.search(self.issuer):
            return True  # a bureau beside whose window lawyers are assigned
        part = _ASIDE.sub("", told[max(told.rfind(mark) for mark in _ENDS) + 1 :])
        back = False
        for behind, clause in enumerate(reversed(_CLAUSE.split(part))):
            words = clause[_lead(clause) :] if clause else ""
            if not words:
                continue
            if words not in known:
                known[words] = self.subject(words)
            subject = known[words]
            if not behind and metric.kind is FigureKind.RATE and metric.topic in _OF_EACH and _COUNTED.match(words):
                return True
            if subject is None or (behind and subject is Subject.FEW):
                back = back or bool(_YEAR_AGAIN.search(clause))
                continue
            if subject is Subject.CAMPAIGN and back:
                return False
            if subject is Subject.BUREAU and metric.key in _ACCEPTED_FROM_OTHERS:
                return False
            topics = _TOPICS.get(subject)
            return subject is not Subject.OWN and (topics is None or metric.topic in topics)
        return False

    def subject(self, words: str) -> Subject | None:
        """Of whom a clause speaks that opens with ``words``; None where it names nobody."""
        named = self._named(words)
        if named is not None:
            return named
        if self.cls in _UPPER and _LOWER.match(words):
            return Subject.PART
        if _VAGUE.match(words):
            return Subject.FEW
        if _TRIAL.match(words) or _EXAMPLE.match(words) or _THESE_ALONE.match(words):
            return Subject.PART
        if _BY_KIND.match(words):
            return Subject.KIND
        if self.cls in _GOVERNMENTS and _BODIES_SUED.match(words):
            return Subject.BODIES
        if self.cls in _GOVERNMENTS and _THESE_BUREAUS.match(words):
            return Subject.BUREAU
        if _ORGANS.match(words):
            return Subject.ORGAN
        if self.cls in _TOWNS and _EACH_TOWN.match(words) and "社区" not in words[:8] and "村" not in words[:6]:
            return Subject.PART
        if _EACH_BRANCH.match(words) and self.cls is IssuerClass.DEPARTMENT:
            return Subject.PART
        if _ROUND_OFFICE.match(words) and self.cls not in _TOWNS:
            return Subject.OFFICE
        if _WHOLE.match(words) or words.startswith((*self.own, *_OWN_BY_RANK.get(self.cls, ()))):
            return Subject.OWN
        if _EACH_TOWN.match(words):
            return Subject.OWN
        if _SEVERAL.match(words):
            return Subject.PART
        return Subject.CAMPAIGN if _CAMPAIGN.match(words) else None

    def _named(self, words: str) -> Subject | None:
        """The subject of a list of names, or of one, that ``words`` open with."""
        found, place = None, 0
        while place < len(words):
            subject, end = self._name(words, place)
            if subject is None:
                break
            found = subject
            joint = _JOINED.match(words, end)
            if joint is None:
                break
            place = joint.end()
        return found

    def _name(self, words: str, place: int) -> tuple[Subject | None, int]:
        government = self.cls in _GOVERNMENTS
        start = place
        for own in self.own:
            if words.startswith(own, place):
                start = place + len(own)
                break
        for length, names in self.within.items():
            if words[start : start + length] in names:
                return Subject.PART, start + length
        if self.cls not in _TOWNS:
            town = _TOWNSHIP.match(words, place)
            if town is not None and not _NO_TOWN.search(town["name"] or town["sub"]):
                return Subject.PART, town.end()
        if government:
            bureau = _BUREAU.match(words, place) or _DEPARTMENT.match(words, place)
            if bureau is None or (self.cls is IssuerClass.MANAGEMENT_ZONE and "综合" in bureau[0]):
                return None, place  # a zone's one enforcing bureau is the zone's
            return Subject.BUREAU, bureau.end()
        if self.cls is IssuerClass.DEPARTMENT:
            branch = _BRANCH.match(words, place)
            if branch is not None and branch[0] not in self.issuer:
                return Subject.PART, branch.end()
            other = _OTHER_BUREAU.match(words, place)
            if other is not None and other["organ"][:2] not in self.issuer:
                return Subject.BUREAU, other.end()
        if self.cls in _TOWNS:
            other = _OTHER_BUREAU.match(words, place)
            if other is not None and "司法" not in other["organ"]:
                return Subject.BUREAU, other.end()
            village = _VILLAGE.match(words, place)
            if village is not None and not _NO_VILLAGE.search(village[0][:-1]):
                return Subject.PART, village.end()
        return None, place


def _lead(clause: str) -> int:
    lead = _LEADS.match(clause)
    return lead.end() if lead else 0


@lru_cache(maxsize=256)
def subjects_of(issuer: str | None, region: str | None) -> Subjects:
    """How the clauses of this issuer's report are told apart by their subjects."""
    cls = likely_class(issuer) if issuer else None
    names = descendants(region) if region and cls not in _TOWNS else ()
    within: dict[int, set[str]] = {}
    for name in names:
        within.setdefault(len(name), set()).add(name)
    lengths = sorted(within, reverse=True)
    own = [(issuer or "").removesuffix("人民政府")] if issuer else []
    place = division(region)
    if cls is IssuerClass.DEPARTMENT and place is not None:
        own += [place.name[-1] + "局", place.name[-1] + "厅"]  # 各县区局办理263件，市局办理312件
    return Subjects(
        cls=cls,
        issuer=issuer or "",
        own=tuple(own),
        within={length: frozenset(within[length]) for length in lengths},
    )
