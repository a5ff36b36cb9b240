"""F13, 博达 VSB: `/info/1012/75518.htm`, rows `li#line_u11_0`.

Pages are counted down (page 2 of `tzgg.htm` is `tzgg/23.htm`, the last `tzgg/1.htm`) and renamed when one is added, so
only anchors work; the generic path reads them. Made from notes.
"""

from __future__ import annotations

import re

from parsers.pages.view import View

SEEN = False
_ARTICLE = re.compile(r"/?info/\d{3,6}/\d{2,7}\.htm\b")


def matches(view: View) -> str:
    """A row's id, the platform's own addresses."""
    for mark in ('id="line_u', "statpagedown.js", "content.jsp?urltype=", "v_news_content", "vsb_content"):
        if mark in view.text:
            return f"mark {mark}"
    match = _ARTICLE.search(view.text) if "info/" in view.text else None
    return f"address {match.group()}" if match else ""
