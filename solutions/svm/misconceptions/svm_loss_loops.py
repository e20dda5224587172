"""Known wrong ways to write svm_loss_naive: slips in its loops.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "svm_loss_naive",
    "loop-left-early",
    "the loop over the classes ends at the correct class instead of skipping it",
)
def loss_breaks_at_own(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(y)):
        scores = X[i].dot(W)
        for j in range(W.shape[1]):
            if j == y[i]:
                break
            margin = scores[j] - scores[y[i]] + 1
            if margin > 0:
                loss += margin
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    return loss / len(y) + reg * np.sum(W * W), dW / len(y) + 2 * reg * W


@misconception("svm_loss_naive", "mean-inside-loop", "loss and gradient are divided by N after every example")
def loss_divides_in_loop(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(y)):
        margins = np.maximum(X[i].dot(W) - X[i].dot(W[:, y[i]]) + 1, 0)
        margins[y[i]] = 0
        on = (margins > 0) * 1.0
        on[y[i]] = -np.sum(on)
        loss = (loss + np.sum(margins)) / len(y)
        dW = (dW + np.outer(X[i], on)) / len(y)
    return loss + reg * np.sum(W * W), dW + 2 * reg * W


@misconception("svm_loss_naive", "mean-inside-loop", "the loss is divided by N after every example")
def loss_alone_divides_in_loop(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(y)):
        margins = np.maximum(X[i].dot(W) - X[i].dot(W[:, y[i]]) + 1, 0)
        margins[y[i]] = 0
        on = (margins > 0) * 1.0
        on[y[i]] = -np.sum(on)
        loss = (loss + np.sum(margins)) / len(y)
        dW += np.outer(X[i], on)
    return loss + reg * np.sum(W * W), dW / len(y) + 2 * reg * W


@misconception("svm_loss_naive", "mean-inside-loop", "the gradient is divided by N after every example")
def gradient_alone_divides_in_loop(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(y)):
        margins = np.maximum(X[i].dot(W) - X[i].dot(W[:, y[i]]) + 1, 0)
        margins[y[i]] = 0
        on = (margins > 0) * 1.0
        on[y[i]] = -np.sum(on)
        loss += np.sum(margins)
        dW = (dW + np.outer(X[i], on)) / len(y)
    return loss / len(y) + reg * np.sum(W * W), dW + 2 * reg * W


@misconception(
    "svm_loss_naive",
    "reg-added-twice",
    "the regulariser is added to the loss once per example, inside the loop",
)
def loss_alone_regularises_in_loop(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(y)):
        margins = np.maximum(X[i].dot(W) - X[i].dot(W[:, y[i]]) + 1, 0)
        margins[y[i]] = 0
        on = (margins > 0) * 1.0
        on[y[i]] = -np.sum(on)
        loss += np.sum(margins) / len(y) + reg * np.sum(W * W)
        dW += np.outer(X[i], on) / len(y)
    return loss, dW + 2 * reg * W


@misconception(
    "svm_loss_naive",
    "reg-added-twice",
    "the gradient of the regulariser is added once per example, inside the loop",
)
def gradient_alone_regularises_in_loop(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(y)):
        margins = np.maximum(X[i].dot(W) - X[i].dot(W[:, y[i]]) + 1, 0)
        margins[y[i]] = 0
        on = (margins > 0) * 1.0
        on[y[i]] = -np.sum(on)
        loss += np.sum(margins) / len(y)
        dW += np.outer(X[i], on) / len(y) + 2 * reg * W
    return loss + reg * np.sum(W * W), dW


@misconception(
    "svm_loss_naive",
    "return-inside-loop",
    "the function returns after the first example: the return stands inside the loop",
)
def loss_returns_in_loop(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(y)):
        margins = np.maximum(X[i].dot(W) - X[i].dot(W[:, y[i]]) + 1, 0)
        margins[y[i]] = 0
        on = (margins > 0) * 1.0
        on[y[i]] = -np.sum(on)
        loss += np.sum(margins)
        dW += np.outer(X[i], on)
        return loss / len(y) + reg * np.sum(W * W), dW / len(y) + 2 * reg * W


@misconception("svm_loss_naive", "example-left-out", "the loop begins with the second example")
def loss_skips_first(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(1, len(y)):
        margins = np.maximum(X[i].dot(W) - X[i].dot(W[:, y[i]]) + 1, 0)
        margins[y[i]] = 0
        on = (margins > 0) * 1.0
        on[y[i]] = -np.sum(on)
        loss += np.sum(margins)
        dW += np.outer(X[i], on)
    return loss / len(y) + reg * np.sum(W * W), dW / len(y) + 2 * reg * W


@misconception("svm_loss_naive", "example-left-out", "the loop ends before the last example")
def loss_skips_last(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(y) - 1):
        margins = np.maximum(X[i].dot(W) - X[i].dot(W[:, y[i]]) + 1, 0)
        margins[y[i]] = 0
        on = (margins > 0) * 1.0
        on[y[i]] = -np.sum(on)
        loss += np.sum(margins)
        dW += np.outer(X[i], on)
    return loss / len(y) + reg * np.sum(W * W), dW / len(y) + 2 * reg * W


@misconception(
    "svm_loss_naive",
    "wrong-index",
    "the loop skips the class whose number is that of the example, j = i, instead of the correct class",
)
def loss_skips_the_example(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(y)):
        scores = X[i].dot(W)
        for j in range(W.shape[1]):
            margin = scores[j] - scores[y[i]] + 1
            if j != i and margin > 0:
                loss += margin
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    return loss / len(y) + reg * np.sum(W * W), dW / len(y) + 2 * reg * W
