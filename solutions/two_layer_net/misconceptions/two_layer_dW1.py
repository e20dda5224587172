"""Known wrong ways to write two_layer_dW1.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "two_layer_dW1", "reg-factor-2", "the gradient of the regulariser is reg * W1 instead of 2 * reg * W1"
)
def dW1_reg_factor_2(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1) + reg * W1


@misconception("two_layer_dW1", "reg-missing-in-gradient", "the gradient leaves the regulariser out")
def dW1_reg_missing(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1)


@misconception(
    "two_layer_dW1", "reg-lambda-forgotten", "the gradient of the regulariser is 2 * W1, without reg"
)
def dW1_reg_lambda_forgotten(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1) + 2 * W1


@misconception("two_layer_dW1", "reg-gradient-sign", "the gradient of the regulariser is subtracted")
def dW1_reg_sign(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1) - 2 * reg * W1


@misconception(
    "two_layer_dW1",
    "reg-wrong-constant",
    "the gradient of the regulariser is W1 times a fixed 0.5, whatever reg is",
)
def dW1_reg_constant(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1) + 0.5 * W1


@misconception("two_layer_dW1", "reg-wrong-constant", "the gradient of the regulariser is 2 * reg² * W1")
def dW1_reg_squared(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1) + 2 * reg**2 * W1


@misconception(
    "two_layer_dW1", "reg-wrong-norm", "the gradient is that of a sum of absolute values instead of squares"
)
def dW1_reg_abs(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1) + reg * np.sign(W1)


@misconception(
    "two_layer_dW1", "reg-wrong-norm", "the regulariser itself, reg * W1², stands for its gradient"
)
def dW1_reg_not_differentiated(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1) + reg * W1 * W1


@misconception("two_layer_dW1", "reg-wrong-norm", "the regulariser's gradient still squares W1")
def dW1_reg_still_squared(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1) + 2 * reg * W1 * W1


@misconception(
    "two_layer_dW1",
    "reg-loss-in-gradient",
    "the loss of the regulariser, one number, is added to every entry of the gradient",
)
def dW1_reg_loss_added(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1) + reg * np.sum(W1 * W1)


@misconception("two_layer_dW1", "reg-added-twice", "the gradient of the regulariser is added twice")
def dW1_reg_twice(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    dW1 = X.T.dot(da1) + 2 * reg * W1
    dW1 += 2 * reg * W1
    return dW1


@misconception(
    "two_layer_dW1",
    "reg-divided-by-n",
    "the gradient of the regulariser is divided by the number of examples",
)
def dW1_reg_divided(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1) + 2 * reg * W1 / X.shape[0]


@misconception(
    "two_layer_dW1",
    "mean-taken-twice",
    "the data gradient is divided by N again, though the upstream gradient holds the 1/N already",
)
def dW1_mean(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.T.dot(da1) / X.shape[0] + 2 * reg * W1


@misconception(
    "two_layer_dW1",
    "relu-mask-missing",
    "the gradient passes every unit, on or off: the ReLU's gate is missing, or open at 0",
)
def dW1_mask_missing(dh1, h1, X, W1, reg):
    da1 = dh1
    return X.T.dot(da1) + 2 * reg * W1


@misconception(
    "two_layer_dW1",
    "relu-mask-wrong",
    "the gate is the wrong way round: units that are off pass the gradient, units that are on block it",
)
def dW1_mask_is_zero(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 == 0)
    return X.T.dot(da1) + 2 * reg * W1


@misconception(
    "two_layer_dW1",
    "relu-mask-wrong",
    "the gradient is multiplied by the value h1 instead of by 1 where the unit is on",
)
def dW1_mask_times_h1(dh1, h1, X, W1, reg):
    da1 = dh1 * h1
    return X.T.dot(da1) + 2 * reg * W1


@misconception(
    "two_layer_dW1", "relu-mask-wrong", "the gate looks at the sign of the upstream gradient instead of at h1"
)
def dW1_mask_of_upstream(dh1, h1, X, W1, reg):
    da1 = dh1 * (dh1 > 0)
    return X.T.dot(da1) + 2 * reg * W1


@misconception(
    "two_layer_dW1",
    "relu-mask-wrong",
    "the gate itself, 0 or 1, is passed on, and the upstream gradient is lost",
)
def dW1_mask_replaces_upstream(dh1, h1, X, W1, reg):
    da1 = (h1 > 0).astype(float)
    return X.T.dot(da1) + 2 * reg * W1


@misconception(
    "two_layer_dW1",
    "relu-mask-wrong",
    "units that are off pass a hundredth of the gradient, as a leaky ReLU does",
)
def dW1_mask_leaky(dh1, h1, X, W1, reg):
    da1 = np.where(h1 > 0, dh1, 0.01 * dh1)
    return X.T.dot(da1) + 2 * reg * W1


@misconception(
    "two_layer_dW1",
    "relu-overwrites-upstream",
    "the gate is applied to the caller's dh1 in place, which changes it",
)
def dW1_upstream_changed(dh1, h1, X, W1, reg):
    da1 = dh1
    da1[h1 <= 0] = 0
    return X.T.dot(da1) + 2 * reg * W1


@misconception(
    "two_layer_dW1",
    "relu-overwrites-upstream",
    "the caller's dh1 is multiplied by the gate in place, which changes it",
)
def dW1_upstream_scaled(dh1, h1, X, W1, reg):
    dh1 *= h1 > 0
    da1 = dh1
    return X.T.dot(da1) + 2 * reg * W1


@misconception("two_layer_dW1", "transposed", "dW1 is (H, D), the transpose of what it should be")
def dW1_transposed(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return da1.T.dot(X) + 2 * reg * W1.T


@misconception(
    "two_layer_dW1", "transposed", "X is not transposed, so that the sum over examples has no matching sizes"
)
def dW1_not_transposed(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return X.dot(da1) + 2 * reg * W1


@misconception("two_layer_dW1", "wrong-index", "only the first example contributes")
def dW1_first_example(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return np.outer(X[0], da1[0]) + 2 * reg * W1


@misconception("two_layer_dW1", "gradient-sign", "the data gradient has the opposite sign")
def dW1_sign(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return -X.T.dot(da1) + 2 * reg * W1


@misconception(
    "two_layer_dW1",
    "hard-coded-shape",
    "there is room for 10 features and 10 hidden units, however many there are",
)
def dW1_hard_coded(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    dW1 = np.zeros((10, 10))
    dW1[:] = X.T.dot(da1) + 2 * reg * W1
    return dW1


@misconception("two_layer_dW1", "matrix-or-wrong-dtype", "dW1 is kept in half the precision, as float32")
def dW1_float32(dh1, h1, X, W1, reg):
    da1 = dh1 * (h1 > 0)
    return (X.T.dot(da1) + 2 * reg * W1).astype(np.float32)


@misconception(
    "two_layer_dW1",
    "inputs-overwritten",
    "h1 is turned into the gate in place, which changes the caller's h1",
)
def dW1_changes_h1(dh1, h1, X, W1, reg):
    h1[h1 > 0] = 1
    da1 = dh1 * h1
    return X.T.dot(da1) + 2 * reg * W1


@misconception("two_layer_dW1", "loops-in-vectorized", "a Python loop runs over the examples")
def dW1_loop(dh1, h1, X, W1, reg):
    dW1 = 2 * reg * W1
    for i in range(X.shape[0]):
        dW1 = dW1 + np.outer(X[i], dh1[i] * (h1[i] > 0))
    return dW1


@misconception(
    "two_layer_dW1",
    "reg-gradient-sign",
    "the gradient of the regulariser is subtracted, and without its factor 2",
)
def dW1_reg_sign_and_factor(dh1, h1, X, W1, reg):
    return X.T.dot(dh1 * (h1 > 0)) - reg * W1
