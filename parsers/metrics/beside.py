"""What the numbers beside a bound one become by it: its companions, its list, those that claim the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.metrics.choosing import Bound
from parsers.metrics.corrections import without_partly_corrected
from parsers.metrics.matching import Match, Setting, matcher
from parsers.metrics.ranking import BY_SENTENCE
from parsers.metrics.scopes import scope_of, tells_side
from parsers.metrics.wholes import without_others_outcomes
from parsers.records import Figure
from parsers.vocabulary import COUNT, Scope

RECONSIDERATION = "行政复议"
_DECIDERS = frozenset({"reconsideration_received", "reconsideration_accepted", "reconsideration_not_accepted"})
_ANY_BODY = frozenset(  # of reconsiderations, what a body may count that decides none
    f"reconsideration_{word}" for word in ("as_respondent", "opinions_issued", "premediated", "resolution_rate")
)
_BROKEN = re.compile(r"[，,；;。：:]|.{31}", re.DOTALL)
_APPEARANCES = "head_appearances"
_SUITS = "litigation_cases"
_PART_OF = re.compile("其中|[（(]")
_SUITS_BEFORE = re.compile(r"诉[^，,；;。\d]{0,6}\d{1,6}\s?[件起宗]")
_DEPUTY = re.compile(r"分管|副职|班子成员|副[局县区市镇乡厅主]")
_ALL = 100.0
_LEADERS = re.compile(r"(?:(?<!分管)领导|[省市县区州旗]政府(?:班子)?负责人)[^，,；;。]{0,6}出庭")
_ORGANISATIONS = frozenset(("个", "家"))  # 13个乡镇、18家县直单位
_LISTED = re.compile(r"(?:[、和与]|以?及)\s*$")


def without_others(bound: list[Bound], figures: Sequence[Figure], *, respondent: bool) -> list[Bound]:
    """``bound`` without those that what stands beside them shows to be another's, or some of what is told."""
    for rule in _RULES:
        bound = rule(bound, figures)
    return _without_others_outcomes(bound) if respondent else bound


def _without_others_outcomes(bound: list[Bound]) -> list[Bound]:
    """A bureau that takes in no applications decides none: 维持 and 撤销 in its report are how others decided."""
    if any(entry.match.metric.key in _DECIDERS for entry in bound):
        return bound
    return [
        entry for entry in bound if entry.match.metric.topic != RECONSIDERATION or entry.match.metric.key in _ANY_BODY
    ]


def _without_leaders_alone(bound: list[Bound], figures: Sequence[Figure]) -> list[Bound]:
    """Without the appearances of a body's leaders that are fewer than its own rate of 100 % over the hearings says.

    开庭审理7件，厅领导出庭应诉2件，负责人出庭应诉率100%: of the seven the leaders took two, other heads the rest.
    """
    if not [entry for entry in bound if entry.match.metric.key == _APPEARANCES]:
        return bound
    by_sentence: dict[int, dict[str, float]] = {}
    for entry in bound:
        figure = figures[entry.figure]
        by_sentence.setdefault(figure.start, {})[entry.match.metric.key] = figure.value
    kept = []
    for entry in bound:
        figure = figures[entry.figure]
        told = by_sentence[figure.start]
        alone = (
            entry.match.metric.key == _APPEARANCES
            and told.get("head_appearance_rate") == _ALL
            and figure.value < told.get("litigation_hearings", 0.0)
            and _LEADERS.search(figure.words[0]) is not None
        )
        if not alone:
            kept.append(entry)
    return kept


def _without_deputies(bound: list[Bound], figures: Sequence[Figure]) -> list[Bound]:
    """Without the appearances of deputies where those of the principal stand beside: 主要负责人2次，分管负责人3次."""
    heads = {
        figures[entry.figure].start
        for entry in bound
        if entry.match.metric.key == _APPEARANCES and entry.scope is Scope.HEAD
    }
    return [
        entry
        for entry in bound
        if entry.match.metric.key != _APPEARANCES
        or entry.scope is Scope.HEAD
        or figures[entry.figure].start not in heads
        or _DEPUTY.search(figures[entry.figure].words[0]) is None
    ]


def _without_sided_parts(bound: list[Bound], figures: Sequence[Figure]) -> list[Bound]:
    """Without the suits of one side where their sentence told them all: 应诉58件，其中县政府被诉15件、部门被诉43件.

    Where all are said to be those of an area, a side's beside them are its own: 全县行政诉讼102件，县政府应诉23件.
    """
    wholes: dict[int, Scope] = {}  # of sentences that told a number of suits of no side
    kept = []
    for entry in bound:
        if entry.match.metric.key == _SUITS and entry.scope is not Scope.HEAD and not entry.in_table:
            figure = figures[entry.figure]
            told = figure.quote[: figure.at[0] - figure.start]
            whole = wholes.get(figure.start)
            if not tells_side(told):
                wholes[figure.start] = entry.scope
            elif entry.scope is not Scope.AREA and (
                (whole is not None and (whole is Scope.BODY or _PART_OF.search(told))) or _divides_suits(told)
            ):
                continue
        kept.append(entry)
    return kept


def _divides_suits(told: str) -> bool:
    """Whether a number of suits of no side stands before 其中 in these words."""
    whole, part, _ = told.partition("其中")
    return bool(part) and _SUITS_BEFORE.search(whole) is not None and not tells_side(whole)


def companion(place: int, figure: Figure, following: Figure, match: Match, *, respondent: bool) -> Iterator[Bound]:
    """An unbound count right in front of a bound one, which says what is spoken of: 对23家单位的115份案卷评查."""
    between = figure.quote[figure.at[1] - figure.start : following.at[0] - figure.start]
    if figure.start != following.start or figure.kind is not COUNT or _BROKEN.search(between):
        return
    behind = between.removeprefix(figure.unit)
    if behind[:1] in ("、", "和") or _LISTED.search(behind) or _LISTED.search(figure.words[0]):
        return  # 6个区局、1个分局案卷90件: one of a list counts no whole
    setting = Setting(bound=match.contexts | frozenset(match.metric.contexts[:1]), respondent=respondent)
    found = matcher().match(figure.words[0], behind, figure.unit, figure.kind, setting)
    own = next((other for other in found if other.rank <= BY_SENTENCE and other.metric is not match.metric), None)
    if own is not None:
        yield Bound(
            place, own, scope_of(own.metric, figure.quote[: figure.at[0] - figure.start], figure, respondent=respondent)
        )


def is_listed_before(figure: Figure, following: Figure) -> bool:
    """Whether two counts share what stands behind the second: 3名县长、4名局长现场述法 is 7, and neither alone."""
    between = figure.quote[figure.at[1] - figure.start : following.at[0] - figure.start]
    return (
        figure.start == following.start
        and figure.kind is COUNT
        and (figure.unit == following.unit or {figure.unit, following.unit} == _ORGANISATIONS)
        and not _BROKEN.search(between)
        and bool(_LISTED.search(between.removeprefix(figure.unit)))
    )


def listed_up_to(figures: Sequence[Figure], place: int) -> range:
    """The places of the counts that a list ending at ``place`` holds; itself alone where there is no list."""
    first = place
    while first and is_listed_before(figures[first - 1], figures[first]):
        first -= 1
    return range(first, place + 1)


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


_RULES = (
    _claimed_once,
    _without_leaders_alone,
    _without_deputies,
    without_partly_corrected,
    _without_sided_parts,
    without_others_outcomes,
)
