"""May this row be a wanted report? Generous: what a document is, its text decides later."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.pages.stems import may_go_on, speaks_of_other, stops_short
from parsers.pages.titles import is_cut
from parsers.stand_ins import is_bare, says_nothing
from parsers.vocabulary import Kind

_SPACE = re.compile(r"\s+")

# Words of a yearly account: 报告, 总结, 情况, 年报 …; 述法 is a head's yearly account of the same duty.
_ACCOUNT = re.compile(r"报告|总结|情况|年报|汇报|小结|述法|述职|回顾|自评|自查|打算")
_YEARLY = re.compile(r"年度|年报|(?:19|20)\d\d年|[一二][○〇零０九][○〇零一二三四五六七八九]{2}年|上年|全年")
# What is plainly another sort of paper, unless it also carries a word of account.
_OTHER_PAPER = re.compile(
    r"通知|意见|方案|要点|规划|纲要|会议|培训|办法|规定|细则|条例|公示|公告|示范|讲座|解读|计划|制度|清单|名单|目录|指南|领导小组|动员|部署|调研|座谈|宣传|考试|竞赛|决定"
)

_TOPIC: dict[Kind, re.Pattern[str]] = {
    Kind.FAZHI_ANNUAL: re.compile(
        r"法[治制]政府|依法行政|法[治制].{0,8}建设|依法治[省市县区州旗镇乡街企校理]|法治工作|行政执法.{0,6}法治|推进法治|法治化?(?:年度|情况|报告)"
    ),
    Kind.ENFORCEMENT_STATS: re.compile(r"执法|行政处罚|行政许可|行政强制|行政检查|双随机"),
    Kind.DISCLOSURE_ANNUAL: re.compile(r"信息公开|政务公开"),
}
_WANTED: dict[Kind, re.Pattern[str]] = {
    Kind.FAZHI_ANNUAL: _ACCOUNT,
    # `2024年度行政执法数据表`, `行政处罚、行政许可实施情况统计表`, `执法总体情况`, `年度执法报告`
    Kind.ENFORCEMENT_STATS: re.compile(
        r"数据|统计|年报|报表|总体情况|实施情况|执法情况|工作情况|情况.{0,3}表|报告|总结|结果.{0,4}(?:年度|汇总)|汇总"
    ),
    Kind.DISCLOSURE_ANNUAL: re.compile(r"报告|年报|总结|情况"),
}
# Single acts and their lists, which an enforcement section shows by the thousand.
_SINGLE_ACT = re.compile(r"决定书|告知书|通知书|案件公示|许可证|信用|当事人|处罚案|听证|拍卖|送达|公司|有限")
# Plain report titles, taken even where the section asks for another kind.
_PLAIN: dict[Kind, re.Pattern[str]] = {
    Kind.FAZHI_ANNUAL: re.compile(r"(?:法治政府|依法行政|法治建设).{0,20}(?:报告|总结|情况|年报)"),
    Kind.ENFORCEMENT_STATS: re.compile(r"(?:行政)?执法.{0,12}(?:数据|统计|年报|年度报告)|(?:数据|统计).{0,6}执法"),
    Kind.DISCLOSURE_ANNUAL: re.compile(r"信息公开.{0,12}(?:报告|年报)"),
}
# A bare `2024年度报告` in a section of ours may be the report; these are accounts of other things.
_BARE = re.compile(r"年度.{0,6}报告|年报|工作(?:情况)?报告|工作总结|情况的?报告")

# A row that is called by the red head of its paper, by its number, or by both: 青政发〔2026〕5号 青禾县人民政府文件
_HEAD = re.compile(r"[一-鿿]{2,16}(?:政府|委)(?:办公[室厅])?(?:红头)?文件")
_NUMBER = re.compile(
    r"(?:(?<![一-鿿])|(?<=文件))[一-鿿]{1,10}[〔\[(（【]20\d\d[〕\])）】]第?\d{1,5}号|(?:19|20)\d\d年第?\d{1,4}号|第\d{1,4}号"
)
_NUMBERED = re.compile(r"(?:[一-鿿]{0,16}?(?:政府|委员?会?|[局厅办]))?(?:办公[室厅])?(?:红头)?(?:文件|公文|发文|来文)?")

# 某县晒出2025法治答卷, 法治护航高质量发展（2025年度）: a headline may stand over the report itself
_SLOGAN = re.compile(r"法治.{0,16}20\d\d|20\d\d.{0,16}法治")
_SLOGAN_ONLY = "a headline of law and a year: the report may stand behind it"

_CUT_OFF = "the title is cut off before its subject"
_HEAD_ONLY = "the title is only the head of a body's papers: any of them may stand behind it"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whether a row's document is fetched, and why (or why not)."""

    fetch: bool
    reason: str


