"""Parameters of a page, as typed into an address: each is checked, and a wrong one is a clear 400."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from datasette.utils.asgi import BadRequest, Request

_LONGEST = 200


@dataclass(frozen=True)
class Params:
    """The parameters of one request; every method raises `BadRequest` for a value that cannot be meant."""

    request: Request
    words: Mapping[str, Any]

    def text(self, name: str, longest: int = _LONGEST) -> str:
        value = (self.request.args.get(name) or "").strip()
        if len(value) > longest:
            raise self._wrong(name, value[:40] + "…")
        return value

    def one_of(self, name: str, known: Iterable[str]) -> str:
        """One of ``known``, or "" when it is not given."""
        value, words = self.text(name), list(known)
        if value and value not in words:
            listed = self.words["joiner"].join(words)
            raise BadRequest(self.words["error"]["one_of"].format(name=name, value=value, known=listed))
        return value

    def whole(self, name: str, least: int, most: int) -> int | None:
        value = self.text(name)
        if not value:
            return None
        if not re.fullmatch(r"[0-9]{1,18}", value) or not least <= int(value) <= most:
            raise self._wrong(name, value)
        return int(value)

    def year(self, name: str = "year") -> int | None:
        return self.whole(name, 1949, 2200)

    def page(self) -> int:
        return self.whole("page", 1, 100_000) or 1

    def region(self) -> str:
        """A prefix of a GB/T 2260 code: 43, 4302, 430203."""
        value = self.text("region")
        if value and not re.fullmatch(r"[0-9]{1,6}", value):
            raise self._wrong("region", value)
        return value

    def _wrong(self, name: str, value: str) -> BadRequest:
        return BadRequest(self.words["error"]["parameter"].format(name=name, value=value))
