"""Known wrong ways to write softmax_loss_vectorized and softmax_loss_naive: which terms the regulariser has.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception

LOSSES = ("softmax_loss_vectorized", "softmax_loss_naive")


@misconception(LOSSES, "reg-divided-by-n", "the regulariser is divided by the number of examples in the loss")
def reg_loss_divided(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W) / N
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    LOSSES,
    "reg-divided-by-n",
    "the gradient of the regulariser is divided by the number of examples",
)
def reg_gradient_divided(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, (X.T @ p + 2 * reg * W) / N


@misconception(LOSSES, "reg-wrong-constant", "the regulariser is weighted with reg² instead of reg")
def reg_squared(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg**2 * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg**2 * W


@misconception(LOSSES, "reg-wrong-norm", "the regulariser sums absolute values instead of squares")
def reg_of_absolute_values(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(np.abs(W))
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + reg * np.sign(W)


@misconception(LOSSES, "reg-wrong-norm", "the regulariser is the norm of W instead of its square")
def reg_of_the_norm(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.linalg.norm(W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + reg * W / np.linalg.norm(W)


@misconception(
    LOSSES,
    "reg-mean-of-squares",
    "the regulariser averages the squares instead of adding them up",
)
def reg_averaged(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.mean(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W / W.size


@misconception(LOSSES, "reg-gradient-sign", "the regulariser is subtracted from the loss")
def reg_subtracted_from_loss(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() - reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(LOSSES, "reg-gradient-sign", "the regulariser is subtracted, in the loss and in the gradient")
def reg_subtracted(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() - reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N - 2 * reg * W


@misconception(LOSSES, "reg-lambda-forgotten", "the loss has sum(W²) without the factor reg")
def reg_loss_without_lambda(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(LOSSES, "reg-lambda-forgotten", "the gradient of the regulariser is 2 * W, without reg")
def reg_gradient_without_lambda(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * W


@misconception(LOSSES, "reg-added-twice", "the regulariser is counted twice in the loss")
def reg_loss_twice(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + 2 * reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(LOSSES, "reg-added-twice", "the gradient of the regulariser is counted twice")
def reg_gradient_twice(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 4 * reg * W


@misconception(LOSSES, "reg-factor-2", "the gradient of the regulariser is ½ reg * W instead of 2 * reg * W")
def reg_gradient_halved(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 0.5 * reg * W


@misconception(
    LOSSES,
    "reg-loss-in-gradient",
    "the loss of the regulariser, one number, is added to every entry of the gradient",
)
def reg_loss_in_gradient(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + reg * np.sum(W * W)


@misconception(LOSSES, "reg-divided-by-n", "the regulariser is reg/(2N) sum(W²), another course's convention")
def reg_over_twice_n(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg / (2 * N) * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + reg / N * W


@misconception(
    LOSSES,
    "bias-row-left-out",
    "the last row of W, where the bias trick keeps the biases, is not regularised",
)
def reg_without_biases(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W[:-1] * W[:-1])
    p[np.arange(N), y] -= 1
    dW = X.T @ p / N
    dW[:-1] += 2 * reg * W[:-1]
    return loss, dW
