"""Does a 下一页 lead on? One that does has an address, names a later page, has a handler, or is a button.

A server that has no further page writes its pager dead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.pages.controls import Control, Controls, Word
from parsers.pages.turning import stands_still
from parsers.pages.view import Element, View
from parsers.records import Lead

_MOVES = re.compile(r"page|pager|paging|fenye|next|click", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sign:
    """What says that the list goes on; with the next page's address, or totals, where it gives them."""

    why: str
    address: str | None = None
    total: int | None = None
    pages: int | None = None
    current: int | None = None
    lead: Lead = Lead.PAGER


def next_of(group: Controls, current: int, view: View) -> Sign | None:
    """«下一页» that does something: it leads on, names a later page, has a handler, or is a button."""
    if not group.is_pager:
        return None
    for control in group.of(Word.NEXT):
        said = control.text or "the arrow of the pager"
        if control.off or (control.own_address and not control.handled):
            continue
        if control.address is not None:
            return Sign(said, control.address)
        if control.script and stands_still(view, control.script, control.element):
            continue
        if control.argument is not None:
            if control.argument > current:
                return Sign(f"{said} has no address")
        elif control.acts and (
            control.handled or not (_is_dead(group, control) or _is_alone(group, control, view.script_text))
        ):
            return Sign(f"{said} has no address")
    return None


def _is_dead(group: Controls, control: Control) -> bool:
    """Did a server write the whole pager without any address? It would give one to what leads somewhere."""
    if control.element.tag in ("button", "input"):
        return False
    edges = group.of(Word.EDGE)
    return bool(edges) and not any(edge.address or edge.handled or edge.own_address for edge in edges)


def _is_alone(group: Controls, control: Control, script: str) -> bool:
    """Does `<a href="#">` stand in a pager that shows this page's number alone, and that no script moves?"""
    numbers = {member.number for member in group.of(Word.NUMBER)}
    if control.element.get("href") != "#" or len(numbers) != 1 or _MOVES.search(script):
        return False
    return not any(member.address or member.handled for member in group.members)


def stands_after(element: Element, other: Element) -> bool:
    """Does an element begin after another one in the document?"""
    one, two = [element, *element.iterancestors()][::-1], [other, *other.iterancestors()][::-1]
    for at, (left, right) in enumerate(zip(one, two, strict=False)):
        if left is not right:
            parent = one[at - 1]
            return at > 0 and parent.index(left) > parent.index(right)
    return False
