"""Which catalogue metric the words around a number name: aliases found at the number, with fillers only between."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from parsers.metrics.catalogue import OTHER, Catalogue, Metric, catalogue
from parsers.metrics.cues import Cue, CueFinder, trie_pattern
from parsers.metrics.loose import MARK, choose_loose, find_loose, loose_wordings
from parsers.vocabulary import FigureKind

RESPONDENT = "respondent"
_GAP = rf"[^，,；;。＋{MARK}]{{0,14}}{MARK}?[^，,；;。＋{MARK}]{{0,14}}"
_WIDE_GAP = rf"[^，,；;。＋{MARK}]{{0,40}}"
# Titles are no words of the sentence, but those of papers that are counted are (制发《行政复议意见书》6份).
_TITLES = re.compile(r"《(?![^《》]{1,14}[书函]》)[^《》]{0,120}》")
_NOISE = str.maketrans("仵", "件", "“”‘’\"'「」『』《》")  # 仵: how scans often read 件
_SLIPS = (
    ("复义", "复议"),
    ("复仪", "复议"),
    ("咨洵", "咨询"),
    ("诉颂", "诉讼"),
    ("处罔", "处罚"),
    ("审査", "审查"),
    ("法津", "法律"),
)
_SAME = (
    ("行政执法人员", "执法人员"),
    ("行政执法证", "执法证"),
    ("行政规范性文件", "规范性文件"),
    ("市场主体", "经营主体"),
    ("政府信息公开", "信息公开"),
    ("卷宗", "案卷"),
    ("矛盾隐患", "矛盾纠纷"),
    ("矛盾争议", "矛盾纠纷"),
    ("争议纠纷", "纠纷"),
    ("纠纷矛盾", "矛盾纠纷"),
)
_FILLERS_TEXT = """
    案件 案 申请 数 数量 总数 总量 量 共计 共 合计 总计 累计 计 达到 达 为 是 有 约 近 超过 超 逾 已
    均 都 双双 全部 分别 实现 保持 保持在 稳定在 维持在 在 了 的 等 各类 各 总 件数 人数 次数 户数 家数 比例
    ： : 率 则 也 仍 又 到 仅 只 突破 不少于 不低于 至少 高达 接近 共有 总共 共约 情况 工作 活动 （ ）
    ( ) 其中 , 书 数据 数值 指标值 完成数 统计数 实际
    降至 降到 升至 升到 提升至 提升到 提高到 提高至 下降至 下降到 上升至 增至 增长至 增加至 增加到 减少至
    始终 继续 持续 连续 全年 上年度 年度 年内 目前 现
"""
_FILLERS = _FILLERS_TEXT.split()
_AFTER_FILLERS_TEXT = """
    的 余 各类 各级 区级 市级 县级 省级 本级 市本级 县本级 以上 左右 多 新 相关 涉及 、 等 次 人次 件 起
    县政府 市政府 区政府 镇政府 乡政府 州政府 旗政府 省政府
    全县 全市 全区 全省 县直 市直 区直 省直 我县 我市 我区 年度 本
