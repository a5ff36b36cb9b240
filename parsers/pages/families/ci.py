"""F1, the `c/i` platform of Zhuzhou and other Hunan cities: `/c14692/20250228/i2290123.html`.

Nothing but its name: containers differ per department of one city, pages are reached by the anchor only
(`/c15124/pages/2.html`), so the generic path reads it. Made from notes.
"""

from __future__ import annotations

import re

from parsers.pages.view import View

SEEN = False
_ARTICLE = re.compile(r"/c\d{3,7}/20\d{6}/i\d{4,9}\.html")


def matches(view: View) -> str:
    """The first article address of the platform on the page."""
    match = _ARTICLE.search(view.text) or _ARTICLE.search(view.url)
    return f"address {match.group()}" if match else ""
