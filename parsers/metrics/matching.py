"""Which catalogue metric the words around a number name: aliases found at the number, with fillers only between."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache

from parsers.metrics.catalogue import OTHER, Catalogue, Metric, catalogue
from parsers.metrics.cues import Cue, CueFinder, trie_pattern

RESPONDENT = "respondent"
MARK = "◆"  # the number's place in a head
_GAP = rf"[^，,；;。{MARK}]{{0,14}}?{MARK}?[^，,；;。{MARK}]{{0,14}}?"
_NOISE = re.compile(r"《[^《》]{0,120}》|[\s“”‘’\"'「」『』]+")
_FILLERS_TEXT = """
    案件 案 申请 数 数量 总数 总量 量 共计 共 合计 总计 累计 计 达到 达 为 是 有 约 近 超过 超 逾 已
    均 都 全部 分别 实现 保持 保持在 稳定在 维持在 在 了 的 等 各类 各 总 件数 人数 次数 户数 家数 比例
    ： : 率 则 也 仍 又 到 仅 只 突破 不少于 不低于 至少 高达 接近 共有 总共 共约 情况 工作 活动 （ ）
    ( ) 其中 , 书
"""
_FILLERS = _FILLERS_TEXT.split()
_AFTER_FILLERS_TEXT = """
    的 余 各类 各级 区级 市级 县级 省级 本级 以上 左右 多 新 相关 涉及 、 等 次 人次 件 起
