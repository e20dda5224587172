"""CIFAR-10: 60,000 colour photographs of 32 x 32 pixels in ten classes."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike

from cs231n_lib.data import cifar10_cache, cifar10_files
from cs231n_lib.data.splits import Part, Split
from cs231n_lib.errors import ArgumentError, DataError

__all__ = ["load_cifar10"]

MAX_PIXEL = 255.0


def load_cifar10(
    path: str | os.PathLike[str] | None = None,
    *,
    num_train: int | None = None,
    num_val: int | None = None,
    num_test: int | None = None,
    center: bool = True,
    bias_trick: bool = False,
    scale: bool = True,
    dtype: DTypeLike = np.float64,
    seed: int | None = None,
) -> Split:
    """Load CIFAR-10 from a folder, an archive, or by a checked download that is kept for next time.

    Parameters
    ----------
    path : path-like, optional
        The folder ``cifar-10-batches-py``, one that contains it, or ``cifar-10-python.tar.gz``. Without
        it, the environment variable ``CS231N_CIFAR10`` says where; without that, 170 MB are downloaded.
    num_train, num_val, num_test : int, optional
        How many images. By default all there are, one in fifty of the training images for validation:
        49,000, 1,000 and 10,000 of the full set, as in the course.
    center : bool
        Subtract the mean of the images in ``X_train``.
    bias_trick : bool
        Append a column of ones to every X.
    scale : bool
        Pixels in [0, 1], so that what trains on the digits trains here. False keeps the 0 to 255 of the
        course's own assignments, with their learning rates about 1e-7.
    dtype : dtype
        float64 or float32; the full set takes 1.5 GB or half of it, once it is looked at.
    seed : int, optional
        Shuffles the training images before validation images are set aside, and the test images. By
        default images come in file order, as in the course.

    Returns
    -------
    Split
        X (N, 3072), or (N, 3073) with the bias trick; a row is an image (32, 32, 3), laid flat. Each X is
        converted when it is first looked at; until then there are only the pixels, and those on the disk.

    Raises
    ------
    DataError
        If the files are not there or damaged, the download fails, or there are fewer images than asked for.
    ArgumentError
        If a number is negative, num_train is 0, or the dtype is not float32 or float64.

    Notes
    -----
    The first load keeps the decoded images (184 MB) in the user's cache folder, and later ones map them:
    milliseconds, and no memory but for what is used. Where nothing can be kept, each load decodes them.

    Source: Krizhevsky, "Learning multiple layers of features from tiny images", 2009. The pickles are
    read by an unpickler that can build nothing but plain data, whoever made them.

    Examples
    --------
    Not run as a test, since it may download::

        load_cifar10("cifar-10-python.tar.gz", num_train=500, num_val=100, num_test=100)
        # Split(X_train (500, 3072), X_val (100, 3072), X_test (100, 3072), float64, 10 classes, ...)
    """
    if np.dtype(dtype) not in (np.float32, np.float64):
        raise ArgumentError(f"expected dtype float32 or float64, got {np.dtype(dtype)}")
    place = cifar10_files.find(path)
    batches = cifar10_cache.read(place)
    num_train, num_val = _train_sizes(num_train, num_val, len(batches.train[1]), str(place))
    num_test = _test_size(num_test, len(batches.test[1]), str(place))
    rng = None if seed is None else np.random.default_rng(seed)
    train, val = _cut(batches.train, (num_train, num_val), rng)
    (test,) = _cut(batches.test, (num_test,), rng)
    return Split(
        train,
        val,
        test,
        class_names=batches.class_names,
        image_shape=(32, 32, 3),
        divisor=MAX_PIXEL if scale else 1.0,
        max_pixel=1.0 if scale else MAX_PIXEL,
        center=center,
        bias_trick=bias_trick,
        dtype=dtype,
    )


def _train_sizes(num_train: int | None, num_val: int | None, available: int, source: str) -> tuple[int, int]:
    """Fill in what was left open, and refuse what is not there."""
    usual_val = available // 50
    if num_val is None:
        num_val = usual_val if num_train is None else min(usual_val, max(available - num_train, 0))
    if num_train is None:
        num_train = max(available - num_val, 0)
    if num_train + num_val > available:
        raise DataError(
            f"expected num_train + num_val of at most {available}, the training images in {source}, "
            f"got {num_train} + {num_val}; try num_train={available - usual_val}, num_val={usual_val}"
        )
    if num_train < 1 or num_val < 0:
        raise ArgumentError(f"expected num_train >= 1 and num_val >= 0, got {num_train} and {num_val}")
    return num_train, num_val


def _test_size(num_test: int | None, available: int, source: str) -> int:
    if num_test is None:
        return available
    if num_test < 0:
        raise ArgumentError(f"expected num_test >= 0, got {num_test}")
    if num_test > available:
        raise DataError(
            f"expected num_test of at most {available}, the test images in {source}, got {num_test}; "
            f"try num_test={available}"
        )
    return num_test


def _cut(part: Part, sizes: Sequence[int], rng: np.random.Generator | None) -> list[Part]:
    """Cut a part into sets of these sizes: views in file order, or shuffled rows, which alone are copied."""
    pixels, labels = part
    ends = np.cumsum(sizes).tolist()
    rows = [slice(end - size, end) for end, size in zip(ends, sizes, strict=True)]
    if rng is None:
        return [(pixels[row], labels[row]) for row in rows]
    order = rng.permutation(len(labels))
    return [(pixels[order[row]], labels[order[row]]) for row in rows]
