"""The words of mail and channels, one file a language; both hold the same keys."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def words(language: str) -> Mapping[str, Any]:
    """The words of zh-CN (zh) or en."""
    name = "en" if language == "en" else "zh"
    document: dict[str, Any] = yaml.safe_load(files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8"))
    return document
