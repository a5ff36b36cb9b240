"""Thresholds are data: a file of the configuration over the shipped ones, with errors that name file and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.errors import ConfigProblem
from scheduler.judge import load_thresholds


def own(folder: Path, text: str) -> Path:
    path = folder / "thresholds.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_single_values_are_overridden(tmp_path: Path) -> None:
    made = load_thresholds(own(tmp_path, "due_soon_days: 30\nrate: {small_sample: 50}\n"))
    shipped = load_thresholds()
    assert (made.due_soon_days, made.rate.small_sample) == (30, 50)
    assert made.rate.warning_p == shipped.rate.warning_p
    assert made.missing == shipped.missing


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert load_thresholds(own(tmp_path, "# nothing\n")) == load_thresholds()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("due_son_days: 7", ":1: due_son_days: unknown key; did you mean due_soon_days?"),
        ("due_soon_days: 7\nrate: {warning_pe: 0.1}", ":2: rate.warning_pe: unknown key; did you mean warning_p?"),
        ("due_soon_days: 7\nnosuchthreshold: 1", ":2: nosuchthreshold: unknown key; known keys: version, due_soon"),
        ("rate: {warning_p: 5}", "rate.warning_p"),
        ("missing: {steps: [{after_days: 1, severity: loud}]}", ":1: missing.steps[0].severity: must be one of"),
        ("broken_after_visits: 0", "broken_after_visits"),
        ("- a list", "key: value"),
        ("rate: [", "not valid YAML"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path: Path, text: str, named: str) -> None:
    path = own(tmp_path, text)
    with pytest.raises(ConfigProblem) as problem:
        load_thresholds(path)
    assert str(path) in str(problem.value)
    assert named in str(problem.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem, match="cannot be read"):
        load_thresholds(tmp_path / "none.yaml")
