"""Training, validation and test sets: how they are cut, centred, given a bias column, and passed around.

Where the examples come from is the business of the loaders beside this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from cs231n_lib.errors import ArgumentError, ShapeError

__all__ = [
    "FloatArray",
    "LabelArray",
    "Split",
    "add_bias",
    "subtract_mean",
    "train_val_test_split",
]

FloatArray = NDArray[np.floating[Any]]
LabelArray = NDArray[np.int64]
Part = tuple[NDArray[Any], NDArray[Any]]
ROWS_AT_ONCE = 64


@dataclass(frozen=True, repr=False, eq=False)
class Split:
    """Images as rows, ready for a classifier, with what is needed to turn rows back into images.

    A split is made from pixels and labels; ``X_train``, ``X_val`` and ``X_test`` are converted from them when
    they are first looked at, so that nobody pays for what is not used: the full CIFAR-10 takes 1.5 GB in
    float64, and its pixels a tenth of it.

    Attributes
    ----------
    X_train, X_val, X_test : float arrays of shape (N, D), or (N, D + 1) with the bias trick
        One image per row; the last column is all ones with the bias trick.
    y_train, y_val, y_test : int64 arrays of shape (N,)
        Labels in [0, C).
    train, val, test : tuples of arrays, pixels (N, D) and labels (N,)
        What the split is made from; `prepare` makes rows of X from any of the pixels.
    class_names : tuple of C str
    image_shape : tuple of int
        ``(8, 8)`` for grey images, ``(32, 32, 3)`` for colour; its product is D.
    mean_image : float array of shape (D,)
        What is subtracted from every image: the mean of the training images, or zeros.
    divisor : float
        What pixels are divided by.
    max_pixel : float
        The value of a white pixel before the mean is subtracted.
    center, bias_trick : bool
        Whether the mean is subtracted, and a column of ones appended.
    dtype : dtype, float64 or float32
        Of every X and of the mean.
    """

    train: Part
    val: Part
    test: Part
    class_names: tuple[str, ...]
    image_shape: tuple[int, ...]
    divisor: float = 1.0
    max_pixel: float = 1.0
    center: bool = True
    bias_trick: bool = False
    dtype: DTypeLike = np.float64

    def __repr__(self) -> str:
        parts = {"X_train": self.train, "X_val": self.val, "X_test": self.test}
        shapes = ", ".join(f"{name} {self._shape(pixels)}" for name, (pixels, _) in parts.items())
        size = " x ".join(str(side) for side in self.image_shape)
        return f"Split({shapes}, {np.dtype(self.dtype)}, {len(self.class_names)} classes, images {size})"

    @cached_property
    def X_train(self) -> FloatArray:
        """The training images."""
        return self.prepare(self.train[0])

    @cached_property
    def X_val(self) -> FloatArray:
        """The validation images."""
        return self.prepare(self.val[0])

    @cached_property
    def X_test(self) -> FloatArray:
        """The test images."""
        return self.prepare(self.test[0])

    @cached_property
    def y_train(self) -> LabelArray:
        """The training images' labels."""
        return np.array(self.train[1], dtype=np.int64)

    @cached_property
    def y_val(self) -> LabelArray:
        """The validation images' labels."""
        return np.array(self.val[1], dtype=np.int64)

    @cached_property
    def y_test(self) -> LabelArray:
        """The test images' labels."""
        return np.array(self.test[1], dtype=np.int64)

    @cached_property
    def mean_image(self) -> FloatArray:
        """What is subtracted from every image."""
        if not self.center:
            return np.zeros(self.train[0].shape[1], dtype=self.dtype)
        mean: FloatArray = self.train[0].mean(axis=0, dtype=np.float64) / self.divisor
        return mean.astype(self.dtype)

    def prepare(self, pixels: NDArray[Any]) -> FloatArray:
        """Turn pixels into rows for a classifier: convert, divide, subtract the mean, append the ones.

        Parameters
        ----------
        pixels : array of shape (N, D)
            Such as ``split.train[0][:100]``. Not modified.

        Returns
        -------
        float array of shape (N, D), or (N, D + 1) with the bias trick, of the split's dtype

        Examples
        --------
        A minibatch of a set that is larger than the memory:

        >>> from cs231n_lib.data import load_digits
        >>> digits = load_digits()
        >>> bool((digits.prepare(digits.train[0][:5]) == digits.X_train[:5]).all())
        True
        """
        D = pixels.shape[1]
        X: FloatArray = np.ones(self._shape(pixels), dtype=self.dtype)
        for start in range(0, len(X), ROWS_AT_ONCE):  # so few that they stay in the processor's cache
            rows = X[start : start + ROWS_AT_ONCE, :D]
            rows[:] = pixels[start : start + ROWS_AT_ONCE]
            rows /= self.divisor
            if self.center:
                rows -= self.mean_image
        return X

    def _shape(self, pixels: NDArray[Any]) -> tuple[int, int]:
        N, D = pixels.shape
        return N, D + self.bias_trick

    def to_images(self, X: FloatArray) -> FloatArray:
        """Turn rows of this split back into images that can be looked at.

        Parameters
        ----------
        X : float array of shape (N, D) or (N, D + 1)
            Rows as in ``X_train``; a bias column is dropped. Not modified.

        Returns
        -------
        float array of shape (N, *image_shape)
            Pixels between 0 (black) and 1 (white), the mean added back.

        Raises
        ------
        ShapeError
            If X has neither D nor D + 1 columns.

        Examples
        --------
        >>> from cs231n_lib.data import load_digits
        >>> digits = load_digits()
        >>> digits.to_images(digits.X_train[:5]).shape
        (5, 8, 8)
        """
        D = self.mean_image.size
        if X.ndim != 2 or X.shape[1] not in (D, D + 1):
            raise ShapeError(f"expected rows of shape (N, {D}) or (N, {D + 1}), got {X.shape}; try X[:5]")
        pixels = (X[:, :D] + self.mean_image) / self.max_pixel
        return np.clip(pixels, 0, 1).reshape(-1, *self.image_shape)


