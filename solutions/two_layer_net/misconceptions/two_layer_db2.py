"""Known wrong ways to write two_layer_db2.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "two_layer_db2",
    "bias-gradient-not-summed",
    "the mean over the examples is taken instead of the sum: dscores holds the 1/N already",
)
def db2_mean(dscores):
    return np.mean(dscores, axis=0)


@misconception("two_layer_db2", "bias-gradient-not-summed", "only the first example counts")
def db2_first(dscores):
    return dscores[0].copy()


@misconception("two_layer_db2", "bias-gradient-not-summed", "only the last example counts")
def db2_last(dscores):
    return dscores[-1].copy()


@misconception(
    "two_layer_db2",
    "bias-gradient-not-summed",
    "every example keeps its own gradient: the sum over the examples is missing",
)
def db2_rows_kept(dscores):
    return dscores.copy()


@misconception(
    "two_layer_db2", "bias-gradient-shape", "the gradient is (1, C), because the summed axis is kept"
)
def db2_keepdims(dscores):
    return np.sum(dscores, axis=0, keepdims=True)


@misconception("two_layer_db2", "bias-gradient-shape", "the gradient is a column, (C, 1)")
def db2_column(dscores):
    return np.sum(dscores, axis=0).reshape(-1, 1)


@misconception("two_layer_db2", "wrong-axis", "the sum runs over the classes instead of over the examples")
def db2_wrong_axis(dscores):
    return np.sum(dscores, axis=1)


@misconception(
    "two_layer_db2", "wrong-axis", "the sum runs over examples and classes, which leaves one number"
)
def db2_one_number(dscores):
    return np.sum(dscores)


@misconception(
    "two_layer_db2", "relu-on-scores", "negative upstream gradients are cut off, as if the scores had a ReLU"
)
def db2_upstream_cut(dscores):
    return np.sum(dscores * (dscores > 0), axis=0)


@misconception(
    "two_layer_db2",
    "add-gate-gradient",
    "the gradient is the number of examples: the upstream gradient is left out",
)
def db2_ones(dscores):
    return np.ones(dscores.shape[1]) * dscores.shape[0]


@misconception("two_layer_db2", "gradient-sign", "the gradient has the opposite sign")
def db2_sign(dscores):
    return -np.sum(dscores, axis=0)


@misconception("two_layer_db2", "hard-coded-shape", "there is room for 10 classes, however many there are")
def db2_hard_coded(dscores):
    db2 = np.zeros(10)
    db2[: dscores.shape[1]] = np.sum(dscores, axis=0)
    return db2


@misconception("two_layer_db2", "matrix-or-wrong-dtype", "db2 is kept in half the precision, as float32")
def db2_float32(dscores):
    return np.sum(dscores, axis=0, dtype=np.float32)


@misconception("two_layer_db2", "loops-in-vectorized", "a Python loop runs over the examples")
def db2_loop(dscores):
    db2 = np.zeros(dscores.shape[1])
    for row in dscores:
        db2 += row
    return db2


@misconception(
    "two_layer_db2",
    "mean-missing-in-gradient",
    "the sum is multiplied by N, which undoes the mean that dscores has taken",
)
def db2_mean_undone(dscores):
    return np.sum(dscores, axis=0) * dscores.shape[0]
