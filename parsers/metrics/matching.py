"""Which catalogue metric the words around a number name: aliases found at the number, with fillers only between."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from operator import add
from typing import NamedTuple

from parsers.metrics.aliases import RESPONDENT, Alias, Match, Setting, unit_fits
from parsers.metrics.catalogue import OTHER, Catalogue, Metric, catalogue
from parsers.metrics.cues import Cue, CueFinder
from parsers.metrics.loose import MARK, choose_loose, find_loose, loose_wordings
from parsers.metrics.own_words import OwnWords, own_words
from parsers.metrics.ranking import EVERYDAY, rank_by_setting, rank_by_words
from parsers.metrics.standing import Standing
from parsers.metrics.wording import clean, one_word
from parsers.records import Figure
from parsers.vocabulary import COUNT, FigureKind

__all__ = ["LOOSELY", "Match", "Matcher", "Setting", "matcher"]

_GAP = rf"[^，,；;。＋{MARK}]{{0,14}}{MARK}?[^，,；;。＋{MARK}]{{0,14}}"
_WIDE_GAP = rf"[^，,；;。＋{MARK}]{{0,40}}"
_HEADS_KEPT = 8192
LOOSELY = 5  # the rank of what words name that merely stand together
_NOTHING = re.compile("(?!)")


class _Standing(NamedTuple):
    mark: int  # the number's place among its cleaned words
    cues: Sequence[Cue]
    # with the place of each, and its rank where these words give it
    aliases: list[tuple[Alias, tuple[int, int], tuple[int, frozenset[str]] | None]]


class Matcher:
    """The aliases of a catalogue, indexed by the rarest of the pairs of characters in each."""

    def __init__(self, data: Catalogue) -> None:
        self.cues = CueFinder(data)
        self._data = data
        self._index: dict[str, dict[str, list[Alias]]] = {kind: {} for kind in FigureKind}
        self._standing_at = Standing(data)
        aliases = [
            self._alias(metric, word, order)
            for order, (metric, word) in enumerate((m, word) for m in data.metrics.values() for word in m.aliases)
        ]
        common = Counter(pair for alias in aliases for pair in alias.pairs)
        for alias in aliases:
            rarest = min(alias.pairs, key=lambda pair: (common[pair], pair))
            self._index[alias.metric.kind].setdefault(rarest, []).append(alias)
        self._pairs = {kind: frozenset(index) for kind, index in self._index.items()}
        self.units_told_later = frozenset(
            unit
            for alias in aliases
            if any(mark in pair for pair in alias.pairs for mark in "，＋")
            for unit in (alias.metric.unit, *alias.metric.units)
        )
        self._loose = loose_wordings(data.metrics)
        self._standing = lru_cache(maxsize=_HEADS_KEPT)(self._find_standing)
        self._loosely = lru_cache(maxsize=_HEADS_KEPT)(self._find_loosely)
        self._own_words = lru_cache(maxsize=_HEADS_KEPT)(self._find_own_words)

    def _alias(self, metric: Metric, written: str, order: int) -> Alias:
        word, _, condition = written.lstrip("!?+").partition("@")
        word = one_word(word)
        marks = written[: len(written) - len(written.lstrip("!?+"))]
        contexts = (condition,) if condition in self._data.contexts else metric.contexts
        wide = [_GAP.join(_piece(piece) for piece in half.split("…")) for half in word.split("……")]
        solid = [part for part in re.split(r"[…#]", word) if part]
        pairs = frozenset(part[place : place + 2] for part in solid for place in range(max(1, len(part) - 1)))
        strong = "!" in marks or any(cue.strong and cue.context in contexts for cue in self.cues.find(word))
        length = len(word.replace("…", "").replace("#", ""))
        respondent = condition == RESPONDENT
        return Alias(
            metric=metric,
            pattern=re.compile(_WIDE_GAP.join(wide)),
            pairs=pairs,
            part=max(solid, key=len),
            parted="…" in word or "#" in word,
            length=length + 2 * respondent,
            strong=strong,
            order=order,
            contexts=contexts,
            conditional=bool(metric.requires or metric.unless or metric.not_with),
            gapped="…" in word and metric.kind is COUNT and not metric.anywhere,
            fallback="?" in marks,
            respondent=respondent,
            unvetoed="+" in marks,
        )

    def candidates(self, words: str, kind: str) -> list[Alias]:
        """The aliases of metrics of this kind whose longest part stands in ``words``, the number's mark left out."""
        plain = words.replace(MARK, "")
        present = self._pairs[kind].intersection({*plain, *map(add, plain, plain[1:])})
        index = self._index[kind]
        return [alias for pair in present for alias in index[pair] if alias.part in plain]

    def match(self, before: str, after: str, unit: str, kind: str, setting: Setting) -> list[Match]:
        """The metrics that the words before and after a number may name, best first."""
        mark, own, standing = self._standing(before, after, kind)
        found: list[Match] = []
        if not standing:
            return found
        respondent, barred = setting.respondent, setting.barred
        only_sure, unheard = setting.only_sure, setting.unheard
        for alias, span, told in standing:
            metric = alias.metric
            if unit and unit not in metric.units and unit != metric.unit:
                continue
            if alias.respondent and not respondent:
                continue
            if alias.fallback and only_sure:
                continue
            if barred and barred.issuperset(alias.contexts or (OTHER,)):
                continue
            if alias.conditional and not self._allowed(metric, setting):
                continue
            if unheard:
                told = rank_by_words(alias, span, mark, own, unheard)
            rank, contexts = told or rank_by_setting(alias, own, setting)
            if rank >= 0:
                start, end = span
                found.append(Match(metric, alias, rank, start, end, end > mark, start <= mark < end, contexts))
        if len(found) > 1:
            found.sort(key=lambda match: (match.rank, -match.alias.length, match.alias.order))
        return found

    def prepare(self, figures: Sequence[Figure]) -> list[OwnWords]:
        """What the words of each figure say by themselves; what is asked of them later is read ahead too.

        One question is asked of all before the next one is: its patterns and words are then still in the processor's
        cache, which saves a tenth of the time.
        """
        told = [self._own_words(*figure.words[:2]) for figure in figures]
        unnamed = [figure for figure in figures if not self._standing(*figure.words[:2], figure.kind).aliases]
        for figure in unnamed:
            self._loosely(*figure.words[:2], figure.kind)
        return told

    def is_whole(self, match: Match, head: str) -> bool:
        """Whether a table's ``head`` says no more than the wording found in it (行政处罚实施数量, not … 警告)."""
        return self._standing_at.is_filled(match.alias, one_word(clean(head)), match.end)

    def match_loosely(self, before: str, after: str, unit: str, kind: str, setting: Setting) -> Match | None:
        """The metric that the words of a number's clause name together, where no alias does."""
        found = self._loosely(before, after, kind)
        if not found:
            return None
        own = self._standing(before, after, kind).cues
        clear = {cue.context for cue in own if cue.strong}
        far = {cue.context for cue in own} - EVERYDAY
        spoken = clear or setting.bound or setting.strong | setting.weak | far

        def allowed(metric: Metric) -> bool:
            return (
                not spoken.isdisjoint(metric.contexts)
                and unit_fits(metric, unit)
                and not setting.barred.issuperset(metric.contexts)
                and self._allowed(metric, setting)
            )

        metric = choose_loose(found, allowed)
        if metric is None:
            return None
        contexts = frozenset(metric.contexts) & spoken
        alias = Alias(
            metric,
            _NOTHING,
            frozenset(),
            "",
            parted=False,
            length=0,
            strong=False,
            order=0,
            contexts=metric.contexts,
            fallback=True,
        )
        return Match(metric, alias, LOOSELY, 0, 0, after=False, around=False, contexts=contexts)

    def forget(self) -> None:
        """Empties what is kept of heads already seen; for measuring."""
        self._standing.cache_clear()
        self._loosely.cache_clear()
        self._own_words.cache_clear()
        clean.cache_clear()
        self.cues.find.cache_clear()

    def _find_standing(self, before: str, after: str, kind: str) -> _Standing:
        """What can be said of a number's words alone, so that it is said once of the heads that all reports share."""
        head = one_word(clean(before))
        words = head + MARK + one_word(clean(after))
        own, mark = self.cues.find(words), len(head)
        plain = words[:mark] + words[mark + 1 :]
        found = [
            (alias, span, rank_by_words(alias, span, mark, own))
            for alias in self.candidates(words, kind)
            for span in _places(alias, words, plain, mark)
            if self._standing_at.holds(alias, words, mark, span, own)
        ]
        return _Standing(mark, own, found)

    def _find_own_words(self, before: str, after: str) -> OwnWords:
        return own_words(before, after, self.cues, self._data.contexts)

    def _find_loosely(self, before: str, after: str, kind: str) -> tuple[tuple[tuple[int, int], Metric], ...]:
        words = one_word(clean(before)) + MARK + one_word(clean(after))
        wordings = self._loose.get(kind)
        return find_loose(words, wordings) if wordings is not None else ()

    def _allowed(self, metric: Metric, setting: Setting) -> bool:
        """Whether the sentence holds what the metric requires, and nothing that speaks against it."""
        if not (metric.requires or metric.unless or metric.not_with):
            return True
        stretch, reach = setting.stretch()
        if metric.requires and not [word for word in metric.requires if word in reach]:
            return False
        if [word for word in metric.unless if word in stretch]:
            return False
        return not metric.not_with or not any(
            cue.strong and cue.context in metric.not_with for cue in self.cues.find(stretch)
        )


def _places(alias: Alias, words: str, plain: str, mark: int) -> list[tuple[int, int]]:
    """Where an alias stands in ``words``; ``plain`` are these without the number's mark, which stands at ``mark``."""
    if alias.parted or MARK in plain:
        return [place.span() for place in alias.pattern.finditer(words)]
    found = []
    start = plain.find(alias.part)
    while start >= 0:  # most aliases are plain words, which need no pattern
        end = start + len(alias.part)
        found.append((start + (start >= mark), end + (end > mark)))
        start = plain.find(alias.part, end)
    return found


def _piece(piece: str) -> str:
    if "#" in piece:
        return MARK.join(re.escape(part) for part in piece.split("#"))
    return f"{MARK}?".join(re.escape(char) for char in piece)


@cache
def matcher() -> Matcher:
    """The matcher of the project's own catalogue."""
    return Matcher(catalogue())
