"""How the 2-layer net exercises are judged: outputs, credit and the inputs that are drawn.

Every draw keeps pre-activations off the kink at 0 with units both on and off, the probability of
the correct class between 0.02 and 0.95, biases away from 0 and scores of both signs. Sizes are
drawn too, all different, so that no shape can be hard-coded. No draw knows the reference solution.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.authoring import Case, Draw, Exercise, Inputs, Part
from cs231n_lib.probes import quadratic_net_loss, roll_call_net_loss

from .examples import EXAMPLES

Rng = np.random.Generator
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Values = dict[str, Any]
Offsets = Callable[[Rng, int], Floats]

KINK = 1e-2
SHARED_OFFSET = "all scores are large"
ROW_OFFSETS = "the rows of scores lie far apart"
ORDERS = "DCHN", "HNCD", "1CDH"
"""Sizes N, D, H and C of the cases, each from the smallest to the largest (1: N = 1)."""
FEATURES = "there are more hidden units than features", "there are more features than hidden units"
UNITS = "there are more hidden units than classes", "there are more classes than hidden units"
EXAMPLES_AND_CLASSES = "there are more examples than classes", "there are more classes than examples"
GATES = "there are many hidden units", "there are few hidden units"
"""What this means for the first two orders, for exercises that know of some of the sizes only."""


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


def _shared_offset(rng: Rng, N: int) -> Floats:
    """Make exp overflow unless the scores are shifted."""
    return np.full(N, rng.uniform(900.0, 1100.0))


def _row_offsets(rng: Rng, N: int) -> Floats:
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


def _picked(*names: str) -> Callable[[str], Draw]:
    """Make draws that hand over these parts of a net."""

    def draw_for(order: str) -> Draw:
        def draw(rng: Rng) -> Inputs:
            net = _net(rng, order)
            return {name: net[name] for name in names}

        return draw

    return draw_for


def _scored(names: tuple[str, ...], offsets: Offsets) -> Draw:
    """Make a draw of scores with an offset per row, which leaves the softmax of the row as it is."""

    def draw(rng: Rng) -> Inputs:
        net = _net(rng, "DCHN")
        net["scores"] = net["scores"] + offsets(rng, len(net["y"]))[:, np.newaxis]
        return {name: net[name] for name in names}

    return draw


def _upstream(*names: str, shape: str) -> Callable[[str], Draw]:
    """Make draws in which the upstream gradient (named first) is arbitrary, and the rest from a net."""

    def draw_for(order: str) -> Draw:
        def draw(rng: Rng) -> Inputs:
            net = _net(rng, order)
            net[names[0]] = rng.normal(size=net[shape].shape)
            return {name: net[name] for name in names}

        return draw

    return draw_for


def _with_dead_unit(*names: str) -> Draw:
    """Make a draw of upstream gradients for a hidden layer in which one unit is off for every example."""

    def draw(rng: Rng) -> Inputs:
        net = _net(rng, "DHCN")
        net["h1"][:, rng.integers(net["h1"].shape[1])] = 0.0
        net["dh1"] = rng.normal(size=net["h1"].shape)
        return {name: net[name] for name in names}

    return draw


WHOLE = ("W1", "b1", "W2", "b2", "X", "y", "reg")


def _draw_with_shared_offset(rng: Rng) -> Inputs:
    """Draw a whole net whose output biases are large."""
    net = _net(rng, "DCHN")
    net["b2"] = net["b2"] + _shared_offset(rng, 1)
    return {name: net[name] for name in WHOLE}


def _draw_with_row_offsets(rng: Rng) -> Inputs:
    """Draw a whole net in which a unit of its own lifts, and one lowers, all scores of an example.

    Their weights to the classes are nearly equal: exactly equal ones would make their gradients 0.
    """
    while True:
        net = _net(rng, "CDHN")
        offset = _row_offsets(rng, len(net["y"]))
        net["X"][:, :2] = np.stack([np.maximum(offset, 0.0), np.maximum(-offset, 0.0)], axis=1)
        net["W1"][:2] = np.eye(2, net["W1"].shape[1])
        net["W2"][:2] = rng.uniform(0.999, 1.001, (2, net["W2"].shape[1])) * [[1.0], [-1.0]]
        raw = net["X"] @ net["W1"] + net["b1"]
        scores = np.maximum(raw, 0.0) @ net["W2"] + net["b2"]
        if _on_and_off(raw) and _telling_scores(scores - np.median(scores, axis=1, keepdims=True), net["y"]):
            return {name: net[name] for name in WHOLE}


def _draw_wide(rng: Rng) -> Inputs:
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


def _identical(N: int, num_steps: int, batch_size: int) -> Draw:
    """Make draws of N equal examples: the trajectory is the same, whichever are drawn."""

    def draw(rng: Rng) -> Inputs:
        X = np.tile(rng.normal(0.5, 1.0, size=(1, 3)), (N, 1))
        y = np.full(N, rng.integers(1, 5))
        return _training(rng, X, y, float(rng.uniform(0.1, 0.3)), num_steps, batch_size)

    return draw


def _two_kinds(rng: Rng) -> Inputs:
    """Draw examples of two kinds, sorted, and one at a time: the weights end near the mean of both.

    The rate is small enough that two ways of sampling differ by some 10 % (standard deviation),
    six times less than the tolerance; weights that have seen one kind alone are off by 100 %.
    """
    y = np.repeat([0, 4], 12)
    X = np.tile(y[:, np.newaxis] + 1.0, (1, 3)) + rng.uniform(0.0, 0.1)
    call = _training(rng, X, y, 0.0, 400, 1)
    return call | {"learning_rate": 0.02 / (1.0 + call["reg"])}


def _roll_call(rng: Rng) -> Inputs:
    """Draw a call that notes which of its 130 examples were drawn: all of them, and not in their order.

    However they are sampled, chance leaves one out, or in order, with a probability below 1e-14.
    """
    N, H, C = 130, 10, 13
    call = _training(rng, rng.normal(size=(N, 3)), np.arange(N), 1.0, 400, N // 10)
    params = {"W1": np.zeros((3, H)), "b1": np.zeros(H), "W2": np.zeros((H, C)), "b2": np.full(C, -1.0)}
    return call | {"loss_function": roll_call_net_loss, "params": params}


def _by_size(draw_for: Callable[[str], Draw], labels: tuple[str, str] = FEATURES) -> tuple[Case, ...]:
    """Make a case of every order of sizes."""
    all_labels = (*labels, "the batch holds a single example")
    return tuple(Case(label, draw_for(order)) for label, order in zip(all_labels, ORDERS, strict=True))


def _by_offset(*names: str) -> tuple[Case, ...]:
    """Make the two cases in which a softmax without the right shift overflows."""
    return (
        Case(SHARED_OFFSET, _scored(names, _shared_offset)),
        Case(ROW_OFFSETS, _scored(names, _row_offsets)),
    )


def _by_gate(*names: str, labels: tuple[str, str] = FEATURES) -> tuple[Case, ...]:
    """Make the cases of a backward stage that a unit's gate decides on."""
    dead = Case("a hidden unit is off for every example", _with_dead_unit(*names))
    return (*_by_size(_upstream(*names, shape="h1"), labels), dead)


