"""Whether checks, or what came of them, are of one sector (森林防火执法检查126次): no total of a government's.

What is checked stands between the verb and 检查; what says how or by whom (联合, 日常, 涉企) names no sector.
"""

from __future__ import annotations

import re

from parsers.metrics.subject_words import OF_A_SECTOR

_HOW = re.compile(
    r"行政|执法|监督|监管|专项|联合|综合|日常|集中|随机|现场|实地|涉企|入企|上门|扫码|跨部门|各?部门|双随机|一公开|抽查|抽样|常态化?|定期|不|依法|规范|"
    r"各[类项级]|重点|领域|行业|全[省市县区州旗年面]|累计|年度?|合规|首次|非|企业|单位|场所|对象|(?:市场|经营)主体|飞行|交叉|线[上下]|计划|例行|书面|一般|特别|"
    r"[共各类了的“”\"、和及与次（）()对在等新一]"
)
_VERB = "(?:开展|组织|实施|进行)"
_WHOM = r"(?:活动|行动|工作)?(?:企业|单位|场所|(?:市场|经营)主体|商户|[共计达了])*"
_CHECKED = re.compile(
    rf"(?:{_VERB}+(?P<what>(?:(?!{_VERB})[^，,；;。、：:\d]){{2,16}}?)|(?:[，,、]|^)(?P<sector>{OF_A_SECTOR})[^，,；;。、\d]{{0,6}})检查{_WHOM}$"
)
# 聚焦道路交通安全，开展执法检查1263次; but not 安全生产、生态环境等重点领域
_FOCUSED = re.compile(
    rf"(?:聚焦|围绕|针对|加[强大]|强化|突出|紧盯){OF_A_SECTOR}(?![^，,；;。]*[、等各])[^，,；;。\d]{{0,6}}[，,][^，,；;。\d]{{0,8}}检查[共计达了]*$"
)
# 食品抽检1286批次，处罚案件86件; 查处交通违法8.6万起，罚款1286万元: in a government's report, of one field
_FIELD = re.compile(r"(?:抽检|抽样检验|交通违法|交通违章|酒驾|醉驾)[^；;。]{0,24}\d")
_CHECKS_BEFORE = re.compile(rf"检查{_WHOM}(?=\s?\d)")
_CAMPAIGN = re.compile(rf"{OF_A_SECTOR}[^，,；;。、\d]{{0,6}}(?:整治|治理|行动)(?:行动)?[，,]")
_ANEW = re.compile(r"全[省市县区州旗盟](?!域)|全年|总体|合计|共计|总计|各类|各级|本级")


def is_sector_check(words: str) -> bool:
    """Whether the checks counted behind ``words`` (the sentence since its semicolon) are those of one sector."""
    checked = _CHECKED.search(words)
    named = checked is not None and (bool(checked["sector"]) or len(_HOW.sub("", checked["what"])) > 1)
    return named or _FOCUSED.search(words) is not None


def is_of_one_field(words: str) -> bool:
    """Whether penalties told behind ``words`` came of one sector's checks, samples or campaign."""
    told = [found.end() for pattern in (_FIELD, _CAMPAIGN) for found in pattern.finditer(words)]
    told += [checks.end() for checks in _CHECKS_BEFORE.finditer(words) if is_sector_check(words[: checks.end()])]
    return bool(told) and _ANEW.search(words, max(told)) is None
