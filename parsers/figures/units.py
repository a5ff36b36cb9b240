"""Which words count something, and what kind of figure they make."""

from __future__ import annotations

import re

from parsers.numerals import SCALE_WORDS
from parsers.vocabulary import AMOUNT, CHANGE, COUNT, DURATION, FigureKind

RATE_UNIT = "%"
AMOUNT_UNIT = "元"

_MONEY = {"元": 1.0, "块钱": 1.0, "元人民币": 1.0, "美元": 1.0}
_DURATIONS = (
    "个工作日", "工作日", "个自然日", "个月", "个半月", "个小时", "小时", "分钟", "秒钟", "课时", "学时",
    "个课时", "个学时", "天", "年", "个年度", "个季度", "周", "个星期", "日",
)  # fmt: skip
# Each word with the characters (or, with "|", the words) that may not follow it: 条例, 处罚, 起诉 count nothing.
_COUNT_WORDS = """
    件:均(?:金额|时间|用时|办理) 件次 岁 宗:旨 宗次 起:诉(?!讼)|来|草 份 本:级年区市县省院机月单次着 项:目 项次
    次:数月年日生序 场:所景 场次 人次 人:民大均社口 名:列|义|单(?!位) 位:居列于数 个:人(?!民)|体|别 家:庭 家次
    户:籍 户次 条:例款件 条次 篇 册 部:门委分署队 部门 处:罚理置室于以在 所:有属以 支:持付部 批:准示评复捕 批次
    台:账 台次 台套 辆 辆次 车次 艘 艘次 期:间限 门:户 例:如外 卷:宗 张 封 单:位一独 则 幅:度 块 间 栋
    套 款 轮 轮次 班次 组:织 对 只 头 笔 座 大类 类 种 仵 堂 盏 条(项) 省:级市直 市:级场直民 县:级域直
    区:级域直 镇 乡 村 街道 地:区方 单位 站次 站 枚 桩 课:题 案:件卷 倍 吨 亩 公里 平方米 公斤 千克
    平方公里 分 字 人/次 人(次) 件(次) 场(次) 户(次) 家(次) 个(次)
"""
COUNTS = {word: follow for word, _, follow in (entry.partition(":") for entry in _COUNT_WORDS.split())}
_SAME_WORDS = """
    仵=件 人/次=人次 人(次)=人次 件(次)=件次 场(次)=场次 户(次)=户次 家(次)=家次 个(次)=个 工作日=个工作日
    条(项)=条 小时=小时 个小时=小时 个课时=课时 个学时=学时 元人民币=元 块钱=元
"""
_CANONICAL = dict(entry.split("=") for entry in _SAME_WORDS.split())
# A Chinese numeral before these counts by itself (二十余次); before 个, 项, 类 it is more often a name (三项制度).
_STRONG_WORDS = """
    件 件次 宗 起 份 本 次 场 场次 人次 人 名 位 家 家次 户 户次 篇 册 批次 轮 轮次 台 辆
    辆次 例 卷 封 单 笔 期 元 倍 个工作日 条次 项次
"""
STRONG = frozenset(_STRONG_WORDS.split())


_SCALE = re.compile("|".join(sorted(SCALE_WORDS, key=len, reverse=True)))


def _unless(follow: str) -> str:
    if not follow:
        return ""
    return f"(?!{follow})" if "|" in follow else f"(?![{follow}])"


def units(without: str = "") -> str:
    """A pattern of all unit words, the longest first, but those that begin with one of the characters ``without``."""
    alternatives = [(word, "") for word in (*_MONEY, *_DURATIONS)]
    alternatives += list(COUNTS.items())
    alternatives.sort(key=lambda pair: -len(pair[0]))
    by_start: dict[str, list[str]] = {start: [] for start in _OFTEN}
    for word, follow in alternatives:
        by_start.setdefault(word[0], []).append(re.escape(word[1:]) + _unless(follow))
    return "|".join(
        f"{re.escape(start)}(?:{'|'.join(rests)})" for start, rests in by_start.items() if start not in without
    )


_OFTEN = "件次人个名场户家元份项"  # tried first
# "个百分点" makes a change, "%" and "％" a rate
UNIT = re.compile(rf"\s?(?:(?P<point>个?百分点)|(?P<percent>[%％])|(?P<mille>‰)|(?P<unit>{units()}))")


def canonical_unit(word: str) -> str:
    """The unit under which ``word`` is stored (人(次) is 人次)."""
    return _CANONICAL.get(word, word)


def scaled(word: str) -> tuple[str, float]:
    """A unit as the heads of a table write it, and by how much its numbers are multiplied: 万件 -> 件, 10 000."""
    scale = _SCALE.match(word)
    unit = word[scale.end() :] if scale else word
    if scale is None or word in COUNTS or not _is_counted(unit):
        return word, 1.0
    return unit, float(SCALE_WORDS[scale[0]])


def _is_counted(unit: str) -> bool:
    return unit == AMOUNT_UNIT or canonical_unit(unit) in COUNTS


def is_unit(word: str) -> bool:
    """Whether the head of a table's column or row may give ``word`` as the unit of its numbers."""
    return word == RATE_UNIT or _is_counted(scaled(word)[0])


def unit_kind(word: str) -> FigureKind:
    """What a number with this unit is: an amount of money, a duration, or a count."""
    if word in _MONEY or word in ("万元", "亿元"):
        return AMOUNT
    if word in _DURATIONS or word in ("课时", "学时", "小时"):
        return DURATION
    return COUNT


# What each unit word makes of a number in a sentence: the unit under which it is stored, and the kind.
MEANINGS = {
    word: (canonical_unit(word), CHANGE if word == "倍" else unit_kind(word))
    for word in (*_MONEY, *_DURATIONS, *COUNTS)
}