def judge_candidate(title: str, kinds: Sequence[Kind]) -> Candidate:
    """Whether a row may be a report of the wanted ``kinds``, from its title alone.

    A report of another kind is fetched too when its title says so plainly: it is recorded for its own issuer. A
    title cut off by dots is given the benefit of the doubt.
    """
    text = _SPACE.sub("", title)
    if not text:
        return Candidate(False, "no title")
    for kind in kinds:
        reason = _of_kind(text, kind)
        if reason:
            return Candidate(True, reason)
    for kind, plain in _PLAIN.items():
        if kind not in kinds and (match := plain.search(text)) and not _SINGLE_ACT.search(text):
            return Candidate(True, f"another kind's report by its title: {match.group()}")
    if _YEARLY.search(text) and (match := _BARE.search(text)) and not speaks_of_other(text):
        return Candidate(True, f"a yearly report that does not name its subject: {match.group()}")
    if is_bare(text) or (Kind.FAZHI_ANNUAL in kinds and says_nothing(text)):
        return Candidate(True, "the title is only a form: any paper may stand behind it")
    if Kind.FAZHI_ANNUAL in kinds and _is_head(text):
        return Candidate(True, _HEAD_ONLY)
    if is_cut(text) and may_go_on(text.rstrip(".…·。")):
        return Candidate(True, _CUT_OFF)
    if stops_short(text):
        return Candidate(True, "the title stops before its subject")
    if Kind.FAZHI_ANNUAL in kinds and _SLOGAN.search(text) and may_be_one_of(text):
        return Candidate(True, _SLOGAN_ONLY)
    topic = next((match.group() for kind in kinds if (match := _TOPIC[kind].search(text))), None)
    if topic:
        return Candidate(False, f"names {topic}, but is another sort of paper")
    return Candidate(False, "names no subject of the wanted reports")


def _is_head(text: str) -> bool:
    if _HEAD.fullmatch(text):
        return True
    rest = _NUMBER.sub("", text, count=1)
    return rest != text and _NUMBERED.fullmatch(rest.strip("()（）[]【】:：-—_|·")) is not None


def may_be_one_of(title: str) -> bool:
    """May a row among yearly reports be one itself, as no word of its title says that it is another paper?

    市公安局, or the headline of a paper on another site: what stands behind it says what it is.
    """
    text = _SPACE.sub("", title)
    return bool(text) and _OTHER_PAPER.search(text) is None and _SINGLE_ACT.search(text) is None


def names_topic(title: str, kinds: Sequence[Kind]) -> bool:
    """Does a row belong to the subject of the wanted reports, whatever sort of paper it is?

    One that is cut off inside its issuer, or is only the head of its papers, is opened, but says nothing of the list
    it stands in.
    """
    judged = judge_candidate(title, kinds)
    if (
        judged.fetch
        and judged.reason not in (_HEAD_ONLY, _SLOGAN_ONLY)
        and (judged.reason != _CUT_OFF or _YEARLY.search(title))
    ):
        return True
    return any(_TOPIC[kind].search(title) for kind in kinds)


def _of_kind(text: str, kind: Kind) -> str:
    topic = _TOPIC[kind].search(text)
    if topic is None:
        return ""
    wanted = _WANTED[kind].search(text)
    if kind is Kind.ENFORCEMENT_STATS and _SINGLE_ACT.search(text):
        return ""
    if wanted:
        return f"{topic.group()} with {wanted.group()}"
    if is_cut(text):
        return f"{topic.group()}, the title is cut off"
    if kind is Kind.ENFORCEMENT_STATS:
        return (
            f"{topic.group()} of a year"
            if _YEARLY.search(text) and "年度" in text and not _OTHER_PAPER.search(text)
            else ""
        )
    if not _OTHER_PAPER.search(text):
        return f"{topic.group()}, nothing says that it is another paper"
    return ""
