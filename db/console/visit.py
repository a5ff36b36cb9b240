"""One request to the console: its language and words, its parameters, reading, and the page that answers it."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import quote, unquote, urlencode

from datasette.app import Datasette
from datasette.database import QueryInterrupted, Results
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import BadRequest, NotFound, Request, Response
from datasette.views.base import DatasetteError

from db.console import shown
from db.console.answers import FileGone
from db.console.guard import LANGUAGE
from db.console.load.frame import Frame, load_frame
from db.console.params import Params
from db.console.settings import DATABASE, settings_of
from db.console.words import short_language, words
from db.database import Database, snapshot
from db.queries.allowed import WrongValue, check_values

PAGE_SECONDS = 10.0
Loaded = TypeVar("Loaded")


class Visit:
    """What a view needs of one request."""

    def __init__(self, datasette: Datasette, request: Request) -> None:
        self._datasette, self.request = datasette, request
        self.settings = settings_of(datasette)
        self._root = str(datasette.urls.path("/"))  # a page asks for hundreds of addresses
        self.language: str = request.scope.get(LANGUAGE) or short_language(self.settings.language)
        self.words: Mapping[str, Any] = words(self.language)
        self.params = Params(request, self.words)

    def key(self) -> str:
        """The id in the address."""
        return unquote(self.request.url_vars["id"])

    def number(self, missing: str) -> int:
        """The whole number in the address; NotFound, worded by ``missing``, for anything else."""
        key = self.key()
        if not key.isascii() or not key.isdigit() or len(key) > 18:
            raise self.not_found(missing, key)
        return int(key)

    def not_found(self, missing: str, key: object) -> NotFound:
        return NotFound(self.words["error"][missing].format(id=str(key)[:80]))

    def pager(self, page: int, count: int, size: int) -> dict[str, int | None]:
        """This page, how many there are, and its neighbours.

        Raises DatasetteError (404) for a page behind the last one: of a NotFound for "/" Datasette makes a redirect.
        """
        pages = max(1, -(-count // size))
        if page > pages:
            raise DatasetteError(self.words["error"]["no_page"].format(id=page), status=404)
        return {
            "page": page,
            "pages": pages,
            "previous": page - 1 if page > 1 else None,
            "next": page + 1 if page < pages else None,
        }

    async def read(self, load: Callable[[Database], Loaded]) -> Loaded:
        """One snapshot of the file, in a thread, within a time limit. Raises QueryInterrupted and sqlite3 errors."""

        def in_thread(conn: sqlite3.Connection) -> Loaded:
            with sqlite_timelimit(conn, PAGE_SECONDS * 1000):
                db = Database(conn, execute_plugins=False, recursive_triggers=False)
                try:
                    with snapshot(db):
                        return load(db)
                except sqlite3.OperationalError as error:
                    if error.args == ("interrupted",):
                        raise QueryInterrupted(error, "", {}) from error
                    raise

        loaded: Loaded = await self._datasette.get_database(DATABASE).read(in_thread)
        return loaded

    async def check(self, values: Mapping[str, object]) -> None:
        """Raises BadRequest for a word, id or date that there is not: no rows would read as "none"."""
        try:
            await self.read(lambda db: check_values(db, values))
        except WrongValue as problem:
            raise BadRequest(problem.en if self.language == "en" else problem.zh) from None

    async def ask(self, sql: str, values: Mapping[str, Any]) -> Results:
        """The rows of a canned query, as many as Datasette returns."""
        rows: Results = await self._datasette.execute(DATABASE, sql, values, truncate=True)
        return rows

    async def find(self, missing: str, key: object, load: Callable[[Database], Loaded | None]) -> Loaded:
        """What a page is about; NotFound, worded by ``missing``, if ``load`` finds nothing under the key."""
        found = await self.read(load)
        if found is None:
            raise self.not_found(missing, key)
        return found

    async def allow(self) -> None:
        """Raises Forbidden where passwords are set up and nobody is logged in."""
        await self._datasette.ensure_permissions(self.request.actor, ["view-instance"])

    async def page(self, template: str, context: Mapping[str, Any], *, status: int = 200) -> Response:
        html = await self._datasette.render_template(template, dict(context), request=self.request)
        answer: Response = Response.html(html, status=status, headers={"cache-control": "no-cache"})
        return answer

    async def vocabulary(self) -> dict[str, Any]:
        """What every template speaks with, Datasette's own included."""
        frame = await self._frame()
        spoken, language = self.words, self.language
        return {
            "w": spoken,
            "language": language,
            "frame": frame,
            "restricted": self.settings.restricted,
            "stored_language": self.settings.language,
            "other_language": self.with_args(lang="zh" if language == "en" else "en"),
            "with_args": self.with_args,
            "link": self.link,
            "args": self.request.args,
            "amount": lambda value, unit: shown.amount(value, unit, language),
            "qualified": lambda figure: shown.qualified(figure, spoken, language),
            "fraction": lambda row: shown.fraction(row, spoken),
            "interval": shown.interval,
            "number": shown.number,
            "beijing": shown.beijing,
            "is_moment": shown.is_moment,
            "web_address": shown.web_address,
            "named": self.named,
            "with_links": shown.with_links,
        }

    async def _frame(self) -> Frame:
        try:
            return await self.read(load_frame)
        except (sqlite3.Error, QueryInterrupted, FileGone):  # the page is about to say so; the stamp stays
            return Frame(self.settings.simulation, None)

    def named(self, row: Mapping[str, Any], prefix: str = "") -> str:
        """A metric's (or a rule's) name in the language of the page; its key if the catalogue has none."""
        name = row.get(f"{prefix}{self.language}") or row.get(f"{prefix}zh")
        return str(name or row.get("metric") or row.get("key") or "").removesuffix("(计算)")

    def link(self, *path: object) -> str:
        """An address of the console from its parts: ``link("body", "lusong")``."""
        return self._root + "/".join([quote(str(part), safe="") for part in path])

    def with_args(self, **changes: object) -> str:
        """This page's address with some parameters changed; None or "" drops one."""
        pairs = {name: self.request.args[name] for name in self.request.args}
        for name, value in changes.items():
            pairs.pop(name, None)
            if value not in (None, ""):
                pairs[name] = str(value)
        path = self.request.scope.get("route_path") or self.request.path
        return str(self._datasette.urls.path(path)) + (f"?{urlencode(pairs)}" if pairs else "")


def visited(view: Callable[[Visit], Awaitable[Response]]) -> Callable[[Datasette, Request], Awaitable[Response]]:
    """A page as Datasette calls it: for whoever is allowed to look at it."""

    async def answer(datasette: Datasette, request: Request) -> Response:
        visit = Visit(datasette, request)
        await visit.allow()
        return await view(visit)

    return answer
