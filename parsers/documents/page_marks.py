"""What is printed across every page of a document and belongs to none of its lines: 内部资料, the name of a site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from parsers.documents.pieces import Stretch

_LEAST_PAGES = 2
_MOST_PAGES = 0.6  # share of pages that must carry a mark; of two or three pages all

_Key = tuple[str, int, int]


def without_marks(pages: Sequence[Sequence[Stretch]]) -> list[Sequence[Stretch]]:
    """The boxes of each page, in the order in which they are drawn, without the marks laid over or under the text.

    A mark is drawn before or after all else, at the same place on most pages, and stands amid the text. The rest of
    what is repeated (heads, feet, the head of a table that goes on) stands at the edge, or among what belongs to it.
    """
    written = [boxes for boxes in pages if boxes]
    least = max(_LEAST_PAGES, _MOST_PAGES * len(written) if len(written) > 3 else len(written))
    counted = Counter(key for boxes in written for key in {_key(box) for box in boxes})
    repeated = {key for key, count in counted.items() if count >= least}
    marks = {text for boxes in written for text in _amid(boxes, repeated)} if repeated else set()
    if not marks:
        return list(pages)
    return [[box for box in boxes if box.text not in marks or _key(box) not in repeated] for boxes in pages]


def _key(box: Stretch) -> _Key:
    return box.text, round(box.left), round(box.top)


def _amid(boxes: Sequence[Stretch], repeated: set[_Key]) -> set[str]:
    """The texts of a page's first and last boxes that are repeated, and have lines of the page above and below them."""
    own = [box for box in boxes if _key(box) not in repeated]
    if not own:
        return set()
    top, bottom = min(box.middle for box in own), max(box.middle for box in own)
    ends = [
        *takewhile(lambda box: _key(box) in repeated, boxes),
        *takewhile(lambda box: _key(box) in repeated, reversed(boxes)),
    ]
    return {box.text for box in ends if top < box.middle < bottom}
