"""Points in the plane, for decision boundaries that can be looked at.

Every set is ``X`` float64 (N, 2) and ``y`` int64 (N,), classes equally large, rows in random order.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cs231n_lib.errors import ArgumentError

__all__ = ["blobs", "moons", "spiral"]

Points = tuple[NDArray[np.float64], NDArray[np.int64]]


def blobs(
    rng: np.random.Generator, *, num_per_class: int = 100, num_classes: int = 3, spread: float = 0.5
) -> Points:
    """Draw round clouds whose centres stand on a circle of radius 2: a linear classifier suffices.

    Parameters
    ----------
    rng : numpy.random.Generator
    num_per_class, num_classes : int
        At least 1 each.
    spread : float
        Standard deviation of each cloud.

    Returns
    -------
    X : float64 array of shape (num_classes * num_per_class, 2)
    y : int64 array of shape (num_classes * num_per_class,)

    Raises
    ------
    ArgumentError
        If a count is below 1 or the spread is negative.

    Examples
    --------
    >>> X, y = blobs(np.random.default_rng(0), num_per_class=1, num_classes=2, spread=0)
    >>> X[np.argsort(y)].round(9) + 0.0  # without spread, the centres themselves
    array([[ 2.,  0.],
           [-2.,  0.]])
    """
    y = _labels(num_per_class, num_classes, spread)
    angle = 2 * np.pi * y / num_classes
    return _scatter(rng, 2 * np.column_stack([np.cos(angle), np.sin(angle)]), y, spread)


def spiral(
    rng: np.random.Generator, *, num_per_class: int = 100, num_classes: int = 3, noise: float = 0.2
) -> Points:
    """Draw the arms of a spiral, one class each: no linear classifier separates them, a hidden layer does.

    Parameters
    ----------
    rng : numpy.random.Generator
    num_per_class, num_classes : int
        At least 1 each.
    noise : float
        Standard deviation of the angle, in radians.

    Returns
    -------
    X : float64 array of shape (num_classes * num_per_class, 2)
        Inside the unit circle.
    y : int64 array of shape (num_classes * num_per_class,)

    Raises
    ------
    ArgumentError
        If a count is below 1 or the noise is negative.

    Notes
    -----
    Source: CS231n notes, "Putting it together: minimal neural network case study".

    Examples
    --------
    >>> X, y = spiral(np.random.default_rng(0))
    >>> X.shape, np.bincount(y).tolist(), bool(np.hypot(*X.T).max() <= 1)
    ((300, 2), [100, 100, 100], True)
    """
    y = _labels(num_per_class, num_classes, noise)
    radius = np.tile(np.linspace(0, 1, num_per_class), num_classes)
    angle = 4 * radius + 2 * np.pi * y / num_classes + noise * rng.standard_normal(y.size)
    return _scatter(rng, np.column_stack([radius * np.sin(angle), radius * np.cos(angle)]), y, 0)


def moons(rng: np.random.Generator, *, num_per_class: int = 100, noise: float = 0.1) -> Points:
    """Draw two half circles that reach into each other.

    Parameters
    ----------
    rng : numpy.random.Generator
    num_per_class : int
        At least 1.
    noise : float
        Standard deviation of the points around their half circle of radius 1.

    Returns
    -------
    X : float64 array of shape (2 * num_per_class, 2)
    y : int64 array of shape (2 * num_per_class,)

    Raises
    ------
    ArgumentError
        If num_per_class is below 1 or the noise is negative.

    Examples
    --------
    >>> X, y = moons(np.random.default_rng(0), num_per_class=3, noise=0)
    >>> X[y == 0][np.argsort(X[y == 0][:, 0])].round(9) + 0.0
    array([[-1.,  0.],
           [ 0.,  1.],
           [ 1.,  0.]])
    """
    y = _labels(num_per_class, 2, noise)
    angle = np.tile(np.linspace(0, np.pi, num_per_class), 2)
    upper = np.column_stack([np.cos(angle), np.sin(angle)])
    lower = np.array([1.0, 0.5]) - upper
    return _scatter(rng, np.where(y[:, np.newaxis] == 0, upper, lower), y, noise)


def _labels(num_per_class: int, num_classes: int, noise: float) -> NDArray[np.int64]:
    if num_per_class < 1 or num_classes < 1 or not noise >= 0:
        raise ArgumentError(
            f"expected at least 1 class, 1 point in it and no negative noise, "
            f"got {num_classes} classes, {num_per_class} points each, noise {noise}"
        )
    return np.repeat(np.arange(num_classes, dtype=np.int64), num_per_class)


def _scatter(rng: np.random.Generator, X: NDArray[np.float64], y: NDArray[np.int64], noise: float) -> Points:
    """Add noise and shuffle, so that any slice of the rows is a fair sample of the classes."""
    X = X + noise * rng.standard_normal(X.shape)
    order = rng.permutation(y.size)
    return X[order], y[order]
