"""F4, TRS search back-ends: IGS (Tianjin, Guangxi, Hubei), WAS5 (Fujian), govsearch jsonp (Jilin).

The answers are data that the generic path reads: titles under DOCTITLE or BT, days in UTC or with +0800, raw
newlines, a BOM in mid-body. Tianjin counts 38,546 rows but hands out 1000 pages: that is noted. Made from notes.
"""

from __future__ import annotations

import re

from parsers.pages.view import View

SEEN = False
_ADDRESS = re.compile(r"/igs/front/search/|/was5/web/search|/govsearch/jsonp/")


def matches(view: View) -> str:
    """The back-end's own address (others name it in their search boxes)."""
    match = _ADDRESS.search(view.url)
    return f"back-end {match.group()}" if match else ""
