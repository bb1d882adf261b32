"""Bounds of shares, and which figures may be shown."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from leerruimte.perspectives.figures import beta_quantiles, count, members_of, showable

from .make import a_room


@pytest.mark.parametrize("n", [1, 5, 12, 80, 2000, 50_000])
def test_bounds_are_those_of_the_beta_distribution(n: int) -> None:
    k = np.unique(np.round(np.linspace(0, n, 9)))
    found = beta_quantiles(k, np.full(len(k), n), (0.05, 0.5, 0.95))
    for at, quantile in zip((0.05, 0.5, 0.95), found, strict=True):
        np.testing.assert_allclose(quantile, stats.beta.ppf(at, k + 0.5, n - k + 0.5), atol=1e-3)


def test_bounds_of_nothing_are_nothing() -> None:
    low, high = beta_quantiles(np.zeros((0, 4)), np.zeros((0, 4)))
    assert low.shape == high.shape == (0, 4)


def test_votes_are_counted_by_group() -> None:
    table, group = a_room(50, 8, groups=3, seed=2)
    counts = count(table.votes, members_of(group, 3))
    for g in range(3):
        block = table.votes[group == g]
        assert counts.agree[g].tolist() == (block == 1).sum(0).tolist()
        assert counts.disagree[g].tolist() == (block == -1).sum(0).tolist()
        assert counts.seen[g].tolist() == (block != -128).sum(0).tolist()


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6), st.integers(0, 9))
def test_no_figure_about_fewer_than_five_and_none_by_subtraction(sizes: list[int], others: int) -> None:
    groups = np.array(sizes, np.float32)[:, None]
    shown = showable(groups, np.array([sum(sizes) + others], np.float32))[:, 0]
    left = sum(size for size, is_shown in zip(sizes, shown, strict=True) if not is_shown) + others
    assert all(size >= 5 for size, is_shown in zip(sizes, shown, strict=True) if is_shown)
    assert not shown.any() or left == 0 or left >= 5
