"""Accuracy from scores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs231n_lib.errors import ArgumentError, ShapeError
from cs231n_lib.metrics import accuracy


@given(N=st.integers(1, 12), C=st.integers(1, 6), seed=st.integers(0, 999))
def test_equals_a_count_by_hand(N: int, C: int, seed: int) -> None:
    """Is it the share of rows whose largest entry stands in column y, counted in a loop?"""
    rng = np.random.default_rng(seed)
    scores, y = rng.standard_normal((N, C)), rng.integers(C, size=N)
    right = sum(
        1 for row, label in zip(scores.tolist(), y.tolist(), strict=True) if row.index(max(row)) == label
    )
    assert accuracy(scores, y) == pytest.approx(right / N)


def test_is_a_python_float() -> None:
    """Does it print as 1.0 rather than np.float64(1.0)?"""
    assert repr(accuracy(np.array([[0.0, 1.0]]), np.array([1]))) == "1.0"


@pytest.mark.parametrize(("scores", "y"), [((3,), (3,)), ((3, 2), (2,)), ((3, 2), (3, 1)), ((0, 2), (0,))])
def test_shapes_that_do_not_fit_are_refused(scores: tuple[int, ...], y: tuple[int, ...]) -> None:
    """Is broadcasting never allowed to make up an accuracy?"""
    with pytest.raises(ShapeError, match=r"expected scores \(N, C\) and y \(N,\)"):
        accuracy(np.zeros(scores), np.zeros(y, dtype=np.int64))


def test_nan_scores_are_refused() -> None:
    """Is a diverged network told so instead of getting the accuracy of class 0?"""
    with pytest.raises(ArgumentError, match="got nan; try a smaller learning rate"):
        accuracy(np.array([[np.nan, 1.0]]), np.array([0]))
