"""Whether what a bureau's window takes in are licences, and which of its counts only hold some."""

from __future__ import annotations

import re

from parsers.metrics.wording import clean
from parsers.records import Figure

# 水务窗口共接件276件，办结271件，不予许可5件: what a bureau's window takes in is licences where its sentence says so
_LICENSING = re.compile(r"许可窗口|准予许可|(?:不予|准予)(?:行政)?许可|许可申请|等许可\d|准予\d")
# 全年办件9862件，其中准予许可8417件: licences are but some of what is dealt with
_AMONG_CASES = re.compile(r"\s?[件宗笔]\s?[，,（(]\s?其中[，,：:]?[^，,；;。\d]{0,4}(?:准予|不予|许可)")
# 食品经营许可1326件，特种设备使用登记318件; but not 办理各类行政许可1326件
_A_KIND = re.compile(
    r"(?:^|[，,、；;：:中])(?P<of>[^，,、；;：:]{0,24}?)(?<!行政)(?<!等)(?<!类)(?:许可|登记|备案|核准|换证|办证|发证|审批)(?:新办|延续|变更|证书?|事项)*$"
)
_COUNTED = re.compile(r"([^，,、；;。：:（）()\d]{2,24}?)(?:共|计|合计|分别|为)*\d[\d,.]*\s?万?[件户家个本张次份宗]")
_SAYS_NO_KIND = re.compile(
    r"其中|不予|不得|办理|办结|受理|作出|准予|予以|实施|核发|颁发|发放|完成|开展|依法|新增|新发|换发|全年|年内|今年|[全我本][省市县区州旗镇乡局年]|共计|累计|合计|"
    r"行政|各类|各项|(?<![取排供])水|一般|事项|决定|窗口|审批|业务|[共各类项的和及与等含]"
)


def is_one_kind(figure: Figure) -> bool:
    """Whether a count is of one kind of licences, beside which another kind's is told."""
    start, told = figure.start, clean(figure.words[0])
    if not _names_kind(told):
        return False
    before, behind = figure.quote[: figure.at[0] - start], figure.quote[figure.at[1] - start :]
    beside = [found[1] for found in _COUNTED.finditer(before.removesuffix(figure.words[0]))]
    beside += [found[1] for found in _COUNTED.finditer(behind)]
    return any(_names_kind(words) for words in beside)


def _names_kind(words: str) -> bool:
    kind = _A_KIND.search(words)
    return kind is not None and len(_SAYS_NO_KIND.sub("", kind["of"])) > 1


def speaks_of_licences(sentence: str) -> bool:
    """Whether a sentence says that what it counts are licences."""
    return _LICENSING.search(sentence) is not None


def holds_licences(text: str, figure: Figure) -> bool:
    """Whether a count of services is told to hold licences as a part: it is none of them itself."""
    counts = "办件" in figure.words[0] or "业务" in figure.words[0]
    return counts and _AMONG_CASES.match(text, figure.at[1], figure.end) is not None
