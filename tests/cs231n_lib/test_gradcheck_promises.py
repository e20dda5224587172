"""What the gradient checker promises: errors of 1 in 10,000 found, right gradients passed, places named.

Right gradients come from closed forms and from the autograd package, which shares no code with the checker.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cs231n_lib.errors import ShapeError
from cs231n_lib.gradcheck import GradientCheck, check_backward, check_gradient, numerical_gradient

Array = Any
SEEDS = st.integers(0, 2**32 - 1)
CALLS = itertools.count()


def net_loss(params: dict[str, Array], X: Array, y: Array) -> Any:
    """Return the loss of a two-layer net, in terms that autograd follows; it has kinks."""
    h1 = anp.maximum(0, anp.dot(X, params["W1"]) + params["b1"])
    scores = anp.dot(h1, params["W2"]) + params["b2"]
    shifted = scores - anp.max(scores, axis=1, keepdims=True)
    data_loss = anp.mean(anp.log(anp.sum(anp.exp(shifted), axis=1)) - shifted[np.arange(len(y)), y])
    return data_loss + 0.7 * (anp.sum(params["W1"] ** 2) + anp.sum(params["W2"] ** 2))


def hinge_loss(params: dict[str, Array], X: Array, y: Array) -> Any:
    """Return the SVM loss, in terms that autograd follows; it has many kinks."""
    scores = anp.dot(X, params["W1"])
    margins = anp.maximum(0, scores - scores[np.arange(len(y)), y][:, None] + 1)
    return anp.sum(margins) / len(y) - 1 + 0.7 * anp.sum(params["W1"] ** 2)


def point(
    loss: Callable[..., Any], seed: int, N: int = 30
) -> tuple[Callable[..., Any], dict[str, Array], dict[str, Array]]:
    """Return a loss, parameters and their gradient; nothing keeps the point away from kinks."""
    rng = np.random.default_rng(seed)
    D, H, C = rng.integers(1, 9), rng.integers(2, 8), rng.integers(2, 6)
    shapes = {"W1": (D, H), "b1": (H,), "W2": (H, C), "b2": (C,)} if loss is net_loss else {"W1": (D, C)}
    params = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    X, y = rng.normal(size=(N, D)), rng.integers(C, size=N)
    return (lambda p: loss(p, X, y)), params, autograd.grad(loss)(params, X, y)


def real_only(f: Callable[..., Any]) -> Callable[..., Any]:
    """Make a function refuse complex numbers, as one does that ends in float(...)."""
    return lambda p: f({name: part.astype(np.float64, casting="safe") for name, part in p.items()})


# ---- right gradients


@pytest.mark.parametrize("loss", [net_loss, hinge_loss])
@pytest.mark.parametrize("wrap", [real_only, lambda f: f], ids=["differences", "complex_step"])
@settings(max_examples=40, derandomize=True)
@given(SEEDS)
def test_right_gradients_pass(loss: Callable[..., Any], wrap: Callable[..., Any], seed: int) -> None:
    """Is a gradient that autograd computes never accused, at points that kinks are anywhere near?"""
    f, params, gradient = point(loss, seed)
    result = check_gradient(wrap(f), params, gradient)
    assert result, str(result)
    assert result.error < 1e-6


def test_a_kink_beside_curvature_is_no_error() -> None:
    """Does a right gradient pass where a corner lies so near that the bend of reg hides it?"""
    f, params, gradient = point(net_loss, 72880)
    assert check_gradient(real_only(f), params, gradient)


@pytest.mark.parametrize("seed", range(30))
def test_corners_at_any_distance_do_not_add_up_to_an_error(seed: int) -> None:
    """Does the SVM pass whose every margin is next to 0, at a distance of its own from 1e-16 to 1?"""
    rng = np.random.default_rng(seed)
    X, W, y = rng.normal(size=(10, 4)), rng.normal(size=(4, 3)), np.zeros(10, int)
    gaps = X @ (W[:, 1] - W[:, 0])
    X *= ((rng.choice([-1, 1], 10) * 10 ** -rng.uniform(0, 16, 10) - 1) / gaps)[:, None]
    right = autograd.grad(hinge_loss)({"W1": W}, X, y)
    assert check_gradient(lambda p: hinge_loss(p, X, y), {"W1": W}, right)


@pytest.mark.parametrize("seed", range(10))
def test_single_precision_inside_a_function_is_seen(seed: int) -> None:
    """Does a net that casts to float32, and says float64, pass with its right gradient?"""
    f, params, gradient = point(net_loss, seed)
    rounded = lambda p: float(f({k: v.astype(np.float32) for k, v in p.items()}).astype(np.float32))  # noqa: E731
    single = {name: part.astype(np.float32).astype(float) for name, part in gradient.items()}
    assert check_gradient(rounded, params, single)


@settings(max_examples=40, derandomize=True)
@given(SEEDS, st.floats(-8, 8))
def test_the_unit_of_the_parameters_does_not_matter(seed: int, exponent: float) -> None:
    """Do weights of 1e-8 with data of 1e8 pass, and fail with an entry that is off?"""
    f, params, gradient = point(net_loss, seed)
    unit = 10**exponent
    scaled = {name: part * unit for name, part in params.items()}
    slopes = {name: part / unit for name, part in gradient.items()}
    g = lambda p: f({name: part / unit for name, part in p.items()})  # noqa: E731
    assert check_gradient(g, scaled, slopes)
    slopes["W2"][0, 0] *= 1.01
    assert not check_gradient(g, scaled, slopes)


@pytest.mark.parametrize("scores", [40.0, 300.0, 3000.0])
def test_what_rounding_makes_0_is_no_error(scores: float) -> None:
    """Does the gradient of a saturated softmax pass, as small as 1e-131, where the loss is just 0?"""
    right = np.exp(-scores) * np.array([-1.0, 1.0])
    x = np.array([scores, 0.0])
    assert check_gradient(lambda s: np.log(np.sum(np.exp(s - s[0]))), x, right)


@settings(max_examples=25, derandomize=True)
@given(SEEDS)
def test_a_single_example_is_enough(seed: int) -> None:
    """Does N = 1 make no difference?"""
    f, params, gradient = point(net_loss, seed, N=1)
    assert check_gradient(f, params, gradient)


def test_a_few_evaluations_do_whatever_the_size() -> None:
    """Does a right gradient with 20,000 entries cost what one with two entries does?"""
    x = np.random.default_rng(0).normal(size=(2000, 10))
    result = check_gradient(lambda x: float(np.sum(np.sin(x))), x, np.cos(x))
    assert result
    assert result.evaluations < 100 + 8 * result.measured
    assert result.measured < 100


# ---- wrong gradients


@pytest.mark.parametrize("loss", [net_loss, hinge_loss])
@pytest.mark.parametrize("wrap", [real_only, lambda f: f], ids=["differences", "complex_step"])
@settings(max_examples=25, derandomize=True)
@given(SEEDS, st.sampled_from([1e-4, -1e-4, 1.0, -2.0]))
def test_every_single_entry_is_watched(
    loss: Callable[..., Any], wrap: Callable[..., Any], seed: int, error: float
) -> None:
    """Is an error of 1 in 10,000 in one entry found and named, unless the result says it cannot be?"""
    f, params, gradient = point(loss, seed)
    rng = np.random.default_rng(seed)
    name = sorted(gradient)[rng.integers(len(gradient))]
    index = tuple(int(rng.integers(size)) for size in gradient[name].shape)
    off = gradient[name][index] * error
    gradient[name][index] += off
    result = check_gradient(wrap(f), params, gradient)
    if abs(off) > 1e-10:
        assert not result
        assert [(entry.name, entry.index) for entry in result.wrongs] == [(name, index)]
    else:
        assert result or result.wrongs[0].index == index


def test_small_entries_beside_large_ones_are_measured_by_themselves() -> None:
    """Is an error in an entry that a random direction cannot feel found nevertheless?"""
    weights = np.array([1e6] * 30 + [1e-2])
    f, x = (lambda x: float(weights @ np.sin(x))), np.full(31, 0.3)
    gradient = weights * np.cos(x)
    assert check_gradient(f, x, gradient)
    gradient[-1] *= 1.5
    assert not check_gradient(f, x, gradient)


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (lambda g: g.__setitem__(7, 0), "The wrong entries are row 7."),
        (lambda g: g.__setitem__((slice(None), 3), 5), "The wrong entries are column 3."),
        (lambda g: g.__setitem__((11, 2), 5), None),
        (lambda g: g.__imul__(2), None),
    ],
    ids=["row", "column", "entry", "all"],
)
def test_errors_in_a_large_array_are_localised(spoil: Callable[[Array], Any], place: str | None) -> None:
    """Are rows, columns and entries found without measuring all of 5,000?"""
    x = np.random.default_rng(3).normal(size=(500, 10))
    gradient = np.cos(x)
    spoil(gradient)
    result = check_gradient(lambda x: float(np.sum(np.sin(x))), x, gradient)
    assert not result
    assert result.measured <= 1000
    assert place is None or any(pattern.startswith(place) for pattern in result.patterns)
    wrong = np.argwhere(np.abs(gradient - np.cos(x)) > 1e-3)
    assert {entry.index for entry in result.wrongs} <= {tuple(index) for index in wrong.tolist()}


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda g, _: -g, "Every wrong entry has the wrong sign."),
        (lambda g, _: 30 * g, "1/30 of yours in every wrong entry: a sum over 30 where the mean belongs?"),
        (lambda g, W: g - 0.7 * W, "yours is 0.7 * W too small"),
        (lambda g, W: g + 1.4 * W, "yours is 1.4 * W too large"),
        (lambda g, _: 0 * g, "Yours is 0 in every wrong entry."),
    ],
)
def test_what_wrong_entries_have_in_common_is_told(spoil: Callable[..., Array], words: str) -> None:
    """Is a sign, a factor, or a regulariser recognised as one mistake?"""
    f, params, gradient = point(net_loss, 1)
    W, dW = params["W1"], spoil(gradient["W1"], params["W1"])
    result = check_gradient(lambda p: f({**params, "W1": p["W"]}), {"W": W}, {"W": dW})
    assert words in " ".join(result.patterns)


def test_a_missing_gate_is_told() -> None:
    """Is it seen that a gradient passes where the function feels nothing?"""
    x = np.array([1.0, -2.0, -3.0, 4.0])
    result = check_gradient(lambda x: np.sum(np.maximum(0, x) ** 2), x, 2 * x)
    assert "The measured gradient is 0 in every wrong entry: is a gate missing" in " ".join(result.patterns)


def test_a_small_error_everywhere_is_found_in_a_large_array() -> None:
    """Does a gradient fail that is off by 1 in 1,000 in every entry?"""
    x = np.random.default_rng(3).normal(size=(300, 10))
    assert not check_gradient(lambda x: float(np.sum(np.sin(x))), x, 1.001 * np.cos(x))


# ---- rounding, dtypes, complex numbers


@pytest.mark.parametrize("offset", [0.0, 1e6, -1e9])
def test_rounding_is_measured_and_not_guessed(offset: float) -> None:
    """Does a function that loses digits pass with its right gradient, and fail with a wrong one?"""
    f = lambda x: float(np.sum(x**2) + offset) - offset  # noqa: E731
    x = np.random.default_rng(5).normal(size=12)
    assert check_gradient(f, x, 2 * x)
    assert not check_gradient(f, x, 2.2 * x)


@pytest.mark.parametrize("returned", [np.float32, float])
def test_a_function_in_single_precision_is_understood(returned: type) -> None:
    """Do steps and tolerances fit a function that computes in float32, whatever it says it returns?"""
    A = np.random.default_rng(5).normal(size=(6, 5)).astype(np.float32)

    def f(x: Array) -> Any:
        return returned(np.sum(np.tanh(A @ x.astype(np.float32)) ** 2))

    x = np.linspace(-1, 1, 5).astype(np.float32)
    t = np.tanh(A.astype(float) @ x)
    gradient = (2 * t * (1 - t**2)) @ A
    assert check_gradient(f, x, gradient.astype(np.float32))
    assert not check_gradient(f, x, (1.02 * gradient).astype(np.float32))


@pytest.mark.parametrize("seed", range(10))
def test_a_function_that_is_flat_between_jumps_is_understood(seed: int) -> None:
    """Is float16, where small steps change nothing, not taken for a function with slope 0?"""
    rng = np.random.default_rng(seed)
    weights, x = rng.normal(size=6), rng.normal(size=6)
    assert check_gradient(lambda x: float(np.float16(weights @ np.sin(x) + 5)), x, weights * np.cos(x))


@pytest.mark.parametrize("off", [0.0, 1e-4])
def test_an_entry_off_by_little_is_seen_in_single_precision(off: float) -> None:
    """Are many values of a float32 function enough for an error that a difference of two cannot show?"""
    x, c = np.linspace(0.1, 1, 7), np.linspace(1, 2, 7)
    gradient = -9 * c * np.sin(c * x)
    gradient[4] *= 1 + off
    result = check_gradient(lambda x: np.sum(9 * np.cos(c * x), dtype=np.float32), x, gradient)
    assert [entry.index for entry in result.wrongs] == ([(4,)] if off else [])


def test_entries_that_single_precision_leaves_in_doubt_are_told() -> None:
    """Is it said how many are in doubt, and what to do, if f or the gradient is in float32?"""
    x, weights = np.full(8, 0.3), np.array([1e3] * 4 + [1e-3] * 4)
    gradient = weights * np.cos(x)
    coarse = check_gradient(lambda x: np.float32(weights @ np.sin(x)), x, gradient)
    assert (coarse.passed, coarse.in_doubt) == (True, 4)
    assert "4 of 8 entries are in doubt" in coarse.summary
    assert "let it compute in float64, with X.astype(float)" in " ".join(str(coarse).split())
    single = check_gradient(lambda x: weights @ np.sin(x), x, gradient.astype(np.float32))
    assert (single.passed, single.in_doubt) == (True, 4)
    assert "Your gradient is in float32" in str(single)
    assert not check_gradient(lambda x: weights @ np.sin(x), x, gradient).in_doubt


@pytest.mark.parametrize("score", [3.6, 4.0, 4.2, 4.5, 5.0])
def test_digits_that_a_saturated_unit_loses_in_float32_are_no_error(score: float) -> None:
    """Is the gradient right where 1 - z^2 has only few digits, for all weights of a unit?"""
    x = np.array([0.5, -0.9, 1.0], dtype=np.float32)
    W = np.array([0.7, -0.4, score - 0.71], dtype=np.float32)
    z = np.tanh(x @ W)
    dW = 2 * (z - np.float32(0.7)) * (1 - z * z) * x
    loss = lambda W: float((np.tanh(x.astype(float) @ W) - float(np.float32(0.7))) ** 2)  # noqa: E731
    assert check_gradient(loss, W, dW)
    off = check_gradient(loss, W, dW * np.float32(1.008))
    assert not off
    assert "Your gradient is in float32" in str(off)


def test_sums_that_cancel_in_a_float32_gradient_are_no_error() -> None:
    """Do small numbers pass that rounding leaves of a sum that is 0?"""
    x = np.array([3.5, -3.8], dtype=np.float32)
    z = np.tanh(x)
    assert check_gradient(
        lambda x: np.sum((np.tanh(x) - 0.5) ** 2), x, 2 * (z - np.float32(0.5)) * (1 - z * z)
    )
    W, b = np.ones(3), np.zeros(1)
    assert check_gradient(
        lambda W, b: float(np.sum(W**2) + 0 * b[0]),
        (W, b),
        (2 * W.astype(np.float32), np.array([1e-8], "f4")),
    )


@pytest.mark.parametrize("gap", [1e-3, 3e-3, 1e-2])
@pytest.mark.parametrize("slope", [0.01, 0.1])
def test_a_corner_on_either_side_is_no_error(gap: float, slope: float) -> None:
    """Does flat ground pass, in single precision, between two corners that bend the function alike?"""
    c = np.linspace(1, 2, 7)

    def f(x: Array) -> Any:
        beyond = np.maximum(x[0] - gap, 0) - np.maximum(-x[0] - gap, 0)
        return np.float32(50 + 9 * np.sum(np.cos(c * x[1:])) + slope * beyond)

    x = np.concatenate([[0.0], np.linspace(0.1, 1, 7)])
    gradient = np.concatenate([[0.0], -9 * c * np.sin(c * x[1:])])
    assert check_gradient(f, x, gradient)


@pytest.mark.parametrize(
    "f",
    [
        lambda x: np.sum(np.abs(x)) + np.sum(x**2),
        lambda x: np.linalg.norm(x) ** 2 + np.sum(np.abs(x)),
        lambda x: np.sum(x**2) + np.sum(np.where(x > 0, x, -x)),
        lambda x: float(np.sum(x**2) + np.sum(np.maximum(x, -x))),
    ],
    ids=["abs", "norm", "where", "float"],
)
def test_complex_numbers_that_lose_a_part_do_no_harm(f: Callable[[Array], Any]) -> None:
    """Is the complex step left alone where abs, norm or float drop the imaginary part?"""
    x = np.array([0.4, -1.2, 2.0])
    assert check_gradient(f, x, 2 * x + np.sign(x))
    assert not check_gradient(f, x, 2 * x)


@pytest.mark.parametrize("weight", [1e-13, 1e-11, 1e-9])
@pytest.mark.parametrize("near", [1e-16, 1e-12, 1e-10])
def test_a_part_too_small_to_be_missed_at_first_is_not_missed_later(weight: float, near: float) -> None:
    """Does |x| next to its corner pass, whose slope complex numbers lose and differences cannot see?"""
    x = np.array([1.0, 2.0, near])
    gradient = 2 * x + weight * np.sign(x)
    assert check_gradient(lambda x: np.sum(x**2) + weight * np.sum(np.abs(x)), x, gradient)


@pytest.mark.parametrize("x", [np.array([1, 2]), np.array([True]), np.array([1j])])
def test_other_numbers_are_refused(x: Array) -> None:
    """Is anything but floating point numbers refused?"""
    with pytest.raises(ShapeError, match=f"got {x.dtype}"):
        check_gradient(lambda x: np.sum(x**2), x, x)


def test_arguments_in_another_order_and_a_missing_return_are_named() -> None:
    """Does a student who mixes up f and x, or whose f returns nothing, read just that?"""
    x = np.array([1.0, 2.0])
    with pytest.raises(ShapeError, match=r"got a function; try check_gradient\(f, x, gradient\)"):
        check_gradient(x, np.sum, x)  # type: ignore[arg-type]
    with pytest.raises(ShapeError, match="got None; is there a return line"):
        check_gradient(lambda _: None, x, x)


# ---- kinks


def test_kinks_are_reported_with_both_slopes() -> None:
    """Does relu at 0 pass with slope 0, and are the slopes 0 and 1 told?"""
    result = check_gradient(lambda x: np.sum(np.maximum(0, x)), np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    assert result
    (kink,) = result.kinks
    assert kink.index == (0,)
    assert kink.slopes == pytest.approx((0, 1), abs=1e-6)


def test_a_dead_network_is_full_of_kinks_and_right() -> None:
    """Does a net with all weights at 0, every unit at its corner, pass with subgradient 0?"""
    rng = np.random.default_rng(0)
    X, W2 = rng.normal(size=(5, 3)), rng.normal(size=(4, 2))
    f = lambda W1: np.sum(np.maximum(0, X @ W1) @ W2)  # noqa: E731
    result = check_gradient(f, np.zeros((3, 4)), np.zeros((3, 4)))
    assert result
    assert len(result.kinks) == 12
    assert not check_gradient(f, np.zeros((3, 4)), np.full((3, 4), 50.0))


@settings(max_examples=40, derandomize=True)
@given(st.floats(-12, -3), st.sampled_from([-1.0, 1.0]), st.integers(1, 9))
def test_the_distance_of_a_kink_does_not_matter(exponent: float, side: float, others: int) -> None:
    """Does a right gradient pass with a kink at any distance, among other entries, and a wrong one fail?"""
    x = np.concatenate([[side * 10**exponent], np.linspace(0.5, 2, others)])
    right = (x > 0).astype(float)
    f = lambda x: float(np.sum(np.maximum(0, x)))  # noqa: E731
    assert check_gradient(f, x, right)
    wrong = right.copy()
    wrong[1] = 1.001
    assert not check_gradient(f, x, wrong)


# ---- what functions may do


def test_a_tuple_is_handed_over_as_arguments() -> None:
    """Are arrays of a tuple the arguments of f, and named like its parameters?"""
    W, b = np.ones((2, 3)), np.array([1.0, 2.0, 3.0])
    result = check_gradient(lambda W, b: np.sum((W + b) ** 2), (W, b), (2 * (W + b), 4 * (W + b)[0] + 1))
    assert result.worst is not None
    assert result.worst.name == "b"
    assert isinstance(numerical_gradient(lambda W, b: np.sum(W * b), (W, b)), tuple)


@pytest.mark.parametrize(
    ("f", "words"),
    [
        (lambda x: x.__imul__(2).sum(), "f changes the array that it is given"),
        (lambda _: np.inf, "f(x) is inf"),
        (lambda _: float(next(CALLS)), "two different numbers"),
    ],
    ids=["changes_input", "infinite", "not_deterministic"],
)
def test_functions_that_cannot_be_checked_are_told(f: Callable[[Array], Any], words: str) -> None:
    """Is it said why, instead of a verdict on the gradient?"""
    result = check_gradient(f, np.ones(2), np.ones(2))
    assert not result
    assert words in (result.problem or "")
    assert "Not checked" in str(result)


def test_an_exception_at_the_point_is_the_students_own() -> None:
    """Does what f raises at x come out as it is?"""
    with pytest.raises(ZeroDivisionError):
        check_gradient(lambda _: 1 / 0, np.ones(2), np.ones(2))


@pytest.mark.parametrize("x", [1e-3, 1e-5])
def test_the_edge_of_the_domain_is_kept_away_from(x: float) -> None:
    """Do smaller steps save log(x) close to 0, and is no warning shown?"""
    assert check_gradient(lambda x: np.sum(np.log(x)), np.array([x]), np.array([1 / x]))
    assert not check_gradient(lambda x: np.sum(np.log(x)), np.array([x]), np.array([1.01 / x]))


def test_the_end_of_the_domain_is_told() -> None:
    """Is it said that there is nothing on one side, where f stops?"""

    def root(x: Array) -> float:
        if np.any(np.real(x) < 0):
            raise ValueError("negative")
        return float(np.sum(np.sqrt(x)))

    result = check_gradient(root, np.array([0.0, 1.0]), np.array([0.0, 0.5]))
    assert "cannot be computed on both sides of 1 entry" in (result.problem or "")


@pytest.mark.parametrize("x", [np.zeros((0, 3)), np.array(2.0)])
def test_no_entries_and_one_number(x: Array) -> None:
    """Do an empty array and a number of no dimensions pass with their gradients?"""
    assert check_gradient(lambda x: np.sum(x**2), x, 2 * x)


def test_the_same_check_gives_the_same_result() -> None:
    """Are the random directions the same in every call, and others on request?"""
    f, params, gradient = point(net_loss, 2)
    gradient["b1"][0] += 1
    assert str(check_gradient(f, params, gradient)) == str(check_gradient(f, params, gradient))
    assert not check_gradient(f, params, gradient, rng=np.random.default_rng(9))


# ---- backward stages


def relu_backward(dout: Array, x: Array) -> Array:
    """Return the gradient of relu."""
    return dout * (x > 0)


def test_a_backward_stage_is_judged_by_its_forward_stage() -> None:
    """Does a stage with an array as output need no loss of its own?"""
    x = np.random.default_rng(1).normal(size=(4, 3))
    assert check_backward(lambda x: np.maximum(0, x), lambda dout: relu_backward(dout, x), x)
    assert not check_backward(lambda x: np.maximum(0, x), lambda dout: dout, x)


def test_a_backward_stage_may_have_several_inputs_and_outputs() -> None:
    """Do tuples of inputs and dictionaries of outputs work?"""
    rng = np.random.default_rng(2)
    X, W = rng.normal(size=(4, 3)), rng.normal(size=(3, 2))
    result = check_backward(
        lambda X, W: {"scores": X @ W, "reg": np.sum(W * W)},
        lambda dout: (dout["scores"] @ W.T, X.T @ dout["scores"] + 2 * W * dout["reg"]),
        (X, W),
    )
    assert result, str(result)


@pytest.mark.parametrize(
    ("backward", "words"),
    [
        (lambda dout: 2 * dout + 1, "an upstream gradient of zero gives a gradient that is not zero"),
        (lambda dout: dout.__imul__(2), "backward changes the upstream gradient"),
        (lambda dout: 2 * dout[0], "has shape (3,), expected (2, 3)"),
    ],
    ids=["adds", "in_place", "shape"],
)
def test_what_no_backward_stage_may_do(backward: Callable[[Array], Array], words: str) -> None:
    """Is it told what is wrong whatever the slopes are?"""
    result: GradientCheck = check_backward(lambda x: 2 * x, backward, np.ones((2, 3)))
    assert words in (result.problem or "")


# ---- what is shown


@pytest.mark.parametrize("shape", [(), (4,), (3, 5), (2, 3, 4), (0, 3)])
def test_the_heat_map_has_a_cell_for_every_entry(shape: tuple[int, ...]) -> None:
    """Can any result be drawn, and is nothing shown by itself?"""
    x = np.full(shape, 1.5)
    figure = check_gradient(lambda x: np.sum(x**2), x, x).figure()
    cells = [image.get_array() for axes in figure.axes for image in axes.images[:1]]
    assert sum(0 if c is None else c.size for c in cells) == x.size


def test_the_heat_map_tells_wrong_right_and_kinked_entries_apart() -> None:
    """Does the picture have a colour for each, and a title for each array?"""
    x = {"a": np.array([[0.0, 1.0]]), "b": np.array([-1.0, 2.0])}
    gradient = {"a": np.array([[0.0, 1.0]]), "b": np.array([0.0, 3.0])}
    f = lambda p: np.sum(np.maximum(0, p["a"])) + np.sum(np.maximum(0, p["b"]))  # noqa: E731
    figure = check_gradient(f, x, gradient).figure()
    a, b = figure.axes[:2]
    assert (a.get_title("left"), b.get_title("left")) == ("a", "b")
    assert [np.asarray(axes.images[0].get_array()).tolist() for axes in (a, b)] == [[[1, 0]], [[0, 2]]]
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["agrees", "kink"]
