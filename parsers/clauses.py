"""Fingerprints of a text's clauses, for finding text that a report copies from last year's or from a neighbour's.

A clause is what stands between two marks of punctuation. Numbers, spaces, numbering, and the names of the body itself
are taken out, so that a copied sentence with new figures or another county's name keeps its fingerprint. The genre's
stock phrases (以习近平新时代中国特色社会主义思想为指导 …), which all reports share, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b
from struct import unpack

_MIN_HAN = 8
_LONGEST = 200  # a longer run without punctuation is no sentence; only its beginning counts
_LONG_ENOUGH = 24  # a clause this long is never stock words alone
_MARKS = "。；！？，,;!?：:"
_SPOKEN = re.compile(r"[一-鿿\n]+")
_DIGITS = "一二三四五六七八九十百千万亿两〇零"
_CHINESE_NUMBERS = re.compile(  # 三件, 第三次, 一是; opened by a set, so that the text between is passed over quickly
    rf"[第{_DIGITS}](?:(?<!第)|(?=[{_DIGITS}]))[{_DIGITS}]{{0,12}}(?:(?=[件项次人份个起宗年月日期部名户家批场条])|是)"
)
# 我区, 全市, 本局, 各镇: who speaks is no part of what is said
_SELF = re.compile(r"[我全本各该][省市县区镇乡局委厅州旗街]+(?:直)?")
# Words of every report of the genre: a clause that is made of them says nothing about copying.
_STOCK = """
    习近平 新时代 中国特色 社会主义 党的[一二三四五六七八九十]+大 历次 全会 精神 法治思想 为指导 党中央 国务院
    省委 市委 区委 县委 决策部署 坚持以 深入学习 学习宣传 宣传 学习 贯彻 落实 全面 认真 严格 法治政府建设
    实施纲要 依法行政 依法治[国省市区县] 报告如下 有关情况 工作情况 情况 现将 推进 扎实 持续 进一步 深入 加强
    强化 提高 提升 维护 两个确立 四个意识 四个自信 两个维护 法治 建设 政府 工作 水平 能力 领导 干部 思维 方式
    各项 重要 论述 讲话 紧紧 围绕 中心 目标 任务 要求 上级 各级 部门 化解 矛盾 纠纷 稳定 应对 风险 深化 改革
    推动 发展 运用 行政 执法 人员 规范 公正 文明 制度 机制 责任 履行 职责 第一责任人 党政 主要 负责人
"""
_STOCK_WORDS = _STOCK.split()
_MIN_OWN = 5  # Han characters that stand beside the stock words of a clause that says something
_STARTS = "][".join("".join({word[place] for word in _STOCK_WORDS}) for place in (0, 1))
# read only as far as the fifth; the sets spare most characters the question which word they begin
_OWN = re.compile(rf"(?:(?:(?=[{_STARTS}])(?:{'|'.join(_STOCK_WORDS)}))*+.){{{_MIN_OWN}}}")
_EMPTY = blake2b(digest_size=8)


def clause_hashes(text: str, names: Sequence[str] = ()) -> tuple[int, ...]:
    """Sorted distinct hashes of the clauses of at least eight Han characters (63 bits, so any store can hold them).

    ``names`` are the body's own names in all their forms (株洲市芦淞区, 芦淞区, 芦淞): they are removed first.
    """
    taken = []
    for clause in normal_clauses(text, names):
        one = _EMPTY.copy()  # cheaper than one made anew
        one.update(clause.encode())
        taken.append(one.digest())
    return tuple(sorted({number >> 1 for number in unpack(f">{len(taken)}Q", b"".join(taken))}))


def normal_clauses(text: str, names: Sequence[str] = ()) -> set[str]:
    """The clauses that are compared, as they are compared: Han characters only, without numbers and names."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "") if len(name) > 1 else text
    for mark in _MARKS:
        text = text.replace(mark, "\n")
    text = "".join(_SPOKEN.findall(_CHINESE_NUMBERS.sub("", _SELF.sub("", text))))
    clauses = {clause for clause in text.split("\n") if len(clause) >= _MIN_HAN}
    return {clause[:_LONGEST] for clause in clauses if len(clause) > _LONG_ENOUGH or _OWN.match(clause)}
