"""Labels: what a figure is of, in the report's own words; shared heads and 分别 are dealt out here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.figures.backwards import turned
from parsers.figures.clauses import Head
from parsers.figures.quantities import Quantity
from parsers.vocabulary import AMOUNT, CHANGE, RATE, FigureKind

Labels = Sequence[tuple[str, str]]  # of one number, each with the words that metrics are bound by
MAX_LABEL = 40
_NAMED_BEFORE = (RATE, CHANGE, FigureKind.RANK, AMOUNT)
_LEADING = re.compile(
    r"(?:[\s、，,“”]|其中|同时|另外?|此外|目前|截至目前|截止目前|今年以来|今年来|今年|本年度?|全年度?|年内|去年|上年|年度|共计?|累计|合计|总计|已|均|都|全部|"
    r"基本(?!合格)|分别|并|且|还|又|先后|依法|我[省市区县州镇乡局委办院厅街]|全[省市区县州镇乡局系]统?|其(?![他它余])|该|对|为|在|将|以|从|向|由|与|及(?![格时])|和(?![解谐])|的|了|等)+"
)
_FILLERS = """
    共计 共 累计 合计 总计 达到 达到了 达成 达 为 是 约 近 超过 超 已 均 都 分别 实现 高达 高达到 高达到了
    保持 保持在 稳定在 维持在 的 了 有 到 至 在 占 仅 各 余 不少于 不低于
"""
_TRAILING = re.compile(rf"(?:[\s、，,：:（(]|{turned(_FILLERS)})+")
# The first character of every word of _LEADING, the last of every one of _TRAILING: most words have neither.
_LEADING_STARTS = frozenset(
    "、，,“”其同另此目截今本全年去上共累合总已均都基分并且还又先依我该对为在将以从向由与及和的了等 \u3000\xa0\t"
)
_TRAILING_ENDS = frozenset("、，,：:（(计共到了成达为是约近过超已均都别现在持的有至占仅各余于")
_RATE_WORD = re.compile(r"(?:率|比例|占比|比重|比|度|覆盖面)$")
_SHARED = re.compile(
    r"(?:均|都|皆|全部|同为|分别|双双?)?(?:为|达到?|是|实现|保持在?|稳定在|超过?|在)?(?:“?[两三四]个)?$"
)
_MAY_JOIN = re.compile(r"[、，,和与及]")
_RATE_ITEM = re.compile(r"[、，,]|(?<=[率比例])(?:以及|和|与|及)")
_ITEM = re.compile(r"[、，,]|和|与|及|以及")
_RESPECTIVELY = re.compile(
    r"(?:分别|依次)(?:为|是|达到?|有|占|增长|上升|下降|减少|办理|审查|完成|提升|提高)?[^，,；;。]{0,6}$"
)


def labels_at(heads: Sequence[Head], quantities: Sequence[Quantity], index: int) -> list[Labels]:
    """The labels of the number at ``index``, and of those behind it that are dealt theirs with it (分别为…、…)."""
    head, kind = heads[index], quantities[index].kind
    before = head.before
    if kind is RATE or "分别" in before or "依次" in before:
        dealt = _respective(heads, quantities, index)
        if dealt:
            return [[(label, label)] for label in dealt]
        if kind is RATE and (shared := _shared(head)):
            return [[(label, label) for label in shared]]
    elif each := _each(head):
        return [[(label, label) for label in each]]
    return [[(_label_of(head, kind), before)]]


def _label_of(head: Head, kind: FigureKind) -> str:
    """The figure's label: the words before the number, else those after it, without fillers."""
    before = trim_label(head.before)
    if before and kind is RATE:
        return before[-MAX_LABEL:]
    after = trim_label(head.after)
    if kind in _NAMED_BEFORE:
        label = before or trim_label(head.lead.rpartition("，")[2]) or after
    elif after and (not before or _verbal(before)):
        label = f"{before}{after}" if before and len(before) <= 12 else after
    else:
        label = before or after or trim_label(head.lead.rpartition("，")[2])
    return label[-MAX_LABEL:] if label else ""


def _verbal(words: str) -> bool:
    """Whether the words before the number end in a verb that asks for an object after it (出台2件…)."""
    return bool(_VERB_END.search(words))


_VERB_END = re.compile(
    r"(?:出台|制定|制发|印发|受理|办理|办结|审查|审核|审结|开展|召开|组织|举办|抽查|评查|检查|调解|化解|新增|聘任|聘请|配备|选聘|提供|完成|发放|查处|"
    r"作出|提出|收到|接待|解决|梳理|公示|公布|修订|废止|清理|建立|设立|成立|推送|发布|参加|答复|培训|处理|移送|排查|走访|服务|整改|发现|邀请|入驻|承办|"
    r"备案|报备|报送|讨论|听取|签订|推出|打造|建成|创建|培育|命名|评为|获评|到|对|为|涉及|包含|包括|组织全|覆盖)$"
)


def trim_label(words: str) -> str:
    """``words`` without the fillers at both ends (其中, 全年, 共 … 达, 为)."""
    words = words.strip()
    if words[:1] in _LEADING_STARTS and (leading := _LEADING.match(words)):
        words = words[leading.end() :]
    if words[-1:] in _TRAILING_ENDS:
        words = _without_end(words)
    return words.strip(" 、，,“”")


def _without_end(words: str) -> str:
    trailing = _TRAILING.match(words[::-1])
    return words[: -trailing.end()] if trailing else words


