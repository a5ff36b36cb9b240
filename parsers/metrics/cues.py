"""What a passage is about: the cue words of the catalogue's contexts, found in one pass over a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from parsers.metrics.catalogue import OTHER, Catalogue

# Titles, and what a matter is held against, which is not what is spoken of next (复议与诉讼案件比由0.9∶1提升至1.8∶1);
# both open with one of four characters, so that the text between is passed over quickly
_NO_SUBJECT = re.compile(
    r"[《与和同](?:(?<=《)(?![^《》]{1,14}(?:[书函]|执法证)》)[^《》]{0,160}》|"
    r"(?<!《)(?:行政)?(?:诉讼|应诉|复议|信访)(?:收案|案件|申请)?(?:数量|数|量)?之?比(?![去上例]))"
)
_PARENS = re.compile(r"[（(][^（()）\n]{0,400}[）)]")
_JOINED = re.compile(r"[、和与及以并]{0,2}")
_STRETCHES_KEPT = 4096
_FEW = 24  # options that a pattern tries one by one
# What may stand between the halves of a pattern: 执法骨干业务培训, but not 执法部门开展普法培训.
_GAP = r"(?:(?!部门|单位|机关|企业|普法|学法|宣传|监督)[^，,、；;。：:\n\d（）()◆]){0,9}?"
LOOK_BACK = 900  # characters: a heading and the paragraph under it


class Cue(NamedTuple):
    start: int
    end: int
    context: str
    strong: bool
    closed: int = 0  # where the parenthesis around it closes; 0 = none


def trie_pattern(words: Iterable[str], pairs: Iterable[tuple[str, str]] = ()) -> str:
    """A regular expression for any of ``words``, longest first, that tries each character once.

    Of ``pairs`` (执法, 培训) the two halves with a few words between them match too, before any word alone.
    """
    root: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        _leaf(root, word)[""] = {}
    for first, second in pairs:
        _leaf(_leaf(root, first).setdefault(_GAP, {}), second)[""] = {}
    return _branch(root)


def _leaf(node: dict[str, dict], word: str) -> dict[str, dict]:  # type: ignore[type-arg]
    for char in word:
        node = node.setdefault(char, {})
    return node


def _branch(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    chars = sorted(char for char in node if char not in ("", _GAP))
    options = [re.escape(char) + _branch(node[char]) for char in chars]
    if len(options) > _FEW:  # a quarter of them at a time is passed over by one look at the character
        size = -(-len(options) // 4)
        parts = [slice(first, first + size) for first in range(0, len(options), size)]
        options = [f"(?=[{re.escape(''.join(chars[part]))}])(?:{'|'.join(options[part])})" for part in parts]
    if _GAP in node:
        options.insert(0, _GAP + _branch(node[_GAP]))
    if not options:
        return ""
    body = options[0] if len(options) == 1 else "(?:" + "|".join(options) + ")"
    if "" in node:
        return f"(?:{body})?"
    return body


def _opening(words: Iterable[str], pairs: Iterable[tuple[str, str]]) -> str:
    """Looks at two characters before a trie is tried, as few that begin a word are followed by its second."""
    beginnings = {word[:2] for word in words} | {first[:2] for first, _ in pairs}
    firsts, seconds, alone = (
        re.escape("".join(sorted(chars)))
        for chars in (
            {pair[0] for pair in beginnings if len(pair) > 1},
            {pair[1] for pair in beginnings if len(pair) > 1},
            {pair for pair in beginnings if len(pair) == 1},
        )
    )
    return f"(?=[{firsts}][{seconds}]" + (f"|[{alone}])" if alone else ")")


class CueFinder:
    """Finds the cue words of a catalogue's contexts."""

    def __init__(self, data: Catalogue) -> None:
        self._meaning: dict[str, tuple[str, bool]] = {}
        self._pairs = {
            (first, second): context.name
            for context in data.contexts.values()
            for firsts, seconds in context.patterns
            for first in firsts
            for second in seconds
        }
        for context in data.contexts.values():
            for word in context.weak:
                self._meaning.setdefault(word, (context.name, False))
            for word in context.strong:
                self._meaning[word] = (context.name, True)
        self._pattern = re.compile(_opening(self._meaning, self._pairs) + trie_pattern(self._meaning, self._pairs))

        self.find = lru_cache(maxsize=_STRETCHES_KEPT)(self._find)

    def _find(self, words: str) -> tuple[Cue, ...]:
        """The cues of a short stretch of words, in order."""
        return tuple([Cue(*match.span(), *self._meaning_of(match[0])) for match in self._pattern.finditer(words)])

    def _meaning_of(self, words: str) -> tuple[str, bool]:
        found = self._meaning.get(words)
        if found is None:  # a pattern's two halves
            context = next(
                name
                for (first, second), name in self._pairs.items()
                if words.startswith(first) and words.endswith(second)
            )
            found = context, True
        return found

    def index(self, text: str) -> CueIndex:
        """The cues of a whole text, those in the titles of documents left out."""
        found = (match.span() for match in _NO_SUBJECT.finditer(text))
        untold = _Spans([(start + (text[start] != "《"), end) for start, end in found])
        parens = _Spans([match.span() for match in _PARENS.finditer(text)])
        cues = []
        for match in self._pattern.finditer(text):
            start, end = match.span()
            if not untold.around(start):
                context, strong = self._meaning.get(match[0]) or self._meaning_of(match[0])
                cues.append(Cue(start, end, context, strong, parens.around(start)))
        return CueIndex(text, cues)