"""
_AFTER_FILLERS = _AFTER_FILLERS_TEXT.split()
_AFTER_STOP = re.compile(
    r"(?:清单|目录|办法|制度|人员|标准|指引|系统|平台|主体|领域|机构|窗口|典型|示范|专家|顾问|纠错|机制|规定|规则|方案|试点|指南|流程|要点|骨干|专业|联络员|工作站|工作室|委员会|队伍|培训)"
)
# Words that make a head a part or kind of the metric rather than the metric itself.
_RESTRICT = re.compile(
    r"(?:涉[企民外税农众]|(?:涉及|涉(?!及))(?![本我])[^，,；;。◆]{1,10}(?:类|领域|方面|的)|[^，,；;。◆]{1,8}(?:(?<!各)类|领域|方面)的?|新增|增加|减少|多|针对|(?:底|以|之)前|其他(?:的|行政)?|拟|另有|重点|典型|复杂|疑难|网上|线上|上诉|二审|再审)(?:行政|政府)?$"
)


@dataclass(frozen=True, slots=True)
class Alias:
    metric: Metric
    pattern: re.Pattern[str]
    pairs: frozenset[str]  # every two characters that must stand together; single ones for one-character pieces
    length: int
    strong: bool  # holds a strong cue of its own context: needs no other sign of what is spoken of
    order: int
    contexts: tuple[str, ...] = ()
    gapped: bool = False  # a list may stand in it
    fallback: bool = False  # only where no other wording gives the metric
    respondent: bool = False  # only in reports of bodies that are sued, not of those that decide
    unvetoed: bool = False  # says so much that no word of `not` makes it something else


class Setting(NamedTuple):
    """What is known of a figure besides its own words: what the passage speaks of, and whose report it is.

    ``strong`` and ``weak`` are the contexts in force before its clause, ``bound`` those of the figure bound before it
    in the same sentence, ``stretch`` gives the sentence's words since the last semicolon, up to the end of its clause
    and up to the next semicolon.
    ``respondent``: the report's issuer answers reconsiderations rather than deciding them. ``barred``: contexts of
    which the sentence does not speak, whatever its words. ``points_back``: its clause says that it is the matter of the
    figure before (免予处罚案件8.26万件，涉及罚款3.07亿元). ``only_sure``: fallbacks do not hold, as where shortcomings
    are told (3件案件因超期被责令改正). ``unheard``: contexts whose cues say nothing here.
    """

    strong: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    stretch: Callable[[], tuple[str, str]] = lambda: ("", "")
    respondent: bool = False
    barred: frozenset[str] = frozenset()
    points_back: bool = False
    only_sure: bool = False
    far: bool = False
    unheard: frozenset[str] = frozenset()


class Match(NamedTuple):
    metric: Metric
    alias: Alias
    rank: int  # 0 = the alias says it all, 1 = its clause, 2 = the figure before, 3 = the passage, 4 = a weak cue only
    start: int
    end: int
    after: bool  # the alias takes words behind the number
    around: bool  # and the number itself (#…现场述法)
    contexts: frozenset[str]  # what the words speak of


class _Standing(NamedTuple):
    mark: int  # the number's place among its cleaned words
    cues: Sequence[Cue]
    aliases: list[tuple[Alias, int, int]]  # with the place of each


class Matcher:
    """The aliases of a catalogue, indexed by their last two characters."""

    def __init__(self, data: Catalogue) -> None:
        self.cues = CueFinder(data)
        self._data = data
        self._index: dict[str, dict[str, list[Alias]]] = {kind.value: {} for kind in FigureKind}
        self._fillers: dict[tuple[str, ...], re.Pattern[str]] = {}
        aliases = [
            self._alias(metric, word, order)
            for order, (metric, word) in enumerate((m, word) for m in data.metrics.values() for word in m.aliases)
        ]
        common = Counter(pair for alias in aliases for pair in alias.pairs)
        for alias in aliases:
            rarest = min(alias.pairs, key=lambda pair: (common[pair], pair))
            self._index[alias.metric.kind.value].setdefault(rarest, []).append(alias)
        self.units_told_later = frozenset(
            unit
            for alias in aliases
            if any(mark in pair for pair in alias.pairs for mark in "，＋")
            for unit in (alias.metric.unit, *alias.metric.units)
        )
        self._pairs = {kind: frozenset(index) for kind, index in self._index.items()}
        self._loose = loose_wordings(data.metrics)
        self._standing = lru_cache(maxsize=_HEADS_KEPT)(self._find_standing)
        self._loosely = lru_cache(maxsize=_HEADS_KEPT)(self._find_loosely)

    def _alias(self, metric: Metric, written: str, order: int) -> Alias:
        word, _, condition = written.lstrip("!?+").partition("@")
        word = one_word(word)
        marks = written[: len(written) - len(written.lstrip("!?+"))]
        contexts = (condition,) if condition in self._data.contexts else metric.contexts
        wide = [_GAP.join(_piece(piece) for piece in half.split("…")) for half in word.split("……")]
        solid = [part for part in re.split(r"[…#]", word) if part]
        pairs = frozenset(part[place : place + 2] for part in solid for place in range(max(1, len(part) - 1)))
        strong = "!" in marks or any(cue.strong and cue.context in contexts for cue in self.cues.find(word))
        length = len(word.replace("…", "").replace("#", ""))
        respondent = condition == RESPONDENT
        return Alias(
            metric=metric,
            pattern=re.compile(_WIDE_GAP.join(wide)),
            pairs=pairs,
            length=length + 2 * respondent,
            strong=strong,
            order=order,
            contexts=contexts,
            gapped="…" in word and metric.kind is FigureKind.COUNT and not metric.anywhere,
            fallback="?" in marks,
            respondent=respondent,
            unvetoed="+" in marks,
        )

    def _filler(self, contexts: tuple[str, ...]) -> re.Pattern[str]:
        if contexts not in self._fillers:
            words = set(_FILLERS)
            for name in contexts:
                words.update(self._data.contexts[name].filler)
            words.discard("")
            self._fillers[contexts] = re.compile(f"(?:{trie_pattern(words)}|{_A_YEAR})*+")
        return self._fillers[contexts]

    def candidates(self, words: str, kind: str) -> list[Alias]:
        """The aliases of metrics of this kind whose characters all stand in ``words`` (the number's mark left out)."""
        plain = words.replace(MARK, "")
        present = {a + b for a, b in pairwise(plain)}
        present.update(plain)
        index = self._index[kind]
        return [alias for pair in present & self._pairs[kind] for alias in index[pair] if alias.pairs <= present]

    def match(self, before: str, after: str, unit: str, kind: str, setting: Setting) -> list[Match]:
        """The metrics that the words before and after a number may name, best first."""
        mark, own, standing = self._standing(before, after, kind)
        found: list[Match] = []
        for alias, start, end in standing:
            if not _unit_fits(alias.metric, unit) or (alias.respondent and not setting.respondent):
                continue
            if alias.fallback and setting.only_sure:
                continue
            if setting.barred.issuperset(alias.contexts or (OTHER,)) or not self._allowed(alias.metric, setting):
                continue
            rank, contexts = _rank(alias, (start, end), mark, own, setting)
            if rank >= 0:
                around = start <= mark < end
                found.append(Match(alias.metric, alias, rank, start, end, end > mark, around, contexts))
        found.sort(key=lambda match: (match.rank, -match.alias.length, match.alias.order))
        return found

    def match_loosely(self, before: str, after: str, unit: str, kind: str, setting: Setting) -> Match | None:
        """The metric that the words of a number's clause name together, where no alias does."""
        found = self._loosely(before, after, kind)
        if not found:
            return None
        own = self._standing(before, after, kind).cues
        clear = {cue.context for cue in own if cue.strong}
        far = {cue.context for cue in own} - _EVERYDAY
        spoken = clear or setting.bound or setting.strong | setting.weak | far

        def allowed(metric: Metric) -> bool:
            return (
                not spoken.isdisjoint(metric.contexts)
                and _unit_fits(metric, unit)
                and not setting.barred.issuperset(metric.contexts)
                and self._allowed(metric, setting)
            )

        metric = choose_loose(found, allowed)
        if metric is None:
            return None
        contexts = frozenset(metric.contexts) & spoken
        alias = Alias(metric, _NOTHING, frozenset(), 0, strong=False, order=0, contexts=metric.contexts, fallback=True)
        return Match(metric, alias, LOOSELY, 0, 0, after=False, around=False, contexts=contexts)

    def forget(self) -> None:
        """Empties what is kept of heads already seen; for measuring."""
        self._standing.cache_clear()
        self._loosely.cache_clear()
        clean.cache_clear()
        self.cues.find.cache_clear()

    def _find_standing(self, before: str, after: str, kind: str) -> _Standing:
        """What can be said of a number's words alone, so that it is said once of the heads that all reports share."""
        head = one_word(clean(before))
        words = head + MARK + one_word(clean(after))
        own = self.cues.find(words)
        found = [
            (alias, *place.span())
            for alias in self.candidates(words, kind)
            for place in alias.pattern.finditer(words)
            if self._stands(alias, words, len(head), place.span(), own)
        ]
        return _Standing(len(head), own, found)

    def _find_loosely(self, before: str, after: str, kind: str) -> tuple[tuple[tuple[int, int], Metric], ...]:
        words = one_word(clean(before)) + MARK + one_word(clean(after))
        wordings = self._loose.get(kind)
        return find_loose(words, wordings) if wordings is not None else ()

    def _stands(self, alias: Alias, words: str, mark: int, span: tuple[int, int], own: Sequence[Cue]) -> bool:
        """Whether the alias stands at the number, with nothing between them that would make it something else."""
        start, end = span
        metric = alias.metric
        filler = self._filler(alias.contexts)
        if end <= mark:
            if not filler.fullmatch(words, end, mark) and not (
                alias.length >= 5 and alias.strong and mark - end <= 4 and not _TURN.search(words, end, mark)
            ):
                return False
        elif start > mark:
            if not _AFTER_OK.fullmatch(words, mark + 1, start):
                return False
            if alias.length <= 3 and not alias.strong and not filler.fullmatch(words, end):
                return False
        if end > mark and _AFTER_STOP.match(words, end):
            return False
        prefix = words[:start].replace(MARK, "")
        if _RESTRICT.search(prefix[-16:]):
            return False
        if end <= mark and metric.kind is FigureKind.COUNT and _AWARDED.match(words, mark + 1):
            return False
        if start < mark and metric.kind is FigureKind.COUNT and self._covers_more(prefix, alias, own):
            return False
        if alias.gapped and self._lists_another(alias, words, span, own):
            return False
        if alias.unvetoed or not metric.vetoes:
            return True
        reach = words[: max(end, mark) + _VETO_REACH] if end > mark else words[: mark + 1]
        reach = reach[_far_words(reach, start, mark) :].replace("司法局", "").replace("司法所", "")
        return not any(veto in reach for veto in metric.vetoes)

    def _lists_another(self, alias: Alias, words: str, span: tuple[int, int], own: Sequence[Cue]) -> bool:
        """Whether a thing of another matter is listed in the alias (审查重大行政决策、常务会议题和各类协议236件)."""
        return any(
            cue.strong
            and span[0] <= cue.start
            and cue.end < span[1]
            and cue.context not in alias.contexts
            and words[cue.end] in "、和及与或"
            and not any(words[cue.start : cue.end] in self._data.contexts[name].filler for name in alias.contexts)
            for cue in own
        )

    def _covers_more(self, prefix: str, alias: Alias, own: Sequence[Cue]) -> bool:
        """Whether the count covers what is joined to the alias too (减轻、免予处罚163件; 重大决策、政府合同132件).

        What the alias's own context counts among its fillers is no other thing (行政处罚、行政许可案卷).
        """
        joined = _JOINED.search(prefix)
        if joined is None:
            return False
        if _OUTCOME.search(prefix, 0, joined.start()):  # 撤销、变更或确认违法的12件
            return True
        left = [cue for cue in own if cue.end == joined.start()]
        if any(cue.context in alias.contexts for cue in left):
            return False
        if alias.contexts and prefix.endswith(self._data.contexts[alias.contexts[0]].filler, 0, joined.start()):
            return False
        return not joined["between"] or any(cue.strong for cue in left)

    def _allowed(self, metric: Metric, setting: Setting) -> bool:
        if not (metric.requires or metric.unless or metric.not_with):
            return True
        stretch, reach = setting.stretch()
        if metric.requires and not any(word in reach for word in metric.requires):
            return False
        if any(word in stretch for word in metric.unless):
            return False
        return not any(cue.strong and cue.context in metric.not_with for cue in self.cues.find(stretch))


def _piece(piece: str) -> str:
    if "#" in piece:
        return MARK.join(re.escape(part) for part in piece.split("#"))
    return f"{MARK}?".join(re.escape(char) for char in piece)


def _rank(
    alias: Alias, span: tuple[int, int], mark: int, own: Sequence[Cue], setting: Setting
) -> tuple[int, frozenset[str]]:
    """(how surely the figure speaks of the alias's context, that context); rank -1 when it speaks of something else."""
    contexts = frozenset(alias.contexts)
    inside = frozenset([cue.context for cue in own if cue.strong and span[0] <= cue.start and cue.end <= span[1]])
    if alias.strong or inside & contexts:
        return 0, (inside & contexts) or frozenset(alias.contexts[:1])
    reach = mark + _CUE_REACH if span[1] <= mark else len(own) and own[-1].end
    clear = [
        cue
        for cue in own
        if cue.strong and (cue.end <= span[0] or span[1] <= cue.start <= reach) and cue.context not in setting.unheard
    ]
    if clear:
        nearest = min(clear, key=lambda cue: abs(cue.start - mark))
        if nearest.context in contexts:
            return 1, frozenset({nearest.context})
        here = contexts & {cue.context for cue in clear}
        if here:
            return 3, here
        return _elsewhere(alias, {cue.context for cue in clear})
    if setting.bound & contexts:
        return 2, setting.bound & contexts
    if setting.bound and setting.points_back:
        return -1, contexts
    if setting.strong:
        if setting.strong & contexts:
            return 3, setting.strong & contexts
        here = (contexts & {cue.context for cue in own}) - _EVERYDAY
        return (4, here) if here and setting.far else _elsewhere(alias, setting.strong)
    here = contexts & (setting.weak | {cue.context for cue in own})
    return (4, here) if here else _elsewhere(alias, setting.weak)


def _elsewhere(alias: Alias, contexts: Set[str]) -> tuple[int, frozenset[str]]:
    """Where the passage is about something else, only metrics that stand anywhere are taken."""
    return (4 if alias.metric.anywhere and OTHER not in contexts else -1), frozenset(alias.contexts[:1])


_A_YEAR = r"(?:19|20)\d\d年度?"  # 出庭应诉率2022年为88%: when it was, not what
_HEADS_KEPT = 8192
LOOSELY = 5  # the rank of what words name that merely stand together
_NOTHING = re.compile("(?!)")
_EVERYDAY = frozenset({"调解"})  # contexts whose weak cues are words of many matters (水事纠纷)
_CUE_REACH = 8  # characters behind a number in which a cue says what it counts (受理12件法律援助案件)
_AWARDED = re.compile(r"[^，,；;。◆]{0,6}(?:获评|入选|荣获|被[^，,；;。◆]{0,6}评)")  # 4份案卷有3份获评优秀
_VETO_BEFORE = 12  # characters before an alias in which a word of `not` holds
# 行政复议应诉机构收到…, 法律援助中心指派律师办理…: whose name holds what it deals with else
_ACTOR = re.compile(
    r"[^，,；;。、◆]{2,18}?(?:机构|中心|工作站|办公室|委员会|服务站)(?:指派(?:律师)?)?"
    r"(?=共|全年|累计|收到|接收|新收|接到|受理|办理|审查|办结|审结|指派|提供)"
)
_VETO_REACH = 6  # characters behind an alias that stands behind the number
_JOINED = re.compile(r"(?:、|(?<!调)(?<!^.)和|(?<!参)与|(?<![涉普])及|或者?)(?P<between>[^、，和与及]{0,4})$")
_OUTCOME = re.compile(r"(?:撤销|变更|确认违法|维持|驳回|责令履行|终止|文件|材料|方案|事项)$")
_TURN = re.compile(r"[、中后率不未无]|其他|另")  # words after which a number is no longer the alias's own
_AFTER_OK = re.compile(f"(?:{trie_pattern(_AFTER_FILLERS)})*+")


def _far_words(reach: str, start: int, mark: int) -> int:
    """Where the words end that say nothing of the alias at ``start``: those far before it, and who acts."""
    if start > mark:
        return 0
    actor = _ACTOR.match(reach, 0, start + _VETO_REACH)
    return max(start - _VETO_BEFORE, min(actor.end(), start) if actor else 0, 0)


def mend(words: str) -> str:
    """``words`` with slips of OCR in the genre's own terms put right, as long as before; none of them is a word."""
    for slip, word in _SLIPS:
        if slip in words:
            words = words.replace(slip, word)
    return words


def one_word(words: str) -> str:
    """``words`` with one of those that authors take one for another."""
    for other, word in _SAME:
        if other in words:
            words = words.replace(other, word)
    return words


@lru_cache(maxsize=16384)
def clean(words: str) -> str:
    """``words`` without blanks and quotation marks, which authors set as they please, and without titles."""
    words = mend(words)
    if "《" in words:
        words = _TITLES.sub("", words)
    return words if words.isalnum() and "仵" not in words else "".join(words.translate(_NOISE).split())


def _unit_fits(metric: Metric, unit: str) -> bool:
    return not unit or unit == metric.unit or unit in metric.units


@cache
def matcher() -> Matcher:
    """The matcher of the project's own catalogue."""
    return Matcher(catalogue())
