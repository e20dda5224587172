"""Known wrong ways to write softmax_loss_vectorized and softmax_loss_naive: the gradient of the data loss.

Every function stands alone, because its source also becomes a sample submission.
"""

from __future__ import annotations

import numpy as np

from autograder.authoring import misconception

LOSSES = ("softmax_loss_vectorized", "softmax_loss_naive")


@misconception(
    "softmax_loss_vectorized",
    "softmax-one-not-subtracted",
    "the gradient at the correct class is p instead of p - 1",
)
def one_not_subtracted(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    dW = X.T @ p / N + 2 * reg * W
    return loss, dW


@misconception(
    "softmax_loss_naive",
    "softmax-one-not-subtracted",
    "the gradient at the correct class is p instead of p - 1",
)
def naive_one_not_subtracted(W, X, y, reg):
    loss, dW, N = 0.0, np.zeros_like(W), X.shape[0]
    for i in range(N):
        scores = X[i].dot(W)
        p = np.exp(scores - np.max(scores))
        p /= np.sum(p)
        loss += -np.log(p[y[i]])
        for j in range(W.shape[1]):
            dW[:, j] += p[j] * X[i]
    return loss / N + reg * np.sum(W * W), dW / N + 2 * reg * W


@misconception(
    LOSSES,
    "softmax-one-subtracted-everywhere",
    "the gradient is p - 1 in every class instead of the correct one only",
)
def one_subtracted_everywhere(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    dW = X.T @ (p - 1) / N + 2 * reg * W
    return loss, dW


@misconception(LOSSES, "softmax-one-added", "the gradient at the correct class is p + 1 instead of p - 1")
def one_added(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] += 1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    LOSSES,
    "softmax-denominator-gradient-not-summed",
    "the gradient of the denominator reaches the correct class only: P*Y - Y instead of P - Y",
)
def denominator_gradient_not_summed(W, X, y, reg):
    N = X.shape[0]
    Y = np.eye(W.shape[1])[y]
    scores = X.dot(W)
    E = np.exp(scores - scores.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    loss = -np.sum(Y * np.log(P)) / N + reg * np.sum(W * W)
    return loss, X.T @ (P * Y - Y) / N + 2 * reg * W


@misconception(LOSSES, "softmax-log-in-gradient", "the gradient uses -log p where p belongs")
def log_in_gradient(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    losses = -np.log(np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True))
    loss = losses[np.arange(N), y].mean() + reg * np.sum(W * W)
    losses[np.arange(N), y] -= 1
    return loss, X.T @ losses / N + 2 * reg * W


@misconception(
    LOSSES,
    "gradient-sign",
    "the data gradient has the opposite sign: Y - P instead of P - Y",
)
def gradient_sign(W, X, y, reg):
    N = X.shape[0]
    Y = np.eye(W.shape[1])[y]
    scores = X.dot(W)
    E = np.exp(scores - scores.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    loss = -np.sum(Y * np.log(P)) / N + reg * np.sum(W * W)
    return loss, X.T @ (Y - P) / N + 2 * reg * W


@misconception(
    LOSSES,
    "softmax-gradient-of-probabilities",
    "the data gradient stops at the probabilities: the way through the softmax is missing",
)
def gradient_of_probabilities(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    Y = np.eye(W.shape[1])[y]
    return loss, X.T @ (-Y / p) / N + 2 * reg * W


@misconception(LOSSES, "gradient-missing", "the gradient stays at 0: nothing is ever added to it")
def gradient_stays_zero(W, X, y, reg):
    scores = X.dot(W)
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_probabilities = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    loss = -np.mean(log_probabilities[np.arange(len(y)), y]) + reg * np.sum(W * W)
    return loss, np.zeros(W.shape)


@misconception(
    LOSSES, "gradient-missing", "the gradient is the regulariser's alone, without that of the data"
)
def data_gradient_missing(W, X, y, reg):
    scores = X.dot(W)
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_probabilities = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    loss = -np.mean(log_probabilities[np.arange(len(y)), y]) + reg * np.sum(W * W)
    return loss, 2 * reg * W


@misconception(
    LOSSES,
    "softmax-only-wrong-classes",
    "the gradient reaches the wrong classes only: at the correct one there is none",
)
def only_wrong_classes(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] = 0
    return loss, X.T @ p / N + 2 * reg * W


@misconception(LOSSES, "softmax-minus-one-alone", "the gradient at the correct class is -1 instead of p - 1")
def minus_one_alone(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] = -1
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    LOSSES,
    "softmax-sigmoid-gradient",
    "the gradient has a factor p(1 - p) too many, as if a sigmoid stood behind the scores",
)
def sigmoid_factor(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    d = (p - np.eye(p.shape[1])[y]) * p * (1 - p)
    return loss, X.T @ d / N + 2 * reg * W


@misconception(
    LOSSES,
    "softmax-denominator-missing",
    "the gradient uses the exponentials, not divided by their sum, where p belongs",
)
def gradient_of_exponentials(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    e = np.exp(scores)
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    e[np.arange(N), y] -= 1
    return loss, X.T @ e / N + 2 * reg * W


@misconception(
    LOSSES,
    "gradient-sign",
    "the whole gradient has the opposite sign, that of the regulariser too",
)
def whole_gradient_negated(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, -X.T @ p / N - 2 * reg * W


@misconception(
    LOSSES,
    "gradient-sign",
    "the gradient of the wrong classes has the opposite sign: -p where p belongs",
)
def wrong_classes_negated(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] = 1 - p[np.arange(N), y]
    p = -p
    return loss, X.T @ p / N + 2 * reg * W


@misconception(LOSSES, "hinge-in-softmax", "the gradient is that of the SVM")
def hinge_gradient(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    margins = np.maximum(0, scores - scores[np.arange(N), y][:, None] + 1)
    margins[np.arange(N), y] = 0
    mask = (margins > 0).astype(float)
    mask[np.arange(N), y] = -np.sum(mask, axis=1)
    return loss, X.T @ mask / N + 2 * reg * W


@misconception(
    LOSSES,
    "gradient-sign",
    "the gradient at the correct class has the opposite sign: 1 - p, not p - 1",
)
def correct_class_negated(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p[np.arange(N), y] = 1 - p[np.arange(N), y]
    return loss, X.T @ p / N + 2 * reg * W


@misconception(
    LOSSES,
    "gradient-sign",
    "the gradient has -p where p belongs, so that it is -p - 1 at the correct class",
)
def probabilities_negated(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean() + reg * np.sum(W * W)
    p = -p
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W
