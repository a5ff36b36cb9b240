"""The sentences that changed between two versions of a text."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")  # "受理151件，审结144件；"
_LONGEST_COMPARED = 1500  # characters: comparing letter by letter takes the square of it
_MOST = 400

Run = tuple[str, bool]  # a run of characters, and whether it differs from the other side


@dataclass(frozen=True, slots=True)
class ChangedSentence:
    """A sentence before and after; an empty side means that it is not there."""

    before: tuple[Run, ...]
    after: tuple[Run, ...]


def changed_sentences(old: str, new: str) -> list[ChangedSentence]:
    """Each changed sentence beside what replaced it, in the order of the text; spaces do not count."""
    before, after = _sentences(old), _sentences(new)
    old_keys, new_keys = (["".join(sentence.split()) for sentence in side] for side in (before, after))
    found: list[ChangedSentence] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old_keys, new_keys, autojunk=False).get_opcodes():
        if tag != "equal":
            pairs = zip_longest(before[a:b], after[c:d], fillvalue="")
            found += [ChangedSentence(*_runs(gone, come)) for gone, come in pairs]
        if len(found) >= _MOST:
            break
    return found[:_MOST]


def _sentences(text: str) -> list[str]:
    return [found.strip() for found in _SENTENCE.findall(text) if found.strip()]


def _runs(old: str, new: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    if not old or not new or max(len(old), len(new)) > _LONGEST_COMPARED:
        return tuple(_whole(old)), tuple(_whole(new))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < 0.3:  # nothing in common but single characters: marking them would only confuse
        return tuple(_whole(old)), tuple(_whole(new))
    codes = matcher.get_opcodes()
    before = tuple((old[a:b], tag != "equal") for tag, a, b, _, _ in codes if a < b)
    after = tuple((new[c:d], tag != "equal") for tag, _, _, c, d in codes if c < d)
    return before, after


def _whole(sentence: str) -> Iterator[Run]:
    if sentence:
        yield sentence, True
