"""Known wrong ways to write two_layer_loss: the regulariser of one layer, or of one of loss and gradient.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception("two_layer_loss", "reg-missing-in-gradient", "the gradient of W2 leaves the regulariser out")
def reg_missing_in_dW2(W1, b1, W2, b2, X, y, reg):
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
    grads["W2"] = h1.T.dot(dscores)
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return data + reg * (np.sum(W1 * W1) + np.sum(W2 * W2)), grads


@misconception("two_layer_loss", "reg-missing-in-loss", "the loss regularises W1 alone")
def reg_missing_for_W2(W1, b1, W2, b2, X, y, reg):
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
    return data + reg * np.sum(W1 * W1), grads


@misconception(
    "two_layer_loss",
    "reg-factor-2",
    "the gradient of the regulariser is reg * W1 instead of 2 * reg * W1",
)
def half_in_dW1(W1, b1, W2, b2, X, y, reg):
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
    grads["W1"] = X.T.dot(dh1) + reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return data + reg * (np.sum(W1 * W1) + np.sum(W2 * W2)), grads


@misconception(
    "two_layer_loss",
    "reg-factor-2",
    "the gradient of the regulariser is reg * W2 instead of 2 * reg * W2",
)
def half_in_dW2(W1, b1, W2, b2, X, y, reg):
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
    grads["W2"] = h1.T.dot(dscores) + reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return data + reg * (np.sum(W1 * W1) + np.sum(W2 * W2)), grads


@misconception(
    "two_layer_loss",
    "reg-lambda-forgotten",
    "the gradients of the regulariser are 2 * W1 and 2 * W2, without reg",
)
def lambda_forgotten_in_gradient(W1, b1, W2, b2, X, y, reg):
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
    grads["W2"] = h1.T.dot(dscores) + 2 * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return data + reg * (np.sum(W1 * W1) + np.sum(W2 * W2)), grads


@misconception(
    "two_layer_loss",
    "reg-lambda-forgotten",
    "the squared weights are not multiplied by reg in the loss",
)
def lambda_forgotten_in_loss(W1, b1, W2, b2, X, y, reg):
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
    return data + np.sum(W1 * W1) + np.sum(W2 * W2), grads


@misconception(
    "two_layer_loss",
    "reg-divided-by-n",
    "the regulariser is divided by the number of examples in the loss",
)
def divided_in_loss(W1, b1, W2, b2, X, y, reg):
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
    return data + reg * (np.sum(W1 * W1) + np.sum(W2 * W2)) / N, grads


@misconception(
    "two_layer_loss",
    "reg-divided-by-n",
    "the gradient of the regulariser is divided by the number of examples",
)
def divided_in_gradient(W1, b1, W2, b2, X, y, reg):
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
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2 / N
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1 / N
    grads["b1"] = np.sum(dh1, axis=0)
    return data + reg * (np.sum(W1 * W1) + np.sum(W2 * W2)), grads


@misconception("two_layer_loss", "reg-added-twice", "the regulariser is counted twice in the loss")
def twice_in_loss(W1, b1, W2, b2, X, y, reg):
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
    return data + 2 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2)), grads


@misconception("two_layer_loss", "reg-added-twice", "the gradient of the regulariser is added twice")
def twice_in_gradient(W1, b1, W2, b2, X, y, reg):
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
    grads["W2"] = h1.T.dot(dscores) + 4 * reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 4 * reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return data + reg * (np.sum(W1 * W1) + np.sum(W2 * W2)), grads
