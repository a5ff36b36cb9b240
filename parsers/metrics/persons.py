"""Which persons a wording counts: who sits an exam, who is there rather than sent to one task."""

from __future__ import annotations

import re

from parsers.figures.years import last
from parsers.metrics.matching import Match
from parsers.metrics.told import Told, since_semicolon
from parsers.records import Figure
from parsers.vocabulary import COUNT

# 村（社区）干部学法考试, 法律明白人参加法律知识测试: no exam of a government's own staff
_OTHERS_EXAM = re.compile(
    r"(?<![镇乡])村(?:（社区）|\(社区\)|、?社区|社|居)?(?:[“\"]?两委[”\"]?)?(?:干部|成员)|社区干部|"
    r"法律明白人|网格员|调解员|陪审员|志愿者"
)
# 中小学生参加宪法知识竞赛, 网络答题2.6万人次: of the public, whoever answers
_OF_PUBLIC = re.compile(r"学生|师生|青少年|村民|居民|群众|市民|网民|网络答题|线上答题|网上答题|有奖|知识?竞赛|全民")
# 食品安全管理员抽考, 企业员工培训考试, 国家统一法律职业资格考试: of those who are regulated, or of a profession
_OF_TRADES = re.compile(
    r"从业人?员|(?:安全|企业|物业)(?:生产)?管理人?员|安全员|驾驶员|企业(?:人员|职工|员工|负责人)|员工|经营(?:者|户|主)|"
    r"(?<!公职)律师|法律职业资格|教师|家长|辅警|协管员|新任[村社]"
)
_STAFF = re.compile(r"(?<!村)(?<!社区）)(?<!社区)干部|职工|公职|公务员|国家机关|工作人员|民警|领导|[执关税]法?[人员]")
_OFFICERS = re.compile(r"(?<!辅助)执法(?:人员|队员|骨干|队伍|者|证|资格)|民警|稽查|监察员|干部职工|公职|公务员")
# 组织学法考试，旁听庭审3次，126人次参加: who came to the last thing told
_ATTENDED = re.compile(r"旁听|庭审|观摩")
# 集中学法12次，组织旁听庭审5次，350余人次参加: no exam is spoken of
_EXAM = re.compile(r"考|测试|测评|测验|答题|学法用法|法宣在线|网上学法|网络学法|在线学法")
# 组织领导干部任前法律知识测试3批次，86人参加，合格率100%: how leaders are chosen, no exam of the staff
_BEFORE_OFFICE = re.compile(r"(?:任前|拟任|拟提拔|新提拔|新任职?)[^，,；;。\d]{0,16}?(?:考试|测试|考法|考核|测评)")
_YEARLY_EXAM = re.compile(r"全[省市县区州旗镇乡局](?!面)|学法|普法|年度|国家工作人员|公职人员")
# 选派12名公职律师, 组织公职律师12名参与: who was sent to one task, and not how many there are
_SENT = re.compile(
    r"(?:选派|抽调|抽取|组织|邀请|派出|派遣|委派|指派|安排|动员|发动|推荐|遴选|吸纳|调配)[^，,；;。]{0,10}$"
)
_AT_TASK = re.compile(
    r"(?:公职律师)?(?:全程|积极|直接|分别|共同)?(?:参与|参加|组成|驻点|进驻|入驻|担任|加入|承办|代理|协助|列席|深入|提供|走进|对|为)"
)
_ARE = re.compile(r"[共现配]有|拥有|现有|配备|注册|在册|总数|达到?|队伍|设立")


def of_own_staff(match: Match, figure: Figure, told: Told) -> Match | None:
    """Those who sit the yearly exam: neither villages' staff nor who is examined before being appointed."""
    words = f"{since_semicolon(figure)}#{figure.words[1]}"
    appointed = _BEFORE_OFFICE.search(words)
    if appointed is not None and _YEARLY_EXAM.search(words, appointed.end()) is None:
        return None
    if match.metric.key.startswith("law_exam"):
        public = last(_OF_PUBLIC, words)
        if public is not None and _STAFF.search(words, public.end()) is None:
            return None
        attended = last(_ATTENDED, words) if match.metric.kind is COUNT else None
        if attended is not None and _EXAM.search(words, attended.end()) is None:
            return None
        if not _EXAM.search(told.text, told.block, figure.end):
            return None
    return match if told.respondent or not _OTHERS_EXAM.search(words) else None


def of_officers(match: Match, figure: Figure, told: Told) -> Match | None:
    """Those who sit the exam of officers: not whoever is named nearest before as another (村干部, 学生, 安全管理员)."""
    words = f"{since_semicolon(figure)}#{figure.words[1]}"
    named = (last(pattern, words) for pattern in (_OTHERS_EXAM, _OF_PUBLIC, _OF_TRADES))
    end = max((one.end() for one in named if one is not None), default=None)
    return match if end is None or _OFFICERS.search(words, end) else None


def of_all_lawyers(match: Match, figure: Figure, told: Told) -> Match | None:
    """The lawyers there are: not those who were sent (选派12名公职律师) or were at a task (公职律师12名参与)."""
    before = figure.quote[: figure.at[0] - figure.start]
    sent = _SENT.search(before) is not None
    at_task = _ARE.search(before) is None and _AT_TASK.match(figure.words[1]) is not None
    return None if sent or at_task else match
