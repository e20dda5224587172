"""How good a classifier is, in one number."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cs231n_lib.errors import ArgumentError, ShapeError

__all__ = ["accuracy"]


def accuracy(scores: NDArray[np.floating[Any]], y: NDArray[np.integer[Any]]) -> float:
    """Return the share of examples whose own class has the highest score.

    Parameters
    ----------
    scores : float array of shape (N, C)
        Scores or probabilities; of equal highest scores the first counts. Not modified.
    y : int array of shape (N,)
        Right classes.

    Returns
    -------
    float
        Between 0 and 1.

    Raises
    ------
    ShapeError
        If the shapes do not fit together, or there is no example.
    ArgumentError
        If a score is nan: no class has the highest score then.

    Examples
    --------
    >>> accuracy(np.array([[3.0, 1.0], [0.0, 2.0], [5.0, 4.0]]), np.array([0, 1, 1]))
    0.6666666666666666
    """
    if scores.ndim != 2 or y.shape != scores.shape[:1] or not scores.size:
        raise ShapeError(
            f"expected scores (N, C) and y (N,) with N > 0, got {scores.shape} and {y.shape}; "
            f"try np.mean(predicted == y) for predicted classes"
        )
    if np.isnan(scores).any():
        raise ArgumentError("expected scores that are numbers, got nan; try a smaller learning rate")
    return float(np.mean(np.argmax(scores, axis=1) == y))