def _shared(head: Head) -> list[str]:
    """The coordinated heads of one rate: 参学率、报考率、通过率均为 100% makes three; [] where it has one head."""
    if not _MAY_JOIN.search(head.before):
        return []
    words = _without_end(_SHARED.sub("", head.before.strip()))
    pieces: list[str] = [piece.strip() for piece in _RATE_ITEM.split(words) if piece.strip()]
    rates: list[str] = []
    for piece in reversed(pieces):
        if not _RATE_WORD.search(piece):
            break
        rates.append(piece)
    if len(rates) < 2:
        return _distributed(words)
    rates.reverse()
    # The first one still carries the clause's subject: 全区近三年网上学法考法参学率 stands for its own label.
    return [trim_label(rate)[-MAX_LABEL:] for rate in rates]


# 受理数、办结数均为32件: but 乡镇、街道均为3件
_EACH = re.compile(r"(?P<names>(?!各)[^，,；;。（()）\d]{2,40})(?:均|都|皆|双双)[为是达有]到?$")
_BODIES = re.compile(r"(?:[局委办所站队厅镇乡村]|街道|社区|单位|部门|机关|县区|地区|季度?|月份?)$")


def _each(head: Head) -> list[str]:
    """The coordinated heads of one count (受理数、办结数均为32件); [] where it has one head, or several bodies."""
    found = _EACH.search(head.before) if _MAY_JOIN.search(head.before) else None
    pieces = [piece.strip() for piece in _ITEM.split(found["names"])] if found else []
    if len(pieces) < 2 or any(len(piece) < 2 or _BODIES.search(piece) for piece in pieces):
        return []
    tail = _common_tail(pieces)
    return [trim_label(piece if piece.endswith(tail) else piece + tail)[-MAX_LABEL:] for piece in pieces]


_SHARED_TAIL = re.compile(
    r"(?:合法性审[查核]率|审[查核]率|覆盖率|完成率|办结率|合格率|通过率|满意率|公示率|公开率|参与率|参训率|出庭应诉率|应诉率|备案率)$"
)


def _distributed(words: str) -> list[str]:
    """规范性文件、重大行政决策合法性审查率: one word for the rate, several things that it is of."""
    tail = _SHARED_TAIL.search(words)
    pieces = [piece.strip() for piece in words.split("、") if piece.strip()]
    if tail is None or len(pieces) < 2 or len(pieces) > 6 or any(len(piece) > 16 for piece in pieces[1:]):
        return []
    whole = [piece if piece.endswith(tail[0]) else piece + tail[0] for piece in pieces]
    return [trim_label(piece)[-MAX_LABEL:] for piece in whole]


_OF_RATES = re.compile(r"(?P<names>[^，,；;。\d]{2,24}[、和][^，,；;。\d]{1,20}率)[为是达]?到?$")


def _respective(heads: Sequence[Head], quantities: Sequence[Quantity], index: int) -> list[str]:
    """Labels of a 分别 run that starts at ``index`` (民事、刑事、行政案件分别为146件、193件、8件); [] for none."""
    head = heads[index]
    told = "分别" in head.before or "依次" in head.before
    found = _RESPECTIVELY.search(head.before) if told else None
    if not found:
        return _rates_in_turn(heads, quantities, index)
    words = head.before[: found.start()] or head.lead
    verb = found[0][2:].strip("为是达到有占均") if found[0].startswith(("分别", "依次")) else ""
    run = 1
    while index + run < len(quantities) and not heads[index + run].before.strip(" 和、及与"):
        run += 1
    if run < 2:
        return []
    rates = quantities[index].kind is RATE
    for separator in (_RATE_ITEM, _ITEM) if rates else (_ITEM,):
        pieces = [piece.strip() for piece in separator.split(words) if piece.strip()]
        if len(pieces) >= run:
            pieces = pieces[-run:]
            tail = _common_tail(pieces)
            labels = [trim_label(piece if piece.endswith(tail) else piece + tail) for piece in pieces]
            return [f"{verb}{label}"[-MAX_LABEL:] for label in labels]
    return []


def _rates_in_turn(heads: Sequence[Head], quantities: Sequence[Quantity], index: int) -> list[str]:
    """Labels of as many rates as things are named before them, without 分别 (企业、个体年报率为93.02%、90.6%)."""
    before = heads[index].before
    listed = quantities[index].kind is RATE and "率" in before[-3:] and ("、" in before or "和" in before)
    words = _OF_RATES.search(before) if listed else None
    if words is None:
        return []
    pieces = [piece.strip() for piece in _ITEM.split(words["names"]) if piece.strip()]
    run = 1
    while (
        index + run < len(quantities)
        and heads[index + run].before.strip() in ("、", "")
        and quantities[index + run].kind is RATE
    ):
        run += 1
    if run < 2 or run != len(pieces):
        return []
    tail = _common_tail(pieces)
    return [trim_label(piece if piece.endswith(tail) else piece + tail)[-MAX_LABEL:] for piece in pieces]


def _common_tail(pieces: Sequence[str]) -> str:
    for tail in (
        "年报公示率",
        "年报率",
        "公示率",
        "合格率",
        "参考率",
        "法律援助案件",
        "行政处罚案件",
        "行政案件",
        "案件",
        "率",
        "纠纷",
        "次数",
        "人次",
        "事项",
        "数",
    ):
        if pieces[-1].endswith(tail) and not any(piece.endswith(tail[-1]) for piece in pieces[:-1]):
            return "案件" if tail == "行政案件" else tail
    return ""
