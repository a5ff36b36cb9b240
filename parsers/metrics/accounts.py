"""Which of two accounts of one matter is the issuer's own: 全市 beside 市政府本级, 全系统 beside 市局本级."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from parsers.metrics.choosing import Bound
from parsers.records import Figure
from parsers.vocabulary import Scope

Groups = Mapping[tuple[str, Scope], list[Bound]]

_OPENING = r"(?:^|[，,；;。：:（(\n])\s?(?:其中[，,：:]?|(?:20\d\d年|今年|全年|年内|同期)[，,]?){0,2}"
_BELOW = r"(?:各|所辖|下辖|\d{1,2}个)(?:县[（(]?[市区、]+[）)]?|区县|县区|旗县区?|市州|区市县?)(?!级)"
_LEVEL = re.compile(
    rf"{_OPENING}(?:(?P<own>[^，,；;。：:（(\n]{{0,6}}?(?:本级|[局厅委]机关(?![负各])))|(?P<system>全(?:局|厅)?系统)|"
    rf"(?P<below>{_BELOW})|"
    r"(?P<area>全[省市县区州旗盟]|各级|[省市县区州、]{2,5}(?:[（(][市区、]+[）)])?[两三]级))"
)
_COLUMN = re.compile(r"(?P<own>本级|[局厅]机关)|(?P<system>全系统|全[省市县区州旗](?:[一-鿿]{2,8}系统)?$)")
_BY_OUTCOMES = "reconsideration_upheld"  # where it stands, the account is the one that is told in full
_MEDIATORS = re.compile(r"其中[，,：:]?[^，,；;。\d]{0,4}人民调解")
_PARTS = {  # the part of a wider count that alone is the metric
    "licences_granted": re.compile(r"其中[，,：:]?[^，,；;。\d]{0,4}准予"),
    "mediation_cases": _MEDIATORS,
    "mediation_success": _MEDIATORS,
    "mediation_success_rate": _MEDIATORS,
    "reconsideration_as_respondent": re.compile(r"(?:政府|管委会|本级|本机关)(?:作为|作|为)?被申请人"),
}

# 省司法厅组织的案卷评查中，我市抽评的30卷; 在全市案卷评查中，我局被抽取的10宗: beside what the issuer looked through;
# 市司法局抽查我局案卷3卷
_THEIRS = re.compile(
    r"(?:全[国省市州]|[省市州](?:司法|依法|委)|自治区|国家|司法部|上级)[^，,；;。]{0,14}(?:评查|抽评)(?:活动|工作)?中[，,]?"
    r"(?:我[省市县区州旗局镇厅委]|本[局市县区]|被|抽)|"
    r"(?:[省市县区州旗]?(?:司法[局厅]|依法治[省市县区]办)|上级)(?:抽查|抽取|抽评|调阅|评查)"
    r"了?我[局镇厅委街]"
)


def own_accounts(
    groups: Groups, figures: Sequence[Figure], text: str, blocks: Sequence[int], *, department: bool
) -> Groups:
    """The values of each metric that the issuer's own account gives, where the report tells a wider one too.

    A bureau's own are those of its 本级, not of 全系统; a government's reconsiderations those of the account whose
    outcomes it tells (全市新收617件…；市政府本级收到286件，审结262件，其中维持138件). ``blocks`` are the starts of the
    text's blocks. Of files looked through, those that others looked at yield.
    """

    def level(entry: Bound) -> str | None:
        figure = figures[entry.figure]
        if entry.in_table:
            head = _COLUMN.search(figure.label)
            return head.lastgroup if head else None
        start = blocks[max(0, bisect_right(blocks, figure.start) - 1)]
        told = list(_LEVEL.finditer(text, start, figure.at[0]))
        return told[-1].lastgroup if told else None

    outcomes = [entry for (key, _), entries in groups.items() if key == _BY_OUTCOMES for entry in entries]
    detailed = any(level(entry) == "own" for entry in outcomes)
    tells_below = not department and re.search(_BELOW, text) is not None
    found: dict[tuple[str, Scope], list[Bound]] = {}
    for (key, scope), entries in groups.items():
        kept = entries
        topic = entries[0].match.metric.topic
        if len(entries) > 1 and ((topic == "行政复议" and detailed) or (topic == "行政执法" and department)):
            levels = [level(entry) for entry in entries]
            if "own" in levels and ("system" in levels or (not department and "area" in levels)):
                kept = [entry for entry, told in zip(entries, levels, strict=True) if told == "own"]
        if len(kept) > 1 and tells_below:  # 市本级收到94件，各区县收到206件: of those below only beside a whole
            levels = [level(entry) for entry in kept]
            if "own" in levels and "below" in levels:
                kept = [entry for entry, told in zip(kept, levels, strict=True) if told != "below"]
        if topic == "案卷评查" and len(entries) > 1:
            kept = [entry for entry in entries if not _is_part(_THEIRS, figures[entry.figure], text)] or kept
        if key in _PARTS and len(entries) > 1:
            kept = [entry for entry in entries if _is_part(_PARTS[key], figures[entry.figure], text)] or kept
        found[key, scope] = kept
    return found


def _is_part(part: re.Pattern[str], figure: Figure, text: str) -> bool:
    start = 1 + max(text.rfind(mark, figure.start, figure.at[0]) for mark in "；;。")
    return part.search(text, max(figure.start, start), figure.at[0]) is not None
