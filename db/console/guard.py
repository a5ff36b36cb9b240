"""The gate in front of Datasette: who may be asked for, by which method, in which language, and what leaves."""

from __future__ import annotations

import csv
import io
import re
import time
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import SimpleCookie
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode

from db.console.settings import DATABASE, Settings
from db.console.words import LANGUAGES, short_language, words
from db.plain import harmless, neutral

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LANGUAGE = "fazhi_language"  # the key of the scope, and the cookie's name
# Of Datasette's own service pages these alone are open; the others show or try out its inner state.
_SERVICE = re.compile(r"/-/(static/|static-plugins/|login$|logout$)")
_MAY_POST = ("/-/login", "/-/logout")
_LOGINS, _LOGIN_SECONDS = 20, 60.0
_NUMBER = re.compile(r"[+-]?[0-9][0-9,.]*(?:[eE][+-]?[0-9]+)?%?")  # "-3.5" is a number and stays one
_ESCAPE = re.compile(r"\\(?:u((?!d[89a-f])[0-9a-f]{4})|.)")  # "\u202e"; no half of a pair, no "\\\\u202e"
_YEAR = 365 * 24 * 3600

_STRICT = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
# Datasette's own table pages carry style attributes; scripts stay forbidden unless they come from its files.
_NATIVE = _STRICT.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """An ASGI application around Datasette's."""

    def __init__(self, app: App, settings: Settings) -> None:
        self._app, self._settings = app, settings
        self._logins: deque[float] = deque(maxlen=_LOGINS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        asked, query = _take_language(scope["query_string"].decode("latin-1"))
        language = asked or _cookie_language(headers.get("cookie", "")) or short_language(self._settings.language)
        leaving = _Leaving(send, scope, self._path(scope), language, asked, self._settings.simulation)
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await leaving.refuse(*refusal)
            return
        kept = [pair for pair in scope["headers"] if pair[0].lower() != b"authorization"]  # there is a login page
        inner = {**scope, LANGUAGE: language, "query_string": query.encode("latin-1"), "headers": kept}
        await self._app(inner, receive, leaving.send)

    def _refusal(self, scope: Scope, headers: MutableMapping[str, str]) -> tuple[int, str] | None:
        """Status and name of the message; None for a request that may pass."""
        if not self._knows(headers.get("host", "").lower(), scope):
            return 421, "421"
        path = self._path(scope)
        if ("/-/" in path[:3] and not _SERVICE.match(path)) or path == f"/{DATABASE}.db":
            return 404, "404"
        if scope["method"] == "POST" and path in _MAY_POST:
            return self._too_many_logins(path)
        return None if scope["method"] in ("GET", "HEAD") else (405, "405")

    def _path(self, scope: Scope) -> str:
        """The path without the one that a reverse proxy puts before it, escapes read twice over."""
        path = unquote(scope["path"])
        base = self._settings.base
        return path[len(base) - 1 :] if path.startswith(base) else path

    def _knows(self, host: str, scope: Scope) -> bool:
        """Is this one of our own names? Any other was made to point here (DNS rebinding), or is a mistake."""
        if host in self._settings.names:
            return True
        server = scope.get("server") or (None, None)
        address = f"[{server[0]}]" if server[0] and ":" in server[0] else server[0]
        return server[1] == self._settings.port and host == f"{address}:{server[1]}"

    def _too_many_logins(self, path: str) -> tuple[int, str] | None:
        """Each attempt costs a third of a second of this process: more than twenty a minute are not made."""
        now = time.monotonic()
        if path != "/-/login":
            return None
        if len(self._logins) == _LOGINS and now - self._logins[0] < _LOGIN_SECONDS:
            return 429, "429"
        self._logins.append(now)
        return None


def _take_language(query: str) -> tuple[str | None, str]:
    """The language that an address asks for, and the rest of its query, which Datasette sees."""
    if "lang=" not in query:
        return None, query
    pairs = parse_qsl(query, keep_blank_values=True)
    asked = next((value for name, value in pairs if name == "lang"), None)
    rest = urlencode([(name, value) for name, value in pairs if name != "lang"])
    return asked if asked in LANGUAGES else None, rest


def _cookie_language(header: str) -> str | None:
    found = re.search(rf"(?:^|;\s*){LANGUAGE}=(\w+)", header)
    return found[1] if found and found[1] in LANGUAGES else None


class _Leaving:
    """What leaves: security headers, the language's cookie, and spreadsheet cells that are no formulas."""

    def __init__(self, send: Send, scope: Scope, path: str, language: str, asked: str | None, simulation: bool) -> None:
        self._send, self._scope, self._language, self._asked = send, scope, language, asked
        self._clean = {".csv": neutralise_csv, ".json": harmless_json}.get(PurePosixPath(path).suffix)
        self._notice = simulation
        self._policy = _NATIVE if re.match(rf"/{DATABASE}\b", path) else _STRICT

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": self._headers(message.get("headers", []))}
        elif self._clean and message.get("body"):
            message = {**message, "body": self._clean(message["body"].decode("utf-8")).encode("utf-8")}
        await self._send(message)

    async def refuse(self, status: int, name: str) -> None:
        line = words(self._language)["error"][name] + "\n"
        headers = [(b"content-type", b"text/plain; charset=utf-8")]
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self.send({"type": "http.response.body", "body": line.encode()})

    def _headers(self, pairs: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        named = {name.lower() for name, _ in pairs}
        kept = [(name, self._cookie(value) if name.lower() == b"set-cookie" else value) for name, value in pairs]
        added = {**_HEADERS, "content-security-policy": self._policy}
        if self._notice:  # JSON, CSV and originals have no room for the stamp that pages carry
            added["x-fazhi-notice"] = "simulation"
        kept += [(name.encode(), value.encode()) for name, value in added.items() if name.encode() not in named]
        if self._asked:
            cookie = f"{LANGUAGE}={self._asked}; Path=/; Max-Age={_YEAR}; SameSite=Lax; HttpOnly"
            kept.append((b"set-cookie", cookie.encode()))
        return kept

    def _cookie(self, value: bytes) -> bytes:
        """A session's cookie is for this server only: no script reads it, and over TLS it stays on TLS."""
        cookie = SimpleCookie(value.decode("latin-1"))
        for morsel in cookie.values():
            morsel["httponly"] = True
            morsel["secure"] = self._scope.get("scheme") == "https"
        return cookie.output(header="").strip().encode("latin-1")


def neutralise_csv(text: str) -> str:
    """Rows of CSV whose cells no spreadsheet runs: an apostrophe stands before what looks like a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in csv.reader(io.StringIO(text, newline="")):
        writer.writerow([_inert_cell(cell) for cell in row])
    return out.getvalue()


def _inert_cell(cell: str) -> str:
    return harmless(cell) if _NUMBER.fullmatch(cell.strip()) else neutral(cell)


def harmless_json(text: str) -> str:
    """JSON whose texts hold no control, format or direction character, as in `fazhi export`: each is a space.

    Datasette writes them as escapes; those of a line's end and of a tab stay, as they are no danger there.
    """
    return _ESCAPE.sub(lambda found: " " if found[1] and harmless(chr(int(found[1], 16))) == " " else found[0], text)
