"""What a wording counts only under a condition of its passage: procedures of penalties, inspections, contracts.

The same words count another matter where their passage speaks of it (普通程序 of reconsiderations), or where what
they name is itself looked at (对行政检查开展监督). Disputes and persons have rooms of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from parsers.metrics.agendas import of_advice
from parsers.metrics.catalogue import catalogue
from parsers.metrics.contracts import is_among_papers, is_of_enterprises
from parsers.metrics.disputes import not_complied_with, not_ended, not_heard, of_heads, of_its_own, of_own_suits
from parsers.metrics.licensing import is_one_kind
from parsers.metrics.matching import Match
from parsers.metrics.persons import of_all_lawyers, of_officers, of_own_staff
from parsers.metrics.sectors import is_of_one_field, is_sector_check
from parsers.metrics.services import is_another_service
from parsers.metrics.subject_words import ASIDE
from parsers.metrics.told import Told, since_semicolon
from parsers.records import Figure

_PENALTIES = ("处罚", "罚款", "罚没", "违法案件", "违法行为", "查处")
_OTHERS = ("复议", "诉讼", "审判", "法院", "许可", "仲裁")  # that have simple and ordinary procedures too
_PASSAGE = 400  # characters: a paragraph's lead and what it goes on to
# 对行政检查行为开展监督检查6次, 执法检查监督, 案卷检查: who looks at those who inspect inspects no business
_LOOKED_AT = re.compile(
    r"督[查导察]|规范性文件|案卷|文书|暗访|明察|执法监督|"
    r"(?:行政|执法)检查(?!机关|人员|部门)[^，,；;。\d]{0,8}监督|(?:执法|法治|决策|文件)[^，,；;。\d企场所]{0,6}监督检查"
)

# 上级评查我县案卷20份，优秀18份; 市司法局抽查我局案卷3卷: who looks through them is another
FROM_ABOVE = re.compile(
    r"(?:上级|(?P<above>[省市县区州旗])(?:司法[厅局]|委?依法治[省市县区州旗]办|政府))[^，,；;。\d]{0,10}(?:评查|抽查|抽评|抽取|调阅)"
    r"了?我(?!(?P=above))[市县区州旗局镇厅委街]"
)
# 选送2卷参加评比: to be looked through by another
_SENT_ON = re.compile(r"(?:选送|推荐|推选|选报)[^，,；;。\d]{0,8}$")
# 对5项重大行政决策事项进行合法性审查: but 决策事项5项均经合法性审查
_REVIEWED_BEHIND = re.compile(r"(?![^，,；;。\d]{0,16}(?:均|都|全部|已经?|先后))[^，,；;。\d]{0,20}(?:审[查核]|把关)")
_REVIEWED_LIST = re.compile(r"(?:审查|审核|把关)[^，,；;。]*、[^，,；;。、]*$")
# 查补税款、滞纳金及罚款1.18亿元: one sum of what was collected, fines or not
_OTHER_MONEY = re.compile(
    r"(?<![罚没])(?<!没收)(?:款|金|费|税|息|薪|工资)[、和及与]{1,2}(?:加处|并处|收缴|处以?|行政)?罚"
)
_OTHER_HELP = re.compile(r"走访|专班|窗口|热线|专员|包联|联系企业|座谈会")
_OTHER_ENTITIES = re.compile(r"合作社|农专|[经市][营场]主体|外资|外商")
_CHOSEN = re.compile(r"评选|推选|选出|选送|推荐|报送|编发|汇编")  # for an honour, or as a model
_FILES_BEFORE = re.compile(r"(?:评查|抽查|抽取|检查|自查|抽评)[^；;。]*\d\s?[卷份件宗本]")


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


def _of_business(match: Match, figure: Figure, told: Told) -> Match | None:
    clause = f"{told.words}{figure.unit}{figure.words[1]}"
    if not told.respondent and is_sector_check(since_semicolon(figure)):
        return None
    return None if _LOOKED_AT.search(clause) else match


def _not_reviewed(match: Match, figure: Figure, told: Told) -> Match | None:
    """Decisions listed in the year's catalogue: not 审查规范性文件12件、重大行政决策事项5项."""
    behind = figure.quote[figure.at[1] - figure.start :]
    reviewed = _REVIEWED_LIST.search(since_semicolon(figure)) or _REVIEWED_BEHIND.match(behind)
    return None if reviewed else match


