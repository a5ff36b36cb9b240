"""Every setting is documented: a key without a line in docs/configuration.md fails here."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from scheduler.config import Config

DOCS = (Path(__file__).parents[3] / "docs" / "configuration.md").read_text(encoding="utf-8")
DOCUMENTED = set(re.findall(r"`([a-z_]+(?:\.[a-z_]+)?)`", "\n".join(re.findall(r"^\| (.+?) \|", DOCS, re.M))))


def settings(model: type[BaseModel] = Config, prefix: str = "") -> list[tuple[str, bool]]:
    """Each key with whether it stands in a list (documented by its bare name) or in a mapping (by its path)."""
    keys: list[tuple[str, bool]] = []
    for name, field in model.model_fields.items():
        if field.exclude:
            continue
        key = field.alias or name
        inner = next((kind for kind in (field.annotation, *get_args(field.annotation)) if _is_model(kind)), None)
        in_list = inner is not None and inner is not field.annotation
        keys.append((f"{prefix}{key}", True))
        if inner is not None:
            keys += settings(inner, "" if in_list else f"{key}.")
    return keys


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


@pytest.mark.parametrize("key", sorted({key for key, _ in settings()}))
def test_every_setting_is_documented(key: str) -> None:
    assert key in DOCUMENTED


def test_no_setting_is_documented_that_does_not_exist() -> None:
    assert {key for key, _ in settings()} >= DOCUMENTED
