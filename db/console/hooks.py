"""The console as a plugin of Datasette: its pages, its gate, and what Datasette's own pages take from it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote

from datasette.app import Datasette
from datasette.hookspecs import hookimpl
from datasette.utils.asgi import Request, Response
from jinja2 import Environment
from markupsafe import Markup

from db.console import errors, lookups, originals, pages
from db.console.bounded import bound_functions
from db.console.guard import App, Guard
from db.console.labels import Labels
from db.console.lookups import QUERY_PREFIX
from db.console.settings import DATABASE, settings_of
from db.console.shown import inert
from db.console.visit import Visit
from db.queries import Parameter, Query, list_queries
from parsers.vocabulary import PartRole

_PATIENCE_MS = 1500  # with whoever holds the whole file; writers of a WAL file never make a reader wait

Route = tuple[str, Callable[..., Awaitable[Response]]]


@hookimpl
def register_routes() -> list[Route]:
    return [
        (r"/$", pages.home),
        (r"/body/(?P<id>[^/]+)$", pages.body),
        (r"/report/(?P<id>[^/]+)$", pages.report),
        (r"/case/(?P<id>[^/]+)$", pages.case),
        (r"/cases$", pages.cases),
        (r"/metric/(?P<id>[^/]+)$", lookups.metric),
        (r"/metrics$", lookups.metrics),
        (r"/sources$", lookups.sources),
        (r"/search$", lookups.find),
        (r"/queries$", lookups.queries),
        (rf"/(?P<database>{DATABASE})(?:\.(?P<format>json|csv))?$", lookups.data),
        (rf"/{DATABASE}/{QUERY_PREFIX}(?P<id>[^/.]+)$", lookups.query),
        (rf"/(?P<database>{DATABASE})/(?P<table>[^/.]+)(?:\.(?P<format>\w+))?$", lookups.table),
        (r"/capture/(?P<id>[^/]+)$", originals.capture),
        (r"/capture/(?P<id>[^/]+)/original$", originals.original),
        (r"/capture/(?P<id>[^/]+)/view$", originals.view),
    ]


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    return lambda app: Guard(app, settings_of(datasette))


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    env.finalize = inert  # whatever a template prints, Datasette's own included
    env.add_extension(Labels)


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    if database == DATABASE:
        conn.execute("PRAGMA query_only = ON")
        conn.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        bound_functions(conn)


@hookimpl
def extra_template_vars(datasette: Datasette, request: Request | None) -> Callable[[], Awaitable[dict[str, Any]]]:
    async def context() -> dict[str, Any]:
        return await Visit(datasette, request).vocabulary() if request else {}

    return context


@hookimpl(tryfirst=True)
def forbidden(datasette: Datasette, request: Request, message: str) -> Response | Awaitable[Response]:
    if request.actor is None and settings_of(datasette).restricted:
        login: Response = Response.redirect(datasette.urls.path("/-/login"))
        return login
    return errors.show(datasette, request, 403, message)


@hookimpl(wrapper=True)
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Any:
    yield  # Datasette's own handler would print every 404 with its local variables
    return [errors.answer(datasette, request, exception)]


# Columns whose values have a page here.
_PAGES = {
    "body_id": "body", "report_id": "report", "alert_id": "case", "capture_id": "capture", "metric": "metric",
}  # fmt: skip
_PARTS = frozenset(PartRole)  # what `metric` holds of a case of an absent part


@hookimpl
def render_cell(value: object, column: str, database: str, datasette: Datasette) -> Markup | None:
    page = _PAGES.get(column)
    key = value["value"] if isinstance(value, dict) else value  # a foreign key comes with its row's label
    if page is None or database != DATABASE or key in (None, "") or key in _PARTS:
        return None
    path = datasette.urls.path(f"/{page}/{quote(str(key), safe='')}")
    return Markup('<a href="{}">{}</a>').format(path, inert(str(key)))


@hookimpl
def canned_queries(database: str) -> dict[str, dict[str, Any]]:
    if database != DATABASE:
        return {}
    return {QUERY_PREFIX + query.name: _canned(query) for query in list_queries()}


def _canned(query: Query) -> dict[str, Any]:
    return {
        "sql": typed_sql(query),
        "title": f"{query.zh} / {query.en}",
        "params": list(query.parameters),
        "hide_sql": True,
    }


def typed_sql(query: Query) -> str:
    """A canned query for Datasette, whose parameters are texts: each typed, and its default where it is empty."""
    sql = re.sub(r"^/\*.*?\*/\n", "", query.sql, count=1, flags=re.DOTALL)
    for parameter in query.takes:
        sql = re.sub(rf"(?<![:\w]):{parameter.name}\b", lambda _, p=parameter: _typed(p), sql)  # type: ignore[misc]
    return sql


def _typed(parameter: Parameter) -> str:
    given = f"CAST(nullif(:{parameter.name}, '') AS {parameter.type})"
    if parameter.default is None:
        return given
    default: Mapping[bool, str] = {True: f"'{parameter.default}'", False: str(parameter.default)}
    return f"coalesce({given}, {default[parameter.type == 'text']})"
