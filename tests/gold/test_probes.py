"""Floors of the probes: a wording that was read once is read for good."""

from __future__ import annotations

import pytest

from tests.gold.probes import tally


@pytest.mark.parametrize(
    ("name", "precision", "recall"),
    [
        ("first", 0.99, 0.97),
        ("second", 0.99, 0.97),
        ("third", 0.99, 0.98),
        ("fourth", 0.99, 0.98),
        ("fifth", 0.99, 0.98),
        ("sixth", 0.99, 0.98),
        ("seventh", 0.99, 0.98),
        ("eighth", 0.99, 0.98),
        ("ninth", 0.99, 0.98),
        ("tenth", 0.99, 0.96),
        ("eleventh", 0.98, 0.97),
        ("twelfth", 0.99, 0.97),
        ("thirteenth", 0.99, 0.97),
        ("fourteenth", 0.99, 0.96),
        ("fifteenth", 0.99, 0.98),
        ("sixteenth", 0.99, 0.98),
        ("subjects", 0.99, 0.97),
        ("subjects_second", 0.96, 0.93),
        ("whose", 0.99, 0.99),
        ("principles", 0.99, 0.98),
        ("topics", 0.99, 0.98),
        ("traps", 0.99, 0.95),
    ],
)
def test_probes(name: str, precision: float, recall: float) -> None:
    found = tally(name)
    assert found.right >= 20
    assert found.precision >= precision, found.errors
    assert found.recall >= recall, found.errors
