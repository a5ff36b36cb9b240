"""Figures bound to catalogue metrics, and the year's own values among them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.metrics.catalogue import Metric, catalogue
from parsers.metrics.compute import computed_values, with_bases
from parsers.metrics.matching import Match, clean, matcher
from parsers.metrics.scopes import carried_in_flag, is_respondent, scope_of
from parsers.records import Figure, MetricValue, Report, Text
from parsers.vocabulary import BlockKind, FigureKind, Kind, PartRole, Scope, Tense, ValueBasis

_BINDABLE = frozenset({FigureKind.COUNT, FigureKind.RATE, FigureKind.AMOUNT})
_TOTAL_ROW = re.compile(r"合\s?计|总\s?计|共计")
# A yearly table of one kind speaks of its own matters only: 结果维持 in a disclosure report is no 复议 outcome.
_TOPICS = {Kind.ENFORCEMENT_STATS: frozenset({"行政执法", "案卷评查"}), Kind.DISCLOSURE_ANNUAL: frozenset({"公开"})}
_CLAUSE_MARK = re.compile(r"[，,；;。：:\n（(]")
_SUBJECT = re.compile(r"^[共计已均达为约合总累超近其中的有 ]*$")


@dataclass(frozen=True, slots=True)
class _Bound:
    figure: int
    match: Match
    scope: Scope
    in_table: bool = False


def bind_metrics(
    figures: Sequence[Figure], text: Text, report: Report
) -> tuple[tuple[Figure, ...], tuple[MetricValue, ...]]:
    """The figures with their catalogue keys, and this year's values: stated ones, then those computed from them.

    One stated value per (metric, scope): of several different ones the best bound, then the first; the values of an
    additive metric in one sentence are parts and only their sum is given, as computed. Targets, prior years, running
    totals, other levels, changes and everything in the plan part keep their key but give no value.
    """
    bound = _bind(figures, text, report)
    marked = list(figures)
    for entry in bound:
        marked[entry.figure] = replace(figures[entry.figure], metric=entry.match.metric.key)
    if report.year is None:
        return tuple(marked), ()
    groups: dict[tuple[str, Scope], list[_Bound]] = defaultdict(list)
    for entry in bound:
        if _is_own(figures[entry.figure], report.year):
            groups[(entry.match.metric.key, entry.scope)].append(entry)
    stated: list[MetricValue] = []
    sums: list[MetricValue] = []
    for (key, scope), entries in groups.items():
        chosen, dropped = _choose(entries, marked, catalogue()[key])
        for entry in dropped:
            marked[entry.figure] = replace(marked[entry.figure], metric=None)
        if not chosen:
            continue
        if len(chosen) == 1:
            stated.append(_stated(chosen[0], marked[chosen[0].figure], catalogue()[key], scope, report.year, text))
        else:
            sums.append(_sum(chosen, marked, catalogue()[key], scope, report.year))
    stated.sort(key=lambda value: value.figure or 0)
    values = with_bases(stated + sums)
    return tuple(marked), tuple(values + computed_values(values))


def _is_own(figure: Figure, year: int) -> bool:
    return (
        figure.tense is Tense.ACTUAL
        and figure.period == str(year)
        and figure.part is not PartRole.PLAN
        and figure.kind is not FigureKind.CHANGE
    )


def _bind(figures: Sequence[Figure], text: Text, report: Report) -> list[_Bound]:
    respondent = is_respondent(report.issuer)
    topics = _TOPICS.get(report.kind) if report.kind else None
    rows = {block.start for block in text.blocks if block.kind is BlockKind.TABLE_ROW}
    index = matcher().cues.index(text.text)
    blocks = [block.start for block in text.blocks] or [0]
    bound = []
    previous_end = 0
    for place, figure in enumerate(figures):
        if figure.kind not in _BINDABLE:
            previous_end = figure.at[1]
            continue
        start = _clause_start(text.text, figure, previous_end)
        block_start = blocks[max(0, bisect_right(blocks, figure.start) - 1)]
        strong, weak = index.before(start, block_start)
        best = _best(figure, strong, weak, respondent)
        if best is not None and (topics is None or best.metric.topic in topics):
            scope = scope_of(best.metric, text.text[figure.start : figure.at[0]], figure)
            bound.append(_Bound(place, best, scope, figure.start in rows))
        previous_end = figure.at[1]
    return bound


def _clause_start(text: str, figure: Figure, previous_end: int) -> int:
    lowest = max(figure.start, min(previous_end, figure.at[0]))
    place = figure.at[0]
    while place > lowest and not _CLAUSE_MARK.match(text, place - 1):
        place -= 1
    return place


def _best(figure: Figure, strong: frozenset[str], weak: frozenset[str], respondent: bool) -> Match | None:
    before, after, lead = figure.words
    kind = figure.kind.value
    if figure.step == 0.0:  # said in words: only where the words name the metric outright
        found = matcher().match(before, "", figure.unit, kind, strong, weak, respondent=respondent)
        return next((match for match in found if match.rank == 0), None)
    found = matcher().match(before, after, figure.unit, kind, strong, weak, respondent=respondent)
    if not found and lead and _SUBJECT.match(clean(before)):
        clause = re.split(r"[，,；;：:]", lead)[-1]
        found = matcher().match(clause + before, after, figure.unit, kind, strong, weak, respondent=respondent)
    return found[0] if found else None


def _choose(entries: list[_Bound], figures: Sequence[Figure], metric: Metric) -> tuple[list[_Bound], list[_Bound]]:
    """(the one value's figure, or the parts of a sum; the figures that are not this metric after all)."""
    values = {figures[entry.figure].value for entry in entries}
    if len(values) == 1:
        best = min(entries, key=lambda entry: (entry.match.rank, entry.figure))
        return [best], []
    rows = [entry for entry in entries if entry.in_table]
    if len(rows) == len(entries):
        return _choose_row(rows, figures)
    if metric.additive:
        sentence = figures[entries[0].figure].start
        parts = [entry for entry in entries if figures[entry.figure].start == sentence]
        if len(parts) > 1:
            total = _total_among(parts, figures)
            if total is not None:
                return [total], [entry for entry in entries if entry is not total]
            return parts, [entry for entry in entries if entry not in parts]
    best = min(entries, key=lambda entry: (entry.match.rank, entry.figure))
    value = figures[best.figure].value
    dropped = [entry for entry in entries if figures[entry.figure].value != value and entry.match.rank > 0]
    return [best], dropped


def _choose_row(rows: list[_Bound], figures: Sequence[Figure]) -> tuple[list[_Bound], list[_Bound]]:
    """The total's row of a table; nothing where many rows count and none sums them up."""
    totals = [row for row in rows if _TOTAL_ROW.search(figures[row.figure].words[2])]
    if totals:
        return [totals[0]], [row for row in rows if row is not totals[0]]
    heads = {figures[row.figure].words[2] for row in rows}
    return ([rows[0]], rows[1:]) if len(heads) == 1 else ([], rows)


def _total_among(parts: list[_Bound], figures: Sequence[Figure]) -> _Bound | None:
    """The part that is the sum of the others, when there is one."""
    total = sum(figures[part.figure].value for part in parts)
    return next((part for part in parts if abs(2 * figures[part.figure].value - total) < 1e-9), None)


def _stated(entry: _Bound, figure: Figure, metric: Metric, scope: Scope, year: int, text: Text) -> MetricValue:
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


def _sum(entries: list[_Bound], figures: Sequence[Figure], metric: Metric, scope: Scope, year: int) -> MetricValue:
    return MetricValue(
        metric=metric.key,
        scope=scope,
        period=str(year),
        value=sum(figures[entry.figure].value for entry in entries),
        unit=metric.unit,
        basis=ValueBasis.COMPUTED,
        figures=tuple(entry.figure for entry in entries),
    )
