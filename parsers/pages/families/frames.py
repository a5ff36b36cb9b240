"""F18, lists inside frames: the page holds nothing but a frame of its own site, which holds the rows.

Made from notes (Shanghai's `iframePagerIndex_12344_2_22.html?page=13` and the like).
"""

from __future__ import annotations

import re

from parsers.pages.notes import Note
from parsers.pages.rows import find_groups
from parsers.pages.urls import join_url, site_of
from parsers.pages.view import View
from parsers.records import Listing, PageRequest

SEEN = False
_WIDGET = re.compile(
    r"weather|tianqi|map\.|bszs|conac|jiucuo|counter|tongji|baidu|login|share|header|footer|/top\.|/bottom\.|/head\.|/foot\.",
    re.IGNORECASE,
)
_LISTY = re.compile(r"list|col|page|index|search|xxgk|info|catalog|main|content", re.IGNORECASE)


def matches(view: View) -> str:
    """A frame of the same site on a page without a list of its own."""
    if view.tags.isdisjoint(("iframe", "frame")) or ("<iframe" not in view.text and b"<frame" not in view.small):
        return ""
    frames = list_frames(view)
    return f"frame {frames[0][:80]}" if frames and not find_groups(view) else ""


def listing(view: View) -> Listing | None:
    """The frame to follow, the likeliest list first; None where there is none."""
    frames = list_frames(view)
    if not frames or find_groups(view):
        return None
    note = Note.FRAME.of("the rows are in a frame")
    return Listing("frames", f"frame 1 of {len(frames)}", (), notes=(note,), follow=PageRequest(frames[0]))


def list_frames(view: View) -> list[str]:
    """The addresses of same-site frames that may hold a list, the likeliest first; widgets apart."""
    found = []
    for element in view.root.iter("iframe", "frame"):
        url = join_url(view.base, element.get("src") or "")
        if url and site_of(url) == site_of(view.url) and not _WIDGET.search(url) and url != view.url:
            found.append(url)
    return sorted(found, key=lambda url: _LISTY.search(url.split("//", 1)[1].partition("/")[2]) is None)
