"""Known wrong ways to write two_layer_dW2.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "two_layer_dW2", "reg-factor-2", "the gradient of the regulariser is reg * W2 instead of 2 * reg * W2"
)
def dW2_reg_factor_2(dscores, h1, W2, reg):
    return h1.T.dot(dscores) + reg * W2


@misconception("two_layer_dW2", "reg-missing-in-gradient", "the gradient leaves the regulariser out")
def dW2_reg_missing(dscores, h1, W2, reg):
    return h1.T.dot(dscores)


@misconception(
    "two_layer_dW2", "reg-lambda-forgotten", "the gradient of the regulariser is 2 * W2, without reg"
)
def dW2_reg_lambda_forgotten(dscores, h1, W2, reg):
    return h1.T.dot(dscores) + 2 * W2


@misconception("two_layer_dW2", "reg-gradient-sign", "the gradient of the regulariser is subtracted")
def dW2_reg_sign(dscores, h1, W2, reg):
    return h1.T.dot(dscores) - 2 * reg * W2


@misconception(
    "two_layer_dW2",
    "reg-wrong-constant",
    "the gradient of the regulariser is W2 times a fixed 0.5, whatever reg is",
)
def dW2_reg_constant(dscores, h1, W2, reg):
    return h1.T.dot(dscores) + 0.5 * W2


@misconception("two_layer_dW2", "reg-wrong-constant", "the gradient of the regulariser is 2 * reg² * W2")
def dW2_reg_squared(dscores, h1, W2, reg):
    return h1.T.dot(dscores) + 2 * reg**2 * W2


@misconception(
    "two_layer_dW2", "reg-wrong-norm", "the gradient is that of a sum of absolute values instead of squares"
)
def dW2_reg_abs(dscores, h1, W2, reg):
    return h1.T.dot(dscores) + reg * np.sign(W2)


@misconception("two_layer_dW2", "reg-wrong-norm", "the regulariser's gradient still squares W2")
def dW2_reg_still_squared(dscores, h1, W2, reg):
    return h1.T.dot(dscores) + 2 * reg * W2 * W2


@misconception(
    "two_layer_dW2", "reg-wrong-norm", "the regulariser itself, reg * W2², stands for its gradient"
)
def dW2_reg_not_differentiated(dscores, h1, W2, reg):
    return h1.T.dot(dscores) + reg * W2 * W2


@misconception(
    "two_layer_dW2",
    "reg-loss-in-gradient",
    "the loss of the regulariser, one number, is added to every entry of the gradient",
)
def dW2_reg_loss_added(dscores, h1, W2, reg):
    return h1.T.dot(dscores) + reg * np.sum(W2 * W2)


@misconception("two_layer_dW2", "reg-added-twice", "the gradient of the regulariser is added twice")
def dW2_reg_twice(dscores, h1, W2, reg):
    dW2 = h1.T.dot(dscores) + 2 * reg * W2
    dW2 += 2 * reg * W2
    return dW2


@misconception(
    "two_layer_dW2",
    "reg-divided-by-n",
    "the gradient of the regulariser is divided by the number of examples",
)
def dW2_reg_divided(dscores, h1, W2, reg):
    return h1.T.dot(dscores) + 2 * reg * W2 / h1.shape[0]


@misconception(
    "two_layer_dW2",
    "mean-taken-twice",
    "the data gradient is divided by N again, though dscores holds the 1/N already",
)
def dW2_mean(dscores, h1, W2, reg):
    return h1.T.dot(dscores) / h1.shape[0] + 2 * reg * W2


@misconception(
    "two_layer_dW2", "reg-divided-by-n", "everything is divided by N, though dscores holds the 1/N already"
)
def dW2_mean_all(dscores, h1, W2, reg):
    return (h1.T.dot(dscores) + 2 * reg * W2) / h1.shape[0]


@misconception("two_layer_dW2", "transposed", "dW2 is (C, H), the transpose of what it should be")
def dW2_transposed(dscores, h1, W2, reg):
    return dscores.T.dot(h1) + 2 * reg * W2.T


@misconception(
    "two_layer_dW2", "transposed", "h1 is not transposed, so that the sum over examples has no matching sizes"
)
def dW2_not_transposed(dscores, h1, W2, reg):
    return h1.dot(dscores) + 2 * reg * W2


@misconception("two_layer_dW2", "wrong-index", "only the first example contributes")
def dW2_first_example(dscores, h1, W2, reg):
    return np.outer(h1[0], dscores[0]) + 2 * reg * W2


@misconception(
    "two_layer_dW2",
    "mul-gradient-not-switched",
    "h1 and dscores are summed over the examples before they are multiplied",
)
def dW2_sum_before_product(dscores, h1, W2, reg):
    return np.outer(np.sum(h1, axis=0), np.sum(dscores, axis=0)) + 2 * reg * W2


@misconception(
    "two_layer_dW2",
    "relu-mask-wrong",
    "the gates (0 or 1) of the hidden units stand where their values h1 belong",
)
def dW2_gate_instead_of_h1(dscores, h1, W2, reg):
    return (h1 > 0).T.dot(dscores) + 2 * reg * W2


@misconception(
    "two_layer_dW2", "relu-on-scores", "negative upstream gradients are cut off, as if the scores had a ReLU"
)
def dW2_upstream_cut(dscores, h1, W2, reg):
    return h1.T.dot(np.maximum(0, dscores)) + 2 * reg * W2


@misconception(
    "two_layer_dW2", "relu-overwrites-upstream", "negative upstream gradients are set to 0 in place"
)
def dW2_upstream_changed(dscores, h1, W2, reg):
    dscores[dscores <= 0] = 0
    return h1.T.dot(dscores) + 2 * reg * W2


@misconception("two_layer_dW2", "gradient-sign", "the data gradient has the opposite sign")
def dW2_sign(dscores, h1, W2, reg):
    return -h1.T.dot(dscores) + 2 * reg * W2


@misconception(
    "two_layer_dW2",
    "hard-coded-shape",
    "there is room for 10 hidden units and 10 classes, however many there are",
)
def dW2_hard_coded(dscores, h1, W2, reg):
    dW2 = np.zeros((10, 10))
    dW2[:] = h1.T.dot(dscores) + 2 * reg * W2
    return dW2


@misconception("two_layer_dW2", "matrix-or-wrong-dtype", "dW2 is kept in half the precision, as float32")
def dW2_float32(dscores, h1, W2, reg):
    return (h1.T.dot(dscores) + 2 * reg * W2).astype(np.float32)


@misconception(
    "two_layer_dW2", "inputs-overwritten", "the gradient is added into W2 itself, so that the weights change"
)
def dW2_changes_W2(dscores, h1, W2, reg):
    W2 *= 2 * reg
    W2 += h1.T.dot(dscores)
    return W2


@misconception("two_layer_dW2", "loops-in-vectorized", "a Python loop runs over the examples")
def dW2_loop(dscores, h1, W2, reg):
    dW2 = 2 * reg * W2
    for i in range(h1.shape[0]):
        dW2 = dW2 + np.outer(h1[i], dscores[i])
    return dW2


@misconception(
    "two_layer_dW2",
    "reg-gradient-sign",
    "the gradient of the regulariser is subtracted, and without its factor 2",
)
def dW2_reg_sign_and_factor(dscores, h1, W2, reg):
    return h1.T.dot(dscores) - reg * W2
