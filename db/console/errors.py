"""What a visitor is told when something cannot be shown: one sentence, and nothing of our inside."""

from __future__ import annotations

import sqlite3
import sys
import traceback

from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, Request, Response
from datasette.views.base import DatasetteError
from markupsafe import Markup

from db.console.answers import FileGone, TooLarge, told
from db.console.visit import PAGE_SECONDS, Visit
from db.problems import explain

_WORDS = {
    sqlite3.SQLITE_BUSY: "busy", sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_CORRUPT: "damaged", sqlite3.SQLITE_NOTADB: "damaged",
}  # fmt: skip


async def answer(datasette: Datasette, request: Request, exception: Exception) -> Response:
    """The page (or JSON) for an exception that a view let through."""
    visit = Visit(datasette, request)
    spoken = visit.words["error"]
    if isinstance(exception, QueryInterrupted):
        own = not exception.sql  # a page's reading names none: `Visit.read`
        seconds = PAGE_SECONDS if own else datasette.sql_time_limit_ms / 1000
        return await show(datasette, request, 503 if own else 400, spoken["slow"].format(seconds=f"{seconds:g}"))
    if isinstance(exception, FileGone):
        return await show(datasette, request, 503, spoken["gone"].format(file=visit.settings.database))
    if isinstance(exception, TooLarge):
        return await show(datasette, request, 400, told(visit.words))
    if isinstance(exception, DatasetteError):
        if exception.title == "SQL Interrupted":
            seconds = f"{datasette.sql_time_limit_ms / 1000:g}"
            return await show(datasette, request, 400, spoken["slow"].format(seconds=seconds))
        plain = Markup(exception.message).striptags() if exception.message_is_html else str(exception.message)
        if exception.status == 500:  # Datasette's word for a parameter that it cannot use (_sort=nothing)
            return await show(datasette, request, 400, spoken["unusable"].format(error=plain))
        return await show(datasette, request, exception.status, f"{exception.title or ''} {plain}".strip())
    if isinstance(exception, Base400):
        return await show(datasette, request, exception.status, str(exception.args[0]) if exception.args else "")
    if isinstance(exception, sqlite3.Error) and explain(exception, visit.settings.database) is not exception:
        word = _WORDS.get(exception.sqlite_errorcode & 0xFF, "unreadable")
        message = spoken[word].format(file=visit.settings.database, error=exception)
        return await show(datasette, request, 503, message)
    traceback.print_exception(exception, file=sys.stderr)
    return await show(datasette, request, 500, spoken["unexpected"].format(error=type(exception).__name__))


async def show(datasette: Datasette, request: Request, status: int, message: str) -> Response:
    """An error's page; of an address that asks for JSON, a JSON object; for CSV, a line."""
    if request.path.endswith(".json"):
        plain: Response = Response.json({"ok": False, "status": status, "error": message}, status=status)
        return plain
    if request.path.endswith(".csv"):
        line: Response = Response.text(message + "\n", status=status)
        return line
    visit = Visit(datasette, request)
    title = visit.words["error"].get(str(status)) or visit.words["error"]["500"]
    shown = "" if message in ("404", title) else message
    return await visit.page("failure.html", {"title": title, "message": shown, "status": status}, status=status)
