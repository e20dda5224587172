"""Known wrong ways to write svm_loss_vectorized and svm_loss_naive: what the regulariser is multiplied by.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception

LOSSES = ("svm_loss_vectorized", "svm_loss_naive")


@misconception(LOSSES, "reg-factor-2", "the gradient of the regulariser is reg * W instead of 2 * reg * W")
def reg_factor_2(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + reg * W


@misconception(LOSSES, "reg-factor-2", "the regulariser is halved in the loss but not in the gradient")
def reg_factor_half(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + 0.5 * reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(
    LOSSES,
    "reg-half-convention",
    "the regulariser is ½ reg sum(W²), another year's convention, instead of reg sum(W²)",
)
def reg_half_convention(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + 0.5 * reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + reg * W


@misconception(LOSSES, "reg-divided-by-n", "the regulariser is divided by the number of examples too")
def reg_divided_by_n(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = (np.sum(margins) + reg * np.sum(W * W)) / len(y)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, (X.T.dot(mask) + 2 * reg * W) / len(y)


@misconception(
    LOSSES,
    "reg-divided-by-n",
    "the regulariser is divided by the number of examples in the loss",
)
def reg_divided_by_n_in_loss(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = (np.sum(margins) + reg * np.sum(W * W)) / len(y)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(
    LOSSES,
    "reg-divided-by-n",
    "the gradient of the regulariser is divided by the number of examples",
)
def reg_divided_by_n_in_gradient(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, (X.T.dot(mask) + 2 * reg * W) / len(y)


@misconception(LOSSES, "reg-wrong-constant", "the regulariser is weighted with 0.5, whatever reg is")
def reg_wrong_constant(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + 0.5 * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + W


@misconception(
    LOSSES,
    "reg-wrong-constant",
    "the regulariser is weighted with 0.5 in the loss, whatever reg is",
)
def reg_wrong_constant_in_loss(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + 0.5 * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(
    LOSSES,
    "reg-wrong-constant",
    "the regulariser is weighted with 0.5 in the gradient, whatever reg is",
)
def reg_wrong_constant_in_gradient(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + W


@misconception(LOSSES, "reg-wrong-constant", "the regulariser is weighted with reg² instead of reg")
def reg_squared(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg**2 * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg**2 * W


@misconception(LOSSES, "reg-lambda-forgotten", "the squared weights are not multiplied by reg")
def reg_lambda_forgotten(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * W


@misconception(LOSSES, "reg-lambda-forgotten", "the squared weights are not multiplied by reg in the loss")
def reg_lambda_forgotten_in_loss(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(LOSSES, "reg-lambda-forgotten", "the gradient of the regulariser is 2 * W, without reg")
def reg_lambda_forgotten_in_gradient(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * W


@misconception(LOSSES, "reg-divided-by-n", "the regulariser is reg/(2N) sum(W²), another course's convention")
def reg_over_twice_n(W, X, y, reg):
    rows, N = np.arange(len(y)), len(y)
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / N + reg / (2 * N) * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / N + reg / N * W
