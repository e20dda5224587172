"""Known wrong ways to write svm_loss_vectorized and svm_loss_naive: the mean over the examples.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception

LOSSES = ("svm_loss_vectorized", "svm_loss_naive")


@misconception(
    LOSSES,
    "mean-missing",
    "the sum over examples is not divided by N, neither in the loss nor in the gradient",
)
def mean_missing(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) + 2 * reg * W


@misconception(
    LOSSES,
    "mean-missing-in-gradient",
    "the loss is averaged over the examples but the gradient is not",
)
def mean_missing_in_gradient(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) + 2 * reg * W


@misconception(
    LOSSES,
    "mean-missing-in-loss",
    "the gradient is averaged over the examples but the loss is not",
)
def mean_missing_in_loss(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(LOSSES, "precedence", "the division by N covers the regulariser and not the margins")
def precedence(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) + reg * np.sum(W * W) / len(y)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(
    LOSSES,
    "mean-over-entries",
    "loss and gradient are divided by all N * C entries instead of by the N examples",
)
def mean_over_entries(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.mean(margins) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / margins.size + 2 * reg * W


@misconception(
    LOSSES,
    "mean-over-entries",
    "the loss is divided by all N * C entries instead of by the N examples",
)
def mean_over_entries_in_loss(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.mean(margins) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(
    LOSSES,
    "wrong-axis",
    "loss and gradient are divided by the number of classes C instead of by the number of examples N",
)
def mean_over_classes(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / W.shape[1] + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / W.shape[1] + 2 * reg * W


@misconception(LOSSES, "mean-taken-twice", "the data gradient is divided by N twice")
def mean_taken_twice(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0) / len(y)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W
