"""Items that a meeting deliberates, and those of them that were reviewed before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.metrics.choosing import Bound
from parsers.metrics.matching import Match
from parsers.metrics.ranking import BY_SENTENCE
from parsers.metrics.wording import clean
from parsers.records import Figure
from parsers.vocabulary import COUNT

_AGENDA = "legality_review_agenda_items"
_DELIBERATED = re.compile(r"(?:研究|审议|讨论|议决|审定)(?!.{0,12}(?:审查|审核|合法性))[^，,；;。]{0,8}$")
# 会前由法制工作机构审查94个, 其中由司法局会前出具审核意见的46件: of what was deliberated
_REVIEWED_OF = re.compile(r"(?:审查|审核|把关)(?:意见|把关)?(?:的|了|后上会的)?(?:有|为|达)?(?:议题|议案|事项)?$")
# 研究议题163个，对其中78个议题开展合法性审查
_REVIEWED_BEHIND = re.compile(
    r"\s?[个件项次]?(?:会议|重要|重大|政府|常务会议?|上会)?(?:议题|议案|事项)?(?:均|都|已)?(?:开展|进行|经过?|通过|作出?|实施|组织|提前)了?"
    r"[^，,；;。\d]{0,8}?(?:合法性|法制|法治)[^，,；;。\d]{0,4}(?:审[查核]|把关)"
)
_OF_THOSE = re.compile(r"(?:其中|对|中|的)[，,：:]?$|^$")
_ANOTHER_THING = re.compile(r"合同|协议|文件|决策|方案|案件|征求|材料|草案")
_REVIEWED = re.compile(r"审查|审核|合法性|把关")
_REVIEW_OF_ELSE = re.compile(r"(?:审查|审核)[^，,；;。\d]{0,6}(?:合同|协议|文件|决策|案件)")


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
    if not _is_deliberated(whole) or not _REVIEWED_OF.search(words) or _ANOTHER_THING.search(words):
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
    return bound[:-1] if _is_deliberated(whole) and _REVIEWED_OF.search(clean(figure.words[0])) else bound


def _is_reviewed_behind(figure: Figure) -> bool:
    behind = figure.quote[figure.at[1] - figure.start :]
    return _OF_THOSE.search(clean(figure.words[0])) is not None and _REVIEWED_BEHIND.match(behind) is not None


def only_deliberated(figure: Figure, match: Match) -> bool:
    """Whether items were deliberated while another thing was reviewed (研究议题120个、审查合同56份)."""
    if match.metric.key != _AGENDA or not _is_deliberated(figure):
        return False
    return not _REVIEWED.search(_REVIEW_OF_ELSE.sub("", figure.quote))


def _is_deliberated(figure: Figure) -> bool:
    return _DELIBERATED.search(clean(figure.words[0])) is not None