def _stage(name: str, cases: tuple[Case, ...], parts: tuple[Part, ...] = ()) -> Exercise:
    """Declare an exercise that returns one array, named like itself."""
    output = name.removeprefix("two_layer_").removeprefix("total_")
    return Exercise(name, (output,), cases, parts, loops_allowed=False, example=EXAMPLES[name])


LOSS_INPUTS = ("scores", "y", "W1", "W2", "reg")

EXERCISES: tuple[Exercise, ...] = (
    _stage("two_layer_h1", _by_size(_picked("W1", "b1", "X"))),
    _stage("two_layer_scores", _by_size(_picked("W2", "b2", "h1"), UNITS)),
    _stage(
        "two_layer_total_loss",
        (*_by_size(_picked(*LOSS_INPUTS)), *_by_offset(*LOSS_INPUTS)),
        parts=(
            Part("the data loss", "loss", 0.6, "data"),
            Part("the regularisation loss", "loss", 0.4, "regularisation"),
        ),
    ),
    _stage(
        "two_layer_dscores",
        (*_by_size(_picked("scores", "y"), EXAMPLES_AND_CLASSES), *_by_offset("scores", "y")),
    ),
    _stage("two_layer_dh1", _by_size(_upstream("dscores", "W2", shape="scores"), UNITS)),
    _stage("two_layer_dW2", _by_size(_upstream("dscores", "h1", "W2", "reg", shape="scores"), UNITS)),
    _stage("two_layer_db2", _by_size(_upstream("dscores", shape="scores"), EXAMPLES_AND_CLASSES)),
    _stage("two_layer_dW1", _by_gate("dh1", "h1", "X", "W1", "reg")),
    _stage("two_layer_db1", _by_gate("dh1", "h1", labels=GATES)),
    Exercise(
        "two_layer_loss",
        ("loss", "grads"),
        (
            *_by_size(_picked(*WHOLE)),
            Case(SHARED_OFFSET, _draw_with_shared_offset),
            Case(ROW_OFFSETS, _draw_with_row_offsets),
            Case("W1 has some 250,000 entries, too many to nudge one by one", _draw_wide, hidden_only=True),
        ),
        parts=(
            Part("the data loss", "loss", 0.25, "data"),
            Part("the regularisation loss", "loss", 0.15, "regularisation"),
            Part("the data term of dW1", "W1", 0.1, "data"),
            Part("the regularisation term of dW1", "W1", 0.05, "regularisation"),
            Part("db1", "b1", 0.15),
            Part("the data term of dW2", "W2", 0.1, "data", labels="y"),
            Part("the regularisation term of dW2", "W2", 0.05, "regularisation"),
            Part("db2", "b2", 0.15),
        ),
        loops_allowed=False,
        example=EXAMPLES["two_layer_loss"],
    ),
    Exercise(
        "two_layer_train",
        ("params", "loss_history"),
        (
            Case("all examples are equal", _identical(N=6, num_steps=7, batch_size=2)),
            Case("the batch is larger than the training set", _identical(N=5, num_steps=4, batch_size=8)),
            Case("every example must have its turn, in an order of chance", _roll_call, compare=("W2", "b1")),
            Case("the examples are of two kinds", _two_kinds, rtol=0.65, compare=("params",)),
        ),
        example=EXAMPLES["two_layer_train"],
    ),
)
