"""Known wrong ways to write svm_reg_loss.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "svm_reg_loss",
    "reg-half-convention",
    "the regulariser is ½ reg sum(W²), another year's convention, instead of reg sum(W²)",
)
def reg_loss_half(W, reg):
    return 0.5 * reg * np.sum(W * W)


@misconception("svm_reg_loss", "reg-missing-in-loss", "the regulariser is left out")
def reg_loss_missing(W, reg):
    return 0.0


@misconception("svm_reg_loss", "reg-wrong-norm", "the weights are summed without being squared")
def reg_loss_of_sum(W, reg):
    return reg * np.sum(W)


@misconception("svm_reg_loss", "reg-wrong-norm", "the weights are summed first and then squared")
def reg_loss_squared_sum(W, reg):
    return reg * np.sum(W) ** 2


@misconception(
    "svm_reg_loss", "reg-wrong-norm", "the matrix product W Wᵀ is summed instead of the squared weights"
)
def reg_loss_of_product(W, reg):
    return reg * np.sum(W.dot(W.T))


@misconception("svm_reg_loss", "reg-wrong-norm", "absolute values are summed instead of squares")
def reg_loss_of_absolute_values(W, reg):
    return reg * np.sum(np.abs(W))


@misconception(
    "svm_reg_loss", "reg-wrong-norm", "the square root of the sum is taken: the norm instead of its square"
)
def reg_loss_of_norm(W, reg):
    return reg * np.linalg.norm(W)


@misconception("svm_reg_loss", "reg-lambda-forgotten", "the squared weights are not multiplied by reg")
def reg_loss_lambda_forgotten(W, reg):
    return np.sum(W * W)


@misconception("svm_reg_loss", "reg-wrong-constant", "the regulariser is weighted with 0.5, whatever reg is")
def reg_loss_constant(W, reg):
    return 0.5 * np.sum(W * W)


@misconception("svm_reg_loss", "reg-wrong-constant", "reg is squared together with the weights")
def reg_loss_reg_squared(W, reg):
    return np.sum((reg * W) ** 2)


@misconception("svm_reg_loss", "reg-added-twice", "the regulariser is counted twice")
def reg_loss_twice(W, reg):
    return 2 * reg * np.sum(W * W)


@misconception(
    "svm_reg_loss", "reg-mean-of-squares", "the mean of the squared weights is taken instead of their sum"
)
def reg_loss_mean(W, reg):
    return reg * np.mean(W * W)


@misconception(
    "svm_reg_loss", "reg-divided-by-n", "the sum is divided by a number of rows; the regulariser has no mean"
)
def reg_loss_divided_by_rows(W, reg):
    return reg * np.sum(W * W) / W.shape[0]


@misconception("svm_reg_loss", "bias-row-left-out", "the last row of W is left out")
def reg_loss_without_last_row(W, reg):
    return reg * np.sum(W[:-1] ** 2)


@misconception(
    "svm_reg_loss", "reg-gradient-in-loss", "the gradient 2 * reg * W is returned where the loss is asked for"
)
def reg_loss_gradient(W, reg):
    return 2 * reg * W


@misconception("svm_reg_loss", "wrong-axis", "each class keeps its own sum")
def reg_loss_per_class(W, reg):
    return reg * np.sum(W * W, axis=0)


@misconception("svm_reg_loss", "inputs-overwritten", "W is squared in place")
def reg_loss_overwrites(W, reg):
    W *= W
    return reg * np.sum(W)


@misconception("svm_reg_loss", "loops-in-vectorized", "a Python loop runs over the weights")
def reg_loss_looped(W, reg):
    total = 0.0
    for w in W.ravel():
        total += w * w
    return reg * total


@misconception(
    "svm_reg_loss",
    "reg-gradient-sign",
    "the regulariser is negative: it would reward large weights",
)
def reg_loss_negative(W, reg):
    return -reg * np.sum(W * W)
