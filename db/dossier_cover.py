"""The dossier's readable cover: one page in Chinese and English, without scripts, made to be printed."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, StrictUndefined, Template

from db.database import Database
from db.dossier import Dossier
from db.plain import cell, harmless

_MOST = 400  # rows of figures on the page; figures.csv has all


def cover_page(db: Database, case: Dossier, *, signed: bool) -> str:
    """The page as HTML. Texts of portals are escaped and freed of control and bidirectional characters."""
    metrics = {row[0]: (row[1], row[2]) for row in db.conn.execute("SELECT key, zh, en FROM metrics")}
    named = [row for row in case.figures if row["named"]]
    current = {row["id"] for row in case.versions if row["current"]}
    shown = named or [row for row in case.figures if row["metric"] and row["version_id"] in current]
    return _template().render(
        case=case,
        metrics=metrics,
        figures=shown[:_MOST],
        more=max(0, len(shown) - _MOST),
        reports={row["id"]: row for row in case.reports},
        version_report={row["id"]: row["report_id"] for row in case.versions},
        packed=[row for row in case.captures if row["packed"]],
        signed=signed,
    )


@cache
def _template() -> Template:
    world = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    world.finalize = _shown
    world.filters["names"] = _names
    world.tests["web"] = _is_web
    return world.from_string(files("db").joinpath("templates", "dossier.html.j2").read_text(encoding="utf-8"))


def _shown(value: Any) -> Any:
    if value is None:
        return "—"
    if isinstance(value, str) and type(value) is str:  # markup that the template itself made stays
        return harmless(value)
    return cell(value) if isinstance(value, float) else value


def _names(text: str) -> str:
    return "、".join(json.loads(text))


def _is_web(url: str) -> bool:
    """Whether a link may lead there: an address of a portal, never javascript: or file:."""
    return urlsplit(url).scheme in ("http", "https")
