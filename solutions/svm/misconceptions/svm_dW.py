"""Known wrong ways to write svm_dW.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception("svm_dW", "reg-factor-2", "the gradient of the regulariser is reg * W instead of 2 * reg * W")
def dW_reg_factor_2(dscores, W, X, reg):
    return X.T.dot(dscores) + reg * W


@misconception("svm_dW", "reg-missing-in-gradient", "the gradient leaves the regulariser out")
def dW_reg_missing(dscores, W, X, reg):
    return X.T.dot(dscores)


@misconception("svm_dW", "reg-gradient-sign", "the gradient of the regulariser is subtracted")
def dW_reg_sign(dscores, W, X, reg):
    return X.T.dot(dscores) - 2 * reg * W


@misconception(
    "svm_dW", "reg-divided-by-n", "the gradient of the regulariser is divided by the number of examples"
)
def dW_reg_divided_by_n(dscores, W, X, reg):
    return X.T.dot(dscores) + 2 * reg * W / X.shape[0]


@misconception("svm_dW", "reg-wrong-constant", "the regulariser is weighted with 0.5, whatever reg is")
def dW_reg_constant(dscores, W, X, reg):
    return X.T.dot(dscores) + W


@misconception("svm_dW", "reg-wrong-constant", "the regulariser is weighted with reg² instead of reg")
def dW_reg_squared(dscores, W, X, reg):
    return X.T.dot(dscores) + 2 * reg**2 * W


@misconception("svm_dW", "reg-lambda-forgotten", "the gradient of the regulariser is 2 * W, without reg")
def dW_reg_lambda_forgotten(dscores, W, X, reg):
    return X.T.dot(dscores) + 2 * W


@misconception("svm_dW", "reg-added-twice", "the gradient of the regulariser is added twice")
def dW_reg_twice(dscores, W, X, reg):
    return X.T.dot(dscores) + 4 * reg * W


@misconception("svm_dW", "reg-wrong-norm", "the gradient is that of reg * sum(W), which is reg everywhere")
def dW_reg_of_sum(dscores, W, X, reg):
    return X.T.dot(dscores) + reg


@misconception("svm_dW", "reg-wrong-norm", "the gradient is that of absolute values instead of squares")
def dW_reg_of_absolute_values(dscores, W, X, reg):
    return X.T.dot(dscores) + reg * np.sign(W)


@misconception("svm_dW", "reg-wrong-norm", "the squares of the weights stand where their derivative belongs")
def dW_reg_of_squares(dscores, W, X, reg):
    return X.T.dot(dscores) + reg * W**2


@misconception(
    "svm_dW", "reg-loss-in-gradient", "the loss of the regulariser, one number, is added to every entry"
)
def dW_reg_loss(dscores, W, X, reg):
    return X.T.dot(dscores) + reg * np.sum(W * W)


@misconception("svm_dW", "bias-row-left-out", "the last row of W is not regularised")
def dW_reg_without_last_row(dscores, W, X, reg):
    dW = X.T.dot(dscores)
    dW[:-1] += 2 * reg * W[:-1]
    return dW


@misconception("svm_dW", "mean-taken-twice", "the data gradient is divided by N, which dscores already is")
def dW_averaged_again(dscores, W, X, reg):
    return X.T.dot(dscores) / X.shape[0] + 2 * reg * W


@misconception("svm_dW", "gradient-sign", "the data gradient has the opposite sign")
def dW_sign(dscores, W, X, reg):
    return -X.T.dot(dscores) + 2 * reg * W


@misconception("svm_dW", "transposed", "dW is the transpose of what it should be")
def dW_transposed(dscores, W, X, reg):
    return dscores.T.dot(X) + 2 * reg * W.T


@misconception("svm_dW", "matrix-or-wrong-dtype", "dW is kept in half the precision, as float32")
def dW_float32(dscores, W, X, reg):
    return (X.T.dot(dscores) + 2 * reg * W).astype(np.float32)


@misconception("svm_dW", "matrix-or-wrong-dtype", "dW is an np.matrix")
def dW_matrix(dscores, W, X, reg):
    return np.matrix(X).T * np.matrix(dscores) + 2 * reg * np.matrix(W)


@misconception("svm_dW", "inputs-overwritten", "W is changed on the way")
def dW_overwrites(dscores, W, X, reg):
    W *= 2 * reg
    return X.T.dot(dscores) + W


@misconception("svm_dW", "loops-in-vectorized", "a Python loop runs over the examples")
def dW_looped(dscores, W, X, reg):
    dW = 2 * reg * W
    for i in range(X.shape[0]):
        dW += np.outer(X[i], dscores[i])
    return dW


@misconception(
    "svm_dW", "reg-gradient-sign", "the gradient of the regulariser is subtracted, and without its factor 2"
)
def dW_reg_sign_and_factor(dscores, W, X, reg):
    return X.T.dot(dscores) - reg * W


@misconception(
    "svm_dW",
    "reg-factor-2",
    "the gradient of the regulariser is ½ reg * W instead of 2 * reg * W",
)
def dW_reg_halved(dscores, W, X, reg):
    return X.T.dot(dscores) + 0.5 * reg * W


@misconception(
    "svm_dW",
    "gradient-missing",
    "the gradient is the regulariser's alone, without that of the data",
)
def dW_of_the_regulariser(dscores, W, X, reg):
    return 2 * reg * W


@misconception("svm_dW", "wrong-index", "only the first example contributes")
def dW_first_example(dscores, W, X, reg):
    return np.outer(X[0], dscores[0]) + 2 * reg * W


@misconception(
    "svm_dW",
    "reg-wrong-norm",
    "the gradient of the regulariser is 2 * reg * sum(W), one number for all weights",
)
def dW_reg_of_all_weights(dscores, W, X, reg):
    return X.T.dot(dscores) + 2 * reg * np.sum(W)


@misconception("svm_dW", "precedence", "reg multiplies the whole gradient, that of the data too")
def dW_all_times_reg(dscores, W, X, reg):
    return reg * (X.T.dot(dscores) + 2 * W)
