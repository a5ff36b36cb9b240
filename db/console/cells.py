"""The cells of a canned query's page: codes as words, the code itself as a tooltip, ids and addresses as links.

Made here and not in the template: of two thousand cells a page, its macros take longer than the query.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from db.console.shown import beijing, inert, is_moment, web_address
from db.queries import Query, Value, column_heads

# Where a column's codes stand among the console's words, and, of `state`, of which query.
_WORDS = {
    "kind": ("figure_kinds", "kinds_short"), "class": ("classes",), "severity": ("severities",),
    "scope": ("scopes",), "basis": ("bases",), "change": ("changes",), "tense": ("tenses",),
    "part": ("part_roles",), "method": ("methods",), "event": ("events",), "verdict": ("verdicts",),
    "expectation": ("states",), "report_state": ("report_states",), "place_state": ("place_states",),
    "published_basis": ("date_bases",), "metric": ("part_roles",),
}  # fmt: skip
_STATES = {
    "overdue": "states", "cannot_tell": "states", "open_cases": "case_states", "recycled": "case_states",
    "blind": "section_states", "withdrawn": "report_states",
}  # fmt: skip
_PAGES = {
    "body_id": "body", "report_id": "report", "report": "report", "case": "case", "capture": "capture",
    "capture_id": "capture", "metric": "metric",
}  # fmt: skip
_SHORT = 8  # characters of a text that needs no room of its own

Names = Mapping[str, str]
Row = Sequence[Value]


@dataclass(frozen=True)
class Cells:
    """How a query's rows are shown in one language.

    ``metrics`` and ``rules`` are names by key; ``link`` makes an address of the console from its parts.
    """

    query: Query
    columns: Sequence[str]
    words: Mapping[str, Any]
    english: bool
    metrics: Names
    rules: Names
    link: Callable[..., str]

    def heads(self) -> list[str]:
        """What the columns are called."""
        known, name = column_heads(), self.query.name
        said = ["metric_name" if column == "metric" and not self._named() else column for column in self.columns]
        return [(known.get(f"{name}.{column}") or known[column])[self.english] for column in said]

    def rows(self, rows: Sequence[Row]) -> list[Markup]:
        """Each row's cells as elements of a table, everything stored escaped."""
        heads = [escape(head) for head in self.heads()]
        kinds = list(zip(self.columns, heads, map(self._codes, self.columns), strict=True))
        unit = self.columns.index("unit") if "unit" in self.columns else None
        return [
            Markup("").join(
                self._cell(column, value, head, codes, unit is not None and row[unit] == "%")
                for (column, head, codes), value in zip(kinds, row, strict=True)
            )
            for row in rows
        ]

    def _codes(self, column: str) -> Names:
        """What the codes of a column are called."""
        if column == "base":
            return self.metrics
        if column == "state":
            listed: Mapping[str, Any] = self._state_words()
        else:
            listed = {code: word for name in _WORDS.get(column, ()) for code, word in self.words[name].items()}
        return {code: str(word["short"] if isinstance(word, Mapping) else word) for code, word in listed.items()}

    def _state_words(self) -> Mapping[str, Any]:
        if self.query.name == "told":
            told: Mapping[str, Any] = self.words["case"]["message_states"]
            return told
        found: Mapping[str, Any] = self.words[_STATES[self.query.name]] if self.query.name in _STATES else {}
        return found

    def _cell(self, column: str, value: Value, head: Markup, codes: Names, of_hundred: bool) -> Markup:
        tip: str | None = None
        if isinstance(value, str) and (word := codes.get(value)) is not None:
            css, inside, tip = "word", _text(word), value
        elif value is None:
            css = "soft"
            inside = escape(self.words["no_denominator"]) if column == "denominator" and of_hundred else Markup("—")
        elif column in ("parts", "cases") and self.query.name == "dossier":
            css, tip = "long", str(value)
            inside = self._parts(tip) if column == "parts" else self._cases(tip)
        elif column in _PAGES:
            css, inside, tip = self._page(column, value)
        elif isinstance(value, (int, float)):
            whole = int(value) if value == int(value) else round(value, 4)
            css, inside = "n", Markup(whole)
        else:
            css, inside, tip = self._stored(value)
        title = f' title="{_text(tip)}"' if tip is not None else ""
        of_kind = f' class="{css}"' if css else ""
        return Markup(f'<td data-head="{head}"{of_kind}{title}>{inside}</td>')

    def _page(self, column: str, value: Value) -> tuple[str, Markup, str | None]:
        name = self.metrics.get(str(value)) if column == "metric" and not self._named() else None
        address = self.link(_PAGES[column], value)
        css = "n" if isinstance(value, (int, float)) else "word" if name else "key"
        return css, _anchor(address, name or str(value)), str(value) if name else None

    def _named(self) -> bool:
        """Does a column of names stand beside that of the metrics' keys?"""
        return "metric_name" in self.columns or "name" in self.columns

    def _stored(self, value: str) -> tuple[str, Markup, str | None]:
        if web_address(value):
            return "long", _anchor(value, value, ' rel="noreferrer noopener nofollow"'), None
        if is_moment(value):
            return "word", _text(beijing(value)), value
        return "long" if len(value) > _SHORT else "", Markup("<bdi>{}</bdi>").format(_text(value)), None

    def _parts(self, value: str) -> Markup:
        """Each required part and how it is there: "results present, causes absent"."""
        spoken = self.words
        pieces = (piece.split(" ") for piece in value.split(", "))
        said = (f"{spoken['part_roles'][role]} {spoken['part_glyphs'][form]} {spoken['part_forms'][form]}"
                for role, form in pieces)  # fmt: skip
        return escape(spoken["joiner"].join(said))

    def _cases(self, value: str) -> Markup:
        """Each case with its rule and state: "2 rate_regression open; 4 part_absent resolved"."""
        shown = []
        for case, rule, state in (piece.split(" ") for piece in value.split("; ")):
            said = f" {self.rules.get(rule, rule)} {self.words['case_states'][state]}"
            shown.append(_anchor(self.link("case", case), case) + _text(said))
        return escape(self.words["joiner"]).join(shown)


def _text(value: str) -> Markup:
    return escape(inert(value))


def _anchor(address: str, text: str, more: str = "") -> Markup:
    return Markup(f'<a href="{_text(address)}"{more}>{_text(text)}</a>')
