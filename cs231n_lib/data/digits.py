"""The embedded digits: real images that need no download, small enough to train on in seconds."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cs231n_lib.data.splits import Split, train_val_test_split

__all__ = ["load_digits"]

FILE = "datasets/data/digits.csv.gz"  # in scikit-learn's folder
NUM_VAL = 200
NUM_TEST = 300
MAX_PIXEL = 16


def load_digits(*, bias_trick: bool = False, center: bool = True, seed: int = 0) -> Split:
    """Load 1,797 handwritten digits of 8 x 8 pixels: 1,297 to train on, 200 to validate, 300 to test.

    Parameters
    ----------
    bias_trick : bool
        Append a column of ones to every X.
    center : bool
        Subtract the mean training image.
    seed : int
        Decides which image goes to which set; the same seed always gives the same sets.

    Returns
    -------
    Split
        X float64 (N, 64), or (N, 65) with the bias trick; pixels were in [0, 1] before centring.

    Notes
    -----
    Source: `sklearn.datasets.load_digits`, the test part of the UCI set "Optical Recognition of
    Handwritten Digits" (Alpaydin and Kaynak, 1998).

    Examples
    --------
    >>> digits = load_digits(bias_trick=True)
    >>> digits.X_train.shape, digits.y_train.shape, digits.image_shape
    ((1297, 65), (1297,), (8, 8))
    """
    pixels, labels = _read()
    rng = np.random.default_rng(seed)
    train, val, test = train_val_test_split(pixels, labels, num_val=NUM_VAL, num_test=NUM_TEST, rng=rng)
    return Split(
        train,
        val,
        test,
        class_names=tuple("0123456789"),
        image_shape=(8, 8),
        divisor=MAX_PIXEL,
        center=center,
        bias_trick=bias_trick,
    )


@cache
def _read() -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Read scikit-learn's file without importing scikit-learn, which takes a second."""
    package = find_spec("sklearn")
    if package is None or package.origin is None or not (Path(package.origin).parent / FILE).is_file():
        from sklearn.datasets import load_digits as sklearn_digits  # wherever a later release keeps it

        pixels, labels = sklearn_digits(return_X_y=True)
        return pixels, labels
    rows = np.loadtxt(Path(package.origin).parent / FILE, delimiter=",")
    return rows[:, :-1], rows[:, -1].astype(np.int64)
