"""Known wrong ways to write two_layer_loss: what the regulariser is multiplied by.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception


@misconception(
    "two_layer_loss", "reg-factor-2", "the gradient of the regulariser is reg * W instead of 2 * reg * W"
)
def reg_factor_2(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss", "reg-factor-2", "the regulariser is halved in the loss but not in the gradient"
)
def reg_factor_half(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + 0.5 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
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
    "reg-half-convention",
    "the regulariser is ½ reg sum(W²), another year's convention, instead of reg sum(W²)",
)
def reg_half_convention(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + 0.5 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + reg * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + reg * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception(
    "two_layer_loss", "reg-divided-by-n", "the regulariser is divided by the number of examples too"
)
def reg_divided_by_n(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * (np.sum(W1 * W1) + np.sum(W2 * W2)) / N
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
    return loss, grads


@misconception(
    "two_layer_loss", "reg-wrong-constant", "the regulariser is weighted with 0.5, whatever reg is"
)
def reg_constant(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + 0.5 * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dh1 = dscores.dot(W2.T)
    dh1[h1 <= 0] = 0
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + W1
    grads["b1"] = np.sum(dh1, axis=0)
    return loss, grads


@misconception("two_layer_loss", "reg-lambda-forgotten", "the squared weights are not multiplied by reg")
def reg_lambda_forgotten(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + np.sum(W1 * W1) + np.sum(W2 * W2)
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
    return loss, grads


@misconception(
    "two_layer_loss", "reg-added-twice", "a misplaced parenthesis regularises W2 with 1 instead of reg"
)
def reg_parenthesis(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N + reg * np.sum(W1 * W1) + np.sum(W2 * W2)
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
    "reg-divided-by-n",
    "the regulariser is reg/(2N) times the squares, another course's convention",
)
def reg_over_twice_n(W1, b1, W2, b2, X, y, reg):
    N = X.shape[0]
    h1 = np.maximum(0, X.dot(W1) + b1)
    scores = h1.dot(W2) + b2
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    data_loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    da1 = dscores.dot(W2.T) * (h1 > 0)
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + reg / N * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(da1) + reg / N * W1
    grads["b1"] = np.sum(da1, axis=0)
    return data_loss + reg / (2 * N) * (np.sum(W1 * W1) + np.sum(W2 * W2)), grads


@misconception(
    "two_layer_loss", "reg-wrong-norm", "the regulariser itself, reg * W², stands for its gradient"
)
def reg_not_differentiated(W1, b1, W2, b2, X, y, reg):
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
    grads["W2"] = h1.T.dot(dscores) + reg * W2 * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + reg * W1 * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return data + reg * (np.sum(W1 * W1) + np.sum(W2 * W2)), grads


@misconception("two_layer_loss", "reg-wrong-norm", "the regulariser's gradient still squares the weights")
def reg_still_squared(W1, b1, W2, b2, X, y, reg):
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
    grads["W2"] = h1.T.dot(dscores) + 2 * reg * W2 * W2
    grads["b2"] = np.sum(dscores, axis=0)
    grads["W1"] = X.T.dot(dh1) + 2 * reg * W1 * W1
    grads["b1"] = np.sum(dh1, axis=0)
    return data + reg * (np.sum(W1 * W1) + np.sum(W2 * W2)), grads
