"""Counts of some of what a wording counts (one kind, a part, a share), and the shares told as rates behind a count."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.figures.levels import Levels
from parsers.metrics.catalogue import catalogue
from parsers.metrics.matching import Match, Setting, matcher
from parsers.metrics.subject_words import YEAR_AGAIN
from parsers.metrics.wording import clean
from parsers.records import Figure
from parsers.vocabulary import ACTUAL, AMOUNT, COUNT, RATE

_SHARE_OF = re.compile(r"^(?:[约均其]|分别)*占(?:比|(?:到|了)?(?P<whole>[^，,；;。]{0,12}?)的?)(?:约|为|达到?|分别)?$")
_MEASURE = re.compile(r"(?:人次|件次|总件数|总人次|总[数量]|数量?)$")
_SUMMED = re.compile(r"总[数量]|总件数|全部|总的|全[省市县区州旗镇乡局街](?!域)")
_IN_BRACKET = re.compile(r"\d\s?[一-鿿]{1,2}[（(]\s?$")
_OTHER_KIND = re.compile(
    r"\s?[件起宗]、[^，,；;。、\d]{1,8}(?<!处罚)案件\s?|\s?[万亿]?元、[^，,；;。、\d]{2,14}[费款金税]\s?"
)
_OTHER_DISPUTE = re.compile(
    r"\s?[件起宗]、(?![^，,；;。、\d]{0,8}(?:重大|疑难|复杂))[^，,；;。、\d]{1,8}(?:纠纷|争议)\s?\d"
)
_DISPUTE_BEFORE = re.compile(r"(?:纠纷|争议)\s?\d{1,6}\s?[件起宗]、[^，,；;。、\d]{1,8}(?:纠纷|争议)$")
_ALL_KINDS = re.compile(r"各类|各种|等")
_INSPECTED = re.compile(r"检查[^率]{0,12}$")
# 涉企经营许可事项56项实行告知承诺: those that are dealt with so
_ITEMS = frozenset({"licence_items", "service_hall_items"})
_DEALT_SO = re.compile(
    r"[^，,；;。]{0,4}(?:(?:实行|采取|采用|推行|实施|纳入|列入)[^，,；;。]{0,8}(?:告知承诺|容缺|包容|改革|备案)|"
    r"(?:直接)?取消(?:审批)?|(?:审批)?改为|优化(?:审批|准入)|实现[^，,；;。]{0,6}(?:即办|网办|通办|零跑))"
)
# 围绕疫情防控，检查商务楼宇、餐饮门店等1.87万家次: one theme of many
_THEME = re.compile(
    r"(?:^|[；;。])\s?(?:(?:[一二三四五六七八九十]是|其中|同时)[，,]?)?(?:围绕|聚焦|针对|紧盯|紧扣|瞄准|盯紧|突出|在)[^，,；;。]{2,24}"
    r"(?<!主责主业)(?<!中心工作)(?<!职能)[，,](?P<since>[^；;。]*)$"
)


def is_only_some(
    text: str, figures: Sequence[Figure], place: int, match: Match, levels: Levels | None, *, behind_part: bool
) -> bool:
    """Whether a count, or an amount, is of some of what ``match`` counts: one kind beside another, a part, a share.

    ``behind_part``: it points back, and the number before it is bound to nothing.
    """
    figure = figures[place]
    if match.alias.fallback and (match.alias.gapped or figure.kind is AMOUNT):
        following = figures[place + 1] if place + 1 < len(figures) else None
        if _is_one_of_kinds(text, figure, following):
            return True
    if behind_part and _is_of_a_part(figures, place):
        return True
    return _is_one_of_things(figures, place, match) or _is_part_of_itself(figures, place, match, levels)


def _is_one_of_kinds(text: str, figure: Figure, following: Figure | None) -> bool:
    """Whether a count is of one kind, with another kind's behind it: 查处农资案件42起、渔政案件31起."""
    if following is None or following.start != figure.start or following.unit != figure.unit:
        return False
    return _OTHER_KIND.fullmatch(text, figure.at[1], following.at[0]) is not None


def _is_of_a_part(figures: Sequence[Figure], place: int) -> bool:
    """Whether what a number points back to is a part that counts for nothing itself: 其中涉酒纠纷217件，涉及标的….

    Asked of numbers that point back, where the one before them is bound to no metric.
    """
    before, figure = figures[max(0, place - 1)], figures[place]
    return place > 0 and before.start == figure.start and clean(before.words[0]).startswith("其中")


def _is_one_of_things(figures: Sequence[Figure], place: int, match: Match) -> bool:
    """Whether a count is of one kind of thing beside another's.

    检查工地386个次，…检查供热企业58家次; 调解道路交通纠纷612件、医疗纠纷37件; 许可事项36项改为备案.
    """
    figure = figures[place]
    if match.metric.key == "mediation_cases" and match.alias.gapped and not _ALL_KINDS.search(figure.words[0]):
        behind, before = figure.at[1] - figure.start, figure.quote[: figure.at[0] - figure.start]
        return bool(_OTHER_DISPUTE.match(figure.quote, behind)) or bool(_DISPUTE_BEFORE.search(before[-24:]))
    if match.metric.key in _ITEMS:
        return _DEALT_SO.match(clean(figure.words[1])) is not None
    if match.metric.key != "inspections" or not match.alias.fallback:
        return False
    start = figure.start
    theme = _THEME.search(figure.quote, 0, figure.at[0] - start)
    if theme is not None and YEAR_AGAIN.search(theme["since"]) is None:
        return True
    return any(
        figure.start == start and figure.tense is ACTUAL and _INSPECTED.search(clean(figure.words[0]))
        for figure in figures[max(0, place - 6) : place]
    )


def _is_part_of_itself(figures: Sequence[Figure], place: int, match: Match, levels: Levels | None) -> bool:
    """Whether a count is told to be a share of what it counts itself: 调解913件，占全县人民调解案件总数的21.6%.

    A share of what a level above counts is the issuer's own whole.
    """
    if match.metric.kind is not COUNT or place + 1 >= len(figures):
        return False
    figure, following = figures[place], figures[place + 1]
    if following.start != figure.start or following.kind is not RATE:
        return False
    share = _SHARE_OF.search(clean(following.words[0]))
    whole = share["whole"] if share is not None else None
    if not whole or following.tense is not ACTUAL or not _SUMMED.search(whole):
        return False
    return not (levels is not None and levels.is_other(whole)) and _is_same(whole, match, figure.unit)


def _is_same(whole: str, match: Match, unit: str) -> bool:
    found = matcher().match(_MEASURE.sub("", whole), "", unit, COUNT, Setting(bound=match.contexts))
    return any(other.metric is match.metric for other in found)


def share_of(text: str, figure: Figure, previous: Match | None) -> Match | None:
    """The rate of the count before it: 结案3204件，占办结总数的28.59%; 优秀案卷61份（55.45%）."""
    if previous is None or figure.kind is not RATE:
        return None
    share = _SHARE_OF.search(clean(figure.words[0]))
    bracketed = share is None and _IN_BRACKET.search(text, figure.start, figure.at[0]) is not None
    if share is None and not bracketed:
        return None
    if share is not None and re.match(r"全[省市县区国州]", share["whole"] or ""):
        return None
    if (
        share is not None
        and share["whole"]
        and _is_same(share["whole"], previous, "人次" if "人次" in share["whole"] else "")
    ):
        return None  # “一把手”出庭27人次，占全部出庭人次的31%
    rates = [metric for metric in catalogue().metrics.values() if metric.numerator == previous.metric.key]
    return previous._replace(metric=rates[0]) if len(rates) == 1 else None
