"""The whole that an outcome or a rate is told of: what it is no outcome of, it says nothing about.

An outcome told behind its own whole in one breath (受理纠纷863件，调解成功812件，成功率94.1%) belongs to that whole.
If the whole is not the issuer's own (a court's, a hotline's, of one kind only), neither are its outcomes and rates; and
where the report tells two wholes, the outcomes of the one that was not taken are no outcomes of the other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from parsers.metrics.aliases import unit_fits
from parsers.metrics.catalogue import Metric, catalogue
from parsers.metrics.choosing import UNSURE, Bound
from parsers.metrics.matching import matcher
from parsers.metrics.standing import RESTRICT
from parsers.metrics.wording import clean
from parsers.records import Figure
from parsers.vocabulary import ACTUAL, COUNT, RATE, Scope

Groups = Mapping[tuple[str, Scope], list[Bound]]

_STOPS = "；;。"
# what a count of cases, files or persons is told with of which something may come out
_TAKES_IN = re.compile(
    r"受理|收到|接[收到待受]|承[接办]|办理|处[理置]|调[解处]|化解|评查|抽[查取评检]|自查|互评|审[理查核]|开庭|参加|参考|应考|组织|"
    r"转[办来入]|移[交送]|委[托派]|分流|登记|(?:纠纷|争议|案件|申请|案卷|诉求|工单|投诉|举报|人员|考试|卷宗)$"
)
_MATTER = re.compile(r"(?:行政)?(?:诉讼|复议|调解|调处|化解)?(?:矛盾)?(?:纠纷|争议|案件|案卷|卷宗|申请)")
_WHOLE_AGAIN = re.compile(
    r"全[省市县区州旗盟镇乡局年](?!域)|各级|总体|整体|合计|共计|总计|年内|(?:人民)?调解组织|人民调解"
)
# words that name an outcome, and those that narrow it to no kind, body, instance or sort
SAYS_NO_MORE = re.compile(
    r"其中|行政机关|政府机关|机关|负责人|行政|人民法院|法院|复议机关|复议机构|判决|裁[判定]|生效|依法|直接|综合|实际|经|由|通过|以|被|"
    r"方式|结案|予以|案件|案卷|卷宗|案|卷|应诉|出庭|到庭|参加|亲自|决定|作出|矛盾纠纷|矛盾|纠纷|各类|各|争议|调[解处]|化解|成功|达成|协议|"
    r"胜诉|败诉|纠[错正]|优秀|良好|合格|不|评[为定出选]|获评|等次|等级|90分以上|审结|办结|履行|申请人|原告|[共均已全部数为的有了达占约计到是，,：:、]"
)
_ONLY_SOME = re.compile(
    r"其中[，,：:]?\s?(?:[^，,；;。、\d]{1,12}?(?<!各)(?:类|领域|方面)(?:案件|案卷|纠纷)?|涉(?![诉案及])[^，,；;。、\d]{1,10}|"
    r"[^，,；;。、\d]{1,10}(?<![我本])[局委队](?![长员])|(?:各)?(?:乡镇|镇街|街道)|行政(?:处罚|许可|强制|检查|征收))(?=[^，,；;。、\d]*$)"
)


def without_others_outcomes(bound: list[Bound], figures: Sequence[Figure]) -> list[Bound]:
    """``bound`` without outcomes and rates of wholes that are another's, and without counts of parts of its wholes."""
    if not any(_chain(entry.match.metric) for entry in bound):
        return bound
    metrics = _metrics_at(bound)
    refused: set[int] = set()
    for entry in sorted(bound, key=lambda entry: entry.figure):
        if entry.in_table or not _chain(entry.match.metric):
            continue
        whole = _own_whole(entry.figure, entry.match.metric, figures, metrics, refused)
        foreign = whole is not None and (whole in refused or whole not in metrics or _outgrows(entry, whole, figures))
        if foreign or (entry.scope is not Scope.HEAD and _is_of_part(entry, figures, metrics)):
            refused.add(entry.figure)
            metrics.pop(entry.figure, None)
    return [entry for entry in bound if entry.figure not in refused or not _chain(entry.match.metric)]


def _outgrows(entry: Bound, whole: int, figures: Sequence[Figure]) -> bool:
    """Whether a count is more than the part it would be of: 调解4926件，其中重大疑难纠纷126件，成功4872件."""
    figure, part = figures[entry.figure], figures[whole]
    return figure.kind is COUNT and _is_part(part) and figure.value > part.value


def wholes_first(groups: Groups) -> list[tuple[tuple[str, Scope], list[Bound]]]:
    """The groups in their order, but each behind those that its metric is an outcome or a rate of."""
    return sorted(groups.items(), key=lambda item: len(_chain(catalogue()[item[0][0]])))


