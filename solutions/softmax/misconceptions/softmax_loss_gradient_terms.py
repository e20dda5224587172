"""Known wrong ways to write softmax_loss_vectorized and softmax_loss_naive: what stands for p in the gradient.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception

LOSSES = ("softmax_loss_vectorized", "softmax_loss_naive")


@misconception(
    LOSSES,
    "softmax-exponential-missing",
    "the gradient uses the shifted scores themselves where p belongs",
)
def gradient_of_shifted(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    scores[np.arange(N), y] -= 1
    return loss, X.T @ scores / N + 2 * reg * W


@misconception(
    LOSSES,
    "softmax-log-after-gradient",
    "the logarithm of the loss is taken of negative numbers, such as p - 1 once P has become P - Y",
)
def log_after_gradient(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    p[np.arange(N), y] -= 1
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    return loss, X.T @ p / N + 2 * reg * W


@misconception(LOSSES, "softmax-one-added", "the gradient at the correct class is 1 instead of p - 1")
def one_alone(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] = 1
    return loss, X.T @ p / N + 2 * reg * W
