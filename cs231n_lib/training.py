"""A small trainer that does the bookkeeping: shuffled minibatches, a progress bar, histories.

What is learnt, and how, stays with the student: `fit` is given the loss with its gradient and the
update rule, and knows nothing of either.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from tqdm.auto import tqdm

from cs231n_lib.errors import ArgumentError, ShapeError, TrainingError
from cs231n_lib.metrics import accuracy

__all__ = ["FitResult", "History", "fit"]

FloatArray = NDArray[np.float64]
LabelArray = NDArray[np.int64]
Params = TypeVar("Params", FloatArray, dict[str, FloatArray])


@dataclass(frozen=True, repr=False, eq=False)
class History:
    """What happened during training.

    Attributes
    ----------
    loss : float64 array of shape (num_steps,)
        Loss of each minibatch at the parameters its step started from.
    train_accuracy, val_accuracy : float64 arrays of shape (num_epochs + 1,)
        Over the whole set, first before training, then after each epoch; empty if not measured.
    """

    loss: FloatArray
    train_accuracy: FloatArray
    val_accuracy: FloatArray

    def __repr__(self) -> str:
        parts = [f"{len(self.loss)} steps, loss {self.loss[0]:.4g} to {self.loss[-1]:.4g}"]
        named = {"train_accuracy": self.train_accuracy, "val_accuracy": self.val_accuracy}
        parts += [f"{name} {curve[-1]:.4g}" for name, curve in named.items() if curve.size]
        return f"History({', '.join(parts)})"


@dataclass(frozen=True, repr=False, eq=False)
class FitResult(Generic[Params]):
    """The trained parameters, of the same form as those passed in, and the `History` of the run."""

    params: Params
    history: History

    def __repr__(self) -> str:
        params: Any = self.params
        named = params if isinstance(params, Mapping) else {"params": params}
        shapes = ", ".join(f"{name} {np.shape(value)}" for name, value in named.items())
        return f"FitResult({shapes}, {self.history})"


def fit(
    loss_function: Callable[[Params, FloatArray, LabelArray], tuple[float, Params]],
    params: Params,
    X: FloatArray,
    y: LabelArray,
    *,
    update: Callable[[Params, Params], Params],
    batch_size: int,
    num_epochs: int,
    rng: np.random.Generator,
    X_val: FloatArray | None = None,
    y_val: LabelArray | None = None,
    scores: Callable[[Params, FloatArray], FloatArray] | None = None,
    progress: bool = True,
) -> FitResult[Params]:
    """Train on shuffled minibatches, and keep account of loss and accuracy.

    Parameters
    ----------
    loss_function : callable
        ``loss_function(params, X, y)`` returns the loss of a minibatch and its gradient, of the form of
        `params`. Bind what else it needs: ``lambda W, X, y: svm_loss_vectorized(W, X, y, reg)``.
    params : float64 array, or dict of name to float64 array
        Where to start. Not modified, even if `update` works in place.
    X : float64 array of shape (N, D)
    y : int64 array of shape (N,)
    update : callable
        ``update(params, grads)`` returns the next parameters.
    batch_size : int
        Examples per step; the last minibatch of an epoch has what is left.
    num_epochs : int
        How often every example is used.
    rng : numpy.random.Generator
        Shuffles the examples before each epoch.
    X_val, y_val : arrays like X and y, optional
        Validation set; needs `scores`.
    scores : callable, optional
        ``scores(params, X)`` returns scores (N, C). With it, accuracies are measured.
    progress : bool
        Show a progress bar.

    Returns
    -------
    FitResult

    Raises
    ------
    ShapeError
        If X and y do not have the same length, or are empty.
    ArgumentError
        If `batch_size` or `num_epochs` is below 1, or the validation set is incomplete.
    TrainingError
        If the loss stops being finite, or a function returns something else than described here.

    Examples
    --------
    Find the mean of two points by descending half the mean squared distance:

    >>> def half_squared_distance(w, X, y):
    ...     return 0.5 * np.mean((w - X) ** 2), w - X.mean(axis=0)
    >>> result = fit(
    ...     half_squared_distance, np.array([0.0]), np.array([[1.0], [3.0]]), np.array([0, 0]),
    ...     update=lambda w, dw: w - 0.5 * dw, batch_size=2, num_epochs=3, rng=np.random.default_rng(0),
    ...     progress=False,
    ... )
    >>> result.params  # half way to 2 at each step: 1, 1.5, 1.75
    array([1.75])
    >>> result.history.loss  # at 0, 1 and 1.5
    array([2.5  , 1.   , 0.625])
    """
    _check_arguments(X, y, batch_size, num_epochs)
    measure = _Accuracies(scores, (X, y), _validation_set(X_val, y_val, scores))
    params = copy.deepcopy(params)
    losses: list[float] = []
    measure(params)
    steps_per_epoch = -(-len(X) // batch_size)
    with tqdm(total=num_epochs * steps_per_epoch, unit="step", disable=not progress) as bar:
        for _ in range(num_epochs):
            for batch in _minibatches(len(X), batch_size, rng):
                params, loss = _step(loss_function, update, params, X[batch], y[batch], len(losses))
                losses.append(loss)
                bar.update()
            measure(params)
            bar.set_postfix({"loss": f"{loss:.3g}", **measure.latest()})
    return FitResult(params, History(np.array(losses), np.array(measure.train), np.array(measure.val)))


class _Accuracies:
    """Accuracies measured so far; stays empty when there is nothing to measure with."""

    def __init__(
        self,
        scores: Callable[[Any, FloatArray], FloatArray] | None,
        train_set: tuple[FloatArray, LabelArray],
        val_set: tuple[FloatArray, LabelArray] | None,
    ) -> None:
        self._scores = scores
        self._train_set = train_set
        self._val_set = val_set
        self.train: list[float] = []
        self.val: list[float] = []

    def __call__(self, params: Any) -> None:
        if self._scores is None:
            return
        X, y = self._train_set
        self.train.append(accuracy(self._scores(params, X), y))
        if self._val_set is not None:
            X, y = self._val_set
            self.val.append(accuracy(self._scores(params, X), y))

    def latest(self) -> dict[str, str]:
        """Return what the progress bar shows."""
        named = {"train_accuracy": self.train, "val_accuracy": self.val}
        return {name: f"{values[-1]:.3f}" for name, values in named.items() if values}


def _step(
    loss_function: Callable[[Params, FloatArray, LabelArray], tuple[float, Params]],
    update: Callable[[Params, Params], Params],
    params: Params,
    X: FloatArray,
    y: LabelArray,
    step: int,
) -> tuple[Params, float]:
    """Take one step; X and y are copies of the batch, safe from whatever the functions do to them."""
    returned: Any = loss_function(params, X, y)
    if not isinstance(returned, tuple) or len(returned) != 2:
        raise TrainingError(f"expected loss_function to return (loss, grads), got {_kind(returned)}")
    loss, grads = float(returned[0]), returned[1]
    if not np.isfinite(loss):
        raise TrainingError(
            f"expected a finite loss, got {loss} at step {step}; "
            f"try a smaller learning rate, and check the gradient first"
        )
    _check_form(grads, params, "loss_function to return gradients")
    params = update(params, grads)
    _check_form(params, grads, "update to return parameters")
    return params, loss


def _minibatches(N: int, batch_size: int, rng: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    order = rng.permutation(N)
    for start in range(0, N, batch_size):
        yield order[start : start + batch_size]


def _validation_set(
    X_val: FloatArray | None, y_val: LabelArray | None, scores: object
) -> tuple[FloatArray, LabelArray] | None:
    if X_val is None and y_val is None:
        return None
    if X_val is None or y_val is None or scores is None:
        raise ArgumentError("expected X_val, y_val and scores together, got only some of them; try all three")
    return X_val, y_val


def _check_arguments(X: FloatArray, y: LabelArray, batch_size: int, num_epochs: int) -> None:
    if not len(X) or len(X) != len(y):
        raise ShapeError(f"expected at least one example and one label for each, got {len(X)} and {len(y)}")
    if batch_size < 1 or num_epochs < 1:
        raise ArgumentError(f"expected batch_size and num_epochs >= 1, got {batch_size} and {num_epochs}")


def _check_form(value: Any, like: Any, what: str) -> None:
    """Compare what came back with what went in: an array like an array, a dict like a dict."""
    if isinstance(like, Mapping) != isinstance(value, Mapping) or value is None:
        raise TrainingError(f"expected {what} as {_kind(like)}, got {_kind(value)}; try a return at its end")
    pairs = [("W", like, value)]
    if isinstance(like, Mapping):
        if like.keys() != value.keys():
            raise TrainingError(f"expected {what} for {sorted(like)}, got {sorted(value)}")
        pairs = [(name, like[name], value[name]) for name in like]
    for name, old, new in pairs:
        if np.shape(old) != np.shape(new):
            raise TrainingError(f"expected {what} of shape {np.shape(old)} for {name}, got {np.shape(new)}")


def _kind(value: Any) -> str:
    return "None" if value is None else f"a {type(value).__name__}"