def _of_walkthrough(match: Match, figure: Figure, told: Told) -> Match | None:
    """解决企业反映问题126个；“走流程”解决问题45个: what was solved before it is spoken of was solved otherwise."""
    before = figure.quote[: figure.at[0] - figure.start]
    spoken = before.rfind("走流程")
    elsewhere = _OTHER_HELP.search(before, max(spoken, 0)) or (spoken < 0 and "走流程" in figure.quote)
    return None if elsewhere else match


def _of_government(match: Match, figure: Figure, told: Told) -> Match | None:
    among = match.metric.key == "contract_review_total" and is_among_papers(told.words)
    return None if among or is_of_enterprises(since_semicolon(figure)) else match


def _of_all_licences(match: Match, figure: Figure, told: Told) -> Match | None:
    return None if is_one_kind(figure) else match


def _of_review(match: Match, figure: Figure, told: Told) -> Match | None:
    """Excellent files of those that were looked through: not those chosen for an honour (评选优秀案卷30卷)."""
    before = figure.quote[: figure.at[0] - figure.start]
    if _CHOSEN.search(told.words) and _FILES_BEFORE.search(before) is None:
        return None
    return _not_from_above(match, figure, told)


def _of_filing(match: Match, figure: Figure, told: Told) -> Match | None:
    """A bare 年报率, of those alone that owe the reports: 应当年报的企业8632户，已报8321户，年报率96.4%."""
    if not match.alias.fallback:
        return match
    since = since_semicolon(figure)
    if _OTHER_ENTITIES.search(since):
        return None
    individual = "个体" in since
    if individual == ("企业" in since):
        return None
    return match._replace(metric=catalogue()["annual_filing_rate_individual"]) if individual else match


def _of_service(match: Match, figure: Figure, told: Told) -> Match | None:
    return None if is_another_service(match.metric.key, since_semicolon(figure)) else match


def _not_from_above(match: Match, figure: Figure, told: Told) -> Match | None:
    if _SENT_ON.search(told.words):
        return None
    return match if told.respondent or not FROM_ABOVE.search(since_semicolon(figure)) else None


def _of_fines(match: Match, figure: Figure, told: Told) -> Match | None:
    return None if _OTHER_MONEY.search(told.words) else _of_every_field(match, figure, told)


def _of_every_field(match: Match, figure: Figure, told: Told) -> Match | None:
    """Penalties that are not told of one field's offences or samples only."""
    words = ASIDE.sub("", since_semicolon(figure))  # 行政处罚41.6万件（含交通违法处罚39.2万件），罚没收入1.04亿元
    return match if told.respondent or not is_of_one_field(words) else None


_Rule = Callable[[Match, Figure, Told], Match | None]
_RULES: dict[str, _Rule] = {  # of a metric, or of all of a topic
    "penalties_simple": _of_penalties,
    "penalties_ordinary": _of_penalties,
    "litigation_cases": not_ended,
    "litigation_concluded": not_complied_with,
    "head_appearances": of_heads,
    "inspections": _of_business,
    "reconsideration_received": not_heard,
    "penalties_total": _of_every_field,
    "penalty_amount": _of_fines,
    "major_decision_items": _not_reviewed,
    "legality_review_advice_items": of_advice,
    "walkthrough_problems_solved": _of_walkthrough,
    "enforcement_trainees": of_officers,
    "enforcement_exam_participants": of_officers,
    "enforcement_exam_pass_rate": of_officers,
    "service_hall_cases": _of_service,
    "one_thing_cases": _of_service,
    "service_satisfaction_rate": _of_service,
    "public_lawyers": of_all_lawyers,
    "licences_granted": _of_all_licences,
    "contract_review_total": _of_government,
    "contract_review_amount": _of_government,
    "contract_review_advice_items": _of_government,
    "file_review_score_90_plus": _of_review,
    "annual_filing_rate_enterprise": _of_filing,
    "行政复议": of_its_own,
    "行政应诉": of_own_suits,
    "学法考法": of_own_staff,
    "案卷评查": _not_from_above,
}
