"""Known wrong ways to write svm_loss_vectorized and svm_loss_naive: which terms the regulariser has.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception

LOSSES = ("svm_loss_vectorized", "svm_loss_naive")


@misconception(LOSSES, "reg-missing-in-gradient", "the gradient leaves the regulariser out")
def reg_missing_in_gradient(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y)


@misconception(LOSSES, "reg-missing-in-loss", "the loss leaves the regulariser out")
def reg_missing_in_loss(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(LOSSES, "reg-missing", "the regulariser is missing in the loss and in the gradient")
def reg_missing(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y)


@misconception(LOSSES, "reg-wrong-norm", "the weights are summed without being squared")
def reg_of_sum(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(
    LOSSES,
    "reg-wrong-norm",
    "the regulariser sums the matrix product W Wᵀ instead of the squared weights",
)
def reg_of_product(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W.dot(W.T))
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(LOSSES, "reg-wrong-norm", "the regulariser sums absolute values instead of squares")
def reg_of_absolute_values(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(np.abs(W))
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + reg * np.sign(W)


@misconception(LOSSES, "reg-gradient-sign", "the gradient of the regulariser is subtracted")
def reg_gradient_sign(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) - 2 * reg * W


@misconception(
    LOSSES,
    "reg-loss-in-gradient",
    "the loss of the regulariser, one number, is added to every entry of the gradient",
)
def reg_loss_in_gradient(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + reg * np.sum(W * W)


@misconception(LOSSES, "reg-added-twice", "the regulariser is added twice")
def reg_added_twice(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W + 2 * reg * W


@misconception(LOSSES, "reg-added-twice", "the regulariser is counted twice in the loss")
def reg_added_twice_in_loss(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + 2 * reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(LOSSES, "reg-added-twice", "the gradient of the regulariser is added twice")
def reg_added_twice_in_gradient(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 4 * reg * W


@misconception(LOSSES, "reg-wrong-norm", "the regulariser is the norm of W instead of its square")
def reg_of_norm(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.linalg.norm(W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(LOSSES, "reg-wrong-norm", "the loss sums absolute values of the weights instead of squares")
def reg_of_absolute_values_in_loss(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(np.abs(W))
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(LOSSES, "bias-row-left-out", "the last row of W is not regularised")
def bias_row_left_out(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W[:-1] ** 2)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    dW = X.T.dot(mask) / len(y)
    dW[:-1] += 2 * reg * W[:-1]
    return loss, dW


@misconception(
    "svm_loss_naive", "reg-added-twice", "the regulariser is added once per example, inside the loop"
)
def naive_reg_in_the_loop(W, X, y, reg):
    loss = 0.0
    dW = np.zeros(W.shape)
    for i in range(X.shape[0]):
        scores = X[i].dot(W)
        for j in range(W.shape[1]):
            margin = scores[j] - scores[y[i]] + 1
            if j != y[i] and margin > 0:
                loss += margin / X.shape[0]
                dW[:, j] += X[i] / X.shape[0]
                dW[:, y[i]] -= X[i] / X.shape[0]
        loss += reg * np.sum(W * W)
        dW += 2 * reg * W
    return loss, dW


@misconception(LOSSES, "reg-gradient-sign", "the regulariser is subtracted from the loss")
def reg_subtracted_from_loss(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) - reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(LOSSES, "reg-gradient-sign", "the regulariser is subtracted, in the loss and in the gradient")
def reg_subtracted(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) - reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) - 2 * reg * W
