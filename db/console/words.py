"""What the console calls things, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

LANGUAGES = ("zh", "en")


@cache
def words(language: str) -> Mapping[str, Any]:
    """All words of ``zh`` or ``en``, as `words/` holds them."""
    text = files(__package__).joinpath("words", f"{language}.yaml").read_text(encoding="utf-8")
    spoken: Mapping[str, Any] = yaml.safe_load(text)
    return spoken


def short_language(language: str) -> str:
    """``en`` or ``zh`` for a configured language (``zh-CN``)."""
    return "en" if language == "en" else "zh"
