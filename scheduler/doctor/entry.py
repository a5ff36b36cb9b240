"""The section entry that a page deserves, ready to paste below ``sections:``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import yaml

BODY = "your-body"  # a placeholder: whose reports are expected there, no page can tell
_LONGEST_ID = 64
_INDEX = re.compile(r"/(?:index|default|list|xlist|main)?(?:_\d+)?\.(?:s?html?|jspx?|aspx?|php|do)$", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:s?html?|jspx?|aspx?|php|do)$", re.IGNORECASE)


def propose_entry(
    url: str, kinds: Sequence[str], *, render: str = "auto", family: str = "auto", tls: str = "strict"
) -> dict[str, Any]:
    """One entry of ``sections``; what is as it would be anyway is left out."""
    entry: dict[str, Any] = {"id": section_id(url), "body": BODY, "url": url, "kinds": list(kinds)}
    for key, value, usual in (("render", render, "auto"), ("family", family, "auto"), ("tls", tls, "strict")):
        if value != usual:
            entry[key] = value
    return entry


def entry_yaml(entry: dict[str, Any]) -> str:
    """The entry as lines of YAML, indented to stand below ``sections:``."""
    text = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, default_flow_style=None, width=1000)
    text = text.replace(f"body: {BODY}\n", f"body: {BODY}  # the id of the body whose reports are expected here\n")
    return "".join(f"  {line}\n" for line in text.splitlines())


def section_id(url: str) -> str:
    """An id from host and path: ``http://www.lusong.gov.cn/c14692/index.html`` -> ``lusong-gov-cn-c14692``."""
    parts = urlsplit(url)
    host = parts.netloc.rsplit("@", 1)[-1].lower().removeprefix("www.")
    path = _EXTENSION.sub("", _INDEX.sub("/", parts.path))
    words = re.sub(r"[^a-z0-9]+", "-", f"{host}/{path}/{parts.query}".lower()).strip("-")
    if len(words) <= _LONGEST_ID:
        return words or "section"
    return f"{words[: _LONGEST_ID - 9].rstrip('-')}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"
