"""Exact tests against scipy, intervals and false-discovery control against published values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control
from scipy.stats import fisher_exact as scipy_fisher

from scheduler.judge.statistics import benjamini_hochberg, change_p, count_z, fisher_exact, wilson

tables = st.integers(1, 400).flatmap(
    lambda n: st.integers(1, 400).flatmap(
        lambda m: st.tuples(st.integers(0, n), st.just(n), st.integers(0, m), st.just(m))
    )
)


@given(tables)
def test_fisher_is_that_of_scipy(table: tuple[int, int, int, int]) -> None:
    a, n, b, m = table
    expected = float(scipy_fisher([[a, n - a], [b, m - b]])[1])
    assert fisher_exact(a, n, b, m) == pytest.approx(expected, rel=1e-6, abs=1e-300)


@pytest.mark.parametrize(
    "table", [(0, 5, 0, 7), (5, 5, 7, 7), (0, 1, 1, 1), (78522, 94672, 80388, 96806), (0, 9, 9, 9)]
)
def test_fisher_at_the_edges(table: tuple[int, int, int, int]) -> None:
    a, n, b, m = table
    assert fisher_exact(a, n, b, m) == pytest.approx(float(scipy_fisher([[a, n - a], [b, m - b]])[1]), rel=1e-6)


@pytest.mark.parametrize(
    ("table", "p"),
    [
        ((144, 156, 92, 112), 0.0133),  # closure rate of the real reports, 2024 and 2025
        ((151, 162, 100, 116), 0.0645),
        ((756, 766, 790, 812), 0.0509),
        ((3, 4, 1, 4), 0.4857),  # Fisher's tea tasting
    ],
)
def test_fisher_of_known_tables(table: tuple[int, int, int, int], p: float) -> None:
    assert fisher_exact(*table) == pytest.approx(p, abs=5e-5)


def test_fisher_refuses_what_is_no_part() -> None:
    with pytest.raises(ValueError):
        fisher_exact(6, 5, 1, 2)


@given(tables)
def test_screening_never_hides_what_could_alert(table: tuple[int, int, int, int]) -> None:
    exact, screened = fisher_exact(*table), change_p(*table)
    assert screened == exact or (screened > 0.3 and exact > 0.2)


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(92, 112, 74.0, 88.1), (13, 13, 77.2, 100.0), (4, 5, 37.6, 96.4), (35, 35, 90.1, 100.0), (0, 10, 0.0, 27.8)],
)
def test_wilson(k: int, n: int, low: float, high: float) -> None:
    assert wilson(k, n) == pytest.approx((low, high), abs=0.06)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_benjamini_hochberg_is_that_of_scipy(p_values: list[float]) -> None:
    assert benjamini_hochberg(p_values) == pytest.approx(list(false_discovery_control(p_values)), abs=1e-12)


def test_nothing_to_control() -> None:
    assert benjamini_hochberg([]) == []


def test_count_z() -> None:
    assert count_z(553, 347) == pytest.approx(-6.87, abs=0.005)
    assert count_z(12, 20) == pytest.approx(1.41, abs=0.005)
    assert count_z(0, 0) == 0