class _Spans:
    """Stretches of a text, asked in the text's order which of them holds a place."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._ahead = spans[::-1]

    def around(self, place: int) -> int:
        """The end of the stretch that holds ``place``, which is behind all places asked before; 0 when none does."""
        ahead = self._ahead
        while ahead and ahead[-1][1] <= place:
            ahead.pop()
        return ahead[-1][1] if ahead and ahead[-1][0] <= place else 0


class CueIndex:
    """The cues of one text, to be asked what is being spoken of at a place."""

    def __init__(self, text: str, cues: list[Cue]) -> None:
        self._text = text
        self._cues = cues
        self._starts = [cue.start for cue in cues]
        self._joined_at: dict[int, frozenset[str]] = {}

    def before(self, place: int, block_start: int) -> tuple[frozenset[str], frozenset[str], int]:
        """The contexts in force at ``place``: of the nearest strong cue before it (where it is), of nearer weak ones.

        Looks in the block first, then above it for strong ones; matters of no metric end with their block, and cues in
        parentheses that closed before ``place`` do not count.
        Strong cues joined by 、 or 和 are in force together (行政复议和行政应诉).
        """
        weak: set[str] = set()
        limit = place - LOOK_BACK
        for index in range(bisect_left(self._starts, place) - 1, -1, -1):
            start, _, context, strong, closed = self._cues[index]
            above = start < block_start
            if start < limit or (above and weak):
                break
            if closed and closed <= place:
                continue
            if strong:
                found = self._joined(index)
                return (found - {OTHER} if above else found), frozenset(weak), start
            if not above:
                weak.add(context)
        return frozenset(), frozenset(weak), -1

    def ahead(self, place: int, end: int) -> frozenset[str]:
        """The context of the first strong cue behind ``place`` and before ``end``; empty where none stands there."""
        for index in range(bisect_left(self._starts, place), len(self._cues)):
            cue = self._cues[index]
            if cue.start >= end:
                break
            if cue.strong:
                return frozenset((cue.context,))
        return frozenset()

    def _joined(self, index: int) -> frozenset[str]:
        found = self._joined_at.get(index)
        if found is None:
            found = self._joined_at[index] = self._find_joined(index)
        return found

    def _find_joined(self, index: int) -> frozenset[str]:
        contexts = {self._cues[index].context}
        while index > 0:
            cue, previous = self._cues[index], self._cues[index - 1]
            if (
                not previous.strong
                or cue.start - previous.end > 2
                or not _JOINED.fullmatch(self._text[previous.end : cue.start])
            ):
                break
            contexts.add(previous.context)
            index -= 1
        return frozenset(contexts)
