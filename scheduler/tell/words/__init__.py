"""The words of mail and channels, one file a language; both hold the same keys."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from db.vocabulary import AlertState


@cache
def words(language: str) -> Mapping[str, Any]:
    """The words of zh-CN (zh) or en."""
    name = "en" if language == "en" else "zh"
    document: dict[str, Any] = yaml.safe_load(files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8"))
    return document


def state_word(state: AlertState, spoken: Mapping[str, Any], *, nobody_signed: bool) -> str:
    """What a case's state is called; one that the program itself closed is cleared, and nobody put it right."""
    if state is AlertState.RESOLVED and nobody_signed:
        return str(spoken["recovered_state"])
    return str(spoken["states"][state])
