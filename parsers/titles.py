"""What a title alone says: is it one of the three yearly reports, of which year, and whose.

Official titles are regular: [issuers][关于][year][推进…] topic [建设][工作]… form [trailer]. A title is a report's when
its topic is followed, with nothing but connecting words between, by a report's form at the end, and when what stands
before it is a body's name or nothing. Where the title cannot say, the answer is `unsure`, with the reason.
"""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.dates import find_years
from parsers.records import TitleReading
from parsers.stand_ins import tells_of_a_meeting
from parsers.title_shape import (
    FORM,
    INTERPRETATION,
    PERIOD,
    RANGE,
    YEAR_TOKEN,
    Cleaned,
    clean,
    read_issuers,
    strip_trailers,
)
from parsers.vocabulary import COMPILED, Decision, Kind

_HAN = re.compile(r"[一-鿿]")

# --- marks that settle a title ---------------------------------------------------------------------------------

# 某县2025年度…, XX镇…, *区…, ××局…, ____县
_TEMPLATE = re.compile(
    r"某[省市县区镇乡街局委单部学某]|[X×xＸ*＊]{2,}(?=[一-鿿])|[*＊×○〇_]+[省市县区镇乡局]|_{2,}|(?:通用|精选|最新|参考)\d+篇|范文|模板|样本|"
    r"[（(]精选|(?:\d+|[一二三四五六七八九十])篇[）)]?$|免费下载"
)
# …（审议稿）, 关于提请县人大常委会审议…的报告: what is yet to be passed
_DRAFT = re.compile(r"征求意见(?:稿|[）)])|草案|讨论稿|送审稿|审议稿|审定稿|初稿|[提报]请[一-鿿]{0,14}审[议定]")
_ESSAY = re.compile(
    r"研究|浅[析谈议论]|[试略]论|(?<!讨)论[^坛证述]|思考|启示|演进|路径|对策|探[索析讨]|调[查研]|视察|考察|巡礼|蓝皮书|白皮书|发展报告|大数据报告|综述|侧记|"
    r"心得|体会|感悟|评析|述评|实证"
)
_NEWS = re.compile(
    r"召开|举行|举办|发布[^会]|公示名单|喜报|获评|荣获|入选|点名|命名|出炉|启动|部署|推进会|座谈|走进|助力|护航|赋能|亮相|"
    r"听取|[！!？?]|新篇章|开新局|砥砺|奋力|我[省市县区]|调研|督导|培训|开展|参加|学习"
)
# Words that end the name of another sort of paper; 公示 and 报告 do not.
_OTHER_HEAD = re.compile(
    r"(?P<head>通知|通报|公告|通告|意见|方案|规划|要点|计划|办法|规定|条例|制度|决定|批复|复函|函|细则|指引|指南|标准|名单|规则|讲话|"
    r"纪要|目录|清单|指标|指标体系|体系|纲要|台账|安排|部署|简报|会议|会|命令|须知|一览|流程|流程图|规范|公约|倡议书|建议|提案|答复)"
    r"(?:[（(][^）)]{0,20}[）)])?$"
)
_LETTERS = ("通知", "公告", "通告", "函", "通报")  # what may carry a report
_TRANSMITS = re.compile(r"印发|公布|公开|公示|发布|转发|报送|上报|呈报")
_ASKS_FOR = re.compile(r"报送|上报|做好|编制|编写|开展|撰写|征求|征集|填报|组织")
_SENT = re.compile(r"(?:报送|上报|呈报|呈送|报告)《([^《》]{6,120})》的(?:报告|请示)$")  # 关于上报《…情况报告》的报告

# …情况报告汇编, …年度报告（合订本）
_COLLECTED = re.compile(
    r"(?:报告书?|年报|总结)的?[（(]?(?:全文)?(?:汇编|合集|合订本|合编|选编|文集|集锦?)[）)]?(?![一-鿿])"
)

# --- kinds -----------------------------------------------------------------------------------------------------

