"""The probe losses: their gradients are those of their losses, and every mistake in a minibatch shows."""

from __future__ import annotations

import inspect
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from cs231n_lib.outputs import Array
from cs231n_lib.probes import BY_NAME, quadratic_loss, quadratic_net_loss, roll_call_net_loss


@pytest.fixture
def params(rng: np.random.Generator) -> dict[str, Array]:
    """Return parameters of a net, all sizes different."""
    sizes = {"W1": (3, 5), "b1": (5,), "W2": (5, 4), "b2": (4,)}
    return {name: rng.normal(0, 1, size) for name, size in sizes.items()}


@pytest.fixture
def examples(rng: np.random.Generator) -> dict[str, Any]:
    """Return examples and labels."""
    return {"X": rng.normal(0, 1, (6, 3)), "y": np.array([0, 1, 0, 3, 2, 3])}


def test_quadratic_loss_is_its_formula(rng: np.random.Generator, examples: dict[str, Any]) -> None:
    """Is the loss what its docstring says, entry by entry?"""
    W = rng.normal(0, 1, (3, 4))
    expected = 0.0
    for d in range(3):
        for c in range(4):
            target = sum(examples["X"][:, d]) / 6 + sum(examples["y"]) / 6
            expected += (1 + 0.3) / 4 * (W[d, c] - target) ** 2
    assert quadratic_loss(W, reg=0.3, **examples)[0] == pytest.approx(expected, rel=1e-12)


def test_quadratic_loss_has_the_gradient_that_autograd_finds(
    rng: np.random.Generator, examples: dict[str, Any]
) -> None:
    """Is dW the derivative of the loss?"""
    W = rng.normal(0, 1, (3, 4))

    def loss(W: Any) -> Any:
        target = anp.mean(examples["X"], axis=0)[:, None] + anp.mean(examples["y"])
        return (1 + 0.3) / 4 * anp.sum((W - target) ** 2)

    assert np.allclose(quadratic_loss(W, reg=0.3, **examples)[1], autograd.grad(loss)(W), rtol=1e-12)


@pytest.mark.parametrize("name", ["W1", "b1", "W2", "b2"])
def test_net_gradients_are_the_slope_of_the_loss(
    name: str, params: dict[str, Array], examples: dict[str, Any], rng: np.random.Generator
) -> None:
    """Does a small step in any direction change the loss as the gradient says?"""
    direction = rng.normal(0, 1, params[name].shape)
    h = 1e-5
    plus, minus = (
        quadratic_net_loss(**(params | {name: params[name] + sign * h * direction}), reg=0.3, **examples)[0]
        for sign in (1, -1)
    )
    grads = quadratic_net_loss(**params, reg=0.3, **examples)[1]
    assert np.sum(grads[name] * direction) == pytest.approx((plus - minus) / (2 * h), rel=1e-7)


@pytest.mark.parametrize(
    ("mistake", "shows_in"),
    [
        (lambda X, y: (X[:3], y[:3]), {"W1", "b1", "W2", "b2"}),
        (lambda X, y: (X[::-1], y), {"W2"}),
        (lambda X, y: (X, np.zeros_like(y)), {"b1", "W2"}),
        (lambda X, y: (np.concatenate([X, X]), np.concatenate([y, y])), set()),
        (lambda X, y: (X[[3, 1, 0, 2, 5, 4]], y[[3, 1, 0, 2, 5, 4]]), set()),
    ],
    ids=["first_rows", "mispaired", "labels_lost", "each_twice", "order"],
)
def test_a_mistake_in_a_minibatch_shows(
    mistake: Any, shows_in: set[str], params: dict[str, Array], examples: dict[str, Any]
) -> None:
    """Does each way to draw wrong rows move a gradient, and no right way any?"""
    X, y = mistake(examples["X"], examples["y"])
    right = quadratic_net_loss(**params, reg=0.3, **examples)[1]
    got = quadratic_net_loss(**params, reg=0.3, X=X, y=y)[1]
    assert {name for name in right if not np.allclose(right[name], got[name])} == shows_in


@pytest.mark.parametrize("name", BY_NAME)
def test_probes_leave_their_inputs_alone(
    name: str, params: dict[str, Array], examples: dict[str, Any]
) -> None:
    """Can a probe never be the one that overwrites a student's parameters?"""
    weights = params if name.endswith("net_loss") else {"W": params["W1"]}
    before = {key: value.copy() for key, value in (weights | examples).items()}
    BY_NAME[name](**weights, **examples, reg=0.3)
    assert all(np.array_equal(before[key], value) for key, value in (weights | examples).items())


def test_probes_are_called_like_the_losses_they_stand_for() -> None:
    """Do the probes have the signatures of the assignments' losses?"""
    assert list(inspect.signature(quadratic_loss).parameters) == ["W", "X", "y", "reg"]
    expected = ["W1", "b1", "W2", "b2", "X", "y", "reg"]
    for probe in (quadratic_net_loss, roll_call_net_loss):
        assert list(inspect.signature(probe).parameters) == expected


@pytest.mark.parametrize(
    ("batches", "seen", "drawn"),
    [
        ([[0, 1], [2, 3], [0, 1]], [1, 1, 1, 1], 0),
        ([[0, 1], [2, 3], [1, 2]], [1, 1, 1, 1], 1),
        ([[0, 1], [0, 1]], [1, 1, 0, 0], 1),
        ([[0, 2]], [1, 0, 1, 0], 1),
        ([[3, 0]], [1, 0, 0, 1], 1),
        ([[0, 1], []], [1, 1, 0, 0], 0),
    ],
)
def test_the_roll_call_tells_who_was_there(batches: list[list[int]], seen: list[int], drawn: int) -> None:
    """Do steps of 1 leave in W2 who was drawn, and in b1 whether anybody came out of turn?"""
    params = {"W1": np.zeros((1, 2)), "b1": np.zeros(2), "W2": np.zeros((2, 2)), "b2": -np.ones(2)}
    for batch in batches:
        y = np.array(batch, dtype=int)
        grads = roll_call_net_loss(**params, X=np.ones((len(y), 1)), y=y, reg=0.3)[1]
        params = {name: params[name] - grads[name] for name in params}
    assert (params["W2"].ravel().tolist(), params["b1"].tolist()) == (seen, [drawn, drawn])
