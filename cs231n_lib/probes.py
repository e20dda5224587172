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
    features = np.mean(X, axis=1)
    pulls = {
        "W1": W1 - np.mean(features),
        "b1": b1 - np.mean(y),
        "W2": W2 - np.mean((features - y) ** 2),
        "b2": b2 - min(len(X), 4),
    }
    scale = (1 + reg) / 4
    loss = scale * sum(float(np.sum(pull**2)) for pull in pulls.values())
    return loss, {name: 2 * scale * pull for name, pull in pulls.items()}


BY_NAME: dict[str, Callable[..., Any]] = {f.__name__: f for f in (quadratic_loss, quadratic_net_loss)}
