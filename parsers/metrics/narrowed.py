"""Whether a number is told of one sort of cases only: what opens with such a whole holds for its outcomes as well."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.metrics.matching import Match
from parsers.records import Figure
from parsers.vocabulary import COUNT

_TOPICS = frozenset(("行政复议", "行政应诉", "人民调解", "法律援助"))
_GATE = re.compile(r"涉|领域|纠纷|争议|被申请人")
_OPENS = r"(?:^|[；;。])\s?(?:[一二三四五六七八九十]是)?(?:(?:其中|同时|此外|另外)[，,：:]?)?"
_CASES = r"(?:复议|诉讼|应诉|调解|援助|纠纷|争议|案件)"
_SORT = (
    r"(?:知识产权|商标|专利|版权|物业|金融|保险|银行|证券|医疗|医患|婚姻(?:家庭)?|家事|道路交通|交通事故|劳动(?:人事|关系)?|劳资|欠薪|"
    r"消费|邻里|旅游|征地(?:拆迁)?|拆迁|土地|山林|林权|房产|房地产|房屋|建设工程|商事|涉[企外农军侨台]|环境|养老|校园|电商|电子商务|价格)"
)
_ANY = r"[^，,；;。\d]"
_DISPUTES = rf"{_ANY}{{0,16}}(?<![、和及]){_SORT}(?:领域)?(?:矛盾)?(?:纠纷|争议)(?![、等和及与]){_ANY}{{0,12}}"
# 涉企行政复议案件46件，调解和解18件; 自然资源领域15件，撤销3件; 以县公安局为被申请人62件，纠错3件
_ENTERPRISES = rf"{_ANY}{{0,10}}涉(?:及|民营)?企(?:业)?(?!等|、){_ANY}{{0,8}}{_CASES}{_ANY}{{0,8}}"
_SORTED = (
    rf"{_ANY}{{0,10}}涉(?![诉案嫌]|及?(?:[我本全各省市县区州旗镇乡局]|行政|政府|金额|标的|人[数员民])){_ANY}{{1,16}}?{_CASES}{_ANY}{{0,6}}|"
    rf"{_ANY}{{2,14}}(?<!各)(?<!个)(?<!大)领域{_ANY}{{0,6}}(?:{_CASES}{_ANY}{{0,6}})?|"
    rf"{_ANY}{{0,8}}以(?![我本]){_ANY}{{1,12}}(?:[局委镇乡厅]|街道|部门|单位|[镇乡]政府|办事处)为被申请人{_ANY}{{0,12}}|"
    rf"{_ANY}{{0,8}}被申请人[为是]{_ANY}{{2,12}}{_CASES}{_ANY}{{0,6}}|"
    rf"{_DISPUTES}"
)
_OF_ENTERPRISES = re.compile(rf"{_OPENS}(?:{_ENTERPRISES})(?P<count>\d[\d,]*)\s?[件起宗个]")
_OF_A_SORT = re.compile(rf"{_OPENS}(?:{_ENTERPRISES}|{_SORTED})(?P<count>\d[\d,]*)\s?[件起宗个]")
_OF_DISPUTES = re.compile(rf"(?:^|[，,；;。])(?:其中)?{_DISPUTES}$")
# 村（社区）干部学法考试: no exam of the body's own staff
_OTHERS_EXAM = re.compile(
    r"(?<![镇乡])村(?:（社区）|\(社区\)|、?社区|社|居)?(?:[“\"]?两委[”\"]?)?(?:干部|成员)|社区干部"
)
# 上级评查我县案卷20份，优秀18份: who looks through them is another
_OTHERS_REVIEW = re.compile(
    r"(?:上级|[省市州](?:司法[厅局]|依法治[省市州]办|委依法治[省市州]办|政府))[^，,；;。\d]{0,10}(?:评查|抽查|抽评|抽取|调阅)了?我[市县区州旗][^，,；;。\d]{0,8}(?:案卷|卷宗)"
)
# 食品抽检1286批次，处罚案件86件; 查处交通违法8.6万起，罚款1286万元
_PENALTIES = frozenset(("penalties_total", "penalty_amount"))
_ONE_FIELD = re.compile(r"(?:抽检|抽样检验|交通违法|交通违章|酒驾|醉驾)[^；;。]{0,24}\d")
_ANEW = re.compile(r"全[省市县区州旗盟](?!域)|全年|总体|合计|共计|总计|各类|各级|本级")


def wholes_only(match: Match | None, figures: Sequence[Figure], place: int, *, respondent: bool) -> Match | None:
    """``match``, or None where its number is of one sort of cases: the next whole, or a larger count, ends the sort.

    ``respondent``: the issuer is a bureau, whose whole the cases of its own field are.
    """
    figure = figures[place]
    if match is None:
        return match
    before = figure.quote[: figure.at[0] - figure.start]
    if (not respondent and _is_of_a_field(match.metric.key, before)) or _is_of_others(
        match.metric.topic, before[max(before.rfind("；"), 0) :], respondent=respondent
    ):
        return None
    if match.metric.topic not in _TOPICS:
        return match
    if _GATE.search(before) is None:
        return match
    segment = before[max(before.rfind("；"), before.rfind(";")) + 1 :]
    if "调解" in match.metric.zh and _OF_DISPUTES.search(segment) and not respondent:
        return None
    pattern = _OF_ENTERPRISES if respondent else _OF_A_SORT
    told = pattern.match(segment + figure.quote[figure.at[0] - figure.start :])
    if told is None or told.start("count") > len(segment):
        return match
    if told.start("count") == len(segment):
        return None
    if _ANEW.search(segment, told.end()) is not None:
        return match
    most = float(told["count"].replace(",", ""))
    since = [other for other in figures[max(0, place - 12) : place + 1] if other.start == figure.start]
    first = figure.at[0] - len(segment) + told.start("count")
    larger = any(other.kind is COUNT and other.at[0] >= first and other.value > most for other in since)
    return match if larger else None


def _is_of_others(topic: str, words: str, *, respondent: bool) -> bool:
    """Whether an exam was others', or files were looked through by those above a government."""
    if topic == "学法考法":
        return not respondent and _OTHERS_EXAM.search(words) is not None
    return topic == "案卷评查" and not respondent and _OTHERS_REVIEW.search(words) is not None


def _is_of_a_field(key: str, words: str) -> bool:
    """Whether penalties are told of one field's offences or samples only, in the report of a government."""
    told = _ONE_FIELD.search(words, max(words.rfind("；"), 0)) if key in _PENALTIES else None
    return told is not None and _ANEW.search(words, told.end()) is None
