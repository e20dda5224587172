"""Known wrong ways to write softmax_reg_loss.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "softmax_reg_loss", "reg-half-convention", "the regulariser is ½ reg sum(W²), another year's convention"
)
def reg_loss_half(W, reg):
    return 0.5 * reg * np.sum(W * W)


@misconception(
    "softmax_reg_loss", "reg-lambda-forgotten", "the regulariser is sum(W²) without the factor reg"
)
def reg_loss_without_reg(W, reg):
    return np.sum(W * W)


@misconception("softmax_reg_loss", "reg-missing", "the regulariser is always 0")
def reg_loss_zero(W, reg):
    return 0.0


@misconception("softmax_reg_loss", "reg-wrong-constant", "reg is squared")
def reg_loss_reg_squared(W, reg):
    return reg**2 * np.sum(W * W)


@misconception("softmax_reg_loss", "reg-wrong-constant", "a fixed ½ stands where reg belongs")
def reg_loss_fixed(W, reg):
    return 0.5 * np.sum(W * W)


@misconception("softmax_reg_loss", "reg-wrong-norm", "the regulariser sums W itself instead of its squares")
def reg_loss_sum(W, reg):
    return reg * np.sum(W)


@misconception(
    "softmax_reg_loss", "reg-wrong-norm", "the regulariser sums absolute values instead of squares"
)
def reg_loss_absolute(W, reg):
    return reg * np.sum(np.abs(W))


@misconception(
    "softmax_reg_loss",
    "reg-wrong-norm",
    "the regulariser sums W @ W.T, products of different weights included, instead of the squares of W",
)
def reg_loss_matrix_product(W, reg):
    return reg * np.sum(W.dot(W.T))


@misconception("softmax_reg_loss", "reg-wrong-norm", "the regulariser is the norm of W instead of its square")
def reg_loss_root(W, reg):
    return reg * np.linalg.norm(W)


@misconception(
    "softmax_reg_loss",
    "reg-wrong-norm",
    "the regulariser is the square of the sum instead of the sum of the squares",
)
def reg_loss_square_of_sum(W, reg):
    return reg * np.sum(W) ** 2


@misconception("softmax_reg_loss", "reg-added-twice", "the regulariser is counted twice")
def reg_loss_twice(W, reg):
    return 2 * reg * np.sum(W * W)


@misconception("softmax_reg_loss", "reg-mean-of-squares", "the squares are averaged instead of summed")
def reg_loss_mean(W, reg):
    return reg * np.mean(W * W)


@misconception("softmax_reg_loss", "inputs-overwritten", "the weights passed in are changed")
def reg_loss_in_place(W, reg):
    W *= W
    return reg * np.sum(W)


@misconception("softmax_reg_loss", "loops-in-vectorized", "the number is right but a Python loop makes it")
def reg_loss_loop(W, reg):
    total = 0.0
    for row in W:
        for w in row:
            total += w * w
    return reg * total


@misconception(
    "softmax_reg_loss",
    "reg-gradient-sign",
    "the regulariser is negative: it would reward large weights",
)
def reg_loss_negative(W, reg):
    return -reg * np.sum(W * W)


@misconception(
    "softmax_reg_loss",
    "reg-gradient-in-loss",
    "the gradient 2 * reg * W is added up where the loss belongs",
)
def reg_loss_of_gradient(W, reg):
    return np.sum(2 * reg * W)


@misconception(
    "softmax_reg_loss",
    "reg-gradient-in-loss",
    "the gradient 2 * reg * W is returned where the loss belongs",
)
def reg_loss_gradient(W, reg):
    return 2 * reg * W


@misconception(
    "softmax_reg_loss",
    "reg-missing-in-loss",
    "the squares are not added up: every weight keeps its own",
)
def reg_loss_per_weight(W, reg):
    return reg * W * W


@misconception(
    "softmax_reg_loss",
    "reg-divided-by-n",
    "the regulariser is divided by the number of rows of W",
)
def reg_loss_by_rows(W, reg):
    return reg * np.sum(W * W) / len(W)


@misconception(
    "softmax_reg_loss",
    "bias-row-left-out",
    "the last row of W, where the bias trick keeps the biases, is not regularised",
)
def reg_loss_without_biases(W, reg):
    return reg * np.sum(W[:-1] * W[:-1])
