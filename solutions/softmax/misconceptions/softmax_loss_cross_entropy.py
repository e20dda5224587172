"""Known wrong ways to write softmax_loss_vectorized and softmax_loss_naive: from probabilities to the loss.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception

LOSSES = ("softmax_loss_vectorized", "softmax_loss_naive")


@misconception(LOSSES, "softmax-log-sign", "the loss is mean(log p) without its minus sign")
def loss_log_sign(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    LOSSES,
    "softmax-log-missing",
    "the loss is the mean of 1 - p: the logarithm is missing",
)
def loss_log_missing(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = (1 - p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(LOSSES, "softmax-log-missing", "the loss is the mean of -p: the logarithm is missing")
def loss_minus_p(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -p[np.arange(N), y].mean() + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    LOSSES,
    "softmax-log-base",
    "the logarithm of the loss is taken to base 2 instead of the natural one",
)
def loss_log2(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log2(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    LOSSES,
    "softmax-log-of-mean",
    "the loss is the logarithm of the mean probability instead of the mean of the logarithms",
)
def loss_log_of_mean(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y].mean()) + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    LOSSES,
    "softmax-loss-over-all-classes",
    "the loss sums -log p over all classes instead of taking it at the correct one",
)
def loss_over_all_classes(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.sum(np.log(p)) / N + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(LOSSES, "hinge-in-softmax", "loss and gradient are those of the SVM")
def hinge(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[np.arange(N), y][:, None] + 1)
    margins[np.arange(N), y] = 0
    loss = np.sum(margins) / N + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[np.arange(N), y] = -mask.sum(axis=1)
    return loss, X.T.dot(mask) / N + 2 * reg * W


@misconception(
    LOSSES,
    "softmax-shift-not-undone",
    "the largest score is subtracted from the sum's exponents, but not from the score of the correct class",
)
def loss_shift_not_undone(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    top = scores.max(axis=1, keepdims=True)
    e = np.exp(scores - top)
    loss = np.mean(np.log(e.sum(axis=1)) - scores[np.arange(N), y]) + reg * np.sum(W * W)
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    LOSSES,
    "softmax-unstable",
    "the scores are shifted in the gradient, but not in the loss, which overflows for large scores",
)
def loss_alone_unshifted(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    loss = np.mean(np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(N), y]) + reg * np.sum(W * W)
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    LOSSES,
    "softmax-log-missing",
    "the loss is -s of the correct class plus the sum of the exponentials, without its logarithm",
)
def loss_sum_without_log(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = np.mean(np.exp(scores).sum(axis=1) - scores[np.arange(N), y]) + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    LOSSES,
    "softmax-denominator-missing",
    "the loss is the mean of -s of the correct class, shifted: the denominator of the softmax is missing",
)
def loss_of_the_score(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -scores[np.arange(N), y].mean() + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    LOSSES,
    "softmax-log-base",
    "the logarithm of the loss is taken to base 10 instead of the natural one",
)
def loss_log10(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log10(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    LOSSES,
    "softmax-squared-error",
    "the loss is the squared distance between the probabilities and the one-hot labels",
)
def loss_squared_error(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = np.sum((p - np.eye(p.shape[1])[y]) ** 2) / N + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(LOSSES, "hinge-in-softmax", "the loss is that of the SVM")
def hinge_loss(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    margins = np.maximum(0, scores - scores[np.arange(N), y][:, None] + 1)
    margins[np.arange(N), y] = 0
    loss = np.sum(margins) / N + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W
