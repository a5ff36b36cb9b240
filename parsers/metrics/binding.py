"""Figures bound to catalogue metrics, and the year's own values among them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from parsers.metrics.catalogue import OTHER, Metric, catalogue
from parsers.metrics.compute import computed_values, with_bases
from parsers.metrics.matching import Match, Setting, clean, matcher, mend
from parsers.metrics.scopes import carried_in_flag, is_respondent, scope_of
from parsers.records import Figure, MetricValue, Report, Text
from parsers.vocabulary import BlockKind, FigureKind, Kind, PartRole, Scope, Tense, ValueBasis

_BINDABLE = frozenset({FigureKind.COUNT, FigureKind.RATE, FigureKind.AMOUNT})
_RECONSIDERATION = "行政复议"
_TOTAL_ROW = re.compile(r"合\s?计|总\s?计|共计")
# 结果维持 in a disclosure report is no outcome of the body's reconsiderations at large.
_SILENT_TOPICS = {Kind.DISCLOSURE_ANNUAL: frozenset({_RECONSIDERATION, "行政应诉"})}
_THRESHOLD = re.compile(
    r"(?:高于|低于|未达到?|不足|达不到|没有达到|不到)\s?$"
)  # "2个市败诉率高于20%": a bound, not a level
_SHARE_OF = re.compile(r"^(?:[约均其]|分别)*占(?:比|(?:到|了)?(?P<whole>[^，,；;。]{0,12}?)的?)(?:约|为|达到?|分别)?$")
_DECIDERS = frozenset({"reconsideration_received", "reconsideration_accepted", "reconsideration_not_accepted"})
_ANY_BODY = frozenset(  # of reconsiderations, what a body may count that decides none
    f"reconsideration_{word}" for word in ("as_respondent", "opinions_issued", "premediated", "resolution_rate")
)
_BY_SENTENCE = 2  # the rank up to which the sentence itself says what is spoken of
_BROKEN = re.compile(r"[，,；;。：:]|.{31}", re.DOTALL)
_LISTED = re.compile(r"[、和]\s*$")
_POINTS_BACK = re.compile(r"(?:共|累计)?(?:涉及|涉案|减免)")
_UNSURE = 4  # the rank from which a match rests on weak signs
_MATTERS = re.compile(r"(?:案件|申请|事项|纠纷|线索|件|争议)$")
_NEXT_CLAUSE = re.compile(
    r"[^，,；;。]{0,24}[，,](?P<words>[^，,；;。\d]{1,24}(?:100\s?[%％])?)(?:(?P<whole>(?=[，,；;。]|$))|(?=\d))"
)
_EACH = re.compile(r"(?:每(?:[年月周日季旬天]|半年|季度|个月|星期)|[人日月年户]均)[^，,；;。]{0,12}$")
_CLAUSE_END = re.compile(r"[，,；;。]")
# 新收297件，首次超过一审行政诉讼案件: what a number is compared with is not what is spoken of next
_COMPARED_WITH = re.compile(r"(?:超过|高于|低于|多于|少于|相比|[比较与同])[^，,；;。]{0,16}$")
_NEXT_IN_LIST = re.compile(r"[^，,；;。：:、\d]{0,4}[、和及](?P<words>[^，,；;。：:、\d]{2,20})$")
_VERBS = re.compile(
    r"审查|审核|办理|办结|受理|收到|接收|出台|制定|制发|印发|评查|抽查|抽取|开展|组织|举办|作出|实施|完成|清理|废止|公布|公示|"
    r"聘请|聘任|移送|调解|化解|新增|净增|查处|答复|审结|配备|培训|参加"
)
_CLAUSE_MARKS = frozenset("，,；;。：:\n（(")
_DISCLOSURE = "公开"
_PERSONS = frozenset(("人", "名", "位", "人次"))
_LAST_ONE_OVER = frozenset("、和及与")
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
        chosen, dropped = _choose(entries, marked, catalogue()[key], text.text)
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


@dataclass(frozen=True, slots=True)
class _Carried:
    contexts: frozenset[str]
    start: int  # where its last number ends
    end: int  # where its sentence ends
    block: int


@dataclass(slots=True)
class _Spoken:
    """What a sentence has spoken of so far, by the figures bound in it."""

    contexts: frozenset[str] = frozenset()  # of the figure bound last
    whole: frozenset[str] = frozenset()  # of the count of which the figure bound last is a part (其中…)
    barred: frozenset[str] = frozenset()  # of what the sentence does not speak any more
    previous: Match | None = None
    words: tuple[int, int] = (0, 0)  # the place of the words before the last figure
    verb: str = ""  # that governs the list (审查合同73份、信息公开答复39份)
    owner: tuple[Match, Figure] | None = None  # the count that 其中 or a bracket behind it divides
    carried: _Carried | None = None  # what the sentence before it spoke of

    def of(self, figure: Figure) -> frozenset[str]:
        """The contexts for the next figure: a rate behind a part is the whole's (抽查12项，其中联合3项，公示率…)."""
        return self.whole if figure.kind is FigureKind.RATE and self.whole else self.contexts

    def divides(self, text: str, figure: Figure) -> Match | None:
        """The match of the count that the figure is a part of, by 其中 or a bracket; None where it stands alone."""
        if self.owner is None or figure.unit != self.owner[1].unit or figure.unit in _PERSONS:
            return None  # 执证人员53人，其中公职律师4人: of persons anything may be counted
        between = text[self.owner[1].at[1] : figure.at[0]]
        opened = between.count("（") + between.count("(") > between.count("）") + between.count(")")
        part = opened or clean(figure.words[0]).startswith("其中")
        return self.owner[0] if part else None

    def next(self, figure: Figure, block: int) -> _Spoken:
        """What is spoken of where a new sentence begins, in the same block or another."""
        carried = self.carried if self.carried is not None and self.carried.block == block else None
        return _Spoken(carried=carried)

    def subject(self, text: str, where: int, start: int) -> frozenset[str]:
        """What the sentence before spoke of, where the cue at ``where`` is only what it was compared with."""
        carried = self.carried
        if carried is None or not carried.start <= where < min(carried.end, start):
            return frozenset()
        return carried.contexts if _COMPARED_WITH.search(text, carried.start, where) else frozenset()

    def note(self, figure: Figure, match: Match | None, block: int) -> None:
        self.previous = match
        cues = _spoken_of(figure)
        self.barred = self.barred.union(*(catalogue().contexts[name].bars for name in cues))
        if match is None:
            named = frozenset(name for name in cues if catalogue().contexts[name].bars)
            if named:  # 因信息公开被诉11件，其中结果纠正1件: no metric, yet what is spoken of
                self.contexts = named
            if not self.contexts and _introduces(figure):
                self.contexts = frozenset({OTHER})
            return
        own = frozenset(match.metric.contexts[:1])
        part = figure.kind is FigureKind.COUNT and clean(figure.words[0]).startswith("其中")
        self.whole = self.contexts if part else frozenset()
        self.contexts = own if match.alias.respondent else match.contexts | own
        if match.alias.respondent:  # 维持 and 撤销 behind it are how others decided
            self.barred = self.barred | cues - own
        self.barred = self.barred.union(*(catalogue().contexts[name].bars for name in own))
        before = self.carried
        same = before is not None and bool(before.contexts & self.contexts)
        self.carried = _Carried(self.contexts, before.start if before and same else figure.at[1], figure.end, block)


