"""What a classifier says everywhere in the plane."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap, to_rgb
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from cs231n_lib.errors import ArgumentError, ShapeError
from cs231n_lib.figures.canvas import axes_figure, colour, marker

__all__ = ["decision_boundary"]

PREDICT_HINT = "predict returning np.argmax(scores, axis=1)"
Predict = Callable[[NDArray[np.float64]], NDArray[Any]]


def decision_boundary(
    predict: Predict,
    X: NDArray[np.float64],
    y: NDArray[Any],
    *,
    class_names: Sequence[str] | None = None,
    resolution: int = 300,
    title: str | None = None,
) -> Figure:
    """Colour the plane by predicted class, with the examples on top; misclassified ones are ringed.

    Parameters
    ----------
    predict : callable
        Takes points (M, 2) and returns class numbers (M,), such as
        ``lambda points: np.argmax(points @ W + b, axis=1)``. Called twice.
    X : float array of shape (N, 2)
    y : int array of shape (N,)
    class_names : sequence of str, optional
    resolution : int
        Points along each side of the grid.
    title : str, optional

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ShapeError
        If X, y or what `predict` returns has the wrong shape.
    ArgumentError
        If a class is not a whole number from 0, or `resolution` is below 2.

    Examples
    --------
    >>> X, y = np.array([[-1.0, 0.0], [1.0, 0.0]]), np.array([0, 1])
    >>> decision_boundary(lambda points: (points[:, 0] > 0).astype(int), X, y).axes[0].get_title("left")
    'All 2 examples on their own side'
    """
    _check(X, resolution)
    y = _classes(y, len(X), "y, one class per point")
    sides = [_range(X[:, 0], resolution), _range(X[:, 1], resolution)]
    points = np.column_stack([axis.ravel() for axis in np.meshgrid(*sides)])
    region = _classes(predict(points), len(points), PREDICT_HINT).reshape(resolution, resolution)
    wrong = _classes(predict(X), len(X), PREDICT_HINT) != y
    figure, axes = axes_figure(5.6, 4.8)
    _draw_regions(axes, sides, region, num_classes=int(max(region.max(), y.max())) + 1)
    _draw_examples(axes, X, y, class_names)
    axes.scatter(X[wrong, 0], X[wrong, 1], s=75, facecolors="none", edgecolors="black", linewidths=0.8)
    axes.set(xlabel="$x_1$", ylabel="$x_2$")
    axes.set_title(title or _verdict(int(wrong.sum()), len(y)), loc="left")
    axes.grid(visible=False)
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
    return figure


def _draw_regions(
    axes: Axes, sides: Sequence[NDArray[np.float64]], region: NDArray[np.int64], num_classes: int
) -> None:
    pale = ListedColormap([_pale(colour(label)) for label in range(num_classes)])
    x1, x2 = sides
    extent = (x1[0], x1[-1], x2[0], x2[-1])
    image = axes.imshow(region, origin="lower", extent=extent, cmap=pale, aspect="auto")
    image.set_clim(-0.5, num_classes - 0.5)
    present = np.unique(region).tolist()
    for label in present if len(present) > 1 else []:
        axes.contour(x1, x2, region == label, levels=[0.5], colors="white", linewidths=1)


def _draw_examples(
    axes: Axes, X: NDArray[np.float64], y: NDArray[np.int64], class_names: Sequence[str] | None
) -> None:
    style: dict[str, Any] = {"s": 26, "edgecolors": "white", "linewidths": 0.6}
    for label in np.unique(y).tolist():
        name = class_names[label] if class_names is not None else f"class {label}"
        x1, x2 = X[y == label].T
        axes.scatter(x1, x2, c=colour(label), marker=marker(label), label=name, **style)


def _check(X: NDArray[Any], resolution: int) -> None:
    if X.ndim != 2 or X.shape[1] != 2 or not len(X):
        raise ShapeError(f"expected points X of shape (N, 2), got {X.shape}; try data.spiral(rng)")
    if resolution < 2:
        raise ArgumentError(f"expected a resolution of at least 2, got {resolution}")


def _classes(labels: ArrayLike, N: int, hint: str) -> NDArray[np.int64]:
    """Return labels as integers, refusing what cannot be class numbers."""
    classes = np.asarray(labels)
    if classes.shape != (N,):
        raise ShapeError(f"expected one class for each of {N} points, got shape {classes.shape}; try {hint}")
    if classes.dtype.kind not in "iub" or classes.min() < 0:
        raise ArgumentError(
            f"expected class numbers 0, 1, ..., got {classes.dtype} {classes[:3]}; try {hint}"
        )
    return classes.astype(np.int64)


def _range(values: NDArray[np.float64], resolution: int) -> NDArray[np.float64]:
    low, high = float(values.min()), float(values.max())
    margin = 0.1 * (high - low) or 1.0
    return np.linspace(low - margin, high + margin, resolution)


def _pale(name: str) -> tuple[float, ...]:
    return tuple(0.7 + 0.3 * part for part in to_rgb(name))


def _verdict(num_wrong: int, N: int) -> str:
    if not num_wrong:
        return f"All {N} examples on their own side"
    return f"{num_wrong} of {N} examples on the wrong side (ringed)"
