"""Known wrong ways to write two_layer_dh1.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception("two_layer_dh1", "transposed", "dh1 is (H, N), with examples in columns")
def dh1_transposed(dscores, W2):
    return W2.dot(dscores.T)


@misconception("two_layer_dh1", "transposed", "W2 is not transposed on the way back")
def dh1_not_transposed(dscores, W2):
    return dscores.dot(W2)


@misconception(
    "two_layer_dh1",
    "relu-mask-wrong",
    "the gradient is cut off where it is negative itself, instead of where the unit is off",
)
def dh1_gated_by_upstream(dscores, W2):
    dh1 = dscores.dot(W2.T)
    dh1[dh1 <= 0] = 0
    return dh1


@misconception(
    "two_layer_dh1", "relu-on-scores", "negative upstream gradients are cut off, as if the scores had a ReLU"
)
def dh1_upstream_cut(dscores, W2):
    return np.maximum(0, dscores).dot(W2.T)


@misconception(
    "two_layer_dh1", "relu-overwrites-upstream", "negative upstream gradients are set to 0 in place"
)
def dh1_upstream_changed(dscores, W2):
    dscores[dscores <= 0] = 0
    return dscores.dot(W2.T)


@misconception(
    "two_layer_dh1",
    "mean-taken-twice",
    "the gradient is divided by N again, though dscores holds the 1/N already",
)
def dh1_mean(dscores, W2):
    return dscores.dot(W2.T) / dscores.shape[0]


@misconception("two_layer_dh1", "gradient-sign", "the gradient has the opposite sign")
def dh1_sign(dscores, W2):
    return -dscores.dot(W2.T)


@misconception(
    "two_layer_dh1", "hard-coded-shape", "there is room for 10 hidden units, however many there are"
)
def dh1_hard_coded(dscores, W2):
    dh1 = np.zeros((dscores.shape[0], 10))
    dh1[:] = dscores.dot(W2.T)
    return dh1


@misconception("two_layer_dh1", "matrix-or-wrong-dtype", "dh1 is kept in half the precision, as float32")
def dh1_float32(dscores, W2):
    return dscores.astype(np.float32).dot(W2.T.astype(np.float32))


@misconception("two_layer_dh1", "loops-in-vectorized", "a Python loop runs over the examples")
def dh1_loop(dscores, W2):
    dh1 = np.zeros((dscores.shape[0], W2.shape[0]))
    for i in range(dscores.shape[0]):
        dh1[i] = W2.dot(dscores[i])
    return dh1


@misconception(
    "two_layer_dh1", "relu-mask-wrong", "negative weights are cut off at 0, as if W2 went through a ReLU"
)
def dh1_weights_cut(dscores, W2):
    return dscores.dot(np.maximum(0, W2).T)