def _bind(figures: Sequence[Figure], text: Text, report: Report) -> list[_Bound]:
    index = matcher().cues.index(mend(text.text))
    blocks = [block.start for block in text.blocks] or [0]
    rows = {block.start for block in text.blocks if block.kind is BlockKind.TABLE_ROW}
    silent = _SILENT_TOPICS.get(report.kind, frozenset()) if report.kind else frozenset()
    respondent = is_respondent(report.issuer)
    bound: list[_Bound] = []
    previous_end, sentence, spoken = 0, -1, _Spoken()
    for place, figure in enumerate(figures):
        block = blocks[max(0, bisect_right(blocks, figure.start) - 1)]
        if figure.start != sentence:
            sentence, spoken = figure.start, spoken.next(figure, block)
        start, previous_end = _clause_start(text.text, figure, previous_end), figure.at[1]
        if figure.start not in rows and not text.text.endswith(figure.words[0], 0, figure.at[0]):
            start = figure.at[
                0
            ]  # 受理、审结行政复议案件分别为132件、118件: the label was dealt, its subject stands elsewhere
        if figure.kind in _BINDABLE:
            strong, weak, where = index.before(start, block)
            strong = spoken.subject(text.text, where, figure.start) or strong
            if spoken.contexts and spoken.words[0] <= where < spoken.words[1]:
                strong = spoken.contexts  # 行政调解各类纠纷326件，调解成功率…: the words were read as one matter
            back = bool(_POINTS_BACK.match(clean(figure.words[0])))
            stretch = partial(_stretch, text.text, figure)
            weakly = figure.part is PartRole.SHORTCOMINGS
            barred = spoken.barred
            if _DISCLOSURE in figure.words[0]:  # 因信息公开被申请行政复议2件
                barred = barred.union(*(catalogue().contexts[name].bars for name in _spoken_of(figure)))
            setting = Setting(strong, weak, spoken.of(figure), stretch, respondent, barred, back, weakly)
            following = figures[place + 1] if place + 1 < len(figures) else None
            shared = following is not None and following.words[0] == figure.words[1] and following.start == sentence
            best = _share_of(figure, spoken.previous) if figure.kind is FigureKind.RATE else None
            if best is None and not _is_no_level(text.text, figure):
                best = _best(figure, setting, shared=shared, listed=spoken.previous is not None) or _in_list(
                    text.text, figures, place, spoken.verb, setting
                )
                whole = spoken.divides(text.text, figure)
                if best is not None and whole is not None and whole.metric.topic != best.metric.topic:
                    best = None  # 评查卷宗223件（处罚168件、许可55件）
            if best is None or best.metric.topic not in silent:
                if not _NEXT_IN_LIST.search(text.text, max(figure.start, figure.at[0] - 28), figure.at[0]):
                    verbs = _VERBS.findall(clean(figure.words[0]))
                    spoken.verb = verbs[-1] if verbs else ""
                if best is not None and spoken.divides(text.text, figure) is None:
                    spoken.owner = best, figure
                spoken.note(figure, best, block)
                spoken.words = (start, figure.at[0]) if best is not None else (0, 0)
            if best is not None and best.metric.topic not in silent:
                before = figures[place - 1] if place else None
                if before is not None and figure.start not in rows and not (bound and bound[-1].figure == place - 1):
                    if best.around and _is_listed_before(before, figure):
                        continue
                    leading = _companion(place - 1, before, figure, best, respondent=respondent)
                    bound.extend(entry for entry in leading if entry.match.metric.topic not in silent)
                scope = scope_of(best.metric, text.text[figure.start : figure.at[0]], figure)
                bound.append(_Bound(place, best, scope, figure.start in rows))
    bound = _claimed_once(bound, figures)
    return _without_others_outcomes(bound) if respondent else bound


