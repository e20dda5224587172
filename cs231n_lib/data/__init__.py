"""Data sets: embedded digits, CIFAR-10, toy points in the plane, and what prepares them for a classifier.

>>> from cs231n_lib import data
>>> data.load_digits()
Split(X_train (1297, 64), X_val (200, 64), X_test (300, 64), float64, 10 classes, images 8 x 8)
"""

from __future__ import annotations

from cs231n_lib.data.cifar10 import load_cifar10
from cs231n_lib.data.digits import load_digits
from cs231n_lib.data.splits import Split, add_bias, subtract_mean, train_val_test_split
from cs231n_lib.data.toys import blobs, moons, spiral

__all__ = [
    "Split",
    "add_bias",
    "blobs",
    "load_cifar10",
    "load_digits",
    "moons",
    "spiral",
    "subtract_mean",
    "train_val_test_split",
]
