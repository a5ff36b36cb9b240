"""Which words make somebody else the subject of a number: a level above the issuer, or all of a bureau's system."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from parsers.issuers import IssuerClass, likely_class
from parsers.regions import Level, Region, chain, short_names

# A level's word is the subject only where a clause begins; "居全市第2位" and "全市平均" say nothing of it.
_BEGINS = r"[，,；;。：:（(、\s]"
_ADVERBS = (
    r"(?:其中[，,]?|目前[，,]?|(?:今年|去年|上年|全年|同期|期间)(?:以来)?[，,]?|"
    r"(?:19|20)\d\d\s?年(?:度|以来)?[，,]?|截至[^，,；;。]{0,12}[，,]?|在)?"
)
_OPENING = f"(?:^|{_BEGINS}){_ADVERBS}"
# 省级民主法治示范村3个, 全国文明单位2个, 市级非遗项目6项: titles of honour that the issuer's own places and people bear
_HONOUR = (
    r"(?:示范|先进|模范|标兵|十佳|百佳|最美|文明(?![办委])|优秀(?!率)|荣誉|劳模|样板|标杆|典型|龙头企业|高新技术企业|专精特新|"
    r"小巨人|文化阵地|教育基地|非遗|非物质|生态[村乡县镇]|重点文物|名[村镇])"
)
_NO_TITLE = (
    r"(?![^，,；;。：:\d]{0,14}(?:部门|机关|系统|财政|政府(?!建设)|机构|法院|评[选查]|表彰|开展|办理|建成|命名|培育|共|抽查|检查|完成|"
    r"推荐|率))"
)
_HONOURED = (
    rf"(?<=[级国]){_NO_TITLE}[^，,；;。：:、\d]{{0,14}}{_HONOUR}|"
    rf"{_NO_TITLE}[^，,；;。：:、\d]{{0,8}}(?:先进|模范|文明(?![办委])|优秀|十佳)"
)
_ANY_HONOUR, _COUNTED_AGAIN = re.compile(_HONOUR), re.compile(r"级\s?(?:\d|$)")  # 国家级示范村2个，省级16个
_NOT_SUBJECT = (
    rf"(?!{_HONOURED}|"
    r"率先|首|平均(?:水平|值|数)|第|领先|前|推广|通报|最|唯一|排名|同类|同期第|各县市区第|标准|考核|范围|"
    r"要求|部署|决策|工作会|下放|赋予|赋权|授权|(?:共|先后|全年)?(?:发来|送来|来函)|向[我本][省市县区州旗局]|[^，,；;。]{0,6}(?:网站|官网|门户|公众号|平台))"
)
_OWN = (
    r"我[省市区县州旗镇乡局委办院厅街所关]|本[省市区县州旗镇乡局委办院厅关]|"
    r"[省市区县州旗镇乡局厅]?本级|[局厅委]机关|[局厅委]属|自身"
)
# 向省政府、市人大常委会报备14件: those to whom, or by whom, something is done are not its subject
_ADDRESSED = re.compile(r"(?:[向受被经由获]|(?<![通据简])报|报送|报请|配合|按照|根据|参加|接受)[^，,；;。：:]{1,14}$")
# 在全市市场监管系统中率先推行，在全省现场会上作交流，…: where something is done is its clause's alone
_PLACED = re.compile(
    rf"{_BEGINS}[^，,；;。\d]{{0,8}}?在[^，,；;。\d]{{2,24}}(?:率先|首创|首家|名列|位[居列]|前列|会[议上])[^，,；;。\d]{{0,12}}[，,]"
)
_ORGANS = (
    r"(?:委|政府|司法[厅局]|依法治[省市县区]办|高院|中院|(?:高级|中级)?人民法院|法院|检察院|人民检察院|人大|"
    r"(?:行政)?复议机[构关]|[厅局])"
)
_AVERAGE = re.compile(r"(?P<level>全[国省市州盟县区旗])的?平均(?:水平|值|数)?的?(?:[为是达]|达到)?[（(]?\s?$")


@dataclass(frozen=True, slots=True)
class Levels:
    """``other`` matches a subject that is not the issuer where a clause opens, ``own`` one that leads back to it.

    ``apart``: the issuer is a bureau whose branches are not its own, so that a table's 厅本级 is the issuer and the
    全省 beside it is not.

    The words in which ``other`` is sought have a blank put before them: a mark or a blank opens every clause then, and
    what one set opens is searched for quickly.
    """

    other: re.Pattern[str]
    own: re.Pattern[str]
    apart: bool = False

    def may_speak_of_others(self, words: str) -> bool:
        """Whether any number of a sentence needs to be asked whose it is."""
        return "平均" in words or self.other.search(" " + words) is not None

    def is_other(self, words: str) -> bool:
        """Whether the number after ``words`` (its sentence so far) counts for somebody else; ； ends a subject."""
        words = " " + words[max(words.rfind("；"), words.rfind(";"), words.rfind("。")) + 1 :]
        found = None
        for match in self.other.finditer(words):
            addressed = _ADDRESSED.search(words, max(0, match.start() - 16), match.start()) is not None
            again = _COUNTED_AGAIN.match(words, match.end() - 1) is not None
            honoured = again and _ANY_HONOUR.search(words, 0, match.start()) is not None
            if not (addressed or honoured) and _PLACED.match(words, match.start()) is None:
                found = match
        return found is not None and self.own.search(words[found.end() - 1 :]) is None

    def is_average(self, words: str) -> bool:
        """Whether the number behind ``words`` is told to be the average of a level above: 出庭应诉率全市平均92%."""
        told = _AVERAGE.search(words)
        return told is not None and self.other.search(" " + told["level"]) is not None


# 市政府收到涉及我局职责的行政复议申请34件: who acts is another, the cases are the issuer's
_OWN_SUBJECT = f"{_OPENING}(?:{_OWN})|(?:涉及|以)我[局委厅]|以我[省市县区州旗镇乡局委厅](?:人民)?(?:政府)?(?:作)?为被"
# Bureaus whose branches in the counties are their own: 全市生态环境系统 is the bureau itself
_VERTICAL = re.compile(r"(?:生态环境局|环境保护局|税务局|气象局|烟草专卖局|海关)$")
# 全市系统立案4836件, but 全市系统推进…: there the word says how
_NO_ADVERB = r"(?![性化]|推[进动]|梳理|谋划|部署|总结|集成|治理|学习|施|抓|构建|完善|提升)"
_LETTERS = r"[^\W\d_]"  # a range of Han characters takes a millisecond to compile, for every issuer
# 省生态环境厅抽评全省案卷390卷: who looks through what others made looks through more than the issuer's
_REVIEWING = rf"(?![场政容]){_LETTERS}{{2,8}}(?:厅|局|委员会)(?=抽[查评取检样]|评查|通报|考核|督[察查]|组织|举办|召开)"
_ACTING = rf"{_LETTERS}{{2,6}}局(?=抽)|(?=共|全年|累计|收到|受理|办理|办结|作出|开展|审结)"

# 市县两级, 省、市、县（市、区）三级: ranks told of together, whose number stands in their clause or is 共 in the next;
# 市县两级联动 says how, 市县两级交办 from whom
_RANKS = r"[中央国家省自治市州盟地县区旗乡镇街道村社组（）()、和与及]{0,14}"
_TOGETHER = (
    rf"[两二三四五六]级(?!{_LETTERS}{{0,10}}(?:联动|联合|共[建享治管用商]|协同|协作|会商|联席|贯通|同步|一体|统筹|交办|转办|督办|反馈|移[交送]|下[达放]|"
    rf"委托|代表(?!处)|委员(?!会)|建议|提案)|[^，,；;。\d]{{0,24}}[我本][省市区县州旗镇乡局])"
    rf"(?={_LETTERS}{{0,14}}?(?:机关|机构|部门|单位|组织|法院|检察院|政府|系统|队伍|中心|委员会|[局厅委办]|共|全年|累计|收到|新收|"
    r"受理|办理|办结|审结|作出|开展|实施|查处|化解|排查|调解|调处))"
    r"(?=[^，,；;。：:\d]{0,40}(?:[，,](?:共|累计|全年|合计)[^，,；;。：:\d]{0,40})?(?:$|\d))"
)


@lru_cache(maxsize=16)
def _own_subject(rank: str) -> re.Pattern[str]:
    """What leads back to the issuer: of an area of this rank also all of it (全区), and 以区政府为被申请人."""
    return (
        re.compile(f"{_OWN_SUBJECT}|{_OPENING}全{rank}|以{rank}(?:人民)?政府(?:作)?为被")
        if rank
        else re.compile(_OWN_SUBJECT)
    )


@lru_cache(maxsize=1024)
def levels_of(issuer: str | None, region: str | None) -> Levels | None:
    """The subjects that are not this issuer's own; None when nothing is known of it."""
    kind = likely_class(issuer) if issuer else None
    regions = chain(region) if region else ()
    if kind is None and not regions:
        return None
    words = {
        "全国",
        "司法部",
        r"最高人民?法院",
        r"国家级",
        rf"上级(?={_LETTERS}{{0,8}}(?:受理|办理|审结|收到|作出|维持))",
        "所在市",
    }
    department = kind is IssuerClass.DEPARTMENT
    within = kind in (IssuerClass.TOWNSHIP_GOVERNMENT, IssuerClass.SUBDISTRICT_OFFICE, IssuerClass.MANAGEMENT_ZONE)
    above = regions if within else regions[:-1]
    own_suffixes = {regions[-1].name[-1]} if regions and not within else set()
    if kind is IssuerClass.MANAGEMENT_ZONE:  # 全区 is the zone
        own_suffixes = {"区"}
    names = {place.name for place in above}
    kinds = {_suffix(name) for name in names} - own_suffixes  # 省, 市: whose organs are named so
    for name in names:
        words.update(_words_of(name, own_suffixes))
        if name.endswith("自治区") and "区" in kinds:
            kinds.add("自治区")
    if not regions and kind in (IssuerClass.COUNTY_GOVERNMENT, IssuerClass.MANAGEMENT_ZONE):
        kinds.add("省")
        words.update(("全省", "省级"))
        if issuer and not re.search(r"市人民政府$", issuer):
            kinds.add("市")
            words.update(("全市", "市级"))
    if issuer and issuer.endswith("海关"):
        words.add(rf"(?!{re.escape(issuer[:2])}|其中|[在全我本]){_LETTERS}{{2,4}}关区")
    apart = department and not (issuer and _VERTICAL.search(issuer))
    if apart and not (regions and regions[-1].level is Level.COUNTY):  # a county's bureau has none below it
        words.add(r"全[省市县区州旗][^，,；;。、]{2,14}(?:系统|执法队伍)")
        words.add(rf"全[省市县区州旗]系统{_NO_ADVERB}")
    if department:
        words.update(
            (
                r"(?:全[省市县区州旗])?各级[^，,；;。、]{2,14}?(?:机关|机构|部门)",
                r"全[省市县区州旗](?:[两三四]级[^，,；;。、]{2,10}?(?:机关|机构|部门)|行政机关)",
                r"含[各所]?[县区乡镇][^，,；;。]{0,6}在内",
            )
        )
        if regions and regions[-1].name[-1] not in "县区旗":
            words.add(r"县(?:[（(]?[市区]+[）)]?)?级[^，,；;。、以]{1,8}(?:部门|机构|单位|局)")
    words.add(f"{_RANKS}(?:{_longest_first(_ranks_above(kind, regions))}){_RANKS}{_TOGETHER}")
    other = _subject(_longest_first(names), _longest_first(kinds), _longest_first(words))
    return Levels(other, _own_subject(regions[-1].name[-1] if regions and not within else ""), apart)