_FAZHI_UNITS = (
    "机关|部门|单位|税务|海关|公安|交通|交通运输|水利|教育|审计|统计|财政|卫生|卫健|农业|城管|市监|市场监管|气象|烟草|"
    "民政|人社|应急|文旅|自然资源|生态环境|住建|国土|环保|工商|质监|粮食|民航|邮政|消防"
)
_FAZHI_TOPIC = re.compile(
    rf"(?:建设法[治制]政府|法[治制](?:[一-鿿]{{1,4}})?政府(?:部门|机关|单位)?建设|法治(?:{_FAZHI_UNITS})?建设|依法行政(?:工作)?|"
    r"法[治制]政府(?=(?:年度|工作|情况|推进|报告)))"  # 法制政府: a common slip
)
_STATS_TOPIC = re.compile(
    r"行政执法(?:总体情况|数据|统计|信息统计|情况统计|年报|年度数据|年度统计|年度报告|工作年度报告|工作年报|年度情况|案件统计|案件数据|情况报告|情况的报告|"
    r"情况数据|事项数据|工作数据|总体数据|实施情况|情况(?=$|公示|公开|汇总|表|年报|年度))|"
    r"行政(?:处罚|许可|强制|检查)(?:[、和及与]行政(?:处罚|许可|强制|检查|征收|征用|裁决|确认|给付))*(?:等)?(?:行政)?(?:执法)?"
    r"(?:实施情况)?(?:数据|统计|情况统计)"
)
_DISCLOSURE_TOPIC = re.compile(r"(?:政府|机关)?信息公开")
# 2023年法治宜昌建设工作总结, 全面依法治县工作总结: wider than the report, but sometimes published in its place
_NEAR_TOPIC = re.compile(r"法治(?!政府|社会|文化|队伍|乡村|示范|宣传|营商)[一-鿿]{2,4}建设|全面依法治[省市县区州旗]")
_OTHER_TOPIC = re.compile(r"行政复议|行政应诉|政务公开|普法|依法治理|政府网站")

_LINK = re.compile(
    r"建设|推进|推动|开展|落实|贯彻|实施|工作|年度|全年|总体|主要|有关|相关|具体|进展|完成|执行|情况|总结|报告|报表|汇总|数据|信息|"
    r"统计|公示|公开|公布|说明|汇报|自查|案件|实施|依法行政|法治政府|法治|政府|暨|及其?|和|与|、|的|表|年报|\d{4}年?度?|[（(]\d{4}年?度?[）)]"
)
_ASIDE = re.compile(r"[（(][一-鿿]{2,20}[）)]")  # 法治政府建设（法治公安建设）工作情况报告
_STATS_FORM = re.compile(r"(?:报告|年报|表|情况|数据|统计|公示|公开|公布|汇总|总结|数据(?:情况)?(?:的)?说明)$")
_SPAN_AT_END = re.compile(r"[（(]20\d\d年?[-－—–~～至到]{1,2}20\d\d年?[）)]$")  # …五年工作总结报告（2021—2025年）
_SELF_CHECK = re.compile(r"自[查评]|自我(?:检查|评价|评估)")
_EXCERPT = re.compile(r"节选|节录|摘[要录编登]|简[版本]|提要")
# Another subject in front of the same words: 示范创建工作, 督察反馈问题整改, 第三方评估 …
_OTHER_SUBJECT = re.compile(
    r"示范|创建|督察|督查|整改|考核|考评|评估|测评|反馈|述法|述职|第一责任人|实施纲要|规划|审议意见|建议|提案|满意度|队伍建设|文化建设|"
    r"宣传教育|监督|三项制度|案卷|培训|人员|资格|执法证|检查计划|指标|答卷|试点|评议|自评"
)
# 关于2023年交通法治政府建设…: the field a department works in, not a name
_SECTOR = re.compile(rf"(?:全[省市县区]|本)?(?:{_FAZHI_UNITS})?(?:系统|领域|部门)?")
_OFFICIAL_FORM = re.compile(r"(?:报告|年报|总结|汇报|公报|报表|情况表|进展情况|完成情况|落实情况|情况的报告|统计表)$")


@lru_cache(maxsize=256)  # page, row and text of one document say the same title
def parse_title(title: str) -> TitleReading:
    """Decision, kind, year and issuers by the title alone; issuers stand as written there.

    ``kind`` and ``year`` are also given for `unsure` titles where the title shows them (a notice that transmits a
    report): they say what it may be.
    """
    cleaned = clean(title)
    core = cleaned.core
    if not _HAN.search(core):
        return _reading(Decision.UNSURE, "标题没有汉字，不能判断")
    if _TEMPLATE.search(core):
        return _reading(Decision.NOT_A_REPORT, "标题像模板或范文（含某、XX 等空位）")
    if INTERPRETATION.search(core):
        return _reading(Decision.NOT_A_REPORT, "标题是解读或宣传，不是报告本身")
    body, trailers = strip_trailers(core)
    head = _OTHER_HEAD.search(body)
    if head is not None:
        return _other_paper(body, head)
    if sent := _SENT.search(body):
        inside = parse_title(sent[1])
        if inside.decision is Decision.REPORT:
            return _reading(
                Decision.UNSURE, "标题是报送报告的文件，可能附有报告正文", kind=inside.kind, year=inside.year
            )
    if re.fullmatch(r"(?:附件|附|正文|全文|最新|报告|年度报告|年报|\d{4}年?度?|报告全文|[（()）:：.、\d\s])+", body):
        return _reading(Decision.UNSURE, "标题没有写明是什么报告", year=_year(core))
    if is_compilation(core):
        return _compiled(body)
    for kind, topic, form in _GRAMMAR:
        found = _as_kind(kind, topic, form, cleaned, body, trailers)
        if found is not None:
            return found
    return _as_other(body, core)


