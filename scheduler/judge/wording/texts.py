"""Text from portals made fit for a line of ours, and numbers as people write them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from scheduler.judge.wording.persons import mask_names

_LINES = re.compile(r"\s+")
# 签发人：张三  王五 (a form field ends at a wide gap, at punctuation, or after two names)
_SIGNER = re.compile(
    r"(签\s*发\s*人\s*[:：]\s*)[\u4e00-\u9fff·]{1,8}(?:\s{0,3}[\u4e00-\u9fff·]{2,4}(?=\s|$|[，。；]))?"
)


@lru_cache(maxsize=2048)  # names, addresses and sentences come again in each case of a body
def clean(text: str) -> str:
    """One line as `one_line` makes it, and without the names of signers and office-holders: what portals write."""
    text = one_line(text)
    if "签" in text:
        text = _SIGNER.sub(r"\1（略）", text)
    return mask_names(text)


def one_line(text: str) -> str:
    """One line without control, format and bidirectional characters: what our own users typed."""
    if text.isprintable():  # as most is
        return text.strip()
    if not (text := text.replace("\u3000", " ")).isprintable():  # the wide gap is the only oddity of our own lines
        text = "".join(char if unicodedata.category(char)[0] != "C" else " " for char in text)
    return _LINES.sub(" ", text).strip()


def number(value: float, *, places: int = 2) -> str:
    """12 for 12.0, 92.31 for 92.3077; large amounts are written out."""
    return f"{value:.{places}f}".rstrip("0").rstrip(".") if value != int(value) else str(int(value))


def amount(value: float, unit: str, language: str) -> str:
    """A value with its unit: 347件, 92.31%, 2.4亿元; in English 347, 92.31%, 240,000,000 元."""
    if unit == "%":
        return f"{number(value)}%"
    if language == "en":
        return f"{value:,.0f} 元" if unit == "元" else number(value)
    if unit == "元" and abs(value) >= 1e8:
        return f"{number(value / 1e8)}亿元"
    if unit == "元" and abs(value) >= 1e4:
        return f"{number(value / 1e4)}万元"
    return f"{number(value)}{unit}"
