"""Figures bound to catalogue metrics, and the year's own values among them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from parsers.metrics.accounts import own_accounts
from parsers.metrics.binder import Binder
from parsers.metrics.catalogue import catalogue
from parsers.metrics.choosing import Bound, choose, stated_value, summed_value
from parsers.metrics.compute import computed_values, with_bases
from parsers.metrics.corrections import all_kinds
from parsers.metrics.definitions import summed_by_definition
from parsers.metrics.strays import strays
from parsers.metrics.wholes import surest_whole, told_of, wholes_first
from parsers.records import Figure, MetricValue, Report, Text
from parsers.vocabulary import ACTUAL, CHANGE, Kind, PartRole, Scope

_METRIC = Figure._fields.index("metric")
_FOUND = re.compile(r"(?:排查|发现)(?:(?!化解|调处|调解|受理|办理|处[理置])[一-鿿]){2,12}$")
_EVENT = "案卷评查"  # what is done once a year, not all year round
_FORMS = frozenset({Kind.DISCLOSURE_ANNUAL, Kind.ENFORCEMENT_STATS})  # whose tables are the report


def bind_metrics(
    figures: Sequence[Figure], text: Text, report: Report
) -> tuple[tuple[Figure, ...], tuple[MetricValue, ...]]:
    """The figures with their catalogue keys, and this year's values: stated ones, then those computed from them.

    One stated value per (metric, scope): of several different ones the best bound, then the first; the values of an
    additive metric in one sentence are parts and only their sum is given, as computed. Targets, prior years, running
    totals, other levels, changes and everything in the plan part keep their key but give no value.
    """
    binder = Binder(figures, text, report)
    bound = binder.bind()
    marked = list(figures)
    for entry in bound:
        figure = figures[entry.figure]
        # in a quarter of the time that _replace takes
        marked[entry.figure] = Figure._make((*figure[:_METRIC], entry.match.metric.key, *figure[_METRIC + 1 :]))
    if report.year is None:
        return tuple(marked), ()
    groups: dict[tuple[str, Scope], list[Bound]] = defaultdict(list)
    once: dict[tuple[str, Scope], list[Bound]] = defaultdict(list)
    for entry in bound:
        if _is_own(figures[entry.figure], report.year):
            groups[(entry.match.metric.key, entry.scope)].append(entry)
        elif entry.match.metric.topic == _EVENT and _is_of_months(figures[entry.figure], report.year):
            once[(entry.match.metric.key, entry.scope)].append(entry)
    all_year = any(entries[0].match.metric.topic == _EVENT for entries in groups.values())
    if not all_year and len({figures[entry.figure].period for entries in once.values() for entry in entries}) == 1:
        groups.update(once)  # 上半年组织案卷评查，抽取案卷200份: the year's one review, whenever it was
    stated: list[MetricValue] = []
    sums: list[MetricValue] = []
    form = report.kind in _FORMS
    own = own_accounts(groups, figures, text.text, binder.blocks, department=binder.respondent, apart=binder.apart)
    taken: dict[tuple[str, Scope], list[Bound]] = {}
    for (key, scope), entries in wholes_first(own):
        kept, together = told_of(surest_whole(entries, bound, marked), taken, bound, marked)
        together = together or all_kinds(kept, marked)
        chosen, dropped = kept, [entry for entry in entries if entry not in kept]
        if kept and not together:
            chosen, yielding = choose(kept, marked, catalogue()[key], text.text, form=form)
            dropped += yielding
        for entry in dropped:
            marked[entry.figure] = marked[entry.figure]._replace(metric=None)
        if not chosen:
            continue
        taken[key, scope] = chosen
        if len(chosen) == 1:
            stated.append(stated_value(chosen[0], marked[chosen[0].figure], catalogue()[key], scope, report.year, text))
        else:
            sums.append(summed_value(chosen, marked, catalogue()[key], scope, report.year))
    for key, parts in binder.listed.items():
        if (key, Scope.BODY) not in taken and all(_is_own(figures[part.figure], report.year) for part in parts):
            sums.append(summed_value(parts, marked, catalogue()[key], Scope.BODY, report.year))
    places = {key: [entry.figure for entry in entries] for key, entries in own.items()}
    for (key, scope), place in strays(stated + sums, marked, binder.rows, places).items():
        for stray in [value for value in stated if (value.metric, value.scope) == (key, scope)]:
            stated.remove(stray)
            marked[stray.figures[0]] = marked[stray.figures[0]]._replace(metric=None)
        for entry in [entry for entry in own[key, scope] if entry.figure == place]:
            marked[entry.figure] = marked[entry.figure]._replace(metric=key)
            stated.append(stated_value(entry, marked[entry.figure], catalogue()[key], scope, report.year, text))
    stated.sort(key=lambda value: value.figure or 0)
    unlike = frozenset(value.metric for value in stated if _only_found(figures[value.figures[0]]))
    values = with_bases(stated + sums, unlike)
    prose = [value for value in stated if marked[value.figures[0]].start not in binder.rows]
    computed = computed_values(values, unlike) + summed_by_definition(prose, marked)
    return tuple(marked), tuple(values + computed)


def _only_found(figure: Figure) -> bool:
    """Whether a count is of disputes found (排查矛盾纠纷1800件), not all of which were mediated: no rate is of them."""
    return "纠纷" in figure.label and _FOUND.search(figure.label) is not None


def _is_of_months(figure: Figure, year: int) -> bool:
    """Whether a figure is of some months of the year: 2024-01/2024-06."""
    return (figure.period or "").startswith(f"{year}-") and _counts(figure)


def _is_own(figure: Figure, year: int) -> bool:
    period = figure.period
    # 连续三年保持100%: of this year too
    return period is not None and (period == str(year) or period.endswith(f"/{year}")) and _counts(figure)


def _counts(figure: Figure) -> bool:
    return figure.tense is ACTUAL and figure.part is not PartRole.PLAN and figure.kind is not CHANGE
