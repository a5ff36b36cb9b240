"""A stored text cut into pieces for a page: blocks, marked figures and anchors, each at its exact offset."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from parsers.vocabulary import BlockKind


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters. ``figures`` are those whose number it is, or a part of it; ``anchors`` parts that begin."""

    text: str
    figures: tuple[int, ...] = ()
    anchors: tuple[str, ...] = ()
    first: bool = False  # the first piece of its figures: it carries their id


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of the text with its function; a table row's cells lie in ``rows`` of pieces."""

    kind: str
    level: int
    page: int | None
    cells: tuple[tuple[Piece, ...], ...]


def cut(
    text: str, blocks: str, figures: Iterable[Mapping[str, Any]], parts: Iterable[Mapping[str, Any]]
) -> list[Block]:
    """The text as blocks of pieces: joined again they are the text, character for character, but for line breaks
    and the tabs between cells.

    ``blocks`` is the stored JSON (kind, start, end, page, source, level, confidence). What lies between blocks is a
    paragraph of its own, so that nothing of a text is ever left out.
    """
    marks = sorted({(row["at_start"], row["at_end"]) for row in figures if row["at_start"] < row["at_end"]})
    by_mark: dict[tuple[int, int], list[int]] = {mark: [] for mark in marks}
    for row in figures:
        if (row["at_start"], row["at_end"]) in by_mark:
            by_mark[row["at_start"], row["at_end"]].append(row["id"])
    anchors: dict[int, list[str]] = {}
    for part in parts:
        anchors.setdefault(part["start"], []).append(part["role"])
    cutter = _Cutter(text, marks, by_mark, anchors)
    return [
        Block(kind, level or 0, page, tuple(tuple(cutter.pieces(a, b)) for a, b in _cells(kind, text, start, end)))
        for kind, start, end, page, level in _stretches(text, json.loads(blocks))
    ]


Stretch = tuple[str, int, int, int | None, int | None]


def _stretches(text: str, blocks: Sequence[Sequence[Any]]) -> Iterator[Stretch]:
    done = 0
    for kind, start, end, page, _, level, *_rest in sorted(blocks, key=lambda block: (block[1], block[2])):
        yield from _between(text, done, start)
        if end > done:
            yield kind, max(start, done), end, page, level
            done = end
    yield from _between(text, done, len(text))


def _between(text: str, start: int, end: int) -> Iterator[Stretch]:
    at = start
    for line in text[start:end].split("\n"):
        if line.strip():
            yield BlockKind.PARAGRAPH, at, at + len(line), None, None
        at += len(line) + 1


def _cells(kind: str, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if kind != BlockKind.TABLE_ROW:
        yield start, end
        return
    at = start
    for cell in text[start:end].split("\t"):
        yield at, at + len(cell)
        at += len(cell) + 1


class _Cutter:
    """Cuts stretches at the edges of marks; overlapping marks share the pieces that they both cover."""

    def __init__(
        self,
        text: str,
        marks: Sequence[tuple[int, int]],
        by_mark: Mapping[tuple[int, int], Sequence[int]],
        anchors: Mapping[int, Sequence[str]],
    ) -> None:
        self._text, self._marks, self._by_mark, self._anchors = text, marks, by_mark, anchors

    def pieces(self, start: int, end: int) -> Iterator[Piece]:
        inside = [mark for mark in self._marks if mark[0] < end and mark[1] > start]
        edges = {start, end, *(edge for mark in inside for edge in mark), *self._anchors}
        cuts = sorted(edge for edge in edges if start <= edge <= end)
        for begin, stop in pairwise(cuts):
            over = [mark for mark in inside if mark[0] <= begin and stop <= mark[1]]
            yield Piece(
                self._text[begin:stop],
                tuple(figure for mark in over for figure in self._by_mark[mark]),
                tuple(self._anchors.get(begin, ())),
                first=any(mark[0] == begin for mark in over),
            )
