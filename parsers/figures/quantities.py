"""The numbers of one block that count something: value, unit, hedge, and where each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from parsers.figures.masks import STOPS, behind_heading_number, masked_until
from parsers.figures.units import MEANINGS, RATE_UNIT, STRONG, UNIT, canonical_unit, units
from parsers.numerals import DIGITS, SCALES, Number, expanded, last_digit, number_at
from parsers.vocabulary import CHANGE, COUNT, DURATION, EQ, RATE, FigureKind, Qualifier

POINT_UNIT = "个百分点"
MAX_QUANTITIES = 22_000  # of one block; more than figures are kept of a whole text

_HEDGES_BEFORE = {
    Qualifier.GE: "不少于 不低于 至少 最少 不得少于 不得低于 不小于 高于等于",
    Qualifier.LE: "不超过 不高于 不多于 至多 最多 不得超过 控制在",
    Qualifier.GT: "超过 超出 超 逾 突破 高于 多于 大于 达余 达到余 达近余 达到近余",
    Qualifier.LT: "接近 将近 近 不足 低于 少于 小于 不到 未到",
    Qualifier.APPROX: "大约 约 大概 左右",
}
_HEDGES_AFTER = {
    Qualifier.GE: "及以上 以上 之上",
    Qualifier.LE: "及以下 以下 之下 以内 之内",
    Qualifier.APPROX: "左右 上下",
    Qualifier.GT: "有余",
}
_MEANT_BEFORE = {word: meant for meant, words in _HEDGES_BEFORE.items() for word in words.split()}
_MEANT_AFTER = {word: meant for meant, words in _HEDGES_AFTER.items() for word in words.split()}
_BEFORE = re.compile(rf"({'|'.join(_MEANT_BEFORE)})\s?$")
_AFTER = re.compile(rf"\s?({'|'.join(_MEANT_AFTER)})")
# The last character of every word before, the first of every one behind: most numbers have neither.
_HEDGE_END = frozenset("于少超过多在出逾破余近足到约概右 \u3000\xa0\t\n")
_HEDGE_START = frozenset("及以之左上有 \u3000\xa0\t\n")
_RANK_LEAD = re.compile(
    r"(?:位居|位列|排名?|名列|稳居|居于|居|列|获评|荣获|荣膺|跻身)[^，,。；;、]{0,18}$"
)  # "位居全市第一", "合格率列各县市区第一"
_RANK = re.compile(r"第\s?(\d{1,3}|[一二三四五六七八九十]{1,3})(?:\s?[名位])?(?![次批届条个款季轮期章节责议号方阵梯])")
_BARE_OK = re.compile(r"(?:为|达到?|共|约|：|:|计|数|量|突破|超过?|逾)\s?$")  # 用户突破410万
_RATE_IS = re.compile(r"率(?:均|都)?(?:为|是|达到?|降至)\s?$")
_FREQUENCY = re.compile(r"每(?:[年月周日季旬天]度?|半年|季度|个月|星期)[^，,；;。]{0,8}$")
_WEAK_LEAD = re.compile(r"(?:共计?|合计|总计|累计|达|仅|余|为|设立|成立|新增|等)\s?$")
_BODIES = re.compile(r"\s?(?:督察组|工作组|小组|专班|镇|乡|街道|社区|村|部门|单位|县|区|市|领域|行业|项目|监测点)")
_ENDS_CLAUSE = re.compile(r"\s?(?:$|[，,。；;、）)！!])")
_DURATION_LEAD = re.compile(r"(?:为|期|连续|长达|满|达|超过?|共|由|从|至|到|缩短|压缩|缩减|近|[内在])\s?$")

# As most numbers stand: digits with their unit right behind them, or behind 万, 余, 万余. What a mask may begin with,
# or a longer numeral, is read the long way: hotlines, 24小时, version 2.0, 3级.
_COMMON = re.compile(
    r"(?<![0-9A-Za-z.+×])(?!1(?:23\d|(?:10|19|20|22)12))"
    r"(?P<digits>[0-9]{1,9}(?:\.(?P<places>[0-9]{1,4})(?=[%万亿]|个百))?)(?P<scale>[万亿]?)(?P<hedge>[余多]?)(?!个年)"
    rf"(?:(?P<percent>%)(?!\s?[-－—–~～至]\s?\d)|(?P<point>个百分点)|(?P<unit>{units(without='年月日号级楼届室省国岁分版时模升加优迭小千元块')}|元(?:人民币)?+(?!化)))"
)
_AT_LEAST = re.compile(r"(?<![以网线会])上$")  # 上百件
_NAMED = re.compile(r"[一-鿿]{2}\s?$")
# 较上年分别提高0、9.4和6.8个百分点: the last of the list has the unit of all
_SHARED_POINTS = re.compile(r"(?:\s?[、和及与]\s?\d{1,3}(?:\.\d{1,3})?){1,5}\s?个?百分点")
_LISTS = frozenset("、和及与")
_CUTS = " ·•'’"
_WIDEST_CUT = 4
_REST = re.compile(r"[0-9][0-9.,]*")
# 合格率达98.5: the sign was forgotten. Not what is no share (效率, 税率), nor what goes by ten thousand people
_IS_SHARE = re.compile(
    r"(?<=[\u4e00-\u9fff])(?<![频效税利汇倍速比斜费])(?<!出生|死亡|生育|发案|发病|容积|增长|周转)率均?(?P<told>高?达到?|为|是|[：:])?\s?$"
)
_BY_THOUSANDS = re.compile(r"[每万千][^，,；;。]{0,12}率[^率]{0,6}$")
_SHARED_UNIT = re.compile(r"(?:、[一-鿿]{1,10}\d{1,6}){1,8}(?P<unit>件次|件|宗|起|份|人次|人|名|次|场次|场|家|个|卷)")


class Quantity(NamedTuple):
    """A number with its unit; ``number`` is its place without the unit, ``start``/``end`` with hedge words and unit."""

    start: int
    end: int
    number: tuple[int, int]
    value: float
    step: float
    unit: str
    kind: FigureKind
    qualifier: Qualifier


def find_quantities(text: str, start: int, end: int) -> list[Quantity]:
    """Every quantity of ``text[start:end]``, in order, without masked numbers; offsets count in ``text``."""
    ranks = list(_ranks(text, start, end))
    found = ranks[:]
    quantity: Quantity | None
    place = behind_heading_number(text, start, end)
    while (stop := STOPS.search(text, place, end)) is not None:
        place, behind = stop.span()
        if behind > place + 1:  # a title, a quoted name, a document number
            place = behind
            continue
        if place > start and text[place - 1] in _CUTS and (rest := _cut_off(text, place)):
            place = rest  # "23 16件", "8·62%": a number that was cut is none
            continue
        common = _COMMON.match(text, place, end)
        if common is not None:
            quantity, place = _common(text, common, end)
        else:
            quantity, place = _uncommon(text, place, end, found)
        if quantity is not None:
            found.append(quantity)
        if len(found) > MAX_QUANTITIES:
            break
    if ranks:
        found.sort(key=lambda quantity: quantity.number)
    return found


def _cut_off(text: str, place: int) -> int:
    """Behind the digits at ``place``, if they are the rest of a number that blanks or a mark have cut; else 0."""
    before = text[max(0, place - _WIDEST_CUT) : place].rstrip(_CUTS)
    rest = _REST.match(text, place)
    return rest.end() if rest is not None and before[-1:].isdecimal() else 0


def _common(text: str, match: re.Match[str], end: int) -> tuple[Quantity, int]:
    """The quantity that `_COMMON` found, and where to go on."""
    digits, places, scale, hedge, percent, point, unit = match.groups()
    value, step, qualifier = float(digits), 1.0, EQ
    if places:
        step = 10.0 ** -len(places)
    elif hedge:
        step = last_digit(value)
    if scale:
        value, step = expanded(value, SCALES[scale]), step * SCALES[scale]
    if hedge:
        qualifier = Qualifier.GT
    at, unit_end = (match.start(), match.end("hedge")), match.end()
    if point:
        return _hedged(text, at, value, step, qualifier, unit_end, POINT_UNIT, CHANGE, end), unit_end
    word, kind = (RATE_UNIT, RATE) if percent else MEANINGS[unit]
    return _hedged(text, at, value, step, qualifier, unit_end, word, kind, end), at[1]


def _uncommon(text: str, place: int, end: int, found: list[Quantity]) -> tuple[Quantity | None, int]:
    """The quantity of the numeral at ``place``, None where it is masked or counts nothing, and where to go on."""
    masked = masked_until(text, place, end)
    number = None if masked else number_at(text, place, end)
    if number is None:
        return None, max(masked, place + 1)
    quantity = _quantity(text, number, end) or _in_brackets(text, number, found[-1] if found else None, end)
    return quantity, number.end


def _quantity(text: str, number: Number, end: int) -> Quantity | None:
    if number.percent:
        return _finish(text, number, number.end, RATE_UNIT, RATE, end)
    unit = UNIT.match(text, number.end, end)
    if unit is None and text[number.end : number.end + 1] in ("（", "("):  # 128（件）
        unit = UNIT.match(text, number.end + 1, end)
        unit = unit if unit and text[unit.end() : unit.end() + 1] in ("）", ")") else None
    if unit is None:
        return _bare(text, number, end)
    if unit["percent"] or unit["mille"]:
        scale = 0.1 if unit["mille"] else 1.0
        shrunk = number._replace(value=number.value * scale, step=number.step * scale)
        return _finish(text, shrunk, unit.end(), RATE_UNIT, RATE, end)
    if unit["point"]:
        return _finish(text, number, unit.end(), POINT_UNIT, CHANGE, end)
    word, kind = MEANINGS[unit["unit"]]
    if number.chinese and not _counted(text, number, word, kind, unit.end(), end):
        return None
    if word == "元" and text[unit.end() : unit.end() + 1] == "化":
        return None
    return _finish(text, number, unit.end(), word, kind, end)


def _counted(text: str, number: Number, unit: str, kind: FigureKind, after: int, end: int) -> bool:
    """Whether a Chinese numeral counts here, or is part of a name (三项制度, 一个平台)."""
    lead = text[max(0, number.start - 12) : number.start]
    if kind is DURATION:
        return bool(_DURATION_LEAD.search(lead)) or unit in ("个工作日", "课时", "学时", "个月")
    if number.value == 1:
        return bool(_FREQUENCY.search(lead)) or (unit in STRONG and bool(_ENDS_CLAUSE.match(text, after, end)))
    if unit in STRONG or number.qualifier is not EQ or number.value >= 20:
        return True
    if unit == "个" and _BODIES.match(text, after, end):
        return True
    return bool(_WEAK_LEAD.search(lead)) or bool(_ENDS_CLAUSE.match(text, after, end))


def _bare(text: str, number: Number, end: int) -> Quantity | None:
    """A number without a unit counts only where the words before say so (总数为1234), or a list of points goes on."""
    if (
        text[number.end : number.end + 1] in _LISTS
        and not number.chinese
        and _SHARED_POINTS.match(text, number.end, end)
    ):
        return _finish(text, number, number.end, POINT_UNIT, CHANGE, end)
    if (number.chinese and number.value) or not _ENDS_CLAUSE.match(text, number.end, end):
        return None
    if number.value == 0 and _RATE_IS.search(text, max(0, number.start - 8), number.start):  # 败诉率为0
        return _finish(text, number, number.end, RATE_UNIT, RATE, end)
    if _is_share(text, number):
        return _finish(text, number, number.end, RATE_UNIT, RATE, end)
    if number.chinese or not _BARE_OK.search(text, max(0, number.start - 4), number.start):
        return None
    return _finish(text, number, number.end, "", COUNT, end)


def _is_share(text: str, number: Number) -> bool:
    """Whether a number without a unit is a share in per cent by its words: 合格率96.3, 合格率为96.

    A 0.98 may be one of 1, and the 2 right behind 提高合格率 the number of the next item.
    """
    if not 1 < number.value <= 100 or number.chinese:
        return False
    named = _IS_SHARE.search(text, max(0, number.start - 10), number.start)
    if named is None or (number.step == 1 and number.value < 100 and not named["told"]):
        return False
    return _BY_THOUSANDS.search(text, max(0, number.start - 20), number.start) is None


def _in_brackets(text: str, number: Number, before: Quantity | None, end: int) -> Quantity | None:
    """A part without a unit, in the brackets behind a count or in a list whose last item has one.

    审结165件（维持98、驳回21）; 维持98、驳回21、撤销9件.
    """
    named = _NAMED.search(text, max(0, number.start - 3), number.start)
    if number.chinese or number.percent or not number.value.is_integer() or not named:
        return None
    behind = text[number.end : number.end + 1]
    unit = ""
    if before is not None and before.kind is COUNT and behind in ("、", "，", ",", "；", ")", "）"):
        between = text[before.end : number.start]
        opened = re.match(r"[（(][^（()）\d。；;]{1,16}$", between)
        goes_on = before.end == before.number[1] and re.fullmatch(r"[、，,；;][^（()）\d。]{1,12}", between)
        unit = before.unit if opened or goes_on else ""
    if not unit and behind == "、":
        shared = _SHARED_UNIT.match(text, number.end, end)
        unit = canonical_unit(shared["unit"]) if shared else ""
    return _finish(text, number, number.end, unit, COUNT, end) if unit else None


def _finish(text: str, number: Number, unit_end: int, unit: str, kind: FigureKind, end: int) -> Quantity:
    at = number.start, number.end
    if number.chinese and _AT_LEAST.search(text, max(0, number.start - 2), number.start) and text[at[0]] in "百千":
        quantity = _hedged(text, at, number.value, number.step, Qualifier.GE, unit_end, unit, kind, end)
        return quantity._replace(start=quantity.start - 1)
    return _hedged(text, at, number.value, number.step, number.qualifier, unit_end, unit, kind, end)


def _hedged(
    text: str,
    at: tuple[int, int],
    value: float,
    step: float,
    qualifier: Qualifier,
    unit_end: int,
    unit: str,
    kind: FigureKind,
    end: int,
) -> Quantity:
    """The quantity of a number ``at`` its place, with the words around it that say how exact it is."""
    begin, finish = at[0], unit_end
    if text[begin - 1 : begin] in _HEDGE_END:
        before = _BEFORE.search(text, max(0, begin - 6), begin)
        if before is not None:
            qualifier, begin = _MEANT_BEFORE[before[1]], before.start()
    if text[unit_end : unit_end + 1] in _HEDGE_START:
        after = _AFTER.match(text, unit_end, end)
        if after is not None:
            qualifier = _MEANT_AFTER[after[1]] if qualifier in (EQ, Qualifier.GT) else qualifier
            finish = after.end()
    if unit_end < end and text[unit_end] in "余多" and qualifier is EQ and unit in ("个", "次", "件", "元"):
        qualifier, finish = Qualifier.GT, unit_end + 1
    return Quantity(begin, finish, at, value, step, unit, kind, qualifier)


def _ranks(text: str, start: int, end: int) -> Iterator[Quantity]:
    for match in _RANK.finditer(text, start, end):
        if not _RANK_LEAD.search(text, max(start, match.start() - 26), match.start()):
            continue
        raw = match[1]
        value = float(raw) if raw.isdigit() else _rank_value(raw)
        yield Quantity(match.start(), match.end(), match.span(1), value, 1.0, "名", FigureKind.RANK, EQ)


def _rank_value(raw: str) -> float:
    tens, ten, ones = raw.rpartition("十")
    if not ten:
        return float(DIGITS[raw[-1]])
    return float((DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0))
