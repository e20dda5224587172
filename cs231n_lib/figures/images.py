"""Pictures: images of a data set, and weights drawn as images."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from cs231n_lib.errors import ArgumentError, ShapeError
from cs231n_lib.figures.canvas import grid_figure

__all__ = ["hidden_units", "image_grid", "templates"]

CAPTION_INCHES = 0.24
MAX_CELL_INCHES = 1.3
MAX_WIDTH_INCHES = 9


def image_grid(
    images: ArrayLike,
    labels: Sequence[Any] | NDArray[Any] | None = None,
    *,
    class_names: Sequence[str] | None = None,
    columns: int = 10,
    title: str | None = None,
) -> Figure:
    """Show images side by side, each under its label.

    Parameters
    ----------
    images : array of shape (N, height, width) or (N, height, width, 3)
        Integers from 0 to 255, or floats from 0 (black) to 1 (white); N at least 1.
    labels : sequence of length N, optional
        Written above the images: text, or class numbers if `class_names` is given.
    class_names : sequence of str, optional
        Turns numbers in `labels` into names.
    columns : int
        How many in a row.
    title : str, optional

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ShapeError
        If `images` is something else, or there is not one label per image.
    ArgumentError
        If `columns` is below 1.

    Examples
    --------
    >>> figure = image_grid(np.eye(3)[np.newaxis], labels=["identity"])
    >>> figure.axes[0].get_title()
    'identity'
    """
    pictures = _as_pictures(images)
    captions = _captions(labels, class_names, len(pictures))
    figure, frames = _frames(len(pictures), columns, caption=any(captions))
    for frame, picture, caption in zip(frames, pictures, captions, strict=False):
        frame.imshow(picture, cmap="gray", vmin=0, vmax=1, interpolation="nearest")
        frame.set_title(caption, fontsize=9, pad=3)
    _set_title(figure, title)
    return figure


def templates(
    W: ArrayLike,
    image_shape: tuple[int, ...],
    class_names: Sequence[str] | None = None,
    *,
    bias: bool = False,
    columns: int = 5,
    title: str | None = None,
) -> Figure:
    """Show each column of W as the image that its class responds to most.

    Grey images get a diverging map around zero: blue pixels speak for the class, red ones against it,
    white ones do not matter. Colour images are stretched to the full range, one by one.

    Parameters
    ----------
    W : float array of shape (D, C), or (D + 1, C) with ``bias=True``
    image_shape : tuple of int
        ``(8, 8)`` or ``(32, 32, 3)``; its product is D.
    class_names : sequence of C str, optional
    bias : bool
        The last row of W is the bias (bias trick) and is left out.
    columns : int
        How many in a row.
    title : str, optional

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ShapeError
        If W, `image_shape` and `class_names` do not fit together.

    Notes
    -----
    Source: CS231n notes on linear classification, "Interpretation of linear classifiers as template
    matching".

    Examples
    --------
    >>> figure = templates(np.eye(64)[:, :2], (8, 8), ["top left", "next to it"])
    >>> [axes.get_title() for axes in figure.axes[:2]]
    ['top left', 'next to it']
    """
    weights = _weight_images(W, image_shape, bias)
    captions = _captions(class_names, None, len(weights))
    figure, frames = _frames(len(weights), columns, caption=any(captions))
    _draw_weights(figure, frames, weights, ends=("against", "for"))
    for frame, caption in zip(frames, captions, strict=False):
        frame.set_title(caption, fontsize=9, pad=3)
    _set_title(figure, title)
    return figure


def hidden_units(
    W1: ArrayLike,
    image_shape: tuple[int, ...],
    *,
    bias: bool = False,
    max_units: int = 100,
    title: str | None = None,
) -> Figure:
    """Show what the hidden units look for, the units with the largest weights first.

    Parameters
    ----------
    W1 : float array of shape (D, H), or (D + 1, H) with ``bias=True``
    image_shape : tuple of int
        ``(8, 8)`` or ``(32, 32, 3)``; its product is D.
    bias : bool
        The last row of W1 is the bias and is left out.
    max_units : int
        Show no more than these.
    title : str, optional

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ShapeError
        If W1 and `image_shape` do not fit together.
    ArgumentError
        If `max_units` is below 1.

    Examples
    --------
    >>> len([axes for axes in hidden_units(np.eye(64), (8, 8), max_units=30).axes if axes.images])
    30
    """
    if max_units < 1:
        raise ArgumentError(f"expected max_units of at least 1, got {max_units}")
    weights = _weight_images(W1, image_shape, bias)
    size = np.linalg.norm(weights.reshape(len(weights), -1), axis=1)
    shown = weights[np.argsort(-size, kind="stable")[:max_units]]
    figure, frames = _frames(len(shown), math.ceil(math.sqrt(2 * len(shown))))
    _draw_weights(figure, frames, shown, ends=("", ""))
    _set_title(figure, title)
    return figure


def _as_pictures(images: ArrayLike) -> NDArray[np.float64]:
    """Return floats in [0, 1] of shape (N, height, width) or (N, height, width, 3)."""
    pictures = np.asarray(images)
    if pictures.ndim not in (3, 4) or pictures.shape[3:] not in ((), (3,)) or not pictures.size:
        raise ShapeError(
            f"expected images of shape (N, height, width) or (N, height, width, 3), got {pictures.shape}; "
            f"try split.to_images(X[:10]) for rows X, or images[np.newaxis] for a single image"
        )
    scale = 255 if pictures.dtype.kind in "iu" else 1
    return np.clip(pictures / scale, 0, 1)


def _weight_images(W: ArrayLike, image_shape: tuple[int, ...], bias: bool) -> NDArray[np.float64]:
    """Return the columns of W as images: (C, height, width) or (C, height, width, 3)."""
    weights = np.asarray(W, dtype=np.float64)
    expected_rows = int(np.prod(image_shape)) + bias
    if len(image_shape) not in (2, 3) or image_shape[2:] not in ((), (3,)):
        raise ShapeError(f"expected image_shape (height, width) or (height, width, 3), got {image_shape}")
    if weights.ndim != 2 or len(weights) != expected_rows or not weights.size:
        hint = "bias=True" if len(weights) == expected_rows + 1 else "W of shape (D, C), one column per image"
        raise ShapeError(
            f"expected {expected_rows} rows for images {image_shape}, got {weights.shape}; try {hint}"
        )
    return weights[: expected_rows - bias].T.reshape(-1, *image_shape)


def _captions(labels: Any, class_names: Sequence[str] | None, count: int) -> list[str]:
    if labels is None:
        return [""] * count
    if len(labels) != count:
        raise ShapeError(
            f"expected one label for each of {count} images, got {len(labels)}; try labels[:{count}]"
        )
    return [str(label) if class_names is None else class_names[int(label)] for label in labels]


def _frames(count: int, columns: int, *, caption: bool = False) -> tuple[Figure, list[Axes]]:
    if columns < 1:
        raise ArgumentError(f"expected at least 1 column, got {columns}")
    columns = min(columns, count)
    cell = min(MAX_CELL_INCHES, MAX_WIDTH_INCHES / columns)
    return grid_figure(-(-count // columns), columns, cell=cell, caption=CAPTION_INCHES if caption else 0.0)


def _draw_weights(
    figure: Figure, frames: list[Axes], weights: NDArray[np.float64], *, ends: tuple[str, str]
) -> None:
    if weights.ndim == 4:
        for frame, picture in zip(frames, weights, strict=False):
            low, high = picture.min(), picture.max()
            frame.imshow((picture - low) / (high - low or 1), interpolation="nearest")
        return
    # One scale for all, so that pale means weak, and symmetric, so that white means zero.
    largest = float(np.abs(weights).max()) or 1.0
    for frame, picture in zip(frames, weights, strict=False):
        drawn = frame.imshow(picture, cmap="RdBu", vmin=-largest, vmax=largest, interpolation="nearest")
    bar = figure.colorbar(drawn, ax=frames, shrink=0.8, aspect=25, pad=0.02)
    low, high = ends
    bar.set_ticks([-largest, 0, largest], labels=[f"−{largest:.2g} {low}", "0", f"+{largest:.2g} {high}"])
    bar.ax.tick_params(length=0, labelsize=8)
    bar.outline.set_visible(False)


def _set_title(figure: Figure, title: str | None) -> None:
    if title:
        figure.suptitle(title, fontsize=11)
