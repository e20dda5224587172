"""Known wrong ways to write svm_loss_vectorized and svm_loss_naive: indices, shapes, dtypes and loops.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception

LOSSES = ("svm_loss_vectorized", "svm_loss_naive")


@misconception(LOSSES, "transposed", "dW is the transpose of what it should be")
def transposed(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, (X.T.dot(mask) / len(y) + 2 * reg * W).T


@misconception(LOSSES, "wrong-index", "whole columns are set to zero where one entry per row is meant")
def wrong_index(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[:, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(LOSSES, "wrong-index", "the correct scores are read from the first example only")
def wrong_index_first_row(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[0, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / len(y) + 2 * reg * W


@misconception(LOSSES, "hard-coded-shape", "the mean is taken over 500 examples, however many there are")
def hard_coded_shape(W, X, y, reg):
    rows, num_train = np.arange(len(y)), 500
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / num_train + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / num_train + 2 * reg * W


@misconception(LOSSES, "matrix-or-wrong-dtype", "the gradient is kept in half the precision, as float32")
def float32_gradient(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, (X.T.dot(mask) / len(y) + 2 * reg * W).astype(np.float32)


@misconception(LOSSES, "matrix-or-wrong-dtype", "the data gradient is rounded to whole numbers")
def integer_gradient(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    return loss, (X.T.dot(mask) / len(y)).astype(int) + 2 * reg * W


@misconception(LOSSES, "inputs-overwritten", "W is changed on the way")
def inputs_overwritten(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = np.sum(margins) / len(y) + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[rows, y] = -np.sum(mask, axis=1)
    W *= 2 * reg
    return loss, X.T.dot(mask) / len(y) + W


@misconception("svm_loss_vectorized", "loops-in-vectorized", "a Python loop runs over the examples")
def looped(W, X, y, reg):
    N = X.shape[0]
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        scores = X[i].dot(W)
        margins = np.maximum(0, scores - scores[y[i]] + 1)
        margins[y[i]] = 0
        loss += np.sum(margins)
        mask = (margins > 0).astype(float)
        mask[y[i]] = -np.sum(mask)
        dW += np.outer(X[i], mask)
    return loss / N + reg * np.sum(W * W), dW / N + 2 * reg * W


@misconception("svm_loss_naive", "hard-coded-shape", "the loop runs over the first three classes only")
def naive_three_classes(W, X, y, reg):
    loss = 0.0
    dW = np.zeros(W.shape)
    for i in range(X.shape[0]):
        scores = X[i].dot(W)
        for j in range(3):
            margin = scores[j] - scores[y[i]] + 1
            if j != y[i] and margin > 0:
                loss += margin
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    return loss / X.shape[0] + reg * np.sum(W * W), dW / X.shape[0] + 2 * reg * W


@misconception(
    "svm_loss_naive",
    "matrix-or-wrong-dtype",
    "dW starts as an array of whole numbers and every contribution is cut off",
)
def naive_integer_dW(W, X, y, reg):
    loss = 0.0
    dW = np.zeros(W.shape, dtype=int)
    for i in range(X.shape[0]):
        scores = X[i].dot(W)
        for j in range(W.shape[1]):
            margin = scores[j] - scores[y[i]] + 1
            if j != y[i] and margin > 0:
                loss += margin
                dW[:, j] = dW[:, j] + X[i]
                dW[:, y[i]] = dW[:, y[i]] - X[i]
    return loss / X.shape[0] + reg * np.sum(W * W), dW / X.shape[0] + 2 * reg * W
