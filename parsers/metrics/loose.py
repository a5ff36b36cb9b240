"""Metrics named by words that merely stand together in a number's clause, in any order, for what no alias gives.

An alias says how a thing is called at its number; here it is enough that the words of each group stand in the clause,
the nearest of them close to the number and nothing between that turns it to something else. So it reads the orders and
verbs that nobody listed (对招商、征拆等52份协议逐份把关), and only where the passage speaks of the metric's matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import add

from parsers.metrics.catalogue import Metric

MARK = "◆"  # the number's place in a head
_LEFT = 9  # characters between the nearest of the words and the number behind it
_RIGHT = 7  # and where they stand behind the number
# What stands between the words and the number, or right before them, makes the number another's.
_TURN = re.compile(
    r"[、率]|其他|其中|另|不(?![予罚])|未|发现|提出|问题|整改|意见|建议|宣传|活动|会议|制度|机制|增加|减少|新增|下降|上升|同比|占|至|"
    r"参与|协助|涉及|推动|引导|旁听|观摩|每|拟|将|低于|高于"
)
# who takes part does not do it (参与办理行政应诉案件52件), nor who looks at it again
_BESIDE = re.compile(r"复核|复查|回访|倒查|参与|协助|代理|配合|指导(?!案|性)")
# what makes a count one of a kind only: 涉企行政复议案件36件, 市场监管领域行政处罚案件412件
_OF_A_KIND = re.compile(
    r"涉(?![诉案嫌]|及[本我])|(?<!各)类|领域|方面|专项|行动中|农民工|未成年|老年|残疾|妇女|军人|重点|典型"
)
_JOINED = re.compile(r"[、与]|(?<!调)和(?!解)|及(?!时|格)")
_ITEM = 4  # characters of a listed thing that are looked at
_ACTORS = re.compile(r"(?:政府|部门|街镇|乡镇|单位|[镇乡局委办]|街道|公安|机关)$")


@dataclass(frozen=True, slots=True)
class LooseWording:
    """One wording of a metric: every group must have a word in the clause, ``without`` must have none."""

    metric: Metric
    groups: tuple[re.Pattern[str], ...]
    without: re.Pattern[str] | None


class LooseIndex:
    """The wordings of the metrics of one kind, by the words of their first groups."""

    def __init__(self) -> None:
        self._wordings: list[LooseWording] = []
        self._by_start: dict[str, list[tuple[str, int]]] = {}  # first two characters -> words that begin so, whose

    def add(self, wording: LooseWording, words: Sequence[str]) -> None:
        for word in words:
            self._by_start.setdefault(word[:2], []).append((word, len(self._wordings)))
        self._wordings.append(wording)

    def among(self, words: str) -> list[LooseWording]:
        """The wordings of whose first group a word stands in ``words``, in the catalogue's order."""
        places = {
            place
            for start in {*words, *map(add, words, words[1:])} & self._by_start.keys()
            for word, place in self._by_start[start]
            if word in words
        }
        return [self._wordings[place] for place in sorted(places)]


def loose_wordings(metrics: Mapping[str, Metric]) -> dict[str, LooseIndex]:
    """The wordings of a catalogue, by the kind of their metrics."""
    found: dict[str, LooseIndex] = {}
    for metric in metrics.values():
        for written in metric.loose:
            groups = [group for group in written.split() if not group.startswith("-")]
            barred = [group[1:] for group in written.split() if group.startswith("-")]
            without = re.compile("|".join(barred)) if barred else None
            patterns = tuple(re.compile(group) for group in groups)
            wording = LooseWording(metric, patterns, without)
            found.setdefault(metric.kind, LooseIndex()).add(wording, groups[0].split("|"))
    return found


def find_loose(words: str, wordings: LooseIndex) -> tuple[tuple[tuple[int, int], Metric], ...]:
    """The metrics whose wordings ``words`` (a clause with the number's mark) hold, each with its rank, best first."""
    mark = words.index(MARK)
    found: list[tuple[tuple[int, int], Metric]] = []
    for wording in wordings.among(words):
        distance = _distance(words, mark, wording)
        if distance is not None:
            found.append(((-len(wording.groups), distance), wording.metric))
    return tuple(sorted(found, key=lambda entry: entry[0]))


def choose_loose(found: Sequence[tuple[tuple[int, int], Metric]], allowed: Callable[[Metric], bool]) -> Metric | None:
    """The one metric of the best rank that is allowed here; None where several are."""
    best: tuple[int, int] | None = None
    chosen: Metric | None = None
    for rank, metric in found:
        if best is not None and rank != best:
            break
        if metric is chosen or not allowed(metric):
            continue
        if chosen is not None:
            return None
        best, chosen = rank, metric
    return chosen


def _distance(words: str, mark: int, wording: LooseWording) -> int | None:
    """How near to the number the nearest of the wording's words stands; None where they do not name it."""
    nearest: int | None = None
    first = mark
    for group in wording.groups:
        hits = [match.span() for match in group.finditer(words)]
        if not hits:
            return None
        for start, end in hits:
            gap = mark - end if end <= mark else start - mark - 1
            first = min(first, start)
            near = gap <= (_LEFT if end <= mark else _RIGHT)
            if (
                near
                and not _turned(words, mark, start, end)
                and not (end <= mark and _covers_more(words, mark, wording))
            ):
                nearest = gap if nearest is None else min(nearest, gap)
    if nearest is None or (wording.without is not None and wording.without.search(words)):
        return None
    if any(veto in words for veto in wording.metric.vetoes):
        return None
    kind = _OF_A_KIND.search(words, 0, mark)
    if kind is not None and not any(group.search(words[kind.start() : kind.end() + 1]) for group in wording.groups):
        return None
    beside = _BESIDE.search(words, 0, mark)
    if beside is not None and not any(group.fullmatch(beside[0]) for group in wording.groups):
        return None
    return nearest


def _turned(words: str, mark: int, start: int, end: int) -> bool:
    between = words[end:mark] if end <= mark else words[mark + 1 : start]
    return bool(_TURN.search(between)) or bool(_TURN.search(words[max(0, start - 2) : start]))


def _covers_more(words: str, mark: int, wording: LooseWording) -> bool:
    """Whether the count covers what is listed beside the wording's own words (审查重大决策、政府合同等132件)."""
    return any(
        not any(group.search(words, max(0, joint.start() - _ITEM), joint.start()) for group in wording.groups)
        and not _ACTORS.search(words, max(0, joint.start() - _ITEM), joint.start())
        for joint in _JOINED.finditer(words, 1, mark)
    )
