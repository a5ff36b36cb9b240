"""How stored values are written on a page: texts that cannot disturb it, numbers as people write them."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

_BEIJING = ZoneInfo("Asia/Shanghai")
# Overrides and isolates turn the text that follows them around: a title must not rewrite the line it stands in.
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_CONTROLS = {
    code: "\ufffd"
    for code in range(sys.maxunicode + 1)
    if unicodedata.category(chr(code)) == "Cc" and chr(code) not in "\t\n\r"
}
_INERT = {**_CONTROLS, **{ord(char): "\ufffd" for char in _BIDI}}


def inert(value: Any) -> Any:
    """Anything that a template prints, its control and direction characters replaced one for one by U+FFFD."""
    if not isinstance(value, str) or value.isprintable():  # most is
        return value
    return value.translate(_INERT)


def web_address(url: str | None) -> str:
    """The address if a page may link to it (http and https), else nothing."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    usable = parts.scheme in ("http", "https") and bool(parts.netloc) and (url or "").isprintable()
    return url if usable and url and " " not in url else ""


# "页面：http://heping.example/fz/2024.html）": an address ends before a bracket or punctuation of a sentence
_ADDRESS = re.compile(r"(https?://[^\s<>\"'（）《》“”，。；]{1,500})")


def with_links(line: str) -> list[str]:
    """The line in pieces: every second one is a web address."""
    return _ADDRESS.split(line)


# "2026-03-20T08:00:00+08:00", "2026-03-20T08:00:00.123456+00:00"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?[+-]\d\d:\d\d")


def beijing(at: str | None) -> str:
    """A stored time as the clock of Beijing shows it, to the minute; what is no time stands as it is."""
    try:
        moment = datetime.fromisoformat(at or "")
    except ValueError:
        return at or ""
    return moment.astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M") if moment.tzinfo else str(at)


def is_moment(value: str) -> bool:
    """Is this a stored time, which `beijing` shows?"""
    return _MOMENT.fullmatch(value) is not None


def number(value: float | None, places: int = 2) -> str:
    """12 for 12.0, 92.31 for 92.3077, with thin gaps at the thousands of long numbers; nothing for no value."""
    if value is None:
        return ""
    if value == int(value):
        return f"{int(value):,}" if abs(value) >= 10_000 else str(int(value))
    return f"{value:,.{places}f}".rstrip("0").rstrip(".")


def amount(value: float, unit: str, language: str) -> str:
    """A value with its unit: 347件, 92.31%, 2.4亿元; in English 347 件, 240,000,000 元."""
    shown, counted = _scaled(value, unit, language)
    return f"{shown} {counted}" if language == "en" and counted != "%" else f"{shown}{counted}"


def qualified(figure: Mapping[str, Any], spoken: Mapping[str, Any], language: str) -> str:
    """A figure's value as its sentence limits it: 30余件, 近5万元."""
    shown, unit = _scaled(figure["value"], figure["unit"], language)
    unit = f" {unit}" if language == "en" and unit != "%" else unit
    form: str = spoken["qualifiers"][figure["qualifier"]]
    return form.format(value=shown, unit=unit)


def _scaled(value: float, unit: str, language: str) -> tuple[str, str]:
    if unit == "元" and language != "en":
        for size, word in ((1e8, "亿元"), (1e4, "万元")):
            if abs(value) >= size:
                return number(value / size), word
    return number(value), unit


def fraction(row: Mapping[str, Any], spoken: Mapping[str, Any]) -> str:
    """What a rate stands on: 92/112, or that its denominator is not stated; nothing for what is no rate."""
    if row["denominator"]:
        return f"{number(row['numerator']) or '?'}/{number(row['denominator'])}"
    return str(spoken["no_denominator"]) if row["unit"] == "%" else ""


def interval(row: Mapping[str, Any]) -> str:
    """The stored 95 % interval, or nothing."""
    if row["low"] is None or row["high"] is None:
        return ""
    return f"{number(row['low'], 1)}–{number(row['high'], 1)}%"
