"""Web archives (.mht, and those saved as .doc): the page inside, none of what it refers to."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.errors import MessageError

from parsers.decoding import decode_bytes

_MAX_PARTS = 500


def page_of_archive(body: bytes) -> str:
    """The HTML of a web archive's first page, "" if it holds none."""
    try:
        message = message_from_bytes(body, policy=policy.compat32)
        for _, part in zip(range(_MAX_PARTS), message.walk(), strict=False):
            if part.get_content_type() == "text/html":
                raw = part.get_payload(decode=True)
                return decode_bytes(raw, str(part.get("Content-Type"))).text if isinstance(raw, bytes) else ""
    except (MessageError, ValueError, LookupError, RecursionError):
        return ""
    return ""
