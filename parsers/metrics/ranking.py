"""How surely a figure speaks of what a wording found beside it is of."""

from __future__ import annotations

from collections.abc import Sequence, Set

from parsers.metrics.aliases import Alias, Setting
from parsers.metrics.catalogue import OTHER
from parsers.metrics.cues import Cue

BY_SENTENCE = 2  # the rank up to which the sentence itself says what is spoken of
EVERYDAY = frozenset({"调解"})  # contexts whose weak cues are words of many matters (水事纠纷)
_CUE_REACH = 8  # characters behind a number in which a cue says what it counts (受理12件法律援助案件)


def rank_by_words(
    alias: Alias, span: tuple[int, int], mark: int, own: Sequence[Cue], unheard: Set[str] = frozenset()
) -> tuple[int, frozenset[str]] | None:
    """The rank that the figure's own words give; None where they leave it to the sentence and the passage."""
    contexts, (start, end) = alias.matters, span
    clear = [cue for cue in own if cue.strong]
    inside = contexts.intersection([cue.context for cue in clear if start <= cue.start and cue.end <= end])
    if alias.strong or inside:
        return 0, inside or frozenset(alias.contexts[:1])
    if not clear:
        return None
    reach = mark + _CUE_REACH if end <= mark else own[-1].end
    clear = [cue for cue in clear if (cue.end <= start or end <= cue.start <= reach) and cue.context not in unheard]
    if not clear:
        return None
    nearest = min(clear, key=lambda cue: abs(cue.start - mark))
    if nearest.context in contexts:
        return 1, frozenset({nearest.context})
    here = contexts & {cue.context for cue in clear}
    return (3, here) if here else _elsewhere(alias, {cue.context for cue in clear})


def rank_by_setting(alias: Alias, own: Sequence[Cue], setting: Setting) -> tuple[int, frozenset[str]]:
    """The rank that the sentence and the passage give a figure whose own words leave it open."""
    contexts = alias.matters
    if setting.bound & contexts:
        return 2, setting.bound & contexts
    if setting.bound and setting.points_back:
        return -1, contexts
    if setting.strong:
        if setting.strong & contexts:
            return 3, setting.strong & contexts
        here = (contexts & {cue.context for cue in own}) - EVERYDAY if setting.far else None
        return (4, here) if here else _elsewhere(alias, setting.strong)
    here = contexts & (setting.weak | {cue.context for cue in own})
    return (4, here) if here else _elsewhere(alias, setting.weak)


def _elsewhere(alias: Alias, contexts: Set[str]) -> tuple[int, frozenset[str]]:
    """Where the passage is about something else, only metrics that stand anywhere are taken."""
    return (4 if alias.metric.anywhere and OTHER not in contexts else -1), frozenset(alias.contexts[:1])
