"""Numerical gradients against the autograd package; what the check says of wrong and kinked gradients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from cs231n_lib import comparison
from cs231n_lib.errors import ShapeError
from cs231n_lib.gradcheck import check_gradient, numerical_gradient, relative_error

Array = Any


def softmax_loss(W: Array, X: Array, y: Array) -> Any:
    """Return a smooth loss, in terms that autograd follows."""
    scores = anp.dot(X, W)
    shifted = scores - anp.max(scores, axis=1, keepdims=True)
    log_sums = anp.log(anp.sum(anp.exp(shifted), axis=1))
    return anp.mean(log_sums - shifted[np.arange(len(y)), y]) + 0.7 * anp.sum(W * W)


def svm_loss(W: Array, X: Array, y: Array) -> Any:
    """Return a loss with kinks."""
    scores = anp.dot(X, W)
    margins = anp.maximum(0, scores - scores[np.arange(len(y)), y][:, None] + 1)
    return anp.sum(margins) / len(y) - 1 + 0.7 * anp.sum(W * W)


@pytest.fixture
def data() -> tuple[Array, Array, Array]:
    """Return W (4, 3), X (6, 4) and y (6,)."""
    rng = np.random.default_rng(4)
    return rng.normal(size=(4, 3)), rng.normal(size=(6, 4)), rng.integers(3, size=6)


def norm_squared(x: Array) -> Any:
    """Return sum(x^2); its gradient is 2x."""
    return np.sum(x**2)


@pytest.mark.parametrize("loss", [softmax_loss, svm_loss])
def test_numerical_gradient_agrees_with_autograd(loss: Callable[..., Any], data: tuple[Array, ...]) -> None:
    """Are central differences the derivative that autograd computes?"""
    W, X, y = data
    np.testing.assert_allclose(
        numerical_gradient(lambda W: loss(W, X, y), W), autograd.grad(loss)(W, X, y), rtol=1e-6, atol=1e-8
    )


def test_numerical_gradient_of_a_dictionary() -> None:
    """Does every array of a dictionary get its gradient?"""
    gradients = numerical_gradient(
        lambda p: p["a"] @ p["b"], {"a": np.array([1.0, 2.0]), "b": np.array([5.0, 7.0])}
    )
    np.testing.assert_allclose(gradients["a"], [5, 7], rtol=1e-8)
    np.testing.assert_allclose(gradients["b"], [1, 2], rtol=1e-8)


@pytest.mark.parametrize("x", [np.array(3.0), 3.0, np.array([[3.0]])])
def test_numerical_gradient_keeps_the_shape(x: Any) -> None:
    """Do a number and an array of one number keep their shapes?"""
    gradient = numerical_gradient(norm_squared, x)
    assert gradient.shape == np.shape(x)
    assert gradient == pytest.approx(6)


def test_numerical_gradient_of_nothing_is_nothing() -> None:
    """Is an empty array differentiated without a call that fails?"""
    assert numerical_gradient(norm_squared, np.zeros((0, 3))).shape == (0, 3)


@pytest.mark.parametrize("size", [1e-6, 1.0, 1e6])
def test_step_suits_the_size_of_the_entry(size: float) -> None:
    """Are small and large entries differentiated equally well?"""
    x = size * np.array([1.0, -2.0])
    np.testing.assert_allclose(numerical_gradient(norm_squared, x), 2 * x, rtol=1e-5, atol=1e-10)


def test_a_given_step_is_used() -> None:
    """Is h the step? The central difference of x^3 is 3 x^2 + h^2."""
    assert numerical_gradient(lambda x: x[0] ** 3, np.array([2.0]), h=0.5)[0] == pytest.approx(12.25)


def test_a_function_that_changes_its_argument_does_no_harm() -> None:
    """Is x untouched, and the gradient right, when f works in place?"""

    def overwrites(x: Array) -> Any:
        x *= x
        return x.sum()

    x = np.array([1.0, 3.0])
    np.testing.assert_allclose(numerical_gradient(overwrites, x), [2, 6], rtol=1e-8)
    assert x.tolist() == [1, 3]


def test_integers_are_refused_with_the_reason() -> None:
    """Is x + h = x, the trap of integer arrays, told instead of a gradient of zero?"""
    with pytest.raises(ShapeError, match=r"got int64: x \+ h would be cut back to x; try x.astype\(float\)"):
        numerical_gradient(norm_squared, np.array([1, 2]))
    with pytest.raises(ShapeError, match="floating point numbers in b"):
        check_gradient(lambda p: p["a"].sum(), {"a": np.ones(1), "b": np.array([1])}, {})


@pytest.mark.parametrize("value", [(1.0, np.ones(2)), np.ones(3), [1.0]])
def test_a_function_must_return_one_number(value: Any) -> None:
    """Is a (loss, gradient) pair refused with what to write instead?"""
    with pytest.raises(ShapeError, match=r"one number, got .*try lambda x: f\(x\)\[0\]"):
        numerical_gradient(lambda _: value, np.ones(2))


def test_relative_error_is_that_of_the_whole_kit() -> None:
    """Is there one relative error, the largest difference beside the largest number?"""
    assert relative_error is comparison.relative_error
    assert relative_error([1.0, 4.0], [1.0, 1.0]) == 0.75
    assert relative_error(2.0, -2.0) == 2
    assert relative_error(np.zeros(3), np.zeros(3)) == 0
    assert relative_error([], []) == 0
    assert np.isnan(relative_error([1.0, np.nan], [1.0, 1.0]))


def test_relative_error_does_not_broadcast() -> None:
    """Is (2, 1) against (2,) an error and not a 2 by 2 comparison?"""
    with pytest.raises(ShapeError, match=r"\(2, 1\) and \(2,\)"):
        relative_error(np.ones((2, 1)), np.ones(2))


@pytest.mark.parametrize("loss", [softmax_loss, svm_loss])
@pytest.mark.parametrize("seed", range(20))
def test_right_gradients_pass(loss: Callable[..., Any], seed: int) -> None:
    """Does the gradient of autograd pass at random points?"""
    rng = np.random.default_rng(seed)
    W, X, y = rng.normal(size=(5, 4)), rng.normal(size=(7, 5)), rng.integers(4, size=7)
    result = check_gradient(lambda W: loss(W, X, y), W, autograd.grad(loss)(W, X, y))
    assert result, str(result)
    assert result.error < 1e-7


def test_passing_says_how_well() -> None:
    """Does the text of a passed check give the number of entries and the error?"""
    x = np.arange(6.0).reshape(2, 3)
    result = check_gradient(norm_squared, x, 2 * x)
    assert result.passed
    assert str(result).startswith(
        "✓ Passed: gradient check, all 6 entries agree with the slopes of the function"
    )


@pytest.mark.parametrize("index", [(0, 0), (2, 1)])
def test_one_wrong_entry_is_found_and_named(index: tuple[int, int], data: tuple[Array, ...]) -> None:
    """Is a single entry off by 1e-4 found, and is it the one that is told?"""
    W, X, y = data
    gradient = autograd.grad(softmax_loss)(W, X, y)
    gradient[index] *= 1 + 1e-4
    result = check_gradient(lambda W: softmax_loss(W, X, y), W, gradient)
    assert not result
    assert (result.wrong, result.entries) == (1, 12)
    assert result.worst is not None
    assert result.worst.index == index
    assert result.worst.analytic == gradient[index]
    assert f"[{index[0]}, {index[1]}]" in str(result)
    assert f"[{index[0]}, {index[1]}]" in result._repr_html_()


def test_a_wrong_entry_of_a_dictionary_is_named() -> None:
    """Does the place say which array?"""
    x = {"W": np.ones((1, 2)), "b": np.ones(2)}
    result = check_gradient(
        lambda p: p["W"].sum() + 3 * p["b"].sum(), x, {"W": np.ones((1, 2)), "b": np.array([3.0, 9.0])}
    )
    assert result.worst is not None
    assert result.worst.place == "b[1]"


@pytest.mark.parametrize(
    ("factor", "words"), [(2.0, "Yours is 2 times"), (-1.0, "wrong sign"), (0.1, "10 times yours")]
)
def test_a_common_factor_is_told(factor: float, words: str) -> None:
    """Is a forgotten factor or sign recognised as one mistake?"""
    x = np.array([1.0, -2.0, 0.0])
    assert words in str(check_gradient(norm_squared, x, factor * 2 * x))


def test_unlike_errors_have_no_common_factor() -> None:
    """Is no factor claimed where there is none?"""
    x = np.array([1.0, 2.0])
    assert check_gradient(norm_squared, x, np.array([2.0, 5.0])).patterns == ()
    assert check_gradient(norm_squared, x, np.array([3.0, 5.0])).patterns == ()


def hinge(x: Array) -> Any:
    """Return sum(max(0, x)); it has a kink at 0."""
    return np.sum(np.maximum(0, x))


@pytest.mark.parametrize("slope", [0.0, 0.5, 1.0])
def test_any_slope_between_the_two_passes_at_a_kink(slope: float) -> None:
    """Is max(0, x) at 0 reported as a kink, whichever slope was chosen?"""
    result = check_gradient(hinge, np.array([-1.0, 0.0, 2.0]), np.array([0.0, slope, 1.0]))
    assert result.passed
    assert [kink.index for kink in result.kinks] == ([(1,)] if slope != 0.5 else [])
    if slope != 0.5:
        assert "1 entry of 3 lies on a kink, the others agree" in " ".join(str(result).split())


@pytest.mark.parametrize("slope", [-0.1, 1.1, 2.0])
def test_a_slope_outside_the_two_fails_at_a_kink(slope: float) -> None:
    """Is a kink no excuse for any value?"""
    assert not check_gradient(hinge, np.array([0.0]), np.array([slope]))


@pytest.mark.parametrize("x", [1e-6, -1e-6, 3e-7, -3e-7])
def test_a_kink_within_the_step_is_no_error(x: float) -> None:
    """Does a right gradient pass close to a kink, where the usual check fails?"""
    assert check_gradient(hinge, np.array([x]), np.array([float(x > 0)]))
    assert not check_gradient(hinge, np.array([x]), np.array([float(x <= 0)]))


def test_strong_curvature_is_no_kink() -> None:
    """Is a wrong gradient wrong where the two one-sided differences differ by curvature?"""
    result = check_gradient(lambda x: np.sum(1e3 * x**2), np.array([0.0, 1.0]), np.array([1e-3, 2e3]))
    assert (result.wrong, result.kinks) == (1, ())


def test_a_float32_gradient_is_judged_by_its_precision() -> None:
    """Does a right gradient in float32 pass, and a wrong one not?"""
    x = np.array([0.1, 0.7], dtype=np.float32)
    assert check_gradient(norm_squared, x, 2 * x)
    assert not check_gradient(norm_squared, x, 2.001 * x)


@pytest.mark.parametrize(
    ("gradient", "words"),
    [
        (np.ones(3), r"has shape (3,), expected (2,), that of x"),
        (None, "must be an array of shape (2,), not None: is there a return line"),
        (norm_squared, "must be an array of shape (2,), not a function"),
        ((1.0, np.ones(2)), "got 2; if the first is the loss, try [1]"),
        (np.ones((2, 1)), r"has shape (2, 1), expected (2,)"),
        (np.array([1.0, np.nan]), "is nan at [1]"),
        (np.array(["a", "b"]), "must hold real numbers"),
        ({"W": np.ones(2)}, "expected gradients of one array, got gradients of W"),
    ],
)
def test_what_cannot_be_compared_is_said(gradient: Any, words: str) -> None:
    """Are wrong shapes, nan and other types told, and never raised?"""
    result = check_gradient(norm_squared, np.ones(2), gradient)
    assert not result
    assert result.problem is not None
    assert words in result.problem
    assert words in " ".join(str(result).split())


def test_a_random_function_is_recognised() -> None:
    """Is noise in f told instead of a wrong gradient?"""
    rng = np.random.default_rng(0)
    assert "two different numbers" in str(check_gradient(lambda _: rng.normal(), np.ones(1), np.zeros(1)))


def test_a_function_that_is_nan_is_recognised() -> None:
    """Is a loss of nan told?"""
    assert "f(x) is nan" in str(check_gradient(lambda _: np.nan, np.ones(1), np.zeros(1)))


def test_an_empty_gradient_passes() -> None:
    """Is there nothing wrong with no entries?"""
    assert check_gradient(norm_squared, np.zeros(0), np.zeros(0))
