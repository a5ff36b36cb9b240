"""Which of a page's notes keep its list from proving anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parsers.pages.beside import RowTitles, named_title
from parsers.pages.notes import DOUBTFUL, Note, codes
from parsers.records import Row
from parsers.titles import parse_title
from parsers.vocabulary import Kind

_CODES = frozenset(Note)


def doubtful_notes(
    notes: Sequence[str], rows: Iterable[Row], kinds: Sequence[Kind], settled: Sequence[str] = ()
) -> list[str]:
    """The notes that keep a list from proving anything: a report that is named beside the rows only if it is of the
    ``kinds`` (none: of any) and no row of another page; none that says what a person has ``settled``."""
    doubtful = [note for note in notes if codes((note,)) & DOUBTFUL and not _is_settled(note, settled)]
    if not any(codes((note,)) == {Note.REPORT_BESIDE} for note in doubtful):
        return doubtful
    titles = RowTitles(rows)
    return [note for note in doubtful if codes((note,)) != {Note.REPORT_BESIDE} or _is_missed(note, titles, kinds)]


def _is_settled(note: str, settled: Sequence[str]) -> bool:
    """Does a note say nothing but what was settled: the same title, and of several things (years) none that is new?"""
    return bool(settled) and _said(note) <= {said for words in settled for said in _said(words)}


def _said(note: str) -> set[str]:
    """What a note says, thing by thing, wherever on the page it stands; its code may be left out."""
    code, _, rest = note.partition(": ")
    head, _, things = named_title(rest if code in _CODES else note).rpartition(": ")
    return {"".join(f"{head}: {thing}".split()) for thing in things.split(", ")}


def _is_missed(note: str, titles: RowTitles, kinds: Sequence[Kind]) -> bool:
    title = named_title(note.split(": ", 1)[1])
    kind = parse_title(title).kind
    return kind is None or ((not kinds or kind in kinds) and title not in titles)
