"""Figures bound to catalogue metrics, and the year's own values among them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

from parsers.metrics.catalogue import catalogue
from parsers.metrics.choosing import Bound, choose, stated_value, summed_value
from parsers.metrics.compute import computed_values, with_bases
from parsers.metrics.matching import LOOSELY, Match, Setting, clean, matcher, mend
from parsers.metrics.scopes import is_respondent, scope_of
from parsers.metrics.spoken import Spoken, spoken_of
from parsers.metrics.subjects import subjects_of
from parsers.records import Figure, MetricValue, Report, Text
from parsers.vocabulary import BlockKind, FigureKind, Kind, PartRole, Scope, Tense

_BINDABLE = frozenset({FigureKind.COUNT, FigureKind.RATE, FigureKind.AMOUNT})
_RECONSIDERATION = "行政复议"
# 结果维持 in a disclosure report is no outcome of the body's reconsiderations at large.
_SILENT_TOPICS = {Kind.DISCLOSURE_ANNUAL: frozenset({_RECONSIDERATION, "行政应诉"})}
_THRESHOLD = re.compile(
    r"(?:高于|低于|未达到?|不足|达不到|没有达到|不到|控制在|不少于|不低于|不得少于|不超过|不高于)\s?$"
)  # "2个市败诉率高于20%": a bound, not a level
_SHARE_OF = re.compile(r"^(?:[约均其]|分别)*占(?:比|(?:到|了)?(?P<whole>[^，,；;。]{0,12}?)的?)(?:约|为|达到?|分别)?$")
_IN_BRACKET = re.compile(r"\d\s?[一-鿿]{1,2}[（(]\s?$")
_WHOLE_OF = re.compile(r"占全[国省市县区州旗][^，,；;。（(]{0,20}[（(]\s?$")  # 占全州受理总量（214件）的4.2%
_DECIDERS = frozenset({"reconsideration_received", "reconsideration_accepted", "reconsideration_not_accepted"})
_ANY_BODY = frozenset(  # of reconsiderations, what a body may count that decides none
    f"reconsideration_{word}" for word in ("as_respondent", "opinions_issued", "premediated", "resolution_rate")
)
_BY_SENTENCE = 2  # the rank up to which the sentence itself says what is spoken of
_BROKEN = re.compile(r"[，,；;。：:]|.{31}", re.DOTALL)
_LISTED = re.compile(r"[、和]\s*$")
_POINTS_BACK = re.compile(r"(?:共|累计)?(?:涉及|涉案|减免)")
_NEXT_CLAUSE = re.compile(
    r"[^，,；;。]{0,24}[，,](?P<words>[^，,；;。\d]{1,24}(?:100\s?[%％])?)(?:(?P<whole>(?=[，,；;。]|$))|(?=\d))"
)
_EACH = re.compile(r"(?:各\s?$|每(?:[年月周日季旬天]|半年|季度|个月|星期)|[人日月年户]均)[^，,；;。]{0,12}$")
_CLAUSE_END = re.compile(r"[，,；;。]")
_NEXT_IN_LIST = re.compile(r"[^，,；;。：:、\d]{0,4}[、和及](?P<words>[^，,；;。：:、\d]{2,20})$")
_IN_LIST = re.compile(r"[、和及][^，,；;。：:、\d]{2,20}$")
_VERBS = re.compile(
    r"防止|避免|预防|审查|审核|办理|办结|受理|收到|接收|出台|制定|制发|印发|评查|抽查|抽取|开展|组织|举办|作出|实施|完成|清理|废止|公布|公示|"
    r"聘请|聘任|移送|调解|化解|新增|净增|查处|答复|审结|配备|培训|参加"
)
_TOTAL = re.compile(
    r"(?:其中|全年|年内|累计|合计|总计|共计|总共|[共计]|全部|总数|总量|[为达])*(?:累计|合计|总计|[共计]|总数|总量)[为达]?"
)
_BOUND = 28  # characters, the longest of the words before a number that make it a bound, a whole or one of many
_BOUND_SIGNS = frozenset("于到足在少过占各每均")  # each of them holds one
_AT_LEAST = re.compile(r"(?:不少于|不低于|不得少于|不超过)\s?$")  # 案卷评查不少于100件: what is asked, not done
# 对现行有效的96件规范性文件进行清理，继续有效78件: what was looked through, not what was left
_ALL_OF = re.compile(r"对[^，,；;。]{0,12}现行(?:有效)?的?")
_REVIEWED = re.compile(
    r"[^，,；;。]{0,16}(?:开展|进行|予以|组织)[^，,；;。]{0,8}(?:清理|评估|梳理)[^。]{0,80}(?:继续有效|保留|继续执行|继续实施)\D{0,6}\d"
)
_TOTAL_HEAD = re.compile(r"合\s?计|总\s?计|共计|总数")
_IS = r"(?:为|是|达到?|有|仅为?|至|到|(?:上升|下降|增加|减少|提高|提升|恢复|[降升增])(?:为|到|至))?"
_TURNS_BACK = re.compile(
    r"(?:而|其中)?(?:我[省市县区州旗镇乡局]|[本全][省市县区州旗局]|[省市县区州]本级|今年|本年度?|当年|(?:19|20)\d\d年度?|实际)"
    rf"(?:全年|则|共|已|仅|只|上升|下降)*(?P<verb>[一-鿿]{{0,4}}?){_IS}"
)
_TOLD_BESIDE = re.compile(rf"(?:(?:19|20)\d\d年度?|上年度?|去年|全[国省市县区州]|同期|其中)*{_IS}")
_GOES_ON = re.compile(r"(?:$|进行|开展|均|全部)")
_CLAUSE_MARKS = frozenset("，,；;。：:\n（(")
_DISCLOSURE = "公开"
_PREVENTED = frozenset(("防止", "避免", "预防"))
_BODIES = frozenset(("个", "家", "人", "名", "位"))
# 水务窗口共接件276件，办结271件，不予许可5件: what a bureau's window takes in is licences where its sentence says so
_LICENSING = re.compile(r"(?:不予|准予)(?:行政)?许可|许可申请|等许可\d|准予\d")
_LICENCES, _SERVICES = frozenset({"许可"}), frozenset({"政务服务"})
_LAST_ONE_OVER = frozenset("、和及与")
_SUBJECT = re.compile(
    r"^(?:[共计已均达为约合总累超近其中的有 ]|自治区|[省市县区州旗镇]?本级|[我全本][省市县区州旗镇乡局厅])*$"
)


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
        marked[entry.figure] = figures[entry.figure]._replace(metric=entry.match.metric.key)
    if report.year is None:
        return tuple(marked), ()
    groups: dict[tuple[str, Scope], list[Bound]] = defaultdict(list)
    for entry in bound:
        if _is_own(figures[entry.figure], report.year):
            groups[(entry.match.metric.key, entry.scope)].append(entry)
    stated: list[MetricValue] = []
    sums: list[MetricValue] = []
    for (key, scope), entries in groups.items():
        chosen, dropped = choose(entries, marked, catalogue()[key], text.text)
        for entry in dropped:
            marked[entry.figure] = marked[entry.figure]._replace(metric=None)
        if not chosen:
            continue
        if len(chosen) == 1:
            stated.append(stated_value(chosen[0], marked[chosen[0].figure], catalogue()[key], scope, report.year, text))
        else:
            sums.append(summed_value(chosen, marked, catalogue()[key], scope, report.year))
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


def _bind(figures: Sequence[Figure], text: Text, report: Report) -> list[Bound]:
    index = matcher().cues.index(mend(text.text))
    blocks = [block.start for block in text.blocks] or [0]
    rows = {block.start for block in text.blocks if block.kind is BlockKind.TABLE_ROW}
    silent = _SILENT_TOPICS.get(report.kind, frozenset()) if report.kind else frozenset()
    respondent = is_respondent(report.issuer)
    subjects = subjects_of(report.issuer, report.region)
    bound: list[Bound] = []
    previous_end, sentence, spoken, licensing = 0, -1, Spoken(), False
    for place, figure in enumerate(figures):
        block = blocks[max(0, bisect_right(blocks, figure.start) - 1)]
        if figure.start != sentence:
            sentence, spoken = figure.start, spoken.next(figure, block)
            licensing = respondent and bool(_LICENSING.search(figure.quote))
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
                barred = barred.union(*(catalogue().contexts[name].bars for name in spoken_of(figure)))
            if licensing:
                strong = strong - _SERVICES or _LICENCES
            setting = Setting(
                strong=strong,
                weak=weak,
                bound=spoken.of(figure) - _SERVICES if licensing else spoken.of(figure),
                stretch=stretch,
                respondent=respondent,
                barred=barred,
                points_back=back,
                only_sure=weakly,
                far=where < figure.start,
                unheard=_SERVICES if licensing else frozenset(),
            )
            following = figures[place + 1] if place + 1 < len(figures) else None
            shared = following is not None and following.words[0] == figure.words[1] and following.start == sentence
            best = _share_of(text.text, figure, spoken.previous) if figure.kind is FigureKind.RATE else None
            if best is None and not _is_no_level(text.text, figure):
                listed, row = spoken.previous is not None, figure.start in rows
                tail = figures[place - 1].words[1] if place and figures[place - 1].start == sentence else ""
                best = (
                    _best(figure, setting, shared=shared, listed=listed, in_table=row, tail=tail)
                    or _in_list(text.text, figures, place, spoken.verb, setting)
                    or (_total_row(figures, place, bound) if row else _total_of(figures, place, bound, setting))
                    or _own_of(figures, place, setting)
                )
                if spoken.verb in _PREVENTED and best is not None and _is_in_list(text.text, figure):
                    best = None  # 防止矛盾纠纷激化23件、群体性事件6起
                whole = spoken.divides(text.text, figure)
                if best is not None and whole is not None and whole.metric.topic != best.metric.topic:
                    if (
                        whole.rank >= LOOSELY or whole.alias.fallback
                    ) and best.rank == 0:  # 涉诉案件5件，其中行政复议3件、行政诉讼2件
                        bound = [entry for entry in bound if entry.match is not whole]
                    else:
                        best = None  # 评查卷宗223件（处罚168件、许可55件）
            if best is None or best.metric.topic not in silent:
                if not _is_in_list(text.text, figure):
                    verbs = _VERBS.findall(clean(figure.words[0]))
                    spoken.verb = verbs[-1] if verbs else ""
                if best is not None and spoken.divides(text.text, figure) is None:
                    spoken.owner = best, figure
                spoken.note(figure, best, block)
                spoken.words = (start, figure.at[0]) if best is not None else (0, 0)
            if best is not None and best.metric.topic not in silent:
                before = figures[place - 1] if place else None
                if before is not None and figure.start not in rows and not (bound and bound[-1].figure == place - 1):
                    leads = figure.unit in _BODIES and (best.around or (best.after and not figure.words[0]))
                    if leads and _is_listed_before(before, figure):
                        continue
                    leading = _companion(place - 1, before, figure, best, respondent=respondent)
                    bound.extend(entry for entry in leading if entry.match.metric.topic not in silent)
                told = text.text[figure.start : figure.at[0]]
                if not row and subjects.is_others(best.metric, told):
                    continue
                scope = scope_of(best.metric, told, figure)
                bound.append(Bound(place, best, scope, figure.start in rows))
    bound = _claimed_once(bound, figures)
    return _without_others_outcomes(bound) if respondent else bound


def _is_in_list(text: str, figure: Figure) -> bool:
    return _IN_LIST.search(text, max(figure.start, figure.at[0] - 28), figure.at[0]) is not None


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


def _total_of(figures: Sequence[Figure], place: int, bound: Sequence[Bound], setting: Setting) -> Match | None:
    """What a bare 合计 or 共 counts: the whole of the parts before it, or what the number before it was of.

    简易程序处罚438件、普通程序处罚52件，合计490件; 评查执法案卷2次，共210份.
    """
    figure = figures[place]
    if (
        not place
        or figure.kind is not FigureKind.COUNT
        or not _TOTAL.fullmatch(figure.words[0])
        or not _GOES_ON.match(figure.words[1])
    ):
        return None
    before = figures[place - 1]
    if before.start != figure.start:
        return None
    parts = [entry for entry in bound if figures[entry.figure].start == figure.start and entry.match.metric.denominator]
    wholes = {entry.match.metric.denominator for entry in parts}
    if len(parts) > 1 and len(wholes) == 1 and sum(figures[part.figure].value for part in parts) == figure.value:
        metric = catalogue()[str(wholes.pop())]
        return parts[-1].match._replace(metric=metric, rank=_BY_SENTENCE)
    if before.unit == figure.unit and not _EACH.search(before.words[0]):
        return None
    found = matcher().match(before.words[0], "", figure.unit, figure.kind.value, setting)
    return found[0] if found else None


def _total_row(figures: Sequence[Figure], place: int, bound: Sequence[Bound]) -> Match | None:
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
            return last[-1].match._replace(metric=metric, rank=_BY_SENTENCE)
    return None


def _own_of(figures: Sequence[Figure], place: int, setting: Setting) -> Match | None:
    """What a number that only turns back to the issuer or to its year counts: as the number it is told beside.

    全市收到行政复议申请2136件，我县收到213件; 上年度行政处罚案件2136件，本年度1986件; 2023年为95%、2024年达到100%.
    """
    figure = figures[place]
    if not place or figures[place - 1].start != figure.start:
        return None
    turn = _TURNS_BACK.fullmatch(clean(figure.words[0]))
    if turn is None or (figure.words[1] and figure.kind is FigureKind.RATE) or figure.tense is not Tense.ACTUAL:
        return None
    for other in reversed(figures[max(0, place - 4) : place]):
        if other.start != figure.start:
            return None
        words = clean(other.words[0])
        if other.unit != figure.unit or other.kind is not figure.kind or _TOLD_BESIDE.fullmatch(words):
            continue
        if other.tense is Tense.ACTUAL or turn["verb"] not in words:
            return None
        told = words.replace("平均", "") if figure.kind is FigureKind.RATE else words  # 全市平均为9.8%，我县为5.1%
        found = matcher().match(told, "", figure.unit, figure.kind.value, setting)
        return found[0] if found else None
    return None


def _without_others_outcomes(bound: list[Bound]) -> list[Bound]:
    """A bureau that takes in no applications decides none: 维持 and 撤销 in its report are how others decided."""
    if any(entry.match.metric.key in _DECIDERS for entry in bound):
        return bound
    return [
        entry for entry in bound if entry.match.metric.topic != _RECONSIDERATION or entry.match.metric.key in _ANY_BODY
    ]


def _companion(place: int, figure: Figure, following: Figure, match: Match, *, respondent: bool) -> Iterator[Bound]:
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
        yield Bound(place, own, scope_of(own.metric, figure.quote[: figure.at[0] - figure.start], figure))


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
    if (
        figure.words[0].startswith("对")
        and _ALL_OF.fullmatch(figure.words[0])
        and _REVIEWED.match(text, figure.at[1], figure.end)
    ):
        return True
    before = text[max(figure.start, figure.at[0] - _BOUND) : figure.at[0]]
    if _BOUND_SIGNS.isdisjoint(before):
        return False
    if figure.kind is FigureKind.RATE:
        return bool(_THRESHOLD.search(before))
    return bool(_AT_LEAST.search(before) or _WHOLE_OF.search(before) or _EACH.search(before[-20:]))


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


def _claimed_once(bound: list[Bound], figures: Sequence[Figure]) -> list[Bound]:
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


def _best(figure: Figure, setting: Setting, *, shared: bool, listed: bool, in_table: bool, tail: str) -> Match | None:
    """The metric that a figure's words name.

    ``shared``: the words behind it are also those before the next number; ``listed``: the number before it is bound;
    ``tail``: the words behind that number, which say nothing of one with its own (督察6家单位，82家单位书面述法).
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
    clause = re.split(r"[，,；;：:]", lead)[-1]
    if not found and clause and not (after and clause == tail) and _SUBJECT.match(clean(before)):
        found = matcher().match(clause + before, after, figure.unit, kind, setting)
    if not found and figure.unit in matcher().units_told_later:
        found = matcher().match(before, after + _next_clause(figure), figure.unit, kind, setting)
    if found or in_table:
        return found[0] if found else None
    return matcher().match_loosely(before, after, figure.unit, kind, setting)


def _next_clause(figure: Figure) -> str:
    """The clause behind a number's own, opened by ，, or by ＋ where it counts something itself; "" where none is."""
    found = _NEXT_CLAUSE.match(figure.quote, figure.at[1] - figure.start)
    if found is None:
        return ""
    return f"{'＋' if found['whole'] is None else '，'}{found['words']}"


def _share_of(text: str, figure: Figure, previous: Match | None) -> Match | None:
    """The rate of the count before it: 结案3204件，占办结总数的28.59%; 优秀案卷61份（55.45%）."""
    if previous is None or figure.kind is not FigureKind.RATE:
        return None
    share = _SHARE_OF.search(clean(figure.words[0]))
    bracketed = share is None and _IN_BRACKET.search(text, figure.start, figure.at[0]) is not None
    if share is None and not bracketed:
        return None
    if share is not None and re.match(r"全[省市县区国州]", share["whole"] or ""):
        return None
    rates = [metric for metric in catalogue().metrics.values() if metric.numerator == previous.metric.key]
    return previous._replace(metric=rates[0]) if len(rates) == 1 else None
