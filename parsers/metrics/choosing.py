"""Which of the figures bound to one metric is its value: the surest, the total, or the sum of the parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from parsers.figures.heads import is_issuers
from parsers.metrics.catalogue import Metric, catalogue
from parsers.metrics.matching import Match
from parsers.metrics.scopes import carried_in_flag
from parsers.metrics.wording import clean
from parsers.records import Figure, MetricValue, Text
from parsers.vocabulary import AMOUNT, COUNT, RATE, Scope, ValueBasis

_TOTAL_ROW = re.compile(r"合\s?计|总\s?计|共计")
UNSURE = 4  # the rank from which a match rests on weak signs


_OF_YEAR = re.compile(r"(?:全年|年度|实际|年内|一年来)(?:共|累计|总共|一共)?")
_OF_WHOLE = re.compile(r"(?:全年)?(?:全[省市县区州旗镇乡局]|合计|共计|总计)(?:全年)?(?:共|累计|合计)")
_BARE_TOTAL = re.compile(r"(?:[，,]|合计|共计|总计|累计|共)+")
_OF_ALL = re.compile(r"^(?:案卷)?(?:优秀|合格|良好)率|[全总]|综合|整体|平均|本级|其中")
# a place, or a sort of dispute, that opens a rate's words or closes them
_OF_KIND = re.compile(
    r"^(?:[省市县区州旗][直级](?:部门|单位)?|(?:政府)?部门|城区|农村|乡镇|镇街|街道|[一-鿿]{2,3}[镇乡]|(?!矛盾|各类|人民|民间)[一-鿿]{2,6}(?:纠纷|争议)(?=调))|"
    r"(?:[省市县区州旗]政府|部门|乡镇)$|"
    r"^(?:其中)?(?:(?:基本|[初中高一二三四县处科厅股])级(?!人民|法院|以上)|[甲乙丙ABC][级类])(?:领导|干部|公务员|民警|执法|资格|人员|考试)*"
)
_DEALT_OUT = re.compile(r"[^、和及与]{0,16}率分别[为达是到]*")
_GOES_ON = re.compile(r"\s?[%％]?\s?[、和及与]\s?\d")
# the two columns in which the disclosure form counts its lawsuits: one of them is not all
_HALF = re.compile(r"未经复议直接起诉|复议后起诉")
_BODIES = frozenset(("家", "户", "个", "人", "名", "家次", "户次", "人次"))
_PARTS = re.compile(r"其中|分别[为是]|包[括含]|分为")
_INSTANCE = re.compile(r"[一二再]审")


# 评查处罚案卷120卷，优秀率81%；许可案卷96卷，优秀率76%: of neither kind is the rate that of all files
_FILES = re.compile(
    r"(?<![、和及与])(?<![、和及与]行政)(?P<kind>处罚|许可|强制|检查|征收|征用|确认|裁决|给付)(?:类|案件|执法)?(?:案卷|卷宗|卷)"
    r"(?=[^；;。]{0,12}\d)"
)
_JUDGED = re.compile(r"率|优秀|合格|良好")
_OF_ALL_FILES = re.compile(r"[全总]|综合|整体|平均|合计")


class Bound(NamedTuple):
    figure: int
    match: Match
    scope: Scope
    in_table: bool = False


def choose(
    entries: list[Bound], figures: Sequence[Figure], metric: Metric, text: str, *, form: bool
) -> tuple[list[Bound], list[Bound]]:
    """(the one value's figure, or the parts of a sum; the figures that are not this metric after all).

    ``form``: the report is a fixed form, whose tables say what its prose repeats.
    """
    if halves := [entry for entry in entries if _HALF.search(figures[entry.figure].label)]:
        both = len({_HALF.findall(figures[entry.figure].label)[-1] for entry in halves}) == len(halves) == 2
        counted = [entry for entry in halves if figures[entry.figure].value] or halves[:1]  # 1 and 0: the 1 says it
        return (counted, [entry for entry in entries if entry not in counted]) if both else ([], entries)
    if metric.topic == "案卷评查" and not metric.additive:
        if kinds := [entry for entry in entries if not entry.in_table and _is_of_files(figures[entry.figure], text)]:
            entries = [entry for entry in entries if entry not in kinds]
        if not entries:
            return [], kinds
    values = {figures[entry.figure].value for entry in entries}
    if metric.kind is RATE and _are_of_kinds(entries, figures, text):
        return [], entries
    if metric.kind is RATE and (kinds := [entry for entry in entries if _is_of_kind(entry.figure, figures)]):
        entries = [entry for entry in entries if entry not in kinds]
        if not entries:
            return [], kinds
        values = {figures[entry.figure].value for entry in entries}
    if len(values) == 1:
        best = min(entries, key=lambda entry: (entry.match.rank, entry.figure))
        return [best], []
    rows = [entry for entry in entries if entry.in_table]
    if rows and (form or len(rows) == len(entries)):
        return _choose_row(rows, figures)
    if metric.kind is AMOUNT and _are_told_by_part(entries, figures):
        return entries, []
    if metric.additive:
        entries = _without_parts(entries, figures, text)
        sentence = figures[entries[0].figure].start
        parts = [entry for entry in entries if figures[entry.figure].start == sentence]
        if kept := [entry for entry in parts if figures[entry.figure].unit not in _BODIES]:
            parts = kept  # 不予处罚291起，免于处罚企业165家: the same cases, by whom they were of
        if len({figures[part.figure].value for part in parts}) > 1 or len(parts) > 1:
            total = _total_among(parts, figures) or _year_among(parts, figures)
            if total is None and metric.topic != "案卷评查":  # 全县共自查860份，抽查135份
                total = _whole_among(parts, figures)
            if total is not None:
                return [total], [entry for entry in entries if entry is not total]
            return parts, [entry for entry in entries if entry not in parts]
    elif (whole := _without_instances(entries, figures, text)) != entries:
        if not whole:
            return (entries if _instances_add_up(entries, figures) else []), []
        entries = whole
    best = min(entries, key=lambda entry: _preference(entry, figures))
    value = figures[best.figure].value
    dropped = [entry for entry in entries if figures[entry.figure].value != value and _is_yielding(entry)]
    return [best], dropped


def _are_told_by_part(entries: list[Bound], figures: Sequence[Figure]) -> bool:
    """Whether each amount stands behind another part of one whole: 简易程序86件，罚款8万元；普通程序9件，罚款3万元."""
    parts = []
    for entry in entries:
        before = figures[entry.figure - 1] if entry.figure else None
        if before is None or before.metric is None or before.start != figures[entry.figure].start:
            return False
        parts.append(catalogue()[before.metric])
    wholes = {part.denominator for part in parts}
    return len({part.key for part in parts}) == len(parts) and len(wholes) == 1 and None not in wholes


def _is_of_files(figure: Figure, text: str) -> bool:
    """Whether a number is of one kind of files, beside which another kind's are judged for themselves."""
    if _OF_ALL_FILES.search(figure.words[0]):
        return False
    told = list(_FILES.finditer(text, figure.start, figure.end))
    before = [files for files in told if files.end() <= figure.at[0]]
    if not before:
        return False
    own = before[-1]
    if any(files["kind"] != own["kind"] for files in told[len(before) :]):
        return True
    others = [files for files in before if files["kind"] != own["kind"]]
    return bool(others) and _JUDGED.search(text, others[-1].end(), own.start()) is not None


def _are_of_kinds(entries: list[Bound], figures: Sequence[Figure], text: str) -> bool:
    """Whether all rates are of kinds or places told beside each other, none of them of the whole.

    行政处罚案卷优秀率81%，行政许可案卷优秀率76%; 市直案卷120份，县区案卷240份，优秀率分别为81%和76%.
    """
    told = [figures[entry.figure] for entry in entries]
    if entries[0].match.metric.topic != "案卷评查" or any(figure.start != told[0].start for figure in told):
        return False
    words = [clean(figure.words[0]) for figure in told]
    if _DEALT_OUT.fullmatch(told[0].words[0]) and _GOES_ON.match(text, told[0].at[1]):
        return True
    if len(set(words)) < max(2, len(words)) or len({word[-3:] for word in words}) > 1:
        return False
    return not any(_OF_ALL.search(word) for word in words)


def _is_of_kind(place: int, figures: Sequence[Figure]) -> bool:
    """Whether a rate is of a place or kind beside whose rate another's stands: 县直部门出庭应诉率100%，乡镇96%."""
    figure = figures[place]
    words = clean(figure.words[0])
    kind = _OF_KIND.search(words)
    if kind is None:
        return False
    for beside in (place - 1, place + 1):
        other = figures[beside] if 0 <= beside < len(figures) else figure
        if other is figure or other.start != figure.start or other.kind is not RATE or other.tense is not figure.tense:
            continue
        told = clean(other.words[0])
        again = _OF_KIND.search(told)
        if again is not None and again[0] != kind[0] and (told[-3:] == words[-3:] or len(again[0]) + 1 >= len(told)):
            return True
        if again is not None and kind.end() == len(words) and again.end() == len(told):
            return True  # 出庭应诉率县政府100%，部门96%
    return False


def _is_yielding(entry: Bound) -> bool:
    return entry.match.rank > 0 or entry.match.alias.fallback


def _preference(entry: Bound, figures: Sequence[Figure]) -> tuple[bool, bool, float, int]:
    """The surer first; of counts that differ the largest, which the others are likely parts of; of rates the first."""
    figure = figures[entry.figure]
    unsure = entry.match.rank >= UNSURE or clean(figure.words[0]).startswith("其中")
    return entry.match.alias.fallback, unsure, 0.0 if figure.kind is RATE else -figure.value, entry.figure


def _without_parts(entries: list[Bound], figures: Sequence[Figure], text: str) -> list[Bound]:
    """Without those that an opening parenthesis, 其中 or 分别为 makes parts of the first."""
    first = figures[entries[0].figure]
    kept = [entries[0]]
    for entry in entries[1:]:
        figure = figures[entry.figure]
        between = text[first.at[1] : figure.at[0]] if figure.start == first.start else ""
        if _PARTS.search(between) is None and between.count("（") + between.count("(") <= between.count(
            "）"
        ) + between.count(")"):
            kept.append(entry)
    return kept


def _without_instances(entries: list[Bound], figures: Sequence[Figure], text: str) -> list[Bound]:
    """Without the counts of the single instances, of which none is the whole: 一审胜诉38件，二审胜诉19件.

    ``text`` is the report's; the one that sums the others up (共胜诉57件) is the whole.
    """
    told: dict[int, str] = {}
    for entry in entries:
        figure = figures[entry.figure]
        named = _INSTANCE.findall(text, max(text.rfind("；", figure.start, figure.at[0]), figure.start), figure.at[0])
        if named and figure.kind is COUNT and not _BARE_TOTAL.fullmatch(figure.words[0]):
            told[entry.figure] = named[-1]
    if len(set(told.values())) < 2:
        return entries
    total = _total_among([entry for entry in entries if entry.figure in told], figures)
    return [entry for entry in entries if entry is total or entry.figure not in told]


def _instances_add_up(entries: list[Bound], figures: Sequence[Figure]) -> bool:
    """Whether the instances are shown to be all that their sentence counts: 审结60件，其中一审40件，…，二审20件，…."""
    start, own = figures[entries[0].figure].start, {entry.figure for entry in entries}
    beside = [figure for place, figure in enumerate(figures) if figure.start == start and place not in own]
    bases = [figure.value for figure in beside if _INSTANCE.search(figure.words[0])]
    return len(bases) == len(entries) and any(figure.value == sum(bases) for figure in beside)


def _choose_row(rows: list[Bound], figures: Sequence[Figure]) -> tuple[list[Bound], list[Bound]]:
    """The total's row of a table, else the issuer's own (市局本级); nothing where many rows count, and neither is."""
    heads = {row.figure: figures[row.figure].words[2] for row in rows}
    totals = [row for row in rows if _TOTAL_ROW.search(heads[row.figure])]
    totals = totals or [row for row in rows if is_issuers(heads[row.figure])]
    if totals:
        return [totals[0]], [row for row in rows if row is not totals[0]]
    kept = [row for row in rows if not row.match.alias.fallback] or rows
    alone = len({heads[row.figure] for row in kept}) == 1
    return ([kept[0]], [row for row in rows if row is not kept[0]]) if alone else ([], rows)


def _total_among(parts: list[Bound], figures: Sequence[Figure]) -> Bound | None:
    """The part that is the sum of the others, when there is one."""
    total = sum(figures[part.figure].value for part in parts)
    return next((part for part in parts if abs(2 * figures[part.figure].value - total) < 1e-9), None)


def _whole_among(parts: list[Bound], figures: Sequence[Figure]) -> Bound | None:
    """The largest part, where it alone is told of the whole: 市场监管领域86件，…，全县共不予处罚312件."""
    wholes = [part for part in parts if _OF_WHOLE.match(clean(figures[part.figure].words[0]))]
    largest = max(parts, key=lambda part: figures[part.figure].value)
    return largest if wholes == [largest] and wholes != parts else None


def _year_among(parts: list[Bound], figures: Sequence[Figure]) -> Bound | None:
    """The largest part, where it is told of the year or of what was done: 12月评查96卷，全年评查215卷."""
    largest = max(parts, key=lambda part: figures[part.figure].value)
    of_year = [part for part in parts[1:] if _OF_YEAR.match(clean(figures[part.figure].words[0]))]
    return largest if of_year == [largest] else None


def stated_value(entry: Bound, figure: Figure, metric: Metric, scope: Scope, year: int, text: Text) -> MetricValue:
    return MetricValue(
        metric=metric.key,
        scope=scope,
        period=str(year),
        value=figure.value,
        unit=metric.unit,
        basis=ValueBasis.STATED,
        includes_carried_in=carried_in_flag(metric.key, figure, text.text),
        figure=entry.figure,
        figures=(entry.figure,),
    )


def summed_value(
    entries: list[Bound], figures: Sequence[Figure], metric: Metric, scope: Scope, year: int
) -> MetricValue:
    return MetricValue(
        metric=metric.key,
        scope=scope,
        period=str(year),
        value=sum(figures[entry.figure].value for entry in entries),
        unit=metric.unit,
        basis=ValueBasis.COMPUTED,
        figures=tuple(entry.figure for entry in entries),
    )
