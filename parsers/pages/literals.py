"""JavaScript data literals read as data, never evaluated.

Portals put lists into scripts (`var dataList=[{"title":…}]`, `window._CONFIG = {SID: '755041', TREE: [...]}`) and
attributes (`queryData="{'webId':'1'}"`): JSON with unquoted names, single quotes, trailing commas.
"""

from __future__ import annotations

import json
import re
from typing import TypeAlias

Data: TypeAlias = "bool | int | float | str | list[Data] | dict[str, Data] | None"

MAX_LITERAL = 4_000_000  # characters
_MAX_DEPTH = 60
_MAX_DIGITS = 400
_MAX_VALUES = 300_000
_TOKEN = re.compile(
    r"""\s*(?:/\*.*?\*/\s*|//[^\n]*\s*)?(?:(?P<punct>[{}\[\],:])|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w$])"""
    r"""|"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^'\\]|\\.)*)'|(?P<name>[A-Za-z_$][\w$]*))""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_WORDS: dict[str, Data] = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None}
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_decoder = json.JSONDecoder(strict=False)  # raw newlines inside strings (was5) are met in the field


class NotALiteral(ValueError):
    """What stands there is code or broken, not data."""


def read_literal(text: str, start: int = 0) -> tuple[Data, int]:
    """The literal at ``start`` and the offset after it; JSON first, the looser JavaScript form if that fails.

    Raises NotALiteral for anything else (calls, variables, operators), for more than 300,000 values and for
    nesting deeper than 60.
    """
    while start < len(text) and text[start].isspace():
        start += 1
    try:
        return _decoder.raw_decode(text, start)
    except (ValueError, RecursionError):
        return _Reader(text, start).read()


def read_json(text: str) -> Data:
    """A whole JSON or JSONP answer; raises NotALiteral for anything else."""
    text = text.strip()
    # `result({...});`, `jQuery1124_17({...})`, `/**/cb([...])`
    if match := re.match(r"(?:/\*\*/)?\s{0,20}[A-Za-z_$][\w$.]{0,80}\s{0,5}\(\s{0,20}(?=[\[{])", text):
        value, end = read_literal(text, match.end())
        if text[end:].strip(" \r\n\t;)"):
            raise NotALiteral("text after the call")
        return value
    if not text.startswith(("{", "[")):
        raise NotALiteral("no object or array")
    value, end = read_literal(text)
    if text[end:].strip(" \r\n\t;"):
        raise NotALiteral("text after the value")
    return value


class _Reader:
    """A loose reader of one literal: one pass over its tokens with a stack of its own."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.at = start
        self.values = 0

    def read(self) -> tuple[Data, int]:
        if len(self.text) - self.at > MAX_LITERAL:
            self.text = self.text[: self.at + MAX_LITERAL]
        return self._value(0), self.at

    def _token(self) -> tuple[str, str]:
        match = _TOKEN.match(self.text, self.at)
        if match is None or match.lastgroup is None:
            raise NotALiteral(f"no literal at {self.at}")
        self.at = match.end()
        return match.lastgroup, match.group(match.lastgroup)

    def _peek(self) -> str:
        match = _TOKEN.match(self.text, self.at)
        return match.group("punct") or "" if match else ""

    def _value(self, depth: int) -> Data:
        self.values += 1
        if depth > _MAX_DEPTH or self.values > _MAX_VALUES:
            raise NotALiteral("too deep or too long")
        kind, token = self._token()
        if kind in ("double", "single"):
            return _unescape(token)
        if kind == "number":
            if len(token) > _MAX_DIGITS:
                raise NotALiteral("too long a number")
            return float(token) if any(mark in token for mark in ".eE") else int(token)
        if kind == "name":
            if token not in _WORDS:
                raise NotALiteral(f"a variable: {token[:40]}")
            return _WORDS[token]
        if token == "[":
            return self._array(depth)
        if token == "{":
            return self._object(depth)
        raise NotALiteral(f"unexpected {token}")

    def _array(self, depth: int) -> Data:
        items: list[Data] = []
        while self._peek() != "]":
            items.append(self._value(depth + 1))
            if self._peek() != ",":
                break
            self._token()
        self._close("]")
        return items

    def _object(self, depth: int) -> Data:
        fields: dict[str, Data] = {}
        while self._peek() != "}":
            kind, name = self._token()
            if kind == "punct":
                raise NotALiteral("no name")
            if self._token()[1] != ":":
                raise NotALiteral("no colon")
            fields[_unescape(name)] = self._value(depth + 1)
            if self._peek() != ",":
                break
            self._token()
        self._close("}")
        return fields

    def _close(self, mark: str) -> None:
        if self._token()[1] != mark:
            raise NotALiteral(f"no {mark}")


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text

    def one(match: re.Match[str]) -> str:
        code = match.group(1)
        if len(code) > 1:
            return chr(int(code[1:], 16))
        return _CONTROLS.get(code, code)

    text = _ESCAPE.sub(one, text)
    if any("\ud800" <= mark <= "\udfff" for mark in text):  # a character beyond U+FFFF, escaped as two halves
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
