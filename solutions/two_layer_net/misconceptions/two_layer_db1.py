"""Known wrong ways to write two_layer_db1.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "two_layer_db1",
    "relu-mask-missing",
    "the gradient passes every unit, on or off: the ReLU's gate is missing, or open at 0",
)
def db1_mask_missing(dh1, h1):
    da1 = dh1
    return np.sum(da1, axis=0)


@misconception(
    "two_layer_db1",
    "relu-mask-wrong",
    "the gate is the wrong way round: units that are off pass the gradient, units that are on block it",
)
def db1_mask_is_zero(dh1, h1):
    da1 = dh1 * (h1 == 0)
    return np.sum(da1, axis=0)


@misconception(
    "two_layer_db1",
    "relu-mask-wrong",
    "the gradient is multiplied by the value h1 instead of by 1 where the unit is on",
)
def db1_mask_times_h1(dh1, h1):
    da1 = dh1 * h1
    return np.sum(da1, axis=0)


@misconception(
    "two_layer_db1", "relu-mask-wrong", "the gate looks at the sign of the upstream gradient instead of at h1"
)
def db1_mask_of_upstream(dh1, h1):
    da1 = dh1 * (dh1 > 0)
    return np.sum(da1, axis=0)


@misconception(
    "two_layer_db1",
    "relu-mask-wrong",
    "the gate itself, 0 or 1, is passed on, and the upstream gradient is lost",
)
def db1_mask_replaces_upstream(dh1, h1):
    da1 = (h1 > 0).astype(float)
    return np.sum(da1, axis=0)


@misconception(
    "two_layer_db1",
    "relu-mask-wrong",
    "units that are off pass a hundredth of the gradient, as a leaky ReLU does",
)
def db1_mask_leaky(dh1, h1):
    da1 = np.where(h1 > 0, dh1, 0.01 * dh1)
    return np.sum(da1, axis=0)


@misconception(
    "two_layer_db1",
    "relu-overwrites-upstream",
    "the gate is applied to the caller's dh1 in place, which changes it",
)
def db1_upstream_changed(dh1, h1):
    da1 = dh1
    da1[h1 <= 0] = 0
    return np.sum(da1, axis=0)


@misconception(
    "two_layer_db1",
    "relu-overwrites-upstream",
    "the caller's dh1 is multiplied by the gate in place, which changes it",
)
def db1_upstream_scaled(dh1, h1):
    dh1 *= h1 > 0
    da1 = dh1
    return np.sum(da1, axis=0)


@misconception(
    "two_layer_db1",
    "bias-gradient-not-summed",
    "the mean over the examples is taken instead of the sum: the upstream gradient holds the 1/N already",
)
def db1_mean(dh1, h1):
    da1 = dh1 * (h1 > 0)
    return np.mean(da1, axis=0)


@misconception("two_layer_db1", "bias-gradient-not-summed", "only the first example counts")
def db1_first(dh1, h1):
    da1 = dh1 * (h1 > 0)
    return da1[0]


@misconception(
    "two_layer_db1",
    "bias-gradient-not-summed",
    "every example keeps its own gradient: the sum over the examples is missing",
)
def db1_rows_kept(dh1, h1):
    da1 = dh1 * (h1 > 0)
    return da1


@misconception(
    "two_layer_db1", "bias-gradient-shape", "the gradient is (1, H), because the summed axis is kept"
)
def db1_keepdims(dh1, h1):
    da1 = dh1 * (h1 > 0)
    return np.sum(da1, axis=0, keepdims=True)


@misconception("two_layer_db1", "bias-gradient-shape", "the gradient is a column, (H, 1)")
def db1_column(dh1, h1):
    da1 = dh1 * (h1 > 0)
    return np.sum(da1, axis=0).reshape(-1, 1)


@misconception(
    "two_layer_db1", "wrong-axis", "the sum runs over the hidden units instead of over the examples"
)
def db1_wrong_axis(dh1, h1):
    da1 = dh1 * (h1 > 0)
    return np.sum(da1, axis=1)


@misconception("two_layer_db1", "relu-mask-wrong", "the sum is taken first and the gate applied to it")
def db1_gate_after_sum(dh1, h1):
    return np.sum(dh1, axis=0) * (np.sum(h1, axis=0) > 0)


@misconception("two_layer_db1", "gradient-sign", "the gradient has the opposite sign")
def db1_sign(dh1, h1):
    da1 = dh1 * (h1 > 0)
    return -np.sum(da1, axis=0)


@misconception(
    "two_layer_db1", "hard-coded-shape", "there is room for 10 hidden units, however many there are"
)
def db1_hard_coded(dh1, h1):
    da1 = dh1 * (h1 > 0)
    db1 = np.zeros(10)
    db1[: h1.shape[1]] = np.sum(da1, axis=0)
    return db1


@misconception("two_layer_db1", "matrix-or-wrong-dtype", "db1 is kept in half the precision, as float32")
def db1_float32(dh1, h1):
    da1 = dh1 * (h1 > 0)
    return np.sum(da1, axis=0).astype(np.float32)


@misconception("two_layer_db1", "loops-in-vectorized", "a Python loop runs over the examples")
def db1_loop(dh1, h1):
    db1 = np.zeros(h1.shape[1])
    for upstream, unit in zip(dh1, h1):
        db1 += upstream * (unit > 0)
    return db1


@misconception(
    "two_layer_db1",
    "relu-mask-wrong",
    "h1 (1 - h1), the derivative of a sigmoid, stands where the gate of the ReLU belongs",
)
def db1_mask_sigmoid(dh1, h1):
    da1 = dh1 * h1 * (1 - h1)
    return np.sum(da1, axis=0)


@misconception(
    "two_layer_db1",
    "bias-gradient-not-summed",
    "the mean over the examples that switch a unit on is taken instead of the sum over them",
)
def db1_mean_where_on(dh1, h1):
    on = h1 > 0
    return np.sum(dh1 * on, axis=0) / np.maximum(np.sum(on, axis=0), 1)


@misconception(
    "two_layer_db1",
    "relu-mask-wrong",
    "the gradient is summed without a gate, and the sum is cut off where it is negative",
)
def db1_sum_cut(dh1, h1):
    return np.maximum(0, np.sum(dh1, axis=0))


@misconception(
    "two_layer_db1",
    "relu-mask-wrong",
    "the gradient is gated and summed, and then the sum is cut off where it is negative",
)
def db1_gated_sum_cut(dh1, h1):
    return np.maximum(0, np.sum(dh1 * (h1 > 0), axis=0))


@misconception(
    "two_layer_db1",
    "mean-missing-in-gradient",
    "the sum is multiplied by N, which undoes the mean that the upstream gradient holds",
)
def db1_mean_undone(dh1, h1):
    return np.sum(dh1 * (h1 > 0), axis=0) * h1.shape[0]
