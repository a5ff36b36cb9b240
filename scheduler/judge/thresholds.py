"""The numbers of the rules: the shipped `thresholds.yaml`, and a file of the configuration over it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from db.vocabulary import Severity
from scheduler.config.load import describe_file
from scheduler.errors import ConfigProblem
from scheduler.judge.package_data import read_package_yaml

Share = Annotated[float, Field(ge=0, le=1)]
Days = Annotated[int, Field(ge=0)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MissingStep(_Part):
    after_days: Days
    severity: Severity


class MissingThresholds(_Part):
    steps: tuple[MissingStep, ...]
    remind_after_days: Annotated[int, Field(ge=1)]


class RateThresholds(_Part):
    small_sample: int
    warning_p: Share
    warning_points: float
    warning_q: Share
    notice_p: Share
    notice_points: float


class CountThresholds(_Part):
    z: float
    share: float
    small_sample: int


class RecycledThresholds(_Part):
    own: Share
    other: Share
    least_clauses: int
    common_bodies: int


class Thresholds(_Part):
    """The numbers of the rules, as `thresholds.yaml` documents them."""

    version: int
    due_soon_days: Days
    missing: MissingThresholds
    broken_after_visits: Annotated[int, Field(ge=1)]
    proof_fresh_days: Days
    proof_unvisited_days: Days
    backdated_days: Days
    least_quality: Share
    rate: RateThresholds
    count: CountThresholds
    dropped_block: Annotated[int, Field(ge=1)]
    norms: dict[str, float]
    recycled: RecycledThresholds
    changes_in_one_mail: int


def load_thresholds(override: Path | None = None) -> Thresholds:
    """The shipped thresholds, with a file's values over them. Raises ConfigProblem naming file, line and key."""
    values = _shipped()
    if override is None:
        return Thresholds.model_validate(values)
    own = _read(override)
    try:
        return Thresholds.model_validate(_merged(values, own))
    except ValidationError as error:
        raise ConfigProblem(describe_file(override, error, Thresholds)) from error


@cache
def _shipped() -> Mapping[str, Any]:
    values: Mapping[str, Any] = read_package_yaml("thresholds.yaml")
    return values


def _read(path: Path) -> Mapping[str, Any]:
    try:
        own = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigProblem(f"{path}: cannot be read ({error.strerror}); thresholds: names it") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigProblem(f"{path}: not valid YAML: {error}") from error
    if own is None:
        return {}
    if not isinstance(own, dict):
        raise ConfigProblem(f"{path}: must hold `key: value` lines")
    return own


def _merged(values: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(values)
    for key, value in own.items():
        inner = merged.get(key)
        merged[key] = _merged(inner, value) if isinstance(inner, dict) and isinstance(value, dict) else value
    return merged
