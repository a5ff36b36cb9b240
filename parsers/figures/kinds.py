"""Tables that count other things by kind: 行政处罚 61 under 复议事项 are reconsiderations of penalties, no penalties.

What a table counts is said by the head of its kinds, by a column's own head, else by what stands above it: its
caption, its title, the sentence that leads to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.figures.heads import is_any_count
from parsers.records import Cell

_ORDINALS = re.compile(r"序号|编号|行次|栏次|代码")
# 案件类型, 复议事项, 案由: by what they are told apart
_KINDS = re.compile(r"类[型别]|种类|分类|事项|行为|领域|案由|类$")
# what comes in against acts, and what looks at acts; of neither does an act's name say that one was done
_OTHERS = r"复议|诉讼|应诉|被诉|被申请|案由|信访|纠纷|争议|审[查核]|评查|监督|督[查察]|投诉|举报|听证"
_OF_OTHERS = re.compile(_OTHERS)
_OTHERS_BY_KIND = re.compile(
    rf"(?:{_OTHERS})[^、，,；;和与或]{{0,12}}(?:类[型别]|种类|分类|事项|行为|领域|构成|分布|案由)"
)
_ACTS = re.compile(r"执法(?=[、，和与及]|情况|工作|数据|统计|类|种|事项|数量|行为|决定|$)|实施情况")
_CASES = re.compile(r"案件")
# the names of acts, and of what else may be asked to be reconsidered
_ACT = re.compile(
    r"处罚|许可|强制|检查|征[收用]|公开|确认|裁决|奖励|给付|登记|命令|协议|合同|不作为|履[职行]|备案|赔偿|认定|审批|处理"
)
_NO_KIND = re.compile(r"复议|诉讼|应诉|合\s?计|总\s?计|小\s?计|共计|总数")
_LEADS = re.compile(
    r"[：:表]$|(?:情况|分布|构成)(?:[（(][^（()）]{1,12}[）)])?$|如下|下表|附表|见表|[表图]\s?[\d一二三四五]"
)
_STOPS = re.compile(r"[。；;]")
_BACK = 3  # sentences before a table in which what it counts may be named


def kinds_of_others(cells: Sequence[Cell], lead: str) -> frozenset[int]:
    """The places of the values in a row that count other things by their kind; ``lead`` is the line above the table.

    A total is no kind, nor is what names reconsiderations or lawsuits itself.
    """
    head = next((name for cell in cells if (name := cell.column_head.strip()) and not _ORDINALS.fullmatch(name)), "")
    by_kind = _KINDS.search(head) is not None
    all_others = _is_of_others(head, lead) if by_kind else _leads_to_kinds(lead) and not _OF_OTHERS.search(head)
    return frozenset(
        place for place, cell in enumerate(cells) if _is_kind(cell, all_others=all_others, by_kind=by_kind)
    )


def _is_kind(cell: Cell, *, all_others: bool, by_kind: bool) -> bool:
    kind, counted = cell.row_head, cell.column_head
    if is_any_count(kind) or (
        _OF_OTHERS.search(kind) and not _ACT.search(kind)
    ):  # the kinds head the columns: 件数 before them
        kind, counted = counted, kind
    of_others = all_others or (by_kind and _OF_OTHERS.search(counted) is not None)
    return of_others and _ACT.search(kind) is not None and _NO_KIND.search(kind) is None


def _is_of_others(head: str, lead: str) -> bool:
    if _OF_OTHERS.search(head):
        return True
    if _ACTS.search(head):
        return False
    told = [part for part in _STOPS.split(lead.strip()) if part.strip()]
    one = len(told) == 1 and not _STOPS.search(lead) and "，" not in lead  # a title
    if not told or not (one or _LEADS.search(told[-1]) or _KINDS.search(told[-1]) or _CASES.search(head)):
        return False
    for sentence in reversed(told[-_BACK:]):
        if _OF_OTHERS.search(sentence) or _ACTS.search(sentence):
            return _ACTS.search(sentence) is None
    return False


def _leads_to_kinds(lead: str) -> bool:
    """Whether a line above a table says that it parts others by kinds, whatever the table's heads: 复议案件类型分布."""
    told = [part for part in _STOPS.split(lead.strip()) if part.strip()]
    return bool(told) and _OTHERS_BY_KIND.search(told[-1]) is not None and _ACTS.search(told[-1]) is None
