"""What a bare total counts (合计490件, a table's row 合计): the parts it sums up say it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.metrics.catalogue import catalogue
from parsers.metrics.choosing import Bound
from parsers.metrics.definitions import KINDS
from parsers.metrics.matching import Match, Setting, matcher
from parsers.metrics.naming import EACH
from parsers.metrics.ranking import BY_SENTENCE
from parsers.metrics.wording import clean
from parsers.records import Figure
from parsers.vocabulary import COUNT

_TOTAL = re.compile(
    r"(?:其中|全年|全[省市县区州旗]|年内|[两三四]项|累计|合计|总计|共计|总共|[共计]|全部|总数|总量|[为达])*(?:累计|合计|总计|[共计]|总数|总量)[为达]?"
)
_TOTAL_HEAD = re.compile(r"合\s?计|总\s?计|共计|总数")
_NOUN = re.compile(r"(?:案件|申请|纠纷|事项|文件|合同|协议|人员|单位|处罚|许可|检查|培训|培训班|案卷|任务)$")
# 新发展市场主体1943户，年末达到1.26万户; 新增公职律师4名，总数达12名
_STOCK = re.compile(
    r"(?:截至|到|至|年[末底]|期末|年终|目前|现|已|全[省市县区州旗镇乡局]|总人?[数量]|总户数|累计|，)*"
    r"(?:达到?了?|为|有|增[加长]?[至到]|发展[至到]|扩[充大][至到]|突破|超过?|共有?)"
)
_NEW = re.compile(
    r"(?:全年|年内|当年|今年|本年度?|全[省市县区州旗镇乡局]|共|累计)*(?:净|新)(?:增[加长]?|发展|设立?|登记|注册|开办|取得|聘任?|配备?|考取)(?:注册|登记|各类|的)*(?P<what>[^，,；;。\d]{2,10})|"
    r"(?P<grown>[^，,；;。\d]{2,10}?)(?:净|新)(?:增[加长]?|设|登记)"
)
_SAME = 0.5  # what sums of amounts may differ by in binary
_LEAST_KIND, _LONGEST_KIND, _MOST_PARTS = 2, 12, 8
_GOES_ON = re.compile(r"(?:$|进行|开展|均|全部)")


def total_of(figures: Sequence[Figure], place: int, bound: Sequence[Bound], setting: Setting) -> Match | None:
    """What a bare 合计 or 共 counts: the whole of the parts before it, or what the number before it was of.

    简易程序处罚438件、普通程序处罚52件，合计490件; 评查执法案卷2次，共210份.
    """
    figure = figures[place]
    if (kinds := _kinds_before(figures, place)) is not None:
        key, first = kinds
        return next((entry.match for entry in bound if entry.figure >= first and entry.match.metric.key == key), None)
    if not place or figure.kind is not COUNT:
        return None
    if not _TOTAL.fullmatch(figure.words[0]):
        return _stock_of(figures, place, setting)
    before = figures[place - 1]
    if before.start != figure.start:
        return None
    if not _GOES_ON.match(figure.words[1]):
        return _whole_of_kinds(figures, place, bound, setting)
    parts = [entry for entry in bound if figures[entry.figure].start == figure.start and entry.match.metric.denominator]
    wholes = {entry.match.metric.denominator for entry in parts}
    if len(parts) > 1 and len(wholes) == 1 and sum(figures[part.figure].value for part in parts) == figure.value:
        metric = catalogue()[str(wholes.pop())]
        return parts[-1].match._replace(metric=metric, rank=BY_SENTENCE)
    if before.unit == figure.unit and not EACH.search(before.words[0]):
        return _whole_of_kinds(figures, place, bound, setting)
    found = matcher().match(before.words[0], "", figure.unit, figure.kind, setting)
    return found[0] if found else None


def without_kinds(bound: list[Bound], figures: Sequence[Figure], place: int, match: Match) -> list[Bound]:
    """``bound`` without the kinds of which the number at ``place`` is the stated sum: 废止21件，修改7件，合计28件."""
    kinds = _kinds_before(figures, place) if match.metric.key in KINDS else None
    if kinds is None:
        return bound
    return [entry for entry in bound if entry.figure < kinds[1] or entry.match.metric is not match.metric]


def _kinds_before(figures: Sequence[Figure], place: int) -> tuple[str, int] | None:
    """(the metric that sums up the kinds told before a bare total, the first of them); None where none does."""
    if not _TOTAL.fullmatch(figures[place].words[0]) or (first := _first_part(figures, place)) is None:
        return None
    words = [clean(figure.words[0]) for figure in figures[first:place]]
    for key, kinds in KINDS.items():
        told = {next((kind for kind, alone in kinds.items() if alone.fullmatch(word)), "") for word in words[1:]}
        if "" not in told and len(told) == len(words) - 1 and any(kind in words[0] for kind in kinds.keys() - told):
            return key, first
    return None


def _stock_of(figures: Sequence[Figure], place: int, setting: Setting) -> Match | None:
    """What a number without a thing of its own counts behind those that are new: all that there are now."""
    figure = figures[place]
    if not _STOCK.fullmatch(clean(figure.words[0])) or not _GOES_ON.match(figure.words[1]):
        return None
    for other in reversed(figures[max(0, place - 3) : place]):
        if other.start != figure.start:
            return None
        if other.kind is not COUNT:
            continue  # 同比增长12%，年末达到…
        new = _NEW.fullmatch(clean(other.words[0]))
        if new is None or other.unit != figure.unit or other.value >= figure.value:
            return None
        found = matcher().match(new["what"] or new["grown"], "", figure.unit, figure.kind, setting)
        return found[0] if found else None
    return None


def _whole_of_kinds(figures: Sequence[Figure], place: int, bound: Sequence[Bound], setting: Setting) -> Match | None:
    """What a total counts of which the numbers before it are kinds, the kinds' own words taken out of theirs.

    办理申请类案件277件、通知类案件189件，合计466件; 第一批13项、第二批8项，共21项.
    """
    figure, first = figures[place], _first_part(figures, place)
    if first is None or len({entry.match.metric.key for entry in bound if first <= entry.figure < place}) > 1:
        return None  # 新收162件，连同旧存9件，共计171件: no kinds of one thing
    words, others = clean(figures[first].words[0]), clean(figures[place - 1].words[0])
    noun, last = _NOUN.search(words), _NOUN.search(others)
    if noun is not None and last is not None and noun[0] != last[0]:
        return None  # 审查合同36份，审查文件12份，合计48份
    tail = noun[0] if noun is not None and others.endswith(noun[0]) else ""
    stem = words[: len(words) - len(tail)]
    cuts = range(_LEAST_KIND, min(len(stem), _LONGEST_KIND) + 1)
    without_kind = [stem[: len(stem) - cut] + tail for cut in cuts]
    if not tail:  # 第一批上线“一件事”12项，第二批9项，共21项
        without_kind += [stem[cut:] for cut in cuts[:4]]
    for rest in without_kind:
        found = matcher().match(rest, clean(figure.words[1]), figure.unit, figure.kind, setting)
        if found and not found[0].alias.fallback:
            return found[0]
    return None


def _first_part(figures: Sequence[Figure], place: int) -> int | None:
    """The first of the two or more counts right before a total that sum up to it; None where they do not."""
    figure, total = figures[place], 0.0
    for other in range(place - 1, max(-1, place - 1 - _MOST_PARTS), -1):
        part = figures[other]
        if part.start != figure.start or part.unit != figure.unit or part.tense is not figure.tense:
            return None
        total += part.value
        if total > figure.value - _SAME:
            return other if total < figure.value + _SAME and other < place - 1 else None
    return None


def total_row(figures: Sequence[Figure], place: int, bound: Sequence[Bound]) -> Match | None:
    """What the total's row of a table counts, where the rows above it are parts of one whole (简易程序, 普通程序)."""
    figure = figures[place]
    if not _TOTAL_HEAD.match(figure.words[2]):
        return None
    above = [entry for entry in bound if entry.in_table and figures[entry.figure].period == figure.period]
    parts = [entry for entry in above if entry.match.metric.denominator and figures[entry.figure].unit == figure.unit]
    for count in range(2, min(len(parts), 8) + 1):
        last = parts[-count:]
        wholes = {entry.match.metric.denominator for entry in last}
        if len(wholes) == 1 and abs(sum(figures[part.figure].value for part in last) - figure.value) < 1e-9:
            metric = catalogue()[str(wholes.pop())]
            return last[-1].match._replace(metric=metric, rank=BY_SENTENCE)
    return None