def _in_list(text: str, figures: Sequence[Figure], place: int, verb: str, setting: Setting) -> Match | None:
    """What a later item of a list counts, its verb taken from the first: 审查合同73份、信息公开答复39份."""
    figure = figures[place]
    if not verb or figure.kind is not FigureKind.COUNT or not place or figures[place - 1].start != figure.start:
        return None
    item = _NEXT_IN_LIST.fullmatch(text, figures[place - 1].at[1], figure.at[0])
    if item is None:
        return None
    found = matcher().match(verb + item["words"], "", figure.unit, figure.kind.value, setting)
    return found[0] if found else None


def _without_others_outcomes(bound: list[_Bound]) -> list[_Bound]:
    """A bureau that takes in no applications decides none: 维持 and 撤销 in its report are how others decided."""
    if any(entry.match.metric.key in _DECIDERS for entry in bound):
        return bound
    return [
        entry for entry in bound if entry.match.metric.topic != _RECONSIDERATION or entry.match.metric.key in _ANY_BODY
    ]


def _companion(place: int, figure: Figure, following: Figure, match: Match, *, respondent: bool) -> Iterator[_Bound]:
    """An unbound count right in front of a bound one, which says what is spoken of: 对23家单位的115份案卷评查."""
    between = figure.quote[figure.at[1] - figure.start : following.at[0] - figure.start]
    if figure.start != following.start or figure.kind is not FigureKind.COUNT or _BROKEN.search(between):
        return
    behind = between.removeprefix(figure.unit)
    if behind[:1] in ("、", "和") or _LISTED.search(behind):
        return
    setting = Setting(bound=match.contexts | frozenset(match.metric.contexts[:1]), respondent=respondent)
    found = matcher().match(figure.words[0], behind, figure.unit, figure.kind.value, setting)
    own = next((other for other in found if other.rank <= _BY_SENTENCE and other.metric is not match.metric), None)
    if own is not None:
        yield _Bound(place, own, scope_of(own.metric, figure.quote[: figure.at[0] - figure.start], figure))


