"""Where a figure stands that a wording counts: its passage, its words, its body."""

from __future__ import annotations

from typing import NamedTuple

from parsers.records import Figure


class Told(NamedTuple):
    """Where a figure stands: the report's text, its block's start, and its own words."""

    text: str
    block: int
    words: str  # those before it, cleaned
    respondent: bool  # whether the issuer is a bureau or a township
    defends: bool = False  # whether it is the bureau that stands up in court for its government


def since_semicolon(figure: Figure) -> str:
    """The words of its sentence before a number, from the last semicolon on."""
    words = figure.quote[: figure.at[0] - figure.start]
    return words[max(words.rfind("；"), 0) :]