def surest_whole(entries: list[Bound], bound: Sequence[Bound], figures: Sequence[Figure]) -> list[Bound]:
    """Without smaller counts beside the largest, if that has a rate or an outcome of its own behind it.

    However plainly a part is told: 调解案件4926件，成功率98.9%. 警民联调室调解纠纷1026件.
    """
    largest = max(entries, key=lambda entry: figures[entry.figure].value)
    if len(entries) < 2 or largest.in_table or largest.match.rank != UNSURE or largest.match.alias.fallback:
        return entries
    metrics, key = _metrics_at(bound), largest.match.metric.key
    wholes = {
        _own_whole(entry.figure, entry.match.metric, figures, metrics, set())
        for entry in bound
        if key in _chain(entry.match.metric)
    }
    parts = largest.match.metric.additive and all(
        entry.figure in wholes for entry in entries
    )  # 评查126卷，优秀31卷；评查98卷，优秀26卷
    return [largest] if largest.figure in wholes and not parts else entries


def told_of(
    entries: list[Bound],
    chosen: Mapping[tuple[str, Scope], list[Bound]],
    bound: Sequence[Bound],
    figures: Sequence[Figure],
) -> tuple[list[Bound], bool]:
    """Those of ``entries`` that are not told of another whole than the one taken, and whether they are to be summed.

    ``chosen`` are the numbers taken for each metric so far. Where these are several that were summed, outcomes are too,
    if each has its own (第一次评查126卷，优秀31卷；第二次评查98卷，优秀26卷); else those of one of them are none.
    """
    metric = entries[0].match.metric
    if not _chain(metric):
        return entries, False
    metrics = _metrics_at(bound)
    kept: list[Bound] = []
    parts: list[Bound] = []
    for entry in entries:
        whole = None if entry.in_table else _own_whole(entry.figure, metric, figures, metrics, set())
        key = metrics[whole].key if whole is not None and whole in metrics else ""
        taken = chosen.get((key, entry.scope), []) if key in _bases(metric.key) else []
        if whole is None or not taken or any(other.in_table for other in taken):
            kept.append(entry)
        elif len(taken) > 1 and any(other.figure == whole for other in taken):
            (kept if _is_of_all(entry, taken, entries, figures) else parts).append(entry)
        elif any(figures[other.figure].value == figures[whole].value for other in taken):
            kept.append(entry)
        elif [metrics[place].key for place in range(taken[0].figure + 1, whole) if place in metrics] == [key]:
            kept.append(entry)  # 评查300件，包括处罚180件、许可120件，优秀率62%: of both
    if parts and not kept and metric.kind is COUNT:
        wholes = {_own_whole(part.figure, metric, figures, metrics, set()) for part in parts}
        summed = {other.figure for key in _chain(metric) for other in chosen.get((key, parts[0].scope), [])}
        if len(wholes) == len(parts) and wholes == summed:
            return parts, True
    return kept, False


def _is_of_all(entry: Bound, taken: Sequence[Bound], beside: Sequence[Bound], figures: Sequence[Figure]) -> bool:
    """Whether a number is told behind all that were summed, none of its metric between (处罚48、许可30本，优秀11本)."""
    first = min(other.figure for other in taken)
    if any(first < other.figure < entry.figure for other in beside) or any(
        other.figure > entry.figure for other in taken
    ):
        return False
    return not _is_parted(figures[first], figures[entry.figure])


@cache
def _bases(key: str) -> frozenset[str]:
    """The counts that rates are computed over in which the metric stands."""
    metrics = catalogue().metrics.values()
    own = (metric for metric in metrics if metric.kind is RATE and key in (metric.key, metric.numerator))
    return frozenset(metric.denominator for metric in own if metric.denominator is not None)


@cache
def _chain_of(key: str) -> tuple[str, ...]:
    found: list[str] = []
    metric = catalogue()[key]
    while metric.denominator is not None and metric.denominator not in found:
        found.append(metric.denominator)
        metric = catalogue()[metric.denominator]
    return tuple(found)


def _chain(metric: Metric) -> tuple[str, ...]:
    """The wholes that a metric is of, the nearest first: won, of those concluded, of all suits."""
    return _chain_of(metric.key)


def _metrics_at(bound: Sequence[Bound]) -> dict[int, Metric]:
    return {entry.figure: entry.match.metric for entry in bound if not entry.in_table}


def _own_whole(
    place: int, metric: Metric, figures: Sequence[Figure], metrics: Mapping[int, Metric], refused: set[int]
) -> int | None:
    """The place of the whole that a number is told of in its breath, or of an outcome refused beside it; else None."""
    figure, chain = figures[place], _chain(metric)
    if _WHOLE_AGAIN.search(figure.words[0]):
        return None
    base = catalogue()[chain[0]]
    for other in range(place - 1, -1, -1):
        whole = figures[other]
        if whole.start != figure.start or _is_parted(whole, figure):
            return None
        if whole.tense is not ACTUAL or whole.period != figure.period:
            continue
        if _is_in_bracket(whole, figure):
            continue
        if other in refused:
            return other
        told = metrics.get(other)
        if told is not None:
            if told.key in chain:
                return other
            if told.topic != metric.topic:
                return None
            continue
        if (
            whole.kind is not COUNT
            or not unit_fits(base, whole.unit)
            or (figure.kind is COUNT and whole.value < figure.value)
        ):
            continue
        if _is_part(whole) and clean(whole.words[0])[-2:] == clean(figure.words[0])[-2:]:
            continue  # 其中农民工案件112件，刑事案件94件: one kind beside another
        if _is_narrower(whole, chain, is_part=figure.kind is COUNT) and not _is_listed(other, figures, metrics):
            return other if _is_part(whole) or _are_of_one_matter(whole, figure, metric) else None
    return None