def add_bias(X: FloatArray) -> FloatArray:
    """Append a column of ones, so that the last row of W acts as the bias (the bias trick).

    Parameters
    ----------
    X : float array of shape (N, D)
        Not modified.

    Returns
    -------
    float array of shape (N, D + 1), of X's dtype

    Raises
    ------
    ShapeError
        If X is not two-dimensional.

    Notes
    -----
    Source: CS231n notes on linear classification, "Bias trick".

    Examples
    --------
    >>> add_bias(np.array([[5.0, 7.0], [6.0, 8.0]]))
    array([[5., 7., 1.],
           [6., 8., 1.]])
    """
    if X.ndim != 2:
        raise ShapeError(f"expected X of shape (N, D), got {X.shape}; try X[np.newaxis] for one example")
    return np.column_stack([X, np.ones(len(X), dtype=X.dtype)])


def subtract_mean(X_train: FloatArray, *others: FloatArray) -> tuple[FloatArray, ...]:
    """Centre every set by the mean of the *training* rows; the other sets have no say in it.

    Parameters
    ----------
    X_train : float array of shape (N, D)
    *others : float arrays of shape (any, D)
        Validation and test rows. Nothing passed in is modified.

    Returns
    -------
    tuple of float arrays
        X_train and the others centred, then the mean (D,).

    Raises
    ------
    ShapeError
        If X_train is empty or another set has a different number of columns.

    Examples
    --------
    >>> X_train, X_test, mean = subtract_mean(np.array([[1.0, 4.0], [3.0, 6.0]]), np.array([[2.0, 9.0]]))
    >>> mean
    array([2., 5.])
    >>> X_test
    array([[0., 4.]])
    """
    if X_train.ndim != 2 or len(X_train) == 0:
        raise ShapeError(f"expected X_train of shape (N, D) with N > 0, got {X_train.shape}")
    for other in others:
        if other.shape[1:] != X_train.shape[1:]:
            raise ShapeError(f"expected sets of {X_train.shape[1]} columns like X_train, got {other.shape}")
    mean = X_train.mean(axis=0)
    return (*(X - mean for X in (X_train, *others)), mean)


def train_val_test_split(
    X: NDArray[Any], y: NDArray[Any], *, num_val: int, num_test: int, rng: np.random.Generator
) -> tuple[Part, Part, Part]:
    """Deal shuffled examples into a training, a validation and a test set.

    Parameters
    ----------
    X : array of shape (N, ...)
    y : array of shape (N,)
        Neither is modified; each example goes to exactly one set.
    num_val, num_test : int
        Sizes of two of the sets; what is left is for training.
    rng : numpy.random.Generator
        Decides who goes where.

    Returns
    -------
    ``(X_train, y_train), (X_val, y_val), (X_test, y_test)``

    Raises
    ------
    ShapeError
        If X and y differ in length.
    ArgumentError
        If a size is negative or nothing is left for training.

    Examples
    --------
    >>> X, y = np.arange(10.0), np.arange(10)
    >>> train, val, test = train_val_test_split(X, y, num_val=2, num_test=3, rng=np.random.default_rng(0))
    >>> len(train[0]), len(val[0]), len(test[0])
    (5, 2, 3)
    >>> sorted(y for part in (train, val, test) for y in part[1].tolist())
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    """
    if len(X) != len(y):
        raise ShapeError(f"expected one label per example, got {len(X)} examples and {len(y)} labels")
    if num_val < 0 or num_test < 0 or num_val + num_test >= len(X):
        raise ArgumentError(
            f"expected num_val >= 0 and num_test >= 0 that leave some of {len(X)} examples to train on, "
            f"got num_val={num_val}, num_test={num_test}"
        )
    order = rng.permutation(len(X))
    test, val, train = np.split(order, [num_test, num_test + num_val])
    return (X[train], y[train]), (X[val], y[val]), (X[test], y[test])
