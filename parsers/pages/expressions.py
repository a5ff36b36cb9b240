"""Values of simple JavaScript expressions: `'index_' + (n - 1) + '.html'`, `n == 1 ? a : b`; read, never run.

A value that is not known (a variable of another script, a call) is None, and so is all that is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

Value: TypeAlias = "bool | int | str | None"
Lookup: TypeAlias = Callable[[str], object]

_QUOTED = r"(?:\"[^\"\n]{1,200}\"|'[^'\n]{1,200}')"
# `o.curr`, `api.getCurrent()`, `document.forms[0].page.value`, `$("#page").val()`
NAME = (
    rf"(?:(?:\$|jQuery)\(\s?{_QUOTED}\s?\)|[A-Za-z_$][\w$]{{0,60}})"
    rf"(?:\.[A-Za-z_$][\w$]{{0,60}}|\[\s?(?:\d{{1,3}}|{_QUOTED})\s?\]|\(\s?{_QUOTED}?\s?\)){{0,12}}"
)
_TOKEN = re.compile(
    r"\s{0,99}(?:(?P<text>\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'|`[^`]{0,500}`)|(?P<number>\d{1,9})(?![\w.])"
    rf"|(?P<name>{NAME})|(?P<sign>===|!==|==|!=|<=|>=|&&|\|\||[-+*<>!?:(),]))"
)
_HOLE = re.compile(r"\$\{([^{}]{1,100})\}")
_CASTS = frozenset({"parseInt", "Number", "String", "eval", "window.parseInt", "encodeURI"})
_MOST = 200  # tokens
_DEEPEST = 20


class NotSimple(ValueError):
    """What stands there is no simple expression."""


def evaluate(text: str, lookup: Lookup) -> Value:
    """The value of an expression; ``lookup`` answers names (`o.curr`, `api.getCurrent()`). None where it is unknown.

    Raises NotSimple for what is not made of texts, whole numbers, names, sums, comparisons and `a ? b : c`.
    """
    reader = _Reader(text, lookup)
    value = reader.chosen(0)
    if reader.at < len(reader.tokens):
        raise NotSimple(text[:60])
    return value


class _Reader:
    def __init__(self, text: str, lookup: Lookup) -> None:
        self.lookup = lookup
        self.tokens: list[tuple[str, str]] = []
        self.at = 0
        end, text = 0, text.strip()
        while end < len(text):
            match = _TOKEN.match(text, end)
            if match is None or match.lastgroup is None or len(self.tokens) >= _MOST:
                raise NotSimple(text[:60])
            self.tokens.append((match.lastgroup, match[match.lastgroup]))
            end = match.end()

    def _next(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("", "")

    def _take(self, *signs: str) -> str:
        kind, sign = self._next()
        if kind == "sign" and sign in signs:
            self.at += 1
            return sign
        return ""

    def _demand(self, sign: str) -> None:
        if not self._take(sign):
            raise NotSimple(f"no {sign}")

    def chosen(self, depth: int) -> Value:
        """`a ? b : c`, or what binds closer."""
        if depth > _DEEPEST:
            raise NotSimple("too deep")
        value = self._either(depth)
        if not self._take("?"):
            return value
        yes = self.chosen(depth + 1)
        self._demand(":")
        no = self.chosen(depth + 1)
        return None if value is None else yes if value else no

    def _either(self, depth: int) -> Value:
        value = self._both(depth)
        while self._take("||"):
            other = self._both(depth)
            value = value or (None if value is None and not other else other)
        return value

    def _both(self, depth: int) -> Value:
        value = self._compared(depth)
        while self._take("&&"):
            other = self._compared(depth)
            value = other if value else False if value is not None or (other is not None and not other) else None
        return value

    def _compared(self, depth: int) -> Value:
        value = self._sum(depth)
        if sign := self._take("===", "==", "!==", "!=", "<=", ">=", "<", ">"):
            return _compare(value, sign, self._sum(depth))
        return value

    def _sum(self, depth: int) -> Value:
        value = self._one(depth)
        while sign := self._take("+", "-", "*"):
            value = _add(value, sign, self._one(depth))
        return value

    def _one(self, depth: int) -> Value:
        if self._take("!"):
            value = self._one(depth + 1)
            return None if value is None else not value
        if sign := self._take("-", "+"):
            return _add(0, sign, _number(self._one(depth + 1)))
        if self._take("("):
            value = self.chosen(depth + 1)
            self._demand(")")
            return value
        kind, token = self._next()
        self.at += 1
        if kind == "text":
            return self._text(token)
        if kind == "number":
            return int(token)
        if kind != "name":
            raise NotSimple(token)
        return self._named(token, depth)

    def _named(self, name: str, depth: int) -> Value:
        if self._take("("):
            value = self.chosen(depth + 1)
            while self._take(","):
                self.chosen(depth + 1)
            self._demand(")")
            if name not in _CASTS:
                return None
            return (
                str(value) if name == "String" and value is not None else value if "encode" in name else _number(value)
            )
        if name in ("true", "false"):
            return name == "true"
        found = self.lookup(name)
        return found if isinstance(found, bool | int | str) else None

    def _text(self, token: str) -> Value:
        body = token[1:-1]
        if "\\" in body:
            raise NotSimple("an escape")
        if token[0] != "`":
            return body
        pieces = _HOLE.split(body)
        values = [evaluate(piece, self.lookup) if at % 2 else piece for at, piece in enumerate(pieces)]
        return None if None in values else "".join(map(str, values))


def _number(value: Value) -> int | None:
    if isinstance(value, str):
        return int(value) if value.isdecimal() and len(value) < 10 else None
    return value


def _add(one: Value, sign: str, two: Value) -> Value:
    if one is None or two is None:
        return None
    if sign == "+" and (isinstance(one, str) or isinstance(two, str)):
        return f"{one}{two}"
    left, right = _number(one), _number(two)
    if left is None or right is None:
        return None
    return {"+": left + right, "-": left - right, "*": left * right}[sign]


def _compare(one: Value, sign: str, two: Value) -> bool | None:
    if one is None or two is None:
        return None
    left, right = _number(one), _number(two)
    if sign[0] in "<>":
        if left is None or right is None:
            return None
        return {"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}[sign]
    same = one == two if left is None or right is None else left == right
    return same if sign[0] == "=" else not same
