"""Datasette's own pages: names for fields that have none a screen reader could say, headings in their order, and no
search that cannot work."""

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


# Its box asks the index for words as typed, which holds one Han character a word: the console's own page searches.
_SEARCH = "{% if supports_search %}"


class Labels(Extension):
    """Names the fields, leaves out the search and no level of headings, where Jinja reads Datasette's templates."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        if name not in _PAGES:
            return source
        source = source.replace(_SEARCH, "{% if false %}")
        if "<h2" not in source:  # else their third ones have a second one above
            source = source.replace("<h3", "<h2").replace("</h3>", "</h2>")
        return _FIELD.sub(lambda field: f'{field[0]} aria-label="{_NAMES[field[1]]}"', source)