def _is_part(figure: Figure) -> bool:
    """Whether a count is told as a part of what its sentence has told before."""
    return figure.words[0].lstrip().startswith("其中") and not figure.quote.lstrip().startswith("其中")


def _is_narrower(whole: Figure, chain: Sequence[str], *, is_part: bool) -> bool:
    """Whether an unbound count is of fewer cases than a whole of ``chain``: its words say so, or 其中 before them.

    A rate behind such a part is the whole's again (受理151件，其中涉企案件46件，办结率98%).
    """
    words = clean(whole.words[0])
    if _is_part(whole):
        return is_part and _TAKES_IN.search(words) is not None
    kinds = tuple(kind for key in chain for kind in _kinds_beside(key))
    nouns = _MATTER.finditer(words)
    return any(words.endswith(kinds, 0, noun.start()) or RESTRICT.search(words[: noun.start()]) for noun in nouns)


@cache
def _kinds_beside(key: str) -> tuple[str, ...]:
    """The words that no whole's words may hold and that name kinds, not what is done: 诉前 and 信访 of disputes."""
    vetoes = catalogue()[key].vetoes
    return tuple(veto for veto in vetoes if not _TAKES_IN.search(veto) and SAYS_NO_MORE.sub("", veto))


def _is_parted(one: Figure, other: Figure) -> bool:
    between = one.quote[one.at[1] - one.start : other.at[0] - one.start]
    return any(mark in between for mark in _STOPS)


def _is_in_bracket(one: Figure, other: Figure) -> bool:
    """Whether a number's bracket is closed before the other: 收到517件（市本级183件），受理452件."""
    between = one.quote[one.at[1] - one.start : other.at[0] - one.start]
    return between.count("）") + between.count(")") > between.count("（") + between.count("(")


def _is_listed(place: int, figures: Sequence[Figure], metrics: Mapping[int, Metric]) -> bool:
    """Whether a count is one of several kinds, behind which the whole is spoken of again: 土地类45件、治安类30件."""
    figure = figures[place]
    for beside in (place - 1, place + 1):
        if not 0 <= beside < len(figures) or beside in metrics:
            continue
        other = figures[beside]
        if other.start != figure.start or other.unit != figure.unit or other.kind is not COUNT:
            continue
        first, last = (other, figure) if beside < place else (figure, other)
        between = first.quote[first.at[1] - first.start : last.at[0] - first.start]
        one, two = clean(first.words[0]), clean(last.words[0])
        if between.removeprefix(first.unit)[:1] in "、和及" or (one[-2:] == two[-2:] and "，" in between):
            return True
    return False


def _are_of_one_matter(whole: Figure, figure: Figure, metric: Metric) -> bool:
    """Whether a number's own words name no matter of which those of the whole say nothing."""
    own = [cue for cue in matcher().cues.find(clean(figure.words[0])) if cue.strong and cue.context in metric.contexts]
    if not own:
        return True
    heard = {cue.context for cue in matcher().cues.find(clean(whole.words[0] + whole.words[1]))}
    return not heard.isdisjoint(metric.contexts)


def _is_of_part(entry: Bound, figures: Sequence[Figure], metrics: Mapping[int, Metric]) -> bool:
    """Whether a count behind 其中 is of some of what the rate or the whole before that is of.

    胜诉率91.5%，其中征收拆迁类案件胜诉12件; 审结59件，其中县公安局败诉2件; but not 审结59件，其中胜诉54件.
    """
    figure = figures[entry.figure]
    if entry.match.metric.kind is not COUNT:
        return False
    told = figure.quote[: figure.at[0] - figure.start]
    among = told.rfind("其中")
    if among < 0 or any(mark in told[among:] for mark in _STOPS):
        return False
    before = entry.figure - 1
    while before >= 0 and figures[before].start == figure.start and figures[before].at[0] - figure.start > among:
        if before in metrics and metrics[before] is not entry.match.metric:
            return False  # 其中结转6宗，判决11宗，县局败诉1宗: of the whole again
        before -= 1
    divided = metrics.get(before)
    if before < 0 or divided is None or figures[before].start != figure.start:
        return False
    words = clean(figure.words[0])
    if divided.numerator == entry.match.metric.key:
        return SAYS_NO_MORE.sub("", words) != ""
    since = told[max(told.rfind(mark) for mark in "，,、：:其") :]
    narrowed = since if since.startswith("其中") else "其中" + since[1:]
    return divided.key in _chain(entry.match.metric) and _ONLY_SOME.search(narrowed) is not None
