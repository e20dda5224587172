"""The reference losses and training on the embedded digits, against PyTorch where it is installed."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.course import load_assignment
from cs231n_lib import data

from . import torch_rivals as rivals
from .classes import ASSIGNMENTS, ROOT
from .clock import median_seconds
from .rows import Line, Row, Skipped

ROUNDS = 15
STEPS, BATCH, HIDDEN, REG, RATE = 200, 200, 50, 1e-3, 0.5
HOW = "ten losses with their gradients, float64, one thread, median of 15 rounds"
RIVAL = "PyTorch"


def measure() -> list[Line]:
    """Measure a loss with its gradient, all training images at once, and a short training run."""
    what = "losses and training of the references"
    if rivals.torch is None:
        return [
            Skipped(f"{what}, against {RIVAL}", "torch is not installed; try: .venv/bin/pip install torch")
        ]
    rivals.torch.set_num_threads(1)  # as NumPy's, so that both use one core
    digits = data.load_digits(bias_trick=True)
    X, y = digits.X_train, digits.y_train
    tX, ty = rivals.torch.from_numpy(X), rivals.torch.from_numpy(y)
    rows: list[Line] = []
    for name, loss, params in _losses(X.shape[1]):
        leaves = rivals.leaves(params)
        ours = functools.partial(_reference(name), **params, X=X, y=y, reg=REG)
        theirs = functools.partial(rivals.loss_and_gradients, loss, leaves, tX, ty, REG)
        _assert_same(ours()[0], theirs()[0])
        seconds = median_seconds(ROUNDS, ours=_ten(ours), theirs=_ten(theirs))
        rows.append(_row(f"{name}, {len(X)} digits", seconds, HOW))
    return [*rows, _training(X, y)]


def _losses(D: int) -> list[tuple[str, Any, dict[str, Any]]]:
    rng = np.random.default_rng(231)
    W, net = rng.normal(size=(D, 10)), _net(rng, D)
    return [
        ("svm_loss_vectorized", rivals.svm, {"W": W}),
        ("softmax_loss_vectorized", rivals.softmax, {"W": W}),
        ("two_layer_loss", rivals.two_layer, net),
    ]


def _training(X: Any, y: Any) -> Row:
    rng = np.random.default_rng(231)
    net = _net(rng, X.shape[1])
    tX, ty = rivals.torch.from_numpy(X), rivals.torch.from_numpy(y)
    train, loss = _reference("two_layer_train"), _reference("two_layer_loss")

    def ours() -> Any:
        return train(loss, net, X, y, REG, RATE, STEPS, BATCH, np.random.default_rng(5))[1]

    def theirs() -> Any:
        draw = np.random.default_rng(5)
        batches = (rivals.torch.from_numpy(draw.integers(len(X), size=BATCH)) for _ in range(STEPS))
        return rivals.train(rivals.leaves(net), tX, ty, REG, RATE, batches)

    _assert_same(ours(), theirs())
    seconds = median_seconds(5, ours=ours, theirs=theirs)
    how = f"{STEPS} steps of SGD on minibatches of {BATCH}, float64, one thread"
    return _row("two_layer_train on digits", seconds, how)


def _net(rng: np.random.Generator, D: int) -> dict[str, Any]:
    W1, W2 = 0.1 * rng.normal(size=(D, HIDDEN)), 0.1 * rng.normal(size=(HIDDEN, 10))
    return {"W1": W1, "b1": np.zeros(HIDDEN), "W2": W2, "b2": np.zeros(10)}


def _reference(name: str) -> Callable[..., Any]:
    assignment = next(a for a in ASSIGNMENTS if name.startswith(a.removesuffix("_net")))
    return load_assignment(ROOT, assignment).exercises[name].reference


def _ten(function: Callable[[], Any]) -> Callable[[], None]:
    """Return ten calls as one, for one alone is too short to be timed."""

    def ten() -> None:
        for _ in range(10):
            function()

    return ten


def _assert_same(ours: Any, theirs: Any) -> None:
    """Refuse to compare the speed of two different things."""
    np.testing.assert_allclose(ours, theirs, rtol=1e-9)


def _row(what: str, seconds: dict[str, float], how: str) -> Row:
    return Row(what, 1000 * seconds["ours"], RIVAL, 1000 * seconds["theirs"], "ms", how)
