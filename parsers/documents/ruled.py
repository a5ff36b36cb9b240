"""Tables drawn with ruling lines: a page's lines become grids; cells are merged where a line is missing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

MAX_RULES = 4_000  # on one page; more is a drawing, not a table
_MAX_SIDE = 200  # rows or columns of one grid
_NEAR = 3.0  # points: rules as close as this are one
_COVERED = 0.6  # of a cell's side, for its rule to count as drawn


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line from ``start`` to ``end``; ``at`` is its x if upright, else its y (which grows downwards)."""

    upright: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Table:
    """A grid: each cell's own text where it begins ("" in the places it covers beside), and with it repeated there."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    own: list[list[str]]
    spread: list[list[str]]

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom


Words = Callable[[float, float, float, float], str]


def find_tables(rules: Sequence[Rule], words: Words, page: int) -> list[Table]:
    """The tables that a page's rules draw, from top to bottom.

    ``words(left, top, right, bottom)`` gives the text inside a rectangle. Frames, underlines and drawings are none.
    """
    if len(rules) > MAX_RULES:
        return []
    found = [table for group in _connected(rules) if (table := _table(group, words, page)) is not None]
    return sorted(found, key=lambda table: table.top)


def _connected(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Rules that touch one another, directly or through others."""
    upright = sorted((rule for rule in rules if rule.upright), key=lambda rule: rule.at)
    lying = [rule for rule in rules if not rule.upright]
    places = [rule.at for rule in upright]
    parent = list(range(len(upright) + len(lying)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for number, across in enumerate(lying, len(upright)):
        for index in range(bisect_left(places, across.start - _NEAR), len(upright)):
            if places[index] > across.end + _NEAR:
                break
            if upright[index].start - _NEAR <= across.at <= upright[index].end + _NEAR:
                parent[root(index)] = root(number)
    groups: dict[int, list[Rule]] = {}
    for index, rule in enumerate([*upright, *lying]):
        groups.setdefault(root(index), []).append(rule)
    yield from groups.values()


def _table(rules: Sequence[Rule], words: Words, page: int) -> Table | None:
    xs = _places(rule.at for rule in rules if rule.upright)
    ys = _places(rule.at for rule in rules if not rule.upright)
    if not (3 <= len(xs) <= _MAX_SIDE and 3 <= len(ys) <= _MAX_SIDE):
        return None
    beside, below = _Drawn(rules, True, xs, ys), _Drawn(rules, False, ys, xs)
    own: list[list[str | None]] = [[None] * (len(xs) - 1) for _ in ys[1:]]
    spread = [[""] * (len(xs) - 1) for _ in ys[1:]]
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if own[row][column] is not None:
                continue
            right, bottom = column, row
            while right + 1 < len(xs) - 1 and own[row][right + 1] is None and not beside.has(right + 1, row):
                right += 1
            while bottom + 1 < len(ys) - 1 and not any(
                below.has(bottom + 1, place) or own[bottom + 1][place] is not None for place in range(column, right + 1)
            ):
                bottom += 1
            text = words(xs[column], ys[row], xs[right + 1], ys[bottom + 1])
            for down in range(row, bottom + 1):
                for across in range(column, right + 1):
                    own[down][across] = ""
                    spread[down][across] = text
            own[row][column] = text
    grid = [[cell or "" for cell in cells] for cells in own]
    filled = [sum(bool(cell) for cell in cells) for cells in grid]
    if sum(count >= 2 for count in filled) < 2:  # a frame, a box of text, a drawing
        return None
    return Table(page, xs[0], ys[0], xs[-1], ys[-1], grid, spread)


def _places(values: Iterable[float]) -> list[float]:
    """Sorted places of rules, near ones as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


class _Drawn:
    """Which sides of a grid's cells have a rule along them."""

    def __init__(self, rules: Sequence[Rule], upright: bool, places: Sequence[float], along: Sequence[float]) -> None:
        self._covered: set[tuple[int, int]] = set()
        spans = list(pairwise(along))
        for rule in rules:
            if rule.upright is not upright:
                continue
            place = min(range(len(places)), key=lambda index: abs(places[index] - rule.at))
            for index, (start, end) in enumerate(spans):
                if min(rule.end, end) - max(rule.start, start) >= _COVERED * (end - start):
                    self._covered.add((place, index))

    def has(self, place: int, index: int) -> bool:
        """Whether a rule at ``places[place]`` runs along the cell side number ``index``."""
        return (place, index) in self._covered
