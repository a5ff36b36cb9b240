"""Items that a meeting deliberates, and those of them that were reviewed before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.metrics.catalogue import catalogue
from parsers.metrics.choosing import Bound
from parsers.metrics.matching import Match
from parsers.metrics.ranking import BY_SENTENCE
from parsers.metrics.told import Told
from parsers.metrics.wording import clean
from parsers.records import Figure
from parsers.vocabulary import COUNT

_AGENDA = "legality_review_agenda_items"
_DELIBERATED = re.compile(r"(?:研究|审议|讨论|议决|审定)(?!.{0,12}(?:审查|审核|合法性))[^，,；;。]{0,8}$")
# 会前由法制工作机构审查94个, 其中由司法局会前出具审核意见的46件: of what was deliberated
_REVIEWED_OF = re.compile(
    r"(?:审查|审核|把关)(?:意见|把关)?(?:的|了|后上会的)?(?:有|为|达到?|覆盖)?(?:议题|议案|事项)?$"
)
_NOT_REVIEWED = re.compile(r"(?:未|没有|无需|不需)[^，,；;。\d]{0,8}(?:审[查核]|把关)")
# 研究议题163个，对其中78个议题开展合法性审查; 78个议题会前由司法局进行了合法性审查
_REVIEWED_BEHIND = re.compile(
    r"(?![^，,；;。\d]{0,24}(?:未|没有|不予|无需|合同|协议|文件|决策))"
    r"[^，,；;。\d]{0,24}?(?:合法性|法制|法治|法律)[^，,；;。\d]{0,4}(?:审[查核](?!率)|把关)"
)
# 对提交常务会议研究的53个议题提出法律意见
_ADVISED_ON = re.compile(r"[^，,；;。\d]{0,16}(?:提出|出具|提供)[^，,；;。\d]{0,6}法律意见")
_ITEMS = re.compile(r"[^，,；;。\d的]{0,6}(?:议题|议案)")
_OF_THOSE = re.compile(r"(?:其中|对|中|的|有|将|就|为|议题|议案|事项)[，,：:]?$|^$")
_ANOTHER_THING = re.compile(r"合同|协议|文件|决策|方案|案件|征求|材料|草案")
_REVIEWED = re.compile(r"审查|审核|合法性|把关")
_CLAUSE_END = re.compile(r"[，,；;。：:]")
_ITEM_END = re.compile(r"[，,；;。：:、]")
_REVIEW_OF_ELSE = re.compile(r"(?:合法性)?(?:审查|审核)[^，,；;。\d]{0,6}(?:合同|协议|文件|决策|案件)")


def reviewed_of(figures: Sequence[Figure], place: int, bound: Sequence[Bound]) -> Match | None:
    """The metric of items that were reviewed among those deliberated: 研究议题206个，会前由法制机构审查94个."""
    figure = figures[place]
    if not bound or bound[-1].match.metric.key != _AGENDA or figure.kind is not COUNT:
        return None
    whole, words = figures[bound[-1].figure], clean(figure.words[0])
    if whole.start != figure.start or figure.value > whole.value or figure.unit not in ("个", "件", "项", whole.unit):
        return None
    if _is_reviewed_behind(figure):
        return bound[-1].match._replace(rank=BY_SENTENCE)
    if _is_reviewed(whole) or not _REVIEWED_OF.search(words) or _ANOTHER_THING.search(words):
        return None
    return bound[-1].match._replace(rank=BY_SENTENCE)


def without_deliberated(bound: list[Bound], figures: Sequence[Figure], figure: Figure, match: Match) -> list[Bound]:
    """``bound`` without the items deliberated, once those reviewed among them are told."""
    if match.metric.key != _AGENDA or not bound or bound[-1].match.metric.key != _AGENDA:
        return bound
    whole = figures[bound[-1].figure]
    if whole.start != figure.start or figure.value > whole.value:
        return bound
    if _is_reviewed_behind(figure):
        return bound[:-1]
    return bound[:-1] if not _is_reviewed(whole) and _REVIEWED_OF.search(clean(figure.words[0])) else bound


def _is_reviewed_behind(figure: Figure) -> bool:
    behind = figure.quote[figure.at[1] - figure.start :]
    return _OF_THOSE.search(clean(figure.words[0])) is not None and _REVIEWED_BEHIND.match(behind) is not None


def is_unreviewed(figure: Figure, match: Match, figures: Sequence[Figure], bound: Sequence[Bound]) -> bool:
    """Whether items were not reviewed, or only deliberated.

    Others of them were reviewed then, or another thing: 审查议题78个，研究议题163个; 研究议题120个、审查合同56份.
    """
    if match.metric.key != _AGENDA:
        return False
    if _NOT_REVIEWED.search(figure.words[0]) or _NOT_REVIEWED.match(figure.words[1].lstrip("个议题案事项")):
        return True
    if not _is_deliberated(figure):
        return False
    before = figures[bound[-1].figure] if bound and bound[-1].match.metric.key == _AGENDA else None
    if before is not None and before.start == figure.start and before.at < figure.at and _is_reviewed(before):
        return not _is_reviewed(figure)  # 审查议题78个，研究议题163个
    if _ADVISED_ON.match(figure.words[1]):
        return False
    return not _REVIEWED.search(_REVIEW_OF_ELSE.sub("", figure.quote))


def of_advice(match: Match, figure: Figure, told: Told) -> Match | None:
    """Advice by its number: 对53个议题提出法律意见 counts the items."""
    if _ITEMS.match(figure.words[1]) is None:
        return match
    return match._replace(metric=catalogue()[_AGENDA])


def _is_deliberated(figure: Figure) -> bool:
    return _DELIBERATED.search(clean(figure.words[0])) is not None


def _is_reviewed(figure: Figure) -> bool:
    """Whether the clause of a figure says that what it counts was reviewed."""
    start, told = figure.start, figure.quote
    before, behind = told[: figure.at[0] - start], told[figure.at[1] - start :]
    return _REVIEWED.search(_CLAUSE_END.split(before)[-1] + _ITEM_END.split(behind)[0]) is not None
