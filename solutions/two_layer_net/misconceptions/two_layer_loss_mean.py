"""Known wrong ways to write two_layer_loss: the mean over the examples.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "two_layer_loss",
    "mean-missing",
    "the sum over examples is not divided by N, neither in the loss nor in the gradient",
)
def mean_missing(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss",
    "mean-missing-in-gradient",
    "the loss is averaged over the examples but the gradient is not",
)
def mean_missing_in_gradient(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss", "mean-missing-in-loss", "the gradient is averaged over the examples but the loss is not"
)
def mean_missing_in_loss(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss",
    "mean-over-classes",
    "loss and gradient are divided by C, the number of classes, instead of by the N examples",
)
def mean_by_classes(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / scores.shape[1] + reg * (
        np.sum(W1 * W1) + np.sum(W2 * W2)
    )
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= scores.shape[1]
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss",
    "mean-taken-twice",
    "all gradients are divided by N once more, those of the regulariser too",
)
def gradients_divided_again(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data = -np.sum(np.log(probs[np.arange(N), y])) / N
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    grads = {name: gradient / N for name, gradient in grads.items()}
    return data + reg * (np.sum(W1 * W1) + np.sum(W2 * W2)), grads