_GRAMMAR = (
    (Kind.FAZHI_ANNUAL, _FAZHI_TOPIC, FORM),
    (Kind.DISCLOSURE_ANNUAL, _DISCLOSURE_TOPIC, FORM),
    (Kind.ENFORCEMENT_STATS, _STATS_TOPIC, _STATS_FORM),
)
_NAMES = {
    Kind.FAZHI_ANNUAL: "法治政府建设年度报告",
    Kind.DISCLOSURE_ANNUAL: "政府信息公开工作年度报告",
    Kind.ENFORCEMENT_STATS: "行政执法年度数据",
}


def is_draft(title: str) -> bool:
    """Does a title say that its paper is not the final one: 送审稿, 提请审议?"""
    return _DRAFT.search(title) is not None


def is_compilation(title: str) -> bool:
    """Does a title name a collection of reports: 全县各部门2025年度法治政府建设情况报告汇编?"""
    return _COLLECTED.search(title) is not None


def _compiled(body: str) -> TitleReading:
    """The kind of the reports that a compilation holds, and their year if it is one."""
    kind = next((kind for kind, topic, _ in _GRAMMAR if topic.search(body)), None)
    if kind is None or _NEWS.search(body) or tells_of_a_meeting(body):
        return _reading(Decision.NOT_A_REPORT, "标题不是三种年度报告的写法", year=_year(body))
    year = None if RANGE.search(body) or "历年" in body else _year(body)
    return _reading(Decision.UNSURE, f"{COMPILED}标题是多份报告的汇编", kind=kind, year=year)


def _reading(
    decision: Decision,
    reason: str,
    *,
    kind: Kind | None = None,
    year: int | None = None,
    issuers: tuple[str, ...] = (),
) -> TitleReading:
    return TitleReading(decision, kind, year, issuers, reason)


def _other_paper(body: str, found: re.Match[str]) -> TitleReading:
    """A notice, plan, opinion …: not a report, but a notice that publishes one may carry it."""
    head = found["head"]
    inner = re.search(r"《([^》]{4,120})》", body)
    inside = parse_title(inner[1]) if inner and inner[1] != body else None
    if inside is None and head in _LETTERS:
        match = re.search(r"(?:印发|公布|公开|发布|转发)(?P<name>.{6,120}?)的?(?:通知|公告|通告|函|通报)", body)
        inside = parse_title(match["name"]) if match else None
    asks = "征求" in body or is_draft(body) or (inner is None and _ASKS_FOR.search(body))
    if inside is None and head in _LETTERS and head != "通报" and not asks and not _TRANSMITS.search(body):
        announced = parse_title(body[: found.start()].removesuffix("的"))
        if announced.decision is Decision.REPORT:
            return _announced(announced, head)
    sends = head in _LETTERS and _TRANSMITS.search(body) and not asks
    if sends and inside is not None and inside.decision is Decision.REPORT:
        return _reading(Decision.UNSURE, f"{head}可能附有报告正文，标题不能确定", kind=inside.kind, year=inside.year)
    return _reading(Decision.NOT_A_REPORT, f"标题落在“{head}”上，不是年度报告", year=_year(body))


def _announced(inside: TitleReading, head: str) -> TitleReading:
    """A report's title that ends in a notice's word: 2024年度行政执法数据公告 is how the figures are made public."""
    if inside.kind is Kind.ENFORCEMENT_STATS and head in ("公告", "通告"):
        return inside
    return _reading(Decision.UNSURE, f"标题是报告的{head}，可能附有报告正文", kind=inside.kind, year=inside.year)


