"""Known wrong ways to write softmax_loss_naive: slips in its loops.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "softmax_loss_naive", "mean-inside-loop", "loss and gradient are divided by N after every example"
)
def loss_divides_in_loop(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(y)):
        scores = X[i].dot(W)
        scores -= np.max(scores)
        p = np.exp(scores) / np.sum(np.exp(scores))
        loss = (loss - scores[y[i]] + np.log(np.sum(np.exp(scores)))) / len(y)
        p[y[i]] -= 1
        dW = (dW + np.outer(X[i], p)) / len(y)
    return loss + reg * np.sum(W * W), dW + 2 * reg * W


@misconception("softmax_loss_naive", "mean-inside-loop", "the loss is divided by N after every example")
def loss_alone_divides_in_loop(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(y)):
        scores = X[i].dot(W)
        scores -= np.max(scores)
        p = np.exp(scores) / np.sum(np.exp(scores))
        loss = (loss - scores[y[i]] + np.log(np.sum(np.exp(scores)))) / len(y)
        p[y[i]] -= 1
        dW += np.outer(X[i], p)
    return loss + reg * np.sum(W * W), dW / len(y) + 2 * reg * W


@misconception("softmax_loss_naive", "mean-inside-loop", "the gradient is divided by N after every example")
def gradient_alone_divides_in_loop(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(y)):
        scores = X[i].dot(W)
        scores -= np.max(scores)
        p = np.exp(scores) / np.sum(np.exp(scores))
        loss -= np.log(p[y[i]])
        p[y[i]] -= 1
        dW = (dW + np.outer(X[i], p)) / len(y)
    return loss / len(y) + reg * np.sum(W * W), dW + 2 * reg * W


@misconception(
    "softmax_loss_naive", "reg-added-twice", "the regulariser is added once per example, inside the loop"
)
def loss_regularises_in_loop(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(y)):
        scores = X[i].dot(W)
        scores -= np.max(scores)
        p = np.exp(scores) / np.sum(np.exp(scores))
        loss += -np.log(p[y[i]]) / len(y) + reg * np.sum(W * W)
        p[y[i]] -= 1
        dW += np.outer(X[i], p) / len(y) + 2 * reg * W
    return loss, dW


@misconception(
    "softmax_loss_naive",
    "reg-added-twice",
    "the regulariser is added to the loss once per example, inside the loop",
)
def loss_alone_regularises_in_loop(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(y)):
        scores = X[i].dot(W)
        scores -= np.max(scores)
        p = np.exp(scores) / np.sum(np.exp(scores))
        loss += -np.log(p[y[i]]) / len(y) + reg * np.sum(W * W)
        p[y[i]] -= 1
        dW += np.outer(X[i], p) / len(y)
    return loss, dW + 2 * reg * W


@misconception(
    "softmax_loss_naive",
    "reg-added-twice",
    "the gradient of the regulariser is added once per example, inside the loop",
)
def gradient_alone_regularises_in_loop(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(y)):
        scores = X[i].dot(W)
        scores -= np.max(scores)
        p = np.exp(scores) / np.sum(np.exp(scores))
        loss -= np.log(p[y[i]]) / len(y)
        p[y[i]] -= 1
        dW += np.outer(X[i], p) / len(y) + 2 * reg * W
    return loss + reg * np.sum(W * W), dW


@misconception(
    "softmax_loss_naive",
    "wrong-index",
    "only the last example reaches the loss: = stands where += belongs",
)
def loss_of_last_example(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(y)):
        scores = X[i].dot(W)
        scores -= np.max(scores)
        p = np.exp(scores) / np.sum(np.exp(scores))
        loss = -np.log(p[y[i]])
        p[y[i]] -= 1
        dW += np.outer(X[i], p)
    return loss / len(y) + reg * np.sum(W * W), dW / len(y) + 2 * reg * W


@misconception(
    "softmax_loss_naive",
    "return-inside-loop",
    "the function returns after the first example: the return stands inside the loop",
)
def loss_returns_in_loop(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(y)):
        scores = X[i].dot(W)
        scores -= np.max(scores)
        p = np.exp(scores) / np.sum(np.exp(scores))
        loss -= np.log(p[y[i]])
        p[y[i]] -= 1
        dW += np.outer(X[i], p)
        return loss / len(y) + reg * np.sum(W * W), dW / len(y) + 2 * reg * W


@misconception("softmax_loss_naive", "example-left-out", "the loop begins with the second example")
def loss_skips_first(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(1, len(y)):
        scores = X[i].dot(W)
        scores -= np.max(scores)
        p = np.exp(scores) / np.sum(np.exp(scores))
        loss -= np.log(p[y[i]])
        p[y[i]] -= 1
        dW += np.outer(X[i], p)
    return loss / len(y) + reg * np.sum(W * W), dW / len(y) + 2 * reg * W


@misconception("softmax_loss_naive", "example-left-out", "the loop ends before the last example")
def loss_skips_last(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(y) - 1):
        scores = X[i].dot(W)
        scores -= np.max(scores)
        p = np.exp(scores) / np.sum(np.exp(scores))
        loss -= np.log(p[y[i]])
        p[y[i]] -= 1
        dW += np.outer(X[i], p)
    return loss / len(y) + reg * np.sum(W * W), dW / len(y) + 2 * reg * W


@misconception(
    "softmax_loss_naive",
    "softmax-wrong-denominator",
    "the denominator never goes back to 0: it still holds the exponentials of the examples before",
)
def denominator_kept(W, X, y, reg):
    loss, dW, denominator = 0.0, np.zeros_like(W), 0.0
    for i in range(len(y)):
        scores = X[i].dot(W)
        scores -= np.max(scores)
        denominator += np.sum(np.exp(scores))
        p = np.exp(scores) / denominator
        loss -= np.log(p[y[i]])
        p[y[i]] -= 1
        dW += np.outer(X[i], p)
    return loss / len(y) + reg * np.sum(W * W), dW / len(y) + 2 * reg * W


@misconception(
    "softmax_loss_naive",
    "softmax-wrong-denominator",
    "the denominator never goes back to 0, and the scores are not shifted",
)
def denominator_kept_unshifted(W, X, y, reg):
    loss, dW, denominator = 0.0, np.zeros_like(W), 0.0
    for i in range(len(y)):
        scores = X[i].dot(W)
        denominator += np.sum(np.exp(scores))
        p = np.exp(scores) / denominator
        loss -= np.log(p[y[i]])
        p[y[i]] -= 1
        dW += np.outer(X[i], p)
    return loss / len(y) + reg * np.sum(W * W), dW / len(y) + 2 * reg * W