def _is_listed_before(figure: Figure, following: Figure) -> bool:
    """Whether two counts share what stands behind the second: 3名县长、4名局长现场述法 is 7, and neither alone."""
    between = figure.quote[figure.at[1] - figure.start : following.at[0] - figure.start]
    return (
        figure.start == following.start
        and figure.kind is FigureKind.COUNT
        and figure.unit == following.unit
        and not _BROKEN.search(between)
        and bool(_LISTED.search(between.removeprefix(figure.unit)))
    )


def _is_no_level(text: str, figure: Figure) -> bool:
    """Whether a rate is a bound (仍有2个市败诉率高于20%), or a count one of many (每月排查1次, 日均办件860件)."""
    if figure.kind is FigureKind.RATE:
        return bool(_THRESHOLD.search(text, figure.start, figure.at[0]))
    return bool(_EACH.search(text, max(figure.start, figure.at[0] - 20), figure.at[0]))


def _stretch(text: str, figure: Figure) -> tuple[str, str]:
    """The figure's sentence from the last semicolon before it, to the end of its clause and to the next semicolon."""
    start = 1 + max(text.rfind(mark, figure.start, figure.at[0]) for mark in "；;")
    start = max(figure.start, start)
    ends = [place for mark in "；;" if (place := text.find(mark, figure.at[1], figure.end)) >= 0]
    clause = _CLAUSE_END.search(text, figure.at[1], figure.end)
    return (
        clean(text[start : clause.start() if clause else figure.end]),
        clean(text[start : min(ends, default=figure.end)]),
    )


def _spoken_of(figure: Figure) -> frozenset[str]:
    return frozenset(cue.context for cue in matcher().cues.find(clean(figure.words[0] + figure.words[1])))


def _introduces(figure: Figure) -> bool:
    """Whether an unbound count brings in matters of its own, so that 办结 and 维持 after it are theirs."""
    words = clean(figure.words[0] or figure.words[1])
    return bool(_MATTERS.search(words)) and not matcher().cues.find(words)


def _claimed_once(bound: list[_Bound], figures: Sequence[Figure]) -> list[_Bound]:
    """Without the figures whose words behind them are those before the next number (合格81份 不合格3份)."""
    kept = []
    for position, entry in enumerate(bound):
        following = bound[position + 1] if position + 1 < len(bound) else None
        if (
            entry.match.after
            and following is not None
            and following.figure == entry.figure + 1
            and following.match.metric is entry.match.metric
            and not following.match.after
            and figures[following.figure].words[0] == figures[entry.figure].words[1]
        ):
            continue
        kept.append(entry)
    return kept


def _clause_start(text: str, figure: Figure, previous_end: int) -> int:
    lowest = max(figure.start, min(previous_end, figure.at[0]))
    place = figure.at[0]
    while place > lowest and text[place - 1] not in _CLAUSE_MARKS:
        place -= 1
    return place


