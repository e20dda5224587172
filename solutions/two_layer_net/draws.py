"""What the 2-layer net's exercises are called with: a net and a batch, parts of them, or a training.

Every draw keeps pre-activations off the kink at 0 with units both on and off, the probability of
the correct class between 0.02 and 0.95, biases away from 0 and scores of both signs. Sizes are
drawn too, all different, so that no shape can be hard-coded. No draw knows the reference solution.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.authoring import Draw, Inputs
from cs231n_lib.probes import quadratic_net_loss, roll_call_net_loss

Rng = np.random.Generator
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Values = dict[str, Any]
Offsets = Callable[[Rng, int], Floats]

KINK = 1e-2
ORDERS = "DCHN", "HNCD", "1CDH"
"""Sizes N, D, H and C of the cases, each from the smallest to the largest (1: N = 1)."""


# What the inputs are drawn from


def _sizes(rng: Rng, order: str) -> tuple[int, int, int, int]:
    """Draw N, D, H and C from 3 to 8, all different and increasing in this order."""
    sizes = np.sort(rng.choice(np.arange(3, 9), len(order), replace=False))
    size = dict(zip(order, sizes.tolist(), strict=True))
    return size.get("N", 1), size["D"], size["H"], size["C"]


def _labels(rng: Rng, N: int, C: int) -> Integers:
    """Two classes or more, one of them repeated and one absent; a single label is not 0."""
    if N == 1:
        return rng.integers(1, C, size=1)
    while True:
        y = rng.integers(0, C, size=N)
        if 2 <= len(np.unique(y)) < min(N, C):
            return y


def _reg(rng: Rng) -> float:
    """About 1, but never so close that reg, reg * reg and 1 look alike."""
    return float(rng.choice([rng.uniform(0.6, 0.85), rng.uniform(1.15, 1.4)]))


def _biases(rng: Rng, size: int) -> Floats:
    """Biases that nobody can leave out unnoticed."""
    return np.copysign(rng.uniform(0.3, 0.9, size), rng.normal(size=size))


def _no_offset(rng: Rng, N: int) -> Floats:  # noqa: ARG001  an Offsets like the others
    return np.zeros(N)


def shared_offset(rng: Rng, N: int) -> Floats:
    """Make exp overflow unless the scores are shifted."""
    return np.full(N, rng.uniform(900.0, 1100.0))


def row_offsets(rng: Rng, N: int) -> Floats:
    """Draw about 0, 800 and -800, each at least once: one shift for the whole batch gives 0/0."""
    return rng.uniform(0.95, 1.05) * rng.permutation(np.resize([0.0, 800.0, -800.0], N))


def _telling_scores(scores: Floats, y: Integers) -> bool:
    """Say whether both signs occur, and no correct class is nearly certain or impossible."""
    exponentials = np.exp(scores)
    correct = exponentials[np.arange(len(y)), y] / exponentials.sum(axis=1)
    return bool(scores.min() < -0.1 < 0.1 < scores.max() and 0.02 < correct.min() <= correct.max() < 0.95)


def _on_and_off(raw: Floats) -> bool:
    """Say whether units are off the kink, and in every example some are on and some off."""
    on = raw > 0
    off_the_kink = bool((np.abs(raw) > KINK).all())
    return off_the_kink and bool(on.any(axis=1).all()) and bool((~on).any(axis=1).all())


def _net(rng: Rng, order: str) -> Values:
    """Draw a net and a batch: weights and features about 1."""
    N, D, H, C = _sizes(rng, order)
    while True:
        net: Values = {
            "W1": rng.normal(size=(D, H)),
            "b1": _biases(rng, H),
            "W2": rng.normal(size=(H, C)) / np.sqrt(H / 2),
            "b2": _biases(rng, C),
            "X": rng.normal(size=(N, D)),
            "y": _labels(rng, N, C),
            "reg": _reg(rng),
        }
        raw = net["X"] @ net["W1"] + net["b1"]
        h1 = np.maximum(raw, 0.0)
        if _on_and_off(raw) and _telling_scores(h1 @ net["W2"] + net["b2"], net["y"]):
            return net | {"h1": h1, "scores": h1 @ net["W2"] + net["b2"]}


# One draw per signature; each picks what the function is given


def picked(*names: str) -> Callable[[str], Draw]:
    """Make draws that hand over these parts of a net."""

    def draw_for(order: str) -> Draw:
        def draw(rng: Rng) -> Inputs:
            net = _net(rng, order)
            return {name: net[name] for name in names}

        return draw

    return draw_for


def scored(names: tuple[str, ...], offsets: Offsets) -> Draw:
    """Make a draw of scores with an offset per row, which leaves the softmax of the row as it is."""

    def draw(rng: Rng) -> Inputs:
        net = _net(rng, "DCHN")
        net["scores"] = net["scores"] + offsets(rng, len(net["y"]))[:, np.newaxis]
        return {name: net[name] for name in names}

    return draw


def upstream(*names: str, shape: str) -> Callable[[str], Draw]:
    """Make draws in which the upstream gradient (named first) is arbitrary, and the rest from a net."""

    def draw_for(order: str) -> Draw:
        def draw(rng: Rng) -> Inputs:
            net = _net(rng, order)
            net[names[0]] = rng.normal(size=net[shape].shape)
            return {name: net[name] for name in names}

        return draw

    return draw_for


def with_dead_unit(*names: str) -> Draw:
    """Make a draw of upstream gradients for a hidden layer in which one unit is off for every example."""

    def draw(rng: Rng) -> Inputs:
        net = _net(rng, "DHCN")
        net["h1"][:, rng.integers(net["h1"].shape[1])] = 0.0
        net["dh1"] = rng.normal(size=net["h1"].shape)
        return {name: net[name] for name in names}

    return draw


WHOLE = ("W1", "b1", "W2", "b2", "X", "y", "reg")


def with_shared_offset(rng: Rng) -> Inputs:
    """Draw a whole net whose output biases are large."""
    net = _net(rng, "DCHN")
    net["b2"] = net["b2"] + shared_offset(rng, 1)
    return {name: net[name] for name in WHOLE}


def with_row_offsets(rng: Rng) -> Inputs:
    """Draw a whole net in which a unit of its own lifts, and one lowers, all scores of an example.

    Their weights to the classes are nearly equal: exactly equal ones would make their gradients 0.
    """
    while True:
        net = _net(rng, "CDHN")
        offset = row_offsets(rng, len(net["y"]))
        net["X"][:, :2] = np.stack([np.maximum(offset, 0.0), np.maximum(-offset, 0.0)], axis=1)
        net["W1"][:2] = np.eye(2, net["W1"].shape[1])
        net["W2"][:2] = rng.uniform(0.999, 1.001, (2, net["W2"].shape[1])) * [[1.0], [-1.0]]
        raw = net["X"] @ net["W1"] + net["b1"]
        scores = np.maximum(raw, 0.0) @ net["W2"] + net["b2"]
        if _on_and_off(raw) and _telling_scores(scores - np.median(scores, axis=1, keepdims=True), net["y"]):
            return {name: net[name] for name in WHOLE}


def wide(rng: Rng) -> Inputs:
    """Draw one image, and a net of whose weights a gradient takes each entry once or never ends."""
    N, D, H, C = 1, 3073, 80 + int(rng.integers(4)), 10
    X, W1 = rng.normal(size=(N, D)), rng.normal(size=(D, H)) / np.sqrt(D)
    while True:
        b1, W2, b2 = _biases(rng, H), rng.normal(size=(H, C)) / np.sqrt(H / 2), _biases(rng, C)
        raw, y = X @ W1 + b1, _labels(rng, N, C)
        if _on_and_off(raw) and _telling_scores(np.maximum(raw, 0.0) @ W2 + b2, y):
            return {"W1": W1, "b1": b1, "W2": W2, "b2": b2, "X": X, "y": y, "reg": _reg(rng)}


# Training: the probe loss tells which examples a minibatch held, and how many


def _training(rng: Rng, X: Floats, y: Integers, rate: float, num_steps: int, batch_size: int) -> Values:
    """Put a call together; the last bit of randomness is the Generator that the student draws with."""
    D, H, C = X.shape[1], int(rng.integers(4, 6)), int(rng.integers(6, 8))
    params = {
        "W1": rng.normal(size=(D, H)),
        "b1": _biases(rng, H),
        "W2": rng.normal(size=(H, C)),
        "b2": _biases(rng, C),
    }
    return {
        "loss_function": quadratic_net_loss,
        "params": params,
        "X": X,
        "y": y,
        "reg": _reg(rng),
        "learning_rate": rate,
        "num_steps": num_steps,
        "batch_size": batch_size,
        "rng": np.random.default_rng(int(rng.integers(2**32))),
    }


def identical(N: int, num_steps: int, batch_size: int) -> Draw:
    """Make draws of N equal examples: the trajectory is the same, whichever are drawn."""

    def draw(rng: Rng) -> Inputs:
        X = np.tile(rng.normal(0.5, 1.0, size=(1, 3)), (N, 1))
        y = np.full(N, rng.integers(1, 5))
        return _training(rng, X, y, float(rng.uniform(0.1, 0.3)), num_steps, batch_size)

    return draw


def two_kinds(rng: Rng) -> Inputs:
    """Draw examples of two kinds, sorted, and one at a time: the weights end near the mean of both.

    The rate is small enough that two ways of sampling differ by some 10 % (standard deviation),
    six times less than the tolerance; weights that have seen one kind alone are off by 100 %.
    """
    y = np.repeat([0, 4], 12)
    X = np.tile(y[:, np.newaxis] + 1.0, (1, 3)) + rng.uniform(0.0, 0.1)
    call = _training(rng, X, y, 0.0, 400, 1)
    return call | {"learning_rate": 0.02 / (1.0 + call["reg"])}


def roll_call(rng: Rng) -> Inputs:
    """Draw a call that notes which of its 130 examples were drawn: all of them, and not in their order.

    However they are sampled, chance leaves one out, or in order, with a probability below 1e-14.
    """
    N, H, C = 130, 10, 13
    call = _training(rng, rng.normal(size=(N, 3)), np.arange(N), 1.0, 400, N // 10)
    params = {"W1": np.zeros((3, H)), "b1": np.zeros(H), "W2": np.zeros((H, C)), "b2": np.full(C, -1.0)}
    return call | {"loss_function": roll_call_net_loss, "params": params}


def few_batches(rng: Rng) -> Inputs:
    """Draw a short call that notes which examples were drawn; two Generators never draw the same ones."""
    return {**roll_call(rng), "num_steps": 5}
