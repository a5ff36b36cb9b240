"""Names for the fields of Datasette's own forms, which have none that a screen reader could say."""

from __future__ import annotations

import re

from jinja2.ext import Extension

_PAGES = {"table.html", "query.html", "database.html"}
_NAMES = {
    "_filter_column": "Column to filter by",
    "_filter_op": "Comparison",
    "_filter_value": "Value to compare with",
    "_sort": "Sort by",
    "sql": "SQL",
}
# <select name="_filter_op_{{ loop.index }}">   <textarea id="sql-editor" name="sql">
_FIELD = re.compile(rf'<(?:select|textarea|input)\b[^<>]*?\bname="({"|".join(_NAMES)})(?:_\{{\{{[^"]*)?"')


class Labels(Extension):
    """Adds an ``aria-label`` to the fields, where Jinja reads Datasette's templates."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        if name not in _PAGES:
            return source
        return _FIELD.sub(lambda field: f'{field[0]} aria-label="{_NAMES[field[1]]}"', source)