"""
_AFTER_FILLERS = _AFTER_FILLERS_TEXT.split()
_AFTER_STOP = re.compile(
    r"(?:清单|目录|办法|制度|人员|标准|指引|系统|平台|主体|领域|机构|窗口|典型|示范|专家|顾问|纠错|机制|规定|规则|方案|试点|指南|流程|要点|骨干|专业|联络员|工作站|工作室|委员会|队伍|培训)"
)
# Words that make a head a part or kind of the metric rather than the metric itself.
_RESTRICT = re.compile(
    r"(?:涉[企民外税农众]|涉及?[^，,；;。◆]{1,10}(?:类|领域|方面|的)|[^，,；;。◆]{1,8}(?:类|领域|方面)的?|新增|增加|减少|多|因[^，,；;。◆]{2,12}|针对|其他|另有|重点|典型|复杂|疑难|网上|线上|上诉|二审|再审)$"
)


@dataclass(frozen=True, slots=True)
class Alias:
    metric: Metric
    pattern: re.Pattern[str]
    pairs: tuple[str, ...]  # every two characters that must stand together; single ones for one-character pieces
    length: int
    strong: bool  # holds a strong cue of its own context: needs no other sign of what is spoken of
    order: int
    contexts: tuple[str, ...] = ()
    respondent: bool = False  # only in reports of bodies that are sued, not of those that decide


@dataclass(frozen=True, slots=True)
class Match:
    metric: Metric
    alias: Alias
    rank: int  # 0 = the alias says it all, 1 = the clause does, 2 = the passage does, 3 = only a weak cue does
    start: int
    end: int
    prefix: str


class Matcher:
    """The aliases of a catalogue, indexed by their last two characters."""

    def __init__(self, data: Catalogue) -> None:
        self.cues = CueFinder(data)
        self._data = data
        self._index: dict[tuple[str, str], list[Alias]] = defaultdict(list)
        self._fillers: dict[tuple[str, ...], re.Pattern[str]] = {}
        aliases = [
            self._alias(metric, word, order)
            for order, (metric, word) in enumerate((m, word) for m in data.metrics.values() for word in m.aliases)
        ]
        common = Counter(pair for alias in aliases for pair in alias.pairs)
        for alias in aliases:
            rarest = min(alias.pairs, key=lambda pair: (common[pair], pair))
            self._index[(alias.metric.kind.value, rarest)].append(alias)

    def _alias(self, metric: Metric, written: str, order: int) -> Alias:
        word, _, condition = written.partition("@")
        contexts = (condition,) if condition in self._data.contexts else metric.contexts
        pieces = []
        for piece in word.split("…"):
            if "#" in piece:
                pieces.append(MARK.join(re.escape(part) for part in piece.split("#")))
            else:
                pieces.append(f"{MARK}?".join(re.escape(char) for char in piece))
        solid = [part for part in re.split(r"[…#]", word) if part]
        pairs = tuple(part[place : place + 2] for part in solid for place in range(max(1, len(part) - 1)))
        strong = any(cue.strong and cue.context in contexts for cue in self.cues.find(word))
        length = len(word.replace("…", "").replace("#", ""))
        pattern = re.compile(_GAP.join(pieces))
        return Alias(metric, pattern, pairs, length, strong, order, contexts, respondent=condition == RESPONDENT)

    def _filler(self, contexts: tuple[str, ...]) -> re.Pattern[str]:
        if contexts not in self._fillers:
            words = set(_FILLERS)
            for name in contexts:
                words.update(self._data.contexts[name].filler)
            words.discard("")
            self._fillers[contexts] = re.compile(f"(?:{trie_pattern(words)})*+")
        return self._fillers[contexts]

    def candidates(self, words: str, kind: str) -> list[Alias]:
        """The aliases of metrics of this kind whose characters all stand in ``words`` (the number's mark left out)."""
        plain = words.replace(MARK, "")
        present = {plain[place : place + 2] for place in range(len(plain) - 1)} | set(plain)
        found = []
        for pair in present:
            for alias in self._index.get((kind, pair), ()):
                if present.issuperset(alias.pairs):
                    found.append(alias)
        return found

    def match(
        self,
        before: str,
        after: str,
        unit: str,
        kind: str,
        strong: frozenset[str],
        weak: frozenset[str],
        *,
        respondent: bool = False,
    ) -> list[Match]:
        """The metrics that the head may name, best first; contexts ``strong`` and ``weak`` are those in force.

        ``respondent``: the report's issuer answers reconsiderations rather than deciding them.
        """
        head = clean(before)
        words = head + MARK + clean(after)
        own = self.cues.find(words)
        found: list[Match] = []
        for alias in self.candidates(words, kind):
            if not _unit_fits(alias.metric, unit) or (alias.respondent and not respondent):
                continue
            for place in alias.pattern.finditer(words):
                match = self._placed(alias, words, len(head), place.span(), own, strong, weak)
                if match is not None:
                    found.append(match)
        found.sort(key=lambda match: (match.rank, -match.alias.length, match.alias.order))
        return found

    def _placed(
        self,
        alias: Alias,
        words: str,
        mark: int,
        span: tuple[int, int],
        own: list[Cue],
        strong: frozenset[str],
        weak: frozenset[str],
    ) -> Match | None:
        start, end = span
        metric = alias.metric
        if end <= mark:
            if not self._filler(metric.contexts).fullmatch(words, end, mark):
                return None
        elif start > mark:
            if not _AFTER_OK.fullmatch(words, mark + 1, start) or _AFTER_STOP.match(words, end):
                return None
        elif _AFTER_STOP.match(words, end):
            return None
        prefix = words[:start].replace(MARK, "")
        if _RESTRICT.search(prefix[-16:]):
            return None
        reach = words[: max(end, mark + 1)] if end <= mark else words
        if any(veto in reach for veto in metric.vetoes):
            return None
        rank = self._rank(alias, span, mark, own, strong, weak)
        return None if rank is None else Match(metric, alias, rank, start, end, prefix)

    def _rank(
        self,
        alias: Alias,
        span: tuple[int, int],
        mark: int,
        own: list[Cue],
        strong: frozenset[str],
        weak: frozenset[str],
    ) -> int | None:
        contexts = alias.contexts
        if alias.strong:
            return 0
        outside = [cue for cue in own if cue.end <= span[0] or cue.start >= span[1]]
        clear = [cue for cue in outside if cue.strong]
        if clear:
            nearest = min(clear, key=lambda cue: abs(cue.start - mark))
            if any(cue.context in contexts for cue in clear):
                return 1 if nearest.context in contexts else 2
            if OTHER in (cue.context for cue in clear):
                return None
            return 3 if alias.metric.anywhere else None
        if strong:
            if strong & set(contexts):
                return 2
            if OTHER in strong:
                return None
            return 3 if alias.metric.anywhere else None
        if any(cue.context in contexts for cue in own) or weak & set(contexts):
            return 3
        return 3 if alias.metric.anywhere and OTHER not in weak else None


_AFTER_OK = re.compile(f"(?:{trie_pattern(_AFTER_FILLERS)})*+")


def clean(words: str) -> str:
    """``words`` without blanks and quotation marks, which authors set as they please, and without titles."""
    return _NOISE.sub("", words)


def _unit_fits(metric: Metric, unit: str) -> bool:
    return not unit or unit == metric.unit or unit in metric.units


@cache
def matcher() -> Matcher:
    """The matcher of the project's own catalogue."""
    return Matcher(catalogue())
