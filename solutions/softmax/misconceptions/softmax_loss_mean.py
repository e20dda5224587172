"""Known wrong ways to write softmax_loss_vectorized and softmax_loss_naive: the mean over the examples.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception

LOSSES = ("softmax_loss_vectorized", "softmax_loss_naive")


@misconception(
    LOSSES,
    "mean-missing",
    "loss and gradient are summed over the examples instead of averaged",
)
def mean_missing(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = np.sum(-np.log(p[np.arange(N), y])) + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) + 2 * reg * W
    return loss, dW


@misconception(
    "softmax_loss_vectorized",
    "mean-missing-in-gradient",
    "the loss is averaged over the examples but the gradient only summed",
)
def mean_missing_in_gradient(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = np.sum(-np.log(p[np.arange(N), y])) / N + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) + 2 * reg * W
    return loss, dW


@misconception(
    "softmax_loss_naive",
    "mean-missing-in-gradient",
    "the loss is averaged over the examples but the gradient only summed",
)
def naive_mean_missing_in_gradient(W, X, y, reg):
    loss, dW, N = 0.0, np.zeros_like(W), X.shape[0]
    for i in range(N):
        scores = X[i].dot(W)
        p = np.exp(scores - np.max(scores))
        p /= np.sum(p)
        loss += -np.log(p[y[i]])
        for j in range(W.shape[1]):
            dW[:, j] += (p[j] - (j == y[i])) * X[i]
    return loss / N + reg * np.sum(W * W), dW + 2 * reg * W


@misconception(
    LOSSES,
    "mean-missing-in-loss",
    "the gradient is averaged over the examples but the loss only summed",
)
def mean_missing_in_loss(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = np.sum(-np.log(p[np.arange(N), y])) + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) / N + 2 * reg * W
    return loss, dW


@misconception(
    LOSSES,
    "precedence",
    "the division by the number of examples reaches the regulariser only",
)
def precedence(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = np.sum(-np.log(p[np.arange(N), y])) + reg * np.sum(W * W) / N
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) + 2 * reg * W / N
    return loss, dW


@misconception(LOSSES, "mean-over-entries", "loss and gradient are divided by N * C instead of N")
def mean_over_classes(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).sum() / p.size + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / p.size + 2 * reg * W


@misconception(LOSSES, "mean-taken-twice", "the data gradient is divided by N twice")
def mean_taken_twice(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    p /= N
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    LOSSES, "mean-over-classes", "loss and gradient are divided by C, the number of classes, instead of N"
)
def mean_by_classes(W, X, y, reg):
    N, C = X.shape[0], W.shape[1]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).sum() / C + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / C + 2 * reg * W


@misconception(LOSSES, "mean-taken-twice", "the data loss and its gradient are divided by N twice")
def mean_taken_twice_in_both(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() / N + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N**2 + 2 * reg * W


@misconception(LOSSES, "mean-taken-twice", "the data loss is divided by N twice")
def mean_taken_twice_in_loss(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() / N + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(LOSSES, "mean-over-classes", "the loss is divided by C, the number of classes, instead of N")
def loss_by_classes(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).sum() / p.shape[1] + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    LOSSES,
    "mean-over-entries",
    "the loss is divided by N * C, the size of the one-hot product, instead of N",
)
def loss_over_entries(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).sum() / p.size + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W