def _as_kind(
    kind: Kind, topic: re.Pattern[str], form: re.Pattern[str], cleaned: Cleaned, body: str, trailers: str
) -> TitleReading | None:
    """The title read as one kind, or None when it is not of its grammar."""
    match = topic.search(body)
    if match is None:
        return None
    rest = RANGE.sub("", _SPAN_AT_END.sub("", body[match.end() :]))
    more = _LINK.sub("", _ASIDE.sub("", rest))
    if not form.search(_SPAN_AT_END.sub("", body)) or (more and not _OTHER_TOPIC.fullmatch(more)):
        return None
    prefix = body[: match.start()]
    if prefix.endswith("人民"):  # 某县人民政府信息公开工作年度报告: the government's disclosure, its name run into it
        prefix += "政府"
    if not _has_form(kind, body[match.start() :], prefix):
        return None
    year = _report_year(prefix, body[match.start() :], trailers)
    if more:
        return _reading(Decision.UNSURE, f"标题兼及另一项工作（{more}）", kind=kind, year=year)
    span = RANGE.search(body)
    if span is not None:
        return _of_many_years(kind, span)
    if PERIOD.search(body):
        return _reading(Decision.OTHER_KIND, "不是年度报告，只涵盖一段时间", year=year)
    names, leftover = read_issuers(cleaned, prefix, trailers)
    if _SECTOR.fullmatch(leftover) or not _HAN.search(leftover):
        leftover = ""
    if leftover and (_OTHER_SUBJECT.search(leftover) or _OTHER_TOPIC.search(leftover)):
        return _reading(Decision.OTHER_KIND, "报告的是另一项工作", year=year)
    if leftover and (_NEWS.search(leftover) or _ESSAY.search(leftover) or tells_of_a_meeting(body)):
        return _reading(Decision.NOT_A_REPORT, "标题是新闻或文章的句式", year=year)
    if _SELF_CHECK.search(rest):
        return _reading(
            Decision.UNSURE, "自查、自评报告多为应付督察、考核，不一定是年度报告", kind=kind, year=year, issuers=names
        )
    if is_draft(cleaned.core) or _EXCERPT.search(trailers):
        return _reading(Decision.UNSURE, "标题说明是未定稿或节选", kind=kind, year=year, issuers=names)
    if leftover:
        return _reading(Decision.UNSURE, f"标题中“{leftover[:20]}”不像发布机关", kind=kind, year=year)
    if year is None and not names:
        return _reading(Decision.UNSURE, "标题没有年度和机关，可能是栏目名", kind=kind)
    return _reading(Decision.REPORT, f"标题符合{_NAMES[kind]}的写法", kind=kind, year=year, issuers=names)


def _has_form(kind: Kind, rest: str, prefix: str) -> bool:
    """The form must be more than the topic itself: 政府信息公开 alone is no report, 依法行政情况 needs a year."""
    if kind is Kind.DISCLOSURE_ANNUAL:
        return bool(re.search(r"报告|年报|总结报告|年度情况|情况报告", rest))
    if kind is Kind.ENFORCEMENT_STATS:
        return not re.search(r"总结$|检查计划", rest)
    bare = not re.search(r"报告|年报|总结|汇报", rest)
    return not bare or bool(YEAR_TOKEN.search(prefix + rest))


def _of_many_years(kind: Kind, span: re.Match[str]) -> TitleReading:
    if span[1] and int(span[2]) - int(span[1]) == 1:
        return _reading(Decision.UNSURE, f"标题写了两个年度（{span.group()}），年度不能确定", kind=kind)
    return _reading(Decision.OTHER_KIND, f"跨年度报告（{span.group()}），不是年度报告")


def _report_year(prefix: str, rest: str, trailers: str) -> int | None:
    """The year nearest before the topic, else after it, else in brackets at the end."""
    before = YEAR_TOKEN.findall(re.sub(r"《[^》]*》", "", prefix))
    if before:
        return int(before[-1][:4])
    after = YEAR_TOKEN.findall(rest)
    if after:
        return int(after[0][:4])
    bracket = re.search(r"[（(【\[\-—－](20\d\d)年?度?(?:[）)】\]]|$|[-—－])", trailers)
    return int(bracket[1]) if bracket else None


def _year(text: str) -> int | None:
    years = find_years(text)
    if years:
        return years[0].year
    match = re.search(r"(?<!\d)20\d\d(?!\d)", text)
    return int(match.group()) if match else None


def _as_other(body: str, core: str) -> TitleReading:
    """No kind of ours: another official report, or none at all, or words too few to tell."""
    year = _year(core)
    if _ESSAY.search(body):
        return _reading(Decision.NOT_A_REPORT, "标题是研究、调研或宣传文章", year=year)
    if _NEAR_TOPIC.search(body) and _OFFICIAL_FORM.search(body) and not _OTHER_SUBJECT.search(body):
        return _reading(Decision.UNSURE, "标题是法治建设的总结，可能代替法治政府建设报告", year=year)
    if _OFFICIAL_FORM.search(body) and not (_NEWS.search(body) or tells_of_a_meeting(body)):
        if re.search(r"表$", body) and year is None:
            return _reading(Decision.NOT_A_REPORT, "标题是没有年度的表格")
        named = year is not None or _OTHER_SUBJECT.search(body) or _OTHER_TOPIC.search(body)
        if named or re.search(r"情况的?报告$|工作报告$|工作总结$", body):
            return _reading(Decision.OTHER_KIND, "是另一种工作报告", year=year)
    if re.search(r"法治政府|依法行政|行政执法|信息公开", body) and len(body) <= 8 and not _NEWS.search(body):
        return _reading(Decision.UNSURE, "标题只有主题词，不能判断", year=year)
    return _reading(Decision.NOT_A_REPORT, "标题不是三种年度报告的写法", year=year)
