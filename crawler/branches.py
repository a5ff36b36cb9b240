"""How far back the parts of a list reach together: what it shows itself, its folders of years, those of groups.

Parts that go on where another ends (a year after a year) are one chain, and read like one list, as long as the newer
one was seen to its end: by its pager, a total, or because another year's page holds more rows. Of chains that stand
side by side, each may lack what the others show: all reach back no farther than the one that reaches the least.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.pages.reach import ALL, is_dated, oldest_shown
from parsers.records import Row


@dataclass(frozen=True, slots=True)
class Branch:
    """A part of a list that was walked. ``chain`` is "" for the list itself, else its series of years, or a folder's
    own address."""

    chain: str
    year: int  # 0 for none
    rows: tuple[Row, ...]
    counted: bool  # all was read that it declares, or that its page holds
    walked: bool  # its end was seen, behind a pager or by a declared number
    several: bool = False  # its page holds several lists
    newest_only: bool = False  # it says itself that it shows only a time


def reach_of(branches: Sequence[Branch]) -> str | None:
    """See `parsers.pages.reach`; None if one of the chains proves nothing, or no branch has a row."""
    chains: dict[str, list[Branch]] = {}
    for branch in sorted(branches, key=lambda branch: -branch.year):
        if branch.rows:
            chains.setdefault(branch.chain, []).append(branch)
    reaches = [_reach(chain) for chain in chains.values()]
    days = [reach for reach in reaches if reach not in (None, ALL)]
    return None if None in reaches or not reaches else max(filter(None, days), default=ALL)


def _reach(chain: Sequence[Branch]) -> str | None:
    chain = _as_far_as_seen(chain)
    rows = tuple(row for branch in chain for row in branch.rows)
    walked = all(branch.walked for branch in chain)
    counted = all(branch.counted for branch in chain) or (walked and not is_dated(rows))
    if counted and not any(branch.newest_only for branch in chain):
        return ALL
    several = any(branch.several and not branch.walked for branch in chain)
    return None if several else oldest_shown(rows, walked=walked)


def _as_far_as_seen(chain: Sequence[Branch]) -> Sequence[Branch]:
    """The years down to the first whose page may be a box of its newest rows."""
    most = max(len(branch.rows) for branch in chain)
    ended = (branch.walked or branch.counted or len(branch.rows) < most for branch in chain)
    return chain[: next((at for at, seen in enumerate(ended, 1) if not seen), len(chain))]
