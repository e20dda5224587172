"""Curves of a training run: the loss at every step, the accuracy after every epoch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter
from numpy.typing import ArrayLike, NDArray

from cs231n_lib.errors import ShapeError
from cs231n_lib.figures.canvas import axes_figure, colour, dashes

__all__ = ["accuracy_curves", "loss_curve"]

SMOOTH_FROM = 60  # shorter histories show every step clearly enough
LOGARITHMIC_FROM = 1000.0
HOPELESS = 1e100  # a loss this large is as good as infinite, and would leave no axis for the others


class AccuracyHistory(Protocol):
    """What `accuracy_curves` needs of a training history; `training.History` has it."""

    @property
    def train_accuracy(self) -> NDArray[np.float64]:
        """Accuracy on the training set after each epoch, the first before training."""

    @property
    def val_accuracy(self) -> NDArray[np.float64]:
        """The same on the validation set; empty if there was none."""


def loss_curve(
    loss_history: ArrayLike | Mapping[str, ArrayLike], *, label: str | None = None, title: str | None = None
) -> Figure:
    """Draw the loss over the steps; several runs on the same axes if a mapping is given.

    Long histories that jump, as minibatch losses do, are drawn pale, with their running mean on top: what
    matters is where they are going. Losses that differ a thousandfold get a logarithmic axis; where a
    loss explodes, a cross and the legend say so.

    Parameters
    ----------
    loss_history : float array of shape (num_steps,), or mapping of name to such arrays
    label : str, optional
        Name of a single curve.
    title : str, optional

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ShapeError
        If there is no history, or one is empty or not one-dimensional.

    Examples
    --------
    >>> figure = loss_curve({"slow": [3, 2, 1.5], "fast": [3, 1, 0.5]})
    >>> [text.get_text() for text in figure.axes[0].get_legend().get_texts()]
    ['slow', 'fast']
    """
    histories = loss_history if isinstance(loss_history, Mapping) else {label or "": loss_history}
    if not histories:
        raise ShapeError("expected at least one loss history, got an empty mapping")
    figure, axes = axes_figure()
    curves = {name: _as_curve(history, name or "loss_history") for name, history in histories.items()}
    for index, (name, curve) in enumerate(curves.items()):
        _draw_loss(axes, curve, name, index)
    axes.set(xlabel="step", ylabel="loss")
    axes.set_title(title or "", loc="left")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    _scale_losses(axes, np.concatenate(list(curves.values())))
    if axes.get_legend_handles_labels()[1]:
        axes.legend(frameon=False)
    return figure


def accuracy_curves(
    history: AccuracyHistory | Mapping[str, ArrayLike], *, title: str | None = None
) -> Figure:
    """Draw accuracies over the epochs; the gap between training and validation is overfitting.

    Parameters
    ----------
    history : training.History, or mapping of name to float array of shape (num_epochs + 1,)
        Accuracies in [0, 1]; the first is measured before training.
    title : str, optional

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ShapeError
        If there is no curve, or one is empty or not one-dimensional.

    Examples
    --------
    >>> figure = accuracy_curves({"training": [0.1, 0.8, 0.9], "validation": [0.1, 0.75, 0.8]})
    >>> figure.axes[0].get_xlabel()
    'epoch'
    """
    curves = history if isinstance(history, Mapping) else _both_sets(history)
    if not curves:
        raise ShapeError("expected at least one accuracy curve, got none; try fit(..., scores=...)")
    figure, axes = axes_figure()
    for index, (name, values) in enumerate(curves.items()):
        curve = _as_curve(values, name)
        name = f"{name} ({curve[-1]:.1%} at the end)"
        axes.plot(
            curve,
            color=colour(index),
            linestyle=dashes(index),
            linewidth=2,
            marker="o",
            markersize=3.5,
            label=name,
        )
    axes.set(xlabel="epoch", ylabel="accuracy")
    axes.set_title(title or "", loc="left")
    axes.set_ylim(0, 1.02)
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.legend(loc="lower right", frameon=False)
    return figure


def _both_sets(history: AccuracyHistory) -> dict[str, NDArray[np.float64]]:
    curves = {"training": history.train_accuracy, "validation": history.val_accuracy}
    return {name: curve for name, curve in curves.items() if len(curve)}


def _as_curve(values: ArrayLike, name: str) -> NDArray[np.float64]:
    curve = np.asarray(values, dtype=np.float64)
    if curve.ndim != 1 or not curve.size:
        raise ShapeError(f"expected {name} to be a non-empty list of numbers, got shape {curve.shape}")
    return curve


def _scale_losses(axes: Axes, losses: NDArray[np.float64]) -> None:
    finite = losses[np.abs(losses) < HOPELESS]
    if finite.size and 0 < finite.min() * LOGARITHMIC_FROM < finite.max():
        axes.set_yscale("log")
    elif finite.size and finite.min() >= 0:
        axes.set_ylim(bottom=0)


def _draw_loss(axes: Axes, curve: NDArray[np.float64], name: str, index: int) -> None:
    """Draw one history up to where it explodes; `name` and what became of it go to the legend."""
    exploded = np.flatnonzero(~(np.abs(curve) < HOPELESS))
    if exploded.size:
        end = int(exploded[0])
        name = f"{name} ({curve[end]:.3g} from step {end})".lstrip()
        curve = curve[:end] if end else np.zeros(1)
        axes.plot(len(curve) - 1, curve[-1], marker="x", markersize=8, color=colour(index))
    steps = np.arange(len(curve), dtype=np.float64)
    if _jumps(curve):
        axes.plot(curve, color=colour(index), linewidth=0.8, alpha=0.3)
        window = np.full(len(curve) // 20, 1 / (len(curve) // 20))
        steps, curve = (np.convolve(values, window, mode="valid") for values in (steps, curve))
    point = "o" if len(curve) == 1 else ""
    axes.plot(
        steps, curve, color=colour(index), linestyle=dashes(index), linewidth=2, marker=point, label=name
    )


def _jumps(curve: NDArray[np.float64]) -> bool:
    """Say whether a history is noisy enough to need a running mean; that of full batches is smooth."""
    if len(curve) < SMOOTH_FROM:
        return False
    return bool(np.median(np.abs(np.diff(curve, 2))) > 0.01 * np.ptp(curve))
