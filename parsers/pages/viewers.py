"""What a viewer shows: the file in its address (pdf.js, kkFileView, Office Online), the files and page photographs that
an inline script hands to it. Addresses that a script puts together are not guessed.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from parsers.pages.media import DOCUMENT_SUFFIXES, name_in_url, suffix_of
from parsers.pages.urls import join_url
from parsers.pages.view import View
from parsers.records import Attachment

# `/pdfjs/web/viewer.html`, `/onlinePreview`, `/op/view.aspx`, `/weboffice/`, `/gview`
_VIEWER = re.compile(r"viewer|preview|pdfjs|onlineview|reader|weboffice|/op/(?:view|embed)|gview", re.IGNORECASE)
_PAGE = re.compile(r"\.s?html?$", re.IGNORECASE)
_KEY = re.compile(
    r"(?:pdf|doc|document|attach)?_?(?:file|f)?_?(?:url|src|path|uri|link)|(?:pdf|doc)?file|pdf|doc", re.IGNORECASE
)
_SCRIPT_FILE = re.compile(
    r"""['"]([^'"<>\s]{1,600}?\.(?:pdf|docx?|wps|ofd|xlsx?|ceb)(?:\?[^'"<>\s]{0,300})?)['"]""", re.IGNORECASE
)
_PUT_TOGETHER = re.compile(r"\+\s{0,3}$")
# `pages: ["files/1.jpg", "files/2.jpg"]`: pictures that are called by their number
_SCRIPT_PAGE = re.compile(r"""['"]([^'"<>\s]{0,300}?(?<!\d)(\d{1,4})\.(?:jpe?g|png|webp))['"]""", re.IGNORECASE)
_MOST = 20  # files of a script
_LONGEST = 200_000  # characters of a script that are looked at


def viewer_target(url: str) -> str | None:
    """The file that a viewer shows (`…/web/viewer.html?file=%2Fa.pdf`), or None if the address is no viewer's.

    Any page whose query holds the address of a document is one; of what is called a viewer, whatever the address of
    the file is, in plain letters or in Base64.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    called = _VIEWER.search(parts.path) is not None
    if not (parts.query and (called or _PAGE.search(parts.path))):
        return None
    for key, value in parse_qsl(parts.query)[:30]:
        path = unquote(value) if "%" in value else value
        if called and "/" not in path and (decoded := _from_base64(path)):
            path = decoded
        named = "/" in path and suffix_of(path.split("?", 1)[0]) in DOCUMENT_SUFFIXES
        if named or (called and _KEY.fullmatch(key) and path):
            return join_url(url, path)
    return None


def _from_base64(value: str) -> str:
    """An address that was written in Base64 (kkFileView); "" for anything else."""
    try:
        decoded = base64.b64decode(value.replace(" ", "+") + "=" * (-len(value) % 4), validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
    return decoded if re.match(r"https?://|/", decoded) and decoded.isprintable() else ""


def files_of_scripts(view: View) -> Iterator[Attachment]:
    """Files named in inline scripts (a viewer's settings)."""
    for script in view.scripts:
        for match in list(_SCRIPT_FILE.finditer(script[:_LONGEST]))[:_MOST]:
            text = match.group(1).replace("\\/", "/")
            url = join_url(view.base, text)
            whole = not _PUT_TOGETHER.search(script[: match.start()][-5:])
            if url is not None and ("/" in text or text.count(".") == 1) and whole:
                yield Attachment(viewer_target(url) or url, name_in_url(url), "script")


def pages_of_scripts(view: View) -> tuple[Attachment, ...]:
    """The photographs of a paper's pages that an inline script hands to a viewer: at least two, counted from 0 or 1."""
    for script in view.scripts:
        found: dict[str, dict[int, str]] = {}
        for match in _SCRIPT_PAGE.finditer(script[:_LONGEST]):
            url = join_url(view.base, match[1].replace("\\/", "/"))
            if url is not None and not _PUT_TOGETHER.search(script[: match.start()][-5:]):
                found.setdefault(script[match.start(1) : match.start(2)], {})[int(match[2])] = url
        for numbered in found.values():
            first = min(numbered)
            if len(numbered) > 1 and first in (0, 1) and sorted(numbered) == list(range(first, first + len(numbered))):
                return tuple(Attachment(url, name_in_url(url), "body") for _, url in sorted(numbered.items()))
    return ()