def _ranks_above(kind: IssuerClass | None, regions: Sequence[Region]) -> set[str]:
    """The ranks that make a list of ranks wider than the issuer, a bureau being as wide as its area."""
    above = {"中央", "国家"}
    level = regions[-1].level if regions else Level.COUNTY
    if level is Level.PROVINCE or (not regions and kind is IssuerClass.DEPARTMENT):  # of what, nobody knows
        return above
    above.update(("省", "自治区"))
    if len(regions) > 1 and regions[0].name.endswith("自治区"):
        above.add("区(?=[、和与及]?[市地盟州])")
    if level is Level.COUNTY:
        is_city = bool(regions) and regions[-1].name.endswith("市")  # 市镇两级 is a county-level city's own
        above.update(("州", "盟", "地", r"市(?=[、和与及]?[县区旗])" if is_city else "市"))
    if kind in (IssuerClass.TOWNSHIP_GOVERNMENT, IssuerClass.SUBDISTRICT_OFFICE):
        above.update(("市", "县", "旗", "(?<!社)区"))
    elif kind is IssuerClass.MANAGEMENT_ZONE:
        above.update(("市", "县", "旗"))
    return above


def _longest_first(words: set[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


@lru_cache(maxsize=1024)
def _subject(names: str, kinds: str, words: str) -> re.Pattern[str]:
    """A subject of these divisions, organs of these kinds, or words; the counties of one prefecture share theirs.

    What may follow any name is written once: to compile a pattern takes longer than to read a page with it.
    """
    named = f"(?:{names})(?:{_ORGANS}|{_ACTING})" if names else ""
    organs = f"(?:{kinds})(?:{_ORGANS}|{_REVIEWING})" if kinds else ""
    return re.compile(f"{_BEGINS}{_ADVERBS}(?:{'|'.join(filter(None, (named, organs, words)))}){_NOT_SUBJECT}")


def _suffix(name: str) -> str:
    return "区" if name.endswith("自治区") else name[-1]


def _words_of(name: str, own_suffixes: set[str]) -> set[str]:
    """How a report speaks of the area of a division above its issuer, by its kind unless its own is of that kind."""
    suffix = _suffix(name)
    names = "|".join(re.escape(called) for called in (name, *short_names(name)[:1]))
    words = {f"(?:{names})全{suffix}"}  # 南通全市卫健系统
    if suffix not in own_suffixes:
        words |= {f"全{suffix}", f"{suffix}级", rf"{suffix}内(?=各?\d)"}
        if name.endswith("自治区"):
            words.add("全自治区")
    return words
