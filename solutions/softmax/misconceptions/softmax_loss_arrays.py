"""Known wrong ways to write softmax_loss_vectorized and softmax_loss_naive: indices, shapes, dtypes and loops.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception

LOSSES = ("softmax_loss_vectorized", "softmax_loss_naive")


@misconception(LOSSES, "transposed", "dW is returned with shape (C, D) instead of (D, C)")
def transposed(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(N), y])) + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, p.T.dot(X) / N + 2 * reg * W.T


@misconception(
    "softmax_loss_naive",
    "wrong-index",
    "only the last example reaches the gradient: = stands where += belongs",
)
def naive_gradient_overwritten(W, X, y, reg):
    loss, dW, N = 0.0, np.zeros_like(W), X.shape[0]
    for i in range(N):
        scores = X[i].dot(W)
        p = np.exp(scores - np.max(scores))
        p /= np.sum(p)
        loss += -np.log(p[y[i]])
        for j in range(W.shape[1]):
            dW[:, j] = (p[j] - (j == y[i])) * X[i]
    return loss / N + reg * np.sum(W * W), dW / N + 2 * reg * W


@misconception(
    LOSSES,
    "wrong-index",
    "every row meets the labels of all examples, [:, y], instead of its own",
)
def wrong_index(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = -np.mean(np.log(p[:, y])) + reg * np.sum(W * W)
    p[:, y] -= 1
    return loss, X.T.dot(p) / N + 2 * reg * W


@misconception(LOSSES, "hard-coded-shape", "the number of classes is taken to be 10")
def hard_coded_shape(W, X, y, reg):
    N = X.shape[0]
    scores = np.zeros((N, 10))
    scores[:, : W.shape[1]] = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(N), y])) + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T.dot(p)[:, : W.shape[1]] / N + 2 * reg * W


@misconception(LOSSES, "inputs-overwritten", "the weights passed in are changed")
def inputs_overwritten(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(N), y])) + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    W *= 2 * reg
    return loss, X.T.dot(p) / N + W


@misconception(LOSSES, "matrix-or-wrong-dtype", "the gradient is rounded to float32")
def wrong_dtype(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(N), y])) + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, (X.T.dot(p) / N + 2 * reg * W).astype(np.float32)


@misconception(
    "softmax_loss_vectorized", "loops-in-vectorized", "the numbers are right but a Python loop makes them"
)
def loops_in_vectorized(W, X, y, reg):
    loss, dW, N = 0.0, np.zeros_like(W), X.shape[0]
    for i in range(N):
        scores = X[i].dot(W)
        p = np.exp(scores - scores.max())
        p /= p.sum()
        loss -= np.log(p[y[i]])
        p[y[i]] -= 1
        dW += np.outer(X[i], p)
    return loss / N + reg * np.sum(W * W), dW / N + 2 * reg * W
