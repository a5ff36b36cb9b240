"""Whether a wording stands at a number, with nothing between them that would make it something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.metrics.aliases import Alias
from parsers.metrics.catalogue import Catalogue
from parsers.metrics.cues import Cue, trie_pattern
from parsers.metrics.loose import MARK
from parsers.vocabulary import COUNT

_FILLERS_TEXT = """
    案件 案 申请 数 数量 总数 总量 量 共计 共 合计 总计 累计 计 达到 达 为 是 有 约 近 超过 超 逾 已
    均 都 双双 全部 分别 实现 保持 保持在 稳定在 维持在 在 了 的 等 各类 各 总 件数 人数 次数 户数 家数 比例
    ： : 率 则 也 仍 又 到 仅 只 突破 首破 首超 首次 不少于 不低于 至少 高达 接近 共有 总共 共约 情况 工作 活动 （ ）
    ( ) 其中 , 书 数据 数值 指标值 完成数 统计数 实际
    降至 降到 升至 升到 提升至 提升到 提高到 提高至 下降至 下降到 上升至 增至 增长至 增加至 增加到 减少至
    办理数量 办件数量 办理件数
    始终 继续 持续 连续 全年 上年度 年度 年内 目前 现
"""
_FILLERS = _FILLERS_TEXT.split()
_AFTER_FILLERS_TEXT = """
    的 余 各类 各级 区级 市级 县级 省级 本级 市本级 县本级 以上 左右 多 新 相关 涉及 、 等 次 人次 件 起
    县政府 市政府 区政府 镇政府 乡政府 州政府 旗政府 省政府
    全县 全市 全区 全省 县直 市直 区直 省直 我县 我市 我区 年度 本 予以 决定