def _best(figure: Figure, setting: Setting, *, shared: bool, listed: bool) -> Match | None:
    """The metric that a figure's words name.

    ``shared``: the words behind it are also those before the next number; ``listed``: the number before it is bound.
    """
    before, after, lead = figure.words
    kind = figure.kind.value
    if figure.step == 0.0:  # said in words: only where the words name the metric outright
        found = matcher().match(before, "", figure.unit, kind, setting)
        return next((match for match in found if match.rank == 0), None)
    found = matcher().match(before, "", figure.unit, kind, setting) if shared and before else []
    if not found and listed and after and clean(before)[-1:] in _LAST_ONE_OVER:  # 97个上会议题、128份政府合同
        found = matcher().match("", after, figure.unit, kind, setting)
    if not found:
        found = matcher().match(before, after, figure.unit, kind, setting)
    if not found and lead and _SUBJECT.match(clean(before)):
        clause = re.split(r"[，,；;：:]", lead)[-1]
        found = matcher().match(clause + before, after, figure.unit, kind, setting)
    if not found and figure.unit in matcher().units_told_later:
        found = matcher().match(before, after + _next_clause(figure), figure.unit, kind, setting)
    return found[0] if found else None


def _next_clause(figure: Figure) -> str:
    """The clause behind a number's own, opened by ，, or by ＋ where it counts something itself; "" where none is."""
    found = _NEXT_CLAUSE.match(figure.quote, figure.at[1] - figure.start)
    if found is None:
        return ""
    return f"{'＋' if found['whole'] is None else '，'}{found['words']}"


def _share_of(figure: Figure, previous: Match | None) -> Match | None:
    """The rate of the count before it: 以调解、和解方式结案3204件，占办结总数的28.59%."""
    if previous is None or figure.kind is not FigureKind.RATE:
        return None
    share = _SHARE_OF.search(clean(figure.words[0]))
    if share is None or re.match(r"全[省市县区国州]", share["whole"] or ""):
        return None
    rates = [metric for metric in catalogue().metrics.values() if metric.numerator == previous.metric.key]
    return previous._replace(metric=rates[0]) if len(rates) == 1 else None


def _choose(
    entries: list[_Bound], figures: Sequence[Figure], metric: Metric, text: str
) -> tuple[list[_Bound], list[_Bound]]:
    """(the one value's figure, or the parts of a sum; the figures that are not this metric after all)."""
    values = {figures[entry.figure].value for entry in entries}
    if len(values) == 1:
        best = min(entries, key=lambda entry: (entry.match.rank, entry.figure))
        return [best], []
    rows = [entry for entry in entries if entry.in_table]
    if len(rows) == len(entries):
        return _choose_row(rows, figures)
    if metric.additive:
        entries = _without_parts(entries, figures, text)
        sentence = figures[entries[0].figure].start
        parts = [entry for entry in entries if figures[entry.figure].start == sentence]
        if len({figures[part.figure].value for part in parts}) > 1 or len(parts) > 1:
            total = _total_among(parts, figures)
            if total is not None:
                return [total], [entry for entry in entries if entry is not total]
            return parts, [entry for entry in entries if entry not in parts]
    best = min(entries, key=lambda entry: _preference(entry, figures))
    value = figures[best.figure].value
    dropped = [entry for entry in entries if figures[entry.figure].value != value and _is_yielding(entry)]
    return [best], dropped


def _is_yielding(entry: _Bound) -> bool:
    return entry.match.rank > 0 or entry.match.alias.fallback


def _preference(entry: _Bound, figures: Sequence[Figure]) -> tuple[bool, bool, float, int]:
    """The surer first; of counts that differ the largest, which the others are likely parts of; of rates the first."""
    figure = figures[entry.figure]
    unsure = entry.match.rank >= _UNSURE or clean(figure.words[0]).startswith("其中")
    return entry.match.alias.fallback, unsure, 0.0 if figure.kind is FigureKind.RATE else -figure.value, entry.figure


def _without_parts(entries: list[_Bound], figures: Sequence[Figure], text: str) -> list[_Bound]:
    """Without those that an opening parenthesis or 其中 makes parts of the first."""
    first = figures[entries[0].figure]
    kept = [entries[0]]
    for entry in entries[1:]:
        figure = figures[entry.figure]
        between = text[first.at[1] : figure.at[0]] if figure.start == first.start else ""
        if "其中" not in between and between.count("（") + between.count("(") <= between.count("）") + between.count(
            ")"
        ):
            kept.append(entry)
    return kept


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
