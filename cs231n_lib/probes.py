"""Loss functions that training loops are tried on: smooth, and unlike any loss of the assignments.

A training loop takes its loss function as an argument, so that a mistake in a student's own loss
never costs points for a right loop.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .outputs import Array


def quadratic_loss(W: Array, X: Array, y: Array, reg: float) -> tuple[float, Array]:
    """Pull W (D, C) towards the feature means; return the loss and its gradient (D, C).

    loss = (1 + reg) / 4 * sum((W - T)^2) with T = mean(X, axis=0)[:, None] + mean(y).

    >>> loss, dW = quadratic_loss(np.zeros((1, 2)), np.array([[2.0]]), np.array([1]), reg=1.0)
    >>> loss, dW
    (9.0, array([[-3., -3.]]))
    """
    pull = W - (np.mean(X, axis=0)[:, None] + np.mean(y))
    return float((1 + reg) / 4 * np.sum(pull**2)), (1 + reg) / 2 * pull


def quadratic_net_loss(
    W1: Array, b1: Array, W2: Array, b2: Array, X: Array, y: Array, reg: float
) -> tuple[float, dict[str, Array]]:
    """Pull every parameter of a 2-layer net towards a number made from the examples.

    Each number shows another mistake in drawing a minibatch. W1 is pulled to the mean feature and b1
    to the mean label (which rows are drawn); W2 to the mean squared difference between an example's
    mean feature and its label (a label that belongs to another example); b2 to the number of
    examples, but 4 at most (a batch of the wrong size, while ``batch_size > N`` leaves a choice).

    Shapes as in the assignment: W1 (D, H), b1 (H,), W2 (H, C), b2 (C,). Returns the loss and
    the gradients by name.

    >>> W, b = np.zeros((1, 1)), np.zeros(1)
    >>> loss, grads = quadratic_net_loss(W, b, W, b, np.array([[2.0]]), np.array([1]), reg=1.0)
    >>> loss, grads["W1"]
    (3.5, array([[-2.]]))
    """
    labels, features = np.asarray(y), np.asarray(X).mean(axis=1)
    pulls = {
        "W1": W1 - features.mean(),
        "b1": b1 - labels.mean(),
        "W2": W2 - ((features - labels) ** 2).mean(),
        "b2": b2 - min(len(X), 4),
    }
    scale = (1 + reg) / 4
    loss = scale * sum(float(np.vdot(pull, pull)) for pull in pulls.values())
    return loss, {name: 2 * scale * pull for name, pull in pulls.items()}


def roll_call_net_loss(
    W1: Array,
    b1: Array,
    W2: Array,
    b2: Array,
    X: Array,  # noqa: ARG001 (a loss is called with it)
    y: Array,
    reg: float,  # noqa: ARG001
) -> tuple[float, dict[str, Array]]:
    """Note in the parameters of a 2-layer net which examples the minibatches have held.

    The labels number the examples, of which there are as many as entries of W2. An entry of W2 is pulled to 1
    by the example of its number, and b2 to the number of the last example, so that the next call can tell a
    batch that goes on from there in the order of the training set; any other pulls b1 to 1. Steps with a
    learning rate of 1 end where they are pulled to. W1 stays as it is.

    Shapes and results as of `quadratic_net_loss`.

    >>> zeros, last = np.zeros(1), np.array([-1.0])
    >>> X, y = np.ones((2, 1)), np.array([0, 1])  # two of four examples: the first two, in their order
    >>> _, grads = roll_call_net_loss(zeros, zeros, np.zeros((2, 2)), last, X, y, reg=0)
    >>> grads["W2"].tolist(), grads["b2"], grads["b1"]
    ([[-1.0, -1.0], [-0.0, -0.0]], array([-2.]), array([0.]))
    """
    numbers = np.concatenate([np.rint(b2[:1]), y])
    in_order = ((numbers[1:] - numbers[:-1]) % W2.size == 1).all()
    called = (np.arange(W2.size)[:, np.newaxis] == y).any(axis=1).reshape(W2.shape)
    grads = {
        "W1": np.zeros(W1.shape),
        "b1": np.zeros(b1.shape) if in_order else b1 - 1,
        "W2": (W2 - 1) * called,
        "b2": b2 - numbers[-1],
    }
    return sum(float(np.vdot(grad, grad)) / 2 for grad in grads.values()), grads


PROBES = quadratic_loss, quadratic_net_loss, roll_call_net_loss
BY_NAME: dict[str, Callable[..., Any]] = {probe.__name__: probe for probe in PROBES}