"""
_AFTER_FILLERS = _AFTER_FILLERS_TEXT.split()
_AFTER_STOP = re.compile(
    r"(?:清单|目录|办法|制度|人员|标准|指引|系统|平台|主体|领域|机构|窗口|典型|示范|专家|顾问|纠错|机制|规定|规则|方案|试点|指南|流程|要点|骨干|专业|联络员|工作站|工作室|委员会|队伍|培训)"
)
# Words that make a head a part or kind of the metric rather than the metric itself.
RESTRICT = re.compile(
    r"(?:涉[企民外税农众]|(?:涉及|涉(?!及))(?![本我])[^，,；;。◆]{1,10}(?:类|领域|方面|的)|[^，,；;。◆]{1,8}(?:(?<![各治])类|领域|(?<!法治)方面)的?|新增|增加|减少|多|针对|(?:底|以|之)前|其他(?:的|行政)?|拟|另有|重点|典型|复杂|疑难|网上|线上|上诉|(?<![一审]、)(?<!一)(?<!一审和)二审|再审|复核|复查|倒查|通报|曝光|"
    r"(?:协助|配合)(?:开展|办理|组织|实施|做好)?)(?:行政|政府)?$"
)
_RESTRICT_ENDS = frozenset("企民外税农众类域面的加增少多对前他政府拟有点型杂难上线诉审核查报光助合展理织施好")
_A_YEAR = r"自?(?:19|20)\d\d年(?:以来|度)?"  # 出庭应诉率2022年为88%: when it was, not what
# 4份案卷有3份获评优秀; 负责人出庭应诉仍有3件未能落实
_AWARDED = re.compile(
    r"[^，,；;。◆]{0,6}(?:获评|入选|荣获|被[^，,；;。◆]{0,6}评)|(?:案件)?(?:还|仍)?(?:未能?|没有)(?:落实|做到|出庭|到庭|实现)"
)
_VETO_BEFORE = 12  # characters before an alias in which a word of `not` holds
# 行政复议应诉机构收到…, 法律援助中心指派律师办理…: whose name holds what it deals with else
_ACTOR = re.compile(
    r"[^，,；;。、◆]{2,18}?(?:机构|中心|工作站|办公室|委员会|服务站|执法队|[大支中]队)(?:指派(?:律师)?)?"
    r"(?=共|全年|累计|收到|接收|新收|接到|受理|办理|审查|办结|审结|指派|提供|开展|实施|作出|查处|立案)"
)
_ONCE_DONE = re.compile(r"后(?=[全共现实]|$)")  # 换发新证后全省持证执法人员为…: what came before it
_VETO_REACH = 6  # characters behind an alias that stands behind the number
_JOINED = re.compile(r"(?:、|(?<!调)(?<!^.)和|(?<!参)与|(?<![涉普])及|或者?)(?P<between>[^、，和与及]{0,4})$")
_JOINED_LENGTH = 6
_JOINED_STARTS = frozenset("、和与及或")  # most words have none of them
_JOINT = re.compile(r"[、和及与](?!解)(?!时)|以及|或者?")
_OUTCOME = re.compile(r"(?:撤销|变更|确认违法|维持|驳回|责令履行|终止|文件|材料|方案|事项)$")
_TURN = re.compile(
    r"[、中后率不未无]|其他|另|结转|遗留|旧存|结存|转[入接结]|接转"
)  # words after which a number is no longer the alias's own
_AFTER_OK = re.compile(f"(?:{trie_pattern(_AFTER_FILLERS)})*+")


def _far_words(reach: str, start: int, mark: int) -> int:
    """Where the words end that say nothing of the alias at ``start``: those far before it, and who acts."""
    if start > mark:
        return 0
    actor = _ACTOR.match(reach, 0, start + _VETO_REACH)
    done = _ONCE_DONE.search(reach, 0, start)
    return max(start - _VETO_BEFORE, min(actor.end(), start) if actor else 0, done.end() if done else 0, 0)


class Standing:
    """Asks wordings whether they stand at a number; keeps the words that each context passes over."""

    def __init__(self, data: Catalogue) -> None:
        self._data = data
        self._vetoes = {
            metric.key: re.compile("|".join(map(re.escape, metric.vetoes))) for metric in data.metrics.values()
        }
        self._fillers: dict[tuple[str, ...], re.Pattern[str]] = {}

    def holds(self, alias: Alias, words: str, mark: int, span: tuple[int, int], own: Sequence[Cue]) -> bool:
        """Whether the alias at ``span`` stands at the number, with nothing between that makes it something else."""
        start, end = span
        metric = alias.metric
        filler = self._filler(alias.contexts)
        if end <= mark:
            filled = end == mark or filler.fullmatch(words, end, mark)
            if not filled and not (
                alias.length >= 5 and alias.strong and mark - end <= 4 and not _TURN.search(words, end, mark)
            ):
                return False
        elif start > mark:
            if start > mark + 1 and not _AFTER_OK.fullmatch(words, mark + 1, start):
                return False
            if alias.length <= 3 and not alias.strong and not filler.fullmatch(words, end):
                return False
        if end > mark and _AFTER_STOP.match(words, end):
            return False
        prefix = words[:start].replace(MARK, "")
        if start == mark:
            prefix = prefix.removesuffix("另有")  # 另有212件因危害后果轻微未予处罚: no part of what was counted before
        if prefix[-1:] in _RESTRICT_ENDS and RESTRICT.search(prefix[-16:]):
            return False
        if end <= mark and metric.kind is COUNT and _AWARDED.match(words, mark + 1):
            return False
        if start < mark and metric.kind is COUNT and self._covers_more(prefix, alias, own):
            return False
        if end > mark and metric.kind is COUNT and self._goes_on_to_another(words, end, alias, own):
            return False
        if alias.gapped and self._lists_another(alias, words, span, own):
            return False
        if alias.unvetoed or not metric.vetoes:
            return True
        reach = words[: max(end, mark) + _VETO_REACH] if end > mark else words[: mark + 1]
        vetoes = self._vetoes[metric.key]
        if "司法" not in reach and not vetoes.search(reach):
            return True
        reach = reach[_far_words(reach, start, mark) :].replace("司法局", "").replace("司法所", "")
        return not vetoes.search(reach)

    def is_filled(self, alias: Alias, words: str, start: int) -> bool:
        """Whether all the words from ``start`` on say nothing beside the alias."""
        return self._filler(alias.contexts).fullmatch(words, start) is not None

    def _lists_another(self, alias: Alias, words: str, span: tuple[int, int], own: Sequence[Cue]) -> bool:
        """Whether a thing of another matter is listed in the alias (审查重大行政决策、常务会议题和各类协议236件)."""
        return any(
            cue.strong
            and span[0] <= cue.start
            and cue.end < span[1]
            and cue.context not in alias.contexts
            and words[cue.end] in "、和及与或等"
            and not any(words[cue.start : cue.end] in self._data.contexts[name].filler for name in alias.contexts)
            for cue in own
        )

    def _goes_on_to_another(self, words: str, end: int, alias: Alias, own: Sequence[Cue]) -> bool:
        """Whether a thing of another matter is listed behind the alias: 对85件重大决策、规范性文件和协议进行审核."""
        joint = _JOINT.match(words, end)
        return joint is not None and any(
            cue.strong and joint.end() <= cue.start <= joint.end() + 4 and cue.context not in alias.contexts
            for cue in own
        )

    def _covers_more(self, prefix: str, alias: Alias, own: Sequence[Cue]) -> bool:
        """Whether the count covers what is joined to the alias too (减轻、免予处罚163件; 重大决策、政府合同132件).

        What the alias's own context counts among its fillers is no other thing (行政处罚、行政许可案卷).
        """
        near = max(0, len(prefix) - _JOINED_LENGTH)
        joined = None if _JOINED_STARTS.isdisjoint(prefix[near:]) else _JOINED.search(prefix, near)
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

    def _filler(self, contexts: tuple[str, ...]) -> re.Pattern[str]:
        if contexts not in self._fillers:
            words = set(_FILLERS)
            for name in contexts:
                words.update(self._data.contexts[name].filler)
            words.discard("")
            self._fillers[contexts] = re.compile(f"(?:{trie_pattern(words)}|{_A_YEAR})*+")
        return self._fillers[contexts]
