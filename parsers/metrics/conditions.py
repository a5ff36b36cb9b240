"""What a wording counts only under a condition of its passage: procedures of penalties, verbs of ending, inspections.

The same words count another matter where their passage speaks of it (普通程序 of reconsiderations), where a verb of
ending governs them (审结行政诉讼案件), or where what they name is itself looked at (对行政检查开展监督).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from parsers.figures.years import last
from parsers.metrics.catalogue import catalogue
from parsers.metrics.contracts import is_among_papers, is_of_enterprises
from parsers.metrics.licensing import is_one_kind
from parsers.metrics.matching import Match
from parsers.metrics.sectors import is_of_one_field, is_sector_check
from parsers.metrics.subject_words import ASIDE
from parsers.records import Figure
from parsers.vocabulary import COUNT

_PENALTIES = ("处罚", "罚款", "罚没", "违法案件", "违法行为", "查处")
_OTHERS = ("复议", "诉讼", "审判", "法院", "许可", "仲裁")  # that have simple and ordinary procedures too
_PASSAGE = 400  # characters: a paragraph's lead and what it goes on to
_ENDED = re.compile(
    r"(?P<not>未|尚|待)?(?:(?P<litigation_won>胜诉)|(?P<litigation_lost>败诉)|"
    r"(?P<litigation_concluded>审结|办结|结案|审理终结|判决|裁判)|(?P<none>裁定|撤诉|撤回|调解|和解|化解|执行))"
    r"(?!率|书)"
)
_SUIT = re.compile(r"(?:行政)?(?:诉讼|应诉)|行政案件|一审")
# 对行政检查行为开展监督检查6次, 执法检查监督, 案卷检查: who looks at those who inspect inspects no business
_LOOKED_AT = re.compile(
    r"督[查导察]|规范性文件|案卷|文书|暗访|明察|执法监督|"
    r"(?:行政|执法)检查(?!机关|人员|部门)[^，,；;。\d]{0,8}监督|(?:执法|法治|决策|文件)[^，,；;。\d企场所]{0,6}监督检查"
)
# 行政机关出庭应诉行政案件19件，负责人出庭13件: the organ is a party to each, its head stands up in some
_PARTIES = re.compile(
    r"(?<!代表)(?:行政(?:执法)?机关|部门|单位|政府|[我本][省市县区州旗盟局委厅镇乡]|街道)(?:共|全年|累计|依法|积极|均|应当)*(?:出庭|到庭)(?:参加)?应诉"
    r"(?:了|的)?(?P<cases>(?:各类)?(?:行政)?(?:诉讼)?(?:一审)?(?:行政)?案件|行政诉讼)?[共计为]*$"
)
# 代理市政府出庭应诉126件, 选派法律顾问出庭应诉32件: who stands up for the government is not its head
_AGENTS = re.compile(r"代理|律师|法律顾问")
_HEADS = re.compile(r"负责人|领导|首长|一把手|[县市区州旗局厅镇乡]长")
_HEADS_TOO = re.compile(r"(?:负责人|领导|首长|[县市区局厅镇乡]长)[^，,；;。率]{0,8}[出到]庭[^，,；;。率]{0,8}\d")
# 出庭36次，其中负责人出庭13件: the heads' are told for themselves
_HEADS_APART = re.compile(
    r"(?<!主要)(?:负责人|领导|首长|[县市区局厅镇乡]长)[^，,；;。率]{0,8}[出到]庭[^，,；;。率]{0,8}\d"
)

_COMPLIED = re.compile(r"(?:履行|执行)(?!职责|义务|情况)[^，,；;。]{0,12}(?:判决|裁判|裁定|文书)")
_COMPLIED_SINCE = re.compile(r"(?:均|都|全部|已|自动|主动|按期|全面|依法)*(?:履行|执行)")
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
# 上级评查我县案卷20份，优秀18份; 市司法局抽查我局案卷3卷: who looks through them is another
FROM_ABOVE = re.compile(
    r"(?:上级|(?P<above>[省市县区州旗])(?:司法[厅局]|委?依法治[省市县区州旗]办|政府))[^，,；;。\d]{0,10}(?:评查|抽查|抽评|抽取|调阅)"
    r"了?我(?!(?P=above))[市县区州旗局镇厅委街]"
)
# 选派12名公职律师, 组织公职律师12名参与: who was sent to one task, and not how many there are
_SENT = re.compile(
    r"(?:选派|抽调|抽取|组织|邀请|派出|派遣|委派|指派|安排|动员|发动|推荐|遴选|吸纳|调配)[^，,；;。]{0,10}$"
)
_AT_TASK = re.compile(
    r"(?:公职律师)?(?:全程|积极|直接|分别|共同)?(?:参与|参加|组成|驻点|进驻|入驻|担任|加入|承办|代理|协助|列席|深入|提供|走进|对|为)"
)
_ARE = re.compile(r"[共现配]有|拥有|现有|配备|注册|在册|总数|达到?|队伍|设立")
# 收到行政复议决定书186份，其中维持161件: how others decided on the bureau's acts
_DECISIONS_RECEIVED = re.compile(r"收到[^，,；;。\d]{0,16}复议决定书[^。]*$")
# 办理依申请公开174件，…，被诉败诉0件
_SUED_FOR_DISCLOSURE = re.compile(r"公开[^。；;]*[，,]被诉[^，,；;。\d]{0,6}$")
# 收到信息公开申请63件，行政复议2件，行政诉讼3件，均胜诉
_OTHER_SUITS = "收到|受理|新收|接收|办理|审理|审结|应诉案件|全[省市县区州旗年]"
_SUITS_OF_DISCLOSURE = re.compile(
    rf"(?:(?:收到|受理|办理|新收|接收)[^，,；;。\d]{{0,10}}(?:依申请公开|公开申请)|因[^，,；;。\d]{{0,10}}公开)(?:(?!{_OTHER_SUITS})[^。；;])*诉讼(?:案件)?(?:\s?\d(?:(?!{_OTHER_SUITS})[^。；;])*)?$"
)
_AMONG_LOST = re.compile(r"[败胜]诉的?案件中.*占")  # 败诉的案件中程序违法占比42.9%
# 督促行政机关自行纠错21件, 法院判决撤销2件: who was against whom it was asked, or a court, decided
_BY_OTHERS = re.compile(r"自行|自我|主动(?=[纠撤变改])|法院|判决|检察")
_ENDS = frozenset({"reconsideration_terminated", "reconsideration_settled"})  # 自行纠错后终止12件
# 对5项重大行政决策事项进行合法性审查: but 决策事项5项均经合法性审查
_REVIEWED_BEHIND = re.compile(r"(?![^，,；;。\d]{0,16}(?:均|都|全部|已经?|先后))[^，,；;。\d]{0,20}(?:审[查核]|把关)")
_REVIEWED_LIST = re.compile(r"(?:审查|审核|把关)[^，,；;。]*、[^，,；;。、]*$")
_OTHER_HELP = re.compile(r"走访|专班|窗口|热线|专员|包联|联系企业|座谈会")
# 受理信息公开申请27件，答复27件；引发行政复议3件: those over disclosure alone
_BY_DISCLOSURE = re.compile(r"公开[^。]*引[发起][^，,；;。\d]{0,6}复议[^，,；;。\d]{0,6}$")
_OTHER_ENTITIES = re.compile(r"合作社|农专|[经市][营场]主体|外资|外商")
_CHOSEN = re.compile(r"评选|推选|选出|选送|推荐|报送|编发|汇编")  # for an honour, or as a model
_FILES_BEFORE = re.compile(r"(?:评查|抽查|抽取|检查|自查|抽评)[^；;。]*\d\s?[卷份件宗本]")
# 收到信息公开申请63件，…；行政复议2件，结果维持2件
_OF_DISCLOSURE = re.compile(
    r"公开(?:申请|信息|工作|事项|案件|类)?(?:(?!收到|受理|新收|接收|办理|审理|审结)[^。])*复议(?:案件|申请)?\s?\d{1,3}\s?[件起宗](?:(?!收到|受理|新收|审结)[^。；;])*$"
)


class Told(NamedTuple):
    """Where a figure stands: the report's text, its block's start, and its own words."""

    text: str
    block: int
    words: str  # those before it, cleaned
    respondent: bool  # whether the issuer is a bureau or a township
    defends: bool = False  # whether it is the bureau that stands up in court for its government


def under_conditions(match: Match, figure: Figure, told: Told) -> Match | None:
    """``match``, or what it counts where its passage speaks of another matter; None where that is nothing known."""
    rule = _RULES.get(match.metric.key) or _RULES.get(match.metric.topic)
    return match if rule is None else rule(match, figure, told)


def _of_penalties(match: Match, figure: Figure, told: Told) -> Match | None:
    """A procedure's cases, where the passage nearest before them, else their sentence behind them, is of penalties."""
    if any(word in told.words for word in _PENALTIES):
        return match
    start, place = max(told.block - _PASSAGE // 4, figure.at[0] - _PASSAGE, 0), figure.at[0]
    ours = max(told.text.rfind(word, start, place) for word in _PENALTIES)
    theirs = max(told.text.rfind(word, start, place) for word in _OTHERS)
    if ours < 0 and theirs < 0:
        ours = max(told.text.find(word, place, figure.end) for word in _PENALTIES)
    return match if ours > theirs else None


def _not_ended(match: Match, figure: Figure, told: Told) -> Match | None:
    """Suits that a verb says are over: 办结行政诉讼案件122件 counts those concluded, 撤诉…23件 nothing known."""
    if _of_own_suits(match, figure, told) is None:
        return None
    suit = _SUIT.search(told.words)
    ended = _ENDED.search(told.words, 0, suit.start()) if suit is not None else None
    if ended is None:
        return match
    if ended["not"] or ended["none"] or (ended[0] == "判决" and "裁定" in figure.quote):
        return None
    return match._replace(metric=catalogue()[str(ended.lastgroup)])


def _not_complied_with(match: Match, figure: Figure, told: Told) -> Match | None:
    """履行生效裁判31件: judgments that were complied with, whenever they were given."""
    complied = _COMPLIED.search(told.words) or _COMPLIED_SINCE.match(figure.words[1])
    return None if complied else match


def _of_heads(match: Match, figure: Figure, told: Told) -> Match | None:
    """Appearances of heads; or of organs, which are its suits where it says so or where their heads stand behind it."""
    if _of_own_suits(match, figure, told) is None:
        return None
    since = _since_semicolon(figure)
    agents = _AGENTS.search(since)
    if agents is not None and not _HEADS.search(since, agents.end()) and match.metric.kind is COUNT:
        return None
    behind = figure.quote[figure.at[1] - figure.start :]
    parties = _PARTIES.search(told.words)
    if parties is None:
        bare = match.metric.kind is COUNT and not _HEADS.search(since)
        unled = told.defends and not _HEADS.search(told.text, told.block, figure.end)
        return None if bare and (unled or _HEADS_APART.search(behind)) else match
    suits = parties["cases"] is not None or _HEADS_TOO.search(behind)
    return match._replace(metric=catalogue()["litigation_cases"]) if suits else match


def _of_business(match: Match, figure: Figure, told: Told) -> Match | None:
    clause = f"{told.words}{figure.unit}{figure.words[1]}"
    if not told.respondent and is_sector_check(_since_semicolon(figure)):
        return None
    return None if _LOOKED_AT.search(clause) else match


def _not_heard(match: Match, figure: Figure, told: Told) -> Match | None:
    """审理行政复议案件138件: those accepted or carried in, or those decided, and no applications received."""
    return None if match.alias.fallback and "审理" in told.words else _of_its_own(match, figure, told)


def _since_semicolon(figure: Figure) -> str:
    words = figure.quote[: figure.at[0] - figure.start]
    return words[max(words.rfind("；"), 0) :]


def _not_reviewed(match: Match, figure: Figure, told: Told) -> Match | None:
    """Decisions listed in the year's catalogue: not 审查规范性文件12件、重大行政决策事项5项."""
    behind = figure.quote[figure.at[1] - figure.start :]
    reviewed = _REVIEWED_LIST.search(_since_semicolon(figure)) or _REVIEWED_BEHIND.match(behind)
    return None if reviewed else match


def _of_walkthrough(match: Match, figure: Figure, told: Told) -> Match | None:
    """解决企业反映问题126个；“走流程”解决问题45个: what was solved before it is spoken of was solved otherwise."""
    before = figure.quote[: figure.at[0] - figure.start]
    spoken = before.rfind("走流程")
    elsewhere = _OTHER_HELP.search(before, max(spoken, 0)) or (spoken < 0 and "走流程" in figure.quote)
    return None if elsewhere else match


def _of_government(match: Match, figure: Figure, told: Told) -> Match | None:
    among = match.metric.key == "contract_review_total" and is_among_papers(told.words)
    return None if among or is_of_enterprises(_since_semicolon(figure)) else match


def _of_all_licences(match: Match, figure: Figure, told: Told) -> Match | None:
    return None if is_one_kind(figure) else match


def _of_its_own(match: Match, figure: Figure, told: Told) -> Match | None:
    """Reconsiderations that the body decides: neither others' decisions nor those of disclosure."""
    before = figure.quote[: figure.at[0] - figure.start]
    if match.metric.key == "reconsideration_as_respondent" and _BY_DISCLOSURE.search(before):
        return None
    decided = told.respondent and _DECISIONS_RECEIVED.search(before) is not None
    outcome = match.metric.denominator == "reconsideration_closed" and match.metric.kind is COUNT
    if outcome and match.metric.key not in _ENDS:
        decided = decided or _BY_OTHERS.search(told.words) is not None
    return None if decided or (match.metric.denominator and _OF_DISCLOSURE.search(before)) else match


def _of_own_suits(match: Match, figure: Figure, told: Told) -> Match | None:
    """Suits and how they ended: not those over disclosure alone, nor what share of the lost ones is of one cause."""
    before = figure.quote[: figure.at[0] - figure.start]
    over_disclosure = _SUED_FOR_DISCLOSURE.search(before) or _SUITS_OF_DISCLOSURE.search(before)
    return None if over_disclosure or _AMONG_LOST.search(told.words) else match


def _of_review(match: Match, figure: Figure, told: Told) -> Match | None:
    """Excellent files of those that were looked through: not those chosen for an honour (评选优秀案卷30卷)."""
    before = figure.quote[: figure.at[0] - figure.start]
    if _CHOSEN.search(told.words) and _FILES_BEFORE.search(before) is None:
        return None
    return _not_from_above(match, figure, told)


def _of_own_staff(match: Match, figure: Figure, told: Told) -> Match | None:
    """Those who sit the yearly exam: neither villages' staff nor who is examined before being appointed."""
    words = f"{_since_semicolon(figure)}#{figure.words[1]}"
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


def _of_filing(match: Match, figure: Figure, told: Told) -> Match | None:
    """A bare 年报率, of those alone that owe the reports: 应当年报的企业8632户，已报8321户，年报率96.4%."""
    if not match.alias.fallback:
        return match
    since = _since_semicolon(figure)
    if _OTHER_ENTITIES.search(since):
        return None
    individual = "个体" in since
    if individual == ("企业" in since):
        return None
    return match._replace(metric=catalogue()["annual_filing_rate_individual"]) if individual else match


def _of_officers(match: Match, figure: Figure, told: Told) -> Match | None:
    """Those who sit the exam of officers: not whoever is named nearest before as another (村干部, 学生, 安全管理员)."""
    words = f"{_since_semicolon(figure)}#{figure.words[1]}"
    named = (last(pattern, words) for pattern in (_OTHERS_EXAM, _OF_PUBLIC, _OF_TRADES))
    end = max((one.end() for one in named if one is not None), default=None)
    return match if end is None or _OFFICERS.search(words, end) else None


def _of_all_lawyers(match: Match, figure: Figure, told: Told) -> Match | None:
    """The lawyers there are: not those who were sent (选派12名公职律师) or were at a task (公职律师12名参与)."""
    before = figure.quote[: figure.at[0] - figure.start]
    sent = _SENT.search(before) is not None
    at_task = _ARE.search(before) is None and _AT_TASK.match(figure.words[1]) is not None
    return None if sent or at_task else match


def _not_from_above(match: Match, figure: Figure, told: Told) -> Match | None:
    return match if told.respondent or not FROM_ABOVE.search(_since_semicolon(figure)) else None


def _of_every_field(match: Match, figure: Figure, told: Told) -> Match | None:
    """Penalties that are not told of one field's offences or samples only."""
    words = ASIDE.sub("", _since_semicolon(figure))  # 行政处罚41.6万件（含交通违法处罚39.2万件），罚没收入1.04亿元
    return match if told.respondent or not is_of_one_field(words) else None


_Rule = Callable[[Match, Figure, Told], Match | None]
_RULES: dict[str, _Rule] = {  # of a metric, or of all of a topic
    "penalties_simple": _of_penalties,
    "penalties_ordinary": _of_penalties,
    "litigation_cases": _not_ended,
    "litigation_concluded": _not_complied_with,
    "head_appearances": _of_heads,
    "inspections": _of_business,
    "reconsideration_received": _not_heard,
    "penalties_total": _of_every_field,
    "penalty_amount": _of_every_field,
    "major_decision_items": _not_reviewed,
    "walkthrough_problems_solved": _of_walkthrough,
    "enforcement_trainees": _of_officers,
    "enforcement_exam_participants": _of_officers,
    "enforcement_exam_pass_rate": _of_officers,
    "public_lawyers": _of_all_lawyers,
    "licences_granted": _of_all_licences,
    "contract_review_total": _of_government,
    "contract_review_amount": _of_government,
    "contract_review_advice_items": _of_government,
    "file_review_score_90_plus": _of_review,
    "annual_filing_rate_enterprise": _of_filing,
    "行政复议": _of_its_own,
    "行政应诉": _of_own_suits,
    "学法考法": _of_own_staff,
    "案卷评查": _not_from_above,
}
