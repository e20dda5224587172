"""Known wrong ways to write softmax_dW.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "softmax_dW", "reg-factor-2", "the gradient of the regulariser is reg * W instead of 2 * reg * W"
)
def dW_reg_factor_2(dscores, W, X, reg):
    return X.T.dot(dscores) + reg * W


@misconception("softmax_dW", "reg-missing-in-gradient", "the regulariser is left out")
def dW_reg_missing(dscores, W, X, reg):
    return X.T.dot(dscores)


@misconception("softmax_dW", "reg-gradient-sign", "the gradient of the regulariser is subtracted")
def dW_reg_sign(dscores, W, X, reg):
    return X.T.dot(dscores) - 2 * reg * W


@misconception(
    "softmax_dW", "reg-lambda-forgotten", "the gradient of the regulariser is 2 * W without the factor reg"
)
def dW_reg_forgotten(dscores, W, X, reg):
    return X.T.dot(dscores) + 2 * W


@misconception("softmax_dW", "reg-added-twice", "the gradient of the regulariser is counted twice")
def dW_reg_twice(dscores, W, X, reg):
    return X.T.dot(dscores) + 4 * reg * W


@misconception("softmax_dW", "reg-wrong-constant", "reg is squared")
def dW_reg_squared(dscores, W, X, reg):
    return X.T.dot(dscores) + 2 * reg**2 * W


@misconception(
    "softmax_dW",
    "reg-wrong-norm",
    "the gradient of the regulariser is that of absolute values: reg * sign(W)",
)
def dW_reg_absolute(dscores, W, X, reg):
    return X.T.dot(dscores) + reg * np.sign(W)


@misconception(
    "softmax_dW",
    "reg-wrong-norm",
    "the value reg * sum(W²) of the regulariser is added instead of its gradient",
)
def dW_reg_value(dscores, W, X, reg):
    return X.T.dot(dscores) + reg * np.sum(W * W)


@misconception(
    "softmax_dW", "reg-divided-by-n", "the gradient of the regulariser is divided by the number of examples"
)
def dW_reg_divided(dscores, W, X, reg):
    return X.T.dot(dscores) + 2 * reg * W / X.shape[0]


@misconception(
    "softmax_dW",
    "mean-taken-twice",
    "the data gradient is divided by N once more, although dscores holds the 1/N already",
)
def dW_mean_twice(dscores, W, X, reg):
    return X.T.dot(dscores) / X.shape[0] + 2 * reg * W


@misconception("softmax_dW", "transposed", "the result is (C, D) instead of (D, C)")
def dW_transposed(dscores, W, X, reg):
    return dscores.T.dot(X) + 2 * reg * W.T


@misconception("softmax_dW", "inputs-overwritten", "the weights passed in are changed")
def dW_in_place(dscores, W, X, reg):
    W *= 2 * reg
    W += X.T.dot(dscores)
    return W


@misconception("softmax_dW", "matrix-or-wrong-dtype", "the result is rounded to float32")
def dW_float32(dscores, W, X, reg):
    dW = np.zeros(W.shape, dtype=np.float32)
    dW += X.T.dot(dscores) + 2 * reg * W
    return dW


@misconception("softmax_dW", "loops-in-vectorized", "the numbers are right but a Python loop makes them")
def dW_loop(dscores, W, X, reg):
    dW = 2 * reg * W
    for i in range(X.shape[0]):
        dW += np.outer(X[i], dscores[i])
    return dW


@misconception(
    "softmax_dW",
    "reg-gradient-sign",
    "the gradient of the regulariser is subtracted, and without its factor 2",
)
def dW_reg_sign_and_factor(dscores, W, X, reg):
    return X.T.dot(dscores) - reg * W


@misconception(
    "softmax_dW",
    "reg-factor-2",
    "the gradient of the regulariser is ½ reg * W instead of 2 * reg * W",
)
def dW_reg_halved(dscores, W, X, reg):
    return X.T @ dscores + 0.5 * reg * W


@misconception(
    "softmax_dW",
    "reg-lambda-forgotten",
    "the gradient of the regulariser is W, without reg and without its factor 2",
)
def dW_plain_weights(dscores, W, X, reg):
    return X.T @ dscores + W


@misconception(
    "softmax_dW",
    "reg-wrong-norm",
    "the gradient of the regulariser is reg * W², not differentiated",
)
def dW_reg_not_differentiated(dscores, W, X, reg):
    return X.T @ dscores + reg * W**2


@misconception(
    "softmax_dW",
    "reg-wrong-norm",
    "the gradient of the regulariser is 2 * reg * W²: it still squares W",
)
def dW_reg_still_squared(dscores, W, X, reg):
    return X.T @ dscores + 2 * reg * W**2


@misconception(
    "softmax_dW",
    "reg-wrong-norm",
    "the gradient of the regulariser is 2 * reg * sum(W), one number for all weights",
)
def dW_reg_summed(dscores, W, X, reg):
    return X.T @ dscores + 2 * reg * np.sum(W)


@misconception("softmax_dW", "gradient-sign", "the data gradient is subtracted")
def dW_data_subtracted(dscores, W, X, reg):
    return 2 * reg * W - X.T @ dscores


@misconception(
    "softmax_dW",
    "bias-row-left-out",
    "the last row of W, where the bias trick keeps the biases, is not regularised",
)
def dW_without_biases(dscores, W, X, reg):
    dW = X.T @ dscores
    dW[:-1] += 2 * reg * W[:-1]
    return dW


@misconception(
    "softmax_dW",
    "gradient-missing",
    "the gradient is the regulariser's alone, without that of the data",
)
def dW_of_the_regulariser(dscores, W, X, reg):
    return 2 * reg * W


@misconception("softmax_dW", "wrong-index", "only the first example contributes")
def dW_first_example(dscores, W, X, reg):
    return np.outer(X[0], dscores[0]) + 2 * reg * W


@misconception("softmax_dW", "precedence", "reg multiplies the whole gradient, that of the data too")
def dW_all_times_reg(dscores, W, X, reg):
    return reg * (X.T.dot(dscores) + 2 * W)
