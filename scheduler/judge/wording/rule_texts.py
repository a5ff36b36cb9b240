"""The rules in words, from `rules.yaml`: read once, checked whole."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from db.vocabulary import Rule
from scheduler.judge.package_data import read_package_yaml


class RuleText(BaseModel):
    """One rule in words: the sentence users see, its basis and how certain that is, the thresholds it reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str
    basis_zh: str
    basis_en: str
    certainty: Literal["confirmed", "secondary", "unverified", "method"]
    thresholds: tuple[str, ...]

    def sentence(self, language: str) -> str:
        return self.en if language == "en" else self.zh

    def basis(self, language: str) -> str:
        return self.basis_en if language == "en" else self.basis_zh


@cache
def rule_texts() -> Mapping[Rule, RuleText]:
    """The words of every rule."""
    return {Rule(name): RuleText.model_validate(entry) for name, entry in read_package_yaml("rules.yaml").items()}
