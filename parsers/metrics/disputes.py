"""Whose reconsiderations, suits and appearances in court a wording counts, and whether they are over."""

from __future__ import annotations

import re

from parsers.metrics.catalogue import catalogue
from parsers.metrics.matching import Match
from parsers.metrics.told import Told, since_semicolon
from parsers.records import Figure
from parsers.vocabulary import COUNT

_ENDED = re.compile(
    r"(?P<not>未|尚|待)?(?:(?P<litigation_won>胜诉)|(?P<litigation_lost>败诉)|"
    r"(?P<litigation_concluded>审结|办结|结案|审理终结|判决|裁判)|(?P<none>裁定|撤诉|撤回|调解|和解|化解|执行))"
    r"(?!率|书)"
)
_SUIT = re.compile(r"(?:行政)?(?:诉讼|应诉)|行政案件|一审")
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
# 受理信息公开申请27件，答复27件；引发行政复议3件: those over disclosure alone
_BY_DISCLOSURE = re.compile(r"公开[^。]*引[发起][^，,；;。\d]{0,6}复议[^，,；;。\d]{0,6}$")
# 收到信息公开申请63件，…；行政复议2件，结果维持2件
_OF_DISCLOSURE = re.compile(
    r"公开(?:申请|信息|工作|事项|案件|类)?(?:(?!收到|受理|新收|接收|办理|审理|审结)[^。])*复议(?:案件|申请)?\s?\d{1,3}\s?[件起宗](?:(?!收到|受理|新收|审结)[^。；;])*$"
)


def not_ended(match: Match, figure: Figure, told: Told) -> Match | None:
    """Suits that a verb says are over: 办结行政诉讼案件122件 counts those concluded, 撤诉…23件 nothing known."""
    if of_own_suits(match, figure, told) is None:
        return None
    suit = _SUIT.search(told.words)
    ended = _ENDED.search(told.words, 0, suit.start()) if suit is not None else None
    if ended is None:
        return match
    if ended["not"] or ended["none"] or (ended[0] == "判决" and "裁定" in figure.quote):
        return None
    return match._replace(metric=catalogue()[str(ended.lastgroup)])


def not_complied_with(match: Match, figure: Figure, told: Told) -> Match | None:
    """履行生效裁判31件: judgments that were complied with, whenever they were given."""
    complied = _COMPLIED.search(told.words) or _COMPLIED_SINCE.match(figure.words[1])
    return None if complied else match


def of_heads(match: Match, figure: Figure, told: Told) -> Match | None:
    """Appearances of heads; or of organs, which are its suits where it says so or where their heads stand behind it."""
    if of_own_suits(match, figure, told) is None:
        return None
    since = since_semicolon(figure)
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


def not_heard(match: Match, figure: Figure, told: Told) -> Match | None:
    """审理行政复议案件138件: those accepted or carried in, or those decided, and no applications received."""
    return None if match.alias.fallback and "审理" in told.words else of_its_own(match, figure, told)


def of_its_own(match: Match, figure: Figure, told: Told) -> Match | None:
    """Reconsiderations that the body decides: neither others' decisions nor those of disclosure."""
    before = figure.quote[: figure.at[0] - figure.start]
    if match.metric.key == "reconsideration_as_respondent" and _BY_DISCLOSURE.search(before):
        return None
    decided = told.respondent and _DECISIONS_RECEIVED.search(before) is not None
    outcome = match.metric.denominator == "reconsideration_closed" and match.metric.kind is COUNT
    if outcome and match.metric.key not in _ENDS:
        decided = decided or _BY_OTHERS.search(told.words) is not None
    return None if decided or (match.metric.denominator and _OF_DISCLOSURE.search(before)) else match


def of_own_suits(match: Match, figure: Figure, told: Told) -> Match | None:
    """Suits and how they ended: not those over disclosure alone, nor what share of the lost ones is of one cause."""
    before = figure.quote[: figure.at[0] - figure.start]
    over_disclosure = _SUED_FOR_DISCLOSURE.search(before) or _SUITS_OF_DISCLOSURE.search(before)
    return None if over_disclosure or _AMONG_LOST.search(told.words) else match
