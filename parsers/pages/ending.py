"""Was a page of markup received to its end? A list that was cut off shows fewer rows than there are, and no pager.

Many portals leave out `</html>`, so its absence alone says nothing; together with a transfer whose end was not marked,
or with a list that is still open, it does. Read from the bytes: in UTF-8 and GB 18030 no part of a character looks like
a bracket.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from parsers.records import Page

_TAIL = 200  # bytes
_START = 1000  # bytes within which markup begins
_ENDS = (b"</body", b"</html", b"</datastore")
_DATA_ENDS = (b"}", b"]", b")", b";", b">")
# Elements that no page may leave to be closed by the parser; jpage's answers are XML of `datastore` and `record`.
_TOKEN = re.compile(
    rb"<!--|<(/?)(script|style|textarea|div|ul|ol|dl|table|section|article|main|form|select|datastore|recordset|record)\b"
)
_BOXES = frozenset({b"div", b"section", b"article", b"main", b"form"})  # that templates forget to close
# A site's foot, which stands behind the list and its pager.
_FOOT_WORDS = ("版权所有", "主办单位", "主办：", "承办单位", "网站标识码", "技术支持")
_FOOT = re.compile(
    b"copyright|icp|" + b"|".join(re.escape(word.encode(code)) for word in _FOOT_WORDS for code in ("utf-8", "gb18030"))
)
_RAW = frozenset({b"script", b"style", b"textarea"})


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """Why a page may have been cut off. ``balanced``: nothing is left open, only the transfer leaves a doubt."""

    why: str
    balanced: bool


def open_end(page: Page) -> OpenEnd | None:
    """Why a page may have been cut off; None if its end was seen.

    Its end was seen if `</body>` or `</html>` stands behind the last link, or if the transfer itself was complete (a
    length that was met, chunks that were ended) and nothing is left open, or no more than boxes around a list that is
    closed and followed by the site's foot. Data must end with a bracket or a semicolon,
    whatever the transfer said. What a browser made always ends well.
    """
    body = _plain(page)
    if page.rendered or max(body.rfind(end) for end in _ENDS) > body.rfind(b"<a"):
        return None
    if not body[:_START].lstrip(b"\xef\xbb\xbf\xff\xfe").lstrip().startswith(b"<"):
        return None if body.endswith(_DATA_ENDS) else OpenEnd("its data break off", balanced=False)
    left = _left_open(body)
    if page.complete and (not left or (left in _BOXES and _FOOT.search(body, _list_end(body)))):
        return None
    said = f"a <{left.decode()}> is left open" if isinstance(left, bytes) else left
    transfer = "" if page.complete else ", and the transfer did not say where it ends"
    return OpenEnd(f"{said or 'there is no </html>'}{transfer}", not left)


def tail_of(page: Page) -> bytes:
    """The last bytes of a page, by which a template is known: it ends all its pages alike."""
    return _plain(page)[-_TAIL:]


def _plain(page: Page) -> bytes:
    """The markup in lower case, of UTF-16 its ASCII characters too."""
    return page.body.replace(b"\0", b"").lower().strip()


def _list_end(body: bytes) -> int:
    """Behind the last row: where the last list or table is closed, or else the last link ends."""
    closed = max(body.rfind(end) for end in (b"</ul", b"</ol", b"</dl", b"</table"))
    return closed if closed >= 0 else max(body.rfind(b"</a"), 0)


def _left_open(body: bytes) -> str | bytes:
    """What the end of the markup (in lower case) leaves open: `<li><a href="/c1` -> it ends within a tag; the name of
    an element: its end is missing; "" for nothing. Lists before boxes."""
    depth: Counter[bytes] = Counter()
    at = 0
    while token := _TOKEN.search(body, at):
        closing, name = token.groups()
        at = token.end()
        if name is None or (name in _RAW and not closing):
            end = b"-->" if name is None else b"</" + name
            at = body.find(end, at)
            if at < 0:
                return f"it ends within a {'comment' if name is None else name.decode()}"
            at += len(end)
        elif name not in _RAW:
            depth[name] += -1 if closing else 1
    if body.rfind(b"<") > body.rfind(b">"):
        return "it ends within a tag"
    unclosed = [name for name, count in depth.items() if count > 0]
    return min(unclosed, key=lambda name: name in _BOXES, default="")
